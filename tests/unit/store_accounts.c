/* Accounts, passwords and signing in. */
#include "store_fixture.h"

#define PASSWORD "Correct horse"

static ds_account *account(const char *name, const char *organ, ds_role role)
{
    ds_account *a = apr_pcalloc(pool, sizeof(*a));
    a->name = name;
    a->display_name = "张三";
    a->is_active = 1;
    a->grants = apr_array_make(pool, 2, sizeof(ds_grant));
    if (organ)
        APR_ARRAY_PUSH(a->grants, ds_grant) = (ds_grant) { organ, role };
    return a;
}

static apr_status_t put(const fixture *f, const ds_actor *actor, const ds_account *a,
                        const char **rule)
{
    ds_findings *findings = ds_findings_create(pool);
    apr_status_t status = ds_store_put_account(f->store, actor, a, NOW, findings);
    *rule = fixture_rule(findings);
    return status;
}

static apr_status_t set_password(const fixture *f, const ds_actor *actor, const char *name,
                                 const char *password, const char **rule)
{
    ds_findings *findings = ds_findings_create(pool);
    apr_status_t status = ds_store_set_password(f->store, actor, name, password, NOW, findings);
    *rule = fixture_rule(findings);
    return status;
}

static apr_status_t sign_in(const fixture *f, const char *name, const char *password,
                            apr_int64_t now)
{
    return ds_store_sign_in(f->store, name, password, "192.0.2.1", now, pool);
}

static fixture *with_account(void)
{
    const char *rule;
    fixture *f = fixture_open();
    ck_assert_int_eq(put(f, f->admin, account("li", "jixia", DS_ROLE_EDITOR), &rule),
                     APR_SUCCESS);
    ck_assert_int_eq(set_password(f, f->admin, "li", PASSWORD, &rule), APR_SUCCESS);
    return f;
}

START_TEST(keeps_accounts_and_grants)
{
    fixture *f = with_account();
    const char *rule;
    ds_account *a = account("li", "jixia", DS_ROLE_EDITOR), *found;
    APR_ARRAY_PUSH(a->grants, ds_grant) = (ds_grant) { "wenshi", DS_ROLE_REVIEWER };
    APR_ARRAY_PUSH(a->grants, ds_grant) = (ds_grant) { "wenshi", DS_ROLE_REVIEWER };
    a->is_active = 0;
    ck_assert_int_eq(put(f, f->admin, a, &rule), APR_SUCCESS);
    ck_assert_int_eq(ds_store_account(f->store, &found, "li", pool), APR_SUCCESS);
    ck_assert_str_eq(found->display_name, "张三");
    ck_assert_int_eq(found->is_active, 0);
    ck_assert_int_eq(found->grants->nelts, 2);
    ck_assert_int_eq(APR_ARRAY_IDX(found->grants, 1, ds_grant).role, DS_ROLE_REVIEWER);
    ck_assert_int_eq(ds_store_account(f->store, &found, "wang", pool), DS_ENOTFOUND);
    ck_assert_int_eq(ds_store_account(f->store, &found, "-", pool), DS_ENOTFOUND);

    apr_array_header_t *all;
    ck_assert_int_eq(put(f, f->admin, account("an", NULL, 0), &rule), APR_SUCCESS);
    ck_assert_int_eq(ds_store_accounts(f->store, &all, pool), APR_SUCCESS);
    ck_assert_int_eq(all->nelts, 2);
    ck_assert_str_eq(APR_ARRAY_IDX(all, 0, ds_account *)->name, "an");
    ck_assert_int_eq(APR_ARRAY_IDX(all, 1, ds_account *)->grants->nelts, 2);
    ck_assert_int_eq(sign_in(f, "li", PASSWORD, NOW), DS_EFORBIDDEN);
}
END_TEST

START_TEST(refuses_names_and_grants_that_are_not_right)
{
    static const char *const names[] = { "", "-", "-x", "a b", "a:b", "a\n", "\xff",
        "0123456789012345678901234567890123456789012345678901234567890123x" };
    fixture *f = fixture_open();
    const char *rule;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        ck_assert_msg(put(f, f->admin, account(names[i], "jixia", DS_ROLE_EDITOR), &rule)
                      == DS_EINVALID, "%s", names[i]);
        ck_assert_str_eq(rule, "R.account");
    }
    ck_assert_int_eq(put(f, f->admin, account("li", "nowhere", DS_ROLE_EDITOR), &rule),
                     DS_EINVALID);
    ck_assert_str_eq(rule, "R.account");
    ck_assert_int_eq(put(f, f->admin, account("王芳@linzi.example", "jixia", 0), &rule),
                     APR_SUCCESS);
}
END_TEST

