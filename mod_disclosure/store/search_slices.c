/* Which segments a search looks at, and what the index knows of them. */
#include "store/search_walk.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

/* Docs of a restricted search that are asked for at once. */
#define ALLOWED 2048

/* So many of the rarest grams are looked at first. */
#define RAREST 3

/* Above every year. */
#define ANY_YEAR_TO 9999

static void set_bit(apr_uint64_t *words, int i)
{
    words[i / 64] |= (apr_uint64_t)1 << (i % 64);
}

/* ---- Which segments are next ---- */

/* All docs of a segment below `before`. */
static void fill_slice(ds_slice *s, apr_int64_t segment, apr_int64_t before)
{
    apr_int64_t n = before - segment * DS_SEARCH_SEGMENT;
    memset(s, 0, sizeof(*s));
    s->segment = segment;
    for (int i = 0; i < DS_SEARCH_SEGMENT && i < n; i++)
        set_bit(s->docs, i);
}

static int descending(const void *a, const void *b)
{
    apr_int64_t x = *(const apr_int64_t *)a, y = *(const apr_int64_t *)b;
    return x > y ? -1 : x < y;
}

static apr_array_header_t *docs_of(const ds_rows *rows, apr_pool_t *pool)
{
    apr_array_header_t *docs = apr_array_make(pool, rows->count + 1, sizeof(apr_int64_t));
    for (int i = 0; i < rows->count; i++)
        APR_ARRAY_PUSH(docs, apr_int64_t) = ds_rows_number(rows, i, 0);
    return docs;
}

int ds_search__year_to(const ds_search *search)
{
    return search->year_to ? search->year_to : ANY_YEAR_TO;
}

apr_status_t ds_search__ask_below(ds_walk *w, apr_pool_t *pool)
{
    const ds_search *q = w->search;
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(w->store->dbd, DS_SQL_SEARCH_BELOW, &rows,
        DS_ARGS(DS_S(w->sort_path), DS_S(apr_pstrcat(pool, w->sort_path, "~", NULL)),
                DS_N(q->year_from), DS_N(ds_search__year_to(q)), DS_N(ALLOWED + 1)), pool);
    if (status != APR_SUCCESS || rows->count > ALLOWED)
        return status;
    w->below = docs_of(rows, pool);
    qsort(w->below->elts, (size_t)w->below->nelts, sizeof(apr_int64_t), descending);
    return APR_SUCCESS;
}

static apr_status_t ask_year(ds_walk *w)
{
    ds_rows *rows;
    apr_pool_clear(w->allowed_pool);
    apr_status_t status = ds_dbd_select(w->store->dbd, DS_SQL_SEARCH_OF_YEAR, &rows,
        DS_ARGS(DS_N(w->search->year_from), DS_N(w->allowed_before), DS_N(ALLOWED)),
        w->allowed_pool);
    w->allowed = docs_of(rows, w->allowed_pool);
    w->next_allowed = 0;
    w->has_more_allowed = w->allowed->nelts == ALLOWED;
    if (w->allowed->nelts)
        w->allowed_before = APR_ARRAY_IDX(w->allowed, w->allowed->nelts - 1, apr_int64_t);
    return status;
}

/* Docs that may be found, from `before` on: those of the organ, of the one
 * year, or any. */
apr_status_t ds_search__start_allowed(ds_walk *w)
{
    w->allowed = w->below;
    w->next_allowed = w->has_more_allowed = 0;
    w->allowed_before = w->before;
    if (!w->below)
        return w->search->year_from && w->search->year_from == w->search->year_to
            ? ask_year(w) : APR_SUCCESS;
    while (w->next_allowed < w->below->nelts
           && APR_ARRAY_IDX(w->below, w->next_allowed, apr_int64_t) >= w->before)
        w->next_allowed++;
    return APR_SUCCESS;
}

/* The next segments among those with allowed docs. */
static apr_status_t take_allowed(ds_walk *w, ds_slice *slices, int *n, int most, apr_int64_t *end)
{
    apr_status_t status = APR_SUCCESS;
    *n = 0;
    if (w->next_allowed == w->allowed->nelts && w->has_more_allowed)
        status = ask_year(w);
    while (status == APR_SUCCESS && w->next_allowed < w->allowed->nelts) {
        apr_int64_t doc = APR_ARRAY_IDX(w->allowed, w->next_allowed, apr_int64_t);
        apr_int64_t segment = doc / DS_SEARCH_SEGMENT;
        if (!*n || slices[*n - 1].segment != segment) {
            if (*n == most)
                break;
            memset(&slices[*n], 0, sizeof(ds_slice));
            slices[(*n)++].segment = segment;
        }
        set_bit(slices[*n - 1].docs, (int)(doc % DS_SEARCH_SEGMENT));
        *end = doc;
        w->next_allowed++;
    }
    return status;
}

/* The segments to look at next, *n of them; behind them the search goes on
 * below *end. */
