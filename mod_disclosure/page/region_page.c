#include "page/region_page.h"

#include <string.h>

#include <apr_strings.h>

#include "core/relation.h"
#include "page/linked_data.h"
#include "page/meta.h"
#include "page/pictures.h"
#include "page/piece.h"
#include "page/table.h"

/* Of relations that do not hold, so many are named. */
#define FAULTS_NAMED 5

const char *ds_region_path(const ds_site *site, const char *organ, int year, const char *suffix,
                           apr_pool_t *pool)
{
    return apr_psprintf(pool, "%s/region/%s/%d%s", site->base, organ, year, suffix);
}

const char *ds_region_title(const ds_region *region, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%s下级机关%d年度政府信息公开数据汇总", region->name, region->year);
}

static const char *statement(const ds_region *region, apr_pool_t *pool)
{
    return apr_psprintf(pool, "本汇总由%s的%d个直接下级机关已经公开的%d年度报告逐格相加得出。下级政府以"
                        "本级政府的报告计入，不与其部门重复计算；没有填写的数字不计为零。",
                        region->name, region->members->nelts, region->year);
}

/* ---- The sum as a report ---- */

/* Why fewer reports are in the figure than in the sum; NULL where all are. */
static const char *cell_note(const ds_sum_cell *cell, int count, apr_pool_t *pool)
{
    static const struct {
        ds_share_kind kind;
        const char *text;
    } reasons[] = { { DS_SHARE_BLANK, "未填" }, { DS_SHARE_NA, "不适用" },
                    { DS_SHARE_UNUSABLE, "单位不明" }, { DS_SHARE_ABSENT, "无此栏目" } };
    const char *why = "";

    if (cell->is_over) {
        return "合计超出可以表示的范围，没有列出";
    }
    if (cell->n[DS_SHARE_NUMBER] == count) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        if (cell->n[reasons[i].kind] > 0) {
            why = apr_psprintf(pool, "%s，%s%d份", why, reasons[i].text, cell->n[reasons[i].kind]);
        }
    }
    return apr_psprintf(pool, "计入%d份%s", cell->n[DS_SHARE_NUMBER], why);
}

ds_report *ds_region_report(const ds_region *region, apr_pool_t *pool)
{
    ds_report *report = ds_consolidation_report(region->sum, pool);

    report->organ = region->organ->key;
    report->year = region->year;
    ds_report_set_organ_name(report, region->name);
    ds_report_set_title(report, ds_region_title(region, pool));
    if (region->format->n_prose > 0) {
        ds_report_add_paragraph(report, 0, statement(region, pool));
    }
    for (int i = 0; i < region->format->n_cells; i++) {
        ds_sum_cell cell = ds_consolidation_cell(region->sum, i);

        ds_report_set_cell_note(report, i, cell_note(&cell, region->members->nelts, pool));
    }
    return report;
}

/* ---- The tables ---- */

typedef struct tables {
    const ds_region *region;
    const ds_report *report;
    const char *href;
    apr_pool_t *pool;
} tables;

static const char *figure_text(const tables *t, const ds_sum_cell *sum, int cell)
{
    const ds_cell *c = &t->report->cells[cell];

    if (sum->is_over) {
        return "过大";
    }
    if (c->state == DS_CELL_BLANK) {
        return "—";
    }
    return apr_pstrcat(t->pool, ds_report_cell_text(t->report, cell, t->pool),
                       c->state == DS_CELL_NUMBER && c->unit ? c->unit : "", NULL);
}

static void write_figure(ds_markup *m, int cell, void *baton)
{
    const tables *t = baton;
    ds_sum_cell sum = ds_consolidation_cell(t->region->sum, cell);
    int count = t->region->members->nelts, numbers = sum.n[DS_SHARE_NUMBER];

    ds_piece_link(m, apr_pstrcat(t->pool, t->href, "/", ds_format_address(t->region->format, cell),
                                 NULL), NULL, figure_text(t, &sum, cell));
    if (numbers > 0 && numbers < count) {
        ds_markup_element_class(m, "span", "ds-beside",
                                apr_psprintf(t->pool, "%d/%d份", numbers, count));
    }
}

