/* What is said of a report on its way, and what became of it: comments, paper
 * signatures, who had it open, history, the reason after. */
#include "store_fixture.h"

#include "store/comments.h"
#include "store/files.h"
#include "store/history.h"

static apr_status_t comment(const fixture *f, const ds_actor *actor, const char *place,
                            const char *text, const char **rule)
{
    ds_findings *findings = ds_findings_create(pool);
    apr_status_t status = ds_store_add_comment(f->store, actor, "jixia", YEAR, place, text, NOW,
                                               findings);
    *rule = fixture_rule(findings);
    return status;
}

static apr_array_header_t *comments(const fixture *f, int only_open)
{
    apr_array_header_t *found;
    ck_assert_int_eq(ds_store_comments(f->store, &found, "jixia", YEAR, only_open, pool),
                     APR_SUCCESS);
    return found;
}

static const ds_comment *comment_at(const apr_array_header_t *all, int i)
{
    return APR_ARRAY_IDX(all, i, const ds_comment *);
}

static fixture *with_draft(void)
{
    fixture *f = fixture_open();
    ds_report *report = fixture_report(f, "jixia", YEAR);
    int cell = ds_format_cell(report->format, "requests/new/natural");
    ds_report_set_number(report, cell, 7 * DS_DECIMAL_ONE);
    fixture_save(f, report);
    return f;
}

START_TEST(a_comment_keeps_place_and_passage)
{
    static const struct { const char *place; const char *passage; } cases[] = {
        { NULL, NULL },
        { "requests/new/natural", "7" },
        { "section/overview", NULL },
        { "section/overview/1", "本报告统计期限为2025年1月1日至2025年12月31日。没有收取信息处理费。" },
        { "title", "稷下街道办事处2025年政府信息公开工作年度报告" },
        { "signature", "稷下街道办事处" },
        { "notes/disputes", NULL },
    };
    const int n = sizeof(cases) / sizeof(cases[0]);
    fixture *f = with_draft();
    const char *rule;
    for (int i = 0; i < n; i++)
        ck_assert_msg(comment(f, f->reviewer, cases[i].place, " 请核对。\r\n第二行 ", &rule)
                      == APR_SUCCESS, "%d: %s %s", i, rule, fixture_log);
    fixture_save(f, fixture_report(f, "jixia", YEAR)); /* they outlive the text */
    apr_array_header_t *all = comments(f, 1);
    ck_assert_int_eq(all->nelts, n);
    for (int i = 0; i < n; i++) {
        const ds_comment *c = comment_at(all, i);
        ck_assert_int_eq(c->number, i + 1);
        ck_assert_int_eq(c->revision, 1);
        ck_assert_pstr_eq(c->place, cases[i].place);
        ck_assert_pstr_eq(c->passage, cases[i].passage);
        ck_assert_str_eq(c->text, "请核对。\n第二行");
        ck_assert_str_eq(c->account, "reviewer");
        ck_assert_int_eq(c->at, NOW);
        ck_assert_ptr_null(c->resolved_by);
    }
    ck_assert_int_eq(ds_store_comments(f->store, &all, "wenshi", YEAR, 0, pool), APR_SUCCESS);
    ck_assert_int_eq(all->nelts, 0);
}
END_TEST

