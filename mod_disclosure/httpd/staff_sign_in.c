/* The sign-in form: before a page that needs somebody, and by itself. What was
 * posted without a session goes along as hidden fields and is shown to be
 * confirmed afterwards. */
#include "httpd/staff_parts.h"

#include "httpd/problem.h"
#include "httpd/session.h"
#include "page/staff_account.h"

/* ---- Where to go on ---- */

static int is_after(const char *path, const char *beginning)
{
    apr_size_t len = strlen(beginning);

    return !strncmp(path, beginning, len) && (!path[len] || strchr("/?", path[len]));
}

int disclosure_staff_is_next(const disclosure_staff *staff, const char *path)
{
    static const char *const own[] = { "/sign-in", "/sign-out", "/reset" };
    apr_pool_t *pool = staff->request->r->pool;

    if (!path || !is_after(path, ds_staff_path(staff->view.site, "", pool)))
        return 0;
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (is_after(path, ds_staff_path(staff->view.site, own[i], pool)))
            return 0;
    for (const char *p = path; *p; p++)
        if (*p <= ' ' || *p >= 0x7f || *p == '\\')
            return 0;
    return !strstr(path, "//") && !strstr(path, "/../") && !strstr(path, "/./");
}

/* The address asked for, as a path with its query. */
static const char *here(const disclosure_staff *staff)
{
    request_rec *r = staff->request->r;
    const char *path = ap_os_escape_path(r->pool, r->uri, 1);

    return r->args ? apr_pstrcat(r->pool, path, "?", r->args, NULL) : path;
}

/* ---- The page ---- */

static int send_page(disclosure_staff *staff, int status, const ds_sign_in *sign_in)
{
    request_rec *r = staff->request->r;
    ds_page *page = ds_page_create(r->pool);

    /* No scheme that a browser knows: it is to show the page. */
    if (status == HTTP_UNAUTHORIZED)
        apr_table_setn(r->err_headers_out, "WWW-Authenticate", "Form");
    ds_staff_sign_in(page, &staff->view, sign_in, r->pool);
    return disclosure_staff_page(staff, status, page);
}

int disclosure_staff_ask_sign_in(disclosure_staff *staff)
{
    disclosure_request *request = staff->request;
    int is_post = request->r->method_number == M_POST;
    const char *next = here(staff);
    ds_sign_in sign_in = { .findings = NULL };

    if (disclosure_problem_wants_json(request)) {
        disclosure_staff_give(staff);
        return disclosure_problem_http(request, HTTP_UNAUTHORIZED, NULL, NULL);
    }
    if (request->route->methods & DISCLOSURE_BESIDE && disclosure_staff_has_files(staff)) {
        int rc;

        disclosure_staff_give(staff);
        rc = disclosure_staff_read_form(staff, NULL);
        if (rc != OK)
            return rc;
    }
    sign_in.next = disclosure_staff_is_next(staff, next) ? next : NULL;
    sign_in.is_too_much = is_post && (staff->body_length > DISCLOSURE_MAX_CARRIED || !staff->body);
    if (is_post && !sign_in.is_too_much && sign_in.next)
        sign_in.carried = staff->fields;
    sign_in.is_ended = disclosure_session_key(request->r, request->site) != NULL;
    return send_page(staff, HTTP_UNAUTHORIZED, &sign_in);
}

int disclosure_staff_confirm(disclosure_staff *staff, int status, const char *path)
{
    request_rec *r = staff->request->r;
    ds_page *page = ds_page_create(r->pool);

    if (disclosure_problem_wants_json(staff->request)) {
        disclosure_staff_give(staff);
        return disclosure_problem_http(staff->request, HTTP_FORBIDDEN,
                                       "页面已经过期，请重新打开页面再提交。", NULL);
    }
    ds_staff_confirm(page, &staff->view, path, staff->fields, r->pool);
    return disclosure_staff_page(staff, status, page);
}

/* ---- Signing in ---- */

/* One sentence for all that can be wrong, so that nobody learns which accounts
 * there are. */
static const char *refusal(const disclosure_staff *staff)
{
    const disclosure_site_config *config = &staff->request->site->config;
    int seconds = config->sign_in_lock;

    return apr_psprintf(staff->request->r->pool,
                        "账号或密码不正确，或者账号暂时不能登录（连续输错%d次，锁定%d%s）。"
                        "请核对后再试，或联系上级机关的管理员。",
                        config->sign_in_failures, seconds < 60 ? seconds : (seconds + 59) / 60,
                        seconds < 60 ? "秒" : "分钟");
}

