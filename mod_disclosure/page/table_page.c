/* One table: a year, all organs, chosen figures. */
#include "page/data_page.h"

#include <string.h>

#include <apr_strings.h>

#include "page/linked_data.h"
#include "page/meta.h"
#include "page/piece.h"

const char *ds_data_path(const ds_site *site, int year, const char *suffix, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%s/data/%d%s", site->base, year, suffix);
}

int ds_table_pages(const ds_data_table *table)
{
    int n = table->lines->nelts;

    return n > 0 ? (n + DS_TABLE_PAGE_LINES - 1) / DS_TABLE_PAGE_LINES : 1;
}

static const ds_selected *selected_at(const ds_data_table *table, int i)
{
    return APR_ARRAY_IDX(table->wish.selected, i, const ds_selected *);
}

static const char *head_of(const ds_selected *selected, apr_pool_t *pool)
{
    return selected->unit && strcmp(selected->unit, "件") != 0
        ? apr_pstrcat(pool, selected->label, "（", selected->unit, "）", NULL) : selected->label;
}

/* ---- Addresses ---- */

/* The query that asks for the same, sorted by and turned to what is given.
 * Addresses and names of kinds need no escape but that of "*", which is none in
 * a query. */
static const char *query_of(const ds_data_table *table, int sort, int is_descending, int page,
                            apr_pool_t *pool)
{
    const ds_table_wish *wish = &table->wish;
    const char *query = "";

    for (int i = 0; !wish->is_usual && i < wish->selected->nelts; i++) {
        query = apr_pstrcat(pool, query, "&cell=", selected_at(table, i)->address, NULL);
    }
    if (wish->kind >= 0) {
        query = apr_pstrcat(pool, query, "&kind=", ds_organ_kind_name(wish->kind), NULL);
    }
    if (sort >= 0) {
        query = apr_pstrcat(pool, query, "&sort=", selected_at(table, sort)->address, "&order=",
                            is_descending ? "desc" : "asc", NULL);
    }
    if (page > 1) {
        query = apr_psprintf(pool, "%s&page=%d", query, page);
    }
    return *query ? apr_pstrcat(pool, "?", query + 1, NULL) : "";
}

/* ---- As CSV ---- */

const char *const *ds_table_heads(const ds_data_table *table, int *n, apr_pool_t *pool)
{
    static const char *const fixed[DS_TABLE_TEXTS] = { "机关代号", "机关", "类别", "年度", "版次",
                                                      "公开日期" };
    const char **heads = apr_palloc(pool, (DS_TABLE_TEXTS + DS_TABLE_FIGURES_MAX)
                                              * sizeof(*heads));

    memcpy(heads, fixed, sizeof(fixed));
    for (int i = 0; i < table->wish.selected->nelts; i++) {
        heads[DS_TABLE_TEXTS + i] = head_of(selected_at(table, i), pool);
    }
    *n = DS_TABLE_TEXTS + table->wish.selected->nelts;
    return heads;
}

/* What stands in a cell: "" for what is not there. */
static const char *figure_text(const ds_share *share, apr_pool_t *pool)
{
    return share->kind == DS_SHARE_NUMBER ? ds_decimal_format(pool, share->value)
        : share->kind == DS_SHARE_NA ? "/" : "";
}

const char *const *ds_table_texts(const ds_data_table *table, const ds_table_line *line,
                                  apr_pool_t *pool)
{
    const char **texts = apr_palloc(pool, (DS_TABLE_TEXTS + DS_TABLE_FIGURES_MAX)
                                              * sizeof(*texts));

    texts[0] = line->organ;
    texts[1] = line->organ_name;
    texts[2] = ds_organ_kind_label(line->kind);
    texts[3] = apr_itoa(pool, table->year);
    texts[4] = apr_itoa(pool, line->version);
    texts[5] = line->published_on;
    for (int i = 0; i < table->wish.selected->nelts; i++) {
        texts[DS_TABLE_TEXTS + i] = figure_text(&line->figures[i], pool);
    }
    return texts;
}

