/* The plain-text reader: title and signature. */
#include "io/text_front.h"

#include <string.h>

#include <apr_strings.h>

#include "core/text.h"

/* Lines at the top that may be the title, and at the bottom that may be the
 * signature; how many lines a title is broken over; how long names are. */
#define TOP_LINES 40
#define BOTTOM_LINES 6
#define TITLE_LINES 4
#define TITLE_MAX 80
#define LONGEST_NAME 40

static const char *skip_word(const char *p, const char *word)
{
    return strncmp(p, word, strlen(word)) == 0 ? p + strlen(word) : p;
}

/* The fixed words of a title: the format's pattern without its places, and
 * without 年 or 年度 behind the year, which go with the year. */
static const char *fixed_words(const ds_format *format, apr_pool_t *pool)
{
    const char *p = format->title_pattern;
    char *words = apr_palloc(pool, strlen(p) + 1), *to = words;

    while (*p) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;

        if (!end) {
            *to++ = *p++;
            continue;
        }
        p = skip_word(end + 1, "年");
        p = p > end + 1 ? skip_word(p, "度") : p;
    }
    *to = '\0';
    return ds_text_squeeze(pool, words);
}

/* Length of the longest common subsequence, in characters. */
static int common(const char *a, const char *b)
{
    int row[DS_WORDS_MAX + 1] = { 0 };
    int n = 0, j;

    for (; *a && n < DS_WORDS_MAX; n++) {
        apr_uint32_t c = ds_text_next(&a);
        const char *p = b;
        int diagonal = 0;

        for (j = 1; j <= DS_WORDS_MAX && *p; j++) {
            int above = row[j];

            row[j] = ds_text_next(&p) == c ? diagonal + 1
                     : row[j - 1] > row[j] ? row[j - 1] : row[j];
            diagonal = above;
        }
    }
    for (n = 0, j = 0; j <= DS_WORDS_MAX; j++) {
        n = row[j] > n ? row[j] : n;
    }
    return n;
}

/* The last place in the text where the longest beginning of the fixed words
 * (four characters or more) stands; NULL when it is nowhere. */
static const char *find_fixed(const char *text, const char *words, apr_pool_t *pool)
{
    char *begin = apr_pstrdup(pool, words);

    for (;;) {
        const char *found = NULL, *p;
        apr_size_t len = strlen(begin);

        if (ds_text_length(begin) < 4) {
            return NULL;
        }
        for (p = text; (p = strstr(p, begin)) != NULL; p++) {
            found = p;
        }
        if (found) {
            return found;
        }
        do {
            len--;
        } while ((begin[len] & 0xC0) == 0x80);
        begin[len] = '\0';
    }
}

/* Whether the text has characters that end or divide sentences. */
static int is_sentence(const char *text)
{
    static const char *const marks[] = { "。", "，", "；", "：", "？", ":", ";", NULL };
    int i;

    for (i = 0; marks[i]; i++) {
        if (strstr(text, marks[i])) {
            return 1;
        }
    }
    return 0;
}

/* Whether the last character of a text is among the last third of the words:
 * 年报 ends as 年度报告 does, a title that goes on in the next line does not. */
static int ends_alike(const char *text, const char *words)
{
    const char *last = text + strlen(text), *p = words;
    apr_size_t skip = ds_text_length(words) - ds_text_length(words) / 3;

    do {
        last--;
    } while ((*last & 0xC0) == 0x80);
    while (skip-- > 0) {
        ds_text_next(&p);
    }
    return strstr(p, last) != NULL;
}

/* A name without words that lead over to what follows it. */
static const char *tidy_name(const char *text, apr_size_t len, apr_pool_t *pool)
{
    static const char about[] = "关于";
    char *name = apr_pstrmemdup(pool, text, len);

    if (len >= sizeof(about) - 1 && strcmp(name + len - (sizeof(about) - 1), about) == 0) {
        name[len - (sizeof(about) - 1)] = '\0';
    }
    return *name ? name : NULL;
}

