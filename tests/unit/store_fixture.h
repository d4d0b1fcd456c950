/* A store for a test: a fresh SQLite database in a private directory, or the
 * database that DS_TEST_DRIVER and DS_TEST_PARAMS name (everything in it that
 * begins with ds_ is dropped first). The tests ask the same of every engine.
 */
#ifndef DS_TESTS_STORE_FIXTURE_H
#define DS_TESTS_STORE_FIXTURE_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <apr_file_io.h>
#include <apr_strings.h>

#include "core/date.h"
#include "core/log.h"
#include "formats.h"
#include "store/dbd.h"
#include "store/dump.h"
#include "store/query.h"
#include "store/store.h"

/* 2026-01-20 10:00 in UTC+8. */
#define NOW ((apr_int64_t)1768874400)
#define YEAR 2025

typedef struct fixture {
    const char *driver;
    const char *params;
    const char *directory;
    ds_dbd *dbd;
    ds_store *store;
    ds_store_settings settings;
    ds_actor *editor, *reviewer, *publisher, *admin;
} fixture;

/* The last message of the library, so that failures can be asked for theirs. */
static char fixture_log[512];

static inline void fixture_keep_log(void *baton, const char *file, int line, ds_log_level level,
                                    apr_status_t status, const char *message)
{
    apr_cpystrn(fixture_log, message, sizeof(fixture_log));
    if (getenv("DS_TEST_VERBOSE"))
        fprintf(stderr, "%s\n", message);
}

static inline int fixture_is_sqlite(const fixture *f)
{
    return !strcmp(f->driver, "sqlite3");
}

/* Another connection to the same database. */
static inline ds_dbd *fixture_connect(const fixture *f, apr_pool_t *in)
{
    ds_dbd *dbd = NULL;
    const char *error = NULL;
    apr_status_t status = ds_dbd_open(&dbd, f->driver, f->params, &error, in);
    return status == APR_SUCCESS ? dbd : NULL;
}

static inline ds_store *fixture_store(const fixture *f, apr_pool_t *in)
{
    ds_store *store = NULL;
    ds_dbd *dbd = fixture_connect(f, in);
    return dbd && ds_store_open(&store, dbd, &f->settings, in) == APR_SUCCESS ? store : NULL;
}

static inline apr_status_t fixture_remove(void *data)
{
    const fixture *f = data;
    apr_pool_t *scratch;
    apr_dir_t *directory;
    apr_finfo_t info;
    apr_pool_create(&scratch, NULL);
    if (apr_dir_open(&directory, f->directory, scratch) == APR_SUCCESS) {
        while (apr_dir_read(&info, APR_FINFO_NAME, directory) == APR_SUCCESS)
            if (info.name[0] != '.')
                apr_file_remove(apr_pstrcat(scratch, f->directory, "/", info.name, NULL), scratch);
        apr_dir_close(directory);
    }
    apr_dir_remove(f->directory, scratch);
    apr_pool_destroy(scratch);
    return APR_SUCCESS;
}

static inline ds_actor *fixture_actor(const char *account, const char *organ, ds_role role)
{
    ds_actor *actor = apr_pcalloc(pool, sizeof(*actor));
    apr_array_header_t *grants = apr_array_make(pool, 1, sizeof(ds_grant));
    APR_ARRAY_PUSH(grants, ds_grant) = (ds_grant) { organ, role };
    actor->account = account;
    actor->address = "127.0.0.1";
    actor->grants = grants;
    return actor;
}

/* An organ with a full and a short name. */
static inline ds_organ *fixture_organ(const char *key, const char *parent, const char *name)
{
    ds_organ *organ = apr_pcalloc(pool, sizeof(*organ));
    organ->key = key;
    organ->parent = parent;
    organ->kind = parent ? DS_ORGAN_TOWN : DS_ORGAN_REGION;
    organ->names = apr_array_make(pool, 2, sizeof(ds_dated_name));
    APR_ARRAY_PUSH(organ->names, ds_dated_name) = (ds_dated_name) { "full", name, NULL, NULL };
    return organ;
}

static inline void fixture_put(const fixture *f, const ds_organ *organ)
{
    ds_findings *findings = ds_findings_create(pool);
    apr_status_t status = ds_store_put_organ(f->store, f->admin, organ, NOW, findings);
    ck_assert_msg(status == APR_SUCCESS, "%s: %s", organ->key, ds_findings_count(findings)
                  ? ds_findings_at(findings, 0)->message : fixture_log);
}

/* Every table that is copied, and those of no lasting worth; what refers to
 * others goes first. */
static inline void fixture_drop_all(ds_dbd *dbd)
{
    ck_assert_int_eq(ds_dbd_run(dbd, "DROP TABLE IF EXISTS ds_session"), APR_SUCCESS);
    ck_assert_int_eq(ds_dbd_run(dbd, "DROP TABLE IF EXISTS ds_reset"), APR_SUCCESS);
    ck_assert_int_eq(ds_dbd_run(dbd, "DROP TABLE IF EXISTS ds_search_doc"), APR_SUCCESS);
    ck_assert_int_eq(ds_dbd_run(dbd, "DROP TABLE IF EXISTS ds_search_gram"), APR_SUCCESS);
    for (int i = ds_dump_table_count - 1; i >= 0; i--)
        ck_assert_int_eq(ds_dbd_run(dbd, apr_pstrcat(pool, "DROP TABLE IF EXISTS ds_",
                                                     ds_dump_tables[i].name, NULL)), APR_SUCCESS);
}

