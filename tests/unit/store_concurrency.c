/* Several at once: one wins, all land, nothing by half. */
#include <signal.h>
#include <sys/wait.h>

#include <apr_thread_proc.h>

#include "store_fixture.h"

#define THREADS 6
#define SAVES 12
#define RACES 20

typedef struct worker {
    const fixture *f;
    ds_report *report;
    const char *tag;         /* for the race; NULL: go on from the current one */
    int saves;
    apr_status_t status;     /* of the last save, or the first that failed */
    apr_thread_t *thread;
} worker;

/* No assertion here: those are for the first thread. */
static void *APR_THREAD_FUNC work(apr_thread_t *thread, void *data)
{
    worker *w = data;
    apr_pool_t *mine, *scratch;
    apr_pool_create(&mine, NULL);
    apr_pool_create(&scratch, mine);
    ds_store *store = fixture_store(w->f, mine);
    w->status = store ? APR_SUCCESS : APR_EGENERAL;
    for (int i = 0; i < w->saves && w->status == APR_SUCCESS; i++) {
        ds_revision *r = NULL;
        ds_outcome o;
        apr_pool_clear(scratch);
        if (!w->tag)
            ds_store_working(store, &r, w->report->organ, YEAR, scratch);
        w->status = ds_store_save(store, &o, w->f->editor, w->report, NULL,
                                  w->tag ? w->tag : r ? r->listing->tag : NULL, NOW, scratch);
    }
    apr_pool_destroy(mine);
    return NULL;
}

static void run(worker *workers, int n)
{
    apr_status_t ended;
    for (int i = 0; i < n; i++)
        ck_assert_int_eq(apr_thread_create(&workers[i].thread, NULL, work, &workers[i], pool),
                         APR_SUCCESS);
    for (int i = 0; i < n; i++)
        apr_thread_join(&ended, workers[i].thread);
}

START_TEST(lets_one_of_two_writers_win)
{
    fixture *f = fixture_open();
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    for (int race = 0; race < RACES; race++) {
        const char *tag = fixture_tag(f, "jixia", YEAR);
        worker workers[2];
        for (int i = 0; i < 2; i++)
            workers[i] = (worker) { .f = f, .report = fixture_report(f, "jixia", YEAR),
                                    .tag = tag, .saves = 1 };
        run(workers, 2);
        int won = (workers[0].status == APR_SUCCESS) + (workers[1].status == APR_SUCCESS);
        int lost = (workers[0].status == DS_ESTALE) + (workers[1].status == DS_ESTALE);
        ck_assert_msg(won == 1 && lost == 1, "race %d: %d %d", race, workers[0].status,
                      workers[1].status);
    }
    ds_revision *r;
    ck_assert_int_eq(ds_store_working(f->store, &r, "jixia", YEAR, pool), APR_SUCCESS);
    ck_assert_int_eq(r->number, 1 + RACES);
}
END_TEST

START_TEST(lands_every_save_and_keeps_the_chain)
{
    fixture *f = fixture_open();
    worker workers[THREADS];
    apr_int64_t before, broken, records;
    for (int i = 0; i < THREADS; i++) {
        const char *key = apr_psprintf(pool, "street-%d", i);
        fixture_put(f, fixture_organ(key, "linzi", apr_psprintf(pool, "第%d街道", i)));
        workers[i] = (worker) { .f = f, .report = fixture_report(f, key, YEAR), .saves = SAVES };
    }
    ck_assert_int_eq(ds_store_audit_head(f->store, &before), APR_SUCCESS);
    run(workers, THREADS);
    for (int i = 0; i < THREADS; i++) {
        ds_revision *r;
        ck_assert_msg(workers[i].status == APR_SUCCESS, "%d: %s", workers[i].status, fixture_log);
        ck_assert_int_eq(ds_store_working(f->store, &r, workers[i].report->organ, YEAR, pool),
                         APR_SUCCESS);
        ck_assert_int_eq(r->number, SAVES);
    }
    ck_assert_int_eq(ds_store_audit_verify(f->store, &broken, &records, pool), APR_SUCCESS);
    ck_assert_int_eq(broken, 0);
    ck_assert_int_eq(records, before + THREADS * SAVES);
}
END_TEST

/* Failed sign-ins at the same time all count. */
static void *APR_THREAD_FUNC fail_to_sign_in(apr_thread_t *thread, void *data)
{
    worker *w = data;
    apr_pool_t *mine;
    apr_pool_create(&mine, NULL);
    ds_store *store = fixture_store(w->f, mine);
    w->status = store ? ds_store_sign_in(store, "li", "wrong password", "", NOW, mine)
                      : APR_EGENERAL;
    apr_pool_destroy(mine);
    return NULL;
}

