/* Copies of everything, and back. */
#include <apr_thread_proc.h>

#include "store_fixture.h"

static const char *file_in(const fixture *f, const char *name)
{
    return apr_pstrcat(pool, f->directory, "/", name, NULL);
}

static char *read_file(const char *path, apr_size_t *length)
{
    apr_file_t *file;
    apr_finfo_t info;
    ck_assert_int_eq(apr_file_open(&file, path, APR_FOPEN_READ, 0, pool), APR_SUCCESS);
    apr_file_info_get(&info, APR_FINFO_SIZE, file);
    char *bytes = apr_palloc(pool, (apr_size_t)info.size + 1);
    *length = (apr_size_t)info.size;
    ck_assert_int_eq(apr_file_read_full(file, bytes, *length, length), APR_SUCCESS);
    apr_file_close(file);
    bytes[*length] = '\0';
    return bytes;
}

static void write_file(const char *path, const char *bytes, apr_size_t length)
{
    apr_file_t *file;
    apr_file_remove(path, pool);
    ck_assert_int_eq(apr_file_open(&file, path, APR_FOPEN_WRITE | APR_FOPEN_CREATE,
                                   APR_FPROT_OS_DEFAULT, pool), APR_SUCCESS);
    ck_assert_int_eq(apr_file_write_full(file, bytes, length, NULL), APR_SUCCESS);
    apr_file_close(file);
}

static const char *backup(const fixture *f, const char *name, apr_size_t *length)
{
    const char *path = file_in(f, name);
    ck_assert_int_eq(ds_store_backup(f->store, path, pool), APR_SUCCESS);
    return read_file(path, length);
}

static fixture *with_data(void)
{
    fixture *f = fixture_open();
    ds_findings *findings = ds_findings_create(pool);
    ds_account account = { .name = "li", .display_name = "李 四:\n", .is_active = 1 };
    const char *secret;
    ds_report *report = fixture_report(f, "jixia", YEAR);
    ds_report_add_paragraph(report, 0, "长: 文字 \" ' % -\nr 3:abc\nend 5");
    account.grants = apr_array_copy(pool, f->editor->grants);
    ck_assert_int_eq(ds_store_put_account(f->store, f->admin, &account, NOW, findings),
                     APR_SUCCESS);
    ck_assert_int_eq(ds_store_set_password(f->store, f->admin, "li", "Correct horse 9", NOW,
                                           findings), APR_SUCCESS);
    ck_assert_int_eq(ds_store_secret(f->store, &secret, pool), APR_SUCCESS);
    for (int i = 0; i < 6; i++) /* more than one batch of texts */
        fixture_save(f, report);
    fixture_publish(f, "jixia", NULL);
    return f;
}

START_TEST(brings_everything_back)
{
    fixture *f = with_data();
    apr_size_t length, again;
    const char *error, *secret, *before = backup(f, "one", &length);
    ck_assert_int_eq(ds_store_secret(f->store, &secret, pool), APR_SUCCESS);
    ds_outcome o;
    ck_assert_int_eq(fixture_act(f, f->publisher, DS_ACTION_WITHDRAW, "jixia", "错", &o),
                     APR_SUCCESS);
    fixture_put(f, fixture_organ("later", "linzi", "后来"));

    ck_assert_msg(ds_store_restore(f->store, file_in(f, "one"), &error, pool) == APR_SUCCESS,
                  "%s", error);
    const char *after = backup(f, "two", &again);
    ck_assert_int_eq(length, again);
    ck_assert_int_eq(memcmp(before, after, length), 0);
    ds_organ *organ;
    ck_assert_int_eq(ds_store_organ(f->store, &organ, "later", pool), DS_ENOTFOUND);
    ck_assert_int_eq(ds_store_sign_in(f->store, "li", "Correct horse 9", "", NOW, pool),
                     APR_SUCCESS);
    ds_revision *revision;
    ck_assert_int_eq(ds_store_public(f->store, &revision, NULL, "jixia", YEAR, 0, pool),
                     APR_SUCCESS);
    apr_int64_t broken, records;
    ck_assert_int_eq(ds_store_audit_verify(f->store, &broken, &records, pool), APR_SUCCESS);
    ck_assert_int_eq(broken, 0);
    fixture_put(f, fixture_organ("later", "linzi", "后来")); /* and work goes on */
}
END_TEST

