#include "core/prose_heading.h"

#include "core/text.h"

/* Headings are short; a sentence that merely begins with an ordinal is not one. */
#define HEADING_MAX_CHARACTERS 30

static int is_ordinal(apr_uint32_t c)
{
    static const char digits[] = "一二三四五六七八九十";
    const char *p = digits;

    while (*p != '\0') {
        if (ds_text_next(&p) == c) {
            return 1;
        }
    }
    return 0;
}

/* The bytes of "（十一）" at the line's beginning, 0 when there is none. */
static apr_size_t ordinal_length(const char *line, const char *end)
{
    const char *p = line;
    apr_uint32_t c;
    int n = 0;

    if (p >= end) {
        return 0;
    }
    c = ds_text_next(&p);
    if (c != 0xFF08 && c != '(') {
        return 0;
    }
    for (; p < end; n++) {
        c = ds_text_next(&p);
        if (!is_ordinal(c)) {
            break;
        }
    }
    return n > 0 && n <= 3 && (c == 0xFF09 || c == ')') ? (apr_size_t)(p - line) : 0;
}

static int ends_heading(apr_uint32_t c)
{
    return c == 0x3002 /* 。 */ || c == 0xFF1A /* ： */ || c == ':';
}

apr_size_t ds_prose_heading(const char *line, apr_size_t len)
{
    const char *end = line + len;
    const char *p = line + ordinal_length(line, end);

    if (p == line) {
        return 0;
    }
    for (int n = 0; p < end; n++) {
        if (n > HEADING_MAX_CHARACTERS) {
            return 0;
        }
        if (ends_heading(ds_text_next(&p))) {
            break;
        }
    }
    return p - line;
}
