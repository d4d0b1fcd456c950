#include "store/search.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/log.h"
#include "core/prose_scan.h"
#include "store/search_index.h"
#include "store/store_private.h"

/* What one statement takes, as sql/queries.sql has it. */
#define GRAMS 32
#define SLICES 16
#define LISTINGS 32

/* Docs of a restricted search that are asked for at once. */
#define ALLOWED 2048

/* So many of the rarest grams are looked at first. */
#define RAREST 3

#define WORDS (DS_SEARCH_SEGMENT / 64)

/* Above every year. */
#define ANY_YEAR_TO 9999

/* Docs of one segment, a bit each. */
typedef struct slice {
    apr_int64_t segment;
    apr_uint64_t docs[WORDS];
} slice;

/* A doc that may be a hit. */
typedef struct candidate {
    apr_int64_t doc;
    ds_search_hit *hit;
    unsigned in_title;          /* bits of the terms that stand in title or organ's name */
} candidate;

typedef struct walk {
    ds_store *store;
    const ds_search *search;
    ds_search_result *result;
    apr_pool_t *pool;
    int field;                  /* DS_SEARCH_IN_TITLE, then DS_SEARCH_IN_ALL */
    unsigned all;               /* bits of all terms */
    apr_int64_t grams[GRAMS];
    int n_grams;
    int is_sorted;              /* the grams are, the rarest first */
    apr_int64_t before;         /* docs from here on have been seen */
    apr_int64_t last_hit;       /* doc of the last hit on the page */
    int slices_at_once;
    int is_full, is_over;
    /* A restricted search: docs that may be found, newest first. */
    apr_array_header_t *below;  /* all of the organ and those below it; NULL: very many, or any */
    apr_array_header_t *allowed; /* of apr_int64_t, NULL: any */
    int next_allowed;
    apr_int64_t allowed_before; /* those from here on have been asked for */
    int has_more_allowed;
    apr_pool_t *allowed_pool;
    const char *sort_path;      /* of the organ, which those below it begin with */
    /* What is left of the bounds. */
    int segments, titles, texts;
    apr_int64_t bytes;
} walk;

static int bit_is_set(const apr_uint64_t *words, int i)
{
    return (int)(words[i / 64] >> (i % 64) & 1);
}

static void set_bit(apr_uint64_t *words, int i)
{
    words[i / 64] |= (apr_uint64_t)1 << (i % 64);
}

/* ---- Which segments are next ---- */

/* All docs of a segment below `before`. */
static void fill_slice(slice *s, apr_int64_t segment, apr_int64_t before)
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

static int year_to(const ds_search *search)
{
    return search->year_to ? search->year_to : ANY_YEAR_TO;
}

/* The docs of an organ and of all below it, unless they are very many: then
 * they are so common that asking each candidate is the shorter way. */
static apr_status_t ask_below(walk *w, apr_pool_t *pool)
{
    const ds_search *q = w->search;
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(w->store->dbd, DS_SQL_SEARCH_BELOW, &rows,
        DS_ARGS(DS_S(w->sort_path), DS_S(apr_pstrcat(pool, w->sort_path, "~", NULL)),
                DS_N(q->year_from), DS_N(year_to(q)), DS_N(ALLOWED + 1)), pool);
    if (status != APR_SUCCESS || rows->count > ALLOWED)
        return status;
    w->below = docs_of(rows, pool);
    qsort(w->below->elts, (size_t)w->below->nelts, sizeof(apr_int64_t), descending);
    return APR_SUCCESS;
}

static apr_status_t ask_year(walk *w)
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
static apr_status_t start_allowed(walk *w)
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

