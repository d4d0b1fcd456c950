/* Figures of many reports at once: which are there, as of which version. */
#include "store_fixture.h"

#include "core/figures.h"
#include "store/figures.h"

#define CELL "requests/new/natural"

/* "jixia v1 3, wenshi v2 5": organ, version and the figure of CELL. */
static const char *said(const fixture *f, const apr_array_header_t *rows)
{
    const char *text = "";

    for (int i = 0; i < rows->nelts; i++) {
        const ds_figures_row *row = APR_ARRAY_IDX(rows, i, const ds_figures_row *);
        const ds_format *format = ds_formats_find(f->settings.formats, row->format);
        ds_report *report;

        ck_assert_ptr_nonnull(format);
        report = ds_report_create(format, pool);
        ck_assert_int_eq(ds_figures_read(report, row->figures), APR_SUCCESS);
        text = apr_psprintf(pool, "%s%s%s v%d %s", text, *text ? ", " : "", row->organ,
                            row->version,
                            ds_report_cell_text(report, unit_cell(format, CELL), pool));
    }
    return text;
}

static const char *below(const fixture *f, const char *parent, int year)
{
    apr_array_header_t *rows;

    ck_assert_int_eq(ds_store_figures_below(f->store, &rows, parent, year, pool), APR_SUCCESS);
    return said(f, rows);
}

/* The newest of them; 0: none. */
static int years_below(const fixture *f, const char *parent)
{
    apr_array_header_t *years;

    ck_assert_int_eq(ds_store_figures_years_below(f->store, &years, parent, pool), APR_SUCCESS);
    return years->nelts ? APR_ARRAY_IDX(years, 0, int) : 0;
}

static const char *of_year(const fixture *f, int year)
{
    apr_array_header_t *rows;

    ck_assert_int_eq(ds_store_figures_of_year(f->store, &rows, year, pool), APR_SUCCESS);
    return said(f, rows);
}

static const char *of_organ(const fixture *f, const char *organ)
{
    apr_array_header_t *rows;

    ck_assert_int_eq(ds_store_figures_of_organ(f->store, &rows, organ, pool), APR_SUCCESS);
    return said(f, rows);
}

/* One request of each applicant kept right: received and granted. */
static void save(const fixture *f, const char *organ, int count)
{
    static const char *const cells[] = { CELL, "requests/new/total", "requests/granted/natural",
        "requests/granted/total", "requests/result_total/natural",
        "requests/result_total/total" };
    ds_report *report = fixture_report(f, organ, YEAR);

    if (strcmp(organ, "jixia") && strcmp(organ, "wenshi"))
        ds_report_set_signature(report, "稷下一站", apr_psprintf(pool, "%d-01-20", YEAR + 1));
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
        ds_report_set_number(report, unit_cell(report->format, cells[i]),
                             count * DS_DECIMAL_ONE);
    fixture_save(f, report);
}

static void act(const fixture *f, ds_action action, const char *organ)
{
    ds_outcome outcome;

    ck_assert_int_eq(fixture_act(f, f->publisher, action, organ, "内容有误。", &outcome),
                     APR_SUCCESS);
}

START_TEST(has_what_is_public)
{
    fixture *f = fixture_open();

    ck_assert_str_eq(below(f, "linzi", YEAR), "");
    save(f, "wenshi", 5);
    save(f, "jixia", 3);
    ck_assert_str_eq(below(f, "linzi", YEAR), "");
    fixture_publish(f, "wenshi", NULL);
    ck_assert_str_eq(below(f, "linzi", YEAR), "wenshi v1 5");
    fixture_publish(f, "jixia", NULL);
    ck_assert_str_eq(below(f, "linzi", YEAR), "jixia v1 3, wenshi v1 5");
    ck_assert_str_eq(of_year(f, YEAR), "jixia v1 3, wenshi v1 5");
    ck_assert_str_eq(of_organ(f, "jixia"), "jixia v1 3");
    ck_assert_str_eq(below(f, "linzi", YEAR - 1), "");
    ck_assert_str_eq(below(f, "jixia", YEAR), "");
    ck_assert_str_eq(below(f, "nowhere", YEAR), "");
    ck_assert_str_eq(of_organ(f, "nowhere"), "");
}
END_TEST

START_TEST(says_whose_it_is)
{
    fixture *f = fixture_open();
    apr_array_header_t *rows;
    const ds_figures_row *row;

    save(f, "jixia", 3);
    fixture_publish(f, "jixia", NULL);
    ck_assert_int_eq(ds_store_figures_below(f->store, &rows, "linzi", YEAR, pool), APR_SUCCESS);
    row = APR_ARRAY_IDX(rows, 0, const ds_figures_row *);
    ck_assert_str_eq(row->organ_name, "稷下街道办事处");
    ck_assert_str_eq(row->parent, "linzi");
    ck_assert_int_eq(row->kind, DS_ORGAN_TOWN);
    ck_assert_int_eq(row->year, YEAR);
    ck_assert_int_eq(row->published_at, NOW);
    ck_assert_str_eq(row->published_on, "2026-01-20");
    ck_assert_str_eq(row->digest_algorithm, "sm3");
    ck_assert_int_eq(strlen(row->digest), 64);
}
END_TEST

/* Neither a draft of a correction nor what was withdrawn or taken down counts. */
START_TEST(follows_what_becomes_of_a_report)
{
    static const ds_action ends[] = { DS_ACTION_WITHDRAW, DS_ACTION_TAKEDOWN };
    fixture *f = fixture_open();

    save(f, "jixia", 3);
    fixture_publish(f, "jixia", NULL);
    act(f, DS_ACTION_CORRECT, "jixia");
    save(f, "jixia", 4);
    ck_assert_str_eq(below(f, "linzi", YEAR), "jixia v1 3");
    fixture_publish(f, "jixia", "更正一处数字。");
    ck_assert_str_eq(below(f, "linzi", YEAR), "jixia v2 4");
    act(f, ends[_i], "jixia");
    ck_assert_str_eq(below(f, "linzi", YEAR), "");
    ck_assert_str_eq(of_year(f, YEAR), "");
    ck_assert_str_eq(of_organ(f, "jixia"), "");
    act(f, DS_ACTION_CORRECT, "jixia");
    save(f, "jixia", 6);
    ck_assert_str_eq(of_year(f, YEAR), "");
    fixture_publish(f, "jixia", "重新公开。");
    ck_assert_str_eq(of_year(f, YEAR), "jixia v3 6");
}
END_TEST

/* Direct subordinates only: what is below a subordinate is its own affair. */
START_TEST(looks_one_step_down)
{
    fixture *f = fixture_open();

    fixture_put(f, fixture_organ("station", "jixia", "稷下一站"));
    save(f, "station", 2);
    save(f, "jixia", 3);
    fixture_publish(f, "station", NULL);
    fixture_publish(f, "jixia", NULL);
    ck_assert_str_eq(below(f, "linzi", YEAR), "jixia v1 3");
    ck_assert_str_eq(below(f, "jixia", YEAR), "station v1 2");
    ck_assert_int_eq(years_below(f, "jixia"), YEAR);
    ck_assert_int_eq(years_below(f, "linzi"), YEAR);
    ck_assert_int_eq(years_below(f, "station"), 0);
    ck_assert_str_eq(of_year(f, YEAR), "jixia v1 3, station v1 2");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, has_what_is_public);
    tcase_add_test(cases, says_whose_it_is);
    tcase_add_loop_test(cases, follows_what_becomes_of_a_report, 0, 2);
    tcase_add_test(cases, looks_one_step_down);
}

UNIT_MAIN("store/figures", add_all)
