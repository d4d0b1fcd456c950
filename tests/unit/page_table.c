/* The official forms, cell by cell, as an HTML table. */
#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>

#include "page/table.h"
#include "page_fixture.h"

#define MAX_GRID 32

static xmlDoc *parse(const char *html)
{
    xmlDoc *document = htmlReadMemory(html, (int)strlen(html), NULL, "UTF-8",
                                      HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);

    ck_assert_ptr_nonnull(document);
    return document;
}

static int number_of(xmlNode *node, const char *name, int missing)
{
    xmlChar *text = xmlGetProp(node, (const xmlChar *)name);
    int number = text != NULL ? atoi((const char *)text) : missing;

    xmlFree(text);
    return number;
}

static const char *string_of(xmlNode *node, const char *name)
{
    xmlChar *text = name != NULL ? xmlGetProp(node, (const xmlChar *)name)
                                 : xmlNodeGetContent(node);
    const char *copy = text != NULL ? apr_pstrdup(pool, (const char *)text) : "";

    xmlFree(text);
    return copy;
}

/* All nodes of the path, in document order. */
static apr_array_header_t *nodes(xmlDoc *document, const char *path)
{
    xmlXPathContext *context = xmlXPathNewContext(document);
    xmlXPathObject *found = xmlXPathEvalExpression((const xmlChar *)path, context);
    apr_array_header_t *list = apr_array_make(pool, 32, sizeof(xmlNode *));

    for (int i = 0; found->nodesetval != NULL && i < found->nodesetval->nodeNr; i++) {
        APR_ARRAY_PUSH(list, xmlNode *) = found->nodesetval->nodeTab[i];
    }
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    return list;
}

/* "th 自然人 1x2 col; td 0 1x1" ...: one row as text, spans columns x rows. */
static const char *row_text(xmlNode *row)
{
    const char *text = "";

    for (xmlNode *cell = row->children; cell != NULL; cell = cell->next) {
        const char *scope = string_of(cell, "scope");

        text = apr_psprintf(pool, "%s%s%s %s %dx%d%s%s", text, *text != '\0' ? "; " : "",
                            cell->name, string_of(cell, NULL), number_of(cell, "colspan", 1),
                            number_of(cell, "rowspan", 1), *scope != '\0' ? " " : "", scope);
    }
    return text;
}

/* The sections' tables of a report in which every cell is zero. */
static xmlDoc *form_of(const ds_format *format, const char *section)
{
    ds_markup *m = ds_markup_create(pool);

    ds_table_report(m, make_report(format, 2020), ds_format_section(format, section));
    return parse(bytes_of(m));
}

#define ZEROS_7 "td 0 1x1; td 0 1x1; td 0 1x1; td 0 1x1; td 0 1x1; td 0 1x1; td 0 1x1"
#define ENDS "th 结果维持 1x1 col; th 结果纠正 1x1 col; th 其他结果 1x1 col; " \
             "th 尚未审结 1x1 col; th 总计 1x1 col"

static const struct {
    const char *format, *section;
    int row;
    const char *text;
} rows[] = {
    { "2019", "proactive", 0, "th 第二十条第（一）项 4x1 rowgroup" },
    { "2019", "proactive", 1, "th 信息内容 1x1 col; th 本年新制作数量 1x1 col; "
                              "th 本年新公开数量 1x1 col; th 对外公开总数量 1x1 col" },
    { "2019", "proactive", 2, "th 规章 1x1 row; td 0 1x1; td 0 1x1; td 0 1x1" },
    { "2019", "proactive", 13, "th 信息内容 1x1 col; th 上一年项目数量 1x1 col; "
                               "th 本年增/减 2x1 col" },
    { "2019", "proactive", 14, "th 行政事业性收费 1x1 row; td 0 1x1; td 0 2x1" },
    { "2019", "proactive", 16, "th 信息内容 1x1 col; th 采购项目数量 1x1 col; "
                               "th 采购总金额 2x1 col" },
    { "2021", "proactive", 5, "th 信息内容 1x1 col; th 本年处理决定数量 3x1 col" },
    { "2021", "proactive", 6, "th 行政许可 1x1 row; td 0 3x1" },
    { "2021", "proactive", 12, "th 信息内容 1x1 col; th 本年收费金额（单位：万元） 3x1 col" },
    { "2019", "requests", 0,
      "th （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） 3x3 col; "
      "th 申请人情况 7x1 colgroup" },
    { "2019", "requests", 1,
      "th 自然人 1x2 col; th 法人或其他组织 5x1 colgroup; th 总计 1x2 col" },
    { "2019", "requests", 2,
      "th 商业企业 1x1 col; th 科研机构 1x1 col; th 社会公益组织 1x1 col; "
      "th 法律服务机构 1x1 col; th 其他 1x1 col" },
    { "2019", "requests", 3, "th 一、本年新收政府信息公开申请数量 3x1 row; " ZEROS_7 },
    { "2019", "requests", 5,
      "th 三、本年度办理结果 1x20 rowgroup; th （一）予以公开 2x1 row; " ZEROS_7 },
    { "2019", "requests", 23, "th （六）其他处理 2x1 row; " ZEROS_7 },
    { "2019", "requests", 24, "th （七）总计 2x1 row; " ZEROS_7 },
    { "2019", "requests", 25, "th 四、结转下年度继续办理 3x1 row; " ZEROS_7 },
    { "2021", "requests", 5,
      "th 三、本年度办理结果 1x22 rowgroup; th （一）予以公开 2x1 row; " ZEROS_7 },
    { "2021", "requests", 7,
      "th （三）不予公开 1x8 rowgroup; th 1.属于国家秘密 1x1 row; " ZEROS_7 },
    { "2021", "requests", 15,
      "th （四）无法提供 1x3 rowgroup; th 1.本机关不掌握相关政府信息 1x1 row; " ZEROS_7 },
    { "2021", "requests", 18,
      "th （五）不予处理 1x5 rowgroup; th 1.信访举报投诉类申请 1x1 row; " ZEROS_7 },
    { "2021", "requests", 23,
      "th （六）其他处理 1x3 rowgroup; "
      "th 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 1x1 row; " ZEROS_7 },
    { "2021", "disputes", 0, "th 行政复议 5x1 colgroup; th 行政诉讼 10x1 colgroup" },
    { "2021", "disputes", 1,
      "th 结果维持 1x2 col; th 结果纠正 1x2 col; th 其他结果 1x2 col; th 尚未审结 1x2 col; "
      "th 总计 1x2 col; th 未经复议直接起诉 5x1 colgroup; th 复议后起诉 5x1 colgroup" },
    { "2021", "disputes", 2, ENDS "; " ENDS },
    { "2021", "disputes", 3, ZEROS_7 "; " ZEROS_7 "; td 0 1x1" },
};

