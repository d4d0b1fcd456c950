/* The plain-text reader: title and signature in their variants, encodings, and
 * input that is no report. */
#include "io_text.h"

#include <iconv.h>

/* What may stand at the top, and what is made of it. */
static const struct top {
    const char *lines;
    int year;
    const char *organ_name, *title, *findings;
} tops[] = {
    { "柳岸街道2023年政府信息公开工作年度报告\n", 2023, "柳岸街道",
      "柳岸街道2023年政府信息公开工作年度报告", "" },
    { "柳岸街道\n\n2023年政府信息公开工作年度报告\n", 2023, "柳岸街道",
      "柳岸街道2023年政府信息公开工作年度报告", "" },
    { "2023年柳岸街道政府信息公开工作年度报告\n", 2023, "柳岸街道",
      "2023年柳岸街道政府信息公开工作年度报告", "" },
    { "2023年度柳岸街道政府信息公开工作年度报告\n", 2023, "柳岸街道",
      "2023年度柳岸街道政府信息公开工作年度报告", "" },
    { "柳岸街道2023年政府信息公开年度报告\n", 2023, "柳岸街道",
      "柳岸街道2023年政府信息公开年度报告", "" },
    { "柳岸街道2023年度政府信息公开年报\n", 2023, "柳岸街道",
      "柳岸街道2023年度政府信息公开年报", "" },
    { "柳岸街道关于２０２３年政府信息公开工作年度报告\n", 2023, "柳岸街道",
      "柳岸街道关于２０２３年政府信息公开工作年度报告", "" },
    { "柳岸街道二〇二三年政府信息公开工作年度报告\n", 2023, "柳岸街道",
      "柳岸街道二〇二三年政府信息公开工作年度报告", "" },
    { "河口区人民政府柳岸街道办事处\n2023年政府信息公开工作\n年度报告\n", 2023,
      "河口区人民政府柳岸街道办事处", "河口区人民政府柳岸街道办事处2023年政府信息公开工作年度报告", "" },
    { "索引号：ABC/2024-01\n柳岸街道2023年政府信息公开工作年度报告\n", 2023, "柳岸街道",
      "柳岸街道2023年政府信息公开工作年度报告", "info F.aside@title" },
    { "2023年政府信息公开工作年度报告\n", 2023, NULL, "2023年政府信息公开工作年度报告", "" },
};

START_TEST(title)
{
    const struct top *top = &tops[_i];
    const char *text = data("2021.txt");
    ds_findings *findings;
    ds_report *report;

    text = apr_pstrcat(pool, top->lines, strchr(text, '\n'), NULL);
    ck_assert_int_eq(read_as(&report, &findings, text, strlen(text), 0), APR_SUCCESS);
    ck_assert_msg(strcmp(list_of(findings), top->findings) == 0, "%s: %s", top->lines,
                  list_of(findings));
    ck_assert_int_eq(report->year, top->year);
    ck_assert_str_eq(report->title, top->title);
    if (top->organ_name) {
        ck_assert_str_eq(report->organ_name, top->organ_name);
    }
    else {
        ck_assert_ptr_null(report->organ_name);
    }
}
END_TEST

/* What may stand at the end: the last paragraph of the last section, then the
 * signature. */
static const struct bottom {
    const char *lines, *last, *name, *date;
} bottoms[] = {
    { "没有其他事项。\n\n柳岸街道办事处\n2024年1月18日\n", "没有其他事项。", "柳岸街道办事处",
      "2024-01-18" },
    { "没有其他事项。\n柳岸街道办事处\n", "没有其他事项。", "柳岸街道办事处", NULL },
    { "没有其他事项。\n柳岸街道办事处(筹)\n", "没有其他事项。", "柳岸街道办事处(筹)", NULL },
    { "没有其他事项。\n2024-01-18\n", "没有其他事项。", NULL, "2024-01-18" },
    { "没有其他事项。\n柳岸街道办事处　　2024年1月18日\n \n", "没有其他事项。", "柳岸街道办事处",
      "2024-01-18" },
    { "没有其他事项。\n2024.1.18\n柳岸街道办事处\n", "没有其他事项。", "柳岸街道办事处", "2024-01-18" },
    { "没有其他事项。\n柳岸街道办事处（盖章）\n二〇二四年一月十八日\n", "没有其他事项。",
      "柳岸街道办事处", "2024-01-18" },
    { "没有其他事项。\n柳岸街道办事处\n2024年2月30日\n",
      "没有其他事项。/柳岸街道办事处/2024年2月30日", NULL, NULL },
    { "没有其他需要报告的\n", "没有其他需要报告的", NULL, NULL },
    { "无\n", "无", NULL, NULL },
    { "1.收费为零\n2.公开栏已设在便民服务中心\n", "1.收费为零/2.公开栏已设在便民服务中心", NULL, NULL },
};

