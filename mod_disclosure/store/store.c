#include "store/store.h"

#include <stdarg.h>
#include <string.h>

#include <apr_strings.h>

#include "core/log.h"
#include "core/text.h"
#include "store/store_private.h"

#define SECRET_BYTES 32

apr_status_t ds_store_open(ds_store **out, struct ds_dbd *dbd, const ds_store_settings *settings,
                           apr_pool_t *pool)
{
    apr_pool_t *scratch;
    apr_pool_create(&scratch, pool);
    apr_status_t status = ds_dbd_schema_check(dbd, scratch);
    apr_pool_destroy(scratch);
    if (status != APR_SUCCESS)
        return DS_EUNAVAILABLE;
    ds_store *store = apr_pcalloc(pool, sizeof(*store));
    store->dbd = dbd;
    store->settings = settings;
    store->pool = pool;
    *out = store;
    return APR_SUCCESS;
}

apr_status_t ds_store__refuse(ds_findings *findings, apr_status_t status, const char *rule,
                              const char *place, const char *format, ...)
{
    apr_pool_t *scratch;
    va_list args;
    if (apr_pool_create(&scratch, NULL) != APR_SUCCESS)
        return APR_ENOMEM;
    va_start(args, format);
    const char *message = apr_pvsprintf(scratch, format, args);
    va_end(args);
    ds_findings_add(findings, DS_ERROR, rule, place, "%s", message);
    apr_pool_destroy(scratch);
    return status;
}

int ds_store__text(const char **out, const char *text, apr_size_t max, apr_pool_t *pool)
{
    *out = NULL;
    if (!text)
        return 1;
    apr_size_t length = strlen(text);
    /* No character has more than four bytes. */
    if (length > max * 4 || ds_text_first_bad(text, length) != length)
        return 0;
    const char *tidy = ds_text_tidy(pool, text, length);
    if (ds_text_length(tidy) > max)
        return 0;
    if (*tidy)
        *out = tidy;
    return 1;
}

/* ---- Transactions with a record ---- */

typedef struct locked {
    ds_store *store;
    ds_dbd_body *body;
    void *baton;
} locked;

static apr_status_t lock_and_run(void *baton, apr_pool_t *scratch_pool)
{
    const locked *l = baton;
    int changed = 0;
    apr_status_t status = ds_dbd_change(l->store->dbd, DS_SQL_AUDIT_LOCK, &changed, DS_NO_ARGS);
    if (status != APR_SUCCESS)
        return status;
    if (changed != 1) {
        ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0430: the head of the record is missing from "
               "ds_audit_head; nothing is changed without it");
        return DS_EUNAVAILABLE;
    }
    return l->body(l->baton, scratch_pool);
}

apr_status_t ds_store__change(ds_store *store, ds_dbd_body *body, void *baton)
{
    locked l = { store, body, baton };
    return ds_dbd_transaction(store->dbd, lock_and_run, &l);
}

/* ---- The installation's secret ---- */

typedef struct secret_search {
    ds_store *store;
    const char *found;
    apr_pool_t *result_pool;
} secret_search;

static apr_status_t find_secret(secret_search *s, apr_pool_t *scratch_pool)
{
    ds_rows *rows;
    s->found = NULL;
    apr_status_t status = ds_dbd_select(s->store->dbd, DS_SQL_META, &rows,
                                        DS_ARGS(DS_S("secret")), scratch_pool);
    if (status == APR_SUCCESS && rows->count)
        s->found = apr_pstrdup(s->result_pool, ds_rows_text(rows, 0, DS_COL_META_VALUE));
    return status;
}

/* Two first calls at once: the slower one fails on the key, is run again, and
 * finds the secret of the faster. */
static apr_status_t make_secret(void *baton, apr_pool_t *scratch_pool)
{
    secret_search *s = baton;
    apr_status_t status = find_secret(s, scratch_pool);
    if (status != APR_SUCCESS || s->found)
        return status;
    const char *secret = ds_digest_random(s->result_pool, SECRET_BYTES);
    if (!secret)
        return DS_EUNAVAILABLE;
    status = ds_dbd_change(s->store->dbd, DS_SQL_META_ADD, NULL,
                           DS_ARGS(DS_S("secret"), DS_S(secret)));
    s->found = secret;
    return status;
}

apr_status_t ds_store_secret(ds_store *store, const char **secret, apr_pool_t *result_pool)
{
    secret_search s = { store, NULL, result_pool };
    apr_pool_t *scratch;
    *secret = NULL;
    apr_pool_create(&scratch, result_pool);
    apr_status_t status = find_secret(&s, scratch);
    apr_pool_destroy(scratch);
    if (status == APR_SUCCESS && !s.found)
        status = ds_dbd_transaction(store->dbd, make_secret, &s);
    if (status == APR_SUCCESS)
        *secret = s.found;
    return status;
}
