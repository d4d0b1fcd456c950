/* The relation language: what compiles to what, and what is refused. */
#include <string.h>

#include <apr_strings.h>

#include "core/relation.h"
#include "core/relation_parse.h"
#include "unit.h"

#define SCHEMA "conf/schema/format.rng"

static const ds_format *load(const char *path)
{
    ds_format *format = NULL;
    const char *error = ds_format_load(&format, path, SCHEMA, pool, pool);

    ck_assert_msg(!error, "%s", error);
    return format;
}

static const ds_relation *find(const ds_format *format, const char *rule, const char *place)
{
    int i;

    for (i = 0; i < format->n_relations; i++) {
        if (!strcmp(format->relations[i].rule, rule)
            && !strcmp(format->relations[i].place, place)) {
            return &format->relations[i];
        }
    }
    return NULL;
}

START_TEST(official_relations_are_all_there)
{
    static const struct {
        const char *rule;
        ds_severity severity;
        int needs_previous, n_2019, n_2021;
    } cases[] = {
        {"T3.balance", DS_ERROR, 0, 7, 7},    {"T3.result_sum", DS_ERROR, 0, 7, 7},
        {"T3.row_sum", DS_ERROR, 0, 23, 25},  {"T4.sum", DS_ERROR, 0, 3, 3},
        {"T2.disclosed", DS_WARNING, 0, 2, 0}, {"T2.stock", DS_WARNING, 0, 0, 2},
        {"T4.plausible", DS_WARNING, 1, 1, 1}, {"X.carry", DS_ERROR, 1, 7, 7},
        {"X.items", DS_WARNING, 1, 5, 0},     {"X.stock", DS_WARNING, 1, 0, 2},
    };
    const ds_format *formats[] = {load("conf/formats/2019.xml"), load("conf/formats/2021.xml")};
    int f, i;
    size_t c;

    for (f = 0; f < 2; f++) {
        int known = 0;
        for (c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
            int n = 0, wanted = f == 0 ? cases[c].n_2019 : cases[c].n_2021;
            for (i = 0; i < formats[f]->n_relations; i++) {
                const ds_relation *relation = &formats[f]->relations[i];
                if (!strcmp(relation->rule, cases[c].rule)) {
                    n++;
                    ck_assert_int_eq(relation->severity, cases[c].severity);
                    ck_assert_int_eq(relation->needs_previous, cases[c].needs_previous);
                    ck_assert_int_gt(relation->n_parts, 0);
                    ck_assert(*relation->name);
                }
            }
            ck_assert_msg(n == wanted, "%s in %s: %d instead of %d", cases[c].rule,
                          formats[f]->id, n, wanted);
            known += n;
        }
        ck_assert_int_eq(known, formats[f]->n_relations);
    }
}
END_TEST

