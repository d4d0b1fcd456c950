/* The plain-text reader: a real report, and the ways in which reports deviate. */
#include "io_text.h"

#include <stdio.h>

#define SEED "../shared/seeds/000_a23f84ef80150604.txt"

START_TEST(seed)
{
    apr_size_t len;
    const char *bytes = load(SEED, &len);
    const ds_section *overview;
    ds_findings *findings;
    ds_report *report;
    int i, ones = 0;

    if (!bytes) {
        fprintf(stderr, "io/text: %s is absent, the real report is not read\n", SEED);
        return;
    }
    ck_assert_int_eq(read_as(&report, &findings, bytes, len, 0), APR_SUCCESS);
    ck_assert_str_eq(list_of(findings), "info C.number@requests/rejected.reissue/other");
    ck_assert_str_eq(ds_findings_at(findings, 0)->passage, "00");
    ck_assert_str_eq(report->format->id, "2019");
    ck_assert_int_eq(report->year, 2020);
    ck_assert_str_eq(report->organ_name, "临淄区人民政府稷下街道办事处");
    ck_assert_str_eq(report->title, "临淄区人民政府稷下街道办事处2020年政府信息公开工作年度报告");
    ck_assert_str_eq(report->signature_name, "稷下街道办事处");
    ck_assert_ptr_null(report->signature_date);
    ck_assert_int_eq(report->format->n_cells, 198);
    for (i = 0; i < report->format->n_cells; i++) {
        ck_assert_int_eq(report->cells[i].state, DS_CELL_NUMBER);
        ck_assert_ptr_null(report->cells[i].note);
        ones += report->cells[i].value == DS_DECIMAL_ONE;
    }
    ck_assert_int_eq(ones, 6);
    check_cells(report, "requests/new/natural=1 requests/new/total=1 "
                        "requests/rejected.reissue/other=0 requests/unavailable.not_held/natural=1 "
                        "requests/result_total/total=1", "seed");
    overview = ds_format_section(report->format, "overview");
    ck_assert_int_eq(report->prose[overview->prose]->nelts, 8);
    for (i = 0; i < report->format->n_prose; i++) {
        ck_assert_int_eq(report->prose[i]->nelts,
                         strcmp(report->format->prose[i]->id, "preface") == 0 ? 3
                         : i == overview->prose ? 8 : 1);
    }
    check_no_notes(report, "seed");
}
END_TEST

