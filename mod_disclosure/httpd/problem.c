#include "httpd/problem.h"

#include "httpd/answer.h"
#include "httpd/public.h"
#include "io/json.h"
#include "page/public.h"

#define PROBLEM_TYPE "application/problem+json"
#define TYPE_PREFIX "urn:mod-disclosure:problem:"
#define RETRY_AFTER "5"
#define NOTE_UNAVAILABLE "disclosure-unavailable"

typedef struct {
    int http;
    apr_status_t outcome;  /* 0: none maps to it */
    const char *type;
    const char *title;
    const char *detail;
} problem;

static const problem problems[] = {
    { HTTP_BAD_REQUEST, DS_EUNREADABLE, "unreadable", "无法读取",
      "提交的内容无法读取，请检查格式和编码（应为UTF-8）后重新提交。" },
    { HTTP_UNAUTHORIZED, 0, "sign-in", "需要登录", "请先登录，再继续办理。" },
    { HTTP_FORBIDDEN, DS_EFORBIDDEN, "forbidden", "没有权限",
      "您的账号没有办理此事的权限，请联系管理员核对岗位和机关。" },
    { HTTP_NOT_FOUND, DS_ENOTFOUND, "not-found", "没有找到",
      "没有找到所请求的内容，请核对机关、年度和地址。" },
    { HTTP_METHOD_NOT_ALLOWED, 0, "method", "不支持的请求方法",
      "此地址不支持这种请求方法，可用的方法见Allow头。" },
    { HTTP_REQUEST_TIME_OUT, 0, "timeout", "接收超时", "提交的内容没有按时传完，请重新提交。" },
    { HTTP_CONFLICT, DS_ESTATE, "state", "当前状态不允许",
      "报告当前的状态不允许此操作，请刷新后查看最新状态。" },
    { HTTP_GONE, DS_EGONE, "gone", "已撤下", "此内容已经撤下，不再公开。" },
    { HTTP_PRECONDITION_FAILED, DS_ESTALE, "stale", "内容已被更新",
      "您看到的不是最新内容，报告已有新的修改。请重新打开，核对后再提交。" },
    { HTTP_REQUEST_ENTITY_TOO_LARGE, DS_ETOOLARGE, "too-large", "内容过大",
      "提交的内容超过允许的大小，请减少篇幅后重新提交。" },
    { HTTP_UNSUPPORTED_MEDIA_TYPE, DS_EUNSUPPORTED, "type", "不支持的格式",
      "不支持这种内容格式，请改用支持的格式提交。" },
    { HTTP_UNPROCESSABLE_ENTITY, DS_EINVALID, "invalid", "内容需要修改",
      "提交的内容可以读取，但还不能接受，请按所列问题逐项修改。" },
    { HTTP_PRECONDITION_REQUIRED, DS_EPRECONDITION, "precondition", "缺少If-Match",
      "替换已有内容时，请在If-Match头中写明所见内容的ETag。" },
    { HTTP_SERVICE_UNAVAILABLE, DS_EUNAVAILABLE, "unavailable", "暂时无法服务",
      "数据库暂时无法访问，请稍后再试。" },
    { HTTP_INTERNAL_SERVER_ERROR, 0, "internal", "内部错误",
      "服务器处理时出现错误，已记入日志，请联系网站管理员。" },
};

#define N_PROBLEMS (sizeof problems / sizeof problems[0])

/* The row of a status; the general one of its class for what has none. */
static const problem *by_http(int http)
{
    for (size_t i = 0; i < N_PROBLEMS; i++)
        if (problems[i].http == http)
            return &problems[i];
    return http < HTTP_INTERNAL_SERVER_ERROR ? &problems[0] : &problems[N_PROBLEMS - 1];
}

int disclosure_problem_status(apr_status_t outcome)
{
    for (size_t i = 0; i < N_PROBLEMS; i++)
        if (outcome != APR_SUCCESS && problems[i].outcome == outcome)
            return problems[i].http;
    return outcome == APR_SUCCESS ? HTTP_OK : HTTP_INTERNAL_SERVER_ERROR;
}

void disclosure_problem_words(int status, const char **title, const char **detail)
{
    const problem *row = by_http(status);

    *title = row->title;
    *detail = row->detail;
}

int disclosure_problem_wants_json(const disclosure_request *request)
{
    const char *accept = apr_table_get(request->r->headers_in, "Accept");

    if (request->is_api)
        return 1;
    return accept && !ap_strcasestr(accept, "text/html")
           && (ap_strcasestr(accept, "application/json")
               || ap_strcasestr(accept, "application/problem+json"));
}

/* One error speaks for itself; several are summed up by the usual sentence. */
static const char *sentence(const problem *row, const ds_findings *findings)
{
    const ds_finding *only = NULL;
    int errors = 0;

    for (int i = 0; findings && i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);
        if (finding->severity == DS_ERROR && !errors++)
            only = finding;
    }
    return errors == 1 ? only->message : row->detail;
}