static const char *figure_class(int cell, void *baton)
{
    const tables *t = baton;
    const ds_cell *c = &t->report->cells[cell];

    return c->state == DS_CELL_NUMBER && c->value == 0 ? "ds-z" : NULL;
}

static const char *part_title(const ds_section *section, apr_pool_t *pool)
{
    return section->ordinal ? apr_pstrcat(pool, section->ordinal, "、", section->title, NULL)
                            : section->title;
}

void ds_region_tables(ds_markup *m, const ds_region *region, const char *href, apr_pool_t *pool)
{
    tables t = { region, ds_consolidation_report(region->sum, pool), href, pool };

    ds_piece_open(m, "div", "ds-sums");
    for (int i = 0; i < region->format->n_sections; i++) {
        const ds_section *section = &region->format->sections[i];

        if (section->prose < 0) {
            ds_piece_open(m, "h2", "ds-year");
            ds_markup_attr(m, "id", apr_pstrcat(pool, DS_PICTURES_ANCHOR, section->id, NULL));
            ds_markup_text(m, part_title(section, pool));
            ds_markup_end(m, "h2");
            ds_table_framed(m, region->format, section, write_figure, figure_class, &t, pool);
        }
    }
    ds_markup_end(m, "div");
}

void ds_region_relations(ds_markup *m, const ds_region *region, apr_pool_t *pool)
{
    int holding, open;
    const apr_array_header_t *faults =
        ds_consolidation_faults(ds_consolidation_report(region->sum, pool), &holding, &open, pool);

    ds_piece_open(m, "p", "ds-remark");
    ds_markup_text(m, apr_psprintf(pool, "按规定的勾稽关系核对汇总数字：%d项成立", holding));
    if (open > 0) {
        ds_markup_text(m, apr_psprintf(pool, "，%d项因有空白不能核对", open));
    }
    if (faults->nelts > 0) {
        ds_markup_text(m, apr_psprintf(pool, "，%d项不成立：", faults->nelts));
    }
    for (int i = 0; i < faults->nelts && i < FAULTS_NAMED; i++) {
        const ds_relation *fault = APR_ARRAY_IDX(faults, i, const ds_relation *);

        ds_markup_text(m, apr_pstrcat(pool, i ? "；" : "", fault->name, "（", fault->place, "）",
                                      NULL));
    }
    ds_markup_text(m, faults->nelts > FAULTS_NAMED ? "等。" : "。");
    ds_markup_end(m, "p");
}

/* ---- The page ---- */

static void write_head(ds_page *page, const ds_site *site, const ds_region *region, int cell,
                       const char *title, apr_pool_t *pool)
{
    const char *suffix = cell < 0 ? "" : apr_pstrcat(pool, "/",
                                                     ds_format_address(region->format, cell), NULL);
    const ds_crumb crumbs[] = {
        { ds_piece_organ_path(site, region->organ->key, pool), region->name },
        { cell < 0 ? NULL : ds_region_path(site, region->organ->key, region->year, "", pool),
          apr_psprintf(pool, "%d年度下级机关汇总", region->year) },
        { NULL, "各机关的数字" } };
    const ds_meta meta = {
        .title = title, .description = statement(region, pool),
        .path = ds_region_path(site, region->organ->key, region->year, suffix, pool),
        .in_column = 1 };
    static const char *const forms[] = { ".csv", ".json", ".xml", ".docx", NULL };

    ds_meta_write(page, site, &meta, pool);
    if (cell < 0) {
        ds_linked_dataset(page->meta, site, meta.title, meta.description, meta.path, forms, pool);
    }
    ds_piece_breadcrumb(page->breadcrumb, site, crumbs, cell < 0 ? 2 : 3, pool);
}

