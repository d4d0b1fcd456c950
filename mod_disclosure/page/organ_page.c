/* One organ: its reports of all years, how to reach it, who went before. */
#include "page/public.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "page/compare.h"
#include "page/linked_data.h"
#include "page/meta.h"
#include "page/pictures.h"
#include "page/piece.h"
#include "page/region_page.h"
#include "page/search_page.h"

static int compare_entries(const void *left, const void *right)
{
    const ds_index_entry *a = *(const ds_index_entry *const *)left;
    const ds_index_entry *b = *(const ds_index_entry *const *)right;

    return b->year - a->year;
}

static void write_missing(ds_markup *m, int year)
{
    ds_piece_open(m, "li", "ds-missing");
    ds_markup_text_int(m, year);
    ds_markup_text(m, "年度的报告尚未在此发布");
    ds_markup_end(m, "li");
}

static void write_entry(ds_markup *m, const ds_site *site, const ds_index_entry *entry,
                        apr_pool_t *pool)
{
    ds_markup_start(m, "li");
    ds_piece_link(m, ds_piece_report_path(site, entry->organ, entry->year, 0, "", pool), NULL,
                  entry->title);
    if (entry->version > 1) {
        ds_markup_element_class(m, "span", "ds-tag", "已更正");
    }
    ds_piece_date(m, entry->published_on, pool);
    ds_markup_end(m, "li");
}

/* The entries of one organ, newest first. */
static const ds_index_entry **entries_of(const apr_array_header_t *entries, const char *organ,
                                         int *count, apr_pool_t *pool)
{
    const ds_index_entry **list = apr_palloc(pool, (entries->nelts + 1) * sizeof(*list));

    *count = 0;
    for (int i = 0; i < entries->nelts; i++) {
        const ds_index_entry *entry = &APR_ARRAY_IDX(entries, i, ds_index_entry);

        if (strcmp(entry->organ, organ) == 0) {
            list[(*count)++] = entry;
        }
    }
    qsort(list, *count, sizeof(*list), compare_entries);
    return list;
}

/* A year between two reports that has none is named. */
static void write_reports(ds_markup *m, const ds_site *site, const char *organ,
                          const apr_array_header_t *entries, apr_pool_t *pool)
{
    int count;
    const ds_index_entry **list = entries_of(entries, organ, &count, pool);

    if (count == 0) {
        ds_markup_element_class(m, "p", "ds-empty", "该机关的年度报告尚未在此发布。");
        return;
    }
    ds_piece_open(m, "ul", "ds-list ds-one");
    for (int i = 0; i < count; i++) {
        for (int year = i > 0 ? list[i - 1]->year - 1 : 0; year > list[i]->year; year--) {
            write_missing(m, year);
        }
        write_entry(m, site, list[i], pool);
    }
    ds_markup_end(m, "ul");
}

/* The way to the comparison, where there is something to compare: the newest
 * years of those that have a report. */
static void write_comparison(ds_markup *m, const ds_site *site, const ds_organ *organ,
                             const apr_array_header_t *entries, apr_pool_t *pool)
{
    int first = DS_YEAR_MAX, last = 0;

    for (int i = 0; i < entries->nelts; i++) {
        int year = APR_ARRAY_IDX(entries, i, ds_index_entry).year;
        first = year < first ? year : first;
        last = year > last ? year : last;
    }
    if (last <= first && (last == 0 || organ->predecessors->nelts == 0)) {
        return;
    }
    if (organ->predecessors->nelts > 0 || last - first >= DS_SERIES_MAX_YEARS) {
        first = 0;
    }
    ds_markup_start(m, "p");
    ds_piece_link(m, first ? ds_compare_path(site, organ->key, first, last, "", pool)
                           : apr_pstrcat(pool, ds_piece_organ_path(site, organ->key, pool),
                                         "compare/", NULL),
                  NULL, "历年数据比较");
    ds_markup_end(m, "p");
}

/* All years, and the newest report. */
static void write_pictures(ds_markup *m, const apr_array_header_t *figures, apr_pool_t *pool)
{
    const ds_pictures pictures = {
        .years = figures,
        .report = figures->nelts > 0 ? APR_ARRAY_IDX(figures, 0, const ds_report *) : NULL
    };

    ds_pictures_write(m, &pictures, pool);
}

static void write_contact(ds_markup *m, const ds_organ *organ)
{
    const struct { const char *name, *value; } lines[] = {
        { "办公地址", organ->address }, { "邮政编码", organ->postcode },
        { "联系电话", organ->telephone }, { "传真", organ->fax },
        { "电子邮箱", organ->email }, { "办公时间", organ->hours }
    };
    const int n = sizeof(lines) / sizeof(lines[0]);
    int any = 0;

    for (int i = 0; i < n; i++) {
        if (lines[i].value == NULL) {
            continue;
        }
        if (!any++) {
            ds_markup_element_class(m, "h2", "ds-year", "联系方式");
            ds_piece_open(m, "dl", "ds-contact");
        }
        ds_markup_start(m, "div");
        ds_markup_element(m, "dt", lines[i].name);
        ds_markup_element(m, "dd", lines[i].value);
        ds_markup_end(m, "div");
    }
    if (any) {
        ds_markup_end(m, "dl");
    }
}

/* Addresses of other pages come from the organ's profile: only those that a
 * browser follows without running anything become links. */
static int is_followable(const char *url)
{
    return url != NULL && (strncasecmp(url, "https://", 8) == 0
                           || strncasecmp(url, "http://", 7) == 0
                           || (url[0] == '/' && url[1] != '/'));
}

