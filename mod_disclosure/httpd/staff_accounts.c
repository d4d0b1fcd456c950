/* Accounts and their roles, kept by the administrators of the organs they
 * reach. */
#include "httpd/staff_admin.h"
#include "store/handover.h"

int disclosure_staff_manages(const apr_array_header_t *organs, const ds_account *account)
{
    for (int i = 0; i < account->grants->nelts; i++)
        if (!disclosure_staff_administers(organs,
                                          APR_ARRAY_IDX(account->grants, i, ds_grant).organ))
            return 0;
    return 1;
}

int disclosure_staff_accounts(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_array_header_t *lines = apr_array_make(pool, 16, sizeof(ds_admin_account_line));
    apr_array_header_t *organs, *accounts;
    ds_page *page = ds_page_create(pool);
    apr_status_t status = disclosure_staff_administered(staff, &organs);

    if (status == APR_SUCCESS)
        status = ds_store_accounts(staff->store, &accounts, pool);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    for (int i = 0; i < accounts->nelts; i++) {
        const ds_account *a = APR_ARRAY_IDX(accounts, i, const ds_account *);

        if (disclosure_staff_manages(organs, a))
            APR_ARRAY_PUSH(lines, ds_admin_account_line) = (ds_admin_account_line) {
                a->name, a->display_name, a->is_active, a->last_sign_in, a->locked_until,
                a->grants };
    }
    ds_admin_accounts(page, &staff->view, lines, pool);
    return disclosure_staff_page(staff, HTTP_OK, page);
}

/* ---- Grants as text ---- */

/* "editor@jixia reviewer@linzi" as grants; NULL with a finding added. */
static apr_array_header_t *parse_grants(const char *text, ds_findings *findings, apr_pool_t *pool)
{
    apr_array_header_t *grants = apr_array_make(pool, 4, sizeof(ds_grant));
    char *rest = apr_pstrdup(pool, text ? text : ""), *state = NULL, *word;

    while ((word = apr_strtok(rest, " \t\r\n,;", &state)) != NULL) {
        char *at = strchr(word, '@');
        int role;

        rest = NULL;
        if (at)
            *at++ = '\0';
        role = ds_role_find(word);
        if (!at || role < 0) {
            ds_findings_add(findings, DS_ERROR, "R.account", "grants",
                            "“%s”不是“角色@机关代号”的样子，角色有 editor、reviewer、publisher、admin。",
                            word);
            return NULL;
        }
        APR_ARRAY_PUSH(grants, ds_grant) = (ds_grant) { at, (ds_role)role };
    }
    return grants;
}

/* ---- One account ---- */

static int show(disclosure_staff *staff, int status, const ds_admin_account *account,
                const ds_findings *findings)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_page *page = ds_page_create(pool);

    ds_admin_account_page(page, &staff->view, account, findings, pool);
    return disclosure_staff_page(staff, status, page);
}

static int is_active(const disclosure_staff *staff)
{
    const char *active = disclosure_staff_text(staff, "active");

    return !active || strcmp(active, "no") != 0;
}

static int show_typed(disclosure_staff *staff, const char *name, int n_drafts,
                      const ds_findings *findings)
{
    const ds_admin_account account = {
        .name = name, .typed_name = disclosure_staff_text(staff, "account"),
        .display_name = disclosure_staff_text(staff, "display-name"),
        .is_active = is_active(staff), .grants = disclosure_staff_text(staff, "grants"),
        .n_drafts = n_drafts };

    return show(staff, HTTP_UNPROCESSABLE_ENTITY, &account, findings);
}

/* Puts the account as typed. `known` is how it is stored, NULL for a new one. */
static int put(disclosure_staff *staff, const ds_account *known, int n_drafts)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_findings *findings = ds_findings_create(pool);
    const char *typed = disclosure_staff_text(staff, "account");
    ds_account account = {
        .name = known ? known->name : typed ? typed : "",
        .display_name = disclosure_staff_text(staff, "display-name"),
        .is_active = is_active(staff),
        .grants = parse_grants(disclosure_staff_text(staff, "grants"), findings, pool) };
    apr_status_t status = DS_EINVALID;

    if (account.grants)
        status = ds_store_put_account(staff->store, staff->actor, &account, staff->now, findings);
    if (status == DS_EINVALID)
        return show_typed(staff, known ? known->name : NULL, n_drafts, findings);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, findings);
    return disclosure_staff_see(staff, "/accounts", "account");
}

