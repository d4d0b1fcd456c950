/* A table of a document, cell by cell, with spans in both directions.
 *
 * The caller gives the cells of each row that begin in it, left to right, as
 * HTML has them; the cells that WordprocessingML wants below a cell which spans
 * rows are put in between.
 */
#ifndef DS_IO_DOCX_GRID_H
#define DS_IO_DOCX_GRID_H

#include "core/markup.h"

/* The width between the margins of the page, in twentieths of a point: the
 * 156 mm of official documents. */
#define DS_DOCX_TEXT_WIDTH 8844

/* How a whole table is set. */
typedef struct ds_docx_grid_look {
    int n_columns;
    const int *widths;  /* one per column; twentieths of a point */
    const char *style;  /* of the paragraphs in its cells */
    int margin;         /* left and right inside each cell */
    const char *title;  /* for people who cannot see it; or NULL */
} ds_docx_grid_look;

/* What a row is; as an or. */
enum {
    DS_DOCX_ROW_HEAD = 1, /* repeated on each page */
    DS_DOCX_ROW_KEPT = 2  /* on one page with the row below it */
};

typedef struct ds_docx_cell {
    const char *text;   /* NULL: nothing */
    int colspan, rowspan;
    int is_left;        /* text at the left, not in the middle */
    int is_top;         /* text at the top, not in the middle */
    int is_vertical;    /* text from top to bottom */
} ds_docx_cell;

typedef struct ds_docx_grid ds_docx_grid;

/* The table up to its first row; writer and look must outlive it. */
ds_docx_grid *ds_docx_grid_start(ds_markup *m, const ds_docx_grid_look *look, apr_pool_t *pool);

/* A row at least `height` high. */
void ds_docx_grid_row(ds_docx_grid *grid, int flags, int height);

/* The next cell of the row. Spans that leave the table are cut. */
void ds_docx_grid_cell(ds_docx_grid *grid, const ds_docx_cell *cell);

void ds_docx_grid_row_end(ds_docx_grid *grid);
void ds_docx_grid_end(ds_docx_grid *grid);

#endif
