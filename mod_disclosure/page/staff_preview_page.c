/* The public page to be, as it will be seen, and as a sheet of paper to be
 * signed. */
#include "page/staff_report_page.h"

#include <apr_strings.h>

static void write_banner(ds_markup *m, const ds_site *site, const char *path, apr_pool_t *pool)
{
    ds_piece_open(m, "div", "ds-page ds-preview");
    ds_markup_attr(m, "role", "note");
    ds_piece_open(m, "p", "ds-notice");
    ds_markup_element(m, "b", "预览，尚未公开。");
    ds_markup_text(m, "公开之后的页面就是下面这样；发布日期以实际公开之日为准，下载的链接公开之后才有效。");
    ds_piece_link(m, path, NULL, "回到报告");
    ds_markup_end(m, "p");
    ds_markup_end(m, "div");
}

static void write_sheet_row(ds_markup *m, const ds_step *step)
{
    ds_markup_start(m, "tr");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    ds_markup_text(m, step->name);
    ds_markup_end(m, "th");
    for (int i = 0; i < 4; i++) {
        ds_markup_start(m, "td");
        ds_markup_text(m, i == 2 && step->attests != NULL ? "□ 已作保密审查" : NULL);
        ds_markup_end(m, "td");
    }
    ds_markup_end(m, "tr");
}

static void write_sheet_fact(ds_markup *m, const char *name, const char *value)
{
    ds_markup_start(m, "div");
    ds_markup_element(m, "dt", name);
    ds_markup_element(m, "dd", value);
    ds_markup_end(m, "div");
}

/* The sheet to be signed: one line for each step, and a place for the seal. */
static void write_sheet(ds_markup *m, const ds_publication *p, const ds_chain *chain,
                        int revision, apr_pool_t *pool)
{
    static const char *const heads[] = { "环节", "姓名", "职务", "意见", "签名、日期" };

    ds_piece_open(m, "section", "ds-page ds-sheet");
    ds_markup_element(m, "h2", "审签单");
    ds_piece_open(m, "dl", "ds-sheet-facts");
    write_sheet_fact(m, "报告", p->title);
    write_sheet_fact(m, "稿次", apr_psprintf(pool, "第 %d 稿", revision));
    write_sheet_fact(m, "数据摘要", p->digest);
    ds_markup_end(m, "dl");
    ds_piece_open(m, "table", "ds-sheet-steps");
    ds_markup_element_class(m, "caption", "ds-sr", "各环节签批");
    ds_piece_heads(m, heads, 5);
    ds_markup_start(m, "tbody");
    for (int i = 0; i < chain->n_steps; i++) {
        write_sheet_row(m, &chain->steps[i]);
    }
    ds_markup_end(m, "tbody");
    ds_markup_end(m, "table");
    ds_markup_element_class(m, "p", "ds-seal", "（公章）　　　　年　　月　　日");
    ds_markup_end(m, "section");
}

static void write_print_guide(ds_markup *m, const char *path)
{
    ds_piece_open(m, "div", "ds-page ds-preview");
    ds_markup_attr(m, "role", "note");
    ds_piece_open(m, "p", "ds-notice");
    ds_markup_element(m, "b", "送审稿，尚未公开。");
    ds_markup_text(m, "请用浏览器的打印功能，纸张选 A4；第一页是审签单。这一行不会打印出来。");
    ds_piece_link(m, path, NULL, "回到报告");
    ds_markup_end(m, "p");
    ds_markup_end(m, "div");
}

void ds_staff_preview_page(ds_page *page, const ds_staff_view *view,
                           const ds_publication *publication, const ds_chain *chain, int revision,
                           int as_print, apr_pool_t *pool)
{
    const char *path = ds_staff_report_path(view->site, publication->organ->key,
                                            publication->report->year, "", pool);

    if (as_print) {
        write_print_guide(page->body, path);
        write_sheet(page->body, publication, chain, revision, pool);
    }
    else {
        write_banner(page->body, view->site, path, pool);
    }
    ds_public_report(page, view->site, publication, pool);
    ds_staff_review_style(page, view->site, pool);
    ds_markup_start(page->meta, "meta");
    ds_markup_attr(page->meta, "name", "robots");
    ds_markup_attr(page->meta, "content", "noindex");
    ds_markup_void(page->meta);
}
