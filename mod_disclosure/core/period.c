/* Periods and years as prose states them. */
#include <string.h>

#include "core/period.h"
#include "core/text.h"

/* No number of a date is longer than a garbled year. */
#define MAX_DIGITS 8

typedef struct {
    int value;
    int n; /* digits */
} number;

static number read_number(const char **p)
{
    number read = { 0, 0 };

    for (; **p >= '0' && **p <= '9' && read.n < MAX_DIGITS; ++*p) {
        read.value = read.value * 10 + (**p - '0');
        read.n++;
    }
    return read;
}

/* Whether one of the words stands at *p; it is skipped. */
static int skip_word(const char **p, const char *const *words)
{
    for (; *words; words++) {
        if (strncmp(*p, *words, strlen(*words)) == 0) {
            *p += strlen(*words);
            return 1;
        }
    }
    return 0;
}

static int skip(const char **p, const char *word)
{
    const char *const words[] = { word, NULL };

    return skip_word(p, words);
}

/* [year 年] month 月 day [日]; the year may have lost its sign. */
static int read_date(const char **text, int *year, int *month, int *day)
{
    const char *p = *text;
    number n = read_number(&p);

    *year = 0;
    if (n.n > 0 && skip(&p, "年")) {
        *year = n.value;
        n = read_number(&p);
    }
    else if (n.n == 5 || n.n == 6) {
        int power = n.n == 5 ? 10 : 100;

        *year = n.value / power;
        n.value %= power;
        n.n -= 4;
    }
    if (n.n < 1 || n.n > 2 || !skip(&p, "月")) {
        return 0;
    }
    *month = n.value;
    n = read_number(&p);
    if (n.n < 1 || n.n > 2) {
        return 0;
    }
    *day = n.value;
    skip(&p, "日");
    *text = p;
    return 1;
}

static int read_period(const char **text, ds_period *period)
{
    static const char *const from[] = { "起", "开始", NULL };
    static const char *const to[] = { "至", "到", "-", "~", "—", "–", "―", "─", "－", NULL };
    static const char *const same[] = { "当年", "同年", "本年", NULL };
    const char *p = *text;

    if (!read_date(&p, &period->first_year, &period->first_month, &period->first_day)) {
        return 0;
    }
    skip_word(&p, from);
    skip(&p, ",");
    if (!skip_word(&p, to)) {
        return 0;
    }
    while (skip_word(&p, to)) {
    }
    skip_word(&p, same);
    if (!read_date(&p, &period->last_year, &period->last_month, &period->last_day)) {
        return 0;
    }
    *text = p;
    return 1;
}

int ds_period_next(const char **p, const char **begin, ds_period *period)
{
    int in_digits = 0;

    for (; **p; ds_text_next(p)) {
        int is_digit = **p >= '0' && **p <= '9';

        *begin = *p;
        if (is_digit && !in_digits && read_period(p, period)) {
            return 1;
        }
        in_digits = is_digit;
    }
    return 0;
}

static int chinese_digit(apr_uint32_t c)
{
    static const char digits[] = "〇一二三四五六七八九";
    const char *p = digits;
    int value;

    if (c == 0x25CB || c == 0x96F6 || c == 'O') {
        return 0; /* ○ 零 O, which stand for 〇 in print */
    }
    for (value = 0; *p; value++) {
        if (ds_text_next(&p) == c) {
            return value;
        }
    }
    return -1;
}

/* Four digits, of one kind or the other, and 年. */
static int read_year(const char **text)
{
    const char *p = *text;
    int year = 0, i;

    for (i = 0; i < 4; i++) {
        apr_uint32_t c = *p ? ds_text_next(&p) : 0;
        int digit = c >= '0' && c <= '9' ? (int)(c - '0') : chinese_digit(c);

        if (digit < 0) {
            return 0;
        }
        year = year * 10 + digit;
    }
    if (!skip(&p, "年")) {
        return 0;
    }
    *text = p;
    return year;
}

int ds_year_next(const char **p)
{
    for (; **p; ds_text_next(p)) {
        int year = read_year(p);

        if (year) {
            return year;
        }
    }
    return 0;
}
