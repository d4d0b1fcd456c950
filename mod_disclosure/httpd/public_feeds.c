/* What programs read to know what is public: feed and site maps. */
#include "httpd/public.h"
#include "page/feed.h"
#include "page/piece.h"
#include "store/publications.h"

/* Publications and corrections a feed names. */
#define FEED_ENTRIES 100

/* Gives what was written as an answer. */
static apr_status_t finish(disclosure_draft *draft, ds_markup *m, const char *content_type)
{
    draft->content_type = content_type;
    draft->body = ds_markup_bytes(m, &draft->length);
    return APR_SUCCESS;
}

static ds_feed_entry entry_of(const ds_public_event *event)
{
    ds_feed_entry entry = { .organ = event->organ, .organ_name = event->organ_name,
                            .year = event->year, .n = event->n, .current = event->current,
                            .title = event->title, .notice = event->notice,
                            .published_at = event->published_at };
    return entry;
}

apr_status_t disclosure_public_feed(disclosure_request *request, disclosure_draft *draft)
{
    apr_pool_t *pool = request->r->pool;
    apr_array_header_t *entries = apr_array_make(pool, FEED_ENTRIES, sizeof(ds_feed_entry));
    ds_markup *m = ds_markup_create(pool);
    apr_array_header_t *events;
    disclosure_lease *lease;
    apr_status_t status = disclosure_request_lease(&lease, request);

    if (status != APR_SUCCESS)
        return status;
    status = ds_store_recent(lease->store, &events, FEED_ENTRIES, pool);
    disclosure_lease_give(lease);
    if (status != APR_SUCCESS)
        return status;
    for (int i = 0; i < events->nelts; i++) {
        const ds_public_event *event = APR_ARRAY_IDX(events, i, const ds_public_event *);

        APR_ARRAY_PUSH(entries, ds_feed_entry) = entry_of(event);
        if (apr_time_from_sec(event->published_at) > draft->changed)
            draft->changed = apr_time_from_sec(event->published_at);
    }
    ds_public_feed(m, &request->site->page_site, entries, pool);
    return finish(draft, m, "application/atom+xml; charset=utf-8");
}

/* ---- Site maps ---- */

static void add(apr_array_header_t *entries, const char *path, apr_int64_t changed_at)
{
    const ds_sitemap_entry entry = { path, changed_at };

    APR_ARRAY_PUSH(entries, ds_sitemap_entry) = entry;
}

/* A year's page, its table and its reports. */
static void add_year(apr_array_header_t *entries, const ds_site *site, const ds_public_year *year,
                     const apr_array_header_t *listings, apr_pool_t *pool)
{
    add(entries, ds_piece_year_path(site, year->year, pool), year->published_at);
    add(entries, apr_psprintf(pool, "%s/data/%d/", site->base, year->year), year->published_at);
    for (int i = 0; i < listings->nelts; i++) {
        const ds_listing *listing = APR_ARRAY_IDX(listings, i, const ds_listing *);

        add(entries, ds_piece_report_path(site, listing->organ, listing->year, 0, "", pool),
            listing->published_at);
    }
}

/* The pages of the organs that have a public report, each once, changed when the
 * newest of its reports was published. */
static void add_organs(apr_array_header_t *entries, const ds_site *site,
                       const apr_array_header_t *listings, apr_pool_t *pool)
{
    apr_hash_t *seen = apr_hash_make(pool);

    for (int i = 0; i < listings->nelts; i++) {
        const ds_listing *listing = APR_ARRAY_IDX(listings, i, const ds_listing *);
        apr_int64_t *newest = apr_hash_get(seen, listing->organ, APR_HASH_KEY_STRING);

        if (!newest) {
            newest = apr_pcalloc(pool, sizeof *newest);
            apr_hash_set(seen, listing->organ, APR_HASH_KEY_STRING, newest);
        }
        if (listing->published_at > *newest)
            *newest = listing->published_at;
    }
    for (apr_hash_index_t *i = apr_hash_first(pool, seen); i; i = apr_hash_next(i))
        add(entries, ds_piece_organ_path(site, apr_hash_this_key(i), pool),
            *(apr_int64_t *)apr_hash_this_val(i));
}

/* The pages that lead to all others. */
static void add_doors(apr_array_header_t *entries, const ds_site *site, apr_int64_t changed_at,
                      apr_pool_t *pool)
{
    add(entries, apr_pstrcat(pool, site->base, "/", NULL), changed_at);
    add(entries, apr_pstrcat(pool, site->base, "/data/", NULL), changed_at);
}

