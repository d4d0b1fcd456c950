/* Connections, statements, transactions and the schema. */
#include "store_fixture.h"

START_TEST(makes_the_schema_once)
{
    fixture *f = fixture_begin();
    const char *error;
    int version;
    ds_store *store;
    ck_assert_int_eq(ds_dbd_schema_version(f->dbd, &version, pool), APR_SUCCESS);
    ck_assert_int_eq(version, 0);
    ck_assert_int_eq(ds_store_open(&store, f->dbd, &f->settings, pool), DS_EUNAVAILABLE);
    ck_assert_int_eq(strncmp(fixture_log, "DS0409", 6), 0);
    for (int i = 0; i < 2; i++) {
        ck_assert_msg(ds_dbd_migrate(f->dbd, &error, pool) == APR_SUCCESS, "%s", error);
        ck_assert_int_eq(ds_dbd_schema_version(f->dbd, &version, pool), APR_SUCCESS);
        ck_assert_int_eq(version, ds_dbd_schema_wanted());
    }
    ck_assert_int_eq(ds_store_open(&store, f->dbd, &f->settings, pool), APR_SUCCESS);
}
END_TEST

START_TEST(refuses_a_schema_of_another_version)
{
    fixture *f = fixture_open();
    ds_store *store;
    const char *error;
    ck_assert_int_eq(ds_dbd_run(f->dbd, "UPDATE ds_meta SET value = '99' "
                                        "WHERE name = 'schema_version'"), APR_SUCCESS);
    ds_dbd *fresh = fixture_connect(f, pool);
    ck_assert_int_eq(ds_store_open(&store, fresh, &f->settings, pool), DS_EUNAVAILABLE);
    ck_assert_int_eq(strncmp(fixture_log, "DS0410", 6), 0);
    ck_assert_int_eq(ds_dbd_migrate(fresh, &error, pool), DS_EUNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(error, "99"));
}
END_TEST

/* Every statement is prepared by the engine; placeholders take NULL. */
START_TEST(prepares_every_statement)
{
    fixture *f = fixture_open();
    for (int sql = 0; sql < DS_SQL_COUNT; sql++) {
        const char *kinds = ds_sql_kinds((ds_sql)sql);
        ds_arg args[DS_MAX_ARGS];
        ds_rows *rows;
        for (int i = 0; kinds[i]; i++)
            args[i] = kinds[i] == 'n' ? DS_N(1) : DS_S("x");
        if (ds_sql_columns((ds_sql)sql) > 0)
            ck_assert_msg(ds_dbd_select(f->dbd, (ds_sql)sql, &rows, args, (int)strlen(kinds), pool)
                          == APR_SUCCESS, "%s", fixture_log);
    }
}
END_TEST

typedef struct writes {
    ds_dbd *dbd;
    const char *name;
    apr_status_t result;
    int calls;
    int fail_first;   /* so many calls break a statement */
} writes;

static apr_status_t write_body(void *baton, apr_pool_t *scratch_pool)
{
    writes *w = baton;
    w->calls++;
    apr_status_t status = ds_dbd_change(w->dbd, DS_SQL_META_ADD, NULL,
                                        DS_ARGS(DS_S(w->name), DS_S("value")));
    if (status == APR_SUCCESS && w->calls <= w->fail_first)
        status = ds_dbd_change(w->dbd, DS_SQL_META_ADD, NULL,
                               DS_ARGS(DS_S(w->name), DS_S("value")));
    return status == APR_SUCCESS ? w->result : status;
}

static int is_there(const fixture *f, const char *name)
{
    ds_rows *rows;
    ck_assert_int_eq(ds_dbd_select(f->dbd, DS_SQL_META, &rows, DS_ARGS(DS_S(name)), pool),
                     APR_SUCCESS);
    return rows->count;
}

START_TEST(commits_only_what_succeeded)
{
    fixture *f = fixture_open();
    writes w = { .dbd = f->dbd, .name = "kept", .result = APR_SUCCESS };
    ck_assert_int_eq(ds_dbd_transaction(f->dbd, write_body, &w), APR_SUCCESS);
    ck_assert_int_eq(is_there(f, "kept"), 1);
    w = (writes) { .dbd = f->dbd, .name = "dropped", .result = DS_ESTALE };
    ck_assert_int_eq(ds_dbd_transaction(f->dbd, write_body, &w), DS_ESTALE);
    ck_assert_int_eq(w.calls, 1);
    ck_assert_int_eq(is_there(f, "dropped"), 0);
}
END_TEST

