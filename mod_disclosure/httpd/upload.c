#include "httpd/upload.h"

#include "httpd/body.h"
#include "httpd/problem.h"
#include "io/multipart.h"

/* What a form holds beside its file. */
#define MAX_PARTS 50
#define MAX_FIELDS (64 * 1024)
#define MAX_AROUND (256 * 1024)

/* A body on its way into a file. */
typedef struct {
    disclosure_request *request;
    disclosure_upload *upload;
    ds_findings *findings;
    apr_int64_t left;           /* bytes that the file may still have */
    int is_reading;             /* this part is the file */
} receiver;

/* ---- The file, as it comes ---- */

static apr_status_t too_large(receiver *in)
{
    ds_findings_add(in->findings, DS_ERROR, "F.size", "file",
                    "文件超过允许的大小（最大%s），没有保存。请缩小后重新上传。",
                    ds_size_text(in->request->site->config.max_file, in->request->r->pool));
    return DS_ETOOLARGE;
}

static apr_status_t put_bytes(void *baton, const char *bytes, apr_size_t len)
{
    receiver *in = baton;

    if (!in->is_reading)
        return APR_SUCCESS;
    if ((apr_int64_t)len > in->left)
        return too_large(in);
    in->left -= (apr_int64_t)len;
    return ds_incoming_write(in->upload->incoming, bytes, len) == APR_SUCCESS ? APR_SUCCESS
                                                                            : DS_EUNAVAILABLE;
}

static apr_status_t begin_file(receiver *in)
{
    const disclosure_request *request = in->request;

    in->is_reading = 1;
    return ds_incoming_begin(&in->upload->incoming, request->site->config.files,
                             request->r->pool) == APR_SUCCESS ? APR_SUCCESS : DS_EUNAVAILABLE;
}

/* A file field where none was chosen comes with an empty name. */
static apr_status_t begin_part(void *baton, const ds_part *part)
{
    receiver *in = baton;

    in->is_reading = 0;
    if (!*part->filename)
        return APR_SUCCESS;
    if (in->upload->incoming) {
        ds_findings_add(in->findings, DS_ERROR, "F.form", "file",
                        "一次只能上传一个文件，请逐个上传。");
        return DS_EINVALID;
    }
    in->upload->original_name = part->filename;
    return begin_file(in);
}

static apr_status_t end_part(void *baton)
{
    ((receiver *)baton)->is_reading = 0;
    return APR_SUCCESS;
}

static apr_status_t feed(void *baton, const char *bytes, apr_size_t len)
{
    return ds_multipart_feed(baton, bytes, len);
}

/* ---- The body ---- */

/* The sentence where no finding says it better. */
static int refuse(receiver *in, int rc, apr_status_t refusal)
{
    if (in->upload->incoming)
        ds_incoming_drop(in->upload->incoming);
    if (refusal == DS_EUNAVAILABLE)
        return disclosure_problem(in->request, refusal,
                                  "文件暂时无法保存，请稍后再试；仍不成功时请联系网站管理员。", NULL);
    if (refusal == DS_ETOOLARGE && !ds_findings_count(in->findings))
        too_large(in);
    if (refusal != APR_SUCCESS)
        return disclosure_problem(in->request, refusal, NULL, in->findings);
    if (rc == HTTP_REQUEST_ENTITY_TOO_LARGE) {
        too_large(in);
        return disclosure_problem(in->request, DS_ETOOLARGE, NULL, in->findings);
    }
    return disclosure_problem_http(in->request, rc, NULL, NULL);
}

static int receive_form(receiver *in, const char *type)
{
    request_rec *r = in->request->r;
    apr_int64_t max = in->left + MAX_AROUND;
    ds_multipart_bounds bounds = { max, MAX_PARTS, MAX_FIELDS };
    ds_file_sink sink = { in, begin_part, put_bytes, end_part };
    ds_multipart *reader;
    apr_status_t status = ds_multipart_create(&reader, type, &bounds, &sink, in->findings, r->pool);
    int rc = OK;

    if (status == APR_SUCCESS) {
        rc = disclosure_body_pass(r, max, feed, reader, &status);
        if (rc != OK)
            return refuse(in, rc, status);
        status = ds_multipart_finish(reader);
        in->upload->fields = ds_multipart_fields(reader);
    }
    if (status == APR_SUCCESS && !in->upload->incoming) {
        ds_findings_add(in->findings, DS_ERROR, "F.form", "file", "没有选择文件，请选择后再上传。");
        status = DS_EINVALID;
    }
    return status == APR_SUCCESS ? OK : refuse(in, OK, status);
}

