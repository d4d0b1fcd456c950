#include "store/progress.h"

#include "store/store_private.h"

apr_status_t ds_store_progress(ds_store *store, apr_array_header_t **out, int year,
                               apr_pool_t *result_pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_PROGRESS, &rows, DS_ARGS(DS_N(year)),
                                        result_pool);
    *out = apr_array_make(result_pool, 16, sizeof(ds_progress *));
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        ds_progress *progress = apr_palloc(result_pool, sizeof(*progress));
        progress->organ = ds_rows_text(rows, i, DS_COL_PROGRESS_ORGAN_KEY);
        progress->first_on = ds_rows_text(rows, i, DS_COL_PROGRESS_FIRST_ON);
        progress->versions = (int)ds_rows_number(rows, i, DS_COL_PROGRESS_VERSIONS);
        progress->returns = (int)ds_rows_number(rows, i, DS_COL_PROGRESS_RETURNS);
        APR_ARRAY_PUSH(*out, ds_progress *) = progress;
    }
    return status;
}
