/* What differs between two versions, and the page that says so. */
#include "page/changes.h"
#include "page_fixture.h"

static const ds_change *change_at(const apr_array_header_t *changes, int i)
{
    ck_assert_int_lt(i, changes->nelts);
    return &APR_ARRAY_IDX(changes, i, ds_change);
}

static ds_report *first_version(void)
{
    ds_report *report = make_report(load_format("conf/formats/2019.xml"), 2020);

    ds_report_add_paragraph(report, 1, "甲");
    ds_report_add_paragraph(report, 1, "乙");
    ds_report_add_paragraph(report, 1, "丙");
    ds_report_set_signature(report, "北街街道办事处", "2021-01-29");
    return report;
}

START_TEST(nothing_differs)
{
    ds_report *a = first_version();
    ds_report *b = ds_report_copy(a, pool);

    ck_assert_int_eq(ds_changes_figures(a, b, pool)->nelts, 0);
    ck_assert_int_eq(ds_changes_texts(a, b, pool)->nelts, 0);
}
END_TEST

/* One way each in which a cell may differ. */
START_TEST(cells_that_differ)
{
    ds_report *a = first_version();
    ds_report *b = ds_report_copy(a, pool);
    const ds_format *format = a->format;
    int amount = ds_format_cell(format, "art20_9/procurement/amount");
    int natural = ds_format_cell(format, "requests/new/natural");
    apr_array_header_t *changes;

    ds_report_set_na(b, 0);
    ds_report_set_blank(b, 1);
    ds_report_set_cell_note(b, 2, "其中修订1件");
    ds_report_set_unit(b, amount, "万元");
    set_count(b, "requests/new/natural", 12);
    changes = ds_changes_figures(a, b, pool);
    ck_assert_int_eq(changes->nelts, 5);
    ck_assert_str_eq(change_at(changes, 0)->before, "0");
    ck_assert_str_eq(change_at(changes, 0)->after, "/");
    ck_assert_str_eq(change_at(changes, 0)->part, "二、主动公开政府信息情况");
    ck_assert_str_eq(change_at(changes, 1)->after, "空白");
    ck_assert_str_eq(change_at(changes, 2)->after, "0（其中修订1件）");
    ck_assert_str_eq(change_at(changes, 3)->after, "0万元");
    ck_assert_str_eq(change_at(changes, 4)->after, "12");
    ck_assert_str_eq(change_at(changes, 4)->what, ds_format_cell_name(format, natural, pool));
    ck_assert_str_eq(change_at(changes, 4)->part, "三、收到和处理政府信息公开申请情况");
}
END_TEST

START_TEST(values_of_cells_without_figures_do_not_count)
{
    ds_report *a = first_version();
    ds_report *b = ds_report_copy(a, pool);

    set_count(a, "requests/new/natural", 3);
    for (int i = 0; i < a->format->n_cells; i++) {
        ds_report_set_blank(a, i);
        ds_report_set_blank(b, i);
    }
    ck_assert_int_eq(ds_changes_figures(a, b, pool)->nelts, 0);
}
END_TEST

START_TEST(formats_that_differ_meet_by_address)
{
    ds_report *a = first_version();
    ds_report *b = make_report(load_format("conf/formats/2021.xml"), 2020);
    apr_array_header_t *changes = ds_changes_figures(a, b, pool);
    int gone = 0;
    int new = 0;

    for (int i = 0; i < changes->nelts; i++) {
        gone += change_at(changes, i)->after == NULL;
        new += change_at(changes, i)->before == NULL;
    }
    ck_assert_int_eq(gone + new, changes->nelts);
    ck_assert_int_eq(a->format->n_cells - gone, b->format->n_cells - new);
    ck_assert_int_gt(gone, 7);
    ck_assert_int_gt(new, 20);
    changes = ds_changes_texts(a, b, pool);
    ck_assert_str_eq(change_at(changes, 0)->what, "报告格式");
}
END_TEST

static const struct {
    const char *paragraphs[5];
    const char *before, *after;
} passages[] = {
    { { "甲", "改", "丙" }, "乙", "改" },
    { { "甲", "丙" }, "乙", NULL },
    { { "甲", "乙", "增", "丙" }, NULL, "增" },
    { { "丙", "乙", "甲" }, "甲\n乙\n丙", "丙\n乙\n甲" },
    { { NULL }, "甲\n乙\n丙", NULL },
    { { "甲", "甲", "乙", "丙" }, NULL, "甲" },
};

