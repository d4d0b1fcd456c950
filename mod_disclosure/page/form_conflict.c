/* What must not be lost: what another person or window saved meanwhile, and
 * what was sent that the form has no place for. */
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/merge.h"
#include "core/text.h"
#include "page/changes.h"
#include "page/form_parts.h"

/* Most of these are shown; more than a form has cannot be by accident. */
#define MAX_STRAYS 200
#define STRAY_LENGTH 2000

static void write_side(const ds_form_writer *w, const char *text)
{
    ds_markup_start(w->m, "td");
    ds_piece_lines(w->m, text != NULL && *text != '\0' ? text : "（空）", w->pool);
    ds_markup_end(w->m, "td");
}

static void write_change(const ds_form_writer *w, const ds_change *change)
{
    ds_markup *m = w->m;

    ds_markup_start(m, "tr");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    if (change->part != NULL) {
        ds_markup_element_class(m, "span", "ds-where", change->part);
    }
    ds_markup_text(m, change->what);
    ds_markup_end(m, "th");
    write_side(w, change->before);
    write_side(w, change->after);
    ds_markup_end(m, "tr");
}

/* heads: three columns. */
static void write_changes(const ds_form_writer *w, const apr_array_header_t *changes,
                          const char *caption, const char *const *heads)
{
    ds_markup *m = w->m;

    ds_piece_open(m, "table", "ds-changes");
    ds_markup_element(m, "caption", apr_psprintf(w->pool, "%s，共 %d 处", caption, changes->nelts));
    ds_piece_heads(m, heads, 3);
    ds_markup_start(m, "tbody");
    for (int i = 0; i < changes->nelts; i++) {
        write_change(w, &APR_ARRAY_IDX(changes, i, ds_change));
    }
    ds_markup_end(m, "tbody");
    ds_markup_end(m, "table");
}

static void write_taken(const ds_form_writer *w, const apr_array_header_t *changes)
{
    static const char *const heads[] = { "位置", "修改前", "修改后（已并入）" };

    write_changes(w, changes, "别处修改、您没有动过的，已并入", heads);
}

/* ---- Choosing ---- */

static const char *field_name(const ds_form_writer *w, const char *name)
{
    return strcmp(name, "organ_name") == 0 ? "机关名称"
        : strcmp(name, "signature.name") == 0 ? "落款机关"
        : strcmp(name, "signature.date") == 0 ? "落款日期"
        : ds_staff_place_name(w->format, name, w->pool);
}

static void write_option(const ds_form_writer *w, const char *name, const char *value,
                         const char *label, const char *text, int is_first)
{
    ds_markup *m = w->m;
    const char *field = apr_pstrcat(w->pool, DS_FORM_PICK, name, NULL);

    ds_piece_open(m, "div", "ds-option");
    ds_markup_start(m, "label");
    ds_markup_start(m, "input");
    ds_markup_attr(m, "type", "radio");
    ds_markup_attr(m, "id", is_first ? field : NULL);
    ds_markup_attr(m, "name", field);
    ds_markup_attr(m, "value", value);
    ds_markup_void(m);
    ds_markup_element(m, "span", label);
    ds_markup_end(m, "label");
    ds_piece_open(m, "div", "ds-option-text");
    ds_piece_lines(m, *text != '\0' ? text : "（空）", w->pool);
    ds_markup_end(m, "div");
    ds_markup_end(m, "div");
}

static void write_choice(const ds_form_writer *w, const char *name)
{
    const ds_form_conflict *conflict = w->form->conflict;

    ds_piece_open(w->m, "fieldset", "ds-field ds-choice ds-pick-field");
    ds_markup_element(w->m, "legend", field_name(w, name));
    write_option(w, name, DS_FORM_PICK_STORED, "用已保存的内容",
                 ds_field_text(conflict->stored, name, w->pool), 1);
    write_option(w, name, DS_FORM_PICK_TYPED, "用您填写的内容（即下面表单里的，还可以改）",
                 ds_field_text(conflict->typed, name, w->pool), 0);
    ds_markup_end(w->m, "fieldset");
}

static void write_choices(const ds_form_writer *w, const apr_array_header_t *names)
{
    ds_markup_element(w->m, "h3", apr_psprintf(w->pool, "两边都改了的 %d 处，请逐处选择",
                                               names->nelts));
    for (int i = 0; i < names->nelts; i++) {
        write_choice(w, APR_ARRAY_IDX(names, i, const char *));
    }
    ds_staff_hidden(w->m, DS_FORM_BOTH, apr_array_pstrcat(w->pool, names, ' '));
}

/* ---- The section ---- */

static const char *sentence(const ds_form_writer *w)
{
    const ds_form_conflict *conflict = w->form->conflict;
    const char *who = apr_pstrcat(w->pool, conflict->who != NULL ? conflict->who : "他人", "于 ",
                                  ds_date_minute(w->pool, conflict->at), NULL);

    if (conflict->is_asked_again) {
        return apr_pstrcat(w->pool, "下面还有没选的。", who,
                           " 保存的和您填写的都列在这里，选好后按‘按所选内容保存’。", NULL);
    }
    return conflict->both != NULL
        ? apr_pstrcat(w->pool, who, " 保存了另一份内容。只有一边改过的，已经合在下面的表单里；"
                      "两边都改过的，请选一份，再按‘按所选内容保存’。您填写的没有丢失，"
                      "已保存的那一份在‘历史’里随时能查到。", NULL)
        : apr_pstrcat(w->pool, who, " 保存了另一份内容。您填写的都在下面的表单里，没有丢失。"
                      "请对照下表，在表单里改好后按‘以本页内容保存’；"
                      "不要本页内容的，改用已保存的内容。", NULL);
}