START_TEST(refuses_comments_that_are_not_right)
{
    fixture *f = with_draft();
    char *longest = apr_pcalloc(pool, DS_COMMENT_MAX + 2);
    memset(longest, 'a', DS_COMMENT_MAX + 1);
    const struct { ds_actor *actor; const char *place, *text; apr_status_t status;
                   const char *rule; } cases[] = {
        { f->reviewer, NULL, NULL, DS_EINVALID, "W.comment" },
        { f->reviewer, NULL, " \n ", DS_EINVALID, "W.comment" },
        { f->reviewer, NULL, longest, DS_EINVALID, "W.comment" },
        { f->reviewer, NULL, "a\001b", DS_EINVALID, "W.comment" },
        { f->reviewer, "requests/none/natural", "好", DS_EINVALID, "W.place" },
        { f->reviewer, "section/none", "好", DS_EINVALID, "W.place" },
        { f->reviewer, "section/overview/0", "好", DS_EINVALID, "W.place" },
        { f->reviewer, "section/overview/2", "好", DS_EINVALID, "W.place" },
        { f->reviewer, "section/overview/99999999999", "好", DS_EINVALID, "W.place" },
        { f->reviewer, "section/overview/", "好", DS_EINVALID, "W.place" },
        { f->reviewer, "notes/none", "好", DS_EINVALID, "W.place" },
        { f->reviewer, longest, "好", DS_EINVALID, "W.place" },
        { f->admin, NULL, "好", DS_EFORBIDDEN, "W.role" },
        { fixture_actor("other", "wenshi", DS_ROLE_REVIEWER), NULL, "好", DS_EFORBIDDEN, "W.role" },
    };
    apr_int64_t before, after;
    ck_assert_int_eq(ds_store_audit_head(f->store, &before), APR_SUCCESS);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *rule;
        apr_status_t status = comment(f, cases[i].actor, cases[i].place, cases[i].text, &rule);
        ck_assert_msg(status == cases[i].status && !strcmp(rule, cases[i].rule), "%d: %d %s",
                      (int)i, status, rule);
    }
    ck_assert_int_eq(ds_store_audit_head(f->store, &after), APR_SUCCESS);
    ck_assert_int_eq(before, after);
    ck_assert_int_eq(comments(f, 0)->nelts, 0);

    const char *rule;
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    fixture_publish(f, "jixia", NULL);
    ck_assert_int_eq(comment(f, f->reviewer, NULL, "好", &rule), DS_ESTATE);
    ds_findings *findings = ds_findings_create(pool);
    ck_assert_int_eq(ds_store_add_comment(f->store, f->reviewer, "wenshi", YEAR, NULL, "好", NOW,
                                          findings), DS_ENOTFOUND);
}
END_TEST

START_TEST(a_comment_is_dealt_with_once)
{
    fixture *f = with_draft();
    ds_findings *findings = ds_findings_create(pool);
    apr_int64_t before, after;
    const char *rule;
    ck_assert_int_eq(comment(f, f->reviewer, NULL, "一", &rule), APR_SUCCESS);
    ck_assert_int_eq(comment(f, f->editor, NULL, "二", &rule), APR_SUCCESS);
    ck_assert_int_eq(ds_store_resolve_comment(f->store, f->admin, "jixia", YEAR, 1, NOW, findings),
                     DS_EFORBIDDEN);
    findings = ds_findings_create(pool);
    ck_assert_int_eq(ds_store_resolve_comment(f->store, f->editor, "jixia", YEAR, 1, NOW + 5,
                                              findings), APR_SUCCESS);
    ck_assert_int_eq(ds_store_audit_head(f->store, &before), APR_SUCCESS);
    ck_assert_int_eq(ds_store_resolve_comment(f->store, f->reviewer, "jixia", YEAR, 1, NOW + 9,
                                              findings), APR_SUCCESS);
    ck_assert_int_eq(ds_store_audit_head(f->store, &after), APR_SUCCESS);
    ck_assert_int_eq(before, after);
    ck_assert_int_eq(ds_store_resolve_comment(f->store, f->editor, "jixia", YEAR, 3, NOW,
                                              findings), DS_ENOTFOUND);
    ck_assert_int_eq(comments(f, 1)->nelts, 1);
    ck_assert_int_eq(comment_at(comments(f, 1), 0)->number, 2);
    const ds_comment *done = comment_at(comments(f, 0), 0);
    ck_assert_str_eq(done->resolved_by, "editor");
    ck_assert_int_eq(done->resolved_at, NOW + 5);
}
END_TEST

