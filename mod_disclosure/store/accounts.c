#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "core/text.h"
#include "store/store_private.h"

#define MAX_NAME_BYTES 64
#define MAX_GRANTS 200

/* ---- Reading ---- */

static ds_account *load(const ds_rows *rows, int i, apr_pool_t *pool)
{
    ds_account *account = apr_pcalloc(pool, sizeof(*account));
    account->name = ds_rows_text(rows, i, DS_COL_ACCOUNT_NAME);
    account->display_name = ds_rows_text(rows, i, DS_COL_ACCOUNT_DISPLAY_NAME);
    account->is_active = ds_rows_number(rows, i, DS_COL_ACCOUNT_IS_ACTIVE) != 0;
    account->last_sign_in = ds_rows_number(rows, i, DS_COL_ACCOUNT_LAST_SIGN_IN);
    account->locked_until = ds_rows_number(rows, i, DS_COL_ACCOUNT_LOCKED_UNTIL);
    account->grants = apr_array_make(pool, 2, sizeof(ds_grant));
    return account;
}

/* A role this program does not know gives no right. */
static void add_grant(ds_account *account, const ds_rows *rows, int i)
{
    int role = ds_role_find(ds_rows_text(rows, i, DS_COL_GRANTS_ROLE));
    if (role < 0)
        return;
    ds_grant *grant = apr_array_push(account->grants);
    grant->organ = ds_rows_text(rows, i, DS_COL_GRANTS_ORGAN_KEY);
    grant->role = (ds_role)role;
}

apr_status_t ds_account__find(ds_store *store, ds_account **out, const char *name,
                              apr_pool_t *pool)
{
    ds_rows *rows;
    *out = NULL;
    if (!strcmp(name, "-")) /* the row that stands for nobody */
        return APR_SUCCESS;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_ACCOUNT, &rows, DS_ARGS(DS_S(name)),
                                        pool);
    if (status != APR_SUCCESS || rows->count == 0)
        return status;
    ds_account *account = load(rows, 0, pool);
    status = ds_dbd_select(store->dbd, DS_SQL_GRANTS_OF, &rows, DS_ARGS(DS_S(name)), pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++)
        add_grant(account, rows, i);
    if (status == APR_SUCCESS)
        *out = account;
    return status;
}

apr_status_t ds_store_account(ds_store *store, ds_account **out, const char *name,
                              apr_pool_t *result_pool)
{
    apr_status_t status = ds_account__find(store, out, name, result_pool);
    return status == APR_SUCCESS && !*out ? DS_ENOTFOUND : status;
}

apr_status_t ds_store_accounts(ds_store *store, apr_array_header_t **out, apr_pool_t *result_pool)
{
    ds_rows *rows;
    apr_hash_t *by_name = apr_hash_make(result_pool);
    *out = apr_array_make(result_pool, 16, sizeof(ds_account *));
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_ACCOUNTS, &rows, DS_NO_ARGS,
                                        result_pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        ds_account *account = load(rows, i, result_pool);
        APR_ARRAY_PUSH(*out, ds_account *) = account;
        apr_hash_set(by_name, account->name, APR_HASH_KEY_STRING, account);
    }
    if (status == APR_SUCCESS)
        status = ds_dbd_select(store->dbd, DS_SQL_GRANTS, &rows, DS_NO_ARGS, result_pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        ds_account *account = apr_hash_get(by_name, ds_rows_text(rows, i, DS_COL_GRANTS_ACCOUNT),
                                           APR_HASH_KEY_STRING);
        if (account)
            add_grant(account, rows, i);
    }
    return status;
}

/* ---- Changing ---- */

/* What identity providers call people is let in, too: letters of any script,
 * digits and punctuation, but no blank and none of what ends a name in Basic
 * credentials or begins an option. */