START_TEST(instances_are_asked_of_the_right_cells)
{
    static const struct {
        const char *format, *rule, *place, *text;
    } cases[] = {
        {"conf/formats/2019.xml", "T3.balance", "requests/natural",
         "requests/new/natural + requests/carried_in/natural = requests/result_total/natural + "
         "requests/carried_out/natural"},
        {"conf/formats/2021.xml", "T3.result_sum", "requests/total",
         "requests/granted/total + requests/partial/total + requests/refused.state_secret/total + "
         "requests/refused.law/total + requests/refused.security/total + "
         "requests/refused.third_party/total + requests/refused.internal/total + "
         "requests/refused.process/total + requests/refused.case_file/total + "
         "requests/refused.query/total + requests/unavailable.not_held/total + "
         "requests/unavailable.needs_creation/total + requests/unavailable.unclear/total + "
         "requests/rejected.petition/total + requests/rejected.repeat/total + "
         "requests/rejected.publication/total + requests/rejected.excessive/total + "
         "requests/rejected.reissue/total + requests/other.not_corrected/total + "
         "requests/other.fee_unpaid/total + requests/other.misc/total = "
         "requests/result_total/total"},
        {"conf/formats/2019.xml", "T3.row_sum", "requests/other",
         "requests/other/natural + requests/other/business + requests/other/research + "
         "requests/other/charity + requests/other/legal + requests/other/other = "
         "requests/other/total"},
        {"conf/formats/2021.xml", "T4.sum", "disputes/direct_suit",
         "disputes/cases/direct_suit.upheld + disputes/cases/direct_suit.corrected + "
         "disputes/cases/direct_suit.other + disputes/cases/direct_suit.pending = "
         "disputes/cases/direct_suit.total"},
        {"conf/formats/2021.xml", "T2.stock", "art20_1/regulations",
         "art20_1/regulations/issued <= art20_1/regulations/in_force + "
         "art20_1/regulations/repealed"},
        {"conf/formats/2019.xml", "T2.disclosed", "art20_1/normative_documents",
         "art20_1/normative_documents/disclosed <= art20_1/normative_documents/public_total"},
        {"conf/formats/2021.xml", "T4.plausible", "disputes",
         "previous:requests/new/total > 0 when disputes/cases/reconsideration.total + "
         "disputes/cases/direct_suit.total + disputes/cases/suit_after_reconsideration.total > 0 "
         "and requests/new/total = 0"},
        {"conf/formats/2021.xml", "X.carry", "requests/legal",
         "previous:requests/carried_out/legal = requests/carried_in/legal"},
        {"conf/formats/2021.xml", "X.stock", "art20_1/regulations",
         "previous:art20_1/regulations/in_force + art20_1/regulations/issued - "
         "art20_1/regulations/repealed = art20_1/regulations/in_force"},
        {"conf/formats/2019.xml", "X.items", "art20_8/fees",
         "previous:art20_8/fees/items_last_year + previous:art20_8/fees/change = "
         "art20_8/fees/items_last_year"},
        {"tests/data/formats/invented.xml", "T7.load", "report/capacity",
         "2 * services/letters.enquiries/online.portal.accepted + "
         "2 * services/letters.enquiries/online.portal.closed + "
         "2 * services/letters.enquiries/online.app + "
         "2 * services/letters.advice/online.portal.accepted + "
         "2 * services/letters.advice/online.portal.closed + "
         "2 * services/letters.advice/online.app + 3 * spending/meetings/planned + "
         "3 * spending/meetings/spent + 10 <= 50 * ratings/people/total + 1000"},
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const ds_format *format = load(cases[i].format);
        const ds_relation *relation = find(format, cases[i].rule, cases[i].place);
        ck_assert_msg(relation != NULL, "%s@%s", cases[i].rule, cases[i].place);
        ck_assert_str_eq(ds_relation_text(format, relation, pool), cases[i].text);
    }
}
END_TEST

/* The parts of a message: text as it is, <...> for a figure. */
static const char *parts_text(const ds_format *format, const ds_relation *relation)
{
    const char *text = "";
    int i;

    for (i = 0; i < relation->n_parts; i++) {
        const ds_message_part *part = &relation->parts[i];
        const char *address = part->kind == DS_PART_SUM && part->sum.terms[0].cell >= 0
                                  ? ds_format_address(format, part->sum.terms[0].cell)
                                  : "last year";
        text = apr_pstrcat(pool, text,
                           part->kind == DS_PART_TEXT         ? part->text
                           : part->kind == DS_PART_LEFT       ? "<left>"
                           : part->kind == DS_PART_RIGHT      ? "<right>"
                           : part->kind == DS_PART_DIFFERENCE ? "<difference>"
                                                              : apr_psprintf(pool, "<%dx%d %s>",
                                                                    (int)part->sum.terms[0].factor,
                                                                    part->sum.n_terms, address),
                           NULL);
    }
    return text;
}

START_TEST(messages_are_taken_apart)
{
    static const struct {
        const char *format, *rule, *place, *text;
    } cases[] = {
        {"conf/formats/2021.xml", "T3.balance", "requests/natural",
         "‘自然人’一列：本年新收 <1x1 requests/new/natural> 加上年结转 "
         "<1x1 requests/carried_in/natural> 应等于 总计 <1x1 requests/result_total/natural> "
         "加结转下年度 <1x1 requests/carried_out/natural>，现相差 <difference>。"},
        {"conf/formats/2021.xml", "T3.row_sum", "requests/refused.law",
         "‘（三）不予公开 2.其他法律行政法规禁止公开’一行：自然人与法人或其他组织各列合计 <left>，"
         "总计填的是 <right>，现相差 <difference>。"},
        {"conf/formats/2021.xml", "X.carry", "requests/natural",
         "‘自然人’一列：上年报告结转下年度 <1x1 last year>，本年报告上年结转 "
         "<1x1 requests/carried_in/natural>，应当一致，现相差 <difference>。"},
        {"tests/data/formats/invented.xml", "T7.load", "report/capacity",
         "线上来信来访 <1x6 services/letters.enquiries/online.portal.accepted> 件、会议 "
         "<1x2 spending/meetings/planned> 次，折算为 <left>，超过接待能力 <right>，超出 <difference>。"},
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const ds_format *format = load(cases[i].format);
        const ds_relation *relation = find(format, cases[i].rule, cases[i].place);
        ck_assert_ptr_nonnull(relation);
        ck_assert_str_eq(parts_text(format, relation), cases[i].text);
    }
}
END_TEST