/* A report with something changed, and what is to come of it. */
static const struct deviation {
    const char *name;     /* number of the deviation in the house's list of them */
    const char *file;
    const char *from, *to;
    int every;
    const char *findings; /* all of them */
    const char *cells;
} deviations[] = {
    { "none, 2019", "2019.txt", "一", "一", 0, "",
      "art20_9/procurement/amount=25.1万元 art20_5/licensing/change=-3 requests/other/legal=1 "
      "disputes/cases/suit_after_reconsideration.total=1" },
    { "none, 2021", "2021.txt", "一", "一", 0, "",
      "art20_8/fees/amount=12.5 requests/other.misc/legal=1 requests/granted/total=7" },
    { "1 double zero", "2019.txt", "\t规章\n\t0\n", "\t规章\n\t00\n", 0,
      "info C.number@art20_1/regulations/made", "art20_1/regulations/made=0" },
    { "2 full stop behind ordinal", "2021.txt", "四、政府", "四．政府", 0, "",
      "disputes/cases/reconsideration.total=1" },
    { "2 colon behind ordinal", "2021.txt", "四、政府", "四：政府", 0, "", "" },
    { "2 nothing behind ordinal", "2021.txt", "四、政府", "四政府", 0, "",
      "disputes/cases/reconsideration.total=1" },
    { "3 Arabic ordinal", "2021.txt", "一、总体情况", "1、 总体情况", 0, "", "" },
    { "5 shifted ordinal", "2021.txt", "二、主动", "三、主动", 0, "warning S.six@proactive/heading",
      "art20_5/licensing/decisions=1250" },
    { "5 stray letter", "2021.txt", "六、其他需要", "l六、其他需要", 0, "", "" },
    { "6 no heading over a table", "2021.txt", "二、主动公开政府信息情况\n", "", 0,
      "warning S.six@proactive/heading", "art20_1/normative_documents/in_force=12" },
    { "6 no heading between tables", "2021.txt", "三、收到和处理政府信息公开申请情况\n", "", 0,
      "warning S.six@requests/heading", "art20_8/fees/amount=12.5 requests/new/natural=10" },
    { "6 no heading over prose", "2021.txt", "一、总体情况\n", "", 0,
      "warning S.six@overview/heading", "" },
    { "7 synonym", "2021.txt", "主要问题及改进", "主要问题和改进", 0, "", "" },
    { "7 synonym of a form", "2021.txt", "四、政府信息公开行政复议、行政诉讼情况",
      "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 0, "", 
      "disputes/cases/reconsideration.total=1" },
    { "7 typing error in a heading", "2021.txt", "五、存在的主要问题及改进情况",
      "五、存在的主要问题及改迸情况", 0, "", "" },
    { "8 head broken over lines", "2019.txt", "\t本年新公开数量", "\t本年新\n公开数量", 0, "",
      "art20_1/normative_documents/disclosed=2" },
    { "8 blanks inside a head", "2019.txt", "法律服务机构", "法 律 服　务 机 构", 0,
      "", "requests/new/legal=3" },
    { "9 additions to heads", "2021.txt", "本年制发件数\t本年废止件数\t现行有效件数",
      "本年（2023）制发件数\t本年废止件数\t现行有效件数 (历史累计)", 0, "",
      "art20_1/normative_documents/in_force=12" },
    { "9 blanks inside a band", "2021.txt", "第二十条第（一）项", "第二十条 第（一）项", 0, "",
      "art20_1/normative_documents/in_force=12" },
    { "10 head cut short", "2021.txt", "现行有效件数", "现行有效件", 0, "",
      "art20_1/normative_documents/in_force=12" },
    { "11 known typing error", "2021.txt", "三类内部事务", "三类内容事务", 0, "",
      "requests/refused.internal/total=0" },
    { "11 typing error in a row", "2021.txt", "4.保护第三方合法权益", "4.保护第三方合法权宜", 0,
      "info F.row@requests/refused.third_party", "requests/refused.third_party/natural=1" },
    { "12 another year's row name", "2021.txt", "行政规范性文件", "规范性文件", 0, "",
      "art20_1/normative_documents/issued=3" },
    { "13 extra row", "2021.txt", "行政规范性文件\t3\t1\t12\n",
      "行政规范性文件\t3\t1\t12\n其他主动公开文件\t8\t8\t8\n", 0, "warning F.row@art20_1",
      "art20_1/normative_documents/issued=3 art20_5/licensing/decisions=1250" },
    { "13 extra row, one cell per line", "2019.txt", "\t规范性文件\n\t2\n\t2\n\t9\n\n",
      "\t规范性文件\n\t2\n\t2\n\t9\n\n\t其他主动公开文件\n\t8\n\t8\n\t8\n\n", 0,
      "warning F.row@art20_1", "art20_1/normative_documents/public_total=9" },
    { "13 row of the other format", "2019.txt", "\t（七）总计",
      "\t3．其他\n\t0\n\t0\n\t0\n\t0\n\t0\n\t0\n\t0\n\n\t\n\t（七）总计", 0,
      "error T3.rows@requests", "requests/other/legal=1 requests/result_total/total=16" },
    { "13 row of the older format", "2021.txt", "（六）其他处理\t1.申请人无正当理由",
      "（六）其他处理\t0\t0\t0\t0\t0\t0\t0\n\t\t1.申请人无正当理由", 0, "error T3.rows@requests",
      "requests/other.misc/legal=1 requests/other.not_corrected/total=0" },
    { "14 rows without label", "2021.txt", "2.没有现成信息需要另行制作", "", 0,
      "warning F.row@requests/unavailable.needs_creation",
      "requests/unavailable.needs_creation/natural=0 requests/unavailable.not_held/total=4" },
    { "15 row with two cells", "2021.txt", "（一）予以公开\t5\t1\t0\t0\t1\t0\t7",
      "（一）予以公开\t5\t7", 0, "error F.row@requests/granted",
      "requests/granted/natural=_ requests/granted/total=_ requests/partial/total=2" },
    { "15 row with two cells, one per line", "2019.txt", "\t1\n\t0\n\t0\n\t0\n\t1\n\t0\n\t2\n",
      "\t1\n\t2\n", 0, "error F.row@requests/partial",
      "requests/partial/natural=_ requests/partial/total=_ requests/granted/total=7" },
    { "15 row with a cell too many", "2021.txt", "（一）予以公开\t5\t1", "（一）予以公开\t5\t1\t1", 0,
      "error F.row@requests/granted", "requests/granted/natural=_ requests/partial/total=2" },
    { "15 row missing", "2021.txt", "行政处罚\t42\n", "", 0, "error F.row@art20_6/penalties",
      "art20_6/penalties/decisions=_ art20_6/coercion/decisions=7" },
    { "16 blank cell", "2021.txt", "上年结转政府信息公开申请数量\t1\t0\t0",
      "上年结转政府信息公开申请数量\t1\t\t&nbsp;", 0, "",
      "requests/carried_in/natural=1 requests/carried_in/business=_ requests/carried_in/research=_ "
      "requests/carried_in/total=1" },
    { "16 blank cell, one per line", "2019.txt", "\t1\n\t0\n\t0\n\t0\n\t1\n\t0\n\t2\n",
      "\t1\n\t\n\t0\n\t \n\t1\n\t\n\t2\n", 0, "",
      "requests/partial/natural=1 requests/partial/business=_ requests/partial/research=0 "
      "requests/partial/charity=_ requests/partial/legal=1 requests/partial/other=_ "
      "requests/partial/total=2" },
    { "16 blank cells in a table without stub", "2021.txt", "1\t0\t0\t0\t1\t0\t0\t0\t0\t0\t0\t1",
      "1\t\t0\t0\t1\t\t0\t0\t0\t0\t\t1", 0, "",
      "disputes/cases/reconsideration.upheld=1 disputes/cases/reconsideration.corrected=_ "
      "disputes/cases/suit_after_reconsideration.upheld=_ "
      "disputes/cases/suit_after_reconsideration.corrected=1" },
    { "17 not applicable", "2021.txt", "规章\t0\t0\t0", "规章\t/\t——\t-", 0,
      "info C.number@art20_1/regulations/repealed, info C.number@art20_1/regulations/in_force",
      "art20_1/regulations/issued=/ art20_1/regulations/repealed=/ "
      "art20_1/regulations/in_force=/" },
    { "18 only the total", "2021.txt", "申请数量\t10\t2\t0\t1\t3\t0\t16",
      "申请数量\t\t\t\t\t\t\t16", 0, "", "requests/new/natural=_ requests/new/total=16" },
    { "19 table empty", "2021.txt", "1\t0\t0\t0\t1\t0\t0\t0\t0\t0\t0\t1\t0\t0\t1\n", "", 0, "",
      "disputes/cases/reconsideration.total=_" },
    { "20 sign word", "2019.txt", "\t-3\n", "\t减4\n", 0,
      "info C.number@art20_5/licensing/change", "art20_5/licensing/change=-4" },
    { "20 plus sign", "2019.txt", "\t-3\n", "\t+3\n", 0, "info C.number@art20_5/licensing/change",
      "art20_5/licensing/change=3" },
    { "20 pair of changes", "2019.txt", "\t-3\n", "\t增1减2\n", 0,
      "error C.number@art20_5/licensing/change",
      "art20_5/licensing/change=_ art20_5/licensing/decisions=320" },
    { "21 unit inside the cell", "2019.txt", "25.1万元", "251000元", 0, "",
      "art20_9/procurement/amount=251000元" },
    { "21 no unit", "2019.txt", "25.1万元", "52.15", 0, "", "art20_9/procurement/amount=52.15" },
    { "22 figure with note", "2019.txt", "\t9\n", "\t9（其中修订2件）\n", 0, "",
      "art20_1/normative_documents/public_total=9(其中修订2件)" },
    { "22 note on the line below", "2019.txt", "\t9\n", "\t9\n（其中修订2件）\n", 0, "",
      "art20_1/normative_documents/public_total=9(其中修订2件) art20_5/licensing/decisions=320" },
    { "23 full-width digits", "2021.txt", "1250", "１２５０", 0,
      "info C.number@art20_5/licensing/decisions", "art20_5/licensing/decisions=1250" },
    { "23 ideographic blanks", "2021.txt", "行政许可\t1250", "行政许可　\t　1250　", 0, "",
      "art20_5/licensing/decisions=1250" },
    { "27 format of another year", "2019.txt", "2020年", "2022年", 1, "warning F.format@format",
      "requests/other/legal=1" },
    { "30 page number inside a table", "2021.txt", "四、结转下年度", "- 4 -\n四、结转下年度", 0, "",
      "requests/result_total/total=16 requests/carried_out/total=1" },
    { "30 page number in words", "2021.txt", "四、结转下年度", "第 4 页\n四、结转下年度", 0, "",
      "requests/result_total/total=16 requests/carried_out/total=1" },
    { "30 page number and repeated head", "2021.txt", "四、结转下年度",
      "— 4 —\n\t自然人\t法人或其他组织\t总计\n"
      "\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n"
      "四、结转下年度", 0, "", "requests/result_total/total=16 requests/carried_out/total=1" },
    { "32 group label over two pages", "2021.txt", "（四）无法提供\t1.本机关", "（四）无\t1.本机关", 0, "",
      "requests/unavailable.not_held/total=4" },
    { "33 template's sentence", "2021.txt", "二、主动公开政府信息情况\n",
      "二、主动公开政府信息情况\n该部分以表格形式报告。表格如下：\n", 0, "", "" },
    { "a word in a cell", "2021.txt", "行政处罚\t42", "行政处罚\t详见附件", 0,
      "error C.number@art20_6/penalties/decisions", "art20_6/penalties/decisions=_" },
    { "rows in another order", "2021.txt", "行政处罚\t42\n行政强制\t7\n", "行政强制\t7\n行政处罚\t42\n", 0,
      "", "art20_6/penalties/decisions=42 art20_6/coercion/decisions=7" },
};

