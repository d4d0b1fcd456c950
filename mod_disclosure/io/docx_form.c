#include "io/docx_form.h"

#include <apr_strings.h>

#include "core/text.h"
#include "io/docx_grid.h"
#include "io/docx_styles.h"
#include "io/docx_text.h"

/* Grids wider than this are set in small type. */
#define WIDE_GRID 6

/* A stub that leaves its labels fewer characters a line has no columns of its
 * own width. */
#define LEAST_LABEL 6

/* A label is set vertically where each row it spans offers room for this many
 * of its characters. */
#define VERTICAL_CHARACTERS 2

/* Sizes of type, the largest first. Measures are twentieths of a point. */
static const struct size {
    const char *style;
    int em;       /* width of one Chinese character */
    int margin;   /* left and right inside a cell */
    int figure;   /* least width of a column of figures: room for two characters */
    int label;    /* most characters of a row's label on one line */
    int height;   /* of a row, at least */
} sizes[] = {
    { DS_DOCX_FORM, 210, 80, 660, 11, 454 },
    { DS_DOCX_FORM_SMALL, 180, 50, 520, 20, 380 },
    { DS_DOCX_FORM_TINY, 150, 40, 440, 20, 340 },
};
#define N_SIZES (int)(sizeof(sizes) / sizeof(*sizes))

typedef struct form {
    ds_markup *m;
    const ds_report *report;
    const ds_section *section;
    const struct size *size;
    ds_docx_grid *grid;
    int rows_left;
    apr_pool_t *pool;
} form;

static const ds_table *table_at(const form *f, int i)
{
    return &f->report->format->tables[f->section->first_table + i];
}

/* ---- Widths ---- */

/* The width of a text in halves of a Chinese character. */
static int halves(const char *text)
{
    int n = 0;
    while (*text != '\0') {
        n += ds_text_next(&text) < 0x80 ? 1 : 2;
    }
    return n;
}

static int figure_halves(const ds_report *report, int cell, apr_pool_t *pool)
{
    const char *unit = report->cells[cell].unit;
    return halves(ds_report_cell_text(report, cell, pool)) + (unit != NULL ? halves(unit) : 0);
}

/* The most halves that one grid column has to hold so that no figure is
 * broken. */
static int widest_figure(const form *f)
{
    int most = 0;
    for (int t = 0; t < f->section->n_tables; t++) {
        const ds_table *table = table_at(f, t);
        for (int row = 0; row < table->n_rows; row++) {
            for (int column = 0; column < table->n_columns; column++) {
                int span = table->columns[column].colspan;
                int n = figure_halves(f->report, ds_table_cell(table, row, column), f->pool);
                n = (n + span - 1) / span;
                most = n > most ? n : most;
            }
        }
    }
    return most;
}

/* The width that all tables' stubs share, 0 where they differ: then the columns
 * of one are not those of the other. */
static int common_stub(const form *f)
{
    int width = table_at(f, 0)->stub_width;
    for (int t = 1; t < f->section->n_tables; t++) {
        if (table_at(f, t)->stub_width != width) {
            return 0;
        }
    }
    return width < f->section->grid_width ? width : 0;
}

static void spread_evenly(int *widths, int n, int total)
{
    for (int i = 0; i < n; i++) {
        widths[i] = total / n + (i < total % n);
    }
}

/* Widths of the stub's columns but the last: groups of five characters a line,
 * those left of them one character wide. Returns their sum. */
static int set_groups(int *widths, int stub, const struct size *size)
{
    int sum = 0;
    for (int i = 0; i < stub - 1; i++) {
        widths[i] = (i == stub - 2 ? 5 : 2) * size->em + 2 * size->margin;
        sum += widths[i];
    }
    return sum;
}

/* Columns of figures as narrow as they may be, labels as wide as they need,
 * what is left to the figures. */
static void set_widths(const form *f, int *widths, int figure)
{
    int stub = common_stub(f), n = f->section->grid_width - stub;
    int room = DS_DOCX_TEXT_WIDTH, label;
    if (stub > 0) {
        room -= set_groups(widths, stub, f->size);
        label = room - n * figure;
        if (label >= LEAST_LABEL * f->size->em) {
            int most = f->size->label * f->size->em + 2 * f->size->margin;
            widths[stub - 1] = label < most ? label : most;
            spread_evenly(widths + stub, n, room - widths[stub - 1]);
            return;
        }
    }
    spread_evenly(widths, f->section->grid_width, DS_DOCX_TEXT_WIDTH);
}

/* The narrowest of the columns. */
static int least_of(const int *widths, int n)
{
    int least = widths[0];
    for (int i = 1; i < n; i++) {
        least = widths[i] < least ? widths[i] : least;
    }
    return least;
}

/* Chooses the largest type in which every figure stands on one line. */
static const int *lay_out(form *f)
{
    int n = f->section->grid_width, stub = common_stub(f), widest = widest_figure(f);
    int *widths = apr_palloc(f->pool, sizeof(*widths) * (apr_size_t)n);
    for (int i = n > WIDE_GRID; i < N_SIZES; i++) {
        int needed;
        f->size = &sizes[i];
        needed = (widest * f->size->em + 1) / 2 + 2 * f->size->margin;
        set_widths(f, widths, needed > f->size->figure ? needed : f->size->figure);
        if (least_of(widths + stub, n - stub) >= needed) {
            break;
        }
    }
    return widths;
}

