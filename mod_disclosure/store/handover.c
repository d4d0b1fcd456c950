#include "store/handover.h"

#include <string.h>

#include <apr_strings.h>

#include "store/store_private.h"

#define TAG_BYTES 16

typedef struct handover {
    ds_store *store;
    const ds_actor *actor;
    const char *from, *to;
    apr_int64_t now;
    ds_findings *findings;
    int count;
} handover;

apr_status_t ds_store_drafts_of(ds_store *store, int *count, const char *account,
                                apr_pool_t *scratch_pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_DRAFTS_OF, &rows,
                                        DS_ARGS(DS_S(account)), scratch_pool);
    *count = status == APR_SUCCESS ? rows->count : 0;
    return status;
}

static apr_status_t may_take(const handover *h, const ds_actor *successor,
                             const apr_array_header_t *path, const char *organ)
{
    if (!ds_actor_has_role(h->actor, DS_ROLE_ADMIN, path))
        return ds_store__refuse(h->findings, DS_EFORBIDDEN, "W.role", organ,
                                "其中有您不能管理的机关的报告，请由上级的管理人员办理交接。");
    if (!ds_actor_has_role(successor, DS_ROLE_EDITOR, path))
        return ds_store__refuse(h->findings, DS_EINVALID, "R.account", "successor",
                                "接手的账号在机关“%s”没有填报的角色，请先授予。", organ);
    return APR_SUCCESS;
}

static apr_status_t move(const handover *h, const ds_actor *successor, const ds_rows *rows, int i,
                         apr_pool_t *pool)
{
    const char *organ = ds_rows_text(rows, i, DS_COL_DRAFTS_OF_ORGAN_KEY);
    apr_int64_t year = ds_rows_number(rows, i, DS_COL_DRAFTS_OF_YEAR);
    apr_int64_t working = ds_rows_number(rows, i, DS_COL_DRAFTS_OF_WORKING);
    const char *tag = ds_digest_random(pool, TAG_BYTES);
    apr_array_header_t *path;
    apr_status_t status = ds_organ__path(h->store, &path, organ, pool);
    if (status == APR_SUCCESS)
        status = may_take(h, successor, path, organ);
    if (status == APR_SUCCESS && !tag)
        status = DS_EUNAVAILABLE;
    if (status == APR_SUCCESS)
        status = ds_dbd_change(h->store->dbd, DS_SQL_REPORT_AUTHOR, NULL,
            DS_ARGS(DS_S(h->to), DS_S(tag), DS_N(h->now), DS_S(organ), DS_N(year)));
    return status != APR_SUCCESS ? status
        : ds_dbd_change(h->store->dbd, DS_SQL_REVISION_AUTHOR, NULL,
            DS_ARGS(DS_S(h->to), DS_S(organ), DS_N(year), DS_N(working)));
}

static apr_status_t hand_over_body(void *baton, apr_pool_t *scratch_pool)
{
    handover *h = baton;
    ds_account *to;
    ds_rows *rows;
    apr_status_t status = ds_account__find(h->store, &to, h->to, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    if (!to || !to->is_active)
        return ds_store__refuse(h->findings, DS_EINVALID, "R.account", "successor",
                                "没有这个账号，或者它已停用，请核对接手的账号。");
    ds_actor successor = { .account = to->name, .grants = to->grants };
    status = ds_dbd_select(h->store->dbd, DS_SQL_DRAFTS_OF, &rows, DS_ARGS(DS_S(h->from)),
                           scratch_pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++)
        status = move(h, &successor, rows, i, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    h->count = rows->count;
    ds_audit_entry entry = { .actor = h->actor, .action = "hand-over", .at = h->now,
                             .detail = apr_psprintf(scratch_pool, "%s -> %s: %d", h->from, h->to,
                                                    h->count) };
    return ds_audit__add(h->store, &entry, scratch_pool);
}

apr_status_t ds_store_hand_over(ds_store *store, int *count, const ds_actor *actor,
                                const char *from, const char *to, apr_int64_t now,
                                ds_findings *findings, apr_pool_t *scratch_pool)
{
    handover h = { store, actor, from, to, now, findings, 0 };
    apr_status_t status = strcmp(from, to) == 0
        ? ds_store__refuse(findings, DS_EINVALID, "R.account", "successor",
                           "接手的账号就是这个账号自己，请改填别人的账号。")
        : ds_store__change(store, hand_over_body, &h);
    *count = h.count;
    return status;
}
