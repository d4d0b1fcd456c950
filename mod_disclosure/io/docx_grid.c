#include "io/docx_grid.h"

#include "io/docx_text.h"

/* What goes on below a cell that spans rows, kept at its first column. */
typedef struct merged {
    int rows;        /* still to come */
    int colspan;
    int is_vertical;
} merged;

struct ds_docx_grid {
    ds_markup *m;
    const ds_docx_grid_look *look;
    apr_pool_t *pool;
    merged *below;   /* per column */
    int column;      /* where the next cell of the row begins */
    int is_kept;     /* the row */
};

static void write_border(ds_markup *m, const char *name)
{
    ds_markup_start(m, name);
    ds_markup_attr(m, "w:val", "single");
    ds_markup_attr(m, "w:sz", "4");
    ds_markup_attr(m, "w:space", "0");
    ds_markup_attr(m, "w:color", "000000");
    ds_markup_end(m, name);
}

static void write_width(ds_markup *m, const char *name, int width)
{
    ds_markup_start(m, name);
    ds_markup_attr_int(m, "w:w", width);
    ds_markup_attr(m, "w:type", "dxa");
    ds_markup_end(m, name);
}

static int width_of(const ds_docx_grid_look *look, int first, int n)
{
    int width = 0;
    for (int i = first; i < first + n; i++) {
        width += look->widths[i];
    }
    return width;
}

static void write_properties(ds_markup *m, const ds_docx_grid_look *look)
{
    static const char *const borders[] = {
        "w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"
    };
    ds_markup_start(m, "w:tblPr");
    write_width(m, "w:tblW", width_of(look, 0, look->n_columns));
    ds_docx_value(m, "w:jc", "center");
    ds_markup_start(m, "w:tblBorders");
    for (size_t i = 0; i < sizeof(borders) / sizeof(*borders); i++) {
        write_border(m, borders[i]);
    }
    ds_markup_end(m, "w:tblBorders");
    ds_markup_start(m, "w:tblLayout");
    ds_markup_attr(m, "w:type", "fixed");
    ds_markup_end(m, "w:tblLayout");
    ds_markup_start(m, "w:tblCellMar");
    write_width(m, "w:left", look->margin);
    write_width(m, "w:right", look->margin);
    ds_markup_end(m, "w:tblCellMar");
    if (look->title != NULL) {
        ds_docx_value(m, "w:tblCaption", look->title);
    }
    ds_markup_end(m, "w:tblPr");
}

ds_docx_grid *ds_docx_grid_start(ds_markup *m, const ds_docx_grid_look *look, apr_pool_t *pool)
{
    ds_docx_grid *grid = apr_pcalloc(pool, sizeof(*grid));
    grid->m = m;
    grid->look = look;
    grid->pool = pool;
    grid->below = apr_pcalloc(pool, sizeof(*grid->below) * (apr_size_t)look->n_columns);
    ds_markup_start(m, "w:tbl");
    write_properties(m, look);
    ds_markup_start(m, "w:tblGrid");
    for (int i = 0; i < look->n_columns; i++) {
        ds_markup_start(m, "w:gridCol");
        ds_markup_attr_int(m, "w:w", look->widths[i]);
        ds_markup_end(m, "w:gridCol");
    }
    ds_markup_end(m, "w:tblGrid");
    return grid;
}

void ds_docx_grid_row(ds_docx_grid *grid, int flags, int height)
{
    ds_markup *m = grid->m;
    grid->column = 0;
    grid->is_kept = (flags & DS_DOCX_ROW_KEPT) != 0;
    ds_markup_start(m, "w:tr");
    ds_markup_start(m, "w:trPr");
    ds_markup_start(m, "w:cantSplit");
    ds_markup_end(m, "w:cantSplit");
    ds_markup_start(m, "w:trHeight");
    ds_markup_attr_int(m, "w:val", height);
    ds_markup_attr(m, "w:hRule", "atLeast");
    ds_markup_end(m, "w:trHeight");
    if (flags & DS_DOCX_ROW_HEAD) {
        ds_markup_start(m, "w:tblHeader");
        ds_markup_end(m, "w:tblHeader");
    }
    ds_markup_end(m, "w:trPr");
}

static void write_paragraph(ds_docx_grid *grid, const ds_docx_cell *cell)
{
    ds_markup *m = grid->m;
    ds_markup_start(m, "w:p");
    ds_markup_start(m, "w:pPr");
    ds_docx_value(m, "w:pStyle", grid->look->style);
    if (grid->is_kept) {
        ds_markup_start(m, "w:keepNext");
        ds_markup_end(m, "w:keepNext");
    }
    if (cell->is_left) {
        ds_docx_value(m, "w:jc", "left");
    }
    ds_markup_end(m, "w:pPr");
    ds_docx_run(m, NULL, cell->text, grid->pool);
    ds_markup_end(m, "w:p");
}

/* One <w:tc>; merge is "restart", "continue" or NULL. */
static void write_cell(ds_docx_grid *grid, const ds_docx_cell *cell, const char *merge)
{
    ds_markup *m = grid->m;
    ds_markup_start(m, "w:tc");
    ds_markup_start(m, "w:tcPr");
    write_width(m, "w:tcW", width_of(grid->look, grid->column, cell->colspan));
    if (cell->colspan > 1) {
        ds_docx_number(m, "w:gridSpan", cell->colspan);
    }
    if (merge != NULL) {
        ds_docx_value(m, "w:vMerge", merge);
    }
    if (cell->is_vertical) {
        ds_docx_value(m, "w:textDirection", "tbRlV");
    }
    ds_docx_value(m, "w:vAlign", cell->is_top ? "top" : "center");
    ds_markup_end(m, "w:tcPr");
    write_paragraph(grid, cell);
    ds_markup_end(m, "w:tc");
    grid->column += cell->colspan;
}

/* The continuations that stand where the next cell would begin. */
static void write_merged(ds_docx_grid *grid)
{
    while (grid->column < grid->look->n_columns && grid->below[grid->column].rows > 0) {
        merged *below = &grid->below[grid->column];
        const ds_docx_cell cell = { .colspan = below->colspan, .is_vertical = below->is_vertical };
        below->rows--;
        write_cell(grid, &cell, "continue");
    }
}

/* How many columns from here on are free. */
static int free_columns(const ds_docx_grid *grid)
{
    int column = grid->column;
    while (column < grid->look->n_columns && grid->below[column].rows == 0) {
        column++;
    }
    return column - grid->column;
}

void ds_docx_grid_cell(ds_docx_grid *grid, const ds_docx_cell *cell)
{
    ds_docx_cell cut = *cell;
    write_merged(grid);
    if (cut.colspan > free_columns(grid)) {
        cut.colspan = free_columns(grid);
    }
    if (cut.colspan < 1) {
        return;
    }
    if (cut.rowspan > 1) {
        grid->below[grid->column] = (merged) { cut.rowspan - 1, cut.colspan, cut.is_vertical };
    }
    write_cell(grid, &cut, cut.rowspan > 1 ? "restart" : NULL);
}

void ds_docx_grid_row_end(ds_docx_grid *grid)
{
    write_merged(grid);
    ds_markup_end(grid->m, "w:tr");
}

void ds_docx_grid_end(ds_docx_grid *grid)
{
    ds_markup_end(grid->m, "w:tbl");
}
