/* Paragraphs, and the headings they begin with. */
#include "page/prose.h"
#include "page_fixture.h"

START_TEST(writes_lines_and_weights)
{
    ds_report *report = make_report(load_format("conf/formats/2019.xml"), 2020);
    ds_markup *m = ds_markup_create(pool);

    ds_report_add_paragraph(report, 0, "（一）主动公开。全年143条。\n（二）其他\n末行");
    ds_prose_write(m, make_site(), report->prose[0], NULL, pool);
    ck_assert_str_eq(bytes_of(m), "<div class=\"ds-prose\"><p><b>（一）主动公开。</b>全年143条。<br>"
                                  "<b>（二）其他</b><br>末行</p></div>");
}
END_TEST

START_TEST(writes_nothing_for_nothing)
{
    ds_markup *m = ds_markup_create(pool);

    ds_prose_write(m, make_site(), apr_array_make(pool, 1, sizeof(ds_block)), NULL, pool);
    ck_assert_str_eq(bytes_of(m), "");
}
END_TEST

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* What is known to be no picture is a link that says what it is. */
START_TEST(writes_pictures_and_attachments)
{
    static const ds_report_file paper = { 0, "PDF文件", "1.2 MB", 1200000, 0, 0 };
    ds_report *report = make_report(load_format("conf/formats/2019.xml"), 2020);
    ds_report_files *files = ds_report_files_create(pool);
    ds_markup *m = ds_markup_create(pool);

    ck_assert_int_eq(ds_report_add_figure(report, 0, DIGEST, "一览<表>", "附后"), APR_SUCCESS);
    ds_prose_write(m, make_site(), report->prose[0], files, pool);
    ck_assert_ptr_nonnull(strstr(bytes_of(m), "<img src=\"/disclosure/files/" DIGEST "\""));
    ck_assert_ptr_nonnull(strstr(bytes_of(m), "<figcaption>附后</figcaption>"));
    ds_report_files_add(files, DIGEST, &paper);
    m = ds_markup_create(pool);
    ds_prose_write(m, make_site(), report->prose[0], files, pool);
    ck_assert_str_eq(bytes_of(m),
                     "<div class=\"ds-prose\"><p class=\"ds-attachment\">附件："
                     "<a href=\"/disclosure/files/" DIGEST "\">一览&lt;表&gt;</a>"
                     "<span class=\"ds-attachment-kind\">（PDF文件，1.2 MB）</span><br>附后</p></div>");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, writes_lines_and_weights);
    tcase_add_test(cases, writes_nothing_for_nothing);
    tcase_add_test(cases, writes_pictures_and_attachments);
}

UNIT_MAIN("page/prose", add_all)