/* What the file of the small format says, with one relation of ours. */
static const char *compile(apr_array_header_t *relations, const ds_relation_source *source)
{
    static const char *base = "tests/data/formats/broken/base.xml";

    return ds_relation_compile(relations, load(base), source, pool, pool);
}

START_TEST(relations_compile)
{
    static const struct {
        ds_relation_source source;
        int n;
        const char *place, *text; /* of the first instance */
    } cases[] = {
        {{.table = "one", .each = "row", .test = "a+b=total"}, 2, "one/x.first",
         "one/x.first/a + one/x.first/b = one/x.first/total"},
        {{.table = "one", .each = "row", .only = "*second", .test = "a = b"}, 1, "one/x.second",
         "one/x.second/a = one/x.second/b"},
        {{.table = "one", .each = "column", .only = "total a", .test = "x.* >= 0"}, 2, "one/a",
         "one/x.first/a + one/x.second/a >= 0"},
        {{.table = "one", .test = "x.first/a < x.second/*"}, 1, "one",
         "one/x.first/a < one/x.second/a + one/x.second/b + one/x.second/total"},
        {{.table = "one", .place = "p", .test = "- x.first/a + 2.5 - 3*two/only/c > -1.25"}, 1,
         "one/p", "-one/x.first/a - 3 * two/only/c + 2.5 > -1.25"},
        {{.table = "one", .each = "row", .place = "p", .test = "a = two/only/c"}, 2,
         "one/p/x.first", "one/x.first/a = two/only/c"},
        {{.test = "*/*/total <= 1 + 2 - 4"}, 1, "report",
         "one/x.first/total + one/x.second/total <= -1"},
        {{.test = "two/only/c = previous:two/only/c"}, 1, "report",
         "two/only/c = previous:two/only/c"},
        {{.test = "two/only/c = previous:elsewhere/row/column"}, 1, "report",
         "two/only/c = previous:elsewhere/row/column"},
        {{.test = "two/only/c = 0", .when = "one/x.first/a > 0 and one/x.first/b = 0"}, 1,
         "report", "two/only/c = 0 when one/x.first/a > 0 and one/x.first/b = 0"},
        {{.test = "1000000 * two/only/c < 100000000000"}, 1, "report",
         "1000000 * two/only/c < 100000000000"},
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        apr_array_header_t *relations = apr_array_make(pool, 4, sizeof(ds_relation));
        ds_relation_source source = cases[i].source;
        const ds_relation *first;
        const char *error;
        source.rule = "T1.test";
        source.name = "n";
        source.severity = "info";
        source.message = "{left}{right}";
        error = compile(relations, &source);
        ck_assert_msg(!error, "%s: %s", source.test, error);
        first = &APR_ARRAY_IDX(relations, 0, ds_relation);
        ck_assert_int_eq(relations->nelts, cases[i].n);
        ck_assert_str_eq(first->place, cases[i].place);
        ck_assert_str_eq(ds_relation_text(load("tests/data/formats/broken/base.xml"), first, pool),
                         cases[i].text);
        ck_assert_int_eq(first->severity, DS_INFO);
        ck_assert_int_eq(first->needs_previous, strstr(cases[i].text, "previous:") != NULL);
    }
}
END_TEST

