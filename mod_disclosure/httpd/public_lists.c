/* Lists of published reports: the index, a year, an organ. */
#include <apr_hash.h>

#include "core/date.h"
#include "httpd/public.h"
#include "store/publications.h"

/* The index shows whole years, newest first, until it has about so many
 * lines; the rest is a year's page away. */
#define INDEX_LINES 300
#define BATCH 1000

/* Of later years there is nothing. */
static int last_year(apr_pool_t *pool)
{
    return atoi(ds_date_of(pool, apr_time_sec(apr_time_now()))) + 1;
}

apr_status_t disclosure_public_listings(ds_store *store, apr_array_header_t *found,
                                        const char *organ, int year, apr_pool_t *pool)
{
    ds_query query = { .organ = organ, .year = year, .state = -1, .public_only = 1,
                       .limit = BATCH };
    apr_status_t status;

    do {
        apr_array_header_t *batch;

        status = ds_store_list(store, &batch, &query.after, &query, pool);
        if (status == APR_SUCCESS)
            apr_array_cat(found, batch);
    } while (status == APR_SUCCESS && query.after);
    return status;
}

typedef struct {
    apr_array_header_t *years;     /* int, newest first */
    apr_array_header_t *listings;  /* const ds_listing * */
    apr_array_header_t *organs;    /* ds_organ * */
} stored_list;

static apr_status_t fetch_list(ds_store *store, stored_list *list, int year, apr_pool_t *pool)
{
    apr_array_header_t *years;
    apr_status_t status = ds_store_organs(store, &list->organs, pool);

    if (status == APR_SUCCESS)
        status = ds_store_public_years(store, &years, pool);
    for (int i = 0; status == APR_SUCCESS && i < years->nelts; i++) {
        int y = APR_ARRAY_IDX(years, i, ds_public_year).year;

        APR_ARRAY_PUSH(list->years, int) = y;
        if (year ? y == year : list->listings->nelts < INDEX_LINES)
            status = disclosure_public_listings(store, list->listings, NULL, y, pool);
    }
    return status;
}

static apr_hash_t *kinds_of(const apr_array_header_t *organs, apr_pool_t *pool)
{
    apr_hash_t *kinds = apr_hash_make(pool);

    for (int i = 0; i < organs->nelts; i++) {
        const ds_organ *organ = APR_ARRAY_IDX(organs, i, const ds_organ *);
        apr_hash_set(kinds, organ->key, APR_HASH_KEY_STRING, organ);
    }
    return kinds;
}

static ds_index_entry entry_of(const ds_listing *listing, ds_organ_kind kind)
{
    ds_index_entry entry = { .organ = listing->organ, .organ_name = listing->organ_name,
                             .kind = kind, .year = listing->year, .title = listing->title,
                             .published_on = listing->published_on,
                             .version = listing->published };
    return entry;
}

static apr_time_t later(apr_time_t changed, const ds_listing *listing)
{
    apr_time_t published = apr_time_from_sec(listing->published_at);

    return published > changed ? published : changed;
}

apr_status_t disclosure_public_index(disclosure_request *request, disclosure_draft *draft)
{
    apr_pool_t *pool = request->r->pool;
    stored_list list = { apr_array_make(pool, 16, sizeof(int)),
                         apr_array_make(pool, 64, sizeof(const ds_listing *)), NULL };
    apr_array_header_t *entries = apr_array_make(pool, 64, sizeof(ds_index_entry));
    ds_page *page = ds_page_create(pool);
    disclosure_lease *lease;
    apr_hash_t *organs;
    apr_status_t status = request->year > last_year(pool)
        ? DS_ENOTFOUND : disclosure_request_lease(&lease, request);

    if (status != APR_SUCCESS)
        return status;
    status = fetch_list(lease->store, &list, request->year, pool);
    disclosure_lease_give(lease);
    if (status != APR_SUCCESS)
        return status;
    organs = kinds_of(list.organs, pool);
    for (int i = 0; i < list.listings->nelts; i++) {
        const ds_listing *listing = APR_ARRAY_IDX(list.listings, i, const ds_listing *);
        const ds_organ *organ = apr_hash_get(organs, listing->organ, APR_HASH_KEY_STRING);

        APR_ARRAY_PUSH(entries, ds_index_entry) =
            entry_of(listing, organ ? organ->kind : DS_ORGAN_OTHER);
        draft->changed = later(draft->changed, listing);
    }
    ds_public_index(page, &request->site->page_site, request->year, list.years, entries, pool);
    disclosure_draft_page(draft, request, page);
    return APR_SUCCESS;
}

/* ---- One organ ---- */

/* An organ came of so many others at most, as far as its page tells. */
#define MAX_RELATED 40

