#include "store/history.h"

#include <string.h>

#include "store/store_private.h"

/* ---- Who did what ---- */

static ds_deed *load_deed(const ds_rows *rows, int i, apr_pool_t *pool)
{
    ds_deed *d = apr_palloc(pool, sizeof(*d));
#define TEXT(column) ds_rows_text(rows, i, DS_COL_DEED_##column)
#define NUMBER(column) ds_rows_number(rows, i, DS_COL_DEED_##column)
    *d = (ds_deed) { NUMBER(NUMBER), NUMBER(HAPPENED_AT), TEXT(ACCOUNT), TEXT(DISPLAY_NAME),
                     TEXT(ACTION), (int)NUMBER(REVISION), TEXT(DETAIL) };
#undef TEXT
#undef NUMBER
    return d;
}

apr_status_t ds_store_history(ds_store *store, apr_array_header_t **out, const char *organ,
                              int year, apr_int64_t before, int limit, apr_pool_t *result_pool)
{
    ds_rows *rows;
    *out = apr_array_make(result_pool, 16, sizeof(ds_deed *));
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_HISTORY, &rows,
        DS_ARGS(DS_S(organ), DS_N(year), DS_N(before > 0 ? before : APR_INT64_MAX),
                DS_N(limit)), result_pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++)
        APR_ARRAY_PUSH(*out, ds_deed *) = load_deed(rows, i, result_pool);
    return status;
}

apr_status_t ds_store_last_return(ds_store *store, ds_deed **out, const char *organ, int year,
                                  apr_pool_t *result_pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_LAST_TURN, &rows,
                                        DS_ARGS(DS_S(organ), DS_N(year)), result_pool);
    *out = status == APR_SUCCESS && rows->count
        && !strcmp(ds_rows_text(rows, 0, DS_COL_DEED_ACTION), ds_action_name(DS_ACTION_RETURN))
        ? load_deed(rows, 0, result_pool) : NULL;
    return status;
}

/* ---- Signed on paper ---- */

static ds_signature *load_signature(const ds_rows *rows, int i, apr_pool_t *pool)
{
    ds_signature *s = apr_palloc(pool, sizeof(*s));
#define TEXT(column) ds_rows_text(rows, i, DS_COL_SIGNATURES_##column)
#define NUMBER(column) ds_rows_number(rows, i, DS_COL_SIGNATURES_##column)
    *s = (ds_signature) {
        NUMBER(NUMBER), (int)NUMBER(REVISION), TEXT(STEP_NAME), TEXT(SIGNER), TEXT(POST),
        TEXT(SIGNED_ON), TEXT(SCAN), TEXT(ACCOUNT), TEXT(ACCOUNT_NAME), NUMBER(RECORDED_AT),
    };
#undef TEXT
#undef NUMBER
    return s;
}

apr_status_t ds_store_signatures(ds_store *store, apr_array_header_t **out, const char *organ,
                                 int year, apr_pool_t *result_pool)
{
    ds_rows *rows;
    *out = apr_array_make(result_pool, 4, sizeof(ds_signature *));
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_SIGNATURES, &rows,
                                        DS_ARGS(DS_S(organ), DS_N(year)), result_pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++)
        APR_ARRAY_PUSH(*out, ds_signature *) = load_signature(rows, i, result_pool);
    return status;
}

apr_status_t ds_signature__add(const ds_change *change, const ds_signature *signature,
                               const char *step_name, int revision, apr_pool_t *scratch_pool)
{
    ds_rows *rows;
    ds_dbd *dbd = change->store->dbd;
    apr_status_t status = ds_dbd_select(dbd, DS_SQL_SIGNATURE_LAST, &rows,
                                        DS_ARGS(DS_S(change->organ), DS_N(change->year)),
                                        scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    return ds_dbd_change(dbd, DS_SQL_SIGNATURE_ADD, NULL,
        DS_ARGS(DS_S(change->organ), DS_N(change->year),
                DS_N(ds_rows_number(rows, 0, DS_COL_SIGNATURE_LAST_NUMBER) + 1), DS_N(revision),
                DS_S(step_name), DS_S(signature->signer), DS_S(signature->post),
                DS_S(signature->signed_on), DS_S(signature->scan),
                DS_S(change->actor->account), DS_N(change->now)));
}
