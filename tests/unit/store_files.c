/* Pictures and attachments: who has them, who sees them, where they lie. */
#include "store_fixture.h"

#include <apr_file_info.h>

#include "store/files.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static ds_file file_of(const char *digest, const char *media_type)
{
    return (ds_file) { digest, "sm3", media_type, 123, 7, 5 };
}

static apr_status_t put(const fixture *f, const ds_actor *actor, const char *organ,
                        const char *digest, int *is_new)
{
    ds_findings *findings = ds_findings_create(pool);
    ds_file file = file_of(digest, "image/png");
    apr_status_t status = ds_store_put_file(f->store, actor, organ, &file, "照片 1.png", NOW,
                                            is_new, findings);
    ck_assert_int_eq(ds_findings_count(findings), status != APR_SUCCESS);
    return status;
}

static void put_ok(const fixture *f, const char *organ, const char *digest)
{
    int is_new;
    ck_assert_int_eq(put(f, f->editor, organ, digest, &is_new), APR_SUCCESS);
}

static apr_int64_t records(const fixture *f)
{
    apr_int64_t number;
    ck_assert_int_eq(ds_store_audit_head(f->store, &number), APR_SUCCESS);
    return number;
}

static apr_status_t is_public(const fixture *f, const char *digest)
{
    ds_file *file;
    apr_status_t status = ds_store_file_public(f->store, &file, digest, pool);
    ck_assert_int_eq(file != NULL, status == APR_SUCCESS);
    return status;
}

static ds_report *with_figure(const fixture *f, const char *organ, const char *digest)
{
    ds_report *report = fixture_report(f, organ, YEAR);
    for (int i = 0; i < 2; i++) /* twice: one row */
        ck_assert_int_eq(ds_report_add_figure(report, 1, digest, "图", NULL), APR_SUCCESS);
    return report;
}

START_TEST(keeps_what_is_known_of_a_file)
{
    fixture *f = fixture_open();
    ds_file *file;
    int is_new;
    ck_assert_int_eq(put(f, f->editor, "jixia", A, &is_new), APR_SUCCESS);
    ck_assert_int_eq(is_new, 1);
    apr_int64_t before = records(f);
    ck_assert_int_eq(put(f, f->editor, "jixia", A, &is_new), APR_SUCCESS);
    ck_assert_int_eq(is_new, 0);
    ck_assert_int_eq(records(f), before);
    ck_assert_int_eq(put(f, f->editor, "wenshi", A, &is_new), APR_SUCCESS);
    ck_assert_int_eq(is_new, 1);
    ck_assert_int_eq(records(f), before + 1);
    ck_assert_int_eq(ds_store_file_seen(f->store, &file, f->reviewer, A, pool), APR_SUCCESS);
    ck_assert_str_eq(file->digest, A);
    ck_assert_str_eq(file->digest_algorithm, "sm3");
    ck_assert_str_eq(file->media_type, "image/png");
    ck_assert_int_eq(file->size, 123);
    ck_assert_int_eq(file->width, 7);
    ck_assert_int_eq(file->height, 5);
    apr_int64_t broken, walked;
    ck_assert_int_eq(ds_store_audit_verify(f->store, &broken, &walked, pool), APR_SUCCESS);
    ck_assert_int_eq(broken, 0);
}
END_TEST

START_TEST(is_for_those_who_work_on_the_organs_reports)
{
    fixture *f = fixture_open();
    const ds_actor *others[] = { f->admin, fixture_actor("x", "wenshi", DS_ROLE_EDITOR) };
    const ds_actor *workers[] = { f->editor, f->reviewer, f->publisher };
    apr_int64_t before = records(f);
    ds_file *file;
    int is_new;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        ck_assert_int_eq(put(f, others[i], "jixia", A, &is_new), DS_EFORBIDDEN);
    ck_assert_int_eq(put(f, f->editor, "nowhere", A, &is_new), DS_ENOTFOUND);
    ck_assert_int_eq(records(f), before);
    for (size_t i = 0; i < sizeof(workers) / sizeof(workers[0]); i++)
        ck_assert_int_eq(put(f, workers[i], "jixia", A, &is_new), APR_SUCCESS);
    ck_assert_int_eq(records(f), before + 1);
    ck_assert_int_eq(ds_store_file_seen(f->store, &file, others[1], A, pool), DS_ENOTFOUND);
    ck_assert_int_eq(ds_store_file_seen(f->store, &file, f->admin, A, pool), APR_SUCCESS);
    ck_assert_int_eq(ds_store_file_seen(f->store, &file, f->admin, B, pool), DS_ENOTFOUND);
}
END_TEST

