/* CSV of a comparison: one line per figure and year, guarded. */
#include <string.h>

#include <apr_strings.h>

#include "series_sample.h"

#include "io/csv_series.h"

#define HAS(bytes, line) ck_assert_msg(strstr(bytes, line "\r\n") != NULL, "no line: %s", line)

START_TEST(a_line_for_each_figure)
{
    ds_series_source *source = sample_source(2019, 2022);
    const ds_formats *formats = unit_formats();
    ds_report *before = sample_year(source->reports, formats, "2019", 2020);
    ds_report *now = sample_year(source->reports, formats, "2021", 2021);
    const char *bytes;
    int n = 0;

    sample_set(before, "requests/other/total", "4");
    sample_set(now, "requests/other.misc/total", "6");
    sample_set(now, "requests/result_total/total", "8");
    sample_set(now, "art20_8/fees/amount", "1.5");
    APR_ARRAY_PUSH((apr_array_header_t *)source->withdrawn, int) = 2022;
    bytes = ds_csv_series(ds_series_make(formats, source, pool, pool), "=cmd|' /C calc'!A0",
                          &(apr_size_t){ 0 }, pool);
    ck_assert(!strncmp(bytes, "\xEF\xBB\xBForgan,organ_name,year,basis,format,version,table,row,"
                              "column,label,cells,state,value,unit,change,change_percent,"
                              "share_percent\r\n", 124));
    HAS(bytes, "north,'=cmd|' /C calc'!A0,2020,own,2019,1,requests,other,total,三、本年度办理结果 （六）"
               "其他处理 申请人情况 总计,requests/other/total,number,4,,,,");
    HAS(bytes, "north,'=cmd|' /C calc'!A0,2021,own,2021,1,requests,other,total,三、本年度办理结果 （六）"
               "其他处理 申请人情况 总计,requests/other.not_corrected/total+requests/other.fee_unpaid/total"
               "+requests/other.misc/total,number,6,,2,50,75");
    HAS(bytes, "north,'=cmd|' /C calc'!A0,2019,none,,,requests,other,total,三、本年度办理结果 （六）"
               "其他处理 申请人情况 总计,,no_report,,,,,");
    HAS(bytes, "north,'=cmd|' /C calc'!A0,2022,withdrawn,,,disputes,cases,direct_suit.total,"
               "行政诉讼 未经复议直接起诉 总计,,no_report,,,,,");
    HAS(bytes, "north,'=cmd|' /C calc'!A0,2021,own,2021,1,art20_8,fees,amount,行政事业性收费 "
               "本年收费金额（单位：万元）,art20_8/fees/amount,number,1.5,万元,,,");
    HAS(bytes, "north,'=cmd|' /C calc'!A0,2020,own,2019,1,art20_8,fees,amount,行政事业性收费 "
               "本年收费金额（单位：万元）,,no_line,,,,,");
    for (const char *at = bytes; (at = strstr(at, "\r\n")) != NULL; at += 2) {
        n++;
    }
    ck_assert_int_eq(n, 1 + 4 * 226);
}
END_TEST

/* What begins with - is a formula to a spreadsheet unless it is a number. */
START_TEST(figures_are_figures)
{
    ds_series_source *source = sample_source(2019, 2020);
    const ds_formats *formats = unit_formats();
    const char *bytes;

    sample_set(sample_year(source->reports, formats, "2019", 2019), "art20_5/licensing/change",
               "-3");
    sample_set(sample_year(source->reports, formats, "2019", 2020), "art20_5/licensing/change",
               "-8");
    bytes = ds_csv_series(ds_series_make(formats, source, pool, pool), "北街", &(apr_size_t){ 0 },
                          pool);
    HAS(bytes, "north,北街,2020,own,2019,1,art20_5,licensing,change,行政许可 本年增/减,"
               "art20_5/licensing/change,number,-8,,-5,,");
}
END_TEST

START_TEST(without_a_report_only_the_head)
{
    apr_size_t len;
    const char *bytes = ds_csv_series(ds_series_make(unit_formats(), sample_source(2019, 2020),
                                                     pool, pool), "北街", &len, pool);

    ck_assert_uint_eq(len, strlen(bytes));
    ck_assert_ptr_eq(strstr(bytes, "\r\n"), bytes + len - 2);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, a_line_for_each_figure);
    tcase_add_test(cases, figures_are_figures);
    tcase_add_test(cases, without_a_report_only_the_head);
}

UNIT_MAIN("io/csv_series", add_all)
