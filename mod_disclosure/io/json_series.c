#include "io/json_series.h"

#include "io/json_parse.h"

/* A count as a number, any other figure as a decimal. */
static json_t *json_figure(int is_there, ds_decimal value, int is_count, apr_pool_t *pool)
{
    if (!is_there) {
        return json_null();
    }
    return is_count && ds_decimal_is_integer(value)
        ? json_integer(value / DS_DECIMAL_ONE) : json_string(ds_decimal_format(pool, value));
}

static json_t *json_organs(const ds_series_year *year)
{
    json_t *organs = json_array();
    int n = year->state == DS_YEAR_SUM ? year->parts->nelts : 0;

    for (int i = 0; i < n; i++) {
        ds_json_append(organs, json_string(APR_ARRAY_IDX(year->parts, i,
                                                         const ds_year_report *)->organ));
    }
    return organs;
}

static json_t *json_year(const ds_series_year *year)
{
    json_t *object = json_object();

    ds_json_set(object, "year", json_integer(year->year));
    ds_json_set(object, "basis", json_string(ds_year_state_name(year->state)));
    ds_json_set(object, "format", ds_json_string(year->report ? year->report->format->id : NULL));
    ds_json_set(object, "version", year->version ? json_integer(year->version) : json_null());
    ds_json_set(object, "organs", json_organs(year));
    return object;
}

static json_t *json_cells(const ds_report *report, const int *cells)
{
    json_t *list = json_array();

    for (int i = 0; cells && cells[i] >= 0; i++) {
        ds_json_append(list, json_string(ds_format_address(report->format, cells[i])));
    }
    return list;
}

static json_t *json_one(const ds_series *series, const ds_series_line *line, int i,
                        apr_pool_t *pool)
{
    const ds_figure *figure = &line->figures[i];
    const ds_report *report = series->years[i].report;
    const int *cells = report ? line->line->cells[line->format_of_year[i]] : NULL;
    int is_number = figure->state == DS_FIGURE_NUMBER;
    int is_count = !cells
        || ds_format_type(report->format, cells[0])->kind != DS_VALUE_AMOUNT;
    json_t *object = json_object();

    ds_json_set(object, "year", json_integer(series->years[i].year));
    ds_json_set(object, "state", json_string(ds_figure_state_name(figure->state)));
    ds_json_set(object, "cells", json_cells(report, cells));
    ds_json_set(object, "value", json_figure(is_number, figure->value, is_count, pool));
    ds_json_set(object, "unit", ds_json_string(is_number ? figure->unit : NULL));
    ds_json_set(object, "change", json_figure(figure->has_change, figure->change, is_count, pool));
    ds_json_set(object, "change_percent",
                json_figure(figure->has_percent, figure->percent, 0, pool));
    ds_json_set(object, "share_percent", json_figure(figure->has_share, figure->share, 0, pool));
    return object;
}

static json_t *json_line(const ds_series *series, const ds_series_line *line, apr_pool_t *pool)
{
    json_t *object = json_object(), *figures = json_array();

    ds_json_set(object, "table", json_string(line->line->table->id));
    ds_json_set(object, "row", json_string(line->line->row));
    ds_json_set(object, "column", json_string(line->line->column->id));
    ds_json_set(object, "label", json_string(ds_crosswalk_label(line->line, pool)));
    ds_json_set(object, "is_sum", json_boolean(line->line->is_sum));
    for (int i = 0; i < series->n_years; i++) {
        ds_json_append(figures, json_one(series, line, i, pool));
    }
    ds_json_set(object, "figures", figures);
    return object;
}

json_t *ds_json_series(const ds_series *series, const char *organ_name, apr_pool_t *scratch_pool)
{
    json_t *document = json_object(), *years = json_array(), *lines = json_array();
    apr_pool_t *iterpool;

    ds_json_set(document, "organ", json_string(series->organ->key));
    ds_json_set(document, "organ_name", ds_json_string(organ_name));
    ds_json_set(document, "first", json_integer(series->years[0].year));
    ds_json_set(document, "last", json_integer(series->years[series->n_years - 1].year));
    for (int i = 0; i < series->n_years; i++) {
        ds_json_append(years, json_year(&series->years[i]));
    }
    ds_json_set(document, "years", years);
    apr_pool_create(&iterpool, scratch_pool);
    for (int i = 0; i < series->lines->nelts; i++) {
        apr_pool_clear(iterpool);
        ds_json_append(lines, json_line(series, &APR_ARRAY_IDX(series->lines, i, ds_series_line),
                                        iterpool));
    }
    apr_pool_destroy(iterpool);
    ds_json_set(document, "lines", lines);
    return document;
}
