/* What may be text: UTF-8, XML's characters, tidy line breaks. */
#include <string.h>

#include <apr_lib.h>

#include "core/text.h"

/* Length of the sequence of valid UTF-8 at p; 0 when it is not valid. */
static apr_size_t sequence(const unsigned char *p, apr_size_t left)
{
    apr_size_t n, i;
    unsigned char low = 0x80, high = 0xBF; /* bounds of the second byte */

    if (p[0] < 0x80) {
        return 1;
    }
    if (p[0] < 0xC2 || p[0] > 0xF4) {
        return 0;
    }
    n = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (left < n) {
        return 0;
    }
    switch (p[0]) {
    case 0xE0: low = 0xA0; break;  /* overlong */
    case 0xED: high = 0x9F; break; /* surrogates */
    case 0xF0: low = 0x90; break;  /* overlong */
    case 0xF4: high = 0x8F; break; /* above U+10FFFF */
    }
    if (p[1] < low || p[1] > high) {
        return 0;
    }
    for (i = 2; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return n;
}

/* Whether XML 1.0 allows the character that the valid sequence at p stands
 * for. */
static int is_xml_char(const unsigned char *p)
{
    if (p[0] < 0x20) {
        return p[0] == '\t' || p[0] == '\n' || p[0] == '\r';
    }
    return !(p[0] == 0xEF && p[1] == 0xBF && p[2] >= 0xBE);
}

/* Whether the eight bytes at p are all printable ASCII. */
static int is_plain_word(const unsigned char *p)
{
    const apr_uint64_t ones = APR_UINT64_C(0x0101010101010101);
    apr_uint64_t word;

    memcpy(&word, p, sizeof(word));
    return ((word | (word - ones * 0x20)) & (ones * 0x80)) == 0;
}

apr_size_t ds_text_first_bad(const char *text, apr_size_t len)
{
    const unsigned char *p = (const unsigned char *)text;
    apr_size_t i = 0, n;

    while (i < len) {
        if (len - i >= 8 && is_plain_word(p + i)) {
            i += 8;
            continue;
        }
        /* most Chinese characters; the rest of what begins so needs a closer look */
        if (len - i >= 3 && p[i] >= 0xE1 && p[i] <= 0xEC && (p[i + 1] & 0xC0) == 0x80
            && (p[i + 2] & 0xC0) == 0x80) {
            i += 3;
            continue;
        }
        n = sequence(p + i, len - i);
        if (n == 0 || (!is_xml_char(p + i) && p[i] != '\v')) {
            return i;
        }
        i += n;
    }
    return len;
}

const char *ds_text_clean(apr_pool_t *pool, const char *text)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    apr_size_t len = strlen(text), i = 0, n;
    char *clean, *to;

    if (ds_text_first_bad(text, len) == len && !memchr(text, '\v', len)) {
        return text;
    }
    to = clean = apr_palloc(pool, len * (sizeof(replacement) - 1) + 1);
    while (i < len) {
        const unsigned char *p = (const unsigned char *)text + i;

        n = sequence(p, len - i);
        if (n && is_xml_char(p)) {
            memcpy(to, p, n);
            to += n;
        }
        else {
            memcpy(to, replacement, sizeof(replacement) - 1);
            to += sizeof(replacement) - 1;
        }
        i += n ? n : 1;
    }
    *to = '\0';
    return clean;
}

apr_uint32_t ds_text_next(const char **text)
{
    const unsigned char *p = (const unsigned char *)*text;

    if (p[0] < 0x80) {
        *text += 1;
        return p[0];
    }
    if (p[0] < 0xE0) {
        *text += 2;
        return ((apr_uint32_t)(p[0] & 0x1F) << 6) | (p[1] & 0x3F);
    }
    if (p[0] < 0xF0) {
        *text += 3;
        return ((apr_uint32_t)(p[0] & 0x0F) << 12) | ((apr_uint32_t)(p[1] & 0x3F) << 6)
               | (p[2] & 0x3F);
    }
    *text += 4;
    return ((apr_uint32_t)(p[0] & 0x07) << 18) | ((apr_uint32_t)(p[1] & 0x3F) << 12)
           | ((apr_uint32_t)(p[2] & 0x3F) << 6) | (p[3] & 0x3F);
}

