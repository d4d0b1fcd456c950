/* What is said of a report beside its steps: the scan of a signed sheet, the
 * reason for a report taken down. */
#include "store/history.h"

#include <apr_strings.h>

#include "store/store_private.h"

typedef struct aside {
    ds_store *store;
    const ds_actor *actor;
    const char *organ;
    int year;
    apr_int64_t now;
    ds_findings *findings;
    apr_int64_t number;         /* of the signature, */
    const char *scan;           /* and its sheet */
    const char *reason;
    ds_report_row *row;
    apr_array_header_t *path;
} aside;

static apr_status_t refuse(const aside *a, apr_status_t status, const char *rule,
                           const char *sentence)
{
    return ds_store__refuse(a->findings, status, rule,
                            apr_psprintf(ds_findings_pool(a->findings), "%s/%d", a->organ,
                                         a->year), "%s", sentence);
}

static apr_status_t begin(aside *a, unsigned roles, apr_pool_t *pool)
{
    int may = 0;
    apr_status_t status = ds_organ__path(a->store, &a->path, a->organ, pool);
    if (status == APR_SUCCESS)
        status = ds_report__find(a->store, &a->row, a->organ, a->year, pool);
    if (status != APR_SUCCESS)
        return status;
    if (!a->path)
        return refuse(a, DS_ENOTFOUND, "W.organ", "没有登记这个机关，请核对机关的键。");
    for (int role = DS_ROLE_EDITOR; role <= DS_ROLE_ADMIN; role++)
        may |= (roles >> role & 1) && ds_actor_has_role(a->actor, role, a->path);
    if (!may)
        return refuse(a, DS_EFORBIDDEN, "W.role", "您在这个机关没有办理这件事的权限。");
    return a->row ? APR_SUCCESS
        : refuse(a, DS_ENOTFOUND, "W.state", "还没有这份报告。");
}

static apr_status_t record(const aside *a, const char *action, const char *detail,
                           apr_pool_t *pool)
{
    ds_audit_entry entry = { a->actor, action, a->organ, a->year, a->row->listing.revision,
                             detail, a->now };
    return ds_audit__add(a->store, &entry, pool);
}

static apr_status_t scan_body(void *baton, apr_pool_t *scratch_pool)
{
    aside *a = baton;
    ds_rows *rows;
    int changed = 0;
    apr_status_t status = begin(a, 1u << DS_ROLE_EDITOR | 1u << DS_ROLE_REVIEWER
                                    | 1u << DS_ROLE_PUBLISHER, scratch_pool);
    if (status == APR_SUCCESS)
        status = ds_dbd_select(a->store->dbd, DS_SQL_FILE_OF_ORGAN, &rows,
                               DS_ARGS(DS_S(a->organ), DS_S(a->scan)), scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    if (!rows->count)
        return refuse(a, DS_ENOTFOUND, "F.file", "本机关没有上传过这个扫描件，请重新上传。");
    status = ds_dbd_change(a->store->dbd, DS_SQL_SIGNATURE_SCAN, &changed,
        DS_ARGS(DS_S(a->scan), DS_S(a->organ), DS_N(a->year), DS_N(a->number)));
    if (status == APR_SUCCESS && !changed)
        return refuse(a, DS_ENOTFOUND, "W.signature", "没有这条线下签批记录。");
    return status != APR_SUCCESS ? status
        : record(a, "scan", apr_psprintf(scratch_pool, "%" APR_INT64_T_FMT " %s", a->number,
                                         a->scan), scratch_pool);
}

apr_status_t ds_store_add_scan(ds_store *store, const ds_actor *actor, const char *organ, int year,
                               apr_int64_t number, const char *digest, apr_int64_t now,
                               ds_findings *findings)
{
    aside a = { .store = store, .actor = actor, .organ = organ, .year = year, .now = now,
                .findings = findings, .number = number, .scan = digest };
    return ds_store__change(store, scan_body, &a);
}

static apr_status_t explain_body(void *baton, apr_pool_t *scratch_pool)
{
    aside *a = baton;
    apr_status_t status = begin(a, 1u << DS_ROLE_REVIEWER | 1u << DS_ROLE_PUBLISHER
                                    | 1u << DS_ROLE_ADMIN, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    if (!a->row->listing.is_withdrawn)
        return refuse(a, DS_ESTATE, "W.state", "这份报告没有撤下，不用说明原因。");
    status = ds_dbd_change(a->store->dbd, DS_SQL_REPORT_REASON, NULL,
                           DS_ARGS(DS_S(a->reason), DS_S(a->organ), DS_N(a->year)));
    return status == APR_SUCCESS ? record(a, "explain", a->reason, scratch_pool) : status;
}

apr_status_t ds_store_explain(ds_store *store, const ds_actor *actor, const char *organ, int year,
                              const char *reason, apr_int64_t now, ds_findings *findings)
{
    aside a = { .store = store, .actor = actor, .organ = organ, .year = year, .now = now,
                .findings = findings };
    if (!ds_store__text(&a.reason, reason, DS_STORE_MAX_COMMENT, ds_findings_pool(findings)))
        return refuse(&a, DS_EINVALID, "W.comment",
                      "原因中有不能保存的字符，或者太长，请改短后再提交。");
    if (!a.reason)
        return refuse(&a, DS_EINVALID, "W.comment", "请写明原因，原因将向社会公布。");
    return ds_store__change(store, explain_body, &a);
}
