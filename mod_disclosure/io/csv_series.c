#include "io/csv_series.h"

#include <apr_strings.h>

#include "io/csv.h"

static const char *const columns[] = {
    "organ", "organ_name", "year", "basis", "format", "version", "table", "row", "column",
    "label", "cells", "state", "value", "unit", "change", "change_percent", "share_percent"
};

#define N_COLUMNS ((int)(sizeof(columns) / sizeof(columns[0])))

static const char *decimal_if(int is_there, ds_decimal value, apr_pool_t *pool)
{
    return is_there ? ds_decimal_format(pool, value) : NULL;
}

/* The addresses of the cells in the report's format. */
static const char *cells_of(const ds_report *report, const int *cells, apr_pool_t *pool)
{
    const char *text = NULL;

    for (int i = 0; report && cells && cells[i] >= 0; i++) {
        text = apr_pstrcat(pool, text ? text : "", text ? "+" : "",
                           ds_format_address(report->format, cells[i]), NULL);
    }
    return text;
}

static void write_figure(ds_csv *csv, const ds_series *series, const char *organ_name,
                         const ds_series_line *compared, int i, apr_pool_t *pool)
{
    const ds_crosswalk_line *line = compared->line;
    const ds_series_year *year = &series->years[i];
    const ds_figure *figure = &compared->figures[i];
    const ds_report *report = year->report;
    const int *cells = report ? line->cells[compared->format_of_year[i]] : NULL;
    int is_number = figure->state == DS_FIGURE_NUMBER;
    const char *values[] = {
        series->organ->key, organ_name, apr_itoa(pool, year->year),
        ds_year_state_name(year->state), report ? report->format->id : NULL,
        year->version ? apr_itoa(pool, year->version) : NULL, line->table->id, line->row,
        line->column->id, ds_crosswalk_label(line, pool), cells_of(report, cells, pool),
        ds_figure_state_name(figure->state), decimal_if(is_number, figure->value, pool),
        is_number ? figure->unit : NULL, decimal_if(figure->has_change, figure->change, pool),
        decimal_if(figure->has_percent, figure->percent, pool),
        decimal_if(figure->has_share, figure->share, pool)
    };

    ds_csv_values(csv, values, N_COLUMNS);
}

const char *ds_csv_series(const ds_series *series, const char *organ_name, apr_size_t *len,
                          apr_pool_t *pool)
{
    ds_csv *csv = ds_csv_create_with(columns, N_COLUMNS, pool);
    apr_pool_t *iterpool;

    apr_pool_create(&iterpool, pool);
    for (int i = 0; i < series->lines->nelts; i++) {
        for (int j = 0; j < series->n_years; j++) {
            apr_pool_clear(iterpool);
            write_figure(csv, series, organ_name,
                         &APR_ARRAY_IDX(series->lines, i, ds_series_line), j, iterpool);
        }
    }
    apr_pool_destroy(iterpool);
    return ds_csv_bytes(csv, len);
}
