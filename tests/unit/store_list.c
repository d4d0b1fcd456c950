/* Lists of reports: order, restriction, pages. */
#include "store_fixture.h"

#include "store/progress.h"

/* "2025.jixia 2025.wenshi ..." over all pages of `limit`. */
static const char *listed(const fixture *f, ds_query query)
{
    const char *text = "", *next = NULL;
    int pages = 0;
    do {
        apr_array_header_t *page;
        query.after = next;
        ck_assert_int_eq(ds_store_list(f->store, &page, &next, &query, pool), APR_SUCCESS);
        ck_assert_int_le(page->nelts, query.limit);
        for (int i = 0; i < page->nelts; i++) {
            const ds_listing *l = APR_ARRAY_IDX(page, i, const ds_listing *);
            text = apr_psprintf(pool, "%s%s%d.%s", text, *text ? " " : "", l->year, l->organ);
        }
        ck_assert_int_lt(++pages, 100);
    } while (next);
    return text;
}

static fixture *with_reports(void)
{
    static const struct { const char *organ; int year; } reports[] = {
        { "wenshi", 2025 }, { "jixia", 2024 }, { "jixia", 2025 }, { "station", 2025 },
        { "linzi", 2025 }, { "wenshi", 2023 },
    };
    fixture *f = fixture_open();
    fixture_put(f, fixture_organ("station", "jixia", "稷下一站"));
    for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++)
        fixture_save(f, fixture_report(f, reports[i].organ, reports[i].year));
    fixture_publish(f, "jixia", NULL);
    return f;
}

static apr_array_header_t *keys(const char *first, const char *second)
{
    apr_array_header_t *array = apr_array_make(pool, 2, sizeof(const char *));
    APR_ARRAY_PUSH(array, const char *) = first;
    if (second)
        APR_ARRAY_PUSH(array, const char *) = second;
    return array;
}

START_TEST(restricts_and_orders)
{
    fixture *f = with_reports();
    const struct { ds_query query; const char *expected; } cases[] = {
        { { .state = -1 }, "2025.linzi 2025.jixia 2025.station 2025.wenshi 2024.jixia "
                           "2023.wenshi" },
        { { .state = -1, .year = 2025 }, "2025.linzi 2025.jixia 2025.station 2025.wenshi" },
        { { .state = -1, .organ = "jixia" }, "2025.jixia 2024.jixia" },
        { { .state = DS_STATE_DRAFT, .year = 2025 }, "2025.linzi 2025.station 2025.wenshi" },
        { { .state = DS_STATE_PUBLISHED }, "2025.jixia" },
        { { .state = -1, .public_only = 1 }, "2025.jixia" },
        { { .state = -1, .year = 2024, .public_only = 1 }, "" },
        { { .state = -1, .below = keys("jixia", NULL) }, "2025.jixia 2025.station 2024.jixia" },
        { { .state = -1, .below = keys("jixia", "station") },
          "2025.jixia 2025.station 2024.jixia" },
        { { .state = -1, .below = keys("station", "wenshi") },
          "2025.station 2025.wenshi 2023.wenshi" },
        { { .state = -1, .below = keys("nowhere", NULL) }, "" },
        { { .state = -1, .below = apr_array_make(pool, 1, sizeof(const char *)) }, "" },
        { { .state = -1, .organ = "nowhere" }, "" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (int limit = 1; limit <= 7; limit += 2) {
            ds_query query = cases[i].query;
            query.limit = limit;
            ck_assert_msg(!strcmp(listed(f, query), cases[i].expected), "case %d, pages of %d: %s",
                          (int)i, limit, listed(f, query));
        }
}
END_TEST

/* Where to go on may be written to where it is read from. */
START_TEST(goes_on_in_place)
{
    fixture *f = with_reports();
    ds_query query = { .state = -1, .limit = 4 };
    apr_array_header_t *page;
    ck_assert_int_eq(ds_store_list(f->store, &page, &query.after, &query, pool), APR_SUCCESS);
    ck_assert_int_eq(page->nelts, 4);
    ck_assert_ptr_nonnull(query.after);
    ck_assert_int_eq(ds_store_list(f->store, &page, &query.after, &query, pool), APR_SUCCESS);
    ck_assert_int_eq(page->nelts, 2);
    ck_assert_ptr_null(query.after);
}
END_TEST

/* The short list says the same of each report as the long one. */
START_TEST(standings_are_those_of_the_list)
{
    static const struct { int year, count; } cases[] = { { 0, 5 }, { 2025, 3 }, { 2019, 0 } };
    fixture *f = with_reports();
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        apr_array_header_t *short_list, *page;
        ck_assert_int_eq(ds_store_standing(f->store, &short_list, keys("jixia", "wenshi"),
                                           cases[i].year, pool), APR_SUCCESS);
        ck_assert_int_eq(short_list->nelts, cases[i].count);
        for (int j = 0; j < short_list->nelts; j++) {
            const ds_standing *s = APR_ARRAY_IDX(short_list, j, const ds_standing *);
            ds_query query = { .organ = s->organ, .year = s->year, .state = -1, .limit = 1 };
            ck_assert_int_eq(ds_store_list(f->store, &page, NULL, &query, pool), APR_SUCCESS);
            const ds_listing *l = APR_ARRAY_IDX(page, 0, const ds_listing *);
            ck_assert_str_eq(s->organ_name, l->organ_name);
            ck_assert_str_eq(s->tag, l->tag);
            ck_assert_str_eq(s->author, l->author);
            ck_assert_int_eq(s->state, l->state);
            ck_assert_int_eq(s->step, l->step);
            ck_assert_int_eq(s->published, l->published);
            ck_assert_int_eq(s->errors * 1000 + s->warnings, l->errors * 1000 + l->warnings);
        }
    }
}
END_TEST

/* More organs than one statement takes. */
START_TEST(looks_below_many_organs)
{
    fixture *f = fixture_open();
    apr_array_header_t *below = apr_array_make(pool, 40, sizeof(const char *));
    const char *expected = "";
    for (int i = 0; i < 40; i++) {
        const char *key = apr_psprintf(pool, "k%02d", i);
        fixture_put(f, fixture_organ(key, "linzi", apr_psprintf(pool, "第%d局", i)));
        fixture_save(f, fixture_report(f, key, YEAR));
        if (i % 2)
            continue;
        APR_ARRAY_PUSH(below, const char *) = key;
        expected = apr_psprintf(pool, "%s%s%d.%s", expected, *expected ? " " : "", YEAR, key);
    }
    APR_ARRAY_PUSH(below, const char *) = "k00";
    for (int limit = 1; limit < 50; limit += 12)
        ck_assert_str_eq(listed(f, (ds_query) { .state = -1, .below = below, .limit = limit }),
                         expected);
}
END_TEST

START_TEST(refuses_a_place_that_is_none)
{
    static const char *const places[] = { "", "x", "2025", "2025.", "2025.nowhere",
                                          "99999999999.jixia", "2025.jixia'--", "-1.jixia" };
    fixture *f = with_reports();
    apr_array_header_t *page;
    const char *next;
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        ds_query query = { .state = -1, .limit = 10, .after = places[i] };
        ck_assert_msg(ds_store_list(f->store, &page, &next, &query, pool) == DS_ENOTFOUND, "%s",
                      places[i]);
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, restricts_and_orders);
    tcase_add_test(cases, goes_on_in_place);
    tcase_add_test(cases, standings_are_those_of_the_list);
    tcase_add_test(cases, looks_below_many_organs);
    tcase_add_test(cases, refuses_a_place_that_is_none);
}

UNIT_MAIN("store/list", add_all)