static int is_among(const apr_array_header_t *organs, const char *key)
{
    for (int i = 0; i < organs->nelts; i++)
        if (!strcmp(APR_ARRAY_IDX(organs, i, const ds_organ *)->key, key))
            return 1;
    return 0;
}

/* Appends the organs behind the keys that are known and not there yet. */
static apr_status_t add_related(ds_store *store, apr_array_header_t *related,
                                const apr_array_header_t *keys, apr_pool_t *pool)
{
    apr_status_t status = APR_SUCCESS;

    for (int i = 0; status == APR_SUCCESS && i < keys->nelts; i++) {
        const char *key = APR_ARRAY_IDX(keys, i, const char *);
        ds_organ *organ;

        if (related->nelts >= MAX_RELATED || is_among(related, key))
            continue;
        status = ds_store_organ(store, &organ, key, pool);
        if (status == APR_SUCCESS)
            APR_ARRAY_PUSH(related, ds_organ *) = organ;
        else if (status == DS_ENOTFOUND)
            status = APR_SUCCESS;
    }
    return status;
}

/* Those that went before, and before these, and what they have published. */
static apr_status_t add_predecessors(ds_store *store, const ds_organ *organ,
                                     apr_array_header_t *related, apr_array_header_t *entries,
                                     apr_pool_t *pool)
{
    apr_status_t status = add_related(store, related, organ->predecessors, pool);

    for (int i = 0; status == APR_SUCCESS && i < related->nelts; i++) {
        const ds_organ *other = APR_ARRAY_IDX(related, i, const ds_organ *);

        status = disclosure_public_entries(store, entries, other, pool);
        if (status == APR_SUCCESS)
            status = add_related(store, related, other->predecessors, pool);
    }
    return status;
}

apr_status_t disclosure_public_entries(ds_store *store, apr_array_header_t *entries,
                                       const ds_organ *organ, apr_pool_t *pool)
{
    apr_array_header_t *listings = apr_array_make(pool, 16, sizeof(const ds_listing *));
    apr_status_t status = disclosure_public_listings(store, listings, organ->key, 0, pool);

    for (int i = 0; status == APR_SUCCESS && i < listings->nelts; i++)
        APR_ARRAY_PUSH(entries, ds_index_entry) =
            entry_of(APR_ARRAY_IDX(listings, i, const ds_listing *), organ->kind);
    return status;
}

typedef struct {
    ds_organ *organ;
    apr_array_header_t *entries;   /* ds_index_entry: its own and of those before */
    apr_array_header_t *figures;   /* const ds_figures_row *, newest first */
    apr_array_header_t *related;   /* ds_organ * */
    apr_array_header_t *sums;      /* int: years its subordinates have reports of */
} stored_organ;

static apr_status_t fetch_organ(ds_store *store, stored_organ *stored, const char *key,
                                apr_pool_t *pool)
{
    apr_status_t status = ds_store_organ(store, &stored->organ, key, pool);

    if (status == APR_SUCCESS)
        status = disclosure_public_entries(store, stored->entries, stored->organ, pool);
    if (status == APR_SUCCESS)
        status = ds_store_figures_of_organ(store, &stored->figures, key, pool);
    if (status == APR_SUCCESS)
        status = add_predecessors(store, stored->organ, stored->related, stored->entries, pool);
    if (status == APR_SUCCESS)
        status = add_related(store, stored->related, stored->organ->successors, pool);
    if (status == APR_SUCCESS)
        status = ds_store_figures_years_below(store, &stored->sums, key, pool);
    return status;
}

apr_status_t disclosure_public_organ(disclosure_request *request, disclosure_draft *draft)
{
    apr_pool_t *pool = request->r->pool;
    stored_organ stored = { NULL, apr_array_make(pool, 16, sizeof(ds_index_entry)), NULL,
                            apr_array_make(pool, 2, sizeof(ds_organ *)), NULL };
    int tells_sums = request->site->config.region != DISCLOSURE_REGION_OFF;
    ds_page *page = ds_page_create(pool);
    disclosure_lease *lease;
    apr_status_t status = disclosure_request_lease(&lease, request);

    if (status != APR_SUCCESS)
        return status;
    status = fetch_organ(lease->store, &stored, request->organ, pool);
    disclosure_lease_give(lease);
    if (status != APR_SUCCESS)
        return status;
    ds_public_organ(page, &request->site->page_site, stored.organ, stored.entries,
                    disclosure_public_figures(request, stored.figures, DS_YEAR_MAX),
                    stored.related, tells_sums ? stored.sums : NULL, pool);
    disclosure_draft_page(draft, request, page);
    return APR_SUCCESS;
}
