#include "page/table.h"

#include <apr_strings.h>

#include "core/text.h"
#include "page/piece.h"

/* Grids wider than this scroll sideways where the screen is narrow. */
#define WIDE_GRID 6

/* A label is set vertically where each row it spans offers room for this many
 * of its characters. */
#define VERTICAL_CHARACTERS 2

typedef struct walk {
    ds_markup *m;
    const ds_format *format;
    const ds_section *section;
    ds_table_cell_fn *cell;
    ds_table_class_fn *class_of;
    void *baton;
} walk;

static void spans(ds_markup *m, int colspan, int rowspan)
{
    if (colspan > 1) {
        ds_markup_attr_int(m, "colspan", colspan);
    }
    if (rowspan > 1) {
        ds_markup_attr_int(m, "rowspan", rowspan);
    }
}

static void head_cell(ds_markup *m, const char *text, const char *class_name, const char *scope,
                      int colspan, int rowspan)
{
    ds_piece_open(m, "th", class_name);
    ds_markup_attr(m, "scope", scope);
    spans(m, colspan, rowspan);
    ds_markup_text(m, text);
    ds_markup_end(m, "th");
}

/* Where the stubs of a grid are of different width, the columns of one are not
 * those of the other, and no part of them can be kept in sight. */
static int has_even_stubs(const ds_format *format, const ds_section *section)
{
    const ds_table *first = &format->tables[section->first_table];

    for (int i = 1; i < section->n_tables; i++) {
        if (first[i].stub_width != first->stub_width) {
            return 0;
        }
    }
    return 1;
}

/* The column widths: the stub, from its outermost group to the rows' own
 * labels, and the figures. */
static void write_columns(ds_markup *m, int stub_width, int grid_width)
{
    ds_markup_start(m, "colgroup");
    for (int i = stub_width; i > 0; i--) {
        ds_piece_open(m, "col", i == 1 ? "ds-leaf" : i == 2 ? "ds-group" : "ds-outer");
        ds_markup_void(m);
    }
    if (grid_width > stub_width) {
        ds_markup_start(m, "col");
        if (grid_width - stub_width > 1) {
            ds_markup_attr_int(m, "span", grid_width - stub_width);
        }
        ds_markup_void(m);
    }
    ds_markup_end(m, "colgroup");
}

static void write_band(ds_markup *m, const char *title, int grid_width)
{
    if (title == NULL) {
        return;
    }
    ds_markup_start(m, "tr");
    head_cell(m, title, "ds-band", "rowgroup", grid_width, 1);
    ds_markup_end(m, "tr");
}

/* An unlabelled corner heads nothing and is no head. */
static void write_corner(ds_markup *m, const ds_table *table)
{
    if (table->stub_width == 0) {
        return;
    }
    if (table->corner != NULL) {
        head_cell(m, table->corner, "ds-corner", "col", table->stub_width, table->head_height);
        return;
    }
    ds_piece_open(m, "td", "ds-corner");
    spans(m, table->stub_width, table->head_height);
    ds_markup_end(m, "td");
}

static void write_head(ds_markup *m, const ds_table *table)
{
    for (int level = 0; level < table->head_height; level++) {
        ds_markup_start(m, "tr");
        if (level == 0) {
            write_corner(m, table);
        }
        for (int i = 0; i < table->head_sizes[level]; i++) {
            const ds_label *label = &table->head[level][i];
            int is_total = !label->is_group && table->columns[label->leaf].is_total;

            head_cell(m, label->text, is_total ? "ds-t" : NULL,
                      label->is_group ? "colgroup" : "col", label->colspan, label->rowspan);
        }
        ds_markup_end(m, "tr");
    }
}

/* The class of a stub cell that begins in grid column `start` of the table. */
static const char *stub_class(const ds_table *table, const ds_label *label, int start)
{
    static const char *const upright[] = { NULL, "ds-s1", "ds-s2", "ds-s3" };
    static const char *const vertical[] = { "ds-v", "ds-v ds-s1", "ds-v ds-s2", "ds-v ds-s3" };
    const int n = sizeof(upright) / sizeof(upright[0]);
    int is_vertical = label->is_group && start + label->colspan < table->stub_width - 1
        && ds_text_length(label->text)
           <= (apr_size_t)label->rowspan * VERTICAL_CHARACTERS;

    if (start >= n) {
        return NULL;
    }
    return is_vertical ? vertical[start] : upright[start];
}

static void write_stub(ds_markup *m, const ds_table *table, const ds_row *row)
{
    int start = table->stub_width;

    for (int i = 0; i < row->n_labels; i++) {
        start -= row->labels[i].colspan;
    }
    for (int i = 0; i < row->n_labels; i++) {
        const ds_label *label = &row->labels[i];

        head_cell(m, label->text, stub_class(table, label, start),
                  label->is_group ? "rowgroup" : "row", label->colspan, label->rowspan);
        start += label->colspan;
    }
}

static void write_cell(const walk *w, const ds_column *column, int cell)
{
    const char *class_name = w->class_of != NULL ? w->class_of(cell, w->baton) : NULL;
    char both[64];

    if (column->is_total && class_name != NULL) {
        apr_snprintf(both, sizeof(both), "%s ds-t", class_name);
        class_name = both;
    }
    else if (column->is_total) {
        class_name = "ds-t";
    }
    ds_piece_open(w->m, "td", class_name);
    spans(w->m, column->colspan, 1);
    w->cell(w->m, cell, w->baton);
    ds_markup_end(w->m, "td");
}