START_TEST(tries_the_whole_transaction_again_and_not_for_ever)
{
    fixture *f = fixture_open();
    writes w = { .dbd = f->dbd, .name = "again", .result = APR_SUCCESS, .fail_first = 1 };
    ck_assert_int_eq(ds_dbd_transaction(f->dbd, write_body, &w), APR_SUCCESS);
    ck_assert_int_eq(w.calls, 2);
    ck_assert_int_eq(is_there(f, "again"), 1);
    w = (writes) { .dbd = f->dbd, .name = "never", .result = APR_SUCCESS, .fail_first = 100 };
    ck_assert_int_eq(ds_dbd_transaction(f->dbd, write_body, &w), DS_EUNAVAILABLE);
    ck_assert_int_gt(w.calls, 1);
    ck_assert_int_lt(w.calls, 10);
    ck_assert_int_eq(is_there(f, "never"), 0);
    w = (writes) { .dbd = f->dbd, .name = "after", .result = APR_SUCCESS };
    ck_assert_int_eq(ds_dbd_transaction(f->dbd, write_body, &w), APR_SUCCESS);
}
END_TEST

static apr_status_t nest_body(void *baton, apr_pool_t *scratch_pool)
{
    writes *w = baton;
    ck_assert_int_eq(ds_dbd_transaction(w->dbd, write_body, w), DS_EUNAVAILABLE);
    ck_assert_int_eq(ds_dbd_snapshot(w->dbd, write_body, w), DS_EUNAVAILABLE);
    return DS_ESTATE;
}

START_TEST(does_not_nest_and_checks_arguments)
{
    fixture *f = fixture_open();
    ds_rows *rows;
    writes w = { .dbd = f->dbd, .name = "nested", .result = APR_SUCCESS };
    ck_assert_int_eq(ds_dbd_transaction(f->dbd, nest_body, &w), DS_ESTATE);
    ck_assert_int_eq(is_there(f, "nested"), 0);
    ck_assert_int_eq(ds_dbd_select(f->dbd, DS_SQL_META, &rows, DS_NO_ARGS, pool), DS_EINVALID);
    ck_assert_int_eq(ds_dbd_select(f->dbd, DS_SQL_META, &rows, DS_ARGS(DS_N(1)), pool),
                     DS_EINVALID);
    ck_assert_int_eq(ds_dbd_change(f->dbd, DS_SQL_META_ADD, NULL,
                                   DS_ARGS(DS_S("a"), DS_S("b"))), DS_EINVALID);
    ck_assert_int_eq(strncmp(fixture_log, "DS0405", 6), 0);
}
END_TEST

START_TEST(tells_null_from_empty)
{
    fixture *f = fixture_open();
    ds_organ *found, *organ = fixture_organ("null", "linzi", "甲");
    organ->telephone = "";
    fixture_put(f, organ);
    ck_assert_int_eq(ds_store_organ(f->store, &found, "null", pool), APR_SUCCESS);
    ck_assert_ptr_nonnull(found->telephone);
    ck_assert_str_eq(found->telephone, "");
    ck_assert_ptr_null(found->fax);
}
END_TEST

/* A change of the schema elsewhere breaks what SQLite has prepared. */
START_TEST(heals_statements_that_were_broken)
{
    fixture *f = fixture_open();
    ds_dbd *other = fixture_connect(f, pool);
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    ck_assert_int_eq(ds_dbd_run(other, "CREATE TABLE ds_test_other (x INTEGER)"), APR_SUCCESS);
    ck_assert_ptr_nonnull(fixture_tag(f, "jixia", YEAR));
    ck_assert_int_eq(ds_dbd_run(other, "DROP TABLE ds_test_other"), APR_SUCCESS);
    fixture_save(f, fixture_report(f, "jixia", YEAR));
}
END_TEST

/* PostgreSQL's connection answers again after a restart of the server, its
 * statements do not. */
START_TEST(heals_a_connection_that_was_lost)
{
    fixture *f = fixture_open();
    const char *kill = !strcmp(f->driver, "pgsql")
        ? "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
          "WHERE datname = current_database() AND pid <> pg_backend_pid()" : NULL;
    ds_dbd *other = fixture_connect(f, pool);
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    if (kill)
        ck_assert_int_eq(ds_dbd_run(other, kill), APR_SUCCESS);
    ck_assert_ptr_nonnull(fixture_tag(f, "jixia", YEAR));
    if (kill)
        ck_assert_int_eq(ds_dbd_run(other, kill), APR_SUCCESS);
    fixture_publish(f, "jixia", NULL); /* begins with a transaction */
}
END_TEST

