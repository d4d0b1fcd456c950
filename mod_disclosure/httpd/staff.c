/* One way for every staff request: fields, identity, token, then the route's
 * function; and how its answers leave. */
#include "httpd/answer.h"
#include "httpd/attachment.h"
#include "httpd/body.h"
#include "httpd/effect.h"
#include "httpd/identity.h"
#include "httpd/problem.h"
#include "httpd/session.h"
#include "httpd/staff_parts.h"
#include "httpd/upload.h"
#include "page/staff_account.h"

#include "core/text.h"
#include "io/form.h"

#define TOO_LARGE \
    "提交的内容超过了允许的大小，没有保存。请用浏览器的“后退”回到填写的页面，减少篇幅后重新提交。"

/* The site as staff pages see it: pictures are there before they are public. */
static const ds_site *site_of(const disclosure_request *request)
{
    ds_site *site = apr_pmemdup(request->r->pool, &request->site->page_site, sizeof *site);

    site->files = ds_staff_path(site, "/files", request->r->pool);
    return site;
}

disclosure_staff *disclosure_staff_begin(disclosure_request *request)
{
    disclosure_staff *staff = apr_pcalloc(request->r->pool, sizeof *staff);

    staff->request = request;
    staff->fields = apr_table_make(request->r->pool, 8);
    staff->now = apr_time_sec(apr_time_now());
    staff->view.site = site_of(request);
    staff->view.now = staff->now;
    staff->view.here = request->rest + strlen("/staff");
    return staff;
}

/* ---- The lease ---- */

apr_status_t disclosure_staff_lease(disclosure_staff *staff)
{
    apr_status_t status;

    if (staff->lease)
        return APR_SUCCESS;
    status = disclosure_request_lease(&staff->lease, staff->request);
    if (status != APR_SUCCESS)
        staff->lease = NULL;
    else
        staff->store = staff->lease->store;
    return status;
}

void disclosure_staff_give(disclosure_staff *staff)
{
    if (staff->lease)
        disclosure_lease_give(staff->lease);
    staff->lease = NULL;
    staff->store = NULL;
}

/* ---- Fields ---- */

/* Sign-in, tokens and all that follows them speak of complete forms only; a
 * control character that was taken out of a text is no reason to refuse it. */
static int parse(disclosure_staff *staff, const char *text, apr_size_t len)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_findings *findings = ds_findings_create(pool);
    apr_status_t status = ds_form_parse(&staff->fields, findings, text, len, pool);

    if (status == APR_SUCCESS || status == DS_EINVALID)
        return OK;
    return disclosure_staff_problem(staff, status, NULL, findings);
}

static int has_type(const request_rec *r, const char *type)
{
    const char *header = apr_table_get(r->headers_in, "Content-Type");
    apr_size_t len = strlen(type);

    return header && !strncasecmp(header, type, len)
           && (!header[len] || strchr("; \t", header[len]));
}

int disclosure_staff_read(disclosure_staff *staff, apr_size_t max)
{
    request_rec *r = staff->request->r;
    const disclosure_route *route = staff->request->route;
    int rc;

    if (r->method_number != M_POST)
        return r->args ? parse(staff, r->args, strlen(r->args)) : OK;
    if ((route->methods & DISCLOSURE_FILES) && has_type(r, "multipart/form-data"))
        return OK;
    if (!has_type(r, "application/x-www-form-urlencoded"))
        return disclosure_staff_problem(staff, DS_EUNSUPPORTED, NULL, NULL);
    rc = disclosure_body_read(r, max, &staff->body, &staff->body_length);
    if (rc == HTTP_REQUEST_ENTITY_TOO_LARGE)
        return disclosure_staff_problem(staff, DS_ETOOLARGE, TOO_LARGE, NULL);
    if (rc != OK)
        return disclosure_problem_http(staff->request, rc, NULL, NULL);
    return parse(staff, staff->body, staff->body_length);
}

static int add_length(void *baton, const char *name, const char *value)
{
    *(apr_size_t *)baton += strlen(name) + strlen(value) + 2;
    return 1;
}

