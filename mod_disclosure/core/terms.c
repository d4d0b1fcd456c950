#include "core/terms.h"

#include <string.h>

#include <apr_strings.h>

#include "core/text.h"

/* Places of a text looked at for the best passage. */
#define MOST_PLACES 64

/* ---- Reading a query ---- */

static int is_blank(apr_uint32_t c)
{
    return c <= ' ' || c == 0xA0 || c == 0x3000 || c == 0xFEFF || (c >= 0x2000 && c <= 0x200B);
}

/* The next word of the query, NULL at its end. */
static const char *next_word(const char **query, apr_pool_t *pool)
{
    const char *begin = *query, *p = begin;

    while (*p && is_blank(ds_text_next(&p))) {
        begin = p;
    }
    for (p = begin; *p;) {
        const char *here = p;

        if (is_blank(ds_text_next(&p))) {
            p = here;
            break;
        }
    }
    *query = p;
    return p > begin ? apr_pstrmemdup(pool, begin, (apr_size_t)(p - begin)) : NULL;
}

static int is_same(const ds_folded *a, const ds_folded *b)
{
    return a->n == b->n && !memcmp(a->chars, b->chars, (apr_size_t)a->n * sizeof(*a->chars));
}

static int is_known(const ds_terms *terms, const ds_folded *term)
{
    for (int i = 0; i < terms->n; i++) {
        if (is_same(terms->term[i], term)) {
            return 1;
        }
    }
    return 0;
}

ds_terms_verdict ds_terms_read(ds_terms *terms, const char *query, apr_pool_t *pool)
{
    const char *word;
    int longest = 0;

    terms->n = 0;
    if (strlen(query) > DS_TERMS_MAX_CHARACTERS * 4
        || ds_text_length(query) > DS_TERMS_MAX_CHARACTERS) {
        return DS_TERMS_LONG;
    }
    while ((word = next_word(&query, pool))) {
        const ds_folded *term = ds_fold(word, pool);

        if (!term->n || is_known(terms, term)) {
            continue;
        }
        if (terms->n == DS_TERMS_MAX) {
            return DS_TERMS_MANY;
        }
        terms->term[terms->n++] = term;
        longest = term->n > longest ? term->n : longest;
    }
    return longest >= 2 ? DS_TERMS_FINE : longest ? DS_TERMS_SHORT : DS_TERMS_NONE;
}

/* ---- Finding ---- */

/* Where the term stands in the text from character `from` on; -1. */
static int find(const ds_folded *text, const ds_folded *term, int from)
{
    for (int i = from; i + term->n <= text->n; i++) {
        if (text->chars[i] == term->chars[0]
            && !memcmp(text->chars + i, term->chars,
                       (apr_size_t)term->n * sizeof(*term->chars))) {
            return i;
        }
    }
    return -1;
}

unsigned ds_terms_in(const ds_terms *terms, const ds_folded *text)
{
    unsigned bits = 0;

    for (int i = 0; i < terms->n; i++) {
        bits |= (unsigned)(find(text, terms->term[i], 0) >= 0) << i;
    }
    return bits;
}

unsigned ds_terms_all(const ds_terms *terms)
{
    return (1u << terms->n) - 1;
}

static int add_gram(apr_int64_t *grams, int n, int max, const apr_uint32_t *pair)
{
    apr_int64_t gram = ds_gram(pair[0], pair[1]);

    for (int i = 0; i < n; i++) {
        if (grams[i] == gram) {
            return n;
        }
    }
    if (n < max) {
        grams[n++] = gram;
    }
    return n;
}

/* Pairs that do not overlap first: with few they say most of a term. */
int ds_terms_grams(const ds_terms *terms, apr_int64_t *grams, int max)
{
    int n = 0;

    for (int odd = 0; odd < 2; odd++) {
        for (int i = 0; i < terms->n; i++) {
            const ds_folded *term = terms->term[i];

            for (int k = odd; k + 1 < term->n; k += 2) {
                n = add_gram(grams, n, max, term->chars + k);
            }
            if (!odd && term->n > 2) {
                n = add_gram(grams, n, max, term->chars + term->n - 2);
            }
        }
    }
    return n;
}

/* ---- Passages ---- */

/* A mark for each character that belongs to a hit. */
static char *marks_of(const ds_terms *terms, const ds_folded *text, apr_pool_t *pool)
{
    char *marks = apr_pcalloc(pool, (apr_size_t)text->n + 1);

    for (int i = 0; i < terms->n; i++) {
        int length = terms->term[i]->n;

        for (int at = find(text, terms->term[i], 0); at >= 0;
             at = find(text, terms->term[i], at + 1)) {
            memset(marks + at, 1, (apr_size_t)length);
        }
    }
    return marks;
}

/* How many terms stand between two characters. */
static int count_in(const ds_terms *terms, const ds_folded *text, int from, int to)
{
    ds_folded window = { to - from, text->chars + from, text->at + from };
    unsigned bits = ds_terms_in(terms, &window);
    int n = 0;

    for (; bits; bits &= bits - 1) {
        n++;
    }
    return n;
}

/* The first character of the passage of `max` in which most terms stand. */
static int begin_of(const ds_terms *terms, const ds_folded *text, const char *marks, int max)
{
    int best = 0, best_count = -1, places = 0;
    int lead = max / 5; /* what stands before the first hit */

    for (int i = 0; i < text->n && places < MOST_PLACES; i++) {
        int from, to, count;

        if (!marks[i] || (i && marks[i - 1])) {
            continue;
        }
        places++;
        from = i + max - lead > text->n ? text->n - max : i - lead;
        from = from < 0 ? 0 : from;
        to = from + max < text->n ? from + max : text->n;
        count = count_in(terms, text, from, to);
        if (count > best_count) {
            best = from;
            best_count = count;
        }
    }
    return best;
}

static void add_part(apr_array_header_t *parts, const char *text, int is_hit)
{
    APR_ARRAY_PUSH(parts, ds_text_part) = (ds_text_part) { text, is_hit };
}

apr_array_header_t *ds_terms_passage(const ds_terms *terms, const char *text, int max,
                                     apr_pool_t *pool)
{
    apr_array_header_t *parts = apr_array_make(pool, 4, sizeof(ds_text_part));
    const ds_folded *folded = ds_fold(text, pool);
    const char *marks = marks_of(terms, folded, pool);
    int from = 0, to = folded->n;

    if (max && folded->n > max) {
        from = begin_of(terms, folded, marks, max);
        to = from + max < folded->n ? from + max : folded->n;
    }
    if (from > 0) {
        add_part(parts, "…", 0);
    }
    for (int i = from, end; i < to; i = end) {
        const char *stop;

        for (end = i + 1; end < to && marks[end] == marks[i]; end++) {
        }
        stop = end < folded->n ? text + folded->at[end] : text + strlen(text);
        add_part(parts, apr_pstrmemdup(pool, text + folded->at[i],
                                       (apr_size_t)(stop - (text + folded->at[i]))), marks[i]);
    }
    if (to < folded->n) {
        add_part(parts, "…", 0);
    }
    return parts;
}
