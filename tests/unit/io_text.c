/* The plain-text reader: a real report, the ways in which reports deviate, and
 * input that is no report. */
#include "unit.h"

#include <iconv.h>
#include <stdio.h>
#include <string.h>

#include <apr_file_io.h>
#include <apr_strings.h>

#include "core/status.h"
#include "core/text.h"
#include "io/text.h"

#define SEED "../shared/seeds/000_a23f84ef80150604.txt"

static const ds_formats *formats_of(const char *directory)
{
    ds_formats *formats = NULL;
    const char *error = ds_formats_load(&formats, directory, "conf/schema/format.rng", pool, pool);

    ck_assert_msg(!error, "%s", error);
    return formats;
}

/* The bytes of a file, NULL when there is none. */
static const char *load(const char *path, apr_size_t *len)
{
    apr_file_t *file;
    apr_finfo_t info;
    char *bytes;

    if (apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_BINARY, 0, pool) != APR_SUCCESS) {
        return NULL;
    }
    ck_assert_int_eq(apr_file_info_get(&info, APR_FINFO_SIZE, file), APR_SUCCESS);
    bytes = apr_palloc(pool, (apr_size_t)info.size + 1);
    ck_assert_int_eq(apr_file_read_full(file, bytes, (apr_size_t)info.size, len), APR_SUCCESS);
    bytes[*len] = '\0';
    apr_file_close(file);
    return bytes;
}

static const char *data(const char *name)
{
    apr_size_t len;
    const char *bytes = load(apr_pstrcat(pool, "tests/data/text/", name, NULL), &len);

    ck_assert_msg(bytes != NULL, "no %s", name);
    return bytes;
}

static apr_status_t read_as(ds_report **report, ds_findings **findings, const char *bytes,
                            apr_size_t len, int year)
{
    ds_read_context context = { .formats = formats_of("conf/formats"), .year = year };

    *report = NULL;
    *findings = ds_findings_create(pool);
    return ds_text_read(report, *findings, bytes, len, &context, pool, pool);
}

/* Every finding as "severity id", one after the other. */
static const char *list_of(ds_findings *findings)
{
    const char *list = "";
    int i;

    for (i = 0; i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);

        list = apr_pstrcat(pool, list, *list ? ", " : "", ds_severity_name(finding->severity), " ",
                           finding->id, NULL);
        ck_assert_msg(!finding->passage || ds_text_length(finding->passage) <= 60, "%s",
                      finding->passage);
    }
    return list;
}

/* A cell as text: figure, unit, note in brackets; "_" when it is blank. */
static const char *cell_of(const ds_report *report, const char *address)
{
    int cell = ds_format_cell(report->format, address);
    const ds_cell *c;

    ck_assert_msg(cell >= 0, "no cell %s", address);
    c = &report->cells[cell];
    return c->state == DS_CELL_BLANK ? "_"
           : apr_pstrcat(pool, ds_report_cell_text(report, cell, pool), c->unit ? c->unit : "",
                         c->note ? "(" : "", c->note ? c->note : "", c->note ? ")" : "", NULL);
}

/* Compares with "address=text address=text". */
static void check_cells(const ds_report *report, const char *expected, const char *name)
{
    char *copy = apr_pstrdup(pool, expected), *last, *pair;

    for (pair = apr_strtok(copy, " ", &last); pair; pair = apr_strtok(NULL, " ", &last)) {
        char *text = strchr(pair, '=');

        *text++ = '\0';
        ck_assert_msg(strcmp(cell_of(report, pair), text) == 0, "%s: %s is %s, not %s", name, pair,
                      cell_of(report, pair), text);
    }
}

