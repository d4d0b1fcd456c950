#include "core/bigram.h"

#include <string.h>

#include "core/text.h"

/* Above every code point. */
#define CHARACTER_BITS 21

#define FIRST_SLOTS 4096

/* 0 for what is dropped. */
static apr_uint32_t fold(apr_uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E) {
        c -= 0xFF01 - 0x21;
    }
    if (c >= 'A' && c <= 'Z') {
        return c + ('a' - 'A');
    }
    if (c <= ' ' || c == 0x7F || c == 0xA0 || c == 0x3000 || c == 0xFEFF
        || (c >= 0x2000 && c <= 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x2060) {
        return 0;
    }
    if (c == 0x2018 || c == 0x2019) {
        return '\'';
    }
    return c == 0x201C || c == 0x201D ? '"' : c;
}

ds_folded *ds_fold(const char *text, apr_pool_t *pool)
{
    ds_folded *folded = apr_palloc(pool, sizeof(*folded));
    apr_size_t most = ds_text_length(text);
    const char *p = text;

    folded->n = 0;
    folded->chars = apr_palloc(pool, (most + 1) * sizeof(*folded->chars));
    folded->at = apr_palloc(pool, (most + 1) * sizeof(*folded->at));
    while (*p) {
        apr_uint32_t at = (apr_uint32_t)(p - text), c = fold(ds_text_next(&p));

        if (c) {
            folded->chars[folded->n] = c;
            folded->at[folded->n++] = at;
        }
    }
    return folded;
}

apr_int64_t ds_gram(apr_uint32_t first, apr_uint32_t second)
{
    return ((apr_int64_t)first << CHARACTER_BITS) | second;
}

/* ---- Sets ---- */

/* `slots` is a table by hash with 1 + the place in `all`, at most half full. */
struct ds_grams {
    apr_pool_t *pool;
    int n;
    apr_int64_t *all;
    apr_uint32_t *slots;
    apr_uint32_t n_slots;   /* a power of two */
};

static void make_room(ds_grams *grams, apr_uint32_t n_slots)
{
    apr_int64_t *all = apr_palloc(grams->pool, n_slots / 2 * sizeof(*all));

    if (grams->n) {
        memcpy(all, grams->all, (apr_size_t)grams->n * sizeof(*all));
    }
    grams->all = all;
    grams->slots = apr_pcalloc(grams->pool, n_slots * sizeof(*grams->slots));
    grams->n_slots = n_slots;
}

ds_grams *ds_grams_create(apr_pool_t *pool)
{
    ds_grams *grams = apr_pcalloc(pool, sizeof(*grams));

    grams->pool = pool;
    make_room(grams, FIRST_SLOTS);
    return grams;
}

/* The slot of a gram: where it is, or the empty one where it goes. */
static apr_uint32_t *slot_of(const ds_grams *grams, apr_int64_t gram)
{
    apr_uint32_t mask = grams->n_slots - 1;
    apr_uint32_t i = (apr_uint32_t)(((apr_uint64_t)gram * 0x9E3779B97F4A7C15u) >> 40) & mask;

    while (grams->slots[i] && grams->all[grams->slots[i] - 1] != gram) {
        i = (i + 1) & mask;
    }
    return &grams->slots[i];
}

static void add(ds_grams *grams, apr_int64_t gram)
{
    apr_uint32_t *slot = slot_of(grams, gram);

    if (*slot || grams->n == DS_GRAMS_MAX) {
        return;
    }
    grams->all[grams->n++] = gram;
    *slot = (apr_uint32_t)grams->n;
    if ((apr_uint32_t)grams->n < grams->n_slots / 2 || grams->n == DS_GRAMS_MAX) {
        return;
    }
    make_room(grams, grams->n_slots * 2);
    for (int i = 0; i < grams->n; i++) {
        *slot_of(grams, grams->all[i]) = (apr_uint32_t)(i + 1);
    }
}

void ds_grams_add(ds_grams *grams, const char *text)
{
    apr_uint32_t last = 0;

    while (*text) {
        apr_uint32_t c = fold(ds_text_next(&text));

        if (c && last) {
            add(grams, ds_gram(last, c));
        }
        if (c) {
            last = c;
        }
    }
}

const apr_int64_t *ds_grams_all(const ds_grams *grams, int *n)
{
    *n = grams->n;
    return grams->all;
}