START_TEST(faults_are_refused)
{
    static const struct {
        ds_relation_source source;
        const char *error;
    } cases[] = {
        {{.table = "none", .test = "a = b"}, "there is no table \"none\""},
        {{.each = "row", .test = "a = b"}, "each is given without table"},
        {{.table = "one", .only = "x.first", .test = "x.first/a = 0"}, "only is given without each"},
        {{.table = "one", .each = "row", .only = "x.first none", .test = "a = b"},
         "only=\"none\" names no row of table \"one\""},
        {{.table = "one", .each = "column", .only = "q*", .test = "x.first = 0"},
         "only=\"q*\" names no column of table \"one\""},
        {{.severity = "grave", .test = "two/only/c = 0"}, "there is no severity \"grave\""},
        {{.severity = "not_assessable", .test = "two/only/c = 0"},
         "there is no severity \"not_assessable\""},
        {{.table = "one", .each = "row", .test = "a = none"}, "\"none\" names no cell"},
        {{.table = "one", .each = "row", .test = "a = n*"}, "\"n*\" names no cell"},
        {{.table = "one", .each = "row", .test = "a = previous:none"},
         "\"previous:none\" names no cell"},
        {{.test = "previous:none/*/c = 0"}, "\"previous:none/*/c\" names no cell"},
        {{.test = "none/only/c = 0"}, "\"none/only/c\" names no cell"},
        {{.table = "one", .each = "row", .test = "x.first/a = b"},
         "\"x.first/a\" is not a column of the table or a full address"},
        {{.table = "one", .each = "column", .test = "x.first/a = x.second"},
         "\"x.first/a\" is not a row of the table or a full address"},
        {{.table = "one", .test = "x.first = 0"},
         "\"x.first\" is not row/column of the table or a full address"},
        {{.test = "only/c = 0"}, "\"only/c\" is not a full address table/row/column"},
        {{.table = "one", .each = "row", .test = "a = a"},
         "the cell one/x.first/a stands in it twice"},
        {{.table = "one", .each = "row", .test = "* = total"},
         "the cell one/x.first/total stands in it twice"},
        {{.table = "one", .each = "row", .test = "2 * a + b + a = total"},
         "the cell one/x.first/a stands in it twice"},
        {{.table = "one", .each = "row", .test = "previous:a = 1 + previous:a"},
         "the cell previous:one/x.first/a stands in it twice"},
        {{.test = "two/only/c = 0", .when = "two/only/c > two/only/c"},
         "the cell two/only/c stands in it twice"},
        {{.test = "1 < 2"}, "it compares numbers only"},
        {{.test = "two/only/c = 0", .when = "1 < 2"}, "it compares numbers only"},
        {{.test = "two/only/c = 0", .when = "two/only/none < 2"},
         "\"two/only/none\" names no cell"},
        {{.test = ""}, "in its test, an id is missing at the end"},
        {{.test = "two/only/c"}, "in its test, a comparison (= <= >= < >) is missing at the end"},
        {{.test = "two/only/c ="}, "in its test, an id is missing at the end"},
        {{.test = "two/only/c == 1"}, "in its test, an id is missing before \"= 1\""},
        {{.test = "two/only/c ! 1"},
         "in its test, a comparison (= <= >= < >) is missing before \"! 1\""},
        {{.test = "two/only/ = 1"}, "in its test, an id is missing before \" = 1\""},
        {{.test = "two/only/"}, "in its test, an id is missing at the end"},
        {{.test = "two//c = 1"}, "in its test, an id is missing before \"/c = 1\""},
        {{.test = "two/only/c/d = 1"},
         "in its test, the end of an address of three ids is missing before \"d = 1\""},
        {{.test = "two/only/c + = 1"}, "in its test, an id is missing before \"= 1\""},
        {{.test = "two/only/c + - 1 = 1"}, "in its test, an id is missing before \"- 1 = 1\""},
        {{.test = "two/only/c = 1 2"}, "in its test, an operator is missing before \"2\""},
        {{.test = "two/only/c = 1 = 2"}, "in its test, an operator is missing before \"= 2\""},
        {{.test = "two/only/c = 1 and two/only/c = 2"}, "its test is more than one relation"},
        {{.test = "two/only/c = 0", .when = "two/only/c > 0 or two/only/c < 9"},
         "in its guard, an operator is missing before \"or two/only/c < 9\""},
        {{.test = "two/only/c = 0", .when = "two/only/c > 0 and"},
         "in its guard, an id is missing at the end"},
        {{.test = "Two/only/c = 0"}, "in its test, an id is missing before \"Two/only/c = 0\""},
        {{.test = "1.5 * two/only/c = 0"},
         "in its test, the factor 1.5 is not a whole number from 1 to 1000000"},
        {{.test = "0 * two/only/c = 0"},
         "in its test, the factor 0 is not a whole number from 1 to 1000000"},
        {{.test = "1000001 * two/only/c = 0"},
         "in its test, the factor 1000001 is not a whole number from 1 to 1000000"},
        {{.test = "99999999999999999999 * two/only/c = 0"},
         "in its test, 99999999999999999999 is too large"},
        {{.test = "two/only/c = 1.2.3"}, "in its test, 1.2.3 is not a number"},
        {{.test = "two/only/c = 1.1234567"}, "in its test, 1.1234567 is not a number"},
        {{.test = "two/only/c = 100000000001"}, "in its test, 100000000001 is too large"},
        {{.test = "two/only/c = 0", .message = "{none}"},
         "the message has {none}, which is no operand of the test and no label of what it is "
         "asked of"},
        {{.test = "two/only/c = 0", .message = "{row}"}, "the message has {row}, "},
        {{.table = "one", .each = "column", .test = "x.first = 0", .message = "{row}"},
         "the message has {row}, "},
        {{.test = "two/only/c = 0", .message = "{table}"}, "the message has {table}, "},
        {{.test = "two/only/c = 0", .message = "{left"}, "the message has a { without its }"},
        {{.test = "two/only/c = 0", .message = "{le{ft}}"}, "the message has a { without its }"},
        {{.test = "two/only/c = 0", .message = "left}"}, "the message has a } without its {"},
        {{.test = "two/only/c = 0", .message = "{}"}, "the message has {}, "},
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        apr_array_header_t *relations = apr_array_make(pool, 4, sizeof(ds_relation));
        ds_relation_source source = cases[i].source;
        const char *error;
        source.rule = "T1.test";
        source.name = "n";
        source.severity = source.severity ? source.severity : "error";
        source.message = source.message ? source.message : "m";
        error = compile(relations, &source);
        ck_assert_msg(error && !strncmp(error, cases[i].error, strlen(cases[i].error)),
                      "%s: \"%s\" instead of \"%s\"", source.test, error ? error : "no error",
                      cases[i].error);
    }
}
END_TEST

