/* Figures as typed and printed. */
#include <string.h>

#include "core/cell_text.h"
#include "formats.h"

#define COUNT "requests/new/natural"
#define CHANGE "art20_5/licensing/change"
#define AMOUNT "art20_9/procurement/amount"

typedef enum { BLANK, NA, NUMBER, REFUSED } outcome;

typedef struct {
    const char *address, *text;
    outcome is;
    const char *figure, *unit, *note;
    int is_normalised;
} expectation;

static void assert_read(const ds_format *format, const expectation *e)
{
    static const ds_cell_state states[] = { DS_CELL_BLANK, DS_CELL_NA, DS_CELL_NUMBER,
                                            DS_CELL_BLANK };
    ds_report *report = ds_report_create(format, pool);
    ds_findings *findings = ds_findings_create(pool);
    int cell = unit_cell(format, e->address);
    const ds_cell *c = &report->cells[cell];

    ds_report_set_number(report, cell, 99 * DS_DECIMAL_ONE);
    ds_report_set_cell_note(report, cell, "旧");
    ds_cell_read(report, cell, e->text, findings);
    ck_assert_msg(c->state == states[e->is], "‘%s’ has state %d", e->text, c->state);
    if (e->is == NUMBER) {
        ck_assert_str_eq(ds_report_cell_text(report, cell, pool), e->figure);
    }
    ck_assert_pstr_eq(c->unit, e->unit);
    ck_assert_pstr_eq(c->note, e->note);
    ck_assert_msg(ds_findings_of(findings, DS_INFO) == e->is_normalised, "‘%s’", e->text);
    ck_assert_msg(ds_findings_of(findings, DS_ERROR) == (e->is == REFUSED), "‘%s’", e->text);
    ck_assert_int_eq(ds_findings_count(findings), e->is_normalised + (e->is == REFUSED));
    if (ds_findings_count(findings)) {
        const ds_finding *finding = ds_findings_at(findings, 0);

        ck_assert_str_eq(finding->rule, "C.number");
        ck_assert_str_eq(APR_ARRAY_IDX(finding->cells, 0, const char *), e->address);
        ck_assert_ptr_nonnull(finding->passage);
    }
}

START_TEST(reads_2019)
{
    static const expectation cases[] = {
        { COUNT, "", BLANK, NULL, NULL, NULL, 0 },
        { COUNT, " \t\u00A0\u3000\n", BLANK, NULL, NULL, NULL, 0 },
        { COUNT, "&nbsp;", BLANK, NULL, NULL, NULL, 0 },
        { COUNT, "/", NA, NULL, NULL, NULL, 0 },
        { COUNT, "／", NA, NULL, NULL, NULL, 1 },
        { COUNT, "-", NA, NULL, NULL, NULL, 1 },
        { COUNT, "—", NA, NULL, NULL, NULL, 1 },
        { COUNT, " —— ", NA, NULL, NULL, NULL, 1 },
        { COUNT, "－", NA, NULL, NULL, NULL, 1 },
        { COUNT, "无", NA, NULL, NULL, NULL, 1 },
        { COUNT, "0", NUMBER, "0", NULL, NULL, 0 },
        { COUNT, "\u3000 12 ", NUMBER, "12", NULL, NULL, 0 },
        { COUNT, "00", NUMBER, "0", NULL, NULL, 1 },
        { COUNT, "007", NUMBER, "7", NULL, NULL, 1 },
        { COUNT, "０１２", NUMBER, "12", NULL, NULL, 1 },
        { COUNT, "1.0", NUMBER, "1", NULL, NULL, 1 },
        { COUNT, "+3", NUMBER, "3", NULL, NULL, 1 },
        { COUNT, "-3", NUMBER, "-3", NULL, NULL, 0 },
        { COUNT, "−3", NUMBER, "-3", NULL, NULL, 1 },
        { COUNT, "11,398,889", NUMBER, "11398889", NULL, NULL, 1 },
        { COUNT, "1234,567", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "12,34", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "1,2345", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "5件", NUMBER, "5", NULL, NULL, 1 },
        { COUNT, "22（其中修订16件）", NUMBER, "22", NULL, "其中修订16件", 0 },
        { COUNT, "22 （其中修订 16 件）", NUMBER, "22", NULL, "其中修订 16 件", 0 },
        { COUNT, "55(含自然失效29件)", NUMBER, "55", NULL, "含自然失效29件", 0 },
        { COUNT, "22件（其中修订16件）", NUMBER, "22", NULL, "其中修订16件", 1 },
        { COUNT, "22，其中修订16件", NUMBER, "22", NULL, "其中修订16件", 0 },
        { COUNT, "22其中修订16件", NUMBER, "22", NULL, "其中修订16件", 0 },
        { COUNT, "22\n其中修订16件", NUMBER, "22", NULL, "其中修订16件", 0 },
        { COUNT, "22（甲）（乙）", NUMBER, "22", NULL, "（甲）（乙）", 0 },
        { COUNT, "22（（甲）乙）", NUMBER, "22", NULL, "（甲）乙", 0 },
        { COUNT, "22（甲", NUMBER, "22", NULL, "（甲", 0 },
        { COUNT, "22（）", NUMBER, "22", NULL, NULL, 0 },
        { COUNT, "（22）", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "1.5", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "1 2", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "12/34", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "3-5", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "1.2.3", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "5%", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "100余", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "3万", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "三", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "O", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "1.", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, ".5", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "--1", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "减4", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "100000000000", NUMBER, "100000000000", NULL, NULL, 0 },
        { COUNT, "100000000001", REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "99999999999999999999999999999999999999999999999999",
          REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "0.00000000000000000000000000000000000000000000000000",
          REFUSED, NULL, NULL, NULL, 0 },
        { COUNT, "1,111,111,111,111,111,111,111,111,111,111,111,111,111",
          REFUSED, NULL, NULL, NULL, 0 },
        { CHANGE, "减4", NUMBER, "-4", NULL, NULL, 1 },
        { CHANGE, "减少 ４ 项", NUMBER, "-4", NULL, NULL, 1 },
        { CHANGE, "增 2", NUMBER, "2", NULL, NULL, 1 },
        { CHANGE, "增加0", NUMBER, "0", NULL, NULL, 1 },
        { CHANGE, "-417", NUMBER, "-417", NULL, NULL, 0 },
        { CHANGE, "—417", NUMBER, "-417", NULL, NULL, 1 },
        { CHANGE, "－８", NUMBER, "-8", NULL, NULL, 1 },
        { CHANGE, "+3", NUMBER, "3", NULL, NULL, 1 },
        { CHANGE, "增1减2", REFUSED, NULL, NULL, NULL, 0 },
        { CHANGE, "增1，减2", REFUSED, NULL, NULL, NULL, 0 },
        { CHANGE, "增", REFUSED, NULL, NULL, NULL, 0 },
        { CHANGE, "减-4", REFUSED, NULL, NULL, NULL, 0 },
        { AMOUNT, "25.1万元", NUMBER, "25.1", "万元", NULL, 0 },
        { AMOUNT, "251000元", NUMBER, "251000", "元", NULL, 0 },
        { AMOUNT, "251000 元（含税）", NUMBER, "251000", "元", "含税", 0 },
        { AMOUNT, "8040", NUMBER, "8040", NULL, NULL, 0 },
        { AMOUNT, "52.150", NUMBER, "52.15", NULL, NULL, 1 },
        { AMOUNT, "1,234.56万元", NUMBER, "1234.56", "万元", NULL, 1 },
        { AMOUNT, "０．５万元", NUMBER, "0.5", "万元", NULL, 1 },
        { AMOUNT, "3万", REFUSED, NULL, NULL, NULL, 0 },
        { AMOUNT, "3亿元", REFUSED, NULL, NULL, NULL, 0 },
        { AMOUNT, "1.2345678万元", REFUSED, NULL, NULL, NULL, 0 },
        { AMOUNT, "￥5元", REFUSED, NULL, NULL, NULL, 0 },
    };
    const ds_format *format = unit_format("2019");
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_read(format, &cases[i]);
    }
}
END_TEST

