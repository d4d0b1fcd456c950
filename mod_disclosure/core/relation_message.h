/* The message of a relation, taken apart once. Internal to core. */
#ifndef DS_CORE_RELATION_MESSAGE_H
#define DS_CORE_RELATION_MESSAGE_H

#include "core/relation_parse.h"

/* What the placeholders of one instance stand for; labels are NULL where the
 * instance has none of the kind. */
typedef struct ds_message_scope {
    const char *row, *column, *table;
    const apr_array_header_t *operands; /* of ds_operand: those of the test, and beside */
    const ds_side *sums;                /* each the figure of that operand */
} ds_message_scope;

/* Compiles the message into relation->parts; in result_pool. Returns NULL or
 * what is wrong. */
const char *ds_relation_compile_message(ds_relation *relation, const char *message,
                                        const ds_message_scope *scope, apr_pool_t *result_pool,
                                        apr_pool_t *scratch_pool);

#endif
