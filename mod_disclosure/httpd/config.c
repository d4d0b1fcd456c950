#include "httpd/config.h"

#include "core/report.h"
#include "httpd/site.h"
#include "store/store.h"

#define DEFAULT_CHAIN "three-steps"
#define DEFAULT_CSP                                                                      \
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "         \
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
#define DEFAULT_CACHE_SIZE (32 * 1024 * 1024)
#define DEFAULT_LEASE_TIMEOUT 5
#define DEFAULT_FAILURES 5
#define DEFAULT_LOCK 1800
#define DEFAULT_MAX_FILE (50 * 1024 * 1024)

void disclosure_site_config_clear(disclosure_site_config *config)
{
    memset(config, 0, sizeof *config);
    config->public_pages = DISCLOSURE_UNSET;
    config->staff_pages = DISCLOSURE_UNSET;
    config->api = DISCLOSURE_UNSET;
    config->region = DISCLOSURE_UNSET;
    config->cache_size = DISCLOSURE_UNSET;
    config->quick = DISCLOSURE_UNSET;
    config->lease_timeout = DISCLOSURE_UNSET;
    config->sign_in_failures = DISCLOSURE_UNSET;
    config->sign_in_lock = DISCLOSURE_UNSET;
    config->password_length = DISCLOSURE_UNSET;
    config->password_classes = DISCLOSURE_UNSET;
    config->audit_keep = DISCLOSURE_UNSET;
    config->session_idle = DISCLOSURE_UNSET;
    config->session_max = DISCLOSURE_UNSET;
    config->max_file = DISCLOSURE_UNSET;
}

#define MERGE_POINTER(member) into->member = over->member ? over->member : under->member
#define MERGE_NUMBER(member) \
    into->member = over->member != DISCLOSURE_UNSET ? over->member : under->member

void disclosure_site_config_merge(disclosure_site_config *into,
                                  const disclosure_site_config *under,
                                  const disclosure_site_config *over)
{
    MERGE_POINTER(data);
    MERGE_POINTER(template_file);
    MERGE_POINTER(chain);
    MERGE_POINTER(digest);
    MERGE_POINTER(site_name);
    MERGE_POINTER(site_domain);
    MERGE_POINTER(site_id_code);
    MERGE_POINTER(column_name);
    MERGE_POINTER(column_description);
    MERGE_POINTER(column_keywords);
    MERGE_POINTER(base_url);
    MERGE_POINTER(index_number);
    MERGE_POINTER(csp);
    MERGE_NUMBER(public_pages);
    MERGE_NUMBER(staff_pages);
    MERGE_NUMBER(api);
    MERGE_NUMBER(region);
    MERGE_NUMBER(cache_size);
    MERGE_NUMBER(quick);
    MERGE_NUMBER(lease_timeout);
    MERGE_NUMBER(sign_in_failures);
    MERGE_NUMBER(sign_in_lock);
    MERGE_NUMBER(password_length);
    MERGE_NUMBER(password_classes);
    MERGE_NUMBER(audit_keep);
    MERGE_NUMBER(session_idle);
    MERGE_NUMBER(session_max);
    MERGE_POINTER(old_addresses);
    MERGE_POINTER(allowed_origins);
    MERGE_POINTER(files);
    MERGE_NUMBER(max_file);
}

