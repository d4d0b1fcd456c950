/* Searching what is public. */
#include "core/terms.h"
#include "store/search.h"
#include "store_fixture.h"

static ds_terms *terms_of(const char *query)
{
    ds_terms *terms = apr_palloc(pool, sizeof(*terms));
    ck_assert_msg(ds_terms_read(terms, query, pool) == DS_TERMS_FINE, "%s", query);
    return terms;
}

/* "2025.jixia 2024.wenshi ..." over all pages of the search. */
static const char *found(const fixture *f, ds_search search, const char *query)
{
    const char *text = "";
    int pages = 0;
    search.terms = terms_of(query);
    search.limit = search.limit ? search.limit : 20;
    do {
        ds_search_result result;
        ck_assert_msg(ds_store_search(f->store, &result, &search, pool) == APR_SUCCESS, "%s: %s",
                      query, fixture_log);
        ck_assert_int_le(result.hits->nelts, search.limit);
        for (int i = 0; i < result.hits->nelts; i++) {
            const ds_search_hit *hit = APR_ARRAY_IDX(result.hits, i, const ds_search_hit *);
            text = apr_psprintf(pool, "%s%s%d.%s", text, *text ? " " : "", hit->year, hit->organ);
        }
        search.after = result.next;
        ck_assert_int_lt(++pages, 1000);
    } while (search.after);
    return text;
}

static const ds_search_hit *only_hit(const fixture *f, ds_search search, const char *query)
{
    ds_search_result result;
    search.terms = terms_of(query);
    search.limit = 20;
    ck_assert_int_eq(ds_store_search(f->store, &result, &search, pool), APR_SUCCESS);
    ck_assert_int_eq(result.hits->nelts, 1);
    ck_assert_ptr_null(result.next);
    ck_assert_int_eq(result.is_unfinished, 0);
    return APR_ARRAY_IDX(result.hits, 0, const ds_search_hit *);
}

static const char *parts_of(const apr_array_header_t *parts)
{
    const char *out = "";
    for (int i = 0; i < parts->nelts; i++) {
        const ds_text_part *part = &APR_ARRAY_IDX(parts, i, ds_text_part);
        out = apr_pstrcat(pool, out, part->is_hit ? "[" : "", part->text,
                          part->is_hit ? "]" : "", NULL);
    }
    return out;
}

static void take_over(const fixture *f, const ds_report *report, const char *title)
{
    ds_takeover about = { .published_on = "2026-01-10", .title = title };
    ds_outcome o;
    apr_status_t status = ds_store_take_over(f->store, &o, f->admin, report, NULL, &about, NOW,
                                             pool);
    ck_assert_msg(status == APR_SUCCESS, "%s: %s", fixture_rule(o.findings), fixture_log);
}

/* A report with one more paragraph in section 一, and one more note under the
 * last table. */
static ds_report *with_words(const fixture *f, const char *organ, int year, const char *words,
                             const char *note)
{
    ds_report *report = fixture_report(f, organ, year);
    if (words)
        ds_report_add_paragraph(report, 1, words);
    if (note)
        ds_report_add_note(report, report->format->n_tables - 1, note);
    return report;
}

#define ALL ((ds_search) { .scope = DS_SEARCH_ALL })
#define TITLE ((ds_search) { .scope = DS_SEARCH_TITLE })
#define TEXT ((ds_search) { .scope = DS_SEARCH_TEXT })

static fixture *with_reports(void)
{
    fixture *f = fixture_open();
    take_over(f, with_words(f, "jixia", 2024, "全年受理“依申请公开”１２件，均按时答复。", NULL), NULL);
    take_over(f, with_words(f, "wenshi", 2024, "与稷下街道办事处联合开展宣传。", "其中行政复议1件。"),
              NULL);
    take_over(f, with_words(f, "jixia", 2023, "受理申请。公开及时。", NULL), "另有题名的报告");
    return f;
}