START_TEST(passage_that_differs)
{
    ds_report *a = first_version();
    ds_report *b = make_report(a->format, 2020);
    apr_array_header_t *changes;

    ds_report_set_signature(b, "北街街道办事处", "2021-01-29");
    for (int i = 0; passages[_i].paragraphs[i] != NULL; i++) {
        ds_report_add_paragraph(b, 1, passages[_i].paragraphs[i]);
    }
    changes = ds_changes_texts(a, b, pool);
    ck_assert_int_eq(changes->nelts, 1);
    ck_assert_str_eq(change_at(changes, 0)->part, "一、总体情况");
    ck_assert_pstr_eq(change_at(changes, 0)->before, passages[_i].before);
    ck_assert_pstr_eq(change_at(changes, 0)->after, passages[_i].after);
}
END_TEST

START_TEST(other_texts_that_differ)
{
    ds_report *a = first_version();
    ds_report *b = ds_report_copy(a, pool);
    apr_array_header_t *changes;

    ds_report_set_title(b, "标题");
    ds_report_set_organ_name(b, "北街");
    ds_report_add_note(b, ds_format_table(b->format, "disputes")->index, "注");
    ds_report_set_signature(b, "北街", "2021-03-05");
    changes = ds_changes_texts(a, b, pool);
    ck_assert_int_eq(changes->nelts, 5);
    ck_assert_str_eq(change_at(changes, 0)->what, "标题");
    ck_assert_str_eq(change_at(changes, 1)->what, "机关名称");
    ck_assert_str_eq(change_at(changes, 2)->what, "表下说明");
    ck_assert_str_eq(change_at(changes, 3)->what, "落款");
    ck_assert_str_eq(change_at(changes, 4)->after, "2021年3月5日");
}
END_TEST

static const char *page_of(const ds_publication *const *versions, int n)
{
    apr_array_header_t *list = apr_array_make(pool, 4, sizeof(ds_publication *));
    ds_page *page = ds_page_create(pool);

    for (int i = 0; i < n; i++) {
        APR_ARRAY_PUSH(list, const ds_publication *) = versions[i];
    }
    ds_public_changes(page, make_site(), list, pool);
    assert_lacks(bytes_of(page->breadcrumb), "<script");
    return bytes_of(page->body);
}

START_TEST(page_shows_the_last_correction)
{
    ds_report *a = first_version();
    ds_report *b = ds_report_copy(a, pool);
    ds_publication *versions[3];
    const char *html;

    set_count(b, "requests/new/natural", 12);
    ds_report_add_paragraph(b, 1, HOSTILE);
    versions[0] = make_publication(NULL, 1, 3);
    versions[1] = make_publication(a, 2, 3);
    versions[2] = make_publication(b, 3, 3);
    versions[1]->notice = HOSTILE;
    html = page_of((const ds_publication *const *)versions, 3);
    assert_has(html, "更正数据1处，文字1处。");
    assert_has(html, "<td>0</td><td>12</td>");
    assert_has(html, "<td>（原无此项）</td><td>" HOSTILE_TEXT "</td>");
    assert_has(html, "<a href=\"/disclosure/north/2020\">第3次发布的版本</a>"
                     "<span class=\"ds-tag\">现行</span>");
    assert_has(html, "<a href=\"/disclosure/north/2020/v1\">第1次发布的版本</a>");
    assert_has(html, "<p class=\"ds-reason\">" HOSTILE_TEXT "</p>");
    assert_lacks(html, "<script");
}
END_TEST

START_TEST(page_without_a_correction)
{
    ds_publication *only = make_publication(first_version(), 1, 1);

    assert_has(page_of((const ds_publication *const *)&only, 1), "这份报告发布以后没有更正。");
}
END_TEST

START_TEST(page_without_the_version_before)
{
    ds_publication *versions[] = {
        make_publication(NULL, 1, 2), make_publication(first_version(), 2, 2)
    };

    assert_has(page_of((const ds_publication *const *)versions, 2), "更正前的版本已经撤下");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, nothing_differs);
    tcase_add_test(cases, cells_that_differ);
    tcase_add_test(cases, values_of_cells_without_figures_do_not_count);
    tcase_add_test(cases, formats_that_differ_meet_by_address);
    tcase_add_loop_test(cases, passage_that_differs, 0, sizeof(passages) / sizeof(passages[0]));
    tcase_add_test(cases, other_texts_that_differ);
    tcase_add_test(cases, page_shows_the_last_correction);
    tcase_add_test(cases, page_without_a_correction);
    tcase_add_test(cases, page_without_the_version_before);
}

UNIT_MAIN("page/changes", add_all)
