/* A report: one organ, one year, one format, and everything it says.
 *
 * Everything else (page, exports, stored form) is a view of this value. Text
 * in it is tidy (ds_text_tidy) and allowed in XML; readers see to that by
 * using the functions below and nothing else.
 */
#ifndef DS_CORE_REPORT_H
#define DS_CORE_REPORT_H

#include <apr_pools.h>
#include <apr_tables.h>

#include "core/decimal.h"
#include "core/format.h"

typedef enum {
    DS_CELL_BLANK,   /* nothing stands there; not zero */
    DS_CELL_NUMBER,
    DS_CELL_NA       /* "not applicable", printed as / */
} ds_cell_state;

typedef struct ds_cell {
    ds_cell_state state;
    ds_decimal value;   /* where state is DS_CELL_NUMBER */
    const char *unit;   /* the stated unit where the cell's type has `units`; or NULL */
    const char *note;   /* what stands beside the figure: 其中修订16件; or NULL */
} ds_cell;

/* A paragraph, or (text NULL) a figure: a picture with its text alternative. */
typedef struct ds_block {
    const char *text;    /* lines separated by LF */
    const char *digest;  /* of the picture: lower-case hexadecimal */
    const char *alt;     /* never empty */
    const char *caption; /* or NULL */
} ds_block;

typedef struct ds_report {
    const ds_format *format;
    apr_pool_t *pool;
    const char *organ;          /* key, NULL in a check without one */
    const char *organ_name;     /* as it was called for this report, or NULL */
    int year;                   /* 0 while unknown */
    const char *title;          /* or NULL */
    apr_array_header_t **prose; /* of ds_block, one array per format->prose */
    ds_cell *cells;             /* format->n_cells, official order, blank at first */
    apr_array_header_t **notes; /* of const char *, one array per format->tables */
    const char *signature_name; /* or NULL */
    const char *signature_date; /* valid civil date, or NULL */
} ds_report;

/* Bounds that every reader keeps; over them DS_ETOOLARGE. */
#define DS_REPORT_MAX_BYTES (8 * 1024 * 1024) /* of any one input, and of all text in a report */
#define DS_REPORT_MAX_BLOCKS 2000             /* per prose section or table's notes */
#define DS_YEAR_MIN 2008                      /* first year of the regulation */
#define DS_YEAR_MAX 2099

/* A report of the format with every cell blank; it and all set through the
 * functions below live in pool. */
ds_report *ds_report_create(const ds_format *format, apr_pool_t *pool);

/* Set single texts; tidied and copied, "" becomes NULL, as does a date that is
 * not valid. The text must have passed ds_text_first_bad(). */
void ds_report_set_title(ds_report *report, const char *text);
void ds_report_set_organ_name(ds_report *report, const char *text);
void ds_report_set_signature(ds_report *report, const char *name, const char *date);

/* Adds a paragraph to a prose section (index among format->prose), tidied
 * and copied; nothing when nothing is left of it. DS_ETOOLARGE over
 * DS_REPORT_MAX_BLOCKS. */
apr_status_t ds_report_add_paragraph(ds_report *report, int prose, const char *text);

/* Adds a figure. DS_EINVALID when the digest is not 64 lower-case
 * hexadecimal digits or alt is empty. */
apr_status_t ds_report_add_figure(ds_report *report, int prose, const char *digest,
                                  const char *alt, const char *caption);

/* Adds a paragraph to the notes under a table (index). */
apr_status_t ds_report_add_note(ds_report *report, int table, const char *text);

/* The state of a cell; its note and unit stay as they are. */
void ds_report_set_number(ds_report *report, int cell, ds_decimal value);
void ds_report_set_na(ds_report *report, int cell);
void ds_report_set_blank(ds_report *report, int cell);
void ds_report_set_cell_note(ds_report *report, int cell, const char *text);
/* `unit` is one of the cell type's units, or NULL. */
void ds_report_set_unit(ds_report *report, int cell, const char *unit);

/* A deep copy in another pool (the format is shared). */
ds_report *ds_report_copy(const ds_report *report, apr_pool_t *pool);

/* The cell's figure as it is printed: "1", "25.1", "/" or "" for blank;
 * without unit and note. In pool. */
const char *ds_report_cell_text(const ds_report *report, int cell, apr_pool_t *pool);

/* Whether nothing has been filled in: no prose, figure, note or signature. A
 * title and names may stand there, as they follow from organ and year. */
int ds_report_is_empty(const ds_report *report);

#endif
