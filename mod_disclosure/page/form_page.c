/* The entry form as a page. */
#include "page/form_page.h"

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "page/form_parts.h"
#include "page/staff_report_page.h"

static const struct {
    const char *class_name, *text;
} part_states[] = {
    [DS_PART_EMPTY] = { "ds-part-state ds-part-empty", "空" },
    [DS_PART_UNFINISHED] = { "ds-part-state ds-part-unfinished", "未完" },
    [DS_PART_WRONG] = { "ds-part-state ds-part-wrong", "有误" },
    [DS_PART_DONE] = { "ds-part-state ds-part-done", "完成" },
};

/* ---- The list at the side ---- */

static void write_note_count(const ds_form_writer *w, const ds_section *section)
{
    int n = ds_form_count_notes(w, section);

    if (n > 0) {
        ds_piece_open(w->m, "span", "ds-part-notes");
        ds_markup_attr(w->m, "data-notes", section->id);
        ds_markup_text(w->m, apr_psprintf(w->pool, "批注 %d", n));
        ds_markup_end(w->m, "span");
    }
}

static void write_part_link(const ds_form_writer *w, const ds_section *section)
{
    ds_part_state state = ds_form_part_state(w, section);
    ds_markup *m = w->m;

    ds_markup_start(m, "li");
    ds_piece_link(m, apr_pstrcat(w->pool, "#part-", section->id, NULL), NULL,
                  ds_form_part_name(section, w->pool));
    ds_piece_open(m, "span", part_states[state].class_name);
    ds_markup_attr(m, "data-part", section->id);
    ds_markup_text(m, part_states[state].text);
    ds_markup_end(m, "span");
    write_note_count(w, section);
    ds_markup_end(m, "li");
}

static void write_parts(const ds_form_writer *w)
{
    ds_markup *m = w->m;

    ds_piece_open(m, "nav", "ds-parts");
    ds_markup_attr(m, "aria-label", "报告各部分");
    ds_markup_start(m, "ol");
    for (int i = 0; i < w->format->n_sections; i++) {
        write_part_link(w, &w->format->sections[i]);
    }
    ds_markup_end(m, "ol");
    ds_markup_end(m, "nav");
}

/* ---- The document ---- */

static void write_part(const ds_form_writer *w, const ds_section *section)
{
    const char *id = apr_pstrcat(w->pool, "part-", section->id, NULL);
    const char *head = apr_pstrcat(w->pool, "head-", section->id, NULL);
    ds_markup *m = w->m;

    ds_piece_open(m, "section", "ds-entry-part");
    ds_markup_attr(m, "id", id);
    ds_markup_attr(m, "aria-labelledby", head);
    ds_markup_attr(m, "data-section", section->id);
    ds_markup_start(m, "h2");
    ds_markup_attr(m, "id", head);
    ds_markup_text(m, ds_form_part_name(section, w->pool));
    ds_markup_end(m, "h2");
    if (section->help != NULL) {
        ds_markup_element_class(m, "p", "ds-help", section->help);
    }
    if (section->prose >= 0) {
        ds_form_write_prose(w, section);
    }
    else {
        ds_form_write_tables(w, section);
    }
    ds_markup_end(m, "section");
}

static void write_signature(const ds_form_writer *w)
{
    const char *date = ds_form_value(w, "signature.date", w->form->report->signature_date);
    int is_date = *date == '\0' || ds_date_is_valid(date);

    ds_piece_open(w->m, "section", "ds-entry-part ds-entry-sign");
    ds_markup_attr(w->m, "aria-labelledby", "head-signature");
    ds_markup_start(w->m, "h2");
    ds_markup_attr(w->m, "id", "head-signature");
    ds_markup_text(w->m, "落款");
    ds_markup_end(w->m, "h2");
    ds_form_write_line(w, "signature.name", "机关", w->form->report->signature_name, "text");
    /* what is no date stays in sight only in a field that takes any text */
    ds_form_write_line(w, "signature.date", "日期", w->form->report->signature_date,
                       is_date ? "date" : "text");
    ds_markup_end(w->m, "section");
}

