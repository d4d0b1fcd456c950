/* Published reports by year and by kind of organ. */
#include "page/public.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "page/linked_data.h"
#include "page/meta.h"
#include "page/piece.h"
#include "page/search_page.h"

/* Newest year first, kinds in the order of the enum; inside a kind the order
 * of the list given, which is that of the organs. */
static int compare_entries(const void *left, const void *right)
{
    const ds_index_entry *a = *(const ds_index_entry *const *)left;
    const ds_index_entry *b = *(const ds_index_entry *const *)right;

    if (a->year != b->year) {
        return a->year > b->year ? -1 : 1;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    return a < b ? -1 : a > b;
}

static const ds_index_entry **sorted(const apr_array_header_t *entries, apr_pool_t *pool)
{
    const ds_index_entry **out = apr_palloc(pool, (entries->nelts + 1) * sizeof(*out));

    for (int i = 0; i < entries->nelts; i++) {
        out[i] = &APR_ARRAY_IDX(entries, i, ds_index_entry);
    }
    qsort(out, entries->nelts, sizeof(*out), compare_entries);
    return out;
}

static void write_entry(ds_markup *m, const ds_site *site, const ds_index_entry *entry,
                        apr_pool_t *pool)
{
    ds_markup_start(m, "li");
    ds_piece_link(m, ds_piece_report_path(site, entry->organ, entry->year, 0, "", pool), NULL,
                  entry->organ_name);
    if (entry->version > 1) {
        ds_markup_element_class(m, "span", "ds-tag", "已更正");
    }
    ds_piece_date(m, entry->published_on, pool);
    ds_markup_end(m, "li");
}

/* The entries from `from` on that have its year and kind; the index behind them. */
static int write_kind(ds_markup *m, const ds_site *site, const ds_index_entry **entries, int n,
                      int from, apr_pool_t *pool)
{
    int i = from;

    ds_markup_element_class(m, "h3", "ds-kind", ds_organ_kind_label(entries[from]->kind));
    ds_piece_open(m, "ul", "ds-list");
    while (i < n && entries[i]->year == entries[from]->year
           && entries[i]->kind == entries[from]->kind) {
        write_entry(m, site, entries[i++], pool);
    }
    ds_markup_end(m, "ul");
    return i;
}

static int write_year(ds_markup *m, const ds_site *site, const ds_index_entry **entries, int n,
                      int from, apr_pool_t *pool)
{
    int year = entries[from]->year;

    ds_markup_start(m, "section");
    ds_piece_open(m, "h2", "ds-year");
    ds_markup_text_int(m, year);
    ds_markup_text(m, "年度");
    ds_markup_end(m, "h2");
    while (from < n && entries[from]->year == year) {
        from = write_kind(m, site, entries, n, from, pool);
    }
    ds_markup_end(m, "section");
    return from;
}

static void write_empty(ds_markup *m, int year)
{
    ds_piece_open(m, "div", "ds-empty");
    ds_markup_start(m, "p");
    if (year > 0) {
        ds_markup_text_int(m, year);
        ds_markup_text(m, "年度的报告尚未在此发布。");
    }
    else {
        ds_markup_text(m, "目前还没有在此发布的年度报告。");
    }
    ds_markup_end(m, "p");
    ds_markup_element(m, "p", "依照《政府信息公开条例》，县级以上人民政府部门应当在每年1月31日前公布"
                              "上一年度的报告，县级以上地方人民政府的报告应当在每年3月31日前公布。");
    ds_markup_end(m, "div");
}

static void write_head(ds_page *page, const ds_site *site, int year, apr_pool_t *pool)
{
    const char *of_year = year > 0 ? apr_psprintf(pool, "%d年", year) : NULL;
    const ds_crumb crumb = { NULL, of_year };
    const ds_meta meta = {
        .title = year > 0 ? apr_pstrcat(pool, of_year, site->column_name, NULL)
                          : site->column_name,
        .description = site->column_description,
        .path = year > 0 ? ds_piece_year_path(site, year, pool)
                         : apr_pstrcat(pool, site->base, "/", NULL),
        .in_column = 1
    };

    ds_meta_write(page, site, &meta, pool);
    ds_linked_collection(page->meta, site, meta.title, meta.description, meta.path, pool);
    ds_piece_breadcrumb(page->breadcrumb, site, &crumb, year > 0, pool);
    ds_piece_view_bar(page->body);
    ds_markup_element_class(page->body, "h1", "ds-head", meta.title);
}

void ds_public_index(ds_page *page, const ds_site *site, int year,
                     const apr_array_header_t *years, const apr_array_header_t *entries,
                     apr_pool_t *pool)
{
    const ds_index_entry **list = sorted(entries, pool);
    ds_markup *m = page->body;

    ds_piece_open(m, "div", "ds-page");
    write_head(page, site, year, pool);
    ds_piece_years(m, site, year, years, pool);
    ds_search_box(m, site, year, NULL, pool);
    for (int i = 0; i < entries->nelts;) {
        i = write_year(m, site, list, entries->nelts, i, pool);
    }
    if (entries->nelts == 0) {
        write_empty(m, year);
    }
    ds_markup_end(m, "div");
}
