/* What the files of the comparison share. Internal to core. */
#ifndef DS_CORE_SERIES_PARTS_H
#define DS_CORE_SERIES_PARTS_H

#include "core/series.h"

/* The columns: source->last - source->first + 1 of them, in pool. */
const ds_series_year *ds_series_years(const ds_series_source *source, apr_pool_t *pool);

/* For each cell of the format the cell it is a part of, as a relation of the
 * format says that sums up the same column (in a table without stub, the same
 * row); -1 for a cell that is part of none. In pool. */
const int *ds_series_wholes(const ds_format *format, apr_pool_t *pool);

#endif
