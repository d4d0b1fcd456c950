/* The columns of a comparison: whose figures stand for a year. */
#include <stdlib.h>
#include <string.h>

#include "core/amount.h"
#include "core/series_parts.h"
#include "core/derived.h"

static const char *const state_names[] = { "own", "sum", "none", "withdrawn", "partial",
                                           "mixed" };

const char *ds_year_state_name(ds_year_state state)
{
    return state_names[state];
}

static const ds_year_report *report_of(const apr_array_header_t *reports, int year)
{
    for (int i = 0; i < reports->nelts; i++) {
        const ds_year_report *report = &APR_ARRAY_IDX(reports, i, ds_year_report);
        if (report->year == year) {
            return report;
        }
    }
    return NULL;
}

/* The last year for which predecessors may stand: that in which the organ came
 * to be, or, where that is not known, the one before its first report. */
static int last_year_before(const ds_series_source *source)
{
    int first = DS_YEAR_MAX + 1;

    if (source->organ->from) {
        return atoi(source->organ->from);
    }
    for (int i = 0; i < source->reports->nelts; i++) {
        int year = APR_ARRAY_IDX(source->reports, i, ds_year_report).year;
        first = year < first ? year : first;
    }
    return first - 1;
}

static int was_withdrawn(const ds_series_source *source, int year)
{
    for (int i = 0; i < source->withdrawn->nelts; i++) {
        if (APR_ARRAY_IDX(source->withdrawn, i, int) == year) {
            return 1;
        }
    }
    return 0;
}

/* A copy whose stated units of money are one unit. */
static ds_report *in_one_unit(const ds_report *report, apr_pool_t *pool)
{
    ds_report *copy = ds_report_copy(report, pool);

    for (int i = 0; i < copy->format->n_cells; i++) {
        ds_cell *cell = &copy->cells[i];
        if (cell->state == DS_CELL_NUMBER && cell->unit
            && ds_amount_in_unit(&cell->value, cell->value, cell->unit)) {
            cell->unit = DS_AMOUNT_UNIT;
        }
    }
    return copy;
}

static int is_one_format(const apr_array_header_t *parts)
{
    for (int i = 1; i < parts->nelts; i++) {
        if (APR_ARRAY_IDX(parts, i, const ds_year_report *)->report->format
            != APR_ARRAY_IDX(parts, 0, const ds_year_report *)->report->format) {
            return 0;
        }
    }
    return 1;
}

static const ds_report *sum_of(const apr_array_header_t *parts, apr_pool_t *pool)
{
    ds_report *sum = NULL;

    for (int i = 0; i < parts->nelts; i++) {
        ds_report *one = in_one_unit(APR_ARRAY_IDX(parts, i, const ds_year_report *)->report,
                                     pool);
        if (sum) {
            ds_add_figures(sum, one);
        }
        else {
            sum = one;
        }
    }
    return sum;
}

/* The predecessors' figures in place of the organ's own. Where none of them
 * reported the year is like any other without a report. */
static void stand_in(ds_series_year *column, const ds_series_source *source,
                     apr_pool_t *pool)
{
    apr_array_header_t *parts = apr_array_make(pool, 2, sizeof(const ds_year_report *));
    apr_array_header_t *lacking = apr_array_make(pool, 2, sizeof(const ds_organ *));

    for (int i = 0; i < source->predecessors->nelts; i++) {
        const ds_predecessor *before = &APR_ARRAY_IDX(source->predecessors, i, ds_predecessor);
        const ds_year_report *report = report_of(before->reports, column->year);
        if (report) {
            APR_ARRAY_PUSH(parts, const ds_year_report *) = report;
        }
        else {
            APR_ARRAY_PUSH(lacking, const ds_organ *) = before->organ;
        }
    }
    if (parts->nelts == 0) {
        return;
    }
    column->parts = parts;
    column->lacking = lacking;
    column->state = lacking->nelts > 0 ? DS_YEAR_PARTIAL
                    : is_one_format(parts) ? DS_YEAR_SUM : DS_YEAR_MIXED;
    if (column->state == DS_YEAR_SUM) {
        column->report = sum_of(parts, pool);
    }
}

const ds_series_year *ds_series_years(const ds_series_source *source, apr_pool_t *pool)
{
    int n = source->last - source->first + 1, last_before = last_year_before(source);
    ds_series_year *columns = apr_pcalloc(pool, (n + 1) * sizeof(*columns));

    for (int i = 0; i < n; i++) {
        ds_series_year *column = &columns[i];
        const ds_year_report *own = report_of(source->reports, source->first + i);

        column->year = source->first + i;
        column->state = own ? DS_YEAR_OWN
                        : was_withdrawn(source, column->year) ? DS_YEAR_WITHDRAWN : DS_YEAR_NONE;
        column->report = own ? own->report : NULL;
        column->version = own ? own->version : 0;
        if (column->state == DS_YEAR_NONE && column->year <= last_before) {
            stand_in(column, source, pool);
        }
    }
    return columns;
}
