/* Every relation of every format, in words and in the relation language. */
#include "page/public.h"

#include <string.h>

#include <apr_strings.h>

#include "core/relation.h"
#include "page/meta.h"
#include "page/piece.h"

static const char *severity_words(const ds_relation *relation)
{
    return relation->severity == DS_ERROR ? "不符合的，不能报送" : "不符合的，需要说明理由";
}

static int is_same_rule(const ds_relation *a, const ds_relation *b)
{
    return strcmp(a->rule, b->rule) == 0 && strcmp(a->name, b->name) == 0;
}

/* One rule: the relations from `from` on that it asks of rows or columns; the
 * index behind them. */
static int write_rule(ds_markup *m, const ds_format *format, int from, apr_pool_t *pool)
{
    const ds_relation *first = &format->relations[from];
    int end = from;

    while (end < format->n_relations && is_same_rule(&format->relations[end], first)) {
        end++;
    }
    ds_piece_open(m, "section", "ds-rule");
    ds_markup_element(m, "h3", first->name);
    ds_markup_element(m, "p", apr_psprintf(pool, "%s。规则编号：%s。", severity_words(first),
                                           first->rule));
    ds_markup_start(m, "details");
    ds_markup_element(m, "summary", apr_psprintf(pool, "关系式（%d条）", end - from));
    ds_markup_start(m, "ol");
    for (int i = from; i < end; i++) {
        ds_markup_start(m, "li");
        ds_markup_element(m, "code", ds_relation_text(format, &format->relations[i], pool));
        ds_markup_end(m, "li");
    }
    ds_markup_end(m, "ol");
    ds_markup_end(m, "details");
    ds_markup_end(m, "section");
    return end;
}

static const char *years_words(const ds_format *format, apr_pool_t *pool)
{
    if (format->last_year >= 9999) {
        return apr_psprintf(pool, "%d年度以来", format->first_year);
    }
    if (format->last_year == format->first_year) {
        return apr_psprintf(pool, "%d年度", format->first_year);
    }
    return apr_psprintf(pool, "%d年度至%d年度", format->first_year, format->last_year);
}

static void write_format(ds_markup *m, const ds_format *format, apr_pool_t *pool)
{
    ds_markup_start(m, "section");
    ds_markup_element_class(m, "h2", "ds-year", format->name);
    ds_piece_open(m, "p", "ds-lead");
    ds_markup_text(m, format->notice);
    ds_markup_text(m, apr_psprintf(pool, "，适用于%s的报告，核对关系共%d条。",
                                   years_words(format, pool), format->n_relations));
    ds_markup_end(m, "p");
    for (int i = 0; i < format->n_relations;) {
        i = write_rule(m, format, i, pool);
    }
    ds_markup_end(m, "section");
}

void ds_public_rules(ds_page *page, const ds_site *site, apr_pool_t *pool)
{
    const ds_crumb crumb = { NULL, "数据核对规则" };
    const ds_meta meta = {
        .title = "数据核对规则",
        .description = "年度报告各表数据之间应当符合的关系。",
        .path = apr_pstrcat(pool, site->base, "/rules", NULL),
        .in_column = 1
    };
    ds_markup *m = page->body;

    ds_meta_write(page, site, &meta, pool);
    ds_piece_breadcrumb(page->breadcrumb, site, &crumb, 1, pool);
    ds_piece_open(m, "div", "ds-page");
    ds_piece_view_bar(m);
    ds_markup_element_class(m, "h1", "ds-head", "数据核对规则");
    ds_markup_element(m, "p", "报告在报送之前按照下列关系核对数据。一条关系中有空白数据的，不作判断，"
                              "空白不按0计算。");
    for (int i = ds_formats_count(site->formats) - 1; i >= 0; i--) {
        write_format(m, ds_formats_at(site->formats, i), pool);
    }
    ds_markup_end(m, "div");
}
