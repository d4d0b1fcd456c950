/* A report on its way: saved, reviewed, published, corrected, withdrawn. */
#include "store_fixture.h"

static apr_status_t save_as(const fixture *f, const ds_actor *actor, const ds_report *report,
                            const char *tag, ds_outcome *outcome)
{
    return ds_store_save(f->store, outcome, actor, report, NULL, tag, NOW, pool);
}

static ds_revision *public_version(const fixture *f, const char *organ, int n,
                                   apr_status_t expected)
{
    ds_revision *revision;
    apr_status_t status = ds_store_public(f->store, &revision, NULL, organ, YEAR, n, pool);
    ck_assert_int_eq(status, expected);
    ck_assert_int_eq(revision != NULL, expected == APR_SUCCESS);
    return revision;
}

static void expect_act(const fixture *f, const ds_actor *actor, ds_action action,
                       const char *comment, apr_status_t status, const char *rule)
{
    ds_outcome o;
    apr_status_t got = fixture_act(f, actor, action, "jixia", comment, &o);
    ck_assert_msg(got == status, "%s: %d, %s %s", ds_action_name(action), got,
                  fixture_rule(o.findings), fixture_log);
    ck_assert_ptr_nonnull(o.findings);
    if (status != APR_SUCCESS)
        ck_assert_str_eq(fixture_rule(o.findings), rule);
    else
        ck_assert_ptr_nonnull(o.listing);
}

static ds_state state_of(const fixture *f)
{
    ds_revision *r;
    ck_assert_int_eq(ds_store_working(f->store, &r, "jixia", YEAR, pool), APR_SUCCESS);
    ck_assert_int_eq(r->state, r->listing->state);
    return r->state;
}

START_TEST(saves_a_draft_even_with_errors)
{
    fixture *f = fixture_open();
    ds_outcome o;
    ds_report *report = fixture_report(f, "jixia", YEAR);
    ds_report_set_blank(report, 3);
    ck_assert_int_eq(save_as(f, f->editor, report, NULL, &o), APR_SUCCESS);
    ck_assert_int_eq(o.created, 1);
    ck_assert_int_eq(o.listing->state, DS_STATE_DRAFT);
    ck_assert_int_eq(o.listing->revision, 1);
    ck_assert_int_gt(o.listing->errors, 0);
    ck_assert_str_eq(o.listing->author, "editor");
    ck_assert_str_eq(o.listing->organ_name, "稷下街道办事处");
    ck_assert_ptr_nonnull(strstr(o.listing->title, "稷下街道办事处"));
    ck_assert_int_eq(strspn(o.listing->tag, "0123456789abcdefghijklmnopqrstuvwxyz."),
                     strlen(o.listing->tag));
    ck_assert_ptr_null(report->title); /* the caller's report is as it was */

    ds_revision *r;
    ck_assert_int_eq(ds_store_working(f->store, &r, "jixia", YEAR, pool), APR_SUCCESS);
    ck_assert_int_eq(strlen(r->xml), r->xml_length);
    ck_assert_str_eq(r->digest, ds_digest_hex(pool, f->settings.digest, r->xml, r->xml_length));
    ck_assert_str_eq(r->digest, o.listing->digest);
    ds_findings *kept = ds_findings_read(r->findings, pool);
    ck_assert_int_eq(ds_findings_of(kept, DS_ERROR), o.listing->errors);
    ck_assert_int_eq(ds_store_working(f->store, &r, "wenshi", YEAR, pool), DS_ENOTFOUND);
}
END_TEST

