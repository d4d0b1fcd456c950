#include "page/prose.h"

#include <string.h>

#include <apr_strings.h>

#include "core/text.h"
#include "page/piece.h"

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

static void write_line(ds_markup *m, const char *line, apr_size_t len, apr_pool_t *pool)
{
    apr_size_t heading = ds_prose_heading(line, len);

    if (heading > 0) {
        ds_markup_element(m, "b", apr_pstrmemdup(pool, line, heading));
    }
    ds_markup_text(m, line[len] == '\0' ? line + heading
                                        : apr_pstrmemdup(pool, line + heading, len - heading));
}

static void write_paragraph(ds_markup *m, const char *text, apr_pool_t *pool)
{
    const char *end;

    ds_markup_start(m, "p");
    while ((end = strchr(text, '\n')) != NULL) {
        write_line(m, text, end - text, pool);
        ds_markup_start(m, "br");
        ds_markup_void(m);
        text = end + 1;
    }
    write_line(m, text, strlen(text), pool);
    ds_markup_end(m, "p");
}

static void write_picture(ds_markup *m, const ds_site *site, const ds_block *block,
                          apr_pool_t *pool)
{
    ds_piece_open(m, "figure", "ds-figure");
    ds_markup_start(m, "img");
    ds_markup_attr(m, "src", apr_pstrcat(pool, site->base, "/files/", block->digest, NULL));
    ds_markup_attr(m, "alt", block->alt);
    ds_markup_attr(m, "loading", "lazy");
    ds_markup_void(m);
    if (block->caption != NULL) {
        ds_markup_element(m, "figcaption", block->caption);
    }
    ds_markup_end(m, "figure");
}

void ds_prose_write(ds_markup *m, const ds_site *site, const apr_array_header_t *blocks,
                    apr_pool_t *pool)
{
    if (blocks->nelts == 0) {
        return;
    }
    ds_piece_open(m, "div", "ds-prose");
    for (int i = 0; i < blocks->nelts; i++) {
        const ds_block *block = &APR_ARRAY_IDX(blocks, i, ds_block);

        if (block->text != NULL) {
            write_paragraph(m, block->text, pool);
        }
        else {
            write_picture(m, site, block, pool);
        }
    }
    ds_markup_end(m, "div");
}