/* A database without a schema. */
static inline fixture *fixture_begin(void)
{
    fixture *f = apr_pcalloc(pool, sizeof(*f));
    const char *temp = getenv("TMPDIR");
    char *directory = apr_pstrcat(pool, temp ? temp : "/tmp", "/ds-store-XXXXXX", NULL);
    ck_assert_ptr_nonnull(mkdtemp(directory));
    f->directory = directory;
    f->driver = getenv("DS_TEST_DRIVER") ? getenv("DS_TEST_DRIVER") : "sqlite3";
    f->params = getenv("DS_TEST_PARAMS") ? getenv("DS_TEST_PARAMS")
        : apr_pstrcat(pool, directory, "/test.db", NULL);
    ds_log_set(fixture_keep_log, NULL);
    apr_pool_cleanup_register(pool, f, fixture_remove, apr_pool_cleanup_null);
    f->dbd = fixture_connect(f, pool);
    ck_assert_msg(f->dbd != NULL, "no connection: %s", fixture_log);
    if (!fixture_is_sqlite(f))
        fixture_drop_all(f->dbd);
    return f;
}

/* A store with a district, two streets and a department, and four accounts
 * with their roles on the district. */
static inline fixture *fixture_open(void)
{
    fixture *f = fixture_begin();
    const char *error = NULL;
    ds_chain *chain = NULL;
    ck_assert_int_eq(ds_dbd_migrate(f->dbd, &error, pool), APR_SUCCESS);
    error = ds_chain_load(&chain, "conf/chains/three-steps.xml", "conf/schema/chain.rng", pool,
                          pool);
    ck_assert_msg(error == NULL, "%s", error);
    f->settings = (ds_store_settings) { .formats = unit_formats(), .chain = chain,
                                        .digest = ds_digest_find("sm3"), .max_failures = 5,
                                        .lock_seconds = 600 };
    ck_assert_int_eq(ds_store_open(&f->store, f->dbd, &f->settings, pool), APR_SUCCESS);
    f->editor = fixture_actor("editor", "linzi", DS_ROLE_EDITOR);
    f->reviewer = fixture_actor("reviewer", "linzi", DS_ROLE_REVIEWER);
    f->publisher = fixture_actor("publisher", "linzi", DS_ROLE_PUBLISHER);
    f->admin = fixture_actor("admin", "linzi", DS_ROLE_ADMIN);
    fixture_put(f, fixture_organ("linzi", NULL, "临淄区人民政府"));
    fixture_put(f, fixture_organ("jixia", "linzi", "稷下街道办事处"));
    fixture_put(f, fixture_organ("wenshi", "linzi", "闻韶街道办事处"));
    return f;
}

/* A report the check finds nothing against: zeros, and the prose it wants. */
static inline ds_report *fixture_report(const fixture *f, const char *organ, int year)
{
    const ds_format *format = ds_formats_of_year(f->settings.formats, year);
    const char *name = strcmp(organ, "wenshi") ? "稷下街道办事处" : "闻韶街道办事处";
    ds_report *report = ds_report_create(format, pool);
    report->organ = organ;
    report->year = year;
    for (int i = 0; i < format->n_cells; i++)
        ds_report_set_number(report, i, 0);
    for (int i = 0; i < format->n_prose; i++)
        ds_report_add_paragraph(report, i, apr_psprintf(
            pool, "本报告统计期限为%d年1月1日至%d年12月31日。没有收取信息处理费。", year, year));
    ds_report_set_signature(report, name, apr_psprintf(pool, "%d-01-20", year + 1));
    return report;
}

static inline const char *fixture_tag(const fixture *f, const char *organ, int year)
{
    ds_revision *revision;
    apr_status_t status = ds_store_working(f->store, &revision, organ, year, pool);
    return status == APR_SUCCESS ? revision->listing->tag : NULL;
}

/* The first finding of an outcome, for messages and rules. */
static inline const char *fixture_rule(const ds_findings *findings)
{
    return findings && ds_findings_count(findings) ? ds_findings_at(findings, 0)->rule : "";
}

static inline void fixture_save(const fixture *f, const ds_report *report)
{
    ds_outcome outcome;
    apr_status_t status = ds_store_save(f->store, &outcome, f->editor, report, NULL,
                                        fixture_tag(f, report->organ, report->year), NOW, pool);
    ck_assert_msg(status == APR_SUCCESS, "save: %s %s", fixture_rule(outcome.findings),
                  fixture_log);
}

static inline apr_status_t fixture_act(const fixture *f, const ds_actor *actor, ds_action action,
                                       const char *organ, const char *comment,
                                       ds_outcome *outcome)
{
    ds_step_request request = { .comment = comment };
    return ds_store_act(f->store, outcome, actor, action, organ, YEAR, &request, NOW, pool);
}

/* Submits, approves and publishes what is saved. */
static inline void fixture_publish(const fixture *f, const char *organ, const char *comment)
{
    ds_outcome o;
    ck_assert_msg(fixture_act(f, f->editor, DS_ACTION_SUBMIT, organ, NULL, &o) == APR_SUCCESS,
                  "submit: %s", fixture_rule(o.findings));
    ck_assert_int_eq(fixture_act(f, f->reviewer, DS_ACTION_APPROVE, organ, NULL, &o),
                     APR_SUCCESS);
    ck_assert_msg(fixture_act(f, f->publisher, DS_ACTION_PUBLISH, organ, comment, &o)
                  == APR_SUCCESS, "publish: %s", fixture_rule(o.findings));
}

#endif
