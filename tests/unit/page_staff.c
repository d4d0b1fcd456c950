/* What staff pages are made of: the frame, forms, the summary of errors, and
 * what goes through sign-in. */
#include "page/staff.h"
#include "page/staff_account.h"
#include "page_fixture.h"

#define INSTANT ((apr_int64_t)1611884460) /* 2021-01-29 09:41 in UTC+8 */

static const ds_actor *actor(ds_role role)
{
    ds_actor *a = apr_pcalloc(pool, sizeof(*a));
    apr_array_header_t *grants = apr_array_make(pool, 1, sizeof(ds_grant));

    APR_ARRAY_PUSH(grants, ds_grant) = (ds_grant) { "jixia", role };
    a->account = "li";
    a->name = HOSTILE;
    a->grants = grants;
    return a;
}

static ds_staff_view *make_view(const ds_actor *who)
{
    ds_staff_view *view = apr_pcalloc(pool, sizeof(*view));

    view->site = make_site();
    view->actor = who;
    view->token = who != NULL ? "0123abcd" : NULL;
    view->signed_in_here = who != NULL;
    view->now = INSTANT;
    return view;
}

static const char *body(ds_page *page)
{
    apr_size_t len;

    return ds_markup_bytes(page->body, &len);
}

static const char *text(ds_markup *m)
{
    apr_size_t len;

    return ds_markup_bytes(m, &len);
}

static int count(const char *where, const char *what)
{
    int n = 0;

    for (const char *p = where; (p = strstr(p, what)) != NULL; p += strlen(what)) {
        n++;
    }
    return n;
}

/* ---- The frame ---- */

static const struct {
    ds_role role;
    int organs, years;
} navigations[] = {
    { DS_ROLE_EDITOR, 0, 0 },
    { DS_ROLE_REVIEWER, 0, 1 },
    { DS_ROLE_PUBLISHER, 0, 1 },
    { DS_ROLE_ADMIN, 1, 1 },
};

START_TEST(leads_where_the_roles_open_a_way)
{
    ds_page *page = ds_page_create(pool);

    ds_staff_begin(page, make_view(actor(navigations[_i].role)), "工作台", NULL, 0, pool);
    ds_staff_end(page);
    ck_assert_ptr_nonnull(strstr(body(page), "href=\"/disclosure/staff/\""));
    ck_assert_int_eq(count(body(page), "/disclosure/staff/organs\""), navigations[_i].organs);
    ck_assert_int_eq(count(body(page), "/disclosure/staff/accounts\""), navigations[_i].organs);
    ck_assert_int_eq(count(body(page), "/disclosure/staff/years/2020\""), navigations[_i].years);
}
END_TEST

/* What the navigation says of where one is. */
static const struct {
    const char *here;
    const char *href;      /* of the place that is marked; NULL: none */
    const char *current;
} heres[] = {
    { "/", "/disclosure/staff/", "page" },
    { "/organs", "/disclosure/staff/organs", "page" },
    { "/organs/jixia", "/disclosure/staff/organs", "true" },
    { "/years/2020", "/disclosure/staff/years/2020", "page" },
    { "/years/2020/table", "/disclosure/staff/years/2020/table", "page" },
    { "/years/2020/reminders", "/disclosure/staff/years/2020", "true" },
    { "/years/2019", NULL, NULL },
    { "/organsx", NULL, NULL },
    { "/reports/jixia/2020", NULL, NULL },
    { NULL, NULL, NULL },
};

START_TEST(marks_the_place_one_is_at)
{
    ds_staff_view *view = make_view(actor(DS_ROLE_ADMIN));
    ds_page *page = ds_page_create(pool);

    view->here = heres[_i].here;
    ds_staff_begin(page, view, "标题", NULL, 0, pool);
    ds_staff_end(page);
    ck_assert_int_eq(count(body(page), "aria-current"), heres[_i].href != NULL);
    if (heres[_i].href != NULL) {
        ck_assert_int_eq(count(body(page), apr_psprintf(pool, "href=\"%s\" aria-current=\"%s\"",
                                                        heres[_i].href, heres[_i].current)), 1);
    }
}
END_TEST

