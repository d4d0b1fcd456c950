#include "store/publications.h"

#include "store/store_private.h"

apr_status_t ds_store_public_years(ds_store *store, apr_array_header_t **out,
                                   apr_pool_t *result_pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_PUBLIC_YEARS, &rows, DS_NO_ARGS,
                                        result_pool);

    *out = apr_array_make(result_pool, 16, sizeof(ds_public_year));
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        ds_public_year *year = apr_array_push(*out);

        year->year = (int)ds_rows_number(rows, i, DS_COL_PUBLIC_YEARS_YEAR);
        year->reports = (int)ds_rows_number(rows, i, DS_COL_PUBLIC_YEARS_REPORTS);
        year->published_at = ds_rows_number(rows, i, DS_COL_PUBLIC_YEARS_NEWEST);
    }
    return status;
}

static const ds_public_event *event_of(const ds_rows *rows, int i, apr_pool_t *pool)
{
    ds_public_event *event = apr_palloc(pool, sizeof(*event));
#define TEXT(column) ds_rows_text(rows, i, DS_COL_RECENT_##column)
#define NUMBER(column) ds_rows_number(rows, i, DS_COL_RECENT_##column)

    event->organ = TEXT(ORGAN_KEY);
    event->organ_name = TEXT(ORGAN_NAME);
    event->year = (int)NUMBER(YEAR);
    event->n = (int)NUMBER(N);
    event->current = (int)NUMBER(PUBLISHED);
    event->title = TEXT(TITLE);
    event->notice = TEXT(NOTICE);
    event->published_at = NUMBER(PUBLISHED_AT);
#undef TEXT
#undef NUMBER
    return event;
}

apr_status_t ds_store_recent(ds_store *store, apr_array_header_t **out, int limit,
                             apr_pool_t *result_pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_RECENT, &rows, DS_ARGS(DS_N(limit)),
                                        result_pool);

    *out = apr_array_make(result_pool, limit, sizeof(const ds_public_event *));
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++)
        APR_ARRAY_PUSH(*out, const ds_public_event *) = event_of(rows, i, result_pool);
    return status;
}
