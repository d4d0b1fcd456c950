/* The official tables of the entry form: the table walker with a field in
 * every cell. */
#include <string.h>

#include <apr_strings.h>

#include "core/derived.h"
#include "page/form_parts.h"
#include "page/table.h"

/* Grids wider than this scroll sideways where the screen is narrow. */
#define WIDE_GRID 6

/* What is carried over is locked while it is what last year's report says and
 * nobody has asked to change it. */
static int is_locked(const ds_form_writer *w, int cell)
{
    const ds_cell *carried = &w->form->carried[cell];
    const ds_cell *kept = &w->form->report->cells[cell];
    const char *value;

    if (w->form->is_unlocked || carried->state != DS_CELL_NUMBER || kept->note != NULL
        || w->marks[cell] != NULL) {
        return 0;
    }
    value = ds_form_cell_value(w, cell);
    return strcmp(value, ds_decimal_format(w->pool, carried->value)) == 0;
}

static const char *last_text(const ds_form_writer *w, int cell)
{
    const ds_report *previous = w->form->previous;
    int last = previous != NULL
        ? ds_format_cell(previous->format, ds_format_address(w->format, cell)) : -1;

    return last >= 0 && previous->cells[last].state != DS_CELL_BLANK
        ? ds_report_cell_text(previous, last, w->pool) : NULL;
}

/* Blank, 0 and / look different. */
static const char *cell_class(const char *value, int locked)
{
    if (locked) {
        return "ds-cell ds-locked";
    }
    return *value == '\0' ? "ds-cell ds-blank"
        : strcmp(value, "0") == 0 ? "ds-cell ds-zero"
        : strcmp(value, "/") == 0 ? "ds-cell ds-na" : "ds-cell";
}

static const char *input_mode(const ds_cell_type *type)
{
    switch (type->kind) {
    case DS_VALUE_COUNT:
        return "numeric";
    case DS_VALUE_AMOUNT:
        return "decimal";
    case DS_VALUE_CHANGE:
        break;
    }
    return NULL;
}

static const char *kind_name(const ds_cell_type *type)
{
    static const char *const names[] = {
        [DS_VALUE_COUNT] = "count", [DS_VALUE_CHANGE] = "change", [DS_VALUE_AMOUNT] = "amount"
    };
    return names[type->kind];
}

static const char *join(const ds_form_writer *w, const char *a, const char *b)
{
    return a == NULL ? b : b == NULL ? a : apr_pstrcat(w->pool, a, " ", b, NULL);
}

/* The ids of what describes the field: comments on it, the sentences at it, the
 * help of its row. */
static const char *described_by(const ds_form_writer *w, int cell, const char *says)
{
    const ds_table *table;
    const ds_row *row;
    const ds_column *column;
    const char *help;

    ds_format_locate(w->format, cell, &table, &row, &column);
    help = row->help != NULL
        ? apr_pstrcat(w->pool, "help:", table->id, "/", row->id, NULL) : NULL;
    return join(w, ds_form_notes_id(w, ds_format_address(w->format, cell)),
                join(w, says, help));
}

static void write_input(const ds_form_writer *w, int cell, const char *says)
{
    const char *address = ds_format_address(w->format, cell);
    const ds_cell_type *type = ds_format_type(w->format, cell);
    const char *value = ds_form_cell_value(w, cell);
    int locked = is_locked(w, cell);
    ds_markup *m = w->m;

    ds_piece_open(m, "input", cell_class(value, locked));
    ds_markup_attr(m, "id", address);
    ds_markup_attr(m, "name", address);
    ds_markup_attr(m, "value", value);
    ds_markup_attr(m, "aria-label", ds_format_cell_name(w->format, cell, w->pool));
    ds_markup_attr(m, "aria-describedby", described_by(w, cell, says));
    ds_markup_attr(m, "aria-invalid",
                   w->marks[cell] != NULL && w->marks[cell]->finding->severity == DS_ERROR
                       ? "true" : NULL);
    ds_markup_attr(m, "inputmode", input_mode(type));
    ds_markup_attr(m, "data-kind", kind_name(type));
    ds_markup_attr(m, "data-last", last_text(w, cell));
    ds_markup_attr(m, "readonly", locked ? "" : NULL);
    ds_markup_attr(m, "autocomplete", "off");
    ds_markup_attr_int(m, "maxlength", DS_FORM_CELL_LENGTH);
    ds_markup_void(m);
}

