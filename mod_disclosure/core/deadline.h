/* By when a report is due, where nobody has set another day.
 *
 * Regulation art. 49: by 31 January of the year after; the report of a whole
 * government by 31 March.
 */
#ifndef DS_CORE_DEADLINE_H
#define DS_CORE_DEADLINE_H

#include "core/organ.h"

/* The civil date, in pool. */
const char *ds_deadline(ds_organ_kind kind, int year, apr_pool_t *pool);

/* Days from one civil date to another, negative when it is past; both valid. */
int ds_days_until(const char *date, const char *today);

#endif
