/* The index, an organ's page, the rules, and the pages for problems. */
#include "core/relation.h"
#include "page_fixture.h"

static void add_entry(apr_array_header_t *entries, const char *organ, const char *name,
                      ds_organ_kind kind, int year, int version)
{
    ds_index_entry *entry = apr_array_push(entries);

    *entry = (ds_index_entry){
        organ, name, kind, year, apr_psprintf(pool, "%s%d年年报", name, year),
        apr_psprintf(pool, "%d-01-29", year + 1), version
    };
}

static apr_array_header_t *make_years(int first, int last)
{
    apr_array_header_t *years = apr_array_make(pool, 4, sizeof(int));

    for (int year = first; year <= last; year++) {
        APR_ARRAY_PUSH(years, int) = year;
    }
    return years;
}

static void assert_order(const char *html, const char *const *parts)
{
    for (; *parts != NULL; parts++) {
        html = strstr(html, *parts);
        ck_assert_msg(html != NULL, "missing or too early: %s", *parts);
    }
}

START_TEST(index_goes_by_year_and_kind)
{
    static const char *const order[] = {
        "<h1 class=\"ds-head\">政府信息公开年报</h1>", "/disclosure/year/2020/",
        "/disclosure/year/2019/", "2020年度", "政府</h3>", "/disclosure/region/2020",
        "镇街</h3>", "/disclosure/south/2020", "已更正", "/disclosure/north/2020", "2019年度",
        "/disclosure/north/2019", NULL
    };
    apr_array_header_t *entries = apr_array_make(pool, 8, sizeof(ds_index_entry));
    ds_page *page = ds_page_create(pool);

    add_entry(entries, "north", "北街", DS_ORGAN_TOWN, 2019, 1);
    add_entry(entries, "south", "南街", DS_ORGAN_TOWN, 2020, 2);
    add_entry(entries, "region", "某区人民政府", DS_ORGAN_REGION, 2020, 1);
    add_entry(entries, "north", "北街", DS_ORGAN_TOWN, 2020, 1);
    ds_public_index(page, make_site(), 0, make_years(2019, 2020), entries, pool);
    assert_order(bytes_of(page->body), order);
    ck_assert_int_eq(count_of(bytes_of(page->body), "镇街</h3>"), 2);
    ck_assert_int_eq(count_of(bytes_of(page->body), "已更正"), 1);
    assert_lacks(bytes_of(page->meta), "ArticleTitle");
    assert_has(bytes_of(page->meta), "ColumnType");
}
END_TEST

START_TEST(chosen_year_is_marked)
{
    apr_array_header_t *entries = apr_array_make(pool, 8, sizeof(ds_index_entry));
    ds_page *page = ds_page_create(pool);

    add_entry(entries, "north", "北街", DS_ORGAN_TOWN, 2020, 1);
    ds_public_index(page, make_site(), 2020, make_years(2019, 2021), entries, pool);
    assert_has(bytes_of(page->body),
               "<a href=\"/disclosure/year/2020/\" aria-current=\"page\">2020年</a>");
    ck_assert_int_eq(count_of(bytes_of(page->body), "aria-current"), 1);
    ck_assert_str_eq(page->title, "2020年政府信息公开年报 - 某区人民政府");
}
END_TEST

START_TEST(empty_lists_speak)
{
    apr_array_header_t *none = apr_array_make(pool, 1, sizeof(ds_index_entry));
    ds_page *page = ds_page_create(pool);
    ds_page *first = ds_page_create(pool);
    ds_page *organ = ds_page_create(pool);

    ds_public_index(page, make_site(), 2022, make_years(2019, 2021), none, pool);
    assert_has(bytes_of(page->body), "2022年度的报告尚未在此发布。");
    ds_public_index(first, make_site(), 0, make_years(1, 0), none, pool);
    assert_has(bytes_of(first->body), "目前还没有在此发布的年度报告。");
    assert_lacks(bytes_of(first->body), "<nav");
    ds_public_organ(organ, make_site(), make_organ("north", "北街"), none, none, none, NULL, pool);
    assert_has(bytes_of(organ->body), "该机关的年度报告尚未在此发布。");
}
END_TEST