START_TEST(no_more_comments_than_a_bound)
{
    fixture *f = with_draft();
    const char *rule;
    for (int i = 0; i < DS_COMMENTS_MAX; i++)
        ck_assert_int_eq(comment(f, f->reviewer, NULL, "好", &rule), APR_SUCCESS);
    ck_assert_int_eq(comment(f, f->reviewer, NULL, "好", &rule), DS_ETOOLARGE);
    ck_assert_int_eq(comments(f, 0)->nelts, DS_COMMENTS_MAX);
}
END_TEST

START_TEST(only_the_tag_opened_counts)
{
    fixture *f = with_draft();
    const char *first = fixture_tag(f, "jixia", YEAR);
    ck_assert_int_eq(ds_store_opened(f->store, "reviewer", "jixia", YEAR, first),
                     DS_EPRECONDITION);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(ds_store_note_opened(f->store, "reviewer", "jixia", YEAR, first, NOW),
                         APR_SUCCESS);
    ck_assert_int_eq(ds_store_opened(f->store, "reviewer", "jixia", YEAR, first), APR_SUCCESS);
    ck_assert_int_eq(ds_store_opened(f->store, "publisher", "jixia", YEAR, first),
                     DS_EPRECONDITION);
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    const char *second = fixture_tag(f, "jixia", YEAR);
    ck_assert_int_eq(ds_store_opened(f->store, "reviewer", "jixia", YEAR, second),
                     DS_EPRECONDITION);
    ck_assert_int_eq(ds_store_note_opened(f->store, "reviewer", "jixia", YEAR, second, NOW),
                     APR_SUCCESS);
    ck_assert_int_eq(ds_store_opened(f->store, "reviewer", "jixia", YEAR, first),
                     DS_EPRECONDITION);
}
END_TEST

static apr_status_t approve(const fixture *f, const ds_signature *signature, const char **rule)
{
    ds_outcome o;
    const ds_step_request request = { .comment = "同意。", .signature = signature };
    apr_status_t status = ds_store_act(f->store, &o, f->reviewer, DS_ACTION_APPROVE, "jixia", YEAR,
                                       &request, NOW, pool);
    *rule = fixture_rule(o.findings);
    return status;
}

