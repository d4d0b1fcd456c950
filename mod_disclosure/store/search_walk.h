/* Inside the store: a search on its way through the segments (store/search.h). */
#ifndef DS_STORE_SEARCH_WALK_H
#define DS_STORE_SEARCH_WALK_H

#include "store/search.h"
#include "store/search_index.h"
#include "store/store_private.h"

/* What one statement takes, as sql/queries.sql has it. */
#define DS_WALK_GRAMS 32
#define DS_WALK_SLICES 16
#define DS_WALK_LISTINGS 32

#define DS_WALK_WORDS (DS_SEARCH_SEGMENT / 64)

/* Docs of one segment, a bit each. */
typedef struct ds_slice {
    apr_int64_t segment;
    apr_uint64_t docs[DS_WALK_WORDS];
} ds_slice;

/* A search on its way. */
typedef struct ds_walk {
    ds_store *store;
    const ds_search *search;
    ds_search_result *result;
    apr_pool_t *pool;
    int field;                  /* DS_SEARCH_IN_TITLE, then DS_SEARCH_IN_ALL */
    unsigned all;               /* bits of all terms */
    apr_int64_t grams[DS_WALK_GRAMS];
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
} ds_walk;

/* The last year that is asked for. */
int ds_search__year_to(const ds_search *search);

/* Sets `below` for a search that is restricted to an organ and those below it,
 * unless their docs are very many: then these are so common that asking each
 * candidate is the shorter way. */
apr_status_t ds_search__ask_below(ds_walk *w, apr_pool_t *pool);

/* Sets which docs may be found below w->before. */
apr_status_t ds_search__start_allowed(ds_walk *w);

/* The segments to look at next, *n of them, with the docs in each that may be
 * found; behind them the search goes on below *end. */
apr_status_t ds_search__take_slices(ds_walk *w, ds_slice *slices, int *n, apr_int64_t *end);

/* Leaves in each slice the docs that have all grams. */
apr_status_t ds_search__narrow(ds_walk *w, ds_slice *slices, int n, apr_pool_t *pool);

#endif
