#include "io_sample.h"

#include "core/canonical.h"
#include "core/check.h"
#include "io/json.h"
#include "io/json_scan.h"

#define ID "\"organ\":\"jixia\",\"year\":2020,\"format\":\"2019\""
#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define NEST "[[[[[[[[[[[[[[[["

static const sample_case inputs[] = {
    { "least", "{" ID "}", APR_SUCCESS, NULL },
    { "format by year", "{\"year\":2022}", APR_SUCCESS, NULL },
    { "byte order mark", "\xEF\xBB\xBF{" ID "}", APR_SUCCESS, NULL },
    { "nulls", "{" ID ",\"title\":null,\"organ_name\":null,\"sections\":null,\"tables\":null,"
      "\"notes\":null,\"signature\":null}", APR_SUCCESS, NULL },
    { "other order", "{\"tables\":{\"requests\":{\"new\":{\"natural\":1}}},\"year\":2020}",
      APR_SUCCESS, NULL },
    { "not applicable", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":\"/\"}}}}",
      APR_SUCCESS, NULL },
    { "negative count", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":-1}}}}",
      APR_SUCCESS, NULL },
    { "note", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":{\"value\":1,"
      "\"note\":\"n\"}}}}}", APR_SUCCESS, NULL },
    { "unit", "{" ID ",\"tables\":{\"art20_9\":{\"procurement\":{\"amount\":{\"value\":\"25.1\","
      "\"unit\":\"万元\"}}}}}", APR_SUCCESS, NULL },
    { "no unit", "{" ID ",\"tables\":{\"art20_9\":{\"procurement\":{\"amount\":{\"value\":\"25.1\","
      "\"unit\":null}}}}}", APR_SUCCESS, NULL },
    { "figure", "{" ID ",\"sections\":{\"other\":[{\"figure\":{\"digest\":\"" DIGEST "\","
      "\"alt\":\"a\",\"caption\":null}}]}}", APR_SUCCESS, NULL },
    { "padded amount", "{" ID ",\"tables\":{\"art20_9\":{\"procurement\":{\"amount\":\"025.10\"}}}}",
      APR_SUCCESS, "C.number@art20_9/procurement/amount" },
    { "format of other years", "{\"year\":2022,\"format\":\"2019\"}", APR_SUCCESS,
      "F.format@format" },

    { "empty", "", DS_EUNREADABLE, "F.json@" },
    { "truncated", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":1", DS_EUNREADABLE,
      "F.json@tables/requests/new/natural" },
    { "trailing", "{" ID "}}", DS_EUNREADABLE, "F.json@" },
    { "not JSON", "{" ID ",\"title\":x}", DS_EUNREADABLE, "F.json@title" },
    { "escaped NUL", "{" ID ",\"title\":\"a\\u0000b\"}", DS_EUNREADABLE, "F.json@title" },
    { "lone surrogate", "{" ID ",\"title\":\"\\ud800\"}", DS_EUNREADABLE, "F.json@title" },
    { "overlong UTF-8", "{" ID ",\"title\":\"\xC0\xAF\"}", DS_EUNREADABLE, "F.encoding@json" },
    { "GBK", "{" ID ",\"title\":\"\xB1\xA8\xB8\xE6\"}", DS_EUNREADABLE, "F.encoding@json" },
    { "deep", "{\"tables\":" NEST "1", DS_EINVALID, "F.json@tables/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1" },
    { "duplicate key", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":1,\"natural\":2}}}}",
      DS_EINVALID, "F.json@tables/requests/new/natural" },
    { "duplicate organ", "{\"organ\":\"a1\"," ID "}", DS_EINVALID, "F.json@organ" },
    { "huge integer", "{" ID ",\"tables\":{\"requests\":{\"new\":"
      "{\"natural\":99999999999999999999}}}}", DS_EINVALID, "F.json@tables/requests/new/natural" },
    { "over the bound", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":100000000001}}}}",
      DS_EINVALID, "C.number@requests/new/natural" },
    { "far below", "{" ID ",\"tables\":{\"requests\":{\"new\":"
      "{\"natural\":-9223372036854775808}}}}", DS_EINVALID, "C.number@requests/new/natural" },

    { "a list", "[]", DS_EINVALID, "F.json@report" },
    { "unknown key", "{" ID ",\"state\":\"draft\"}", DS_EINVALID, "F.json@state" },
    { "string for a count", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":\"1\"}}}}",
      DS_EINVALID, "C.number@requests/new/natural" },
    { "fraction", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":1.5}}}}", DS_EINVALID,
      "C.number@requests/new/natural" },
    { "real", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":1.0}}}}", DS_EINVALID,
      "C.number@requests/new/natural" },
    { "exponent", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":1e2}}}}", DS_EINVALID,
      "C.number@requests/new/natural" },
    { "boolean", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":true}}}}", DS_EINVALID,
      "C.number@requests/new/natural" },
    { "list for a figure", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":[1]}}}}",
      DS_EINVALID, "C.number@requests/new/natural" },
    { "amount as number", "{" ID ",\"tables\":{\"art20_9\":{\"procurement\":{\"amount\":25.1}}}}",
      DS_EINVALID, "C.number@art20_9/procurement/amount" },
    { "amount as integer", "{" ID ",\"tables\":{\"art20_9\":{\"procurement\":{\"amount\":25}}}}",
      DS_EINVALID, "C.number@art20_9/procurement/amount" },
    { "amount with seven places",
      "{" ID ",\"tables\":{\"art20_9\":{\"procurement\":{\"amount\":\"0.1234567\"}}}}",
      DS_EINVALID, "C.number@art20_9/procurement/amount" },
    { "amount over the bound",
      "{" ID ",\"tables\":{\"art20_9\":{\"procurement\":{\"amount\":\"100000000000.1\"}}}}",
      DS_EINVALID, "C.number@art20_9/procurement/amount" },
    { "other unit", "{" ID ",\"tables\":{\"art20_9\":{\"procurement\":{\"amount\":"
      "{\"value\":\"1\",\"unit\":\"斤\"}}}}}", DS_EINVALID,
      "F.json@tables/art20_9/procurement/amount/unit" },
    { "unit of a count", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":{\"value\":1,"
      "\"unit\":\"件\"}}}}}", DS_EINVALID, "F.json@tables/requests/new/natural/unit" },
    { "note that is no text", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":{\"value\":1,"
      "\"note\":2}}}}}", DS_EINVALID, "F.json@tables/requests/new/natural/note" },
    { "row of 2021", "{" ID ",\"tables\":{\"requests\":{\"other.misc\":{\"natural\":1}}}}",
      DS_EINVALID, "T3.rows@tables/requests/other.misc" },
    { "row of 2019", "{\"year\":2022,\"tables\":{\"requests\":{\"other\":{\"natural\":1}}}}",
      DS_EINVALID, "T3.rows@tables/requests/other" },
    { "column of 2021", "{" ID ",\"tables\":{\"art20_1\":{\"regulations\":{\"issued\":1}}}}",
      DS_EINVALID, "F.format@tables/art20_1/regulations/issued" },
    { "table of 2019", "{\"year\":2022,\"tables\":{\"art20_9\":{}}}", DS_EINVALID,
      "F.format@tables/art20_9" },
    { "unknown table", "{" ID ",\"tables\":{\"x\":{}}}", DS_EINVALID, "F.json@tables/x" },
    { "unknown row", "{" ID ",\"tables\":{\"requests\":{\"x\":{}}}}", DS_EINVALID,
      "F.json@tables/requests/x" },
    { "unknown column", "{" ID ",\"tables\":{\"requests\":{\"new\":{\"x\":1}}}}", DS_EINVALID,
      "F.json@tables/requests/new/x" },
    { "tables is a list", "{" ID ",\"tables\":[]}", DS_EINVALID, "F.json@tables" },
    { "row is a number", "{" ID ",\"tables\":{\"requests\":{\"new\":1}}}", DS_EINVALID,
      "F.json@tables/requests/new" },
    { "form section as prose", "{" ID ",\"sections\":{\"requests\":[\"x\"]}}", DS_EINVALID,
      "F.json@sections/requests" },
    { "section is text", "{" ID ",\"sections\":{\"other\":\"x\"}}", DS_EINVALID,
      "F.json@sections/other" },
    { "paragraph is a number", "{" ID ",\"sections\":{\"other\":[\"x\",1]}}", DS_EINVALID,
      "F.json@sections/other/2" },
    { "figure without alt", "{" ID ",\"sections\":{\"other\":[{\"figure\":{\"digest\":\"" DIGEST
      "\",\"alt\":\"\"}}]}}", DS_EINVALID, "F.json@sections/other/1" },
    { "figure with bad digest", "{" ID ",\"sections\":{\"other\":[{\"figure\":{\"digest\":\"0F\","
      "\"alt\":\"a\"}}]}}", DS_EINVALID, "F.json@sections/other/1" },
    { "figure with more", "{" ID ",\"sections\":{\"other\":[{\"figure\":{\"src\":\"x\"}}]}}",
      DS_EINVALID, "F.json@sections/other/1/figure/src" },
    { "figure is text", "{" ID ",\"sections\":{\"other\":[{\"figure\":\"x\"}]}}", DS_EINVALID,
      "F.json@sections/other/1" },
    { "notes of no table", "{" ID ",\"notes\":{\"x\":[\"n\"]}}", DS_EINVALID, "F.json@notes/x" },
    { "control character", "{" ID ",\"title\":\"a\\u0001\"}", DS_EINVALID, "F.json@title" },
    { "title is a number", "{" ID ",\"title\":5}", DS_EINVALID, "F.json@title" },
    { "signature date", "{" ID ",\"signature\":{\"date\":\"2021-02-30\"}}", DS_EINVALID,
      "F.date@signature/date" },
    { "signature key", "{" ID ",\"signature\":{\"day\":\"2021-02-20\"}}", DS_EINVALID,
      "F.json@signature/day" },
    { "no year", "{\"organ\":\"jixia\"}", DS_EINVALID, "F.year@year" },
    { "year as text", "{\"year\":\"2020\"}", DS_EINVALID, "F.year@year" },
    { "year nought", "{\"year\":0}", DS_EINVALID, "F.year@year" },
    { "year too early", "{\"year\":1999}", DS_EINVALID, "F.year@year" },
    { "year beyond int", "{\"year\":4294969316}", DS_EINVALID, "F.year@year" },
    { "no organ key", "{\"organ\":\"Jixia\",\"year\":2020}", DS_EINVALID, "F.organ@organ" },
    { "reserved organ key", "{\"organ\":\"staff\",\"year\":2020}", DS_EINVALID, "F.organ@organ" },
    { "unknown format", "{\"year\":2020,\"format\":\"2020\"}", DS_EINVALID, "F.format@format" }
};