START_TEST(organ_page_names_missing_years)
{
    static const char *const order[] = {
        "<h1 class=\"ds-head\">北街</h1>", "/disclosure/north/2022\"", "2021年度的报告尚未在此发布",
        "2020年度的报告尚未在此发布", "/disclosure/north/2019\"", NULL
    };
    apr_array_header_t *entries = apr_array_make(pool, 8, sizeof(ds_index_entry));
    apr_array_header_t *none = apr_array_make(pool, 1, sizeof(ds_organ *));
    ds_page *page = ds_page_create(pool);

    add_entry(entries, "north", "北街", DS_ORGAN_TOWN, 2019, 1);
    add_entry(entries, "north", "北街", DS_ORGAN_TOWN, 2022, 1);
    ds_public_organ(page, make_site(), make_organ("north", "北街"), entries, none, none, NULL, pool);
    assert_order(bytes_of(page->body), order);
    ck_assert_int_eq(count_of(bytes_of(page->body), "尚未在此发布"), 2);
    assert_lacks(bytes_of(page->body), "联系方式");
    assert_lacks(bytes_of(page->body), "相关栏目");
}
END_TEST

START_TEST(organ_page_shows_contact_and_relatives)
{
    apr_array_header_t *none = apr_array_make(pool, 1, sizeof(ds_index_entry));
    apr_array_header_t *related = apr_array_make(pool, 3, sizeof(ds_organ *));
    ds_organ *organ = make_organ("north", "北街");
    ds_page *page = ds_page_create(pool);
    const char *html;

    organ->telephone = "0533-1234567";
    organ->guide_url = "/guide.html";
    organ->rules_url = "javascript:alert(1)";
    organ->request_url = "//elsewhere.example";
    APR_ARRAY_PUSH(organ->predecessors, const char *) = "old";
    APR_ARRAY_PUSH(organ->successors, const char *) = "new";
    APR_ARRAY_PUSH(related, ds_organ *) = make_organ("old", "老街");
    APR_ARRAY_PUSH(related, ds_organ *) = make_organ("new", NULL);
    APR_ARRAY_PUSH(related, ds_organ *) = make_organ("other", "别处");
    ds_public_organ(page, make_site(), organ, none, none, related, NULL, pool);
    html = bytes_of(page->body);
    assert_has(html, "<dt>联系电话</dt><dd>0533-1234567</dd>");
    assert_lacks(html, "传真");
    assert_has(html, "<a href=\"/guide.html\">政府信息公开指南</a>");
    assert_lacks(html, "javascript");
    assert_lacks(html, "elsewhere");
    assert_has(html, "承继而来</h2><ul class=\"ds-links\"><li><a href=\"/disclosure/old/\">老街</a>");
    assert_has(html, "由下列机关承继</h2><ul class=\"ds-links\"><li><a href=\"/disclosure/new/\">new</a>");
    assert_lacks(html, "别处");
}
END_TEST

START_TEST(lists_escape_names)
{
    apr_array_header_t *entries = apr_array_make(pool, 8, sizeof(ds_index_entry));
    apr_array_header_t *none = apr_array_make(pool, 1, sizeof(ds_organ *));
    ds_organ *organ = make_organ("north", HOSTILE);
    ds_page *list = ds_page_create(pool);
    ds_page *page = ds_page_create(pool);

    organ->address = organ->postcode = organ->telephone = organ->fax = HOSTILE;
    organ->email = organ->hours = HOSTILE;
    organ->guide_url = "/" HOSTILE;
    add_entry(entries, "north", HOSTILE, DS_ORGAN_TOWN, 2020, 1);
    ds_public_index(list, make_site(), 2020, make_years(2020, 2020), entries, pool);
    ck_assert_int_eq(count_of(bytes_of(list->body), HOSTILE_TEXT), 1);
    ds_public_organ(page, make_site(), organ, entries, none, none, NULL, pool);
    ck_assert_int_eq(count_of(bytes_of(page->body), HOSTILE_TEXT), 8);
    assert_has(bytes_of(page->body), "href=\"/" HOSTILE_ATTR "\"");
    assert_lacks(bytes_of(list->body), "<script");
    assert_lacks(bytes_of(page->body), "<script");
    assert_lacks(bytes_of(page->breadcrumb), "<script");
}
END_TEST

