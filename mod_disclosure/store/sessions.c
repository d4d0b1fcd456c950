#include "store/sessions.h"

#include <string.h>

#include <apr_strings.h>

#include "core/log.h"
#include "store/store_private.h"

/* A session is noted as used after so many seconds, or a quarter of the time
 * after which it would end, if that is less. */
#define NOTE_EVERY 60
#define KEY_BYTES (DS_SESSION_KEY_LENGTH / 2)

#define DEFAULTED(number, fallback) ((number) > 0 ? (number) : (fallback))

static int idle_seconds(const ds_store *store)
{
    return DEFAULTED(store->settings->session_idle, DS_SESSION_IDLE);
}

static int max_seconds(const ds_store *store)
{
    return DEFAULTED(store->settings->session_max, DS_SESSION_MAX);
}

/* A key is random enough for one plain digest. */
static const char *id_of(const char *key, apr_pool_t *pool)
{
    return ds_digest_hex(pool, ds_digest_find("sha256"), key, strlen(key));
}

apr_status_t ds_session__drop_all(ds_store *store, const char *account, const char *kept)
{
    return ds_dbd_change(store->dbd, DS_SQL_SESSIONS_DROP, NULL,
                         DS_ARGS(DS_S(account), DS_S(kept ? kept : "")));
}

/* ---- Beginning ---- */

typedef struct beginning {
    ds_store *store;
    const ds_actor *actor;
    const ds_session *session;
    const char *replaced;
} beginning;

static apr_status_t begin_body(void *baton, apr_pool_t *scratch_pool)
{
    const beginning *b = baton;
    const ds_session *s = b->session;
    ds_dbd *dbd = b->store->dbd;
    apr_status_t status = ds_dbd_change(dbd, DS_SQL_SESSIONS_PURGE, NULL,
        DS_ARGS(DS_N(s->created_at - idle_seconds(b->store)),
                DS_N(s->created_at - max_seconds(b->store))));
    if (status == APR_SUCCESS && b->replaced)
        status = ds_dbd_change(dbd, DS_SQL_SESSION_END, NULL, DS_ARGS(DS_S(b->replaced)));
    if (status == APR_SUCCESS)
        status = ds_dbd_change(dbd, DS_SQL_SESSION_ADD, NULL,
            DS_ARGS(DS_S(s->id), DS_S(s->account), DS_N(s->created_at), DS_N(s->used_at),
                    DS_N(s->last_sign_in), DS_S(s->address)));
    ds_audit_entry entry = { .actor = b->actor, .action = "sign-in", .at = s->created_at };
    return status == APR_SUCCESS ? ds_audit__add(b->store, &entry, scratch_pool) : status;
}

apr_status_t ds_session_begin(ds_store *store, ds_session **out, const char **key,
                              const ds_actor *actor, apr_int64_t last_sign_in,
                              const char *replaced, apr_int64_t now, apr_pool_t *result_pool)
{
    ds_session *session = apr_palloc(result_pool, sizeof(*session));
    beginning b = { store, actor, session, replaced };
    *key = ds_digest_random(result_pool, KEY_BYTES);
    if (!*key)
        return DS_EUNAVAILABLE;
    *session = (ds_session) { id_of(*key, result_pool), apr_pstrdup(result_pool, actor->account),
                              now, now, last_sign_in,
                              actor->address ? apr_pstrdup(result_pool, actor->address) : NULL };
    *out = session;
    return session->id ? ds_store__change(store, begin_body, &b) : DS_EUNAVAILABLE;
}

/* ---- Finding ---- */

static int is_key(const char *key)
{
    return strlen(key) == DS_SESSION_KEY_LENGTH && strspn(key, "0123456789abcdef") == strlen(key);
}

static int has_run_out(const ds_store *store, const ds_session *s, apr_int64_t now)
{
    return now - s->used_at > idle_seconds(store) || now - s->created_at > max_seconds(store);
}

typedef struct touching {
    ds_store *store;
    const ds_session *session;
} touching;

static apr_status_t touch_body(void *baton, apr_pool_t *scratch_pool)
{
    const touching *t = baton;
    return ds_dbd_change(t->store->dbd, DS_SQL_SESSION_TOUCH, NULL,
                         DS_ARGS(DS_N(t->session->used_at), DS_S(t->session->id)));
}

/* That it was used is worth a try; a page is not refused for a busy database. */
static void touch(ds_store *store, ds_session *session, apr_int64_t now)
{
    touching t = { store, session };
    int quarter = idle_seconds(store) / 4;
    if (now - session->used_at < (quarter < NOTE_EVERY ? quarter : NOTE_EVERY))
        return;
    session->used_at = now;
    apr_status_t status = ds_dbd_transaction(store->dbd, touch_body, &t);
    if (status != APR_SUCCESS)
        ds_log(DS_LOG_WARNING, status, "DS0445: a session could not be noted as used");
}

apr_status_t ds_session_find(ds_store *store, ds_session **out, const char *key, apr_int64_t now,
                             apr_pool_t *result_pool)
{
    ds_rows *rows;
    const char *id = is_key(key) ? id_of(key, result_pool) : NULL;
    *out = NULL;
    if (!id)
        return DS_ENOTFOUND;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_SESSION, &rows, DS_ARGS(DS_S(id)),
                                        result_pool);
    if (status != APR_SUCCESS || rows->count == 0)
        return status != APR_SUCCESS ? status : DS_ENOTFOUND;
    ds_session *session = apr_palloc(result_pool, sizeof(*session));
    *session = (ds_session) { ds_rows_text(rows, 0, DS_COL_SESSION_ID),
                              ds_rows_text(rows, 0, DS_COL_SESSION_ACCOUNT),
                              ds_rows_number(rows, 0, DS_COL_SESSION_CREATED_AT),
                              ds_rows_number(rows, 0, DS_COL_SESSION_USED_AT),
                              ds_rows_number(rows, 0, DS_COL_SESSION_LAST_SIGN_IN),
                              ds_rows_text(rows, 0, DS_COL_SESSION_ADDRESS) };
    if (has_run_out(store, session, now))
        return DS_ENOTFOUND;
    touch(store, session, now);
    *out = session;
    return APR_SUCCESS;
}

/* ---- Ending ---- */

typedef struct ending {
    ds_store *store;
    const ds_actor *actor;
    const char *id;         /* NULL: all of the account */
    apr_int64_t now;
} ending;

static apr_status_t end_body(void *baton, apr_pool_t *scratch_pool)
{
    const ending *e = baton;
    apr_status_t status = e->id
        ? ds_dbd_change(e->store->dbd, DS_SQL_SESSION_DROP, NULL,
                        DS_ARGS(DS_S(e->id), DS_S(e->actor->account)))
        : ds_session__drop_all(e->store, e->actor->account, NULL);
    ds_audit_entry entry = { .actor = e->actor, .at = e->now,
                             .action = e->id ? "sign-out" : "sign-out-everywhere" };
    return status == APR_SUCCESS ? ds_audit__add(e->store, &entry, scratch_pool) : status;
}

apr_status_t ds_session_end(ds_store *store, const ds_actor *actor, const char *id,
                            apr_int64_t now)
{
    ending e = { store, actor, id, now };
    return ds_store__change(store, end_body, &e);
}

apr_status_t ds_session_end_all(ds_store *store, const ds_actor *actor, apr_int64_t now)
{
    ending e = { store, actor, NULL, now };
    return ds_store__change(store, end_body, &e);
}
