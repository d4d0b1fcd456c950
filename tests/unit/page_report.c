/* The report page: its parts, its versions, its meta tags, hostile text. */
#include "page_fixture.h"

#define DIGEST "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"

static ds_report *report_2020(void)
{
    ds_report *report = make_report(load_format("conf/formats/2019.xml"), 2020);

    ds_report_set_organ_name(report, "某区北街街道办事处");
    ds_report_set_signature(report, "北街街道办事处", "2021-01-29");
    ds_report_add_paragraph(report, 0, "统计期限为2020年。");
    return report;
}

static const char *body_of(const ds_publication *p)
{
    ds_page *page = ds_page_create(pool);

    ds_public_report(page, make_site(), p, pool);
    return bytes_of(page->body);
}

static const char *meta_of(ds_site *site, const ds_publication *p)
{
    ds_page *page = ds_page_create(pool);

    ds_public_report(page, site, p, pool);
    return bytes_of(page->meta);
}

START_TEST(parts_stand_in_official_order)
{
    static const char *const order[] = {
        "<h1", "统计期限为2020年。", "<h2 class=\"ds-part\">一、总体情况</h2>",
        "<h2 class=\"ds-part\">二、主动公开政府信息情况</h2>", "第二十条第（一）项",
        "<h2 class=\"ds-part\">三、收到和处理政府信息公开申请情况</h2>", "申请人情况",
        "<h2 class=\"ds-part\">四、政府信息公开行政复议、行政诉讼情况</h2>", "行政诉讼</th>",
        "<h2 class=\"ds-part\">五、存在的主要问题及改进情况</h2>",
        "<h2 class=\"ds-part\">六、其他需要报告的事项</h2>", "北街街道办事处<br>",
        "2021年1月29日</time></p>", "数据摘要（SM3）", DIGEST
    };
    const char *at = body_of(make_publication(report_2020(), 1, 1));

    for (unsigned i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
        at = strstr(at, order[i]);
        ck_assert_msg(at != NULL, "missing or too early: %s", order[i]);
    }
}
END_TEST

START_TEST(title_is_the_published_one)
{
    ds_publication *p = make_publication(report_2020(), 1, 1);

    assert_has(body_of(p), "<h1 class=\"ds-title\"><span>某区北街街道办事处</span>"
                           "<span>2020年政府信息公开工作年度报告</span></h1>");
    p->title = "北街2020年年报";
    assert_has(body_of(p), "<h1 class=\"ds-title\"><span>北街2020年年报</span></h1>");
}
END_TEST

START_TEST(furniture_leaves_out_what_is_not_known)
{
    ds_publication *p = make_publication(report_2020(), 1, 1);
    const char *html = body_of(p);

    assert_lacks(html, "索引号");
    assert_has(html, "<dt>文号</dt><dd>无文号</dd>");
    assert_has(html, "<dt>发布机构</dt><dd>某区北街街道办事处</dd>");
    assert_has(html, "<time datetime=\"2021-01-29\">2021年1月29日</time>");
    p->index_number = "X/2021-7";
    p->document_number = "北街〔2021〕3号";
    html = body_of(p);
    assert_has(html, "<dt>索引号</dt><dd>X/2021-7</dd>");
    assert_has(html, "<dt>文号</dt><dd>北街〔2021〕3号</dd>");
}
END_TEST

START_TEST(organ_is_named_as_on_that_day)
{
    ds_report *report = make_report(load_format("conf/formats/2019.xml"), 2020);
    ds_publication *p = make_publication(report, 1, 1);
    ds_organ *organ = make_organ("north", NULL);
    static const ds_dated_name names[] = {
        { "full", "某区北镇人民政府", NULL, "2021-01-01" },
        { "full", "某区北街街道办事处", "2021-01-01", "2022-01-01" },
        { "full", "某区新街街道办事处", "2022-01-01", NULL }
    };

    for (int i = 0; i < 3; i++) {
        *(ds_dated_name *)apr_array_push(organ->names) = names[i];
    }
    p->organ = organ;
    assert_has(body_of(p), "<dd>某区北街街道办事处</dd>");
    p->published_on = "2020-12-31";
    assert_has(body_of(p), "<dd>某区北镇人民政府</dd>");
}
END_TEST

START_TEST(first_version_has_no_notice)
{
    const char *html = body_of(make_publication(report_2020(), 1, 1));

    assert_lacks(html, "ds-notice");
    assert_has(html, "href=\"/disclosure/north/2020.xml\"");
    assert_has(html, "href=\"/disclosure/north/2020.json\"");
    assert_has(html, "href=\"/disclosure/north/2020.csv\"");
    assert_has(html, "href=\"/disclosure/north/2020.docx\"");
}
END_TEST

