/* One report in the staff portal: what its pages say and offer, whatever stands
 * in it. */
#include "page_fixture.h"

#include "page/deed_text.h"
#include "page/staff_report_page.h"

/* 2021-01-20 10:00 in UTC+8. */
#define NOW ((apr_int64_t)1611108000)

typedef struct desk {
    ds_staff_view view;
    ds_actor actor;
    ds_chain *chain;
    ds_case subject;
    ds_staff_report report;
} desk;

static desk *make_desk(void)
{
    desk *d = apr_pcalloc(pool, sizeof(*d));
    const char *error = ds_chain_load(&d->chain, "conf/chains/three-steps.xml",
                                      "conf/schema/chain.rng", pool, pool);
    ds_report *report = make_report(load_format("conf/formats/2019.xml"), 2020);

    ck_assert_msg(error == NULL, "%s", error);
    d->actor.account = "reviewer";
    d->actor.grants = apr_array_make(pool, 1, sizeof(ds_grant));
    d->view = (ds_staff_view){ .site = make_site(), .actor = &d->actor, .token = "token",
                               .now = NOW };
    d->subject = (ds_case){ NULL, 1, DS_STATE_SUBMITTED, 1, "editor", 0 };
    d->report = (ds_staff_report){
        .view = &d->view, .organ = "north", .organ_name = "北街" HOSTILE, .year = 2020,
        .chain = d->chain, .subject = &d->subject, .author = "张三" HOSTILE, .due = "2021-01-31",
        .revision = 3, .tag = "3.4.00000000", .changed_at = NOW, .report = report,
        .findings = ds_findings_create(pool), .compares = 1,
        .notes = apr_array_make(pool, 1, sizeof(ds_staff_note)),
    };
    return d;
}

static const char *page_of(const desk *d)
{
    ds_page *page = ds_page_create(pool);

    ds_staff_report_page(page, &d->report, pool);
    return bytes_of(page->body);
}

START_TEST(says_where_it_is_and_by_when)
{
    static const struct {
        int exists; ds_state state; int step; const char *due; const char *says[3];
    } cases[] = {
        { 0, 0, 0, "2021-01-31", { "还没有开始填报，由填报人员办理", "还有 11 天" } },
        { 1, DS_STATE_DRAFT, 0, "2021-01-20",
          { "现在是‘填报’环节", "下一步：审核（含保密审查）", "今天是最后一天" } },
        { 1, DS_STATE_SUBMITTED, 1, "2021-01-15",
          { "现在是‘审核（含保密审查）’环节，由审核人员办理", "下一步：签发公开", "已经逾期 5 天" } },
        { 1, DS_STATE_APPROVED, 2, "2021-01-31", { "由签发人员办理", "签发之后立即公开" } },
        { 1, DS_STATE_RETURNED, 0, "2021-01-31", { "报告已退回修改" } },
        { 1, DS_STATE_PUBLISHED, 2, "2021-01-15", { "报告已经公开", "办理更正" } },
        { 1, DS_STATE_WITHDRAWN, 2, "2021-01-15", { "公众看不到" } },
        { 1, DS_STATE_SUBMITTED, 99, "2021-01-31", { "现在是‘填报’环节" } },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        desk *d = make_desk();

        d->subject = (ds_case){ NULL, cases[i].exists, cases[i].state, cases[i].step, NULL, 0 };
        d->report.due = cases[i].due;
        for (int k = 0; k < 3 && cases[i].says[k] != NULL; k++) {
            assert_has(page_of(d), cases[i].says[k]);
        }
        if (cases[i].state == DS_STATE_PUBLISHED) {
            assert_lacks(page_of(d), "逾期");
        }
    }
}
END_TEST

