#include "httpd/site.h"

#include <apr_file_io.h>
#include <apr_file_info.h>

#include "core/format.h"
#include "httpd/entry.h"
#include "httpd/upload.h"

#define MAX_SCHEMA_BYTES (1024 * 1024)

const char *disclosure_file_read(const char **bytes, apr_size_t *len, const char *path,
                                 apr_size_t max, apr_pool_t *pool)
{
    apr_file_t *file;
    apr_finfo_t info;
    char why[120];
    apr_status_t status = apr_file_open(&file, path, APR_READ | APR_BINARY, 0, pool);

    if (status == APR_SUCCESS)
        status = apr_file_info_get(&info, APR_FINFO_SIZE | APR_FINFO_TYPE, file);
    if (status != APR_SUCCESS)
        return apr_psprintf(pool, "%s: %s", path, apr_strerror(status, why, sizeof why));
    if (info.filetype != APR_REG || info.size > (apr_off_t)max) {
        apr_file_close(file);
        return apr_psprintf(pool, "%s: not a file of at most %" APR_SIZE_T_FMT " bytes", path, max);
    }
    char *buffer = apr_palloc(pool, (apr_size_t)info.size + 1);
    status = apr_file_read_full(file, buffer, (apr_size_t)info.size, len);
    apr_file_close(file);
    if (status != APR_SUCCESS && !APR_STATUS_IS_EOF(status))
        return apr_psprintf(pool, "%s: %s", path, apr_strerror(status, why, sizeof why));
    buffer[*len] = '\0';
    *bytes = buffer;
    return NULL;
}

/* data/chains/NAME.xml for a plain name, else the path as it is. */
static const char *chain_path(const disclosure_site_config *config, apr_pool_t *pool)
{
    if (strchr(config->chain, '/'))
        return ap_server_root_relative(pool, config->chain);
    return apr_pstrcat(pool, config->data, "/chains/", config->chain, ".xml", NULL);
}

static const char *load_schema(disclosure_site *site, const char *path, apr_pool_t *pool)
{
    const char *bytes;
    apr_size_t len;
    const char *error = ds_report_schema_load(&site->report_schema, path, pool);

    if (!error)
        error = disclosure_file_read(&bytes, &len, path, MAX_SCHEMA_BYTES, pool);
    if (!error)
        site->schema = disclosure_entry_static("application/xml; charset=utf-8", bytes, len, pool);
    return error;
}

static void set_page_site(disclosure_site *site, const char *fingerprint, apr_pool_t *pool)
{
    const disclosure_site_config *config = &site->config;
    ds_site *page = &site->page_site;

    page->base = site->base;
    page->base_url = config->base_url;
    page->site_name = config->site_name;
    page->site_domain = config->site_domain;
    page->site_id_code = config->site_id_code;
    page->column_name = config->column_name;
    page->column_description = config->column_description;
    page->column_keywords = config->column_keywords;
    page->assets = apr_pstrcat(pool, site->base, "/assets/", fingerprint, NULL);
    page->formats = site->formats;
}

static void set_store_settings(disclosure_site *site)
{
    site->store.formats = site->formats;
    site->store.chain = site->chain;
    site->store.digest = site->config.digest;
    site->store.max_failures = site->config.sign_in_failures;
    site->store.lock_seconds = site->config.sign_in_lock;
    site->store.password_length = site->config.password_length;
    site->store.password_classes = site->config.password_classes;
    site->store.session_idle = site->config.session_idle;
    site->store.session_max = site->config.session_max;
    site->store.index_number = site->config.index_number;
}

const char *disclosure_site_load(disclosure_site *site, apr_pool_t *pool, apr_pool_t *scratch_pool)
{
    const disclosure_site_config *config = &site->config;
    const char *schemas = apr_pstrcat(pool, config->data, "/schema/", NULL);
    const char *fingerprint = NULL;
    const char *error;

    error = ds_formats_load(&site->formats, apr_pstrcat(pool, config->data, "/formats", NULL),
                            apr_pstrcat(pool, schemas, "format.rng", NULL), pool, scratch_pool);
    if (!error)
        error = ds_chain_load(&site->chain, chain_path(config, pool),
                              apr_pstrcat(pool, schemas, "chain.rng", NULL), pool, scratch_pool);
    if (!error)
        error = ds_template_load(&site->page_template, config->template_file, pool, scratch_pool);
    if (!error)
        error = load_schema(site, apr_pstrcat(pool, schemas, "report.rng", NULL), pool);
    if (!error)
        error = disclosure_assets_load(&site->assets, &fingerprint,
                                       apr_pstrcat(pool, config->data, "/htdocs/assets", NULL),
                                       pool, scratch_pool);
    if (!error)
        error = disclosure_files_check(site, pool);
    if (error)
        return error;
    set_page_site(site, fingerprint, pool);
    set_store_settings(site);
    error = disclosure_manual_load(site, pool, scratch_pool);
    if (error)
        return error;
    site->loaded_at = apr_time_now();
    site->is_loaded = 1;
    return NULL;
}

const char *disclosure_mount_rest(const disclosure_mount *mount, const char *path)
{
    return path + strlen(mount->site->base);
}

disclosure_mount *disclosure_mount_find(const server_rec *server, const char *path)
{
    const apr_array_header_t *mounts = disclosure_server_config_get(server)->mounts;

    for (int i = 0; i < mounts->nelts; i++) {
        disclosure_mount *mount = APR_ARRAY_IDX(mounts, i, disclosure_mount *);
        apr_size_t len = strlen(mount->site->base);

        if (!strncmp(path, mount->site->base, len) && (path[len] == '/' || !path[len]))
            return mount;
    }
    return NULL;
}

disclosure_mount *disclosure_mount_of(const request_rec *r)
{
    const apr_array_header_t *mounts = disclosure_server_config_get(r->server)->mounts;
    disclosure_mount *mount = disclosure_mount_find(r->server, r->uri);

    if (!mount && mounts->nelts)
        mount = APR_ARRAY_IDX(mounts, mounts->nelts - 1, disclosure_mount *);
    return mount;
}