START_TEST(deviation)
{
    const struct deviation *d = &deviations[_i];
    const char *text = replace(data(d->file), d->from, d->to, d->every);
    ds_findings *findings;
    ds_report *report;

    ck_assert_msg(read_as(&report, &findings, text, strlen(text), 0) == APR_SUCCESS, "%s", d->name);
    ck_assert_msg(strcmp(list_of(findings), d->findings) == 0, "%s: %s", d->name,
                  list_of(findings));
    check_cells(report, d->cells, d->name);
    check_no_notes(report, d->name);
}
END_TEST

/* A row with an empty cell, whose next row has lost its label and has empty
 * cells too: as many values as a row has, and not those of a row. */
START_TEST(values_of_two_rows)
{
    const char *text = replace(data("2019.txt"), "\t", "", 1);
    ds_findings *findings;
    ds_report *report;

    text = replace(text, "行政处罚\n5\n0\n12\n\n行政强制\n1\n0\n0\n",
                   "行政处罚\n5\n\n12\n\n\n1\n\n\n", 0);
    ck_assert_int_eq(read_as(&report, &findings, text, strlen(text), 0), APR_SUCCESS);
    ck_assert_str_eq(list_of(findings),
                     "error F.row@art20_6/penalties, error F.row@art20_6/coercion");
    check_cells(report, "art20_6/penalties/items_last_year=_ art20_6/penalties/change=_ "
                        "art20_6/coercion/items_last_year=_ art20_5/licensing/change=-3",
                "values of two rows");
}
END_TEST