START_TEST(signature)
{
    const struct bottom *bottom = &bottoms[_i];
    const char *text = data("2021.txt"), *end = strstr(text, "本年没有收取");
    ds_findings *findings;
    ds_report *report;

    text = apr_pstrcat(pool, apr_pstrmemdup(pool, text, (apr_size_t)(end - text)), bottom->lines,
                       NULL);
    ck_assert_int_eq(read_as(&report, &findings, text, strlen(text), 0), APR_SUCCESS);
    ck_assert_str_eq(list_of(findings), "");
    ck_assert_str_eq(prose_of(report, "other"), bottom->last);
    ck_assert_msg((!bottom->name && !report->signature_name)
                  || (bottom->name && report->signature_name
                      && strcmp(bottom->name, report->signature_name) == 0),
                  "%s: %s", bottom->lines, report->signature_name);
    ck_assert_msg((!bottom->date && !report->signature_date)
                  || (bottom->date && report->signature_date
                      && strcmp(bottom->date, report->signature_date) == 0),
                  "%s: %s", bottom->lines, report->signature_date);
}
END_TEST

/* The year asked for stands in for a missing one and must be the title's. */
START_TEST(year)
{
    const char *text = data("2021.txt"), *unnamed;
    ds_findings *findings;
    ds_report *report;

    ck_assert_int_eq(read_as(&report, &findings, text, strlen(text), 2023), APR_SUCCESS);
    ck_assert_int_eq(read_as(&report, &findings, text, strlen(text), 2022), DS_EINVALID);
    ck_assert_str_eq(list_of(findings), "error F.year@year");
    ck_assert_ptr_null(report);
    unnamed = replace(text, "2023年政府", "政府", 0);
    ck_assert_int_eq(read_as(&report, &findings, unnamed, strlen(unnamed), 2022), APR_SUCCESS);
    ck_assert_int_eq(report->year, 2022);
    ck_assert_str_eq(report->organ_name, "河口区人民政府柳岸街道办事处");
    ck_assert_int_eq(read_as(&report, &findings, unnamed, strlen(unnamed), 0), DS_EINVALID);
    ck_assert_str_eq(list_of(findings), "error F.year@year");
    unnamed = strchr(text, '\n');
    ck_assert_int_eq(read_as(&report, &findings, unnamed, strlen(unnamed), 2023), APR_SUCCESS);
    ck_assert_str_eq(list_of(findings), "warning F.title@title");
}
END_TEST

/* Text in the encoding, by the converter that the reader does not use. */
static const char *encode(const char *text, const char *encoding, apr_size_t *len)
{
    apr_size_t room = strlen(text) * 2 + 16, left = room;
    char *encoded = apr_palloc(pool, room), *to = encoded, *from = apr_pstrdup(pool, text);
    apr_size_t from_left = strlen(text);
    iconv_t converter = iconv_open(encoding, "UTF-8");

    ck_assert(converter != (iconv_t)-1);
    ck_assert(iconv(converter, &from, &from_left, &to, &left) != (size_t)-1);
    iconv_close(converter);
    *len = room - left;
    return encoded;
}

static const struct encoding {
    const char *name, *before, *findings;
} encodings[] = {
    { "UTF-8", "\xEF\xBB\xBF", "" },
    { "UTF-16LE", "\xFF\xFE", "info F.encoding@text" },
    { "UTF-16BE", "\xFE\xFF", "info F.encoding@text" },
    { "GB18030", "", "info F.encoding@text" },
};

START_TEST(encoding)
{
    const struct encoding *e = &encodings[_i];
    apr_size_t len, n = strlen(e->before);
    const char *text = encode(replace(data("2021.txt"), "\n", "\r\n", 1), e->name, &len);
    char *bytes = apr_palloc(pool, len + n);
    ds_findings *findings;
    ds_report *report;

    memcpy(bytes, e->before, n);
    memcpy(bytes + n, text, len);
    ck_assert_int_eq(read_as(&report, &findings, bytes, len + n, 0), APR_SUCCESS);
    ck_assert_str_eq(list_of(findings), e->findings);
    ck_assert_str_eq(report->organ_name, "河口区人民政府柳岸街道办事处");
    check_cells(report, "requests/new/total=16 art20_8/fees/amount=12.5", e->name);
}
END_TEST

