/* JSON in and out: the report, the result of a check, and small documents of
 * the interface for systems. The shapes are those of the public contract.
 *
 * Reading is strict: strings or fractions for counts, duplicate and unknown
 * keys, numbers out of range, nesting over 16 and bad UTF-8 are refused, each
 * with its path ("tables/requests/new/natural"). An amount is a decimal
 * string, or {"value": "25.1", "unit": "万元"} where the reporter states the
 * unit; null or missing is blank; "/" is not applicable; {"value": 22,
 * "note": "..."} carries a note. A "digest" is taken note of and is not part of the
 * report. An amount that is not written as plainly as
 * it could be ("25.10") is a finding, C.number, info.
 */
#ifndef DS_IO_JSON_H
#define DS_IO_JSON_H

#include <jansson.h>

#include "core/digest.h"
#include "io/io.h"

ds_read_fn ds_json_read;
ds_write_fn ds_json_write;
ds_publish_fn ds_json_publish;

/* The report as a new json_t reference, keys in official order; and as it is
 * published, with its digest as one member more:
 * "digest": {"algorithm": "sm3", "value": "..."}. */
json_t *ds_json_report(const ds_report *report);
json_t *ds_json_published(const ds_report *report, const ds_imprint *imprint);

/* {"algorithm": ..., "value": ...}, null where not known; a new reference. */
json_t *ds_json_digest(const ds_imprint *imprint);

/* One finding, and an array of all, as new references. */
json_t *ds_json_finding(const ds_finding *finding);
json_t *ds_json_findings(const ds_findings *findings);

/* The result of a check: organ, year, format, digest, summary, findings,
 * report; a new reference. `report` may be NULL when it could not be read:
 * then only summary and findings are there. */
json_t *ds_json_check_result(const ds_report *report, const ds_findings *findings,
                             const ds_digest_algorithm *algorithm, apr_pool_t *scratch_pool);

/* Text of a value, UTF-8, keys as inserted, no final newline; in pool. Takes
 * the reference. */
const char *ds_json_text(json_t *value, apr_pool_t *pool);

/* Parses a small request body (at most `max` bytes) under the same strict
 * bounds; a new reference, or NULL with a finding (F.json, F.size, F.encoding). */
json_t *ds_json_parse(const char *bytes, apr_size_t len, apr_size_t max, ds_findings *findings);

/* Collects the keys of an object that are not in `known` (NULL-terminated) as
 * findings with their path. Returns how many there were. */
int ds_json_refuse_unknown(json_t *object, const char *path, const char *const *known,
                           ds_findings *findings);

#endif
