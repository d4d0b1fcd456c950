/* Sessions, passwords set by their owners, and reset codes. */
#include "store_fixture.h"

#include "store/sessions.h"

#define PASSWORD "Correct horse"
#define OTHER "Another horse"

static const ds_actor *self = &(ds_actor){ .account = "li", .address = "192.0.2.7" };

static void put_account(const fixture *f, const char *name, const char *organ, int is_active)
{
    ds_findings *findings = ds_findings_create(pool);
    ds_account a = { .name = name, .is_active = is_active };
    a.grants = apr_array_make(pool, 1, sizeof(ds_grant));
    APR_ARRAY_PUSH(a.grants, ds_grant) = (ds_grant) { organ, DS_ROLE_EDITOR };
    ck_assert_int_eq(ds_store_put_account(f->store, f->admin, &a, NOW, findings), APR_SUCCESS);
}

static void set_password(const fixture *f, const char *name)
{
    ds_findings *findings = ds_findings_create(pool);
    ck_assert_int_eq(ds_store_set_password(f->store, f->admin, name, PASSWORD, NOW, findings),
                     APR_SUCCESS);
}

static fixture *with_accounts(void)
{
    fixture *f = fixture_open();
    put_account(f, "li", "jixia", 1);
    put_account(f, "wang", "jixia", 1);
    set_password(f, "li");
    set_password(f, "wang");
    return f;
}

/* The key of a new session of an account. */
static const char *begin(const fixture *f, const char *account, apr_int64_t now)
{
    ds_actor actor = { .account = account, .address = "192.0.2.7" };
    ds_session *session;
    const char *key;
    ck_assert_int_eq(ds_session_begin(f->store, &session, &key, &actor, NOW - 100, NULL, now, pool),
                     APR_SUCCESS);
    ck_assert_str_eq(session->account, account);
    return key;
}

static int lives(const fixture *f, const char *key, apr_int64_t now)
{
    ds_session *session;
    apr_status_t status = ds_session_find(f->store, &session, key, now, pool);
    ck_assert_msg(status == APR_SUCCESS || status == DS_ENOTFOUND, "%d", status);
    return status == APR_SUCCESS;
}

static const char *id_of(const fixture *f, const char *key)
{
    ds_session *session;
    ck_assert_int_eq(ds_session_find(f->store, &session, key, NOW, pool), APR_SUCCESS);
    return session->id;
}

static int sign_in(const fixture *f, const char *name, const char *password)
{
    return ds_store_sign_in(f->store, name, password, "192.0.2.7", NOW, pool) == APR_SUCCESS;
}

/* Account and action of the newest record. */
static const char *last_record(const fixture *f)
{
    apr_array_header_t *records;
    apr_int64_t head;
    ck_assert_int_eq(ds_store_audit_head(f->store, &head), APR_SUCCESS);
    ck_assert_int_eq(ds_store_audit(f->store, &records, head - 1, 1, pool), APR_SUCCESS);
    const ds_audit_record *r = APR_ARRAY_IDX(records, 0, const ds_audit_record *);
    return apr_pstrcat(pool, r->account, " ", r->action, r->detail ? " " : "",
                       r->detail ? r->detail : "", NULL);
}

START_TEST(begins_and_finds)
{
    fixture *f = with_accounts();
    ds_session *session;
    const char *key = begin(f, "li", NOW), *second = begin(f, "li", NOW);
    ck_assert_str_eq(last_record(f), "li sign-in");
    ck_assert_int_eq(strlen(key), DS_SESSION_KEY_LENGTH);
    ck_assert_str_ne(key, second);
    ck_assert_int_eq(ds_session_find(f->store, &session, key, NOW + 1, pool), APR_SUCCESS);
    ck_assert_str_eq(session->account, "li");
    ck_assert_str_eq(session->address, "192.0.2.7");
    ck_assert_int_eq(session->created_at, NOW);
    ck_assert_int_eq(session->last_sign_in, NOW - 100);
    ck_assert_str_ne(session->id, key);
}
END_TEST

START_TEST(takes_no_other_key)
{
    static const char *const keys[] = { "", "x", "' OR 1 = 1 --", "\xff\xfe",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "00000000000000000000000000000000000000000000000000000000000000000" };
    fixture *f = with_accounts();
    const char *key = begin(f, "li", NOW);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        ck_assert_msg(!lives(f, keys[i], NOW), "%s", keys[i]);
    ck_assert(!lives(f, id_of(f, key), NOW));
    ck_assert(!lives(f, apr_pstrcat(pool, key, " ", NULL), NOW));
    char *capitals = apr_pstrdup(pool, key);
    for (char *p = capitals; *p; p++)
        *p = *p >= 'a' && *p <= 'f' ? *p - 'a' + 'A' : *p;
    ck_assert(!strcmp(capitals, key) || !lives(f, capitals, NOW));
}
END_TEST