START_TEST(counts_every_failure)
{
    fixture *f = fixture_open();
    ds_findings *findings = ds_findings_create(pool);
    ds_account account = { .name = "li", .is_active = 1, .grants = apr_array_copy(pool, f->editor->grants) }, *found;
    worker workers[5];
    apr_status_t ended;
    ck_assert_int_eq(ds_store_put_account(f->store, f->admin, &account, NOW, findings),
                     APR_SUCCESS);
    ck_assert_int_eq(ds_store_set_password(f->store, f->admin, "li", "Correct horse 9", NOW,
                                           findings), APR_SUCCESS);
    for (int i = 0; i < 5; i++) {
        workers[i].f = f;
        ck_assert_int_eq(apr_thread_create(&workers[i].thread, NULL, fail_to_sign_in, &workers[i],
                                           pool), APR_SUCCESS);
    }
    for (int i = 0; i < 5; i++) {
        apr_thread_join(&ended, workers[i].thread);
        ck_assert_int_eq(workers[i].status, DS_EFORBIDDEN);
    }
    ck_assert_int_eq(ds_store_account(f->store, &found, "li", pool), APR_SUCCESS);
    ck_assert_int_eq(found->locked_until, NOW + 600);
}
END_TEST

/* ---- A process that dies in the middle ---- */

static int told[2];

/* Says that the change is written and waits inside the transaction. */
static apr_status_t write_and_wait(void *baton, apr_pool_t *scratch_pool)
{
    ds_dbd *dbd = baton;
    apr_status_t status = ds_dbd_change(dbd, DS_SQL_AUDIT_LOCK, NULL, DS_NO_ARGS);
    if (status == APR_SUCCESS)
        status = ds_dbd_change(dbd, DS_SQL_META_ADD, NULL, DS_ARGS(DS_S("half"), DS_S("x")));
    if (status != APR_SUCCESS || write(told[1], "x", 1) != 1)
        _exit(1);
    apr_sleep(apr_time_from_sec(60));
    _exit(1);
}

START_TEST(keeps_nothing_of_a_process_that_was_killed)
{
    fixture *f = fixture_open();
    char byte;
    int how;
    ds_rows *rows;
    apr_int64_t broken, records;
    ck_assert_int_eq(pipe(told), 0);
    pid_t child = fork();
    if (child == 0) {
        apr_pool_t *mine;
        apr_pool_create(&mine, NULL);
        ds_dbd *dbd = fixture_connect(f, mine);
        if (dbd)
            ds_dbd_transaction(dbd, write_and_wait, dbd);
        _exit(1);
    }
    ck_assert_int_gt(child, 0);
    close(told[1]);
    ck_assert_int_eq(read(told[0], &byte, 1), 1);
    /* While it writes, reading goes on. */
    ck_assert_int_eq(ds_dbd_select(f->dbd, DS_SQL_META, &rows, DS_ARGS(DS_S("half")), pool),
                     APR_SUCCESS);
    ck_assert_int_eq(rows->count, 0);
    ck_assert_int_eq(kill(child, SIGKILL), 0);
    ck_assert_int_eq(waitpid(child, &how, 0), child);
    ck_assert(WIFSIGNALED(how));

    ck_assert_int_eq(ds_dbd_select(f->dbd, DS_SQL_META, &rows, DS_ARGS(DS_S("half")), pool),
                     APR_SUCCESS);
    ck_assert_int_eq(rows->count, 0);
    fixture_save(f, fixture_report(f, "jixia", YEAR)); /* and the lock is free again */
    ck_assert_int_eq(ds_store_audit_verify(f->store, &broken, &records, pool), APR_SUCCESS);
    ck_assert_int_eq(broken, 0);
    ck_assert_int_eq(records, 4);
}
END_TEST

/* Two processes, as server and tool are. */
START_TEST(takes_turns_with_another_process)
{
    fixture *f = fixture_open();
    int how;
    ds_revision *r;
    worker w = { .f = f, .report = fixture_report(f, "jixia", YEAR), .saves = SAVES };
    worker other = { .f = f, .report = fixture_report(f, "wenshi", YEAR), .saves = SAVES };
    pid_t child = fork();
    if (child == 0) {
        work(NULL, &other);
        _exit(other.status == APR_SUCCESS ? 0 : 1);
    }
    ck_assert_int_gt(child, 0);
    work(NULL, &w);
    ck_assert_int_eq(waitpid(child, &how, 0), child);
    ck_assert(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    ck_assert_msg(w.status == APR_SUCCESS, "%s", fixture_log);
    ck_assert_int_eq(ds_store_working(f->store, &r, "wenshi", YEAR, pool), APR_SUCCESS);
    ck_assert_int_eq(r->number, SAVES);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, lets_one_of_two_writers_win);
    tcase_add_test(cases, lands_every_save_and_keeps_the_chain);
    tcase_add_test(cases, counts_every_failure);
    tcase_add_test(cases, keeps_nothing_of_a_process_that_was_killed);
    tcase_add_test(cases, takes_turns_with_another_process);
}

UNIT_MAIN("store/concurrency", add_all)
