#include "io_sample.h"

#include "io/form.h"

static const sample_case inputs[] = {
    { "least", "year=2020", APR_SUCCESS, NULL },
    { "all kinds",
      "_token=abc&_action=save&organ=jixia&year=2020&format=2019&title=T&organ_name=N"
      "&signature.name=S&signature.date=2021-01-29&section%2Foverview=a%0D%0A%0D%0Ab"
      "&notes/disputes=n&requests/new/natural=1&requests/new/natural:note="
      "&art20_9/procurement/amount=25.1&art20_9/procurement/amount:unit=%E4%B8%87%E5%85%83",
      APR_SUCCESS, NULL },
    { "blank cell with a unit chosen", "year=2020&art20_9/procurement/amount="
      "&art20_9/procurement/amount:unit=%E4%B8%87%E5%85%83", APR_SUCCESS, NULL },
    { "normalised", "year=2020&requests/new/natural=00", APR_SUCCESS,
      "C.number@requests/new/natural" },
    { "empty parts", "&&year=2020&&", APR_SUCCESS, NULL },

    { "half an escape", "year=2020&title=%4", DS_EUNREADABLE, "F.form@title" },
    { "no hexadecimal", "year=2020&title=%zz", DS_EUNREADABLE, "F.form@title" },
    { "NUL", "year=2020&title=a%00b", DS_EUNREADABLE, "F.encoding@title" },
    { "bad UTF-8", "year=2020&title=%B1%A8", DS_EUNREADABLE, "F.encoding@title" },
    { "bad name", "year=2020&%ff=1", DS_EUNREADABLE, "F.form@%ff" },
    { "no name", "year=2020&=1", DS_EUNREADABLE, "F.form@" },
    { "twice", "year=2020&title=a&title=b", DS_EUNREADABLE, "F.form@title" },
    { "twice, escaped", "year=2020&title=a&t%69tle=b", DS_EUNREADABLE, "F.form@title" },
    { "control character", "year=2020&title=a%01b", DS_EINVALID, "F.form@title" },
    { "figure without words", "year=2020&section/other=%E3%80%94%E5%9B%BE%E7%89%871%E3%80%95"
      "&figure/other/1:digest=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
      "&figure/other/1:alt=", DS_EINVALID, "F.figure@figure/other/1:alt" },
    { "figure of a table", "year=2020&figure/requests/1:alt=x", DS_EINVALID,
      "F.form@figure/requests/1:alt" },
    { "unknown field", "year=2020&colour=red", DS_EINVALID, "F.form@colour" },
    { "other letters", "year=2020&TITLE=x", DS_EINVALID, "F.form@TITLE" },
    { "unknown suffix", "year=2020&requests/new/natural:x=1", DS_EINVALID,
      "F.form@requests/new/natural:x" },
    { "form section as prose", "year=2020&section/requests=x", DS_EINVALID,
      "F.form@section/requests" },
    { "notes of no table", "year=2020&notes/x=x", DS_EINVALID, "F.form@notes/x" },
    { "no figure", "year=2020&requests/new/natural=abc", DS_EINVALID,
      "C.number@requests/new/natural" },
    { "row of 2021", "year=2020&requests/other.misc/natural=1", DS_EINVALID,
      "T3.rows@requests/other.misc/natural" },
    { "column of 2021", "year=2020&art20_1/regulations/issued=1", DS_EINVALID,
      "F.format@art20_1/regulations/issued" },
    { "table of 2019", "year=2022&art20_9/procurement/amount=1", DS_EINVALID,
      "F.format@art20_9/procurement/amount" },
    { "other unit", "year=2020&art20_9/procurement/amount=1&art20_9/procurement/amount:unit=x",
      DS_EINVALID, "F.form@art20_9/procurement/amount:unit" },
    { "two units", "year=2020&art20_9/procurement/amount=1%E4%B8%87%E5%85%83"
      "&art20_9/procurement/amount:unit=%E5%85%83", DS_EINVALID,
      "F.form@art20_9/procurement/amount:unit" },
    { "signature date", "year=2020&signature.date=2021-13-01", DS_EINVALID,
      "F.date@signature.date" },
    { "no year", "title=x", DS_EINVALID, "F.year@year" },
    { "year in words", "year=20x0", DS_EINVALID, "F.year@year" },
    { "bad organ", "year=2020&organ=a_b", DS_EINVALID, "F.organ@organ" }
};

