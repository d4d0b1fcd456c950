/* Paragraphs: which beginnings are headings. */
#include "page/prose.h"
#include "page_fixture.h"

static const struct {
    const char *line;
    const char *heading;
} lines[] = {
    { "（一）主动公开", "（一）主动公开" },
    { "（十一）其他。全年没有。", "（十一）其他。" },
    { "(二)依申请公开：全年1件。", "(二)依申请公开：" },
    { "（一）", "（一）" },
    { "一、总体情况", "" },
    { "1. 完善制度。", "" },
    { "（一", "" },
    { "（）空", "" },
    { "（甲）不是数字", "" },
    { "（一二三四）太长", "" },
    { "（一）从这里起是一个很长的句子它没有句号也没有冒号而且一直写下去所以它不会是一个标题", "" },
    { "", "" },
};

START_TEST(finds_headings)
{
    const char *line = lines[_i].line;
    apr_size_t len = ds_prose_heading(line, strlen(line));

    ck_assert_str_eq(apr_pstrmemdup(pool, line, len), lines[_i].heading);
}
END_TEST

START_TEST(stops_at_the_end_of_the_line)
{
    ck_assert_uint_eq(ds_prose_heading("（一）主动\n公开。", strlen("（一）主动")),
                      strlen("（一）主动"));
    ck_assert_uint_eq(ds_prose_heading("（一\n）公开。", strlen("（一")), 0);
}
END_TEST

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
    tcase_add_loop_test(cases, finds_headings, 0, sizeof(lines) / sizeof(lines[0]));
    tcase_add_test(cases, stops_at_the_end_of_the_line);
    tcase_add_test(cases, writes_lines_and_weights);
    tcase_add_test(cases, writes_nothing_for_nothing);
}

UNIT_MAIN("page/prose", add_all)
