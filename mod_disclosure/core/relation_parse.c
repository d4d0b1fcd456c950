/* The relation language: text to operands. */
#include <string.h>

#include <apr_strings.h>

#include "core/relation_parse.h"

#define MAX_FACTOR 1000000

/* Longer operators first, as "<=" begins with "<". */
static const struct {
    const char *text;
    ds_comparison comparison;
} comparisons[] = {
    {"<=", DS_LE}, {">=", DS_GE}, {"=", DS_EQ}, {"<", DS_LT}, {">", DS_GT},
};

#define N_COMPARISONS (sizeof(comparisons) / sizeof(comparisons[0]))

const char *ds_comparison_text(ds_comparison comparison)
{
    apr_size_t i = 0;

    while (comparisons[i].comparison != comparison) {
        i++;
    }
    return comparisons[i].text;
}

static void skip_blanks(const char **p)
{
    *p += strspn(*p, " \t\r\n");
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int is_id_start(char c)
{
    return (c >= 'a' && c <= 'z') || c == '*';
}

static int is_id_char(char c)
{
    return is_id_start(c) || is_digit(c) || c == '_' || c == '.';
}

/* "at 'rest'": where the parser gave up. */
static const char *unexpected(apr_pool_t *pool, const char *wanted, const char *p)
{
    if (!*p) {
        return apr_psprintf(pool, "%s is missing at the end", wanted);
    }
    return apr_psprintf(pool, "%s is missing before \"%.20s\"", wanted, p);
}

static const char *parse_ids(ds_operand *operand, const char **p, apr_pool_t *pool)
{
    operand->n_ids = 0;
    do {
        const char *begin = *p;
        if (!is_id_start(*begin)) {
            return unexpected(pool, "an id", begin);
        }
        if (operand->n_ids == 3) {
            return unexpected(pool, "the end of an address of three ids", begin);
        }
        while (is_id_char(**p)) {
            ++*p;
        }
        operand->ids[operand->n_ids++] = apr_pstrmemdup(pool, begin, *p - begin);
    } while (**p == '/' && *++*p);
    return (*p)[-1] == '/' ? unexpected(pool, "an id", *p) : NULL;
}

static const char *parse_operand(apr_array_header_t *operands, const char **p,
                                 apr_int64_t factor, apr_pool_t *pool)
{
    static const char previous[] = "previous:";
    ds_operand operand = {.factor = factor};
    const char *begin = *p, *error;

    if (strncmp(*p, previous, sizeof(previous) - 1) == 0) {
        operand.is_previous = 1;
        *p += sizeof(previous) - 1;
    }
    error = parse_ids(&operand, p, pool);
    if (!error) {
        operand.text = apr_pstrmemdup(pool, begin, *p - begin);
        APR_ARRAY_PUSH(operands, ds_operand) = operand;
    }
    return error;
}

static const char *add_constant(ds_written_side *side, ds_decimal number, int sign)
{
    return ds_decimal_add(&side->constant, side->constant, sign * number) == APR_SUCCESS
               ? NULL
               : "the constants are too large";
}

/* A number: a constant, or the factor of the operand behind it. */
static const char *parse_number(ds_written_side *side, const char **p, int sign, apr_pool_t *pool)
{
    apr_size_t len = strspn(*p, "0123456789.");
    const char *begin = *p;
    ds_decimal number;
    apr_status_t status = ds_decimal_parse(&number, begin, len);

    if (status != APR_SUCCESS) {
        return apr_psprintf(pool, "%.*s is %s", len > 40 ? 40 : (int)len, begin,
                            status == APR_ERANGE ? "too large" : "not a number");
    }
    *p += len;
    skip_blanks(p);
    if (**p != '*') {
        return add_constant(side, number, sign);
    }
    if (!ds_decimal_is_integer(number) || number < DS_DECIMAL_ONE
        || number > MAX_FACTOR * DS_DECIMAL_ONE) {
        return apr_psprintf(pool, "the factor %.*s is not a whole number from 1 to %d", (int)len,
                            begin, MAX_FACTOR);
    }
    ++*p;
    skip_blanks(p);
    return parse_operand(side->operands, p, sign * (number / DS_DECIMAL_ONE), pool);
}

static const char *parse_side(ds_written_side *side, const char **p, apr_pool_t *pool)
{
    int sign = 1;

    side->constant = 0;
    side->operands = apr_array_make(pool, 4, sizeof(ds_operand));
    skip_blanks(p);
    if (**p == '-') {
        sign = -1;
        ++*p;
    }
    for (;;) {
        const char *error;
        skip_blanks(p);
        error = is_digit(**p) ? parse_number(side, p, sign, pool)
                              : parse_operand(side->operands, p, sign, pool);
        if (error) {
            return error;
        }
        skip_blanks(p);
        if (**p != '+' && **p != '-') {
            return NULL;
        }
        sign = *(*p)++ == '-' ? -1 : 1;
    }
}

static const char *parse_comparison(ds_comparison *comparison, const char **p, apr_pool_t *pool)
{
    apr_size_t i;

    for (i = 0; i < N_COMPARISONS; i++) {
        apr_size_t len = strlen(comparisons[i].text);
        if (strncmp(*p, comparisons[i].text, len) == 0) {
            *comparison = comparisons[i].comparison;
            *p += len;
            return NULL;
        }
    }
    return unexpected(pool, "a comparison (= <= >= < >)", *p);
}

/* Moves behind "and"; whether it stood there. */
static int parse_and(const char **p)
{
    if (strncmp(*p, "and", 3) != 0 || is_id_char((*p)[3])) {
        return 0;
    }
    *p += 3;
    return 1;
}

const char *ds_relation_parse(apr_array_header_t *list, const char *text, apr_pool_t *pool)
{
    const char *p = text;

    do {
        ds_written written;
        const char *error = parse_side(&written.left, &p, pool);
        if (!error) {
            error = parse_comparison(&written.comparison, &p, pool);
        }
        if (!error) {
            error = parse_side(&written.right, &p, pool);
        }
        if (error) {
            return error;
        }
        APR_ARRAY_PUSH(list, ds_written) = written;
    } while (parse_and(&p));
    return *p ? unexpected(pool, "an operator", p) : NULL;
}

int ds_pattern_matches(const char *pattern, const char *id)
{
    const char *star = NULL, *resume = NULL;

    while (*id) {
        if (*pattern == '*') {
            star = pattern++;
            resume = id;
        }
        else if (*pattern == *id) {
            pattern++;
            id++;
        }
        else if (star) {
            pattern = star + 1;
            id = ++resume;
        }
        else {
            return 0;
        }
    }
    while (*pattern == '*') {
        pattern++;
    }
    return !*pattern;
}