static int hand_over(disclosure_staff *staff, const ds_account *account, int n_drafts)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_findings *findings = ds_findings_create(pool);
    const char *successor = disclosure_staff_text(staff, "successor");
    int count;
    apr_status_t status = ds_store_hand_over(staff->store, &count, staff->actor, account->name,
                                             successor ? successor : "", staff->now, findings,
                                             pool);
    const ds_admin_account shown = {
        .name = account->name, .display_name = account->display_name,
        .is_active = account->is_active, .n_drafts = n_drafts,
        .grants = ds_admin_grants_text(account->grants, pool) };

    if (status == DS_EINVALID)
        return show(staff, HTTP_UNPROCESSABLE_ENTITY, &shown, findings);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, findings);
    return disclosure_staff_see(staff, "/accounts", "handover");
}

int disclosure_staff_account(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    const char *act = disclosure_staff_text(staff, "act");
    apr_array_header_t *organs;
    ds_account *a;
    int n_drafts = 0;
    apr_status_t status = disclosure_staff_administered(staff, &organs);

    if (status == APR_SUCCESS)
        status = ds_store_account(staff->store, &a, staff->request->account, pool);
    if (status == APR_SUCCESS && !disclosure_staff_manages(organs, a))
        status = DS_EFORBIDDEN;
    if (status == APR_SUCCESS)
        status = ds_store_drafts_of(staff->store, &n_drafts, a->name, pool);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    if (staff->request->r->method_number == M_POST)
        return act && !strcmp(act, "handover") ? hand_over(staff, a, n_drafts)
                                               : put(staff, a, n_drafts);
    const ds_admin_account account = {
        .name = a->name, .display_name = a->display_name, .is_active = a->is_active,
        .grants = ds_admin_grants_text(a->grants, pool), .n_drafts = n_drafts };
    return show(staff, HTTP_OK, &account, NULL);
}

int disclosure_staff_account_new(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_findings *findings = ds_findings_create(pool);
    const char *name = disclosure_staff_text(staff, "account");
    const ds_admin_account blank = { .is_active = 1 };
    apr_array_header_t *organs;
    ds_account *known;
    apr_status_t status = disclosure_staff_administered(staff, &organs);

    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    if (staff->request->r->method_number != M_POST)
        return show(staff, HTTP_OK, &blank, NULL);
    if (name && ds_store_account(staff->store, &known, name, pool) == APR_SUCCESS) {
        ds_findings_add(findings, DS_ERROR, "R.account", "account", "账号名“%s”已经有人在用，请换一个。",
                        name);
        return show_typed(staff, NULL, 0, findings);
    }
    return put(staff, NULL, 0);
}

/* ---- Importing ---- */

static void *make(disclosure_staff *staff, const ds_csv_table *table, const ds_csv_line *line,
                  ds_findings *findings)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_account *account = apr_pcalloc(pool, sizeof(*account));
    const char *active = ds_csv_value(table, line, "active", pool);

    account->name = ds_csv_value(table, line, "account", pool);
    account->display_name = ds_csv_value(table, line, "name", pool);
    account->is_active = !active || strcmp(active, "no") != 0;
    account->grants = parse_grants(ds_csv_value(table, line, "grants", pool), findings, pool);
    return account->grants ? account : NULL;
}

static apr_status_t put_one(disclosure_staff *staff, void *thing, ds_findings *findings)
{
    return ds_store_put_account(staff->store, staff->actor, thing, staff->now, findings);
}

int disclosure_staff_account_import(disclosure_staff *staff)
{
    static const disclosure_import import = {
        .title = "导入账号", .path = "/account-import", .back = "/accounts",
        .columns = "CSV：第一行是列名，必有 account（账号名），其余可用 name（姓名）、grants（角色，"
                   "如 editor@jixia reviewer@linzi）、active（停用的写 no）。新账号没有密码，"
                   "请逐个发放重置码。已有的账号按所列修改。",
        .key_column = "account", .done = "accounts",
        .make = make, .try = ds_store_try_accounts, .put = put_one,
    };
    apr_array_header_t *organs;
    apr_status_t status = disclosure_staff_administered(staff, &organs);

    return status == APR_SUCCESS ? disclosure_staff_import(staff, &import)
                                 : disclosure_staff_problem(staff, status, NULL, NULL);
}
