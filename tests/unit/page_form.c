/* The entry form: every field of every format, what was typed, what was
 * found. */
#include "page_fixture.h"

#include "core/check.h"
#include "core/derived.h"
#include "page/form_page.h"

static ds_staff_view view;

static void setup_view(void)
{
    static const ds_actor actor = { .account = "editor", .name = "王某" };
    apr_array_header_t *grants = apr_array_make(pool, 1, sizeof(ds_grant));
    ds_actor *own = apr_pmemdup(pool, &actor, sizeof(actor));

    own->grants = grants;
    view = (ds_staff_view){ .site = make_site(), .actor = own, .token = "token",
                            .now = ds_date_start("2023-01-05") };
}

static ds_form make_form(const ds_report *report)
{
    static ds_step steps[] = { { .id = "edit", .name = "填报", .role = DS_ROLE_EDITOR },
                               { .id = "publish", .name = "公开", .role = DS_ROLE_PUBLISHER } };
    static const ds_chain chain = { "short", "短", 2, steps };

    setup_view();
    return (ds_form){ .view = &view, .organ = "north", .organ_name = "某区北街街道办事处",
                      .year = 2022, .chain = &chain, .report = report,
                      .carried = ds_carry_figures(report->format, NULL, pool) };
}

static const char *page_of(const ds_form *form)
{
    ds_page *page = ds_page_create(pool);

    ds_form_page(page, form, pool);
    return bytes_of(page->body);
}

static const char *const formats[] = {
    "conf/formats/2019.xml", "conf/formats/2021.xml", "tests/data/formats/invented.xml"
};

/* Every cell and every section once, whatever the format. */
START_TEST(has_every_field)
{
    const ds_format *format = load_format(formats[_i]);
    const ds_form form = make_form(ds_report_create(format, pool));
    const char *page = page_of(&form);

    for (int cell = 0; cell < format->n_cells; cell++) {
        const char *field = apr_psprintf(pool, " name=\"%s\"", ds_format_address(format, cell));

        ck_assert_msg(count_of(page, field) == 1, "%s", field);
    }
    for (int i = 0; i < format->n_sections; i++) {
        const ds_section *section = &format->sections[i];

        ck_assert_int_eq(count_of(page, apr_psprintf(pool, "id=\"part-%s\"", section->id)), 1);
        ck_assert_int_eq(count_of(page, apr_psprintf(pool, "name=\"section/%s\"", section->id)),
                         section->prose >= 0);
    }
    for (int i = 0; i < format->n_tables; i++) {
        ck_assert_int_eq(count_of(page, apr_psprintf(pool, "name=\"notes/%s\"",
                                                     format->tables[i].id)), 1);
    }
    assert_lacks(page, "<script");
    assert_lacks(page, "style=");
    ck_assert_int_eq(count_of(page, "ds-part-state ds-part-empty"), format->n_sections);
}
END_TEST

/* Whatever is typed comes back escaped, in a field. */
START_TEST(gives_back_what_was_typed)
{
    const ds_format *format = load_format(formats[1]);
    ds_form form = make_form(make_report(format, 2022));
    const char *page;

    form.typed = apr_hash_make(pool);
    apr_hash_set(form.typed, "requests/new/natural", APR_HASH_KEY_STRING, HOSTILE);
    apr_hash_set(form.typed, "section/overview", APR_HASH_KEY_STRING, HOSTILE);
    apr_hash_set(form.typed, "title", APR_HASH_KEY_STRING, HOSTILE);
    apr_hash_set(form.typed, HOSTILE, APR_HASH_KEY_STRING, HOSTILE);
    apr_hash_set(form.typed, "_token", APR_HASH_KEY_STRING, "not shown");
    page = page_of(&form);
    ck_assert_int_eq(count_of(page, HOSTILE), 0);
    ck_assert_int_eq(count_of(page, "value=\"" HOSTILE_ATTR "\""), 2);
    assert_has(page, "\n" HOSTILE_TEXT "</textarea>");
    assert_has(page, "<dt>" HOSTILE_TEXT "</dt>");
    assert_lacks(page, "not shown");
    assert_has(page, "本页内容还没有保存");
}
END_TEST