static void write_downloads(ds_markup *m, const ds_site *site, const ds_region *region,
                            apr_pool_t *pool)
{
    static const char *const kinds[] = { ".csv", "CSV", ".json", "JSON", ".xml", "XML",
                                         ".docx", "DOCX", NULL };

    ds_piece_open(m, "p", "ds-links");
    ds_markup_element(m, "span", "下载：");
    for (const char *const *kind = kinds; *kind != NULL; kind += 2) {
        ds_piece_link(m, ds_region_path(site, region->organ->key, region->year, kind[0], pool),
                      NULL, kind[1]);
    }
    ds_markup_end(m, "p");
}

static void write_members(ds_markup *m, const ds_site *site, const ds_region *region,
                          apr_pool_t *pool)
{
    ds_markup_element_class(m, "h2", "ds-year", apr_psprintf(pool, "计入汇总的报告（%d份）",
                                                             region->members->nelts));
    ds_piece_open(m, "ul", "ds-list");
    for (int i = 0; i < region->members->nelts; i++) {
        const ds_region_member *member = APR_ARRAY_IDX(region->members, i,
                                                       const ds_region_member *);

        ds_markup_start(m, "li");
        ds_piece_link(m, ds_piece_report_path(site, member->source.organ, region->year, 0, "",
                                              pool), NULL, member->source.organ_name);
        if (member->source.format != region->format) {
            ds_markup_element_class(m, "span", "ds-tag",
                                    apr_pstrcat(pool, member->source.format->id, "格式", NULL));
        }
        ds_piece_date(m, member->published_on, pool);
        ds_markup_end(m, "li");
    }
    ds_markup_end(m, "ul");
}

static void write_missing(ds_markup *m, const ds_region *region, apr_pool_t *pool)
{
    if (region->missing->nelts == 0) {
        return;
    }
    if (!region->tells_missing) {
        ds_markup_element_class(m, "p", "ds-remark",
                                apr_psprintf(pool, "另有%d个直接下级机关%d年度的报告尚未在此发布，没有计入。",
                                             region->missing->nelts, region->year));
        return;
    }
    ds_markup_element_class(m, "h2", "ds-year", apr_psprintf(pool, "报告尚未在此发布的机关（%d个）",
                                                             region->missing->nelts));
    ds_piece_open(m, "ul", "ds-list");
    for (int i = 0; i < region->missing->nelts; i++) {
        ds_markup_element_class(m, "li", "ds-missing", ds_piece_organ_name(
            APR_ARRAY_IDX(region->missing, i, const ds_organ *), pool));
    }
    ds_markup_end(m, "ul");
}

void ds_public_region(ds_page *page, const ds_site *site, const ds_region *region,
                      apr_pool_t *pool)
{
    const char *title = ds_region_title(region, pool);
    const ds_pictures pictures = { .report = ds_region_report(region, pool),
                                   .tables_page = "" };
    ds_markup *m = page->body;

    write_head(page, site, region, -1, title, pool);
    ds_piece_open(m, "div", "ds-page");
    ds_piece_view_bar(m);
    ds_markup_element_class(m, "h1", "ds-head", title);
    ds_markup_element_class(m, "p", "ds-lead", statement(region, pool));
    ds_markup_element(m, "p", "点开每一个数字，可以看到它由哪些机关的数字相加而来。");
    write_downloads(m, site, region, pool);
    ds_region_tables(m, region, ds_region_path(site, region->organ->key, region->year, "", pool),
                     pool);
    ds_region_relations(m, region, pool);
    ds_pictures_write(m, &pictures, pool);
    write_members(m, site, region, pool);
    write_missing(m, region, pool);
    ds_markup_end(m, "div");
}

/* ---- One cell ---- */

