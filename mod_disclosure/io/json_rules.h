/* The relations of a format for programs that check while a person types.
 *
 * {"format": "2021", "relations": [
 *   {"rule": "T3.row_sum", "place": "requests/new", "severity": "error",
 *    "name": "...", "sum": "requests/new/total", "carry": null,
 *    "guards": [], "test": {"left": SIDE, "is": "=", "right": SIDE},
 *    "message": ["text", {"figure": "left"}, {"sum": SIDE}, ...]}, ...]}
 *
 * SIDE is {"constant": "0", "terms": [[1, "requests/new/natural"], ...]}; the
 * address of a figure of last year's report begins with "previous:". A guard
 * has the shape of a test. `sum` is the cell that is demanded to be the other
 * side of the test, `carry` the cell that is demanded to be last year's figure
 * (core/derived.h).
 */
#ifndef DS_IO_JSON_RULES_H
#define DS_IO_JSON_RULES_H

#include <jansson.h>

#include "core/format.h"

/* A new reference. */
json_t *ds_json_rules(const ds_format *format, apr_pool_t *scratch_pool);

#endif
