/* The formats of a site, put together. Internal to core. */
#ifndef DS_CORE_FORMATS_H
#define DS_CORE_FORMATS_H

#include <apr_tables.h>

#include "core/format.h"

/* Orders the formats (array of ds_format *), which live at least as long as
 * pool, by first year, checks them against each other and lays the crosswalk
 * between them. NULL or the error; *out is set on success only. */
const char *ds_formats_assemble(ds_formats **out, apr_array_header_t *formats, apr_pool_t *pool);

#endif