START_TEST(replaces_only_what_was_seen)
{
    fixture *f = fixture_open();
    ds_outcome o;
    ds_report *report = fixture_report(f, "jixia", YEAR);
    ck_assert_int_eq(save_as(f, f->editor, report, "1.1.abcdef01", &o), DS_ESTALE);
    ck_assert_str_eq(fixture_rule(o.findings), "W.stale");
    ck_assert_int_eq(save_as(f, f->editor, report, NULL, &o), APR_SUCCESS);
    const char *first = o.listing->tag;
    ck_assert_int_eq(save_as(f, f->editor, report, NULL, &o), DS_EPRECONDITION);
    ck_assert_str_eq(fixture_rule(o.findings), "W.tag");
    ck_assert_str_eq(o.listing->tag, first);
    ck_assert_int_eq(save_as(f, f->editor, report, first, &o), APR_SUCCESS);
    ck_assert_int_eq(o.created, 0);
    ck_assert_int_eq(o.listing->revision, 2);
    ck_assert_str_ne(o.listing->tag, first);
    ck_assert_int_eq(save_as(f, f->editor, report, first, &o), DS_ESTALE);
    ck_assert_int_eq(o.listing->revision, 2);
    ck_assert_ptr_nonnull(fixture_tag(f, "jixia", YEAR));
}
END_TEST

START_TEST(refuses_who_and_what_is_not_right)
{
    fixture *f = fixture_open();
    ds_outcome o;
    ds_actor *elsewhere = fixture_actor("editor2", "wenshi", DS_ROLE_EDITOR);
    static const struct { const char *organ; int year; apr_status_t status; const char *rule; }
        cases[] = {
            { "nowhere", YEAR, DS_ENOTFOUND, "W.organ" },
            { "jixia", 2007, DS_EINVALID, "W.year" },
            { "jixia", 2027, DS_EINVALID, "W.year" },
            { "closed", YEAR, DS_EINVALID, "W.organ" },
            { "young", YEAR, DS_EINVALID, "W.organ" },
        };
    ds_organ *closed = fixture_organ("closed", "linzi", "旧局"),
             *young = fixture_organ("young", "linzi", "新局");
    closed->until = "2024-06-01";
    young->from = "2026-01-01";
    fixture_put(f, closed);
    fixture_put(f, young);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_report *report = fixture_report(f, cases[i].organ, YEAR);
        report->year = cases[i].year;
        apr_status_t status = save_as(f, f->editor, report, NULL, &o);
        ck_assert_msg(status == cases[i].status, "case %d: %d", (int)i, status);
        ck_assert_str_eq(fixture_rule(o.findings), cases[i].rule);
    }
    ds_report *report = fixture_report(f, "jixia", YEAR);
    ck_assert_int_eq(save_as(f, elsewhere, report, NULL, &o), DS_EFORBIDDEN);
    ck_assert_str_eq(fixture_rule(o.findings), "W.role");
    ck_assert_ptr_null(o.listing);
    ck_assert_ptr_null(fixture_tag(f, "jixia", YEAR));
    expect_act(f, f->editor, DS_ACTION_SUBMIT, NULL, DS_ENOTFOUND, "W.state");
    expect_act(f, elsewhere, DS_ACTION_SUBMIT, NULL, DS_EFORBIDDEN, "W.role");
}
END_TEST

/* Each step once, each other action refused in each state; nothing is public
 * before it is published. */
