/* POST B/api/files?organ=KEY: a picture or attachment comes in. */
#include "core/organ.h"
#include "httpd/api.h"
#include "httpd/effect.h"
#include "httpd/identity.h"
#include "httpd/problem.h"
#include "httpd/query.h"
#include "httpd/upload.h"

/* What one lease is for. */
typedef struct {
    disclosure_upload upload;
    const char *organ;
    ds_findings *findings;
    int is_new;
} arrival;

/* The organ the address names: OK, or (the problem has been sent) what the
 * handler is to return. */
static int read_organ(disclosure_request *request, const char **organ)
{
    static const char *const known[] = { "organ", NULL };
    const char *why = NULL;
    apr_table_t *fields = disclosure_query_fields(request, known, &why);

    *organ = fields ? apr_table_get(fields, "organ") : NULL;
    if (*organ && ds_organ_key_is_valid(*organ))
        return OK;
    return disclosure_problem_http(request, HTTP_BAD_REQUEST,
                                   why ? why : "请在地址中写明文件属于哪个机关，例如?organ=jixia。",
                                   NULL);
}

typedef apr_status_t with_lease_fn(disclosure_request *request, ds_store *store,
                                   const ds_actor *actor, arrival *a);

/* Here it is pictures and attachments of reports that come in, so it takes who
 * may edit them; scans that others bring in have their own way, in the portal. */
static apr_status_t ask(disclosure_request *request, ds_store *store, const ds_actor *actor,
                        arrival *a)
{
    apr_pool_t *pool = request->r->pool;
    ds_case subject = {0};
    apr_array_header_t *path;
    const char *why = NULL;
    apr_status_t status = ds_store_file_permit(store, actor, a->organ, a->findings, pool);

    if (status == APR_SUCCESS)
        status = ds_store_organ_path(store, &path, a->organ, pool);
    if (status != APR_SUCCESS)
        return status;
    subject.path = path;
    status = ds_permit(actor, DS_ACTION_EDIT, &subject, request->site->chain, &why, pool);
    if (status != APR_SUCCESS)
        ds_findings_add(a->findings, DS_ERROR, "W.role", a->organ, "%s", why);
    return status;
}

static apr_status_t keep(disclosure_request *request, ds_store *store, const ds_actor *actor,
                         arrival *a)
{
    return disclosure_upload_keep(request, store, actor, a->organ, &a->upload, &a->is_new,
                                  a->findings);
}

/* The connection is not held while the body arrives. */
static int with_lease(disclosure_request *request, with_lease_fn *act, arrival *a)
{
    const ds_actor *actor;
    disclosure_lease *lease;
    apr_status_t status = disclosure_request_lease(&lease, request);

    if (status == APR_SUCCESS) {
        status = disclosure_actor(&actor, lease->store, request->r);
        if (status == APR_SUCCESS)
            status = act(request, lease->store, actor, a);
        disclosure_lease_give(lease);
    }
    return status == APR_SUCCESS ? OK : disclosure_problem(request, status, NULL, a->findings);
}

static json_t *number_or_null(int number)
{
    return number ? json_integer(number) : json_null();
}

static int answer(disclosure_request *request, const arrival *a)
{
    const ds_file *file = &a->upload.file;
    json_t *object = json_object();

    json_object_set_new(object, "digest", json_string(file->digest));
    json_object_set_new(object, "digest_algorithm", json_string(file->digest_algorithm));
    json_object_set_new(object, "media_type", json_string(file->media_type));
    json_object_set_new(object, "size", json_integer(file->size));
    json_object_set_new(object, "width", number_or_null(file->width));
    json_object_set_new(object, "height", number_or_null(file->height));
    return disclosure_api_send(request, a->is_new ? HTTP_CREATED : HTTP_OK, NULL, object);
}

int disclosure_api_files(disclosure_request *request)
{
    arrival a = { .findings = ds_findings_create(request->r->pool) };
    int rc = disclosure_upload_offered(request);

    if (rc == OK)
        rc = read_organ(request, &a.organ);
    if (rc == OK)
        rc = with_lease(request, ask, &a);
    if (rc == OK)
        rc = disclosure_upload_receive(request, &a.upload);
    if (rc == OK)
        rc = with_lease(request, keep, &a);
    if (rc != OK)
        return rc;
    disclosure_effect_apply(request->mount->database, "put-file", a.organ);
    return answer(request, &a);
}