START_TEST(keeps_no_key)
{
    fixture *f = with_accounts();
    ds_rows *rows;
    const char *key = begin(f, "li", NOW);
    ck_assert_int_eq(ds_dbd_select(f->dbd, DS_SQL_SESSION, &rows, DS_ARGS(DS_S(key)), pool),
                     APR_SUCCESS);
    ck_assert_int_eq(rows->count, 0);
    ck_assert_int_eq(ds_dbd_select(f->dbd, DS_SQL_SESSION, &rows, DS_ARGS(DS_S(id_of(f, key))),
                                   pool), APR_SUCCESS);
    ck_assert_int_eq(rows->count, 1);
    for (int i = 0; i < rows->columns; i++) {
        const char *value = ds_rows_text(rows, 0, i);
        ck_assert(!value || strcmp(value, key));
    }
}
END_TEST

START_TEST(ends_when_not_used_and_when_old)
{
    fixture *f = with_accounts();
    f->settings.session_idle = 100;
    f->settings.session_max = 250;
    const char *key = begin(f, "li", NOW);
    ck_assert(lives(f, key, NOW + 100));   /* noted as used */
    ck_assert(lives(f, key, NOW + 200));
    ck_assert(lives(f, key, NOW + 250));
    ck_assert(!lives(f, key, NOW + 251));
    key = begin(f, "li", NOW);
    ck_assert(!lives(f, key, NOW + 101));
}
END_TEST

static apr_int64_t used_at(const fixture *f, const char *id)
{
    ds_rows *rows;
    ck_assert_int_eq(ds_dbd_select(f->dbd, DS_SQL_SESSION, &rows, DS_ARGS(DS_S(id)), pool),
                     APR_SUCCESS);
    return rows->count ? ds_rows_number(rows, 0, DS_COL_SESSION_USED_AT) : -1;
}

START_TEST(notes_use_once_a_minute)
{
    fixture *f = with_accounts();
    const char *key = begin(f, "li", NOW), *id = id_of(f, key);
    ck_assert(lives(f, key, NOW + 59));
    ck_assert_int_eq(used_at(f, id), NOW);
    ck_assert(lives(f, key, NOW + 60));
    ck_assert_int_eq(used_at(f, id), NOW + 60);
}
END_TEST

START_TEST(removes_what_has_run_out)
{
    fixture *f = with_accounts();
    const char *id = id_of(f, begin(f, "li", NOW));
    begin(f, "wang", NOW + DS_SESSION_IDLE);
    ck_assert_int_eq(used_at(f, id), NOW);
    begin(f, "wang", NOW + DS_SESSION_IDLE + 1);
    ck_assert_int_eq(used_at(f, id), -1);
}
END_TEST

START_TEST(signs_out)
{
    fixture *f = with_accounts();
    const char *key = begin(f, "li", NOW), *other = begin(f, "li", NOW);
    const char *foreign = begin(f, "wang", NOW);
    /* Nobody ends another's. */
    ck_assert_int_eq(ds_session_end(f->store, self, id_of(f, foreign), NOW), APR_SUCCESS);
    ck_assert(lives(f, foreign, NOW));
    ck_assert_int_eq(ds_session_end(f->store, self, id_of(f, key), NOW), APR_SUCCESS);
    ck_assert_str_eq(last_record(f), "li sign-out");
    ck_assert(!lives(f, key, NOW));
    ck_assert(lives(f, other, NOW));
    key = begin(f, "li", NOW);
    ck_assert_int_eq(ds_session_end_all(f->store, self, NOW), APR_SUCCESS);
    ck_assert_str_eq(last_record(f), "li sign-out-everywhere");
    ck_assert(!lives(f, key, NOW));
    ck_assert(!lives(f, other, NOW));
    ck_assert(lives(f, foreign, NOW));
}
END_TEST

START_TEST(replaces_the_session_a_browser_had)
{
    fixture *f = with_accounts();
    ds_session *session;
    const char *key, *old = begin(f, "wang", NOW), *kept = begin(f, "li", NOW);
    ck_assert_int_eq(ds_session_begin(f->store, &session, &key, self, 0, id_of(f, old), NOW, pool),
                     APR_SUCCESS);
    ck_assert(!lives(f, old, NOW));
    ck_assert(lives(f, key, NOW));
    ck_assert(lives(f, kept, NOW));
}
END_TEST

