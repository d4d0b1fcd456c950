/* The correction notice: which figures and passages changed, from, to, when. */
#include "page/public.h"

#include <apr_strings.h>

#include "page/changes_table.h"
#include "page/linked_data.h"
#include "page/meta.h"
#include "page/piece.h"

static const ds_publication *version_at(const apr_array_header_t *versions, int i)
{
    return APR_ARRAY_IDX(versions, i, const ds_publication *);
}

static void write_version(ds_markup *m, const ds_site *site, const ds_publication *p, int year,
                          apr_pool_t *pool)
{
    int is_current = p->n == p->current;

    ds_markup_start(m, "li");
    ds_piece_link(m, ds_piece_report_path(site, p->organ->key, year, is_current ? 0 : p->n, "",
                                          pool),
                  NULL, apr_psprintf(pool, "第%d次发布的版本", p->n));
    if (is_current) {
        ds_markup_element_class(m, "span", "ds-tag", "现行");
    }
    ds_piece_date(m, p->published_on, pool);
    if (p->notice != NULL) {
        ds_piece_open(m, "p", "ds-reason");
        ds_piece_lines(m, p->notice, pool);
        ds_markup_end(m, "p");
    }
    ds_markup_end(m, "li");
}

static void write_versions(ds_markup *m, const ds_site *site, const apr_array_header_t *versions,
                           int year, apr_pool_t *pool)
{
    ds_markup_element_class(m, "h2", "ds-year", "历次发布");
    ds_piece_open(m, "ul", "ds-list ds-one");
    for (int i = versions->nelts - 1; i >= 0; i--) {
        write_version(m, site, version_at(versions, i), year, pool);
    }
    ds_markup_end(m, "ul");
}

static void write_comparison(ds_markup *m, const ds_publication *before,
                             const ds_publication *after, apr_pool_t *pool)
{
    static const ds_changes_words words = { { "位置", "更正前", "更正后" }, "（原无此项）", "（已无此项）",
                                            "ds-where" };
    apr_array_header_t *figures = ds_changes_figures(before->report, after->report, pool);
    apr_array_header_t *texts = ds_changes_texts(before->report, after->report, pool);

    ds_markup_element_class(m, "h2", "ds-year", "更正内容");
    ds_piece_open(m, "p", "ds-lead");
    ds_markup_text(m, apr_psprintf(pool, "第%d次发布与第%d次发布的版本相比：更正数据%d处，文字%d处。",
                                   after->n, before->n, figures->nelts, texts->nelts));
    ds_markup_end(m, "p");
    ds_changes_table(m, &words, "更正的数据", "ds-changes ds-figures", figures, pool);
    ds_changes_table(m, &words, "更正的文字", "ds-changes", texts, pool);
}

static void write_body(ds_markup *m, const ds_site *site, const apr_array_header_t *versions,
                       const char *title, apr_pool_t *pool)
{
    const ds_publication *last = version_at(versions, versions->nelts - 1);
    const ds_publication *before =
        versions->nelts > 1 ? version_at(versions, versions->nelts - 2) : NULL;

    ds_piece_open(m, "div", "ds-page");
    ds_piece_view_bar(m);
    ds_markup_element_class(m, "h1", "ds-head", "更正说明");
    ds_markup_element_class(m, "p", "ds-lead", title);
    if (before == NULL) {
        ds_markup_element_class(m, "p", "ds-empty", "这份报告发布以后没有更正。");
    }
    else if (before->report == NULL) {
        ds_markup_element_class(m, "p", "ds-empty", "更正前的版本已经撤下，不能与现行版本比较。");
    }
    else {
        write_comparison(m, before, last, pool);
    }
    write_versions(m, site, versions, last->report->year, pool);
    ds_markup_end(m, "div");
}

void ds_public_changes(ds_page *page, const ds_site *site, const apr_array_header_t *versions,
                       apr_pool_t *pool)
{
    const ds_publication *last = version_at(versions, versions->nelts - 1);
    const char *title = ds_publication_title(last, pool);
    const char *report_path =
        ds_piece_report_path(site, last->organ->key, last->report->year, 0, "", pool);
    const ds_crumb crumbs[] = {
        { ds_piece_year_path(site, last->report->year, pool),
          apr_psprintf(pool, "%d年", last->report->year) },
        { ds_piece_organ_path(site, last->organ->key, pool),
          ds_piece_organ_name(last->organ, pool) },
        { report_path, "年度报告" },
        { NULL, "更正说明" }
    };
    const ds_meta meta = {
        .title = apr_pstrcat(pool, title, "更正说明", NULL),
        .description = apr_pstrcat(pool, title, "历次发布的版本和更正的内容。", NULL),
        .path = apr_pstrcat(pool, report_path, "/changes", NULL),
        .in_column = 1
    };

    ds_meta_write(page, site, &meta, pool);
    ds_linked_collection(page->meta, site, meta.title, meta.description, meta.path, pool);
    ds_piece_breadcrumb(page->breadcrumb, site, crumbs, 4, pool);
    write_body(page->body, site, versions, title, pool);
}
