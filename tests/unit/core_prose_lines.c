/* Prose as lines of a form, and back. */
#include "formats.h"

#include <string.h>

#include "core/prose_lines.h"

#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* What is typed or pasted, and the paragraphs it is; "|" between them. */
static const struct {
    const char *text, *paragraphs;
} readings[] = {
    { "", "" },
    { "甲", "甲" },
    { "甲\r\n乙\n丙\r丁\v戊", "甲|乙|丙|丁|戊" },
    { "甲\n\n乙\n", "甲||乙" },
    { "甲↵\n乙\n丙", "甲\n乙|丙" },
    { "甲↵\r\n↵\r\n乙", "甲\n\n乙" },
    { "甲↵", "甲\n" },
    { "↵\n↵\n", "\n\n" },
    { "一\xC2\xA0二\t三", "一 二 三" },
    { "\xEF\xBB\xBF一\xE2\x80\x8B二\xC2\xAD", "一二" },
    { "（一）甲\n1.乙\n（1）丙", "（一）甲|1.乙|（1）丙" },
};

START_TEST(reads_paragraphs)
{
    const char *lines = readings[_i].text, *paragraph;
    char all[200] = "";

    while ((paragraph = ds_prose_next(&lines, pool)) != NULL) {
        if (lines != readings[_i].text && *all != '\0') {
            strcat(all, "|");
        }
        strcat(all, paragraph);
    }
    ck_assert_str_eq(all, readings[_i].paragraphs);
    ck_assert_str_eq(lines, "");
}
END_TEST

static const struct {
    const char *line;
    int number;
} marks[] = {
    { "〔图片1〕", 1 }, { " 〔图片12〕 ", 12 }, { "〔图片〕", 0 }, { "〔图片1〕。", 0 },
    { "见〔图片1〕", 0 }, { "〔图片x〕", 0 }, { "〔图片12345〕", 0 }, { "", 0 }, { "〔图片0〕", 0 },
};

START_TEST(knows_figures)
{
    ck_assert_int_eq(ds_line_figure(marks[_i].line, strlen(marks[_i].line)), marks[_i].number);
}
END_TEST

START_TEST(writes_and_reads_the_same)
{
    ds_report *report = ds_report_create(unit_format("2021"), pool);
    const char *lines, *paragraph;

    ck_assert_int_eq(ds_report_add_paragraph(report, 1, "甲\n乙"), APR_SUCCESS);
    ck_assert_int_eq(ds_report_add_figure(report, 1, DIGEST, "图", NULL), APR_SUCCESS);
    ck_assert_int_eq(ds_report_add_paragraph(report, 1, "丙"), APR_SUCCESS);
    ck_assert_int_eq(ds_report_add_figure(report, 1, DIGEST, "图", NULL), APR_SUCCESS);
    lines = ds_prose_lines(report->prose[1], pool);
    ck_assert_str_eq(lines, "甲↵\n乙\n〔图片1〕\n丙\n〔图片2〕");
    paragraph = ds_prose_next(&lines, pool);
    ck_assert_str_eq(paragraph, "甲\n乙");
    ck_assert_str_eq(ds_prose_lines(report->prose[0], pool), "");
}
END_TEST

/* Many paragraphs that go on must not cost the square of their number. */
START_TEST(stays_linear)
{
    apr_size_t n = 400000;
    char *text = apr_palloc(pool, n * 6 + 1);
    const char *lines = text;
    apr_pool_t *iterpool;
    apr_size_t found = 0;

    for (apr_size_t i = 0; i < n; i++) {
        memcpy(text + i * 6, i % 2 == 0 ? "a↵\n\n" : "bbbbb\n", 6);
    }
    text[n * 6] = '\0';
    apr_pool_create(&iterpool, pool);
    while (ds_prose_next(&lines, iterpool) != NULL) {
        apr_pool_clear(iterpool);
        found++;
    }
    ck_assert_uint_eq(found, n);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, reads_paragraphs, 0,
                        (int)(sizeof(readings) / sizeof(readings[0])));
    tcase_add_loop_test(cases, knows_figures, 0, (int)(sizeof(marks) / sizeof(marks[0])));
    tcase_add_test(cases, writes_and_reads_the_same);
    tcase_add_test(cases, stays_linear);
}

UNIT_MAIN("core/prose_lines", add_all)