/* ---- Rows ---- */

/* A table is kept on one page: each row but the last with the one below. Of
 * several in one grid each is kept by itself, so that no page stays half empty. */
static void start_row(form *f, int is_head)
{
    f->rows_left--;
    ds_docx_grid_row(f->grid, (is_head ? DS_DOCX_ROW_HEAD : 0)
                              | (f->rows_left > 0 ? DS_DOCX_ROW_KEPT : 0), f->size->height);
}

static void write_label(form *f, const char *text, int colspan, int rowspan)
{
    const ds_docx_cell cell = { .text = text, .colspan = colspan, .rowspan = rowspan };
    ds_docx_grid_cell(f->grid, &cell);
}

/* The head of a table that has the grid to itself is repeated. */
static void write_head(form *f, const ds_table *table)
{
    int is_repeated = f->section->n_tables == 1;
    if (table->title != NULL) {
        start_row(f, is_repeated);
        write_label(f, table->title, f->section->grid_width, 1);
        ds_docx_grid_row_end(f->grid);
    }
    for (int level = 0; level < table->head_height; level++) {
        start_row(f, is_repeated);
        if (level == 0 && table->stub_width > 0) {
            write_label(f, table->corner, table->stub_width, table->head_height);
        }
        for (int i = 0; i < table->head_sizes[level]; i++) {
            const ds_label *label = &table->head[level][i];
            write_label(f, label->text, label->colspan, label->rowspan);
        }
        ds_docx_grid_row_end(f->grid);
    }
}

/* Whether a group's label that begins in column `start` of the stub stands left
 * of another group and has the height to be set vertically. */
static int is_vertical(const ds_table *table, const ds_label *label, int start)
{
    return label->is_group && start + label->colspan < table->stub_width - 1
        && ds_text_length(label->text)
           <= (apr_size_t)label->rowspan * VERTICAL_CHARACTERS;
}

static void write_stub(form *f, const ds_table *table, const ds_row *row)
{
    int start = table->stub_width;
    for (int i = 0; i < row->n_labels; i++) {
        start -= row->labels[i].colspan;
    }
    for (int i = 0; i < row->n_labels; i++) {
        const ds_label *label = &row->labels[i];
        const ds_docx_cell cell = {
            .text = label->text, .colspan = label->colspan, .rowspan = label->rowspan,
            .is_left = !label->is_group && table->stub_width > 1,
            .is_vertical = is_vertical(table, label, start)
        };
        ds_docx_grid_cell(f->grid, &cell);
        start += label->colspan;
    }
}

/* The figure with its unit, and its note in brackets. */
static const char *cell_text(const ds_report *report, int cell, apr_pool_t *pool)
{
    const ds_cell *c = &report->cells[cell];
    const char *figure = ds_report_cell_text(report, cell, pool);
    if (c->state == DS_CELL_NUMBER && c->unit != NULL) {
        figure = apr_pstrcat(pool, figure, c->unit, NULL);
    }
    return c->note == NULL ? figure : apr_pstrcat(pool, figure, "（", c->note, "）", NULL);
}

static void write_rows(form *f, const ds_table *table)
{
    for (int i = 0; i < table->n_rows; i++) {
        start_row(f, 0);
        write_stub(f, table, &table->rows[i]);
        for (int k = 0; k < table->n_columns; k++) {
            int cell = ds_table_cell(table, i, k);
            write_label(f, cell_text(f->report, cell, f->pool), table->columns[k].colspan, 1);
        }
        ds_docx_grid_row_end(f->grid);
    }
}

static void write_grid(form *f)
{
    const int *widths = lay_out(f);
    const ds_docx_grid_look look = {
        .n_columns = f->section->grid_width, .widths = widths, .style = f->size->style,
        .margin = f->size->margin,
        .title = f->section->n_tables == 1 ? table_at(f, 0)->caption : f->section->title
    };
    f->grid = ds_docx_grid_start(f->m, &look, f->pool);
    for (int t = 0; t < f->section->n_tables; t++) {
        const ds_table *table = table_at(f, t);
        f->rows_left = (table->title != NULL) + table->head_height + table->n_rows;
        write_head(f, table);
        write_rows(f, table);
    }
    ds_docx_grid_end(f->grid);
}

void ds_docx_write_form(ds_markup *m, const ds_report *report, const ds_section *section,
                        apr_pool_t *pool)
{
    form f = { .m = m, .report = report, .section = section, .pool = pool };
    write_grid(&f);
    ds_docx_paragraph(m, DS_DOCX_GAP, NULL, pool);
    for (int t = 0; t < section->n_tables; t++) {
        const apr_array_header_t *notes = report->notes[section->first_table + t];
        for (int i = 0; i < notes->nelts; i++) {
            ds_docx_paragraph(m, DS_DOCX_NOTE, APR_ARRAY_IDX(notes, i, const char *), pool);
        }
    }
}
