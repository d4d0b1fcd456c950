/* The canonical form: a fixed point of Canonical XML, and the way back. */
#include <string.h>

#include <apr_strings.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>

#include "core/canonical.h"
#include "core/status.h"
#include "core/text.h"
#include "formats.h"

/* Every kind of content, and every character that is written differently. */
static ds_report *full_report(const ds_format *format)
{
    static const char hard[] = "a & b < c > d \" e ' f\tg\nh\u3000 𠮷 \U0010FFFF é ]]>";
    ds_report *report = ds_report_create(format, pool);
    int i;

    report->organ = "jixia";
    report->year = format->first_year;
    ds_report_set_organ_name(report, hard);
    ds_report_set_title(report, hard);
    ds_report_set_signature(report, hard, "2021-01-29");
    for (i = 0; i < format->n_prose; i++) {
        ds_report_add_paragraph(report, i, hard);
        ds_report_add_figure(report, i,
                             "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                             hard, i % 2 ? NULL : hard);
        ds_report_add_paragraph(report, i, "第二段");
    }
    for (i = 0; i < format->n_cells; i++) {
        const ds_cell_type *type = ds_format_type(format, i);

        if (i % 5 == 1) {
            ds_report_set_na(report, i);
        }
        else if (i % 5 != 2) {
            ds_report_set_number(report, i, type->kind == DS_VALUE_AMOUNT ? 25100000 + i
                                            : type->kind == DS_VALUE_CHANGE ? -8 * DS_DECIMAL_ONE
                                            : i * DS_DECIMAL_ONE);
        }
        if (i % 7 == 0) {
            ds_report_set_cell_note(report, i, hard);
        }
        if (type->units) {
            ds_report_set_unit(report, i, type->units[0]);
        }
    }
    for (i = 0; i < format->n_tables; i++) {
        ds_report_add_note(report, i, hard);
    }
    return report;
}

static const char *c14n(const char *bytes, apr_size_t len, apr_size_t *out_len)
{
    xmlDocPtr doc = xmlReadMemory(bytes, (int)len, NULL, NULL, XML_PARSE_NONET);
    xmlChar *out = NULL;
    const char *result;
    int n;

    ck_assert_ptr_nonnull(doc);
    n = xmlC14NDocDumpMemory(doc, NULL, XML_C14N_1_0, NULL, 0, &out);
    ck_assert_int_gt(n, 0);
    result = apr_pstrmemdup(pool, (const char *)out, (apr_size_t)n);
    *out_len = (apr_size_t)n;
    xmlFree(out);
    xmlFreeDoc(doc);
    return result;
}

static void assert_round_trip(const ds_report *report, const ds_formats *formats)
{
    apr_size_t len, canonical_len, again_len;
    const char *bytes = ds_canonical(report, &len, pool);
    const char *canonical = c14n(bytes, len, &canonical_len);
    ds_findings *findings = ds_findings_create(pool);
    ds_report *read = NULL;
    apr_status_t status;

    ck_assert_uint_eq(strlen(bytes), len);
    ck_assert_uint_eq(ds_text_first_bad(bytes, len), len);
    ck_assert_uint_eq(len, canonical_len);
    ck_assert_mem_eq(bytes, canonical, len);
    status = ds_canonical_read(&read, findings, bytes, len, formats, pool, pool);
    ck_assert_msg(status == APR_SUCCESS, "%s", ds_findings_count(findings)
                                                   ? ds_findings_at(findings, 0)->message : "");
    ck_assert_int_eq(ds_findings_count(findings), 0);
    ck_assert_str_eq(ds_canonical(read, &again_len, pool), bytes);
    ck_assert_uint_eq(again_len, len);
    ck_assert_str_eq(ds_canonical(ds_report_copy(read, pool), &again_len, pool), bytes);
}

START_TEST(is_canonical_and_comes_back)
{
    const ds_formats *formats = unit_formats();
    int i;

    for (i = 0; i < ds_formats_count(formats); i++) {
        const ds_format *format = ds_formats_at(formats, i);

        assert_round_trip(ds_report_create(format, pool), formats);
        assert_round_trip(full_report(format), formats);
    }
}
END_TEST

/* A carriage return that a reader's own tidying would not let through is
 * written as Canonical XML wants it all the same. */
START_TEST(writes_carriage_returns)
{
    const ds_formats *formats = unit_formats();
    ds_report *report = ds_report_create(ds_formats_at(formats, 0), pool);
    apr_size_t len, canonical_len;
    const char *bytes, *canonical;

    report->title = "甲\r乙";
    report->cells[0].note = "甲\r\n\t乙";
    bytes = ds_canonical(report, &len, pool);
    canonical = c14n(bytes, len, &canonical_len);
    ck_assert_str_eq(bytes, canonical);
    ck_assert_ptr_nonnull(strstr(bytes, "甲&#xD;乙"));
    ck_assert_ptr_nonnull(strstr(bytes, "note=\"甲&#xD;&#xA;&#x9;乙\""));
}
END_TEST

START_TEST(has_the_documented_shape)
{
    static const char begin[] =
        "<report xmlns=\"urn:mod-disclosure:report:1\" format=\"2019\" organ=\"jixia\" "
        "year=\"2020\"><section id=\"preface\"></section><section id=\"overview\"></section>"
        "<table id=\"art20_1\"><row id=\"regulations\"><cell id=\"made\" state=\"na\"></cell>"
        "<cell id=\"disclosed\" state=\"blank\"></cell>";
    const ds_format *format = unit_format("2019");
    ds_report *report = ds_report_create(format, pool);
    apr_size_t len;
    const char *bytes;
    int cell = unit_cell(format, "art20_9/procurement/projects");

    report->organ = "jixia";
    report->year = 2020;
    ds_report_set_number(report, cell, DS_DECIMAL_ONE);
    ds_report_set_number(report, cell + 1, 25100000);
    ds_report_set_unit(report, cell + 1, "万元");
    ds_report_set_cell_note(report, cell + 1, "含税");
    ds_report_set_na(report, 0);
    bytes = ds_canonical(report, &len, pool);
    ck_assert(strncmp(bytes, begin, strlen(begin)) == 0);
    ck_assert_ptr_nonnull(strstr(bytes, "<row id=\"procurement\"><cell id=\"projects\">1</cell>"
                                        "<cell id=\"amount\" note=\"含税\" unit=\"万元\">25.1</cell>"
                                        "</row>"));
    ck_assert_str_eq(bytes + len - strlen("</section></report>"), "</section></report>");
    ck_assert_str_eq(ds_canonical_digest(report, ds_digest_find("sm3"), pool),
                     ds_digest_hex(pool, ds_digest_find("sm3"), bytes, len));
}
END_TEST

#define ROOT "<report xmlns='urn:mod-disclosure:report:1' format='2019'"

/* Order, white space, prefixes, comments and CDATA make no difference. */
START_TEST(reads_what_is_not_canonical)
{
    static const char text[] =
        "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"GBK\"?>\n<!-- x=<y> --><?pi a<b?>\n"
        "<r:report xmlns:r='urn:mod-disclosure:report:1'\n year='2020' format='2019'>\n"
        "  <r:table id='requests'>\n <r:note>注</r:note>"
        "   <r:row id='carried_out'><r:cell id='total'>7</r:cell><r:cell id='natural' state='na'/>"
        "</r:row>\n   <r:row id='new'><r:cell id='other' note='&#x4E00;&amp;'>0</r:cell></r:row>"
        "  </r:table>\n"
        "  <r:section id='other'><r:p><![CDATA[ a<b ]]>&amp;c&#13;d</r:p><r:p> </r:p></r:section>\n"
        "  <r:title> 题 </r:title>\n</r:report>\n";
    const ds_formats *formats = unit_formats();
    const ds_format *format = ds_formats_find(formats, "2019");
    ds_findings *findings = ds_findings_create(pool);
    const ds_block *block;
    ds_report *r = NULL;

    ck_assert_int_eq(ds_canonical_read(&r, findings, text, strlen(text), formats, pool, pool),
                     APR_SUCCESS);
    ck_assert_int_eq(r->year, 2020);
    ck_assert_ptr_null(r->organ);
    ck_assert_str_eq(r->title, "题");
    ck_assert_int_eq(r->cells[unit_cell(format, "requests/carried_out/total")].value,
                     7 * DS_DECIMAL_ONE);
    ck_assert_int_eq(r->cells[unit_cell(format, "requests/carried_out/natural")].state,
                     DS_CELL_NA);
    ck_assert_int_eq(r->cells[unit_cell(format, "requests/new/total")].state, DS_CELL_BLANK);
    ck_assert_str_eq(r->cells[unit_cell(format, "requests/new/other")].note, "一&");
    ck_assert_str_eq(APR_ARRAY_IDX(r->notes[ds_format_table(format, "requests")->index], 0,
                                   const char *), "注");
    ck_assert_int_eq(r->prose[ds_format_section(format, "other")->prose]->nelts, 1);
    block = &APR_ARRAY_IDX(r->prose[ds_format_section(format, "other")->prose], 0, ds_block);
    ck_assert_str_eq(block->text, "a<b &c\nd");
}
END_TEST

static const char *cell_xml(const char *cell)
{
    return apr_pstrcat(pool, ROOT "><table id='art20_9'><row id='procurement'>\n", cell,
                       "</row></table></report>", NULL);
}

/* One bad input each: the outcome, the rule, where, and a word of the message. */
START_TEST(refuses)
{
    const struct {
        const char *text;
        apr_status_t status;
        const char *id, *word;
    } cases[] = {
        { "", DS_EUNREADABLE, "F.xml@xml", "没有 XML 内容" },
        { "report", DS_EUNREADABLE, "F.xml@xml", "XML" },
        { ROOT ">", DS_EUNREADABLE, "F.xml@xml", "第 1 行" },
        { ROOT "></reports>", DS_EUNREADABLE, "F.xml@xml", "不一致" },
        { ROOT "/><x/>", DS_EUNREADABLE, "F.xml@xml", "多余" },
        { ROOT "\n a=1></report>", DS_EUNREADABLE, "F.xml@xml", "标记" },
        { ROOT " year='1' year='2'/>", DS_EUNREADABLE, "F.xml@xml", "重复" },
        { ROOT "><title>&x;</title></report>", DS_EUNREADABLE, "F.xml@xml", "实体" },
        { ROOT ">\n\n<title>a & b</title></report>", DS_EUNREADABLE, "F.xml@xml", "第 3 行" },
        { ROOT "><title>&#0;</title></report>", DS_EUNREADABLE, "F.xml@xml", "字符" },
        { ROOT "><x:p/></report>", DS_EUNREADABLE, "F.xml@xml", "命名空间" },
        { "<!DOCTYPE report SYSTEM 'http://127.0.0.1:9/x.dtd'>" ROOT "/>", DS_EUNREADABLE,
          "F.xml@xml", "DOCTYPE" },
        { "<!DOCTYPE r [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]>" ROOT ">&b;</report>",
          DS_EUNREADABLE, "F.xml@xml", "DOCTYPE" },
        { ROOT "><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a></a></a></a></a></a></a></a></a>"
               "</a></a></a></a></a></a></a></a></report>", DS_EUNREADABLE, "F.xml@xml", "嵌套" },
        { ROOT ">\n\xB9\xAB</report>", DS_EUNREADABLE, "F.encoding@xml", "第 2 行" },
        { ROOT ">\x01</report>", DS_EUNREADABLE, "F.encoding@xml", "UTF-8" },
        { ROOT ">\v</report>", DS_EUNREADABLE, "F.encoding@xml", "UTF-8" },
        { "<report format='2019'/>", DS_EINVALID, "F.element@report", "命名空间" },
        { "<html xmlns='urn:mod-disclosure:report:1'/>", DS_EINVALID, "F.element@html", "html" },
        { "<report xmlns='urn:mod-disclosure:report:1'/>", DS_EINVALID, "F.format@format",
          "format" },
        { "<report xmlns='urn:mod-disclosure:report:1' format='2018'/>", DS_EINVALID,
          "F.format@format", "2018" },
        { ROOT " year='1999'/>", DS_EINVALID, "F.year@year", "1999" },
        { ROOT " year='02020'/>", DS_EINVALID, "F.year@year", "02020" },
        { ROOT " year=''/>", DS_EINVALID, "F.year@year", "年度" },
        { ROOT " organ='Year 1'/>", DS_EINVALID, "F.organ@organ", "Year 1" },
        { ROOT " organ='staff'/>", DS_EINVALID, "F.organ@organ", "staff" },
        { ROOT " state='x'/>", DS_EINVALID, "F.element@state", "属性" },
        { ROOT ">字</report>", DS_EINVALID, "F.element@text", "字" },
        { ROOT "><b/></report>", DS_EINVALID, "F.element@b", "‘b’" },
        { ROOT "><title>a<b/>c</title></report>", DS_EINVALID, "F.element@b", "‘b’" },
        { ROOT "><title/><title/></report>", DS_EINVALID, "F.element@title", "重复" },
        { ROOT "><signature date='2021-02-29'/></report>", DS_EINVALID, "F.date@signature",
          "2021-02-29" },
        { ROOT "><section/></report>", DS_EINVALID, "F.element@section", "id" },
        { ROOT "><section id='x'/></report>", DS_EINVALID, "F.element@x", "‘x’" },
        { ROOT "><section id='requests'/></report>", DS_EINVALID, "F.element@requests", "文字" },
        { ROOT "><section id='other'/><section id='other'/></report>", DS_EINVALID,
          "F.element@other", "重复" },
        { ROOT "><section id='other'><figure alt='a' digest='0'/></section></report>",
          DS_EINVALID, "F.element@other", "图片" },
        { ROOT "><table id='x'/></report>", DS_EINVALID, "F.element@x", "‘x’" },
        { ROOT "><table id='requests'/><table id='requests'/></report>", DS_EINVALID,
          "F.element@requests", "重复" },
        { ROOT "><table id='requests'><row id='other.misc'/></table></report>", DS_EINVALID,
          "T3.rows@requests/other.misc", "other.misc" },
        { ROOT "><table id='art20_1'><row id='x'/></table></report>", DS_EINVALID,
          "F.format@art20_1/x", "这一行" },
        { ROOT "><table id='requests'><row id='new'/><row id='new'/></table></report>",
          DS_EINVALID, "F.cell@requests/new", "重复" },
        { cell_xml("<cell id='x'>1</cell>"), DS_EINVALID, "F.cell@art20_9/procurement/x",
          "第 2 行" },
        { cell_xml("<cell>1</cell>"), DS_EINVALID, "F.cell@art20_9/procurement/", "id" },
        { cell_xml("<cell id='projects'>1</cell><cell id='projects'>1</cell>"), DS_EINVALID,
          "F.cell@art20_9/procurement/projects", "重复" },
        { cell_xml("<cell id='projects' state='x'/>"), DS_EINVALID,
          "F.cell@art20_9/procurement/projects", "state" },
        { cell_xml("<cell id='projects' state='na'>1</cell>"), DS_EINVALID,
          "F.cell@art20_9/procurement/projects", "不适用" },
        { cell_xml("<cell id='projects' unit='万元'>1</cell>"), DS_EINVALID,
          "F.cell@art20_9/procurement/projects", "万元" },
        { cell_xml("<cell id='amount' unit='美元'>1</cell>"), DS_EINVALID,
          "F.cell@art20_9/procurement/amount", "美元" },
        { cell_xml("<cell id='projects'/>"), DS_EINVALID,
          "C.number@art20_9/procurement/projects", "blank" },
        { cell_xml("<cell id='projects'>007</cell>"), DS_EINVALID,
          "C.number@art20_9/procurement/projects", "应写作‘7’" },
        { cell_xml("<cell id='projects'>+1</cell>"), DS_EINVALID,
          "C.number@art20_9/procurement/projects", "应写作‘1’" },
        { cell_xml("<cell id='amount'>25.10</cell>"), DS_EINVALID,
          "C.number@art20_9/procurement/amount", "应写作‘25.1’" },
        { cell_xml("<cell id='projects'>1.5</cell>"), DS_EINVALID,
          "C.number@art20_9/procurement/projects", "整数" },
        { cell_xml("<cell id='projects'> 1</cell>"), DS_EINVALID,
          "C.number@art20_9/procurement/projects", "数字" },
        { cell_xml("<cell id='projects'>1e3</cell>"), DS_EINVALID,
          "C.number@art20_9/procurement/projects", "1e3" },
        { cell_xml("<cell id='projects'>99999999999999999999</cell>"), DS_EINVALID,
          "C.number@art20_9/procurement/projects", "过大" },
    };
    const ds_formats *formats = unit_formats();
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_findings *findings = ds_findings_create(pool);
        ds_report *report = NULL;
        apr_status_t status = ds_canonical_read(&report, findings, cases[i].text,
                                                strlen(cases[i].text), formats, pool, pool);
        const ds_finding *finding;

        ck_assert_msg(status == cases[i].status, "%s: %d", cases[i].text, status);
        ck_assert_ptr_null(report);
        finding = ds_findings_find(findings, cases[i].id);
        ck_assert_msg(finding && finding->severity == DS_ERROR, "%s", cases[i].text);
        ck_assert_msg(strstr(finding->message, cases[i].word) != NULL, "%s: %s", cases[i].text,
                      finding->message);
        ck_assert_msg(ds_findings_count(findings) == 1 || status == DS_EUNREADABLE, "%s",
                      cases[i].text);
    }
}
END_TEST

