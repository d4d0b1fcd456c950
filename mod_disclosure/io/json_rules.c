#include "io/json_rules.h"

#include <apr_strings.h>

#include "core/derived.h"
#include "io/json_parse.h"

static const char *comparison_text(ds_comparison comparison)
{
    static const char *const texts[] = {
        [DS_EQ] = "=", [DS_LE] = "<=", [DS_GE] = ">=", [DS_LT] = "<", [DS_GT] = ">"
    };
    return texts[comparison];
}

static json_t *json_term(const ds_format *format, const ds_term *term, apr_pool_t *pool)
{
    json_t *pair = json_array();
    ds_json_append(pair, json_integer(term->factor));
    ds_json_append(pair, json_string(term->previous != NULL
                                         ? apr_pstrcat(pool, "previous:", term->previous, NULL)
                                         : ds_format_address(format, term->cell)));
    return pair;
}

static json_t *json_side(const ds_format *format, const ds_side *side, apr_pool_t *pool)
{
    json_t *object = json_object(), *terms = json_array();
    for (int i = 0; i < side->n_terms; i++) {
        ds_json_append(terms, json_term(format, &side->terms[i], pool));
    }
    ds_json_set(object, "constant", json_string(ds_decimal_format(pool, side->constant)));
    ds_json_set(object, "terms", terms);
    return object;
}

static json_t *json_condition(const ds_format *format, const ds_condition *condition,
                              apr_pool_t *pool)
{
    json_t *object = json_object();
    ds_json_set(object, "left", json_side(format, &condition->left, pool));
    ds_json_set(object, "is", json_string(comparison_text(condition->comparison)));
    ds_json_set(object, "right", json_side(format, &condition->right, pool));
    return object;
}

static json_t *json_part(const ds_format *format, const ds_message_part *part, apr_pool_t *pool)
{
    static const char *const figures[] = {
        [DS_PART_LEFT] = "left", [DS_PART_RIGHT] = "right", [DS_PART_DIFFERENCE] = "difference"
    };
    json_t *object;
    if (part->kind == DS_PART_TEXT) {
        return json_string(part->text);
    }
    object = json_object();
    if (part->kind == DS_PART_SUM) {
        ds_json_set(object, "sum", json_side(format, &part->sum, pool));
    } else {
        ds_json_set(object, "figure", json_string(figures[part->kind]));
    }
    return object;
}

static json_t *json_cell_or_null(const ds_format *format, int cell)
{
    return cell >= 0 ? json_string(ds_format_address(format, cell)) : json_null();
}

static json_t *json_relation(const ds_format *format, const ds_relation *relation,
                             apr_pool_t *pool)
{
    json_t *object = json_object(), *guards = json_array(), *message = json_array();
    for (int i = 0; i < relation->n_guards; i++) {
        ds_json_append(guards, json_condition(format, &relation->guards[i], pool));
    }
    for (int i = 0; i < relation->n_parts; i++) {
        ds_json_append(message, json_part(format, &relation->parts[i], pool));
    }
    ds_json_set(object, "rule", json_string(relation->rule));
    ds_json_set(object, "place", json_string(relation->place));
    ds_json_set(object, "severity", json_string(ds_severity_name(relation->severity)));
    ds_json_set(object, "name", json_string(relation->name));
    ds_json_set(object, "sum", json_cell_or_null(format, ds_sum_cell(relation, NULL)));
    ds_json_set(object, "carry", json_cell_or_null(format, ds_carry_cell(relation, NULL)));
    ds_json_set(object, "guards", guards);
    ds_json_set(object, "test", json_condition(format, &relation->test, pool));
    ds_json_set(object, "message", message);
    return object;
}

json_t *ds_json_rules(const ds_format *format, apr_pool_t *scratch_pool)
{
    json_t *object = json_object(), *relations = json_array();
    apr_pool_t *iterpool;
    apr_pool_create(&iterpool, scratch_pool);
    for (int i = 0; i < format->n_relations; i++) {
        apr_pool_clear(iterpool);
        ds_json_append(relations, json_relation(format, &format->relations[i], iterpool));
    }
    apr_pool_destroy(iterpool);
    ds_json_set(object, "format", json_string(format->id));
    ds_json_set(object, "relations", relations);
    return object;
}
