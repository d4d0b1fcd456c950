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
 * the one that receives it. What has no counterpart cannot be compared.
 */
#ifndef DS_CORE_CROSSWALK_H
#define DS_CORE_CROSSWALK_H

#include "core/report.h"

/* The cell of format `to` in which a sum over reports of several formats puts
 * the figure of `cell` of format `from`; -1 when there is none. Constant time. */
int ds_crosswalk_cell(const ds_format *from, int cell, const ds_format *to);

#endif
