/* CSV out: one line per cell, organ,organ_name,year,format,version,table,row,
 * column,label,value,note; UTF-8 with BOM, CR LF (RFC 4180). Text that starts
 * with = + - @ (or TAB, CR) gets a leading apostrophe, figures do not; so does
 * text that starts with apostrophes and then one of these, so that the apostrophe
 * can be taken away again.
 *
 * The label is how a person reads the place: row, then column, and in brackets
 * the unit where the reporter stated one.
 *
 * What is published has, behind the cells of a report, lines with an empty table
 * for all that the report's digest covers beside them, each text in `value`:
 *   row            column
 *   title
 *   preface ...    1, 2 ...        a paragraph of that section
 *                  2.picture       a picture: its digest; likewise .alt, .caption
 *   art20_1 ...    note.1 ...      a note under that table
 *   signature      name, date
 *   digest         sm3             the digest itself
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

/* Appends the lines of a published report: its cells, its text, its digest. */
void ds_csv_published(ds_csv *csv, const ds_report *report, const ds_imprint *imprint);

/* The label of a cell whose unit is `unit` (or NULL), in pool. */
const char *ds_csv_label(const ds_report *report, int cell, const char *unit, apr_pool_t *pool);

/* The label of a line for text; NULL where there is no such line. */
const char *ds_csv_text_label(const ds_format *format, const char *row, const char *column);

/* Text as it stands in a file without the apostrophe that guards it. */
const char *ds_csv_unguarded(const char *text);

/* The bytes so far, NUL-terminated, *len without the NUL; valid until more is
 * appended. */
const char *ds_csv_bytes(const ds_csv *csv, apr_size_t *len);

/* The file of one report: its cells without a version; and as it is published. */
ds_write_fn ds_csv_write;
ds_publish_fn ds_csv_publish;

#endif