START_TEST(reads_and_refuses)
{
    ds_read_context context = sample_context();
    for (size_t i = 0; i < sizeof(inputs) / sizeof(*inputs); i++) {
        sample_check(&inputs[i], ds_form_read, &context);
    }
}
END_TEST

START_TEST(fills_a_report)
{
    ds_read_context context = sample_context();
    ds_findings *findings = ds_findings_create(pool);
    ds_report *report = NULL;
    const char *form = "year=2020&organ=jixia&title=A+%26+B&section/overview=%E4%B8%80%0D%0A%0D%0A+"
                       "%E4%BA%8C&requests/new/natural:note=own&requests/new/natural=22%EF%BC%88"
                       "beside%EF%BC%89&requests/new/business=%2F&notes/disputes=n";
    ck_assert_int_eq(ds_form_read(&report, findings, form, strlen(form), &context, pool, pool),
                     APR_SUCCESS);
    ck_assert_str_eq(report->organ, "jixia");
    ck_assert_str_eq(report->title, "A & B");
    const ds_section *overview = ds_format_section(report->format, "overview");
    ck_assert_int_eq(report->prose[overview->prose]->nelts, 2);
    ck_assert_str_eq(APR_ARRAY_IDX(report->prose[overview->prose], 1, ds_block).text, "二");
    const ds_cell *cell = &report->cells[ds_format_cell(report->format, "requests/new/natural")];
    ck_assert_int_eq(cell->value, 22 * DS_DECIMAL_ONE);
    ck_assert_str_eq(cell->note, "beside；own");
    ck_assert_int_eq(report->cells[ds_format_cell(report->format, "requests/new/business")].state,
                     DS_CELL_NA);
    ck_assert_int_eq(report->notes[ds_format_table(report->format, "disputes")->index]->nelts, 1);
}
END_TEST

/* A refused form still gives back what was typed. */
START_TEST(gives_back_what_was_typed)
{
    static const char *const form = "title=a%01b&x=%4&section/other=kept";
    ds_findings *findings = ds_findings_create(pool);
    apr_table_t *fields = NULL;
    ck_assert_int_eq(ds_form_parse(&fields, findings, form, strlen(form), pool), DS_EUNREADABLE);
    ck_assert_str_eq(apr_table_get(fields, "title"), "ab");
    ck_assert_str_eq(apr_table_get(fields, "section/other"), "kept");
    ck_assert_int_eq(ds_findings_count(findings), 2);
}
END_TEST

static apr_status_t parse_repeated(const char *format, int n)
{
    char *form = apr_palloc(pool, (apr_size_t)n * 16 + 1);
    char *to = form;
    *to = '\0';
    for (int i = 0; i < n; i++) {
        to += apr_snprintf(to, 16, "%s%d&", format, i);
    }
    apr_table_t *fields;
    return ds_form_parse(&fields, ds_findings_create(pool), form, (apr_size_t)(to - form), pool);
}

