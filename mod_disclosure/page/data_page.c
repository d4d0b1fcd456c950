/* B/data/: what can be had as data, where, and how it is checked. */
#include "page/data_page.h"

#include <string.h>

#include <apr_strings.h>

#include "page/linked_data.h"
#include "page/meta.h"
#include "page/piece.h"

typedef struct pair {
    const char *name, *text;
} pair;

static const pair columns[] = {
    { "organ", "机关代号，与网址中的相同" },
    { "organ_name", "机关名称，以该份报告所用的为准" },
    { "year", "报告所属的年度" },
    { "format", "报告格式的代号，例如2019、2021" },
    { "version", "公开的版次，更正一次加一" },
    { "table, row, column", "数字在表中的位置：表、行、列的代号。一格一行；table 空着的行是文字：row 为 title "
                            "的是标题，preface 等是各部分的段落，表的代号是表下说明，signature 是落款，digest "
                            "是摘要" },
    { "label", "行和列的全称，报告写明单位的附在括号里" },
    { "value", "数字，或者文字。数字空着表示没有填写，不是零；“/”表示不适用" },
    { "note", "附在数字旁的说明" },
};

static const pair addresses[] = {
    { "{base}/data/2020.csv", "一个年度的全部报告；也有 .json 和 .xml" },
    { "{base}/data/2020/", "一个年度各机关的主要数字，可以选择、排序、下载" },
    { "{base}/机关代号/2020.csv", "一份报告；也有 .json .xml .docx" },
    { "{base}/region/机关代号/2020.csv", "下级机关的汇总；也有 .json .xml .docx" },
    { "{base}/schema/report.rng", "XML 的结构（RELAX NG）" },
    { "{base}/rules", "表内数字应当符合的勾稽关系" },
};

static const char *with_base(const char *text, const ds_site *site, apr_pool_t *pool)
{
    static const char place[] = "{base}";

    return strncmp(text, place, sizeof(place) - 1) == 0
        ? apr_pstrcat(pool, site->base_url ? site->base_url : "", site->base,
                      text + sizeof(place) - 1, NULL)
        : text;
}

static void write_pairs(ds_markup *m, const ds_site *site, const char *caption, const char *head,
                        const pair *pairs, size_t n, apr_pool_t *pool)
{
    ds_piece_open(m, "table", "ds-changes ds-pairs");
    ds_markup_element_class(m, "caption", "ds-sr", caption);
    ds_markup_start(m, "thead");
    ds_markup_start(m, "tr");
    for (int i = 0; i < 2; i++) {
        ds_markup_start(m, "th");
        ds_markup_attr(m, "scope", "col");
        ds_markup_text(m, i ? "内容" : head);
        ds_markup_end(m, "th");
    }
    ds_markup_end(m, "tr");
    ds_markup_end(m, "thead");
    ds_markup_start(m, "tbody");
    for (size_t i = 0; i < n; i++) {
        ds_markup_start(m, "tr");
        ds_markup_start(m, "th");
        ds_markup_attr(m, "scope", "row");
        ds_markup_element(m, "code", with_base(pairs[i].name, site, pool));
        ds_markup_end(m, "th");
        ds_markup_element(m, "td", pairs[i].text);
        ds_markup_end(m, "tr");
    }
    ds_markup_end(m, "tbody");
    ds_markup_end(m, "table");
}

static void write_year(ds_markup *m, const ds_site *site, const ds_data_year *year,
                       apr_pool_t *pool)
{
    static const pair files[] = { { "/", "各机关一览" }, { ".csv", "CSV" }, { ".json", "JSON" },
                                  { ".xml", "XML" } };

    ds_markup_start(m, "tr");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    ds_markup_text(m, apr_psprintf(pool, "%d年度", year->year));
    ds_markup_end(m, "th");
    ds_markup_element(m, "td", apr_itoa(pool, year->reports));
    ds_markup_start(m, "td");
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        ds_markup_start(m, "a");
        ds_markup_attr(m, "href", ds_data_path(site, year->year, files[i].name, pool));
        ds_markup_element_class(m, "span", "ds-sr", apr_psprintf(pool, "%d年度", year->year));
        ds_markup_text(m, files[i].text);
        ds_markup_end(m, "a");
        ds_markup_text(m, " ");
    }
    ds_markup_end(m, "td");
    ds_markup_end(m, "tr");
}

