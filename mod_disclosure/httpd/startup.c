#include "httpd/startup.h"

#include <libxml/parser.h>

#include "core/log.h"
#include "httpd/cache.h"
#include "httpd/database.h"
#include "httpd/freshness.h"
#include "httpd/tree.h"

/* Of this start: array of disclosure_database *, in the configuration's pool. */
static apr_array_header_t *databases;

static apr_status_t forget_start(void *baton)
{
    databases = NULL;
    ds_log_set(NULL, NULL);
    return APR_SUCCESS;
}

/* ---- The library's log ---- */

static void log_from_library(void *baton, const char *file, int line, ds_log_level level,
                             apr_status_t status, const char *message)
{
    static const int levels[] = { [DS_LOG_ERROR] = APLOG_ERR, [DS_LOG_WARNING] = APLOG_WARNING,
                                  [DS_LOG_INFO] = APLOG_INFO, [DS_LOG_DEBUG] = APLOG_DEBUG };

    ap_log_error(file, line, APLOG_MODULE_INDEX, levels[level], status, baton, "%s", message);
}

int disclosure_pre_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp)
{
    xmlInitParser();
    apr_pool_cleanup_register(pconf, NULL, forget_start, apr_pool_cleanup_null);
    return OK;
}

/* ---- Data files ---- */

static int load(disclosure_site *site, apr_pool_t *pconf, apr_pool_t *ptemp)
{
    disclosure_site_config merged;
    const char *error;

    if (site->is_loaded)
        return OK;
    disclosure_site_config_merge(&merged, &disclosure_server_config_get(site->server)->defaults,
                                 &site->config);
    site->config = merged;
    disclosure_config_finish(&site->config, site->server, pconf);
    error = disclosure_site_load(site, pconf, ptemp);
    if (!error)
        return OK;
    ap_log_error(APLOG_MARK, APLOG_CRIT | APLOG_STARTUP, 0, site->server,
                 "DS0620: site %s/ (%s): %s", site->base, site->place, error);
    return !OK;
}

int disclosure_check_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp,
                            server_rec *server)
{
    int result = OK;

    ds_log_set(log_from_library, server);
    for (server_rec *s = server; s; s = s->next) {
        const apr_array_header_t *sites = disclosure_server_config_get(s)->sites;

        for (int i = 0; i < sites->nelts; i++)
            if (load(APR_ARRAY_IDX(sites, i, disclosure_site *), pconf, ptemp) != OK)
                result = HTTP_INTERNAL_SERVER_ERROR;
    }
    return result;
}

/* ---- Mounts ---- */

static int is_quick(const disclosure_mount *mount, apr_pool_t *ptemp)
{
    const ap_directive_t *guard;

    if (mount->site->config.quick != DISCLOSURE_QUICK_AUTO)
        return mount->site->config.quick == DISCLOSURE_QUICK_ON;
    guard = disclosure_tree_guard(mount->server, mount->site->base, ptemp);
    if (guard)
        ap_log_error(APLOG_MARK, APLOG_INFO, 0, mount->server,
                     "DS0621: site %s/: no quick handler, because of %s (%s:%d)",
                     mount->site->base, guard->directive, guard->filename, guard->line_num);
    return !guard;
}

static const char *mount_site(server_rec *server, disclosure_site *site, apr_pool_t *pconf,
                              apr_pool_t *ptemp)
{
    disclosure_mount *mount = apr_pcalloc(pconf, sizeof *mount);
    const char *error = NULL;

    mount->site = site;
    mount->server = server;
    mount->database = disclosure_database_of(server, site, databases, &error, pconf);
    mount->is_quick = is_quick(mount, ptemp);
    APR_ARRAY_PUSH(disclosure_server_config_get(server)->mounts, disclosure_mount *) = mount;
    return error;
}

static int longest_base_first(const void *a, const void *b)
{
    apr_size_t left = strlen((*(disclosure_mount *const *)a)->site->base);
    apr_size_t right = strlen((*(disclosure_mount *const *)b)->site->base);

    return left < right ? 1 : left > right ? -1 : 0;
}

/* A virtual host without a directive of ours has the very record of the main
 * server; what it may serve quickly, and from which database, is its own. */
static disclosure_server_config *own_config(server_rec *server, apr_pool_t *pconf)
{
    disclosure_server_config *config =
        apr_pmemdup(pconf, disclosure_server_config_get(server), sizeof *config);

    config->mounts = apr_array_make(pconf, config->sites->nelts, sizeof(disclosure_mount *));
    ap_set_module_config(server->module_config, &disclosure_module, config);
    return config;
}

static const char *mount_sites(server_rec *server, apr_pool_t *pconf, apr_pool_t *ptemp)
{
    disclosure_server_config *config = own_config(server, pconf);
    const char *error = NULL;

    for (int i = 0; !error && i < config->sites->nelts; i++)
        error = mount_site(server, APR_ARRAY_IDX(config->sites, i, disclosure_site *), pconf,
                           ptemp);
    qsort(config->mounts->elts, (size_t)config->mounts->nelts, sizeof(disclosure_mount *),
          longest_base_first);
    return error;
}

static int fail(server_rec *server, const char *what)
{
    ap_log_error(APLOG_MARK, APLOG_CRIT | APLOG_STARTUP, 0, server, "DS0622: %s", what);
    return HTTP_INTERNAL_SERVER_ERROR;
}

static int has_sites(server_rec *server)
{
    for (server_rec *s = server; s; s = s->next)
        if (disclosure_server_config_get(s)->sites->nelts)
            return 1;
    return 0;
}

int disclosure_post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp,
                           server_rec *server)
{
    const char *error;

    /* httpd reads its configuration twice; the first pass is a rehearsal. */
    if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG || !has_sites(server))
        return OK;
    databases = apr_array_make(pconf, 2, sizeof(disclosure_database *));
    error = disclosure_database_functions();
    for (server_rec *s = server; s && !error; s = s->next) {
        error = mount_sites(s, pconf, ptemp);
        if (error)
            return fail(s, error);
    }
    if (!error && disclosure_freshness_start(server->process->pool) != APR_SUCCESS)
        error = "no shared memory for the counters that keep pages fresh";
    if (!error)
        error = disclosure_watch(databases, pconf);
    return error ? fail(server, error) : OK;
}

/* ---- Children ---- */

static void make_caches(apr_pool_t *pool, const server_rec *server)
{
    const apr_array_header_t *mounts = disclosure_server_config_get(server)->mounts;

    for (int i = 0; i < mounts->nelts; i++) {
        disclosure_mount *mount = APR_ARRAY_IDX(mounts, i, disclosure_mount *);
        apr_size_t bytes = (apr_size_t)mount->site->config.cache_size;
        apr_status_t status = bytes ? disclosure_cache_create(&mount->cache, bytes, pool)
                                    : APR_SUCCESS;

        if (status != APR_SUCCESS)
            ap_log_error(APLOG_MARK, APLOG_ERR, status, server,
                         "DS0623: site %s/ keeps no pages in this process", mount->site->base);
    }
}

void disclosure_child_init(apr_pool_t *child_pool, server_rec *server)
{
    for (int i = 0; databases && i < databases->nelts; i++) {
        disclosure_database *database = APR_ARRAY_IDX(databases, i, disclosure_database *);
        apr_status_t status = disclosure_database_child(database, child_pool);

        if (status != APR_SUCCESS)
            ap_log_error(APLOG_MARK, APLOG_ERR, status, server,
                         "DS0624: this process cannot use the database");
    }
    for (server_rec *s = server; s; s = s->next)
        make_caches(child_pool, s);
}