/* All faults of one input are named, each with its line. */
START_TEST(collects)
{
    static const char text[] = ROOT " year='1'>\n<b/>\n<table id='requests'>\n<row id='new'>\n"
                               "<cell id='natural'>x</cell><cell id='legal'>5</cell>\n"
                               "<cell id='z'/></row>\n<row id='q'><cell id='r'/></row></table>\n"
                               "</report>";
    static const char *const ids[] = { "F.year@year", "F.element@b",
                                       "C.number@requests/new/natural", "F.cell@requests/new/z",
                                       "T3.rows@requests/q" };
    ds_findings *findings = ds_findings_create(pool);
    ds_report *report = NULL;
    int i;

    ck_assert_int_eq(ds_canonical_read(&report, findings, text, strlen(text), unit_formats(),
                                       pool, pool), DS_EINVALID);
    ck_assert_int_eq(ds_findings_count(findings), 5);
    for (i = 0; i < 5; i++) {
        ck_assert_str_eq(ds_findings_at(findings, i)->id, ids[i]);
    }
    ck_assert_str_eq(ds_findings_at(findings, 2)->passage, "x");
    ck_assert_str_eq(APR_ARRAY_IDX(ds_findings_at(findings, 2)->cells, 0, const char *),
                     "requests/new/natural");
}
END_TEST

