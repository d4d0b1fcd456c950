/* The record of what was done, and what becomes of it when somebody goes
 * behind the store's back. */
#include "store_fixture.h"

static fixture *with_records(void)
{
    fixture *f = fixture_open();
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    fixture_publish(f, "jixia", NULL);
    return f;
}

static apr_int64_t broken_at(const fixture *f)
{
    apr_int64_t broken, records;
    ck_assert_int_eq(ds_store_audit_verify(f->store, &broken, &records, pool), APR_SUCCESS);
    return broken;
}

START_TEST(chains_every_change)
{
    fixture *f = with_records();
    apr_array_header_t *records;
    apr_int64_t head, broken, n;
    static const char *const actions[] = { "put-organ", "put-organ", "put-organ", "save",
                                           "submit", "approve", "publish" };
    ck_assert_int_eq(ds_store_audit(f->store, &records, 0, 100, pool), APR_SUCCESS);
    ck_assert_int_eq(records->nelts, 7);
    const char *previous = "";
    for (int i = 0; i < records->nelts; i++) {
        const ds_audit_record *r = APR_ARRAY_IDX(records, i, const ds_audit_record *);
        ck_assert_int_eq(r->number, i + 1);
        ck_assert_str_eq(r->action, actions[i]);
        ck_assert_str_eq(r->previous, previous);
        ck_assert_str_eq(r->digest_algorithm, "sm3");
        ck_assert_int_eq(r->at, NOW);
        ck_assert_str_eq(r->address, "127.0.0.1");
        previous = r->digest;
    }
    const ds_audit_record *approval = APR_ARRAY_IDX(records, 5, const ds_audit_record *);
    ck_assert_str_eq(approval->account, "reviewer");
    ck_assert_str_eq(approval->organ, "jixia");
    ck_assert_int_eq(approval->year, YEAR);
    ck_assert_int_eq(approval->revision, 1);
    ck_assert_ptr_nonnull(strstr(approval->detail, "(secrecy)"));
    ck_assert_int_eq(ds_store_audit_head(f->store, &head), APR_SUCCESS);
    ck_assert_int_eq(head, 7);
    ck_assert_int_eq(ds_store_audit_verify(f->store, &broken, &n, pool), APR_SUCCESS);
    ck_assert_int_eq(broken, 0);
    ck_assert_int_eq(n, 7);
    ck_assert_int_eq(ds_store_audit(f->store, &records, 5, 1, pool), APR_SUCCESS);
    ck_assert_int_eq(records->nelts, 1);
    ck_assert_int_eq(APR_ARRAY_IDX(records, 0, ds_audit_record *)->number, 6);
}
END_TEST

START_TEST(verifies_an_empty_record)
{
    fixture *f = fixture_open();
    ck_assert_int_eq(ds_dbd_run(f->dbd, "DELETE FROM ds_audit"), APR_SUCCESS);
    ck_assert_int_eq(broken_at(f), 1);
    ck_assert_int_eq(ds_dbd_run(f->dbd, "UPDATE ds_audit_head SET number = 0, digest = ''"),
                     APR_SUCCESS);
    ck_assert_int_eq(broken_at(f), 0);
}
END_TEST

START_TEST(leaves_no_record_of_what_was_refused)
{
    fixture *f = with_records();
    ds_outcome o;
    apr_int64_t before, after;
    ck_assert_int_eq(ds_store_audit_head(f->store, &before), APR_SUCCESS);
    fixture_act(f, f->editor, DS_ACTION_SUBMIT, "jixia", NULL, &o);
    fixture_act(f, f->editor, DS_ACTION_TAKEDOWN, "jixia", NULL, &o);
    ck_assert_int_eq(ds_store_audit_head(f->store, &after), APR_SUCCESS);
    ck_assert_int_eq(after, before);
    ck_assert_int_eq(broken_at(f), 0);
}
END_TEST

