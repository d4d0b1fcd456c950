/* Style sheets, scripts and pictures, read once at start. */
#include <apr_file_info.h>

#include "core/digest.h"
#include "httpd/entry.h"
#include "httpd/site.h"

#define MAX_ASSET_BYTES (4 * 1024 * 1024)
#define MAX_ASSETS_BYTES (32 * 1024 * 1024)
#define FINGERPRINT_LENGTH 12

static const struct {
    const char *ending;
    const char *type;
} types[] = {
    { ".css", "text/css; charset=utf-8" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".svg", "image/svg+xml" },
    { ".png", "image/png" },
    { ".jpg", "image/jpeg" },
    { ".webp", "image/webp" },
    { ".ico", "image/x-icon" },
    { ".woff2", "font/woff2" },
    { ".txt", "text/plain; charset=utf-8" },
};

static const char *type_of(const char *name)
{
    const char *ending = strrchr(name, '.');

    for (size_t i = 0; ending && i < sizeof types / sizeof types[0]; i++)
        if (!strcmp(types[i].ending, ending))
            return types[i].type;
    return "application/octet-stream";
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the plain files, sorted; hidden ones are left out. */
static const char *list(apr_array_header_t **names, const char *directory, apr_pool_t *pool)
{
    apr_dir_t *dir;
    apr_finfo_t info;
    char why[120];
    apr_status_t status = apr_dir_open(&dir, directory, pool);

    if (status != APR_SUCCESS)
        return apr_psprintf(pool, "%s: %s", directory, apr_strerror(status, why, sizeof why));
    *names = apr_array_make(pool, 8, sizeof(const char *));
    while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS)
        if (info.name[0] != '.')
            APR_ARRAY_PUSH(*names, const char *) = apr_pstrdup(pool, info.name);
    apr_dir_close(dir);
    qsort((*names)->elts, (size_t)(*names)->nelts, sizeof(const char *), by_name);
    return NULL;
}

const char *disclosure_assets_load(apr_hash_t **assets, const char **fingerprint,
                                   const char *directory, apr_pool_t *pool,
                                   apr_pool_t *scratch_pool)
{
    apr_array_header_t *names;
    apr_size_t total = 0;
    const char *tags = "";
    const char *error = list(&names, directory, scratch_pool);

    *assets = apr_hash_make(pool);
    for (int i = 0; !error && i < names->nelts; i++) {
        const char *name = apr_pstrdup(pool, APR_ARRAY_IDX(names, i, const char *));
        const char *path = apr_pstrcat(scratch_pool, directory, "/", name, NULL);
        const char *bytes;
        apr_size_t len;
        disclosure_entry *entry;

        error = disclosure_file_read(&bytes, &len, path, MAX_ASSET_BYTES, pool);
        if (!error && (total += len) > MAX_ASSETS_BYTES)
            error = apr_psprintf(pool, "%s: more than %d bytes in all", directory,
                                 MAX_ASSETS_BYTES);
        if (error)
            break;
        entry = disclosure_entry_static(type_of(name), bytes, len, pool);
        if (!entry)
            return apr_psprintf(pool, "%s: no digest of it can be made", path);
        apr_hash_set(*assets, name, APR_HASH_KEY_STRING, entry);
        tags = apr_pstrcat(scratch_pool, tags, name, entry->etag, NULL);
    }
    if (error)
        return apr_pstrdup(pool, error);
    *fingerprint = ds_digest_hex(scratch_pool, ds_digest_find("sha256"), tags, strlen(tags));
    if (!*fingerprint)
        return apr_psprintf(pool, "%s: no digest of it can be made", directory);
    *fingerprint = apr_pstrndup(pool, *fingerprint, FINGERPRINT_LENGTH);
    return NULL;
}
