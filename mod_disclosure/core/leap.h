/* Leaps: figures that differ from last year's so much that a reviewer should
 * look twice. No error: a leap may be true. */
#ifndef DS_CORE_LEAP_H
#define DS_CORE_LEAP_H

#include "core/decimal.h"

/* The rule, in words for pages: 相差一倍以上并且不少于10. A figure leaps when it
 * is at least DS_LEAP_FACTOR times the other, or the other way round, and differs
 * by DS_LEAP_LEAST or more; one that changed its sign leaps by the difference
 * alone. */
#define DS_LEAP_FACTOR 2
#define DS_LEAP_LEAST (10 * DS_DECIMAL_ONE)

/* 1 up, -1 down, 0 no leap. Both figures are in one unit. */
int ds_leap(ds_decimal now, ds_decimal before);

#endif
