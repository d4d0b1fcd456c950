/* The check of what a report says in words. */
#include <string.h>

#include <apr_strings.h>

#include "core/check.h"
#include "core/period.h"
#include "core/prose_check.h"
#include "core/text.h"
#include "formats.h"

static const char *const names[] = { "临淄区人民政府稷下街道办事处", "稷下街道", NULL };

typedef struct {
    const char *format;
    int year;
    const char *title, *preface, *other, *signature, *date;
    const char *id; /* what is found; NULL: nothing */
    ds_severity severity;
} expectation;

#define TITLE "临淄区人民政府稷下街道办事处\n2020年政府信息公开工作年度报告"
#define PERIOD "本报告统计期限为2020年1月1日至2020年12月31日。"
#define SIGNED "稷下街道办事处", "2021-01-29"

static ds_findings *checked(const expectation *e, int without)
{
    const ds_format *format = unit_format(e->format);
    ds_report *report = ds_report_create(format, pool);
    ds_check_context context = { NULL, names };
    ds_findings *findings = ds_findings_create(pool);
    int i;

    report->year = e->year;
    ds_report_set_title(report, e->title);
    ds_report_set_signature(report, e->signature, e->date);
    for (i = 0; i < format->n_prose; i++) {
        if (i != without) {
            ds_report_add_paragraph(report, i, i == 0 ? e->preface
                                               : i == format->n_prose - 1 ? e->other : "内容");
        }
    }
    ds_prose_check(findings, report, &context, pool);
    return findings;
}

START_TEST(finds_what_is_wrong)
{
    static const expectation cases[] = {
        { "2019", 2020, TITLE, PERIOD, "无", SIGNED, NULL, DS_INFO },
        { "2019", 2020, NULL, PERIOD, "无", SIGNED, NULL, DS_INFO },
        /* year */
        { "2019", 0, TITLE, PERIOD, "无", SIGNED, "F.year@year", DS_ERROR },
        { "2019", 2019, "稷下街道2020年年报", "2019年1月1日至12月31日", "无", SIGNED,
          "S.year@title", DS_ERROR },
        { "2019", 2020, "稷下街道二〇二〇年度报告", PERIOD, "无", SIGNED, NULL, DS_INFO },
        { "2019", 2020, "稷下街道二○二○年度报告", PERIOD, "无", SIGNED, NULL, DS_INFO },
        { "2019", 2020, "稷下街道２０２０ 年度报告", PERIOD, "无", SIGNED, NULL, DS_INFO },
        { "2019", 2020, "稷下街道年度报告", PERIOD, "无", SIGNED, "S.year@title", DS_WARNING },
        /* period */
        { "2019", 2020, TITLE, "自２０２０年１月１日起，至２０２０年１２月３１日止。", "无",
          SIGNED, NULL, DS_INFO },
        { "2019", 2020, TITLE, "2020 年 1 月 1 日—12 月 31 日", "无", SIGNED, NULL, DS_INFO },
        { "2019", 2020, TITLE, "2020年（1月1日到当年12月31日）", "无", SIGNED, NULL, DS_INFO },
        { "2019", 2020, TITLE, "20201月1日至202012月31日", "无", SIGNED, NULL, DS_INFO },
        { "2019", 2020, TITLE, "2018年1月1日至2018年6月30日开展活动。" PERIOD, "无", SIGNED, NULL,
          DS_INFO },
        { "2019", 2020, TITLE, "2019年1月1日至2019年12月31日", "无", SIGNED, "S.period@preface",
          DS_ERROR },
        { "2019", 2020, TITLE, "2020年1月1日至2021年12月31日", "无", SIGNED, "S.period@preface",
          DS_ERROR },
        { "2019", 2020, TITLE, "2020年1月1日至2020年12月30日", "无", SIGNED, "S.period@preface",
          DS_WARNING },
        { "2019", 2020, TITLE, "2020年1月1日至202020年12月31日", "无", SIGNED, "S.period@preface",
          DS_WARNING },
        { "2019", 2020, TITLE, "2020年2月1日至2020年12月31日", "无", SIGNED, "S.period@preface",
          DS_WARNING },
        { "2019", 2020, TITLE, "统计期限为全年", "无", SIGNED, "S.period@preface", DS_INFO },
        { "2019", 2020, TITLE, "1月至12月31日", "无", SIGNED, "S.period@preface", DS_INFO },
        { "2019", 2020, TITLE, "20211130", "无", SIGNED, "S.period@preface", DS_INFO },
        /* organ */
        { "2019", 2020, "民族宗教事务局2020年年报", PERIOD, "无", SIGNED, "S.organ@title",
          DS_WARNING },
        { "2019", 2020, "临淄区 稷下街道\n2020年年报", PERIOD, "无", SIGNED, NULL, DS_INFO },
        { "2019", 2020, TITLE, PERIOD, "无", "民族宗教事务局", "2021-01-29", "S.organ@signature",
          DS_WARNING },
        { "2019", 2020, TITLE, PERIOD, "无", "办事处", "2021-01-29", "S.organ@signature",
          DS_WARNING },
        { "2019", 2020, TITLE, PERIOD, "无", "稷 下 街 道", "2021-01-29", NULL, DS_INFO },
        { "2019", 2020, TITLE, PERIOD, "无", "稷下街道办事处", NULL, "S.organ@signature.date",
          DS_WARNING },
        { "2019", 2020, TITLE, PERIOD, "无", NULL, "2021-01-29", "S.organ@signature.name",
          DS_WARNING },
        /* fees */
        { "2021", 2020, TITLE, PERIOD, "无", SIGNED, "S.fee@other", DS_WARNING },
        { "2021", 2020, TITLE, PERIOD, "本年没有收取信息 处理费。", SIGNED, NULL, DS_INFO },
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_findings *findings = checked(&cases[i], -1);

        ck_assert_msg(ds_findings_count(findings) == (cases[i].id != NULL), "case %zu: %s", i,
                      ds_findings_count(findings) ? ds_findings_at(findings, 0)->message : "");
        if (cases[i].id) {
            const ds_finding *finding = ds_findings_at(findings, 0);

            ck_assert_msg(strcmp(finding->id, cases[i].id) == 0, "case %zu: %s", i, finding->id);
            ck_assert_msg(finding->severity == cases[i].severity, "case %zu", i);
            ck_assert(!finding->passage || ds_text_length(finding->passage) <= 61);
        }
    }
}
END_TEST

