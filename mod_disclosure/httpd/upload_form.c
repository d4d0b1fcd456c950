/* A form with files in it, read to its end whatever the files are. */
#include "httpd/body.h"
#include "httpd/problem.h"
#include "httpd/upload.h"
#include "io/form.h"
#include "io/multipart.h"

/* Files of one form that are taken. */
#define MAX_FILES 10

/* What a file may be too large by and still be read past, so that what was typed
 * behind it is known. */
#define MAX_PAST 4

/* A form on its way in. */
typedef struct {
    disclosure_request *request;
    apr_array_header_t *files;      /* of disclosure_form_file * */
    int keeps;                      /* else files are read past */
    disclosure_form_file *file;     /* this part is its; NULL: a field's */
    apr_int64_t left;               /* bytes that it may still have */
} reading;

/* ---- The parts ---- */

static void drop(disclosure_form_file *file, const char *refusal)
{
    file->refusal = refusal;
    if (file->upload.incoming)
        ds_incoming_drop(file->upload.incoming);
    file->upload.incoming = NULL;
}

static const char *name_of(const disclosure_form_file *file)
{
    return file->upload.original_name;
}

static apr_status_t begin(void *baton, const ds_part *part)
{
    reading *in = baton;
    apr_pool_t *pool = in->request->r->pool;

    in->file = NULL;
    if (!*part->filename)
        return APR_SUCCESS;
    in->file = apr_pcalloc(pool, sizeof *in->file);
    in->file->field = part->name;
    in->file->upload.original_name = part->filename;
    in->left = in->request->site->config.max_file;
    APR_ARRAY_PUSH(in->files, disclosure_form_file *) = in->file;
    if (!in->keeps)
        drop(in->file, "");
    else if (in->files->nelts > MAX_FILES)
        drop(in->file, apr_psprintf(pool, "一次最多添加 %d 个文件，‘%s’没有上传。", MAX_FILES,
                                    part->filename));
    else if (ds_incoming_begin(&in->file->upload.incoming, in->request->site->config.files, pool)
             != APR_SUCCESS)
        return DS_EUNAVAILABLE;
    return APR_SUCCESS;
}

static apr_status_t data(void *baton, const char *bytes, apr_size_t len)
{
    reading *in = baton;
    apr_pool_t *pool = in->request->r->pool;

    if (!in->file || in->file->refusal)
        return APR_SUCCESS;
    if ((apr_int64_t)len > in->left) {
        drop(in->file, apr_psprintf(pool, "‘%s’超过允许的大小（最大%s），没有上传。请缩小后重新选择。",
                                    name_of(in->file),
                                    ds_size_text(in->request->site->config.max_file, pool)));
        return APR_SUCCESS;
    }
    in->left -= (apr_int64_t)len;
    return ds_incoming_write(in->file->upload.incoming, bytes, len) == APR_SUCCESS
        ? APR_SUCCESS : DS_EUNAVAILABLE;
}

static apr_status_t end(void *baton)
{
    reading *in = baton;
    ds_findings *findings = ds_findings_create(in->request->r->pool);
    apr_status_t status;

    if (!in->file || in->file->refusal)
        return APR_SUCCESS;
    status = disclosure_upload_recognise(in->request, &in->file->upload, findings);
    if (status == DS_EUNAVAILABLE)
        return status;
    if (status != APR_SUCCESS)
        drop(in->file, ds_findings_at(findings, 0)->message);
    return APR_SUCCESS;
}

static apr_status_t feed(void *baton, const char *bytes, apr_size_t len)
{
    return ds_multipart_feed(baton, bytes, len);
}

/* ---- The body ---- */

static int refuse(reading *in, int rc, apr_status_t refusal, const ds_findings *findings)
{
    for (int i = 0; i < in->files->nelts; i++)
        drop(APR_ARRAY_IDX(in->files, i, disclosure_form_file *), "");
    if (refusal == DS_EUNAVAILABLE)
        return disclosure_problem(in->request, refusal,
                                  "文件暂时无法保存。请用浏览器的“后退”回到填写的页面，稍后再试。", NULL);
    if (rc == HTTP_REQUEST_ENTITY_TOO_LARGE)
        return disclosure_problem(in->request, DS_ETOOLARGE,
                                  "文件远远超过允许的大小，没有上传，所填的内容也没有保存。"
                                  "请用浏览器的“后退”回到填写的页面，不选这个文件再提交。", NULL);
    return refusal != APR_SUCCESS ? disclosure_problem(in->request, refusal, NULL, findings)
        : disclosure_problem_http(in->request, rc, NULL, NULL);
}

int disclosure_upload_receive_form(disclosure_request *request, apr_table_t **fields,
                                   apr_array_header_t **files)
{
    request_rec *r = request->r;
    const apr_int64_t max = request->site->config.max_file * MAX_PAST + 2 * DS_REPORT_MAX_BYTES;
    const ds_multipart_bounds bounds = { max, DS_FORM_MAX_FIELDS, DS_REPORT_MAX_BYTES };
    reading in = { request, apr_array_make(r->pool, 2, sizeof(disclosure_form_file *)),
                   files != NULL, NULL, 0 };
    const ds_file_sink sink = { &in, begin, data, end };
    ds_findings *findings = ds_findings_create(r->pool);
    ds_multipart *reader;
    apr_status_t status = ds_multipart_create(&reader, apr_table_get(r->headers_in, "Content-Type"),
                                              &bounds, &sink, findings, r->pool);
    int rc = OK;

    if (status == APR_SUCCESS)
        rc = disclosure_body_pass(r, max, feed, reader, &status);
    if (rc == OK && status == APR_SUCCESS)
        status = ds_multipart_finish(reader);
    if (rc != OK || status != APR_SUCCESS)
        return refuse(&in, rc, status, findings);
    *fields = apr_table_copy(r->pool, ds_multipart_fields(reader));
    if (files)
        *files = in.files;
    return OK;
}
