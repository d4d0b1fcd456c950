/* The next report that waits for approval. */
#include "httpd/staff_next.h"

/* Waiting reports looked at. */
#define MAX_WAITING 1000

static apr_array_header_t *organs_of(const ds_actor *actor, apr_pool_t *pool)
{
    apr_array_header_t *organs = apr_array_make(pool, 4, sizeof(const char *));

    for (int i = 0; actor->grants && i < actor->grants->nelts; i++)
        APR_ARRAY_PUSH(organs, const char *) = APR_ARRAY_IDX(actor->grants, i, ds_grant).organ;
    return organs;
}

static apr_status_t waits_for_me(disclosure_staff *staff, const ds_listing *l, int *waits,
                                 apr_pool_t *pool)
{
    ds_case subject = { NULL, 1, l->state, l->step, l->author, l->published > 0 };
    apr_array_header_t *path;
    apr_status_t status = ds_store_organ_path(staff->store, &path, l->organ, pool);

    subject.path = path;
    *waits = status == APR_SUCCESS
        && ds_permit(staff->actor, DS_ACTION_APPROVE, &subject, staff->request->site->chain, NULL,
                     pool) == APR_SUCCESS;
    return status;
}

static int is_here(const disclosure_request *request, const ds_listing *l)
{
    return l->year == request->year && !strcmp(l->organ, request->organ);
}

/* Where the report of the address would stand among those that wait: behind the
 * last of its year that is before it in the tree. */
static int place_of(const disclosure_request *request, const apr_array_header_t *listed,
                    const apr_array_header_t *all)
{
    int here = 0, place = 0;

    for (int i = 0; i < all->nelts; i++)
        if (!strcmp(APR_ARRAY_IDX(all, i, const ds_organ *)->key, request->organ))
            here = i;
    for (int i = 0; i < listed->nelts; i++) {
        const ds_listing *l = APR_ARRAY_IDX(listed, i, const ds_listing *);
        int at = 0;

        while (at < all->nelts && strcmp(APR_ARRAY_IDX(all, at, const ds_organ *)->key, l->organ))
            at++;
        if (l->year > request->year || (l->year == request->year && at <= here))
            place = i + 1;
    }
    return place;
}

apr_status_t disclosure_staff_next(disclosure_staff *staff, const char **path)
{
    const disclosure_request *request = staff->request;
    apr_pool_t *pool = request->r->pool, *iterpool;
    ds_query query = { .state = DS_STATE_SUBMITTED, .below = organs_of(staff->actor, pool),
                       .limit = MAX_WAITING };
    apr_array_header_t *listed, *all;
    int place = 0, waits = 0;
    apr_status_t status = ds_store_list(staff->store, &listed, NULL, &query, pool);

    *path = "/";
    if (status == APR_SUCCESS)
        status = ds_store_organs(staff->store, &all, pool);
    if (status == APR_SUCCESS)
        place = place_of(request, listed, all);
    apr_pool_create(&iterpool, pool);
    for (int i = 0; status == APR_SUCCESS && !waits && i < listed->nelts; i++) {
        const ds_listing *l = APR_ARRAY_IDX(listed, (place + i) % listed->nelts,
                                            const ds_listing *);
        apr_pool_clear(iterpool);
        if (is_here(request, l))
            continue;
        status = waits_for_me(staff, l, &waits, iterpool);
        if (waits)
            *path = apr_psprintf(pool, "/reports/%s/%d", l->organ, l->year);
    }
    apr_pool_destroy(iterpool);
    return status;
}