/* The words of a heading may be those of a smaller one inside another part. */
START_TEST(smaller_heading)
{
    const char *text = replace(data("2021.txt"), "（二）依申请公开", "（六）其他需要报告的事项", 0);
    ds_findings *findings;
    ds_report *report;

    ck_assert_int_eq(read_as(&report, &findings, text, strlen(text), 0), APR_SUCCESS);
    ck_assert_str_eq(list_of(findings), "");
    ck_assert_str_eq(prose_of(report, "overview"),
                     "（一）主动公开/本年在区政府网站公开信息八十余条，都按时更新。/"
                     "（六）其他需要报告的事项/本年新收申请16件，都在法定期限内答复。");
    ck_assert_str_eq(prose_of(report, "other"), "本年没有收取信息处理费，也没有其他需要报告的事项。");
}
END_TEST

/* Deviations 8, 30, 31, 32 at once, and the lines of paragraphs joined: text
 * as it comes out of a PDF has the same cells and prose as the document. */
START_TEST(text_from_pdf)
{
    const char *plain = data("2021.txt"), *pdf = data("pdf.txt");
    ds_findings *findings;
    ds_report *a, *b;
    int i;

    ck_assert_int_eq(read_as(&a, &findings, plain, strlen(plain), 0), APR_SUCCESS);
    ck_assert_int_eq(read_as(&b, &findings, pdf, strlen(pdf), 0), APR_SUCCESS);
    ck_assert_str_eq(list_of(findings), "");
    ck_assert_int_eq(b->year, 2023);
    ck_assert_str_eq(b->organ_name, a->organ_name);
    ck_assert_str_eq(b->signature_name, a->signature_name);
    ck_assert_str_eq(b->signature_date, a->signature_date);
    for (i = 0; i < a->format->n_cells; i++) {
        const char *address = ds_format_address(a->format, i);

        ck_assert_msg(strcmp(cell_of(a, address), cell_of(b, address)) == 0, "%s", address);
    }
    check_no_notes(b, "PDF");
    ck_assert_str_eq(prose_of(b, "overview"),
                     "（一）主动公开/本年在区政府网站公开信息八十余条，都按时更新。街道在便民大厅设置了查阅点，"
                     "群众可以在工作时间内查阅各类目录，也可以请工作人员代为打印。/（二）依申请公开/"
                     "本年新收申请 16 件，都在法定期限内答复。");
}
END_TEST

