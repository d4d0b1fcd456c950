/* The page of a comparison: what to know, then the tables in official order. */
#include "page/compare.h"

#include <string.h>

#include <apr_strings.h>

#include "page/compare_parts.h"
#include "page/linked_data.h"
#include "page/meta.h"
#include "page/pictures.h"
#include "page/piece.h"

const char *ds_compare_path(const ds_site *site, const char *organ, int first, int last,
                            const char *suffix, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%s/%s/compare/%d-%d%s", site->base, organ, first, last, suffix);
}

int ds_compare_has_column(const ds_series *series, const char *column)
{
    for (int i = 0; i < series->lines->nelts; i++) {
        const ds_crosswalk_line *line = APR_ARRAY_IDX(series->lines, i, ds_series_line).line;
        const ds_column *total = ds_compare_total(line->table);

        if (total != NULL && line->column != total && strcmp(line->column->id, column) == 0) {
            return 1;
        }
    }
    return 0;
}

const char *ds_compare_span(const ds_series *series, apr_pool_t *pool)
{
    int first = series->years[0].year, last = first + series->n_years - 1;

    return first == last ? apr_psprintf(pool, "%d年", first)
                         : apr_psprintf(pool, "%d—%d年", first, last);
}

static const ds_table *table_at(const ds_compare_writer *w, int i)
{
    return APR_ARRAY_IDX(w->series->lines, i, ds_series_line).line->table;
}

static int is_shown(const ds_compare_writer *w, const ds_table *table)
{
    return w->view->column == NULL
           || (ds_compare_total(table) != NULL
               && ds_table_column(table, w->view->column) != NULL);
}

static void write_section(const ds_compare_writer *w, const ds_section *section)
{
    ds_markup_element_class(w->m, "h2", "ds-part",
                            section->ordinal ? apr_pstrcat(w->pool, section->ordinal, "、",
                                                           section->title, NULL)
                                             : section->title);
}

static void write_tables(const ds_compare_writer *w)
{
    int n = w->series->lines->nelts, end;
    const char *section = NULL;

    for (int first = 0; first < n; first = end) {
        const ds_table *table = table_at(w, first);

        for (end = first; end < n && table_at(w, end) == table; end++) {
        }
        if (!is_shown(w, table)) {
            continue;
        }
        if (section == NULL || strcmp(section, table->section->id) != 0) {
            write_section(w, table->section);
        }
        section = table->section->id;
        ds_compare_table(w, first, end);
    }
}

static void write_downloads(const ds_compare_writer *w)
{
    static const char *const endings[][2] = { { ".csv", "CSV" }, { ".json", "JSON" } };
    const ds_series *c = w->series;
    ds_markup *m = w->m;

    ds_piece_open(m, "div", "ds-tools");
    ds_piece_open(m, "p", "ds-downloads");
    ds_markup_element(m, "span", "下载");
    for (int i = 0; i < 2; i++) {
        ds_markup_start(m, "a");
        ds_markup_attr(m, "href", ds_compare_path(w->site, c->organ->key, c->years[0].year,
                                                  c->years[c->n_years - 1].year, endings[i][0],
                                                  w->pool));
        ds_markup_attr(m, "download", "");
        ds_markup_text(m, endings[i][1]);
        ds_markup_end(m, "a");
    }
    ds_markup_end(m, "p");
    ds_markup_end(m, "div");
}

/* A page that shows one column is not one for search engines to find. */
static void write_head(ds_page *page, const ds_compare_writer *w, const char *title)
{
    const ds_series *c = w->series;
    const ds_crumb crumbs[] = {
        { ds_piece_organ_path(w->site, c->organ->key, w->pool), w->organ_name },
        { NULL, "历年数据比较" }
    };
    const ds_meta meta = {
        .title = apr_pstrcat(w->pool, w->organ_name, title, NULL),
        .description = apr_pstrcat(w->pool, w->organ_name, ds_compare_span(c, w->pool),
                                   "政府信息公开工作年度报告的数字，逐年对照。", NULL),
        .path = w->view->column ? NULL
                                : ds_compare_path(w->site, c->organ->key, c->years[0].year,
                                                  c->years[c->n_years - 1].year, "", w->pool),
        .in_column = 1
    };
    static const char *const forms[] = { ".csv", ".json", NULL };

    ds_meta_write(page, w->site, &meta, w->pool);
    if (meta.path != NULL) {
        ds_linked_dataset(page->meta, w->site, meta.title, meta.description, meta.path, forms,
                          w->pool);
    }
    ds_piece_breadcrumb(page->breadcrumb, w->site, crumbs, 2, w->pool);
}

/* Of what came in and was answered over the years. */
static void write_pictures(const ds_compare_writer *w)
{
    apr_array_header_t *reports = apr_array_make(w->pool, DS_SERIES_MAX_YEARS,
                                                 sizeof(const ds_report *));
    const ds_pictures pictures = { .years = reports };

    for (int i = 0; i < w->series->n_years; i++) {
        if (w->series->years[i].report != NULL) {
            APR_ARRAY_PUSH(reports, const ds_report *) = w->series->years[i].report;
        }
    }
    ds_pictures_write(w->m, &pictures, w->pool);
}

void ds_public_compare(ds_page *page, const ds_site *site, const ds_compare_view *view,
                       apr_pool_t *pool)
{
    const ds_compare_writer w = { page->body, site, view, view->series,
                                  ds_piece_organ_name(view->series->organ, pool), pool };
    const char *title = apr_pstrcat(pool, ds_compare_span(w.series, pool), "数据比较", NULL);
    ds_markup *m = page->body;

    write_head(page, &w, title);
    ds_piece_open(m, "div", "ds-page ds-report ds-series");
    ds_piece_view_bar(m);
    ds_piece_open(m, "h1", "ds-title");
    ds_markup_element(m, "span", w.organ_name);
    ds_markup_element(m, "span", title);
    ds_markup_end(m, "h1");
    ds_compare_notes(&w);
    write_downloads(&w);
    if (view->column == NULL) {
        write_pictures(&w);
    }
    write_tables(&w);
    ds_markup_end(m, "div");
}
