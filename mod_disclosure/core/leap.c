#include "core/leap.h"

static ds_decimal magnitude(ds_decimal value)
{
    return value < 0 ? -value : value;
}

int ds_leap(ds_decimal now, ds_decimal before)
{
    ds_decimal a = magnitude(now), b = magnitude(before);
    int is_other_side = (now < 0) != (before < 0) && now != 0 && before != 0;

    if (magnitude(now - before) < DS_LEAP_LEAST) {
        return 0;
    }
    if (!is_other_side && a / DS_LEAP_FACTOR < b && b / DS_LEAP_FACTOR < a) {
        return 0;
    }
    return now > before ? 1 : -1;
}