apr_size_t ds_text_length(const char *text)
{
    apr_size_t n = 0;

    for (; *text; text++) {
        n += (*text & 0xC0) != 0x80;
    }
    return n;
}

/* White space at the ends of a text. */
static int is_blank(apr_uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000 || c == 0xFEFF;
}

/* White space inside labels. */
static int is_space(apr_uint32_t c)
{
    return is_blank(c) || (c >= 0x2000 && c <= 0x200B);
}

/* Cuts white space off both ends of begin..*end. */
static const char *trim(const char *begin, const char **end)
{
    const char *p = begin, *last;

    while (begin < *end && is_blank(ds_text_next(&p))) {
        begin = p;
    }
    for (; *end > begin; *end = last) {
        last = *end - 1;
        while (last > begin && (*last & 0xC0) == 0x80) {
            last--;
        }
        p = last;
        if (!is_blank(ds_text_next(&p))) {
            break;
        }
    }
    return begin;
}

const char *ds_text_tidy(apr_pool_t *pool, const char *text, apr_size_t len)
{
    const char *end = text + len, *p = trim(text, &end);
    char *tidy = apr_palloc(pool, (apr_size_t)(end - p) + 1), *to = tidy;

    for (; p < end; p++) {
        if (*p == '\r' || *p == '\v') {
            *to++ = '\n';
            p += *p == '\r' && p + 1 < end && p[1] == '\n';
        }
        else {
            *to++ = *p;
        }
    }
    *to = '\0';
    return tidy;
}

const char *ds_text_squeeze(apr_pool_t *pool, const char *text)
{
    char *squeezed = apr_palloc(pool, strlen(text) + 1), *to = squeezed;

    while (*text) {
        const char *at = text;

        if (!is_space(ds_text_next(&text))) {
            memcpy(to, at, (apr_size_t)(text - at));
            to += text - at;
        }
    }
    *to = '\0';
    return squeezed;
}

const char *ds_text_narrow(apr_pool_t *pool, const char *text)
{
    char *narrow = apr_palloc(pool, strlen(text) + 1), *to = narrow;

    while (*text) {
        const char *at = text;
        apr_uint32_t c = ds_text_next(&text);

        if (c >= 0xFF01 && c <= 0xFF5E) {
            *to++ = (char)(c - 0xFF01 + '!');
        }
        else if (c == 0x3000) {
            *to++ = ' ';
        }
        else {
            memcpy(to, at, (apr_size_t)(text - at));
            to += text - at;
        }
    }
    *to = '\0';
    return narrow;
}

const char *ds_text_quote(apr_pool_t *pool, const char *text, apr_size_t characters)
{
    static const char ellipsis[] = "…";
    const char *p = text;
    apr_size_t n, len;
    char *quote;

    for (n = 0; *p && n < characters; n++) {
        ds_text_next(&p);
    }
    len = (apr_size_t)(p - text);
    quote = apr_palloc(pool, len + sizeof(ellipsis));
    memcpy(quote, text, len);
    strcpy(quote + len, *p ? ellipsis : "");
    return quote;
}

const char *ds_text_percent(apr_pool_t *pool, const char *text, const char *more)
{
    static const char digits[] = "0123456789ABCDEF";
    char *out = apr_palloc(pool, strlen(text) * 3 + 1), *write = out;

    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p < 0x80 && (apr_isalnum(*p) || strchr(more, *p))) {
            *write++ = (char)*p;
        }
        else {
            *write++ = '%';
            *write++ = digits[*p >> 4];
            *write++ = digits[*p & 15];
        }
    }
    *write = '\0';
    return out;
}
