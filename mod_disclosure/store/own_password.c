/* Passwords set by those whose they are: with the present one, or by a code from
 * an administrator's slip. */
#include <stdlib.h>
#include <string.h>

#include <apr_lib.h>
#include <apr_md5.h>
#include <apr_strings.h>

#include "store/sessions.h"
#include "store/store_private.h"

/* Codes: letters and digits that nobody takes for one another, in groups. 12 of
 * 32 are 60 random bits. */
#define CODE_ALPHABET "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
#define CODE_LENGTH 12
#define CODE_GROUP 4

/* ---- What both have in common ---- */

typedef struct own_change {
    ds_store *store;
    const ds_actor *actor;  /* whose password it is */
    const char *action;
    const char *code;       /* digest of the code that must be there, or NULL */
    const char *hash;
    const char *kept;       /* session that goes on, or NULL */
    apr_int64_t now;
} own_change;

/* The code is looked at once more inside: it is good for one change. */
static apr_status_t own_body(void *baton, apr_pool_t *scratch_pool)
{
    const own_change *c = baton;
    ds_rows *rows;
    if (c->code) {
        apr_status_t found = ds_dbd_select(c->store->dbd, DS_SQL_RESET_OF, &rows,
                                           DS_ARGS(DS_S(c->actor->account)), scratch_pool);
        if (found != APR_SUCCESS)
            return found;
        if (!rows->count || strcmp(ds_rows_text(rows, 0, DS_COL_RESET_OF_CODE), c->code))
            return DS_EFORBIDDEN;
    }
    apr_status_t status = ds_password__write(c->store, c->actor->account, c->hash, c->kept);
    ds_audit_entry entry = { .actor = c->actor, .action = c->action, .at = c->now };
    return status == APR_SUCCESS ? ds_audit__add(c->store, &entry, scratch_pool) : status;
}

/* Judges the new password, beside the one there is, and writes it. */
static apr_status_t set_own(own_change *c, const char *password, ds_findings *findings,
                            apr_pool_t *pool)
{
    ds_rows *rows;
    apr_status_t status = ds_password__check(c->store, c->actor->account, password, findings);
    if (status == APR_SUCCESS)
        status = ds_dbd_select(c->store->dbd, DS_SQL_ACCOUNT, &rows,
                               DS_ARGS(DS_S(c->actor->account)), pool);
    if (status != APR_SUCCESS)
        return status;
    const char *present = rows->count ? ds_rows_text(rows, 0, DS_COL_ACCOUNT_PASSWORD) : NULL;
    if (present && apr_password_validate(password, present) == APR_SUCCESS)
        return ds_store__refuse(findings, DS_EINVALID, "R.password", "password",
                                "新密码与原密码相同，请更换。");
    c->hash = ds_password__hash(password, pool);
    return c->hash ? ds_store__change(c->store, own_body, c) : DS_EUNAVAILABLE;
}

/* ---- Changing it ---- */

static apr_status_t has_password(ds_store *store, const char *account, ds_findings *findings,
                                 apr_pool_t *pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_ACCOUNT, &rows,
                                        DS_ARGS(DS_S(account)), pool);
    if (status != APR_SUCCESS || (rows->count && ds_rows_text(rows, 0, DS_COL_ACCOUNT_PASSWORD)))
        return status;
    return ds_store__refuse(findings, DS_ESTATE, "R.password", "account",
                            "您的账号由单位的统一认证登录，密码请在那里修改。");
}

apr_status_t ds_store_change_password(ds_store *store, const ds_actor *actor, const char *old,
                                      const char *password, const char *kept, apr_int64_t now,
                                      ds_findings *findings)
{
    own_change c = { store, actor, "change-password", NULL, NULL, kept, now };
    apr_pool_t *scratch;
    apr_pool_create(&scratch, store->pool);
    apr_status_t status = has_password(store, actor->account, findings, scratch);
    if (status == APR_SUCCESS) {
        status = ds_password__verify(store, actor->account, old, actor->address, now, scratch);
        if (status == DS_EFORBIDDEN)
            status = ds_store__refuse(findings, DS_EINVALID, "R.password", "old",
                                      "原密码不正确，请重新填写。多次填错，账号会暂时锁定。");
    }
    if (status == APR_SUCCESS)
        status = set_own(&c, password, findings, scratch);
    apr_pool_destroy(scratch);
    return status;
}

/* ---- Codes ---- */

/* However it was typed: blanks, hyphens and small letters do not matter.
 * Digested; NULL when it cannot be one. */
