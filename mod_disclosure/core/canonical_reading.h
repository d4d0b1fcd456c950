/* What the files that read a report from XML share: where the reading stands
 * and how it complains. For canonical_*.c only. */
#ifndef DS_CORE_CANONICAL_READING_H
#define DS_CORE_CANONICAL_READING_H

#include "core/canonical.h"
#include "core/sax.h"
#include "core/xml_scan.h"

/* The elements of a report. */
typedef enum {
    DS_IN_NOTHING, /* above the root */
    DS_IN_REPORT,
    DS_IN_SECTION,
    DS_IN_TABLE,
    DS_IN_ROW,
    /* with text in them, and nothing else: */
    DS_IN_ORGAN_NAME,
    DS_IN_TITLE,
    DS_IN_SIGNATURE,
    DS_IN_PARAGRAPH,
    DS_IN_FIGURE,
    DS_IN_NOTE,
    DS_IN_CELL,
    DS_IN_UNKNOWN  /* reported once, skipped with all below */
} ds_element;

typedef struct ds_reading {
    ds_report *report;      /* NULL until the root has said the format */
    ds_findings *findings;
    const ds_formats *formats;
    apr_pool_t *result_pool;
    apr_pool_t *pool;       /* scratch */
    apr_status_t status;    /* the first refusal; DS_ETOOLARGE before any other */
    ds_element stack[DS_XML_MAX_DEPTH + 1];
    int depth;
    int line;
    const char *uri;        /* the report's namespace as the parser gives it */
    const ds_section *section;
    const ds_table *table;
    const ds_row *row;
    int cell;
    int next_row, next_column; /* those that come next when all is in order */
    char *is_seen[DS_IN_UNKNOWN]; /* per kind of element, by index among its kind */
    char *text;             /* of the element being read */
    apr_size_t text_len, text_size;
    const char *alt, *digest, *date, *state; /* attributes of that element, or NULL */
} ds_reading;

/* Adds an error that begins with the line; the outcome is DS_EINVALID unless
 * it is another already. */
ds_finding *ds_reading_refuse(ds_reading *r, const char *rule, const char *at,
                              const char *format, ...) __attribute__((format(printf, 4, 5)));

/* What was read, for a message: short, whatever it is. */
const char *ds_reading_quote(const ds_reading *r, const char *text);

/* The value of an attribute as a string, in scratch memory. */
const char *ds_reading_value(const ds_reading *r, const ds_sax_attr *attr);

int ds_reading_is_value(const ds_sax_attr *attr, const char *text);

/* Points each of wanted[i] at the attribute called names[i], or sets it to
 * NULL; other attributes are refused. `names` ends with NULL. */
void ds_reading_attributes(ds_reading *r, const char *element, const ds_sax_attr *attrs,
                           int n_attrs, const char *const *names, const ds_sax_attr **wanted);

/* The one attribute "id"; NULL, and refused, when it is missing. */
const ds_sax_attr *ds_reading_id(ds_reading *r, const char *element, const ds_sax_attr *attrs,
                                 int n_attrs);

/* Whether the index-th element of a kind has not been read before; else it is
 * refused, under `rule`, and called `name`. */
int ds_reading_is_first(ds_reading *r, ds_element kind, int index, const char *rule,
                        const char *at, const char *name);

/* Tables (canonical_table.c): the begin of each element, and the end of a
 * cell, whose text is in r->text, NUL-terminated. */
ds_element ds_reading_table(ds_reading *r, const ds_sax_attr *attrs, int n_attrs);
ds_element ds_reading_row(ds_reading *r, const ds_sax_attr *attrs, int n_attrs);
ds_element ds_reading_cell(ds_reading *r, const ds_sax_attr *attrs, int n_attrs);
void ds_reading_cell_end(ds_reading *r);

#endif