START_TEST(lets_administrators_manage_their_part_only)
{
    fixture *f = with_account();
    const char *rule;
    ds_actor *street = fixture_actor("street", "wenshi", DS_ROLE_ADMIN);
    ds_actor *self = fixture_actor("li", "jixia", DS_ROLE_EDITOR);
    ck_assert_int_eq(put(f, street, account("li", "wenshi", DS_ROLE_EDITOR), &rule),
                     DS_EFORBIDDEN);
    ck_assert_str_eq(rule, "W.role");
    ck_assert_int_eq(put(f, street, account("me", "linzi", DS_ROLE_ADMIN), &rule),
                     DS_EFORBIDDEN);
    ck_assert_int_eq(put(f, street, account("me", "wenshi", DS_ROLE_ADMIN), &rule), APR_SUCCESS);
    ck_assert_int_eq(put(f, self, account("li", "jixia", DS_ROLE_ADMIN), &rule), DS_EFORBIDDEN);
    ck_assert_int_eq(set_password(f, street, "li", "Another password", &rule), DS_EFORBIDDEN);
    ck_assert_int_eq(set_password(f, self, "li", "Another password", &rule), APR_SUCCESS);
    ck_assert_int_eq(set_password(f, f->admin, "nobody", "Another password", &rule),
                     DS_ENOTFOUND);
    ck_assert_int_eq(set_password(f, f->admin, "-", "Another password", &rule), DS_ENOTFOUND);
}
END_TEST

START_TEST(bounds_passwords)
{
    static const struct { const char *password; apr_status_t status; } cases[] = {
        { "", DS_EINVALID },
        { "Aa3456789", DS_EINVALID },
        { "Aa34567890", APR_SUCCESS },
        { "Aa一二三四五六七", DS_EINVALID },
        { "Aa一二三四五六七八", APR_SUCCESS },
        { "Aa3456789012345678901234567890123456789012345678901234567890123456789012",
          APR_SUCCESS },
        { "Aa34567890123456789012345678901234567890123456789012345678901234567890123",
          DS_EINVALID },
        { "Bad \xff\xff bytes", DS_EINVALID },
        { "only-small-letters", DS_EINVALID },
        { "only small 1", APR_SUCCESS },
        { "SMALL1CAPITAL", DS_EINVALID },
        { "一二三四五六七八九十", DS_EINVALID },
        { "P@ssw0rd123", DS_EINVALID },
        { "p@SSW0RD123", DS_EINVALID },
        { "P@ssw0rd1234", APR_SUCCESS },
    };
    fixture *f = with_account();
    const char *rule;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ck_assert_msg(set_password(f, f->admin, "li", cases[i].password, &rule)
                      == cases[i].status, "case %d", (int)i);
        if (cases[i].status == APR_SUCCESS)
            ck_assert_int_eq(sign_in(f, "li", cases[i].password, NOW), APR_SUCCESS);
        else
            ck_assert_str_eq(rule, "R.password");
    }
}
END_TEST

START_TEST(judges_passwords_by_the_numbers_of_the_site)
{
    fixture *f = with_account();
    const char *rule;
    f->settings.password_length = 12;
    f->settings.password_classes = 1;
    ck_assert_int_eq(set_password(f, f->admin, "li", "abcdefghijk", &rule), DS_EINVALID);
    ck_assert_int_eq(set_password(f, f->admin, "li", "abcdefghijkl", &rule), APR_SUCCESS);
    f->settings.password_classes = 4;
    ck_assert_int_eq(set_password(f, f->admin, "li", "Abcdefghijk1", &rule), DS_EINVALID);
    ck_assert_int_eq(set_password(f, f->admin, "li", "Abcdefghij-1", &rule), APR_SUCCESS);
    ck_assert_int_eq(put(f, f->admin, account("Wang-fang-1999", "jixia", DS_ROLE_EDITOR), &rule),
                     APR_SUCCESS);
    ck_assert_int_eq(set_password(f, f->admin, "Wang-fang-1999", "wANG-fang-1999", &rule),
                     DS_EINVALID);
}
END_TEST

START_TEST(signs_in_and_notes_it_once_a_minute)
{
    fixture *f = with_account();
    ds_account *found;
    ck_assert_int_eq(sign_in(f, "li", "wrong password", NOW), DS_EFORBIDDEN);
    ck_assert_int_eq(sign_in(f, "li", PASSWORD, NOW), APR_SUCCESS);
    ck_assert_int_eq(sign_in(f, "li", PASSWORD, NOW + 59), APR_SUCCESS);
    ck_assert_int_eq(ds_store_account(f->store, &found, "li", pool), APR_SUCCESS);
    ck_assert_int_eq(found->last_sign_in, NOW);
    ck_assert_int_eq(sign_in(f, "li", PASSWORD, NOW + 60), APR_SUCCESS);
    ck_assert_int_eq(ds_store_account(f->store, &found, "li", pool), APR_SUCCESS);
    ck_assert_int_eq(found->last_sign_in, NOW + 60);
    ck_assert_int_eq(sign_in(f, "-", PASSWORD, NOW), DS_EFORBIDDEN);
    ck_assert_int_eq(sign_in(f, "", PASSWORD, NOW), DS_EFORBIDDEN);
    ck_assert_int_eq(sign_in(f, "li", "", NOW), DS_EFORBIDDEN);
    ck_assert_int_eq(sign_in(f, "\xff", PASSWORD, NOW), DS_EFORBIDDEN);
}
END_TEST