void disclosure_config_finish(disclosure_site_config *config, const server_rec *server,
                              apr_pool_t *pool)
{
    disclosure_site_config set = *config;
    disclosure_site_config defaults;

    disclosure_site_config_clear(&defaults);
    defaults.data = DS_DATADIR;
    defaults.template_file = apr_pstrcat(pool, set.data ? set.data : DS_DATADIR,
                                         "/htdocs/template.html", NULL);
    defaults.chain = DEFAULT_CHAIN;
    defaults.digest = ds_digest_find("sm3");
    defaults.site_name = server->server_hostname ? server->server_hostname : "localhost";
    defaults.column_name = "政府信息公开年报";
    defaults.column_description = "集中公开各机关的政府信息公开工作年度报告";
    defaults.column_keywords = "政府信息公开,政府信息公开工作年度报告,年报";
    defaults.csp = DEFAULT_CSP;
    defaults.public_pages = 1;
    defaults.staff_pages = 1;
    defaults.api = 1;
    defaults.region = DISCLOSURE_REGION_FIGURES;
    defaults.cache_size = DEFAULT_CACHE_SIZE;
    defaults.quick = DISCLOSURE_QUICK_AUTO;
    defaults.lease_timeout = DEFAULT_LEASE_TIMEOUT;
    defaults.sign_in_failures = DEFAULT_FAILURES;
    defaults.sign_in_lock = DEFAULT_LOCK;
    defaults.password_length = DS_PASSWORD_LENGTH;
    defaults.password_classes = DS_PASSWORD_CLASSES;
    defaults.audit_keep = 0;
    defaults.session_idle = DS_SESSION_IDLE;
    defaults.session_max = DS_SESSION_MAX;
    defaults.max_file = DEFAULT_MAX_FILE;
    disclosure_site_config_merge(config, &defaults, &set);
}

void *disclosure_server_config_create(apr_pool_t *pool, server_rec *server)
{
    disclosure_server_config *config = apr_pcalloc(pool, sizeof *config);

    disclosure_site_config_clear(&config->defaults);
    config->sites = apr_array_make(pool, 1, sizeof(disclosure_site *));
    config->mounts = apr_array_make(pool, 1, sizeof(disclosure_mount *));
    return config;
}

/* Sites of the main server that no site of the host with the same base hides. */
static void add_inherited_sites(apr_array_header_t *sites, const apr_array_header_t *inherited)
{
    int own = sites->nelts;

    for (int i = 0; i < inherited->nelts; i++) {
        disclosure_site *site = APR_ARRAY_IDX(inherited, i, disclosure_site *);
        int is_hidden = 0;

        for (int k = 0; k < own && !is_hidden; k++)
            is_hidden = !strcmp(APR_ARRAY_IDX(sites, k, disclosure_site *)->base, site->base);
        if (!is_hidden)
            APR_ARRAY_PUSH(sites, disclosure_site *) = site;
    }
}

void *disclosure_server_config_merge(apr_pool_t *pool, void *base, void *add)
{
    const disclosure_server_config *under = base, *over = add;
    disclosure_server_config *into = disclosure_server_config_create(pool, NULL);

    disclosure_site_config_merge(&into->defaults, &under->defaults, &over->defaults);
    into->sites = apr_array_copy(pool, over->sites);
    add_inherited_sites(into->sites, under->sites);
    into->open = NULL;
    into->mounts = apr_array_make(pool, 1, sizeof(disclosure_mount *));
    return into;
}

void *disclosure_dir_config_create(apr_pool_t *pool, char *directory)
{
    disclosure_dir_config *config = apr_pcalloc(pool, sizeof *config);

    config->max_body = DISCLOSURE_UNSET;
    return config;
}

/* The smaller of two limits, where unset is no limit. */
static apr_int64_t tighter(apr_int64_t a, apr_int64_t b)
{
    if (a == DISCLOSURE_UNSET || b == DISCLOSURE_UNSET)
        return a == DISCLOSURE_UNSET ? b : a;
    return a < b ? a : b;
}

void *disclosure_dir_config_merge(apr_pool_t *pool, void *base, void *add)
{
    const disclosure_dir_config *under = base, *over = add;
    disclosure_dir_config *into = disclosure_dir_config_create(pool, NULL);

    into->max_body = tighter(under->max_body, over->max_body);
    return into;
}

disclosure_server_config *disclosure_server_config_get(const server_rec *server)
{
    return ap_get_module_config(server->module_config, &disclosure_module);
}

apr_size_t disclosure_max_body(const request_rec *r)
{
    const disclosure_dir_config *config =
        ap_get_module_config(r->per_dir_config, &disclosure_module);

    return (apr_size_t)tighter(config->max_body, DS_REPORT_MAX_BYTES);
}