START_TEST(is_public_while_a_version_is)
{
    fixture *f = fixture_open();
    ds_outcome o;
    put_ok(f, "jixia", A);
    put_ok(f, "jixia", B);
    ck_assert_int_eq(is_public(f, A), DS_ENOTFOUND);
    fixture_save(f, with_figure(f, "jixia", A));
    ck_assert_int_eq(is_public(f, A), DS_ENOTFOUND);
    fixture_publish(f, "jixia", NULL);
    ck_assert_int_eq(is_public(f, A), APR_SUCCESS);

    /* a corrected version with another picture: both can be read */
    ck_assert_int_eq(fixture_act(f, f->publisher, DS_ACTION_CORRECT, "jixia", NULL, &o),
                     APR_SUCCESS);
    fixture_save(f, with_figure(f, "jixia", B));
    ck_assert_int_eq(is_public(f, B), DS_ENOTFOUND);
    fixture_publish(f, "jixia", "换图");
    ck_assert_int_eq(is_public(f, A), APR_SUCCESS);
    ck_assert_int_eq(is_public(f, B), APR_SUCCESS);

    ck_assert_int_eq(fixture_act(f, f->reviewer, DS_ACTION_TAKEDOWN, "jixia", NULL, &o),
                     APR_SUCCESS);
    ck_assert_int_eq(is_public(f, A), DS_EGONE);
    ck_assert_int_eq(is_public(f, B), DS_EGONE);

    put_ok(f, "wenshi", A);
    fixture_save(f, with_figure(f, "wenshi", A));
    fixture_publish(f, "wenshi", NULL);
    ck_assert_int_eq(is_public(f, A), APR_SUCCESS);
    ck_assert_int_eq(is_public(f, B), DS_EGONE);
}
END_TEST

START_TEST(wants_files_of_the_organ_itself)
{
    fixture *f = fixture_open();
    ds_outcome o;
    int is_new;
    ds_file paper = file_of(B, "application/pdf"), *found;
    put_ok(f, "wenshi", A);
    ck_assert_int_eq(ds_store_put_file(f->store, f->editor, "jixia", &paper, NULL, NOW, &is_new,
                                       ds_findings_create(pool)), APR_SUCCESS);
    fixture_save(f, with_figure(f, "jixia", A));
    ck_assert_int_eq(fixture_act(f, f->editor, DS_ACTION_SUBMIT, "jixia", NULL, &o), DS_EINVALID);
    ck_assert_str_eq(fixture_rule(o.findings), "F.file");
    ck_assert_int_eq(o.listing->errors, 1);
    /* an attachment is as good as a picture */
    fixture_save(f, with_figure(f, "jixia", B));
    ck_assert_int_eq(ds_store_file(f->store, &found, B, pool), APR_SUCCESS);
    ck_assert_str_eq(found->media_type, "application/pdf");
    put_ok(f, "jixia", A);
    fixture_save(f, with_figure(f, "jixia", A));
    ck_assert_int_eq(fixture_act(f, f->editor, DS_ACTION_SUBMIT, "jixia", NULL, &o), APR_SUCCESS);
}
END_TEST

START_TEST(comes_back_from_a_copy)
{
    fixture *f = fixture_open();
    ds_outcome o;
    const char *error, *path = apr_pstrcat(pool, f->directory, "/copy", NULL);
    ds_report *other = with_figure(f, "wenshi", A);
    put_ok(f, "jixia", A);
    put_ok(f, "wenshi", A);
    put_ok(f, "wenshi", B);
    ck_assert_int_eq(ds_report_add_figure(other, 1, B, "图", NULL), APR_SUCCESS);
    fixture_save(f, with_figure(f, "jixia", A));
    fixture_save(f, other);
    fixture_publish(f, "jixia", NULL);
    fixture_publish(f, "wenshi", NULL);
    ck_assert_int_eq(ds_store_backup(f->store, path, pool), APR_SUCCESS);
    ck_assert_int_eq(fixture_act(f, f->reviewer, DS_ACTION_TAKEDOWN, "wenshi", NULL, &o),
                     APR_SUCCESS);
    ck_assert_int_eq(is_public(f, B), DS_EGONE);
    ck_assert_msg(ds_store_restore(f->store, path, &error, pool) == APR_SUCCESS, "%s", error);
    ck_assert_int_eq(is_public(f, A), APR_SUCCESS);
    ck_assert_int_eq(is_public(f, B), APR_SUCCESS);
    ck_assert_int_eq(fixture_act(f, f->reviewer, DS_ACTION_TAKEDOWN, "wenshi", NULL, &o),
                     APR_SUCCESS);
    ck_assert_int_eq(is_public(f, A), APR_SUCCESS);
}
END_TEST

/* ---- Bytes ---- */

/* A folder of its own for the bytes; nothing of it is left. */
static apr_status_t remove_files(void *data)
{
    const char *directory = data;
    apr_pool_t *scratch;
    apr_pool_create(&scratch, NULL);
    apr_file_remove(apr_pstrcat(scratch, directory, "/aa/", &A[2], NULL), scratch);
    apr_dir_remove(apr_pstrcat(scratch, directory, "/aa", NULL), scratch);
    apr_status_t status = apr_dir_remove(directory, scratch);
    apr_pool_destroy(scratch);
    return status;
}

