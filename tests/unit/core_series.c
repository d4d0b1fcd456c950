/* Years beside each other: differences, shares, units, predecessors. */
#include <string.h>

#include "series_sample.h"

static const ds_series_line *line_of(const ds_series *series, const char *table, const char *row,
                                     const char *column)
{
    for (int i = 0; i < series->lines->nelts; i++) {
        const ds_series_line *line = &APR_ARRAY_IDX(series->lines, i, ds_series_line);
        if (!strcmp(line->line->table->id, table) && !strcmp(line->line->row, row)
            && !strcmp(line->line->column->id, column)) {
            return line;
        }
    }
    ck_abort_msg("no line %s/%s/%s", table, row, column);
}

static const char *text(ds_decimal value)
{
    return ds_decimal_format(pool, value);
}

static const struct {
    const char *before, *now, *change, *percent; /* NULL: none */
} differences[] = {
    { "4", "6", "2", "50" },      { "6", "4", "-2", "-33.3" }, { "0", "5", "5", NULL },
    { "5", "0", "-5", "-100" },   { "3", "3", "0", "0" },      { "3", "5", "2", "66.7" },
    { "8", "9", "1", "12.5" },    { "2000", "2001", "1", "0.1" }, { "2001", "2002", "1", "0" },
    { "1", "99999999999", "99999999998", NULL },
    { "400", "401", "1", "0.3" },
};

START_TEST(differences_are_exact)
{
    const ds_formats *formats = unit_formats();
    ds_series_source *source = sample_source(2021, 2022);
    ds_report *before = sample_year(source->reports, formats, "2021", 2021);
    ds_report *now = sample_year(source->reports, formats, "2021", 2022);
    const ds_series *series;
    const ds_figure *figure;

    sample_set(before, "requests/new/total", differences[_i].before);
    sample_set(now, "requests/new/total", differences[_i].now);
    series = ds_series_make(formats, source, pool, pool);
    figure = &line_of(series, "requests", "new", "total")->figures[1];
    ck_assert(figure->has_change);
    ck_assert_str_eq(text(figure->change), differences[_i].change);
    ck_assert_int_eq(figure->has_percent, differences[_i].percent != NULL);
    if (differences[_i].percent) {
        ck_assert_str_eq(text(figure->percent), differences[_i].percent);
    }
    figure = &line_of(series, "requests", "new", "total")->figures[0];
    ck_assert(!figure->has_change && !figure->has_percent && !figure->is_incomparable);
}
END_TEST

START_TEST(across_formats)
{
    const ds_formats *formats = unit_formats();
    ds_series_source *source = sample_source(2020, 2021);
    ds_report *before = sample_year(source->reports, formats, "2019", 2020);
    ds_report *now = sample_year(source->reports, formats, "2021", 2021);
    const ds_series *series;
    const ds_figure *figure;

    sample_set(before, "requests/other/total", "4");
    sample_set(now, "requests/other.not_corrected/total", "1");
    sample_set(now, "requests/other.fee_unpaid/total", "2");
    sample_set(now, "requests/other.misc/total", "6");
    sample_set(now, "requests/result_total/total", "30");
    series = ds_series_make(formats, source, pool, pool);
    ck_assert_int_eq(series->n_formats, 2);
    figure = line_of(series, "requests", "other", "total")->figures;
    ck_assert_str_eq(text(figure[1].value), "9");
    ck_assert_str_eq(text(figure[1].change), "5");
    ck_assert_str_eq(text(figure[1].percent), "125");
    ck_assert_str_eq(text(figure[1].share), "30");
    ck_assert(!figure[0].has_share);
    figure = line_of(series, "requests", "other.misc", "total")->figures;
    ck_assert_int_eq(figure[0].state, DS_FIGURE_NO_LINE);
    ck_assert(!figure[1].has_change && !figure[1].is_incomparable);
    ck_assert_str_eq(text(figure[1].share), "20");
    figure = line_of(series, "art20_1", "regulations", "made")->figures;
    ck_assert_int_eq(figure[0].state, DS_FIGURE_NUMBER);
    ck_assert_int_eq(figure[1].state, DS_FIGURE_NO_LINE);
}
END_TEST

/* Parts of a total in the same column; in a table of one row, of the total
 * beside them. */