static void write_links(ds_markup *m, const ds_organ *organ)
{
    const struct { const char *name, *url; } links[] = {
        { "政府信息公开指南", organ->guide_url }, { "政府信息公开制度", organ->rules_url },
        { "依申请公开", organ->request_url }
    };
    int any = 0;

    for (int i = 0; i < 3; i++) {
        if (!is_followable(links[i].url)) {
            continue;
        }
        if (!any++) {
            ds_markup_element_class(m, "h2", "ds-year", "相关栏目");
            ds_piece_open(m, "ul", "ds-links");
        }
        ds_markup_start(m, "li");
        ds_piece_link(m, links[i].url, NULL, links[i].name);
        ds_markup_end(m, "li");
    }
    if (any) {
        ds_markup_end(m, "ul");
    }
}

static int has_key(const apr_array_header_t *keys, const char *key)
{
    for (int i = 0; i < keys->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(keys, i, const char *), key) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The reports of those that went before, under the names they had. */
static void write_earlier_reports(ds_markup *m, const ds_site *site, const ds_organ *organ,
                                  const apr_array_header_t *entries,
                                  const apr_array_header_t *related, apr_pool_t *pool)
{
    int any = 0;

    for (int i = 0; i < related->nelts; i++) {
        const ds_organ *other = APR_ARRAY_IDX(related, i, const ds_organ *);
        int count;
        const ds_index_entry **list = entries_of(entries, other->key, &count, pool);

        if (count == 0 || has_key(organ->successors, other->key)) {
            continue;
        }
        if (!any++) {
            ds_markup_element_class(m, "h2", "ds-year", "原机关的年度报告");
        }
        ds_piece_open(m, "h3", "ds-kind");
        ds_piece_link(m, ds_piece_organ_path(site, other->key, pool), NULL,
                      ds_piece_organ_name(other, pool));
        ds_markup_end(m, "h3");
        ds_piece_open(m, "ul", "ds-list ds-one");
        for (int k = 0; k < count; k++) {
            write_entry(m, site, list[k], pool);
        }
        ds_markup_end(m, "ul");
    }
}

/* Those of `related` that are in `keys`. */
static void write_relatives(ds_markup *m, const ds_site *site, const char *heading,
                            const apr_array_header_t *keys, const apr_array_header_t *related,
                            apr_pool_t *pool)
{
    int any = 0;

    for (int i = 0; i < related->nelts; i++) {
        const ds_organ *other = APR_ARRAY_IDX(related, i, const ds_organ *);

        if (!has_key(keys, other->key)) {
            continue;
        }
        if (!any++) {
            ds_markup_element_class(m, "h2", "ds-year", heading);
            ds_piece_open(m, "ul", "ds-links");
        }
        ds_markup_start(m, "li");
        ds_piece_link(m, ds_piece_organ_path(site, other->key, pool), NULL,
                      ds_piece_organ_name(other, pool));
        ds_markup_end(m, "li");
    }
    if (any) {
        ds_markup_end(m, "ul");
    }
}

static void write_head(ds_page *page, const ds_site *site, const ds_organ *organ,
                       const char *name, apr_pool_t *pool)
{
    const ds_crumb crumb = { NULL, name };
    const ds_meta meta = {
        .title = apr_pstrcat(pool, name, site->column_name, NULL),
        .description = apr_pstrcat(pool, name, "历年的政府信息公开工作年度报告。", NULL),
        .path = ds_piece_organ_path(site, organ->key, pool),
        .in_column = 1
    };

    ds_meta_write(page, site, &meta, pool);
    ds_linked_organ(page->meta, site, organ, pool);
    ds_piece_breadcrumb(page->breadcrumb, site, &crumb, 1, pool);
}

/* Ways to the sums over its subordinates. */
static void write_sums(ds_markup *m, const ds_site *site, const ds_organ *organ,
                       const apr_array_header_t *sums, apr_pool_t *pool)
{
    if (sums == NULL || sums->nelts == 0) {
        return;
    }
    ds_markup_element_class(m, "h2", "ds-year", "下级机关数据汇总");
    ds_piece_open(m, "ul", "ds-links");
    for (int i = 0; i < sums->nelts; i++) {
        int year = APR_ARRAY_IDX(sums, i, int);

        ds_markup_start(m, "li");
        ds_piece_link(m, ds_region_path(site, organ->key, year, "", pool), NULL,
                      apr_psprintf(pool, "%d年度", year));
        ds_markup_end(m, "li");
    }
    ds_markup_end(m, "ul");
}

void ds_public_organ(ds_page *page, const ds_site *site, const ds_organ *organ,
                     const apr_array_header_t *entries, const apr_array_header_t *figures,
                     const apr_array_header_t *related, const apr_array_header_t *sums,
                     apr_pool_t *pool)
{
    const char *name = ds_piece_organ_name(organ, pool);
    ds_markup *m = page->body;

    write_head(page, site, organ, name, pool);
    ds_piece_open(m, "div", "ds-page");
    ds_piece_view_bar(m);
    ds_markup_element_class(m, "h1", "ds-head", name);
    ds_markup_element_class(m, "p", "ds-lead", "历年政府信息公开工作年度报告");
    write_reports(m, site, organ->key, entries, pool);
    write_earlier_reports(m, site, organ, entries, related, pool);
    write_comparison(m, site, organ, entries, pool);
    ds_search_box(m, site, 0, organ->key, pool);
    write_pictures(m, figures, pool);
    write_sums(m, site, organ, sums, pool);
    write_contact(m, organ);
    write_links(m, organ);
    write_relatives(m, site, "职责由下列机关承继而来", organ->predecessors, related, pool);
    write_relatives(m, site, "职责已由下列机关承继", organ->successors, related, pool);
    ds_markup_end(m, "div");
}
