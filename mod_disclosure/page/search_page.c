#include "page/search_page.h"

#include <string.h>

#include <apr_escape.h>
#include <apr_strings.h>

#include "core/report.h"
#include "page/meta.h"
#include "page/piece.h"

static const char *search_path(const ds_site *site, apr_pool_t *pool)
{
    return apr_pstrcat(pool, site->base, "/search", NULL);
}

/* ---- The form ---- */

static void write_open(ds_markup *m, const ds_site *site, const char *class_name, apr_pool_t *pool)
{
    ds_piece_open(m, "form", class_name);
    ds_markup_attr(m, "role", "search");
    ds_markup_attr(m, "method", "get");
    ds_markup_attr(m, "action", search_path(site, pool));
}

/* Field and button in one line. */
static void write_query(ds_markup *m, const char *label, const char *query, const char *refusal)
{
    ds_markup_start(m, "label");
    ds_markup_attr(m, "for", "ds-q");
    ds_markup_text(m, label);
    ds_markup_end(m, "label");
    ds_piece_open(m, "div", "ds-search-line");
    ds_markup_start(m, "input");
    ds_markup_attr(m, "type", "search");
    ds_markup_attr(m, "id", "ds-q");
    ds_markup_attr(m, "name", "q");
    ds_markup_attr_int(m, "maxlength", DS_TERMS_MAX_CHARACTERS);
    ds_markup_attr(m, "autocomplete", "off");
    ds_markup_attr(m, "value", query);
    ds_markup_attr(m, "aria-invalid", refusal ? "true" : NULL);
    ds_markup_attr(m, "aria-describedby", refusal ? "ds-q-error" : NULL);
    ds_markup_void(m);
    ds_markup_start(m, "button");
    ds_markup_attr(m, "type", "submit");
    ds_markup_text(m, "查找");
    ds_markup_end(m, "button");
    ds_markup_end(m, "div");
}

static void write_hidden(ds_markup *m, const char *name, const char *value)
{
    ds_markup_start(m, "input");
    ds_markup_attr(m, "type", "hidden");
    ds_markup_attr(m, "name", name);
    ds_markup_attr(m, "value", value);
    ds_markup_void(m);
}

void ds_search_box(ds_markup *m, const ds_site *site, int year, const char *organ,
                   apr_pool_t *pool)
{
    write_open(m, site, "ds-search", pool);
    write_query(m, year ? apr_psprintf(pool, "查找%d年度的报告", year)
                   : organ ? "查找本机关及下级机关的报告" : "查找报告", NULL, NULL);
    if (year) {
        write_hidden(m, "year", apr_itoa(pool, year));
    }
    if (organ) {
        write_hidden(m, "organ", organ);
    }
    ds_markup_end(m, "form");
}

static void write_choice(ds_markup *m, const char *type, const char *name, const char *value,
                         const char *text, int is_checked)
{
    ds_markup_start(m, "label");
    ds_markup_start(m, "input");
    ds_markup_attr(m, "type", type);
    ds_markup_attr(m, "name", name);
    ds_markup_attr(m, "value", value);
    ds_markup_attr(m, "checked", is_checked ? "" : NULL);
    ds_markup_void(m);
    ds_markup_text(m, text);
    ds_markup_end(m, "label");
}

static void write_scopes(ds_markup *m, const ds_search_view *view)
{
    static const struct { const char *value, *text; } scopes[] = {
        { "all", "全部" }, { "title", "标题和机关名称" }, { "text", "正文" }
    };

    ds_markup_start(m, "fieldset");
    ds_markup_element(m, "legend", "范围");
    for (int i = 0; i < 3; i++) {
        write_choice(m, "radio", "in", scopes[i].value, scopes[i].text,
                     strcmp(view->scope, scopes[i].value) == 0);
    }
    ds_markup_end(m, "fieldset");
}

static void write_option(ds_markup *m, const char *value, const char *text, int is_selected)
{
    ds_markup_start(m, "option");
    ds_markup_attr(m, "value", value);
    ds_markup_attr(m, "selected", is_selected ? "" : NULL);
    ds_markup_text(m, text);
    ds_markup_end(m, "option");
}

static void write_years(ds_markup *m, const ds_search_view *view, apr_pool_t *pool)
{
    ds_piece_open(m, "div", "ds-search-year");
    ds_markup_start(m, "label");
    ds_markup_attr(m, "for", "ds-search-year");
    ds_markup_text(m, "年度");
    ds_markup_end(m, "label");
    ds_markup_start(m, "select");
    ds_markup_attr(m, "id", "ds-search-year");
    ds_markup_attr(m, "name", "year");
    write_option(m, "", "不限", view->year == 0);
    for (int year = view->last_year; year >= DS_YEAR_MIN; year--) {
        write_option(m, apr_itoa(pool, year), apr_psprintf(pool, "%d年", year),
                     year == view->year);
    }
    ds_markup_end(m, "select");
    ds_markup_end(m, "div");
}

static void write_form(ds_markup *m, const ds_site *site, const ds_search_view *view,
                       apr_pool_t *pool)
{
    if (view->refusal) {
        ds_piece_open(m, "p", "ds-notice ds-search-refused");
        ds_markup_attr(m, "id", "ds-q-error");
        ds_markup_attr(m, "role", "alert");
        ds_markup_text(m, view->refusal);
        ds_markup_end(m, "p");
    }
    write_open(m, site, "ds-search ds-search-full", pool);
    write_query(m, "要查找的词语，几个词语之间用空格隔开", view->query, view->refusal);
    ds_piece_open(m, "div", "ds-search-more");
    write_scopes(m, view);
    write_years(m, view, pool);
    if (view->organ) {
        write_choice(m, "checkbox", "organ", view->organ,
                     apr_pstrcat(pool, "只查找", view->organ_name, "及其下级机关的报告", NULL), 1);
    }
    ds_markup_end(m, "div");
    ds_markup_end(m, "form");
}

