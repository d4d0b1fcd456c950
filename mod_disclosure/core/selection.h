/* Figures chosen for a table over many reports.
 *
 * A figure is chosen by the address of its cell. A row or column may end in ".*"
 * and then means all that begin so: requests, refused.*, total is the sum of the
 * totals of all refusals. A sum is there only when all its figures are.
 */
#ifndef DS_CORE_SELECTION_H
#define DS_CORE_SELECTION_H

#include "core/consolidation.h"

typedef struct ds_selected {
    const char *address;    /* as it was chosen */
    const char *label;      /* as a person calls it, short: 予以公开 */
    const char *unit;       /* or NULL */
    int n_cells;
    const int *cells;
} ds_selected;

/* NULL when nothing of the format matches, or figures of different units do; in
 * pool. */
const ds_selected *ds_select(const ds_format *format, const char *address, apr_pool_t *pool);

/* What is shown when nothing was chosen: requests received, carried over and
 * answered, disputes; of a format without these the first totals. Array of const
 * ds_selected *, in pool. */
apr_array_header_t *ds_select_usual(const ds_format *format, apr_pool_t *pool);

/* What to offer: the usual ones, and of each table the totals, or every cell of
 * one without. Array of const ds_selected *, each address once, in the order of
 * the format; in pool. */
apr_array_header_t *ds_select_offers(const ds_format *format, apr_pool_t *pool);

/* The figure in the shares of one report (n_cells of the format): of a sum the
 * first kind of share that keeps it from being a number. */
ds_share ds_selected_share(const ds_selected *selected, const ds_share *shares);

#endif
