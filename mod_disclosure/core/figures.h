/* The figures of a report as one line of text: small to store, quick to read,
 * for sums and comparisons over many reports.
 *
 * Every cell of the format in official order, separated by single blanks: "-"
 * for a blank cell, "/" for not applicable, else the figure as it is printed
 * with a stated unit right behind it. Notes of cells are not in it.
 */
#ifndef DS_CORE_FIGURES_H
#define DS_CORE_FIGURES_H

#include "core/report.h"

/* The line of a report, in pool. */
const char *ds_figures_write(const ds_report *report, apr_pool_t *pool);

/* Sets the cells of a report, which must be blank, from a line of its format.
 * DS_EINVALID when it is not one: the cells read so far are then set. */
apr_status_t ds_figures_read(ds_report *report, const char *text);

#endif
