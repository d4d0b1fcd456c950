/* One's own account: going out, and the password. */
#include "httpd/session.h"
#include "httpd/staff_parts.h"
#include "page/staff_account.h"

/* After going out there is no identity to show a page to. */
int disclosure_staff_sign_out(disclosure_staff *staff)
{
    disclosure_request *request = staff->request;
    const char *everywhere = apr_table_get(staff->fields, "everywhere");
    apr_status_t status = APR_SUCCESS;

    if (everywhere)
        status = ds_session_end_all(staff->store, staff->actor, staff->now);
    else if (staff->session)
        status = ds_session_end(staff->store, staff->actor, staff->session, staff->now);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    if (staff->session)
        disclosure_session_send(request->r, request->site, NULL);
    return disclosure_staff_see(staff, "/sign-in", "signed-out");
}

/* ---- The password ---- */

static int send_page(disclosure_staff *staff, int status, const ds_findings *findings)
{
    const disclosure_site_config *config = &staff->request->site->config;
    ds_password_rules rules = { config->password_length, config->password_classes };
    ds_page *page = ds_page_create(staff->request->r->pool);

    ds_staff_password(page, &staff->view, &rules, findings, staff->request->r->pool);
    return disclosure_staff_page(staff, status, page);
}

/* What was typed, exactly; never NULL. */
static const char *typed(const disclosure_staff *staff, const char *name)
{
    const char *value = apr_table_get(staff->fields, name);

    return value ? value : "";
}

static apr_status_t change(disclosure_staff *staff, ds_findings *findings)
{
    const char *old = typed(staff, DS_PASSWORD_OLD);
    const char *password = typed(staff, DS_PASSWORD_NEW);

    if (!*old)
        ds_findings_add(findings, DS_ERROR, "R.password", DS_PASSWORD_OLD, "请填写原密码。");
    if (!*password)
        ds_findings_add(findings, DS_ERROR, "R.password", DS_PASSWORD_NEW, "请填写新密码。");
    if (strcmp(password, typed(staff, DS_PASSWORD_AGAIN)))
        ds_findings_add(findings, DS_ERROR, "R.password", DS_PASSWORD_AGAIN,
                        "两次填写的新密码不一致，请重新填写。");
    if (ds_findings_count(findings))
        return DS_EINVALID;
    return ds_store_change_password(staff->store, staff->actor, old, password, staff->session,
                                    staff->now, findings);
}

int disclosure_staff_password(disclosure_staff *staff)
{
    ds_findings *findings = ds_findings_create(staff->request->r->pool);
    apr_status_t status;

    if (staff->request->r->method_number == M_GET)
        return send_page(staff, HTTP_OK, NULL);
    status = change(staff, findings);
    if (status == DS_EINVALID)
        return send_page(staff, HTTP_UNPROCESSABLE_ENTITY, findings);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, findings);
    return disclosure_staff_see(staff, "/password", "password");
}
