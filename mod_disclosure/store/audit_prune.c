/* Records that are older than they need to be kept: the beginning of the chain is
 * taken off, and what is left is tied to where it was cut. */
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "store/audit_chain.h"

#define ANCHOR "audit_anchor"

/* ---- The anchor ---- */

static const char *anchor_text(const ds_audit_anchor *anchor, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%" APR_INT64_T_FMT " %s %" APR_INT64_T_FMT, anchor->number,
                        anchor->digest, anchor->at);
}

/* "1200 9c4f... 1767225600"; 0 for anything else. */
static int parse(ds_audit_anchor *out, const char *text, apr_pool_t *pool)
{
    char *rest = apr_pstrdup(pool, text), *state = NULL;
    const char *number = apr_strtok(rest, " ", &state), *digest = apr_strtok(NULL, " ", &state);
    const char *at = apr_strtok(NULL, " ", &state);
    if (!number || !digest || !at)
        return 0;
    *out = (ds_audit_anchor) { apr_atoi64(number), digest, apr_atoi64(at) };
    return out->number > 0 && !strcmp(anchor_text(out, pool), text);
}

apr_status_t ds_audit__anchor_text(ds_store *store, const char **text, apr_pool_t *pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_META, &rows, DS_ARGS(DS_S(ANCHOR)),
                                        pool);
    *text = status == APR_SUCCESS && rows->count ? ds_rows_text(rows, 0, DS_COL_META_VALUE) : NULL;
    return status;
}

apr_status_t ds_store_audit_anchor(ds_store *store, ds_audit_anchor *anchor,
                                   apr_pool_t *result_pool)
{
    const char *text;
    apr_status_t status = ds_audit__anchor_text(store, &text, result_pool);
    *anchor = (ds_audit_anchor) { 0, "", 0 };
    if (status == APR_SUCCESS && text && !parse(anchor, text, result_pool))
        *anchor = (ds_audit_anchor) { -1, "", 0 };
    return status;
}

/* ---- Taking records off ---- */

typedef struct pruning {
    ds_store *store;
    const ds_actor *actor;
    apr_int64_t before, now;    /* instants */
    ds_audit_anchor anchor;     /* the last record that goes */
    int removed;
} pruning;

/* The last record of the beginning that is older; number 0 where none is. */
static apr_status_t find_last(pruning *p, apr_pool_t *pool)
{
    apr_array_header_t *records;
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(p->store->dbd, DS_SQL_AUDIT_SINCE, &rows,
                                        DS_ARGS(DS_N(p->before)), pool);
    p->anchor.number = 0;
    if (status != APR_SUCCESS)
        return status;
    apr_int64_t kept = ds_rows_number(rows, 0, DS_COL_AUDIT_SINCE_NUMBER);
    if (!kept) { /* all are older: what is kept begins with the record of this */
        status = ds_dbd_select(p->store->dbd, DS_SQL_AUDIT_HEAD, &rows, DS_NO_ARGS, pool);
        if (status != APR_SUCCESS)
            return status;
        kept = ds_rows_number(rows, 0, DS_COL_AUDIT_HEAD_NUMBER);
    }
    if (kept < 2)
        return APR_SUCCESS;
    status = ds_store_audit(p->store, &records, kept - 2, 1, pool);
    if (status == APR_SUCCESS && records->nelts) {
        const ds_audit_record *r = APR_ARRAY_IDX(records, 0, const ds_audit_record *);
        if (r->number == kept - 1)
            p->anchor = (ds_audit_anchor) { r->number, r->digest, r->at };
    }
    return status;
}

static apr_status_t set_anchor(const pruning *p, const char *text, apr_pool_t *pool)
{
    const char *known;
    apr_status_t status = ds_audit__anchor_text(p->store, &known, pool);
    if (status != APR_SUCCESS)
        return status;
    return known ? ds_dbd_change(p->store->dbd, DS_SQL_META_SET, NULL,
                                 DS_ARGS(DS_S(text), DS_S(ANCHOR)))
                 : ds_dbd_change(p->store->dbd, DS_SQL_META_ADD, NULL,
                                 DS_ARGS(DS_S(ANCHOR), DS_S(text)));
}

static apr_status_t prune_body(void *baton, apr_pool_t *scratch_pool)
{
    pruning *p = baton;
    apr_status_t status = find_last(p, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    if (!p->anchor.number)
        return DS_ENOTFOUND;
    const char *text = anchor_text(&p->anchor, scratch_pool);
    ds_audit_entry entry = { .actor = p->actor, .action = DS_AUDIT_PRUNED, .detail = text,
                             .at = p->now };
    status = set_anchor(p, text, scratch_pool);
    if (status == APR_SUCCESS)
        status = ds_dbd_change(p->store->dbd, DS_SQL_AUDIT_DROP, &p->removed,
                               DS_ARGS(DS_N(p->anchor.number)));
    return status == APR_SUCCESS ? ds_audit__add(p->store, &entry, scratch_pool) : status;
}

apr_status_t ds_store_audit_prune(ds_store *store, int *removed, const ds_actor *actor, int months,
                                  apr_int64_t now, apr_pool_t *scratch_pool)
{
    pruning p = { .store = store, .actor = actor, .now = now };
    *removed = 0;
    if (months < DS_AUDIT_KEEP_MIN)
        return DS_EINVALID;
    p.before = ds_date_start(ds_date_months_before(scratch_pool, ds_date_of(scratch_pool, now),
                                                   months));
    apr_status_t status = ds_store__change(store, prune_body, &p);
    *removed = status == APR_SUCCESS ? p.removed : 0;
    return status == DS_ENOTFOUND ? APR_SUCCESS : status;
}