START_TEST(shares_follow_from_the_relations)
{
    static const char *const official[] = { "2019", "2021" };
    const ds_formats *formats = unit_formats();

    for (int i = 0; i < 2; i++) {
        ds_series_source *source = sample_source(2021, 2021);
        ds_report *report = sample_year(source->reports, formats, official[i], 2021);
        const ds_series *series;

        sample_set(report, "requests/granted/natural", "1");
        sample_set(report, "requests/result_total/natural", "3");
        sample_set(report, "requests/result_total/total", "9");
        sample_set(report, "disputes/cases/direct_suit.upheld", "2");
        sample_set(report, "disputes/cases/direct_suit.total", "3");
        series = ds_series_make(formats, source, pool, pool);
        ck_assert_str_eq(text(line_of(series, "requests", "granted", "natural")->figures[0].share),
                         "33.3");
        ck_assert_str_eq(text(line_of(series, "disputes", "cases", "direct_suit.upheld")
                                  ->figures[0].share), "66.7");
        ck_assert(!line_of(series, "requests", "new", "natural")->figures[0].has_share);
        ck_assert(!line_of(series, "requests", "carried_out", "natural")->figures[0].has_share);
        ck_assert(!line_of(series, "requests", "result_total", "natural")->figures[0].has_share);
        ck_assert(!line_of(series, "requests", "granted", "legal")->figures[0].has_share);
        ck_assert(!line_of(series, "art20_6", "coercion", "decisions")->figures[0].has_share);
    }
}
END_TEST

START_TEST(amounts_are_compared_in_one_unit)
{
    static const struct {
        const char *before, *before_unit, *now, *now_unit;
        const char *change; /* NULL: none */
        int is_incomparable;
    } cases[] = {
        { "251000", "元", "26.1", "万元", "1", 0 },
        { "25", "万元", "26.1", "万元", "1.1", 0 },
        { "25", NULL, "26.1", "万元", NULL, 1 },
        { "25", NULL, "26.1", NULL, NULL, 1 },
        { "0.001", "元", "26.1", "万元", NULL, 1 },
    };
    const ds_formats *formats = unit_formats();

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_series_source *source = sample_source(2019, 2020);
        ds_report *before = sample_year(source->reports, formats, "2019", 2019);
        ds_report *now = sample_year(source->reports, formats, "2019", 2020);
        int cell = unit_cell(before->format, "art20_9/procurement/amount");
        const ds_figure *figure;

        sample_set(before, "art20_9/procurement/amount", cases[i].before);
        ds_report_set_unit(before, cell, cases[i].before_unit);
        sample_set(now, "art20_9/procurement/amount", cases[i].now);
        ds_report_set_unit(now, cell, cases[i].now_unit);
        figure = &line_of(ds_series_make(formats, source, pool, pool), "art20_9", "procurement",
                          "amount")->figures[1];
        ck_assert_int_eq(figure->has_change, cases[i].change != NULL);
        ck_assert_int_eq(figure->is_incomparable, cases[i].is_incomparable);
        if (cases[i].change) {
            ck_assert_str_eq(text(figure->change), cases[i].change);
            ck_assert_str_eq(figure->unit, "万元");
        }
    }
}
END_TEST

START_TEST(nothing_counts_as_zero)
{
    const ds_formats *formats = unit_formats();
    ds_series_source *source = sample_source(2020, 2022);
    ds_report *a = sample_year(source->reports, formats, "2021", 2020);
    ds_report *b = sample_year(source->reports, formats, "2021", 2022);
    const ds_series *series;
    const ds_figure *figure;

    ds_report_set_blank(a, unit_cell(a->format, "requests/new/total"));
    ds_report_set_na(b, unit_cell(b->format, "requests/new/total"));
    APR_ARRAY_PUSH((apr_array_header_t *)source->withdrawn, int) = 2021;
    series = ds_series_make(formats, source, pool, pool);
    figure = line_of(series, "requests", "new", "total")->figures;
    ck_assert_int_eq(figure[0].state, DS_FIGURE_BLANK);
    ck_assert_int_eq(figure[1].state, DS_FIGURE_NO_REPORT);
    ck_assert_int_eq(figure[2].state, DS_FIGURE_NA);
    ck_assert_int_eq(series->years[1].state, DS_YEAR_WITHDRAWN);
    /* 2020 is not the year before 2022. */
    ck_assert(!line_of(series, "requests", "granted", "total")->figures[2].has_change);
}
END_TEST

/* A sum of which one part is missing is none. */
START_TEST(a_sum_needs_all_its_parts)
{
    const ds_formats *formats = unit_formats();
    ds_series_source *source = sample_source(2020, 2021);
    ds_report *now;
    const ds_figure *figure;

    sample_year(source->reports, formats, "2019", 2020);
    now = sample_year(source->reports, formats, "2021", 2021);
    ds_report_set_blank(now, unit_cell(now->format, "requests/other.fee_unpaid/total"));
    figure = line_of(ds_series_make(formats, source, pool, pool), "requests", "other",
                     "total")->figures;
    ck_assert_int_eq(figure[1].state, DS_FIGURE_BLANK);
    ck_assert(!figure[1].has_change && !figure[1].has_share);
}
END_TEST

/* ---- Predecessors ---- */

static const apr_array_header_t *add_predecessor(ds_series_source *source, const char *key,
                                                 const char *name)
{
    apr_array_header_t *reports = apr_array_make(pool, 4, sizeof(ds_year_report));

    APR_ARRAY_PUSH((apr_array_header_t *)source->predecessors, ds_predecessor) =
        (ds_predecessor){ sample_organ(key, name), reports };
    return reports;
}