static void write_parts(const ds_form_writer *w)
{
    static const char *const heads[] = { "位置", "已保存的内容", "您填写的内容" };
    const ds_form_conflict *conflict = w->form->conflict;

    if (conflict->changes != NULL) {
        write_changes(w, conflict->changes, "不同之处", heads);
    }
    if (conflict->both != NULL && conflict->both->nelts > 0) {
        write_choices(w, conflict->both);
    }
    if (conflict->taken != NULL) {
        write_taken(w, conflict->taken);
    }
}

void ds_form_write_conflict(const ds_form_writer *w)
{
    const ds_form *form = w->form;
    ds_markup *m = w->m;

    if (form->conflict == NULL) {
        return;
    }
    ds_piece_open(m, "section", "ds-summary ds-conflict");
    ds_markup_attr(m, "id", "ds-conflict");
    ds_markup_attr(m, "aria-labelledby", "ds-conflict-head");
    ds_markup_attr(m, "tabindex", "-1");
    ds_markup_attr(m, "autofocus", "");
    ds_markup_start(m, "h2");
    ds_markup_attr(m, "id", "ds-conflict-head");
    ds_markup_text(m, "这次没有保存：报告已在别处修改");
    ds_markup_end(m, "h2");
    ds_markup_element(m, "p", sentence(w));
    write_parts(w);
    ds_markup_start(m, "p");
    ds_piece_link(m, ds_staff_report_path(form->view->site, form->organ, form->year, "/edit",
                                          w->pool),
                  NULL, "放弃本页，改用已保存的内容");
    ds_markup_end(m, "p");
    ds_markup_end(m, "section");
}

void ds_form_write_merged(const ds_form_writer *w)
{
    const ds_form_merged *merged = w->form->merged;
    ds_markup *m = w->m;

    if (merged == NULL || merged->changes->nelts == 0) {
        return;
    }
    ds_piece_open(m, "section", "ds-summary ds-summary-calm ds-conflict");
    ds_markup_attr(m, "id", "ds-merged");
    ds_markup_attr(m, "aria-labelledby", "ds-merged-head");
    ds_markup_start(m, "h2");
    ds_markup_attr(m, "id", "ds-merged-head");
    ds_markup_text(m, "保存时并入了别处的修改");
    ds_markup_end(m, "h2");
    ds_markup_element(m, "p", apr_pstrcat(w->pool, "您填写期间，",
                                          merged->who != NULL ? merged->who : "他人", "于 ",
                                          ds_date_minute(w->pool, merged->at),
                                          " 保存过这份报告。两边改的不是同一处，已合在一起保存，请看一下。",
                                          NULL));
    write_taken(w, merged->changes);
    ds_markup_end(m, "section");
}

/* ---- Fields without a place ---- */

typedef struct strays {
    const ds_form_writer *w;
    int n;
} strays;

/* Whether the page has a field of that name. */
static int has_place(const ds_form_writer *w, const char *name)
{
    static const char *const lines[] = { "title", "organ_name", "signature.name",
                                         "signature.date", "format", "year", "organ", NULL };
    const char *colon = strchr(name, ':');
    const ds_section *section;

    for (int i = 0; lines[i] != NULL; i++) {
        if (strcmp(lines[i], name) == 0) {
            return 1;
        }
    }
    if (strncmp(name, "section/", 8) == 0) {
        section = ds_format_section(w->format, name + 8);
        return section != NULL && section->prose >= 0;
    }
    if (strncmp(name, "notes/", 6) == 0) {
        return ds_format_table(w->format, name + 6) != NULL;
    }
    if (colon != NULL) {
        name = apr_pstrmemdup(w->pool, name, (apr_size_t)(colon - name));
    }
    return ds_format_cell(w->format, name) >= 0 || strncmp(name, "figure/", 7) == 0;
}

static void write_stray(strays *s, const char *name, const char *value)
{
    ds_markup *m = s->w->m;

    if (s->n++ == 0) {
        ds_piece_open(m, "section", "ds-summary ds-strays");
        ds_markup_element(m, "h2", "下面这些内容在本表单中没有位置");
        ds_markup_element(m, "p", "这一页可能是按旧格式打开的。请把需要的内容抄到下面相应的栏目，"
                                  "没有抄的不会保存。");
        ds_markup_start(m, "dl");
    }
    if (s->n <= MAX_STRAYS) {
        ds_markup_element(m, "dt", name);
        ds_markup_element(m, "dd", ds_text_quote(s->w->pool, value, STRAY_LENGTH));
    }
}

void ds_form_write_strays(const ds_form_writer *w)
{
    strays s = { w, 0 };
    apr_hash_index_t *at;

    if (w->form->typed == NULL) {
        return;
    }
    for (at = apr_hash_first(w->pool, w->form->typed); at != NULL; at = apr_hash_next(at)) {
        const char *name = apr_hash_this_key(at), *value = apr_hash_this_val(at);

        if (*name != '_' && *value != '\0' && !has_place(w, name)) {
            write_stray(&s, name, value);
        }
    }
    if (s.n > 0) {
        ds_markup_end(w->m, "dl");
        ds_markup_end(w->m, "section");
    }
}
