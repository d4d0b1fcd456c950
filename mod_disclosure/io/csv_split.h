/* CSV of many reports, one report at a time. */
#ifndef DS_IO_CSV_SPLIT_H
#define DS_IO_CSV_SPLIT_H

#include <apr_pools.h>

/* Where the taking apart stands; for csv_split.c alone. */
typedef struct ds_csv_split {
    const char *head, *at, *end;
    apr_size_t head_len;
} ds_csv_split;

/* Begins with the first report of a file that has the head line of io/csv.h; the
 * bytes must outlive it. Returns 0 when it has not. */
int ds_csv_split_begin(ds_csv_split *split, const char *bytes, apr_size_t len);

/* The next report as a file of its own: the head line, and the lines that follow
 * each other with the same organ, name, year, format and version. In pool,
 * NUL-terminated, *len without the NUL; NULL behind the last. */
const char *ds_csv_split_next(ds_csv_split *split, apr_size_t *len, apr_pool_t *pool);

#endif