/* `n` times the same piece between begin and end. */
static const char *repeated(const char *begin, const char *piece, size_t n, const char *end,
                            size_t *len)
{
    size_t piece_len = strlen(piece), i;
    char *text = apr_palloc(pool, strlen(begin) + n * piece_len + strlen(end) + 1);
    char *to = stpcpy(text, begin);

    for (i = 0; i < n; i++) {
        memcpy(to, piece, piece_len);
        to += piece_len;
    }
    strcpy(to, end);
    *len = (size_t)(to - text) + strlen(end);
    return text;
}

START_TEST(keeps_to_bounds)
{
    static const struct {
        const char *begin, *piece, *end;
        size_t n;
        apr_status_t status;
        const char *rule;
    } cases[] = {
        { ROOT "><section id='other'>", "<p>a</p>", "</section></report>", 2000, APR_SUCCESS,
          NULL },
        { ROOT "><section id='other'>", "<p>a</p>", "</section></report>", 2001, DS_ETOOLARGE,
          "F.size" },
        { ROOT "><table id='requests'>", "<note>a</note>", "</table></report>", 2001,
          DS_ETOOLARGE, "F.size" },
        { ROOT "><title>", "a", "</title></report>", 8000000, APR_SUCCESS, NULL },
        { ROOT "><title>", "a", "</title></report>", 8400000, DS_ETOOLARGE, "F.size" },
        { ROOT ">", "<a/>", "</report>", 2000000, DS_EINVALID, "F.element" },
        { ROOT ">", "<a>", "", 2000000, DS_EUNREADABLE, "F.xml" },
        { ROOT, " a=''", "/>", 1000000, DS_EUNREADABLE, "F.xml" },
        { ROOT "><title>", "&#65;", "</title></report>", 1600000, APR_SUCCESS, NULL },
        { ROOT ">", "</a>", "", 2000000, DS_EUNREADABLE, "F.xml" },
        { ROOT "><title>", "&lt;<![CDATA[<]]>", "</title></report>", 400000, APR_SUCCESS, NULL },
    };
    const ds_formats *formats = unit_formats();
    size_t i, len;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *text = repeated(cases[i].begin, cases[i].piece, cases[i].n, cases[i].end,
                                    &len);
        ds_findings *findings = ds_findings_create(pool);
        ds_report *report = NULL;

        ck_assert_msg(ds_canonical_read(&report, findings, text, len, formats, pool, pool)
                          == cases[i].status, "case %zu", i);
        ck_assert_int_le(ds_findings_count(findings), DS_FINDINGS_MAX);
        if (cases[i].rule) {
            ck_assert_str_eq(ds_findings_at(findings, 0)->rule, cases[i].rule);
        }
    }
}
END_TEST