/* Deviation 4: chapters of the report's own, then the statutory tables start
 * again at one. */
START_TEST(two_numberings)
{
    const char *text = data("two-numberings.txt");
    ds_findings *findings;
    ds_report *report;

    ck_assert_int_eq(read_as(&report, &findings, text, strlen(text), 0), APR_SUCCESS);
    ck_assert_str_eq(list_of(findings),
                     "warning S.six@proactive/heading, warning S.six@requests/heading, "
                     "warning S.six@disputes/heading, "
                     "warning S.six@problems/heading, warning S.six@other/heading");
    check_cells(report, "art20_1/normative_documents/in_force=12 art20_5/licensing/decisions=1250 "
                        "requests/new/total=0 disputes/cases/reconsideration.total=0", "4");
    ck_assert_str_eq(prose_of(report, "overview"),
                     "本年公开信息八十余条。/二、队伍建设情况/街道有两名公开专员。");
    ck_assert_str_eq(prose_of(report, "problems"), "公开的内容还不够细。");
    ck_assert_str_eq(report->organ_name, "河口区柳岸街道办事处");
}
END_TEST

/* A list of contents has the same words as the headings. */
START_TEST(list_of_contents)
{
    const char *text = replace(data("2021.txt"), "一、总体情况\n",
                               "目录\n一、总体情况\n二、主动公开政府信息情况\n"
                               "三、收到和处理政府信息公开申请情况\n"
                               "四、政府信息公开行政复议、行政诉讼情况\n"
                               "五、存在的主要问题及改进情况\n六、其他需要报告的事项\n\n一、总体情况\n", 0);
    ds_findings *findings;
    ds_report *report;

    ck_assert_int_eq(read_as(&report, &findings, text, strlen(text), 0), APR_SUCCESS);
    ck_assert_str_eq(list_of(findings), "");
    check_cells(report, "art20_1/normative_documents/in_force=12 requests/new/total=16",
                "contents");
    ck_assert_str_eq(prose_of(report, "problems"), "公开的内容还不够细，明年将逐项补充办事指南。");
}
END_TEST

