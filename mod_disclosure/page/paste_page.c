/* How a report comes into a platform that can take neither a template nor an
 * inclusion: copied here, pasted there. */
#include "page/public.h"

#include <apr_strings.h>

#include "page/meta.h"
#include "page/piece.h"

#define SOURCE_ID "ds-paste-source"

static void write_head(ds_page *page, const ds_site *site, const ds_publication *p,
                       const char *title, apr_pool_t *pool)
{
    const ds_crumb crumbs[] = {
        { ds_piece_organ_path(site, p->organ->key, pool), ds_publication_organ_name(p) },
        { ds_piece_report_path(site, p->organ->key, p->report->year, 0, "", pool), "年度报告" },
        { NULL, "贴入网页" }
    };
    const ds_meta meta = { .title = apr_pstrcat(pool, "贴入网页：", title, NULL) };

    ds_meta_write(page, site, &meta, pool);
    ds_piece_script(page->meta, site, "paste.js", pool);
    ds_piece_breadcrumb(page->breadcrumb, site, crumbs, 3, pool);
}

static void write_button(ds_markup *m, const char *what, const char *text)
{
    ds_piece_open(m, "button", "ds-copy");
    ds_markup_attr(m, "type", "button");
    ds_markup_attr(m, "data-copy", what);
    ds_markup_attr(m, "aria-describedby", "ds-paste-state");
    ds_markup_text(m, text);
    ds_markup_end(m, "button");
}

/* Hidden until the script can answer them. */
static void write_buttons(ds_markup *m)
{
    ds_piece_open(m, "div", "ds-copies");
    ds_markup_attr(m, "hidden", "");
    write_button(m, "text", "复制带格式的正文");
    write_button(m, "source", "复制源代码");
    ds_piece_open(m, "span", "ds-copied");
    ds_markup_attr(m, "id", "ds-paste-state");
    ds_markup_attr(m, "role", "status");
    ds_markup_end(m, "span");
    ds_markup_end(m, "div");
}

static void write_ways(ds_markup *m, const char *copy)
{
    ds_piece_open(m, "ol", "ds-steps");
    ds_markup_start(m, "li");
    ds_markup_text(m, "复制正文：按上面的按钮；没有按钮的，打开");
    ds_piece_link(m, copy, NULL, "带格式的正文");
    ds_markup_text(m, "，全选（Ctrl+A）后复制（Ctrl+C）。");
    ds_markup_end(m, "li");
    ds_markup_element(m, "li", "在网站后台新建文章，填写标题，把光标放到正文编辑器中粘贴（Ctrl+V）。"
                               "编辑器有“源代码”方式的，也可以切换到源代码，粘贴下面的源代码。");
    ds_markup_element(m, "li", "保存前对照本报告核对表格是否完整，末行的原文地址和数据摘要请保留，"
                               "供公众核对。");
    ds_markup_element(m, "li", "报告更正以后，已经贴出的文章不会自动更新，请重新复制粘贴。");
    ds_markup_end(m, "ol");
}

static void write_source(ds_markup *m, const ds_site *site, const ds_publication *p,
                         apr_pool_t *pool)
{
    ds_markup *source = ds_markup_create(pool);
    apr_size_t len;

    ds_public_paste(source, site, p, pool);
    ds_piece_open(m, "label", "ds-year");
    ds_markup_attr(m, "for", SOURCE_ID);
    ds_markup_text(m, "源代码");
    ds_markup_end(m, "label");
    ds_piece_open(m, "textarea", "ds-source");
    ds_markup_attr(m, "id", SOURCE_ID);
    ds_markup_attr(m, "readonly", "");
    ds_markup_attr(m, "rows", "12");
    ds_markup_attr(m, "spellcheck", "false");
    ds_markup_text(m, ds_markup_bytes(source, &len));
    ds_markup_end(m, "textarea");
}

void ds_public_paste_page(ds_page *page, const ds_site *site, const ds_publication *p,
                          apr_pool_t *pool)
{
    const char *title = ds_publication_title(p, pool);
    ds_markup *m = page->body;

    write_head(page, site, p, title, pool);
    ds_piece_open(m, "div", "ds-page ds-paste");
    ds_piece_view_bar(m);
    ds_markup_element_class(m, "h1", "ds-head", "贴入网页");
    ds_markup_element_class(m, "p", "ds-lead", title);
    write_buttons(m);
    write_ways(m, ds_piece_report_path(site, p->organ->key, p->report->year, 0, "/paste.html",
                                       pool));
    write_source(m, site, p, pool);
    ds_markup_end(m, "div");
}