START_TEST(test_official_row)
{
    const char *file = apr_psprintf(pool, "conf/formats/%s.xml", rows[_i].format);
    xmlDoc *document = form_of(load_format(file), rows[_i].section);
    apr_array_header_t *found = nodes(document, "//tr");

    ck_assert_int_gt(found->nelts, rows[_i].row);
    ck_assert_str_eq(row_text(APR_ARRAY_IDX(found, rows[_i].row, xmlNode *)), rows[_i].text);
    xmlFreeDoc(document);
}
END_TEST

static const struct {
    const char *file;
    const char *section;
    int n_rows, n_cells;
} forms[] = {
    { "conf/formats/2019.xml", "proactive", 18, 22 },
    { "conf/formats/2019.xml", "requests", 26, 161 },
    { "conf/formats/2019.xml", "disputes", 4, 15 },
    { "conf/formats/2021.xml", "proactive", 14, 10 },
    { "conf/formats/2021.xml", "requests", 28, 175 },
    { "conf/formats/2021.xml", "disputes", 4, 15 },
    { "tests/data/formats/invented.xml", "activity", 15, 28 },
    { "tests/data/formats/invented.xml", "feedback", 2, 4 },
};

/* Lays the cells out as a browser does: none may overlap, none may be missing. */
static void check_grid(apr_array_header_t *trs, int width)
{
    int taken[MAX_GRID] = { 0 };

    for (int i = 0; i < trs->nelts; i++) {
        xmlNode *cell = APR_ARRAY_IDX(trs, i, xmlNode *)->children;

        for (int column = 0; column < width; column++) {
            int colspan;

            if (taken[column] > 0) {
                continue;
            }
            ck_assert_msg(cell != NULL, "row %d ends at column %d of %d", i, column, width);
            colspan = number_of(cell, "colspan", 1);
            ck_assert_int_le(column + colspan, width);
            for (int k = column; k < column + colspan; k++) {
                ck_assert_msg(taken[k] == 0, "row %d: two cells in column %d", i, k);
                taken[k] = number_of(cell, "rowspan", 1);
            }
            column += colspan - 1;
            cell = cell->next;
        }
        ck_assert_msg(cell == NULL, "row %d is longer than %d columns", i, width);
        for (int column = 0; column < width; column++) {
            taken[column]--;
        }
    }
    for (int column = 0; column < width; column++) {
        ck_assert_msg(taken[column] == 0, "column %d goes on below the table", column);
    }
}

START_TEST(test_grid_is_filled)
{
    const ds_format *format = load_format(forms[_i].file);
    const ds_section *section = ds_format_section(format, forms[_i].section);
    xmlDoc *document = form_of(format, forms[_i].section);
    apr_array_header_t *trs = nodes(document, "//tr");

    ck_assert_int_eq(trs->nelts, forms[_i].n_rows);
    ck_assert_int_eq(nodes(document, "//td")->nelts, forms[_i].n_cells);
    ck_assert_int_le(section->grid_width, MAX_GRID);
    check_grid(trs, section->grid_width);
    ck_assert_int_eq(nodes(document, "//caption[string-length(.) > 0]")->nelts, 1);
    ck_assert_int_eq(nodes(document, "//th[not(@scope)]")->nelts, 0);
    xmlFreeDoc(document);
}
END_TEST

