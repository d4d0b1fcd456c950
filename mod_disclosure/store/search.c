#include "store/search.h"

#include <string.h>

#include <apr_strings.h>

#include "core/log.h"
#include "core/prose_scan.h"
#include "store/search_walk.h"

/* A doc that may be a hit. */
typedef struct candidate {
    apr_int64_t doc;
    ds_search_hit *hit;
    unsigned in_title;          /* bits of the terms that stand in title or organ's name */
} candidate;

static int bit_is_set(const apr_uint64_t *words, int i)
{
    return (int)(words[i / 64] >> (i % 64) & 1);
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
static void give(ds_walk *w, const candidate *c)
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
static int find_in_prose(const ds_walk *w, candidate *c, const apr_array_header_t *blocks,
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

static int is_spent(const ds_walk *w)
{
    return w->texts <= 0 || w->bytes <= 0 || w->titles <= 0;
}

/* A text that cannot be read is no hit, and said; one that is public no longer
 * is not there. */
static apr_status_t check_text(ds_walk *w, candidate *c, apr_pool_t *pool)
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

static apr_status_t check_texts(ds_walk *w, candidate *candidates, int n, apr_pool_t *pool)
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
static int is_wanted(const ds_walk *w, const ds_search_hit *hit, const char *sort_path)
{
    const ds_search *q = w->search;
    return hit->year >= q->year_from && hit->year <= ds_search__year_to(q)
        && (!q->below || !strncmp(sort_path, w->sort_path, strlen(w->sort_path)));
}

/* Titles and names of a batch of docs: decides where these are asked for, else
 * reads the prose of those that may have it. */
static apr_status_t check_batch(ds_walk *w, const apr_int64_t *docs, int n, apr_pool_t *pool)
{
    const ds_terms *terms = w->search->terms;
    candidate left[DS_WALK_LISTINGS];
    ds_arg args[DS_WALK_LISTINGS];
    ds_rows *rows;
    int n_left = 0;
    for (int i = 0; i < DS_WALK_LISTINGS; i++)
        args[i] = DS_N(docs[i < n ? i : 0]);
    apr_status_t status = ds_dbd_select(w->store->dbd, DS_SQL_SEARCH_LISTINGS, &rows, args,
                                        DS_WALK_LISTINGS, pool);
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
static apr_status_t check_slices(ds_walk *w, const ds_slice *slices, int n, apr_pool_t *pool)
{
    apr_int64_t docs[DS_WALK_LISTINGS];
    apr_pool_t *iterpool;
    apr_status_t status = APR_SUCCESS;
    int n_docs = 0;
    apr_pool_create(&iterpool, pool);
    for (int s = 0; s < n; s++)
        for (int i = DS_SEARCH_SEGMENT - 1; i >= 0; i--) {
            if (bit_is_set(slices[s].docs, i))
                docs[n_docs++] = slices[s].segment * DS_SEARCH_SEGMENT + i;
            if (n_docs < DS_WALK_LISTINGS && !(n_docs && s == n - 1 && i == 0))
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
static apr_status_t walk_field(ds_walk *w, apr_pool_t *scratch)
{
    ds_slice slices[DS_WALK_SLICES];
    apr_pool_t *iterpool;
    apr_status_t status = APR_SUCCESS;
    apr_pool_create(&iterpool, scratch);
    while (status == APR_SUCCESS && !w->is_full && !w->is_over && !is_spent(w)
           && w->segments > 0) {
        int n;
        apr_int64_t end;
        apr_pool_clear(iterpool);
        status = ds_search__take_slices(w, slices, &n, &end);
        w->segments -= n;
        w->is_over = status == APR_SUCCESS && !n;
        if (status == APR_SUCCESS && n)
            status = ds_search__narrow(w, slices, n, iterpool);
        if (status == APR_SUCCESS && n)
            status = check_slices(w, slices, n, iterpool);
        if (!is_spent(w))
            w->before = end;
    }
    apr_pool_destroy(iterpool);
    return status;
}

/* Searches a field below a doc; 0: from the newest on. */
static apr_status_t search_field(ds_walk *w, int field, apr_int64_t before, apr_pool_t *scratch)
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
        status = ds_search__start_allowed(w);
    return status == APR_SUCCESS ? walk_field(w, scratch) : status;
}

/* ---- A search ---- */

/* "t123": titles, below doc 123; "x123": prose. */
static const char *write_cursor(const ds_walk *w)
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

static apr_status_t find_organ(ds_walk *w, apr_pool_t *scratch)
{
    ds_rows *rows;
    if (!w->search->below)
        return APR_SUCCESS;
    apr_status_t status = ds_dbd_select(w->store->dbd, DS_SQL_ORGAN, &rows,
                                        DS_ARGS(DS_S(w->search->below)), scratch);
    if (status != APR_SUCCESS || !rows->count)
        return status == APR_SUCCESS ? DS_ENOTFOUND : status;
    w->sort_path = ds_rows_text(rows, 0, DS_COL_ORGAN_SORT_PATH);
    return ds_search__ask_below(w, scratch);
}

static apr_status_t search_all(ds_walk *w, apr_pool_t *scratch)
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
    ds_walk w = {
        .store = store, .search = search, .result = result, .pool = result_pool,
        .all = ds_terms_all(search->terms), .segments = DS_SEARCH_MOST_SEGMENTS,
        .titles = DS_SEARCH_MOST_TITLES, .texts = DS_SEARCH_MOST_TEXTS,
        .bytes = DS_SEARCH_MOST_BYTES,
    };
    *result = (ds_search_result) {
        .hits = apr_array_make(result_pool, search->limit, sizeof(const ds_search_hit *))
    };
    w.n_grams = ds_terms_grams(search->terms, w.grams, DS_WALK_GRAMS);
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