static const char *document_of(const disclosure_request *request, int status,
                               const char *detail, const ds_findings *findings)
{
    const problem *row = by_http(status);
    json_t *document = json_object();

    json_object_set_new(document, "type",
                        json_string(apr_pstrcat(request->r->pool, TYPE_PREFIX, row->type, NULL)));
    json_object_set_new(document, "title", json_string(row->title));
    json_object_set_new(document, "status", json_integer(status));
    json_object_set_new(document, "detail",
                        json_string(detail ? detail : sentence(row, findings)));
    json_object_set_new(document, "findings",
                        findings ? ds_json_findings(findings) : json_array());
    return ds_json_text(document, request->r->pool);
}

static void send_json(disclosure_request *request, int status, const char *detail,
                      const ds_findings *findings)
{
    const char *text = document_of(request, status, detail, findings);

    disclosure_answer_bytes(request->r, request->site, status, PROBLEM_TYPE, text, strlen(text));
}

void disclosure_problem_stand_in(disclosure_request *request, int status,
                                 apr_bucket_brigade *brigade)
{
    const char *text = document_of(request, status, NULL, NULL);

    disclosure_answer_instead(request->r, request->site, PROBLEM_TYPE, text, strlen(text),
                              brigade);
}

static void send_page(disclosure_request *request, int status, const char *detail)
{
    apr_pool_t *pool = request->r->pool;
    ds_page *page = ds_page_create(pool);
    const ds_nearby *nearby = NULL;
    const char *bytes;
    apr_size_t len;

    if (status == HTTP_NOT_FOUND || status == HTTP_GONE)
        nearby = disclosure_public_nearby(request);
    ds_public_problem(page, &request->site->page_site, status, detail, nearby, pool);
    bytes = ds_template_render(request->site->page_template, page, &len, pool);
    disclosure_answer_bytes(request->r, request->site, status, "text/html; charset=utf-8",
                            bytes, len);
}

/* Whether the address is that of a piece that stands in other pages. */
static int is_fragment(const disclosure_request *request)
{
    static const char *const endings[] = { "/fragment", "/paste.html" };
    apr_size_t len = strlen(request->rest);

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        apr_size_t end = strlen(endings[i]);

        if (len > end && !strcmp(request->rest + len - end, endings[i]))
            return 1;
    }
    return 0;
}

/* Inside another page a sentence helps; whoever fetches it sees the status as
 * well, an inclusion takes only what says that all is well. */
static int send_fragment(disclosure_request *request, int status, const char *detail)
{
    request_rec *r = request->r;
    ds_markup *markup = ds_markup_create(r->pool);
    const char *bytes;
    apr_size_t len;

    ds_public_problem_fragment(markup, &request->site->page_site, status, detail, r->pool);
    bytes = ds_markup_bytes(markup, &len);
    disclosure_answer_origin(r, request->site);
    disclosure_answer_bytes(r, request->site, r->main ? HTTP_OK : status,
                            "text/html; charset=utf-8", bytes, len);
    return r->main ? OK : DONE;
}

int disclosure_problem_http(disclosure_request *request, int status, const char *detail,
                            const ds_findings *findings)
{
    if (is_fragment(request) && !disclosure_problem_wants_json(request))
        return send_fragment(request, status, detail);
    if (request->r->main)
        return status;
    if (status == HTTP_SERVICE_UNAVAILABLE)
        apr_table_setn(request->r->headers_out, "Retry-After", RETRY_AFTER);
    if (disclosure_problem_wants_json(request))
        send_json(request, status, detail, findings);
    else
        send_page(request, status, detail);
    return DONE;
}

int disclosure_problem(disclosure_request *request, apr_status_t outcome, const char *detail,
                       const ds_findings *findings)
{
    int status = disclosure_problem_status(outcome);

    if (status == HTTP_INTERNAL_SERVER_ERROR)
        ap_log_rerror(APLOG_MARK, APLOG_ERR, outcome, request->r,
                      "DS0611: %s could not be answered", request->r->uri);
    return disclosure_problem_http(request, status, detail, findings);
}

void disclosure_problem_announce(request_rec *r)
{
    const disclosure_request *request = disclosure_request_of(r);

    if (!request)
        return;
    apr_table_setn(r->notes, NOTE_UNAVAILABLE, request->is_api ? "api" : "page");
    ap_custom_response(r, HTTP_INTERNAL_SERVER_ERROR,
                       apr_pstrcat(r->pool, request->site->base, "/health", NULL));
}

int disclosure_problem_is_announced(const request_rec *r, int *is_api)
{
    const char *note = r->prev ? apr_table_get(r->prev->notes, NOTE_UNAVAILABLE) : NULL;

    *is_api = note && !strcmp(note, "api");
    return note != NULL;
}