static int name_is_valid(const char *name)
{
    apr_size_t length = name ? strlen(name) : 0;
    if (length == 0 || length > MAX_NAME_BYTES || *name == '-'
        || ds_text_first_bad(name, length) != length)
        return 0;
    for (const char *p = name; *p; p++)
        if ((unsigned char)*p <= ' ' || *p == ':' || *p == 0x7f)
            return 0;
    return 1;
}

/* Not an outcome for the caller: all of it is to be undone. */
#define ONLY_TRIED APR_INCOMPLETE

typedef struct put {
    ds_store *store;
    const ds_actor *actor;
    const ds_account *account;
    apr_int64_t now;
    ds_findings *findings;
    const char *hash;           /* of the password of one that must be new; NULL: any, and the
                                   password stays */
} put;

static apr_status_t forbid(ds_findings *findings, const char *name)
{
    return ds_store__refuse(findings, DS_EFORBIDDEN, "W.role", name,
                            "您没有管理该账号的权限：只有在该账号的每个机关上都有管理员角色的人才能管理它。");
}

static int is_admin(const ds_actor *actor)
{
    for (int i = 0; actor->grants && i < actor->grants->nelts; i++)
        if (APR_ARRAY_IDX(actor->grants, i, const ds_grant).role == DS_ROLE_ADMIN)
            return 1;
    return 0;
}

/* Who administers part of the tree manages accounts of that part only; else a
 * street's administrator could reset the password of the district's. */
static apr_status_t reaches(ds_store *store, const ds_actor *actor,
                            const apr_array_header_t *grants, const char *name,
                            ds_findings *findings, apr_pool_t *pool)
{
    if (!is_admin(actor))
        return forbid(findings, name);
    for (int i = 0; grants && i < grants->nelts; i++) {
        const char *organ = APR_ARRAY_IDX(grants, i, const ds_grant).organ;
        apr_array_header_t *path;
        apr_status_t status = ds_organ__path(store, &path, organ, pool);
        if (status != APR_SUCCESS)
            return status;
        if (!path)
            return ds_store__refuse(findings, DS_EINVALID, "R.account", name,
                                    "没有登记机关“%s”，不能在它上面授予角色。", organ ? organ : "");
        if (!ds_actor_has_role(actor, DS_ROLE_ADMIN, path))
            return forbid(findings, name);
    }
    return APR_SUCCESS;
}

static apr_status_t check_account(const ds_account *account, ds_findings *findings,
                                  apr_pool_t *pool)
{
    const char *display_name;
    if (!name_is_valid(account->name))
        return ds_store__refuse(findings, DS_EINVALID, "R.account", "account",
                                "账号名应为 1 至 %d 个字节，不含空格和冒号，不以连字符开头。",
                                MAX_NAME_BYTES);
    if (!ds_store__text(&display_name, account->display_name, DS_STORE_MAX_LINE, pool))
        return ds_store__refuse(findings, DS_EINVALID, "R.account", account->name,
                                "姓名中有不能保存的字符，或者超过了 %d 个字。", DS_STORE_MAX_LINE);
    if (account->grants && account->grants->nelts > MAX_GRANTS)
        return ds_store__refuse(findings, DS_EINVALID, "R.account", account->name,
                                "一个账号最多授予 %d 个角色；请改在上级机关上授予。", MAX_GRANTS);
    return APR_SUCCESS;
}

static int is_repeated(const apr_array_header_t *grants, int index)
{
    const ds_grant *grant = &APR_ARRAY_IDX(grants, index, const ds_grant);
    for (int i = 0; i < index; i++) {
        const ds_grant *other = &APR_ARRAY_IDX(grants, i, const ds_grant);
        if (other->role == grant->role && !strcmp(other->organ, grant->organ))
            return 1;
    }
    return 0;
}

