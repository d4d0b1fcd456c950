/* Amounts of money in one unit, so that they can be compared and added. */
#ifndef DS_CORE_AMOUNT_H
#define DS_CORE_AMOUNT_H

#include "core/decimal.h"

/* The unit in which amounts stand beside each other. */
#define DS_AMOUNT_UNIT "万元"

/* What `value` in the unit `from` is in the unit `to`. 0, and *out untouched, when
 * one of them is NULL or no unit of money, or the figure would not be exact or
 * be beyond DS_DECIMAL_MAX. */
int ds_amount_convert(ds_decimal *out, ds_decimal value, const char *from, const char *to);

/* The same into DS_AMOUNT_UNIT. */
int ds_amount_in_unit(ds_decimal *out, ds_decimal value, const char *from);

#endif