START_TEST(test_head_is_repeated_on_paper)
{
    const ds_format *format = load_format("conf/formats/2019.xml");
    xmlDoc *one = form_of(format, "requests");
    xmlDoc *many = form_of(format, "proactive");

    ck_assert_int_eq(nodes(one, "//thead/tr")->nelts, 3);
    ck_assert_int_eq(nodes(one, "//tbody")->nelts, 1);
    ck_assert_int_eq(nodes(many, "//thead")->nelts, 0);
    ck_assert_int_eq(nodes(many, "//tbody")->nelts, 5);
    xmlFreeDoc(one);
    xmlFreeDoc(many);
}
END_TEST

START_TEST(test_wide_form_is_a_region)
{
    const ds_format *format = load_format("conf/formats/2019.xml");
    xmlDoc *wide = form_of(format, "requests");
    xmlDoc *narrow = form_of(format, "proactive");

    ck_assert_int_eq(nodes(wide, "//div[@role='region'][@tabindex='0'][@aria-label]/table")->nelts,
                     1);
    ck_assert_int_eq(nodes(narrow, "//*[@tabindex]")->nelts, 0);
    xmlFreeDoc(wide);
    xmlFreeDoc(narrow);
}
END_TEST

/* What stands in a cell: figure, class, unit and note. */
START_TEST(test_cell_states)
{
    const ds_format *format = load_format("conf/formats/2019.xml");
    ds_report *report = make_report(format, 2020);
    ds_markup *m = ds_markup_create(pool);
    int amount = ds_format_cell(format, "art20_9/procurement/amount");
    const char *html;

    set_count(report, "art20_5/licensing/change", -8);
    set_count(report, "art20_1/normative_documents/made", 22);
    ds_report_set_cell_note(report, ds_format_cell(format, "art20_1/normative_documents/made"),
                            "其中修订16件");
    ds_report_set_na(report, ds_format_cell(format, "art20_1/regulations/made"));
    ds_report_set_blank(report, ds_format_cell(format, "art20_1/regulations/disclosed"));
    ds_report_set_number(report, amount, DS_DECIMAL_ONE * 251 / 10);
    ds_report_set_unit(report, amount, "万元");
    ds_table_report(m, report, ds_format_section(format, "proactive"));
    html = bytes_of(m);
    assert_has(html, "<th scope=\"row\">规章</th><td>/</td><td></td><td class=\"ds-z\">0</td>");
    assert_has(html, "<td>22<span class=\"ds-beside\">（其中修订16件）</span></td>");
    assert_has(html, "<td>-8</td>");
    assert_has(html, "<td colspan=\"2\">25.1万元</td>");
}
END_TEST

START_TEST(test_totals)
{
    const ds_format *format = load_format("conf/formats/2019.xml");
    ds_report *report = make_report(format, 2020);
    ds_markup *m = ds_markup_create(pool);
    xmlDoc *document;

    set_count(report, "requests/new/total", 7);
    ds_table_report(m, report, ds_format_section(format, "requests"));
    document = parse(bytes_of(m));
    ck_assert_int_eq(nodes(document, "//td[@class='ds-t'][.='7']")->nelts, 1);
    ck_assert_int_eq(nodes(document, "//td[@class='ds-z ds-t'][.='0']")->nelts, 22);
    ck_assert_int_eq(nodes(document, "//tr[@class='ds-t'][th='（七）总计']")->nelts, 1);
    xmlFreeDoc(document);
}
END_TEST

START_TEST(test_notes_are_escaped)
{
    const ds_format *format = load_format("conf/formats/2021.xml");
    ds_report *report = make_report(format, 2021);
    ds_markup *m = ds_markup_create(pool);
    const char *html;

    ds_report_add_note(report, ds_format_table(format, "disputes")->index, HOSTILE "\n第二行");
    ds_report_set_cell_note(report, ds_format_cell(format, "disputes/cases/direct_suit.upheld"),
                            HOSTILE);
    ds_table_report(m, report, ds_format_section(format, "disputes"));
    html = bytes_of(m);
    assert_has(html, "<p class=\"ds-note\">" HOSTILE_TEXT "<br>第二行</p>");
    ck_assert_int_eq(count_of(html, HOSTILE_TEXT), 2);
    assert_lacks(html, "<script");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, test_official_row, 0, sizeof(rows) / sizeof(rows[0]));
    tcase_add_loop_test(cases, test_grid_is_filled, 0, sizeof(forms) / sizeof(forms[0]));
    tcase_add_test(cases, test_head_is_repeated_on_paper);
    tcase_add_test(cases, test_wide_form_is_a_region);
    tcase_add_test(cases, test_cell_states);
    tcase_add_test(cases, test_totals);
    tcase_add_test(cases, test_notes_are_escaped);
}

UNIT_MAIN("page/table", add_all)