/* ---- The form ---- */

static int has(const apr_array_header_t *list, const char *address)
{
    for (int i = 0; i < list->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(list, i, const ds_selected *)->address, address) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What is offered, and what was chosen by its address alone. */
static apr_array_header_t *all_choices(const ds_data_table *table, apr_pool_t *pool)
{
    apr_array_header_t *choices = ds_select_offers(table->format, pool);

    for (int i = 0; i < table->wish.selected->nelts; i++) {
        if (!has(choices, selected_at(table, i)->address)) {
            APR_ARRAY_PUSH(choices, const ds_selected *) = selected_at(table, i);
        }
    }
    return choices;
}

static void write_choice(ds_markup *m, const ds_selected *offer, int is_checked)
{
    ds_markup_start(m, "label");
    ds_markup_start(m, "input");
    ds_markup_attr(m, "type", "checkbox");
    ds_markup_attr(m, "name", "cell");
    ds_markup_attr(m, "value", offer->address);
    ds_markup_attr(m, "checked", is_checked ? "" : NULL);
    ds_markup_void(m);
    ds_markup_text(m, " ");
    ds_markup_element(m, "span", offer->label);
    ds_markup_end(m, "label");
}

/* The choices of each table as a group of boxes. */
static void write_choices(ds_markup *m, const ds_data_table *table, apr_pool_t *pool)
{
    const apr_array_header_t *choices = all_choices(table, pool);

    for (int t = 0; t < table->format->n_tables; t++) {
        const ds_table *of = &table->format->tables[t];
        const char *prefix = apr_pstrcat(pool, of->id, "/", NULL);
        int any = 0;

        for (int i = 0; i < choices->nelts; i++) {
            const ds_selected *offer = APR_ARRAY_IDX(choices, i, const ds_selected *);

            if (strncmp(offer->address, prefix, strlen(prefix)) != 0) {
                continue;
            }
            if (!any++) {
                ds_piece_open(m, "fieldset", "ds-choices");
                ds_markup_element(m, "legend", of->caption);
            }
            write_choice(m, offer, has(table->wish.selected, offer->address));
        }
        if (any) {
            ds_markup_end(m, "fieldset");
        }
    }
}

static void write_option(ds_markup *m, const char *value, const char *label, int is_selected)
{
    ds_markup_start(m, "option");
    ds_markup_attr(m, "value", value);
    ds_markup_attr(m, "selected", is_selected ? "" : NULL);
    ds_markup_text(m, label);
    ds_markup_end(m, "option");
}

static void write_kinds(ds_markup *m, const ds_data_table *table)
{
    ds_piece_open(m, "p", "ds-field");
    ds_markup_start(m, "label");
    ds_markup_attr(m, "for", "ds-kind");
    ds_markup_text(m, "机关类别");
    ds_markup_end(m, "label");
    ds_markup_text(m, " ");
    ds_markup_start(m, "select");
    ds_markup_attr(m, "id", "ds-kind");
    ds_markup_attr(m, "name", "kind");
    write_option(m, "", "全部", table->wish.kind < 0);
    for (int kind = DS_ORGAN_REGION; kind <= DS_ORGAN_OTHER; kind++) {
        write_option(m, ds_organ_kind_name(kind), ds_organ_kind_label(kind),
                     kind == table->wish.kind);
    }
    ds_markup_end(m, "select");
    ds_markup_end(m, "p");
}

static void write_form(ds_markup *m, const ds_site *site, const ds_data_table *table,
                       apr_pool_t *pool)
{
    ds_piece_open(m, "form", "ds-choose");
    ds_markup_attr(m, "method", "get");
    ds_markup_attr(m, "action", ds_data_path(site, table->year, "/", pool));
    write_kinds(m, table);
    ds_markup_start(m, "details");
    ds_markup_element(m, "summary", apr_psprintf(pool, "选择要看的数字（最多%d项）",
                                                 DS_TABLE_FIGURES_MAX));
    write_choices(m, table, pool);
    ds_markup_end(m, "details");
    ds_markup_start(m, "p");
    ds_piece_open(m, "button", "ds-go");
    ds_markup_attr(m, "type", "submit");
    ds_markup_text(m, "查看");
    ds_markup_end(m, "button");
    ds_markup_end(m, "p");
    ds_markup_end(m, "form");
}

/* ---- The table ---- */

/* A head that sorts: first the largest, then the smallest, and so on. */
static void write_sort_head(ds_markup *m, const ds_site *site, const ds_data_table *table, int at,
                            const char *text, apr_pool_t *pool)
{
    const ds_table_wish *wish = &table->wish;
    int is_sorted = wish->sort == at;
    int is_descending = at >= 0 && !(is_sorted && wish->is_descending);

    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "col");
    ds_markup_attr(m, "aria-sort", !is_sorted ? NULL
                   : at >= 0 && wish->is_descending ? "descending" : "ascending");
    ds_piece_link(m, ds_data_path(site, table->year, apr_pstrcat(pool, "/", query_of(
        table, at, is_descending, 1, pool), NULL), pool), NULL, text);
    if (is_sorted && at >= 0) {
        ds_markup_start(m, "span");
        ds_markup_attr(m, "aria-hidden", "true");
        ds_markup_text(m, wish->is_descending ? " ↓" : " ↑");
        ds_markup_end(m, "span");
    }
    ds_markup_end(m, "th");
}

