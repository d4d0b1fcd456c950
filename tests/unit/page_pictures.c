/* Pictures: which ones an organ and a report get, from which figures, and when
 * there is nothing to see. */
#include "page/chart.h"
#include "page/pictures.h"
#include "page_fixture.h"

static const ds_format *format_2019, *format_2021;

static ds_report *report_of(int year, int received, int answered)
{
    ds_report *report = make_report(year < 2021 ? format_2019 : format_2021, year);

    set_count(report, "requests/new/total", received);
    set_count(report, "requests/result_total/total", answered);
    return report;
}

static void setup_formats(void)
{
    format_2019 = load_format("conf/formats/2019.xml");
    format_2021 = load_format("conf/formats/2021.xml");
}

static const char *written(const ds_pictures *pictures, int expected)
{
    ds_markup *m = ds_markup_create(pool);

    ck_assert_int_eq(ds_pictures_write(m, pictures, pool), expected);
    ck_assert_int_eq(count_of(bytes_of(m), "<figure"), expected);
    ck_assert_int_eq(count_of(bytes_of(m), "<svg"), expected);
    ck_assert_int_eq(count_of(bytes_of(m), "<h2"), expected > 0);
    return bytes_of(m);
}

static const char *of_report(const ds_report *report, int expected)
{
    const ds_pictures pictures = { .report = report };

    return written(&pictures, expected);
}

static const char *of_years(ds_report *const *reports, int n, int expected)
{
    ds_pictures pictures = { 0 };
    apr_array_header_t *years = apr_array_make(pool, 4, sizeof(const ds_report *));

    for (int i = 0; i < n; i++) {
        APR_ARRAY_PUSH(years, const ds_report *) = reports[i];
    }
    pictures.years = years;
    return written(&pictures, expected);
}

START_TEST(something_to_see)
{
    ck_assert(!ds_pictures_are_worth(9, 0));
    ck_assert(!ds_pictures_are_worth(2, DS_CHART_HANDFUL * DS_DECIMAL_ONE));
    ck_assert(ds_pictures_are_worth(2, DS_CHART_HANDFUL * DS_DECIMAL_ONE + 1));
    ck_assert(ds_pictures_are_worth(3, DS_DECIMAL_ONE));
}
END_TEST

START_TEST(years_across_formats)
{
    ds_report *reports[] = { report_of(2021, 4, 3), report_of(2020, 1, 1), report_of(2019, 2, 2) };
    const char *html;

    html = of_years(reports, 3, 1);
    assert_has(html, "<figure class=\"ds-picture\" id=\"ds-years\">");
    assert_has(html, "2019：新收2件，办结2件；2020：新收1件，办结1件；2021：新收4件，办结3件。");
    assert_has(html, "<tr><th scope=\"row\">2021</th><td>4</td><td>3</td></tr>");
}
END_TEST

START_TEST(a_missing_year_is_a_gap)
{
    ds_report *reports[] = { report_of(2022, 40, 30), report_of(2020, 10, 10) };

    assert_has(of_years(reports, 2, 1), "2021：新收无数据，办结无数据；2022");
}
END_TEST

START_TEST(a_blank_total_is_a_gap)
{
    ds_report *reports[] = { report_of(2021, 40, 30), report_of(2020, 10, 10) };

    ds_report_set_blank(reports[0], ds_format_cell(format_2021, "requests/result_total/total"));
    assert_has(of_years(reports, 2, 1), "2021：新收40件，办结无数据。");
}
END_TEST

START_TEST(few_years_of_few_cases_are_no_picture)
{
    ds_report *few[] = { report_of(2021, 1, 1), report_of(2020, 1, 1) };
    ds_report *twice[] = { report_of(2021, 2, 2), report_of(2020, 2, 2) };
    ds_report *one[] = { report_of(2021, 1000, 1000) };
    ds_report *none[] = { report_of(2021, 0, 0), report_of(2020, 0, 0), report_of(2022, 0, 0) };

    of_years(few, 2, 0);
    of_years(twice, 2, 0); /* the same cases received and answered are counted once */
    of_years(one, 1, 0);
    of_years(none, 3, 0);
    of_years(none, 0, 0);
}
END_TEST

START_TEST(only_the_latest_years_are_drawn)
{
    ds_report *reports[14];
    const char *html;

    for (int i = 0; i < 14; i++) {
        reports[i] = report_of(2034 - i, 10, 10);
    }
    html = of_years(reports, 14, 1);
    assert_has(html, "\">2023：新收10件");
    assert_lacks(html, "2022");
    assert_has(html, "2034：新收10件，办结10件。");
}
END_TEST

/* Groups are summed from their rows, in both formats under the same names; the
 * total is no part of them. */