START_TEST(rules_page_has_every_relation)
{
    ds_site *site = make_site();
    ds_page *page = ds_page_create(pool);
    ds_markup *expected;
    const char *html;
    int n = 0;

    ds_public_rules(page, site, pool);
    html = bytes_of(page->body);
    for (int i = 0; i < ds_formats_count(site->formats); i++) {
        const ds_format *format = ds_formats_at(site->formats, i);

        assert_has(html, format->notice);
        for (int k = 0; k < format->n_relations; k++, n++) {
            expected = ds_markup_create(pool);
            ds_markup_element(expected, "code",
                              ds_relation_text(format, &format->relations[k], pool));
            assert_has(html, bytes_of(expected));
            expected = ds_markup_create(pool);
            ds_markup_element(expected, "h3", format->relations[k].name);
            assert_has(html, bytes_of(expected));
        }
    }
    ck_assert_int_gt(n, 80);
    ck_assert_int_eq(count_of(html, "<code>"), n);
}
END_TEST

static const struct {
    int status;
    const char *title;
} problems[] = {
    { 400, "请求无法识别" }, { 401, "请先登录" }, { 403, "不能查看这个页面" },
    { 404, "没有找到这个页面" }, { 405, "不支持这种操作" }, { 410, "这份报告已经撤下" },
    { 413, "提交的内容过大" }, { 415, "不支持这种文件" }, { 503, "暂时无法查看" },
    { 500, "系统出现了错误" }, { 599, "系统出现了错误" },
};

START_TEST(problem_says_what_and_where_to_go)
{
    ds_page *page = ds_page_create(pool);
    const char *html;

    ds_public_problem(page, make_site(), problems[_i].status, NULL, NULL, pool);
    html = bytes_of(page->body);
    assert_has(html, problems[_i].title);
    assert_has(html, "<a class=\"ds-go\" href=\"/disclosure/\">返回政府信息公开年报</a>");
    assert_lacks(html, "说明：");
    assert_lacks(html, "！");
    assert_has(bytes_of(page->meta), "noindex");
    assert_has(bytes_of(page->meta), "SiteName");
    assert_lacks(bytes_of(page->meta), "ColumnName");
}
END_TEST

START_TEST(problem_gives_the_reason)
{
    ds_page *page = ds_page_create(pool);

    ds_public_problem(page, make_site(), 410, HOSTILE, NULL, pool);
    assert_has(bytes_of(page->body), "<p class=\"ds-notice\">说明：" HOSTILE_TEXT "</p>");
    assert_lacks(bytes_of(page->body), "<script");
}
END_TEST

static const char *problem_near(const ds_nearby *nearby)
{
    ds_page *page = ds_page_create(pool);

    ds_public_problem(page, make_site(), 404, NULL, nearby, pool);
    return bytes_of(page->body);
}

START_TEST(problem_shows_what_is_near)
{
    static const int published[] = { 2016, 2019, 2021, 2025 };
    apr_array_header_t *entries = apr_array_make(pool, 4, sizeof(ds_index_entry));
    ds_nearby nearby = { .organ = make_organ("north", "北街"), .year = 2020, .entries = entries };
    const char *html = problem_near(&nearby);

    assert_has(html, "北街的年度报告尚未在此发布。");
    assert_has(html, "<a href=\"/disclosure/north/\">北街的全部年度报告和联系方式</a>");
    assert_lacks(html, "<ul");
    for (int i = 0; i < 4; i++) {
        add_entry(entries, "north", "北街", DS_ORGAN_TOWN, published[i], 1);
    }
    html = problem_near(&nearby);
    assert_has(html, "/disclosure/north/2019\"");
    assert_has(html, "/disclosure/north/2021\"");
    assert_lacks(html, "/disclosure/north/2016\"");
    assert_lacks(html, "/disclosure/north/2025\"");
    assert_lacks(html, "尚未在此发布。");
    nearby = (ds_nearby){ .year = 2020, .entries = entries, .years = make_years(2019, 2021) };
    assert_has(problem_near(&nearby), "<a href=\"/disclosure/year/2021/\">2021年</a>");
}
END_TEST

