/* The table walker: an official form as an HTML table, spans and labels read
 * from the format.
 *
 * Heads are <th> with a scope: "col" and "row" for what heads one column or
 * row of figures, "colgroup" and "rowgroup" for groups of them. Classes:
 *   ds-s1, ds-s2 ...  a stub cell that begins in the second, third ... column
 *                     (so that all of the stub can be kept in sight)
 *   ds-v              a group's label that is set vertically
 *   ds-t              a row, or a cell of a column, that is a total
 *   ds-band           the title over one of several tables of a grid
 *   ds-corner         the head over the stub
 * and of the table: ds-form; ds-no-stub where the rows have no labels;
 * ds-uneven where the stubs of its tables differ in width.
 */
#ifndef DS_PAGE_TABLE_H
#define DS_PAGE_TABLE_H

#include "core/markup.h"
#include "core/report.h"

/* Writes what stands in one data cell (between <td> and </td>). */
typedef void ds_table_cell_fn(ds_markup *m, int cell, void *baton);

/* The class of one data cell, or NULL for none. */
typedef const char *ds_table_class_fn(int cell, void *baton);

/* Walks the printed grid of a form section: one <table> with caption, and for
 * each of its tables a <tbody> (band, head rows, data rows) or, where the
 * section has just one table, <thead> and <tbody>. The same walk serves the
 * report page, the entry form and the sums. */
void ds_table_walk(ds_markup *m, const ds_format *format, const ds_section *section,
                   ds_table_cell_fn *cell, ds_table_class_fn *class_of, void *baton);

/* The same in its frame: if wide in a labelled, focusable region that scrolls
 * by itself. */
void ds_table_framed(ds_markup *m, const ds_format *format, const ds_section *section,
                     ds_table_cell_fn *cell, ds_table_class_fn *class_of, void *baton,
                     apr_pool_t *pool);

/* A form section of a report as the public sees it: its table in its frame, and the
 * notes below. Zeros have the class ds-z. Attributes keep what is not to be seen and is
 * part of the report: data-unit of a cell without a figure, data-table of a note.
 * Little is allocated, in the report's pool. */
void ds_table_report(ds_markup *m, const ds_report *report, const ds_section *section);

#endif
