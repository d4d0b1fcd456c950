/* The year: who owes a report, reminders, publication at a time. */
#include "store_fixture.h"

#include "store/progress.h"
#include "store/reminders.h"
#include "store/roster.h"
#include "store/schedule.h"

static const ds_due_dates usual_dates = { NULL, NULL };

static apr_status_t open_year(const fixture *f, const ds_actor *actor, int *count)
{
    return ds_store_open_year(f->store, count, actor, YEAR, &usual_dates, NOW,
                              ds_findings_create(pool));
}

/* "linzi:2026-03-31:1 ..." of the year's lines. */
static const char *lines(const fixture *f)
{
    apr_array_header_t *roster;
    const char *text = "";
    ck_assert_int_eq(ds_store_roster(f->store, &roster, YEAR, YEAR, pool), APR_SUCCESS);
    for (int i = 0; i < roster->nelts; i++) {
        const ds_duty *d = APR_ARRAY_IDX(roster, i, const ds_duty *);
        text = apr_psprintf(pool, "%s%s%s:%s:%d", text, *text ? " " : "", d->organ, d->due,
                            d->is_owed);
    }
    return text;
}

/* Whether the whole record holds together, with the action as its newest. */
static void check_record(const fixture *f, const char *action)
{
    apr_array_header_t *records;
    apr_int64_t broken, count, head;
    ck_assert_int_eq(ds_store_audit_verify(f->store, &broken, &count, pool), APR_SUCCESS);
    ck_assert_int_eq(broken, 0);
    ck_assert_int_eq(ds_store_audit_head(f->store, &head), APR_SUCCESS);
    ck_assert_int_eq(ds_store_audit(f->store, &records, head - 1, 1, pool), APR_SUCCESS);
    ck_assert_str_eq(APR_ARRAY_IDX(records, 0, ds_audit_record *)->action, action);
}

START_TEST(keeping_the_list_is_for_superiors)
{
    static const struct { const char *organ; ds_role role; int root, below; } cases[] = {
        { "linzi", DS_ROLE_ADMIN, 1, 1 },    { "linzi", DS_ROLE_REVIEWER, 1, 1 },
        { "linzi", DS_ROLE_EDITOR, 0, 0 },   { "linzi", DS_ROLE_PUBLISHER, 0, 0 },
        { "jixia", DS_ROLE_REVIEWER, 0, 0 }, { "jixia", DS_ROLE_ADMIN, 0, 1 },
    };
    apr_array_header_t *root = apr_array_make(pool, 1, sizeof(const char *));
    apr_array_header_t *below = apr_array_make(pool, 2, sizeof(const char *));
    APR_ARRAY_PUSH(root, const char *) = "linzi";
    APR_ARRAY_PUSH(below, const char *) = "jixia";
    APR_ARRAY_PUSH(below, const char *) = "linzi";
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const ds_actor *actor = fixture_actor("x", cases[i].organ, cases[i].role);
        ck_assert_int_eq(ds_roster_keeps(actor, root), cases[i].root);
        ck_assert_int_eq(ds_roster_keeps(actor, below), cases[i].below);
    }
}
END_TEST

START_TEST(a_year_is_opened_once)
{
    fixture *f = fixture_open();
    ds_organ *closed = fixture_organ("closed", "linzi", "已撤销局");
    int count;
    closed->until = "2025-06-30";
    fixture_put(f, closed);
    ck_assert_int_eq(open_year(f, f->editor, &count), DS_EFORBIDDEN);
    ck_assert_str_eq(lines(f), "");
    ck_assert_int_eq(open_year(f, f->reviewer, &count), APR_SUCCESS);
    ck_assert_int_eq(count, 3);
    ck_assert_str_eq(lines(f), "linzi:2026-03-31:1 jixia:2026-01-31:1 wenshi:2026-01-31:1");
    check_record(f, "open-year");
    ck_assert_int_eq(open_year(f, f->admin, &count), DS_ESTATE);
    fixture_put(f, fixture_organ("newborn", "linzi", "新设局"));
    ck_assert_int_eq(open_year(f, f->admin, &count), DS_ESTATE);
    ck_assert_ptr_null(strstr(lines(f), "newborn"));
}
END_TEST

START_TEST(a_part_may_be_opened_before_the_whole)
{
    fixture *f = fixture_open();
    int count;
    ck_assert_int_eq(open_year(f, fixture_actor("own", "jixia", DS_ROLE_ADMIN), &count),
                     APR_SUCCESS);
    ck_assert_int_eq(count, 1);
    ck_assert_int_eq(open_year(f, f->reviewer, &count), APR_SUCCESS);
    ck_assert_int_eq(count, 2);
}
END_TEST

