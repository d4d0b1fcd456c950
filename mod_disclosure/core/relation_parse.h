/* The relation language, as written: what a test or guard says before it is
 * asked of any row or column. Internal to core; relation.h has the grammar.
 */
#ifndef DS_CORE_RELATION_PARSE_H
#define DS_CORE_RELATION_PARSE_H

#include "core/relation.h"

/* [factor *] ["previous:"] id { "/" id } */
typedef struct ds_operand {
    apr_int64_t factor;  /* with the sign */
    int is_previous;
    const char *text;    /* as written, without factor */
    int n_ids;           /* 1 to 3 */
    const char *ids[3];  /* patterns */
} ds_operand;

typedef struct ds_written_side {
    ds_decimal constant;
    apr_array_header_t *operands; /* of ds_operand */
} ds_written_side;

typedef struct ds_written {
    ds_written_side left;
    ds_comparison comparison;
    ds_written_side right;
} ds_written;

/* Parses a relation, or several joined by "and", and appends each to `list`
 * (array of ds_written). Lives in pool. Returns NULL or what is wrong. */
const char *ds_relation_parse(apr_array_header_t *list, const char *text, apr_pool_t *pool);

/* "=", "<=" ... */
const char *ds_comparison_text(ds_comparison comparison);

/* Whether the id is one the pattern stands for: "*" is any characters, also
 * none. */
int ds_pattern_matches(const char *pattern, const char *id);

#endif