START_TEST(goes_through_the_chain)
{
    fixture *f = fixture_open();
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    public_version(f, "jixia", 0, DS_ENOTFOUND);
    expect_act(f, f->reviewer, DS_ACTION_APPROVE, NULL, DS_ESTATE, "W.state");
    expect_act(f, f->publisher, DS_ACTION_PUBLISH, NULL, DS_ESTATE, "W.state");
    expect_act(f, f->publisher, DS_ACTION_WITHDRAW, "x", DS_ESTATE, "W.state");
    expect_act(f, f->reviewer, DS_ACTION_SUBMIT, NULL, DS_EFORBIDDEN, "W.role");
    expect_act(f, f->editor, DS_ACTION_SUBMIT, NULL, APR_SUCCESS, NULL);
    expect_act(f, f->editor, DS_ACTION_SUBMIT, NULL, DS_ESTATE, "W.state");
    ck_assert_int_eq(state_of(f), DS_STATE_SUBMITTED);
    public_version(f, "jixia", 0, DS_ENOTFOUND);
    expect_act(f, f->editor, DS_ACTION_APPROVE, NULL, DS_EFORBIDDEN, "W.role");
    expect_act(f, f->editor, DS_ACTION_RETURN, NULL, DS_EFORBIDDEN, "W.role");
    expect_act(f, f->reviewer, DS_ACTION_RETURN, NULL, DS_EINVALID, "W.comment");
    expect_act(f, f->reviewer, DS_ACTION_RETURN, " \n", DS_EINVALID, "W.comment");
    ck_assert_int_eq(state_of(f), DS_STATE_SUBMITTED);
    expect_act(f, f->reviewer, DS_ACTION_RETURN, "请补充", APR_SUCCESS, NULL);
    ck_assert_int_eq(state_of(f), DS_STATE_RETURNED);
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    ck_assert_int_eq(state_of(f), DS_STATE_RETURNED);
    expect_act(f, f->editor, DS_ACTION_SUBMIT, NULL, APR_SUCCESS, NULL);
    expect_act(f, f->reviewer, DS_ACTION_APPROVE, NULL, APR_SUCCESS, NULL);
    ck_assert_int_eq(state_of(f), DS_STATE_APPROVED);
    public_version(f, "jixia", 0, DS_ENOTFOUND);
    public_version(f, "jixia", 1, DS_ENOTFOUND);
    expect_act(f, f->publisher, DS_ACTION_PUBLISH, NULL, APR_SUCCESS, NULL);
    ck_assert_int_eq(state_of(f), DS_STATE_PUBLISHED);
    ds_revision *r = public_version(f, "jixia", 0, APR_SUCCESS);
    ck_assert_int_eq(r->number, 2);
    ck_assert_int_eq(r->listing->published, 1);
    ck_assert_str_eq(r->listing->published_on, "2026-01-20");
    ck_assert_int_eq(r->listing->published_at, NOW);
    public_version(f, "jixia", 2, DS_ENOTFOUND);
    ds_outcome o;
    ck_assert_int_eq(save_as(f, f->editor, fixture_report(f, "jixia", YEAR), NULL, &o),
                     DS_ESTATE);
    ck_assert_str_eq(fixture_rule(o.findings), "W.state");
}
END_TEST

START_TEST(keeps_the_author_from_approving_and_publishing)
{
    fixture *f = fixture_open();
    ds_actor *all = fixture_actor("all", "linzi", DS_ROLE_EDITOR);
    apr_array_header_t *grants = apr_array_make(pool, 3, sizeof(ds_grant));
    for (int role = DS_ROLE_EDITOR; role <= DS_ROLE_PUBLISHER; role++)
        APR_ARRAY_PUSH(grants, ds_grant) = (ds_grant) { "linzi", (ds_role)role };
    all->grants = grants;
    ds_outcome o;
    ck_assert_int_eq(save_as(f, all, fixture_report(f, "jixia", YEAR), NULL, &o), APR_SUCCESS);
    expect_act(f, all, DS_ACTION_SUBMIT, NULL, APR_SUCCESS, NULL);
    expect_act(f, all, DS_ACTION_APPROVE, NULL, DS_EFORBIDDEN, "W.author");
    expect_act(f, f->reviewer, DS_ACTION_APPROVE, NULL, APR_SUCCESS, NULL);
    expect_act(f, all, DS_ACTION_PUBLISH, NULL, DS_EFORBIDDEN, "W.author");
}
END_TEST