START_TEST(locks_after_failures_in_a_row_and_opens_again)
{
    fixture *f = with_account();
    ds_account *found;
    const char *rule;
    apr_int64_t head, after;
    ck_assert_int_eq(ds_store_audit_head(f->store, &head), APR_SUCCESS);
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(sign_in(f, "li", "wrong password", NOW), DS_EFORBIDDEN);
    ck_assert_int_eq(sign_in(f, "li", PASSWORD, NOW), APR_SUCCESS);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(sign_in(f, "li", "wrong password", NOW), DS_EFORBIDDEN);
    ck_assert_int_eq(sign_in(f, "li", PASSWORD, NOW + 599), DS_EFORBIDDEN);
    ck_assert_int_eq(ds_store_account(f->store, &found, "li", pool), APR_SUCCESS);
    ck_assert_int_eq(found->locked_until, NOW + 600);
    ck_assert_int_eq(sign_in(f, "li", PASSWORD, NOW + 600), APR_SUCCESS);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(sign_in(f, "li", "wrong password", NOW + 700), DS_EFORBIDDEN);
    ck_assert_int_eq(set_password(f, f->admin, "li", PASSWORD, &rule), APR_SUCCESS);
    ck_assert_int_eq(sign_in(f, "li", PASSWORD, NOW + 700), APR_SUCCESS);
    /* Strangers must not be able to lengthen the record. */
    ck_assert_int_eq(ds_store_audit_head(f->store, &after), APR_SUCCESS);
    ck_assert_int_eq(after, head + 1);
}
END_TEST

/* An account that is not there costs what one that is does. */
START_TEST(takes_as_long_for_an_unknown_account)
{
    fixture *f = with_account();
    apr_time_t known = 0, unknown = 0;
    for (int i = 0; i < 4; i++) {
        apr_time_t start = apr_time_now();
        sign_in(f, "li", "wrong password", NOW);
        apr_time_t middle = apr_time_now();
        sign_in(f, "stranger", "wrong password", NOW);
        known += middle - start;
        unknown += apr_time_now() - middle;
    }
    ck_assert_int_gt(unknown, known / 2);
    ck_assert_int_lt(unknown, known * 2);
}
END_TEST

START_TEST(keeps_no_password_and_says_none)
{
    fixture *f = with_account();
    ds_rows *rows;
    apr_array_header_t *records;
    ck_assert_int_eq(ds_dbd_select(f->dbd, DS_SQL_ACCOUNT, &rows, DS_ARGS(DS_S("li")), pool),
                     APR_SUCCESS);
    const char *hash = ds_rows_text(rows, 0, DS_COL_ACCOUNT_PASSWORD);
    ck_assert_int_eq(strncmp(hash, "$2y$10$", 7), 0);
    ck_assert_int_eq(ds_store_audit(f->store, &records, 0, 100, pool), APR_SUCCESS);
    for (int i = 0; i < records->nelts; i++) {
        const ds_audit_record *r = APR_ARRAY_IDX(records, i, const ds_audit_record *);
        ck_assert(!r->detail || (!strstr(r->detail, PASSWORD) && !strstr(r->detail, "$2y$")));
    }
}
END_TEST

START_TEST(makes_one_secret)
{
    fixture *f = fixture_open();
    const char *first, *second;
    ck_assert_int_eq(ds_store_secret(f->store, &first, pool), APR_SUCCESS);
    ck_assert_int_eq(strlen(first), 64);
    ck_assert_int_eq(ds_store_secret(fixture_store(f, pool), &second, pool), APR_SUCCESS);
    ck_assert_str_eq(first, second);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, keeps_accounts_and_grants);
    tcase_add_test(cases, refuses_names_and_grants_that_are_not_right);
    tcase_add_test(cases, lets_administrators_manage_their_part_only);
    tcase_add_test(cases, bounds_passwords);
    tcase_add_test(cases, judges_passwords_by_the_numbers_of_the_site);
    tcase_add_test(cases, signs_in_and_notes_it_once_a_minute);
    tcase_add_test(cases, locks_after_failures_in_a_row_and_opens_again);
    tcase_add_test(cases, takes_as_long_for_an_unknown_account);
    tcase_add_test(cases, keeps_no_password_and_says_none);
    tcase_add_test(cases, makes_one_secret);
}

UNIT_MAIN("store/accounts", add_all)
