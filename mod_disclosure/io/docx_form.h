/* A form section of a report as tables of a document. */
#ifndef DS_IO_DOCX_FORM_H
#define DS_IO_DOCX_FORM_H

#include "core/markup.h"
#include "core/report.h"

/* The printed grid of the section, labels and spans read from the format, as
 * wide as the page's text, kept whole where a page has room for it and its head
 * repeated where not; and the notes below. */
void ds_docx_write_form(ds_markup *m, const ds_report *report, const ds_section *section,
                        apr_pool_t *pool);

#endif
