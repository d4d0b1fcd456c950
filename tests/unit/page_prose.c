/* Paragraphs, and the headings they begin with. */
#include "page/prose.h"
#include "page_fixture.h"

START_TEST(writes_lines_and_weights)
{
    ds_report *report = make_report(load_format("conf/formats/2019.xml"), 2020);
    ds_markup *m = ds_markup_create(pool);

    ds_report_add_paragraph(report, 0, "（一）主动公开。全年143条。\n（二）其他\n末行");
    ds_prose_write(m, make_site(), report->prose[0], pool);
    ck_assert_str_eq(bytes_of(m), "<div class=\"ds-prose\"><p><b>（一）主动公开。</b>全年143条。<br>"
                                  "<b>（二）其他</b><br>末行</p></div>");
}
END_TEST

START_TEST(writes_nothing_for_nothing)
{
    ds_markup *m = ds_markup_create(pool);

    ds_prose_write(m, make_site(), apr_array_make(pool, 1, sizeof(ds_block)), pool);
    ck_assert_str_eq(bytes_of(m), "");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, writes_lines_and_weights);
    tcase_add_test(cases, writes_nothing_for_nothing);
}

UNIT_MAIN("page/prose", add_all)
