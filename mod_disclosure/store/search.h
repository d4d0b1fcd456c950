/* Searching what is public: titles, names of organs, prose.
 *
 * Each publication is given a number (doc) when it becomes public. Of every
 * pair of characters in it (core/bigram.h) the index knows the docs, in segments
 * of DS_SEARCH_SEGMENT consecutive ones. A search walks the segments from the
 * newest to the oldest, intersects there what is known of its pairs, reads the
 * public text of the docs that are left, and keeps those in which the terms
 * really stand. It ends when a page is full. So the result is the same on every
 * engine, and nothing is found but the text of a version that is public now.
 *
 * Bounds of one call, whatever the query: DS_SEARCH_MOST_SEGMENTS segments,
 * DS_SEARCH_MOST_TITLES titles, DS_SEARCH_MOST_TEXTS texts of together
 * DS_SEARCH_MOST_BYTES (one more text may be over it). A search that comes to
 * one of them says so, and goes on from there when it is asked to.
 */
#ifndef DS_STORE_SEARCH_H
#define DS_STORE_SEARCH_H

#include "core/terms.h"
#include "store/store.h"

#define DS_SEARCH_SEGMENT 512
#define DS_SEARCH_MOST_SEGMENTS 512
#define DS_SEARCH_MOST_TITLES 2048
#define DS_SEARCH_MOST_TEXTS 160
#define DS_SEARCH_MOST_BYTES (16 * 1024 * 1024)

/* Most hits of a page, and characters of a passage. */
#define DS_SEARCH_MOST_HITS 50
#define DS_SEARCH_PASSAGE 110

/* Where the terms are to stand. TITLE: all in title and organ's name together.
 * TEXT: all somewhere in the report, one at least in its prose. ALL: first what
 * TITLE finds, then what else TEXT finds. */
typedef enum { DS_SEARCH_ALL, DS_SEARCH_TITLE, DS_SEARCH_TEXT } ds_search_scope;

typedef struct ds_search {
    const ds_terms *terms;       /* DS_TERMS_FINE */
    ds_search_scope scope;
    const char *below;           /* the reports of this organ and of all below it; NULL: of all */
    int year_from, year_to;      /* 0: whichever */
    const char *after;           /* `next` of the call before, or NULL */
    int limit;                   /* 1 to DS_SEARCH_MOST_HITS */
} ds_search;

typedef struct ds_search_hit {
    const char *organ, *organ_name;
    int year;
    const char *format;
    const char *title;
    const char *published_on;    /* civil date */
    int version;                 /* number n of the public version (vn) */
    int in_title;                /* found by title and name of the organ alone */
    /* Of a hit in prose; else NULL: */
    const char *place;           /* id of the section, or of the table with is_note */
    int is_note;
    const apr_array_header_t *passage; /* of ds_text_part */
} ds_search_hit;

typedef struct ds_search_result {
    apr_array_header_t *hits;    /* of const ds_search_hit *, newest publication first */
    const char *next;            /* where to go on, NULL: that was all */
    int is_unfinished;           /* a bound was reached before the page was full */
} ds_search_result;

/* DS_ENOTFOUND when `after` is none, or there is no organ `below`. */
apr_status_t ds_store_search(ds_store *store, ds_search_result *result, const ds_search *search,
                             apr_pool_t *result_pool);

#endif