START_TEST(submits_no_errors_and_no_unsigned_warnings)
{
    fixture *f = fixture_open();
    ds_outcome o;
    ds_report *report = fixture_report(f, "jixia", 2020);
    int amount = unit_cell(report->format, "art20_9/procurement/amount");
    ds_step_request request = { .tag = NULL };
    ds_report_set_blank(report, 0);
    fixture_save(f, report);
    ck_assert_int_eq(ds_store_act(f->store, &o, f->editor, DS_ACTION_SUBMIT, "jixia", 2020,
                                  &request, NOW, pool), DS_EINVALID);
    ck_assert_int_gt(ds_findings_of(o.findings, DS_ERROR), 0);

    ds_report_set_number(report, 0, 0);
    ds_report_set_number(report, amount, 25 * DS_DECIMAL_ONE);
    fixture_save(f, report);
    ck_assert_int_eq(ds_store_act(f->store, &o, f->editor, DS_ACTION_SUBMIT, "jixia", 2020,
                                  &request, NOW, pool), DS_EINVALID);
    ck_assert_int_eq(ds_findings_of(o.findings, DS_ERROR), 0);
    ck_assert_int_gt(ds_findings_of(o.findings, DS_WARNING), 0);

    request.reasons = apr_table_make(pool, 4);
    for (int i = 0; i < ds_findings_count(o.findings); i++)
        if (ds_findings_at(o.findings, i)->severity == DS_WARNING)
            apr_table_setn(request.reasons, ds_findings_at(o.findings, i)->id, "  ");
    ck_assert_int_eq(ds_store_act(f->store, &o, f->editor, DS_ACTION_SUBMIT, "jixia", 2020,
                                  &request, NOW, pool), DS_EINVALID);
    for (int i = 0; i < ds_findings_count(o.findings); i++)
        if (ds_findings_at(o.findings, i)->severity == DS_WARNING)
            apr_table_setn(request.reasons, ds_findings_at(o.findings, i)->id, "以元计，已核对");
    ck_assert_int_eq(ds_store_act(f->store, &o, f->editor, DS_ACTION_SUBMIT, "jixia", 2020,
                                  &request, NOW, pool), APR_SUCCESS);

    /* The reason is kept with the revision, and by the next one. */
    ds_step_request back = { .comment = "退回" };
    ck_assert_int_eq(ds_store_act(f->store, &o, f->reviewer, DS_ACTION_RETURN, "jixia", 2020,
                                  &back, NOW, pool), APR_SUCCESS);
    fixture_save(f, report);
    ds_revision *r;
    ck_assert_int_eq(ds_store_working(f->store, &r, "jixia", 2020, pool), APR_SUCCESS);
    ck_assert_int_eq(r->number, 3);
    ck_assert_ptr_nonnull(strstr(r->findings, "以元计，已核对"));
    request.reasons = NULL;
    ck_assert_int_eq(ds_store_act(f->store, &o, f->editor, DS_ACTION_SUBMIT, "jixia", 2020,
                                  &request, NOW, pool), APR_SUCCESS);
}
END_TEST

START_TEST(keeps_what_the_reader_found_until_submission)
{
    fixture *f = fixture_open();
    ds_outcome o;
    ds_findings *read = ds_findings_create(pool);
    ds_findings_add(read, DS_INFO, "C.number", "requests/new/natural", "00");
    ck_assert_int_eq(ds_store_save(f->store, &o, f->editor, fixture_report(f, "jixia", YEAR), read,
                                   NULL, NOW, pool), APR_SUCCESS);
    ck_assert_ptr_nonnull(ds_findings_find(o.findings, "C.number@requests/new/natural"));
    ck_assert_int_eq(ds_findings_count(read), 1);
    expect_act(f, f->editor, DS_ACTION_SUBMIT, NULL, APR_SUCCESS, NULL);
    ds_revision *r;
    ck_assert_int_eq(ds_store_working(f->store, &r, "jixia", YEAR, pool), APR_SUCCESS);
    ck_assert_ptr_nonnull(ds_findings_find(ds_findings_read(r->findings, pool),
                                           "C.number@requests/new/natural"));
}
END_TEST

START_TEST(acts_on_the_revision_seen_only)
{
    fixture *f = fixture_open();
    ds_outcome o;
    ds_step_request request = { 0 };
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    request.tag = fixture_tag(f, "jixia", YEAR);
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    ck_assert_int_eq(ds_store_act(f->store, &o, f->editor, DS_ACTION_SUBMIT, "jixia", YEAR,
                                  &request, NOW, pool), DS_ESTALE);
    ck_assert_str_eq(fixture_rule(o.findings), "W.stale");
    ck_assert_int_eq(state_of(f), DS_STATE_DRAFT);
    request.tag = fixture_tag(f, "jixia", YEAR);
    ck_assert_int_eq(ds_store_act(f->store, &o, f->editor, DS_ACTION_SUBMIT, "jixia", YEAR,
                                  &request, NOW, pool), APR_SUCCESS);
    ck_assert_str_ne(o.listing->tag, request.tag);
}
END_TEST

