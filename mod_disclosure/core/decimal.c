/* Exact decimals. */
#include <string.h>

#include <apr_strings.h>

#include "core/decimal.h"

#define PLACES 6

/* Digits of a whole number or fraction, at most up to `max`: APR_ERANGE over
 * it. Moves *text behind the digits. */
static apr_status_t read_digits(apr_uint64_t *value, const char **text, const char *end,
                                apr_uint64_t max)
{
    const char *p = *text;
    apr_status_t status = APR_SUCCESS;

    *value = 0;
    for (; p < end && *p >= '0' && *p <= '9'; p++) {
        if (status == APR_SUCCESS) {
            *value = *value * 10 + (apr_uint64_t)(*p - '0');
            if (*value > max) {
                status = APR_ERANGE;
            }
        }
    }
    *text = p;
    return status;
}

static apr_status_t read_fraction(apr_uint64_t *value, const char **text, const char *end)
{
    const char *begin = *text;
    apr_size_t places;

    if (end - begin > PLACES) {
        return APR_EINVAL;
    }
    (void)read_digits(value, text, end, APR_UINT64_MAX / 10);
    places = (apr_size_t)(*text - begin);
    if (places == 0) {
        return APR_EINVAL;
    }
    for (; places < PLACES; places++) {
        *value *= 10;
    }
    return APR_SUCCESS;
}

apr_status_t ds_decimal_parse(ds_decimal *out, const char *text, apr_size_t len)
{
    const char *p = text, *end = text + len, *digits;
    apr_uint64_t whole, fraction = 0, magnitude;
    int negative = 0;
    apr_status_t status;

    if (p < end && (*p == '+' || *p == '-')) {
        negative = *p++ == '-';
    }
    digits = p;
    status = read_digits(&whole, &p, end, DS_DECIMAL_MAX / DS_DECIMAL_ONE);
    if (p == digits) {
        return APR_EINVAL;
    }
    if (p < end && *p == '.') {
        p++;
        if (read_fraction(&fraction, &p, end) != APR_SUCCESS) {
            return APR_EINVAL;
        }
    }
    if (p != end) {
        return APR_EINVAL;
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    magnitude = whole * DS_DECIMAL_ONE + fraction;
    if (magnitude > (apr_uint64_t)DS_DECIMAL_MAX) {
        return APR_ERANGE;
    }
    *out = negative ? -(ds_decimal)magnitude : (ds_decimal)magnitude;
    return APR_SUCCESS;
}

/* Writes digits before `end`, at least `least` of them; returns where they
 * begin. */
static char *put_digits(char *end, apr_uint64_t value, int least)
{
    for (; value || least > 0; value /= 10, least--) {
        *--end = (char)('0' + value % 10);
    }
    return end;
}

apr_size_t ds_decimal_print(char *buffer, ds_decimal value)
{
    char digits[DS_DECIMAL_TEXT_SIZE], *end = digits + sizeof(digits), *begin = end;
    apr_uint64_t magnitude = value < 0 ? -(apr_uint64_t)value : (apr_uint64_t)value;
    apr_uint64_t fraction = magnitude % DS_DECIMAL_ONE;
    int places = PLACES;

    if (fraction) {
        for (; fraction % 10 == 0; places--) {
            fraction /= 10;
        }
        begin = put_digits(begin, fraction, places);
        *--begin = '.';
    }
    begin = put_digits(begin, magnitude / DS_DECIMAL_ONE, 1);
    if (value < 0) {
        *--begin = '-';
    }
    memcpy(buffer, begin, (apr_size_t)(end - begin));
    buffer[end - begin] = '\0';
    return (apr_size_t)(end - begin);
}

int ds_decimal_is_plain(const char *text, apr_size_t len)
{
    char plain[DS_DECIMAL_TEXT_SIZE];
    ds_decimal value;

    return ds_decimal_parse(&value, text, len) == APR_SUCCESS
           && ds_decimal_print(plain, value) == len && memcmp(plain, text, len) == 0;
}

const char *ds_decimal_format(apr_pool_t *pool, ds_decimal value)
{
    char buffer[DS_DECIMAL_TEXT_SIZE];
    apr_size_t len = ds_decimal_print(buffer, value);

    return apr_pmemdup(pool, buffer, len + 1);
}

int ds_decimal_is_integer(ds_decimal value)
{
    return value % DS_DECIMAL_ONE == 0;
}

apr_status_t ds_decimal_add(ds_decimal *out, ds_decimal a, ds_decimal b)
{
    ds_decimal sum;

    if (__builtin_add_overflow(a, b, &sum)) {
        return APR_ERANGE;
    }
    *out = sum;
    return APR_SUCCESS;
}

apr_status_t ds_decimal_scale(ds_decimal *out, ds_decimal a, apr_int64_t factor)
{
    ds_decimal product;

    if (__builtin_mul_overflow(a, factor, &product)) {
        return APR_ERANGE;
    }
    *out = product;
    return APR_SUCCESS;
}