/* Deviation 30: numbers alone before form feeds count the pages. */
START_TEST(page_numbers)
{
    const char *text = replace(data("2021.txt"), "\n\n二、主动", "\n7\n\f二、主动", 0);
    ds_findings *findings;
    ds_report *report;

    text = replace(text, "\n\n三、收到", "\n8\n\f三、收到", 0);
    ck_assert_int_eq(read_as(&report, &findings, text, strlen(text), 0), APR_SUCCESS);
    ck_assert_str_eq(list_of(findings), "");
    ck_assert_ptr_null(strchr(prose_of(report, "overview"), '7'));
    check_cells(report, "art20_8/fees/amount=12.5 requests/new/total=16", "30");
    check_no_notes(report, "30");
    text = replace(text, "8\n\f", "9\n\f", 0);
    ck_assert_int_eq(read_as(&report, &findings, text, strlen(text), 0), APR_SUCCESS);
    ck_assert_ptr_nonnull(strchr(prose_of(report, "overview"), '7'));
}
END_TEST

/* Deviation 29: prose between heading and table, and below it. */
START_TEST(notes)
{
    const char *text = replace(data("2021.txt"), "政府信息公开行政复议、行政诉讼情况\n",
                               "政府信息公开行政复议、行政诉讼情况\n本年的复议案件含上年结转的1件。\n", 0);
    ds_findings *findings;
    ds_report *report;
    int disputes, fees;

    text = replace(text, "\n三、收到", "注：收费金额为全年实收数。\n\n三、收到", 0);
    ck_assert_int_eq(read_as(&report, &findings, text, strlen(text), 0), APR_SUCCESS);
    ck_assert_str_eq(list_of(findings), "");
    disputes = ds_format_table(report->format, "disputes")->index;
    fees = ds_format_table(report->format, "art20_8")->index;
    ck_assert_int_eq(report->notes[disputes]->nelts, 1);
    ck_assert_str_eq(APR_ARRAY_IDX(report->notes[disputes], 0, const char *),
                     "本年的复议案件含上年结转的1件。");
    ck_assert_int_eq(report->notes[fees]->nelts, 1);
    ck_assert_str_eq(APR_ARRAY_IDX(report->notes[fees], 0, const char *),
                     "注：收费金额为全年实收数。");
    check_cells(report, "art20_8/fees/amount=12.5 disputes/cases/reconsideration.total=1", "29");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, seed);
    tcase_add_loop_test(cases, deviation, 0, LENGTH(deviations));
    tcase_add_test(cases, values_of_two_rows);
    tcase_add_test(cases, smaller_heading);
    tcase_add_test(cases, text_from_pdf);
    tcase_add_test(cases, two_numberings);
    tcase_add_test(cases, list_of_contents);
    tcase_add_test(cases, page_numbers);
    tcase_add_test(cases, notes);
}

UNIT_MAIN("io/text", add_all)
