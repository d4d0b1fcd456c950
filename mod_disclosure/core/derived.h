/* Figures that follow from others, as the format's relations say.
 *
 * Carried over: where a relation demands that one figure of this year equals
 * one figure of last year's report and nothing else, the latter can be filled
 * in; who states another figure has to say why, in the cell's note.
 *
 * Sums: where a relation demands that one figure equals a sum of other
 * figures of the same report, it can be computed.
 */
#ifndef DS_CORE_DERIVED_H
#define DS_CORE_DERIVED_H

#include "core/relation.h"
#include "core/report.h"

/* The cell of this year that such a relation speaks of, *previous set to the
 * address in last year's report (unless it is NULL); -1 for any other
 * relation. */
int ds_carry_cell(const ds_relation *relation, const char **previous);

/* For every cell of the format the figure last year's report carries into it:
 * an array of n_cells cells, DS_CELL_NUMBER where there is one, else
 * DS_CELL_BLANK; in pool. `previous` may be NULL. */
const ds_cell *ds_carry_figures(const ds_format *format, const ds_report *previous,
                                apr_pool_t *pool);

/* The cell that such a relation demands to be a sum, *sum set to that sum
 * (unless it is NULL); -1 for any other relation. */
int ds_sum_cell(const ds_relation *relation, const ds_side **sum);

/* The rule of the finding by which a reader tells that somebody has declared the
 * rest of a table zero; the message says who and when. */
#define DS_ZERO_RULE "C.zero"

/* Fills the blank cells of a table: what is carried over (`carried` as above),
 * then 0 wherever no sum is demanded, then the sums as far as they can be
 * computed. Returns how many cells were filled. */
int ds_fill_zeros(ds_report *report, const ds_table *table, const ds_cell *carried);

/* Adds the figures of another report to those of `sum`, cell by cell as their
 * addresses say. Where either has no number, or the sum is beyond all bounds,
 * or the stated units differ, the cell becomes blank. */
void ds_add_figures(ds_report *sum, const ds_report *more);

#endif