static void write_last_switch(const ds_form_writer *w)
{
    ds_markup *m = w->m;

    if (w->form->previous == NULL) {
        return;
    }
    ds_piece_open(m, "p", "ds-last-switch");
    ds_markup_start(m, "label");
    ds_markup_start(m, "input");
    ds_markup_attr(m, "type", "checkbox");
    ds_markup_attr(m, "id", "ds-last-year");
    ds_markup_attr(m, "name", DS_FORM_LAST);
    ds_markup_attr(m, "value", "1");
    ds_markup_attr(m, "checked", w->form->shows_last ? "" : NULL);
    ds_markup_void(m);
    ds_markup_element(m, "span", apr_psprintf(w->pool, "在格内显示 %d 年的数据", w->form->year - 1));
    ds_markup_end(m, "label");
    ds_markup_end(m, "p");
}

static void write_front(const ds_form_writer *w)
{
    ds_piece_open(w->m, "section", "ds-entry-part ds-entry-front");
    ds_markup_attr(w->m, "aria-label", "标题和机关");
    ds_form_write_line(w, "title", "标题", w->form->report->title, "text");
    ds_form_write_line(w, "organ_name", "机关名称", w->form->report->organ_name, "text");
    ds_markup_end(w->m, "section");
}

/* ---- Saving ---- */

static const char *saved_text(const ds_form_writer *w)
{
    const char *minute, *today;

    if (w->form->typed != NULL || w->form->conflict != NULL) {
        return "本页内容还没有保存";
    }
    if (w->form->saved_at == 0) {
        return "还没有保存过";
    }
    minute = ds_date_minute(w->pool, w->form->saved_at);
    today = ds_date_of(w->pool, w->form->view->now);
    return apr_pstrcat(w->pool, "已保存 ", strncmp(minute, today, 10) == 0 ? minute + 11 : minute,
                       NULL);
}

static void write_bar(const ds_form_writer *w)
{
    ds_markup *m = w->m;
    int is_conflict = w->form->conflict != NULL;

    ds_piece_open(m, "div", "ds-save");
    ds_staff_button(m, DS_FORM_DO, DS_FORM_CHECK,
                    is_conflict ? w->form->conflict->both != NULL ? "按所选内容保存"
                                                                  : "以本页内容保存"
                                : "保存并核对", NULL);
    if (!is_conflict) {
        ds_staff_button(m, DS_FORM_DO, DS_FORM_SAVE, "保存", "second");
    }
    ds_piece_open(m, "p", "ds-saved");
    ds_markup_attr(m, "id", "ds-saved");
    ds_markup_attr(m, "role", "status");
    ds_markup_text(m, saved_text(w));
    ds_markup_end(m, "p");
    ds_markup_end(m, "div");
}

/* The button that the Enter key presses in a line of text: the first of the
 * form. */
static void write_default_button(ds_markup *m)
{
    ds_piece_open(m, "button", "ds-sr");
    ds_markup_attr(m, "type", "submit");
    ds_markup_attr(m, "name", DS_FORM_DO);
    ds_markup_attr(m, "value", DS_FORM_SAVE);
    ds_markup_attr(m, "tabindex", "-1");
    ds_markup_attr(m, "aria-hidden", "true");
    ds_markup_text(m, "保存");
    ds_markup_end(m, "button");
}

static void write_hidden(const ds_form_writer *w)
{
    ds_staff_hidden(w->m, DS_FORM_TAG, w->form->tag);
    ds_staff_hidden(w->m, DS_FORM_REVISION,
                    w->form->revision > 0 ? apr_itoa(w->pool, w->form->revision) : NULL);
    ds_staff_hidden(w->m, "format", w->format->id);
    /* what was to be chosen is asked again once the rest can be read */
    if (w->form->conflict == NULL && *ds_form_value(w, DS_FORM_BOTH, NULL) != '\0') {
        ds_staff_hidden(w->m, DS_FORM_BOTH, ds_form_value(w, DS_FORM_BOTH, NULL));
    }
    if (w->form->is_unlocked) {
        ds_staff_hidden(w->m, DS_FORM_UNLOCKED, "1");
    }
}

static void write_form(const ds_form_writer *w)
{
    const ds_form *form = w->form;

    ds_staff_form(w->m, form->view,
                  ds_staff_report_path(form->view->site, form->organ, form->year, "/edit",
                                       w->pool), NULL);
    write_default_button(w->m);
    write_hidden(w);
    ds_form_write_conflict(w);
    write_last_switch(w);
    ds_form_write_notes_at(w, NULL);
    write_front(w);
    for (int i = 0; i < w->format->n_sections; i++) {
        write_part(w, &w->format->sections[i]);
    }
    write_signature(w);
    write_bar(w);
    ds_staff_form_end(w->m);
}

