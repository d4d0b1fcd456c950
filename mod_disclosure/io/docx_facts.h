/* What a document says of itself: its properties. */
#ifndef DS_IO_DOCX_FACTS_H
#define DS_IO_DOCX_FACTS_H

#include <apr_tables.h>

#include "io/docx_unpack.h"

/* The properties of a document by name (the core ones as "dc:title" and
 * "dc:creator"), none where it has none. APR_SUCCESS, or as ds_docx_unpack() where
 * a part that holds them cannot be read. */
apr_status_t ds_docx_facts(apr_table_t **facts, ds_docx_package *package, ds_findings *findings,
                           apr_pool_t *pool);

#endif
