#include "core/derived.h"

#include <string.h>

#include "core/evaluation.h"
#include "core/format_parts.h"

static int is_single(const ds_side *side)
{
    return side->n_terms == 1 && side->constant == 0 && side->terms[0].factor == 1;
}

/* An equality that is asked of every report of the format. */
static int is_plain_equality(const ds_relation *relation)
{
    return relation->n_guards == 0 && relation->test.comparison == DS_EQ;
}

int ds_carry_cell(const ds_relation *relation, const char **previous)
{
    const ds_condition *test = &relation->test;
    const ds_term *left, *right;

    if (!is_plain_equality(relation) || !is_single(&test->left) || !is_single(&test->right)) {
        return -1;
    }
    left = &test->left.terms[0];
    right = &test->right.terms[0];
    if (!left->previous == !right->previous) {
        return -1;
    }
    if (previous) {
        *previous = left->previous ? left->previous : right->previous;
    }
    return left->previous ? right->cell : left->cell;
}

const ds_cell *ds_carry_figures(const ds_format *format, const ds_report *previous,
                                apr_pool_t *pool)
{
    ds_cell *figures = apr_pcalloc(pool, sizeof(*figures) * (apr_size_t)(format->n_cells + 1));
    int i;

    for (i = 0; previous && i < format->n_relations; i++) {
        const char *address;
        int cell = ds_carry_cell(&format->relations[i], &address);
        int from = cell >= 0 ? ds_format_cell(previous->format, address) : -1;

        if (from >= 0 && previous->cells[from].state == DS_CELL_NUMBER) {
            figures[cell].state = DS_CELL_NUMBER;
            figures[cell].value = previous->cells[from].value;
        }
    }
    return figures;
}

int ds_sum_cell(const ds_relation *relation, const ds_side **sum)
{
    const ds_condition *test = &relation->test;
    const ds_side *one, *many;

    if (!is_plain_equality(relation) || relation->needs_previous
        || is_single(&test->left) == is_single(&test->right)) {
        return -1;
    }
    one = is_single(&test->left) ? &test->left : &test->right;
    many = one == &test->left ? &test->right : &test->left;
    if (sum) {
        *sum = many;
    }
    return one->terms[0].cell;
}

/* Computes what sums of the table it can; returns how many it filled. */
static int fill_sums(ds_report *report, const ds_table *table)
{
    const ds_format *format = report->format;
    int end = table->first_cell + table->n_rows * table->n_columns, n = 0, i;

    for (i = 0; i < format->n_relations; i++) {
        const ds_side *sum;
        int cell = ds_sum_cell(&format->relations[i], &sum);
        ds_decimal value;

        if (cell >= table->first_cell && cell < end && report->cells[cell].state == DS_CELL_BLANK
            && ds_side_value(&value, sum, report, NULL) == APR_SUCCESS) {
            ds_report_set_number(report, cell, value);
            n++;
        }
    }
    return n;
}

int ds_fill_zeros(ds_report *report, const ds_table *table, const ds_cell *carried)
{
    const ds_format *format = report->format;
    int size = table->n_rows * table->n_columns, filled = 0, now, i;
    char is_sum[DS_FORMAT_MAX_CELLS] = { 0 };

    for (i = 0; i < format->n_relations; i++) {
        int cell = ds_sum_cell(&format->relations[i], NULL) - table->first_cell;
        if (cell >= 0 && cell < size) {
            is_sum[cell] = 1;
        }
    }
    for (i = 0; i < size; i++) {
        int cell = table->first_cell + i;
        int is_carried = carried[cell].state == DS_CELL_NUMBER;

        if (report->cells[cell].state == DS_CELL_BLANK && (is_carried || !is_sum[i])) {
            ds_report_set_number(report, cell, is_carried ? carried[cell].value : 0);
            filled++;
        }
    }
    do {
        now = fill_sums(report, table);
        filled += now;
    } while (now > 0);
    return filled;
}

static int has_same_unit(const ds_cell *a, const ds_cell *b)
{
    return a->unit == b->unit || (a->unit && b->unit && strcmp(a->unit, b->unit) == 0);
}

void ds_add_figures(ds_report *sum, const ds_report *more)
{
    int i;

    for (i = 0; i < sum->format->n_cells; i++) {
        ds_cell *to = &sum->cells[i];
        int at = ds_format_cell(more->format, ds_format_address(sum->format, i));
        const ds_cell *from = at >= 0 ? &more->cells[at] : NULL;

        if (!from || to->state != DS_CELL_NUMBER || from->state != DS_CELL_NUMBER
            || !has_same_unit(to, from)
            || ds_decimal_add(&to->value, to->value, from->value) != APR_SUCCESS) {
            ds_report_set_blank(sum, i);
        }
    }
}
