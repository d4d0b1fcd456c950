/* The comparison as the public sees it. */
#include "page_fixture.h"
#include "series_sample.h"

#include "page/compare.h"

static ds_site *site;
static ds_series_source *source;

static void start(int first, int last)
{
    site = make_site();
    source = sample_source(first, last);
}

static const char *page_of(const char *column)
{
    const ds_compare_view view = { ds_series_make(site->formats, source, pool, pool), column };
    ds_page *page = ds_page_create(pool);

    ds_public_compare(page, site, &view, pool);
    return apr_pstrcat(pool, page->title, "\n", bytes_of(page->meta), "\n",
                       bytes_of(page->breadcrumb), "\n", bytes_of(page->body), NULL);
}

/* The row of the page that begins with that label. */
static const char *row_of(const char *text, const char *label)
{
    const char *at = strstr(text, apr_pstrcat(pool, "scope=\"row\">", label, "<", NULL));

    ck_assert_msg(at != NULL, "no row %s", label);
    return apr_pstrmemdup(pool, at, strstr(at, "</tr>") - at);
}

START_TEST(figures_differences_and_shares)
{
    ds_report *before, *now;
    const char *text, *row;

    start(2020, 2021);
    before = sample_year(source->reports, site->formats, "2019", 2020);
    now = sample_year(source->reports, site->formats, "2021", 2021);
    sample_set(before, "requests/granted/total", "4");
    sample_set(now, "requests/granted/total", "6");
    sample_set(now, "requests/result_total/total", "9");
    sample_set(now, "requests/carried_out/total", "3");
    sample_set(before, "requests/partial/total", "2");
    sample_set(now, "requests/partial/total", "2");
    text = page_of(NULL);
    row = row_of(text, "（一）予以公开");
    assert_has(row, "<td>4</td>");
    assert_has(row, "<td>6<span class=\"ds-beside\">+2（+50.0%）</span>"
                    "<span class=\"ds-beside ds-share\">占66.7%</span></td>");
    assert_has(row_of(text, "四、结转下年度继续办理"), "<td>3<span class=\"ds-beside\">+3</span>");
    assert_has(row_of(text, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"), "持平");
    assert_lacks(row_of(text, "1.属于国家秘密"), "ds-beside");
    assert_has(row_of(text, "对外公开总数量"), "<td class=\"ds-none\">无此项</td>");
    assert_has(text, "各年的报告格式不同：2020年按国办公开办函〔2019〕60号；2021年按国办公开办函〔2021〕30号");
    assert_has(text, "<link rel=\"canonical\" href=\"https://www.example.gov.cn/disclosure/north/"
                     "compare/2020-2021\"");
    assert_has(text, "href=\"/disclosure/north/compare/2020-2021.csv\"");
    assert_has(text, "href=\"/disclosure/north/2020\"");
}
END_TEST

/* What one format has in one row and the other in three is compared as a whole,
 * its parts below; the group's name is not said twice. */
START_TEST(divided_rows_stand_below_their_sum)
{
    const char *text, *row;

    start(2020, 2021);
    sample_set(sample_year(source->reports, site->formats, "2019", 2020), "requests/other/total",
               "4");
    sample_set(sample_year(source->reports, site->formats, "2021", 2021),
               "requests/other.misc/total", "5");
    text = page_of(NULL);
    row = row_of(text, "（六）其他处理");
    assert_has(row, "是各项之和");
    assert_has(row, "+1（+25.0%）");
    ck_assert_int_eq(count_of(text, "（六）其他处理"), 1);
    assert_has(row_of(text, "3.其他"), "无此项");
    ck_assert_int_eq(count_of(text, "<span>（五）不予处理</span>"), 1);
    ck_assert_int_eq(count_of(text, "<span>三、本年度办理结果</span>"), 1);
    ck_assert_int_eq(count_of(text, "scope=\"row\">（七）总计<"), 1);
}
END_TEST

START_TEST(one_column_in_place_of_the_totals)
{
    const ds_series *series;
    const char *text;

    start(2021, 2022);
    sample_set(sample_year(source->reports, site->formats, "2021", 2022), "requests/new/legal",
               "7");
    sample_set(sample_year(source->reports, site->formats, "2021", 2021), "requests/new/total",
               "8");
    text = page_of(NULL);
    assert_has(row_of(text, "一、本年新收政府信息公开申请数量"), "<td>8</td>");
    assert_has(text, "href=\"/disclosure/north/compare/2021-2022/legal\">法律服务机构</a>");
    assert_has(text, "href=\"/disclosure/north/compare/2021-2022\" aria-current=\"page\">总计</a>");
    ck_assert_int_eq(count_of(text, "<h2 class=\"ds-part\""), 3);
    assert_has(text, "<svg");
    text = page_of("legal");
    assert_has(row_of(text, "一、本年新收政府信息公开申请数量"), "<td>7<");
    ck_assert_int_eq(count_of(text, "<h2"), 1);
    assert_lacks(text, "<svg");
    assert_lacks(text, "rel=\"canonical\"");
    assert_has(text, "/legal\" aria-current=\"page\"");
    series = ds_series_make(site->formats, source, pool, pool);
    ck_assert(ds_compare_has_column(series, "legal"));
    ck_assert(!ds_compare_has_column(series, "total"));
    ck_assert(!ds_compare_has_column(series, "decisions"));
    ck_assert(!ds_compare_has_column(series, "reconsideration.total"));
    ck_assert(!ds_compare_has_column(series, "<b>"));
}
END_TEST

START_TEST(years_that_cannot_be_compared_say_so)
{
    apr_array_header_t *east = apr_array_make(pool, 2, sizeof(ds_year_report));
    apr_array_header_t *west = apr_array_make(pool, 2, sizeof(ds_year_report));
    ds_year_report *own;
    const char *text;

    start(2018, 2023);
    APR_ARRAY_PUSH((apr_array_header_t *)source->predecessors, ds_predecessor) =
        (ds_predecessor){ make_organ("east", "东街" HOSTILE), east };
    APR_ARRAY_PUSH((apr_array_header_t *)source->predecessors, ds_predecessor) =
        (ds_predecessor){ make_organ("west", "西街" HOSTILE), west };
    sample_year(east, site->formats, "2019", 2019);
    sample_year(east, site->formats, "2019", 2020);
    sample_year(west, site->formats, "2019", 2020);
    for (int i = 0; i < 2; i++) {
        APR_ARRAY_IDX(east, i, ds_year_report).organ = "east";
        APR_ARRAY_IDX(east, i, ds_year_report).organ_name = "东街" HOSTILE;
    }
    sample_year(source->reports, site->formats, "2021", 2021);
    sample_year(source->reports, site->formats, "2021", 2023);
    own = &APR_ARRAY_IDX(source->reports, 0, ds_year_report);
    own->version = 2;
    APR_ARRAY_PUSH((apr_array_header_t *)source->withdrawn, int) = 2022;
    text = page_of(NULL);
    assert_has(text, "2021年的报告发布后作过更正");
    assert_has(text, "2018年没有在此发布报告，不能比较。");
    assert_has(text, "2022年的报告已经撤回，不能比较。");
    assert_has(text, "2019年由前身机关分别报告，已经发布的有：<a href=\"/disclosure/east/2019\">东街"
                     HOSTILE_TEXT "</a>；没有发布的有：西街" HOSTILE_TEXT "。");
    assert_has(text, "2020年的数字是各前身机关的报告之和：");
    assert_has(text, "2021年</a><span class=\"ds-beside\">已更正</span>");
    assert_has(text, "2020年<span class=\"ds-beside\">前身机关合计</span>");
    assert_has(text, "<a href=\"/disclosure/north/2022\">2022年</a>"
                     "<span class=\"ds-beside\">已撤回</span>");
    ck_assert_int_eq(count_of(row_of(text, "（一）予以公开"), "无报告"), 3);
    assert_lacks(text, "<script>\"");
}
END_TEST

/* The invented form: nothing of it is known to the code. */
START_TEST(another_format_needs_no_code)
{
    ds_formats *formats = NULL;
    const char *error = ds_formats_load(&formats, "tests/data/formats", SCHEMA, pool, pool);
    const char *text;
    ds_report *report;

    ck_assert_msg(error == NULL, "%s", error);
    start(2030, 2031);
    site->formats = formats;
    report = sample_year(source->reports, formats, "2031", 2031);
    sample_set(report, "services/certificates/total", "3");
    sample_set(report, "services/all/total", "4");
    sample_set(report, "spending/printing/planned", "12345.67");
    ds_report_set_unit(report, unit_cell(report->format, "spending/printing/planned"), "元");
    text = page_of(NULL);
    assert_has(row_of(text, "（乙）开具证明"), "占75.0%");
    assert_has(text, "<span>（甲）来信来访</span>");
    assert_has(row_of(strstr(text, "印刷经费"), "本年预算（万元）"), "1.234567");
    assert_has(text, "/compare/2030-2031/online.portal.closed\">办结数</a>");
    assert_has(page_of("online.app"), "<h3 class=\"ds-kind\">甲、服务办理</h3>");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, figures_differences_and_shares);
    tcase_add_test(cases, divided_rows_stand_below_their_sum);
    tcase_add_test(cases, one_column_in_place_of_the_totals);
    tcase_add_test(cases, years_that_cannot_be_compared_say_so);
    tcase_add_test(cases, another_format_needs_no_code);
}

UNIT_MAIN("page/compare", add_all)
