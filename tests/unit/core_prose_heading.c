/* Which beginnings of a line are headings. */
#include "unit.h"

#include <string.h>

#include <apr_strings.h>

#include "core/prose_heading.h"

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

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, finds_headings, 0, sizeof(lines) / sizeof(lines[0]));
    tcase_add_test(cases, stops_at_the_end_of_the_line);
}

UNIT_MAIN("core/prose_heading", add_all)
