/* Exact decimals: the one number type of a report.
 *
 * Counts and amounts are kept as 64-bit integers scaled by 10^6, so that a
 * figure read is the figure written and sums are exact. Nothing in this
 * project stores or compares a floating point number.
 */
#ifndef DS_CORE_DECIMAL_H
#define DS_CORE_DECIMAL_H

#include <apr_pools.h>

/* A decimal number with six places: 25.1 is 25100000. */
typedef apr_int64_t ds_decimal;

#define DS_DECIMAL_ONE APR_INT64_C(1000000)

/* The largest magnitude a cell may hold; sums of every cell of every report
 * of a province still fit into 64 bits. */
#define DS_DECIMAL_MAX (APR_INT64_C(100000000000) * DS_DECIMAL_ONE)

/* Reads `len` bytes of plain ASCII decimal text: optional sign (+ or -),
 * digits, optional point and one to six digits. No spaces, no exponent, no
 * thousands separators. Leading zeros are accepted (see
 * ds_decimal_is_plain()).
 * Returns APR_SUCCESS, APR_EINVAL when the text has another form, or
 * APR_ERANGE when it exceeds DS_DECIMAL_MAX; *out is set on success only. */
apr_status_t ds_decimal_parse(ds_decimal *out, const char *text, apr_size_t len);

/* Whether the text is just what ds_decimal_format() would print for its
 * value: no plus sign, no leading zeros, no trailing zeros in the fraction,
 * no "-0". */
int ds_decimal_is_plain(const char *text, apr_size_t len);

/* The shortest exact text: "0", "-8", "25.1". Allocated in pool. */
const char *ds_decimal_format(apr_pool_t *pool, ds_decimal value);

/* Room for the text of any value, its NUL included. */
#define DS_DECIMAL_TEXT_SIZE 24

/* The same text into a buffer of DS_DECIMAL_TEXT_SIZE bytes, NUL-terminated;
 * returns its length. */
apr_size_t ds_decimal_print(char *buffer, ds_decimal value);

int ds_decimal_is_integer(ds_decimal value);

/* *out = a + b; APR_ERANGE (and *out untouched) on overflow. */
apr_status_t ds_decimal_add(ds_decimal *out, ds_decimal a, ds_decimal b);

/* *out = a * factor; APR_ERANGE (and *out untouched) on overflow. */
apr_status_t ds_decimal_scale(ds_decimal *out, ds_decimal a, apr_int64_t factor);

#endif
