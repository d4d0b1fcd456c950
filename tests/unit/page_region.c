/* 汇总 and the table of a year: what their pages lead to and say, escaped. */
#include "page_fixture.h"

#include "core/figures.h"
#include "page/data_page.h"
#include "page/region_page.h"

static const char *body(ds_page *page)
{
    apr_size_t len;

    return ds_markup_bytes(page->body, &len);
}

static int count(const char *text, const char *part)
{
    int n = 0;

    for (; (text = strstr(text, part)); text++) {
        n++;
    }
    return n;
}

/* A report with one in one cell, and blank elsewhere. */
static ds_region_member *member(const ds_format *format, const char *name, int figure)
{
    ds_region_member *result = apr_pcalloc(pool, sizeof(*result));
    ds_report *report = ds_report_create(format, pool);

    if (figure >= 0) {
        ds_report_set_number(report, ds_format_cell(format, "requests/new/total"),
                             figure * DS_DECIMAL_ONE);
    }
    result->source = (ds_sum_source) { "north", name, format, ds_figures_write(report, pool) };
    result->version = 1;
    result->published_on = "2023-01-20";
    result->digest_algorithm = "sm3";
    result->digest = "00";
    return result;
}

static ds_region *make_region(const ds_site *site)
{
    ds_region *region = apr_pcalloc(pool, sizeof(*region));
    const ds_format *format = ds_formats_find(site->formats, "2021");
    ds_consolidation *sum = ds_consolidation_create(format, pool);
    apr_array_header_t *members = apr_array_make(pool, 3, sizeof(const ds_region_member *));
    apr_array_header_t *missing = apr_array_make(pool, 1, sizeof(const ds_organ *));
    static const int figures[] = { 4, 5, -1 };

    for (int i = 0; i < 3; i++) {
        ds_region_member *m = member(format, i ? "乙街道" : HOSTILE, figures[i]);

        ck_assert_int_eq(ds_consolidation_add(sum, &m->source), APR_SUCCESS);
        APR_ARRAY_PUSH(members, const ds_region_member *) = m;
    }
    APR_ARRAY_PUSH(missing, const ds_organ *) = make_organ("late", "丙" HOSTILE);
    *region = (ds_region) { .organ = make_organ("south", "南区"), .name = "南区", .year = 2022,
                            .format = format, .sum = sum, .members = members,
                            .missing = missing };
    return region;
}

START_TEST(every_cell_leads_to_its_page)
{
    ds_site *site = make_site();
    ds_region *region = make_region(site);
    ds_page *page = ds_page_create(pool);
    const char *text;

    ds_public_region(page, site, region, pool);
    text = body(page);
    for (int i = 0; i < region->format->n_cells; i++) {
        const char *link = apr_pstrcat(pool, "<a href=\"/disclosure/region/south/2022/",
                                       ds_format_address(region->format, i), "\">", NULL);

        ck_assert_msg(count(text, link) == 1, "%s", link);
    }
    ck_assert_ptr_nonnull(strstr(text, "requests/new/total\">9</a><span class=\"ds-beside\">2/3份"));
    ck_assert_int_eq(count(text, "<script>"), 0);
    ck_assert_int_eq(count(text, HOSTILE_TEXT), 1);
}
END_TEST

START_TEST(names_the_missing_only_where_told_to)
{
    ds_site *site = make_site();
    ds_region *region = make_region(site);
    ds_page *page = ds_page_create(pool);

    region->tells_missing = _i;
    ds_public_region(page, site, region, pool);
    ck_assert_int_eq(count(body(page), "丙"), _i);
    ck_assert_int_eq(count(body(page), "另有1个"), !_i);
}
END_TEST

START_TEST(cell_says_who_contributes)
{
    ds_site *site = make_site();
    ds_region *region = make_region(site);
    ds_page *page = ds_page_create(pool);

    ds_public_region_cell(page, site, region, ds_format_cell(region->format,
                                                             "requests/new/total"), pool);
    ck_assert_int_eq(count(body(page), ">9<"), 1);
    ck_assert_int_eq(count(body(page), ">4<"), 1);
    ck_assert_int_eq(count(body(page), ">5<"), 1);
    ck_assert_int_eq(count(body(page), "未填写，没有计入"), 1);
    ck_assert_int_eq(count(body(page), "/disclosure/north/2022\""), 3);
    ck_assert_int_eq(count(body(page), HOSTILE_TEXT), 1);
}
END_TEST