START_TEST(shows_what_was_found)
{
    const ds_format *format = load_format(formats[1]);
    ds_report *report = make_report(format, 2022);
    ds_findings *findings = ds_findings_create(pool);
    const ds_check_context context = { NULL, NULL };
    ds_form form = make_form(report);
    const char *page;

    set_count(report, "requests/granted/natural", 1);
    ds_report_set_blank(report, ds_format_cell(format, "disputes/cases/direct_suit.upheld"));
    ds_check(findings, report, &context, pool);
    form.findings = findings;
    form.exists = 1;
    form.is_checked = 1;
    page = page_of(&form);
    assert_has(page, "autofocus");
    assert_has(page, "<a href=\"#requests/granted/natural\">");
    assert_has(page, "‘四、政府信息公开行政复议、行政诉讼情况’还有 1 格没有填写。");
    assert_has(page, "<span class=\"ds-says\" id=\"says:requests/granted/natural\">");
    assert_has(page, "aria-describedby=\"says:requests/granted/natural");
    ck_assert_int_eq(count_of(page, "class=\"ds-wrong"), 1);
    ck_assert_int_eq(count_of(page, "class=\"ds-sum\">应为 1<"), 2);
    assert_has(page, "data-part=\"requests\">有误<");
    assert_has(page, "data-part=\"disputes\">未完<");
    assert_has(page, "data-part=\"proactive\">完成<");
    assert_has(page, "id=\"says:section/overview\"");
}
END_TEST

static int is_readonly(const char *page, const char *address)
{
    const char *start = strstr(page, apr_psprintf(pool, "id=\"%s\"", address));
    const char *found;

    ck_assert_ptr_nonnull(start);
    found = strstr(start, "readonly");
    return found != NULL && found < strchr(start, '>');
}

START_TEST(locks_what_is_carried_over)
{
    static const char *const address = "requests/carried_in/natural";
    const ds_format *format = load_format(formats[1]);
    ds_report *previous = make_report(format, 2021), *report = make_report(format, 2022);
    ds_form form = make_form(report);
    const char *page;

    set_count(previous, "requests/carried_out/natural", 3);
    set_count(report, address, 3);
    form.previous = previous;
    form.carried = ds_carry_figures(format, previous, pool);
    page = page_of(&form);
    ck_assert(is_readonly(page, address));
    ck_assert(!is_readonly(page, "requests/new/natural"));
    assert_has(page, "更正上年结转");
    assert_has(page, "data-last=\"0\"");
    form.is_unlocked = 1;
    page = page_of(&form);
    ck_assert(!is_readonly(page, address));
    assert_has(page, "name=\"requests/carried_in/natural:note\"");
    form.is_unlocked = 0;
    set_count(report, address, 4);
    ck_assert(!is_readonly(page_of(&form), address));
}
END_TEST

START_TEST(drafts_from_the_profile)
{
    const ds_format *format = load_format(formats[1]);
    ds_organ *organ = make_organ("north", "某区北街街道办事处");
    ds_site *site = make_site();
    const ds_cell *carried = ds_carry_figures(format, NULL, pool);
    ds_report *report;
    const ds_block *contact;

    organ->telephone = "0533-1234567";
    organ->address = "北街1号";
    report = ds_form_draft(format, organ, "某区北街街道办事处", 2022, carried, site, pool);
    ck_assert_str_eq(report->title, "某区北街街道办事处2022年政府信息公开工作年度报告");
    ck_assert_str_eq(report->signature_name, "某区北街街道办事处");
    ck_assert_ptr_null(report->signature_date);
    ck_assert_int_eq(report->prose[0]->nelts, 3);
    contact = &APR_ARRAY_IDX(report->prose[0], 2, ds_block);
    assert_has(contact->text, "（地址：北街1号，电话：0533-1234567）");
    for (int cell = 0; cell < format->n_cells; cell++) {
        ck_assert_int_eq(report->cells[cell].state, DS_CELL_BLANK);
    }
    ck_assert_int_eq(report->prose[1]->nelts, 0);
}
END_TEST

START_TEST(writes_headings)
{
    const ds_format *format = load_format(formats[1]);

    ck_assert_str_eq(ds_form_headings(ds_format_section(format, "overview"), pool),
                     "（一）主动公开\n（二）依申请公开\n（三）政府信息管理\n"
                     "（四）政府信息公开平台建设\n（五）监督保障");
    ck_assert_str_eq(ds_form_headings(ds_format_section(format, "problems"), pool), "");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, has_every_field, 0, (int)(sizeof(formats) / sizeof(formats[0])));
    tcase_add_test(cases, gives_back_what_was_typed);
    tcase_add_test(cases, shows_what_was_found);
    tcase_add_test(cases, locks_what_is_carried_over);
    tcase_add_test(cases, drafts_from_the_profile);
    tcase_add_test(cases, writes_headings);
}

UNIT_MAIN("page/form", add_all)