START_TEST(shows_who_is_there_and_the_way_here)
{
    const ds_crumb crumbs[] = { { "/disclosure/staff/organs", "机关" }, { NULL, HOSTILE } };
    ds_staff_view *view = make_view(actor(DS_ROLE_EDITOR));
    ds_page *page = ds_page_create(pool);

    view->last_sign_in = INSTANT;
    view->done = "已保存。";
    ds_staff_begin(page, view, HOSTILE, crumbs, 2, pool);
    ds_staff_end(page);
    ck_assert_ptr_nonnull(strstr(body(page), "2021年1月29日 09:41"));
    ck_assert_ptr_nonnull(strstr(body(page), "role=\"status\">已保存。"));
    ck_assert_ptr_nonnull(strstr(body(page), "action=\"/disclosure/staff/sign-out\""));
    ck_assert_int_eq(count(body(page), HOSTILE_TEXT), 3); /* name, crumb, heading */
    ck_assert_ptr_null(strstr(body(page), "<script"));
    ck_assert_ptr_nonnull(strstr(text(page->meta), "noindex"));
    ck_assert_ptr_nonnull(strstr(text(page->meta), "1a2b3c4d/staff.css"));
}
END_TEST

START_TEST(shows_strangers_no_head)
{
    ds_page *page = ds_page_create(pool);

    ds_staff_begin(page, make_view(NULL), "登录", NULL, 0, pool);
    ds_staff_end(page);
    ck_assert_ptr_null(strstr(body(page), "<nav"));
    ck_assert_ptr_null(strstr(body(page), "_token"));
}
END_TEST

static const struct {
    const char *account, *path;
} accounts[] = {
    { "li", "/disclosure/staff/accounts/li/reset" },
    { "li@linzi.example", "/disclosure/staff/accounts/li@linzi.example/reset" },
    { "王", "/disclosure/staff/accounts/%E7%8E%8B/reset" },
    { "a/b", "/disclosure/staff/accounts/a%252Fb/reset" },
    { "a%b", "/disclosure/staff/accounts/a%2525b/reset" },
    { "..", "/disclosure/staff/accounts/%252E%252E/reset" },
    { "\"<&?#;", "/disclosure/staff/accounts/%22%3C%26%3F%23%3B/reset" },
};

START_TEST(encodes_names_of_accounts)
{
    ck_assert_str_eq(ds_staff_account_path(make_site(), accounts[_i].account, "/reset", pool),
                     accounts[_i].path);
}
END_TEST

/* ---- The chain ---- */

static const struct {
    ds_state state;
    int step;
    const char *class_names[3];
    const char *says;
} places[] = {
    { DS_STATE_DRAFT, 0, { "now", "next", "next" }, "正在办理" },
    { DS_STATE_RETURNED, 0, { "now", "next", "next" }, "退回" },
    { DS_STATE_SUBMITTED, 1, { "done", "now", "next" }, "待办" },
    { DS_STATE_APPROVED, 2, { "done", "done", "now" }, "已完成" },
    { DS_STATE_PUBLISHED, 2, { "done", "done", "done" }, "已完成" },
    { DS_STATE_WITHDRAWN, 2, { "done", "done", "done" }, "撤" },
};

START_TEST(tells_where_a_report_is)
{
    ds_step steps[] = { { .name = "填报" }, { .name = "审核" }, { .name = "签发" } };
    const ds_chain chain = { "c", "c", 3, steps };
    ds_markup *m = ds_markup_create(pool);
    const char *p;

    ds_staff_chain(m, &chain, places[_i].state, places[_i].step);
    p = text(m);
    ck_assert_ptr_nonnull(strstr(p, places[_i].says));
    ck_assert_int_eq(count(p, "aria-current=\"step\""),
                     count(p, "ds-step-now"));
    for (int i = 0; i < 3; i++) {
        const char *wanted = apr_pstrcat(pool, "<li class=\"ds-step-", places[_i].class_names[i],
                                         "\"", NULL);
        p = strstr(p, "<li");
        ck_assert_msg(strncmp(p, wanted, strlen(wanted)) == 0, "%d: %s", i, p);
        p++;
    }
}
END_TEST

/* ---- Fields ---- */

static const char *field(const ds_staff_input *input)
{
    ds_markup *m = ds_markup_create(pool);

    ds_staff_field(m, input);
    return text(m);
}

START_TEST(ties_label_help_and_error_to_a_field)
{
    const ds_staff_input input = { .name = "requests/new/natural", .label = "自然人",
                                   .value = HOSTILE, .help = "人数", .error = HOSTILE,
                                   .is_required = 1, .max_length = 9 };
    const char *p = field(&input);

    ck_assert_ptr_nonnull(strstr(p, "for=\"requests/new/natural\">自然人</label>"));
    ck_assert_ptr_nonnull(strstr(p, "id=\"requests/new/natural\" name=\"requests/new/natural\" "
                                 "aria-describedby=\"requests/new/natural-help "
                                 "requests/new/natural-error\" aria-invalid=\"true\""));
    ck_assert_ptr_nonnull(strstr(p, "id=\"requests/new/natural-help\">人数"));
    ck_assert_ptr_nonnull(strstr(p, "id=\"requests/new/natural-error\">" HOSTILE_TEXT));
    ck_assert_ptr_nonnull(strstr(p, "value=\"" HOSTILE_ATTR "\""));
    ck_assert_ptr_nonnull(strstr(p, "maxlength=\"9\""));
    ck_assert_ptr_nonnull(strstr(p, " required"));
    ck_assert_ptr_null(strstr(p, "选填"));
}
END_TEST

