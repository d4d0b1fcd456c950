#include "httpd/old_address.h"

#include "httpd/database.h"

static int begins_with_one_of(const char *path, const apr_array_header_t *prefixes)
{
    for (int i = 0; prefixes && i < prefixes->nelts; i++) {
        const char *prefix = APR_ARRAY_IDX(prefixes, i, const char *);

        if (!strncmp(path, prefix, strlen(prefix)))
            return 1;
    }
    return 0;
}

/* Looks for the address with its query, as portals tell reports apart by it,
 * and then without. */
static const char *look_up(request_rec *r, const disclosure_mount *mount)
{
    disclosure_lease *lease;
    const char *organ = NULL;
    int year = 0;
    apr_status_t status = disclosure_lease_take(&lease, mount->database, r->server, mount->site,
                                                r->pool);

    if (status != APR_SUCCESS)
        return NULL;
    status = DS_ENOTFOUND;
    if (r->args)
        status = ds_store_redirect(lease->store, &organ, &year,
                                   apr_pstrcat(r->pool, r->uri, "?", r->args, NULL), r->pool);
    if (status == DS_ENOTFOUND)
        status = ds_store_redirect(lease->store, &organ, &year, r->uri, r->pool);
    disclosure_lease_give(lease);
    if (status != APR_SUCCESS)
        return NULL;
    return apr_psprintf(r->pool, "%s/%s/%d", mount->site->base, organ, year);
}

const char *disclosure_old_address_find(request_rec *r, disclosure_mount **found)
{
    const apr_array_header_t *mounts = disclosure_server_config_get(r->server)->mounts;

    for (int i = 0; i < mounts->nelts; i++) {
        disclosure_mount *mount = APR_ARRAY_IDX(mounts, i, disclosure_mount *);
        const char *path = NULL;

        if (mount->site->config.public_pages
            && begins_with_one_of(r->uri, mount->site->config.old_addresses))
            path = look_up(r, mount);
        if (path) {
            *found = mount;
            return path;
        }
    }
    return NULL;
}
