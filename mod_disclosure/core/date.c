/* Civil dates and instants, in UTC+8 and the Gregorian calendar. */
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"

#define ZONE_SECONDS (8 * 3600)
#define DAY_SECONDS 86400

typedef struct {
    int year, month, day;
} civil;

static int is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return days[month - 1] + (month == 2 && is_leap(year));
}

/* The number that `n` digits make, -1 when one of them is not a digit. */
static int digits(const char *text, int n)
{
    int value = 0;

    for (; n > 0; n--, text++) {
        if (*text < '0' || *text > '9') {
            return -1;
        }
        value = value * 10 + (*text - '0');
    }
    return value;
}

static int parse(civil *date, const char *text)
{
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-') {
        return 0;
    }
    date->year = digits(text, 4);
    date->month = digits(text + 5, 2);
    date->day = digits(text + 8, 2);
    return date->year >= 1900 && date->year <= 2999 && date->month >= 1 && date->month <= 12
           && date->day >= 1 && date->day <= days_in_month(date->year, date->month);
}

int ds_date_is_valid(const char *text)
{
    civil date;

    return text && parse(&date, text);
}

static apr_int64_t floor_div(apr_int64_t a, apr_int64_t b)
{
    return a / b - (a % b < 0);
}

/* Days since 1970-01-01. Years are counted from March, so that the leap day
 * is the last of a year, and in eras of 400 years, which are equally long. */
static apr_int64_t days_of(const civil *date)
{
    apr_int64_t year = date->year - (date->month <= 2);
    apr_int64_t era = floor_div(year, 400);
    apr_int64_t in_era = year - era * 400;
    apr_int64_t in_year = (153 * (date->month + (date->month > 2 ? -3 : 9)) + 2) / 5
                          + date->day - 1;

    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

static civil civil_of(apr_int64_t days)
{
    apr_int64_t shifted = days + 719468;
    apr_int64_t era = floor_div(shifted, 146097);
    apr_int64_t in_era = shifted - era * 146097;
    apr_int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    apr_int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    apr_int64_t month = (5 * in_year + 2) / 153;
    civil date;

    date.day = (int)(in_year - (153 * month + 2) / 5 + 1);
    date.month = (int)(month < 10 ? month + 3 : month - 9);
    date.year = (int)(year + era * 400 + (date.month <= 2));
    return date;
}

/* The civil date of an instant, and the seconds since it began. */
static civil local(apr_int64_t instant, int *seconds)
{
    apr_int64_t days = floor_div(instant + ZONE_SECONDS, DAY_SECONDS);

    *seconds = (int)(instant + ZONE_SECONDS - days * DAY_SECONDS);
    return civil_of(days);
}

const char *ds_date_of(apr_pool_t *pool, apr_int64_t instant)
{
    int seconds;
    civil date = local(instant, &seconds);

    return apr_psprintf(pool, "%04d-%02d-%02d", date.year, date.month, date.day);
}

const char *ds_date_minute(apr_pool_t *pool, apr_int64_t instant)
{
    int seconds;
    civil date = local(instant, &seconds);

    return apr_psprintf(pool, "%04d-%02d-%02d %02d:%02d", date.year, date.month, date.day,
                        seconds / 3600, seconds / 60 % 60);
}

const char *ds_date_iso(apr_pool_t *pool, apr_int64_t instant)
{
    int seconds;
    civil date = local(instant, &seconds);

    return apr_psprintf(pool, "%04d-%02d-%02dT%02d:%02d:%02d+08:00", date.year, date.month,
                        date.day, seconds / 3600, seconds / 60 % 60, seconds % 60);
}

const char *ds_date_chinese(apr_pool_t *pool, const char *text)
{
    civil date;

    if (!parse(&date, text)) {
        return text;
    }
    return apr_psprintf(pool, "%d年%d月%d日", date.year, date.month, date.day);
}

const char *ds_date_months_before(apr_pool_t *pool, const char *date, int months)
{
    civil day = { 0, 0, 0 };
    int month, last;

    parse(&day, date);
    month = day.year * 12 + day.month - 1 - months;
    last = days_in_month(month / 12, month % 12 + 1);
    return apr_psprintf(pool, "%04d-%02d-%02d", month / 12, month % 12 + 1,
                        day.day < last ? day.day : last);
}

apr_int64_t ds_date_start(const char *text)
{
    civil date = { 1970, 1, 1 };

    (void)parse(&date, text);
    return days_of(&date) * DAY_SECONDS - ZONE_SECONDS;
}
