/* The desk and the lists of a year: what they say of each report. */
#include "page/desk_page.h"
#include "page/overview_page.h"
#include "page_fixture.h"

static const ds_chain *make_chain(void)
{
    ds_chain *chain = NULL;
    const char *error = ds_chain_load(&chain, "conf/chains/three-steps.xml",
                                      "conf/schema/chain.rng", pool, pool);

    ck_assert_msg(error == NULL, "%s", error);
    return chain;
}

static ds_desk_item an_item(void)
{
    return (ds_desk_item) {
        .organ = "north", .organ_name = HOSTILE, .year = 2025, .state = -1, .is_owed = 1,
        .is_listed = 1, .is_open = 1, .due = "2026-01-31", .days_left = 3, .tag = "1.a",
        .task = DS_TASK_FILL, .profile = make_organ("north", HOSTILE) };
}

static const ds_staff_view *make_view(void)
{
    ds_actor *actor = apr_pcalloc(pool, sizeof(*actor));
    ds_staff_view *view = apr_pcalloc(pool, sizeof(*view));

    actor->account = "clerk";
    actor->grants = apr_array_make(pool, 1, sizeof(ds_grant));
    view->site = make_site();
    view->actor = actor;
    view->token = "token";
    view->now = 1768874400;
    return view;
}

static const char *desk_of(const ds_desk_item *item, int is_single)
{
    apr_array_header_t *items = apr_array_make(pool, 1, sizeof(const ds_desk_item *));
    apr_array_header_t *failed = apr_array_make(pool, 1, sizeof(const ds_desk_item *));
    ds_desk desk = { .chain = make_chain(), .items = items, .n_reached = 1, .failed = failed,
                     .years = apr_array_make(pool, 1, sizeof(int)), .is_single = is_single,
                     .only = is_single ? item : NULL, .filter = { "", 0, "", "", "" } };
    ds_page *page = ds_page_create(pool);
    apr_size_t len;

    APR_ARRAY_PUSH(items, const ds_desk_item *) = item;
    if (item->failure) {
        APR_ARRAY_PUSH(failed, const ds_desk_item *) = item;
    }
    if (item->task < DS_TASKS) {
        desk.waiting[item->task] = 1;
    }
    ds_desk_page(page, make_view(), &desk, pool);
    return ds_markup_bytes(page->body, &len);
}

START_TEST(days_left_are_said_in_words)
{
    static const struct { int owed, public, days; const char *text; } cases[] = {
        { 1, 0, 3, "还有 3 天" }, { 1, 0, 0, "今天到期" }, { 1, 0, -2, "逾期 2 天" },
        { 1, 1, -2, NULL }, { 0, 0, -2, NULL },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_desk_item item = an_item();
        item.is_owed = cases[i].owed;
        item.is_public = cases[i].public;
        item.days_left = cases[i].days;
        ck_assert_pstr_eq(ds_desk_left(&item, pool), cases[i].text);
    }
}
END_TEST

START_TEST(states_name_the_step_at_hand)
{
    static const struct { int state, step, public; const char *text; } cases[] = {
        { -1, 0, 0, "未填报" },
        { DS_STATE_SUBMITTED, 1, 0, "审核（含保密审查）" },
        { DS_STATE_DRAFT, 0, 1, "更正中" },
        { DS_STATE_PUBLISHED, 2, 1, "已公开" },
    };
    const ds_chain *chain = make_chain();
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_desk_item item = an_item();
        const char *text;
        item.state = cases[i].state;
        item.step = cases[i].step;
        item.is_public = cases[i].public;
        text = ds_desk_state(&item, chain, pool);
        ck_assert_msg(strstr(text, cases[i].text) != NULL, "%s in %s", cases[i].text, text);
    }
}
END_TEST

START_TEST(a_single_clerk_sees_one_step)
{
    ds_desk_item item = an_item();
    const char *one = desk_of(&item, 1), *many = desk_of(&item, 0);

    ck_assert_ptr_nonnull(strstr(one, "ds-next"));
    ck_assert_ptr_nonnull(strstr(one, "/staff/reports/north/2025/edit"));
    ck_assert_ptr_null(strstr(one, "ds-filter"));
    ck_assert_ptr_null(strstr(many, "ds-next"));
    ck_assert_ptr_nonnull(strstr(many, "ds-filter"));
    ck_assert_ptr_nonnull(strstr(many, HOSTILE_TEXT));
    ck_assert_ptr_null(strstr(many, HOSTILE));
}
END_TEST

START_TEST(what_can_be_done_in_bulk_can_be_picked)
{
    static const struct { ds_task task; const char *button; } cases[] = {
        { DS_TASK_FILL, NULL }, { DS_TASK_MEND, NULL }, { DS_TASK_NONE, NULL },
        { DS_TASK_REVIEW, "value=\"approve\"" }, { DS_TASK_PUBLISH, "value=\"schedule\"" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_desk_item item = an_item();
        const char *page;
        item.task = cases[i].task;
        item.state = DS_STATE_SUBMITTED;
        page = desk_of(&item, 0);
        ck_assert_int_eq(strstr(page, "name=\"pick/north/2025\"") != NULL,
                         cases[i].button != NULL);
        if (cases[i].button != NULL) {
            ck_assert_ptr_nonnull(strstr(page, cases[i].button));
        }
    }
}
END_TEST

START_TEST(reminders_and_failures_are_at_the_top)
{
    ds_desk_item item = an_item();
    const char *page;

    item.reminder = HOSTILE;
    item.failure = "报告有了变动。";
    page = desk_of(&item, 0);
    ck_assert_ptr_nonnull(strstr(page, "ds-reminder"));
    ck_assert_ptr_nonnull(strstr(page, "定时公开没有办成"));
    ck_assert(strstr(page, "ds-reminder") < strstr(page, "ds-filter"));
    ck_assert_ptr_null(strstr(page, HOSTILE));
}
END_TEST

START_TEST(the_bulletin_says_who_was_late)
{
    static const struct { int owed, days; const char *first_on; const char *text; } cases[] = {
        { 1, -5, "2026-01-31", "按时" }, { 1, -5, "2026-02-02", "逾期 2 天" },
        { 1, -5, NULL, "未公开，已逾期 5 天" }, { 1, 5, NULL, "未到期" },
        { 0, -5, NULL, "不报" }, { 0, -5, "2026-02-02", "已公开" },
    };
    int n;
    const char *const *heads = ds_overview_heads(DS_OVERVIEW_BULLETIN, &n, pool);

    ck_assert_int_eq(n, 6);
    ck_assert_str_eq(heads[3], "按时情况");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_desk_item item = an_item();
        item.is_owed = cases[i].owed;
        item.days_left = cases[i].days;
        item.first_on = cases[i].first_on;
        item.versions = 3;
        item.returns = 1;
        const char *const *line = ds_overview_line(DS_OVERVIEW_BULLETIN, &item, make_chain(), pool);
        ck_assert_str_eq(line[3], cases[i].text);
        ck_assert_str_eq(line[4], "1");
        ck_assert_str_eq(line[5], "2");
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, days_left_are_said_in_words);
    tcase_add_test(cases, states_name_the_step_at_hand);
    tcase_add_test(cases, a_single_clerk_sees_one_step);
    tcase_add_test(cases, what_can_be_done_in_bulk_can_be_picked);
    tcase_add_test(cases, reminders_and_failures_are_at_the_top);
    tcase_add_test(cases, the_bulletin_says_who_was_late);
}

UNIT_MAIN("page/desk", add_all)