static void write_rows(const walk *w, const ds_table *table)
{
    for (int i = 0; i < table->n_rows; i++) {
        const ds_row *row = &table->rows[i];

        ds_piece_open(w->m, "tr", row->is_total ? "ds-t" : NULL);
        write_stub(w->m, table, row);
        for (int k = 0; k < table->n_columns; k++) {
            write_cell(w, &table->columns[k], ds_table_cell(table, i, k));
        }
        ds_markup_end(w->m, "tr");
    }
}

/* A table that has the grid to itself: its head is repeated on each sheet. */
static void write_single(const walk *w, const ds_table *table)
{
    ds_markup_start(w->m, "thead");
    write_band(w->m, table->title, w->section->grid_width);
    write_head(w->m, table);
    ds_markup_end(w->m, "thead");
    ds_markup_start(w->m, "tbody");
    write_rows(w, table);
    ds_markup_end(w->m, "tbody");
}

static void write_one_of_many(const walk *w, const ds_table *table)
{
    ds_markup_start(w->m, "tbody");
    write_band(w->m, table->title, w->section->grid_width);
    write_head(w->m, table);
    write_rows(w, table);
    ds_markup_end(w->m, "tbody");
}

static const char *caption_of(const ds_format *format, const ds_section *section)
{
    return section->n_tables == 1 ? format->tables[section->first_table].caption
                                  : section->title;
}

static const char *table_class(const ds_table *first, int is_even)
{
    if (!is_even) {
        return "ds-form ds-uneven";
    }
    return first->stub_width > 0 ? "ds-form" : "ds-form ds-no-stub";
}

void ds_table_walk(ds_markup *m, const ds_format *format, const ds_section *section,
                   ds_table_cell_fn *cell, ds_table_class_fn *class_of, void *baton)
{
    const walk w = { m, format, section, cell, class_of, baton };
    const ds_table *first = &format->tables[section->first_table];

    int is_even = has_even_stubs(format, section);

    ds_piece_open(m, "table", table_class(first, is_even));
    ds_markup_element_class(m, "caption", "ds-sr", caption_of(format, section));
    write_columns(m, is_even ? first->stub_width : 0, section->grid_width);
    if (section->n_tables == 1) {
        write_single(&w, first);
    }
    else {
        for (int i = 0; i < section->n_tables; i++) {
            write_one_of_many(&w, first + i);
        }
    }
    ds_markup_end(m, "table");
}

static void write_figure(ds_markup *m, int cell, void *baton)
{
    const ds_report *report = baton;
    const ds_cell *c = &report->cells[cell];

    if (c->state != DS_CELL_NUMBER) {
        ds_markup_attr(m, "data-unit", c->unit);
    }
    if (c->state == DS_CELL_NUMBER && ds_decimal_is_integer(c->value)) {
        ds_markup_text_int(m, c->value / DS_DECIMAL_ONE);
    }
    else {
        ds_markup_text(m, ds_report_cell_text(report, cell, report->pool));
    }
    if (c->state == DS_CELL_NUMBER) {
        ds_markup_text(m, c->unit);
    }
    if (c->note != NULL) {
        ds_piece_open(m, "span", "ds-beside");
        ds_markup_text(m, "（");
        ds_piece_lines(m, c->note, report->pool);
        ds_markup_text(m, "）");
        ds_markup_end(m, "span");
    }
}

static const char *figure_class(int cell, void *baton)
{
    const ds_report *report = baton;
    const ds_cell *c = &report->cells[cell];

    return c->state == DS_CELL_NUMBER && c->value == 0 ? "ds-z" : NULL;
}

/* Which of several tables in one grid a note belongs to is not to be seen. */
static void write_notes(ds_markup *m, const ds_report *report, const ds_section *section)
{
    for (int t = section->first_table; t < section->first_table + section->n_tables; t++) {
        const apr_array_header_t *notes = report->notes[t];

        for (int i = 0; i < notes->nelts; i++) {
            ds_piece_open(m, "p", "ds-note");
            ds_markup_attr(m, "data-table",
                           section->n_tables > 1 ? report->format->tables[t].id : NULL);
            ds_piece_lines(m, APR_ARRAY_IDX(notes, i, const char *), report->pool);
            ds_markup_end(m, "p");
        }
    }
}

/* Only a grid that may have to scroll is a region of its own: it must be
 * reachable and scrollable by keyboard. */
static void open_region(ds_markup *m, const ds_section *section, apr_pool_t *pool)
{
    ds_markup_element_class(m, "p", "ds-hint", "表格较宽，可左右滑动查看。");
    ds_piece_open(m, "div", "ds-wide");
    ds_markup_attr(m, "role", "region");
    ds_markup_attr(m, "aria-label", apr_pstrcat(pool, "表格：", section->title, NULL));
    ds_markup_attr(m, "tabindex", "0");
}

void ds_table_framed(ds_markup *m, const ds_format *format, const ds_section *section,
                     ds_table_cell_fn *cell, ds_table_class_fn *class_of, void *baton,
                     apr_pool_t *pool)
{
    int is_wide = section->grid_width > WIDE_GRID;

    ds_piece_open(m, "div", "ds-frame");
    if (is_wide) {
        open_region(m, section, pool);
    }
    ds_table_walk(m, format, section, cell, class_of, baton);
    if (is_wide) {
        ds_markup_end(m, "div");
    }
    ds_markup_end(m, "div");
}

void ds_table_report(ds_markup *m, const ds_report *report, const ds_section *section)
{
    ds_table_framed(m, report->format, section, write_figure, figure_class, (void *)report,
                    report->pool);
    write_notes(m, report, section);
}
