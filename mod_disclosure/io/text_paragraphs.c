/* The plain-text reader: lines of prose as paragraphs. */
#include "io/text_paragraphs.h"

#include <string.h>

#include <apr_strings.h>

#include "core/text.h"

/* A broken line is at least this wide, in columns; a Chinese character takes
 * two. */
#define FULL_LINE 60

/* A template's sentence is at most this long. */
#define FILLER_MAX 40

/* Columns the text takes, and how many of them are blanks at its beginning. */
static int width_of(const char *text, int *indent)
{
    int width = 0;

    *indent = -1;
    while (*text) {
        apr_uint32_t c = ds_text_next(&text);

        if (c != ' ' && c != 0x3000 && c != 0xA0 && *indent < 0) {
            *indent = width;
        }
        width += c >= 0x1100 ? 2 : 1;
    }
    *indent = *indent < 0 ? width : *indent;
    return width;
}

/* Whether the line is full and the next goes on with its paragraph: right
 * below it, no further in, and without an ordinal that begins something. */
static int goes_on(const ds_document *document, const unsigned char *taken, int line)
{
    const ds_line *next = &document->lines[line + 1];
    const ds_item *item;
    int indent, next_indent;

    if (line + 1 >= document->n_lines || taken[line + 1] || next->is_furniture
        || width_of(document->lines[line].text, &indent) < FULL_LINE) {
        return 0;
    }
    width_of(next->text, &next_indent);
    if (!next->text[strspn(next->text, " ")] || next_indent > indent
        || next->first_item >= document->n_items) {
        return 0;
    }
    item = &document->items[next->first_item];
    return !item->words || item->words->style == DS_ORDINAL_NONE;
}

const char *ds_paragraph_at(int *end, const ds_document *document, const unsigned char *taken,
                            int line, apr_pool_t *pool)
{
    apr_array_header_t *parts = apr_array_make(pool, 4, sizeof(const char *));
    const char *text = document->lines[line].text;

    *end = line + 1;
    APR_ARRAY_PUSH(parts, const char *) = ds_text_tidy(pool, text, strlen(text));
    while (document->has_columns && goes_on(document, taken, *end - 1)) {
        text = document->lines[*end].text;
        APR_ARRAY_PUSH(parts, const char *) = ds_text_tidy(pool, text, strlen(text));
        *end += 1;
    }
    return apr_array_pstrcat(pool, parts, '\0');
}

int ds_paragraph_is_filler(const char *text, apr_pool_t *pool)
{
    ds_words words;

    if (ds_text_length(text) > FILLER_MAX) {
        return 0;
    }
    ds_words_of(&words, text, pool);
    if (!*words.full && !words.ordinal) {
        return 1;
    }
    return strstr(text, "表格") && (strstr(text, "如下") || strstr(text, "形式"));
}
