/* Which figure of one format is which of another.
 *
 * The same address in two formats is the same figure. Where a later form
 * divides what an earlier one counted in one row, its file says so:
 *
 *     <earlier format="2019" table="requests" row="other">
 *       <row id="other.not_corrected"/> <row id="other.fee_unpaid"/>
 *       <row id="other.misc" receives="yes"/>
 *     </earlier>
 *
 * The sum of these rows is then comparable with the earlier row, column by
 * column; and where a single row is asked for, the earlier figure stands in
 * the one that receives it. Two earlier rows that became one are two such
 * elements with the same single row. What has no counterpart cannot be
 * compared.
 */
#ifndef DS_CORE_CROSSWALK_H
#define DS_CORE_CROSSWALK_H

#include <apr_tables.h>

#include "core/report.h"

/* The cell of format `to` in which a sum over reports of several formats puts
 * the figure of `cell` of format `from`; -1 when there is none. Both formats
 * are of one ds_formats. What was divided can be followed forward only.
 * Constant time. */
int ds_crosswalk_cell(const ds_format *from, int cell, const ds_format *to);

/* One line of a comparison: a figure as far as it runs through the formats. */
typedef struct ds_crosswalk_line {
    const ds_table *table;    /* as in the newest of the formats that has the table; */
    const ds_column *column;  /* likewise */
    const char *row;          /* id of the row; of a sum that of the row that was divided, or
                                 its rows' ids joined by "+" where no format has one */
    const char *label;        /* official label of the row, "" in a table without stub */
    const char *const *groups; /* labels of the groups over it, outermost first, NULL-terminated */
    int is_sum;               /* in some format it is the sum of several rows; those follow as
                                 lines of their own wherever they can be compared */
    int is_total;             /* the row is one of totals */
    const int *const *cells;  /* per format: the cells whose sum it is, ended by -1; NULL where
                                 the format has nothing of the kind */
} ds_crosswalk_line;

/* All lines of these `n` different formats of `formats`, table by table, row
 * by row, column by column: what the newest has in its official order, what
 * only earlier ones have behind that which precedes it there. An array of
 * ds_crosswalk_line, `cells` in the order of `shown`; in result_pool. */
const apr_array_header_t *ds_crosswalk_lines(const ds_formats *formats,
                                             const ds_format *const *shown, int n,
                                             apr_pool_t *result_pool, apr_pool_t *scratch_pool);

/* How a person reads a line: groups, row and column, separated by blanks; in
 * pool. */
const char *ds_crosswalk_label(const ds_crosswalk_line *line, apr_pool_t *pool);

#endif