START_TEST(a_step_signed_on_paper_is_recorded_with_it)
{
    static const ds_signature bad[] = {
        { .signed_on = "2026-01-19" }, { .signer = " ", .signed_on = "2026-01-19" },
        { .signer = "王建国" }, { .signer = "王建国", .signed_on = "2026-01-21" },
        { .signer = "王建国", .signed_on = "2026-02-30" },
        { .signer = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一",
          .signed_on = "2026-01-19" },
    };
    static const ds_signature good = { .signer = "王建国", .post = "主任",
                                       .signed_on = "2026-01-20" };
    fixture *f = with_draft();
    apr_array_header_t *papers, *deeds;
    const char *rule;
    ds_report *clean = fixture_report(f, "jixia", YEAR);
    ds_outcome o;
    fixture_save(f, clean);
    ck_assert_int_eq(fixture_act(f, f->editor, DS_ACTION_SUBMIT, "jixia", NULL, &o), APR_SUCCESS);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        ck_assert_int_eq(approve(f, &bad[i], &rule), DS_EINVALID);
        ck_assert_str_eq(rule, "W.signature");
    }
    ck_assert_int_eq(approve(f, &good, &rule), APR_SUCCESS);
    ck_assert_int_eq(ds_store_signatures(f->store, &papers, "jixia", YEAR, pool), APR_SUCCESS);
    ck_assert_int_eq(papers->nelts, 1);
    const ds_signature *s = APR_ARRAY_IDX(papers, 0, const ds_signature *);
    ck_assert_str_eq(s->step_name, "审核（含保密审查）");
    ck_assert_str_eq(s->signer, "王建国");
    ck_assert_str_eq(s->post, "主任");
    ck_assert_str_eq(s->signed_on, "2026-01-20");
    ck_assert_ptr_null(s->scan);
    ck_assert_str_eq(s->account, "reviewer");
    ck_assert_int_eq(s->revision, 2);
    ck_assert_int_eq(ds_store_history(f->store, &deeds, "jixia", YEAR, 0, 1, pool), APR_SUCCESS);
    ck_assert_str_eq(APR_ARRAY_IDX(deeds, 0, const ds_deed *)->detail,
                     "review (secrecy): 线下签批：王建国（主任），2026-01-20。同意。");

    ds_findings *findings = ds_findings_create(pool);
    ck_assert_int_eq(ds_store_add_scan(f->store, f->reviewer, "jixia", YEAR, 1, "00", NOW,
                                       findings), DS_ENOTFOUND);
    const ds_file scan = { .digest = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
                           .digest_algorithm = "sm3", .media_type = "application/pdf", .size = 9 };
    int is_new;
    findings = ds_findings_create(pool);
    ck_assert_int_eq(ds_store_put_file(f->store, f->reviewer, "jixia", &scan, "签.pdf", NOW,
                                       &is_new, findings), APR_SUCCESS);
    ck_assert_int_eq(ds_store_add_scan(f->store, f->admin, "jixia", YEAR, 1, scan.digest, NOW,
                                       findings), DS_EFORBIDDEN);
    ck_assert_int_eq(ds_store_add_scan(f->store, f->reviewer, "jixia", YEAR, 2, scan.digest, NOW,
                                       findings), DS_ENOTFOUND);
    ck_assert_int_eq(ds_store_add_scan(f->store, f->reviewer, "jixia", YEAR, 1, scan.digest, NOW,
                                       findings), APR_SUCCESS);
    ck_assert_int_eq(ds_store_signatures(f->store, &papers, "jixia", YEAR, pool), APR_SUCCESS);
    ck_assert_str_eq(APR_ARRAY_IDX(papers, 0, const ds_signature *)->scan, scan.digest);
}
END_TEST

START_TEST(a_reason_bears_the_name_of_who_signed_it)
{
    fixture *f = fixture_open();
    ds_report *report = fixture_report(f, "jixia", YEAR);
    ds_revision *revision;
    ds_outcome o;
    ds_step_request request = { .reasons = apr_table_make(pool, 1) };
    report->signature_date = NULL;
    fixture_save(f, report);
    ck_assert_int_eq(fixture_act(f, f->editor, DS_ACTION_SUBMIT, "jixia", NULL, &o), DS_EINVALID);
    const char *id = ds_findings_at(o.findings, 0)->id;
    apr_table_setn(request.reasons, id, "日期待定。");
    f->editor->name = "李填报";
    ck_assert_int_eq(ds_store_act(f->store, &o, f->editor, DS_ACTION_SUBMIT, "jixia", YEAR,
                                  &request, NOW, pool), APR_SUCCESS);
    ck_assert_int_eq(fixture_act(f, f->reviewer, DS_ACTION_RETURN, "jixia", "再核。", &o),
                     APR_SUCCESS);
    fixture_save(f, report); /* checked again by another act of saving */
    f->editor->name = "王填报";
    ck_assert_int_eq(ds_store_act(f->store, &o, f->editor, DS_ACTION_SUBMIT, "jixia", YEAR,
                                  &request, NOW, pool), APR_SUCCESS);
    ck_assert_int_eq(ds_store_working(f->store, &revision, "jixia", YEAR, pool), APR_SUCCESS);
    ds_findings *kept = ds_findings_read(revision->findings, pool);
    ck_assert_str_eq(ds_findings_find(kept, id)->reason, "日期待定。");
    ck_assert_str_eq(ds_findings_find(kept, id)->signed_by, "李填报");
}
END_TEST

