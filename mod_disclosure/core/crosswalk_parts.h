/* What the files of the crosswalk share. Internal to core. */
#ifndef DS_CORE_CROSSWALK_PARTS_H
#define DS_CORE_CROSSWALK_PARTS_H

#include <apr_tables.h>

#include "core/crosswalk.h"

/* One <earlier> of a format: the rows of a table that together count what an
 * earlier format counts in one row of the table of the same id. */
typedef struct ds_earlier {
    const char *format;      /* id of the earlier format */
    const char *row;         /* id of its row */
    const ds_table *table;   /* of the format that says so, as are the rows: */
    int n_rows;              /* one or more */
    const ds_row **rows;
    const ds_row *receives;  /* one of them */
    int line;                /* in the format's file */
} ds_earlier;

/* Checks every <earlier> of the formats (array of ds_format *, by first year)
 * against the format it speaks of, and sets `index` and `counterparts` of
 * each, in pool. NULL or the error. */
const char *ds_crosswalk_lay(apr_array_header_t *formats, apr_pool_t *pool);

/* What `later` says of that row of `earlier`; NULL when it divides nothing. */
const ds_earlier *ds_crosswalk_division(const ds_format *later, const ds_format *earlier,
                                        const char *table, const char *row);

#endif