static apr_int64_t newest_of(const apr_array_header_t *years)
{
    apr_int64_t newest = 0;

    for (int i = 0; i < years->nelts; i++) {
        apr_int64_t at = APR_ARRAY_IDX(years, i, ds_public_year).published_at;
        newest = at > newest ? at : newest;
    }
    return newest;
}

/* The years of the map: all, or the one that the path names. */
static apr_status_t fetch_years(ds_store *store, apr_array_header_t **years, int year,
                                apr_pool_t *pool)
{
    apr_array_header_t *all;
    apr_status_t status = ds_store_public_years(store, &all, pool);

    *years = year ? apr_array_make(pool, 1, sizeof(ds_public_year)) : all;
    for (int i = 0; status == APR_SUCCESS && year && i < all->nelts; i++)
        if (APR_ARRAY_IDX(all, i, ds_public_year).year == year)
            APR_ARRAY_PUSH(*years, ds_public_year) = APR_ARRAY_IDX(all, i, ds_public_year);
    return status == APR_SUCCESS && year && !(*years)->nelts ? DS_ENOTFOUND : status;
}

/* The years' pages and reports. A map of everything has the pages that lead to
 * them, and those of the organs, as well. */
static apr_status_t fetch_pages(ds_store *store, apr_array_header_t *entries,
                                const disclosure_request *request,
                                const apr_array_header_t *years, apr_pool_t *pool)
{
    const ds_site *site = &request->site->page_site;
    apr_array_header_t *listings = apr_array_make(pool, 256, sizeof(const ds_listing *));
    apr_status_t status = APR_SUCCESS;

    if (!request->year)
        add_doors(entries, site, newest_of(years), pool);
    for (int i = 0; status == APR_SUCCESS && i < years->nelts; i++) {
        const ds_public_year *year = &APR_ARRAY_IDX(years, i, ds_public_year);
        apr_array_header_t *of_year = apr_array_make(pool, 256, sizeof(const ds_listing *));

        status = disclosure_public_listings(store, of_year, NULL, year->year, pool);
        add_year(entries, site, year, of_year, pool);
        apr_array_cat(listings, of_year);
    }
    if (!request->year)
        add_organs(entries, site, listings, pool);
    return status;
}

/* Pages there are at most: each report, and its organ's page. */
static int size_of(const apr_array_header_t *years)
{
    int size = 2 + 2 * years->nelts;

    for (int i = 0; i < years->nelts; i++)
        size += 2 * APR_ARRAY_IDX(years, i, ds_public_year).reports;
    return size;
}

/* One map per year. */
static void list_maps(apr_array_header_t *entries, const ds_site *site,
                      const apr_array_header_t *years, apr_pool_t *pool)
{
    for (int i = 0; i < years->nelts; i++) {
        const ds_public_year *year = &APR_ARRAY_IDX(years, i, ds_public_year);

        add(entries, apr_psprintf(pool, "%s/sitemap/%d.xml", site->base, year->year),
            year->published_at);
    }
}

apr_status_t disclosure_public_sitemap(disclosure_request *request, disclosure_draft *draft)
{
    apr_pool_t *pool = request->r->pool;
    const ds_site *site = &request->site->page_site;
    apr_array_header_t *entries = apr_array_make(pool, 256, sizeof(ds_sitemap_entry));
    ds_markup *m = ds_markup_create(pool);
    apr_array_header_t *years;
    disclosure_lease *lease;
    int is_index = 0;
    apr_status_t status;

    if (!site->base_url) {
        draft->detail = "站点地图需要完整的网址，请网站管理员设置DisclosureBaseURL。";
        return DS_ENOTFOUND;
    }
    status = disclosure_request_lease(&lease, request);
    if (status != APR_SUCCESS)
        return status;
    status = fetch_years(lease->store, &years, request->year, pool);
    if (status == APR_SUCCESS) {
        is_index = !request->year && size_of(years) > DS_SITEMAP_MAX;
        if (is_index)
            list_maps(entries, site, years, pool);
        else
            status = fetch_pages(lease->store, entries, request, years, pool);
    }
    disclosure_lease_give(lease);
    if (status != APR_SUCCESS)
        return status;
    draft->changed = apr_time_from_sec(newest_of(years));
    if (is_index)
        ds_public_sitemap_index(m, site, entries, pool);
    else
        ds_public_sitemap(m, site, entries, pool);
    return finish(draft, m, "application/xml; charset=utf-8");
}
