/* PDF and MP4. */
#include <string.h>

#include "io/media_kinds.h"

static const char cut[] = "内容不完整或已损坏，请重新导出后再上传。";
static const char trailing[] = "在结尾之后还有别的内容，不能接受。请用原来的软件另存一份后重新上传。";

/* ---- PDF ---- */

#define PDF_END "%%EOF"
#define PDF_TAIL 1024

int ds_pdf_begins(const char *bytes, apr_size_t len)
{
    return len >= 8 && (memcmp(bytes, "%PDF-1.", 7) == 0 || memcmp(bytes, "%PDF-2.", 7) == 0);
}

/* The last place of a word among the last bytes; NULL. */
static const char *find_last(const char *bytes, apr_size_t len, const char *word)
{
    apr_size_t n = strlen(word), tail = len < PDF_TAIL ? len : PDF_TAIL;
    for (apr_size_t i = n; i <= tail; i++) {
        if (memcmp(bytes + len - i, word, n) == 0) {
            return bytes + len - i;
        }
    }
    return NULL;
}

const char *ds_pdf_fault(const char *bytes, apr_size_t len, ds_media_facts *facts)
{
    const char *end = find_last(bytes, len, PDF_END);
    if (end == NULL || find_last(bytes, len, "startxref") == NULL) {
        return cut;
    }
    for (end += strlen(PDF_END); end < bytes + len; end++) {
        if (*end != '\0' && strchr(" \t\r\n\f", *end) == NULL) {
            return trailing;
        }
    }
    return NULL;
}

/* ---- MP4: boxes of length and type up to the end ---- */

#define BOX_HEAD 8

static const char *const brands[] = { "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41",
                                      "mp42", "avc1", "M4V ", "MSNV", "dash", "3gp4", "3gp5" };
static const char *const boxes[] = { "ftyp", "moov", "mdat", "free", "skip", "wide", "udta",
                                     "uuid", "meta", "moof", "mfra", "sidx", "ssix", "styp",
                                     "pdin", "prft", "emsg" };

static int is_one_of(const char *word, const char *const *words, apr_size_t n)
{
    for (apr_size_t i = 0; i < n; i++) {
        if (memcmp(word, words[i], 4) == 0) {
            return 1;
        }
    }
    return 0;
}

int ds_mp4_begins(const char *bytes, apr_size_t len)
{
    return len >= 16 && memcmp(bytes + 4, "ftyp", 4) == 0 && ds_big_4(bytes) <= 1024
           && is_one_of(bytes + 8, brands, sizeof(brands) / sizeof(*brands));
}

/* The size of the box at the beginning of `left` bytes; 0 when it is none. */
static apr_uint64_t box_size(const char *box, apr_size_t left)
{
    apr_uint64_t size = left >= BOX_HEAD ? ds_big_4(box) : 0;
    if (left >= BOX_HEAD && size == 0) {
        return left; /* up to the end */
    }
    if (size == 1) {
        size = left >= 16 ? (apr_uint64_t)ds_big_4(box + 8) << 32 | ds_big_4(box + 12) : 0;
        return size >= 16 && size <= left ? size : 0;
    }
    return size >= BOX_HEAD && size <= left ? size : 0;
}

const char *ds_mp4_fault(const char *bytes, apr_size_t len, ds_media_facts *facts)
{
    int has_index = 0, has_media = 0;
    for (apr_size_t at = 0; at < len;) {
        apr_uint64_t size = box_size(bytes + at, len - at);
        if (size == 0) {
            return at > 0 && has_index && has_media ? trailing : cut;
        }
        if (!is_one_of(bytes + at + 4, boxes, sizeof(boxes) / sizeof(*boxes))) {
            return trailing;
        }
        has_index = has_index || memcmp(bytes + at + 4, "moov", 4) == 0;
        has_media = has_media || memcmp(bytes + at + 4, "mdat", 4) == 0;
        at += (apr_size_t)size;
    }
    return has_index && has_media ? NULL : cut;
}
