/* An answer ready to be sent: bytes, their gzip form made once, a strong ETag
 * for each of the two, and the time it last changed.
 *
 * Entries are immutable and counted: a cache, a request and a builder may hold
 * the same one. One that belongs to a pool (assets) is never freed.
 */
#ifndef DISCLOSURE_ENTRY_H
#define DISCLOSURE_ENTRY_H

#include <apr_pools.h>
#include <apr_time.h>

#include "httpd/freshness.h"

typedef struct disclosure_entry disclosure_entry;

struct disclosure_entry {
    apr_uint32_t references;      /* 0: belongs to a pool */
    const char *content_type;
    const char *disposition;      /* Content-Disposition, or NULL */
    const char *digest;           /* Disclosure-Digest, or NULL */
    const char *policy;           /* Content-Security-Policy of its own, or NULL */
    const char *body;
    apr_size_t length;
    const char *gzip;             /* NULL where it would gain nothing */
    apr_size_t gzip_length;
    const char *etag;             /* with its quotes */
    const char *gzip_etag;
    apr_time_t changed;           /* Last-Modified */
    disclosure_stamp stamp;       /* what it was built from */

    /* The cache's own, under its lock. */
    const char *key;
    disclosure_entry *newer, *older;
};

/* What disclosure_entry_make() is given. */
typedef struct disclosure_entry_source {
    const char *content_type;
    const char *disposition;      /* Content-Disposition, or NULL */
    const char *digest;           /* Disclosure-Digest, or NULL */
    const char *policy;           /* Content-Security-Policy of its own, or NULL */
    const char *body;
    apr_size_t length;
    apr_time_t changed;
    const char *key;              /* in the cache, or NULL */
    const disclosure_stamp *stamp; /* or NULL */
    int compress;                 /* make the gzip form */
} disclosure_entry_source;

/* A copy of it all in one block of the heap, with one reference; NULL when
 * there is no memory or no digest (logged). */
disclosure_entry *disclosure_entry_make(const disclosure_entry_source *source,
                                        apr_pool_t *scratch_pool);

/* The same in a pool, compressed where it gains, for what is read at start. */
disclosure_entry *disclosure_entry_static(const char *content_type, const char *body,
                                          apr_size_t length, apr_pool_t *pool);

void disclosure_entry_hold(disclosure_entry *entry);
void disclosure_entry_release(disclosure_entry *entry);

/* Bytes it takes. */
apr_size_t disclosure_entry_size(const disclosure_entry *entry);

#endif
