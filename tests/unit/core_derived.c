/* What follows from other figures: carried over, sums, zeros. */
#include "formats.h"

#include <string.h>

#include <apr_strings.h>

#include "core/check.h"
#include "core/derived.h"

#define INVENTED "tests/data/formats/invented.xml"
#define SCHEMA "conf/schema/format.rng"

static void set(ds_report *report, const char *address, int count)
{
    ds_report_set_number(report, unit_cell(report->format, address), count * DS_DECIMAL_ONE);
}

static int get(const ds_report *report, const char *address)
{
    const ds_cell *cell = &report->cells[unit_cell(report->format, address)];

    return cell->state == DS_CELL_NUMBER ? (int)(cell->value / DS_DECIMAL_ONE) : -1;
}

/* How many cells of which kind each format's relations speak of. */
static const struct {
    const char *format;
    int carried, sums;
} counts[] = {
    { "2019", 7, 33 },  /* row sums, column sums, three blocks of disputes */
    { "2021", 7, 35 },
};

START_TEST(finds_what_relations_demand)
{
    const ds_format *format = unit_format(counts[_i].format);
    int carried = 0, sums = 0;

    for (int i = 0; i < format->n_relations; i++) {
        const ds_relation *relation = &format->relations[i];
        const char *previous = NULL;
        const ds_side *sum;
        int cell = ds_carry_cell(relation, &previous);

        if (cell >= 0) {
            ck_assert_str_eq(relation->rule, "X.carry");
            ck_assert_ptr_nonnull(strstr(previous, "/carried_out/"));
            ck_assert_ptr_nonnull(strstr(ds_format_address(format, cell), "/carried_in/"));
            carried++;
        }
        sums += ds_sum_cell(relation, &sum) >= 0;
        ck_assert(cell < 0 || ds_sum_cell(relation, NULL) < 0);
    }
    ck_assert_int_eq(carried, counts[_i].carried);
    ck_assert_int_eq(sums, counts[_i].sums);
}
END_TEST

START_TEST(takes_figures_from_last_year)
{
    const ds_format *format = unit_format("2021");
    ds_report *previous = ds_report_create(unit_format("2019"), pool);
    const ds_cell *carried;

    set(previous, "requests/carried_out/natural", 4);
    set(previous, "requests/new/natural", 9);
    carried = ds_carry_figures(format, previous, pool);
    for (int cell = 0; cell < format->n_cells; cell++) {
        int is_it = cell == unit_cell(format, "requests/carried_in/natural");

        ck_assert_int_eq(carried[cell].state, is_it ? DS_CELL_NUMBER : DS_CELL_BLANK);
    }
    ck_assert_int_eq(carried[unit_cell(format, "requests/carried_in/natural")].value,
                     4 * DS_DECIMAL_ONE);
    carried = ds_carry_figures(format, NULL, pool);
    ck_assert_int_eq(carried[unit_cell(format, "requests/carried_in/natural")].state,
                     DS_CELL_BLANK);
}
END_TEST

START_TEST(fills_the_rest_of_one_table)
{
    const ds_format *format = unit_format("2021");
    const ds_table *table = ds_format_table(format, "requests");
    ds_report *report = ds_report_create(format, pool), *previous = ds_report_create(format, pool);
    ds_findings *findings = ds_findings_create(pool);
    const ds_check_context context = { previous, NULL };

    set(previous, "requests/carried_out/natural", 1);
    set(report, "requests/new/natural", 2);
    set(report, "requests/granted/natural", 3);
    ds_report_set_na(report, unit_cell(format, "requests/refused.law/legal"));
    ck_assert_int_eq(ds_fill_zeros(report, table, ds_carry_figures(format, previous, pool)),
                     25 * 7 - 3 - 3); /* no sum over the cell that is no number */
    ck_assert_int_eq(get(report, "requests/carried_in/natural"), 1);
    ck_assert_int_eq(get(report, "requests/carried_in/total"), 1);
    ck_assert_int_eq(get(report, "requests/result_total/natural"), 3);
    ck_assert_int_eq(get(report, "requests/new/total"), 2);
    ck_assert_int_eq(get(report, "requests/refused.law/natural"), 0);
    ck_assert_int_eq(get(report, "disputes/cases/reconsideration.total"), -1);
    ds_check(findings, report, &context, pool);
    for (int i = 0; i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);

        ck_assert_msg(finding->severity != DS_ERROR || strncmp(finding->rule, "T3", 2) != 0,
                      "%s %s", finding->id, finding->message);
    }
}
END_TEST

