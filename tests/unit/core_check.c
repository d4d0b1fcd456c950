/* The check: relations, cells, suspects, and what cannot be assessed. */
#include <string.h>

#include <apr_strings.h>

#include "core/check.h"
#include "core/relation.h"
#include "formats.h"

static void set(ds_report *report, const char *address, int value)
{
    ds_report_set_number(report, unit_cell(report->format, address), value * DS_DECIMAL_ONE);
}

/* Sums that the forms define: what a clerk would compute. */
static ds_decimal sum_rows(const ds_report *report, const ds_table *table, int column,
                           const char *const *prefixes)
{
    ds_decimal sum = 0;
    int row, i;

    for (row = 0; row < table->n_rows; row++) {
        for (i = 0; prefixes[i]; i++) {
            if (strncmp(table->rows[row].id, prefixes[i], strlen(prefixes[i])) == 0) {
                sum += report->cells[ds_table_cell(table, row, column)].value;
            }
        }
    }
    return sum;
}

static void fill_requests(ds_report *report)
{
    static const char *const results[] = { "granted", "partial", "refused.", "unavailable.",
                                           "rejected.", "other", NULL };
    const ds_table *table = ds_format_table(report->format, "requests");
    int total = ds_table_column(table, "total")->index, row, column;
    int new = ds_table_row(table, "new")->index, in = ds_table_row(table, "carried_in")->index;
    int sum_of_results = ds_table_row(table, "result_total")->index;
    int out = ds_table_row(table, "carried_out")->index;

    for (column = 0; column < total; column++) {
        ds_decimal sum;

        for (row = 0; row < table->n_rows; row++) {
            ds_report_set_number(report, ds_table_cell(table, row, column),
                                 (3 + row * 7 % 11 + column * 5 % 3) * DS_DECIMAL_ONE);
        }
        sum = sum_rows(report, table, column, results);
        ds_report_set_number(report, ds_table_cell(table, sum_of_results, column), sum);
        ds_report_set_number(report, ds_table_cell(table, new, column),
                             sum + report->cells[ds_table_cell(table, out, column)].value
                             - report->cells[ds_table_cell(table, in, column)].value);
    }
    for (row = 0; row < table->n_rows; row++) {
        ds_decimal sum = 0;

        for (column = 0; column < total; column++) {
            sum += report->cells[ds_table_cell(table, row, column)].value;
        }
        ds_report_set_number(report, ds_table_cell(table, row, total), sum);
    }
}

static void fill_disputes(ds_report *report)
{
    const ds_table *table = ds_format_table(report->format, "disputes");
    ds_decimal sum = 0;
    int column;

    for (column = 0; column < table->n_columns; column++) {
        int cell = ds_table_cell(table, 0, column);

        if (table->columns[column].is_total) {
            ds_report_set_number(report, cell, sum);
            sum = 0;
        }
        else {
            ds_report_set_number(report, cell, (column + 2) * DS_DECIMAL_ONE);
            sum += (column + 2) * DS_DECIMAL_ONE;
        }
    }
}

/* A report without a fault, and with hardly a figure twice. */
static ds_report *consistent(const ds_format *format)
{
    ds_report *report = ds_report_create(format, pool);
    int i;

    for (i = 0; i < format->n_cells; i++) {
        ds_report_set_number(report, i, 5 * DS_DECIMAL_ONE);
        if (ds_format_type(format, i)->units) {
            ds_report_set_unit(report, i, ds_format_type(format, i)->units[0]);
        }
    }
    fill_requests(report);
    fill_disputes(report);
    report->year = format->first_year;
    report->organ = "jixia";
    ds_report_set_title(report, ds_format_title(format, "稷下街道办事处", report->year, pool));
    for (i = 0; i < format->n_prose; i++) {
        ds_report_add_paragraph(report, i, apr_psprintf(
            pool, "本报告统计期限为%d年1月1日至%d年12月31日。没有收取信息处理费。",
            report->year, report->year));
    }
    ds_report_set_signature(report, "稷下街道办事处", "2021-01-29");
    return report;
}

static ds_findings *check(const ds_report *report, const ds_report *previous)
{
    ds_check_context context = { previous, NULL };
    ds_findings *findings = ds_findings_create(pool);

    ds_check(findings, report, &context, pool);
    return findings;
}

static int count_relations(const ds_format *format, ds_severity severity, int with_previous)
{
    int i, n = 0;

    for (i = 0; i < format->n_relations; i++) {
        n += format->relations[i].severity == severity
             && format->relations[i].needs_previous == with_previous;
    }
    return n;
}

