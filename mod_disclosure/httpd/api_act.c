/* POST B/api/reports/{organ}/{year}/ACTION: a step of the review chain. */
#include "core/text.h"
#include "httpd/api.h"
#include "httpd/body.h"
#include "httpd/effect.h"
#include "httpd/identity.h"
#include "httpd/problem.h"
#include "io/json.h"

#define MAX_BYTES (256 * 1024)
/* Characters of one text. */
#define MAX_TEXT 4000
#define MAX_NUMBER 100

static const char *const step_keys[] = { "comment", "reasons", NULL };
static const char *const publish_keys[] = { "comment", "reasons", "index_number",
                                            "document_number", NULL };

/* One text of the body, tidied; NULL where it is absent, null or empty, or not
 * right, which is a finding. */
static const char *text_of(json_t *value, const char *path, apr_size_t max,
                           ds_findings *findings, apr_pool_t *pool)
{
    const char *text = json_string_value(value);
    apr_size_t len = json_string_length(value);

    if (!value || json_is_null(value))
        return NULL;
    if (!text) {
        ds_findings_add(findings, DS_ERROR, "F.json", path, "‘%s’应为文字，请核对后重新提交。",
                        path);
        return NULL;
    }
    if (ds_text_first_bad(text, len) != len) {
        ds_findings_add(findings, DS_ERROR, "F.json", path,
                        "‘%s’含有不能使用的控制字符，请删除后重新提交。", path);
        return NULL;
    }
    text = ds_text_tidy(pool, text, len);
    if (ds_text_length(text) > max) {
        ds_findings_add(findings, DS_ERROR, "F.json", path, "‘%s’过长，最多%d字，请精简。", path,
                        (int)max);
        return NULL;
    }
    return *text ? text : NULL;
}

static apr_table_t *reasons_of(json_t *reasons, ds_findings *findings, apr_pool_t *pool)
{
    apr_table_t *table = apr_table_make(pool, 8);
    const char *id;
    json_t *value;

    if (!reasons || json_is_null(reasons))
        return NULL;
    if (!json_is_object(reasons)) {
        ds_findings_add(findings, DS_ERROR, "F.json", "reasons",
                        "‘reasons’应为对象，每项以问题编号为名、以说明为值。");
        return NULL;
    }
    json_object_foreach(reasons, id, value) {
        const char *reason = text_of(value, apr_pstrcat(pool, "reasons/", id, NULL), MAX_TEXT,
                                     findings, pool);
        if (reason)
            apr_table_setn(table, apr_pstrdup(pool, id), reason);
    }
    return table;
}

static void fill(ds_step_request *step, json_t *body, ds_action action, ds_findings *findings,
                 apr_pool_t *pool)
{
    ds_json_refuse_unknown(body, "", action == DS_ACTION_PUBLISH ? publish_keys : step_keys,
                           findings);
    step->comment = text_of(json_object_get(body, "comment"), "comment", MAX_TEXT, findings, pool);
    step->reasons = reasons_of(json_object_get(body, "reasons"), findings, pool);
    step->index_number = text_of(json_object_get(body, "index_number"), "index_number",
                                 MAX_NUMBER, findings, pool);
    step->document_number = text_of(json_object_get(body, "document_number"), "document_number",
                                    MAX_NUMBER, findings, pool);
}

/* The body as a step. APR_SUCCESS, or DS_EUNREADABLE, DS_EINVALID with
 * findings. */
static apr_status_t parse(ds_step_request *step, ds_action action, const char *bytes,
                          apr_size_t len, ds_findings *findings, apr_pool_t *pool)
{
    json_t *body;

    if (!len)
        return APR_SUCCESS;
    body = ds_json_parse(bytes, len, MAX_BYTES, findings);
    if (!body)
        return DS_EUNREADABLE;
    if (!json_is_object(body))
        ds_findings_add(findings, DS_ERROR, "F.json", "",
                        "内容应为JSON对象，例如{\"comment\": \"…\"}。");
    else
        fill(step, body, action, findings, pool);
    json_decref(body);
    return ds_findings_of(findings, DS_ERROR) ? DS_EINVALID : APR_SUCCESS;
}

/* Reads If-Match and body. OK, or (the problem has been sent) what the handler
 * is to return. */
static int read_step(disclosure_request *request, ds_step_request *step, ds_action action)
{
    request_rec *r = request->r;
    const ds_codec *codec = ds_codec_for_type(apr_table_get(r->headers_in, "Content-Type"));
    ds_findings *findings = ds_findings_create(r->pool);
    apr_size_t max = disclosure_max_body(r);
    const char *bytes;
    apr_size_t len;
    apr_status_t status;
    int rc = disclosure_api_tag(request, &step->tag);

    if (rc != OK)
        return rc;
    rc = disclosure_body_read(r, max < MAX_BYTES ? max : MAX_BYTES, &bytes, &len);
    if (rc != OK)
        return disclosure_problem_http(request, rc, NULL, NULL);
    if (len && (!codec || strcmp(codec->name, "json")))
        return disclosure_problem_http(request, HTTP_UNSUPPORTED_MEDIA_TYPE,
                                       "此操作只接受application/json格式的内容，也可以不带内容。",
                                       NULL);
    status = parse(step, action, bytes, len, findings, r->pool);
    return status == APR_SUCCESS ? OK : disclosure_problem(request, status, NULL, findings);
}

static apr_status_t act(disclosure_request *request, const ds_step_request *step,
                        ds_action action, ds_outcome *outcome, ds_revision **revision)
{
    apr_pool_t *pool = request->r->pool;
    const ds_actor *actor;
    disclosure_lease *lease;
    apr_status_t status = disclosure_request_lease(&lease, request);

    if (status != APR_SUCCESS)
        return status;
    status = disclosure_actor(&actor, lease->store, request->r);
    if (status == APR_SUCCESS)
        status = ds_store_act(lease->store, outcome, actor, action, request->organ, request->year,
                              step, apr_time_sec(apr_time_now()), pool);
    if (status == APR_SUCCESS) {
        disclosure_effect_apply(request->mount->database, ds_action_name(action), request->organ);
        if (ds_store_working(lease->store, revision, request->organ, request->year, pool)
            != APR_SUCCESS)
            *revision = NULL;
    }
    disclosure_lease_give(lease);
    return status;
}

int disclosure_api_act(disclosure_request *request)
{
    ds_action action = (ds_action)ds_action_find(request->name);
    ds_step_request step = {0};
    ds_outcome outcome = {0};
    ds_revision *revision = NULL;
    apr_status_t status;
    int rc = read_step(request, &step, action);

    if (rc != OK)
        return rc;
    status = act(request, &step, action, &outcome, &revision);
    return disclosure_api_outcome(request, status, &outcome, revision);
}
