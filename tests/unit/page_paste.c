/* The body for somebody else's editor: nothing that an editor throws away. */
#include "page_fixture.h"

#define DIGEST "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
#define ADDRESS "https://www.example.gov.cn/disclosure/north/2020"

static ds_report *report_2020(void)
{
    ds_report *report = make_report(load_format("conf/formats/2019.xml"), 2020);

    ds_report_set_organ_name(report, "某区北街街道办事处");
    ds_report_set_signature(report, "北街街道办事处", "2021-01-29");
    ds_report_add_paragraph(report, 0, "统计期限为2020年。");
    return report;
}

static const char *body_of(const ds_site *site, const ds_publication *p)
{
    ds_markup *m = ds_markup_create(pool);

    ds_public_paste(m, site, p, pool);
    return bytes_of(m);
}

START_TEST(parts_stand_in_official_order)
{
    static const char *const order[] = {
        "<h2 style=\"", "某区北街街道办事处2020年政府信息公开工作年度报告</h2>", "统计期限为2020年。",
        "一、总体情况</h3>", "二、主动公开政府信息情况</h3>", "<table border=\"1\"",
        "第二十条第（一）项", "三、收到和处理政府信息公开申请情况</h3>", "四、", "五、", "六、",
        "北街街道办事处<br>2021年1月29日", "原文地址：<a href=\"" ADDRESS "\">" ADDRESS "</a>",
        "数据摘要（SM3）：" DIGEST "</p>"
    };
    const char *at = body_of(make_site(), make_publication(report_2020(), 1, 1));

    for (unsigned i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
        at = strstr(at, order[i]);
        ck_assert_msg(at != NULL, "missing or too early: %s", order[i]);
    }
    ck_assert_str_eq(strstr(at, "</p>"), "</p>");
}
END_TEST

START_TEST(nothing_that_editors_throw_away)
{
    const char *html = body_of(make_site(), make_publication(report_2020(), 2, 2));

    assert_lacks(html, " class=");
    assert_lacks(html, "<time");
    assert_lacks(html, "<caption");
    assert_lacks(html, "<thead");
    assert_lacks(html, "<col");
    assert_lacks(html, "<div");
    assert_lacks(html, "<span");
}
END_TEST

START_TEST(correction_is_told_first)
{
    ds_publication *p = make_publication(report_2020(), 2, 2);

    assert_lacks(body_of(make_site(), make_publication(report_2020(), 1, 1)), "更正");
    p->notice = "更正表三。";
    assert_has(body_of(make_site(), p), "本报告于2021年1月29日更正。更正表三。</p>");
}
END_TEST

START_TEST(pictures_are_named_in_full)
{
    ds_report *report = report_2020();
    ds_site *site = make_site();
    ds_publication *p = make_publication(report, 1, 1);

    ds_report_add_figure(report, 1, DIGEST, "公开栏", "图1");
    assert_has(body_of(site, p), "src=\"https://www.example.gov.cn/disclosure/files/" DIGEST
                                 "\" alt=\"公开栏\"");
    site->base_url = NULL;
    assert_has(body_of(site, p), "src=\"/disclosure/files/" DIGEST "\"");
    assert_has(body_of(site, p), "<a href=\"/disclosure/north/2020\">");
}
END_TEST

/* What is known to be no picture would be a broken one. */
START_TEST(attachments_are_links_named_in_full)
{
    static const ds_report_file paper = { 0, "PDF文件", "1.2 MB", 1200000, 0, 0 };
    static const ds_report_file photo = { 1, "PNG图片", "20 KB", 20000, 640, 480 };
    ds_report *report = report_2020();
    ds_report_files *files = ds_report_files_create(pool);
    ds_publication *p = make_publication(report, 1, 1);
    const char *html;

    ds_report_add_figure(report, 1, DIGEST, "一览<表>", "附后");
    p->files = files;
    ds_report_files_add(files, DIGEST, &photo);
    assert_has(body_of(make_site(), p), "<img src=\"");
    ds_report_files_add(files, DIGEST, &paper);
    html = body_of(make_site(), p);
    assert_has(html, "附件：<a href=\"https://www.example.gov.cn/disclosure/files/" DIGEST "\">"
                     "一览&lt;表&gt;</a>（PDF文件，1.2 MB）<br>附后</p>");
    assert_lacks(html, "<img");
    assert_lacks(html, " class=");
}
END_TEST

START_TEST(page_holds_it_as_text)
{
    ds_report *report = report_2020();
    ds_page *page = ds_page_create(pool);
    const char *html;

    ds_report_add_paragraph(report, 1, "</textarea>" HOSTILE);
    ds_public_paste_page(page, make_site(), make_publication(report, 1, 1), pool);
    html = bytes_of(page->body);
    ck_assert_int_eq(count_of(html, "</textarea>"), 1);
    assert_has(html, "&lt;h2 style=\"");
    assert_has(html, "&amp;lt;/textarea&amp;gt;");
    assert_has(html, "<a href=\"/disclosure/north/2020/paste.html\">");
    assert_has(bytes_of(page->meta), "paste.js");
    assert_has(bytes_of(page->meta), "noindex");
    assert_lacks(html, "<script");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, parts_stand_in_official_order);
    tcase_add_test(cases, nothing_that_editors_throw_away);
    tcase_add_test(cases, correction_is_told_first);
    tcase_add_test(cases, pictures_are_named_in_full);
    tcase_add_test(cases, attachments_are_links_named_in_full);
    tcase_add_test(cases, page_holds_it_as_text);
}

UNIT_MAIN("page/paste", add_all)