START_TEST(finds_nothing_in_a_consistent_report)
{
    const ds_formats *formats = unit_formats();
    int i;

    for (i = 0; i < ds_formats_count(formats); i++) {
        ds_findings *findings = check(consistent(ds_formats_at(formats, i)), NULL);

        ck_assert_msg(ds_findings_count(findings) == 0, "%s",
                      ds_findings_count(findings) ? ds_findings_at(findings, 0)->message : "");
    }
    ck_assert_int_eq(count_relations(ds_formats_find(formats, "2019"), DS_ERROR, 0), 40);
    ck_assert_int_eq(count_relations(ds_formats_find(formats, "2021"), DS_ERROR, 0), 42);
}
END_TEST

/* Every single wrong figure of the table of requests is found and named. */
START_TEST(names_any_one_wrong_figure_of_requests)
{
    const ds_formats *formats = unit_formats();
    int i, k, d, n = 0;

    for (i = 0; i < ds_formats_count(formats); i++) {
        const ds_format *format = ds_formats_at(formats, i);
        const ds_table *table = ds_format_table(format, "requests");
        ds_report *report = consistent(format);

        for (k = 0; k < table->n_rows * table->n_columns; k++) {
            for (d = -1; d <= 1; d += 2) {
                int cell = table->first_cell + k, f;
                const char *address = ds_format_address(format, cell);
                ds_findings *findings;

                report->cells[cell].value += d * DS_DECIMAL_ONE;
                findings = check(report, NULL);
                report->cells[cell].value -= d * DS_DECIMAL_ONE;
                ck_assert_msg(ds_findings_of(findings, DS_ERROR) >= 2, "%s", address);
                for (f = 0; f < ds_findings_count(findings); f++) {
                    const ds_finding *finding = ds_findings_at(findings, f);

                    ck_assert_msg(finding->suspects->nelts == 1, "%s", address);
                    ck_assert_str_eq(APR_ARRAY_IDX(finding->suspects, 0, const char *), address);
                    ck_assert_ptr_nonnull(strstr(finding->message,
                                                 ds_format_cell_name(format, cell, pool)));
                }
                n++;
            }
        }
    }
    ck_assert_int_eq(n, 2 * (161 + 175));
}
END_TEST

/* Of the table of disputes, the block is named. */
START_TEST(names_the_block_of_a_wrong_figure_of_disputes)
{
    const ds_format *format = unit_format("2021");
    const ds_table *table = ds_format_table(format, "disputes");
    ds_report *report = consistent(format);
    int k, j;

    for (k = 0; k < 15; k++) {
        ds_findings *findings;
        const ds_finding *finding;

        report->cells[table->first_cell + k].value += DS_DECIMAL_ONE;
        findings = check(report, NULL);
        report->cells[table->first_cell + k].value -= DS_DECIMAL_ONE;
        ck_assert_int_eq(ds_findings_count(findings), 1);
        finding = ds_findings_at(findings, 0);
        ck_assert_str_eq(finding->rule, "T4.sum");
        ck_assert_int_eq(finding->suspects->nelts, 5);
        for (j = 0; j < 5; j++) {
            ck_assert_str_eq(APR_ARRAY_IDX(finding->suspects, j, const char *),
                             ds_format_address(format, table->first_cell + k / 5 * 5 + j));
        }
    }
}
END_TEST

START_TEST(says_what_does_not_balance)
{
    const ds_format *format = unit_format("2019");
    ds_report *report = consistent(format);
    int cell = unit_cell(format, "requests/carried_out/natural");
    ds_findings *findings;
    const ds_finding *finding;

    report->cells[cell].value += 2 * DS_DECIMAL_ONE;
    findings = check(report, NULL);
    finding = ds_findings_find(findings, "T3.balance@requests/natural");
    ck_assert_ptr_nonnull(finding);
    ck_assert_int_eq(finding->severity, DS_ERROR);
    ck_assert_int_eq(finding->cells->nelts, 4);
    ck_assert_str_eq(APR_ARRAY_IDX(finding->cells, 0, const char *), "requests/new/natural");
    ck_assert_str_eq(APR_ARRAY_IDX(finding->cells, 1, const char *),
                     "requests/carried_in/natural");
    ck_assert_str_eq(APR_ARRAY_IDX(finding->cells, 2, const char *),
                     "requests/result_total/natural");
    ck_assert_str_eq(APR_ARRAY_IDX(finding->cells, 3, const char *),
                     "requests/carried_out/natural");
    ck_assert_int_eq(atoi(finding->actual) - atoi(finding->expected), 2);
    ck_assert_ptr_nonnull(strstr(finding->message, "现相差 2。请核对"));
    ck_assert_ptr_nonnull(ds_findings_find(findings, "T3.row_sum@requests/carried_out"));
    ck_assert_int_eq(ds_findings_count(findings), 2);
}
END_TEST

