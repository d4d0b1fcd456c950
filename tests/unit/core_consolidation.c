/* The sum over many reports: exact, with who contributes, and what is not in it. */
#include "formats.h"

#include <string.h>

#include <apr_strings.h>

#include "core/consolidation.h"
#include "core/figures.h"
#include "core/relation.h"
#include "core/status.h"

#define AMOUNT "art20_9/procurement/amount"
#define NEW "requests/new/natural"

/* A report of the format with one cell set as the text says: "" blank, "/" not
 * applicable, else a figure, a unit behind a blank. */
static const ds_sum_source *source(const ds_format *format, const char *address, const char *text)
{
    ds_sum_source *result = apr_pcalloc(pool, sizeof(*result));
    ds_report *report = ds_report_create(format, pool);
    int cell = unit_cell(format, address);
    const char *unit = strchr(text, ' ');
    ds_decimal value;

    if (strcmp(text, "/") == 0) {
        ds_report_set_na(report, cell);
    }
    else if (*text) {
        ck_assert_int_eq(ds_decimal_parse(&value, text, unit ? (apr_size_t)(unit - text)
                                                             : strlen(text)), APR_SUCCESS);
        ds_report_set_number(report, cell, value);
        ds_report_set_unit(report, cell, unit ? unit + 1 : NULL);
    }
    result->organ = result->organ_name = text;
    result->format = format;
    result->figures = ds_figures_write(report, pool);
    return result;
}

/* What reports of a cell come to. */
static const struct {
    const char *format, *into, *address;
    const char *texts[5];
    const char *sum;                    /* NULL: none */
    int numbers, blanks, na, unusable, absent, is_over;
} sums[] = {
    { "2019", "2019", NEW, { "1", "2", "0" }, "3", 3, 0, 0, 0, 0, 0 },
    { "2019", "2019", NEW, { "1", "", "/" }, "1", 1, 1, 1, 0, 0, 0 },
    { "2019", "2019", NEW, { "", "" }, NULL, 0, 2, 0, 0, 0, 0 },
    { "2019", "2019", NEW, { "/", "/" }, "/", 0, 0, 2, 0, 0, 0 },
    { "2019", "2019", NEW, { "/", "" }, NULL, 0, 1, 1, 0, 0, 0 },
    { "2019", "2019", NEW, { "99999999999", "1" }, "100000000000", 2, 0, 0, 0, 0, 0 },
    { "2019", "2019", NEW, { "100000000000", "1" }, NULL, 2, 0, 0, 0, 0, 1 },
    { "2019", "2019", "art20_5/licensing/change", { "-8", "3" }, "-5", 2, 0, 0, 0, 0, 0 },
    /* amounts, in 万元 */
    { "2019", "2019", AMOUNT, { "25.1 万元", "12345.67 元" }, "26.334567", 2, 0, 0, 0, 0, 0 },
    { "2019", "2019", AMOUNT, { "10000 元", "0" }, "1", 2, 0, 0, 0, 0, 0 },
    { "2019", "2019", AMOUNT, { "25.1 万元", "3" }, "25.1", 1, 0, 0, 1, 0, 0 },
    { "2019", "2019", AMOUNT, { "0.001 元", "1 万元" }, "1", 1, 0, 0, 1, 0, 0 },
    { "2019", "2019", AMOUNT, { "3" }, NULL, 0, 0, 0, 1, 0, 0 },
    /* another format */
    { "2019", "2021", NEW, { "1", "2" }, "3", 2, 0, 0, 0, 0, 0 },
    { "2021", "2019", NEW, { "4" }, "4", 1, 0, 0, 0, 0, 0 },
};