START_TEST(offers_what_is_permitted_danger_last)
{
    desk *d = make_desk();
    const char *text = page_of(d);

    assert_lacks(text, "ds-button\"");
    d->report.may = 1u << DS_ACTION_TAKEDOWN | 1u << DS_ACTION_APPROVE | 1u << DS_ACTION_RETURN;
    text = page_of(d);
    assert_has(text, "/staff/reports/north/2020/approve");
    assert_has(text, "/staff/reports/north/2020/return");
    assert_lacks(text, "/publish");
    ck_assert(strstr(text, "/approve") < strstr(text, "/return"));
    ck_assert(strstr(text, "/return") < strstr(text, "/takedown"));
    d->report.own_work = "这份报告是您本人填报的。";
    assert_has(page_of(d), "这份报告是您本人填报的。");
}
END_TEST

START_TEST(escapes_whatever_people_typed)
{
    desk *d = make_desk();
    ds_finding *finding = ds_findings_add((ds_findings *)d->report.findings, DS_WARNING, "S.x",
                                          "section/overview", "%s", HOSTILE);

    finding->reason = finding->signed_by = HOSTILE;
    d->report.people = d->report.typed = d->report.withdrawn_reason = HOSTILE;
    d->report.is_withdrawn = d->report.may_explain = d->report.may_comment = 1;
    APR_ARRAY_PUSH((apr_array_header_t *)d->report.notes, ds_staff_note) = (ds_staff_note){
        .number = 1, .place = HOSTILE, .passage = HOSTILE, .text = HOSTILE, .who = HOSTILE,
        .resolver = HOSTILE
    };
    ds_report_set_title((ds_report *)d->report.report, HOSTILE);
    ds_report_add_paragraph((ds_report *)d->report.report, 0, HOSTILE);
    ds_report_set_cell_note((ds_report *)d->report.report, 0, HOSTILE);
    assert_lacks(page_of(d), "<script");
    ck_assert_int_ge(count_of(page_of(d), HOSTILE_TEXT), 12);
}
END_TEST

START_TEST(findings_come_worst_first_and_lead_to_their_place)
{
    desk *d = make_desk();
    ds_findings *findings = (ds_findings *)d->report.findings;
    ds_finding *warning = ds_findings_add(findings, DS_WARNING, "S.fee", "section/other", "收费");
    ds_finding *error = ds_findings_add(findings, DS_ERROR, "T3.balance", "natural", "不平");
    const char *text;

    ds_finding_add_cell(findings, error, "requests/new/natural");
    ds_finding_add_suspect(findings, error, "requests/granted/natural");
    error->expected = "2";
    error->actual = "1";
    for (int i = 0; i < 3; i++) {
        ds_finding *blank = ds_findings_add(findings, DS_ERROR, "C.blank", "x", "空");
        ds_finding_add_cell(findings, blank, "disputes/cases/reconsideration.upheld");
    }
    warning->reason = "没有收费。";
    warning->signed_by = "李四";
    text = page_of(d);
    ck_assert(strstr(text, "不平") < strstr(text, "收费"));
    assert_has(text, "href=\"#requests/granted/natural\"");
    assert_has(text, "id=\"requests/granted/natural\"");
    assert_has(text, "href=\"#section/other\"");
    assert_has(text, "id=\"section/other\"");
    assert_has(text, "应为 2，现为 1");
    assert_has(text, "李四说明：没有收费。");
    assert_has(text, "表格还有 3 格没有填写");
    ck_assert_int_eq(count_of(text, "ds-wrong"), 2);
    d->report.may = 1u << DS_ACTION_EDIT;
    assert_has(page_of(d), "/2020/edit#requests/granted/natural");
}
END_TEST

START_TEST(last_year_stands_beside_and_leaps_are_flagged)
{
    static const struct { int before, now; const char *says; int is_leap; } cases[] = {
        { 5, 5, NULL, 0 }, { 5, 6, "上年5", 0 }, { 0, 9, "上年0", 0 }, { 0, 10, "大增", 1 },
        { 30, 59, "上年30", 0 }, { 30, 60, "大增", 1 }, { 60, 30, "大减", 1 },
        { 60, 31, "上年60", 0 }, { 4, 13, "上年4", 0 }, { 12, 2, "大减", 1 },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        desk *d = make_desk();
        ds_report *previous = make_report(d->report.report->format, 2019);
        const char *text;

        d->report.previous = previous;
        set_count(previous, "requests/new/natural", cases[i].before);
        set_count((ds_report *)d->report.report, "requests/new/natural", cases[i].now);
        text = page_of(d);
        ck_assert_int_eq(count_of(text, "ds-before"), cases[i].says != NULL);
        ck_assert_msg(count_of(text, "ds-leap") == cases[i].is_leap, "case %d", (int)i);
        if (cases[i].says != NULL) {
            assert_has(text, cases[i].says);
        }
        d->report.compares = 0;
        assert_lacks(page_of(d), "ds-before");
    }
}
END_TEST