static int receive_bytes(receiver *in)
{
    apr_status_t status = begin_file(in);
    int rc;

    if (status != APR_SUCCESS)
        return refuse(in, OK, status);
    rc = disclosure_body_pass(in->request->r, in->left, put_bytes, in, &status);
    return rc == OK ? OK : refuse(in, rc, status);
}

/* What was sent as: a type we take, or none in particular. */
static int is_file_type(const char *type)
{
    return !type || ds_media_find(type)
           || !strncasecmp(type, "application/octet-stream", strlen("application/octet-stream"));
}

static int receive(receiver *in)
{
    const char *type = apr_table_get(in->request->r->headers_in, "Content-Type");

    if (type && !strncasecmp(type, "multipart/form-data", strlen("multipart/form-data")))
        return receive_form(in, type);
    if (is_file_type(type))
        return receive_bytes(in);
    return disclosure_problem_http(in->request, HTTP_UNSUPPORTED_MEDIA_TYPE,
                                   apr_pstrcat(in->request->r->pool, "不能上传这种类型的文件。可以上传的有：",
                                               ds_media_names(0, in->request->r->pool),
                                               "；也可以用multipart/form-data提交。", NULL), NULL);
}

/* ---- What it is ---- */

apr_status_t disclosure_upload_recognise(const disclosure_request *request,
                                         disclosure_upload *upload, ds_findings *findings)
{
    const ds_digest_algorithm *algorithm = request->site->config.digest;
    apr_pool_t *pool = request->r->pool;
    ds_media_facts facts;
    const char *bytes;
    apr_size_t len;
    apr_status_t status = ds_incoming_bytes(upload->incoming, &bytes, &len);

    if (status != APR_SUCCESS)
        return DS_EUNAVAILABLE;
    status = ds_media_recognise(&upload->media, &facts, findings, upload->original_name, bytes,
                                len);
    if (status != APR_SUCCESS)
        return status;
    upload->file.media_type = upload->media->type;
    upload->file.size = (apr_int64_t)len;
    upload->file.width = facts.width;
    upload->file.height = facts.height;
    upload->file.digest_algorithm = algorithm->name;
    upload->file.digest = ds_digest_hex(pool, algorithm, bytes, len);
    return upload->file.digest ? APR_SUCCESS : DS_EUNAVAILABLE;
}

int disclosure_upload_receive(disclosure_request *request, disclosure_upload *upload)
{
    receiver in = { request, upload, ds_findings_create(request->r->pool),
                    request->site->config.max_file, 0 };
    apr_status_t status;
    int rc;

    memset(upload, 0, sizeof *upload);
    rc = receive(&in);
    if (rc != OK)
        return rc;
    status = disclosure_upload_recognise(request, upload, in.findings);
    return status == APR_SUCCESS ? OK : refuse(&in, OK, status);
}

int disclosure_upload_offered(disclosure_request *request)
{
    if (request->site->config.files)
        return OK;
    return disclosure_problem(request, DS_EUNAVAILABLE,
                              "本网站还没有设置存放图片和附件的目录（DisclosureFiles），暂时不能上传，"
                              "请联系网站管理员。", NULL);
}

apr_status_t disclosure_upload_keep(const disclosure_request *request, ds_store *store,
                                    const ds_actor *actor, const char *organ,
                                    disclosure_upload *upload, int *is_new,
                                    ds_findings *findings)
{
    apr_status_t status = ds_store_file_permit(store, actor, organ, findings, request->r->pool);

    if (status != APR_SUCCESS)
        return status;
    if (ds_incoming_keep(upload->incoming, upload->file.digest) != APR_SUCCESS)
        return DS_EUNAVAILABLE;
    return ds_store_put_file(store, actor, organ, &upload->file, upload->original_name,
                             apr_time_sec(apr_time_now()), is_new, findings);
}
