/* What the files that build a format share. Internal to core. */
#ifndef DS_CORE_FORMAT_PARTS_H
#define DS_CORE_FORMAT_PARTS_H

#include <libxml/tree.h>

#include "core/format.h"

/* Where a cell stands and what it is called. */
typedef struct ds_place {
    const ds_table *table;
    const char *address;
} ds_place;

/* Bounds of a format file, far above any form that could be printed. */
#define DS_FORMAT_MAX_DEPTH 8       /* groups above a column or row */
#define DS_FORMAT_MAX_CELLS 20000   /* of all tables together */

/* Reads a <table> into *table, all members but `section`, `index` and
 * `first_cell`; spans are those of the table by itself. Returns NULL or the
 * error. Lives in result_pool. */
const char *ds_format_read_table(ds_table *table, const xmlNode *node, const char *path,
                                 apr_pool_t *result_pool, apr_pool_t *scratch_pool);

/* Stretches the last column so that the table fills its section's grid. */
void ds_format_widen_table(ds_table *table, int grid_width);

/* Reads all <earlier> of the format, whose tables are complete, as far as the
 * file itself can tell. Returns NULL or the error. */
const char *ds_format_read_earlier(ds_format *format, const xmlNode *root, const char *path,
                                   apr_pool_t *result_pool, apr_pool_t *scratch_pool);

/* The texts of the children of that name, NULL-terminated; in pool. */
const char *const *ds_format_read_texts(const xmlNode *node, const char *name,
                                        apr_pool_t *pool);

/* The text of the first child of that name, or NULL; in pool. */
const char *ds_format_read_text(const xmlNode *node, const char *name, apr_pool_t *pool);

#endif
