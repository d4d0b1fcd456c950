#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "store/store_private.h"

/* Organs one statement takes to look below of (ds_list_below). */
#define BELOW_BATCH 16
#define MAX_LIMIT 1000

/* Above every year, every key and every state. */
#define ANY_YEAR_TO 9999
#define ANY_TEXT_TO "~"

/* A listing with what it is sorted by. */
typedef struct entry {
    ds_report_row row;
    const char *sort_path;
} entry;

/* Where a page begins: behind (year, sort_path). */
typedef struct place {
    int year;
    const char *sort_path;
} place;

/* What one statement is asked: these years, behind this place in the tree. */
typedef struct span {
    const ds_query *query;
    int year_from, year_to;
    const char *sort_path;
    int limit;
} span;

/* "2020.jixia", the year and organ of the last listing of a page. */
static apr_status_t find_place(ds_store *store, place *at, const char *after, apr_pool_t *pool)
{
    ds_rows *rows;
    char *end;
    at->year = ANY_YEAR_TO + 1;
    at->sort_path = "";
    if (!after)
        return APR_SUCCESS;
    long year = strtol(after, &end, 10);
    if (*end != '.' || year < DS_YEAR_MIN || year > DS_YEAR_MAX
        || !ds_organ_key_is_valid(end + 1))
        return DS_ENOTFOUND;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_ORGAN, &rows, DS_ARGS(DS_S(end + 1)),
                                        pool);
    if (status == APR_SUCCESS && rows->count == 0)
        return DS_ENOTFOUND;
    if (status == APR_SUCCESS) {
        at->year = (int)year;
        at->sort_path = ds_rows_text(rows, 0, DS_COL_ORGAN_SORT_PATH);
    }
    return status;
}

/* The arguments that ds_list and ds_list_below begin with. */
#define COMMON_ARGS(s, state_from, state_to)                                              \
    DS_S((s)->query->organ ? (s)->query->organ : ""),                                     \
        DS_S((s)->query->organ ? (s)->query->organ : ANY_TEXT_TO), DS_S(state_from),      \
        DS_S(state_to), DS_N((s)->query->public_only != 0), DS_N((s)->year_from),         \
        DS_N((s)->year_to), DS_S((s)->sort_path)

static apr_status_t collect(apr_array_header_t *entries, ds_store *store, const span *s,
                            const char *const *below, apr_pool_t *pool)
{
    ds_rows *rows;
    const char *state = s->query->state < 0 ? NULL : ds_state_name((ds_state)s->query->state);
    const char *from = state ? state : "", *to = state ? state : ANY_TEXT_TO;
#define B(i) DS_S(below[i])
    apr_status_t status = below
        ? ds_dbd_select(store->dbd, DS_SQL_LIST_BELOW, &rows,
                        DS_ARGS(COMMON_ARGS(s, from, to), B(0), B(1), B(2), B(3), B(4), B(5),
                                B(6), B(7), B(8), B(9), B(10), B(11), B(12), B(13), B(14), B(15),
                                DS_N(s->limit)), pool)
        : ds_dbd_select(store->dbd, DS_SQL_LIST, &rows,
                        DS_ARGS(COMMON_ARGS(s, from, to), DS_N(s->limit)), pool);
#undef B
    int sort_column = below ? DS_COL_LIST_BELOW_SORT_PATH : DS_COL_LIST_SORT_PATH;
    int base = below ? DS_COL_LIST_BELOW__LISTING : DS_COL_LIST__LISTING;
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        entry *e = apr_pcalloc(pool, sizeof(*e));
        ds_report__listing(&e->row, rows, i, base);
        e->sort_path = ds_rows_text(rows, i, sort_column);
        APR_ARRAY_PUSH(entries, entry *) = e;
    }
    return status;
}

/* More organs than one statement takes are asked for in batches; each answers
 * the first `limit`, of which the first `limit` of all are kept. */
static apr_status_t collect_span(apr_array_header_t *entries, ds_store *store, const span *s,
                                 apr_pool_t *pool)
{
    const apr_array_header_t *organs = s->query->below;
    apr_status_t status = APR_SUCCESS;
    if (s->year_from > s->year_to)
        return APR_SUCCESS;
    if (!organs)
        return collect(entries, store, s, NULL, pool);
    for (int start = 0; status == APR_SUCCESS && start < organs->nelts; start += BELOW_BATCH) {
        const char *below[BELOW_BATCH];
        for (int i = 0; i < BELOW_BATCH; i++) {
            int last = organs->nelts - 1;
            below[i] = APR_ARRAY_IDX(organs, start + i < last ? start + i : last, const char *);
        }
        status = collect(entries, store, s, below, pool);
    }
    return status;
}

/* The rest of the year a page begins in, then the years before. */
static apr_status_t collect_all(apr_array_header_t *entries, ds_store *store,
                                const ds_query *query, const place *at, int limit,
                                apr_pool_t *pool)
{
    int first = query->year ? query->year : 0, last = query->year ? query->year : ANY_YEAR_TO;
    span rest = { query, at->year, at->year, at->sort_path, limit };
    span before = { query, first, last < at->year ? last : at->year - 1, "", limit };
    apr_status_t status = APR_SUCCESS;
    if (at->year >= first && at->year <= last)
        status = collect_span(entries, store, &rest, pool);
    if (status == APR_SUCCESS && entries->nelts < limit)
        status = collect_span(entries, store, &before, pool);
    return status;
}

static int by_place(const void *a, const void *b)
{
    const entry *x = *(entry *const *)a, *y = *(entry *const *)b;
    return x->row.listing.year != y->row.listing.year
        ? (x->row.listing.year < y->row.listing.year ? 1 : -1)
        : strcmp(x->sort_path, y->sort_path);
}

static void give(apr_array_header_t *out, const char **next, apr_array_header_t *entries,
                 int limit, apr_pool_t *pool)
{
    const entry *last = NULL;
    qsort(entries->elts, (size_t)entries->nelts, sizeof(entry *), by_place);
    for (int i = 0; i < entries->nelts; i++) {
        const entry *e = APR_ARRAY_IDX(entries, i, const entry *);
        if (last && by_place(&last, &e) == 0)
            continue; /* below two of the organs asked for */
        if (out->nelts == limit) {
            *next = apr_psprintf(pool, "%d.%s", last->row.listing.year, last->row.listing.organ);
            return;
        }
        APR_ARRAY_PUSH(out, const ds_listing *) = &e->row.listing;
        last = e;
    }
}

apr_status_t ds_store_list(ds_store *store, apr_array_header_t **out, const char **next,
                           const ds_query *query, apr_pool_t *result_pool)
{
    const char *ignored;
    const char *after = query->after;
    place at;
    int limit = query->limit < 1 ? 1 : query->limit > MAX_LIMIT ? MAX_LIMIT : query->limit;
    apr_array_header_t *entries = apr_array_make(result_pool, limit + 1, sizeof(entry *));
    *out = apr_array_make(result_pool, limit, sizeof(const ds_listing *));
    if (!next)
        next = &ignored;
    *next = NULL;
    apr_status_t status = find_place(store, &at, after, result_pool);
    if (status != APR_SUCCESS)
        return status;
    status = collect_all(entries, store, query, &at, limit + 1, result_pool);
    if (status == APR_SUCCESS)
        give(*out, next, entries, limit, result_pool);
    return status;
}