START_TEST(reads_and_refuses)
{
    ds_read_context context = sample_context();
    for (size_t i = 0; i < sizeof(inputs) / sizeof(*inputs); i++) {
        sample_check(&inputs[i], ds_json_read, &context);
    }
}
END_TEST

/* What the address says against what the body says. */
START_TEST(agrees_with_the_address)
{
    static const sample_case from_address[] = {
        { "all from the address", "{}", APR_SUCCESS, NULL },
        { "both say the same", "{" ID "}", APR_SUCCESS, NULL },
        { "other organ", "{\"organ\":\"qilin\"}", DS_EINVALID, "F.organ@organ" },
        { "other year", "{\"year\":2019}", DS_EINVALID, "F.year@year" }
    };
    ds_read_context context = sample_context();
    context.organ = "jixia";
    context.year = 2020;
    for (size_t i = 0; i < sizeof(from_address) / sizeof(*from_address); i++) {
        sample_check(&from_address[i], ds_json_read, &context);
    }
}
END_TEST

static ds_report *read_report(const char *json, const ds_read_context *context)
{
    ds_findings *findings = ds_findings_create(pool);
    ds_report *report = NULL;
    apr_status_t status = ds_json_read(&report, findings, json, strlen(json), context, pool, pool);
    ck_assert_msg(status == APR_SUCCESS, "%s", sample_findings(findings));
    return report;
}