/* Each act behind the back, and the record at which it comes out. */
START_TEST(finds_what_was_changed)
{
    static const struct { const char *sql[4]; apr_int64_t broken; } cases[] = {
        { { "UPDATE ds_audit SET account = 'other' WHERE number = 5" }, 5 },
        { { "UPDATE ds_audit SET address = NULL WHERE number = 4" }, 4 },
        { { "UPDATE ds_audit SET happened_at = happened_at + 1 WHERE number = 1" }, 1 },
        { { "UPDATE ds_audit SET action = 'saveX' WHERE number = 4" }, 4 },
        { { "UPDATE ds_audit SET organ_key = 'wenshi' WHERE number = 6" }, 6 },
        { { "UPDATE ds_audit SET year = 2024 WHERE number = 6" }, 6 },
        { { "UPDATE ds_audit SET revision = 2 WHERE number = 6" }, 6 },
        { { "UPDATE ds_audit SET detail = 'x' WHERE number = 6" }, 6 },
        { { "UPDATE ds_audit SET digest_algorithm = 'sha256' WHERE number = 2" }, 2 },
        { { "UPDATE ds_audit SET digest_algorithm = 'none' WHERE number = 2" }, 2 },
        { { "UPDATE ds_audit SET digest = previous WHERE number = 3" }, 3 },
        { { "DELETE FROM ds_audit WHERE number = 1" }, 1 },
        { { "DELETE FROM ds_audit WHERE number = 4" }, 4 },
        { { "DELETE FROM ds_audit WHERE number = 7" }, 7 },
        { { "UPDATE ds_audit SET number = 100 WHERE number = 3",
            "UPDATE ds_audit SET number = 3 WHERE number = 4",
            "UPDATE ds_audit SET number = 4 WHERE number = 100" }, 3 },
        { { "UPDATE ds_audit_head SET digest = 'x'" }, 7 },
        { { "INSERT INTO ds_audit SELECT 8, digest, digest, digest_algorithm, happened_at, "
            "account, address, action, organ_key, year, revision, detail FROM ds_audit "
            "WHERE number = 7" }, 8 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        fixture *f = with_records();
        for (int j = 0; j < 4 && cases[i].sql[j]; j++)
            ck_assert_int_eq(ds_dbd_run(f->dbd, cases[i].sql[j]), APR_SUCCESS);
        ck_assert_msg(broken_at(f) == cases[i].broken, "case %d: %d", (int)i, (int)broken_at(f));
        apr_pool_clear(pool);
    }
}
END_TEST

/* Values that run into each other must not read alike. */
START_TEST(tells_apart_where_one_member_ends)
{
    fixture *f = with_records();
    ck_assert_int_eq(ds_dbd_run(f->dbd, "UPDATE ds_audit SET account = 'admin1', "
                                        "address = '27.0.0.1' WHERE number = 1"), APR_SUCCESS);
    ck_assert_int_eq(broken_at(f), 1);
}
END_TEST

/* ---- What is no longer kept ---- */

#define DAYS(n) ((apr_int64_t)(n) * 86400)

static int prune(const fixture *f, int months, apr_int64_t now)
{
    int removed;
    ck_assert_int_eq(ds_store_audit_prune(f->store, &removed, f->admin, months, now, pool),
                     APR_SUCCESS);
    return removed;
}

static apr_int64_t good_records(const fixture *f)
{
    apr_int64_t broken, records;
    ck_assert_int_eq(ds_store_audit_verify(f->store, &broken, &records, pool), APR_SUCCESS);
    ck_assert_int_eq(broken, 0);
    return records;
}

/* Seven records of one day, one of 200 days later, and on the 250th those that
 * are older than half a year taken off. */
static fixture *with_pruned(void)
{
    fixture *f = with_records();
    ds_organ *organ = fixture_organ("station", "jixia", "稷下一站");
    ck_assert_int_eq(ds_store_put_organ(f->store, f->admin, organ, NOW + DAYS(200),
                                        ds_findings_create(pool)), APR_SUCCESS);
    ck_assert_int_eq(prune(f, 6, NOW + DAYS(250)), 7);
    return f;
}

START_TEST(keeps_what_is_younger)
{
    fixture *f = with_pruned();
    apr_array_header_t *records;
    ds_audit_anchor anchor;
    ck_assert_int_eq(ds_store_audit(f->store, &records, 0, 100, pool), APR_SUCCESS);
    ck_assert_int_eq(records->nelts, 2);
    ck_assert_int_eq(APR_ARRAY_IDX(records, 0, ds_audit_record *)->number, 8);
    const ds_audit_record *last = APR_ARRAY_IDX(records, 1, ds_audit_record *);
    ck_assert_str_eq(last->action, "prune-audit");
    ck_assert_int_eq(ds_store_audit_anchor(f->store, &anchor, pool), APR_SUCCESS);
    ck_assert_int_eq(anchor.number, 7);
    ck_assert_int_eq(anchor.at, NOW);
    ck_assert_str_eq(anchor.digest, APR_ARRAY_IDX(records, 0, ds_audit_record *)->previous);
    ck_assert_int_eq(good_records(f), 2);
    ck_assert_int_eq(prune(f, 6, NOW + DAYS(251)), 0);
    ck_assert_int_eq(good_records(f), 2);
}
END_TEST

START_TEST(prunes_again_and_all)
{
    fixture *f = with_pruned();
    ck_assert_int_eq(prune(f, 6, NOW + DAYS(400)), 1);
    ck_assert_int_eq(good_records(f), 2);
    ck_assert_int_eq(prune(f, 6, NOW + DAYS(2000)), 2);
    ck_assert_int_eq(good_records(f), 1);
    fixture_put(f, fixture_organ("second", "jixia", "稷下二站"));
    ck_assert_int_eq(good_records(f), 2);
}
END_TEST

START_TEST(prunes_nothing_that_is_young)
{
    fixture *f = with_records();
    ds_audit_anchor anchor;
    int removed;
    ck_assert_int_eq(prune(f, 6, NOW + DAYS(170)), 0);
    ck_assert_int_eq(ds_store_audit_anchor(f->store, &anchor, pool), APR_SUCCESS);
    ck_assert_int_eq(anchor.number, 0);
    ck_assert_int_eq(good_records(f), 7);
    ck_assert_int_eq(ds_store_audit_prune(f->store, &removed, f->admin, 5, NOW + DAYS(900), pool),
                     DS_EINVALID);
    ck_assert_int_eq(good_records(f), 7);
}
END_TEST

/* The digest of a record, also of the last that was taken off. */
static const char *digest_of(const fixture *f, apr_int64_t number)
{
    apr_array_header_t *records;
    ck_assert_int_eq(ds_store_audit(f->store, &records, number < 8 ? 7 : number - 1, 1, pool),
                     APR_SUCCESS);
    const ds_audit_record *r = APR_ARRAY_IDX(records, 0, ds_audit_record *);
    return number < 8 ? r->previous : r->digest;
}

/* A beginning that somebody else has cut, or cut further: %s is the digest of
 * the record of that number. */
START_TEST(finds_a_changed_beginning)
{
    static const struct {
        const char *anchor;
        apr_int64_t of;
        const char *then;
        apr_int64_t broken;
    } cases[] = {
        { "x", 0, NULL, 1 },
        { "7 0123 1768874400", 0, NULL, 8 },
        { "6 0123 1768874400", 0, NULL, 7 },
        { "7 %s 1", 7, NULL, 7 },
        { "7 %s 1768874400 ", 7, NULL, 1 },
        { "8 %s 1768874400", 8, "DELETE FROM ds_audit WHERE number = 8", 8 },
        { "9 %s 1768874400", 9, "DELETE FROM ds_audit", 9 },
        { NULL, 0, "DELETE FROM ds_meta WHERE name = 'audit_anchor'", 1 },
        { NULL, 0, "DELETE FROM ds_audit WHERE number = 8", 8 },
        { NULL, 0, "UPDATE ds_audit SET detail = 'x' WHERE number = 9", 9 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        fixture *f = with_pruned();
        if (cases[i].anchor) {
            const char *digest = cases[i].of ? digest_of(f, cases[i].of) : "";
            const char *at = strstr(cases[i].anchor, "%s");
            const char *anchor = !at ? cases[i].anchor
                : apr_pstrcat(pool, apr_pstrmemdup(pool, cases[i].anchor,
                                                   (apr_size_t)(at - cases[i].anchor)),
                              digest, at + 2, NULL);
            ck_assert_int_eq(ds_dbd_run(f->dbd, apr_pstrcat(pool, "UPDATE ds_meta SET value = '",
                                                            anchor, "' WHERE name = "
                                                            "'audit_anchor'", NULL)),
                             APR_SUCCESS);
        }
        if (cases[i].then)
            ck_assert_int_eq(ds_dbd_run(f->dbd, cases[i].then), APR_SUCCESS);
        ck_assert_msg(broken_at(f) == cases[i].broken, "case %d: %d", (int)i, (int)broken_at(f));
        apr_pool_clear(pool);
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, chains_every_change);
    tcase_add_test(cases, verifies_an_empty_record);
    tcase_add_test(cases, leaves_no_record_of_what_was_refused);
    tcase_add_test(cases, finds_what_was_changed);
    tcase_add_test(cases, tells_apart_where_one_member_ends);
    tcase_add_test(cases, keeps_what_is_younger);
    tcase_add_test(cases, prunes_again_and_all);
    tcase_add_test(cases, prunes_nothing_that_is_young);
    tcase_add_test(cases, finds_a_changed_beginning);
}

UNIT_MAIN("store/audit", add_all)