START_TEST(sum_is_a_report_that_says_so)
{
    ds_region *region = make_region(make_site());
    ds_report *report = ds_region_report(region, pool);
    int cell = ds_format_cell(region->format, "requests/new/total");

    ck_assert_str_eq(report->organ, "south");
    ck_assert_str_eq(report->title, "南区下级机关2022年度政府信息公开数据汇总");
    ck_assert_int_eq(report->prose[0]->nelts, 1);
    ck_assert_int_eq(report->cells[cell].value, 9 * DS_DECIMAL_ONE);
    ck_assert_str_eq(report->cells[cell].note, "计入2份，未填1份");
}
END_TEST

/* ---- The table of a year ---- */

/* A table of n lines; the figures of each are its number. */
static ds_data_table *make_table(const ds_site *site, int n)
{
    ds_data_table *table = apr_pcalloc(pool, sizeof(*table));
    apr_array_header_t *lines = apr_array_make(pool, n, sizeof(const ds_table_line *));
    const ds_format *format = ds_formats_find(site->formats, "2021");

    table->year = 2022;
    table->format = format;
    table->wish = (ds_table_wish) { .selected = ds_select_usual(format, pool), .is_usual = 1,
                                    .kind = -1, .sort = -1, .page = 1 };
    for (int i = 0; i < n; i++) {
        ds_table_line *line = apr_pcalloc(pool, sizeof(*line));
        ds_share *figures = apr_pcalloc(pool, sizeof(*figures) * DS_TABLE_FIGURES_MAX);

        for (int k = 0; k < table->wish.selected->nelts; k++) {
            figures[k] = (ds_share) { i ? DS_SHARE_NUMBER : DS_SHARE_BLANK,
                                      i * DS_DECIMAL_ONE, NULL };
        }
        *line = (ds_table_line) { "north", i ? "乙" : HOSTILE, DS_ORGAN_TOWN, 1, "2023-01-20",
                                  figures };
        APR_ARRAY_PUSH(lines, const ds_table_line *) = line;
    }
    table->lines = lines;
    return table;
}

START_TEST(table_comes_in_pages)
{
    ds_site *site = make_site();
    ds_data_table *table = make_table(site, DS_TABLE_PAGE_LINES + 3);
    ds_page *page = ds_page_create(pool);

    ck_assert_int_eq(ds_table_pages(table), 2);
    ds_public_table(page, site, table, pool);
    ck_assert_int_eq(count(body(page), "scope=\"row\""), DS_TABLE_PAGE_LINES);
    ck_assert_int_eq(count(body(page), HOSTILE_TEXT), 1);
    ck_assert_int_eq(count(body(page), "page=2"), 1);
    table->wish.page = 2;
    page = ds_page_create(pool);
    ds_public_table(page, site, table, pool);
    ck_assert_int_eq(count(body(page), "scope=\"row\""), 3);
}
END_TEST

START_TEST(csv_has_what_the_table_has)
{
    ds_site *site = make_site();
    ds_data_table *table = make_table(site, 2);
    int n;
    const char *const *heads = ds_table_heads(table, &n, pool);
    const char *const *texts = ds_table_texts(table, APR_ARRAY_IDX(table->lines, 1,
                                                                   const ds_table_line *), pool);

    ck_assert_int_eq(n, DS_TABLE_TEXTS + table->wish.selected->nelts);
    ck_assert_str_eq(heads[DS_TABLE_TEXTS + 4], "不予公开");
    ck_assert_str_eq(texts[0], "north");
    for (int i = DS_TABLE_TEXTS; i < n; i++) {
        ck_assert_str_eq(texts[i], "1");
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, every_cell_leads_to_its_page);
    tcase_add_loop_test(cases, names_the_missing_only_where_told_to, 0, 2);
    tcase_add_test(cases, cell_says_who_contributes);
    tcase_add_test(cases, sum_is_a_report_that_says_so);
    tcase_add_test(cases, table_comes_in_pages);
    tcase_add_test(cases, csv_has_what_the_table_has);
}

UNIT_MAIN("page/region", add_all)
