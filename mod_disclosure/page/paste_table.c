/* An official form for somebody else's editor: borders and alignment on each
 * cell, as nothing else outlives the paste. */
#include "page/paste_parts.h"

#include "page/piece.h"

#define CELL "border:1px solid #8c949c;padding:4px;"

/* How a cell is set. */
typedef struct look {
    const char *align;
    const char *style;
} look;

static const look head_look = { "center", CELL "text-align:center;background-color:#f2f5f8" };
static const look stub_look = { "left", CELL "text-align:left;font-weight:normal" };
static const look figure_look = { "center", CELL "text-align:center" };

static void open_cell(ds_markup *m, const char *name, const look *how, const char *scope,
                      int colspan, int rowspan)
{
    ds_markup_start(m, name);
    ds_markup_attr(m, "scope", scope);
    if (colspan > 1) {
        ds_markup_attr_int(m, "colspan", colspan);
    }
    if (rowspan > 1) {
        ds_markup_attr_int(m, "rowspan", rowspan);
    }
    ds_markup_attr(m, "align", how->align);
    ds_markup_attr(m, "style", how->style);
}

static void write_label(ds_markup *m, const char *text, const look *how, const char *scope,
                        int colspan, int rowspan)
{
    open_cell(m, "th", how, scope, colspan, rowspan);
    ds_markup_text(m, text);
    ds_markup_end(m, "th");
}

static void write_corner(ds_markup *m, const ds_table *table)
{
    if (table->stub_width == 0) {
        return;
    }
    if (table->corner != NULL) {
        write_label(m, table->corner, &head_look, "col", table->stub_width, table->head_height);
        return;
    }
    open_cell(m, "td", &head_look, NULL, table->stub_width, table->head_height);
    ds_markup_end(m, "td");
}

static void write_head(ds_markup *m, const ds_table *table, int grid_width)
{
    if (table->title != NULL) {
        ds_markup_start(m, "tr");
        write_label(m, table->title, &head_look, "rowgroup", grid_width, 1);
        ds_markup_end(m, "tr");
    }
    for (int level = 0; level < table->head_height; level++) {
        ds_markup_start(m, "tr");
        if (level == 0) {
            write_corner(m, table);
        }
        for (int i = 0; i < table->head_sizes[level]; i++) {
            const ds_label *label = &table->head[level][i];

            write_label(m, label->text, &head_look, label->is_group ? "colgroup" : "col",
                        label->colspan, label->rowspan);
        }
        ds_markup_end(m, "tr");
    }
}

/* A figure with its unit and, in brackets, its note. */
static void write_figure(ds_markup *m, const ds_report *report, int cell)
{
    const ds_cell *c = &report->cells[cell];

    ds_markup_text(m, ds_report_cell_text(report, cell, report->pool));
    if (c->state == DS_CELL_NUMBER) {
        ds_markup_text(m, c->unit);
    }
    if (c->note != NULL) {
        ds_markup_text(m, "（");
        ds_piece_lines(m, c->note, report->pool);
        ds_markup_text(m, "）");
    }
}

static void write_row(ds_markup *m, const ds_report *report, const ds_table *table, int r)
{
    const ds_row *row = &table->rows[r];

    ds_markup_start(m, "tr");
    for (int i = 0; i < row->n_labels; i++) {
        const ds_label *label = &row->labels[i];

        write_label(m, label->text, &stub_look, label->is_group ? "rowgroup" : "row",
                    label->colspan, label->rowspan);
    }
    for (int k = 0; k < table->n_columns; k++) {
        int is_total = row->is_total || table->columns[k].is_total;

        open_cell(m, "td", &figure_look, NULL, table->columns[k].colspan, 1);
        if (is_total) {
            ds_markup_start(m, "strong");
        }
        write_figure(m, report, ds_table_cell(table, r, k));
        if (is_total) {
            ds_markup_end(m, "strong");
        }
        ds_markup_end(m, "td");
    }
    ds_markup_end(m, "tr");
}

static void open_table(ds_markup *m)
{
    ds_markup_start(m, "table");
    ds_markup_attr(m, "border", "1");
    ds_markup_attr(m, "cellspacing", "0");
    ds_markup_attr(m, "cellpadding", "4");
    ds_markup_attr(m, "width", "100%");
    ds_markup_attr(m, "style", "width:100%;border-collapse:collapse;border:1px solid #8c949c;"
                               "font-size:14px;line-height:1.4");
    ds_markup_start(m, "tbody");
}

static void write_notes(ds_markup *m, const ds_report *report, const ds_section *section)
{
    for (int t = section->first_table; t < section->first_table + section->n_tables; t++) {
        const apr_array_header_t *notes = report->notes[t];

        for (int i = 0; i < notes->nelts; i++) {
            ds_paste_open(m, "p", DS_PASTE_SMALL);
            ds_piece_lines(m, APR_ARRAY_IDX(notes, i, const char *), report->pool);
            ds_markup_end(m, "p");
        }
    }
}

void ds_paste_table(ds_markup *m, const ds_report *report, const ds_section *section)
{
    open_table(m);
    for (int t = section->first_table; t < section->first_table + section->n_tables; t++) {
        const ds_table *table = &report->format->tables[t];

        write_head(m, table, section->grid_width);
        for (int r = 0; r < table->n_rows; r++) {
            write_row(m, report, table, r);
        }
    }
    ds_markup_end(m, "tbody");
    ds_markup_end(m, "table");
    write_notes(m, report, section);
}
