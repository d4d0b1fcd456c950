#include "ctl/ctl.h"

#include <stdio.h>
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/status.h"
#include "ctl/source.h"

const apr_getopt_option_t ctl_account_options[] = {
    { "name", 'n', 1, "姓名" },
    { "grant", 'g', 1, "ROLE@ORGAN  授予角色：editor、reviewer、publisher、admin（可重复）" },
    { "revoke", 'r', 1, "ROLE@ORGAN  收回角色（可重复）" },
    { "deactivate", 'd', 0, "停用" },
    { "activate", 'a', 0, "重新启用" },
    { NULL, 0, 0, NULL }
};

static int parse_grant(ds_grant *grant, const char *text, apr_pool_t *pool)
{
    const char *at = strchr(text, '@');
    int role = at ? ds_role_find(apr_pstrmemdup(pool, text, at - text)) : -1;
    if (role < 0 || !at[1]) {
        return ctl_fail("“%s”应写成 角色@机关，角色有 editor、reviewer、publisher、admin。", text);
    }
    grant->role = role;
    grant->organ = at + 1;
    return CTL_OK;
}

static void remove_grant(apr_array_header_t *grants, const ds_grant *gone)
{
    int kept = 0;
    for (int i = 0; i < grants->nelts; i++) {
        ds_grant g = APR_ARRAY_IDX(grants, i, ds_grant);
        if (g.role != gone->role || strcmp(g.organ, gone->organ) != 0) {
            APR_ARRAY_IDX(grants, kept++, ds_grant) = g;
        }
    }
    grants->nelts = kept;
}

static int change_grants(ctl *c, const ctl_arguments *arguments, ds_account *account)
{
    apr_array_header_t *given = ctl_options(arguments, "grant", c->pool);
    apr_array_header_t *taken = ctl_options(arguments, "revoke", c->pool);
    ds_grant grant;
    for (int i = 0; i < taken->nelts; i++) {
        if (parse_grant(&grant, APR_ARRAY_IDX(taken, i, const char *), c->pool) != CTL_OK) {
            return CTL_FAILED;
        }
        remove_grant(account->grants, &grant);
    }
    for (int i = 0; i < given->nelts; i++) {
        if (parse_grant(&grant, APR_ARRAY_IDX(given, i, const char *), c->pool) != CTL_OK) {
            return CTL_FAILED;
        }
        remove_grant(account->grants, &grant);
        APR_ARRAY_PUSH(account->grants, ds_grant) = grant;
    }
    return CTL_OK;
}

/* The account as the options make it. */
static int take_options(ctl *c, const ctl_arguments *arguments, ds_account *account)
{
    const char *name = ctl_option(arguments, "name");
    account->display_name = name ? name : account->display_name;
    account->is_active = (account->is_active || ctl_option(arguments, "activate"))
        && !ctl_option(arguments, "deactivate");
    return change_grants(c, arguments, account);
}

/* The first line of standard input; NULL on failure, which is told. */
static const char *read_password(ctl *c)
{
    apr_size_t len;
    const char *typed = ctl_read_bytes("-", 4096, &len, c->pool);
    return typed ? apr_pstrmemdup(c->pool, typed, strcspn(typed, "\r\n")) : NULL;
}

static int password(ctl *c, const ctl_arguments *arguments, const char *name)
{
    ds_findings *findings = ds_findings_create(c->pool);
    const char *typed = read_password(c);
    if (!typed) {
        return CTL_FAILED;
    }
    apr_status_t status = ds_store_set_password(c->store, c->actor, name, typed, ctl_now(),
                                                findings);
    return status == APR_SUCCESS ? CTL_OK : ctl_refused(status, findings, name);
}

static int add(ctl *c, const ctl_arguments *arguments, const char *name)
{
    ds_findings *findings = ds_findings_create(c->pool);
    ds_account account = { .name = name, .is_active = 1,
                           .grants = apr_array_make(c->pool, 4, sizeof(ds_grant)) };
    ds_account *known;
    if (ds_store_account(c->store, &known, name, c->pool) == APR_SUCCESS) {
        return ctl_fail("账号 %s 已经有了；要修改请用 account set。", name);
    }
    if (take_options(c, arguments, &account) != CTL_OK) {
        return CTL_FAILED;
    }
    const char *typed = read_password(c);
    if (!typed) {
        return CTL_FAILED;
    }
    apr_status_t status = ds_store_add_account(c->store, c->actor, &account, typed, ctl_now(),
                                               findings);
    return status == APR_SUCCESS ? CTL_OK : ctl_refused(status, findings, name);
}

static int set(ctl *c, const ctl_arguments *arguments, const char *name)
{
    ds_findings *findings = ds_findings_create(c->pool);
    ds_account *account;
    apr_status_t status = ds_store_account(c->store, &account, name, c->pool);
    if (status != APR_SUCCESS) {
        return ctl_refused(status, NULL, name);
    }
    if (take_options(c, arguments, account) != CTL_OK) {
        return CTL_FAILED;
    }
    status = ds_store_put_account(c->store, c->actor, account, ctl_now(), findings);
    return status == APR_SUCCESS ? CTL_OK : ctl_refused(status, findings, name);
}

static int list(ctl *c)
{
    apr_array_header_t *accounts;
    apr_status_t status = ds_store_accounts(c->store, &accounts, c->pool);
    if (status != APR_SUCCESS) {
        return ctl_refused(status, NULL, "读取账号");
    }
    for (int i = 0; i < accounts->nelts; i++) {
        const ds_account *a = APR_ARRAY_IDX(accounts, i, const ds_account *);
        printf("%s\t%s\t%s\t%s\t", a->name, a->display_name ? a->display_name : "",
               a->is_active ? "启用" : "停用",
               a->last_sign_in ? ds_date_minute(c->pool, a->last_sign_in) : "从未登录");
        for (int g = 0; g < a->grants->nelts; g++) {
            const ds_grant *grant = &APR_ARRAY_IDX(a->grants, g, ds_grant);
            printf("%s%s@%s", g ? " " : "", ds_role_name(grant->role), grant->organ);
        }
        putchar('\n');
    }
    return CTL_OK;
}

int ctl_account(ctl *c, const ctl_arguments *arguments)
{
    static const struct {
        const char *name;
        int (*run)(ctl *, const ctl_arguments *, const char *);
    } acts[] = { { "add", add }, { "set", set }, { "password", password } };
    const char *act = arguments->rest->nelts > 0 ? APR_ARRAY_IDX(arguments->rest, 0, const char *) : "";
    const char *name = arguments->rest->nelts > 1 ? APR_ARRAY_IDX(arguments->rest, 1, const char *) : NULL;
    if (ctl_open_store(c) != CTL_OK) {
        return CTL_FAILED;
    }
    if (strcmp(act, "list") == 0) {
        return list(c);
    }
    for (int i = 0; name && i < 3; i++) {
        if (strcmp(acts[i].name, act) == 0) {
            return acts[i].run(c, arguments, name);
        }
    }
    return ctl_fail("用法：account add NAME …、account set NAME …、account password NAME、account list。");
}