START_TEST(wants_every_section)
{
    static const expectation whole = { "2021", 2021, "稷下街道2021年年报", "2021年1月1日至12月31日",
                                       "没有收取信息处理费。", SIGNED, NULL, DS_INFO };
    const ds_format *format = unit_format("2021");
    int i;

    for (i = 0; i < format->n_prose; i++) {
        const ds_section *section = format->prose[i];
        ds_findings *findings = checked(&whole, i);
        const ds_finding *finding = ds_findings_find(
            findings, apr_pstrcat(pool, "S.six@", section->id, NULL));

        ck_assert_int_eq(finding != NULL, section->is_required);
        ck_assert_int_eq(ds_findings_of(findings, DS_ERROR), section->is_required);
        ck_assert_msg(!finding || strstr(finding->message, section->title), "%s", section->id);
    }
    ck_assert_int_eq(ds_findings_of(checked(&whole, -1), DS_ERROR), 0);
}
END_TEST

/* Without names nothing is said of the organ. */
START_TEST(needs_names_for_the_organ)
{
    ds_report *report = ds_report_create(unit_format("2019"), pool);
    ds_check_context context = { NULL, NULL };
    ds_findings *findings = ds_findings_create(pool);

    report->year = 2020;
    ds_report_set_title(report, "某局2020年年报");
    ds_report_set_signature(report, "某局", "2021-01-01");
    ds_prose_check(findings, report, &context, pool);
    ck_assert_ptr_null(ds_findings_find(findings, "S.organ@title"));
    ck_assert_ptr_null(ds_findings_find(findings, "S.organ@signature"));
}
END_TEST

START_TEST(reads_years)
{
    const char *p = "第19号2020年、二〇一九年和202020年，12年";

    ck_assert_int_eq(ds_year_next(&p), 2020);
    ck_assert_int_eq(ds_year_next(&p), 2019);
    ck_assert_int_eq(ds_year_next(&p), 2020);
    ck_assert_int_eq(ds_year_next(&p), 0);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, finds_what_is_wrong);
    tcase_add_test(cases, wants_every_section);
    tcase_add_test(cases, needs_names_for_the_organ);
    tcase_add_test(cases, reads_years);
}

UNIT_MAIN("core/prose_check", add_all)
