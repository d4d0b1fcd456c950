/* Years of an organ for the tests of comparisons. */
#ifndef DS_TESTS_SERIES_SAMPLE_H
#define DS_TESTS_SERIES_SAMPLE_H

#include "formats.h"

#include "core/series.h"

static __attribute__((unused)) ds_organ *sample_organ(const char *key, const char *name)
{
    ds_organ *organ = apr_pcalloc(pool, sizeof(*organ));

    organ->key = key;
    organ->kind = DS_ORGAN_TOWN;
    organ->names = apr_array_make(pool, 1, sizeof(ds_dated_name));
    APR_ARRAY_PUSH(organ->names, ds_dated_name) = (ds_dated_name){ .kind = "full", .text = name };
    organ->predecessors = apr_array_make(pool, 1, sizeof(const char *));
    organ->successors = apr_array_make(pool, 1, sizeof(const char *));
    return organ;
}

static __attribute__((unused)) ds_series_source *sample_source(int first, int last)
{
    ds_series_source *source = apr_pcalloc(pool, sizeof(*source));

    source->organ = sample_organ("north", "某区北街街道办事处");
    source->first = first;
    source->last = last;
    source->reports = apr_array_make(pool, 4, sizeof(ds_year_report));
    source->predecessors = apr_array_make(pool, 2, sizeof(ds_predecessor));
    source->withdrawn = apr_array_make(pool, 1, sizeof(int));
    return source;
}

/* A report of zeros. */
static __attribute__((unused)) ds_report *sample_year(const apr_array_header_t *reports,
                                                      const ds_formats *formats,
                                                      const char *format, int year)
{
    ds_report *report = ds_report_create(ds_formats_find(formats, format), pool);

    report->year = year;
    for (int i = 0; i < report->format->n_cells; i++) {
        ds_report_set_number(report, i, 0);
    }
    APR_ARRAY_PUSH((apr_array_header_t *)reports, ds_year_report) =
        (ds_year_report){ "north", "某区北街街道办事处", year, 1, report };
    return report;
}

static __attribute__((unused)) void sample_set(ds_report *report, const char *address,
                                               const char *figure)
{
    ds_decimal value;

    ck_assert_int_eq(ds_decimal_parse(&value, figure, strlen(figure)), APR_SUCCESS);
    ds_report_set_number(report, unit_cell(report->format, address), value);
}

#endif