static apr_status_t write_grants(const put *p)
{
    const ds_account *a = p->account;
    apr_status_t status = ds_dbd_change(p->store->dbd, DS_SQL_GRANTS_DROP, NULL,
                                        DS_ARGS(DS_S(a->name)));
    for (int i = 0; status == APR_SUCCESS && a->grants && i < a->grants->nelts; i++) {
        const ds_grant *grant = &APR_ARRAY_IDX(a->grants, i, const ds_grant);
        if (!is_repeated(a->grants, i))
            status = ds_dbd_change(p->store->dbd, DS_SQL_GRANT_ADD, NULL,
                DS_ARGS(DS_S(a->name), DS_S(grant->organ), DS_S(ds_role_name(grant->role))));
    }
    return status;
}

/* "editor (inactive): editor@jixia reviewer@linzi" */
static const char *describe(const ds_account *account, apr_pool_t *pool)
{
    const char *text = apr_pstrcat(pool, account->name,
                                   account->is_active ? ":" : " (inactive):", NULL);
    for (int i = 0; account->grants && i < account->grants->nelts; i++) {
        const ds_grant *grant = &APR_ARRAY_IDX(account->grants, i, const ds_grant);
        text = apr_pstrcat(pool, text, " ", ds_role_name(grant->role), "@", grant->organ, NULL);
    }
    return ds_text_quote(pool, text, DS_STORE_MAX_COMMENT);
}

