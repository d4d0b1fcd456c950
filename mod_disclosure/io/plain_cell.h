/* A cell as this project's own outputs print it: the figure as plainly as it can
 * be, its unit, and its note in brackets.
 */
#ifndef DS_IO_PLAIN_CELL_H
#define DS_IO_PLAIN_CELL_H

#include "core/report.h"

/* Sets the cell's state and figure from "25.1", "/" or "" (len bytes). Returns
 * 0, and leaves the cell alone, when the text is anything else or a figure that
 * the cell's type does not take. */
int ds_plain_figure(ds_report *report, int cell, const char *text, apr_size_t len);

/* Sets all of the cell from "25.1万元（含服务）". Returns as above, then with state,
 * unit and note as they were. */
int ds_plain_cell(ds_report *report, int cell, const char *text);

#endif