/* The server's pool lends the same connection again and again. */
START_TEST(keeps_statements_with_the_connection)
{
    fixture *f = fixture_open();
    const apr_dbd_driver_t *driver;
    apr_dbd_t *handle;
    apr_pool_t *connection, *lease;
    apr_pool_create(&connection, pool);
    apr_pool_create(&lease, pool);
    ck_assert_int_eq(apr_dbd_get_driver(pool, f->driver, &driver), APR_SUCCESS);
    ck_assert_int_eq(apr_dbd_open(driver, connection, f->params, &handle), APR_SUCCESS);
    for (int i = 0; i < 50; i++) {
        ds_dbd *dbd;
        ds_store *store;
        ds_organ *organ;
        apr_pool_clear(lease);
        ck_assert_int_eq(ds_dbd_attach(&dbd, driver, handle, connection, f->driver, f->params,
                                       lease), APR_SUCCESS);
        ck_assert_int_eq(ds_store_open(&store, dbd, &f->settings, lease), APR_SUCCESS);
        ck_assert_int_eq(ds_store_organ(store, &organ, "jixia", lease), APR_SUCCESS);
        organ->telephone = apr_itoa(lease, i);
        ck_assert_int_eq(ds_store_put_organ(store, f->admin, organ, NOW,
                                            ds_findings_create(lease)), APR_SUCCESS);
    }
    apr_dbd_close(driver, handle);
}
END_TEST

START_TEST(says_what_is_wrong_with_a_connection)
{
    fixture *f = fixture_begin();
    ds_dbd *dbd;
    const char *error;
    ck_assert_int_eq(ds_dbd_open(&dbd, "nosuch", "x", &error, pool), DS_EUNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(error, "nosuch"));
    ck_assert_int_eq(ds_dbd_open(&dbd, "sqlite3", apr_pstrcat(pool, f->directory, "/no/db", NULL),
                                 &error, pool), DS_EUNAVAILABLE);
    ck_assert_ptr_nonnull(error);
}
END_TEST

START_TEST(makes_an_sqlite_database_private)
{
    fixture *f = fixture_begin();
    apr_finfo_t info;
    const char *error, *path = apr_pstrcat(pool, f->directory, "/private.db", NULL);
    ds_dbd *dbd;
    ck_assert_int_eq(ds_dbd_open(&dbd, "sqlite3", path, &error, pool), APR_SUCCESS);
    ck_assert_int_eq(ds_dbd_migrate(dbd, &error, pool), APR_SUCCESS);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(apr_stat(&info, path, APR_FINFO_PROT, pool), APR_SUCCESS);
        ck_assert_int_eq(info.protection, APR_FPROT_UREAD | APR_FPROT_UWRITE);
        path = apr_pstrcat(pool, path, ".lock", NULL);
    }
    if (geteuid() == 0) {
        path = apr_pstrcat(pool, f->directory, "/foreign.db", NULL);
        ck_assert_int_eq(ds_dbd_open(&dbd, "sqlite3", path, &error, pool), APR_SUCCESS);
        ck_assert_int_eq(chown(path, 65534, 65534), 0);
        ck_assert_int_eq(ds_dbd_open(&dbd, "sqlite3", path, &error, pool), DS_EUNAVAILABLE);
        ck_assert_ptr_nonnull(strstr(error, "65534"));
    }
}
END_TEST

START_TEST(logs_no_values)
{
    fixture *f = fixture_open();
    writes w = { .dbd = f->dbd, .name = "private-value", .result = APR_SUCCESS,
                 .fail_first = 100 };
    ck_assert_int_eq(ds_dbd_transaction(f->dbd, write_body, &w), DS_EUNAVAILABLE);
    ck_assert_int_eq(strncmp(fixture_log, "DS0401", 6), 0);
    ck_assert_ptr_nonnull(strstr(fixture_log, "ds_meta_add"));
    ck_assert_ptr_null(strstr(fixture_log, "private-value"));
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, makes_the_schema_once);
    tcase_add_test(cases, refuses_a_schema_of_another_version);
    tcase_add_test(cases, prepares_every_statement);
    tcase_add_test(cases, commits_only_what_succeeded);
    tcase_add_test(cases, tries_the_whole_transaction_again_and_not_for_ever);
    tcase_add_test(cases, does_not_nest_and_checks_arguments);
    tcase_add_test(cases, tells_null_from_empty);
    tcase_add_test(cases, heals_statements_that_were_broken);
    tcase_add_test(cases, heals_a_connection_that_was_lost);
    tcase_add_test(cases, keeps_statements_with_the_connection);
    tcase_add_test(cases, says_what_is_wrong_with_a_connection);
    tcase_add_test(cases, makes_an_sqlite_database_private);
    tcase_add_test(cases, logs_no_values);
}

UNIT_MAIN("store/dbd", add_all)
