/* The plain-text reader puts figures into the rows of a table, and reports
 * what it cannot put there.
 */
#ifndef DS_IO_TEXT_ROWS_H
#define DS_IO_TEXT_ROWS_H

#include <apr_hash.h>

#include "core/report.h"
#include "io/text_lots.h"

/* The table being filled. */
typedef struct ds_rows {
    ds_report *report;
    const ds_formats *formats;
    const ds_document *document;
    ds_findings *findings;
    unsigned char *marks;   /* per item: ds_mark */
    unsigned char *taken;   /* per line: part of a table */
    const ds_table *table;  /* set, with all below, by ds_rows_open() */
    char *done;             /* per row: filled in, or reported */
    int *cells;             /* room for the cells of one row: items, -1 for empty ones */
    ds_words *words;        /* per row: of its label */
    apr_hash_t *others;     /* words of rows that only other formats have in this table */
} ds_rows;

/* Takes up a table; what it needs is in pool. */
void ds_rows_open(ds_rows *rows, const ds_table *table, apr_pool_t *pool);

/* Fills a row from rows->cells. */
void ds_rows_fill(ds_rows *rows, int row);

/* Fills a row from as many printed, unmarked cells as the table has columns,
 * the first of them at or behind `item`; they are there. Returns the item
 * behind the last. */
int ds_rows_fill_from(ds_rows *rows, int row, int item);

/* Reports that the figures from item begin to before end cannot be told apart
 * (F.row); the n_rows rows they belong to stay blank. Nothing when the first
 * of these is done already. */
void ds_rows_refuse(ds_rows *rows, int row, int n_rows, int begin, int end, int n_values);

/* Reports (F.row) how a row was found; the text follows its name and line. */
void ds_rows_report(ds_rows *rows, int row, ds_severity severity, int begin, int end,
                    const char *text);

/* Keeps figures with unknown words (or none) before them out of the table, with
 * a finding: of F.row, or of the table's rows_rule when another format has
 * the row. */
void ds_rows_set_aside(ds_rows *rows, const char *words, int begin, int end);

/* Whether only other formats have a row of these words in this table. */
int ds_rows_are_other(const ds_rows *rows, const char *words);

/* The row, from `first` on n of them, that is not done and whose label is
 * nearest to the words; -1 when none is near, or another row is nearer or as
 * near. */
int ds_rows_nearest(const ds_rows *rows, int first, int n, const char *words);

/* Reports rows that were not found; of a table without any, once. */
void ds_rows_report_missing(ds_rows *rows);

#endif
