/* CSV of a comparison of years (core/series.h): one line per figure and year,
 * UTF-8 with BOM, guarded as all our CSV.
 *
 *   organ, organ_name   whose years are compared
 *   year                the report year
 *   basis               own; sum: of the predecessors' reports; none: nothing is
 *                       public; withdrawn; partial, mixed: predecessors that cannot be
 *                       summed
 *   format, version     of the report; version is empty for a sum
 *   table, row, column  the line's address; of rows that one format counts in one the
 *                       row of that format
 *   label               how a person reads it
 *   cells               addresses in the year's format whose sum it is, joined by "+"
 *   state               number; blank; na: not applicable; no_line: the format has no
 *                       such figure; no_report
 *   value, unit         the figure; amounts of money in 万元
 *   change              against the year before, in the same unit
 *   change_percent      ... in percent of it, one place
 *   share_percent       of the sum that it is a part of in the same year, one place
 *
 * What cannot be compared is empty. */
#ifndef DS_IO_CSV_SERIES_H
#define DS_IO_CSV_SERIES_H

#include "core/series.h"

/* The file, NUL-terminated, in pool; *len without the NUL. `organ_name` is as
 * the organ is called today. */
const char *ds_csv_series(const ds_series *series, const char *organ_name, apr_size_t *len,
                          apr_pool_t *pool);

#endif