static char *folder(void)
{
    const char *temp = getenv("TMPDIR");
    char *directory = apr_pstrcat(pool, temp ? temp : "/tmp", "/ds-files-XXXXXX", NULL);
    ck_assert_ptr_nonnull(mkdtemp(directory));
    ds_log_set(fixture_keep_log, NULL);
    apr_pool_cleanup_register(pool, directory, remove_files, apr_pool_cleanup_null);
    return directory;
}

static ds_incoming *incoming(const char *directory, const char *text, apr_pool_t *in)
{
    ds_incoming *file = NULL;
    ck_assert_int_eq(ds_incoming_begin(&file, directory, in), APR_SUCCESS);
    for (const char *p = text; *p; p++)
        ck_assert_int_eq(ds_incoming_write(file, p, 1), APR_SUCCESS);
    return file;
}

static int entries(const char *directory)
{
    apr_dir_t *opened;
    apr_finfo_t info;
    int n = 0;
    ck_assert_int_eq(apr_dir_open(&opened, directory, pool), APR_SUCCESS);
    while (apr_dir_read(&info, APR_FINFO_NAME, opened) == APR_SUCCESS)
        n += info.name[0] != '.';
    apr_dir_close(opened);
    return n;
}

START_TEST(keeps_bytes)
{
    const char *bytes, *directory = folder();
    apr_size_t length;
    apr_finfo_t info;
    apr_file_t *opened;
    char read[10] = "";
    ds_file file = { A, "sm3", "image/png", 5, 1, 1 };
    for (int i = 0; i < 2; i++) { /* again: the same file */
        ds_incoming *in = incoming(directory, "bytes", pool);
        ck_assert_int_eq(ds_incoming_bytes(in, &bytes, &length), APR_SUCCESS);
        ck_assert_int_eq(length, 5);
        ck_assert_int_eq(memcmp(bytes, "bytes", 5), 0);
        ck_assert_int_eq(ds_incoming_keep(in, A), APR_SUCCESS);
        ck_assert_int_eq(entries(directory), 1);
    }
    ck_assert_int_eq(apr_stat(&info, apr_pstrcat(pool, directory, "/aa/", &A[2], NULL),
                              APR_FINFO_PROT | APR_FINFO_SIZE, pool), APR_SUCCESS);
    ck_assert_int_eq(info.protection, APR_FPROT_UREAD | APR_FPROT_UWRITE | APR_FPROT_GREAD);
    length = 5;
    ck_assert_int_eq(ds_file_open(&opened, directory, &file, pool), APR_SUCCESS);
    ck_assert_int_eq(apr_file_read(opened, read, &length), APR_SUCCESS);
    ck_assert_str_eq(read, "bytes");
    file.size = 6;
    ck_assert_int_eq(ds_file_open(&opened, directory, &file, pool), DS_EUNAVAILABLE);
    file.digest = B;
    ck_assert_int_eq(ds_file_open(&opened, directory, &file, pool), DS_EUNAVAILABLE);
}
END_TEST

START_TEST(leaves_nothing_of_what_is_not_kept)
{
    const char *bytes, *directory = folder();
    apr_size_t length;
    apr_pool_t *request;
    apr_pool_create(&request, pool);
    ds_incoming *in = incoming(directory, "", request);
    ck_assert_int_eq(ds_incoming_bytes(in, &bytes, &length), APR_SUCCESS);
    ck_assert_int_eq(length, 0);
    ck_assert_int_eq(entries(directory), 1);
    ds_incoming_drop(in);
    ck_assert_int_eq(entries(directory), 0);
    incoming(directory, "x", request);
    ck_assert_int_eq(entries(directory), 1);
    apr_pool_destroy(request);
    ck_assert_int_eq(entries(directory), 0);
    ck_assert_int_ne(ds_incoming_begin(&in, "/no/such/place", pool), APR_SUCCESS);
}
END_TEST

START_TEST(knows_digests)
{
    ck_assert_int_eq(ds_file_digest_is_valid(A), 1);
    ck_assert_int_eq(ds_file_digest_is_valid(&A[1]), 0);
    ck_assert_int_eq(ds_file_digest_is_valid(A "a"), 0);
    ck_assert_int_eq(ds_file_digest_is_valid(""), 0);
    char *digest = apr_pstrdup(pool, A);
    static const char wrong[] = "A/.g ";
    for (const char *c = wrong; *c; c++) {
        digest[10] = *c;
        ck_assert_int_eq(ds_file_digest_is_valid(digest), 0);
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, keeps_what_is_known_of_a_file);
    tcase_add_test(cases, is_for_those_who_work_on_the_organs_reports);
    tcase_add_test(cases, is_public_while_a_version_is);
    tcase_add_test(cases, wants_files_of_the_organ_itself);
    tcase_add_test(cases, comes_back_from_a_copy);
    tcase_add_test(cases, keeps_bytes);
    tcase_add_test(cases, leaves_nothing_of_what_is_not_kept);
    tcase_add_test(cases, knows_digests);
}

UNIT_MAIN("store/files", add_all)
