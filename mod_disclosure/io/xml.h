/* XML in and out. Out: the canonical form itself. In: schema-checked against
 * report.rng, without network, entities or DTD; depth and size capped. */
#ifndef DS_IO_XML_H
#define DS_IO_XML_H

#include "io/io.h"

/* Most elements, end tags and comments of one input (a full report has some
 * hundreds of each): bounds the tree that is made for the schema. */
#define DS_XML_MAX_MARKUP 100000

/* Compiles report.rng once, at start. The result is immutable, shared by all
 * threads without a lock (libxml2 keeps the state of a validation in its own
 * context) and lives as long as result_pool. Returns NULL, or a sentence that
 * names file and line (in result_pool); *out is set on success only. */
const char *ds_report_schema_load(ds_report_schema **out, const char *path,
                                  apr_pool_t *result_pool);

ds_read_fn ds_xml_read;
ds_write_fn ds_xml_write;

#endif
