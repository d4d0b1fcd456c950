/* Forms in: application/x-www-form-urlencoded with bounds on fields and bytes.
 *
 * A field is named by what it fills: "title", "organ_name", "signature.name",
 * "signature.date", "format", "year", "organ", "section/overview" and
 * "notes/disputes" (paragraphs as lines, core/prose_lines.h),
 * "figure/overview/1:digest", ":alt" and ":caption" for the first figure of a
 * section, "requests/new/natural" and, beside a cell, "…/natural:note" and
 * "…/amount:unit". A field that comes twice is refused.
 */
#ifndef DS_IO_FORM_H
#define DS_IO_FORM_H

#include <apr_tables.h>

#include "io/io.h"

/* Most fields of one form, and most bytes of one name. */
#define DS_FORM_MAX_FIELDS 4096
#define DS_FORM_MAX_NAME 128

/* Most characters of a text that is one line: title, names. */
#define DS_FORM_MAX_LINE 300

/* Decodes the body into a table of names and values (in pool). NUL, bad
 * UTF-8, a broken %-escape, too many fields, a name over the bound or a
 * repeated name are findings (F.form, F.encoding, F.size): DS_EUNREADABLE,
 * DS_ETOOLARGE. A control character that XML does not allow, as text pasted
 * from a word processor may hold, is a finding, too (F.form, DS_EINVALID),
 * and taken out of the value. *fields is set in any case, to what could be
 * read, so that a person gets the form back with what was typed. */
apr_status_t ds_form_parse(apr_table_t **fields, ds_findings *findings, const char *bytes,
                           apr_size_t len, apr_pool_t *pool);

/* A report out of a form. Each line of a section or of notes that is not empty
 * is a paragraph, the line of a figure the figure its fields describe; cells
 * are read as ds_cell_read() does, but a figure that is none refuses the form. A note beside the figure and one of its own are both
 * kept. Fields whose name starts with "_" (token, action) are not the report's
 * and are left alone. */
ds_read_fn ds_form_read;

/* The same out of fields that have been parsed already. */
apr_status_t ds_form_read_fields(ds_report **out, ds_findings *findings,
                                 const apr_table_t *fields, const ds_read_context *context,
                                 apr_pool_t *result_pool, apr_pool_t *scratch_pool);

#endif