/* Faults that share no relation do not hide each other. */
START_TEST(keeps_separate_faults_apart)
{
    const ds_format *format = unit_format("2019");
    ds_report *report = consistent(format);
    ds_findings *findings;
    const ds_finding *finding;

    report->cells[unit_cell(format, "requests/granted/natural")].value += DS_DECIMAL_ONE;
    report->cells[unit_cell(format, "disputes/cases/direct_suit.other")].value += DS_DECIMAL_ONE;
    findings = check(report, NULL);
    ck_assert_int_eq(ds_findings_count(findings), 3);
    finding = ds_findings_find(findings, "T3.row_sum@requests/granted");
    ck_assert_int_eq(finding->suspects->nelts, 1);
    ck_assert_str_eq(APR_ARRAY_IDX(finding->suspects, 0, const char *),
                     "requests/granted/natural");
    finding = ds_findings_find(findings, "T4.sum@disputes/direct_suit");
    ck_assert_int_eq(finding->suspects->nelts, 5);
}
END_TEST

/* Two wrong figures in one column: no cell stands in all that fails. */
START_TEST(suspects_nobody_wrongly)
{
    const ds_format *format = unit_format("2019");
    ds_report *report = consistent(format);
    ds_findings *findings;
    int f;

    report->cells[unit_cell(format, "requests/granted/natural")].value += DS_DECIMAL_ONE;
    report->cells[unit_cell(format, "requests/partial/natural")].value += DS_DECIMAL_ONE;
    findings = check(report, NULL);
    ck_assert_int_eq(ds_findings_count(findings), 3);
    for (f = 0; f < 3; f++) {
        ck_assert_int_eq(ds_findings_at(findings, f)->suspects->nelts, 0);
        ck_assert_ptr_nonnull(strstr(ds_findings_at(findings, f)->message, "请核对相关各格"));
    }
}
END_TEST

/* A blank cell is a finding of its own, and what needs it is not assessable;
 * so for one that is not applicable, which is no fault in itself. */
START_TEST(counts_nothing_as_zero)
{
    const ds_format *format = unit_format("2019");
    ds_report *report = consistent(format);
    int cell = unit_cell(format, "requests/granted/natural");
    ds_findings *findings;
    const ds_finding *finding;

    ds_report_set_number(report, cell, 0);
    ds_report_set_blank(report, cell);
    findings = check(report, NULL);
    ck_assert_int_eq(ds_findings_count(findings), 3);
    finding = ds_findings_at(findings, 0);
    ck_assert_str_eq(finding->id, "C.blank@requests/granted/natural");
    ck_assert_int_eq(finding->severity, DS_ERROR);
    finding = ds_findings_find(findings, "T3.result_sum@requests/natural");
    ck_assert_int_eq(finding->severity, DS_NOT_ASSESSABLE);
    ck_assert_ptr_null(finding->expected);
    ck_assert_ptr_null(finding->actual);
    ck_assert_int_eq(finding->suspects->nelts, 0);
    ck_assert_ptr_nonnull(strstr(finding->message, ds_format_cell_name(format, cell, pool)));
    ck_assert_int_eq(ds_findings_find(findings, "T3.row_sum@requests/granted")->severity,
                     DS_NOT_ASSESSABLE);
    ds_report_set_na(report, cell);
    findings = check(report, NULL);
    ck_assert_int_eq(ds_findings_count(findings), 2);
    ck_assert_int_eq(ds_findings_of(findings, DS_NOT_ASSESSABLE), 2);
}
END_TEST

START_TEST(sums_up_an_empty_report)
{
    const ds_format *format = unit_format("2019");
    ds_findings *findings = check(ds_report_create(format, pool), NULL);
    const ds_finding *finding = ds_findings_find(findings, "T3.result_sum@requests/natural");
    int i, n_blank = 0;

    for (i = 0; i < ds_findings_count(findings); i++) {
        n_blank += strcmp(ds_findings_at(findings, i)->rule, "C.blank") == 0;
    }
    ck_assert_int_eq(n_blank, format->n_cells);
    ck_assert_int_eq(n_blank, 22 + 161 + 15);
    ck_assert_int_ge(ds_findings_of(findings, DS_NOT_ASSESSABLE), 40);
    ck_assert_ptr_nonnull(strstr(finding->message, "等 20 格没有数字"));
}
END_TEST