START_TEST(finds_titles_names_and_prose)
{
    fixture *f = with_reports();
    static const struct { ds_search_scope scope; const char *query, *expected; } cases[] = {
        { DS_SEARCH_TITLE, "稷下街道", "2023.jixia 2024.jixia" },
        { DS_SEARCH_TITLE, "２０２４", "2024.wenshi 2024.jixia" },
        { DS_SEARCH_TITLE, "稷下 2024", "2024.jixia" },
        { DS_SEARCH_TITLE, "题名", "2023.jixia" },
        { DS_SEARCH_TITLE, "题名 稷下", "2023.jixia" },
        { DS_SEARCH_TITLE, "依申请公开", "" },
        { DS_SEARCH_TEXT, "稷下街道", "2024.wenshi" },
        { DS_SEARCH_TEXT, "依申请公开\"12件", "2024.jixia" },
        { DS_SEARCH_TEXT, "申请公开", "2024.jixia" }, /* not across a full stop */
        { DS_SEARCH_TEXT, "受理 答复", "2024.jixia" },
        { DS_SEARCH_TEXT, "稷下 受理", "2023.jixia 2024.jixia" },
        { DS_SEARCH_TEXT, "行政复议1件", "2024.wenshi" },
        { DS_SEARCH_TEXT, "统计期限", "2023.jixia 2024.wenshi 2024.jixia" },
        { DS_SEARCH_ALL, "稷下街道", "2023.jixia 2024.jixia 2024.wenshi" },
        { DS_SEARCH_ALL, "稷下 公", "2024.jixia 2023.jixia 2024.wenshi" },
        { DS_SEARCH_ALL, "从未写过", "" },
        { DS_SEARCH_ALL, "2024 从未写过", "" },
        { DS_SEARCH_ALL, "%' OR 1=1 --", "" },
        { DS_SEARCH_ALL, "12 月31日", "2023.jixia 2024.wenshi 2024.jixia" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (int limit = 1; limit <= 20; limit += 9) {
            ds_search search = { .scope = cases[i].scope, .limit = limit };
            ck_assert_msg(!strcmp(found(f, search, cases[i].query), cases[i].expected),
                          "%s, pages of %d: %s", cases[i].query, limit,
                          found(f, search, cases[i].query));
        }
}
END_TEST

START_TEST(shows_where_it_stands)
{
    fixture *f = with_reports();
    const ds_search_hit *hit = only_hit(f, TEXT, "依申请公开 答复");
    ck_assert_str_eq(hit->place, "overview");
    ck_assert_int_eq(hit->is_note, 0);
    ck_assert_str_eq(parts_of(hit->passage), "全年受理“[依申请公开]”１２件，均按时[答复]。");
    ck_assert_str_eq(hit->organ, "jixia");
    ck_assert_str_eq(hit->organ_name, "稷下街道办事处");
    ck_assert_int_eq(hit->year, 2024);
    ck_assert_int_eq(hit->version, 1);
    ck_assert_str_eq(hit->format, "2021");
    ck_assert_str_eq(hit->published_on, "2026-01-10");
    ck_assert_ptr_nonnull(strstr(hit->title, "稷下街道办事处"));
    ck_assert_int_eq(hit->in_title, 0);

    hit = only_hit(f, ALL, "行政复议1件");
    ck_assert_str_eq(hit->place, "disputes");
    ck_assert_int_eq(hit->is_note, 1);
    hit = only_hit(f, ALL, "题名");
    ck_assert_int_eq(hit->in_title, 1);
    ck_assert_ptr_null(hit->place);
    ck_assert_ptr_null(hit->passage);
}
END_TEST

/* Only the version that is public now. */
START_TEST(finds_nothing_else)
{
    fixture *f = fixture_open();
    ds_outcome o;
    fixture_save(f, with_words(f, "jixia", YEAR, "初稿甲乙丙。", NULL));
    ck_assert_str_eq(found(f, ALL, "甲乙丙"), "");
    ck_assert_str_eq(found(f, ALL, "稷下"), "");
    ck_assert_int_eq(fixture_act(f, f->editor, DS_ACTION_SUBMIT, "jixia", NULL, &o), APR_SUCCESS);
    ck_assert_int_eq(fixture_act(f, f->reviewer, DS_ACTION_APPROVE, "jixia", NULL, &o),
                     APR_SUCCESS);
    ck_assert_str_eq(found(f, ALL, "甲乙丙"), "");
    ck_assert_int_eq(fixture_act(f, f->publisher, DS_ACTION_PUBLISH, "jixia", NULL, &o),
                     APR_SUCCESS);
    ck_assert_str_eq(found(f, ALL, "甲乙丙"), "2025.jixia");
    ck_assert_str_eq(found(f, ALL, "稷下"), "2025.jixia");

    ck_assert_int_eq(fixture_act(f, f->publisher, DS_ACTION_CORRECT, "jixia", NULL, &o),
                     APR_SUCCESS);
    fixture_save(f, with_words(f, "jixia", YEAR, "更正丁戊己。", NULL));
    ck_assert_str_eq(found(f, ALL, "甲乙丙"), "2025.jixia");
    ck_assert_str_eq(found(f, ALL, "丁戊己"), "");
    fixture_publish(f, "jixia", "改了一段。");
    ck_assert_str_eq(found(f, ALL, "甲乙丙"), "");
    ck_assert_str_eq(found(f, ALL, "丁戊己"), "2025.jixia");
    ck_assert_str_eq(found(f, TITLE, "稷下"), "2025.jixia");

    ck_assert_int_eq(fixture_act(f, f->publisher, DS_ACTION_TAKEDOWN, "jixia", NULL, &o),
                     APR_SUCCESS);
    ck_assert_str_eq(found(f, ALL, "丁戊己"), "");
    ck_assert_str_eq(found(f, ALL, "甲乙丙"), "");
    ck_assert_str_eq(found(f, ALL, "稷下"), "");
}
END_TEST

START_TEST(refuses_what_is_no_place)
{
    static const char *const places[] = { "", "t", "x", "t0", "x-1", "t1x", "y5", "5",
                                          "t9999999999999999", "x1'--", "t 1" };
    fixture *f = with_reports();
    ds_search_result result;
    ds_search search = { .terms = terms_of("稷下"), .limit = 5 };
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        search.after = places[i];
        ck_assert_msg(ds_store_search(f->store, &result, &search, pool) == DS_ENOTFOUND, "%s",
                      places[i]);
    }
    search.scope = DS_SEARCH_TITLE;
    search.after = "x5";
    ck_assert_int_eq(ds_store_search(f->store, &result, &search, pool), DS_ENOTFOUND);
    search.scope = DS_SEARCH_TEXT;
    search.after = "t5";
    ck_assert_int_eq(ds_store_search(f->store, &result, &search, pool), DS_ENOTFOUND);
    search.after = NULL;
    search.below = "nowhere";
    ck_assert_int_eq(ds_store_search(f->store, &result, &search, pool), DS_ENOTFOUND);
}
END_TEST

/* ---- More than one segment ---- */

#define ORGANS 100
#define FIRST 2019
#define LAST 2024

/* 600 reports of 100 organs; every third organ below the 0th. The words of a
 * report say which it is. */
static fixture *with_many(void)
{
    fixture *f = fixture_open();
    apr_pool_t *whole = pool;
    apr_pool_create(&pool, whole);
    for (int i = 0; i < ORGANS; i++)
        fixture_put(f, fixture_organ(apr_psprintf(pool, "k%02d", i),
                                     i && i % 3 == 0 ? "k00" : "linzi",
                                     apr_psprintf(pool, "第%02d办事处", i)));
    for (int year = FIRST; year <= LAST; year++)
        for (int i = 0; i < ORGANS; i++) {
            ds_report *report;
            apr_pool_clear(pool);
            report = with_words(f, apr_psprintf(pool, "k%02d", i), year,
                                apr_psprintf(pool, "编号%d之%02d。%s%s", year, i,
                                             i % 50 == 7 ? "稀有词语" : "",
                                             i == 3 && year == FIRST ? "子丑寅" : "丑寅子丑"),
                                NULL);
            take_over(f, report, NULL);
        }
    apr_pool_destroy(pool);
    pool = whole;
    return f;
}

/* What should be found: newest first, of years and organs that are right. */
static const char *expected(int from, int to, int (*is_right)(int organ))
{
    const char *text = "";
    for (int year = to; year >= from; year--)
        for (int i = ORGANS - 1; i >= 0; i--)
            if (is_right(i))
                text = apr_psprintf(pool, "%s%s%d.k%02d", text, *text ? " " : "", year, i);
    return text;
}

static int any(int organ) { return 1; }
static int is_rare(int organ) { return organ % 50 == 7; }
static int is_third(int organ) { return organ % 3 == 0; }
static int is_rare_third(int organ) { return organ == 57; }
static int is_3(int organ) { return organ == 3; }
static int is_17(int organ) { return organ == 17; }

START_TEST(walks_through_segments)
{
    fixture *f = with_many();
    const struct {
        ds_search search;
        const char *query;
        int from, to;
        int (*is_right)(int organ);
    } cases[] = {
        { { .scope = DS_SEARCH_TITLE }, "办事处", FIRST, LAST, any },
        { { .scope = DS_SEARCH_TEXT, .limit = 50 }, "编号", FIRST, LAST, any },
        { { .scope = DS_SEARCH_ALL }, "稀有词语", FIRST, LAST, is_rare },
        { { .scope = DS_SEARCH_ALL, .limit = 3 }, "稀有词语", FIRST, LAST, is_rare },
        { { .scope = DS_SEARCH_ALL, .limit = 12 }, "稀有词语", FIRST, LAST, is_rare },
        { { .scope = DS_SEARCH_TITLE }, "第17办事处", FIRST, LAST, is_17 },
        { { .scope = DS_SEARCH_TEXT }, "之17", FIRST, LAST, is_17 },
        { { .scope = DS_SEARCH_TEXT, .below = "k17" }, "编号", FIRST, LAST, is_17 },
        { { .scope = DS_SEARCH_TITLE, .below = "k00" }, "办事处", FIRST, LAST, is_third },
        { { .scope = DS_SEARCH_TEXT, .below = "k00", .limit = 50 }, "编号", FIRST, LAST, is_third },
        { { .scope = DS_SEARCH_ALL, .below = "k00" }, "稀有词语", FIRST, LAST, is_rare_third },
        { { .scope = DS_SEARCH_ALL, .below = "linzi" }, "稀有词语", FIRST, LAST, is_rare },
        { { .scope = DS_SEARCH_ALL, .year_from = 2021, .year_to = 2022 }, "稀有词语", 2021, 2022,
          is_rare },
        { { .scope = DS_SEARCH_ALL, .year_to = 2020 }, "稀有词语", FIRST, 2020, is_rare },
        { { .scope = DS_SEARCH_TITLE, .year_from = 2023 }, "办事处", 2023, LAST, any },
        { { .scope = DS_SEARCH_ALL, .below = "k00", .year_from = 2020, .year_to = 2020 },
          "稀有词语", 2020, 2020, is_rare_third },
        { { .scope = DS_SEARCH_TEXT }, "子丑寅", FIRST, FIRST, is_3 },
        { { .scope = DS_SEARCH_ALL, .below = "k00" }, "子丑寅", FIRST, FIRST, is_3 },
        { { .scope = DS_SEARCH_ALL, .year_from = 2012, .year_to = 2014 }, "稀有词语", 1, 0, any },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        ck_assert_msg(!strcmp(found(f, cases[i].search, cases[i].query),
                              expected(cases[i].from, cases[i].to, cases[i].is_right)),
                      "case %d: %s", (int)i, found(f, cases[i].search, cases[i].query));

    /* 599 texts have the pairs of this term and not the term: no call reads all of them. */
    ds_search search = { .terms = terms_of("子丑寅"), .scope = DS_SEARCH_TEXT, .limit = 20 };
    int calls = 0;
    do {
        ds_search_result result;
        ck_assert_int_eq(ds_store_search(f->store, &result, &search, pool), APR_SUCCESS);
        ck_assert_int_eq(result.hits->nelts, result.next ? 0 : 1);
        ck_assert_int_eq(result.is_unfinished, result.next != NULL);
        search.after = result.next;
        calls++;
    } while (search.after);
    ck_assert_int_eq(calls, ORGANS * (LAST - FIRST + 1) / DS_SEARCH_MOST_TEXTS + 1);
}
END_TEST

/* ---- Made anew ---- */

static const char *const queries[] = { "稷下街道", "依申请公开", "题名", "2024", "从未写过" };
#define QUERIES (sizeof(queries) / sizeof(queries[0]))

/* In the order of publication, which for these is that of the day, then organ
 * and year. */
static void expect_sorted(const fixture *f)
{
    static const char *const expected_found[QUERIES] = {
        "2024.jixia 2023.jixia 2024.wenshi", "2024.jixia", "2023.jixia",
        "2024.wenshi 2024.jixia", ""
    };
    for (size_t i = 0; i < QUERIES; i++)
        ck_assert_str_eq(found(f, ALL, queries[i]), expected_found[i]);
}

START_TEST(is_made_anew_from_a_backup)
{
    fixture *f = with_reports();
    const char *error, *path = apr_pstrcat(pool, f->directory, "/copy", NULL);
    ck_assert_int_eq(ds_store_backup(f->store, path, pool), APR_SUCCESS);
    take_over(f, with_words(f, "linzi", 2024, "稷下街道。", NULL), NULL);
    ck_assert_msg(ds_store_restore(f->store, path, &error, pool) == APR_SUCCESS, "%s", error);
    expect_sorted(f);
    take_over(f, with_words(f, "linzi", 2024, "后来的从未写过。", NULL), NULL);
    ck_assert_str_eq(found(f, ALL, "从未写过"), "2024.linzi");
}
END_TEST

static const char *word(const char *text)
{
    return apr_pstrndup(pool, text, strcspn(text, " ("));
}

static void drop(const fixture *f, const char *what, const char *name, const char *where)
{
    const char *sql = apr_pstrcat(pool, "DROP ", what, " ", name, where, NULL);
    ck_assert_msg(ds_dbd_run(f->dbd, sql) == APR_SUCCESS, "%s: %s", sql, fixture_log);
}

/* Takes back what the script of version 3 makes, the last first. */
static void back_to_version_2(const fixture *f)
{
    apr_file_t *file;
    char script[16384];
    apr_size_t length;
    ck_assert_int_eq(apr_file_open(&file, "sql/schema/0003.sql", APR_FOPEN_READ, 0, pool),
                     APR_SUCCESS);
    apr_file_read_full(file, script, sizeof(script) - 1, &length);
    script[length] = '\0';
    const char *whole = apr_pstrdup(pool, script);
    for (;;) {
        char *last = NULL;
        for (char *at = script; (at = strstr(at, "\nCREATE ")); at++)
            last = at;
        if (!last)
            break;
        const char *name = word(strstr(last, "ds_"));
        if (!strncmp(last, "\nCREATE TABLE", 13)) {
            drop(f, "TABLE", name, "");
        } else {
            const char *table = word(strstr(last, " ON ") + 4);
            if (!strstr(whole, apr_pstrcat(pool, "\nCREATE TABLE ", table, " ", NULL)))
                drop(f, "INDEX", name, strcmp(f->driver, "mysql") ? ""
                     : apr_pstrcat(pool, " ON ", table, NULL));
        }
        *last = '\0';
    }
    ck_assert_int_eq(ds_dbd_run(f->dbd, "UPDATE ds_meta SET value = '2' "
                                        "WHERE name = 'schema_version'"), APR_SUCCESS);
}

START_TEST(is_made_by_the_migration)
{
    fixture *f = with_reports();
    ds_outcome o;
    const char *error;
    take_over(f, with_words(f, "linzi", 2024, "依申请公开。", NULL), NULL);
    ds_step_request request = { .comment = "错" };
    ck_assert_int_eq(ds_store_act(f->store, &o, f->publisher, DS_ACTION_WITHDRAW, "linzi", 2024,
                                  &request, NOW, pool), APR_SUCCESS);
    back_to_version_2(f);
    f->dbd = fixture_connect(f, pool);
    ck_assert_msg(ds_dbd_migrate(f->dbd, &error, pool) == APR_SUCCESS, "%s %s", error,
                  fixture_log);
    ck_assert_int_eq(ds_store_open(&f->store, f->dbd, &f->settings, pool), APR_SUCCESS);
    expect_sorted(f);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, finds_titles_names_and_prose);
    tcase_add_test(cases, shows_where_it_stands);
    tcase_add_test(cases, finds_nothing_else);
    tcase_add_test(cases, refuses_what_is_no_place);
    tcase_add_test(cases, walks_through_segments);
    tcase_add_test(cases, is_made_anew_from_a_backup);
    tcase_add_test(cases, is_made_by_the_migration);
}

UNIT_MAIN("store/search", add_all)