START_TEST(predecessors_stand_in_only_together)
{
    const ds_formats *formats = unit_formats();
    ds_series_source *source = sample_source(2017, 2022);
    const apr_array_header_t *east = add_predecessor(source, "east", "东街");
    const apr_array_header_t *west = add_predecessor(source, "west", "西街");
    const ds_series *series;
    const ds_figure *figure;
    int cell;

    sample_year(west, formats, "2019", 2018);
    sample_set(sample_year(east, formats, "2019", 2019), "requests/new/total", "3");
    sample_set(sample_year(west, formats, "2019", 2019), "requests/new/total", "4");
    sample_year(east, formats, "2019", 2020);
    sample_year(west, formats, "2021", 2020);
    sample_set(sample_year(source->reports, formats, "2021", 2021), "requests/new/total", "9");
    /* What stands beside the organ's own figures does not count. */
    sample_year(east, formats, "2021", 2022);
    sample_year(west, formats, "2021", 2022);
    cell = unit_cell(ds_formats_find(formats, "2019"), "art20_9/procurement/amount");
    ds_report_set_unit((ds_report *)APR_ARRAY_IDX(east, 0, ds_year_report).report, cell, "元");
    ds_report_set_unit((ds_report *)APR_ARRAY_IDX(west, 1, ds_year_report).report, cell, "万元");
    sample_set((ds_report *)APR_ARRAY_IDX(east, 0, ds_year_report).report,
               "art20_9/procurement/amount", "5000");
    sample_set((ds_report *)APR_ARRAY_IDX(west, 1, ds_year_report).report,
               "art20_9/procurement/amount", "1");
    series = ds_series_make(formats, source, pool, pool);
    ck_assert_int_eq(series->years[0].state, DS_YEAR_NONE);
    ck_assert_int_eq(series->years[1].state, DS_YEAR_PARTIAL);
    ck_assert_int_eq(series->years[1].lacking->nelts, 1);
    ck_assert_str_eq(APR_ARRAY_IDX(series->years[1].lacking, 0, const ds_organ *)->key, "east");
    ck_assert_int_eq(series->years[2].state, DS_YEAR_SUM);
    ck_assert_int_eq(series->years[3].state, DS_YEAR_MIXED);
    ck_assert_int_eq(series->years[4].state, DS_YEAR_OWN);
    ck_assert_int_eq(series->years[5].state, DS_YEAR_NONE);
    figure = line_of(series, "requests", "new", "total")->figures;
    ck_assert_str_eq(text(figure[2].value), "7");
    ck_assert_int_eq(figure[3].state, DS_FIGURE_NO_REPORT);
    figure = line_of(series, "art20_9", "procurement", "amount")->figures;
    ck_assert_str_eq(text(figure[2].value), "1.5");
    /* The reports themselves stay as they were. */
    ck_assert_str_eq(ds_report_cell_text(APR_ARRAY_IDX(east, 0, ds_year_report).report, cell,
                                         pool), "5000");
}
END_TEST

START_TEST(predecessors_until_the_organ_came_to_be)
{
    const ds_formats *formats = unit_formats();
    ds_series_source *source = sample_source(2020, 2022);
    const apr_array_header_t *east = add_predecessor(source, "east", "东街");
    const ds_series *series;

    ((ds_organ *)source->organ)->from = "2021-03-01";
    for (int year = 2020; year <= 2022; year++) {
        sample_year(east, formats, "2021", year);
    }
    series = ds_series_make(formats, source, pool, pool);
    ck_assert_int_eq(series->years[0].state, DS_YEAR_SUM);
    ck_assert_int_eq(series->years[1].state, DS_YEAR_SUM);
    ck_assert_int_eq(series->years[2].state, DS_YEAR_NONE);
    ck_assert_ptr_eq(series->years[0].report->format, ds_formats_find(formats, "2021"));
}
END_TEST

START_TEST(without_a_report_there_are_no_lines)
{
    const ds_series *series = ds_series_make(unit_formats(), sample_source(2019, 2030), pool,
                                             pool);

    ck_assert_int_eq(series->n_years, 12);
    ck_assert_int_eq(series->n_formats, 0);
    ck_assert_int_eq(series->lines->nelts, 0);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, differences_are_exact, 0,
                        sizeof(differences) / sizeof(differences[0]));
    tcase_add_test(cases, across_formats);
    tcase_add_test(cases, shares_follow_from_the_relations);
    tcase_add_test(cases, amounts_are_compared_in_one_unit);
    tcase_add_test(cases, nothing_counts_as_zero);
    tcase_add_test(cases, a_sum_needs_all_its_parts);
    tcase_add_test(cases, predecessors_stand_in_only_together);
    tcase_add_test(cases, predecessors_until_the_organ_came_to_be);
    tcase_add_test(cases, without_a_report_there_are_no_lines);
}

UNIT_MAIN("core/series", add_all)