int disclosure_staff_has_files(const disclosure_staff *staff)
{
    const request_rec *r = staff->request->r;

    return r->method_number == M_POST && !staff->body && has_type(r, "multipart/form-data");
}

int disclosure_staff_read_form(disclosure_staff *staff, apr_array_header_t **files)
{
    int rc = disclosure_upload_receive_form(staff->request, &staff->fields, files);

    if (rc != OK)
        return rc;
    staff->body = "";
    apr_table_do(add_length, &staff->body_length, staff->fields, NULL);
    return OK;
}

const char *disclosure_staff_text(const disclosure_staff *staff, const char *name)
{
    const char *value = apr_table_get(staff->fields, name);

    if (value)
        value = ds_text_tidy(staff->request->r->pool, value, strlen(value));
    return value && *value ? value : NULL;
}

/* ---- Identity ---- */

static apr_status_t know(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_status_t status = disclosure_actor(&staff->actor, staff->store, staff->request->r);

    if (status == APR_SUCCESS)
        status = ds_store_secret(staff->store, &staff->secret, pool);
    if (status != APR_SUCCESS)
        return status;
    staff->view.actor = staff->actor;
    staff->view.token = disclosure_staff_token(staff);
    return staff->view.token ? APR_SUCCESS : APR_EGENERAL;
}

apr_status_t disclosure_staff_become(disclosure_staff *staff, const ds_session *session)
{
    staff->request->r->user = apr_pstrdup(staff->request->r->pool, session->account);
    staff->request->r->ap_auth_type = apr_pstrdup(staff->request->r->pool, DISCLOSURE_AUTH_TYPE);
    staff->session = session->id;
    staff->view.signed_in_here = 1;
    staff->view.last_sign_in = session->last_sign_in;
    return know(staff);
}

/* Whoever httpd has named is taken as he is; our own session is asked for only
 * where nothing else was configured, or just that. */
apr_status_t disclosure_staff_identify(disclosure_staff *staff)
{
    disclosure_request *request = staff->request;
    request_rec *r = request->r;
    ds_session *session = request->session;
    apr_status_t status = disclosure_staff_lease(staff);

    if (status != APR_SUCCESS)
        return status;
    if (r->user && !session)
        return know(staff);
    if (!session)
        status = disclosure_session_find(&session, staff->store, r, request->site);
    if (status != APR_SUCCESS || !session)
        return status;
    return disclosure_staff_become(staff, session);
}

/* ---- The way of a request ---- */

int disclosure_staff_admit(disclosure_staff *staff)
{
    request_rec *r = staff->request->r;

    if (disclosure_staff_token_is_good(staff, apr_table_get(staff->fields, DS_STAFF_TOKEN)))
        return OK;
    ap_log_rerror(APLOG_MARK, APLOG_INFO, 0, r, "DS0660: a form without a token that holds");
    return disclosure_staff_confirm(staff, HTTP_FORBIDDEN, ap_os_escape_path(r->pool, r->uri, 1));
}

int disclosure_staff_handle(disclosure_request *request)
{
    request_rec *r = request->r;
    disclosure_staff *staff = disclosure_staff_begin(request);
    int rc = disclosure_staff_read(staff, disclosure_max_body(r));
    apr_status_t status;

    if (rc != OK)
        return rc;
    status = disclosure_staff_identify(staff);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    if (!staff->actor)
        return disclosure_staff_ask_sign_in(staff);
    if (r->method_number == M_GET)
        staff->view.done = disclosure_staff_notice(apr_table_get(staff->fields, "done"));
    else if (!(request->route->methods & DISCLOSURE_FILES) || staff->body)
        rc = disclosure_staff_admit(staff);
    return rc == OK ? request->route->staff(staff) : rc;
}

/* ---- Answers ---- */

int disclosure_staff_page(disclosure_staff *staff, int status, ds_page *page)
{
    const disclosure_request *request = staff->request;
    apr_size_t len;
    const char *bytes;

    disclosure_staff_give(staff);
    bytes = ds_template_render(request->site->page_template, page, &len, request->r->pool);
    disclosure_answer_bytes(request->r, request->site, status, "text/html; charset=utf-8", bytes,
                            len);
    return status == HTTP_OK ? OK : DONE;
}