START_TEST(checks_single_cells)
{
    static const struct {
        const char *address;
        ds_decimal value;
        const char *unit, *id;
        ds_severity severity;
    } cases[] = {
        { "art20_9/procurement/projects", -DS_DECIMAL_ONE, NULL,
          "C.negative@art20_9/procurement/projects", DS_ERROR },
        { "art20_9/procurement/amount", -500000, "元", "C.negative@art20_9/procurement/amount",
          DS_ERROR },
        { "art20_9/procurement/amount", 500000, NULL, "C.unit@art20_9/procurement/amount",
          DS_WARNING },
        { "art20_9/procurement/amount", 0, NULL, NULL, DS_INFO },
        { "art20_9/procurement/projects", 500000, NULL, "C.number@art20_9/procurement/projects",
          DS_ERROR },
        { "art20_8/fees/change", -3 * DS_DECIMAL_ONE, NULL, NULL, DS_INFO },
    };
    const ds_format *format = unit_format("2019");
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_report *report = consistent(format);
        int cell = unit_cell(format, cases[i].address);
        ds_findings *findings;

        ds_report_set_number(report, cell, cases[i].value);
        ds_report_set_unit(report, cell, cases[i].unit);
        findings = check(report, NULL);
        ck_assert_int_eq(ds_findings_count(findings), cases[i].id != NULL);
        if (cases[i].id) {
            ck_assert_str_eq(ds_findings_at(findings, 0)->id, cases[i].id);
            ck_assert_int_eq(ds_findings_at(findings, 0)->severity, cases[i].severity);
        }
    }
}
END_TEST

START_TEST(compares_with_the_year_before)
{
    const ds_format *format = unit_format("2021");
    ds_report *previous = consistent(format), *report = consistent(format);
    const ds_table *table = ds_format_table(format, "requests");
    ds_findings *findings;
    const ds_finding *finding;
    int column;

    for (column = 0; column < table->n_columns; column++) {
        previous->cells[ds_table_cell(table, ds_table_row(table, "carried_out")->index, column)]
            = report->cells[ds_table_cell(table, ds_table_row(table, "carried_in")->index, column)];
    }
    set(previous, "art20_1/regulations/in_force", 5);
    findings = check(report, previous);
    ck_assert_msg(ds_findings_count(findings) == 0, "%s",
                  ds_findings_count(findings) ? ds_findings_at(findings, 0)->message : "");
    previous->cells[unit_cell(format, "requests/carried_out/legal")].value += DS_DECIMAL_ONE;
    findings = check(report, previous);
    ck_assert_int_eq(ds_findings_count(findings), 1);
    finding = ds_findings_at(findings, 0);
    ck_assert_str_eq(finding->id, "X.carry@requests/legal");
    ck_assert_int_eq(finding->cells->nelts, 1);
    ck_assert_str_eq(APR_ARRAY_IDX(finding->cells, 0, const char *), "requests/carried_in/legal");
    ck_assert_int_eq(finding->suspects->nelts, 0);
    ds_report_set_blank(previous, unit_cell(format, "requests/carried_out/legal"));
    finding = ds_findings_at(check(report, previous), 0);
    ck_assert_int_eq(finding->severity, DS_NOT_ASSESSABLE);
    ck_assert_ptr_nonnull(strstr(finding->message, "上年报告"));
}
END_TEST

/* Last year's report may have another format: what it lacks is not asked. */
START_TEST(compares_across_formats)
{
    ds_report *previous = consistent(unit_format("2019"));
    ds_report *report = consistent(unit_format("2021"));
    ds_findings *findings = check(report, previous);
    int i;

    for (i = 0; i < ds_findings_count(findings); i++) {
        ck_assert_str_ne(ds_findings_at(findings, i)->rule, "X.stock");
        ck_assert_int_ne(ds_findings_at(findings, i)->severity, DS_NOT_ASSESSABLE);
    }
    ck_assert_int_eq(ds_findings_of(findings, DS_ERROR), 7);
    ck_assert_str_eq(ds_findings_at(findings, 0)->rule, "X.carry");
}
END_TEST

/* A relation with a guard is asked only where it holds; without last year's
 * report it is then not assessable. */