/* Reads a title on one line. Returns 0 when the text is none. */
static int read_title(ds_front *front, const char *text, const char *words, apr_pool_t *pool)
{
    const char *squeezed = ds_text_squeeze(pool, text), *found;
    apr_size_t begin, end;
    int n_words = (int)ds_text_length(words);

    if (is_sentence(text) || ds_text_length(squeezed) > TITLE_MAX) {
        return 0;
    }
    front->year = ds_words_year(squeezed, &begin, &end);
    if (front->year) {
        squeezed = apr_pstrcat(pool, apr_pstrmemdup(pool, squeezed, begin), squeezed + end, NULL);
    }
    found = find_fixed(squeezed, words, pool);
    if (!found || common(found, words) * 10 < n_words * 6
        || (int)ds_text_length(found) > n_words + 4 || !ends_alike(found, words)) {
        return 0;
    }
    front->organ_name = tidy_name(squeezed, (apr_size_t)(found - squeezed), pool);
    front->title = text;
    return 1;
}

/* The lines that are printed, from `begin` on, up to max; returns how many. */
static int printed_lines(int *lines, int max, const ds_document *document, int begin, int end,
                         apr_pool_t *pool)
{
    int n = 0, i;

    for (i = begin; i < end && n < max; i++) {
        const char *text = document->lines[i].text;

        if (!document->lines[i].is_furniture && *ds_text_tidy(pool, text, strlen(text))) {
            lines[n++] = i;
        }
    }
    return n;
}

static const char *tidy_line(const ds_document *document, int line, apr_pool_t *pool)
{
    const char *text = document->lines[line].text;

    return ds_text_tidy(pool, text, strlen(text));
}

/* Whether the line, which stands above a title without organ, is its name. */
static int is_name_line(const char *text)
{
    return ds_text_length(text) <= LONGEST_NAME && ds_text_length(text) >= 2 && !is_sentence(text)
           && !strpbrk(text, "0123456789|\t");
}

/* The line above the title is the organ's name where the title has none. */
static void add_name_above(ds_front *front, const ds_document *document, int line,
                           apr_pool_t *pool)
{
    const char *above = tidy_line(document, line, pool);

    if (!front->organ_name && is_name_line(above)) {
        front->organ_name = ds_text_squeeze(pool, above);
        front->title = apr_pstrcat(pool, above, front->title, NULL);
        front->first_line = line;
    }
}

/* Looks for a title printed on n_joined of the lines. */
static int find_title(ds_front *front, const ds_document *document, const int *lines, int n,
                      int n_joined, const char *words, int with_year, apr_pool_t *pool)
{
    int i, k;

    for (i = 0; i + n_joined <= n; i++) {
        const char *text = "";

        for (k = i; k < i + n_joined && strlen(document->lines[lines[k]].text) <= 4 * TITLE_MAX;
             k++) {
            text = apr_pstrcat(pool, text, tidy_line(document, lines[k], pool), NULL);
        }
        if (k == i + n_joined && read_title(front, text, words, pool)
            && (!with_year || front->year)) {
            front->first_line = lines[i];
            front->end_line = lines[k - 1] + 1;
            if (i > 0) {
                add_name_above(front, document, lines[i - 1], pool);
            }
            return 1;
        }
    }
    return 0;
}

void ds_front_read(ds_front *front, const ds_document *document, const ds_format *format,
                   int end_line, apr_pool_t *pool)
{
    const char *words = fixed_words(format, pool);
    int lines[TOP_LINES], n, n_joined, with_year;

    n = printed_lines(lines, TOP_LINES, document, 0, end_line, pool);
    for (with_year = 1; with_year >= 0; with_year--) {
        for (n_joined = 1; n_joined <= TITLE_LINES; n_joined++) {
            memset(front, 0, sizeof(*front));
            if (find_title(front, document, lines, n, n_joined, words, with_year, pool)) {
                return;
            }
        }
    }
    memset(front, 0, sizeof(*front));
}

