/* 汇总: the sum over many reports, cell by cell.
 *
 * The sum has the format of the year. A report of another format goes in as
 * the crosswalk says (core/crosswalk.h). A blank cell adds nothing and is
 * counted as blank, never as zero; so is one where only some of the figures
 * that make it up are there. Amounts are brought to one unit (that which the
 * form prints, else 万元); one whose unit is not stated, or that is no exact
 * figure of that unit, is not summed and counted as such. Sums are exact: one
 * beyond DS_DECIMAL_MAX is said to be so and has no value.
 */
#ifndef DS_CORE_CONSOLIDATION_H
#define DS_CORE_CONSOLIDATION_H

#include "core/report.h"

struct ds_relation;

/* A report that goes into a sum. */
typedef struct ds_sum_source {
    const char *organ;          /* key */
    const char *organ_name;
    const ds_format *format;
    const char *figures;        /* as ds_figures_write() (core/figures.h) */
} ds_sum_source;

/* What one report has to say to one cell of the sum. */
typedef enum {
    DS_SHARE_NUMBER,    /* a figure that is summed */
    DS_SHARE_BLANK,
    DS_SHARE_NA,        /* not applicable */
    DS_SHARE_UNUSABLE,  /* an amount of no stated unit, or of no exact value in that of the sum */
    DS_SHARE_ABSENT     /* its format has no such figure */
} ds_share_kind;

#define DS_SHARE_KINDS (DS_SHARE_ABSENT + 1)

typedef struct ds_share {
    ds_share_kind kind;
    ds_decimal value;           /* of a number: in the unit of the sum */
    const ds_sum_source *source;
} ds_share;

/* One cell of the sum. */
typedef struct ds_sum_cell {
    int n[DS_SHARE_KINDS];      /* reports of each kind of share */
    int is_over;                /* the sum is beyond DS_DECIMAL_MAX: there is no value */
    ds_decimal value;           /* where n[DS_SHARE_NUMBER] > 0 and not is_over */
} ds_sum_cell;

typedef struct ds_consolidation ds_consolidation;

/* The empty sum of a format; lives in pool. */
ds_consolidation *ds_consolidation_create(const ds_format *format, apr_pool_t *pool);

/* Adds a report; `source` and what it points to must live as long as the sum.
 * DS_EINVALID, and nothing added, when its line is none of its format. */
apr_status_t ds_consolidation_add(ds_consolidation *sum, const ds_sum_source *source);

/* How many reports are in it. */
int ds_consolidation_count(const ds_consolidation *sum);

ds_sum_cell ds_consolidation_cell(const ds_consolidation *sum, int cell);

/* The unit that the cell's value is in: 万元, 件; NULL for a figure without. */
const char *ds_consolidation_unit(const ds_format *format, int cell);

/* Who contributes what to one cell: array of ds_share, in the order added, in
 * pool. */
apr_array_header_t *ds_consolidation_shares(const ds_consolidation *sum, int cell,
                                            apr_pool_t *pool);

/* The shares one report would have in all cells (n_cells of the sum's format)
 * without being added; valid until the next call. NULL as ds_consolidation_add()
 * would refuse it. */
const ds_share *ds_consolidation_look(const ds_consolidation *sum, const ds_sum_source *source);

/* The sum as a report of its format, without names and prose: a cell to which
 * no report contributes a number is blank (or not applicable where all say so),
 * as is one that is over; in pool. */
ds_report *ds_consolidation_report(const ds_consolidation *sum, apr_pool_t *pool);

/* The relations between this year's figures that are errors when they fail,
 * asked of such a report: those that fail (array of const struct ds_relation *,
 * in pool), and how many hold and cannot be asked. The sum of right reports
 * holds all that can be asked. */
apr_array_header_t *ds_consolidation_faults(const ds_report *report, int *holding, int *open,
                                            apr_pool_t *pool);

#endif