START_TEST(asks_behind_guards)
{
    const ds_format *format = unit_format("2019");
    ds_report *previous = consistent(format), *report = consistent(format);
    const ds_table *table = ds_format_table(format, "requests");
    const ds_finding *finding;
    int i;

    ck_assert_ptr_null(ds_findings_find(check(report, NULL), "T4.plausible@disputes"));
    for (i = 0; i < table->n_rows * table->n_columns; i++) {
        ds_report_set_number(report, table->first_cell + i, 0);
    }
    finding = ds_findings_find(check(report, NULL), "T4.plausible@disputes");
    ck_assert_ptr_nonnull(finding);
    ck_assert_int_eq(finding->severity, DS_NOT_ASSESSABLE);
    ck_assert_int_ge(finding->cells->nelts, 3);
    ck_assert_ptr_null(ds_findings_find(check(report, previous), "T4.plausible@disputes"));
    set(previous, "requests/new/total", 0);
    finding = ds_findings_find(check(report, previous), "T4.plausible@disputes");
    ck_assert_ptr_nonnull(finding);
    ck_assert_int_eq(finding->severity, DS_WARNING);
    for (i = 0; i < 15; i++) {
        ds_report_set_number(report, ds_format_table(format, "disputes")->first_cell + i, 0);
    }
    ck_assert_ptr_null(ds_findings_find(check(report, previous), "T4.plausible@disputes"));
}
END_TEST

/* Figures at the bound: nothing wraps round. */
START_TEST(survives_the_largest_figures)
{
    const ds_format *format = unit_format("2021");
    ds_report *report = ds_report_create(format, pool);
    ds_findings *findings;
    int i;

    for (i = 0; i < format->n_cells; i++) {
        ds_report_set_number(report, i, DS_DECIMAL_MAX);
    }
    findings = check(report, NULL);
    ck_assert_ptr_nonnull(ds_findings_find(findings, "T3.result_sum@requests/natural"));
    ck_assert_str_eq(ds_findings_find(findings, "T3.result_sum@requests/natural")->expected,
                     "2100000000000");
    for (i = 0; i < format->n_cells; i++) {
        ds_report_set_number(report, i, APR_INT64_MAX);
    }
    findings = check(report, NULL);
    ck_assert_ptr_nonnull(strstr(ds_findings_find(findings, "T3.result_sum@requests/natural")
                                     ->message, "过大"));
}
END_TEST

/* What the reader found stays, and errors come first. */
START_TEST(adds_to_what_the_reader_found)
{
    ds_report *report = consistent(unit_format("2019"));
    ds_findings *findings = ds_findings_create(pool);
    ds_check_context context = { NULL, NULL };

    ds_findings_add(findings, DS_INFO, "C.number", "x", "m");
    ds_report_set_number(report, 0, -DS_DECIMAL_ONE);
    ds_check(findings, report, &context, pool);
    ck_assert_int_eq(ds_findings_at(findings, 0)->severity, DS_ERROR);
    ck_assert_ptr_nonnull(ds_findings_find(findings, "C.number@x"));
}
END_TEST

/* The same report gives the same ids, so that reasons stay. */
START_TEST(gives_the_same_ids_again)
{
    const ds_format *format = unit_format("2019");
    ds_findings *once = check(ds_report_create(format, pool), NULL);
    ds_findings *again = check(ds_report_create(format, pool), NULL);
    int i;

    ck_assert_int_eq(ds_findings_count(once), ds_findings_count(again));
    for (i = 0; i < ds_findings_count(once); i++) {
        ck_assert_str_eq(ds_findings_at(once, i)->id, ds_findings_at(again, i)->id);
        ck_assert_ptr_null(strchr(ds_findings_at(once, i)->id, '#'));
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, finds_nothing_in_a_consistent_report);
    tcase_add_test(cases, names_any_one_wrong_figure_of_requests);
    tcase_add_test(cases, names_the_block_of_a_wrong_figure_of_disputes);
    tcase_add_test(cases, says_what_does_not_balance);
    tcase_add_test(cases, keeps_separate_faults_apart);
    tcase_add_test(cases, suspects_nobody_wrongly);
    tcase_add_test(cases, counts_nothing_as_zero);
    tcase_add_test(cases, sums_up_an_empty_report);
    tcase_add_test(cases, checks_single_cells);
    tcase_add_test(cases, compares_with_the_year_before);
    tcase_add_test(cases, compares_across_formats);
    tcase_add_test(cases, asks_behind_guards);
    tcase_add_test(cases, survives_the_largest_figures);
    tcase_add_test(cases, adds_to_what_the_reader_found);
    tcase_add_test(cases, gives_the_same_ids_again);
}

UNIT_MAIN("core/check", add_all)
