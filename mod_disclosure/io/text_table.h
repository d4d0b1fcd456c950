/* The plain-text reader fills the cells of a form section. */
#ifndef DS_IO_TEXT_TABLE_H
#define DS_IO_TEXT_TABLE_H

#include "core/report.h"
#include "io/text_labels.h"

/* Fills the tables of the section from the items from begin to before end,
 * among which its labels stand where `anchors` says. Rows whose figures cannot
 * be told apart stay blank, with a finding F.row; rows that are in no table of
 * the format are kept out, with a finding of F.row or the table's rows_rule.
 * Sets taken[line] for each line that is part of a table. */
void ds_tables_read(ds_report *report, const ds_formats *formats, const ds_section *section,
                    const ds_labels *labels, const ds_document *document,
                    const apr_array_header_t *anchors, int begin, int end, unsigned char *taken,
                    ds_findings *findings, apr_pool_t *scratch_pool);

#endif
