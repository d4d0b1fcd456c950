/* Sites as they run: what a <DisclosureSite> says, with its data files read,
 * and where it is mounted. All of it is made at start and immutable.
 */
#ifndef DISCLOSURE_SITE_H
#define DISCLOSURE_SITE_H

#include <apr_hash.h>

#include "core/format.h"
#include "core/review.h"
#include "httpd/config.h"
#include "io/xml.h"
#include "page/site.h"
#include "page/template.h"
#include "store/store.h"

struct disclosure_cache;
struct disclosure_database;
struct disclosure_entry;

/* One <DisclosureSite>. */
typedef struct disclosure_site {
    const char *base;               /* "/disclosure", "" for the root */
    const server_rec *server;       /* where it is declared */
    const char *place;              /* file and line of the declaration, for messages */
    disclosure_site_config config;

    /* Set by disclosure_site_load(). */
    int is_loaded;
    ds_formats *formats;
    ds_chain *chain;
    ds_template *page_template;
    ds_report_schema *report_schema; /* report.rng, compiled */
    struct disclosure_entry *schema; /* its file, ready to be sent */
    apr_hash_t *assets;             /* file name -> struct disclosure_entry * */
    apr_hash_t *manual;             /* likewise, pages with the template around them */
    ds_site page_site;              /* what pages need to know */
    ds_store_settings store;        /* what the store needs to know */
    apr_time_t loaded_at;
} disclosure_site;

/* A site as one server or virtual host serves it. */
typedef struct disclosure_mount {
    disclosure_site *site;
    server_rec *server;
    struct disclosure_database *database;
    int is_quick;                   /* pages may be answered by the quick handler */
    struct disclosure_cache *cache; /* made in each child; NULL: no cache */
} disclosure_mount;

/* Checks and reads everything the site is made of: formats, chain, schema,
 * template, assets. Returns NULL, or a sentence that names the file (in
 * pool). */
const char *disclosure_site_load(disclosure_site *site, apr_pool_t *pool, apr_pool_t *scratch_pool);

/* Reads the files of a directory into entries by name (assets.c); *fingerprint
 * is a digest of them all. Error as above. */
const char *disclosure_assets_load(apr_hash_t **assets, const char **fingerprint,
                                   const char *directory, apr_pool_t *pool,
                                   apr_pool_t *scratch_pool);

/* Reads the manual, once page_site is set. Error as above. */
const char *disclosure_manual_load(disclosure_site *site, apr_pool_t *pool,
                                   apr_pool_t *scratch_pool);

/* The bytes of one file of at most `max` bytes. Error as above. */
const char *disclosure_file_read(const char **bytes, apr_size_t *len, const char *path,
                                 apr_size_t max, apr_pool_t *pool);

/* The mount whose base holds the path, NULL when there is none. */
disclosure_mount *disclosure_mount_find(const server_rec *server, const char *path);

/* The mount whose accounts and roles are meant by a request: that of its path,
 * else the server's last, so that they can guard other places too; NULL when
 * the server has none. */
disclosure_mount *disclosure_mount_of(const request_rec *r);

/* The part of the path behind the base: "" or "/...". */
const char *disclosure_mount_rest(const disclosure_mount *mount, const char *path);

#endif