static void assert_outcomes(int year)
{
    ds_report *report = report_of(year, 0, 77);
    const char *html;

    set_count(report, "requests/granted/total", 5);
    set_count(report, "requests/partial/total", 4);
    set_count(report, "requests/refused.law/total", 2);
    set_count(report, "requests/refused.query/total", 1);
    set_count(report, "requests/unavailable.unclear/total", 6);
    set_count(report, "requests/rejected.reissue/total", 7);
    set_count(report, year < 2021 ? "requests/other/total" : "requests/other.misc/total", 8);
    html = of_report(report, 1);
    assert_has(html, "id=\"ds-outcomes\"");
    assert_has(html, ">予以公开5件，部分公开4件，不予公开3件，无法提供6件，不予处理7件，其他处理8件。<");
    assert_has(html, apr_psprintf(pool, "%d年申请的办理结果</figcaption>", year));
    assert_has(html, "<tr><th scope=\"row\">不予公开</th><td>3</td><td>9%</td></tr>");
    assert_has(html, "</th><td>8</td><td>24%</td></tr></tbody>");
}

START_TEST(outcomes_are_the_groups_of_the_form)
{
    assert_outcomes(2020);
    assert_outcomes(2022);
}
END_TEST

START_TEST(outcomes_need_every_figure)
{
    ds_report *report = report_of(2022, 0, 0);

    set_count(report, "requests/granted/total", 50);
    ds_report_set_na(report, ds_format_cell(format_2021, "requests/refused.law/total"));
    of_report(report, 1);
    ds_report_set_blank(report, ds_format_cell(format_2021, "requests/refused.law/total"));
    of_report(report, 0);
}
END_TEST

START_TEST(applicants_are_the_columns)
{
    ds_report *report = report_of(2022, 9, 0);
    const char *html;

    set_count(report, "requests/new/natural", 7);
    set_count(report, "requests/new/charity", 2);
    html = of_report(report, 1);
    assert_has(html, ">自然人7件，商业企业0件，科研机构0件，社会公益组织2件，法律服务机构0件，其他0件。<");
    ck_assert_int_eq(count_of(html, "<rect"), 2);
}
END_TEST

START_TEST(disputes_have_their_groups)
{
    ds_report *report = report_of(2022, 0, 0);
    const char *html;

    set_count(report, "disputes/cases/reconsideration.upheld", 5);
    set_count(report, "disputes/cases/reconsideration.total", 5);
    set_count(report, "disputes/cases/direct_suit.pending", 1);
    set_count(report, "disputes/cases/direct_suit.total", 1);
    html = of_report(report, 1);
    assert_has(html, ">行政复议</text>");
    assert_has(html, ">行政诉讼 未经复议直接起诉</text>");
    assert_lacks(html, ">行政诉讼 复议后起诉</text>");
    assert_has(html, "<tr><th scope=\"row\">行政诉讼 复议后起诉：尚未审结</th><td>0</td></tr>");
    assert_lacks(html, "总计");
    set_count(report, "disputes/cases/reconsideration.upheld", 4);
    of_report(report, 0);
}
END_TEST

/* A sum can hold what a report never does. */
START_TEST(negative_figures_are_no_picture)
{
    ds_report *report = report_of(2022, 9, 0);

    set_count(report, "requests/new/natural", 12);
    set_count(report, "requests/new/business", -3);
    of_report(report, 0);
}
END_TEST

START_TEST(tables_may_be_elsewhere)
{
    ds_report *report = report_of(2022, 90, 80);
    apr_array_header_t *years = apr_array_make(pool, 4, sizeof(const ds_report *));
    const ds_pictures pictures = { years, "/disclosure/north/", report, "" };
    const char *html;

    set_count(report, "requests/granted/total", 80);
    set_count(report, "disputes/cases/reconsideration.other", 8);
    APR_ARRAY_PUSH(years, const ds_report *) = report;
    APR_ARRAY_PUSH(years, const ds_report *) = report_of(2021, 40, 40);
    html = written(&pictures, 3);
    assert_lacks(html, "<table");
    assert_has(html, "<a href=\"/disclosure/north/#ds-years\">");
    assert_has(html, "<a href=\"#ds-section-requests\">数据表：收到和处理政府信息公开申请情况</a>");
    assert_has(html, "<a href=\"#ds-section-disputes\">");
}
END_TEST

START_TEST(other_formats_have_no_pictures)
{
    ds_report *report = make_report(load_format("tests/data/formats/invented.xml"), 2031);

    for (int cell = 0; cell < report->format->n_cells; cell++) {
        ds_report_set_number(report, cell, 9 * DS_DECIMAL_ONE);
    }
    of_report(report, 0);
    of_years(&report, 1, 0);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_checked_fixture(cases, setup_formats, NULL);
    tcase_add_test(cases, something_to_see);
    tcase_add_test(cases, years_across_formats);
    tcase_add_test(cases, a_missing_year_is_a_gap);
    tcase_add_test(cases, a_blank_total_is_a_gap);
    tcase_add_test(cases, few_years_of_few_cases_are_no_picture);
    tcase_add_test(cases, only_the_latest_years_are_drawn);
    tcase_add_test(cases, outcomes_are_the_groups_of_the_form);
    tcase_add_test(cases, outcomes_need_every_figure);
    tcase_add_test(cases, applicants_are_the_columns);
    tcase_add_test(cases, disputes_have_their_groups);
    tcase_add_test(cases, negative_figures_are_no_picture);
    tcase_add_test(cases, tables_may_be_elsewhere);
    tcase_add_test(cases, other_formats_have_no_pictures);
}

UNIT_MAIN("page/pictures", add_all)
