#include "httpd/answer.h"

#include <apr_buckets.h>
#include <apr_lib.h>
#include <util_filter.h>

#include "httpd/cache.h"
#include "httpd/problem.h"

/* Beyond the wait for a connection, what building a page may take. */
#define BUILD_TIME 10

void disclosure_answer_security(request_rec *r, const disclosure_site *site)
{
    if (*site->config.csp)
        apr_table_setn(r->headers_out, "Content-Security-Policy", site->config.csp);
    apr_table_setn(r->headers_out, "X-Content-Type-Options", "nosniff");
    apr_table_setn(r->headers_out, "Referrer-Policy", "strict-origin-when-cross-origin");
}

/* Without a cookie or a password there is nothing in a public answer that the
 * page of another site may not read as well. */
void disclosure_answer_origin(request_rec *r, const disclosure_site *site)
{
    const apr_array_header_t *origins = site->config.allowed_origins;
    const char *origin = apr_table_get(r->headers_in, "Origin");

    if (!origins)
        return;
    apr_table_mergen(r->headers_out, "Vary", "Origin");
    for (int i = 0; origin && i < origins->nelts; i++)
        if (!strcasecmp(APR_ARRAY_IDX(origins, i, const char *), origin))
            apr_table_set(r->headers_out, "Access-Control-Allow-Origin", origin);
}

/* Adds the bytes, which live at least as long as the request's pool, and the end. */
static void add(apr_bucket_brigade *brigade, request_rec *r, const char *bytes, apr_size_t len)
{
    apr_bucket_alloc_t *alloc = r->connection->bucket_alloc;

    ap_set_content_length(r, (apr_off_t)len);
    if (len)
        APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_pool_create(bytes, len, r->pool, alloc));
    APR_BRIGADE_INSERT_TAIL(brigade, apr_bucket_eos_create(alloc));
}

static int pass(request_rec *r, const char *bytes, apr_size_t len)
{
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, r->connection->bucket_alloc);

    add(brigade, r, bytes, len);
    /* A client that went away is no fault of ours. */
    ap_pass_brigade(r->output_filters, brigade);
    return OK;
}

static void set_headers(request_rec *r, const disclosure_site *site, const char *content_type)
{
    if (content_type)
        ap_set_content_type(r, content_type);
    disclosure_answer_security(r, site);
    apr_table_setn(r->headers_out, "Cache-Control", "no-store");
    /* Compression rewrites ETags, which breaks If-Match. */
    apr_table_setn(r->subprocess_env, "no-gzip", "1");
    apr_table_setn(r->subprocess_env, "no-brotli", "1");
}

int disclosure_answer_bytes(request_rec *r, const disclosure_site *site, int status,
                            const char *content_type, const char *bytes, apr_size_t len)
{
    r->status = status;
    set_headers(r, site, content_type);
    return pass(r, bytes, len);
}

void disclosure_answer_instead(request_rec *r, const disclosure_site *site,
                               const char *content_type, const char *bytes, apr_size_t len,
                               apr_bucket_brigade *brigade)
{
    set_headers(r, site, content_type);
    add(brigade, r, bytes, len);
}

/* Whether a list of codings such as "br;q=1.0, gzip;q=0.8" takes gzip. */
static int takes_gzip(const char *header)
{
    int any = 0;

    while (header && *header) {
        apr_size_t name, len = strcspn(header, ",");
        const char *quality, *end = header + len;

        while (header < end && apr_isspace(*header))
            header++;
        name = strcspn(header, ",; \t");
        quality = memchr(header, ';', (apr_size_t)(end - header));
        quality = quality ? strstr(quality, "q=") : NULL;
        int refused = quality && quality < end
                      && strspn(quality + 2, "0.") == strcspn(quality + 2, ", \t;");
        if (name == 4 && !strncasecmp(header, "gzip", 4))
            return !refused;
        if (name == 1 && *header == '*')
            any = !refused;
        header = *end ? end + 1 : end;
    }
    return any;
}

static apr_status_t release_entry(void *entry)
{
    disclosure_entry_release(entry);
    return APR_SUCCESS;
}

