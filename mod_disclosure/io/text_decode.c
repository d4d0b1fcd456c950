/* The plain-text reader: from bytes to UTF-8. */
#include <string.h>

#include <apr_strings.h>
#include <apr_xlate.h>

#include "core/status.h"
#include "core/text.h"
#include "io/text_lines.h"

/* Offset of the first byte that no text may hold. Form feeds, which divide
 * pages, are let pass. */
static apr_size_t first_bad(const char *text, apr_size_t len)
{
    apr_size_t at = 0;

    while (at < len) {
        at += ds_text_first_bad(text + at, len - at);
        if (at == len || text[at] != '\f') {
            break;
        }
        at++;
    }
    return at;
}

/* The number, from one, of the line that the offset is on. */
static int line_of(const char *text, apr_size_t at)
{
    const char *p = text, *end = text + at;
    int line = 1;

    while ((p = memchr(p, '\n', (apr_size_t)(end - p))) != NULL) {
        line++;
        p++;
    }
    return line;
}

/* Whether most bytes above ASCII are sequences of UTF-8: then the text is
 * UTF-8 with a fault in it and nothing else. */
static int is_mostly_utf8(const char *text, apr_size_t len)
{
    apr_size_t at = 0, good = 0, bad = 0;

    while (at < len) {
        apr_size_t end = at + ds_text_first_bad(text + at, len - at);

        for (; at < end; at++) {
            good += (text[at] & 0x80) != 0;
        }
        if (at < len) {
            bad += (text[at] & 0x80) != 0;
            at++;
        }
    }
    return good > 4 * bad;
}

/* Converts; *out is NULL when the bytes are not of that encoding. UTF-8 needs
 * at most three bytes for two of any of the encodings. */
static apr_status_t convert(char **out, apr_size_t *out_len, const char *bytes, apr_size_t len,
                            const char *encoding, apr_pool_t *pool)
{
    apr_size_t room = len + len / 2 + 16, left = room, in_left = len;
    apr_xlate_t *converter;
    char *to;
    apr_status_t status = apr_xlate_open(&converter, "UTF-8", encoding, pool);

    *out = NULL;
    if (status != APR_SUCCESS) {
        return status;
    }
    to = apr_palloc(pool, room + 1);
    status = apr_xlate_conv_buffer(converter, bytes, &in_left, to, &left);
    if (status == APR_SUCCESS && in_left == 0) {
        *out = to;
        *out_len = room - left;
        to[*out_len] = '\0';
    }
    return apr_xlate_close(converter);
}

static apr_status_t unreadable(const char *text, apr_size_t at, ds_findings *findings)
{
    int line = line_of(text, at);

    ds_findings_add(findings, DS_ERROR, "F.encoding", "text",
                    "第 %d 行有无法识别的字符，可能不是文本文件，或者编码有误。"
                    "请用文字处理软件另存为 UTF-8 编码的纯文本后再提交。", line);
    return DS_EUNREADABLE;
}

apr_status_t ds_text_decode(char **text, apr_size_t *text_len, const char *bytes, apr_size_t len,
                            ds_findings *findings, apr_pool_t *pool)
{
    const char *encoding = NULL;
    apr_size_t bad;
    apr_status_t status;

    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        len -= 3;
    }
    if (len >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0) {
        encoding = "UTF-16LE";
    }
    else if (len >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0) {
        encoding = "UTF-16BE";
    }
    bad = first_bad(bytes, len);
    if (bad == len) {
        *text = apr_pstrmemdup(pool, bytes, len);
        *text_len = len;
        return APR_SUCCESS;
    }
    if (!encoding && !(bytes[bad] & 0x80)) {
        return unreadable(bytes, bad, findings);
    }
    if (encoding) {
        bytes += 2;
        len -= 2;
    }
    else if (is_mostly_utf8(bytes, len)) {
        return unreadable(bytes, bad, findings);
    }
    status = convert(text, text_len, bytes, len, encoding ? encoding : "GB18030", pool);
    if (status != APR_SUCCESS) {
        return status;
    }
    if (!*text) {
        return unreadable(bytes, encoding ? 0 : bad, findings);
    }
    bad = first_bad(*text, *text_len);
    if (bad < *text_len) {
        return unreadable(*text, bad, findings);
    }
    ds_findings_add(findings, DS_INFO, "F.encoding", "text",
                    "文件不是 UTF-8 编码，已按 %s 编码读取。请核对文字是否正确。",
                    encoding ? "UTF-16" : "GB18030");
    return APR_SUCCESS;
}
