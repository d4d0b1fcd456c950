/* Civil dates in UTC+8, whatever the machine's zone is. */
#include <time.h>

#include "core/date.h"
#include "unit.h"

START_TEST(knows_valid_dates)
{
    static const struct {
        const char *text;
        int is_valid;
    } cases[] = {
        { "2021-01-29", 1 }, { "2020-02-29", 1 }, { "2000-02-29", 1 }, { "1900-01-01", 1 },
        { "2999-12-31", 1 }, { "2021-02-29", 0 }, { "1900-02-29", 0 }, { "2100-02-29", 0 },
        { "2021-00-01", 0 }, { "2021-13-01", 0 }, { "2021-04-31", 0 }, { "2021-01-00", 0 },
        { "1899-12-31", 0 }, { "3000-01-01", 0 }, { "2021-1-29", 0 },  { "2021/01/29", 0 },
        { "2021-01-29 ", 0 }, { "", 0 }, { "2021-01-2x", 0 }, { "２０２１-01-29", 0 },
        { NULL, 0 },
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ck_assert_msg(ds_date_is_valid(cases[i].text) == cases[i].is_valid, "%s", cases[i].text);
    }
}
END_TEST

START_TEST(tells_the_time_in_utc_plus_8)
{
    static const struct {
        apr_int64_t instant;
        const char *date, *minute, *iso;
    } cases[] = {
        { 0, "1970-01-01", "1970-01-01 08:00", "1970-01-01T08:00:00+08:00" },
        { -1, "1970-01-01", "1970-01-01 07:59", "1970-01-01T07:59:59+08:00" },
        { -28801, "1969-12-31", "1969-12-31 23:59", "1969-12-31T23:59:59+08:00" },
        { 1611884460, "2021-01-29", "2021-01-29 09:41", "2021-01-29T09:41:00+08:00" },
        { 1609430399, "2020-12-31", "2020-12-31 23:59", "2020-12-31T23:59:59+08:00" },
        { 1609430400, "2021-01-01", "2021-01-01 00:00", "2021-01-01T00:00:00+08:00" },
        { 1582905600, "2020-02-29", "2020-02-29 00:00", "2020-02-29T00:00:00+08:00" },
    };
    static const char *const zones[] = { "UTC", "America/New_York", "Asia/Shanghai", "UTC-14" };
    size_t i, z;

    for (z = 0; z < sizeof(zones) / sizeof(zones[0]); z++) {
        setenv("TZ", zones[z], 1);
        tzset();
        for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            ck_assert_str_eq(ds_date_of(pool, cases[i].instant), cases[i].date);
            ck_assert_str_eq(ds_date_minute(pool, cases[i].instant), cases[i].minute);
            ck_assert_str_eq(ds_date_iso(pool, cases[i].instant), cases[i].iso);
        }
    }
}
END_TEST

/* Every day of the range begins where the one before ended. */
START_TEST(days_follow_each_other)
{
    apr_int64_t instant = ds_date_start("1900-01-01"), end = ds_date_start("2999-12-31");
    apr_pool_t *iterpool;

    ck_assert_int_eq(ds_date_start("2021-01-01"), 1609430400);
    ck_assert_int_eq((end - instant) / 86400, 401766);
    apr_pool_create(&iterpool, pool);
    for (; instant <= end; instant += 86400) {
        const char *date;

        apr_pool_clear(iterpool);
        date = ds_date_of(iterpool, instant);
        ck_assert_msg(ds_date_is_valid(date) && ds_date_start(date) == instant, "%s", date);
    }
}
END_TEST

START_TEST(writes_chinese_dates)
{
    ck_assert_str_eq(ds_date_chinese(pool, "2021-01-29"), "2021年1月29日");
    ck_assert_str_eq(ds_date_chinese(pool, "2021-12-09"), "2021年12月9日");
    ck_assert_str_eq(ds_date_chinese(pool, "近日"), "近日");
}
END_TEST

START_TEST(goes_back_by_months)
{
    static const struct { const char *date; int months; const char *expected; } cases[] = {
        { "2026-07-15", 6, "2026-01-15" }, { "2026-06-15", 6, "2025-12-15" },
        { "2026-01-31", 11, "2025-02-28" }, { "2024-08-31", 6, "2024-02-29" },
        { "2026-08-31", 6, "2026-02-28" }, { "2026-12-31", 12, "2025-12-31" },
        { "2026-05-09", 0, "2026-05-09" }, { "2026-01-01", 25, "2023-12-01" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ck_assert_str_eq(ds_date_months_before(pool, cases[i].date, cases[i].months),
                         cases[i].expected);
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, knows_valid_dates);
    tcase_add_test(cases, tells_the_time_in_utc_plus_8);
    tcase_add_test(cases, days_follow_each_other);
    tcase_add_test(cases, writes_chinese_dates);
    tcase_add_test(cases, goes_back_by_months);
}

UNIT_MAIN("core/date", add_all)