static void write_heads(ds_markup *m, const ds_site *site, const ds_data_table *table,
                        apr_pool_t *pool)
{
    ds_markup_start(m, "thead");
    ds_markup_start(m, "tr");
    write_sort_head(m, site, table, -1, "机关", pool);
    for (int i = 0; i < table->wish.selected->nelts; i++) {
        write_sort_head(m, site, table, i, head_of(selected_at(table, i), pool), pool);
    }
    ds_markup_end(m, "tr");
    ds_markup_end(m, "thead");
}

static void write_figure(ds_markup *m, const ds_share *share, apr_pool_t *pool)
{
    static const char *const words[] = {
        [DS_SHARE_BLANK] = "未填", [DS_SHARE_NA] = "不适用", [DS_SHARE_UNUSABLE] = "单位不明",
        [DS_SHARE_ABSENT] = "无此栏目" };
    int is_zero = share->kind == DS_SHARE_NUMBER && share->value == 0;

    ds_piece_open(m, "td", is_zero ? "ds-z" : NULL);
    ds_markup_text(m, share->kind == DS_SHARE_NUMBER ? ds_decimal_format(pool, share->value)
                                                     : words[share->kind]);
    ds_markup_end(m, "td");
}

static void write_line(ds_markup *m, const ds_site *site, const ds_data_table *table,
                       const ds_table_line *line, apr_pool_t *pool)
{
    ds_markup_start(m, "tr");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    ds_piece_link(m, ds_piece_report_path(site, line->organ, table->year, 0, "", pool), NULL,
                  line->organ_name);
    ds_markup_element_class(m, "span", "ds-where", ds_organ_kind_label(line->kind));
    ds_markup_end(m, "th");
    for (int i = 0; i < table->wish.selected->nelts; i++) {
        write_figure(m, &line->figures[i], pool);
    }
    ds_markup_end(m, "tr");
}

