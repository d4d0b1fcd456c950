/* Amounts in one unit: exact, or refused. */
#include "unit.h"

#include "core/amount.h"

static const struct {
    ds_decimal value;       /* millionths */
    const char *unit;
    int is_exact;
    ds_decimal result;
} amounts[] = {
    { 25100000, "万元", 1, 25100000 },
    { APR_INT64_C(251000000000), "元", 1, 25100000 },   /* 251000 元 = 25.1 万元 */
    { 10000, "元", 1, 1 },                              /* one fen: the last place there is */
    { 9999, "元", 0, 0 },
    { -10000, "元", 1, -1 },
    { 2000000, "亿元", 1, APR_INT64_C(20000000000) },
    { INT64_MAX / 10000 + 1, "亿元", 0, 0 },
    { 0, "元", 1, 0 },
    { 1000000, "美元", 0, 0 },
    { 1000000, "", 0, 0 },
    { 1000000, NULL, 0, 0 },
};

START_TEST(one_unit)
{
    ds_decimal result = 42;

    ck_assert_int_eq(ds_amount_in_unit(&result, amounts[_i].value, amounts[_i].unit),
                     amounts[_i].is_exact);
    ck_assert_int_eq(result, amounts[_i].is_exact ? amounts[_i].result : 42);
}
END_TEST

static void add_all(TCase *tests)
{
    tcase_add_loop_test(tests, one_unit, 0, sizeof(amounts) / sizeof(amounts[0]));
}

UNIT_MAIN("core/amount", add_all)