START_TEST(corrected_version_says_so_first)
{
    ds_publication *p = make_publication(report_2020(), 2, 2);
    const char *html;

    p->notice = "漏计一件申请";
    html = body_of(p);
    assert_has(html, "<article class=\"ds-page ds-report\"><p class=\"ds-notice\">本报告于"
                     "<time datetime=\"2021-01-29\">2021年1月29日</time>更正。漏计一件申请。详见"
                     "<a href=\"/disclosure/north/2020/changes\">更正说明</a>和"
                     "<a href=\"/disclosure/north/2020/v1\">更正前的版本</a>。</p>");
    assert_has(html, "href=\"/disclosure/north/2020.xml\"");
    p->notice = "漏计一件申请。";
    assert_has(body_of(p), "漏计一件申请。详见");
    p->notice = NULL;
    assert_has(body_of(p), "更正。详见");
}
END_TEST

START_TEST(earlier_version_points_to_the_current)
{
    const ds_publication *p = make_publication(report_2020(), 1, 2);
    const char *html = body_of(p);
    const char *meta = meta_of(make_site(), p);

    assert_has(html, "这是本报告第1次发布的版本，已被后来的版本替换。请查看"
                     "<a href=\"/disclosure/north/2020\">现行版本</a>");
    assert_has(html, "href=\"/disclosure/north/2020/v1.xml\"");
    assert_has(meta, "<meta name=\"robots\" content=\"noindex\">");
    assert_lacks(meta, "canonical");
}
END_TEST

START_TEST(meta_tags_of_three_groups)
{
    static const char *const tags[] = {
        "<meta name=\"SiteName\" content=\"某区人民政府\">",
        "<meta name=\"SiteDomain\" content=\"www.example.gov.cn\">",
        "<meta name=\"SiteIDCode\" content=\"3700000001\">",
        "<meta name=\"ColumnName\" content=\"政府信息公开年报\">",
        "<meta name=\"ColumnDescription\" content=\"各机关历年的年度报告。\">",
        "<meta name=\"ColumnKeywords\" content=\"政府信息公开,年报\">",
        "<meta name=\"ColumnType\" content=\"信息公开年报\">",
        "<meta name=\"ArticleTitle\" content=\"某区北街街道办事处2020年政府信息公开工作年度报告\">",
        "<meta name=\"PubDate\" content=\"2021-01-29 09:41\">",
        "<meta name=\"ContentSource\" content=\"某区北街街道办事处\">",
        "<meta name=\"Url\" content=\"https://www.example.gov.cn/disclosure/north/2020\">",
        "<link rel=\"canonical\" href=\"https://www.example.gov.cn/disclosure/north/2020\">",
        "<meta name=\"description\" content=\"",
        "<link rel=\"stylesheet\" href=\"/disclosure/assets/1a2b3c4d/disclosure.css\">"
    };
    const char *meta = meta_of(make_site(), make_publication(report_2020(), 1, 1));

    for (unsigned i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
        assert_has(meta, tags[i]);
    }
    assert_lacks(meta, "robots");
}
END_TEST

START_TEST(empty_meta_tags_are_left_out)
{
    ds_site *site = make_site();
    const char *meta;

    site->base_url = NULL;
    site->site_domain = NULL;
    site->site_id_code = "";
    site->column_keywords = "";
    meta = meta_of(site, make_publication(report_2020(), 1, 1));
    assert_lacks(meta, "content=\"\"");
    assert_lacks(meta, "SiteDomain");
    assert_lacks(meta, "SiteIDCode");
    assert_lacks(meta, "ColumnKeywords");
    assert_lacks(meta, "Url");
    assert_lacks(meta, "canonical");
}
END_TEST

START_TEST(day_without_minute)
{
    ds_publication *p = make_publication(report_2020(), 1, 1);

    p->published_at = 0;
    assert_has(meta_of(make_site(), p), "<meta name=\"PubDate\" content=\"2021-01-29 00:00\">");
}
END_TEST

START_TEST(pictures_have_text_and_caption)
{
    ds_report *report = report_2020();
    const char *html;

    ck_assert_int_eq(ds_report_add_figure(report, 1, DIGEST, "柱形图", "图1"), APR_SUCCESS);
    html = body_of(make_publication(report, 1, 1));
    assert_has(html, "<figure class=\"ds-figure\"><img src=\"/disclosure/files/" DIGEST
                     "\" alt=\"柱形图\" loading=\"lazy\"><figcaption>图1</figcaption></figure>");
}
END_TEST

