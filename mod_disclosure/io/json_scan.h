/* A first pass over JSON bytes: bounds before any value is made, and the path
 * of a byte, which the parser does not tell.
 */
#ifndef DS_IO_JSON_SCAN_H
#define DS_IO_JSON_SCAN_H

#include <apr_errno.h>

#include "io/place.h"

/* Deepest nesting, and most values of one document. */
#define DS_JSON_MAX_DEPTH 16
#define DS_JSON_MAX_VALUES 100000

/* Walks `len` bytes, which need not be valid JSON. APR_SUCCESS, DS_EINVALID
 * (nested too deeply) or DS_ETOOLARGE (too many values); *where is set in any
 * case to the path of the place where it ended: "tables/requests/new". */
apr_status_t ds_json_scan(const char *bytes, apr_size_t len, ds_place *where);

#endif