/* A total that was typed stays as it was typed. */
START_TEST(leaves_what_was_typed)
{
    const ds_format *format = unit_format("2019");
    const ds_table *table = ds_format_table(format, "disputes");
    ds_report *report = ds_report_create(format, pool);

    set(report, "disputes/cases/direct_suit.total", 5);
    ck_assert_int_eq(ds_fill_zeros(report, table, ds_carry_figures(format, NULL, pool)), 14);
    ck_assert_int_eq(get(report, "disputes/cases/direct_suit.total"), 5);
    ck_assert_int_eq(get(report, "disputes/cases/reconsideration.total"), 0);
}
END_TEST

START_TEST(works_for_any_format)
{
    ds_format *format = NULL;
    const char *error = ds_format_load(&format, INVENTED, SCHEMA, pool, pool);
    ds_report *report;

    ck_assert_msg(error == NULL, "%s", error);
    report = ds_report_create(format, pool);
    set(report, "services/certificates/window", 2);
    ds_fill_zeros(report, ds_format_table(format, "services"),
                  ds_carry_figures(format, NULL, pool));
    ck_assert_int_eq(get(report, "services/certificates/total"), 2);
    ck_assert_int_eq(get(report, "services/all/window"), 2);
    ck_assert_int_eq(get(report, "services/all/total"), 2);
    ck_assert_int_eq(get(report, "services/letters.advice/total"), 0);
}
END_TEST

/* What differs from last year blocks, until the note of the cell explains it. */
START_TEST(a_note_explains_another_figure)
{
    const ds_format *format = unit_format("2021");
    ds_report *report = ds_report_create(format, pool), *previous = ds_report_create(format, pool);
    const ds_check_context context = { previous, NULL };
    int cell = unit_cell(format, "requests/carried_in/natural");

    set(previous, "requests/carried_out/natural", 1);
    set(report, "requests/carried_in/natural", 2);
    for (int noted = 0; noted < 2; noted++) {
        ds_findings *findings = ds_findings_create(pool);
        const ds_finding *finding;

        ds_report_set_cell_note(report, cell, noted ? "合并后转入一件" : NULL);
        ds_check(findings, report, &context, pool);
        finding = ds_findings_find(findings, "X.carry@requests/natural");
        ck_assert_ptr_nonnull(finding);
        ck_assert_int_eq(finding->severity, noted ? DS_WARNING : DS_ERROR);
    }
}
END_TEST

START_TEST(adds_reports_cell_by_cell)
{
    ds_report *sum = ds_report_create(unit_format("2019"), pool);
    ds_report *more = ds_report_create(unit_format("2021"), pool);
    const char *amount = "art20_9/procurement/amount";

    set(sum, "requests/carried_out/natural", 2);
    set(more, "requests/carried_out/natural", 3);
    set(sum, "requests/carried_out/legal", 2);
    set(sum, amount, 2);
    ds_add_figures(sum, more);
    ck_assert_int_eq(get(sum, "requests/carried_out/natural"), 5);
    ck_assert_int_eq(get(sum, "requests/carried_out/legal"), -1); /* the other has none */
    ck_assert_int_eq(get(sum, amount), -1);                       /* nor such a cell */
}
END_TEST

START_TEST(adds_like_units_only)
{
    const ds_format *format = unit_format("2019");
    int cell = unit_cell(format, "art20_9/procurement/amount");

    for (int same = 0; same < 2; same++) {
        ds_report *sum = ds_report_create(format, pool), *more = ds_report_create(format, pool);

        ds_report_set_number(sum, cell, DS_DECIMAL_ONE);
        ds_report_set_number(more, cell, DS_DECIMAL_ONE);
        ds_report_set_unit(sum, cell, "万元");
        ds_report_set_unit(more, cell, same ? "万元" : "元");
        ds_add_figures(sum, more);
        ck_assert_int_eq(sum->cells[cell].state, same ? DS_CELL_NUMBER : DS_CELL_BLANK);
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, finds_what_relations_demand, 0,
                        (int)(sizeof(counts) / sizeof(counts[0])));
    tcase_add_test(cases, takes_figures_from_last_year);
    tcase_add_test(cases, fills_the_rest_of_one_table);
    tcase_add_test(cases, leaves_what_was_typed);
    tcase_add_test(cases, works_for_any_format);
    tcase_add_test(cases, adds_reports_cell_by_cell);
    tcase_add_test(cases, adds_like_units_only);
    tcase_add_test(cases, a_note_explains_another_figure);
}

UNIT_MAIN("core/derived", add_all)