static void write_unit(const ds_form_writer *w, int cell)
{
    const char *const *unit = ds_format_type(w->format, cell)->units;
    const char *name = apr_pstrcat(w->pool, ds_format_address(w->format, cell), ":unit", NULL);
    const char *chosen = ds_form_value(w, name, w->form->report->cells[cell].unit);
    ds_markup *m = w->m;

    ds_piece_open(m, "select", "ds-unit");
    ds_markup_attr(m, "name", name);
    ds_markup_attr(m, "aria-label",
                   apr_pstrcat(w->pool, ds_format_cell_name(w->format, cell, w->pool), "的单位",
                               NULL));
    ds_markup_start(m, "option");
    ds_markup_attr(m, "value", "");
    ds_markup_text(m, "选择单位");
    ds_markup_end(m, "option");
    for (; *unit != NULL; unit++) {
        ds_markup_start(m, "option");
        ds_markup_attr(m, "value", *unit);
        ds_markup_attr(m, "selected", strcmp(chosen, *unit) == 0 ? "" : NULL);
        ds_markup_text(m, *unit);
        ds_markup_end(m, "option");
    }
    ds_markup_end(m, "select");
}

/* What stands beside the figure; where last year's figure is changed, why. */
static void write_note(const ds_form_writer *w, int cell)
{
    const char *name = apr_pstrcat(w->pool, ds_format_address(w->format, cell), ":note", NULL);
    const char *note = ds_form_value(w, name, w->form->report->cells[cell].note);
    int explains = w->form->carried[cell].state == DS_CELL_NUMBER && !is_locked(w, cell);
    ds_markup *m = w->m;

    if (*note == '\0' && !explains) {
        return;
    }
    ds_piece_open(m, "label", "ds-cell-note");
    ds_markup_element(m, "span", explains ? "更正说明" : "注");
    ds_markup_start(m, "input");
    ds_markup_attr(m, "name", name);
    ds_markup_attr(m, "value", note);
    ds_markup_attr(m, "aria-label",
                   apr_pstrcat(w->pool, ds_format_cell_name(w->format, cell, w->pool),
                               explains ? "的更正说明" : "的注", NULL));
    ds_markup_attr_int(m, "maxlength", DS_FORM_LINE_LENGTH);
    ds_markup_void(m);
    ds_markup_end(m, "label");
}

static void write_cell(ds_markup *m, int cell, void *baton)
{
    const ds_form_writer *w = baton;
    const char *says = w->marks[cell] != NULL
        ? apr_pstrcat(w->pool, "says:", ds_format_address(w->format, cell), NULL) : NULL;
    const char *last = last_text(w, cell);

    write_input(w, cell, says);
    if (ds_format_type(w->format, cell)->units != NULL) {
        write_unit(w, cell);
    }
    if (w->sums[cell] != NULL) {
        ds_markup_element_class(m, "span", "ds-sum",
                                apr_pstrcat(w->pool, "应为 ", w->sums[cell], NULL));
    }
    if (last != NULL) {
        ds_markup_element_class(m, "span", "ds-last", apr_pstrcat(w->pool, "上年 ", last, NULL));
    }
    write_note(w, cell);
    if (says != NULL) {
        ds_form_write_cell_says(w, cell, says);
    }
}

static const char *class_of_cell(int cell, void *baton)
{
    const ds_form_writer *w = baton;
    const ds_form_mark *found = w->marks[cell];

    if (found == NULL && ds_form_has_notes(w, ds_format_address(w->format, cell))) {
        return "ds-noted";
    }
    return found == NULL ? NULL
        : found->finding->severity == DS_ERROR ? "ds-wrong" : "ds-doubt";
}

/* ---- Above and below the grid ---- */

static int has_row_help(const ds_form_writer *w, const ds_section *section)
{
    for (int t = section->first_table; t < section->first_table + section->n_tables; t++) {
        for (int i = 0; i < w->format->tables[t].n_rows; i++) {
            if (w->format->tables[t].rows[i].help != NULL) {
                return 1;
            }
        }
    }
    return 0;
}

static void write_table_help(const ds_form_writer *w, const ds_table *table)
{
    for (int i = 0; i < table->n_rows; i++) {
        const ds_row *row = &table->rows[i];

        if (row->help != NULL) {
            ds_markup_element(w->m, "dt", *row->name != '\0' ? row->name : table->caption);
            ds_markup_start(w->m, "dd");
            ds_markup_attr(w->m, "id",
                           apr_pstrcat(w->pool, "help:", table->id, "/", row->id, NULL));
            ds_markup_text(w->m, row->help);
            ds_markup_end(w->m, "dd");
        }
    }
}