int disclosure_staff_bytes(disclosure_staff *staff, const char *media_type, const char *file_name,
                           const char *bytes, apr_size_t len)
{
    request_rec *r = staff->request->r;

    disclosure_staff_give(staff);
    if (file_name)
        apr_table_setn(r->headers_out, "Content-Disposition",
                       disclosure_attachment(NULL, file_name, r->pool));
    return disclosure_answer_bytes(r, staff->request->site, HTTP_OK, media_type, bytes, len);
}

int disclosure_staff_see(disclosure_staff *staff, const char *path, const char *done)
{
    request_rec *r = staff->request->r;
    const char *location = ds_staff_path(staff->view.site, path, r->pool);

    disclosure_staff_give(staff);
    if (done)
        location = apr_pstrcat(r->pool, location, strchr(location, '?') ? "&" : "?", "done=",
                               done, NULL);
    apr_table_setn(r->headers_out, "Location", location);
    disclosure_answer_bytes(r, staff->request->site, HTTP_SEE_OTHER, NULL, "", 0);
    return DONE;
}

/* What was typed goes back to whoever typed it, when the store cannot take it. */
static int can_try_again(const disclosure_staff *staff, int status)
{
    return status == HTTP_SERVICE_UNAVAILABLE && staff->request->route->staff && staff->body
           && staff->body_length <= DISCLOSURE_MAX_CARRIED;
}

static int problem_page(disclosure_staff *staff, int status, const char *detail,
                        const ds_findings *findings)
{
    request_rec *r = staff->request->r;
    ds_page *page = ds_page_create(r->pool);
    const char *title, *sentence;

    disclosure_problem_words(status, &title, &sentence);
    if (status == HTTP_SERVICE_UNAVAILABLE)
        apr_table_setn(r->err_headers_out, "Retry-After", "5");
    if (can_try_again(staff, status))
        ds_staff_retry(page, &staff->view, ap_os_escape_path(r->pool, r->uri, 1), staff->fields,
                       r->pool);
    else
        ds_staff_problem(page, &staff->view, title, detail ? detail : sentence, findings,
                         r->pool);
    return disclosure_staff_page(staff, status, page);
}

int disclosure_staff_problem(disclosure_staff *staff, apr_status_t outcome, const char *detail,
                             const ds_findings *findings)
{
    disclosure_request *request = staff->request;
    int status = disclosure_problem_status(outcome);

    disclosure_staff_give(staff);
    if (disclosure_problem_wants_json(request) || status == HTTP_INTERNAL_SERVER_ERROR)
        return disclosure_problem(request, outcome, detail, findings);
    return problem_page(staff, status, detail, findings);
}

void disclosure_staff_changed(disclosure_staff *staff, const char *action, const char *organ)
{
    disclosure_effect_apply(staff->request->mount->database, action, organ);
}

/* ---- Reports ---- */

apr_status_t disclosure_staff_find(disclosure_staff *staff, disclosure_staff_report *report)
{
    const disclosure_request *request = staff->request;
    apr_pool_t *pool = request->r->pool;
    apr_status_t status = ds_store_organ(staff->store, &report->organ, request->organ, pool);

    memset(&report->subject, 0, sizeof report->subject);
    report->working = NULL;
    if (status == APR_SUCCESS)
        status = ds_store_organ_path(staff->store, &report->path, request->organ, pool);
    if (status != APR_SUCCESS)
        return status;
    report->subject.path = report->path;
    report->subject.exists = 1;
    status = ds_permit(staff->actor, DS_ACTION_READ, &report->subject, request->site->chain, NULL,
                       pool);
    if (status == APR_SUCCESS)
        status = ds_store_working(staff->store, &report->working, request->organ, request->year,
                                  pool);
    report->subject.exists = report->working != NULL;
    if (status == APR_SUCCESS) {
        const ds_listing *l = report->working->listing;
        report->subject = (ds_case) { report->path, 1, l->state, l->step, l->author,
                                      l->published > 0 };
    }
    return status == DS_ENOTFOUND ? APR_SUCCESS : status;
}
