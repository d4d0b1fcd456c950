/* Open data: what can be had, and one table of a year. */
#ifndef DS_PAGE_DATA_PAGE_H
#define DS_PAGE_DATA_PAGE_H

#include "core/organ.h"
#include "core/selection.h"
#include "page/site.h"
#include "page/template.h"

/* A year that has public reports. */
typedef struct ds_data_year {
    int year;
    int reports;
} ds_data_year;

/* B/data/: years (array of ds_data_year), addresses, columns, digests. */
void ds_public_data(ds_page *page, const ds_site *site, const apr_array_header_t *years,
                    apr_pool_t *pool);

/* ---- One table of a year ---- */

/* Most figures of one table, and lines of one page of it. */
#define DS_TABLE_FIGURES_MAX 20
#define DS_TABLE_PAGE_LINES 200

/* One organ's report. */
typedef struct ds_table_line {
    const char *organ, *organ_name;
    ds_organ_kind kind;
    int version;
    const char *published_on;
    const ds_share *figures;    /* one per selected */
} ds_table_line;

/* What is asked for. */
typedef struct ds_table_wish {
    const apr_array_header_t *selected; /* of const ds_selected * */
    int is_usual;               /* nothing was chosen */
    int kind;                   /* ds_organ_kind, -1: any */
    int sort;                   /* index among selected; -1: in the order of the organs */
    int is_descending;
    int page;                   /* from 1 */
} ds_table_wish;

typedef struct ds_data_table {
    int year;
    const ds_format *format;
    ds_table_wish wish;
    const apr_array_header_t *lines; /* of const ds_table_line *, all of them, in order */
} ds_data_table;

/* How many pages the lines take, at least 1. */
int ds_table_pages(const ds_data_table *table);

/* B/data/{year}/: one page of the table, the form to choose figures, CSV. */
void ds_public_table(ds_page *page, const ds_site *site, const ds_data_table *table,
                     apr_pool_t *pool);

/* The heads and a line of its CSV; *n is how many. The first DS_TABLE_TEXTS are
 * texts, the others figures. */
#define DS_TABLE_TEXTS 6
const char *const *ds_table_heads(const ds_data_table *table, int *n, apr_pool_t *pool);
const char *const *ds_table_texts(const ds_data_table *table, const ds_table_line *line,
                                  apr_pool_t *pool);

/* B/data/{year}{suffix} */
const char *ds_data_path(const ds_site *site, int year, const char *suffix, apr_pool_t *pool);

#endif