static void set_amount(const ds_report *report, ds_decimal amount, const char *unit)
{
    int cell = ds_format_cell(report->format, "art20_9/procurement/amount");

    ds_report_set_number((ds_report *)report, cell, amount * DS_DECIMAL_ONE);
    ds_report_set_unit((ds_report *)report, cell, unit);
}

/* The same digits are another amount in another unit. */
START_TEST(amounts_leap_in_one_unit)
{
    static const struct {
        int before; const char *unit; int now; const char *now_unit; const char *says;
        int is_leap;
    } cases[] = {
        { 100, "元", 100, "万元", "上年100元", 1 },
        { 1000000, "元", 100, "万元", "上年1000000元", 0 },
        { 100, "元", 200, "元", "上年100元", 0 },
        { 100, NULL, 200, "万元", "上年100", 0 },
        { 100, "万元", 200, "万元", "上年100万元", 1 },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        desk *d = make_desk();
        ds_report *previous = make_report(d->report.report->format, 2019);
        const char *text;

        d->report.previous = previous;
        set_amount(previous, cases[i].before, cases[i].unit);
        set_amount(d->report.report, cases[i].now, cases[i].now_unit);
        text = page_of(d);
        assert_has(text, cases[i].says);
        ck_assert_msg(count_of(text, "ds-leap") == cases[i].is_leap, "case %d", (int)i);
    }
}
END_TEST

START_TEST(another_format_is_compared_where_it_means_the_same)
{
    desk *d = make_desk();
    ds_report *previous = make_report(load_format("conf/formats/2021.xml"), 2019);

    d->report.previous = previous;
    set_count(previous, "requests/granted/natural", 44);
    set_count(previous, "art20_1/regulations/issued", 55);
    assert_has(page_of(d), "上年44");
    assert_lacks(page_of(d), "上年55");
}
END_TEST

START_TEST(places_have_names)
{
    static const struct { const char *place, *name; } cases[] = {
        { NULL, "全文" }, { "title", "标题" }, { "signature", "落款" },
        { "section/overview", "一、总体情况" }, { "section/overview/3", "一、总体情况，第3段" },
        { "section/preface/1", "引言，第1段" },
        { "notes/disputes", "四、政府信息公开行政复议、行政诉讼情况：表下说明" },
        { "requests/new/natural", "三、收到和处理政府信息公开申请情况：‘一、本年新收政府信息公开申请数量’一行‘自然人’" },
        { "nothing", "nothing" },
    };
    const ds_format *format = load_format("conf/formats/2019.xml");

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ck_assert_str_eq(ds_staff_place_name(format, cases[i].place, pool), cases[i].name);
    }
}
END_TEST

START_TEST(deeds_read_as_sentences)
{
    static const struct { const char *action, *detail, *text, *words; } cases[] = {
        { "save", NULL, "保存草稿", NULL },
        { "submit", "edit", "送审", NULL },
        { "submit", "edit: 请审。", "送审", "请审。" },
        { "approve", "review (secrecy)", "通过‘审核（含保密审查）’环节，已作保密审查", NULL },
        { "approve", "review (secrecy): 同意: 好", "通过‘审核（含保密审查）’环节，已作保密审查", "同意: 好" },
        { "return", "review: 改", "在‘审核（含保密审查）’环节退回修改", "改" },
        { "publish", "publish", "签发并公开", NULL },
        { "publish", "gone-step: x", "签发公开", "gone-step: x" },
        { "withdraw", "错", "撤下报告", "错" }, { "comment", "3 title", "写下批注", NULL },
        { "whatever", "x", "whatever", "x" },
    };
    desk *d = make_desk();

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *words;

        ck_assert_str_eq(ds_deed_text(d->chain, cases[i].action, cases[i].detail, &words, pool),
                         cases[i].text);
        ck_assert_pstr_eq(words, cases[i].words);
    }
}
END_TEST