/* The public sees v1 until v2 is published, and no word of the draft. */
START_TEST(corrects_beside_the_public_version)
{
    fixture *f = fixture_open();
    ds_report *report = fixture_report(f, "jixia", YEAR);
    apr_array_header_t *versions, *list;
    ds_query query = { .state = -1, .public_only = 1, .limit = 10 };
    fixture_save(f, report);
    ds_outcome o;
    ds_step_request request = { .index_number = "SY-2026-1", .document_number = "1号" };
    expect_act(f, f->editor, DS_ACTION_SUBMIT, NULL, APR_SUCCESS, NULL);
    expect_act(f, f->reviewer, DS_ACTION_APPROVE, NULL, APR_SUCCESS, NULL);
    ck_assert_int_eq(ds_store_act(f->store, &o, f->publisher, DS_ACTION_PUBLISH, "jixia", YEAR,
                                  &request, NOW, pool), APR_SUCCESS);
    const char *first = public_version(f, "jixia", 0, APR_SUCCESS)->digest;

    expect_act(f, f->publisher, DS_ACTION_CORRECT, NULL, APR_SUCCESS, NULL);
    ck_assert_int_eq(state_of(f), DS_STATE_DRAFT);
    ds_report_set_title(report, "稷下街道办事处2025年还不公开的标题");
    fixture_save(f, report);
    ck_assert_str_eq(public_version(f, "jixia", 0, APR_SUCCESS)->digest, first);
    ck_assert_int_eq(ds_store_list(f->store, &list, NULL, &query, pool), APR_SUCCESS);
    ck_assert_int_eq(list->nelts, 1);
    ck_assert_str_ne(APR_ARRAY_IDX(list, 0, ds_listing *)->title, "稷下街道办事处2025年还不公开的标题");
    ck_assert_str_eq(APR_ARRAY_IDX(list, 0, ds_listing *)->digest, first);

    expect_act(f, f->editor, DS_ACTION_SUBMIT, NULL, APR_SUCCESS, NULL);
    expect_act(f, f->reviewer, DS_ACTION_APPROVE, NULL, APR_SUCCESS, NULL);
    expect_act(f, f->publisher, DS_ACTION_PUBLISH, NULL, DS_EINVALID, "W.comment");
    ck_assert_str_eq(public_version(f, "jixia", 0, APR_SUCCESS)->digest, first);
    expect_act(f, f->publisher, DS_ACTION_PUBLISH, "更正标题", APR_SUCCESS, NULL);
    ck_assert_str_ne(public_version(f, "jixia", 0, APR_SUCCESS)->digest, first);
    ck_assert_str_eq(public_version(f, "jixia", 1, APR_SUCCESS)->digest, first);
    ck_assert_int_eq(ds_store_versions(f->store, &versions, "jixia", YEAR, pool), APR_SUCCESS);
    ck_assert_int_eq(versions->nelts, 2);
    const ds_version *v = APR_ARRAY_IDX(versions, 1, const ds_version *);
    ck_assert_str_eq(v->notice, "更正标题");
    ck_assert_str_eq(v->title, "稷下街道办事处2025年还不公开的标题");
    ck_assert_str_eq(v->index_number, "SY-2026-1");
    ck_assert_ptr_null(v->document_number);
}
END_TEST

static const char *index_number(const fixture *f, const char *organ)
{
    ds_revision *revision;
    ds_version *version;
    ck_assert_int_eq(ds_store_public(f->store, &revision, &version, organ, YEAR, 0, pool),
                     APR_SUCCESS);
    return version->index_number;
}

static void correct(const fixture *f, const char *organ)
{
    ds_outcome o;
    ck_assert_int_eq(fixture_act(f, f->publisher, DS_ACTION_CORRECT, organ, NULL, &o),
                     APR_SUCCESS);
    fixture_publish(f, organ, "更正");
}