START_TEST(keeps_every_state)
{
    ds_read_context context = sample_context();
    const char *json = "{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":12,\"business\":null,"
                       "\"research\":\"/\",\"charity\":{\"value\":22,\"note\":\"其中修订16件\"}}},"
                       "\"art20_9\":{\"procurement\":{\"amount\":{\"unit\":\"万元\",\"value\":\"25.1\"}"
                       "}}},\"sections\":{\"other\":[\"a\\u000bb\"]}}";
    ds_report *report = read_report(json, &context);
    const ds_cell *cells = report->cells;
    const ds_format *format = report->format;
    ck_assert_int_eq(cells[ds_format_cell(format, "requests/new/natural")].state, DS_CELL_NUMBER);
    ck_assert_int_eq(cells[ds_format_cell(format, "requests/new/natural")].value,
                     12 * DS_DECIMAL_ONE);
    ck_assert_int_eq(cells[ds_format_cell(format, "requests/new/business")].state, DS_CELL_BLANK);
    ck_assert_int_eq(cells[ds_format_cell(format, "requests/new/research")].state, DS_CELL_NA);
    ck_assert_int_eq(cells[ds_format_cell(format, "requests/new/total")].state, DS_CELL_BLANK);
    ck_assert_str_eq(cells[ds_format_cell(format, "requests/new/charity")].note, "其中修订16件");
    ck_assert_int_eq(cells[ds_format_cell(format, "art20_9/procurement/amount")].value, 25100000);
    ck_assert_str_eq(cells[ds_format_cell(format, "art20_9/procurement/amount")].unit, "万元");
    const ds_section *other = ds_format_section(format, "other");
    ck_assert_str_eq(APR_ARRAY_IDX(report->prose[other->prose], 0, ds_block).text, "a\nb");
}
END_TEST