START_TEST(constants_that_overflow_are_refused)
{
    apr_array_header_t *relations = apr_array_make(pool, 4, sizeof(ds_relation));
    ds_relation_source source = {.rule = "T1.test", .name = "n", .severity = "error",
                                 .message = "m"};
    const char *test = "two/only/c = 0", *error;
    int i;

    for (i = 0; i < 93; i++) {
        test = apr_pstrcat(pool, test, " + 100000000000", NULL);
    }
    source.test = test;
    error = compile(relations, &source);
    ck_assert_pstr_eq(error, "in its test, the constants are too large");
}
END_TEST

START_TEST(a_place_is_taken_once)
{
    apr_array_header_t *relations = apr_array_make(pool, 4, sizeof(ds_relation));
    ds_relation_source source = {.rule = "T1.test", .name = "n", .severity = "error",
                                 .message = "m", .table = "one", .line = 7,
                                 .test = "x.first/a = x.first/b"};

    ck_assert_ptr_null(compile(relations, &source));
    source.line = 9;
    ck_assert_pstr_eq(compile(relations, &source),
                      "it is asked of \"one\" a second time; line 7 has it as well");
    source.place = "again";
    ck_assert_ptr_null(compile(relations, &source));
    source.place = NULL;
    source.rule = "T1.other";
    ck_assert_ptr_null(compile(relations, &source));
    ck_assert_int_eq(relations->nelts, 3);
}
END_TEST

START_TEST(patterns_match)
{
    static const struct {
        const char *pattern, *id;
        int matches;
    } cases[] = {
        {"a", "a", 1},          {"a", "ab", 0},        {"ab", "a", 0},
        {"*", "", 1},           {"*", "refused.law", 1}, {"refused.*", "refused.law", 1},
        {"refused.*", "refused", 0}, {"*.total", "direct_suit.total", 1},
        {"*.total", "total", 0}, {"a*c", "abcbc", 1},  {"a*c", "abcb", 0},
        {"a**b", "ab", 1},      {"*a*a*", "banana", 1}, {"*x*", "banana", 0},
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ck_assert_msg(ds_pattern_matches(cases[i].pattern, cases[i].id) == cases[i].matches,
                      "%s %s", cases[i].pattern, cases[i].id);
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, official_relations_are_all_there);
    tcase_add_test(cases, instances_are_asked_of_the_right_cells);
    tcase_add_test(cases, messages_are_taken_apart);
    tcase_add_test(cases, relations_compile);
    tcase_add_test(cases, faults_are_refused);
    tcase_add_test(cases, constants_that_overflow_are_refused);
    tcase_add_test(cases, a_place_is_taken_once);
    tcase_add_test(cases, patterns_match);
}

UNIT_MAIN("core/relation", add_all)
