/* The text of a report for those who review it: last year's figures beside this
 * year's, leaps flagged, comments and findings marked at their places. */
#include "page/staff_report_page.h"

#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "core/amount.h"
#include "core/leap.h"
#include "page/prose.h"
#include "page/table.h"

/* Grids wider than this scroll sideways where the screen is narrow. */
#define WIDE_GRID 6

typedef struct text {
    const ds_staff_report *r;
    ds_markup *m;
    apr_hash_t *found;      /* place -> worst ds_finding */
    apr_pool_t *pool;
} text;

/* ---- Marks ---- */

static void mark_cells(text *t, const apr_array_header_t *cells, const ds_finding *finding)
{
    for (int i = 0; i < cells->nelts; i++) {
        const char *cell = APR_ARRAY_IDX(cells, i, const char *);

        if (apr_hash_get(t->found, cell, APR_HASH_KEY_STRING) == NULL) {
            apr_hash_set(t->found, cell, APR_HASH_KEY_STRING, finding);
        }
    }
}

/* Where there are suspects, only they are marked. Errors come first. */
static void mark_findings(text *t)
{
    for (int severity = DS_ERROR; severity <= DS_WARNING; severity++) {
        for (int i = 0; i < ds_findings_count(t->r->findings); i++) {
            const ds_finding *finding = ds_findings_at(t->r->findings, i);

            if ((int)finding->severity == severity) {
                mark_cells(t, finding->suspects->nelts > 0 ? finding->suspects : finding->cells,
                           finding);
            }
        }
    }
}

/* Links to the open comments about a place. */
static void write_pins(const text *t, const char *place)
{
    for (int i = 0; i < t->r->notes->nelts; i++) {
        const ds_staff_note *note = &APR_ARRAY_IDX(t->r->notes, i, ds_staff_note);

        if (note->resolver == NULL && note->place != NULL && strcmp(note->place, place) == 0) {
            ds_piece_link(t->m, apr_psprintf(t->pool, "#comment-%" APR_INT64_T_FMT, note->number),
                          "ds-pin", apr_psprintf(t->pool, "批注%" APR_INT64_T_FMT, note->number));
        }
    }
}

static void write_pick(const text *t, const char *place, const char *shown)
{
    const char *suffix = apr_pstrcat(t->pool, "?at=", place, "#ds-comments", NULL);

    ds_piece_open(t->m, "a", "ds-pick");
    ds_markup_attr(t->m, "href", ds_staff_report_path(t->r->view->site, t->r->organ, t->r->year,
                                                      suffix, t->pool));
    ds_markup_text(t->m, shown);
    ds_markup_end(t->m, "a");
}

/* ---- Figures ---- */

/* The same cell of last year's report, which may be of another format; -1
 * where it has none of that meaning. */
static int cell_before(const text *t, int cell)
{
    const ds_report *previous = t->r->previous, *report = t->r->report;
    int before;

    if (previous == NULL || !t->r->compares) {
        return -1;
    }
    before = ds_format_cell(previous->format, ds_format_address(report->format, cell));
    if (before < 0 || ds_format_type(previous->format, before)->kind
                      != ds_format_type(report->format, cell)->kind) {
        return -1;
    }
    return before;
}

/* The figure, an amount in the unit of comparison; 0 where there is none that
 * could be compared. */
static int comparable(ds_decimal *value, const ds_report *report, int cell)
{
    const ds_cell_type *type = ds_format_type(report->format, cell);
    const ds_cell *c = &report->cells[cell];

    if (c->state != DS_CELL_NUMBER) {
        return 0;
    }
    *value = c->value;
    return type->kind != DS_VALUE_AMOUNT
        || ds_amount_in_unit(value, c->value, type->units != NULL ? c->unit : type->unit);
}

/* As ds_leap(). */
static int leap_of(const text *t, int cell, int before)
{
    ds_decimal now, then;

    return comparable(&now, t->r->report, cell) && comparable(&then, t->r->previous, before)
        ? ds_leap(now, then) : 0;
}

static const char *before_text(const ds_cell *before, apr_pool_t *pool)
{
    switch (before->state) {
    case DS_CELL_NUMBER:
        return apr_pstrcat(pool, ds_decimal_format(pool, before->value),
                           before->unit != NULL ? before->unit : "", NULL);
    case DS_CELL_NA:
        return "/";
    default:
        return "空";
    }
}

