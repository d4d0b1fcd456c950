/* The check of what a report says in words: sections, year, period, organ,
 * signature. */
#ifndef DS_CORE_PROSE_CHECK_H
#define DS_CORE_PROSE_CHECK_H

#include "core/check.h"

/* Adds S.six, S.year, S.period, S.organ, S.fee and, for a report without a
 * year, F.year. Called by ds_check(). */
void ds_prose_check(ds_findings *findings, const ds_report *report,
                    const ds_check_context *context, apr_pool_t *scratch_pool);

#endif
