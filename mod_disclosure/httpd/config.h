/* What the webmaster has decided.
 *
 * The directives of a site may stand in its <DisclosureSite> or, as defaults
 * for all sites, beside it in the server or virtual host. What is not set
 * stays visibly unset (NULL, DISCLOSURE_UNSET) until disclosure_config_finish()
 * fills in the defaults.
 */
#ifndef DISCLOSURE_CONFIG_H
#define DISCLOSURE_CONFIG_H

#include "httpd/disclosure.h"
#include "core/digest.h"

#define DISCLOSURE_UNSET (-1)

/* Whether pages may be answered before httpd walks its locations. */
typedef enum {
    DISCLOSURE_QUICK_OFF,
    DISCLOSURE_QUICK_AUTO, /* yes, unless the configuration guards or changes the public pages */
    DISCLOSURE_QUICK_ON
} disclosure_quick;

/* What the public sees of the sums over an organ's subordinates. */
typedef enum {
    DISCLOSURE_REGION_OFF,
    DISCLOSURE_REGION_FIGURES, /* the sums and who contributes to them */
    DISCLOSURE_REGION_FULL     /* also whose report is not public yet */
} disclosure_region_share;

/* One site's directives. */
typedef struct disclosure_site_config {
    const char *data;               /* directory of formats/, schema/, chains/ and htdocs/ */
    const char *template_file;
    const char *chain;              /* name in data/chains, or a path */
    const ds_digest_algorithm *digest;
    const char *site_name;
    const char *site_domain;        /* NULL: no such meta tag */
    const char *site_id_code;       /* likewise */
    const char *column_name;
    const char *column_description;
    const char *column_keywords;
    const char *base_url;           /* NULL: no absolute addresses */
    const char *index_number;       /* pattern, or NULL */
    const char *csp;                /* "" sends none */
    int public_pages;               /* switches: 0, 1 */
    int staff_pages;
    int api;
    int region;                     /* disclosure_region_share */
    apr_int64_t cache_size;         /* bytes per process; 0: none */
    int quick;                      /* disclosure_quick */
    int lease_timeout;              /* seconds to wait for a connection of the database */
    int sign_in_failures;
    int sign_in_lock;               /* seconds */
    int password_length;            /* characters, at least */
    int password_classes;           /* 1 to 4 */
    int session_idle;               /* seconds */
    int session_max;                /* seconds */
    apr_array_header_t *old_addresses; /* path prefixes (const char *), or NULL */
    apr_array_header_t *allowed_origins; /* whose scripts may read public pages (const char *),
                                            or NULL */
    const char *files;              /* directory of pictures and attachments; NULL: none taken */
    int audit_keep;                 /* months that records are kept; 0: always */
    apr_int64_t max_file;           /* most bytes of one of them */
} disclosure_site_config;

struct disclosure_site;

/* One server or virtual host. */
typedef struct disclosure_server_config {
    disclosure_site_config defaults;  /* directives beside the sites */
    apr_array_header_t *sites;        /* struct disclosure_site *, those of the main server last */
    struct disclosure_site *open;     /* the container being read, or NULL; only while reading */
    apr_array_header_t *mounts;       /* struct disclosure_mount *, longest base first; made by
                                         start-up for each server */
} disclosure_server_config;

/* One directory or location: may only tighten. */
typedef struct disclosure_dir_config {
    apr_int64_t max_body;             /* bytes of a request body, or DISCLOSURE_UNSET */
} disclosure_dir_config;

void disclosure_site_config_clear(disclosure_site_config *config);

/* *into = `over` where it is set, else `under`. */
void disclosure_site_config_merge(disclosure_site_config *into,
                                  const disclosure_site_config *under,
                                  const disclosure_site_config *over);

/* Fills in the default of whatever is unset; `server` lends its name. */
void disclosure_config_finish(disclosure_site_config *config, const server_rec *server,
                              apr_pool_t *pool);

/* For the module record. */
void *disclosure_server_config_create(apr_pool_t *pool, server_rec *server);
void *disclosure_server_config_merge(apr_pool_t *pool, void *base, void *add);
void *disclosure_dir_config_create(apr_pool_t *pool, char *directory);
void *disclosure_dir_config_merge(apr_pool_t *pool, void *base, void *add);

disclosure_server_config *disclosure_server_config_get(const server_rec *server);

/* Most bytes of a request body here. */
apr_size_t disclosure_max_body(const request_rec *r);

#endif
