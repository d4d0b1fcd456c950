/* Reset codes: made by an administrator, on a slip of paper; redeemed by
 * somebody who cannot sign in. */
#include "httpd/staff_admin.h"
#include "httpd/staff_parts.h"

#include "core/organ.h"
#include "page/staff_account.h"

/* ---- Making one ---- */

static int send_slip(disclosure_staff *staff, const ds_account *account, ds_page *page)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_findings *findings = ds_findings_create(pool);
    const char *code;
    apr_status_t status = ds_reset_issue(staff->store, &code, staff->actor, account->name,
                                         staff->now, findings, pool);

    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, findings);
    ds_staff_reset_slip(page, &staff->view, account->name, account->display_name, code,
                        staff->now + DS_RESET_SECONDS, pool);
    return disclosure_staff_page(staff, HTTP_OK, page);
}

/* The code is shown once, as the answer to the very request that made it. Who
 * administers nothing is not told which accounts there are, and who administers
 * other organs not whose they are. */
int disclosure_staff_reset(disclosure_staff *staff)
{
    disclosure_request *request = staff->request;
    ds_page *page = ds_page_create(request->r->pool);
    apr_array_header_t *organs;
    ds_account *account;
    apr_status_t status = disclosure_staff_administered(staff, &organs);

    if (status == APR_SUCCESS)
        status = ds_store_account(staff->store, &account, request->account, request->r->pool);
    if (status == APR_SUCCESS && !disclosure_staff_manages(organs, account))
        status = DS_EFORBIDDEN;
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, status == DS_ENOTFOUND
                                        ? "没有这个账号，请核对账号名。" : NULL, NULL);
    if (request->r->method_number == M_POST)
        return send_slip(staff, account, page);
    ds_staff_reset_ask(page, &staff->view, account->name, account->display_name,
                       request->r->pool);
    return disclosure_staff_page(staff, HTTP_OK, page);
}

/* ---- Redeeming it ---- */

static int send_page(disclosure_staff *staff, int status, const ds_findings *findings)
{
    const disclosure_site_config *config = &staff->request->site->config;
    ds_password_rules rules = { config->password_length, config->password_classes };
    ds_page *page = ds_page_create(staff->request->r->pool);

    ds_staff_redeem(page, &staff->view, &rules,
                    disclosure_staff_text(staff, DS_SIGN_IN_ACCOUNT), findings,
                    staff->request->r->pool);
    return disclosure_staff_page(staff, status, page);
}

static apr_status_t missing(ds_findings *findings, const char *place, const char *sentence)
{
    ds_findings_add(findings, DS_ERROR, "R.password", place, "%s", sentence);
    return DS_EINVALID;
}

static apr_status_t redeem(disclosure_staff *staff, ds_findings *findings)
{
    request_rec *r = staff->request->r;
    const char *account = disclosure_staff_text(staff, DS_SIGN_IN_ACCOUNT);
    const char *code = disclosure_staff_text(staff, DS_RESET_CODE);
    const char *password = apr_table_get(staff->fields, DS_PASSWORD_NEW);
    const char *again = apr_table_get(staff->fields, DS_PASSWORD_AGAIN);
    apr_status_t status;

    if (!account)
        return missing(findings, DS_SIGN_IN_ACCOUNT, "请填写账号。");
    if (!code)
        return missing(findings, DS_RESET_CODE, "请填写重置码。");
    if (!password || !again || strcmp(password, again))
        return missing(findings, DS_PASSWORD_AGAIN, "两次填写的新密码不一致，请重新填写。");
    status = disclosure_staff_lease(staff);
    if (status == APR_SUCCESS)
        status = ds_reset_redeem(staff->store, account, code, password, r->useragent_ip,
                                 staff->now, findings);
    if (status == DS_EFORBIDDEN)
        return missing(findings, DS_RESET_CODE,
                       "账号或重置码不正确，或者重置码已经用过、超过72小时。请核对，或请管理员重新开具。");
    return status;
}

int disclosure_staff_redeem(disclosure_request *request)
{
    disclosure_staff *staff = disclosure_staff_begin(request);
    ds_findings *findings = ds_findings_create(request->r->pool);
    int rc = disclosure_staff_read(staff, disclosure_max_body(request->r));
    apr_status_t status;

    if (rc != OK)
        return rc;
    if (request->r->method_number == M_GET)
        return send_page(staff, HTTP_OK, NULL);
    status = redeem(staff, findings);
    if (status == DS_EINVALID)
        return send_page(staff, HTTP_UNPROCESSABLE_ENTITY, findings);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, findings);
    return disclosure_staff_see(staff, "/sign-in", "redeemed");
}
