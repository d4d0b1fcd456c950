/* A report as a value: tidy text, bounds, copies. */
#include <string.h>

#include <apr_strings.h>

#include "core/canonical.h"
#include "core/status.h"
#include "formats.h"

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

START_TEST(begins_empty)
{
    ds_report *report = ds_report_create(unit_format("2019"), pool);
    int i;

    ck_assert(ds_report_is_empty(report));
    for (i = 0; i < report->format->n_cells; i++) {
        ck_assert_int_eq(report->cells[i].state, DS_CELL_BLANK);
        ck_assert_str_eq(ds_report_cell_text(report, i, pool), "");
    }
    ds_report_set_title(report, "题");
    ds_report_set_organ_name(report, "机关");
    ck_assert(ds_report_is_empty(report));
}
END_TEST

START_TEST(knows_what_is_filled_in)
{
    const ds_format *format = unit_format("2019");
    ds_report *reports[6];
    int i;

    for (i = 0; i < 6; i++) {
        reports[i] = ds_report_create(format, pool);
    }
    ds_report_set_number(reports[0], 3, 0);
    ds_report_set_na(reports[1], format->n_cells - 1);
    ds_report_set_cell_note(reports[2], 0, "注");
    ds_report_add_note(reports[3], format->n_tables - 1, "注");
    ds_report_add_paragraph(reports[4], 0, "段");
    ds_report_set_signature(reports[5], "落款", NULL);
    for (i = 0; i < 6; i++) {
        ck_assert_msg(!ds_report_is_empty(reports[i]), "case %d", i);
    }
    ds_report_set_blank(reports[0], 3);
    ck_assert(ds_report_is_empty(reports[0]));
}
END_TEST

START_TEST(keeps_text_tidy)
{
    ds_report *report = ds_report_create(unit_format("2019"), pool);
    char title[] = "\u3000甲\r\n乙\v丙 ";

    ds_report_set_title(report, title);
    memset(title, 'x', sizeof(title) - 1);
    ck_assert_str_eq(report->title, "甲\n乙\n丙");
    ds_report_set_title(report, " \u00A0");
    ck_assert_ptr_null(report->title);
    ds_report_set_title(report, NULL);
    ck_assert_ptr_null(report->title);
    ds_report_set_signature(report, " 落款 ", "2021-02-30");
    ck_assert_str_eq(report->signature_name, "落款");
    ck_assert_ptr_null(report->signature_date);
    ds_report_set_signature(report, "", "2021-01-29");
    ck_assert_ptr_null(report->signature_name);
    ck_assert_str_eq(report->signature_date, "2021-01-29");
    ds_report_set_cell_note(report, 0, "　其中 ");
    ck_assert_str_eq(report->cells[0].note, "其中");
    ds_report_set_cell_note(report, 0, "");
    ck_assert_ptr_null(report->cells[0].note);
    ck_assert_int_eq(ds_report_add_paragraph(report, 1, " \n "), APR_SUCCESS);
    ck_assert_int_eq(report->prose[1]->nelts, 0);
    ck_assert_int_eq(ds_report_add_paragraph(report, 1, " 段 "), APR_SUCCESS);
    ck_assert_str_eq(APR_ARRAY_IDX(report->prose[1], 0, ds_block).text, "段");
}
END_TEST

START_TEST(takes_figures_with_a_digest_and_words)
{
    static const struct {
        const char *digest, *alt;
        apr_status_t status;
    } cases[] = {
        { DIGEST, "图", APR_SUCCESS },
        { DIGEST, " ", DS_EINVALID },
        { DIGEST, NULL, DS_EINVALID },
        { NULL, "图", DS_EINVALID },
        { "", "图", DS_EINVALID },
        { DIGEST "0", "图", DS_EINVALID },
        { "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", "图", DS_EINVALID },
        { "../3456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "图", DS_EINVALID },
    };
    ds_report *report = ds_report_create(unit_format("2019"), pool);
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ck_assert_msg(ds_report_add_figure(report, 0, cases[i].digest, cases[i].alt, " ")
                          == cases[i].status, "case %zu", i);
    }
    ck_assert_int_eq(report->prose[0]->nelts, 1);
    ck_assert_ptr_null(APR_ARRAY_IDX(report->prose[0], 0, ds_block).text);
    ck_assert_ptr_null(APR_ARRAY_IDX(report->prose[0], 0, ds_block).caption);
}
END_TEST