/* What is no report: the outcome and the only finding. */
static const struct refusal {
    const char *name, *bytes;
    apr_size_t len;
    apr_status_t status;
    const char *findings, *message;
} refusals[] = {
    { "nothing", "", 0, DS_EINVALID, "error F.format@format", NULL },
    { "prose", "今天天气很好。\n", 22, DS_EINVALID, "error F.format@format", NULL },
    { "NUL", "一\n二\0三", 11, DS_EUNREADABLE, "error F.encoding@text", "第 2 行" },
    { "broken UTF-8", "一二三四五\n六七八九\n一二三\xE4\xB8", 41, DS_EUNREADABLE,
      "error F.encoding@text", "第 3 行" },
    { "UTF-8 with a character of GBK, readable as GB18030",
      "中文中文中文中文\n中文\xD6\xD0", 33, DS_EUNREADABLE, "error F.encoding@text", "第 2 行" },
    { "odd UTF-16", "\xFF\xFE\x00", 3, DS_EUNREADABLE, "error F.encoding@text", "第 1 行" },
    { "a picture", "\x89PNG\r\n\x1A\n\0\0\0", 11, DS_EUNREADABLE, "error F.encoding@text", NULL },
};

START_TEST(refusal)
{
    const struct refusal *r = &refusals[_i];
    ds_findings *findings;
    ds_report *report;
    apr_status_t status = read_as(&report, &findings, r->bytes, r->len, 0);

    ck_assert_msg(status == r->status, "%s: %d", r->name, status);
    ck_assert_ptr_null(report);
    ck_assert_msg(strcmp(list_of(findings), r->findings) == 0, "%s: %s", r->name,
                  list_of(findings));
    ck_assert_msg(!r->message || strstr(ds_findings_at(findings, 0)->message, r->message), "%s: %s",
                  r->name, ds_findings_at(findings, 0)->message);
}
END_TEST

/* So many times the text. */
static const char *repeat(const char *text, apr_size_t n, apr_size_t *len)
{
    apr_size_t one = strlen(text), i;
    char *bytes = apr_palloc(pool, one * n + 1);

    for (i = 0; i < n; i++) {
        memcpy(bytes + i * one, text, one);
    }
    bytes[one * n] = '\0';
    *len = one * n;
    return bytes;
}

/* As often as a bound allows, when the text is just no report, and once more. */
static const struct bound {
    const char *text;
    apr_size_t most;
    const char *behind, *findings;
} bounds[] = {
    { "\n", 200000, "", "error F.size@lines" },
    { "a", 64 * 1024, "\n", "error F.size@line" },
    { "0|0\n", 83333, "", "error F.size@cells" },
    { "63 characters and a line feed, which makes it sixty-four bytes.\n",
      DS_REPORT_MAX_BYTES / 64, "", "error F.size@bytes" },
};

START_TEST(bound)
{
    const struct bound *b = &bounds[_i];
    ds_findings *findings;
    ds_report *report;
    apr_size_t len;
    const char *bytes = apr_pstrcat(pool, repeat(b->text, b->most, &len), b->behind, NULL);

    ck_assert_int_eq(read_as(&report, &findings, bytes, strlen(bytes), 0), DS_EINVALID);
    ck_assert_str_eq(list_of(findings), "error F.format@format");
    bytes = apr_pstrcat(pool, repeat(b->text, b->most + 1, &len), b->behind, NULL);
    ck_assert_int_eq(read_as(&report, &findings, bytes, strlen(bytes), 0), DS_ETOOLARGE);
    ck_assert_str_eq(list_of(findings), b->findings);
}
END_TEST

/* As many paragraphs as a section may have, and one more. */
START_TEST(paragraphs)
{
    apr_size_t len;
    const char *text = data("2021.txt"), *many = repeat("又公开一条。\n", 1996, &len);
    const char *most = replace(text, "一、总体情况\n", apr_pstrcat(pool, "一、总体情况\n", many, NULL), 0);
    const char *over = replace(most, "一、总体情况\n", "一、总体情况\n又公开一条。\n", 0);
    ds_findings *findings;
    ds_report *report;

    ck_assert_int_eq(read_as(&report, &findings, most, strlen(most), 0), APR_SUCCESS);
    ck_assert_int_eq(read_as(&report, &findings, over, strlen(over), 0), DS_ETOOLARGE);
    ck_assert_str_eq(list_of(findings), "error F.size@overview");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, title, 0, LENGTH(tops));
    tcase_add_loop_test(cases, signature, 0, LENGTH(bottoms));
    tcase_add_test(cases, year);
    tcase_add_loop_test(cases, encoding, 0, LENGTH(encodings));
    tcase_add_loop_test(cases, refusal, 0, LENGTH(refusals));
    tcase_add_loop_test(cases, bound, 0, LENGTH(bounds));
    tcase_add_test(cases, paragraphs);
}

UNIT_MAIN("io/text input", add_all)