START_TEST(dates_of_opening_are_checked)
{
    static const struct { const char *organs, *regions; int year; apr_status_t status; } cases[] = {
        { "2026-01-20", "2026-02-20", 2025, APR_SUCCESS },
        { "2025-12-31", NULL, 2025, DS_EINVALID }, { "2026-02-30", NULL, 2025, DS_EINVALID },
        { NULL, "soon", 2025, DS_EINVALID },       { NULL, NULL, 2027, DS_ESTATE },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        fixture *f = fixture_open();
        const ds_due_dates due = { cases[i].organs, cases[i].regions };
        int count;
        ck_assert_int_eq(ds_store_open_year(f->store, &count, f->admin, cases[i].year, &due, NOW,
                                            ds_findings_create(pool)), cases[i].status);
        if (cases[i].status == APR_SUCCESS)
            ck_assert_str_eq(lines(f),
                             "linzi:2026-02-20:1 jixia:2026-01-20:1 wenshi:2026-01-20:1");
    }
}
END_TEST

START_TEST(a_line_is_changed_with_a_reason)
{
    fixture *f = fixture_open();
    ds_findings *findings = ds_findings_create(pool);
    int count;
    ck_assert_int_eq(ds_store_put_duty(f->store, f->admin, "jixia", YEAR, 0, NULL, "免报", NOW,
                                       findings), DS_ESTATE);
    ck_assert_int_eq(open_year(f, f->reviewer, &count), APR_SUCCESS);
    ck_assert_int_eq(ds_store_put_duty(f->store, f->admin, "jixia", YEAR, 0, NULL, " ", NOW,
                                       findings), DS_EINVALID);
    ck_assert_int_eq(ds_store_put_duty(f->store, f->editor, "jixia", YEAR, 0, NULL, "免报", NOW,
                                       findings), DS_EFORBIDDEN);
    ck_assert_int_eq(ds_store_put_duty(f->store, f->admin, "nowhere", YEAR, 0, NULL, "免报", NOW,
                                       findings), DS_ENOTFOUND);
    ck_assert_int_eq(ds_store_put_duty(f->store, f->admin, "jixia", YEAR, 0, NULL, "并入他局", NOW,
                                       findings), APR_SUCCESS);
    ck_assert_int_eq(ds_store_put_duty(f->store, f->reviewer, "wenshi", YEAR, 1, "2026-01-10",
                                       "提前", NOW, findings), APR_SUCCESS);
    ck_assert_str_eq(lines(f), "linzi:2026-03-31:1 jixia:2026-01-31:0 wenshi:2026-01-10:1");
    check_record(f, "put-duty");
    fixture_put(f, fixture_organ("newborn", "linzi", "新设局"));
    ck_assert_int_eq(ds_store_put_duty(f->store, f->admin, "newborn", YEAR, 1, NULL, "新设", NOW,
                                       findings), APR_SUCCESS);
    ck_assert_ptr_nonnull(strstr(lines(f), "newborn:2026-01-31:1"));
}
END_TEST

START_TEST(reminders_are_kept)
{
    fixture *f = fixture_open();
    ds_findings *findings = ds_findings_create(pool);
    apr_array_header_t *all;
    ck_assert_int_eq(ds_store_remind(f->store, f->editor, "jixia", YEAR, 0, NULL, NOW, findings),
                     DS_EFORBIDDEN);
    ck_assert_int_eq(ds_store_remind(f->store, f->reviewer, "jixia", YEAR, 1, NULL, NOW, findings),
                     DS_EINVALID);
    ck_assert_int_eq(ds_store_remind(f->store, f->reviewer, "jixia", YEAR, 0, NULL, NOW, findings),
                     APR_SUCCESS);
    ck_assert_int_eq(ds_store_remind(f->store, f->reviewer, "jixia", YEAR, 1, "已通话", NOW + 1,
                                     findings), APR_SUCCESS);
    check_record(f, "call");
    ck_assert_int_eq(ds_store_reminders(f->store, &all, YEAR, pool), APR_SUCCESS);
    ck_assert_int_eq(all->nelts, 2);
    ck_assert_int_eq(APR_ARRAY_IDX(all, 0, ds_reminder *)->is_call, 0);
    ck_assert_str_eq(APR_ARRAY_IDX(all, 1, ds_reminder *)->text, "已通话");
    ck_assert_int_eq(ds_store_reminders(f->store, &all, YEAR - 1, pool), APR_SUCCESS);
    ck_assert_int_eq(all->nelts, 0);
}
END_TEST

