/* Civil dates and instants.
 *
 * A civil date is text YYYY-MM-DD and belongs to UTC+8 whatever the machine's
 * zone is; an instant is whole seconds since the epoch.
 */
#ifndef DS_CORE_DATE_H
#define DS_CORE_DATE_H

#include <apr_pools.h>

/* Whether the text is a date of the Gregorian calendar as YYYY-MM-DD, years
 * 1900 to 2999. */
int ds_date_is_valid(const char *text);

/* The civil date (UTC+8) of an instant, "2021-01-29". */
const char *ds_date_of(apr_pool_t *pool, apr_int64_t instant);

/* "2021-01-29 09:41" and "2021-01-29T09:41:00+08:00" of an instant. */
const char *ds_date_minute(apr_pool_t *pool, apr_int64_t instant);
const char *ds_date_iso(apr_pool_t *pool, apr_int64_t instant);

/* A civil date for reading: "2021年1月29日"; the text itself when it is not a
 * valid date. */
const char *ds_date_chinese(apr_pool_t *pool, const char *date);

/* The civil date so many months before a valid one, 0 to 1200; the last of the
 * month where that has no such day. */
const char *ds_date_months_before(apr_pool_t *pool, const char *date, int months);

/* The instant at which the civil date begins in UTC+8; the date is valid. */
apr_int64_t ds_date_start(const char *date);

#endif
