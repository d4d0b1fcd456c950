#include "store/files.h"

#include <string.h>

#include <apr_strings.h>

#include "core/report_files.h"
#include "core/text.h"
#include "store/store_private.h"

int ds_file_digest_is_valid(const char *digest)
{
    return strlen(digest) == DS_FILE_DIGEST_LENGTH
        && strspn(digest, "0123456789abcdef") == DS_FILE_DIGEST_LENGTH;
}

/* All statements that give a file begin with the same columns. */
static ds_file *load(const ds_rows *rows, apr_pool_t *pool)
{
    ds_file *file = apr_palloc(pool, sizeof(*file));
    *file = (ds_file) {
        .digest = ds_rows_text(rows, 0, DS_COL_FILE_DIGEST),
        .digest_algorithm = ds_rows_text(rows, 0, DS_COL_FILE_DIGEST_ALGORITHM),
        .media_type = ds_rows_text(rows, 0, DS_COL_FILE_MEDIA_TYPE),
        .size = ds_rows_number(rows, 0, DS_COL_FILE_BYTE_SIZE),
        .width = (int)ds_rows_number(rows, 0, DS_COL_FILE_WIDTH),
        .height = (int)ds_rows_number(rows, 0, DS_COL_FILE_HEIGHT),
    };
    return file;
}

/* ---- Uploading ---- */

apr_status_t ds_store_file_permit(ds_store *store, const ds_actor *actor, const char *organ,
                                  ds_findings *findings, apr_pool_t *scratch_pool)
{
    apr_array_header_t *path;
    const char *why = NULL;
    apr_status_t status = ds_organ__path(store, &path, organ, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    if (!path)
        return ds_store__refuse(findings, DS_ENOTFOUND, "W.organ", organ,
                                "没有登记这个机关，请核对机关的键。");
    ds_case subject = { .path = path };
    status = ds_permit(actor, DS_ACTION_EDIT, &subject, store->settings->chain, &why,
                       scratch_pool);
    if (ds_actor_has_role(actor, DS_ROLE_REVIEWER, path)
        || ds_actor_has_role(actor, DS_ROLE_PUBLISHER, path))
        status = APR_SUCCESS;
    return status == APR_SUCCESS ? status
        : ds_store__refuse(findings, status, "W.role", organ, "%s", why);
}

typedef struct upload {
    ds_store *store;
    const ds_actor *actor;
    const char *organ;
    const ds_file *file;
    const char *original_name;
    apr_int64_t now;
    ds_findings *findings;
    int is_new;
} upload;

static apr_status_t add_file(const upload *u, apr_pool_t *pool)
{
    const ds_file *f = u->file;
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(u->store->dbd, DS_SQL_FILE, &rows,
                                        DS_ARGS(DS_S(f->digest)), pool);
    if (status != APR_SUCCESS || rows->count)
        return status;
    return ds_dbd_change(u->store->dbd, DS_SQL_FILE_ADD, NULL,
        DS_ARGS(DS_S(f->digest), DS_S(f->digest_algorithm), DS_S(f->media_type), DS_N(f->size),
                DS_N(f->width), DS_N(f->height)));
}

static apr_status_t record(const upload *u, apr_pool_t *pool)
{
    ds_audit_entry entry = {
        .actor = u->actor, .action = "put-file", .organ = u->organ, .at = u->now,
        .detail = apr_psprintf(pool, "%s %s %" APR_INT64_T_FMT, u->file->digest,
                               u->file->media_type, u->file->size),
    };
    return ds_audit__add(u->store, &entry, pool);
}

static apr_status_t upload_body(void *baton, apr_pool_t *scratch_pool)
{
    upload *u = baton;
    ds_rows *rows;
    apr_status_t status = ds_store_file_permit(u->store, u->actor, u->organ, u->findings,
                                               scratch_pool);
    if (status == APR_SUCCESS)
        status = add_file(u, scratch_pool);
    if (status == APR_SUCCESS)
        status = ds_dbd_select(u->store->dbd, DS_SQL_FILE_OF_ORGAN, &rows,
                               DS_ARGS(DS_S(u->organ), DS_S(u->file->digest)), scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    u->is_new = rows->count == 0; /* somebody else may have been faster */
    if (u->is_new)
        status = ds_dbd_change(u->store->dbd, DS_SQL_FILE_UPLOAD_ADD, NULL,
            DS_ARGS(DS_S(u->organ), DS_S(u->file->digest), DS_S(u->original_name),
                    DS_S(u->actor->account), DS_N(u->now)));
    return status == APR_SUCCESS ? record(u, scratch_pool) : status;
}

apr_status_t ds_store_put_file(ds_store *store, const ds_actor *actor, const char *organ,
                               const ds_file *file, const char *original_name, apr_int64_t now,
                               int *is_new, ds_findings *findings)
{
    upload u = { store, actor, organ, file, NULL, now, findings, 0 };
    ds_rows *rows;
    apr_pool_t *scratch;
    *is_new = 0;
    apr_pool_create(&scratch, store->pool);
    apr_status_t status = ds_store_file_permit(store, actor, organ, findings, scratch);
    if (status == APR_SUCCESS)
        status = ds_dbd_select(store->dbd, DS_SQL_FILE_OF_ORGAN, &rows,
                               DS_ARGS(DS_S(organ), DS_S(file->digest)), scratch);
    if (status == APR_SUCCESS && !rows->count) {
        if (original_name)
            u.original_name = ds_text_quote(scratch, ds_text_clean(scratch, original_name),
                                            DS_STORE_MAX_LINE - 1);
        status = ds_store__change(store, upload_body, &u);
        *is_new = u.is_new;
    }
    apr_pool_destroy(scratch);
    return status;
}

/* ---- Finding ---- */

apr_status_t ds_store_file_public(ds_store *store, ds_file **out, const char *digest,
                                  apr_pool_t *result_pool)
{
    ds_rows *rows;
    *out = NULL;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_FILE_PUBLIC, &rows,
                                        DS_ARGS(DS_S(digest)), result_pool);
    if (status != APR_SUCCESS)
        return status;
    if (!rows->count)
        return DS_ENOTFOUND;
    if (ds_rows_number(rows, 0, DS_COL_FILE_PUBLIC_IS_GONE))
        return DS_EGONE;
    *out = load(rows, result_pool);
    return APR_SUCCESS;
}

/* Whether the actor may read reports of one of the organs that have the file. */
static apr_status_t is_seen(ds_store *store, const ds_actor *actor, const char *digest,
                            int *seen, apr_pool_t *pool)
{
    ds_rows *rows;
    *seen = 0;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_FILE_ORGANS, &rows,
                                        DS_ARGS(DS_S(digest)), pool);
    for (int i = 0; status == APR_SUCCESS && !*seen && i < rows->count; i++) {
        apr_array_header_t *path;
        const char *organ = ds_rows_text(rows, i, DS_COL_FILE_ORGANS_ORGAN_KEY);
        status = ds_organ__path(store, &path, organ, pool);
        if (status == APR_SUCCESS && path) {
            ds_case subject = { .path = path, .exists = 1 };
            *seen = ds_permit(actor, DS_ACTION_READ, &subject, store->settings->chain, NULL, pool)
                == APR_SUCCESS;
        }
    }
    return status;
}