START_TEST(writes_a_private_file_and_never_over_another)
{
    fixture *f = with_data();
    apr_finfo_t info;
    apr_size_t length;
    backup(f, "one", &length);
    ck_assert_int_eq(apr_stat(&info, file_in(f, "one"), APR_FINFO_PROT, pool), APR_SUCCESS);
    ck_assert_int_eq(info.protection, APR_FPROT_UREAD | APR_FPROT_UWRITE);
    write_file(file_in(f, "two"), "mine", 4);
    ck_assert(APR_STATUS_IS_EEXIST(ds_store_backup(f->store, file_in(f, "two"), pool)));
    ck_assert_str_eq(read_file(file_in(f, "two"), &length), "mine");
    ck_assert_int_ne(apr_stat(&info, file_in(f, "two.unfinished"), APR_FINFO_TYPE, pool),
                     APR_SUCCESS);
    ck_assert_int_ne(ds_store_backup(f->store, file_in(f, "no/such/place"), pool), APR_SUCCESS);
}
END_TEST

/* The openssl tool comes to the same digest of all but the last line. */
START_TEST(ends_with_the_digest_of_all_before_it)
{
    fixture *f = with_data();
    apr_size_t length;
    const char *bytes = backup(f, "one", &length);
    const char *line = strstr(bytes, "\ndigest ") + 1;
    ck_assert_ptr_nonnull(line);
    const char *digest = ds_digest_hex(pool, f->settings.digest, bytes, (apr_size_t)(line - bytes));
    ck_assert_str_eq(line, apr_psprintf(pool, "digest %s\n", digest));
}
END_TEST

static void refuse(const fixture *f, const char *bytes, apr_size_t length, const char *what)
{
    const char *error = NULL, *path = file_in(f, "bad");
    write_file(path, bytes, length);
    apr_status_t status = ds_store_restore(f->store, path, &error, pool);
    ck_assert_msg(status == DS_EINVALID, "%s: %d %s", what, status, error);
    ck_assert_ptr_nonnull(error);
}

START_TEST(refuses_what_was_cut_or_changed)
{
    fixture *f = with_data();
    apr_size_t length, again;
    char *bytes = apr_pstrdup(pool, backup(f, "one", &length));
    for (apr_size_t cut = 0; cut < length; cut += 1 + cut / 50)
        refuse(f, bytes, cut, apr_psprintf(pool, "cut at %d", (int)cut));
    refuse(f, bytes, length - 1, "without the last byte");
    for (apr_size_t at = 0; at < length; at += 1 + length / 150) {
        char was = bytes[at];
        bytes[at] = was == '1' ? '2' : '1';
        refuse(f, bytes, length, apr_psprintf(pool, "changed at %d", (int)at));
        bytes[at] = was;
    }
    refuse(f, apr_pstrcat(pool, bytes, "\n", NULL), length + 1, "with more behind");
    refuse(f, "", 0, "empty");
    const char *error;
    ck_assert_int_eq(ds_store_restore(f->store, file_in(f, "missing"), &error, pool),
                     DS_EINVALID);
    backup(f, "two", &again);
    ck_assert_int_eq(length, again);
}
END_TEST

/* With a right digest, too: what does not fit the tables is refused. */
START_TEST(refuses_what_does_not_fit)
{
    const char *const head = apr_psprintf(pool, DS_DUMP_MAGIC "%d digest sm3\n",
                                          ds_dbd_schema_wanted());
    const char *const heads[] = {
        "mod_disclosure-backup 99 schema 1 digest sm3\n", DS_DUMP_MAGIC "99 digest sm3\n",
        apr_psprintf(pool, DS_DUMP_MAGIC "%d digest md5\n", ds_dbd_schema_wanted()),
        apr_psprintf(pool, DS_DUMP_MAGIC "%d\n", ds_dbd_schema_wanted()),
    };
    static const char *const bodies[] = {
        "digest ", "table meta 3\nend 0\n", "table organ 16\nend 0\n",
        "table meta 2\nr 1:a\nend 1\n", "table meta 2\nr 1:a 1:b 1:c\nend 1\n",
        "table meta 2\nr 99999999999:a 1:b\nend 1\n", "table meta 2\nr 99999999:a 1:b\nend 1\n",
        "table meta 2\nr x:a 1:b\nend 1\n", "table meta 2\nr 1:a 1:b\nend 2\n",
        "table meta 2\nr -1:a 1:b\nend 1\n", "table meta 2\nr : 1:b\nend 1\n",
    };
    fixture *f = with_data();
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
        refuse(f, heads[i], strlen(heads[i]), heads[i]);
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        const char *text = apr_pstrcat(pool, head, bodies[i], NULL);
        text = apr_pstrcat(pool, text, "digest ",
                           ds_digest_hex(pool, f->settings.digest, text, strlen(text)), "\n",
                           NULL);
        refuse(f, text, strlen(text), bodies[i]);
    }
}
END_TEST