START_TEST(one_notice_a_day)
{
    static const struct { apr_int64_t after; int is_call; apr_status_t status; } cases[] = {
        { 0, 0, APR_SUCCESS }, { 60, 0, DS_ESTATE }, { 60, 1, APR_SUCCESS },
        { 120, 0, DS_ESTATE }, { 86400, 0, APR_SUCCESS }, { 86400 + 1, 0, DS_ESTATE },
    };
    fixture *f = fixture_open();
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_findings *findings = ds_findings_create(pool);
        ck_assert_int_eq(ds_store_remind(f->store, i % 2 ? f->admin : f->reviewer, "jixia", YEAR,
                                         cases[i].is_call, "请报送", NOW + cases[i].after,
                                         findings), cases[i].status);
        if (cases[i].status == DS_ESTATE) {
            ck_assert_str_eq(ds_findings_at(findings, 0)->rule, "W.reminded");
        }
    }
    ck_assert_int_eq(ds_store_remind(f->store, f->reviewer, "jixia", YEAR - 1, 0, NULL, NOW,
                                     ds_findings_create(pool)), APR_SUCCESS);
}
END_TEST

/* A report that is ready to be published, and the account that publishes. */
static fixture *with_approved(void)
{
    fixture *f = fixture_open();
    ds_account account = { .name = "publisher", .is_active = 1,
                           .grants = apr_array_make(pool, 1, sizeof(ds_grant)) };
    ds_outcome o;
    APR_ARRAY_PUSH(account.grants, ds_grant) = (ds_grant) { "linzi", DS_ROLE_PUBLISHER };
    ck_assert_int_eq(ds_store_put_account(f->store, f->admin, &account, NOW,
                                          ds_findings_create(pool)), APR_SUCCESS);
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    ck_assert_int_eq(fixture_act(f, f->editor, DS_ACTION_SUBMIT, "jixia", NULL, &o), APR_SUCCESS);
    ck_assert_int_eq(fixture_act(f, f->reviewer, DS_ACTION_APPROVE, "jixia", NULL, &o),
                     APR_SUCCESS);
    return f;
}

static apr_status_t schedule(const fixture *f, const ds_actor *actor, apr_int64_t at)
{
    return ds_store_schedule(f->store, actor, "jixia", YEAR, fixture_tag(f, "jixia", YEAR), at,
                             NOW, ds_findings_create(pool));
}

static int is_public(const fixture *f)
{
    ds_revision *revision;
    return ds_store_public(f->store, &revision, NULL, "jixia", YEAR, 0, pool) == APR_SUCCESS;
}

START_TEST(a_report_is_published_at_its_time)
{
    fixture *f = with_approved();
    ds_timed *done;
    apr_array_header_t *progress;
    ck_assert_int_eq(schedule(f, f->reviewer, NOW + 60), DS_EFORBIDDEN);
    ck_assert_int_eq(schedule(f, f->publisher, NOW), DS_EINVALID);
    ck_assert_int_eq(schedule(f, f->publisher, NOW + 60), APR_SUCCESS);
    check_record(f, "schedule");
    ck_assert_int_eq(ds_store_publish_due(f->store, &done, NOW + 59, pool), APR_SUCCESS);
    ck_assert_ptr_null(done);
    ck_assert(!is_public(f));
    ck_assert_int_eq(ds_store_publish_due(f->store, &done, NOW + 60, pool), APR_SUCCESS);
    ck_assert_ptr_nonnull(done);
    ck_assert_ptr_null(done->failure);
    ck_assert(is_public(f));
    ck_assert_int_eq(ds_store_publish_due(f->store, &done, NOW + 61, pool), APR_SUCCESS);
    ck_assert_ptr_null(done);
    ck_assert_int_eq(ds_store_progress(f->store, &progress, YEAR, pool), APR_SUCCESS);
    ck_assert_int_eq(progress->nelts, 1);
    ck_assert_str_eq(APR_ARRAY_IDX(progress, 0, ds_progress *)->first_on, "2026-01-20");
}
END_TEST

static void lose_role(const fixture *f)
{
    ds_account account = { .name = "publisher", .is_active = 1,
                           .grants = apr_array_make(pool, 1, sizeof(ds_grant)) };
    APR_ARRAY_PUSH(account.grants, ds_grant) = (ds_grant) { "wenshi", DS_ROLE_PUBLISHER };
    ck_assert_int_eq(ds_store_put_account(f->store, f->admin, &account, NOW,
                                          ds_findings_create(pool)), APR_SUCCESS);
}

static void deactivate(const fixture *f)
{
    ds_account account = { .name = "publisher",
                           .grants = apr_array_make(pool, 1, sizeof(ds_grant)) };
    ck_assert_int_eq(ds_store_put_account(f->store, f->admin, &account, NOW,
                                          ds_findings_create(pool)), APR_SUCCESS);
}

static void send_back(const fixture *f)
{
    ds_outcome o;
    ck_assert_int_eq(fixture_act(f, f->publisher, DS_ACTION_RETURN, "jixia", "再核", &o),
                     APR_SUCCESS);
}

