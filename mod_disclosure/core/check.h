/* The check: a report against the relations of its format.
 *
 * A relation is asked only when every operand is a number; with a blank (or
 * not applicable) operand it is not assessable, and the blank cell is a
 * finding of its own (C.blank). Nothing counts as zero. Relations that need
 * last year's report are left out of a check made without one, except where
 * a guard on this year's figures holds: then they are not assessable.
 *
 * Of the cells: C.blank, C.negative, C.number (a fraction in a count), C.unit (an
 * amount other than 0 whose unit is to be stated and is not). Of the words:
 * core/prose_check.h.
 *
 * Suspects. Failed equalities that share cells belong together; suspects of
 * each are the cells that stand in all of them and in no equality that holds.
 * For one wrong figure of the table of requests that is the figure itself.
 *
 * A relation over cells that last year's format does not have is left out.
 * A figure carried over from last year (core/derived.h) that differs is a mere
 * warning where the cell's note explains it.
 * The `cells` of a relation's finding are this year's operands, left then
 * right, then those of its guards.
 */
#ifndef DS_CORE_CHECK_H
#define DS_CORE_CHECK_H

#include "core/finding.h"
#include "core/report.h"

/* What is known around the report; all members may be NULL. */
typedef struct ds_check_context {
    const ds_report *previous;      /* the same organ's report of the year before */
    const char *const *organ_names; /* names the organ answers to (full, short, former),
                                       NULL-terminated; for rule S.organ */
} ds_check_context;

/* Adds what is found to `findings` (which may hold the reader's) and sorts
 * them. `report` is unchanged. */
void ds_check(ds_findings *findings, const ds_report *report, const ds_check_context *context,
              apr_pool_t *scratch_pool);

#endif
