/* Periods and years as prose states them. */
#ifndef DS_CORE_PERIOD_H
#define DS_CORE_PERIOD_H

#include <apr_pools.h>

/* "2020年1月1日至2020年12月31日". A year that is not stated is 0; one that has
 * not four digits (202020) is as it was read. */
typedef struct ds_period {
    int first_year, first_month, first_day;
    int last_year, last_month, last_day;
} ds_period;

/* Finds the next period in text that has been squeezed and narrowed
 * (core/text.h), from *p on, and sets *p behind it; *begin is where it stands.
 * Signs that text extraction lost are not missed: "20201月1日至12月31日".
 * 0 when there is none. */
int ds_period_next(const char **p, const char **begin, ds_period *period);

/* The next year in such text ("2020年", "二〇二〇年"), likewise; 0 when there is
 * none. */
int ds_year_next(const char **p);

#endif