/* A negative count is readable; that it is wrong is for the check to say. */
START_TEST(leaves_negative_counts_to_the_check)
{
    ds_read_context context = sample_context();
    ds_report *report = read_report(inputs[6].input, &context);
    ds_findings *findings = ds_findings_create(pool);
    ck_assert_int_eq(report->cells[ds_format_cell(report->format, "requests/new/natural")].value,
                     -DS_DECIMAL_ONE);
    ds_check(findings, report, &(ds_check_context) { .previous = NULL }, pool);
    ck_assert_ptr_nonnull(ds_findings_find(findings, "C.negative@requests/new/natural"));
}
END_TEST

/* An input made of `head`, `n` times `part`, and `tail`. */
static const char *repeated(const char *head, const char *part, int n, const char *tail)
{
    size_t size = strlen(part);
    char *text = apr_palloc(pool, strlen(head) + size * (size_t)n + strlen(tail) + 1);
    char *to = apr_cpystrn(text, head, strlen(head) + 1);
    for (int i = 0; i < n; i++) {
        to = apr_cpystrn(to, part, size + 1);
    }
    strcpy(to, tail);
    return text;
}

START_TEST(keeps_bounds)
{
    ds_read_context context = sample_context();
    const sample_case bounds[] = {
        { "bytes", repeated("{\"title\":\"", "x", DS_REPORT_MAX_BYTES, "\"}"), DS_ETOOLARGE,
          "F.size@json" },
        { "values", repeated("{" ID ",\"sections\":{\"other\":[\"\"", ",\"\"", DS_JSON_MAX_VALUES,
                             "]}}"), DS_ETOOLARGE, "F.size@sections/other/99998" },
        { "blocks", repeated("{" ID ",\"sections\":{\"other\":[\"x\"", ",\"x\"",
                             DS_REPORT_MAX_BLOCKS, "]}}"), DS_ETOOLARGE,
          "F.size@sections/other/2001" },
        { "nesting of all the bytes", repeated("", "[", 4 * 1024 * 1024, ""), DS_EINVALID,
          "F.json@1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1" },
        { "a long key", repeated("{" ID ",\"", "报", 4000, "\":1}"), DS_EINVALID,
          repeated("F.json@", "报", 119, "…") },
        { "zeros before an amount",
          repeated("{" ID ",\"tables\":{\"art20_9\":{\"procurement\":{\"amount\":\"", "0", 100000,
                   "1\"}}}}"), APR_SUCCESS, "C.number@art20_9/procurement/amount" }
    };
    for (size_t i = 0; i < sizeof(bounds) / sizeof(*bounds); i++) {
        sample_check(&bounds[i], ds_json_read, &context);
    }
}
END_TEST

/* Everything wrong is said, not only the first. */
START_TEST(collects_all)
{
    ds_read_context context = sample_context();
    ds_findings *findings = ds_findings_create(pool);
    ds_report *report = NULL;
    const char *json = "{\"organ\":\"X\",\"format\":\"2019\",\"extra\":1,\"title\":[],"
                       "\"tables\":{\"requests\":{\"new\":{\"natural\":1.5,\"x\":2}}}}";
    ck_assert_int_eq(ds_json_read(&report, findings, json, strlen(json), &context, pool, pool),
                     DS_EINVALID);
    ck_assert_int_eq(ds_findings_of(findings, DS_ERROR), 6);
    const ds_finding *figure = ds_findings_find(findings, "C.number@requests/new/natural");
    ck_assert_str_eq(figure->passage, "tables/requests/new/natural");
    ck_assert_str_eq(APR_ARRAY_IDX(figure->cells, 0, const char *), "requests/new/natural");
}
END_TEST