/* Whatever one byte is turned into, the answer is one of the four, and
 * nothing is set that was not read. */
START_TEST(survives_every_change_of_a_byte)
{
    static const char others[] = "<>&\"'/ \n!?[]=-0x\xE4";
    const ds_formats *formats = unit_formats();
    ds_report *whole = full_report(ds_formats_at(formats, 0));
    apr_pool_t *iterpool;
    apr_size_t len, i, k;
    char *bytes;

    bytes = apr_pstrdup(pool, ds_canonical(whole, &len, pool));
    apr_pool_create(&iterpool, pool);
    for (i = 0; i < len; i += 3) {
        char kept = bytes[i];

        for (k = 0; k < sizeof(others) - 1; k += 4) {
            ds_findings *findings;
            ds_report *report = NULL;
            apr_status_t status;

            apr_pool_clear(iterpool);
            findings = ds_findings_create(iterpool);
            bytes[i] = others[(k + i) % (sizeof(others) - 1)];
            status = ds_canonical_read(&report, findings, bytes, len, formats, iterpool, iterpool);
            ck_assert(status == APR_SUCCESS || status == DS_EUNREADABLE || status == DS_EINVALID);
            ck_assert((report != NULL) == (status == APR_SUCCESS));
            ck_assert((ds_findings_of(findings, DS_ERROR) > 0) == (status != APR_SUCCESS));
        }
        bytes[i] = kept;
    }
}
END_TEST

static void add_all(TCase *cases)
{
    xmlInitParser();
    tcase_add_test(cases, is_canonical_and_comes_back);
    tcase_add_test(cases, writes_carriage_returns);
    tcase_add_test(cases, has_the_documented_shape);
    tcase_add_test(cases, reads_what_is_not_canonical);
    tcase_add_test(cases, refuses);
    tcase_add_test(cases, collects);
    tcase_add_test(cases, keeps_to_bounds);
    tcase_add_test(cases, survives_every_change_of_a_byte);
}

UNIT_MAIN("core/canonical", add_all)