START_TEST(marks_what_may_be_left_out)
{
    const char *p = field(&(ds_staff_input) { .name = "fax", .label = "传真" });

    ck_assert_ptr_nonnull(strstr(p, "（选填）"));
    ck_assert_ptr_null(strstr(p, "required"));
    ck_assert_ptr_null(strstr(p, "aria-"));
}
END_TEST

START_TEST(never_writes_a_password_back)
{
    static const char *const types[] = { "password", "file" };

    for (int i = 0; i < 2; i++) {
        const char *p = field(&(ds_staff_input) { .name = "x", .label = "x", .type = types[i],
                                                  .value = "secret-value" });
        ck_assert_ptr_null(strstr(p, "secret-value"));
    }
}
END_TEST

START_TEST(keeps_the_first_line_break_of_a_textarea)
{
    const char *p = field(&(ds_staff_input) { .name = "x", .label = "x", .type = "textarea",
                                              .value = "\n" HOSTILE });

    ck_assert_ptr_nonnull(strstr(p, ">\n\n" HOSTILE_TEXT "</textarea>"));
}
END_TEST

START_TEST(offers_choices)
{
    static const char *const pairs[] = { "a", "甲", "b", HOSTILE, NULL };
    ds_markup *list = ds_markup_create(pool), *buttons = ds_markup_create(pool);

    ds_staff_choice(list, "kind", "类别", "b", pairs, 1);
    ck_assert_ptr_nonnull(strstr(text(list), "<option value=\"b\" selected=\"\">" HOSTILE_TEXT));
    ck_assert_int_eq(count(text(list), "selected"), 1);
    ds_staff_choice(buttons, "kind", "类别", NULL, pairs, 0);
    ck_assert_int_eq(count(text(buttons), "checked"), 0);
    ck_assert_int_eq(count(text(buttons), "id=\"kind\""), 1);
    ck_assert_int_eq(count(text(buttons), "type=\"radio\""), 2);
}
END_TEST

/* ---- The summary ---- */

START_TEST(sums_errors_up_with_links)
{
    ds_findings *findings = ds_findings_create(pool);
    ds_markup *m = ds_markup_create(pool);
    ds_finding *finding = ds_findings_add(findings, DS_ERROR, "T3.balance", "requests", "不平");

    ds_finding_add_cell(findings, finding, "requests/new/natural");
    ds_findings_add(findings, DS_ERROR, "R.password", "old", "%s", HOSTILE);
    ds_findings_add(findings, DS_ERROR, "R.password", "old", "又一处");
    ds_findings_add(findings, DS_ERROR, "F.form", "javascript:alert(1) \"x\"", "没有链接");
    ds_findings_add(findings, DS_WARNING, "S.fee", "overview", "提示");
    ds_staff_summary(m, findings, pool);
    ck_assert_ptr_nonnull(strstr(text(m), "有 4 处"));
    ck_assert_ptr_nonnull(strstr(text(m), "autofocus"));
    ck_assert_ptr_nonnull(strstr(text(m), "href=\"#requests/new/natural\">不平"));
    ck_assert_ptr_nonnull(strstr(text(m), "href=\"#old\">" HOSTILE_TEXT));
    ck_assert_ptr_nonnull(strstr(text(m), "href=\"#old\">又一处"));
    ck_assert_ptr_nonnull(strstr(text(m), "<li>没有链接</li>"));
    ck_assert_ptr_null(strstr(text(m), "提示"));
    ck_assert_str_eq(ds_staff_error(findings, "old"), HOSTILE);
    ck_assert_str_eq(ds_staff_error(findings, "requests/new/natural"), "不平");
    ck_assert_ptr_null(ds_staff_error(findings, "overview"));
    ck_assert_ptr_null(ds_staff_error(NULL, "old"));
}
END_TEST

START_TEST(says_nothing_without_errors)
{
    ds_findings *findings = ds_findings_create(pool);
    ds_markup *m = ds_markup_create(pool);

    ds_findings_add(findings, DS_WARNING, "S.fee", "overview", "提示");
    ds_staff_summary(m, findings, pool);
    ds_staff_summary(m, NULL, pool);
    ck_assert_str_eq(text(m), "");
}
END_TEST

/* ---- What goes through sign-in ---- */

