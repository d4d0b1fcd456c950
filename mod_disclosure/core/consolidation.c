#include "core/consolidation.h"

#include <string.h>

#include "core/amount.h"
#include "core/crosswalk.h"
#include "core/evaluation.h"
#include "core/figures.h"
#include "core/status.h"

/* Wide enough for DS_DECIMAL_MAX of more reports than an int counts. Aligned as a
 * pool aligns what it gives. */
typedef __int128 wide __attribute__((aligned(8)));

typedef struct total {
    wide value;
    int n[DS_SHARE_KINDS];
} total;

/* What is known of a format that has come along. */
typedef struct mapping {
    const ds_format *from;
    int *to;              /* where its cells go: the index in the sum's format, or -1 */
    ds_report *scratch;   /* filled anew for each report, so that nothing is made for each of
                             thousands */
} mapping;

struct ds_consolidation {
    apr_pool_t *pool;
    const ds_format *format;
    total *totals;
    apr_array_header_t *sources;  /* const ds_sum_source * */
    apr_array_header_t *mappings; /* mapping */
    ds_share *shares;             /* of the report being added */
};

/* ---- Units ---- */

/* Where the reporter states the unit, the usual one if the form lets it be stated;
 * else the first that may be. */
const char *ds_consolidation_unit(const ds_format *format, int cell)
{
    const ds_cell_type *type = ds_format_type(format, cell);

    if (!type->units) {
        return type->unit;
    }
    for (const char *const *unit = type->units; *unit; unit++) {
        if (strcmp(*unit, DS_AMOUNT_UNIT) == 0) {
            return *unit;
        }
    }
    return type->units[0];
}

/* Whether the figure has an exact value in the unit of the sum. */
static int convert(ds_decimal *out, const ds_cell *cell, const ds_cell_type *type,
                   const char *to)
{
    const char *from = type->units ? cell->unit : type->unit;

    *out = cell->value;
    return type->kind != DS_VALUE_AMOUNT || cell->value == 0
        || (from && to && strcmp(from, to) == 0) || ds_amount_convert(out, cell->value, from, to);
}

/* ---- Shares ---- */

/* What a figure adds to the share of its report, to which others of the same
 * report may belong: all of them must be there for their sum to be a figure. */
static void combine(ds_share *share, ds_share_kind kind, ds_decimal value)
{
    if (share->kind == DS_SHARE_ABSENT) {
        share->kind = kind;
        share->value = value;
    }
    else if (kind == DS_SHARE_BLANK || share->kind == DS_SHARE_BLANK) {
        share->kind = DS_SHARE_BLANK;
    }
    else if (kind == DS_SHARE_UNUSABLE || share->kind == DS_SHARE_UNUSABLE) {
        share->kind = DS_SHARE_UNUSABLE;
    }
    else if (kind == DS_SHARE_NUMBER) {
        share->value = share->kind == DS_SHARE_NUMBER ? share->value : 0;
        share->kind = ds_decimal_add(&share->value, share->value, value) == APR_SUCCESS
            ? DS_SHARE_NUMBER : DS_SHARE_UNUSABLE;
    }
}

static ds_share_kind kind_of(ds_decimal *value, const ds_cell *cell, const ds_cell_type *type,
                             const char *unit)
{
    switch (cell->state) {
    case DS_CELL_NUMBER:
        return convert(value, cell, type, unit) ? DS_SHARE_NUMBER : DS_SHARE_UNUSABLE;
    case DS_CELL_NA:
        return DS_SHARE_NA;
    case DS_CELL_BLANK:
        break;
    }
    return DS_SHARE_BLANK;
}

static void share_out(ds_share *shares, const ds_report *report, const ds_sum_source *source,
                      const ds_format *format, const int *to)
{
    for (int i = 0; i < format->n_cells; i++) {
        shares[i] = (ds_share) { DS_SHARE_ABSENT, 0, source };
    }
    for (int i = 0; i < report->format->n_cells; i++) {
        ds_decimal value = 0;

        if (to[i] >= 0) {
            ds_share_kind kind = kind_of(&value, &report->cells[i],
                                         ds_format_type(report->format, i),
                                         ds_consolidation_unit(format, to[i]));
            combine(&shares[to[i]], kind, value);
        }
    }
}

static int *map_cells(const ds_format *from, const ds_format *to, apr_pool_t *pool)
{
    int *cells = apr_palloc(pool, sizeof(int) * (apr_size_t)from->n_cells);

    for (int i = 0; i < from->n_cells; i++) {
        cells[i] = from == to ? i : ds_crosswalk_cell(from, i, to);
    }
    return cells;
}

/* ---- The sum ---- */

ds_consolidation *ds_consolidation_create(const ds_format *format, apr_pool_t *pool)
{
    ds_consolidation *sum = apr_pcalloc(pool, sizeof(*sum));

    sum->pool = pool;
    sum->format = format;
    sum->totals = apr_pcalloc(pool, sizeof(total) * (apr_size_t)format->n_cells);
    sum->shares = apr_pcalloc(pool, sizeof(ds_share) * (apr_size_t)format->n_cells);
    sum->sources = apr_array_make(pool, 64, sizeof(const ds_sum_source *));
    sum->mappings = apr_array_make(pool, 2, sizeof(mapping));
    return sum;
}