START_TEST(sums_up)
{
    const ds_formats *formats = unit_formats();
    const ds_format *from = ds_formats_find(formats, sums[_i].format);
    const ds_format *into = ds_formats_find(formats, sums[_i].into);
    int cell = unit_cell(into, sums[_i].address);
    ds_consolidation *sum;
    ds_sum_cell result;
    const char *text;

    sum = ds_consolidation_create(into, pool);
    for (const char *const *t = sums[_i].texts; *t; t++) {
        ck_assert_int_eq(ds_consolidation_add(sum, source(from, sums[_i].address, *t)),
                         APR_SUCCESS);
    }
    result = ds_consolidation_cell(sum, cell);
    ck_assert_int_eq(result.n[DS_SHARE_NUMBER], sums[_i].numbers);
    ck_assert_int_eq(result.n[DS_SHARE_BLANK], sums[_i].blanks);
    ck_assert_int_eq(result.n[DS_SHARE_NA], sums[_i].na);
    ck_assert_int_eq(result.n[DS_SHARE_UNUSABLE], sums[_i].unusable);
    ck_assert_int_eq(result.n[DS_SHARE_ABSENT], sums[_i].absent);
    ck_assert_int_eq(result.is_over, sums[_i].is_over);
    text = ds_report_cell_text(ds_consolidation_report(sum, pool), cell, pool);
    ck_assert_str_eq(text, sums[_i].sum ? sums[_i].sum : "");
}
END_TEST

START_TEST(names_who_contributes)
{
    const ds_format *format = unit_format("2019");
    static const char *const texts[] = { "25.1 万元", "", "7", "/", "20000 元" };
    static const ds_share_kind kinds[] = { DS_SHARE_NUMBER, DS_SHARE_BLANK, DS_SHARE_UNUSABLE,
                                           DS_SHARE_NA, DS_SHARE_NUMBER };
    ds_consolidation *sum = ds_consolidation_create(format, pool);
    int cell = unit_cell(format, AMOUNT);
    apr_array_header_t *shares;

    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(ds_consolidation_add(sum, source(format, AMOUNT, texts[i])),
                         APR_SUCCESS);
    }
    shares = ds_consolidation_shares(sum, cell, pool);
    ck_assert_int_eq(shares->nelts, 5);
    for (int i = 0; i < 5; i++) {
        const ds_share *share = &APR_ARRAY_IDX(shares, i, ds_share);

        ck_assert_str_eq(share->source->organ, texts[i]);
        ck_assert_int_eq(share->kind, kinds[i]);
    }
    ck_assert_int_eq(APR_ARRAY_IDX(shares, 0, ds_share).value, 25100000);
    ck_assert_int_eq(APR_ARRAY_IDX(shares, 4, ds_share).value, 2000000);
    ck_assert_str_eq(ds_consolidation_unit(format, cell), "万元");
}
END_TEST

START_TEST(counts_what_another_format_lacks)
{
    const ds_formats *formats = unit_formats();
    const ds_format *of_2019 = ds_formats_find(formats, "2019");
    const ds_format *of_2021 = ds_formats_find(formats, "2021");
    ds_consolidation *sum = ds_consolidation_create(of_2021, pool);
    int cell = unit_cell(of_2021, "art20_8/fees/amount");

    ck_assert_int_eq(ds_consolidation_add(sum, source(of_2019, AMOUNT, "9 万元")), APR_SUCCESS);
    ck_assert_int_eq(ds_consolidation_add(sum, source(of_2021, "art20_8/fees/amount", "2.5")),
                     APR_SUCCESS);
    ck_assert_int_eq(ds_consolidation_cell(sum, cell).n[DS_SHARE_ABSENT], 1);
    ck_assert_int_eq(ds_consolidation_cell(sum, cell).value, 2500000);
}
END_TEST

/* What a later form divides stands where it says. */
START_TEST(follows_a_row_that_was_divided)
{
    const ds_formats *formats = unit_formats();
    const ds_format *of_2019 = ds_formats_find(formats, "2019");
    const ds_format *of_2021 = ds_formats_find(formats, "2021");
    ds_consolidation *sum = ds_consolidation_create(of_2021, pool);
    int divided = unit_cell(of_2021, "requests/other.misc/natural");
    int without = unit_cell(of_2021, "requests/other.fee_unpaid/natural");

    ck_assert_int_eq(ds_consolidation_add(sum, source(of_2019, "requests/other/natural", "3")),
                     APR_SUCCESS);
    ck_assert_int_eq(ds_consolidation_add(sum, source(of_2021, "requests/other.misc/natural",
                                                      "4")), APR_SUCCESS);
    ck_assert_int_eq(ds_consolidation_cell(sum, divided).value, 7 * DS_DECIMAL_ONE);
    ck_assert_int_eq(ds_consolidation_cell(sum, without).n[DS_SHARE_ABSENT], 1);
    ck_assert_int_eq(ds_consolidation_cell(sum, without).n[DS_SHARE_BLANK], 1);
}
END_TEST