static int has_same_unit(const ds_cell *a, const ds_cell *b)
{
    return a->unit == b->unit
        || (a->unit != NULL && b->unit != NULL && strcmp(a->unit, b->unit) == 0);
}

static int is_other(const ds_cell *now, const ds_cell *before)
{
    return now->state != before->state
        || (now->state == DS_CELL_NUMBER
            && (now->value != before->value || !has_same_unit(now, before)));
}

static void write_before(const text *t, int cell)
{
    int at = cell_before(t, cell), leap;
    const ds_cell *before = at >= 0 ? &t->r->previous->cells[at] : NULL;

    if (before == NULL || !is_other(&t->r->report->cells[cell], before)) {
        return;
    }
    leap = leap_of(t, cell, at);
    ds_piece_open(t->m, "span", "ds-before");
    ds_markup_element_class(t->m, "span", "ds-sr", "，");
    ds_markup_text(t->m, apr_pstrcat(t->pool, "上年", before_text(before, t->pool), NULL));
    if (leap != 0) {
        ds_markup_element_class(t->m, "b", "ds-leap", leap > 0 ? "大增" : "大减");
    }
    ds_markup_end(t->m, "span");
}

static void write_cell(ds_markup *m, int cell, void *baton)
{
    const text *t = baton;
    const ds_report *report = t->r->report;
    const ds_cell *now = &report->cells[cell];
    const char *address = ds_format_address(report->format, cell);
    const char *shown = apr_pstrcat(t->pool, ds_report_cell_text(report, cell, t->pool),
                                    now->state == DS_CELL_NUMBER && now->unit != NULL ? now->unit
                                                                                      : "", NULL);

    shown = *shown != '\0' ? shown : "空";
    ds_markup_start(m, "span");
    ds_markup_attr(m, "id", address);
    if (t->r->picks) {
        write_pick(t, address, shown);
    }
    else {
        ds_markup_text(m, shown);
    }
    ds_markup_end(m, "span");
    if (now->note != NULL) {
        ds_markup_element_class(m, "span", "ds-beside",
                                apr_pstrcat(t->pool, "（", now->note, "）", NULL));
    }
    write_before(t, cell);
    write_pins(t, address);
}

static const char *cell_class(int cell, void *baton)
{
    const text *t = baton;
    const ds_cell *now = &t->r->report->cells[cell];
    const ds_finding *finding = apr_hash_get(
        t->found, ds_format_address(t->r->report->format, cell), APR_HASH_KEY_STRING);

    if (finding != NULL) {
        return finding->severity == DS_ERROR ? "ds-wrong" : "ds-doubt";
    }
    if (now->state == DS_CELL_BLANK) {
        return "ds-blank";
    }
    return now->state == DS_CELL_NUMBER && now->value == 0 ? "ds-z" : NULL;
}

static void write_note_lines(const text *t, const ds_section *section)
{
    for (int i = section->first_table; i < section->first_table + section->n_tables; i++) {
        const apr_array_header_t *notes = t->r->report->notes[i];
        const char *place = apr_pstrcat(t->pool, "notes/", t->r->report->format->tables[i].id,
                                        NULL);

        if (notes->nelts == 0) {
            continue;
        }
        ds_piece_open(t->m, "div", "ds-block");
        ds_markup_attr(t->m, "id", place);
        for (int k = 0; k < notes->nelts; k++) {
            ds_piece_open(t->m, "p", "ds-note");
            ds_piece_lines(t->m, APR_ARRAY_IDX(notes, k, const char *), t->pool);
            ds_markup_end(t->m, "p");
        }
        write_pins(t, place);
        if (t->r->picks) {
            write_pick(t, place, "批注表下说明");
        }
        ds_markup_end(t->m, "div");
    }
}

static void write_table(text *t, const ds_section *section)
{
    int is_wide = section->grid_width > WIDE_GRID;

    ds_piece_open(t->m, "div", "ds-frame");
    if (is_wide) {
        ds_markup_element_class(t->m, "p", "ds-hint", "表格较宽，可左右滑动查看。");
        ds_piece_open(t->m, "div", "ds-wide");
        ds_markup_attr(t->m, "role", "region");
        ds_markup_attr(t->m, "aria-label", apr_pstrcat(t->pool, "表格：", section->title, NULL));
        ds_markup_attr(t->m, "tabindex", "0");
    }
    ds_table_walk(t->m, t->r->report->format, section, write_cell, cell_class, t);
    if (is_wide) {
        ds_markup_end(t->m, "div");
    }
    ds_markup_end(t->m, "div");
    write_note_lines(t, section);
}

