/* CSV out: one line per cell, organ,organ_name,year,format,version,table,row,
 * column,label,value,note; UTF-8 with BOM, CR LF (RFC 4180). Text that starts
 * with = + - @ (or TAB, CR) gets a leading apostrophe, figures do not.
 *
 * The label is how a person reads the place: row, then column, and in brackets
 * the unit where the reporter stated one.
 */
#ifndef DS_IO_CSV_H
#define DS_IO_CSV_H

#include "io/io.h"

/* A growing file; several reports make the file of a year. */
typedef struct ds_csv ds_csv;

/* A file with its head line; it lives in pool. */
ds_csv *ds_csv_create(apr_pool_t *pool);

/* A file of another kind: its head line names the columns. */
ds_csv *ds_csv_create_with(const char *const *columns, int n, apr_pool_t *pool);

/* Appends a line of n texts (NULL: empty), guarded unless they are plain
 * figures. */
void ds_csv_values(ds_csv *csv, const char *const *values, int n);

/* Appends the lines of a report. `version` is the published version they
 * belong to; 0: none, the column stays empty. */
void ds_csv_report(ds_csv *csv, const ds_report *report, int version);

/* The bytes so far, NUL-terminated, *len without the NUL; valid until more is
 * appended. */
const char *ds_csv_bytes(const ds_csv *csv, apr_size_t *len);

/* The file of one report, without a version. */
ds_write_fn ds_csv_write;

#endif