static int is_copied(const char *table, apr_size_t length)
{
    static const char *const worthless[] = { "session", "reset", "search_doc", "search_gram" };
    for (int i = 0; i < ds_dump_table_count; i++)
        if (strlen(ds_dump_tables[i].name) == length
            && !strncmp(ds_dump_tables[i].name, table, length))
            return 1;
    for (size_t i = 0; i < sizeof(worthless) / sizeof(worthless[0]); i++)
        if (strlen(worthless[i]) == length && !strncmp(worthless[i], table, length))
            return 1;
    return 0;
}

/* A table somebody adds to the schema is not forgotten here. */
START_TEST(copies_every_table_of_the_schema)
{
    static const char create[] = "CREATE TABLE ds_";
    apr_size_t length;
    int tables = 0;
    for (int version = 1; version <= ds_dbd_schema_wanted(); version++) {
        const char *script = read_file(apr_psprintf(pool, "sql/schema/%04d.sql", version),
                                       &length);
        for (const char *at = script; (at = strstr(at, create)); tables++) {
            at += strlen(create);
            ck_assert_msg(is_copied(at, strcspn(at, " (")), "%.20s is not copied", at);
        }
    }
    ck_assert_int_ge(tables, ds_dump_table_count);
}
END_TEST

/* ---- While others write ---- */

typedef struct writer {
    const fixture *f;
    ds_report *report;
    volatile int stop;
    volatile int saves;
    int failures;
} writer;

static void *APR_THREAD_FUNC keep_writing(apr_thread_t *thread, void *data)
{
    writer *w = data;
    apr_pool_t *mine, *scratch;
    apr_pool_create(&mine, NULL);
    apr_pool_create(&scratch, mine);
    ds_store *store = fixture_store(w->f, mine);
    while (!w->stop) {
        ds_revision *r = NULL;
        ds_outcome o;
        apr_pool_clear(scratch);
        ds_store_working(store, &r, "wenshi", YEAR, scratch);
        w->failures += ds_store_save(store, &o, w->f->editor, w->report, NULL,
                                     r ? r->listing->tag : NULL, NOW, scratch) != APR_SUCCESS;
        w->saves++;
    }
    apr_pool_destroy(mine);
    return NULL;
}

/* Every copy made meanwhile is whole: it can be brought back, its chain is
 * unbroken, and its newest record is that of its newest revision. */
START_TEST(copies_one_moment_while_others_write)
{
    fixture *f = with_data();
    writer w = { .f = f, .report = fixture_report(f, "wenshi", YEAR) };
    apr_thread_t *thread;
    apr_status_t ended;
    int copies = 8;
    ck_assert_int_eq(apr_thread_create(&thread, NULL, keep_writing, &w, pool), APR_SUCCESS);
    for (int i = 0; i < copies; i++) {
        ck_assert_int_eq(ds_store_backup(f->store, file_in(f, apr_itoa(pool, i)), pool),
                         APR_SUCCESS);
        /* Something was written in between, however slow the engine is. */
        for (int wait = 0; w.saves < i + 2 && wait < 1000; wait++)
            apr_sleep(10000);
    }
    w.stop = 1;
    apr_thread_join(&ended, thread);
    ck_assert_int_gt(w.saves, copies);
    ck_assert_int_eq(w.failures, 0);
    int last = 0;
    for (int i = 0; i < copies; i++) {
        const char *error;
        apr_int64_t broken, records;
        apr_array_header_t *audit;
        ds_revision *r;
        ck_assert_msg(ds_store_restore(f->store, file_in(f, apr_itoa(pool, i)), &error, pool)
                      == APR_SUCCESS, "%s", error);
        ck_assert_int_eq(ds_store_audit_verify(f->store, &broken, &records, pool), APR_SUCCESS);
        ck_assert_int_eq(broken, 0);
        if (ds_store_working(f->store, &r, "wenshi", YEAR, pool) == DS_ENOTFOUND)
            continue;
        ck_assert_int_eq(ds_store_audit(f->store, &audit, records - 1, 2, pool), APR_SUCCESS);
        ck_assert_int_eq(APR_ARRAY_IDX(audit, 0, ds_audit_record *)->revision, r->number);
        last = r->number;
    }
    ck_assert_int_gt(last, 1);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, brings_everything_back);
    tcase_add_test(cases, writes_a_private_file_and_never_over_another);
    tcase_add_test(cases, ends_with_the_digest_of_all_before_it);
    tcase_add_test(cases, refuses_what_was_cut_or_changed);
    tcase_add_test(cases, refuses_what_does_not_fit);
    tcase_add_test(cases, copies_every_table_of_the_schema);
    tcase_add_test(cases, copies_one_moment_while_others_write);
}

UNIT_MAIN("store/backup", add_all)