/* ---- The page ---- */

static void write_trouble(const ds_form_writer *w)
{
    if (w->form->trouble == NULL) {
        return;
    }
    ds_piece_open(w->m, "div", "ds-summary");
    ds_markup_attr(w->m, "role", "alert");
    ds_markup_element(w->m, "h2", "这次没有保存");
    ds_markup_element(w->m, "p", w->form->trouble);
    ds_markup_element(w->m, "p", "您填写的都在下面，没有丢失。");
    ds_markup_end(w->m, "div");
}

static void write_lead(const ds_form_writer *w)
{
    const ds_form *form = w->form;
    ds_markup *m = w->m;

    ds_staff_chain(m, form->chain, form->exists ? form->state : DS_STATE_DRAFT,
                   form->exists ? form->step : 0);
    ds_piece_open(m, "p", "ds-lead");
    ds_markup_text(m, form->exists && form->state == DS_STATE_RETURNED
                          ? "报告已退回修改。改好后按‘保存并核对’，没有错误再送审。"
                          : "逐个部分填写，随时可以保存。填好后按‘保存并核对’，没有错误即可送审。");
    if (form->exists) {
        ds_piece_link(m, ds_staff_report_path(form->view->site, form->organ, form->year, "",
                                              w->pool), NULL, "查看报告情况和送审");
    }
    ds_markup_end(m, "p");
    ds_staff_returned(m, form->chain, form->returned, w->pool);
}

/* What the script needs to know; the page itself does without. */
static void open_entry(const ds_form_writer *w)
{
    const ds_form *form = w->form;
    const char *account = form->view->actor != NULL ? form->view->actor->account : "";

    ds_piece_open(w->m, "div", "ds-entry");
    ds_markup_attr(w->m, "id", "ds-entry");
    ds_markup_attr(w->m, "data-rules", apr_pstrcat(w->pool, form->view->site->base, "/rules/",
                                                   w->format->id, ".json", NULL));
    ds_markup_attr(w->m, "data-key", apr_psprintf(w->pool, "%s:%s:%d", account, form->organ,
                                                  form->year));
    ds_markup_attr(w->m, "data-unsaved",
                   form->typed != NULL || form->conflict != NULL ? "yes" : NULL);
    ds_markup_attr(w->m, "data-comments",
                   ds_staff_report_path(form->view->site, form->organ, form->year, "/comments",
                                        w->pool));
}

static void add_script(ds_page *page, const ds_site *site, apr_pool_t *pool)
{
    ds_markup_start(page->meta, "script");
    ds_markup_attr(page->meta, "src", apr_pstrcat(pool, site->assets, "/form.js", NULL));
    ds_markup_attr(page->meta, "type", "module");
    ds_markup_end(page->meta, "script");
    ds_markup_start(page->meta, "link");
    ds_markup_attr(page->meta, "rel", "stylesheet");
    ds_markup_attr(page->meta, "href", apr_pstrcat(pool, site->assets, "/form.css", NULL));
    ds_markup_void(page->meta);
}

void ds_form_page(ds_page *page, const ds_form *form, apr_pool_t *pool)
{
    const ds_site *site = form->view->site;
    const ds_crumb crumbs[] = {
        { form->exists ? ds_staff_report_path(site, form->organ, form->year, "", pool) : NULL,
          apr_psprintf(pool, "%s%d年报告", form->organ_name, form->year) },
        { NULL, "填报" }
    };
    ds_form_writer w = { form, form->report->format, NULL, pool, NULL, NULL };
    const char *title = apr_psprintf(pool, "填报：%s%d年度报告", form->organ_name, form->year);

    w.m = form->exists ? ds_staff_begin(page, form->view, title, crumbs, 2, pool)
                       : ds_staff_begin(page, form->view, title, crumbs + 1, 1, pool);
    add_script(page, site, pool);
    ds_form_find_marks(&w);
    write_lead(&w);
    write_trouble(&w);
    ds_form_write_merged(&w);
    ds_form_write_strays(&w);
    ds_form_write_summary(&w);
    open_entry(&w);
    write_parts(&w);
    write_form(&w);
    ds_markup_end(w.m, "div");
    ds_staff_end(page);
}