apr_status_t ds_store_file_seen(ds_store *store, ds_file **out, const ds_actor *actor,
                                const char *digest, apr_pool_t *result_pool)
{
    ds_rows *rows;
    int seen;
    *out = NULL;
    apr_status_t status = is_seen(store, actor, digest, &seen, result_pool);
    if (status == APR_SUCCESS && !seen)
        return DS_ENOTFOUND;
    if (status == APR_SUCCESS)
        status = ds_dbd_select(store->dbd, DS_SQL_FILE, &rows, DS_ARGS(DS_S(digest)),
                               result_pool);
    if (status == APR_SUCCESS)
        *out = load(rows, result_pool);
    return status;
}

apr_status_t ds_store_file(ds_store *store, ds_file **out, const char *digest,
                           apr_pool_t *result_pool)
{
    ds_rows *rows;
    *out = NULL;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_FILE, &rows, DS_ARGS(DS_S(digest)),
                                        result_pool);
    if (status != APR_SUCCESS)
        return status;
    if (!rows->count)
        return DS_ENOTFOUND;
    *out = load(rows, result_pool);
    return APR_SUCCESS;
}

/* ---- Files of a report ---- */

apr_status_t ds_files__check(ds_store *store, const ds_report *report, const char *organ,
                             ds_findings *findings, apr_pool_t *pool)
{
    const apr_array_header_t *digests = ds_report_digests(report, pool);
    for (int i = 0; i < digests->nelts; i++) {
        const char *digest = APR_ARRAY_IDX(digests, i, const char *);
        ds_rows *rows;
        apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_FILE_OF_ORGAN, &rows,
                                            DS_ARGS(DS_S(organ), DS_S(digest)), pool);
        if (status != APR_SUCCESS)
            return status;
        if (!rows->count)
            ds_findings_add(findings, DS_ERROR, "F.file", digest, "正文引用的一个图片或附件（摘要以%.8s"
                            "开头）没有上传到本机关，公开后将无法显示。请重新上传，或者从正文中删去。", digest);
    }
    return APR_SUCCESS;
}

apr_status_t ds_files__publish(const ds_change *change, const ds_publication *publication,
                               apr_pool_t *scratch_pool)
{
    const apr_array_header_t *digests = ds_report_digests(publication->report, scratch_pool);
    apr_status_t status = APR_SUCCESS;
    for (int i = 0; status == APR_SUCCESS && i < digests->nelts; i++)
        status = ds_dbd_change(change->store->dbd, DS_SQL_PUBLICATION_FILE_ADD, NULL,
            DS_ARGS(DS_S(change->organ), DS_N(change->year), DS_N(publication->n),
                    DS_S(APR_ARRAY_IDX(digests, i, const char *))));
    return status;
}