static void write_lines(ds_markup *m, const ds_site *site, const ds_data_table *table,
                        const char *caption, apr_pool_t *pool)
{
    int first = (table->wish.page - 1) * DS_TABLE_PAGE_LINES;
    apr_pool_t *iterpool;

    apr_pool_create(&iterpool, pool);
    ds_piece_open(m, "div", "ds-rolls");
    ds_markup_attr(m, "role", "region");
    ds_markup_attr(m, "aria-label", apr_pstrcat(pool, "表格：", caption, NULL));
    ds_markup_attr_int(m, "tabindex", 0);
    ds_piece_open(m, "table", "ds-changes ds-wide-list");
    ds_markup_element_class(m, "caption", "ds-sr", caption);
    write_heads(m, site, table, pool);
    ds_markup_start(m, "tbody");
    for (int i = first; i < table->lines->nelts && i < first + DS_TABLE_PAGE_LINES; i++) {
        apr_pool_clear(iterpool);
        write_line(m, site, table, APR_ARRAY_IDX(table->lines, i, const ds_table_line *),
                   iterpool);
    }
    ds_markup_end(m, "tbody");
    ds_markup_end(m, "table");
    ds_markup_end(m, "div");
    apr_pool_destroy(iterpool);
}

static void write_pages(ds_markup *m, const ds_site *site, const ds_data_table *table,
                        apr_pool_t *pool)
{
    const ds_table_wish *wish = &table->wish;
    int pages = ds_table_pages(table);

    if (pages == 1) {
        return;
    }
    ds_piece_open(m, "nav", "ds-years");
    ds_markup_attr(m, "aria-label", "分页");
    ds_markup_start(m, "ul");
    for (int page = 1; page <= pages; page++) {
        ds_markup_start(m, "li");
        ds_markup_start(m, "a");
        ds_markup_attr(m, "href", ds_data_path(site, table->year, apr_pstrcat(pool, "/", query_of(
            table, wish->sort, wish->is_descending, page, pool), NULL), pool));
        ds_markup_attr(m, "aria-current", page == wish->page ? "page" : NULL);
        ds_markup_text(m, apr_psprintf(pool, "第%d页", page));
        ds_markup_end(m, "a");
        ds_markup_end(m, "li");
    }
    ds_markup_end(m, "ul");
    ds_markup_end(m, "nav");
}

void ds_public_table(ds_page *page, const ds_site *site, const ds_data_table *table,
                     apr_pool_t *pool)
{
    const ds_table_wish *wish = &table->wish;
    const char *title = apr_psprintf(pool, "%d年度各机关数据一览", table->year);
    const char *csv = apr_pstrcat(pool, "/table.csv", query_of(table, wish->sort,
                                                               wish->is_descending, 1, pool), NULL);
    const ds_crumb crumbs[] = { { apr_pstrcat(pool, site->base, "/data/", NULL), "数据" },
                                { NULL, apr_psprintf(pool, "%d年度一览", table->year) } };
    const ds_meta meta = { .title = title, .in_column = 1, .description = apr_psprintf(
                               pool, "%d年度各机关政府信息公开工作年度报告的主要数字。", table->year),
                           .path = ds_data_path(site, table->year, "/", pool) };
    ds_markup *m = page->body;

    ds_meta_write(page, site, &meta, pool);
    ds_linked_collection(page->meta, site, meta.title, meta.description, meta.path, pool);
    ds_piece_breadcrumb(page->breadcrumb, site, crumbs, 2, pool);
    ds_piece_open(m, "div", "ds-page");
    ds_piece_view_bar(m);
    ds_markup_element_class(m, "h1", "ds-head", title);
    ds_markup_element_class(m, "p", "ds-lead", apr_psprintf(
        pool, "共%d份已经公开的报告。点表头可以按该列排序。表中同时有各级政府和它们的部门，各行不宜直接相加。",
        table->lines->nelts));
    write_form(m, site, table, pool);
    ds_markup_start(m, "p");
    ds_piece_link(m, ds_data_path(site, table->year, csv, pool), NULL,
                  ds_table_pages(table) > 1 ? "下载此表（CSV，含全部各页）" : "下载此表（CSV）");
    ds_markup_end(m, "p");
    if (table->lines->nelts > 0) {
        write_lines(m, site, table, title, pool);
        write_pages(m, site, table, pool);
    }
    else {
        ds_markup_element_class(m, "p", "ds-empty", "没有符合条件的报告。");
    }
    ds_markup_end(m, "div");
}
