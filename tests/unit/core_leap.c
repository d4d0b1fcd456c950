/* Leaps: by the factor and by the least difference, both ways. */
#include "unit.h"

#include "core/leap.h"

static const struct {
    int before, now, leap;
} figures[] = {
    { 0, 0, 0 },    { 0, 9, 0 },     { 0, 10, 1 },   { 10, 0, -1 },  { 4, 13, 0 },
    { 10, 19, 0 },  { 10, 20, 1 },   { 20, 10, -1 }, { 20, 11, 0 },  { 30, 59, 0 },
    { 30, 60, 1 },  { 60, 30, -1 },  { 60, 31, 0 },  { -5, 4, 0 },   { -5, 5, 1 },
    { 15, -20, -1 }, { -10, -20, -1 }, { -20, -10, 1 }, { -20, -11, 0 }, { 1000, 1010, 0 },
};

START_TEST(leaps)
{
    ck_assert_int_eq(ds_leap(figures[_i].now * DS_DECIMAL_ONE, figures[_i].before * DS_DECIMAL_ONE),
                     figures[_i].leap);
}
END_TEST

START_TEST(bounds_do_not_overflow)
{
    ck_assert_int_eq(ds_leap(DS_DECIMAL_MAX, -DS_DECIMAL_MAX), 1);
    ck_assert_int_eq(ds_leap(0, DS_DECIMAL_MAX), -1);
    ck_assert_int_eq(ds_leap(DS_DECIMAL_MAX, DS_DECIMAL_MAX), 0);
}
END_TEST

static void add_all(TCase *tests)
{
    tcase_add_loop_test(tests, leaps, 0, sizeof(figures) / sizeof(figures[0]));
    tcase_add_test(tests, bounds_do_not_overflow);
}

UNIT_MAIN("core/leap", add_all)
