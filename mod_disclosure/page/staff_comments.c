/* Comments: what was said about a place, and the field for more. */
#include "page/staff_report_page.h"

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"

#define MAX_LENGTH 1000

const char *ds_staff_section_name(const ds_section *section, apr_pool_t *pool)
{
    return section->ordinal != NULL
        ? apr_pstrcat(pool, section->ordinal, "、", section->title, NULL) : "引言";
}

static const char *block_name(const ds_format *format, const char *place, apr_pool_t *pool)
{
    const char *slash = strchr(place, '/');
    const ds_section *section = ds_format_section(
        format, slash != NULL ? apr_pstrmemdup(pool, place, slash - place) : place);

    if (section == NULL) {
        return place;
    }
    return slash == NULL ? ds_staff_section_name(section, pool)
        : apr_psprintf(pool, "%s，第%s段", ds_staff_section_name(section, pool), slash + 1);
}

const char *ds_staff_place_name(const ds_format *format, const char *place, apr_pool_t *pool)
{
    const ds_table *table;
    const ds_row *row;
    const ds_column *column;
    int cell = place != NULL ? ds_format_cell(format, place) : -1;

    if (place == NULL) {
        return "全文";
    }
    if (cell >= 0) {
        ds_format_locate(format, cell, &table, &row, &column);
        return apr_pstrcat(pool, ds_staff_section_name(table->section, pool), "：",
                           ds_format_cell_name(format, cell, pool), NULL);
    }
    if (strcmp(place, "title") == 0) {
        return "标题";
    }
    if (strcmp(place, "signature") == 0) {
        return "落款";
    }
    if (strncmp(place, "section/", 8) == 0) {
        return block_name(format, place + 8, pool);
    }
    if (strncmp(place, "notes/", 6) == 0 && ds_format_table(format, place + 6) != NULL) {
        table = ds_format_table(format, place + 6);
        return apr_pstrcat(pool, ds_staff_section_name(table->section, pool), "：表下说明", NULL);
    }
    return place;
}

/* ---- One comment ---- */

static const char *path_of(const ds_staff_report *r, const char *suffix, apr_pool_t *pool)
{
    return ds_staff_report_path(r->view->site, r->organ, r->year, suffix, pool);
}

static void write_resolve(ds_markup *m, const ds_staff_report *r, const ds_staff_note *note,
                          apr_pool_t *pool)
{
    if (!r->may_comment || note->resolver != NULL) {
        return;
    }
    ds_staff_form(m, r->view, path_of(r, "/comments", pool), NULL);
    ds_staff_hidden(m, "_number", apr_psprintf(pool, "%" APR_INT64_T_FMT, note->number));
    ds_piece_open(m, "button", "ds-button ds-button-plain");
    ds_markup_attr(m, "type", "submit");
    ds_markup_attr(m, "name", "_do");
    ds_markup_attr(m, "value", "resolve");
    ds_markup_text(m, "已处理");
    ds_markup_element_class(m, "span", "ds-sr",
                            apr_psprintf(pool, "：批注%" APR_INT64_T_FMT, note->number));
    ds_markup_end(m, "button");
    ds_staff_form_end(m);
}

/* The place leads to where it stands on the page; a whole part, to its heading. */
static void write_place(ds_markup *m, const ds_staff_report *r, const ds_staff_note *note,
                        apr_pool_t *pool)
{
    const char *name = ds_staff_place_name(r->report->format, note->place, pool);

    if (note->place != NULL) {
        ds_piece_link(m, apr_pstrcat(pool, "#", note->place, NULL), NULL, name);
    }
    else {
        ds_markup_text(m, name);
    }
    if (note->passage != NULL) {
        ds_markup_element_class(m, "span", "ds-note-was",
                                apr_pstrcat(pool, "（批注时为：", note->passage, "）", NULL));
    }
}