static const char *step_text(const desk *d, ds_action action, const ds_findings *findings,
                             int is_correction)
{
    ds_page *page = ds_page_create(pool);
    const ds_staff_step step = {
        .view = &d->view, .action = action, .organ = "north", .organ_name = HOSTILE, .year = 2020,
        .chain = d->chain, .subject = &d->subject, .tag = "3.4.x", .revision = 3, .record = 17,
        .report = d->report.report, .format = d->report.report->format, .findings = findings, .is_correction = is_correction,
        .index_number = HOSTILE
    };

    ds_staff_step_page(page, &step, pool);
    return bytes_of(page->body);
}

/* What is taken on is named where it is taken on, with what was answered for. */
START_TEST(steps_say_what_they_take_on)
{
    static const struct { ds_action action; int step, says; } cases[] = {
        { DS_ACTION_SUBMIT, 0, 1 }, { DS_ACTION_APPROVE, 1, 1 }, { DS_ACTION_PUBLISH, 2, 1 },
        { DS_ACTION_RETURN, 1, 0 }, { DS_ACTION_CORRECT, 2, 0 }, { DS_ACTION_WITHDRAW, 2, 0 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        desk *d = make_desk();
        ds_findings *findings = ds_findings_create(pool);
        ds_finding *warning = ds_findings_add(findings, DS_WARNING, "T4.plausible", "disputes",
                                              "去年没有" HOSTILE);
        ds_findings_add(findings, DS_INFO, "C.zero", "requests", "某人确认均为 0");
        ds_findings_add(findings, DS_INFO, "C.number", "requests/new/natural", "已改写");
        warning->reason = "确实如此";
        warning->signed_by = "填报人";
        d->subject.step = cases[i].step;
        const char *body = step_text(d, cases[i].action, findings, 0);
        ck_assert_int_eq(strstr(body, "ds-step-summary") != NULL, cases[i].says);
        if (cases[i].says) {
            ck_assert_ptr_nonnull(strstr(body, "<dt>标题</dt>"));
            ck_assert_ptr_nonnull(strstr(body, "总计：三、"));
            ck_assert_ptr_nonnull(strstr(body, "理由：确实如此（填报人）"));
            ck_assert_ptr_nonnull(strstr(body, "某人确认均为 0"));
            ck_assert_ptr_null(strstr(body, "已改写"));
        }
        ck_assert_ptr_null(strstr(body, HOSTILE));
    }
}
END_TEST

START_TEST(steps_say_what_comes_of_them)
{
    static const struct { ds_action action; int step; int is_correction; const char *says[3]; }
        cases[] = {
        { DS_ACTION_SUBMIT, 0, 0, { "交到‘审核（含保密审查）’环节", "退回之前不能再修改" } },
        { DS_ACTION_RETURN, 1, 0, { "退回的原因", "从头再来" } },
        { DS_ACTION_APPROVE, 1, 0, { "name=\"_attest\"", "交到‘签发公开’环节", "name=\"_signer\"" } },
        { DS_ACTION_PUBLISH, 2, 0, { "/disclosure/north/2020", "name=\"_index_number\"", "签发意见" } },
        { DS_ACTION_PUBLISH, 2, 1, { "更正说明", "替换现在的版本" } },
        { DS_ACTION_CORRECT, 2, 0, { "公众看到的不变" } },
        { DS_ACTION_WITHDRAW, 2, 0, { "撤下的原因", "ds-button-danger" } },
        { DS_ACTION_TAKEDOWN, 2, 0, { "立即对外消失", "ds-button-danger" } },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        desk *d = make_desk();
        const char *text;

        d->subject.step = cases[i].step;
        text = step_text(d, cases[i].action, ds_findings_create(pool), cases[i].is_correction);
        for (int k = 0; k < 3 && cases[i].says[k] != NULL; k++) {
            assert_has(text, cases[i].says[k]);
        }
        ck_assert_int_eq(count_of(text, "name=\"_attest\""),
                         cases[i].action == DS_ACTION_APPROVE);
        assert_has(text, "name=\"_tag\" value=\"3.4.x\"");
        assert_has(text, "name=\"_record\" value=\"17\"");
        assert_lacks(text, "<script");
    }
}
END_TEST

START_TEST(errors_leave_no_button_to_submit)
{
    desk *d = make_desk();
    ds_findings *findings = ds_findings_create(pool);

    ds_findings_add(findings, DS_WARNING, "S.x", "a", "请说明");
    assert_has(step_text(d, DS_ACTION_SUBMIT, findings, 0), "name=\"_reason1\"");
    assert_has(step_text(d, DS_ACTION_SUBMIT, findings, 0), "value=\"S.x@a\"");
    ds_findings_add(findings, DS_ERROR, "T.x", "a", "不平");
    assert_lacks(step_text(d, DS_ACTION_SUBMIT, findings, 0), "name=\"_tag\"");
    assert_has(step_text(d, DS_ACTION_SUBMIT, findings, 0), "回填报页改正");
}
END_TEST

START_TEST(history_folds_saves_and_offers_revisions)
{
    desk *d = make_desk();
    static const ds_staff_deed deeds[] = {
        { 9, NOW, "李四", "submit", 5, "edit" }, { 8, NOW, "张三" HOSTILE, "save", 5, NULL },
        { 7, NOW, "张三" HOSTILE, "save", 4, NULL }, { 6, NOW, "张三" HOSTILE, "save", 2, NULL },
        { 5, NOW, "王五", "save", 3, NULL },
    };
    apr_array_header_t *list = apr_array_make(pool, 4, sizeof(ds_staff_deed));
    ds_page *page = ds_page_create(pool);
    ds_report *before = make_report(d->report.report->format, 2020);
    const char *text;

    for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
        APR_ARRAY_PUSH(list, ds_staff_deed) = deeds[i];
    }
    set_count(before, "requests/new/natural", 123);
    const ds_staff_history h = {
        .view = &d->view, .organ = "north", .organ_name = "北街", .year = 2020, .chain = d->chain,
        .deeds = list, .earlier = 6, .papers = apr_array_make(pool, 1, sizeof(ds_staff_signed)),
        .from = 3, .to = 5, .before = before, .after = d->report.report
    };
    ds_staff_history_page(page, &h, pool);
    text = bytes_of(page->body);
    assert_has(text, "保存草稿 3 次");
    ck_assert_int_eq(count_of(text, "<option value=\"5\""), 2);
    ck_assert_int_eq(count_of(text, "<option value=\"4\""), 0);
    ck_assert_int_eq(count_of(text, "<option value=\"2\""), 2);
    assert_has(text, "<option value=\"3\" selected=\"\"");
    assert_has(text, "?before=6");
    assert_has(text, "<td>123</td>");
    assert_lacks(text, "<script");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, says_where_it_is_and_by_when);
    tcase_add_test(cases, offers_what_is_permitted_danger_last);
    tcase_add_test(cases, escapes_whatever_people_typed);
    tcase_add_test(cases, findings_come_worst_first_and_lead_to_their_place);
    tcase_add_test(cases, last_year_stands_beside_and_leaps_are_flagged);
    tcase_add_test(cases, amounts_leap_in_one_unit);
    tcase_add_test(cases, another_format_is_compared_where_it_means_the_same);
    tcase_add_test(cases, places_have_names);
    tcase_add_test(cases, deeds_read_as_sentences);
    tcase_add_test(cases, steps_say_what_comes_of_them);
    tcase_add_test(cases, steps_say_what_they_take_on);
    tcase_add_test(cases, errors_leave_no_button_to_submit);
    tcase_add_test(cases, history_folds_saves_and_offers_revisions);
}

UNIT_MAIN("page/staff_report", add_all)
