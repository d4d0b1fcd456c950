#include "core/prose_lines.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/text.h"

#define FIGURE_OPENS "〔图片"
#define FIGURE_ENDS "〕"
#define MAX_FIGURE_DIGITS 4

#define LENGTH(literal) (sizeof(literal) - 1)

/* ---- Writing ---- */

/* How many lines a text goes on for. */
static apr_size_t count_breaks(const char *text)
{
    apr_size_t n = 0;

    while ((text = strchr(text, '\n')) != NULL) {
        text++;
        n++;
    }
    return n;
}

/* The text with the mark before each of its line breaks. */
static const char *with_marks(const char *text, apr_pool_t *pool)
{
    apr_size_t breaks = count_breaks(text);
    char *marked, *to;

    if (breaks == 0) {
        return text;
    }
    marked = to = apr_palloc(pool, strlen(text) + breaks * LENGTH(DS_LINE_GOES_ON) + 1);
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            memcpy(to, DS_LINE_GOES_ON, LENGTH(DS_LINE_GOES_ON));
            to += LENGTH(DS_LINE_GOES_ON);
        }
        *to++ = *text;
    }
    *to = '\0';
    return marked;
}

const char *ds_figure_line(int number, apr_pool_t *pool)
{
    return apr_psprintf(pool, FIGURE_OPENS "%d" FIGURE_ENDS, number);
}

const char *ds_prose_lines(const apr_array_header_t *blocks, apr_pool_t *pool)
{
    apr_array_header_t *lines = apr_array_make(pool, blocks->nelts + 1, sizeof(char *));
    int figures = 0, i;

    for (i = 0; i < blocks->nelts; i++) {
        const ds_block *block = &APR_ARRAY_IDX(blocks, i, ds_block);

        APR_ARRAY_PUSH(lines, const char *)
            = block->text ? with_marks(block->text, pool) : ds_figure_line(++figures, pool);
    }
    return apr_array_pstrcat(pool, lines, '\n');
}

const char *ds_note_lines(const apr_array_header_t *notes, apr_pool_t *pool)
{
    apr_array_header_t *lines = apr_array_make(pool, notes->nelts + 1, sizeof(char *));
    int i;

    for (i = 0; i < notes->nelts; i++) {
        APR_ARRAY_PUSH(lines, const char *)
            = with_marks(APR_ARRAY_IDX(notes, i, const char *), pool);
    }
    return apr_array_pstrcat(pool, lines, '\n');
}

/* ---- Reading ---- */

int ds_line_figure(const char *line, apr_size_t len)
{
    apr_size_t digits;

    while (len > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        len--;
    }
    while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t')) {
        len--;
    }
    if (len <= LENGTH(FIGURE_OPENS) + LENGTH(FIGURE_ENDS)
        || memcmp(line, FIGURE_OPENS, LENGTH(FIGURE_OPENS)) != 0
        || memcmp(line + len - LENGTH(FIGURE_ENDS), FIGURE_ENDS, LENGTH(FIGURE_ENDS)) != 0) {
        return 0;
    }
    line += LENGTH(FIGURE_OPENS);
    digits = len - LENGTH(FIGURE_OPENS) - LENGTH(FIGURE_ENDS);
    return digits <= MAX_FIGURE_DIGITS && strspn(line, "0123456789") == digits ? atoi(line) : 0;
}

/* What is put in the place of a character, NULL for the character itself. */
static const struct {
    const char *character, *instead;
} leftovers[] = {
    { "\t", " " }, { "\xC2\xA0", " " }, { "\xC2\xAD", "" }, { "\xE2\x80\x8B", "" },
    { "\xEF\xBB\xBF", "" },
};

/* Copies the line cleaned; returns where it ended. */
static char *copy_clean(char *to, const char *line, const char *end)
{
    while (line < end) {
        apr_size_t i, n = sizeof(leftovers) / sizeof(leftovers[0]), len = 0;

        for (i = 0; i < n; i++) {
            len = strlen(leftovers[i].character);
            if ((apr_size_t)(end - line) >= len
                && memcmp(line, leftovers[i].character, len) == 0) {
                break;
            }
        }
        if (i == n) {
            *to++ = *line++;
        }
        else {
            line += len;
            to = (char *)memcpy(to, leftovers[i].instead, strlen(leftovers[i].instead))
                 + strlen(leftovers[i].instead);
        }
    }
    return to;
}

static int goes_on(const char *start, const char *end)
{
    return end - start >= (apr_ssize_t)LENGTH(DS_LINE_GOES_ON)
           && memcmp(end - LENGTH(DS_LINE_GOES_ON), DS_LINE_GOES_ON, LENGTH(DS_LINE_GOES_ON)) == 0;
}

static const char *next_line(const char *end)
{
    return *end == '\0' ? end : end[0] == '\r' && end[1] == '\n' ? end + 2 : end + 1;
}

/* Where the paragraph that begins here ends, line end included. */
static const char *end_of_paragraph(const char *line)
{
    const char *end = line;
    int is_open = 1;

    while (is_open && *line != '\0') {
        end = line + strcspn(line, "\r\n\v");
        is_open = goes_on(line, end);
        line = next_line(end);
    }
    return line;
}

const char *ds_prose_next(const char **lines, apr_pool_t *pool)
{
    const char *line = *lines;
    const char *last = end_of_paragraph(line);
    char *paragraph = apr_palloc(pool, (apr_size_t)(last - line) + 1), *to = paragraph;

    if (*line == '\0') {
        return NULL;
    }
    while (line < last) {
        const char *end = line + strcspn(line, "\r\n\v");
        int is_open = goes_on(line, end);

        to = copy_clean(to, line, is_open ? end - LENGTH(DS_LINE_GOES_ON) : end);
        if (is_open) {
            *to++ = '\n';
        }
        line = next_line(end);
    }
    *to = '\0';
    *lines = line;
    return paragraph;
}
