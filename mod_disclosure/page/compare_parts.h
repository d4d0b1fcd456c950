/* What the files of the comparison page share. Internal to page. */
#ifndef DS_PAGE_COMPARE_PARTS_H
#define DS_PAGE_COMPARE_PARTS_H

#include "core/markup.h"
#include "page/compare.h"

/* What the pieces of one page share. */
typedef struct ds_compare_writer {
    ds_markup *m;
    const ds_site *site;
    const ds_compare_view *view;
    const ds_series *series;
    const char *organ_name;
    apr_pool_t *pool;
} ds_compare_writer;

/* 2019—2021年, 2021年 */
const char *ds_compare_span(const ds_series *series, apr_pool_t *pool);

/* The column of totals in place of which others can be shown: of a table with
 * labelled rows that has one such column beside others. Else NULL. */
const ds_column *ds_compare_total(const ds_table *table);

/* The lines [first, end) are those of one table: its figures, a year a column. */
void ds_compare_table(const ds_compare_writer *w, int first, int end);

/* What the reader has to know of the years and formats; the paragraphs above
 * the tables. */
void ds_compare_notes(const ds_compare_writer *w);

#endif
