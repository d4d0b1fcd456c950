/* CSV tables in: lists of organs, of reports to take over (RFC 4180, UTF-8 with
 * or without BOM, first line names the columns). */
#ifndef DS_IO_CSV_TABLE_H
#define DS_IO_CSV_TABLE_H

#include <apr_pools.h>
#include <apr_tables.h>

/* Most lines and columns of one table. */
#define DS_CSV_MAX_LINES 100000
#define DS_CSV_MAX_COLUMNS 100

typedef struct ds_csv_table {
    apr_array_header_t *columns; /* names, of const char * */
    apr_array_header_t *lines;   /* of ds_csv_line */
} ds_csv_table;

typedef struct ds_csv_line {
    int number;                  /* of the line it begins on, from 1 */
    const char *const *values;   /* one per column, "" where the line is short */
} ds_csv_line;

/* Reads the whole table into pool. Returns NULL, or a sentence that says what
 * is wrong in which line: a quote that is not closed or not doubled, a line
 * with more values than columns, two columns of one name, bad UTF-8, a bound. */
const char *ds_csv_table_read(ds_csv_table **out, const char *bytes, apr_size_t len,
                              apr_pool_t *pool);

/* The line's value in the named column with white space around it gone; NULL when
 * there is no such column or nothing in it. In pool. */
const char *ds_csv_value(const ds_csv_table *table, const ds_csv_line *line, const char *column,
                         apr_pool_t *pool);

#endif
