/* How the plain-text reader compares words. */
#include "io/text_words.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/text.h"

/* The character as it is compared: full-width forms narrowed, lower case. */
static apr_uint32_t narrow(apr_uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E) {
        c -= 0xFEE0;
    }
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static int is_digit(apr_uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* Whether a (narrowed) character counts when labels are compared. */
static int is_word(apr_uint32_t c)
{
    if (c < 0xC0) {
        return is_digit(c) || (c >= 'a' && c <= 'z');
    }
    if (c >= 0x2000 && c < 0x2E80) {
        return 0; /* punctuation, arrows, signs, drawn lines */
    }
    if (c >= 0x3000 && c <= 0x303F) {
        return c == 0x3005 || c == 0x3007;
    }
    return c < 0xFE10 || c > 0xFFEF;
}

static int is_space(apr_uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || (c >= 0x2000 && c <= 0x200B)
           || c == 0x3000 || c == 0xFEFF;
}

static int is_opening(apr_uint32_t c)
{
    return c == '(' || c == '[' || c == 0x3014 || c == 0x3010 || c == 0x300A;
}

static int is_closing(apr_uint32_t c)
{
    return c == ')' || c == ']' || c == 0x3015 || c == 0x3011 || c == 0x300B;
}

/* What may stand between an ordinal and the words. */
static int is_separator(apr_uint32_t c)
{
    return c == 0x3001 || c == '.' || c == ',' || c == ':' || c == ')' || c == 0xFF61
           || c == 0x3002 || c == 0xB7;
}

/* The next character that is no white space, narrowed; 0 at the end. */
static apr_uint32_t next_visible(const char **p)
{
    while (**p) {
        apr_uint32_t c = ds_text_next(p);

        if (!is_space(c)) {
            return narrow(c);
        }
    }
    return 0;
}

/* The value of a Chinese digit, 10 for 十, -1 for any other character. */
static int chinese_digit(apr_uint32_t c)
{
    static const char digits[] = "〇一二三四五六七八九十";
    const char *p = digits;
    int value;

    for (value = 0; *p; value++) {
        if (ds_text_next(&p) == c) {
            return value;
        }
    }
    return c == 0x96F6 || c == 0x25CB || c == 0x25EF ? 0 : -1; /* 零, ○, ◯ */
}

/* A numeral being read: 十二, 二十, 12, 二〇. */
typedef struct numeral {
    int value;
    int length; /* characters */
    int is_chinese;
    int has_ten; /* 十 was among them: what follows is added, not appended */
} numeral;

/* Adds a character to the numeral; 0 when it is none of it. */
static int numeral_add(numeral *n, apr_uint32_t c)
{
    int digit = is_digit(c) ? (int)(c - '0') : chinese_digit(c);

    if (digit < 0 || n->length >= 4) {
        return 0;
    }
    if (digit == 10) {
        n->value = n->length == 0 ? 10 : n->value * 10;
        n->has_ten = 1;
    }
    else if (n->has_ten) {
        n->value += digit;
    }
    else {
        n->value = n->value * 10 + digit;
    }
    n->is_chinese |= !is_digit(c);
    n->length++;
    return 1;
}

int ds_words_numeral(const char *text)
{
    numeral n = { 0, 0, 0, 0 };

    while (*text) {
        if (!numeral_add(&n, narrow(ds_text_next(&text)))) {
            return 0;
        }
    }
    return n.value;
}

/* Reads 第N部分 and 第N章: *end behind it, or 0. */
static int part_ordinal(const char *text, const char **end, numeral *n)
{
    const char *p = text;
    apr_uint32_t c = next_visible(&p);

    if (c != 0x7B2C) { /* 第 */
        return 0;
    }
    while (numeral_add(n, c = next_visible(&p))) {
    }
    if (c == 0x90E8 && next_visible(&p) == 0x5206) { /* 部分 */
        *end = p;
        return n->length > 0;
    }
    *end = p;
    return c == 0x7AE0 && n->length > 0; /* 章 */
}

/* Reads an ordinal at the beginning: sets *end behind it and its separator. A
 * stray letter before the numeral (l六、) is part of it. */
static int read_ordinal(const char *text, const char **end, ds_words *words)
{
    const char *p = text;
    numeral n = { 0, 0, 0, 0 };
    apr_uint32_t c = next_visible(&p);
    int bracketed = is_opening(c);

    if (c >= 0x2460 && c <= 0x2473) { /* ① to ⑳ */
        words->ordinal = (int)(c - 0x2460) + 1;
        words->style = DS_ORDINAL_SMALL;
        *end = p;
        return 1;
    }
    if (bracketed || (c >= 'a' && c <= 'z')) {
        c = next_visible(&p);
    }
    while (numeral_add(&n, c)) {
        *end = p;
        c = next_visible(&p);
    }
    if (n.length == 0) {
        n = (numeral){ 0, 0, 0, 0 };
        if (bracketed || !part_ordinal(text, end, &n)) {
            return 0;
        }
        words->ordinal = n.value;
        words->style = DS_ORDINAL_CHINESE;
        return 1;
    }
    if (bracketed ? !is_closing(c) : !is_separator(c)) {
        return 0;
    }
    if (c == '.' && is_digit(narrow((unsigned char)*p))) {
        return 0; /* 1.5 */
    }
    *end = p;
    words->ordinal = n.value;
    words->style = bracketed ? (n.is_chinese ? DS_ORDINAL_BRACKETED : DS_ORDINAL_SMALL)
                             : (n.is_chinese ? DS_ORDINAL_CHINESE : DS_ORDINAL_DIGITS);
    return 1;
}

/* Appends a character as UTF-8. */
static char *put(char *to, apr_uint32_t c)
{
    if (c < 0x80) {
        *to++ = (char)c;
        return to;
    }
    if (c < 0x800) {
        *to++ = (char)(0xC0 | (c >> 6));
    }
    else {
        if (c < 0x10000) {
            *to++ = (char)(0xE0 | (c >> 12));
        }
        else {
            *to++ = (char)(0xF0 | (c >> 18));
            *to++ = (char)(0x80 | ((c >> 12) & 0x3F));
        }
        *to++ = (char)(0x80 | ((c >> 6) & 0x3F));
    }
    *to++ = (char)(0x80 | (c & 0x3F));
    return to;
}

/* The words of a text, with or without what stands in brackets. A numeral in
 * brackets belongs to the words: 第（一）项. */
static const char *filter(const char *text, int keep_brackets, int *has_brackets, apr_pool_t *pool)
{
    char *filtered = apr_palloc(pool, strlen(text) + 1), *to = filtered;
    const char *p = text;
    int depth = 0;

    *has_brackets = 0;

    while (*p) {
        apr_uint32_t c = narrow(ds_text_next(&p));

        *has_brackets |= is_opening(c);
        if (!keep_brackets && is_opening(c)) {
            const char *inner = p;
            apr_uint32_t first = next_visible(&inner);
            depth += chinese_digit(first) < 0 || !is_closing(next_visible(&inner));
        }
        else if (!keep_brackets && is_closing(c)) {
            depth -= depth > 0;
        }
        else if (depth == 0 && is_word(c)) {
            to = put(to, c);
        }
    }
    *to = '\0';
    return filtered;
}

/* Skips the numerals at the beginning of words. */
static const char *skip_numerals(const char *words)
{
    numeral n = { 0, 0, 0, 0 };

    for (;;) {
        const char *p = words;

        if (!*p || !numeral_add(&n, ds_text_next(&p))) {
            return words;
        }
        words = p;
    }
}

void ds_words_of(ds_words *words, const char *text, apr_pool_t *pool)
{
    const char *rest = text;
    int has_brackets;

    memset(words, 0, sizeof(*words));
    if (!read_ordinal(text, &rest, words)) {
        rest = text;
    }
    words->full = filter(rest, 1, &has_brackets, pool);
    if (has_brackets) {
        words->bare = filter(rest, 0, &has_brackets, pool);
        if (!*words->bare || strcmp(words->bare, words->full) == 0) {
            words->bare = NULL;
        }
    }
    words->unnumbered = skip_numerals(words->full);
    if (!*words->unnumbered || words->unnumbered == words->full) {
        words->unnumbered = NULL;
    }
}

/* The characters of a text; -1 when it has more than DS_WORDS_MAX. */
static int characters(apr_uint32_t *out, const char *text)
{
    int n = 0;

    while (*text) {
        if (n == DS_WORDS_MAX) {
            return -1;
        }
        out[n++] = ds_text_next(&text);
    }
    return n;
}

int ds_words_distance(const char *a, const char *b, int limit)
{
    apr_uint32_t x[DS_WORDS_MAX], y[DS_WORDS_MAX];
    int row[DS_WORDS_MAX + 1];
    int nx = characters(x, a), ny = characters(y, b);
    int i, j;

    if (nx < 0 || ny < 0 || abs(nx - ny) > limit) {
        return limit + 1;
    }
    for (j = 0; j <= ny; j++) {
        row[j] = j;
    }
    for (i = 1; i <= nx; i++) {
        int diagonal = row[0];

        row[0] = i;
        for (j = 1; j <= ny; j++) {
            int change = diagonal + (x[i - 1] != y[j - 1]);
            int skip = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;

            diagonal = row[j];
            row[j] = change < skip ? change : skip;
        }
    }
    return row[ny] <= limit ? row[ny] : limit + 1;
}

/* Whether the rest of a text behind a number is a unit, a note, or nothing. */
static int is_behind_number(const char *p)
{
    static const apr_uint32_t calendar[] = { 0x5E74, 0x6708, 0x65E5, 0x53F7, 0 }; /* 年月日号 */
    const char *start = p;
    apr_uint32_t c = next_visible(&p);
    int i;

    if (c == 0 || is_opening(c)) {
        return 1;
    }
    for (i = 0; calendar[i]; i++) {
        if (c == calendar[i]) {
            return 0;
        }
    }
    if (c == 0x3001 || c == '.' || c == ',' || c == '-' || c == '~' || c == ':' || c == '/') {
        return 0;
    }
    return ds_text_length(start) <= 24 && !strstr(start, "。");
}

static int is_sign(apr_uint32_t c)
{
    /* plus, minus, dashes, 增, 减, 減 */
    return c == '+' || c == '-' || c == 0x2212 || (c >= 0x2010 && c <= 0x2015) || c == 0x589E
           || c == 0x51CF || c == 0x6E1B;
}

/* Whether the text is a sign for "not applicable" and nothing else. */
static int is_not_applicable(const char *text)
{
    apr_uint32_t c = next_visible(&text), next = next_visible(&text);

    if (c == '/' || c == '\\' || c == 0x65E0) { /* 无 */
        return next == 0;
    }
    return (c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2500)
           && (next == 0 || (next == c && next_visible(&text) == 0));
}

int ds_words_is_figure(const char *text)
{
    const char *p = text;
    apr_uint32_t c = next_visible(&p);

    if (is_digit(c) && !*p) {
        return 1;
    }
    if (is_not_applicable(text)) {
        return 1;
    }
    if (is_sign(c)) {
        c = next_visible(&p);
    }
    if (!is_digit(c)) {
        return 0;
    }
    for (;;) {
        const char *rest = p;

        c = next_visible(&p);
        if (is_digit(c)) {
            continue;
        }
        if (c == '.' || c == ',') {
            const char *fraction = p;

            if (is_digit(next_visible(&fraction))) {
                continue;
            }
        }
        return is_behind_number(rest);
    }
}

int ds_words_is_page_number(const char *text)
{
    apr_uint32_t c = next_visible(&text);
    int dashes = 0, digits = 0, page = 0;

    for (; c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2500; c = next_visible(&text)) {
        dashes++;
    }
    if (c == 0x7B2C && dashes == 0) { /* 第 */
        page = 1;
        c = next_visible(&text);
    }
    for (; is_digit(c); c = next_visible(&text)) {
        digits++;
    }
    if (digits == 0 || digits > 4 || dashes > 4) {
        return 0;
    }
    if (page) {
        return c == 0x9875; /* 页 */
    }
    if (dashes == 0) {
        return 0;
    }
    dashes = 0;
    for (; c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2500; c = next_visible(&text)) {
        dashes++;
    }
    return dashes > 0 && c == 0;
}

/* One number of a date: at most `max` digits of either script. Returns -1 when
 * there is none; *c is the character behind it. */
static int date_number(const char **p, apr_uint32_t *c, int max)
{
    numeral n = { 0, 0, 0, 0 };

    for (*c = next_visible(p); n.length < max && numeral_add(&n, *c); *c = next_visible(p)) {
    }
    return n.length > 0 ? n.value : -1;
}

const char *ds_words_date(const char *text, apr_pool_t *pool)
{
    apr_uint32_t c, between;
    int year, month, day;
    const char *date;

    year = date_number(&text, &between, 4);
    if (year < 1000 || (between != 0x5E74 && between != '-' && between != '.' && between != '/')) {
        return NULL;
    }
    month = date_number(&text, &c, 3);
    if (month < 1 || month > 12 || c != (between == 0x5E74 ? 0x6708 : between)) {
        return NULL;
    }
    day = date_number(&text, &c, 3);
    if (day < 1 || day > 31 || (c == 0x65E5 ? next_visible(&text) != 0 : c != 0)) {
        return NULL;
    }
    date = apr_psprintf(pool, "%04d-%02d-%02d", year, month, day);
    return ds_date_is_valid(date) ? date : NULL;
}

int ds_words_year(const char *text, apr_size_t *begin, apr_size_t *end)
{
    const char *p = text;

    while (*p) {
        const char *start = p, *q = p;
        apr_uint32_t c;
        int year = date_number(&q, &c, 4);

        if (year >= 1900 && year <= 2999 && c == 0x5E74) {
            const char *behind = q;

            *begin = (apr_size_t)(start - text);
            if (next_visible(&behind) == 0x5EA6) { /* 度 */
                q = behind;
            }
            *end = (apr_size_t)(q - text);
            return year;
        }
        ds_text_next(&p);
    }
    return 0;
}