int disclosure_answer_entry(request_rec *r, const disclosure_site *site, disclosure_entry *entry,
                            const char *cache_control)
{
    int is_gzip, rc;

    apr_pool_cleanup_register(r->pool, entry, release_entry, apr_pool_cleanup_null);
    ap_set_content_type(r, entry->content_type);
    if (r->main)
        return pass(r, entry->body, entry->length);
    is_gzip = entry->gzip && takes_gzip(apr_table_get(r->headers_in, "Accept-Encoding"));
    disclosure_answer_security(r, site);
    disclosure_answer_origin(r, site);
    if (entry->policy && *site->config.csp)
        apr_table_setn(r->headers_out, "Content-Security-Policy", entry->policy);
    apr_table_setn(r->headers_out, "Cache-Control", cache_control);
    if (entry->disposition)
        apr_table_setn(r->headers_out, "Content-Disposition", entry->disposition);
    if (entry->digest)
        apr_table_setn(r->headers_out, "Disclosure-Digest", entry->digest);
    apr_table_mergen(r->headers_out, "Vary", "Accept-Encoding");
    apr_table_setn(r->headers_out, "ETag", is_gzip ? entry->gzip_etag : entry->etag);
    ap_update_mtime(r, entry->changed);
    ap_set_last_modified(r);
    rc = ap_meets_conditions(r);
    if (rc != OK)
        return rc;
    if (!is_gzip)
        return pass(r, entry->body, entry->length);
    apr_table_setn(r->headers_out, "Content-Encoding", "gzip");
    return pass(r, entry->gzip, entry->gzip_length);
}

static apr_time_t latest(apr_time_t a, apr_time_t b)
{
    return a > b ? a : b;
}

/* Builds the page. The stamp is taken before the database is read, so that a
 * change in between makes the page old at once. */
static apr_status_t build(disclosure_request *request, disclosure_entry **entry,
                          disclosure_draft *draft)
{
    const disclosure_route *route = request->route;
    disclosure_stamp stamp;
    disclosure_entry_source source = {0};
    apr_status_t status;

    *entry = NULL;
    disclosure_stamp_take(&stamp, request->mount->database, route->depends, request->organ);
    status = route->build(request, draft);
    if (status != APR_SUCCESS)
        return status;
    source.content_type = draft->content_type;
    source.disposition = draft->disposition;
    source.digest = draft->digest;
    source.policy = draft->policy;
    source.body = draft->body;
    source.length = draft->length;
    source.changed = latest(draft->changed, latest(stamp.changed, request->site->loaded_at));
    source.key = request->rest;
    source.stamp = &stamp;
    source.compress = request->mount->cache != NULL;
    *entry = disclosure_entry_make(&source, request->r->pool);
    return *entry ? APR_SUCCESS : APR_ENOMEM;
}

int disclosure_answer_kept(disclosure_request *request)
{
    int is_asked = request->route->has_query && request->r->args;
    disclosure_cache *cache = is_asked ? NULL : request->mount->cache;
    apr_interval_time_t patience =
        apr_time_from_sec(request->site->config.lease_timeout + BUILD_TIME);
    disclosure_entry *entry = NULL;
    disclosure_draft draft = {0};
    int must_build = 1;
    apr_status_t status = DS_EUNAVAILABLE;

    if (cache)
        entry = disclosure_cache_begin(cache, request->rest, patience, &must_build);
    if (!entry && must_build) {
        status = build(request, &entry, &draft);
        if (cache)
            disclosure_cache_built(cache, request->rest, entry);
    }
    if (!entry)
        return disclosure_problem(request, status, draft.detail, NULL);
    return disclosure_answer_entry(request->r, request->site, entry, DISCLOSURE_REVALIDATE);
}

int disclosure_answer_moved(disclosure_request *request, const char *path)
{
    request_rec *r = request->r;
    const char *base_url = request->site->config.base_url;
    const char *location = apr_pstrcat(r->pool, base_url ? base_url : "",
                                       ap_os_escape_path(r->pool, path, 1), NULL);

    if (r->main)
        return HTTP_MOVED_PERMANENTLY;
    r->status = HTTP_MOVED_PERMANENTLY;
    apr_table_setn(r->headers_out, "Location", location);
    apr_table_setn(r->headers_out, "Cache-Control", DISCLOSURE_REVALIDATE);
    ap_set_content_type(r, "text/plain; charset=utf-8");
    disclosure_answer_security(r, request->site);
    return pass(r, location, strlen(location));
}