START_TEST(fragment_is_the_article_alone)
{
    ds_markup *m = ds_markup_create(pool);
    const char *html;

    ds_public_fragment(m, make_site(), make_publication(report_2020(), 1, 1), pool);
    html = bytes_of(m);
    ck_assert_int_eq(strncmp(html, "<article class=\"ds-page", 23), 0);
    ck_assert_str_eq(html + strlen(html) - strlen("</article>"), "</article>");
    assert_has(html, "<h2 class=\"ds-title\">");
    assert_has(html, "<h3 class=\"ds-part\">一、总体情况</h3>");
    assert_lacks(html, "<h1");
    assert_lacks(html, "<link");
    assert_lacks(html, "<script");
}
END_TEST

/* Every text that somebody else wrote, once each. */
START_TEST(hostile_text_stays_text)
{
    ds_report *report = report_2020();
    ds_publication *p = make_publication(report, 2, 2);
    ds_site *site = make_site();
    ds_page *page = ds_page_create(pool);
    const char *body;

    site->site_name = site->column_name = site->site_id_code = HOSTILE;
    ds_report_set_title(report, HOSTILE);
    ds_report_set_organ_name(report, "x" HOSTILE);
    ds_report_set_signature(report, HOSTILE, "2021-01-29");
    ds_report_add_paragraph(report, 0, HOSTILE "\n（一）" HOSTILE);
    ds_report_add_figure(report, 1, DIGEST, HOSTILE, HOSTILE);
    ds_report_add_note(report, 0, HOSTILE);
    ds_report_set_cell_note(report, 0, HOSTILE);
    p->title = p->notice = p->index_number = p->document_number = HOSTILE;
    ds_public_report(page, site, p, pool);
    body = bytes_of(page->body);
    assert_lacks(body, "<script");
    ck_assert_int_eq(count_of(body, HOSTILE_TEXT), 12);
    ck_assert_int_eq(count_of(body, "alt=\"" HOSTILE_ATTR "\""), 1);
    ck_assert_int_eq(count_of(bytes_of(page->meta), "content=\"" HOSTILE_ATTR "\""), 4);
    ck_assert_int_eq(count_of(bytes_of(page->meta), "<script"), 2); /* our own */
    assert_lacks(bytes_of(page->breadcrumb), "<script");
    assert_lacks(bytes_of(page->footer), "<script");
}
END_TEST

/* Pictures of its figures stand under the document, for those who see the page
 * itself, and lead to its tables. */
START_TEST(pictures_stand_under_the_document)
{
    ds_report *report = report_2020();
    ds_publication *p = make_publication(report, 1, 1);
    ds_markup *m = ds_markup_create(pool);
    const char *html;

    assert_lacks(body_of(p), "<aside");
    set_count(report, "requests/new/natural", 9);
    html = strstr(body_of(p), "</article>");
    ck_assert_int_eq(strncmp(html, "</article><aside class=\"ds-page ds-aside\"", 41), 0);
    assert_has(html, "<a href=\"#ds-section-requests\">");
    ck_assert_int_eq(count_of(body_of(p), "<section id=\"ds-section-requests\">"), 1);
    ds_public_fragment(m, make_site(), p, pool);
    assert_lacks(bytes_of(m), "<svg");
    assert_lacks(bytes_of(m), " id=\"");
}
END_TEST

START_TEST(page_stays_small)
{
    ds_page *page = ds_page_create(pool);
    ds_template *t;
    apr_size_t len;

    ck_assert_ptr_null(ds_template_load(&t, "htdocs/template.html", pool, pool));
    ds_public_report(page, make_site(), make_publication(report_2020(), 1, 1), pool);
    ds_template_render(t, page, &len, pool);
    ck_assert_uint_lt(len, 24 * 1024);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, parts_stand_in_official_order);
    tcase_add_test(cases, title_is_the_published_one);
    tcase_add_test(cases, furniture_leaves_out_what_is_not_known);
    tcase_add_test(cases, organ_is_named_as_on_that_day);
    tcase_add_test(cases, first_version_has_no_notice);
    tcase_add_test(cases, corrected_version_says_so_first);
    tcase_add_test(cases, earlier_version_points_to_the_current);
    tcase_add_test(cases, meta_tags_of_three_groups);
    tcase_add_test(cases, empty_meta_tags_are_left_out);
    tcase_add_test(cases, day_without_minute);
    tcase_add_test(cases, pictures_have_text_and_caption);
    tcase_add_test(cases, fragment_is_the_article_alone);
    tcase_add_test(cases, hostile_text_stays_text);
    tcase_add_test(cases, pictures_stand_under_the_document);
    tcase_add_test(cases, page_stays_small);
}

UNIT_MAIN("page/report_page", add_all)
