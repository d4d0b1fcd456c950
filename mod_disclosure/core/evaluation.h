/* Asking a relation of a report and the one of the year before. */
#ifndef DS_CORE_EVALUATION_H
#define DS_CORE_EVALUATION_H

#include "core/relation.h"
#include "core/report.h"

typedef enum {
    DS_NOT_ASKED,     /* a guard does not hold, or last year's report is not there or has
                         no such cell */
    DS_HOLDS,
    DS_FAILS,
    DS_BLANK_OPERAND, /* not assessable */
    DS_NO_PREVIOUS,   /* likewise: this year's guards hold, last year's report is not there */
    DS_OVERFLOW       /* a sum is beyond all bounds */
} ds_answer;

/* Asks the relation; `previous` may be NULL. *left and *right, the figures of
 * the test's sides, are set with DS_HOLDS and DS_FAILS. */
ds_answer ds_relation_ask(const ds_relation *relation, const ds_report *report,
                          const ds_report *previous, ds_decimal *left, ds_decimal *right);

/* The sum of a side: APR_SUCCESS; APR_ENOENT when an operand is not a number
 * or not there, APR_ERANGE on overflow, *out untouched. */
apr_status_t ds_side_value(ds_decimal *out, const ds_side *side, const ds_report *report,
                           const ds_report *previous);

/* The report a term is about (NULL when that is last year's and there is
 * none), and the cell's index in it (-1 when its format has none). */
const ds_report *ds_term_report(const ds_term *term, const ds_report *report,
                                const ds_report *previous);
int ds_term_cell(const ds_term *term, const ds_report *previous);

#endif
