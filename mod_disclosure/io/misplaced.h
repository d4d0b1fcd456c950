/* Tables, rows and columns that belong to another format: the commonest
 * mistake in the year a format changes, and worth a sentence of its own.
 */
#ifndef DS_IO_MISPLACED_H
#define DS_IO_MISPLACED_H

#include "core/finding.h"
#include "core/format.h"

/* Each looks in the formats for one that has what `format` has not. Returns 1
 * after adding an error: for a row under the table's rows_rule ("T3.rows"),
 * else under F.format; 0 when no format has it. `place` is where it stood. */
int ds_misplaced_table(const ds_formats *formats, const ds_format *format, const char *id,
                       const char *place, ds_findings *findings);
int ds_misplaced_row(const ds_formats *formats, const ds_format *format, const ds_table *table,
                     const char *id, const char *place, ds_findings *findings);
int ds_misplaced_column(const ds_formats *formats, const ds_format *format,
                        const ds_table *table, const char *id, const char *place,
                        ds_findings *findings);

#endif