/* ---- What was found ---- */

static void write_parts(ds_markup *m, const apr_array_header_t *parts)
{
    for (int i = 0; i < parts->nelts; i++) {
        const ds_text_part *part = &APR_ARRAY_IDX(parts, i, ds_text_part);

        if (part->is_hit) {
            ds_markup_element(m, "mark", part->text);
        }
        else {
            ds_markup_text(m, part->text);
        }
    }
}

static void write_marked(ds_markup *m, const ds_terms *terms, const char *text, apr_pool_t *pool)
{
    write_parts(m, ds_terms_passage(terms, text, 0, pool));
}

static void write_passage(ds_markup *m, const ds_search_entry *entry, apr_pool_t *pool)
{
    ds_piece_open(m, "p", "ds-passage");
    if (entry->section) {
        ds_markup_element_class(m, "span", "ds-where",
            apr_pstrcat(pool, ds_piece_part(entry->section, pool),
                        entry->is_note ? "（表注）" : "", NULL));
    }
    write_parts(m, entry->passage);
    ds_markup_end(m, "p");
}

static void write_entry(ds_markup *m, const ds_site *site, const ds_search_view *view,
                        const ds_search_entry *entry, apr_pool_t *pool)
{
    ds_markup_start(m, "li");
    ds_markup_start(m, "h2");
    ds_markup_start(m, "a");
    ds_markup_attr(m, "href", ds_piece_report_path(site, entry->organ, entry->year, 0, "", pool));
    write_marked(m, view->terms, entry->title, pool);
    ds_markup_end(m, "a");
    ds_markup_end(m, "h2");
    if (entry->passage) {
        write_passage(m, entry, pool);
    }
    ds_piece_open(m, "p", "ds-from");
    ds_markup_start(m, "a");
    ds_markup_attr(m, "href", ds_piece_organ_path(site, entry->organ, pool));
    write_marked(m, view->terms, entry->organ_name, pool);
    ds_markup_end(m, "a");
    ds_markup_element(m, "span", apr_psprintf(pool, "%d年度", entry->year));
    ds_piece_date(m, entry->published_on, pool);
    if (entry->version > 1) {
        ds_markup_element_class(m, "span", "ds-tag", "已更正");
    }
    ds_markup_end(m, "p");
    ds_markup_end(m, "li");
}

static const char *next_path(const ds_site *site, const ds_search_view *view, apr_pool_t *pool)
{
    const char *path = apr_pstrcat(pool, search_path(site, pool), "?q=",
                                   apr_pescape_urlencoded(pool, view->query), "&in=", view->scope, NULL);

    if (view->year) {
        path = apr_psprintf(pool, "%s&year=%d", path, view->year);
    }
    if (view->organ) {
        path = apr_pstrcat(pool, path, "&organ=", view->organ, NULL);
    }
    return apr_pstrcat(pool, path, "&after=", view->next, NULL);
}

static void write_next(ds_markup *m, const ds_site *site, const ds_search_view *view,
                       apr_pool_t *pool)
{
    if (!view->next) {
        if (view->is_later_page) {
            ds_markup_element_class(m, "p", "ds-lead", "已经到最后一条。");
        }
        return;
    }
    if (view->is_unfinished) {
        ds_markup_element_class(m, "p", "ds-lead",
                                "这次只查找了较新的一部分报告，更早的报告请继续查找。");
    }
    ds_markup_start(m, "p");
    ds_piece_link(m, next_path(site, view, pool), "ds-go",
                  view->is_unfinished ? "继续查找" : "下一页");
    ds_markup_end(m, "p");
}

static void write_nothing(ds_markup *m, const ds_search_view *view)
{
    ds_piece_open(m, "div", "ds-empty");
    ds_markup_element(m, "p", view->is_later_page ? "没有更多的报告。"
                                                  : "没有找到含有这些词语的报告。");
    if (!view->is_later_page) {
        ds_markup_element(m, "p", "可以换一个说法，减少词语，或者放宽范围和年度。这里只查找已经公开的报告。");
    }
    ds_markup_end(m, "div");
}

static void write_results(ds_markup *m, const ds_site *site, const ds_search_view *view,
                          apr_pool_t *pool)
{
    int n = view->entries->nelts;

    if (n) {
        ds_piece_open(m, "ol", "ds-found");
        for (int i = 0; i < n; i++) {
            write_entry(m, site, view, &APR_ARRAY_IDX(view->entries, i, ds_search_entry), pool);
        }
        ds_markup_end(m, "ol");
    }
    else if (!view->is_unfinished) {
        write_nothing(m, view);
    }
    write_next(m, site, view, pool);
}

void ds_public_search(ds_page *page, const ds_site *site, const ds_search_view *view,
                      apr_pool_t *pool)
{
    const ds_crumb crumb = { NULL, "查找报告" };
    const ds_meta meta = { .title = "查找报告" };
    ds_markup *m = page->body;

    ds_meta_write(page, site, &meta, pool);
    ds_piece_breadcrumb(page->breadcrumb, site, &crumb, 1, pool);
    ds_piece_open(m, "div", "ds-page");
    ds_piece_view_bar(m);
    ds_markup_element_class(m, "h1", "ds-head", "查找报告");
    write_form(m, site, view, pool);
    if (view->terms) {
        write_results(m, site, view, pool);
    }
    else if (!view->refusal) {
        ds_markup_element_class(m, "p", "ds-lead", "可以查找已经公开的报告的标题、机关名称和正文。"
                                "例如：行政复议；稷下街道 政务公开。");
    }
    ds_markup_end(m, "div");
}