/* ---- Prose ---- */

/* Each block in a place of its own, so that it can be pointed at. */
static void write_block(const text *t, const ds_section *section, int i)
{
    const apr_array_header_t *blocks = t->r->report->prose[section->prose];
    apr_array_header_t *one = apr_array_make(t->pool, 1, sizeof(ds_block));
    const char *place = apr_psprintf(t->pool, "section/%s/%d", section->id, i + 1);

    APR_ARRAY_PUSH(one, ds_block) = APR_ARRAY_IDX(blocks, i, ds_block);
    ds_piece_open(t->m, "div", "ds-block");
    ds_markup_attr(t->m, "id", place);
    ds_prose_write(t->m, t->r->view->site, one, t->r->files, t->pool);
    write_pins(t, place);
    if (t->r->picks) {
        write_pick(t, place, apr_psprintf(t->pool, "批注第%d段", i + 1));
    }
    ds_markup_end(t->m, "div");
}

static void write_section(text *t, const ds_section *section)
{
    const char *place = apr_pstrcat(t->pool, "section/", section->id, NULL);

    ds_markup_start(t->m, "section");
    ds_piece_open(t->m, "h3", "ds-part");
    ds_markup_attr(t->m, "id", place);
    ds_markup_text(t->m, ds_staff_section_name(section, t->pool));
    ds_markup_end(t->m, "h3");
    write_pins(t, place);
    if (section->prose < 0) {
        write_table(t, section);
    }
    else if (t->r->report->prose[section->prose]->nelts == 0) {
        ds_markup_element_class(t->m, "p", "ds-help", "这一部分没有内容。");
    }
    else {
        for (int i = 0; i < t->r->report->prose[section->prose]->nelts; i++) {
            write_block(t, section, i);
        }
    }
    ds_markup_end(t->m, "section");
}

static void write_line(const text *t, const char *place, const char *class_name,
                       const char *first, const char *second)
{
    ds_piece_open(t->m, "p", class_name);
    ds_markup_attr(t->m, "id", place);
    ds_markup_text(t->m, first != NULL || second != NULL ? first : "（没有填写）");
    if (second != NULL) {
        ds_markup_start(t->m, "br");
        ds_markup_void(t->m);
        ds_piece_date(t->m, second, t->pool);
    }
    write_pins(t, place);
    if (t->r->picks) {
        write_pick(t, place, strcmp(place, "title") == 0 ? "批注标题" : "批注落款");
    }
    ds_markup_end(t->m, "p");
}

/* ---- All of it ---- */

static void write_guide(const text *t)
{
    const ds_staff_report *r = t->r;

    if (r->picks) {
        ds_piece_open(t->m, "p", "ds-notice");
        ds_markup_text(t->m, "请点选要批注的数字或者段落。");
        ds_piece_link(t->m, ds_staff_report_path(r->view->site, r->organ, r->year, "", t->pool),
                      NULL, "不写了");
        ds_markup_end(t->m, "p");
    }
    else if (r->compares) {
        ds_markup_element_class(t->m, "p", "ds-help", r->previous != NULL
            ? "与上年不同的数字，下面注明上年的数字；相差一倍以上并且不少于10的，标出‘大增’或者‘大减’。"
            : "没有上年的报告可以对照。");
    }
}

void ds_staff_text(ds_markup *m, const ds_staff_report *r, apr_pool_t *pool)
{
    text t = { r, m, apr_hash_make(pool), pool };
    const ds_report *report = r->report;

    if (r->findings != NULL) {
        mark_findings(&t);
    }
    ds_markup_start(m, "h2");
    ds_markup_attr(m, "id", "ds-text");
    ds_markup_text(m, r->compares && r->previous != NULL ? "报告内容，与上年对照" : "报告内容");
    ds_markup_end(m, "h2");
    write_guide(&t);
    ds_piece_open(m, "div", "ds-report ds-review");
    write_line(&t, "title", "ds-review-title", report->title, NULL);
    for (int i = 0; i < report->format->n_sections; i++) {
        write_section(&t, &report->format->sections[i]);
    }
    write_line(&t, "signature", "ds-sign", report->signature_name, report->signature_date);
    ds_markup_end(m, "div");
}