static const char *code_digest(const char *code, apr_pool_t *pool)
{
    char plain[CODE_LENGTH + 1];
    int n = 0;
    for (const char *p = code; *p; p++) {
        int c = apr_toupper(*p);
        if (c == '-' || c == ' ')
            continue;
        if (!strchr(CODE_ALPHABET, c) || n == CODE_LENGTH)
            return NULL;
        plain[n++] = (char)c;
    }
    plain[n] = '\0';
    return n == CODE_LENGTH ? ds_digest_hex(pool, ds_digest_find("sha256"), plain, CODE_LENGTH)
                            : NULL;
}

static const char *make_code(apr_pool_t *pool)
{
    const char *random = ds_digest_random(pool, CODE_LENGTH);
    char *code = apr_pcalloc(pool, CODE_LENGTH + CODE_LENGTH / CODE_GROUP), *write = code;
    for (int i = 0; random && i < CODE_LENGTH; i++) {
        char digits[3] = { random[2 * i], random[2 * i + 1], '\0' };
        if (i && i % CODE_GROUP == 0)
            *write++ = '-';
        *write++ = CODE_ALPHABET[strtol(digits, NULL, 16) % 32];
    }
    return random ? code : NULL;
}

typedef struct issue {
    ds_store *store;
    const ds_actor *actor;
    const char *account;
    const char *digest;
    apr_int64_t now;
    ds_findings *findings;
} issue;

static apr_status_t issue_body(void *baton, apr_pool_t *scratch_pool)
{
    const issue *i = baton;
    ds_dbd *dbd = i->store->dbd;
    ds_account *account;
    apr_status_t status = ds_account__find(i->store, &account, i->account, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    if (!account || !account->is_active)
        return ds_store__refuse(i->findings, DS_ENOTFOUND, "R.account", "account",
                                "没有这个账号，或者账号已停用，请核对。");
    status = ds_account__manage(i->store, i->actor, account, i->findings, scratch_pool);
    if (status == APR_SUCCESS)
        status = ds_dbd_change(dbd, DS_SQL_RESET_DROP, NULL, DS_ARGS(DS_S(i->account)));
    if (status == APR_SUCCESS)
        status = ds_dbd_change(dbd, DS_SQL_RESET_ADD, NULL,
            DS_ARGS(DS_S(i->account), DS_S(i->digest), DS_S(i->actor->account),
                    DS_N(i->now + DS_RESET_SECONDS)));
    ds_audit_entry entry = { .actor = i->actor, .action = "issue-reset", .at = i->now,
                             .detail = i->account };
    return status == APR_SUCCESS ? ds_audit__add(i->store, &entry, scratch_pool) : status;
}

apr_status_t ds_reset_issue(ds_store *store, const char **code, const ds_actor *actor,
                            const char *account, apr_int64_t now, ds_findings *findings,
                            apr_pool_t *result_pool)
{
    issue i = { store, actor, account, NULL, now, findings };
    *code = make_code(result_pool);
    i.digest = *code ? code_digest(*code, result_pool) : NULL;
    return i.digest ? ds_store__change(store, issue_body, &i) : DS_EUNAVAILABLE;
}

/* DS_EFORBIDDEN unless the code is the account's and still good. */
static apr_status_t check_code(ds_store *store, const char *account, const char *digest,
                               apr_int64_t now, apr_pool_t *pool)
{
    ds_account *found = NULL;
    ds_rows *rows;
    apr_status_t status = ds_account__find(store, &found, account, pool);
    if (status == APR_SUCCESS)
        status = ds_dbd_select(store->dbd, DS_SQL_RESET_OF, &rows, DS_ARGS(DS_S(account)), pool);
    if (status != APR_SUCCESS)
        return status;
    int is_good = found && found->is_active && digest && rows->count
        && ds_rows_number(rows, 0, DS_COL_RESET_OF_EXPIRES_AT) > now
        && !strcmp(ds_rows_text(rows, 0, DS_COL_RESET_OF_CODE), digest);
    return is_good ? APR_SUCCESS : DS_EFORBIDDEN;
}

apr_status_t ds_reset_redeem(ds_store *store, const char *account, const char *code,
                             const char *password, const char *address, apr_int64_t now,
                             ds_findings *findings)
{
    ds_actor self = { .account = account, .address = address };
    own_change c = { store, &self, "redeem-reset", NULL, NULL, NULL, now };
    apr_pool_t *scratch;
    apr_pool_create(&scratch, store->pool);
    c.code = code_digest(code, scratch);
    apr_status_t status = check_code(store, account, c.code, now, scratch);
    if (status == APR_SUCCESS)
        status = set_own(&c, password, findings, scratch);
    if (status == DS_EFORBIDDEN) {
        apr_status_t counted = ds_password__failed(store, account, address, now, scratch);
        status = counted == APR_SUCCESS ? DS_EFORBIDDEN : counted;
    }
    apr_pool_destroy(scratch);
    return status;
}
