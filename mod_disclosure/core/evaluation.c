/* Asking a relation of a report and the one of the year before. */
#include "core/evaluation.h"

const ds_report *ds_term_report(const ds_term *term, const ds_report *report,
                                const ds_report *previous)
{
    return term->previous ? previous : report;
}

int ds_term_cell(const ds_term *term, const ds_report *previous)
{
    if (!term->previous) {
        return term->cell;
    }
    return previous ? ds_format_cell(previous->format, term->previous) : -1;
}

apr_status_t ds_side_value(ds_decimal *out, const ds_side *side, const ds_report *report,
                           const ds_report *previous)
{
    ds_decimal sum = side->constant;
    int i;

    for (i = 0; i < side->n_terms; i++) {
        const ds_term *term = &side->terms[i];
        const ds_report *of = ds_term_report(term, report, previous);
        int cell = ds_term_cell(term, previous);
        ds_decimal product;

        if (cell < 0 || of->cells[cell].state != DS_CELL_NUMBER) {
            return APR_ENOENT;
        }
        if (ds_decimal_scale(&product, of->cells[cell].value, term->factor) != APR_SUCCESS
            || ds_decimal_add(&sum, sum, product) != APR_SUCCESS) {
            return APR_ERANGE;
        }
    }
    *out = sum;
    return APR_SUCCESS;
}

static int compare(ds_decimal left, ds_comparison comparison, ds_decimal right)
{
    switch (comparison) {
    case DS_EQ:
        return left == right;
    case DS_LE:
        return left <= right;
    case DS_GE:
        return left >= right;
    case DS_LT:
        return left < right;
    case DS_GT:
        break;
    }
    return left > right;
}

static ds_answer ask(const ds_condition *condition, const ds_report *report,
                     const ds_report *previous, ds_decimal *left, ds_decimal *right)
{
    apr_status_t status = ds_side_value(left, &condition->left, report, previous);

    /* a blank on either side is the stronger reason */
    if (status != APR_ENOENT) {
        apr_status_t of_right = ds_side_value(right, &condition->right, report, previous);

        status = status == APR_SUCCESS || of_right == APR_ENOENT ? of_right : status;
    }
    if (status != APR_SUCCESS) {
        return status == APR_ENOENT ? DS_BLANK_OPERAND : DS_OVERFLOW;
    }
    return compare(*left, condition->comparison, *right) ? DS_HOLDS : DS_FAILS;
}

/* Whether an operand of last year's is missing: the report is not there
 * (DS_NO_PREVIOUS), or its format has no such cell (DS_NOT_ASKED). DS_HOLDS
 * when all is there. */
static ds_answer find_previous(const ds_side *side, const ds_report *previous)
{
    int i;

    for (i = 0; i < side->n_terms; i++) {
        if (!side->terms[i].previous) {
            continue;
        }
        if (!previous) {
            return DS_NO_PREVIOUS;
        }
        if (ds_term_cell(&side->terms[i], previous) < 0) {
            return DS_NOT_ASKED;
        }
    }
    return DS_HOLDS;
}

static ds_answer ask_if_there(const ds_condition *condition, const ds_report *report,
                              const ds_report *previous, ds_decimal *left, ds_decimal *right)
{
    ds_answer answer = find_previous(&condition->left, previous);

    if (answer == DS_HOLDS) {
        answer = find_previous(&condition->right, previous);
    }
    return answer == DS_HOLDS ? ask(condition, report, previous, left, right) : answer;
}

ds_answer ds_relation_ask(const ds_relation *relation, const ds_report *report,
                          const ds_report *previous, ds_decimal *left, ds_decimal *right)
{
    ds_answer guards = DS_HOLDS;
    int i, n_held = 0;

    for (i = 0; i < relation->n_guards; i++) {
        ds_decimal a, b;
        ds_answer answer = ask_if_there(&relation->guards[i], report, previous, &a, &b);

        if (answer == DS_FAILS || answer == DS_NOT_ASKED) {
            return DS_NOT_ASKED;
        }
        n_held += answer == DS_HOLDS;
        if (answer != DS_HOLDS && guards != DS_BLANK_OPERAND) {
            guards = answer;
        }
    }
    if (!previous && relation->needs_previous) {
        return n_held && guards != DS_BLANK_OPERAND ? DS_NO_PREVIOUS : DS_NOT_ASKED;
    }
    return guards == DS_HOLDS ? ask_if_there(&relation->test, report, previous, left, right)
                              : guards;
}
