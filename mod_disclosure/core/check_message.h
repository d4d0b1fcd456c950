/* What the check says of a relation, in words. For check.c only. */
#ifndef DS_CORE_CHECK_MESSAGE_H
#define DS_CORE_CHECK_MESSAGE_H

#include "core/finding.h"
#include "core/relation.h"
#include "core/report.h"

/* Appends this report's operands of a condition to the finding's cells, left
 * then right, each once. */
void ds_check_add_cells(ds_findings *findings, ds_finding *finding,
                        const ds_condition *condition, const ds_format *format);

/* Which operands are not numbers; in pool. */
const char *ds_check_blank_message(const ds_relation *relation, const ds_report *report,
                                   const ds_report *previous, apr_pool_t *pool);

/* The relation's own message with the figures put in, and which cells to look
 * at: `cells` are the n suspects. In pool. */
const char *ds_check_failure_message(const ds_relation *relation, ds_decimal left,
                                     ds_decimal right, const int *cells, int n,
                                     const ds_report *report, const ds_report *previous,
                                     apr_pool_t *pool);

#endif