/* Whether the text ends as names of organs do. */
static int has_organ_ending(const char *text)
{
    static const char *const endings[] = { "局", "委", "办", "处", "府", "院", "会", "室", "厅",
                                           "部", "署", "所", "站", "队", "司", "中心", "公室",
                                           "街道", "镇", "乡", NULL };
    apr_size_t len = strlen(text);
    int i;

    for (i = 0; endings[i]; i++) {
        apr_size_t n = strlen(endings[i]);

        if (len > n && strcmp(text + len - n, endings[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Whether a name goes with the organ's: most of it is part of it, in order. */
static int is_related(const char *name, const char *organ_name)
{
    int n = (int)ds_text_length(name);

    return organ_name && n >= 3 && common(name, organ_name) * 10 >= n * 7;
}

/* A signature's name as it is kept: without 盖章 in brackets. NULL when the
 * text is no name. */
static const char *signed_name(const char *text, const char *organ_name, int has_date,
                               apr_pool_t *pool)
{
    const char *name = ds_text_squeeze(pool, text), *bracket = strstr(name, "（");
    ds_words words;

    bracket = bracket ? bracket : strchr(name, '(');
    if (bracket && strstr(bracket, "章")) {
        name = apr_pstrmemdup(pool, name, (apr_size_t)(bracket - name));
    }
    ds_words_of(&words, name, pool);
    if (words.style != DS_ORDINAL_NONE || !is_name_line(name) || strstr(name, "、")) {
        return NULL;
    }
    return has_date || is_related(name, organ_name) || has_organ_ending(name) ? name : NULL;
}

/* A line with both name and date: 某某局 2021年1月29日. */
static int read_both(ds_signature *signature, const char *text, const char *organ_name,
                     apr_pool_t *pool)
{
    const char *squeezed = ds_text_squeeze(pool, text), *date, *name;
    const char *p;

    for (p = squeezed; *p; ds_text_next(&p)) {
        date = ds_words_date(p, pool);
        if (date) {
            break;
        }
    }
    if (!*p || p == squeezed) {
        return 0;
    }
    name = signed_name(apr_pstrmemdup(pool, squeezed, (apr_size_t)(p - squeezed)), organ_name, 1,
                       pool);
    if (!name) {
        return 0;
    }
    signature->name = name;
    signature->date = date;
    return 1;
}

/* The last printed lines that are not taken, last first. */
static int bottom_lines(int *lines, const ds_document *document, const unsigned char *taken,
                        int begin_line, apr_pool_t *pool)
{
    int n = 0, i;

    for (i = document->n_lines - 1; i >= begin_line && n < BOTTOM_LINES; i--) {
        const char *text = document->lines[i].text;

        if (!taken[i] && !document->lines[i].is_furniture
            && strlen(text) <= 4 * TITLE_MAX && *ds_text_tidy(pool, text, strlen(text))) {
            lines[n++] = i;
        }
        else if (strlen(text) > 4 * TITLE_MAX) {
            break;
        }
    }
    return n;
}

/* Takes a date that stands alone on a line, and the name beside it. */
static int read_dated(ds_signature *signature, const ds_document *document, const int *lines, int n,
                      int at, const char *organ_name, apr_pool_t *pool)
{
    const char *date = ds_words_date(tidy_line(document, lines[at], pool), pool);
    int beside[2] = { at + 1, at - 1 }, i;

    if (!date) {
        return 0;
    }
    signature->date = date;
    signature->date_line = lines[at];
    for (i = 0; i < 2 && !signature->name; i++) {
        if (beside[i] >= 0 && beside[i] < n) {
            signature->name = signed_name(tidy_line(document, lines[beside[i]], pool), organ_name,
                                          i == 0, pool);
            signature->name_line = signature->name ? lines[beside[i]] : -1;
        }
    }
    return 1;
}

void ds_signature_read(ds_signature *signature, const ds_document *document,
                       const unsigned char *taken, int begin_line, const char *organ_name,
                       apr_pool_t *pool)
{
    int lines[BOTTOM_LINES], n = bottom_lines(lines, document, taken, begin_line, pool), i;

    memset(signature, 0, sizeof(*signature));
    signature->name_line = signature->date_line = -1;
    for (i = 0; i < n; i++) {
        if (read_dated(signature, document, lines, n, i, organ_name, pool)) {
            return;
        }
        if (read_both(signature, tidy_line(document, lines[i], pool), organ_name, pool)) {
            signature->name_line = signature->date_line = lines[i];
            return;
        }
    }
    if (n > 0) {
        signature->name = signed_name(tidy_line(document, lines[0], pool), organ_name, 0, pool);
        signature->name_line = signature->name ? lines[0] : -1;
    }
}