/* The form of 2021 prints the unit of the amount itself. */
START_TEST(reads_2021)
{
    static const expectation cases[] = {
        { "art20_8/fees/amount", "25.1", NUMBER, "25.1", NULL, NULL, 0 },
        { "art20_8/fees/amount", "59237.2449", NUMBER, "59237.2449", NULL, NULL, 0 },
        { "art20_8/fees/amount", "25.1万元", NUMBER, "25.1", NULL, NULL, 1 },
        { "art20_8/fees/amount", "251000元", REFUSED, NULL, NULL, NULL, 0 },
        { "art20_8/fees/amount", "25万", REFUSED, NULL, NULL, NULL, 0 },
        { "art20_1/normative_documents/issued", "22（其中修订16件）", NUMBER, "22", NULL,
          "其中修订16件", 0 },
    };
    const ds_format *format = unit_format("2021");
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_read(format, &cases[i]);
    }
}
END_TEST

START_TEST(says_what_was_found)
{
    const ds_format *format = unit_format("2019");
    ds_report *report = ds_report_create(format, pool);
    ds_findings *findings = ds_findings_create(pool);

    ds_cell_read(report, unit_cell(format, CHANGE), "增1减2", findings);
    ds_cell_read(report, unit_cell(format, "requests/rejected.reissue/other"), "00", findings);
    ck_assert_str_eq(ds_findings_at(findings, 0)->id, "C.number@art20_5/licensing/change");
    ck_assert_str_eq(ds_findings_at(findings, 0)->passage, "增1减2");
    ck_assert_ptr_nonnull(strstr(ds_findings_at(findings, 0)->message, "增1减2"));
    ck_assert_int_eq(ds_findings_at(findings, 1)->severity, DS_INFO);
    ck_assert_str_eq(ds_findings_at(findings, 1)->passage, "00");
    ck_assert_ptr_nonnull(strstr(ds_findings_at(findings, 1)->message, "已读作 0"));
}
END_TEST

/* A cell as large as an input may be is read in linear time. */
START_TEST(survives_the_longest_text)
{
    static const char *const pieces[] = { "9", "(", "1,111", "政", "-" };
    const ds_format *format = unit_format("2019");
    ds_report *report = ds_report_create(format, pool);
    ds_findings *findings = ds_findings_create(pool);
    size_t i;

    for (i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        size_t len = strlen(pieces[i]), n = 8 * 1024 * 1024 / len, k;
        char *text = malloc(n * len + 1);

        for (k = 0; k < n; k++) {
            memcpy(text + k * len, pieces[i], len);
        }
        text[n * len] = '\0';
        ds_cell_read(report, unit_cell(format, COUNT), text, findings);
        free(text);
    }
    ck_assert_int_eq(ds_findings_of(findings, DS_ERROR), 5);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, reads_2019);
    tcase_add_test(cases, reads_2021);
    tcase_add_test(cases, says_what_was_found);
    tcase_add_test(cases, survives_the_longest_text);
}

UNIT_MAIN("core/cell_text", add_all)
