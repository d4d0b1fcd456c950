/* What stands near an address where nothing was found. */
#include "core/organ.h"
#include "httpd/problem.h"
#include "httpd/public.h"
#include "store/publications.h"

#define YEAR_PREFIX "/year/"

/* The organ that the path begins with, NULL when it is none: also where the
 * rest of it is not one of our addresses. */
static const char *organ_in(const char *rest, apr_pool_t *pool)
{
    const char *key;

    if (*rest != '/')
        return NULL;
    key = apr_pstrndup(pool, rest + 1, strcspn(rest + 1, "/"));
    return ds_organ_key_is_valid(key) ? key : NULL;
}

/* The four digits behind the organ, 0 where there are none. */
static int year_in(const char *rest, const char *organ)
{
    const char *digits = rest + 1 + strlen(organ);

    return *digits == '/' && strspn(digits + 1, "0123456789") == 4 ? atoi(digits + 1) : 0;
}

/* Years that have a published report. */
static apr_status_t find_years(ds_store *store, ds_nearby *nearby, apr_pool_t *pool)
{
    apr_array_header_t *found, *years = apr_array_make(pool, 16, sizeof(int));
    apr_status_t status = ds_store_public_years(store, &found, pool);

    for (int i = 0; status == APR_SUCCESS && i < found->nelts; i++)
        APR_ARRAY_PUSH(years, int) = APR_ARRAY_IDX(found, i, ds_public_year).year;
    nearby->years = years;
    return status;
}

static apr_status_t look_around(ds_store *store, ds_nearby *nearby, const char *organ,
                                apr_array_header_t *entries, apr_pool_t *pool)
{
    ds_organ *found;
    apr_status_t status;

    if (!organ)
        return find_years(store, nearby, pool);
    status = ds_store_organ(store, &found, organ, pool);
    if (status == APR_SUCCESS)
        status = disclosure_public_entries(store, entries, found, pool);
    if (status == APR_SUCCESS)
        nearby->organ = found;
    return status;
}

const ds_nearby *disclosure_public_nearby(const disclosure_request *request)
{
    apr_pool_t *pool = request->r->pool;
    const char *organ = organ_in(request->rest, pool);
    apr_array_header_t *entries = apr_array_make(pool, 16, sizeof(ds_index_entry));
    ds_nearby *nearby = apr_pcalloc(pool, sizeof *nearby);
    disclosure_lease *lease;
    apr_status_t status;

    if (!request->site->config.public_pages
        || (!organ && strncmp(request->rest, YEAR_PREFIX, strlen(YEAR_PREFIX))))
        return NULL;
    if (disclosure_request_lease(&lease, request) != APR_SUCCESS)
        return NULL;
    nearby->entries = entries;
    nearby->year = organ ? year_in(request->rest, organ) : 0;
    status = look_around(lease->store, nearby, organ, entries, pool);
    disclosure_lease_give(lease);
    return status == APR_SUCCESS ? nearby : NULL;
}
