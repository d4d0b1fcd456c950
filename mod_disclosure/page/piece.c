#include "page/piece.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>
#include <apr_time.h>

#include "core/date.h"

void ds_piece_open(ds_markup *m, const char *name, const char *class_name)
{
    ds_markup_start(m, name);
    ds_markup_attr(m, "class", class_name);
}

const char *ds_piece_part(const ds_section *section, apr_pool_t *pool)
{
    if (section->ordinal == NULL) {
        return section->title[0] != '\0' ? section->title : "引言";
    }
    return apr_pstrcat(pool, section->ordinal, "、", section->title, NULL);
}

void ds_piece_link(ds_markup *m, const char *href, const char *class_name, const char *text)
{
    ds_markup_start(m, "a");
    ds_markup_attr(m, "class", class_name);
    ds_markup_attr(m, "href", href);
    ds_markup_text(m, text);
    ds_markup_end(m, "a");
}

void ds_piece_heads(ds_markup *m, const char *const *heads, int n)
{
    ds_markup_start(m, "thead");
    ds_markup_start(m, "tr");
    for (int i = 0; i < n; i++) {
        ds_markup_start(m, "th");
        ds_markup_attr(m, "scope", "col");
        ds_markup_text(m, heads[i]);
        ds_markup_end(m, "th");
    }
    ds_markup_end(m, "tr");
    ds_markup_end(m, "thead");
}

void ds_piece_date(ds_markup *m, const char *date, apr_pool_t *pool)
{
    if (date == NULL) {
        return;
    }
    ds_markup_start(m, "time");
    ds_markup_attr(m, "datetime", date);
    ds_markup_text(m, ds_date_chinese(pool, date));
    ds_markup_end(m, "time");
}

void ds_piece_lines(ds_markup *m, const char *text, apr_pool_t *pool)
{
    const char *end;

    while ((end = strchr(text, '\n')) != NULL) {
        ds_markup_text(m, apr_pstrmemdup(pool, text, end - text));
        ds_markup_start(m, "br");
        ds_markup_void(m);
        text = end + 1;
    }
    ds_markup_text(m, text);
}

static void crumb_item(ds_markup *m, const char *href, const char *text)
{
    ds_markup_start(m, "li");
    if (href != NULL) {
        ds_piece_link(m, href, NULL, text);
    }
    else {
        ds_markup_start(m, "span");
        ds_markup_attr(m, "aria-current", "page");
        ds_markup_text(m, text);
        ds_markup_end(m, "span");
    }
    ds_markup_end(m, "li");
}

void ds_piece_breadcrumb(ds_markup *m, const ds_site *site, const ds_crumb *crumbs, int n_crumbs,
                         apr_pool_t *pool)
{
    ds_piece_open(m, "nav", "ds-crumb");
    ds_markup_attr(m, "aria-label", "当前位置");
    ds_markup_start(m, "ol");
    crumb_item(m, n_crumbs > 0 ? apr_pstrcat(pool, site->base, "/", NULL) : NULL,
               site->column_name);
    for (int i = 0; i < n_crumbs; i++) {
        crumb_item(m, crumbs[i].href, crumbs[i].text);
    }
    ds_markup_end(m, "ol");
    ds_markup_end(m, "nav");
}

void ds_piece_script(ds_markup *m, const ds_site *site, const char *file, apr_pool_t *pool)
{
    ds_markup_start(m, "script");
    ds_markup_attr(m, "src", apr_pstrcat(pool, site->assets, "/", file, NULL));
    ds_markup_attr(m, "defer", "");
    ds_markup_end(m, "script");
}

static void write_choice(ds_markup *m, const char *type, const char *name, const char *value,
                         int is_checked, const char *text)
{
    ds_markup_start(m, "label");
    ds_markup_start(m, "input");
    ds_markup_attr(m, "type", type);
    ds_markup_attr(m, "name", name);
    ds_markup_attr(m, "value", value);
    ds_markup_attr(m, "checked", is_checked ? "" : NULL);
    ds_markup_void(m);
    ds_markup_element(m, "span", text);
    ds_markup_end(m, "label");
}