START_TEST(makes_an_index_number_once)
{
    fixture *f = fixture_open();
    f->settings.index_number = "{organ}/{year}-{serial}";
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    fixture_publish(f, "jixia", NULL);
    ck_assert_str_eq(index_number(f, "jixia"), "jixia/2025-00001");
    fixture_save(f, fixture_report(f, "wenshi", YEAR));
    fixture_publish(f, "wenshi", NULL);
    ck_assert_str_eq(index_number(f, "wenshi"), "wenshi/2025-00002");
    f->settings.index_number = "other-{serial}";
    correct(f, "jixia");
    ck_assert_str_eq(index_number(f, "jixia"), "jixia/2025-00001");
    f->settings.index_number = NULL;
    correct(f, "jixia");
    ck_assert_str_eq(index_number(f, "jixia"), "jixia/2025-00001");
}
END_TEST

START_TEST(leaves_out_an_index_number_it_cannot_make)
{
    fixture *f = fixture_open();
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    fixture_publish(f, "jixia", NULL);
    ck_assert_ptr_null(index_number(f, "jixia"));
    f->settings.index_number = "{code}/{serial}";
    correct(f, "jixia");
    ck_assert_ptr_null(index_number(f, "jixia"));
    f->settings.index_number = "{serial}";
    correct(f, "jixia");
    ck_assert_str_eq(index_number(f, "jixia"), "00003");
}
END_TEST

START_TEST(keeps_an_index_number_that_was_given)
{
    fixture *f = fixture_open();
    ds_outcome o;
    ds_step_request request = { .index_number = "SY-1", .comment = "更正" };
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    expect_act(f, f->editor, DS_ACTION_SUBMIT, NULL, APR_SUCCESS, NULL);
    expect_act(f, f->reviewer, DS_ACTION_APPROVE, NULL, APR_SUCCESS, NULL);
    ck_assert_int_eq(ds_store_act(f->store, &o, f->publisher, DS_ACTION_PUBLISH, "jixia", YEAR,
                                  &request, NOW, pool), APR_SUCCESS);
    expect_act(f, f->publisher, DS_ACTION_CORRECT, NULL, APR_SUCCESS, NULL);
    expect_act(f, f->editor, DS_ACTION_SUBMIT, NULL, APR_SUCCESS, NULL);
    expect_act(f, f->reviewer, DS_ACTION_APPROVE, NULL, APR_SUCCESS, NULL);
    request.index_number = "SY-2";
    ck_assert_int_eq(ds_store_act(f->store, &o, f->publisher, DS_ACTION_PUBLISH, "jixia", YEAR,
                                  &request, NOW, pool), DS_EINVALID);
    ck_assert_str_eq(fixture_rule(o.findings), "W.text");
    ck_assert_str_eq(index_number(f, "jixia"), "SY-1");
    request.index_number = "SY-1";
    ck_assert_int_eq(ds_store_act(f->store, &o, f->publisher, DS_ACTION_PUBLISH, "jixia", YEAR,
                                  &request, NOW, pool), APR_SUCCESS);
}
END_TEST

START_TEST(withdraws_every_version_for_good)
{
    fixture *f = fixture_open();
    ds_version *version;
    ds_revision *revision;
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    fixture_publish(f, "jixia", NULL);
    expect_act(f, f->publisher, DS_ACTION_WITHDRAW, NULL, DS_EINVALID, "W.comment");
    expect_act(f, f->publisher, DS_ACTION_WITHDRAW, " 数据有误 ", APR_SUCCESS, NULL);
    ck_assert_int_eq(state_of(f), DS_STATE_WITHDRAWN);
    ck_assert_int_eq(ds_store_public(f->store, &revision, &version, "jixia", YEAR, 0, pool),
                     DS_EGONE);
    ck_assert_ptr_null(revision);
    ck_assert_int_eq(version->n, 1);
    ck_assert_int_eq(version->is_gone, 1);
    ds_revision *working;
    ck_assert_int_eq(ds_store_working(f->store, &working, "jixia", YEAR, pool), APR_SUCCESS);
    ck_assert_int_eq(working->listing->is_withdrawn, 1);
    ck_assert_str_eq(working->listing->withdrawn_reason, "数据有误");
    ck_assert_int_eq(working->listing->published, 0);

    expect_act(f, f->publisher, DS_ACTION_CORRECT, NULL, APR_SUCCESS, NULL);
    public_version(f, "jixia", 0, DS_EGONE);
    fixture_publish(f, "jixia", "重新公开");
    ck_assert_int_eq(public_version(f, "jixia", 0, APR_SUCCESS)->listing->published, 2);
    public_version(f, "jixia", 1, DS_EGONE);
    ck_assert_int_eq(ds_store_working(f->store, &working, "jixia", YEAR, pool), APR_SUCCESS);
    ck_assert_int_eq(working->listing->is_withdrawn, 0);
}
END_TEST

