/* Sections and notes of a form. Internal to io. */
#ifndef DS_IO_FORM_PROSE_H
#define DS_IO_FORM_PROSE_H

#include <apr_hash.h>

#include "core/report.h"

/* Adds the paragraphs in `lines` (core/prose_lines.h) to a section. The figure
 * that a line stands for is in the fields "figure/SECTION/n:digest", ":alt",
 * ":caption" (hash of name -> value); a line without such fields is text.
 * DS_ETOOLARGE over DS_REPORT_MAX_BLOCKS; DS_EINVALID for a figure that is not
 * right, *wrong then is its number. */
apr_status_t ds_form_add_section(ds_report *report, const ds_section *section, const char *lines,
                                 apr_hash_t *fields, int *wrong, apr_pool_t *scratch_pool);

/* Adds the paragraphs to the notes under a table; DS_ETOOLARGE. */
apr_status_t ds_form_add_notes(ds_report *report, int table, const char *lines,
                               apr_pool_t *scratch_pool);

/* Whether the name is that of a figure's field: "figure/SECTION/n:alt". */
int ds_form_is_figure(const ds_format *format, const char *name, apr_pool_t *scratch_pool);

#endif