void ds_piece_view(ds_markup *m)
{
    static const char *const sizes[][2] = { { "", "标准" }, { "l", "大" }, { "xl", "特大" } };

    ds_piece_open(m, "fieldset", "ds-sizes");
    ds_markup_element(m, "legend", "字号");
    for (int i = 0; i < 3; i++) {
        write_choice(m, "radio", "ds-size", sizes[i][0], i == 0, sizes[i][1]);
    }
    ds_markup_end(m, "fieldset");
    ds_piece_open(m, "div", "ds-sizes ds-contrast");
    write_choice(m, "checkbox", "ds-contrast", "on", 0, "高对比度");
    ds_markup_end(m, "div");
}

void ds_piece_view_bar(ds_markup *m)
{
    ds_piece_open(m, "div", "ds-tools ds-bar");
    ds_piece_view(m);
    ds_markup_end(m, "div");
}

static int compare_years(const void *left, const void *right)
{
    return *(const int *)right - *(const int *)left;
}

void ds_piece_years(ds_markup *m, const ds_site *site, int chosen,
                    const apr_array_header_t *years, apr_pool_t *pool)
{
    const apr_array_header_t *all = apr_array_copy(pool, years);

    if (all->nelts == 0) {
        return;
    }
    qsort(all->elts, all->nelts, sizeof(int), compare_years);
    ds_piece_open(m, "nav", "ds-years");
    ds_markup_attr(m, "aria-label", "按年度查看");
    ds_markup_start(m, "ul");
    for (int i = 0; i < all->nelts; i++) {
        int year = APR_ARRAY_IDX(all, i, int);

        ds_markup_start(m, "li");
        ds_markup_start(m, "a");
        ds_markup_attr(m, "href", ds_piece_year_path(site, year, pool));
        ds_markup_attr(m, "aria-current", year == chosen ? "page" : NULL);
        ds_markup_text_int(m, year);
        ds_markup_text(m, "年");
        ds_markup_end(m, "a");
        ds_markup_end(m, "li");
    }
    ds_markup_end(m, "ul");
    ds_markup_end(m, "nav");
}

void ds_piece_footer(ds_markup *m, const ds_site *site, apr_pool_t *pool)
{
    ds_piece_open(m, "p", "ds-foot-links");
    ds_piece_link(m, apr_pstrcat(pool, site->base, "/", NULL), NULL, site->column_name);
    ds_piece_link(m, apr_pstrcat(pool, site->base, "/data/", NULL), NULL, "数据");
    ds_piece_link(m, apr_pstrcat(pool, site->base, "/rules", NULL), NULL, "数据核对规则");
    ds_piece_link(m, apr_pstrcat(pool, site->base, "/manual/", NULL), NULL, "使用手册");
    ds_markup_end(m, "p");
    ds_piece_open(m, "p", "ds-foot-site");
    ds_markup_element(m, "span", site->site_name);
    if (site->site_id_code != NULL) {
        ds_markup_element(m, "span", apr_pstrcat(pool, "网站标识码：", site->site_id_code, NULL));
    }
    ds_markup_end(m, "p");
}

const char *ds_piece_organ_name(const ds_organ *organ, apr_pool_t *pool)
{
    const char *today = ds_date_of(pool, apr_time_sec(apr_time_now()));
    const char *name = ds_organ_name_on(organ, "full", today);

    for (int i = 0; name == NULL && i < organ->names->nelts; i++) {
        const ds_dated_name *dated =
            &APR_ARRAY_IDX(organ->names, organ->names->nelts - 1 - i, ds_dated_name);

        if (strcmp(dated->kind, "full") == 0) {
            name = dated->text;
        }
    }
    return name != NULL ? name : organ->key;
}

const char *ds_piece_report_path(const ds_site *site, const char *organ, int year, int version,
                                 const char *suffix, apr_pool_t *pool)
{
    return version > 0
        ? apr_psprintf(pool, "%s/%s/%d/v%d%s", site->base, organ, year, version, suffix)
        : apr_psprintf(pool, "%s/%s/%d%s", site->base, organ, year, suffix);
}

const char *ds_piece_file_path(const ds_site *site, const char *digest, apr_pool_t *pool)
{
    return site->files != NULL ? apr_pstrcat(pool, site->files, "/", digest, NULL)
                               : apr_pstrcat(pool, site->base, "/files/", digest, NULL);
}

const char *ds_piece_organ_path(const ds_site *site, const char *organ, apr_pool_t *pool)
{
    return apr_pstrcat(pool, site->base, "/", organ, "/", NULL);
}

const char *ds_piece_year_path(const ds_site *site, int year, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%s/year/%d/", site->base, year);
}
