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

/* Organs one statement takes. */
#define BATCH 16
#define LAST_YEAR 9999

static void add_standings(apr_array_header_t *out, const ds_rows *rows, apr_pool_t *pool)
{
#define TEXT(column) ds_rows_text(rows, i, DS_COL_STANDING_##column)
#define NUMBER(column) (int)ds_rows_number(rows, i, DS_COL_STANDING_##column)
    for (int i = 0; i < rows->count; i++) {
        ds_standing *s = apr_palloc(pool, sizeof(*s));
        int state = ds_state_find(TEXT(STATE));
        *s = (ds_standing) {
            TEXT(ORGAN_KEY), NUMBER(YEAR), TEXT(ORGAN_NAME),
            state < 0 ? DS_STATE_WITHDRAWN : (ds_state)state, NUMBER(STEP), TEXT(TAG), TEXT(AUTHOR),
            NUMBER(PUBLISHED), TEXT(PUBLISHED_ON), NUMBER(ERRORS), NUMBER(WARNINGS) };
        APR_ARRAY_PUSH(out, ds_standing *) = s;
    }
#undef TEXT
#undef NUMBER
}

apr_status_t ds_store_standing(ds_store *store, apr_array_header_t **out,
                               const apr_array_header_t *below, int year,
                               apr_pool_t *result_pool)
{
    apr_status_t status = APR_SUCCESS;
    *out = apr_array_make(result_pool, 16, sizeof(ds_standing *));
    for (int start = 0; status == APR_SUCCESS && start < below->nelts; start += BATCH) {
        ds_arg args[2 + BATCH] = { DS_N(year), DS_N(year ? year : LAST_YEAR) };
        ds_rows *rows;
        for (int i = 0; i < BATCH; i++)
            args[2 + i] = DS_S(APR_ARRAY_IDX(below, start + i < below->nelts ? start + i : start,
                                             const char *));
        status = ds_dbd_select(store->dbd, DS_SQL_STANDING, &rows, args, 2 + BATCH, result_pool);
        if (status == APR_SUCCESS)
            add_standings(*out, rows, result_pool);
    }
    return status;
}