START_TEST(keeps_to_the_bound)
{
    ds_report *report = ds_report_create(unit_format("2019"), pool);
    int i;

    for (i = 0; i < DS_REPORT_MAX_BLOCKS; i++) {
        ck_assert_int_eq(ds_report_add_paragraph(report, 0, "段"), APR_SUCCESS);
        ck_assert_int_eq(ds_report_add_note(report, 2, "注"), APR_SUCCESS);
    }
    ck_assert_int_eq(ds_report_add_paragraph(report, 0, "段"), DS_ETOOLARGE);
    ck_assert_int_eq(ds_report_add_figure(report, 0, DIGEST, "图", NULL), DS_ETOOLARGE);
    ck_assert_int_eq(ds_report_add_note(report, 2, "注"), DS_ETOOLARGE);
    ck_assert_int_eq(report->prose[0]->nelts, DS_REPORT_MAX_BLOCKS);
    ck_assert_int_eq(report->notes[2]->nelts, DS_REPORT_MAX_BLOCKS);
    ck_assert_int_eq(ds_report_add_paragraph(report, 1, "段"), APR_SUCCESS);
}
END_TEST

START_TEST(shows_cells)
{
    ds_report *report = ds_report_create(unit_format("2019"), pool);

    ds_report_set_number(report, 0, 25100000);
    ck_assert_str_eq(ds_report_cell_text(report, 0, pool), "25.1");
    ds_report_set_number(report, 0, -8 * DS_DECIMAL_ONE);
    ck_assert_str_eq(ds_report_cell_text(report, 0, pool), "-8");
    ds_report_set_na(report, 0);
    ck_assert_str_eq(ds_report_cell_text(report, 0, pool), "/");
    ds_report_set_blank(report, 0);
    ck_assert_str_eq(ds_report_cell_text(report, 0, pool), "");
}
END_TEST

/* A copy stands on its own when the original's pool is gone. */
START_TEST(copies_deeply)
{
    const ds_format *format = unit_format("2019");
    apr_pool_t *short_lived;
    ds_report *report, *copy;
    apr_size_t len;
    char *before;

    apr_pool_create(&short_lived, pool);
    report = ds_report_create(format, short_lived);
    report->organ = apr_pstrdup(short_lived, "jixia");
    report->year = 2020;
    ds_report_set_organ_name(report, "机关");
    ds_report_set_title(report, "题");
    ds_report_set_signature(report, "落款", "2021-01-29");
    ds_report_add_paragraph(report, 0, "段");
    ds_report_add_figure(report, 0, DIGEST, "图", "说明");
    ds_report_add_note(report, 0, "注");
    ds_report_set_number(report, 0, DS_DECIMAL_ONE);
    ds_report_set_cell_note(report, 0, "其中");
    ds_report_set_unit(report, 1, "万元");
    before = apr_pstrdup(pool, ds_canonical(report, &len, pool));
    copy = ds_report_copy(report, pool);
    ds_report_add_paragraph(report, 0, "又一段");
    ds_report_set_number(report, 0, 0);
    apr_pool_destroy(short_lived);
    ck_assert_str_eq(ds_canonical(copy, &len, pool), before);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, begins_empty);
    tcase_add_test(cases, knows_what_is_filled_in);
    tcase_add_test(cases, keeps_text_tidy);
    tcase_add_test(cases, takes_figures_with_a_digest_and_words);
    tcase_add_test(cases, keeps_to_the_bound);
    tcase_add_test(cases, shows_cells);
    tcase_add_test(cases, copies_deeply);
}

UNIT_MAIN("core/report", add_all)