START_TEST(takes_down_at_once_and_leaves_the_draft)
{
    fixture *f = fixture_open();
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    fixture_publish(f, "jixia", NULL);
    expect_act(f, f->publisher, DS_ACTION_CORRECT, NULL, APR_SUCCESS, NULL);
    expect_act(f, f->editor, DS_ACTION_TAKEDOWN, NULL, DS_EFORBIDDEN, "W.role");
    expect_act(f, f->reviewer, DS_ACTION_TAKEDOWN, NULL, APR_SUCCESS, NULL);
    public_version(f, "jixia", 0, DS_EGONE);
    public_version(f, "jixia", 1, DS_EGONE);
    ck_assert_int_eq(state_of(f), DS_STATE_DRAFT);
    expect_act(f, f->reviewer, DS_ACTION_TAKEDOWN, NULL, DS_ESTATE, "W.state");
}
END_TEST

START_TEST(takes_over_what_is_public_already)
{
    fixture *f = fixture_open();
    ds_outcome o;
    ds_report *report = fixture_report(f, "jixia", 2019);
    ds_takeover about = { "2020-01-21", "门户上的标题", "SY-1", "淄字1号", "/art/2020/1/21.html" };
    ds_report_set_blank(report, 0);
    ck_assert_int_eq(ds_store_take_over(f->store, &o, f->editor, report, NULL, &about, NOW, pool),
                     DS_EFORBIDDEN);
    ck_assert_int_eq(ds_store_take_over(f->store, &o, f->admin, report, NULL, &about, NOW, pool),
                     APR_SUCCESS);
    ck_assert_int_gt(o.listing->errors, 0);
    ck_assert_str_eq(o.listing->title, "门户上的标题");
    ck_assert_int_eq(o.listing->state, DS_STATE_PUBLISHED);
    ck_assert_int_eq(ds_store_take_over(f->store, &o, f->admin, report, NULL, &about, NOW, pool),
                     DS_ESTATE);
    ck_assert_str_eq(fixture_rule(o.findings), "W.state");

    ds_revision *revision;
    ds_version *version;
    ck_assert_int_eq(ds_store_public(f->store, &revision, &version, "jixia", 2019, 0, pool),
                     APR_SUCCESS);
    ck_assert_str_eq(version->published_on, "2020-01-21");
    ck_assert_int_eq(version->published_at, ds_date_start("2020-01-21"));
    ck_assert_str_eq(version->index_number, "SY-1");
    ck_assert_str_eq(version->document_number, "淄字1号");
    const char *organ;
    int year;
    ck_assert_int_eq(ds_store_redirect(f->store, &organ, &year, about.old_address, pool),
                     APR_SUCCESS);
    ck_assert_str_eq(organ, "jixia");
    ck_assert_int_eq(year, 2019);
    ck_assert_int_eq(ds_store_redirect(f->store, &organ, &year, "/art", pool), DS_ENOTFOUND);
}
END_TEST