static apr_table_t *typed(void)
{
    apr_table_t *fields = apr_table_make(pool, 8);

    apr_table_setn(fields, "section/overview", HOSTILE);
    apr_table_setn(fields, "_action", "submit");
    apr_table_setn(fields, "_token", "old-token");
    apr_table_setn(fields, "_account", "somebody");
    apr_table_setn(fields, "_password", "secret-value");
    return fields;
}

START_TEST(carries_what_was_typed_through_sign_in)
{
    const ds_sign_in sign_in = { .next = "/disclosure/staff/reports/jixia/2023/edit",
                                 .account = HOSTILE, .carried = typed() };
    ds_page *page = ds_page_create(pool);

    ds_staff_sign_in(page, make_view(NULL), &sign_in, pool);
    ck_assert_ptr_nonnull(strstr(body(page), "name=\"section/overview\" value=\"" HOSTILE_ATTR));
    ck_assert_ptr_nonnull(strstr(body(page), "name=\"_action\" value=\"submit\""));
    ck_assert_ptr_nonnull(strstr(body(page), "name=\"_post\" value=\"1\""));
    ck_assert_ptr_nonnull(strstr(body(page), "value=\"" HOSTILE_ATTR "\""));
    ck_assert_ptr_null(strstr(body(page), "old-token"));
    ck_assert_ptr_null(strstr(body(page), "secret-value"));
    ck_assert_int_eq(count(body(page), "name=\"_account\""), 1);
}
END_TEST

START_TEST(has_a_late_form_confirmed)
{
    ds_page *page = ds_page_create(pool);

    ds_staff_confirm(page, make_view(actor(DS_ROLE_EDITOR)), "/disclosure/staff/x", typed(), pool);
    ck_assert_ptr_nonnull(strstr(body(page), "action=\"/disclosure/staff/x\""));
    ck_assert_ptr_nonnull(strstr(body(page), "name=\"section/overview\" value=\"" HOSTILE_ATTR));
    ck_assert_ptr_nonnull(strstr(body(page), "name=\"_token\" value=\"0123abcd\""));
    ck_assert_ptr_null(strstr(body(page), "old-token"));
    ck_assert_ptr_null(strstr(body(page), "secret-value"));
}
END_TEST

START_TEST(carries_no_password)
{
    ds_page *page = ds_page_create(pool);
    apr_table_t *fields = apr_table_make(pool, 4);

    apr_table_setn(fields, "old", "secret-1");
    apr_table_setn(fields, "password", "secret-2");
    apr_table_setn(fields, "password_again", "secret-3");
    ds_staff_confirm(page, make_view(actor(DS_ROLE_EDITOR)), "/disclosure/staff/password", fields,
                     pool);
    ck_assert_ptr_null(strstr(body(page), "secret-"));
    ck_assert_ptr_nonnull(strstr(body(page), "href=\"/disclosure/staff/password\""));
}
END_TEST

START_TEST(gives_back_what_the_store_could_not_take)
{
    ds_page *page = ds_page_create(pool);

    ds_staff_retry(page, make_view(NULL), "/disclosure/staff/x", typed(), pool);
    ck_assert_ptr_nonnull(strstr(body(page), "name=\"section/overview\" value=\"" HOSTILE_ATTR));
    ck_assert_int_eq(count(body(page), "name=\"_token\" value=\"old-token\""), 1);
}
END_TEST

#define COUNT(cases) (int)(sizeof(cases) / sizeof((cases)[0]))

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, leads_where_the_roles_open_a_way, 0, COUNT(navigations));
    tcase_add_loop_test(cases, marks_the_place_one_is_at, 0, COUNT(heres));
    tcase_add_test(cases, shows_who_is_there_and_the_way_here);
    tcase_add_test(cases, shows_strangers_no_head);
    tcase_add_loop_test(cases, encodes_names_of_accounts, 0, COUNT(accounts));
    tcase_add_loop_test(cases, tells_where_a_report_is, 0, COUNT(places));
    tcase_add_test(cases, ties_label_help_and_error_to_a_field);
    tcase_add_test(cases, marks_what_may_be_left_out);
    tcase_add_test(cases, never_writes_a_password_back);
    tcase_add_test(cases, keeps_the_first_line_break_of_a_textarea);
    tcase_add_test(cases, offers_choices);
    tcase_add_test(cases, sums_errors_up_with_links);
    tcase_add_test(cases, says_nothing_without_errors);
    tcase_add_test(cases, carries_what_was_typed_through_sign_in);
    tcase_add_test(cases, has_a_late_form_confirmed);
    tcase_add_test(cases, carries_no_password);
    tcase_add_test(cases, gives_back_what_the_store_could_not_take);
}

UNIT_MAIN("page/staff", add_all)