/* The same among allowed docs. */
static apr_status_t take_allowed(walk *w, slice *slices, int *n, int most, apr_int64_t *end)
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
            memset(&slices[*n], 0, sizeof(slice));
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
static apr_status_t take_slices(walk *w, slice *slices, int *n, apr_int64_t *end)
{
    int most = w->slices_at_once < w->segments ? w->slices_at_once : w->segments;
    w->slices_at_once = SLICES; /* the newest alone first: it often fills the page */
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
static apr_status_t intersect(walk *w, slice *const *slices, int n, const apr_int64_t *grams,
                              int n_grams, int *counts, apr_pool_t *pool)
{
    ds_arg args[1 + SLICES + GRAMS];
    apr_int64_t segments[SLICES];
    ds_rows *rows;
    apr_uint64_t (*found)[GRAMS][WORDS] = apr_pcalloc(pool, sizeof(*found) * (apr_size_t)n);
    args[0] = DS_N(w->field);
    for (int i = 0; i < SLICES; i++) {
        segments[i] = slices[i < n ? i : 0]->segment;
        args[1 + i] = DS_N(segments[i]);
    }
    for (int i = 0; i < GRAMS; i++)
        args[1 + SLICES + i] = DS_N(grams[i < n_grams ? i : 0]);
    apr_status_t status = ds_dbd_select(w->store->dbd, DS_SQL_SEARCH_POSTINGS, &rows, args,
                                        1 + SLICES + GRAMS, pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        int s = index_of(segments, n, ds_rows_number(rows, i, DS_COL_SEARCH_POSTINGS_SEGMENT));
        int g = index_of(grams, n_grams,
                         ds_rows_number(rows, i, DS_COL_SEARCH_POSTINGS_GRAM));
        if (s < n && g < n_grams)
            read_docs(found[s][g], ds_rows_text(rows, i, DS_COL_SEARCH_POSTINGS_DOCS));
    }
    for (int s = 0; s < n; s++)
        for (int g = 0; g < n_grams; g++)
            for (int i = 0; i < WORDS; i++)
                slices[s]->docs[i] &= found[s][g][i];
    for (int g = 0; counts && g < n_grams; g++)
        for (int i = 0; i < WORDS; i++)
            counts[g] += __builtin_popcountll(found[0][g][i]);
    return status;
}

/* What is rare in one segment is so in others, mostly. */
static void sort_grams(walk *w, int *counts)
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

static int is_empty(const slice *s)
{
    apr_uint64_t any = 0;
    for (int i = 0; i < WORDS; i++)
        any |= s->docs[i];
    return !any;
}

/* Leaves in each slice the docs that have all grams. The first one tells which
 * are rare; from then on these come first, and the others only where they leave
 * something. */
static apr_status_t narrow(walk *w, slice *slices, int n, apr_pool_t *pool)
{
    slice *left[SLICES];
    int counts[GRAMS] = { 0 }, n_left = 0;
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

/* ---- What really stands there ---- */

static ds_search_hit *hit_of(const ds_rows *rows, int i, apr_pool_t *pool)
{
    ds_search_hit *hit = apr_pcalloc(pool, sizeof(*hit));
#define TEXT(column) ds_rows_text(rows, i, DS_COL_FOUND_##column)
    hit->organ = TEXT(ORGAN_KEY);
    hit->organ_name = TEXT(ORGAN_NAME);
    hit->year = (int)ds_rows_number(rows, i, DS_COL_FOUND_YEAR);
    hit->version = (int)ds_rows_number(rows, i, DS_COL_FOUND_N);
    hit->format = TEXT(FORMAT);
    hit->title = TEXT(TITLE);
    hit->published_on = TEXT(PUBLISHED_ON);
#undef TEXT
    return hit;
}

/* Puts a hit on the page, copied out of what the search reads. */
static void give(walk *w, const candidate *c)
{
    ds_search_hit *hit = apr_pmemdup(w->pool, c->hit, sizeof(*hit));
    if (w->result->hits->nelts == w->search->limit) {
        w->is_full = 1; /* and there is more */
        return;
    }
    hit->organ = apr_pstrdup(w->pool, hit->organ);
    hit->organ_name = apr_pstrdup(w->pool, hit->organ_name);
    hit->format = apr_pstrdup(w->pool, hit->format);
    hit->title = apr_pstrdup(w->pool, hit->title);
    hit->published_on = apr_pstrdup(w->pool, hit->published_on);
    APR_ARRAY_PUSH(w->result->hits, const ds_search_hit *) = hit;
    w->last_hit = c->doc;
}

/* Sets what the hit shows of the prose: the first block with most terms. 0 when
 * the terms are not all there. */
static int find_in_prose(const walk *w, candidate *c, const apr_array_header_t *blocks,
                         apr_pool_t *pool)
{
    const ds_prose_block *best = NULL;
    unsigned found = 0;
    int best_count = 0;
    for (int i = 0; i < blocks->nelts; i++) {
        const ds_prose_block *block = &APR_ARRAY_IDX(blocks, i, ds_prose_block);
        unsigned bits = ds_terms_in(w->search->terms, ds_fold(block->text, pool));
        int count = __builtin_popcount(bits);
        found |= bits;
        if (count > best_count) {
            best = block;
            best_count = count;
        }
    }
    if (!best || (found | c->in_title) != w->all)
        return 0;
    c->hit->place = apr_pstrdup(w->pool, best->place);
    c->hit->is_note = best->is_note;
    c->hit->passage = ds_terms_passage(w->search->terms, best->text, DS_SEARCH_PASSAGE, w->pool);
    return 1;
}

static int is_spent(const walk *w)
{
    return w->texts <= 0 || w->bytes <= 0 || w->titles <= 0;
}

/* A text that cannot be read is no hit, and said; one that is public no longer
 * is not there. */
static apr_status_t check_text(walk *w, candidate *c, apr_pool_t *pool)
{
    apr_array_header_t *blocks;
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(w->store->dbd, DS_SQL_SEARCH_TEXT, &rows,
        DS_ARGS(DS_S(c->hit->organ), DS_N(c->hit->year), DS_N(c->hit->version)), pool);
    w->texts--;
    if (status != APR_SUCCESS || !rows->count)
        return status;
    const char *xml = ds_rows_text(rows, 0, DS_COL_SEARCH_TEXT_XML);
    apr_int64_t length = ds_rows_number(rows, 0, DS_COL_SEARCH_TEXT_XML_LENGTH);
    w->bytes -= length;
    if ((apr_int64_t)strlen(xml) != length
        || ds_prose_scan(&blocks, xml, (apr_size_t)length, pool) != APR_SUCCESS)
        ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0467: the stored text of %s/%d cannot be searched",
               c->hit->organ, c->hit->year);
    else if (find_in_prose(w, c, blocks, pool))
        give(w, c);
    return APR_SUCCESS;
}

static apr_status_t check_texts(walk *w, candidate *candidates, int n, apr_pool_t *pool)
{
    apr_pool_t *iterpool;
    apr_status_t status = APR_SUCCESS;
    apr_pool_create(&iterpool, pool);
    for (int i = 0; status == APR_SUCCESS && i < n && !w->is_full && !is_spent(w); i++) {
        apr_pool_clear(iterpool);
        status = check_text(w, &candidates[i], iterpool);
        w->before = candidates[i].doc;
    }
    apr_pool_destroy(iterpool);
    return status;
}

/* Whether the candidate is of the years, and of an organ, that are asked for. */
static int is_wanted(const walk *w, const ds_search_hit *hit, const char *sort_path)
{
    const ds_search *q = w->search;
    return hit->year >= q->year_from && hit->year <= year_to(q)
        && (!q->below || !strncmp(sort_path, w->sort_path, strlen(w->sort_path)));
}

/* Titles and names of a batch of docs: decides where these are asked for, else
 * reads the prose of those that may have it. */
static apr_status_t check_batch(walk *w, const apr_int64_t *docs, int n, apr_pool_t *pool)
{
    const ds_terms *terms = w->search->terms;
    candidate left[LISTINGS];
    ds_arg args[LISTINGS];
    ds_rows *rows;
    int n_left = 0;
    for (int i = 0; i < LISTINGS; i++)
        args[i] = DS_N(docs[i < n ? i : 0]);
    apr_status_t status = ds_dbd_select(w->store->dbd, DS_SQL_SEARCH_LISTINGS, &rows, args,
                                        LISTINGS, pool);
    w->titles -= n;
    for (int i = 0; status == APR_SUCCESS && i < rows->count && !w->is_full; i++) {
        candidate c = { ds_rows_number(rows, i, DS_COL_FOUND_DOC), hit_of(rows, i, pool), 0 };
        if (!is_wanted(w, c.hit, ds_rows_text(rows, i, DS_COL_FOUND_SORT_PATH)))
            continue;
        c.in_title = ds_terms_in(terms, ds_fold(c.hit->title, pool))
            | ds_terms_in(terms, ds_fold(c.hit->organ_name, pool));
        c.hit->in_title = c.in_title == w->all;
        if (w->field == DS_SEARCH_IN_TITLE && c.hit->in_title)
            give(w, &c);
        else if (w->field == DS_SEARCH_IN_ALL
                 && !(w->search->scope == DS_SEARCH_ALL && c.hit->in_title))
            left[n_left++] = c;
    }
    if (status == APR_SUCCESS && n_left)
        status = check_texts(w, left, n_left, pool);
    if (!is_spent(w) || !n_left)
        w->before = docs[n - 1];
    return status;
}

/* ---- Walking ---- */

/* The docs of the slices, newest first, a batch at a time. */
static apr_status_t check_slices(walk *w, const slice *slices, int n, apr_pool_t *pool)
{
    apr_int64_t docs[LISTINGS];
    apr_pool_t *iterpool;
    apr_status_t status = APR_SUCCESS;
    int n_docs = 0;
    apr_pool_create(&iterpool, pool);
    for (int s = 0; s < n; s++)
        for (int i = DS_SEARCH_SEGMENT - 1; i >= 0; i--) {
            if (bit_is_set(slices[s].docs, i))
                docs[n_docs++] = slices[s].segment * DS_SEARCH_SEGMENT + i;
            if (n_docs < LISTINGS && !(n_docs && s == n - 1 && i == 0))
                continue;
            if (status != APR_SUCCESS || w->is_full || is_spent(w))
                return status;
            apr_pool_clear(iterpool);
            status = check_batch(w, docs, n_docs, iterpool);
            n_docs = 0;
        }
    apr_pool_destroy(iterpool);
    return status;
}

/* Goes on until the page is full, a bound is reached, or there is no more. */
static apr_status_t walk_field(walk *w, apr_pool_t *scratch)
{
    slice slices[SLICES];
    apr_pool_t *iterpool;
    apr_status_t status = APR_SUCCESS;
    apr_pool_create(&iterpool, scratch);
    while (status == APR_SUCCESS && !w->is_full && !w->is_over && !is_spent(w)
           && w->segments > 0) {
        int n;
        apr_int64_t end;
        apr_pool_clear(iterpool);
        status = take_slices(w, slices, &n, &end);
        w->segments -= n;
        w->is_over = status == APR_SUCCESS && !n;
        if (status == APR_SUCCESS && n)
            status = narrow(w, slices, n, iterpool);
        if (status == APR_SUCCESS && n)
            status = check_slices(w, slices, n, iterpool);
        if (!is_spent(w))
            w->before = end;
    }
    apr_pool_destroy(iterpool);
    return status;
}

/* Searches a field below a doc; 0: from the newest on. */
static apr_status_t search_field(walk *w, int field, apr_int64_t before, apr_pool_t *scratch)
{
    ds_rows *rows;
    apr_status_t status = APR_SUCCESS;
    if (!before) {
        status = ds_dbd_select(w->store->dbd, DS_SQL_SEARCH_LAST, &rows, DS_NO_ARGS, scratch);
        before = status == APR_SUCCESS ? ds_rows_number(rows, 0, DS_COL_SEARCH_LAST_DOC) + 1 : 0;
    }
    w->field = field;
    w->before = w->last_hit = before;
    w->slices_at_once = 1;
    w->is_over = w->is_sorted = 0;
    if (status == APR_SUCCESS)
        status = start_allowed(w);
    return status == APR_SUCCESS ? walk_field(w, scratch) : status;
}

/* ---- A search ---- */

/* "t123": titles, below doc 123; "x123": prose. */
static const char *write_cursor(const walk *w)
{
    return apr_psprintf(w->pool, "%c%" APR_INT64_T_FMT,
                        w->field == DS_SEARCH_IN_TITLE ? 't' : 'x',
                        w->is_full ? w->last_hit : w->before);
}

static int read_cursor(const ds_search *search, int *field, apr_int64_t *before)
{
    const char *after = search->after;
    *field = search->scope == DS_SEARCH_TEXT ? DS_SEARCH_IN_ALL : DS_SEARCH_IN_TITLE;
    *before = 0;
    if (!after)
        return 1;
    if (*after == 'x')
        *field = DS_SEARCH_IN_ALL;
    else if (*after != 't' || search->scope == DS_SEARCH_TEXT)
        return 0;
    apr_size_t digits = strspn(after + 1, "0123456789");
    *before = apr_atoi64(after + 1);
    return digits && digits <= 15 && !after[1 + digits] && *before > 0
        && !(*field == DS_SEARCH_IN_ALL && search->scope == DS_SEARCH_TITLE);
}

static apr_status_t find_organ(walk *w, apr_pool_t *scratch)
{
    ds_rows *rows;
    if (!w->search->below)
        return APR_SUCCESS;
    apr_status_t status = ds_dbd_select(w->store->dbd, DS_SQL_ORGAN, &rows,
                                        DS_ARGS(DS_S(w->search->below)), scratch);
    if (status != APR_SUCCESS || !rows->count)
        return status == APR_SUCCESS ? DS_ENOTFOUND : status;
    w->sort_path = ds_rows_text(rows, 0, DS_COL_ORGAN_SORT_PATH);
    return ask_below(w, scratch);
}

static apr_status_t search_all(walk *w, apr_pool_t *scratch)
{
    int field;
    apr_int64_t before;
    apr_status_t status = read_cursor(w->search, &field, &before) ? find_organ(w, scratch)
                                                                  : DS_ENOTFOUND;
    if (status == APR_SUCCESS)
        status = search_field(w, field, before, scratch);
    if (status == APR_SUCCESS && w->is_over && field == DS_SEARCH_IN_TITLE
        && w->search->scope == DS_SEARCH_ALL)
        status = search_field(w, DS_SEARCH_IN_ALL, 0, scratch);
    return status;
}

apr_status_t ds_store_search(ds_store *store, ds_search_result *result, const ds_search *search,
                             apr_pool_t *result_pool)
{
    apr_pool_t *scratch;
    walk w = {
        .store = store, .search = search, .result = result, .pool = result_pool,
        .all = ds_terms_all(search->terms), .segments = DS_SEARCH_MOST_SEGMENTS,
        .titles = DS_SEARCH_MOST_TITLES, .texts = DS_SEARCH_MOST_TEXTS,
        .bytes = DS_SEARCH_MOST_BYTES,
    };
    *result = (ds_search_result) {
        .hits = apr_array_make(result_pool, search->limit, sizeof(const ds_search_hit *))
    };
    w.n_grams = ds_terms_grams(search->terms, w.grams, GRAMS);
    apr_pool_create(&scratch, result_pool);
    apr_pool_create(&w.allowed_pool, scratch);
    apr_status_t status = search_all(&w, scratch);
    apr_pool_destroy(scratch);
    if (status == APR_SUCCESS && !w.is_over) {
        result->next = write_cursor(&w);
        result->is_unfinished = !w.is_full;
    }
    return status;
}