START_TEST(rights_and_tag_are_asked_when_the_time_comes)
{
    static const struct { void (*meanwhile)(const fixture *); const char *failure; } cases[] = {
        { lose_role, "权限" }, { deactivate, "停用" }, { send_back, "变动" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        fixture *f = with_approved();
        apr_array_header_t *all;
        ds_timed *done;
        ck_assert_int_eq(schedule(f, f->publisher, NOW + 60), APR_SUCCESS);
        cases[i].meanwhile(f);
        ck_assert_int_eq(ds_store_publish_due(f->store, &done, NOW + 60, pool), APR_SUCCESS);
        ck_assert_ptr_nonnull(done);
        ck_assert_ptr_nonnull(done->failure);
        ck_assert_msg(strstr(done->failure, cases[i].failure) != NULL, "%s", done->failure);
        ck_assert(!is_public(f));
        ck_assert_int_eq(ds_store_publish_due(f->store, &done, NOW + 61, pool), APR_SUCCESS);
        ck_assert_ptr_null(done);
        ck_assert_int_eq(ds_store_scheduled(f->store, &all, pool), APR_SUCCESS);
        ck_assert_int_eq(all->nelts, 1);
        ck_assert_ptr_nonnull(APR_ARRAY_IDX(all, 0, ds_timed *)->failure);
    }
}
END_TEST

START_TEST(a_time_is_taken_back)
{
    fixture *f = with_approved();
    ds_timed *done;
    ck_assert_int_eq(schedule(f, f->publisher, NOW + 60), APR_SUCCESS);
    ck_assert_int_eq(ds_store_unschedule(f->store, f->reviewer, "jixia", YEAR, NOW,
                                         ds_findings_create(pool)), DS_EFORBIDDEN);
    ck_assert_int_eq(ds_store_unschedule(f->store, f->publisher, "jixia", YEAR, NOW,
                                         ds_findings_create(pool)), APR_SUCCESS);
    check_record(f, "unschedule");
    ck_assert_int_eq(ds_store_publish_due(f->store, &done, NOW + 99, pool), APR_SUCCESS);
    ck_assert_ptr_null(done);
}
END_TEST

START_TEST(a_backup_has_all_of_it)
{
    fixture *f = with_approved();
    const char *path = apr_pstrcat(pool, f->directory, "/copy", NULL), *before, *error = NULL;
    apr_array_header_t *reminders, *times;
    int count;
    ck_assert_int_eq(open_year(f, f->reviewer, &count), APR_SUCCESS);
    ck_assert_int_eq(ds_store_remind(f->store, f->reviewer, "jixia", YEAR, 1, "已通话", NOW,
                                     ds_findings_create(pool)), APR_SUCCESS);
    ck_assert_int_eq(schedule(f, f->publisher, NOW + 60), APR_SUCCESS);
    before = lines(f);
    ck_assert_int_eq(ds_store_backup(f->store, path, pool), APR_SUCCESS);
    ck_assert_int_eq(ds_store_put_duty(f->store, f->admin, "jixia", YEAR, 0, NULL, "免报", NOW,
                                       ds_findings_create(pool)), APR_SUCCESS);
    ck_assert_int_eq(ds_store_unschedule(f->store, f->publisher, "jixia", YEAR, NOW,
                                         ds_findings_create(pool)), APR_SUCCESS);
    ck_assert_int_eq(ds_store_restore(f->store, path, &error, pool), APR_SUCCESS);
    ck_assert_str_eq(lines(f), before);
    ck_assert_int_eq(open_year(f, f->admin, &count), DS_ESTATE);
    ck_assert_int_eq(ds_store_reminders(f->store, &reminders, 0, pool), APR_SUCCESS);
    ck_assert_int_eq(reminders->nelts, 1);
    ck_assert_int_eq(ds_store_scheduled(f->store, &times, pool), APR_SUCCESS);
    ck_assert_int_eq(times->nelts, 1);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, keeping_the_list_is_for_superiors);
    tcase_add_test(cases, a_year_is_opened_once);
    tcase_add_test(cases, a_part_may_be_opened_before_the_whole);
    tcase_add_test(cases, dates_of_opening_are_checked);
    tcase_add_test(cases, a_line_is_changed_with_a_reason);
    tcase_add_test(cases, reminders_are_kept);
    tcase_add_test(cases, one_notice_a_day);
    tcase_add_test(cases, a_report_is_published_at_its_time);
    tcase_add_test(cases, rights_and_tag_are_asked_when_the_time_comes);
    tcase_add_test(cases, a_time_is_taken_back);
    tcase_add_test(cases, a_backup_has_all_of_it);
}

UNIT_MAIN("store/roster", add_all)
