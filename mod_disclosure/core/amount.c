#include "core/amount.h"

#include <string.h>

static const struct {
    const char *name;
    int yuan;
} units[] = { { "元", 1 }, { "万元", 10000 }, { "亿元", 100000000 } };

/* What one of it is in 元; 0 for what is no unit of money. */
static int yuan_of(const char *unit)
{
    for (size_t i = 0; unit && i < sizeof(units) / sizeof(units[0]); i++) {
        if (strcmp(units[i].name, unit) == 0) {
            return units[i].yuan;
        }
    }
    return 0;
}

int ds_amount_convert(ds_decimal *out, ds_decimal value, const char *from, const char *to)
{
    int factor = yuan_of(from), divisor = yuan_of(to);
    __int128 product = (__int128)value * factor;

    if (factor == 0 || divisor == 0 || product % divisor != 0) {
        return 0;
    }
    product /= divisor;
    if (product < -DS_DECIMAL_MAX || product > DS_DECIMAL_MAX) {
        return 0;
    }
    *out = (ds_decimal)product;
    return 1;
}

int ds_amount_in_unit(ds_decimal *out, ds_decimal value, const char *from)
{
    return ds_amount_convert(out, value, from, DS_AMOUNT_UNIT);
}