apr_status_t ds_search__take_slices(ds_walk *w, ds_slice *slices, int *n, apr_int64_t *end)
{
    int most = w->slices_at_once < w->segments ? w->slices_at_once : w->segments;
    w->slices_at_once = DS_WALK_SLICES; /* the newest alone first: it often fills the page */
    *end = w->before;
    if (w->allowed)
        return take_allowed(w, slices, n, most, end);
    for (*n = 0; *n < most && *end > 1; (*n)++) {
        apr_int64_t segment = (*end - 1) / DS_SEARCH_SEGMENT;
        fill_slice(&slices[*n], segment, *end);
        *end = segment * DS_SEARCH_SEGMENT;
    }
    return APR_SUCCESS;
}

/* ---- What the index knows of them ---- */

static int index_of(const apr_int64_t *all, int n, apr_int64_t one)
{
    int i = 0;
    while (i < n && all[i] != one)
        i++;
    return i;
}

static void read_docs(apr_uint64_t *words, const char *docs)
{
    for (; docs && docs[0] && docs[1]; docs += DS_SEARCH_CODE) {
        int place = ds_search__place(docs);
        if (place >= 0)
            set_bit(words, place);
    }
}

/* Leaves in each slice the docs that have these grams; *counts, where it is not
 * NULL, are set to how many docs of the first slice have each. */
static apr_status_t intersect(ds_walk *w, ds_slice *const *slices, int n,
                              const apr_int64_t *grams, int n_grams, int *counts,
                              apr_pool_t *pool)
{
    ds_arg args[1 + DS_WALK_SLICES + DS_WALK_GRAMS];
    apr_int64_t segments[DS_WALK_SLICES];
    ds_rows *rows;
    apr_uint64_t (*found)[DS_WALK_GRAMS][DS_WALK_WORDS] =
        apr_pcalloc(pool, sizeof(*found) * (apr_size_t)n);
    args[0] = DS_N(w->field);
    for (int i = 0; i < DS_WALK_SLICES; i++) {
        segments[i] = slices[i < n ? i : 0]->segment;
        args[1 + i] = DS_N(segments[i]);
    }
    for (int i = 0; i < DS_WALK_GRAMS; i++)
        args[1 + DS_WALK_SLICES + i] = DS_N(grams[i < n_grams ? i : 0]);
    apr_status_t status = ds_dbd_select(w->store->dbd, DS_SQL_SEARCH_POSTINGS, &rows, args,
                                        1 + DS_WALK_SLICES + DS_WALK_GRAMS, pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        int s = index_of(segments, n, ds_rows_number(rows, i, DS_COL_SEARCH_POSTINGS_SEGMENT));
        int g = index_of(grams, n_grams,
                         ds_rows_number(rows, i, DS_COL_SEARCH_POSTINGS_GRAM));
        if (s < n && g < n_grams)
            read_docs(found[s][g], ds_rows_text(rows, i, DS_COL_SEARCH_POSTINGS_DOCS));
    }
    for (int s = 0; s < n; s++)
        for (int g = 0; g < n_grams; g++)
            for (int i = 0; i < DS_WALK_WORDS; i++)
                slices[s]->docs[i] &= found[s][g][i];
    for (int g = 0; counts && g < n_grams; g++)
        for (int i = 0; i < DS_WALK_WORDS; i++)
            counts[g] += __builtin_popcountll(found[0][g][i]);
    return status;
}

/* What is rare in one segment is so in others, mostly. */
static void sort_grams(ds_walk *w, int *counts)
{
    for (int i = 1; i < w->n_grams; i++)
        for (int k = i; k > 0 && counts[k] < counts[k - 1]; k--) {
            apr_int64_t gram = w->grams[k];
            int count = counts[k];
            w->grams[k] = w->grams[k - 1];
            counts[k] = counts[k - 1];
            w->grams[k - 1] = gram;
            counts[k - 1] = count;
        }
    w->is_sorted = 1;
}

static int is_empty(const ds_slice *s)
{
    apr_uint64_t any = 0;
    for (int i = 0; i < DS_WALK_WORDS; i++)
        any |= s->docs[i];
    return !any;
}

/* Leaves in each slice the docs that have all grams. The first one tells which
 * are rare; from then on these come first, and the others only where they leave
 * something. */
apr_status_t ds_search__narrow(ds_walk *w, ds_slice *slices, int n, apr_pool_t *pool)
{
    ds_slice *left[DS_WALK_SLICES] = { NULL };
    int counts[DS_WALK_GRAMS] = { 0 }, n_left = 0;
    int n_first = w->is_sorted && w->n_grams > RAREST ? RAREST : w->n_grams;
    for (int i = 0; i < n; i++)
        left[i] = &slices[i];
    apr_status_t status = intersect(w, left, n, w->grams, n_first, counts, pool);
    if (!w->is_sorted)
        sort_grams(w, counts);
    for (int i = 0; i < n; i++)
        if (!is_empty(&slices[i]))
            left[n_left++] = &slices[i];
    return status == APR_SUCCESS && n_left && n_first < w->n_grams
        ? intersect(w, left, n_left, w->grams + n_first, w->n_grams - n_first, NULL, pool)
        : status;
}