static void write_note(ds_markup *m, const ds_staff_report *r, const ds_staff_note *note,
                       apr_pool_t *pool)
{
    ds_piece_open(m, "li", note->resolver != NULL ? "ds-note-item ds-note-closed" : "ds-note-item");
    ds_markup_attr(m, "id", apr_psprintf(pool, "comment-%" APR_INT64_T_FMT, note->number));
    ds_piece_open(m, "p", "ds-note-place");
    ds_markup_element(m, "b", apr_psprintf(pool, "批注%" APR_INT64_T_FMT " ", note->number));
    write_place(m, r, note, pool);
    ds_markup_end(m, "p");
    ds_piece_open(m, "p", "ds-note-text");
    ds_piece_lines(m, note->text, pool);
    ds_markup_end(m, "p");
    ds_piece_open(m, "p", "ds-help");
    ds_markup_text(m, apr_psprintf(pool, "%s，%s", note->who, ds_staff_time(note->at, pool)));
    if (note->resolver != NULL) {
        ds_markup_text(m, apr_psprintf(pool, "；%s于%s处理", note->resolver,
                                       ds_staff_time(note->resolved_at, pool)));
    }
    ds_markup_end(m, "p");
    write_resolve(m, r, note, pool);
    ds_markup_end(m, "li");
}

static int write_list(ds_markup *m, const ds_staff_report *r, int closed, apr_pool_t *pool)
{
    int n = 0;

    for (int i = 0; i < r->notes->nelts; i++) {
        const ds_staff_note *note = &APR_ARRAY_IDX(r->notes, i, ds_staff_note);

        if ((note->resolver != NULL) != closed) {
            continue;
        }
        if (n++ == 0) {
            ds_piece_open(m, "ul", "ds-notes");
        }
        write_note(m, r, note, pool);
    }
    if (n > 0) {
        ds_markup_end(m, "ul");
    }
    return n;
}

static int closed_count(const ds_staff_report *r)
{
    int n = 0;

    for (int i = 0; i < r->notes->nelts; i++) {
        n += APR_ARRAY_IDX(r->notes, i, ds_staff_note).resolver != NULL;
    }
    return n;
}

/* ---- A new one ---- */

static void write_field(ds_markup *m, const ds_staff_report *r, apr_pool_t *pool)
{
    const ds_staff_input input = {
        .name = "_comment", .type = "textarea", .value = r->typed, .is_required = 1, .rows = 3,
        .max_length = MAX_LENGTH,
        .label = apr_pstrcat(pool, "批注：",
                             ds_staff_place_name(r->report->format, r->at, pool), NULL),
        .help = "写明哪里有问题、怎样改正。填报人员在填报页上能看到。",
        .error = r->errors != NULL && ds_findings_count(r->errors) > 0
            ? ds_findings_at(r->errors, 0)->message : NULL,
    };

    ds_staff_form(m, r->view, path_of(r, "/comments", pool), NULL);
    if (r->at != NULL) {
        ds_staff_hidden(m, "_place", r->at);
    }
    ds_staff_field(m, &input);
    ds_piece_open(m, "div", "ds-buttons");
    ds_staff_button(m, "_do", "add", "写下批注", "second");
    if (!r->picks) {
        ds_piece_link(m, path_of(r, "?pick=1#ds-text", pool), NULL,
                      r->at != NULL ? "改选位置" : "针对某一格或某一段写批注");
    }
    ds_markup_end(m, "div");
    ds_staff_form_end(m);
}

void ds_staff_notes(ds_markup *m, const ds_staff_report *r, apr_pool_t *pool)
{
    int closed = closed_count(r);

    if (r->notes->nelts == 0 && !r->may_comment) {
        return;
    }
    ds_markup_start(m, "h2");
    ds_markup_attr(m, "id", "ds-comments");
    ds_markup_text(m, "批注");
    ds_markup_end(m, "h2");
    if (write_list(m, r, 0, pool) == 0) {
        ds_markup_element_class(m, "p", "ds-help", "没有待处理的批注。");
    }
    if (closed > 0) {
        ds_piece_open(m, "details", "ds-more");
        ds_markup_element(m, "summary", apr_psprintf(pool, "已处理的批注 %d 条", closed));
        write_list(m, r, 1, pool);
        ds_markup_end(m, "details");
    }
    if (r->may_comment && (r->compares || r->at != NULL || r->errors != NULL)) {
        write_field(m, r, pool);
    }
    else if (r->may_comment) {
        ds_piece_open(m, "details", "ds-more");
        ds_markup_element(m, "summary", "写批注");
        write_field(m, r, pool);
        ds_markup_end(m, "details");
    }
}