START_TEST(history_goes_back_in_steps)
{
    fixture *f = with_draft();
    apr_array_header_t *deeds;
    ds_revision *revision;
    const char *rule;
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    ck_assert_int_eq(comment(f, f->editor, NULL, "好", &rule), APR_SUCCESS);
    fixture_save(f, fixture_report(f, "wenshi", YEAR));
    ck_assert_int_eq(ds_store_history(f->store, &deeds, "jixia", YEAR, 0, 2, pool), APR_SUCCESS);
    ck_assert_int_eq(deeds->nelts, 2);
    const ds_deed *last = APR_ARRAY_IDX(deeds, 0, const ds_deed *);
    const ds_deed *before = APR_ARRAY_IDX(deeds, 1, const ds_deed *);
    ck_assert_str_eq(last->action, "comment");
    ck_assert_str_eq(last->account, "editor");
    ck_assert_str_eq(before->action, "save");
    ck_assert_int_eq(before->revision, 2);
    ck_assert_int_eq(ds_store_history(f->store, &deeds, "jixia", YEAR, before->number, 9, pool),
                     APR_SUCCESS);
    ck_assert_int_eq(deeds->nelts, 1);
    ck_assert_int_eq(APR_ARRAY_IDX(deeds, 0, const ds_deed *)->revision, 1);
    ck_assert_int_eq(ds_store_revision(f->store, &revision, "jixia", YEAR, 1, pool), APR_SUCCESS);
    ck_assert_ptr_nonnull(strstr(revision->xml, "<cell id=\"natural\">7</cell>"));
    ck_assert_int_eq(ds_store_revision(f->store, &revision, "jixia", YEAR, 3, pool), DS_ENOTFOUND);
    ck_assert_ptr_null(revision);
}
END_TEST

static apr_status_t explain(const fixture *f, const ds_actor *actor, const char *reason)
{
    return ds_store_explain(f->store, actor, "jixia", YEAR, reason, NOW,
                            ds_findings_create(pool));
}

START_TEST(the_reason_may_come_after)
{
    fixture *f = fixture_open();
    ds_revision *r;
    ds_outcome o;
    fixture_save(f, fixture_report(f, "jixia", YEAR));
    fixture_publish(f, "jixia", NULL);
    ck_assert_int_eq(explain(f, f->reviewer, "早了。"), DS_ESTATE);
    ck_assert_int_eq(fixture_act(f, f->admin, DS_ACTION_TAKEDOWN, "jixia", NULL, &o), APR_SUCCESS);
    ck_assert_int_eq(explain(f, f->editor, "不是他的事。"), DS_EFORBIDDEN);
    ck_assert_int_eq(explain(f, f->admin, "  "), DS_EINVALID);
    ck_assert_int_eq(explain(f, f->admin, "含个人信息。"), APR_SUCCESS);
    ck_assert_int_eq(ds_store_working(f->store, &r, "jixia", YEAR, pool), APR_SUCCESS);
    ck_assert_str_eq(r->listing->withdrawn_reason, "含个人信息。");
    ck_assert_int_eq(explain(f, f->publisher, "含个人信息，正在更正。"), APR_SUCCESS);
    apr_int64_t broken, records;
    ck_assert_int_eq(ds_store_audit_verify(f->store, &broken, &records, pool), APR_SUCCESS);
    ck_assert_int_eq(broken, 0);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, a_comment_keeps_place_and_passage);
    tcase_add_test(cases, refuses_comments_that_are_not_right);
    tcase_add_test(cases, a_comment_is_dealt_with_once);
    tcase_add_test(cases, no_more_comments_than_a_bound);
    tcase_add_test(cases, only_the_tag_opened_counts);
    tcase_add_test(cases, a_step_signed_on_paper_is_recorded_with_it);
    tcase_add_test(cases, a_reason_bears_the_name_of_who_signed_it);
    tcase_add_test(cases, history_goes_back_in_steps);
    tcase_add_test(cases, the_reason_may_come_after);
}

UNIT_MAIN("store/comments", add_all)