/* The text with the first (or every) occurrence of a part replaced. */
static const char *replace(const char *text, const char *from, const char *to, int every)
{
    const char *found = strstr(text, from), *result = "";

    ck_assert_msg(found != NULL, "nothing to replace: %s", from);
    while (found) {
        result = apr_pstrcat(pool, result, apr_pstrmemdup(pool, text, (apr_size_t)(found - text)),
                             to, NULL);
        text = found + strlen(from);
        found = every ? strstr(text, from) : NULL;
    }
    return apr_pstrcat(pool, result, text, NULL);
}

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
    check_cells(report, "requests/new/natural=1 requests/new/total=1 requests/rejected.reissue/other=0 "
                        "requests/unavailable.not_held/natural=1 requests/result_total/total=1", "seed");
    overview = ds_format_section(report->format, "overview");
    ck_assert_int_eq(report->prose[overview->prose]->nelts, 8);
    for (i = 0; i < report->format->n_prose; i++) {
        ck_assert_int_eq(report->prose[i]->nelts,
                         strcmp(report->format->prose[i]->id, "preface") == 0 ? 3
                         : i == overview->prose ? 8 : 1);
    }
    for (i = 0; i < report->format->n_tables; i++) {
        ck_assert_int_eq(report->notes[i]->nelts, 0);
    }
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
    { "5 shifted ordinal", "2021.txt", "二、主动", "三、主动", 0, "warning S.six@proactive",
      "art20_5/licensing/decisions=1250" },
    { "5 stray letter", "2021.txt", "六、其他需要", "l六、其他需要", 0, "", "" },
    { "6 no heading over a table", "2021.txt", "二、主动公开政府信息情况\n", "", 0,
      "warning S.six@proactive", "art20_1/normative_documents/in_force=12" },
    { "6 no heading between tables", "2021.txt", "三、收到和处理政府信息公开申请情况\n", "", 0,
      "warning S.six@requests", "art20_8/fees/amount=12.5 requests/new/natural=10" },
    { "6 no heading over prose", "2021.txt", "一、总体情况\n", "", 0, "error S.six@overview", "" },
    { "7 synonym", "2021.txt", "主要问题及改进", "主要问题和改进", 0, "", "" },
    { "7 synonym of a form", "2021.txt", "四、政府信息公开行政复议、行政诉讼情况",
      "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 0, "", 
      "disputes/cases/reconsideration.total=1" },
    { "7 typing error in a heading", "2021.txt", "五、存在的主要问题及改进情况",
      "五、存在的主要问题及改迸情况", 0, "", "" },
    { "8 head broken over lines", "2019.txt", "\t本年新公开数量", "\t本年新\n公开数量", 0, "",
      "art20_1/normative_documents/disclosed=2" },
    { "8 blanks inside a head", "2019.txt", "法律服务机构", "法 律 服　务 机 构", 0, "",
      "requests/new/legal=3" },
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
    { "23 full-width digits", "2021.txt", "1250", "１２５０", 0,
      "info C.number@art20_5/licensing/decisions", "art20_5/licensing/decisions=1250" },
    { "23 ideographic blanks", "2021.txt", "行政许可\t1250", "行政许可　\t　1250　", 0, "",
      "art20_5/licensing/decisions=1250" },
    { "27 format of another year", "2019.txt", "2020年", "2022年", 1, "warning F.format@format",
      "requests/other/legal=1" },
    { "30 page number inside a table", "2021.txt", "四、结转下年度", "- 4 -\n四、结转下年度", 0, "",
      "requests/result_total/total=16 requests/carried_out/total=1" },
    { "30 page number and repeated head", "2021.txt", "四、结转下年度",
      "— 4 —\n\t自然人\t法人或其他组织\t总计\n\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n"
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
}
END_TEST

static const char *join_paragraphs(const apr_array_header_t *blocks)
{
    const char *text = "";
    int i;

    for (i = 0; i < blocks->nelts; i++) {
        text = apr_pstrcat(pool, text, i ? "/" : "", APR_ARRAY_IDX(blocks, i, ds_block).text, NULL);
    }
    return text;
}

static const char *prose_of(const ds_report *report, const char *id)
{
    return join_paragraphs(report->prose[ds_format_section(report->format, id)->prose]);
}

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
    for (i = 0; i < a->format->n_tables; i++) {
        ck_assert_int_eq(b->notes[i]->nelts, 0);
    }
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
                     "warning S.six@proactive, warning S.six@requests, warning S.six@disputes, "
                     "warning S.six@problems, warning S.six@other");
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
    check_cells(report, "art20_1/normative_documents/in_force=12 requests/new/total=16", "contents");
    ck_assert_str_eq(prose_of(report, "problems"), "公开的内容还不够细，明年将逐项补充办事指南。");
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
    { "63 characters and a line feed, which makes it sixty-four bytes.\n", DS_REPORT_MAX_BYTES / 64, "",
      "error F.size@bytes" },
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

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static void add_all(TCase *cases)
{
    tcase_add_test(cases, seed);
    tcase_add_loop_test(cases, deviation, 0, LENGTH(deviations));
    tcase_add_test(cases, text_from_pdf);
    tcase_add_test(cases, two_numberings);
    tcase_add_test(cases, list_of_contents);
    tcase_add_test(cases, notes);
    tcase_add_loop_test(cases, title, 0, LENGTH(tops));
    tcase_add_loop_test(cases, signature, 0, LENGTH(bottoms));
    tcase_add_test(cases, year);
    tcase_add_loop_test(cases, encoding, 0, LENGTH(encodings));
    tcase_add_loop_test(cases, refusal, 0, LENGTH(refusals));
    tcase_add_loop_test(cases, bound, 0, LENGTH(bounds));
    tcase_add_test(cases, paragraphs);
}

UNIT_MAIN("io/text", add_all)
