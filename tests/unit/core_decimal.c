/* Exact decimals: reading, writing, sums. */
#include <string.h>

#include "core/decimal.h"
#include "unit.h"

START_TEST(reads_and_writes)
{
    static const struct {
        const char *text;
        apr_status_t status;
        ds_decimal value;
        const char *plain;
    } cases[] = {
        { "0", APR_SUCCESS, 0, "0" },
        { "1", APR_SUCCESS, DS_DECIMAL_ONE, "1" },
        { "-8", APR_SUCCESS, -8 * DS_DECIMAL_ONE, "-8" },
        { "+3", APR_SUCCESS, 3 * DS_DECIMAL_ONE, "3" },
        { "00", APR_SUCCESS, 0, "0" },
        { "-0", APR_SUCCESS, 0, "0" },
        { "007", APR_SUCCESS, 7 * DS_DECIMAL_ONE, "7" },
        { "25.1", APR_SUCCESS, 25100000, "25.1" },
        { "25.10", APR_SUCCESS, 25100000, "25.1" },
        { "-0.5", APR_SUCCESS, -500000, "-0.5" },
        { "0.000001", APR_SUCCESS, 1, "0.000001" },
        { "59237.2449", APR_SUCCESS, APR_INT64_C(59237244900), "59237.2449" },
        { "11398889", APR_SUCCESS, 11398889 * DS_DECIMAL_ONE, "11398889" },
        { "100000000000", APR_SUCCESS, DS_DECIMAL_MAX, "100000000000" },
        { "-100000000000", APR_SUCCESS, -DS_DECIMAL_MAX, "-100000000000" },
        { "00000000000000000000000000000001", APR_SUCCESS, DS_DECIMAL_ONE, "1" },
        { "100000000000.000001", APR_ERANGE, 0, NULL },
        { "100000000001", APR_ERANGE, 0, NULL },
        { "99999999999999999999999999999999999999", APR_ERANGE, 0, NULL },
        { "99999999999999999999999999999999x", APR_EINVAL, 0, NULL },
        { "", APR_EINVAL, 0, NULL },
        { "-", APR_EINVAL, 0, NULL },
        { "+-1", APR_EINVAL, 0, NULL },
        { ".5", APR_EINVAL, 0, NULL },
        { "5.", APR_EINVAL, 0, NULL },
        { "1.0000000", APR_EINVAL, 0, NULL },
        { "1.2.3", APR_EINVAL, 0, NULL },
        { " 1", APR_EINVAL, 0, NULL },
        { "1 ", APR_EINVAL, 0, NULL },
        { "1e3", APR_EINVAL, 0, NULL },
        { "1,000", APR_EINVAL, 0, NULL },
        { "0x10", APR_EINVAL, 0, NULL },
        { "１", APR_EINVAL, 0, NULL },
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_decimal value = 4711;

        ck_assert_msg(ds_decimal_parse(&value, cases[i].text, strlen(cases[i].text))
                          == cases[i].status, "%s", cases[i].text);
        if (cases[i].status != APR_SUCCESS) {
            ck_assert_int_eq(value, 4711);
            continue;
        }
        ck_assert_msg(value == cases[i].value, "%s", cases[i].text);
        ck_assert_str_eq(ds_decimal_format(pool, value), cases[i].plain);
        ck_assert_msg(ds_decimal_is_plain(cases[i].text, strlen(cases[i].text))
                          == (strcmp(cases[i].text, cases[i].plain) == 0), "%s", cases[i].text);
    }
}
END_TEST

/* A length shorter than the text is honoured, so is a NUL inside. */
START_TEST(keeps_to_the_length)
{
    ds_decimal value;

    ck_assert_int_eq(ds_decimal_parse(&value, "1234", 2), APR_SUCCESS);
    ck_assert_int_eq(value, 12 * DS_DECIMAL_ONE);
    ck_assert_int_eq(ds_decimal_parse(&value, "1\0002", 3), APR_EINVAL);
    ck_assert(!ds_decimal_is_plain("1\0002", 3));
}
END_TEST

START_TEST(writes_the_extremes)
{
    ck_assert_str_eq(ds_decimal_format(pool, APR_INT64_MAX), "9223372036854.775807");
    ck_assert_str_eq(ds_decimal_format(pool, APR_INT64_MIN), "-9223372036854.775808");
}
END_TEST

START_TEST(adds_within_bounds)
{
    ds_decimal sum = 5;

    ck_assert_int_eq(ds_decimal_add(&sum, 100000, 200000), APR_SUCCESS);
    ck_assert_int_eq(sum, 300000);
    ck_assert_int_eq(ds_decimal_add(&sum, APR_INT64_MAX, 1), APR_ERANGE);
    ck_assert_int_eq(ds_decimal_add(&sum, APR_INT64_MIN, -1), APR_ERANGE);
    ck_assert_int_eq(ds_decimal_scale(&sum, DS_DECIMAL_MAX, 1000), APR_ERANGE);
    ck_assert_int_eq(sum, 300000);
    ck_assert_int_eq(ds_decimal_scale(&sum, -3 * DS_DECIMAL_ONE, 2), APR_SUCCESS);
    ck_assert_int_eq(sum, -6 * DS_DECIMAL_ONE);
    ck_assert(ds_decimal_is_integer(sum));
    ck_assert(!ds_decimal_is_integer(sum + 1));
    ck_assert(!ds_decimal_is_integer(-1));
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, reads_and_writes);
    tcase_add_test(cases, keeps_to_the_length);
    tcase_add_test(cases, writes_the_extremes);
    tcase_add_test(cases, adds_within_bounds);
}

UNIT_MAIN("core/decimal", add_all)