START_TEST(refuses_a_line_of_another_format)
{
    ds_consolidation *sum = ds_consolidation_create(unit_format("2021"), pool);
    ds_sum_source wrong = *source(unit_format("2021"), NEW, "1");

    wrong.format = unit_format("2019");
    ck_assert_int_eq(ds_consolidation_add(sum, &wrong), DS_EINVALID);
    ck_assert_int_eq(ds_consolidation_count(sum), 0);
}
END_TEST

/* Sums of any number of reports stay exact where 64 bits would have wrapped. */
START_TEST(says_what_is_beyond_all_bounds)
{
    const ds_format *format = unit_format("2019");
    const ds_sum_source *huge = source(format, NEW, "100000000000");
    ds_consolidation *sum = ds_consolidation_create(format, pool);
    int cell = unit_cell(format, NEW);

    for (int i = 0; i < 200; i++) {
        ck_assert_int_eq(ds_consolidation_add(sum, huge), APR_SUCCESS);
    }
    ck_assert(ds_consolidation_cell(sum, cell).is_over);
    ck_assert_int_eq(ds_consolidation_report(sum, pool)->cells[cell].state, DS_CELL_BLANK);
}
END_TEST

/* A right report: one request, granted, of a natural person. */
static const ds_sum_source *right_report(const ds_format *format, int wrong)
{
    ds_sum_source *result = apr_pcalloc(pool, sizeof(*result));
    ds_report *report = ds_report_create(format, pool);
    static const char *const ones[] = { "requests/new/natural", "requests/new/total",
        "requests/granted/natural", "requests/granted/total", "requests/result_total/natural",
        "requests/result_total/total" };

    for (int i = 0; i < format->n_cells; i++) {
        ds_report_set_number(report, i, 0);
    }
    for (size_t i = 0; i < sizeof(ones) / sizeof(ones[0]) - (wrong ? 1 : 0); i++) {
        ds_report_set_number(report, unit_cell(format, ones[i]), DS_DECIMAL_ONE);
    }
    *result = (ds_sum_source) { "a", "a", format, ds_figures_write(report, pool) };
    return result;
}

START_TEST(sum_of_right_reports_is_right)
{
    const ds_format *format = unit_format(_i % 2 ? "2021" : "2019");
    ds_consolidation *sum = ds_consolidation_create(format, pool);
    int holding, open, wrong = _i >= 2;
    apr_array_header_t *faults;

    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(ds_consolidation_add(sum, right_report(format, wrong && i == 1)),
                         APR_SUCCESS);
    }
    faults = ds_consolidation_faults(ds_consolidation_report(sum, pool), &holding, &open, pool);
    ck_assert_int_gt(holding, 30);
    ck_assert_int_eq(open, 0);
    ck_assert_int_eq(faults->nelts > 0, wrong);
    if (wrong) {
        ck_assert_str_eq(APR_ARRAY_IDX(faults, 0, const ds_relation *)->rule, "T3.balance");
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, sums_up, 0, sizeof sums / sizeof sums[0]);
    tcase_add_test(cases, names_who_contributes);
    tcase_add_test(cases, counts_what_another_format_lacks);
    tcase_add_test(cases, follows_a_row_that_was_divided);
    tcase_add_test(cases, refuses_a_line_of_another_format);
    tcase_add_test(cases, says_what_is_beyond_all_bounds);
    tcase_add_loop_test(cases, sum_of_right_reports_is_right, 0, 4);
}

UNIT_MAIN("core/consolidation", add_all)
