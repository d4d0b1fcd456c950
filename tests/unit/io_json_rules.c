/* The relations of a format as scripts read them. */
#include "formats.h"

#include <string.h>

#include <apr_strings.h>

#include "io/json_rules.h"

#define INVENTED "tests/data/formats/invented.xml"
#define SCHEMA "conf/schema/format.rng"

static const char *text_at(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "(none)";
}

static json_t *find(json_t *rules, const char *rule, const char *place)
{
    json_t *relation;
    size_t i;

    json_array_foreach(json_object_get(rules, "relations"), i, relation) {
        if (strcmp(text_at(relation, "rule"), rule) == 0
            && strcmp(text_at(relation, "place"), place) == 0) {
            return relation;
        }
    }
    ck_abort_msg("no %s@%s", rule, place);
    return NULL;
}

/* A side in the words of the format's language: "2 * a + b + 10". */
static const char *side_text(json_t *side)
{
    const char *text = "";
    json_t *term;
    size_t i;

    json_array_foreach(json_object_get(side, "terms"), i, term) {
        text = apr_psprintf(pool, "%s%s%d %s", text, i > 0 ? ", " : "",
                            (int)json_integer_value(json_array_get(term, 0)),
                            json_string_value(json_array_get(term, 1)));
    }
    return apr_pstrcat(pool, text, "; ", text_at(side, "constant"), NULL);
}

static const struct {
    const char *format, *rule, *place, *sum, *carry, *left, *is, *right;
} relations[] = {
    { "2021", "T3.balance", "requests/natural", "(none)", "(none)",
      "1 requests/new/natural, 1 requests/carried_in/natural; 0", "=",
      "1 requests/result_total/natural, 1 requests/carried_out/natural; 0" },
    { "2021", "T3.row_sum", "requests/new", "requests/new/total", "(none)",
      "1 requests/new/natural, 1 requests/new/business, 1 requests/new/research, "
      "1 requests/new/charity, 1 requests/new/legal, 1 requests/new/other; 0", "=",
      "1 requests/new/total; 0" },
    { "2021", "X.carry", "requests/legal", "(none)", "requests/carried_in/legal",
      "1 previous:requests/carried_out/legal; 0", "=", "1 requests/carried_in/legal; 0" },
    { "2021", "T2.stock", "art20_1/regulations", "(none)", "(none)",
      "1 art20_1/regulations/issued; 0", "<=",
      "1 art20_1/regulations/in_force, 1 art20_1/regulations/repealed; 0" },
    { "2031", "T7.load", "report/capacity", "(none)", "(none)",
      "2 services/letters.enquiries/online.portal.accepted, "
      "2 services/letters.enquiries/online.portal.closed, "
      "2 services/letters.enquiries/online.app, "
      "2 services/letters.advice/online.portal.accepted, "
      "2 services/letters.advice/online.portal.closed, 2 services/letters.advice/online.app, "
      "3 spending/meetings/planned, 3 spending/meetings/spent; 10", "<=",
      "50 ratings/people/total; 1000" },
};

START_TEST(says_what_the_format_says)
{
    ds_format *format = NULL;
    const char *error = strcmp(relations[_i].format, "2031") == 0
        ? ds_format_load(&format, INVENTED, SCHEMA, pool, pool) : NULL;
    const ds_format *used = format != NULL ? format : unit_format(relations[_i].format);
    json_t *rules, *relation, *test;

    ck_assert_msg(error == NULL, "%s", error);
    rules = ds_json_rules(used, pool);
    ck_assert_str_eq(text_at(rules, "format"), relations[_i].format);
    ck_assert_int_eq((int)json_array_size(json_object_get(rules, "relations")), used->n_relations);
    relation = find(rules, relations[_i].rule, relations[_i].place);
    test = json_object_get(relation, "test");
    ck_assert_str_eq(text_at(relation, "sum"), relations[_i].sum);
    ck_assert_str_eq(text_at(relation, "carry"), relations[_i].carry);
    ck_assert_str_eq(side_text(json_object_get(test, "left")), relations[_i].left);
    ck_assert_str_eq(text_at(test, "is"), relations[_i].is);
    ck_assert_str_eq(side_text(json_object_get(test, "right")), relations[_i].right);
    json_decref(rules);
}
END_TEST

START_TEST(has_guards_and_messages)
{
    json_t *rules = ds_json_rules(unit_format("2021"), pool);
    json_t *relation = find(rules, "T4.plausible", "disputes");
    json_t *message = json_object_get(find(rules, "T3.result_sum", "requests/natural"), "message");
    json_t *part;
    size_t i;
    int figures = 0;

    ck_assert_int_eq((int)json_array_size(json_object_get(relation, "guards")), 2);
    ck_assert_str_eq(text_at(relation, "severity"), "warning");
    json_array_foreach(message, i, part) {
        figures += json_object_get(part, "figure") != NULL;
    }
    ck_assert_int_eq(figures, 3);
    json_decref(rules);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, says_what_the_format_says, 0,
                        (int)(sizeof(relations) / sizeof(relations[0])));
    tcase_add_test(cases, has_guards_and_messages);
}

UNIT_MAIN("io/json_rules", add_all)
