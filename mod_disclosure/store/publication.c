#include <string.h>

#include <apr_strings.h>

#include "store/store_private.h"

/* The figures once more, in one text, for sums over many reports. */
static const char *figures(const ds_report *report, apr_pool_t *pool)
{
    int n = report->format->n_cells;
    apr_array_header_t *parts = apr_array_make(pool, n, sizeof(const char *));
    for (int i = 0; i < n; i++) {
        const ds_cell *cell = &report->cells[i];
        const char *text = cell->state == DS_CELL_BLANK ? "-"
            : ds_report_cell_text(report, i, pool);
        int has_unit = cell->state == DS_CELL_NUMBER && cell->unit;
        APR_ARRAY_PUSH(parts, const char *) =
            has_unit ? apr_pstrcat(pool, text, cell->unit, NULL) : text;
    }
    return apr_array_pstrcat(pool, parts, ' ');
}

apr_status_t ds_publication__write(const ds_change *change, const ds_publication *publication,
                                   apr_pool_t *scratch_pool)
{
    const ds_publication *p = publication;
    apr_status_t status = ds_dbd_change(change->store->dbd, DS_SQL_PUBLICATION_ADD, NULL,
        DS_ARGS(DS_S(change->organ), DS_N(change->year), DS_N(p->n), DS_N(p->revision),
                DS_S(p->title), DS_S(p->index_number), DS_S(p->document_number),
                DS_S(p->published_on), DS_N(p->published_at), DS_S(p->old_address),
                DS_S(p->notice), DS_S(p->digest_algorithm), DS_S(p->digest),
                DS_S(figures(p->report, scratch_pool))));
    return status == APR_SUCCESS ? ds_files__publish(change, p, scratch_pool) : status;
}