static apr_status_t put_unrecorded(const put *p, apr_pool_t *scratch_pool)
{
    const ds_account *a = p->account;
    ds_account *old;
    apr_status_t status = ds_account__find(p->store, &old, a->name, scratch_pool);
    if (status == APR_SUCCESS && old && p->hash)
        return ds_store__refuse(p->findings, DS_ESTATE, "R.account", "account",
                                "账号名“%s”已经有人在用，请换一个。", a->name);
    if (status == APR_SUCCESS && old)
        status = reaches(p->store, p->actor, old->grants, a->name, p->findings, scratch_pool);
    if (status == APR_SUCCESS)
        status = reaches(p->store, p->actor, a->grants, a->name, p->findings, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    status = old
        ? ds_dbd_change(p->store->dbd, DS_SQL_ACCOUNT_SET, NULL,
                        DS_ARGS(DS_S(a->display_name), DS_N(a->is_active != 0), DS_S(a->name)))
        : ds_dbd_change(p->store->dbd, DS_SQL_ACCOUNT_ADD, NULL,
                        DS_ARGS(DS_S(a->name), DS_S(a->display_name), DS_N(a->is_active != 0)));
    if (status == APR_SUCCESS)
        status = write_grants(p);
    if (status == APR_SUCCESS && p->hash)
        status = ds_password__write(p->store, a->name, p->hash, NULL);
    return status == APR_SUCCESS && !a->is_active
        ? ds_session__drop_all(p->store, a->name, NULL) : status;
}

static apr_status_t put_body(void *baton, apr_pool_t *scratch_pool)
{
    const put *p = baton;
    apr_status_t status = put_unrecorded(p, scratch_pool);
    ds_audit_entry entry = { .actor = p->actor, .action = "put-account", .at = p->now,
                             .detail = describe(p->account, scratch_pool) };
    return status == APR_SUCCESS ? ds_audit__add(p->store, &entry, scratch_pool) : status;
}

apr_status_t ds_store_put_account(ds_store *store, const ds_actor *actor,
                                  const ds_account *account, apr_int64_t now,
                                  ds_findings *findings)
{
    put p = { store, actor, account, now, findings, NULL };
    apr_pool_t *scratch;
    apr_pool_create(&scratch, store->pool);
    apr_status_t status = check_account(account, findings, scratch);
    apr_pool_destroy(scratch);
    return status == APR_SUCCESS ? ds_store__change(store, put_body, &p) : status;
}

apr_status_t ds_store_add_account(ds_store *store, const ds_actor *actor,
                                  const ds_account *account, const char *password,
                                  apr_int64_t now, ds_findings *findings)
{
    put p = { store, actor, account, now, findings, NULL };
    apr_pool_t *scratch;
    apr_pool_create(&scratch, store->pool);
    apr_status_t status = check_account(account, findings, scratch);
    if (status == APR_SUCCESS)
        status = ds_password__check(store, account->name, password, findings);
    if (status == APR_SUCCESS && !(p.hash = ds_password__hash(password, scratch)))
        status = DS_EUNAVAILABLE;
    if (status == APR_SUCCESS)
        status = ds_store__change(store, put_body, &p);
    apr_pool_destroy(scratch);
    return status;
}

/* ---- Trying ---- */

typedef struct trial {
    put frame;                          /* what all have in common */
    const apr_array_header_t *accounts;
    apr_array_header_t *results;
    apr_pool_t *result_pool;
} trial;

static apr_status_t trial_body(void *baton, apr_pool_t *scratch_pool)
{
    trial *t = baton;
    t->results->nelts = 0;
    for (int i = 0; i < t->accounts->nelts; i++) {
        put p = t->frame;
        p.account = APR_ARRAY_IDX(t->accounts, i, const ds_account *);
        p.findings = ds_findings_create(t->result_pool);
        apr_status_t status = check_account(p.account, p.findings, scratch_pool);
        if (status == APR_SUCCESS)
            status = put_unrecorded(&p, scratch_pool);
        if (status != APR_SUCCESS && status != DS_EINVALID && status != DS_EFORBIDDEN)
            return status;
        APR_ARRAY_PUSH(t->results, ds_findings *) = p.findings;
    }
    return ONLY_TRIED;
}

apr_status_t ds_store_try_accounts(ds_store *store, const ds_actor *actor,
                                   const apr_array_header_t *accounts, apr_int64_t now,
                                   apr_array_header_t **results, apr_pool_t *result_pool)
{
    trial t = { .frame = { .store = store, .actor = actor, .now = now }, .accounts = accounts,
                .results = apr_array_make(result_pool, accounts->nelts + 1, sizeof(ds_findings *)),
                .result_pool = result_pool };
    apr_status_t status = ds_store__change(store, trial_body, &t);
    *results = t.results;
    return status == ONLY_TRIED ? APR_SUCCESS : status;
}

/* ---- Passwords ---- */

typedef struct password_change {
    ds_store *store;
    const ds_actor *actor;
    const char *account;
    const char *hash;
    apr_int64_t now;
    ds_findings *findings;
} password_change;

apr_status_t ds_account__manage(ds_store *store, const ds_actor *actor, const ds_account *account,
                                ds_findings *findings, apr_pool_t *scratch_pool)
{
    return reaches(store, actor, account->grants, account->name, findings, scratch_pool);
}

static apr_status_t password_body(void *baton, apr_pool_t *scratch_pool)
{
    const password_change *p = baton;
    ds_account *account;
    apr_status_t status = ds_account__find(p->store, &account, p->account, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    if (!account)
        return ds_store__refuse(p->findings, DS_ENOTFOUND, "R.account", "account",
                                "没有这个账号，请核对账号名。");
    if (strcmp(p->actor->account, p->account))
        status = reaches(p->store, p->actor, account->grants, p->account, p->findings,
                         scratch_pool);
    if (status == APR_SUCCESS)
        status = ds_password__write(p->store, p->account, p->hash, NULL);
    ds_audit_entry entry = { .actor = p->actor, .action = "set-password", .at = p->now,
                             .detail = p->account };
    return status == APR_SUCCESS ? ds_audit__add(p->store, &entry, scratch_pool) : status;
}

apr_status_t ds_store_set_password(ds_store *store, const ds_actor *actor, const char *account,
                                   const char *password, apr_int64_t now, ds_findings *findings)
{
    apr_pool_t *scratch;
    apr_pool_create(&scratch, store->pool);
    password_change p = { store, actor, account, NULL, now, findings };
    apr_status_t status = ds_password__check(store, account, password, findings);
    if (status == APR_SUCCESS && !(p.hash = ds_password__hash(password, scratch)))
        status = DS_EUNAVAILABLE;
    if (status == APR_SUCCESS)
        status = ds_store__change(store, password_body, &p);
    apr_pool_destroy(scratch);
    return status;
}
