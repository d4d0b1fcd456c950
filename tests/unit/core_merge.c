/* Two people's work on one report, field by field. */
#include "formats.h"

#include <string.h>

#include "core/merge.h"

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define HEAD "requests/new/natural"

static ds_report *begin(void)
{
    ds_report *report = ds_report_create(unit_format("2019"), pool);
    ds_report_set_title(report, "题");
    ds_report_set_signature(report, "稷下街道办事处", "2021-01-29");
    ds_report_add_paragraph(report, 1, "第一段。");
    ds_report_set_number(report, ds_format_cell(report->format, HEAD), 0);
    return report;
}

static int has(const apr_array_header_t *names, const char *name)
{
    for (int i = 0; i < names->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(names, i, const char *), name) == 0) {
            return 1;
        }
    }
    return 0;
}

START_TEST(what_one_side_changed_is_kept)
{
    ds_report *base = begin(), *theirs = ds_report_copy(base, pool);
    ds_report *mine = ds_report_copy(base, pool);
    int cell = ds_format_cell(base->format, HEAD), other = cell + 1;
    ds_report_set_title(theirs, "改过的题");
    ds_report_add_figure(theirs, 1, DIGEST, "柱形图", NULL);
    ds_report_set_cell_note(theirs, cell, "其中网上1件");
    ds_report_set_na(mine, other);
    ds_report_add_note(mine, 0, "注：一");
    ds_report_set_signature(mine, "稷下街道办事处", "2021-01-30");
    ds_merge *merge = ds_merge_reports(base, theirs, mine, pool);
    ck_assert_int_eq(merge->both->nelts, 0);
    ck_assert_int_eq(merge->taken->nelts, 3);
    ck_assert(has(merge->taken, "title") && has(merge->taken, HEAD)
              && has(merge->taken, "section/overview"));
    ck_assert_str_eq(merge->report->title, "改过的题");
    ck_assert_str_eq(merge->report->cells[cell].note, "其中网上1件");
    ck_assert_int_eq(merge->report->cells[other].state, DS_CELL_NA);
    ck_assert_int_eq(merge->report->prose[1]->nelts, 2);
    ck_assert_str_eq(merge->report->signature_date, "2021-01-30");
    ck_assert_str_eq(ds_field_text(merge->report, "notes/art20_1", pool), "注：一");
    ck_assert_str_eq(ds_field_text(merge->report, "section/overview", pool),
                     "第一段。\n图片：柱形图");
}
END_TEST

START_TEST(what_both_changed_is_asked)
{
    ds_report *base = begin(), *theirs = ds_report_copy(base, pool);
    ds_report *mine = ds_report_copy(base, pool);
    int cell = ds_format_cell(base->format, HEAD);
    ds_report_set_number(theirs, cell, 1 * DS_DECIMAL_ONE);
    ds_report_set_number(mine, cell, 2 * DS_DECIMAL_ONE);
    ds_report_set_title(theirs, "同样");
    ds_report_set_title(mine, "同样");
    ds_merge *merge = ds_merge_reports(base, theirs, mine, pool);
    ck_assert_int_eq(merge->taken->nelts, 0);
    ck_assert_int_eq(merge->both->nelts, 1);
    ck_assert(has(merge->both, HEAD));
    ck_assert_str_eq(ds_field_text(merge->report, HEAD, pool), "2");
    ck_assert_int_eq(ds_field_take(merge->report, theirs, HEAD), 1);
    ck_assert_str_eq(ds_field_text(merge->report, HEAD, pool), "1");
    ck_assert_int_eq(ds_field_is_same(merge->report, theirs, HEAD), 1);
}
END_TEST

/* Without the beginning nobody can tell who changed what. */
START_TEST(without_a_base_everything_is_asked)
{
    ds_report *theirs = begin(), *mine = begin();
    ds_report_set_title(theirs, "他的");
    ds_report_add_note(mine, 0, "我的");
    ds_merge *merge = ds_merge_reports(NULL, theirs, mine, pool);
    ck_assert_int_eq(merge->taken->nelts, 0);
    ck_assert_int_eq(merge->both->nelts, 2);
    ck_assert(has(merge->both, "title") && has(merge->both, "notes/art20_1"));
}
END_TEST

START_TEST(names_that_are_no_fields)
{
    static const char *const names[] = { "", "section/", "section/requests", "notes/x", "_token",
                                         "requests/new", "figure/overview/1:alt" };
    ds_report *report = begin(), *other = begin();
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        ck_assert_int_eq(ds_field_take(report, other, names[i]), 0);
        ck_assert_int_eq(ds_field_is_same(report, other, names[i]), 1);
        ck_assert_str_eq(ds_field_text(report, names[i], pool), "");
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, what_one_side_changed_is_kept);
    tcase_add_test(cases, what_both_changed_is_asked);
    tcase_add_test(cases, without_a_base_everything_is_asked);
    tcase_add_test(cases, names_that_are_no_fields);
}

UNIT_MAIN("core/merge", add_all)