static int refuse(disclosure_staff *staff, const ds_sign_in *form, const char *place,
                  const char *sentence)
{
    ds_findings *findings = ds_findings_create(staff->request->r->pool);
    ds_sign_in again = *form;

    ds_findings_add(findings, DS_ERROR, "W.sign-in", place, "%s", sentence);
    again.findings = findings;
    return send_page(staff, HTTP_UNAUTHORIZED, &again);
}

/* The password is right: a new session in place of any the browser had. */
static apr_status_t begin_session(disclosure_staff *staff, const char *account,
                                  apr_int64_t last_sign_in)
{
    request_rec *r = staff->request->r;
    const disclosure_site *site = staff->request->site;
    ds_actor actor = { .account = account, .address = r->useragent_ip };
    ds_session *old = NULL, *session;
    const char *key;
    apr_status_t status = disclosure_session_find(&old, staff->store, r, site);

    if (status == APR_SUCCESS)
        status = ds_session_begin(staff->store, &session, &key, &actor, last_sign_in,
                                  old ? old->id : NULL, staff->now, r->pool);
    if (status != APR_SUCCESS)
        return status;
    disclosure_session_send(r, site, key);
    return disclosure_staff_become(staff, session);
}

static apr_status_t sign_in(disclosure_staff *staff, const char *account, const char *password)
{
    request_rec *r = staff->request->r;
    ds_account *known = NULL;
    apr_status_t status = disclosure_staff_lease(staff);

    if (status == APR_SUCCESS)
        status = ds_store_account(staff->store, &known, account, r->pool);
    if (status == APR_SUCCESS || status == DS_ENOTFOUND)
        status = ds_store_sign_in(staff->store, account, password, r->useragent_ip, staff->now,
                                  r->pool);
    return status != APR_SUCCESS ? status
        : begin_session(staff, account, known ? known->last_sign_in : 0);
}

static int go_on(disclosure_staff *staff, const ds_sign_in *form)
{
    apr_size_t base = strlen(ds_staff_path(staff->view.site, "", staff->request->r->pool));

    if (form->carried && form->next)
        return disclosure_staff_confirm(staff, HTTP_OK, form->next);
    return disclosure_staff_see(staff, form->next ? form->next + base : "/", NULL);
}

static int take_form(disclosure_staff *staff)
{
    const char *next = apr_table_get(staff->fields, DS_SIGN_IN_NEXT);
    const char *password = apr_table_get(staff->fields, DS_SIGN_IN_PASSWORD);
    ds_sign_in form = { .account = disclosure_staff_text(staff, DS_SIGN_IN_ACCOUNT) };
    apr_status_t status;

    form.next = disclosure_staff_is_next(staff, next) ? next : NULL;
    if (form.next && apr_table_get(staff->fields, DS_SIGN_IN_POST))
        form.carried = staff->fields;
    if (!form.account)
        return refuse(staff, &form, DS_SIGN_IN_ACCOUNT, "请填写账号。");
    if (!password || !*password)
        return refuse(staff, &form, DS_SIGN_IN_PASSWORD, "请填写密码。");
    status = sign_in(staff, form.account, password);
    if (status == DS_EFORBIDDEN)
        return refuse(staff, &form, DS_SIGN_IN_PASSWORD, refusal(staff));
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    return go_on(staff, &form);
}

int disclosure_staff_sign_in(disclosure_request *request)
{
    request_rec *r = request->r;
    disclosure_staff *staff = disclosure_staff_begin(request);
    int rc = disclosure_staff_read(staff, disclosure_max_body(r));
    ds_sign_in form = { .findings = NULL };
    const char *next;
    apr_status_t status;

    if (rc != OK)
        return rc;
    if (r->method_number == M_POST && !r->user)
        return take_form(staff);
    status = disclosure_staff_identify(staff);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    next = apr_table_get(staff->fields, "next");
    staff->view.done = disclosure_staff_notice(apr_table_get(staff->fields, "done"));
    form.next = disclosure_staff_is_next(staff, next) ? next : NULL;
    return staff->actor ? go_on(staff, &form) : send_page(staff, HTTP_OK, &form);
}

int disclosure_staff_door(disclosure_request *request)
{
    return disclosure_staff_see(disclosure_staff_begin(request), "/", NULL);
}
