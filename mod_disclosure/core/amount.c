#include "core/amount.h"

#include <string.h>

/* One of the unit is factor / divisor of DS_AMOUNT_UNIT. */
static const struct {
    const char *name;
    int factor, divisor;
} units[] = { { "元", 1, 10000 }, { "万元", 1, 1 }, { "亿元", 10000, 1 } };

int ds_amount_in_unit(ds_decimal *out, ds_decimal value, const char *from)
{
    for (size_t i = 0; from && i < sizeof(units) / sizeof(units[0]); i++) {
        if (strcmp(units[i].name, from) == 0) {
            return value % units[i].divisor == 0
                   && ds_decimal_scale(out, value / units[i].divisor, units[i].factor)
                      == APR_SUCCESS;
        }
    }
    return 0;
}
