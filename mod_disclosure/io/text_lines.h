/* The plain-text reader's view of a document: its lines, and the items on
 * them.
 *
 * An item is one printed cell, or a line of prose, or an empty line. How a
 * table was laid out as text (one cell per line, tabs, bars, columns of
 * blanks) is dealt with here and nowhere else.
 */
#ifndef DS_IO_TEXT_LINES_H
#define DS_IO_TEXT_LINES_H

#include <apr_pools.h>
#include <apr_tables.h>

#include "core/finding.h"
#include "io/text_words.h"

/* Bounds; over them DS_ETOOLARGE. */
#define DS_TEXT_MAX_LINES 200000
#define DS_TEXT_MAX_LINE (64 * 1024)
#define DS_TEXT_MAX_ITEMS 250000

/* Most characters of a passage that is quoted in a finding. */
#define DS_TEXT_PASSAGE 60

typedef enum {
    DS_ITEM_CELL,  /* something is printed */
    DS_ITEM_EMPTY, /* a cell that is certainly there, with nothing in it */
    DS_ITEM_GAP,   /* an empty line: an empty cell, or just distance */
    DS_ITEM_BREAK  /* the end of a row, certainly */
} ds_item_kind;

typedef struct ds_item {
    ds_item_kind kind;
    int line;            /* index of its line */
    unsigned is_alone : 1;    /* the only cell on its line */
    unsigned is_explicit : 1; /* its row's empty cells can be told from distance */
    unsigned is_figure : 1;   /* looks like what stands in a data cell */
    unsigned is_indented : 1; /* stands behind a TAB on its line */
    const char *text;    /* of a cell; else "" */
    const ds_words *words; /* of a cell that may be a label; else NULL */
} ds_item;

typedef struct ds_line {
    const char *text;   /* without line break */
    int first_item;     /* of this line or, where it has none, of the next that has */
    unsigned is_furniture : 1; /* a page number, or no words: no prose is read from it */
} ds_line;

typedef struct ds_document {
    int n_lines;
    ds_line *lines;
    int n_items;
    ds_item *items;
    int has_columns;    /* cells were set apart by blanks, as in text taken from a PDF */
} ds_document;

/* Bytes as UTF-8 text that XML allows: a byte order mark is skipped, UTF-16
 * with one and GB18030 are converted, which is an info finding (F.encoding).
 * What is none of these, or contains characters that are not allowed, is an
 * error finding and DS_EUNREADABLE. *text is NUL-terminated and may be
 * changed; form feeds are left in it. */
apr_status_t ds_text_decode(char **text, apr_size_t *text_len, const char *bytes, apr_size_t len,
                            ds_findings *findings, apr_pool_t *pool);

/* Splits text, which is changed, into lines and items; all in pool.
 * DS_ETOOLARGE, with a finding F.size, over a bound. */
apr_status_t ds_text_split(ds_document *document, char *text, apr_size_t len,
                           ds_findings *findings, apr_pool_t *pool);

#endif
