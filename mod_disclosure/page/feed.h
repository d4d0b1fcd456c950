/* What programs read to know what is public: the feed of publications and
 * corrections (Atom, RFC 4287) and the site map (sitemaps.org 0.9). */
#ifndef DS_PAGE_FEED_H
#define DS_PAGE_FEED_H

#include <apr_tables.h>

#include "page/site.h"

/* A publication, or (n above 1) a correction. */
typedef struct ds_feed_entry {
    const char *organ;
    const char *organ_name;
    int year;
    int n;                      /* version vn */
    int current;                /* the version that is current */
    const char *title;
    const char *notice;         /* of a correction: what changed and why; or NULL */
    apr_int64_t published_at;   /* an instant */
} ds_feed_entry;

/* The feed of the entries (array of ds_feed_entry, newest first). An entry's
 * id holds for ever: a tag (RFC 4151) of the site's host, that of its base URL or
 * else its domain. Without a base URL its links are relative ones. */
void ds_public_feed(ds_markup *m, const ds_site *site, const apr_array_header_t *entries,
                    apr_pool_t *pool);

/* One address of the site. */
typedef struct ds_sitemap_entry {
    const char *path;           /* from the root: "/disclosure/jixia/2020" */
    apr_int64_t changed_at;     /* an instant, 0: unknown */
} ds_sitemap_entry;

/* Most addresses one map may have. */
#define DS_SITEMAP_MAX 50000

/* The map of the addresses (array of ds_sitemap_entry), or an index of maps.
 * site->base_url must be set: a map has absolute addresses only. */
void ds_public_sitemap(ds_markup *m, const ds_site *site, const apr_array_header_t *entries,
                       apr_pool_t *pool);
void ds_public_sitemap_index(ds_markup *m, const ds_site *site,
                             const apr_array_header_t *entries, apr_pool_t *pool);

#endif