START_TEST(ends_with_the_account)
{
    fixture *f = with_accounts();
    const char *key = begin(f, "li", NOW);
    put_account(f, "li", "wenshi", 1);
    ck_assert(lives(f, key, NOW));
    put_account(f, "li", "wenshi", 0);
    ck_assert(!lives(f, key, NOW));
    put_account(f, "li", "wenshi", 1);
    ck_assert(!lives(f, key, NOW));
    key = begin(f, "li", NOW);
    set_password(f, "li");
    ck_assert(!lives(f, key, NOW));
}
END_TEST

/* ---- Changing one's own password ---- */

static apr_status_t change(const fixture *f, const ds_actor *actor, const char *old,
                           const char *password, const char *kept, const char **place)
{
    ds_findings *findings = ds_findings_create(pool);
    apr_status_t status = ds_store_change_password(f->store, actor, old, password, kept, NOW,
                                                   findings);
    *place = ds_findings_count(findings) ? ds_findings_at(findings, 0)->id : "";
    return status;
}

START_TEST(changes_a_password_and_ends_other_sessions)
{
    fixture *f = with_accounts();
    const char *place, *key = begin(f, "li", NOW), *other = begin(f, "li", NOW);
    ck_assert_int_eq(change(f, self, PASSWORD, OTHER, id_of(f, key), &place), APR_SUCCESS);
    ck_assert_str_eq(last_record(f), "li change-password");
    ck_assert(sign_in(f, "li", OTHER));
    ck_assert(!sign_in(f, "li", PASSWORD));
    ck_assert(lives(f, key, NOW));
    ck_assert(!lives(f, other, NOW));
}
END_TEST

START_TEST(refuses_a_change_that_is_not_right)
{
    static const struct { const char *old, *password, *place; } cases[] = {
        { "Wrong horse 1", OTHER, "R.password@old" },
        { "", OTHER, "R.password@old" },
        { PASSWORD, PASSWORD, "R.password@password" },
        { PASSWORD, "short", "R.password@password" },
        { PASSWORD, "", "R.password@password" },
    };
    fixture *f = with_accounts();
    const char *place, *key = begin(f, "li", NOW);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ck_assert_int_eq(change(f, self, cases[i].old, cases[i].password, NULL, &place),
                         DS_EINVALID);
        ck_assert_str_eq(place, cases[i].place);
    }
    ck_assert(lives(f, key, NOW));
    ck_assert(sign_in(f, "li", PASSWORD));
}
END_TEST

/* Somebody at a desk left open cannot try passwords for ever. */
START_TEST(counts_wrong_present_passwords)
{
    fixture *f = with_accounts();
    ds_account *account;
    const char *place;
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(change(f, self, "Wrong horse 1", OTHER, NULL, &place), DS_EINVALID);
    ck_assert_int_eq(change(f, self, PASSWORD, OTHER, NULL, &place), DS_EINVALID);
    ck_assert_int_eq(ds_store_account(f->store, &account, "li", pool), APR_SUCCESS);
    ck_assert_int_eq(account->locked_until, NOW + 600);
}
END_TEST

START_TEST(leaves_foreign_passwords_alone)
{
    fixture *f = with_accounts();
    ds_actor unknown = { .account = "ldap-user" };
    const char *place;
    put_account(f, "ldap", "jixia", 1);
    ck_assert_int_eq(change(f, &unknown, PASSWORD, OTHER, NULL, &place), DS_ESTATE);
    ck_assert_int_eq(change(f, &(ds_actor){ .account = "ldap" }, PASSWORD, OTHER, NULL, &place),
                     DS_ESTATE);
}
END_TEST

/* ---- Reset codes ---- */

static apr_status_t issue(const fixture *f, const ds_actor *actor, const char *account,
                          const char **code)
{
    return ds_reset_issue(f->store, code, actor, account, NOW, ds_findings_create(pool), pool);
}

static apr_status_t redeem(const fixture *f, const char *account, const char *code,
                           const char *password, apr_int64_t now)
{
    return ds_reset_redeem(f->store, account, code, password, "192.0.2.7", now,
                           ds_findings_create(pool));
}