static void write_share(ds_markup *m, const ds_site *site, const ds_region *region,
                        const ds_share *share, apr_pool_t *pool)
{
    static const char *const words[] = {
        [DS_SHARE_BLANK] = "未填写，没有计入", [DS_SHARE_NA] = "不适用",
        [DS_SHARE_UNUSABLE] = "单位没有写明或者不能准确换算，没有计入",
        [DS_SHARE_ABSENT] = "报告的格式没有这一栏" };

    ds_markup_start(m, "tr");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    ds_piece_link(m, ds_piece_report_path(site, share->source->organ, region->year, 0, "", pool),
                  NULL, share->source->organ_name);
    ds_markup_end(m, "th");
    ds_markup_element_class(m, "td", share->kind == DS_SHARE_NUMBER ? "ds-number" : NULL,
                            share->kind == DS_SHARE_NUMBER ? ds_decimal_format(pool, share->value)
                                                           : words[share->kind]);
    ds_markup_end(m, "tr");
}

static void write_total(ds_markup *m, const ds_sum_cell *sum, apr_pool_t *pool)
{
    const char *text = sum->is_over ? "超出可以表示的范围"
        : sum->n[DS_SHARE_NUMBER] > 0 ? ds_decimal_format(pool, sum->value) : "—";

    ds_piece_open(m, "tr", "ds-t");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    ds_markup_text(m, apr_psprintf(pool, "合计（计入%d份）", sum->n[DS_SHARE_NUMBER]));
    ds_markup_end(m, "th");
    ds_markup_element_class(m, "td", "ds-number", text);
    ds_markup_end(m, "tr");
}

void ds_region_shares(ds_markup *m, const ds_site *site, const ds_region *region, int cell,
                      const char *caption, apr_pool_t *pool)
{
    const char *unit = ds_consolidation_unit(region->format, cell);
    ds_sum_cell sum = ds_consolidation_cell(region->sum, cell);
    const apr_array_header_t *shares = ds_consolidation_shares(region->sum, cell, pool);
    const char *const heads[] = {
        "机关", unit ? apr_psprintf(pool, "数字（%s）", unit) : "数字" };
    apr_pool_t *iterpool;

    apr_pool_create(&iterpool, pool);
    ds_piece_open(m, "table", "ds-changes ds-shares");
    ds_markup_element_class(m, "caption", "ds-sr", caption);
    ds_piece_heads(m, heads, 2);
    ds_markup_start(m, "tbody");
    write_total(m, &sum, pool);
    for (int i = 0; i < shares->nelts; i++) {
        apr_pool_clear(iterpool);
        write_share(m, site, region, &APR_ARRAY_IDX(shares, i, ds_share), iterpool);
    }
    ds_markup_end(m, "tbody");
    ds_markup_end(m, "table");
    apr_pool_destroy(iterpool);
}

void ds_public_region_cell(ds_page *page, const ds_site *site, const ds_region *region, int cell,
                           apr_pool_t *pool)
{
    const ds_table *table;
    const ds_row *row;
    const ds_column *column;
    const char *name, *title;
    ds_markup *m = page->body;

    ds_format_locate(region->format, cell, &table, &row, &column);
    name = *row->name ? apr_pstrcat(pool, row->name, "：", column->path, NULL) : column->path;
    title = apr_psprintf(pool, "%s下级机关%d年度：%s", region->name, region->year, name);
    write_head(page, site, region, cell, title, pool);
    ds_piece_open(m, "div", "ds-page");
    ds_piece_view_bar(m);
    ds_markup_element_class(m, "h1", "ds-head", name);
    ds_markup_element_class(m, "p", "ds-lead",
                            apr_psprintf(pool, "%s的直接下级机关%d年度的数字。表：%s。", region->name,
                                         region->year, table->caption));
    ds_region_shares(m, site, region, cell, title, pool);
    ds_markup_start(m, "p");
    ds_piece_link(m, ds_region_path(site, region->organ->key, region->year, "", pool), "ds-go",
                  "返回汇总表");
    ds_markup_end(m, "p");
    ds_markup_end(m, "div");
}
