/* The parts of a document that describe it: properties and settings. */
#ifndef DS_IO_DOCX_PROPERTIES_H
#define DS_IO_DOCX_PROPERTIES_H

#include "io/docx_document.h"

/* docProps/core.xml: title and organ. No dates: they would not be the report's. */
void ds_docx_write_core_properties(ds_markup *m, const ds_docx *d);

/* docProps/custom.xml: "organ", "year", "format", and the digest under the name
 * of its algorithm, each where it is known. */
void ds_docx_write_custom_properties(ds_markup *m, const ds_docx *d);

/* word/settings.xml */
void ds_docx_write_settings(ds_markup *m, const ds_docx *d);

#endif