START_TEST(problem_in_place_of_a_fragment)
{
    static const struct { int status; const char *sentence; } sentences[] = {
        { 404, "这份年度报告尚未在此发布。" }, { 410, "撤下了这份年度报告" },
        { 503, "暂时不能显示" }, { 500, "暂时不能显示" }
    };

    for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
        ds_markup *m = ds_markup_create(pool);

        ds_public_problem_fragment(m, make_site(), sentences[i].status, HOSTILE, pool);
        assert_has(bytes_of(m), sentences[i].sentence);
        assert_has(bytes_of(m), "<a href=\"/disclosure/\">政府信息公开年报</a>");
        assert_has(bytes_of(m), HOSTILE_TEXT);
        assert_lacks(bytes_of(m), "<h1");
        assert_lacks(bytes_of(m), "<script");
    }
}
END_TEST

START_TEST(organ_page_lists_reports_of_those_before)
{
    static const char *const order[] = {
        "/disclosure/north/2022\"", "原机关的年度报告", "<h3 class=\"ds-kind\"><a "
        "href=\"/disclosure/old/\">老街</a></h3>", "/disclosure/old/2019\">老街2019年年报</a>",
        "/disclosure/old/2018\"", "承继而来", NULL
    };
    apr_array_header_t *entries = apr_array_make(pool, 8, sizeof(ds_index_entry));
    apr_array_header_t *none = apr_array_make(pool, 1, sizeof(const ds_report *));
    apr_array_header_t *related = apr_array_make(pool, 3, sizeof(ds_organ *));
    ds_organ *organ = make_organ("north", "北街");
    ds_page *page = ds_page_create(pool);

    APR_ARRAY_PUSH(organ->predecessors, const char *) = "old";
    APR_ARRAY_PUSH(organ->successors, const char *) = "new";
    APR_ARRAY_PUSH(related, ds_organ *) = make_organ("old", "老街");
    APR_ARRAY_PUSH(related, ds_organ *) = make_organ("new", "新街");
    add_entry(entries, "north", "北街", DS_ORGAN_TOWN, 2022, 1);
    add_entry(entries, "old", "老街", DS_ORGAN_TOWN, 2018, 1);
    add_entry(entries, "old", "老街", DS_ORGAN_TOWN, 2019, 1);
    add_entry(entries, "new", "新街", DS_ORGAN_TOWN, 2023, 1);
    ds_public_organ(page, make_site(), organ, entries, none, related, NULL, pool);
    assert_order(bytes_of(page->body), order);
    assert_lacks(bytes_of(page->body), "/disclosure/new/2023");
    assert_lacks(bytes_of(page->body), "尚未在此发布");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, index_goes_by_year_and_kind);
    tcase_add_test(cases, chosen_year_is_marked);
    tcase_add_test(cases, empty_lists_speak);
    tcase_add_test(cases, organ_page_names_missing_years);
    tcase_add_test(cases, organ_page_shows_contact_and_relatives);
    tcase_add_test(cases, lists_escape_names);
    tcase_add_test(cases, rules_page_has_every_relation);
    tcase_add_loop_test(cases, problem_says_what_and_where_to_go, 0,
                        sizeof(problems) / sizeof(problems[0]));
    tcase_add_test(cases, problem_gives_the_reason);
    tcase_add_test(cases, problem_shows_what_is_near);
    tcase_add_test(cases, problem_in_place_of_a_fragment);
    tcase_add_test(cases, organ_page_lists_reports_of_those_before);
}

UNIT_MAIN("page/lists", add_all)
