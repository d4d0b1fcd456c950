#include "page/reminders_page.h"

#include <apr_strings.h>

#include "core/date.h"
#include "page/bulk_page.h"
#include "page/staff_table.h"

/* ---- Noting a call ---- */

static void write_call(ds_markup *m, const ds_staff_view *view, int year,
                       const ds_reminder_line *line, const char *note,
                       const ds_findings *findings, apr_pool_t *pool)
{
    const ds_staff_input input = {
        .name = "note", .label = "通话对象和情况", .type = "textarea", .rows = 3, .value = note,
        .help = "例如：与填报人通话，答应本周五前送审。", .is_required = 1, .max_length = 500,
        .error = ds_staff_error(findings, "note") };

    ds_piece_open(m, "section", "ds-next");
    ds_markup_element(m, "h2", apr_pstrcat(pool, "记录通话：", line->item->organ_name, NULL));
    ds_staff_form(m, view, ds_year_path(view, year, "/reminders", pool), NULL);
    ds_staff_hidden(m, "organ", line->item->organ);
    ds_staff_field(m, &input);
    ds_piece_open(m, "p", "ds-buttons");
    ds_staff_button(m, NULL, NULL, "保存通话记录", NULL);
    ds_piece_link(m, ds_year_path(view, year, "/reminders", pool), NULL, "不记了，返回");
    ds_markup_end(m, "p");
    ds_staff_form_end(m);
    ds_markup_end(m, "section");
}

/* ---- The list ---- */

static void write_notes(ds_markup *m, const apr_array_header_t *notes, apr_pool_t *pool)
{
    if (notes->nelts == 0) {
        ds_markup_text(m, "还没有催过");
        return;
    }
    ds_markup_start(m, "ul");
    for (int i = 0; i < notes->nelts; i++) {
        const ds_reminder_note *note = &APR_ARRAY_IDX(notes, i, const ds_reminder_note);

        ds_markup_element(m, "li", apr_pstrcat(pool, ds_date_minute(pool, note->at), " ", note->by,
                                               note->is_call ? "打电话" : "发通知",
                                               note->text != NULL ? "：" : "",
                                               note->text != NULL ? note->text : "", NULL));
    }
    ds_markup_end(m, "ul");
}

static void write_row(ds_markup *m, const ds_staff_view *view, const ds_reminder_line *line,
                      const ds_chain *chain, apr_pool_t *pool)
{
    const ds_desk_item *item = line->item;
    const char *telephone = item->profile->telephone;

    ds_markup_start(m, "tr");
    ds_markup_start(m, "td");
    if (!line->is_reminded) {
        ds_bulk_pick(m, item->organ, item->organ_name, item->year, "1", pool);
    }
    ds_markup_end(m, "td");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    ds_desk_name(m, view, item, pool);
    ds_markup_end(m, "th");
    ds_markup_element(m, "td", ds_desk_state(item, chain, pool));
    ds_markup_start(m, "td");
    ds_desk_due(m, item, pool);
    ds_markup_end(m, "td");
    ds_markup_element(m, "td", line->clerks != NULL ? line->clerks : "没有填报账号");
    ds_markup_element_class(m, "td", "ds-short", telephone != NULL ? telephone : "没有登记");
    ds_markup_start(m, "td");
    if (line->is_reminded) {
        ds_markup_element(m, "strong", "今天已催。");
    }
    write_notes(m, line->notes, pool);
    ds_markup_start(m, "a");
    ds_markup_attr(m, "href", ds_year_path(view, item->year,
        apr_pstrcat(pool, "/reminders?organ=", item->organ, NULL), pool));
    ds_markup_text(m, "记录通话");
    ds_markup_element_class(m, "span", "ds-sr", apr_pstrcat(pool, "：", item->organ_name, NULL));
    ds_markup_end(m, "a");
    ds_markup_end(m, "td");
    ds_markup_end(m, "tr");
}

static void write_list(ds_markup *m, const ds_staff_view *view, const apr_array_header_t *lines,
                       const ds_chain *chain, apr_pool_t *pool)
{
    static const char *const heads[] = { "勾选", "机关", "状态", "期限", "填报人员", "办公电话",
                                         "催报记录", NULL };
    static const ds_staff_input words = {
        .name = "note", .label = "通知里的话", .type = "text", .max_length = 500,
        .help = "会显示在该机关填报人员的工作台上，可以不写。一份报告一天只发一次通知。" };
    apr_pool_t *iterpool;

    apr_pool_create(&iterpool, pool);
    ds_staff_form(m, view, ds_staff_path(view->site, "/bulk", pool), NULL);
    ds_staff_hidden(m, "act", "remind");
    ds_staff_table(m, "还没有送审的报告", heads);
    for (int i = 0; i < lines->nelts; i++) {
        apr_pool_clear(iterpool);
        write_row(m, view, &APR_ARRAY_IDX(lines, i, const ds_reminder_line), chain, iterpool);
    }
    ds_staff_table_end(m);
    ds_staff_field(m, &words);
    ds_staff_button(m, NULL, NULL, "向勾选的机关发催报通知", NULL);
    ds_staff_form_end(m);
    apr_pool_destroy(iterpool);
}

void ds_reminders_page(ds_page *page, const ds_staff_view *view, int year,
                       const apr_array_header_t *lines, const ds_reminder_line *calling,
                       const char *note, const ds_chain *chain, const ds_findings *findings,
                       apr_pool_t *pool)
{
    const ds_crumb crumbs[] = { { NULL, apr_psprintf(pool, "%d年度催报", year) } };
    ds_markup *m = ds_staff_begin(page, view, crumbs[0].text, crumbs, 1, pool);

    ds_staff_summary(m, findings, pool);
    ds_year_acts(m, view, year, pool);
    if (calling != NULL) {
        write_call(m, view, year, calling, note, findings, pool);
    }
    else if (lines->nelts == 0) {
        ds_markup_element(m, "p", "应报的机关都已送审，没有要催的。");
    }
    else {
        write_list(m, view, lines, chain, pool);
    }
    ds_staff_end(page);
}
