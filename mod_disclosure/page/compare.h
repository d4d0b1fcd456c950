/* B/{organ}/compare/{first}-{last}: the figures of several years beside each
 * other. */
#ifndef DS_PAGE_COMPARE_H
#define DS_PAGE_COMPARE_H

#include "core/series.h"
#include "page/site.h"
#include "page/template.h"

typedef struct ds_compare_view {
    const ds_series *series; /* at least one year has a report */
    const char *column;  /* id of the column that tables with a column of totals show instead of
                            it; the other tables are then left out. NULL: totals, all tables */
} ds_compare_view;

void ds_public_compare(ds_page *page, const ds_site *site, const ds_compare_view *view,
                       apr_pool_t *pool);

/* Whether some table can show that column in place of its totals. */
int ds_compare_has_column(const ds_series *series, const char *column);

/* The address, with `suffix` (".csv", "/natural", "") behind it; in pool. */
const char *ds_compare_path(const ds_site *site, const char *organ, int first, int last,
                            const char *suffix, apr_pool_t *pool);

#endif
