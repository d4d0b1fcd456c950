/* GET B/files/{digest}, B/api/files/{digest} and B/staff/files/{digest}: pictures
 * and attachments go out, the first while a public version uses them, the others
 * for who may read the organ's reports. */
#include <apr_buckets.h>
#include <apr_file_info.h>
#include <util_filter.h>

#include "httpd/answer.h"
#include "httpd/api.h"
#include "httpd/identity.h"
#include "httpd/problem.h"
#include "httpd/public.h"
#include "httpd/staff.h"
#include "httpd/upload.h"

/* A file runs nothing and loads nothing, wherever it is opened; the styles are
 * those browsers put around a picture or video that is opened by itself. */
#define CSP                                                                              \
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; "  \
    "sandbox"

/* ---- At start ---- */

static const char *real_path(const char *path, apr_pool_t *pool)
{
    char *resolved = path ? realpath(path, NULL) : NULL;
    const char *copy = resolved ? apr_pstrdup(pool, resolved) : NULL;

    free(resolved);
    return copy;
}

/* Whether `path` is the folder or below it. */
static int is_within(const char *path, const char *folder)
{
    apr_size_t len = strlen(folder);

    return !strncmp(path, folder, len) && (path[len] == '/' || !path[len]);
}

const char *disclosure_files_check(const disclosure_site *site, apr_pool_t *pool)
{
    const core_server_config *core = ap_get_core_module_config(site->server->module_config);
    const char *directory = site->config.files, *root, *real;
    apr_finfo_t info;

    if (!directory)
        return NULL;
    real = real_path(directory, pool);
    if (!real || apr_stat(&info, real, APR_FINFO_TYPE, pool) != APR_SUCCESS
        || info.filetype != APR_DIR)
        return apr_psprintf(pool, "DisclosureFiles %s: not a directory", directory);
    root = real_path(core->ap_document_root, pool);
    if (root && is_within(real, root))
        return apr_psprintf(pool, "DisclosureFiles %s: within the document tree, where anybody "
                            "could fetch what is not public; choose a directory outside %s",
                            directory, root);
    return NULL;
}

/* ---- Going out ---- */

typedef apr_status_t find_fn(const disclosure_request *request, ds_store *store, ds_file **file);

static apr_status_t find_public(const disclosure_request *request, ds_store *store, ds_file **file)
{
    return ds_store_file_public(store, file, request->fingerprint, request->r->pool);
}

static apr_status_t find_seen(const disclosure_request *request, ds_store *store, ds_file **file)
{
    const ds_actor *actor;
    apr_status_t status = disclosure_actor(&actor, store, request->r);

    return status != APR_SUCCESS ? status
        : ds_store_file_seen(store, file, actor, request->fingerprint, request->r->pool);
}

static apr_status_t fetch(const disclosure_request *request, find_fn *find, ds_file **file)
{
    disclosure_lease *lease;
    apr_status_t status;

    if (!request->site->config.files || !ds_file_digest_is_valid(request->fingerprint))
        return DS_ENOTFOUND;
    status = disclosure_request_lease(&lease, request);
    if (status != APR_SUCCESS)
        return status;
    status = find(request, lease->store, file);
    disclosure_lease_give(lease);
    return status;
}

/* "inline" for what browsers show safely, else a download, under a name that
 * tells nothing but the type. */
static const char *disposition(const ds_file *file, const ds_media *media, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%s; filename=\"%.12s.%s\"",
                        media && media->is_inline ? "inline" : "attachment", file->digest,
                        media ? media->endings[0] : "bin");
}

static void set_headers(const disclosure_request *request, const ds_file *file,
                        const char *cache_control)
{
    request_rec *r = request->r;
    const ds_media *media = ds_media_find(file->media_type);

    ap_set_content_type(r, media ? file->media_type : "application/octet-stream");
    disclosure_answer_security(r, request->site);
    apr_table_setn(r->headers_out, "Content-Security-Policy", CSP);
    apr_table_setn(r->headers_out, "Content-Disposition", disposition(file, media, r->pool));
    apr_table_setn(r->headers_out, "Cache-Control", cache_control);
    apr_table_setn(r->headers_out, "ETag", apr_pstrcat(r->pool, "\"", file->digest, "\"", NULL));
    /* They are packed already, and compression would lose the ranges. */
    apr_table_setn(r->subprocess_env, "no-gzip", "1");
    apr_table_setn(r->subprocess_env, "no-brotli", "1");
    ap_set_accept_ranges(r);
}

static int pass(request_rec *r, apr_file_t *bytes, apr_int64_t size)
{
    apr_bucket_alloc_t *alloc = r->connection->bucket_alloc;
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, alloc);

    ap_set_content_length(r, (apr_off_t)size);
    apr_brigade_insert_file(brigade, bytes, 0, (apr_off_t)size, r->pool);
    APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_eos_create(alloc));
    /* A client that went away is no fault of ours. */
    ap_pass_brigade(r->output_filters, brigade);
    return OK;
}

static int serve(disclosure_request *request, find_fn *find, const char *cache_control)
{
    request_rec *r = request->r;
    ds_file *file;
    apr_file_t *bytes;
    apr_status_t status = fetch(request, find, &file);
    int rc;

    if (status == APR_SUCCESS)
        status = ds_file_open(&bytes, request->site->config.files, file, r->pool);
    if (status != APR_SUCCESS)
        return disclosure_problem(request, status, status == DS_EUNAVAILABLE
                                  ? "文件暂时无法提供，请稍后再试。" : NULL, NULL);
    set_headers(request, file, cache_control);
    rc = ap_meets_conditions(r);
    return rc == OK ? pass(r, bytes, file->size) : rc;
}

int disclosure_public_file(disclosure_request *request)
{
    return serve(request, find_public, DISCLOSURE_REVALIDATE);
}

/* What a report holds that is not public yet, in the portal. */
int disclosure_staff_file(disclosure_staff *staff)
{
    disclosure_staff_give(staff);
    return serve(staff->request, find_seen, "private, no-cache");
}

int disclosure_api_file(disclosure_request *request)
{
    return serve(request, find_seen, "private, no-cache");
}
