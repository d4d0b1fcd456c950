/* Lines of a comparison: figures, differences, shares. */
#include "core/series.h"

#include <string.h>

#include "core/amount.h"
#include "core/series_parts.h"
#include "core/derived.h"

static const char *const state_names[] = { "number", "blank", "na", "no_line", "no_report" };

const char *ds_figure_state_name(ds_figure_state state)
{
    return state_names[state];
}

/* What the making of the lines needs at every turn. */
typedef struct making {
    const ds_series_year *years;
    int n_years;
    const ds_format **formats;
    int n_formats;
    const int **wholes;    /* per format: ds_series_wholes() */
    int *format_of_year;   /* index into formats, -1 without a report */
} making;

/* ---- Wholes ---- */

static int is_part(const ds_format *format, int cell, int whole)
{
    const ds_table *table, *whole_table;
    const ds_row *row, *whole_row;
    const ds_column *column, *whole_column;

    ds_format_locate(format, cell, &table, &row, &column);
    ds_format_locate(format, whole, &whole_table, &whole_row, &whole_column);
    return table == whole_table
           && (table->stub_width > 0 ? column == whole_column : row == whole_row);
}

const int *ds_series_wholes(const ds_format *format, apr_pool_t *pool)
{
    int *wholes = apr_palloc(pool, (format->n_cells + 1) * sizeof(*wholes));

    for (int i = 0; i < format->n_cells; i++) {
        wholes[i] = -1;
    }
    for (int i = 0; i < format->n_relations; i++) {
        const ds_side *sum;
        int whole = ds_sum_cell(&format->relations[i], &sum);
        for (int j = 0; whole >= 0 && j < sum->n_terms; j++) {
            if (sum->terms[j].factor == 1 && is_part(format, sum->terms[j].cell, whole)) {
                wholes[sum->terms[j].cell] = whole;
            }
        }
    }
    return wholes;
}

/* ---- Figures ---- */

static const char *unit_of(const ds_cell_type *type, const ds_cell *cell)
{
    return type->kind != DS_VALUE_AMOUNT ? NULL : type->units ? cell->unit : type->unit;
}

/* One cell in the unit of comparison. */
static ds_figure figure_of(const ds_report *report, int index)
{
    const ds_cell *cell = &report->cells[index];
    ds_figure figure = {
        .state = cell->state == DS_CELL_NUMBER ? DS_FIGURE_NUMBER
                 : cell->state == DS_CELL_NA ? DS_FIGURE_NA : DS_FIGURE_BLANK,
        .value = cell->state == DS_CELL_NUMBER ? cell->value : 0,
        .unit = unit_of(ds_format_type(report->format, index), cell)
    };

    if (figure.state == DS_FIGURE_NUMBER
        && ds_amount_in_unit(&figure.value, figure.value, figure.unit)) {
        figure.unit = DS_AMOUNT_UNIT;
    }
    return figure;
}

static int is_same_unit(const ds_figure *a, const ds_figure *b)
{
    return a->unit == b->unit || (a->unit && b->unit && strcmp(a->unit, b->unit) == 0);
}

/* Adds another figure. Only a sum of which every part is a number is one. */
static void add(ds_figure *sum, const ds_figure *more)
{
    if (sum->state == DS_FIGURE_NA && more->state == DS_FIGURE_NA) {
        return;
    }
    if (sum->state != DS_FIGURE_NUMBER || more->state != DS_FIGURE_NUMBER
        || !is_same_unit(sum, more)
        || ds_decimal_add(&sum->value, sum->value, more->value) != APR_SUCCESS) {
        sum->state = DS_FIGURE_BLANK;
        sum->value = 0;
    }
}

static ds_figure sum_of(const ds_report *report, const int *cells)
{
    ds_figure sum = figure_of(report, cells[0]);

    for (int i = 1; cells[i] >= 0; i++) {
        ds_figure more = figure_of(report, cells[i]);
        add(&sum, &more);
    }
    return sum;
}

/* ---- What follows from them ---- */

/* 100 * part / whole with one place, half up in magnitude; whole > 0. 0 when it
 * is beyond all bounds. */
static int percentage(ds_decimal *out, ds_decimal part, ds_decimal whole)
{
    const __int128 tenth = DS_DECIMAL_ONE / 10;
    __int128 magnitude = part < 0 ? -(__int128)part : part;
    __int128 tenths = (magnitude * 1000 * 2 + whole) / ((__int128)whole * 2);

    if (tenths > DS_DECIMAL_MAX / tenth) {
        return 0;
    }
    *out = (ds_decimal)((part < 0 ? -tenths : tenths) * tenth);
    return 1;
}

