/* The message of a relation: literal text and places for figures. */
#include <string.h>

#include <apr_strings.h>

#include "core/relation_message.h"

static const struct {
    const char *name;
    ds_part_kind kind;
} figures[] = {
    {"left", DS_PART_LEFT}, {"right", DS_PART_RIGHT}, {"difference", DS_PART_DIFFERENCE},
};

#define N_FIGURES (sizeof(figures) / sizeof(figures[0]))

/* Appends literal text, to the part before where that is text as well. */
static void add_text(apr_array_header_t *parts, const char *text, apr_pool_t *pool)
{
    ds_message_part *last =
        parts->nelts > 0 ? &APR_ARRAY_IDX(parts, parts->nelts - 1, ds_message_part) : NULL;

    if (last && last->kind == DS_PART_TEXT) {
        last->text = apr_pstrcat(pool, last->text, text, NULL);
    }
    else if (*text) {
        APR_ARRAY_PUSH(parts, ds_message_part) =
            (ds_message_part){.kind = DS_PART_TEXT, .text = text};
    }
}

static const char *label_named(const ds_message_scope *scope, const char *name)
{
    return !strcmp(name, "row")      ? scope->row
           : !strcmp(name, "column") ? scope->column
           : !strcmp(name, "table")  ? scope->table
                                     : NULL;
}

static const char *add_placeholder(apr_array_header_t *parts, const char *name,
                                   const ds_message_scope *scope, apr_pool_t *pool)
{
    const char *label = label_named(scope, name);
    apr_size_t i;

    if (label) {
        add_text(parts, label, pool);
        return NULL;
    }
    for (i = 0; i < N_FIGURES; i++) {
        if (!strcmp(name, figures[i].name)) {
            APR_ARRAY_PUSH(parts, ds_message_part) = (ds_message_part){.kind = figures[i].kind};
            return NULL;
        }
    }
    for (i = 0; i < (apr_size_t)scope->operands->nelts; i++) {
        if (!strcmp(name, APR_ARRAY_IDX(scope->operands, i, ds_operand).text)) {
            APR_ARRAY_PUSH(parts, ds_message_part) =
                (ds_message_part){.kind = DS_PART_SUM, .sum = scope->sums[i]};
            return NULL;
        }
    }
    return apr_psprintf(pool, "the message has {%s}, which is no operand of the test and no "
                              "label of what it is asked of", name);
}

const char *ds_relation_compile_message(ds_relation *relation, const char *message,
                                        const ds_message_scope *scope, apr_pool_t *result_pool,
                                        apr_pool_t *scratch_pool)
{
    apr_array_header_t *parts = apr_array_make(result_pool, 16, sizeof(ds_message_part));
    const char *error = NULL;

    while (*message && !error) {
        apr_size_t len = strcspn(message, "{}");
        add_text(parts, apr_pstrmemdup(result_pool, message, len), result_pool);
        message += len;
        if (*message == '{') {
            len = strcspn(message + 1, "{}");
            if (message[1 + len] != '}') {
                return "the message has a { without its }";
            }
            error = add_placeholder(parts, apr_pstrmemdup(scratch_pool, message + 1, len), scope,
                                    result_pool);
            message += len + 2;
        }
        else if (*message == '}') {
            return "the message has a } without its {";
        }
    }
    relation->n_parts = parts->nelts;
    relation->parts = (ds_message_part *)parts->elts;
    return error;
}