START_TEST(writes_the_contract_shape)
{
    ds_read_context context = sample_context();
    ds_report *report = read_report("{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":1,"
                                    "\"legal\":\"/\"}},\"art20_9\":{\"procurement\":"
                                    "{\"amount\":\"25.1\"}}},\"notes\":{\"disputes\":[\"n\"]}}",
                                    &context);
    json_t *json = ds_json_report(report);
    ck_assert(json_is_null(json_object_get(json, "title")));
    ck_assert_int_eq(json_integer_value(json_object_get(json, "year")), 2020);
    ck_assert_uint_eq(json_object_size(json_object_get(json, "sections")), 4);
    json_t *tables = json_object_get(json, "tables");
    json_t *row = json_object_get(json_object_get(tables, "requests"), "new");
    ck_assert_uint_eq(json_object_size(row), 7);
    ck_assert_int_eq(json_integer_value(json_object_get(row, "natural")), 1);
    ck_assert(json_is_null(json_object_get(row, "business")));
    ck_assert_str_eq(json_string_value(json_object_get(row, "legal")), "/");
    json_t *amount = json_object_get(json_object_get(json_object_get(tables, "art20_9"),
                                                     "procurement"), "amount");
    ck_assert_str_eq(json_string_value(json_object_get(amount, "value")), "25.1");
    ck_assert(json_is_null(json_object_get(amount, "unit")));
    ck_assert_uint_eq(json_object_size(json_object_get(json, "notes")), 1);
    json_decref(json);
}
END_TEST

START_TEST(writes_a_check_result)
{
    static const char *const keys[] = { "organ", "year", "format", "digest", "summary", "findings",
                                        "report" };
    ds_read_context context = sample_context();
    ds_report *report = read_report("{" ID ",\"tables\":{\"requests\":{\"new\":{\"natural\":-1}}}}",
                                    &context);
    ds_findings *findings = ds_findings_create(pool);
    const ds_digest_algorithm *sm3 = ds_digest_find("sm3");
    ds_check(findings, report, &(ds_check_context) { .previous = NULL }, pool);
    json_t *json = ds_json_check_result(report, findings, sm3, pool);
    ck_assert_uint_eq(json_object_size(json), sizeof(keys) / sizeof(*keys));
    void *iter = json_object_iter(json);
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
        ck_assert_str_eq(json_object_iter_key(iter), keys[i]);
        iter = json_object_iter_next(json, iter);
    }
    json_t *digest = json_object_get(json, "digest");
    ck_assert_str_eq(json_string_value(json_object_get(digest, "algorithm")), "sm3");
    ck_assert_str_eq(json_string_value(json_object_get(digest, "value")),
                     ds_canonical_digest(report, sm3, pool));
    ck_assert_int_eq(json_integer_value(json_object_get(json_object_get(json, "summary"), "error")),
                     ds_findings_of(findings, DS_ERROR));
    json_t *first = json_array_get(json_object_get(json, "findings"), 0);
    ck_assert_uint_eq(json_object_size(first), 10);
    ck_assert_str_eq(json_string_value(json_object_get(first, "severity")), "error");
    json_decref(json);
    json = ds_json_check_result(NULL, findings, sm3, pool);
    ck_assert_uint_eq(json_object_size(json), 2);
    json_decref(json);
}
END_TEST

static void add_all(TCase *tests)
{
    tcase_add_test(tests, reads_and_refuses);
    tcase_add_test(tests, agrees_with_the_address);
    tcase_add_test(tests, keeps_every_state);
    tcase_add_test(tests, leaves_negative_counts_to_the_check);
    tcase_add_test(tests, keeps_bounds);
    tcase_add_test(tests, collects_all);
    tcase_add_test(tests, writes_the_contract_shape);
    tcase_add_test(tests, writes_a_check_result);
}

UNIT_MAIN("io/json", add_all)