static int is_amount(const ds_crosswalk_line *line, const making *m, int year)
{
    int format = m->format_of_year[year];

    return ds_format_type(m->formats[format], line->cells[format][0])->kind == DS_VALUE_AMOUNT;
}

static void compare(ds_figure *figure, const ds_figure *before, int needs_unit)
{
    if (figure->state != DS_FIGURE_NUMBER || before->state != DS_FIGURE_NUMBER) {
        return;
    }
    if (!is_same_unit(figure, before) || (needs_unit && !figure->unit)) {
        figure->is_incomparable = 1;
        return;
    }
    figure->has_change = 1;
    figure->change = figure->value - before->value;
    figure->has_percent = before->value > 0
                          && percentage(&figure->percent, figure->change, before->value);
}

/* The one cell that all cells are parts of; -1 when there is none. */
static int whole_of(const int *wholes, const int *cells)
{
    int whole = wholes[cells[0]];

    for (int i = 1; cells[i] >= 0; i++) {
        whole = wholes[cells[i]] == whole ? whole : -1;
    }
    return whole;
}

static void take_share(ds_figure *figure, const ds_report *report, int whole)
{
    ds_figure sum;

    if (whole < 0 || figure->state != DS_FIGURE_NUMBER) {
        return;
    }
    sum = figure_of(report, whole);
    figure->has_share = sum.state == DS_FIGURE_NUMBER && sum.value > 0
                        && is_same_unit(figure, &sum)
                        && percentage(&figure->share, figure->value, sum.value);
}

static void fill_line(const making *m, ds_series_line *compared)
{
    const ds_crosswalk_line *line = compared->line;

    for (int i = 0; i < m->n_years; i++) {
        const ds_report *report = m->years[i].report;
        int format = m->format_of_year[i];
        const int *cells = report ? line->cells[format] : NULL;
        ds_figure *figure = &compared->figures[i];

        compared->format_of_year[i] = format;
        figure->state = report ? DS_FIGURE_NO_LINE : DS_FIGURE_NO_REPORT;
        if (!cells) {
            continue;
        }
        *figure = sum_of(report, cells);
        take_share(figure, report, whole_of(m->wholes[format], cells));
        if (i > 0) {
            compare(figure, &compared->figures[i - 1], is_amount(line, m, i));
        }
    }
}

/* ---- The whole of it ---- */

static void note_formats(making *m, apr_pool_t *pool)
{
    m->formats = apr_palloc(pool, (m->n_years + 1) * sizeof(*m->formats));
    m->wholes = apr_palloc(pool, (m->n_years + 1) * sizeof(*m->wholes));
    m->format_of_year = apr_palloc(pool, (m->n_years + 1) * sizeof(*m->format_of_year));
    for (int i = 0; i < m->n_years; i++) {
        const ds_report *report = m->years[i].report;
        int j = 0;

        while (report && j < m->n_formats && m->formats[j] != report->format) {
            j++;
        }
        m->format_of_year[i] = report ? j : -1;
        if (report && j == m->n_formats) {
            m->formats[m->n_formats] = report->format;
            m->wholes[m->n_formats++] = ds_series_wholes(report->format, pool);
        }
    }
}

const ds_series *ds_series_make(const ds_formats *formats,
                                        const ds_series_source *source,
                                        apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    ds_series *series = apr_pcalloc(result_pool, sizeof(*series));
    apr_array_header_t *compared = apr_array_make(result_pool, 256, sizeof(ds_series_line));
    const apr_array_header_t *lines;
    making m = { .years = ds_series_years(source, result_pool),
                 .n_years = source->last - source->first + 1 };

    note_formats(&m, result_pool);
    series->organ = source->organ;
    series->n_years = m.n_years;
    series->years = m.years;
    series->n_formats = m.n_formats;
    series->formats = m.formats;
    series->lines = compared;
    if (m.n_formats == 0) {
        return series;
    }
    lines = ds_crosswalk_lines(formats, m.formats, m.n_formats, result_pool, scratch_pool);
    for (int i = 0; i < lines->nelts; i++) {
        ds_series_line *line = apr_array_push(compared);
        memset(line, 0, sizeof(*line));
        line->line = &APR_ARRAY_IDX(lines, i, ds_crosswalk_line);
        fill_line(&m, line);
    }
    return series;
}