START_TEST(refuses_to_take_over_what_is_not_right)
{
    static const struct { ds_takeover about; const char *rule; } cases[] = {
        { { "2020-13-01", NULL, NULL, NULL, NULL }, "W.date" },
        { { "2026-01-21", NULL, NULL, NULL, NULL }, "W.date" },
        { { "2020-01-21", "\xff", NULL, NULL, NULL }, "W.text" },
        { { "2020-01-21", NULL, NULL, NULL, "http://elsewhere.example/" }, "W.address" },
    };
    fixture *f = fixture_open();
    ds_outcome o;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ck_assert_int_eq(ds_store_take_over(f->store, &o, f->admin,
                                            fixture_report(f, "jixia", 2019), NULL,
                                            &cases[i].about, NOW, pool), DS_EINVALID);
        ck_assert_str_eq(fixture_rule(o.findings), cases[i].rule);
    }
    ck_assert_ptr_null(fixture_tag(f, "jixia", 2019));
}
END_TEST

START_TEST(knows_the_year_before)
{
    fixture *f = fixture_open();
    ds_report *previous, *report = fixture_report(f, "jixia", YEAR - 1);
    int cell = unit_cell(report->format, "requests/carried_out/natural");
    ck_assert_int_eq(ds_store_previous(f->store, &previous, "jixia", YEAR, pool), APR_SUCCESS);
    ck_assert_ptr_null(previous);
    ds_report_set_number(report, cell, 3 * DS_DECIMAL_ONE);
    fixture_save(f, report);
    ck_assert_int_eq(ds_store_previous(f->store, &previous, "jixia", YEAR, pool), APR_SUCCESS);
    ck_assert_int_eq(previous->cells[cell].value, 3 * DS_DECIMAL_ONE);

    /* It is asked of in the check: three were carried out, none is carried in. */
    ds_outcome o;
    ck_assert_int_eq(save_as(f, f->editor, fixture_report(f, "jixia", YEAR), NULL, &o),
                     APR_SUCCESS);
    int found = 0;
    for (int i = 0; i < ds_findings_count(o.findings); i++)
        found += !strcmp(ds_findings_at(o.findings, i)->rule, "X.carry");
    ck_assert_int_gt(found, 0);
}
END_TEST

START_TEST(names_the_organ_as_of_the_day)
{
    fixture *f = fixture_open();
    ds_outcome o;
    ds_organ *organ = fixture_organ("wenshi", "linzi", "闻韶镇");
    APR_ARRAY_IDX(organ->names, 0, ds_dated_name).until = "2024-06-01";
    APR_ARRAY_PUSH(organ->names, ds_dated_name) =
        (ds_dated_name) { "full", "闻韶街道办事处", "2024-06-01", NULL };
    fixture_put(f, organ);
    ck_assert_int_eq(save_as(f, f->editor, fixture_report(f, "wenshi", 2022), NULL, &o),
                     APR_SUCCESS);
    ck_assert_str_eq(o.listing->organ_name, "闻韶镇");
    ck_assert_int_eq(save_as(f, f->editor, fixture_report(f, "wenshi", YEAR), NULL, &o),
                     APR_SUCCESS);
    ck_assert_str_eq(o.listing->organ_name, "闻韶街道办事处");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, saves_a_draft_even_with_errors);
    tcase_add_test(cases, replaces_only_what_was_seen);
    tcase_add_test(cases, refuses_who_and_what_is_not_right);
    tcase_add_test(cases, goes_through_the_chain);
    tcase_add_test(cases, keeps_the_author_from_approving_and_publishing);
    tcase_add_test(cases, submits_no_errors_and_no_unsigned_warnings);
    tcase_add_test(cases, keeps_what_the_reader_found_until_submission);
    tcase_add_test(cases, acts_on_the_revision_seen_only);
    tcase_add_test(cases, corrects_beside_the_public_version);
    tcase_add_test(cases, makes_an_index_number_once);
    tcase_add_test(cases, leaves_out_an_index_number_it_cannot_make);
    tcase_add_test(cases, keeps_an_index_number_that_was_given);
    tcase_add_test(cases, withdraws_every_version_for_good);
    tcase_add_test(cases, takes_down_at_once_and_leaves_the_draft);
    tcase_add_test(cases, takes_over_what_is_public_already);
    tcase_add_test(cases, refuses_to_take_over_what_is_not_right);
    tcase_add_test(cases, knows_the_year_before);
    tcase_add_test(cases, names_the_organ_as_of_the_day);
}

UNIT_MAIN("store/reports", add_all)
