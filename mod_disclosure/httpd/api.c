/* What the handlers of the interface for systems share. */
#include "httpd/api.h"

#include "httpd/answer.h"
#include "httpd/body.h"
#include "httpd/problem.h"
#include "io/json.h"

int disclosure_api_send(disclosure_request *request, int status, const char *tag, json_t *body)
{
    const char *text = ds_json_text(body, request->r->pool);

    if (tag)
        apr_table_setn(request->r->headers_out, "ETag",
                       apr_pstrcat(request->r->pool, "\"", tag, "\"", NULL));
    return disclosure_answer_bytes(request->r, request->site, status,
                                   "application/json; charset=utf-8", text, strlen(text));
}

/* ---- Reports that come in ---- */

static int refuse_type(disclosure_request *request)
{
    const char *accepted = "";

    for (const ds_codec *const *codec = ds_codecs; *codec; codec++)
        for (const char *const *type = (*codec)->accepts; (*codec)->read && *type; type++)
            accepted = apr_pstrcat(request->r->pool, accepted, *accepted ? "、" : "", *type, NULL);
    return disclosure_problem_http(request, HTTP_UNSUPPORTED_MEDIA_TYPE,
                                   apr_pstrcat(request->r->pool, "不支持这种内容格式，"
                                               "请在Content-Type头中写明以下格式之一：",
                                               accepted, "。", NULL), NULL);
}

int disclosure_api_read(disclosure_request *request, disclosure_input *input, const char *organ,
                        int year)
{
    request_rec *r = request->r;
    const ds_codec *codec = ds_codec_for_type(apr_table_get(r->headers_in, "Content-Type"));
    ds_read_context context = { .formats = request->site->formats,
                                .report_schema = request->site->report_schema,
                                .organ = organ, .year = year };
    const char *bytes;
    apr_size_t len;
    apr_status_t outcome;
    int rc;

    if (!codec || !codec->read)
        return refuse_type(request);
    rc = disclosure_body_read(r, disclosure_max_body(r), &bytes, &len);
    if (rc != OK)
        return disclosure_problem_http(request, rc, NULL, NULL);
    input->findings = ds_findings_create(r->pool);
    outcome = codec->read(&input->report, input->findings, bytes, len, &context, r->pool, r->pool);
    if (outcome == APR_SUCCESS)
        return OK;
    ds_findings_sort(input->findings);
    return disclosure_problem(request, outcome, NULL, input->findings);
}

/* ---- If-Match ---- */

int disclosure_api_tag(disclosure_request *request, const char **tag)
{
    const char *header = apr_table_get(request->r->headers_in, "If-Match");
    apr_size_t len;

    *tag = NULL;
    if (!header)
        return OK;
    len = strlen(header);
    if (len > 2 && *header == '"' && strchr(header + 1, '"') == header + len - 1) {
        *tag = apr_pstrndup(request->r->pool, header + 1, len - 2);
        return OK;
    }
    /* A weak tag never matches; "*" and lists name no revision that was seen. */
    if (!strncmp(header, "W/", 2))
        return disclosure_problem(request, DS_ESTALE, NULL, NULL);
    return disclosure_problem_http(request, HTTP_BAD_REQUEST,
                                   "If-Match头应为一个带双引号的ETag，即所见版本返回的ETag。", NULL);
}

/* ---- States ---- */

static void set_text(json_t *object, const char *key, const char *text)
{
    json_object_set_new(object, key, text ? json_string(text) : json_null());
}

static json_t *digest_json(const char *algorithm, const char *value)
{
    json_t *digest = json_object();

    set_text(digest, "algorithm", algorithm);
    set_text(digest, "value", value);
    return digest;
}

json_t *disclosure_api_state(const ds_listing *listing, const ds_revision *revision)
{
    int is_same = revision && !strcmp(revision->listing->tag, listing->tag);
    json_t *object = json_object();

    set_text(object, "organ", listing->organ);
    set_text(object, "organ_name", listing->organ_name);
    json_object_set_new(object, "year", json_integer(listing->year));
    set_text(object, "state", ds_state_name(listing->state));
    json_object_set_new(object, "step", json_integer(listing->step));
    json_object_set_new(object, "revision", json_integer(listing->revision));
    json_object_set_new(object, "published",
                        listing->published ? json_integer(listing->published) : json_null());
    json_object_set_new(object, "digest",
                        is_same ? digest_json(revision->digest_algorithm, revision->digest)
                                : digest_json(listing->digest_algorithm, listing->digest));
    return object;
}

int disclosure_api_outcome(disclosure_request *request, apr_status_t status,
                           const ds_outcome *outcome, const ds_revision *revision)
{
    json_t *object;

    if (status != APR_SUCCESS)
        return disclosure_problem(request, status, NULL, outcome->findings);
    object = disclosure_api_state(outcome->listing, revision);
    json_object_set_new(object, "findings",
                        outcome->findings ? ds_json_findings(outcome->findings) : json_array());
    return disclosure_api_send(request, outcome->created ? HTTP_CREATED : HTTP_OK,
                               outcome->listing->tag, object);
}