static const mapping *mapping_of(const ds_consolidation *sum, const ds_format *from)
{
    for (int i = 0; i < sum->mappings->nelts; i++) {
        const mapping *known = &APR_ARRAY_IDX(sum->mappings, i, mapping);

        if (known->from == from) {
            return known;
        }
    }
    APR_ARRAY_PUSH(sum->mappings, mapping) =
        (mapping) { from, map_cells(from, sum->format, sum->pool),
                    ds_report_create(from, sum->pool) };
    return &APR_ARRAY_IDX(sum->mappings, sum->mappings->nelts - 1, mapping);
}

/* The shares of a report that goes into this sum, in sum->shares. */
static apr_status_t fill_shares(const ds_consolidation *sum, const ds_sum_source *source)
{
    const mapping *map = mapping_of(sum, source->format);
    apr_status_t status;

    memset(map->scratch->cells, 0, sizeof(ds_cell) * (apr_size_t)source->format->n_cells);
    status = ds_figures_read(map->scratch, source->figures);
    if (status == APR_SUCCESS) {
        share_out(sum->shares, map->scratch, source, sum->format, map->to);
    }
    return status;
}

const ds_share *ds_consolidation_look(const ds_consolidation *sum, const ds_sum_source *source)
{
    return fill_shares(sum, source) == APR_SUCCESS ? sum->shares : NULL;
}

apr_status_t ds_consolidation_add(ds_consolidation *sum, const ds_sum_source *source)
{
    apr_status_t status = fill_shares(sum, source);

    if (status != APR_SUCCESS) {
        return status;
    }
    for (int i = 0; i < sum->format->n_cells; i++) {
        const ds_share *share = &sum->shares[i];

        sum->totals[i].n[share->kind]++;
        if (share->kind == DS_SHARE_NUMBER) {
            sum->totals[i].value += share->value;
        }
    }
    APR_ARRAY_PUSH(sum->sources, const ds_sum_source *) = source;
    return APR_SUCCESS;
}

int ds_consolidation_count(const ds_consolidation *sum)
{
    return sum->sources->nelts;
}

ds_sum_cell ds_consolidation_cell(const ds_consolidation *sum, int cell)
{
    const total *t = &sum->totals[cell];
    ds_sum_cell result = { .is_over = t->value > DS_DECIMAL_MAX || t->value < -DS_DECIMAL_MAX };

    memcpy(result.n, t->n, sizeof(result.n));
    result.value = result.is_over ? 0 : (ds_decimal)t->value;
    return result;
}

apr_array_header_t *ds_consolidation_shares(const ds_consolidation *sum, int cell,
                                            apr_pool_t *pool)
{
    apr_array_header_t *shares = apr_array_make(pool, sum->sources->nelts, sizeof(ds_share));

    for (int i = 0; i < sum->sources->nelts; i++) {
        if (fill_shares(sum, APR_ARRAY_IDX(sum->sources, i, const ds_sum_source *))
            == APR_SUCCESS) {
            APR_ARRAY_PUSH(shares, ds_share) = sum->shares[cell];
        }
    }
    return shares;
}

ds_report *ds_consolidation_report(const ds_consolidation *sum, apr_pool_t *pool)
{
    ds_report *report = ds_report_create(sum->format, pool);
    int count = ds_consolidation_count(sum);

    for (int i = 0; i < sum->format->n_cells; i++) {
        ds_sum_cell cell = ds_consolidation_cell(sum, i);
        const ds_cell_type *type = ds_format_type(sum->format, i);

        if (cell.n[DS_SHARE_NUMBER] > 0 && !cell.is_over) {
            ds_report_set_number(report, i, cell.value);
            ds_report_set_unit(report, i, type->units ? ds_consolidation_unit(sum->format, i)
                                                      : NULL);
        }
        else if (count > 0 && cell.n[DS_SHARE_NA] == count) {
            ds_report_set_na(report, i);
        }
    }
    return report;
}

apr_array_header_t *ds_consolidation_faults(const ds_report *report, int *holding, int *open,
                                            apr_pool_t *pool)
{
    apr_array_header_t *faults = apr_array_make(pool, 4, sizeof(const ds_relation *));

    *holding = *open = 0;
    for (int i = 0; i < report->format->n_relations; i++) {
        const ds_relation *relation = &report->format->relations[i];
        ds_decimal left, right;
        ds_answer answer;

        if (relation->needs_previous || relation->severity != DS_ERROR) {
            continue;
        }
        answer = ds_relation_ask(relation, report, NULL, &left, &right);
        *holding += answer == DS_HOLDS;
        *open += answer == DS_BLANK_OPERAND || answer == DS_OVERFLOW;
        if (answer == DS_FAILS) {
            APR_ARRAY_PUSH(faults, const ds_relation *) = relation;
        }
    }
    return faults;
}
