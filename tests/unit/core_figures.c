/* The line of figures: written and read again, and lines that are none. */
#include "formats.h"

#include <string.h>

#include <apr_strings.h>

#include "core/figures.h"
#include "core/status.h"

static void set(ds_report *report, const char *address, ds_decimal value)
{
    ds_report_set_number(report, unit_cell(report->format, address), value);
}

START_TEST(reads_what_it_wrote)
{
    const ds_format *format = unit_format("2019");
    ds_report *report = ds_report_create(format, pool), *again = ds_report_create(format, pool);
    const char *line;

    set(report, "requests/new/natural", 12 * DS_DECIMAL_ONE);
    set(report, "art20_5/licensing/change", -8 * DS_DECIMAL_ONE);
    set(report, "art20_9/procurement/amount", DS_DECIMAL_ONE * 251 / 10);
    ds_report_set_unit(report, unit_cell(format, "art20_9/procurement/amount"), "万元");
    ds_report_set_na(report, unit_cell(format, "art20_1/regulations/made"));
    line = ds_figures_write(report, pool);
    ck_assert_msg(strncmp(line, "/ - - ", 6) == 0, "%s", line);
    ck_assert_ptr_nonnull(strstr(line, " 25.1万元 "));
    ck_assert_ptr_nonnull(strstr(line, " -8 "));
    ck_assert_int_eq(ds_figures_read(again, line), APR_SUCCESS);
    for (int i = 0; i < format->n_cells; i++) {
        const ds_cell *a = &report->cells[i], *b = &again->cells[i];

        ck_assert_int_eq(a->state, b->state);
        ck_assert(a->state != DS_CELL_NUMBER || a->value == b->value);
        ck_assert_msg(!a->unit == !b->unit && (!a->unit || !strcmp(a->unit, b->unit)),
                      "unit of %s", ds_format_address(format, i));
    }
}
END_TEST

/* The line of a blank report with its first cell (or its end) replaced. */
static const struct {
    const char *first, *end;
    apr_status_t status;
} lines[] = {
    { "-", "", APR_SUCCESS },       { "0", "", APR_SUCCESS },
    { "", "", DS_EINVALID },        { "x", "", DS_EINVALID },
    { "1万元", "", DS_EINVALID },   { "1.2.3", "", DS_EINVALID },
    { "99999999999", "", APR_SUCCESS }, { "100000000000", "", APR_SUCCESS },
    { "100000000001", "", DS_EINVALID }, { "007", "", APR_SUCCESS },
    { "12x", "", DS_EINVALID }, { "12,", "", DS_EINVALID },
    { "--", "", DS_EINVALID },      { "999999999999999", "", DS_EINVALID },
    { "-", " -", DS_EINVALID },     { "-", " ", DS_EINVALID },
};

START_TEST(refuses_what_is_no_line_of_the_format)
{
    const ds_format *format = unit_format("2021");
    ds_report *report = ds_report_create(format, pool);
    const char *blank = ds_figures_write(report, pool);
    const char *line = apr_pstrcat(pool, lines[_i].first, blank + 1, lines[_i].end, NULL);

    ck_assert_int_eq(ds_figures_read(report, line), lines[_i].status);
}
END_TEST

START_TEST(refuses_a_line_of_another_format)
{
    ds_report *report = ds_report_create(unit_format("2021"), pool);
    const char *line = ds_figures_write(ds_report_create(unit_format("2019"), pool), pool);

    ck_assert_int_eq(ds_figures_read(report, line), DS_EINVALID);
    ck_assert_int_eq(ds_figures_read(report, ""), DS_EINVALID);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, reads_what_it_wrote);
    tcase_add_loop_test(cases, refuses_what_is_no_line_of_the_format, 0,
                        sizeof lines / sizeof lines[0]);
    tcase_add_test(cases, refuses_a_line_of_another_format);
}

UNIT_MAIN("core/figures", add_all)
