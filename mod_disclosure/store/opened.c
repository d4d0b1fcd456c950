/* Who has had which tag of a report open. */
#include "store/history.h"

#include <string.h>

#include "store/store_private.h"

typedef struct opening {
    ds_store *store;
    const char *account, *organ, *tag;
    int year;
    apr_int64_t now;
} opening;

static apr_status_t note_body(void *baton, apr_pool_t *scratch_pool)
{
    const opening *o = baton;
    apr_status_t status = ds_dbd_change(o->store->dbd, DS_SQL_OPENED_DROP, NULL,
        DS_ARGS(DS_S(o->account), DS_S(o->organ), DS_N(o->year)));
    return status != APR_SUCCESS ? status
        : ds_dbd_change(o->store->dbd, DS_SQL_OPENED_ADD, NULL,
            DS_ARGS(DS_S(o->account), DS_S(o->organ), DS_N(o->year), DS_S(o->tag),
                    DS_N(o->now)));
}

apr_status_t ds_store_opened(ds_store *store, const char *account, const char *organ, int year,
                             const char *tag)
{
    ds_rows *rows;
    apr_pool_t *scratch;
    apr_pool_create(&scratch, store->pool);
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_OPENED, &rows,
        DS_ARGS(DS_S(account), DS_S(organ), DS_N(year)), scratch);
    if (status == APR_SUCCESS
        && !(rows->count && !strcmp(ds_rows_text(rows, 0, DS_COL_OPENED_TAG), tag)))
        status = DS_EPRECONDITION;
    apr_pool_destroy(scratch);
    return status;
}

apr_status_t ds_store_note_opened(ds_store *store, const char *account, const char *organ,
                                  int year, const char *tag, apr_int64_t now)
{
    opening o = { store, account, organ, tag, year, now };
    apr_status_t status = ds_store_opened(store, account, organ, year, tag);
    return status == DS_EPRECONDITION ? ds_dbd_transaction(store->dbd, note_body, &o) : status;
}