static void write_years(ds_markup *m, const ds_site *site, const apr_array_header_t *years,
                        apr_pool_t *pool)
{
    static const char *const heads[] = { "年度", "报告份数", "数据" };

    ds_piece_open(m, "table", "ds-changes ds-data");
    ds_markup_element_class(m, "caption", "ds-sr", "各年度的数据");
    ds_piece_heads(m, heads, 3);
    ds_markup_start(m, "tbody");
    for (int i = 0; i < years->nelts; i++) {
        write_year(m, site, &APR_ARRAY_IDX(years, i, ds_data_year), pool);
    }
    ds_markup_end(m, "tbody");
    ds_markup_end(m, "table");
}

static void write_digests(ds_markup *m)
{
    static const char *const paragraphs[] = {
        "每份报告有一个摘要，印在报告页面的末尾，写在 .json、.csv、.docx "
        "和全年数据里，也在每次回应的 Disclosure-Digest 头中。它由报告的规范形式（W3C "
        "Canonical XML 1.0）算出，包括名称、文字、数字和注，默认的算法是SM3。",
        "单份的 .xml 文件就是规范形式，可以直接核对：xmllint --c14n 2020.xml | openssl dgst -sm3。全年的 .xml "
        "文件中，每个 report 元素连同首尾标记逐字节就是这样一个文件，剪下即可核对。",
        "页面、.docx、.csv、.json 都含有报告的全部内容，可以由它们重新算出摘要：disclosurectl verify 2020.html。",
        "同一地址的内容只在发布、更正、撤下报告时改变。每次回应都带有 ETag 和 Last-Modified，"
        "用 If-None-Match 询问，没有变化的不会重复传送。" };

    for (size_t i = 0; i < sizeof(paragraphs) / sizeof(paragraphs[0]); i++) {
        ds_markup_element_class(m, "p", "ds-say", paragraphs[i]);
    }
}

void ds_public_data(ds_page *page, const ds_site *site, const apr_array_header_t *years,
                    apr_pool_t *pool)
{
    const char *path = apr_pstrcat(pool, site->base, "/data/", NULL);
    const ds_crumb crumb = { NULL, "数据" };
    const ds_meta meta = { .title = "年度报告数据", .path = path, .in_column = 1,
                           .description = "各机关政府信息公开工作年度报告的数据：CSV、JSON、XML。" };
    ds_markup *m = page->body;

    ds_meta_write(page, site, &meta, pool);
    ds_linked_collection(page->meta, site, meta.title, meta.description, meta.path, pool);
    ds_piece_breadcrumb(page->breadcrumb, site, &crumb, 1, pool);
    ds_piece_open(m, "div", "ds-page");
    ds_piece_view_bar(m);
    ds_markup_element_class(m, "h1", "ds-head", meta.title);
    ds_markup_element_class(m, "p", "ds-lead", "已经公开的年度报告，可以按份、按年度取得数据。");
    if (years->nelts > 0) {
        write_years(m, site, years, pool);
    }
    else {
        ds_markup_element_class(m, "p", "ds-empty", "目前还没有在此发布的年度报告。");
    }
    ds_markup_element_class(m, "h2", "ds-year", "地址");
    write_pairs(m, site, "数据的地址", "地址", addresses, sizeof(addresses) / sizeof(addresses[0]),
                pool);
    ds_markup_element_class(m, "h2", "ds-year", "CSV 的列");
    write_pairs(m, site, "CSV 的列", "列", columns, sizeof(columns) / sizeof(columns[0]), pool);
    ds_markup_element_class(m, "p", "ds-say", "编码为 UTF-8（带 BOM），逗号分隔，首行是列名。以 = + - @ 开头的文字前面加一个撇号，"
                              "以免表格软件当作公式。");
    ds_markup_element_class(m, "h2", "ds-year", "摘要与核对");
    write_digests(m);
    ds_markup_element_class(m, "h2", "ds-year", "使用");
    ds_markup_element_class(m, "p", "ds-say", "报告由各机关依法公开。引用时请写明机关、年度、版次和取得的日期，并以本网站上的最新版次为准。"
                              "使用条件依网站的声明，本页不另作规定。");
    ds_markup_end(m, "div");
}
