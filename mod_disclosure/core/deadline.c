#include "core/deadline.h"

#include <apr_strings.h>

#include "core/date.h"

#define SECONDS_A_DAY 86400

const char *ds_deadline(ds_organ_kind kind, int year, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%04d-%s", year + 1, kind == DS_ORGAN_REGION ? "03-31" : "01-31");
}

int ds_days_until(const char *date, const char *today)
{
    return (int)((ds_date_start(date) - ds_date_start(today)) / SECONDS_A_DAY);
}