START_TEST(sets_a_password_by_a_code_once)
{
    fixture *f = with_accounts();
    const char *code, *key = begin(f, "li", NOW);
    ck_assert_int_eq(issue(f, f->admin, "li", &code), APR_SUCCESS);
    ck_assert_str_eq(last_record(f), "admin issue-reset li");
    ck_assert_int_eq(strlen(code), 14);
    ck_assert(lives(f, key, NOW));
    ck_assert_int_eq(redeem(f, "li", code, "weak", NOW), DS_EINVALID);
    ck_assert_int_eq(redeem(f, "li", code, PASSWORD, NOW), DS_EINVALID);
    for (int i = 0; i < 5; i++)
        ck_assert(!sign_in(f, "li", "Wrong horse 1"));
    ck_assert(!sign_in(f, "li", PASSWORD));
    /* As it is read from paper. */
    char *typed = apr_pstrcat(pool, " ", code, NULL);
    for (char *p = typed; *p; p++)
        *p = *p == '-' ? ' ' : *p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p;
    ck_assert_int_eq(redeem(f, "li", typed, OTHER, NOW + DS_RESET_SECONDS - 1), APR_SUCCESS);
    ck_assert_str_eq(last_record(f), "li redeem-reset");
    ck_assert(sign_in(f, "li", OTHER));
    ck_assert(!lives(f, key, NOW));
    ck_assert_int_eq(redeem(f, "li", code, "A third horse 3", NOW), DS_EFORBIDDEN);
}
END_TEST

START_TEST(takes_no_other_code)
{
    static const char *const codes[] = { "", "-", "AAAA-AAAA-AAAA", "0000-0000-0000", "\xff",
                                         "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA" };
    fixture *f = with_accounts();
    const char *code, *first;
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        ck_assert_int_eq(redeem(f, "li", codes[i], OTHER, NOW), DS_EFORBIDDEN);
    ck_assert_int_eq(issue(f, f->admin, "li", &first), APR_SUCCESS);
    ck_assert_int_eq(redeem(f, "wang", first, OTHER, NOW), DS_EFORBIDDEN);
    ck_assert_int_eq(redeem(f, "nobody", first, OTHER, NOW), DS_EFORBIDDEN);
    ck_assert_int_eq(redeem(f, "-", first, OTHER, NOW), DS_EFORBIDDEN);
    ck_assert_int_eq(redeem(f, "li", first, OTHER, NOW + DS_RESET_SECONDS), DS_EFORBIDDEN);
    ck_assert_int_eq(issue(f, f->admin, "li", &code), APR_SUCCESS);
    ck_assert_int_eq(redeem(f, "li", first, OTHER, NOW), DS_EFORBIDDEN);
    set_password(f, "li");
    ck_assert_int_eq(redeem(f, "li", code, OTHER, NOW), DS_EFORBIDDEN);
    ck_assert_int_eq(issue(f, f->admin, "li", &code), APR_SUCCESS);
    put_account(f, "li", "jixia", 0);
    ck_assert_int_eq(redeem(f, "li", code, OTHER, NOW), DS_EFORBIDDEN);
    ck_assert_int_eq(issue(f, f->admin, "li", &code), DS_ENOTFOUND);
    ck_assert_int_eq(issue(f, f->admin, "nobody", &code), DS_ENOTFOUND);
    ck_assert_int_eq(issue(f, f->admin, "-", &code), DS_ENOTFOUND);
}
END_TEST

START_TEST(issues_codes_for_accounts_within_reach_only)
{
    fixture *f = with_accounts();
    const char *code;
    ck_assert_int_eq(issue(f, fixture_actor("street", "wenshi", DS_ROLE_ADMIN), "li", &code),
                     DS_EFORBIDDEN);
    ck_assert_int_eq(issue(f, f->editor, "li", &code), DS_EFORBIDDEN);
    ck_assert_int_eq(issue(f, self, "li", &code), DS_EFORBIDDEN);
    ck_assert_int_eq(issue(f, fixture_actor("street", "jixia", DS_ROLE_ADMIN), "li", &code),
                     APR_SUCCESS);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, begins_and_finds);
    tcase_add_test(cases, takes_no_other_key);
    tcase_add_test(cases, keeps_no_key);
    tcase_add_test(cases, ends_when_not_used_and_when_old);
    tcase_add_test(cases, notes_use_once_a_minute);
    tcase_add_test(cases, removes_what_has_run_out);
    tcase_add_test(cases, signs_out);
    tcase_add_test(cases, replaces_the_session_a_browser_had);
    tcase_add_test(cases, ends_with_the_account);
    tcase_add_test(cases, changes_a_password_and_ends_other_sessions);
    tcase_add_test(cases, refuses_a_change_that_is_not_right);
    tcase_add_test(cases, counts_wrong_present_passwords);
    tcase_add_test(cases, leaves_foreign_passwords_alone);
    tcase_add_test(cases, sets_a_password_by_a_code_once);
    tcase_add_test(cases, takes_no_other_code);
    tcase_add_test(cases, issues_codes_for_accounts_within_reach_only);
}

UNIT_MAIN("store/sessions", add_all)