static void write_help(const ds_form_writer *w, const ds_section *section)
{
    if (!has_row_help(w, section)) {
        return;
    }
    ds_piece_open(w->m, "details", "ds-helps");
    ds_markup_element(w->m, "summary", "各行填写说明");
    ds_markup_start(w->m, "dl");
    for (int t = section->first_table; t < section->first_table + section->n_tables; t++) {
        write_table_help(w, &w->format->tables[t]);
    }
    ds_markup_end(w->m, "dl");
    ds_markup_end(w->m, "details");
}

static int has_blank(const ds_form_writer *w, const ds_table *table)
{
    for (int i = 0; i < table->n_rows * table->n_columns; i++) {
        if (*ds_form_cell_value(w, table->first_cell + i) == '\0') {
            return 1;
        }
    }
    return 0;
}

static void write_zero_button(const ds_form_writer *w, const ds_table *table, int is_only)
{
    const char *name = is_only || table->title == NULL
        ? "" : apr_pstrcat(w->pool, table->title, "：", NULL);

    if (has_blank(w, table)) {
        ds_staff_button(w->m, DS_FORM_DO, apr_pstrcat(w->pool, DS_FORM_ZERO, table->id, NULL),
                        apr_pstrcat(w->pool, name, "本表其余空格均为0", NULL), "second");
    }
}

/* Whether a table of the section takes figures over from last year, and one
 * that is still blank, and one that is locked. */
static void look_at_carried(const ds_form_writer *w, const ds_section *section, int *has_free,
                            int *has_locked)
{
    *has_free = *has_locked = 0;
    for (int t = section->first_table; t < section->first_table + section->n_tables; t++) {
        const ds_table *table = &w->format->tables[t];

        for (int i = 0; i < table->n_rows * table->n_columns; i++) {
            int cell = table->first_cell + i;

            if (w->form->carried[cell].state == DS_CELL_NUMBER) {
                *has_free |= *ds_form_cell_value(w, cell) == '\0';
                *has_locked |= is_locked(w, cell);
            }
        }
    }
}

static void write_buttons(const ds_form_writer *w, const ds_section *section)
{
    int has_free, has_locked;

    look_at_carried(w, section, &has_free, &has_locked);
    ds_piece_open(w->m, "div", "ds-table-tools");
    for (int t = section->first_table; t < section->first_table + section->n_tables; t++) {
        write_zero_button(w, &w->format->tables[t], section->n_tables == 1);
    }
    if (has_free) {
        ds_staff_button(w->m, DS_FORM_DO, DS_FORM_CARRY, "取上年结转", "second");
    }
    if (has_locked) {
        ds_staff_button(w->m, DS_FORM_DO, DS_FORM_UNLOCK, "更正上年结转", "second");
    }
    ds_markup_end(w->m, "div");
    ds_markup_element_class(w->m, "p", "ds-help", "没有发生的填 0，不适用的填‘/’。数字需要加注的，"
                            "写在数字后面的括号里，例如 22（其中修订16件）。");
    if (has_locked) {
        ds_markup_element_class(w->m, "p", "ds-help",
                                "带锁的数字取自上年报告的结转下年度。确需更正的，按‘更正上年结转’，"
                                "改动后在格内写明更正说明。");
    }
}

void ds_form_write_tables(const ds_form_writer *w, const ds_section *section)
{
    int is_wide = section->grid_width > WIDE_GRID;
    ds_markup *m = w->m;

    write_help(w, section);
    ds_form_write_cell_notes(w, section);
    ds_piece_open(m, "div", "ds-frame");
    if (is_wide) {
        ds_markup_element_class(m, "p", "ds-hint", "表格较宽，可左右滑动。");
        ds_piece_open(m, "div", "ds-wide");
        ds_markup_attr(m, "role", "region");
        ds_markup_attr(m, "aria-label", apr_pstrcat(w->pool, "填写：", section->title, NULL));
        ds_markup_attr(m, "tabindex", "0");
    }
    ds_table_walk(m, w->format, section, write_cell, class_of_cell, (void *)w);
    if (is_wide) {
        ds_markup_end(m, "div");
    }
    ds_markup_end(m, "div");
    write_buttons(w, section);
    ds_form_write_notes(w, section);
}
