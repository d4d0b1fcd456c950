/* Pages that are kept: one cache per site and process, least recently used
 * goes first when its bytes are used up. One thread builds a page, others that
 * want the same wait for it.
 */
#ifndef DISCLOSURE_CACHE_H
#define DISCLOSURE_CACHE_H

#include "httpd/entry.h"

typedef struct disclosure_cache disclosure_cache;

/* A cache of at most max_bytes; lives in the child's pool. */
apr_status_t disclosure_cache_create(disclosure_cache **cache, apr_size_t max_bytes,
                                     apr_pool_t *pool);

/* The page kept under key, held for the caller, when it is still right; NULL
 * otherwise. */
disclosure_entry *disclosure_cache_find(disclosure_cache *cache, const char *key);

/* As find; when there is none, the caller is to build it (*must_build) and to
 * call disclosure_cache_built() whatever comes of it. While another thread
 * builds it, waits; NULL without *must_build when that takes longer than
 * `timeout`. `key` lives until the page is built. */
disclosure_entry *disclosure_cache_begin(disclosure_cache *cache, const char *key,
                                         apr_interval_time_t timeout, int *must_build);

/* Keeps the page (or, with NULL, none) and wakes those that wait. */
void disclosure_cache_built(disclosure_cache *cache, const char *key, disclosure_entry *entry);

#endif