START_TEST(keeps_bounds)
{
    apr_table_t *fields;
    ck_assert_int_eq(parse_repeated("a", DS_FORM_MAX_FIELDS), APR_SUCCESS);
    ck_assert_int_eq(parse_repeated("a", DS_FORM_MAX_FIELDS + 1), DS_ETOOLARGE);

    char *bytes = apr_palloc(pool, DS_REPORT_MAX_BYTES + 1);
    memset(bytes, 'a', DS_REPORT_MAX_BYTES + 1);
    ck_assert_int_eq(ds_form_parse(&fields, ds_findings_create(pool), bytes,
                                   DS_REPORT_MAX_BYTES + 1, pool), DS_ETOOLARGE);
    ck_assert_int_eq(ds_form_parse(&fields, ds_findings_create(pool), bytes,
                                   DS_FORM_MAX_NAME + 1, pool), DS_ETOOLARGE);
    ck_assert_int_eq(ds_form_parse(&fields, ds_findings_create(pool), bytes, DS_FORM_MAX_NAME,
                                   pool), APR_SUCCESS);
    memset(bytes, 1, DS_REPORT_MAX_BYTES);
    memcpy(bytes, "title=", 6);
    ck_assert_int_eq(ds_form_parse(&fields, ds_findings_create(pool), bytes, DS_REPORT_MAX_BYTES,
                                   pool), DS_EINVALID);
    ck_assert_str_eq(apr_table_get(fields, "title"), "");
}
END_TEST

#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* A figure stands where its line stands; a line like it without the figure's
 * fields is text. */
START_TEST(keeps_figures_and_lines)
{
    ds_read_context context = sample_context();
    ds_findings *findings = ds_findings_create(pool);
    ds_report *report = NULL;
    const char *form = "year=2021&section/overview=a%E2%86%B5%0D%0Ab%0D%0A"
                       "%E3%80%94%E5%9B%BE%E7%89%871%E3%80%95%0D%0A"
                       "%E3%80%94%E5%9B%BE%E7%89%872%E3%80%95"
                       "&figure/overview/1:digest=" DIGEST "&figure/overview/1:alt=x"
                       "&figure/overview/1:caption=";
    ck_assert_int_eq(ds_form_read(&report, findings, form, strlen(form), &context, pool, pool),
                     APR_SUCCESS);
    const apr_array_header_t *blocks =
        report->prose[ds_format_section(report->format, "overview")->prose];
    ck_assert_int_eq(blocks->nelts, 3);
    ck_assert_str_eq(APR_ARRAY_IDX(blocks, 0, ds_block).text, "a\nb");
    ck_assert_ptr_null(APR_ARRAY_IDX(blocks, 1, ds_block).text);
    ck_assert_str_eq(APR_ARRAY_IDX(blocks, 1, ds_block).digest, DIGEST);
    ck_assert_ptr_null(APR_ARRAY_IDX(blocks, 1, ds_block).caption);
    ck_assert_str_eq(APR_ARRAY_IDX(blocks, 2, ds_block).text, "〔图片2〕");
}
END_TEST

static const char *long_text(const char *name, int n)
{
    char *text = apr_palloc(pool, (apr_size_t)n + 1);
    memset(text, 'a', (apr_size_t)n);
    text[n] = '\0';
    return apr_pstrcat(pool, "year=2021&", name, "=", text, NULL);
}

START_TEST(bounds_single_lines)
{
    static const char *const names[] = { "title", "organ_name", "signature.name",
                                         "requests/new/natural:note" };
    ds_read_context context = sample_context();
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        for (int over = 0; over < 2; over++) {
            ds_findings *findings = ds_findings_create(pool);
            ds_report *report = NULL;
            const char *form = long_text(names[i], DS_FORM_MAX_LINE + over);
            ck_assert_int_eq(ds_form_read(&report, findings, form, strlen(form), &context, pool,
                                          pool), over ? DS_EINVALID : APR_SUCCESS);
        }
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, reads_and_refuses);
    tcase_add_test(cases, fills_a_report);
    tcase_add_test(cases, gives_back_what_was_typed);
    tcase_add_test(cases, keeps_bounds);
    tcase_add_test(cases, keeps_figures_and_lines);
    tcase_add_test(cases, bounds_single_lines);
}

UNIT_MAIN("io/form", add_all)
