/* What the files that read and write JSON share. */
#ifndef DS_IO_JSON_PARSE_H
#define DS_IO_JSON_PARSE_H

#include "io/json.h"

/* As ds_json_parse(), saying why not: DS_EUNREADABLE (not well-formed),
 * DS_EINVALID (duplicate keys, numbers that fit no integer, nesting),
 * DS_ETOOLARGE. *out, a new reference, is set on success only. */
apr_status_t ds_json_load(json_t **out, const char *bytes, apr_size_t len, apr_size_t max,
                          ds_findings *findings);

/* Put a new reference into an object or array; NULL becomes null. Lack of
 * memory is logged. */
void ds_json_set(json_t *object, const char *key, json_t *value);
void ds_json_append(json_t *array, json_t *value);

/* A string, or null where text is NULL. */
json_t *ds_json_string(const char *text);

#endif
