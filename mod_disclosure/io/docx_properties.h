/* The parts of a document that describe it: properties and settings. */
#ifndef DS_IO_DOCX_PROPERTIES_H
#define DS_IO_DOCX_PROPERTIES_H

#include <apr_tables.h>

#include "io/docx_document.h"

/* docProps/core.xml: title and organ. No dates: they would not be the report's. */
void ds_docx_write_core_properties(ds_markup *m, const ds_docx *d);

/* docProps/custom.xml: "organ", "year", "format", and the digest under
 * the name of its algorithm, each where it is known; and what the report's digest
 * covers but the text does not show: the digests of pictures, how many of the notes
 * under a form of several tables belong to which, the units of cells without a
 * figure. */
void ds_docx_write_custom_properties(ds_markup *m, const ds_docx *d);

/* The names of those properties: of the digest of the n-th picture, and of the
 * unit of the cell at an address. */
const char *ds_docx_picture_property(int n, apr_pool_t *pool);
const char *ds_docx_unit_property(const char *address, apr_pool_t *pool);

/* Of the properties of a document, how many notes each table has: its id -> the
 * number as text, in the order of the notes. */
apr_table_t *ds_docx_note_counts(const apr_table_t *facts, apr_pool_t *pool);

/* word/settings.xml */
void ds_docx_write_settings(ds_markup *m, const ds_docx *d);

#endif
