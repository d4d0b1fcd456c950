/* The CSV of one report in, as io/csv.h describes it. */
#ifndef DS_IO_CSV_READ_H
#define DS_IO_CSV_READ_H

#include "io/io.h"

/* Strict: each cell of the format at most once, figures as plainly as they can
 * be, labels those of the format, all lines of one report. A file without the
 * lines for text gives a report without text. */
ds_read_fn ds_csv_read;

/* Whether the bytes begin with the head line of such a file. */
int ds_csv_begins(const char *bytes, apr_size_t len);

#endif
