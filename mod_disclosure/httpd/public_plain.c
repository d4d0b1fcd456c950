/* What hangs on no report: rules, schema, assets, health, forms of addresses. */
#include "httpd/answer.h"
#include "httpd/problem.h"
#include "httpd/public.h"
#include "io/json.h"
#include "io/json_rules.h"

#define FOREVER "public, max-age=31536000, immutable"

void disclosure_draft_page(disclosure_draft *draft, disclosure_request *request, ds_page *page)
{
    draft->content_type = "text/html; charset=utf-8";
    draft->body = ds_template_render(request->site->page_template, page, &draft->length,
                                     request->r->pool);
}

apr_status_t disclosure_public_rules(disclosure_request *request, disclosure_draft *draft)
{
    ds_page *page = ds_page_create(request->r->pool);

    ds_public_rules(page, &request->site->page_site, request->r->pool);
    disclosure_draft_page(draft, request, page);
    return APR_SUCCESS;
}

/* The relations of one format, as the entry form's script reads them. */
apr_status_t disclosure_public_rules_json(disclosure_request *request, disclosure_draft *draft)
{
    static const char ending[] = ".json";
    apr_pool_t *pool = request->r->pool;
    apr_size_t len = strlen(request->name), end = sizeof ending - 1;
    const ds_format *format = len > end && !strcmp(request->name + len - end, ending)
        ? ds_formats_find(request->site->formats, apr_pstrndup(pool, request->name, len - end))
        : NULL;

    if (!format)
        return DS_ENOTFOUND;
    draft->content_type = "application/json";
    draft->body = ds_json_text(ds_json_rules(format, pool), pool);
    draft->length = strlen(draft->body);
    return APR_SUCCESS;
}

int disclosure_public_schema(disclosure_request *request)
{
    return disclosure_answer_entry(request->r, request->site, request->site->schema,
                                   DISCLOSURE_REVALIDATE);
}

/* The address holds a fingerprint of all assets. One of an older page is
 * answered too, and one without, which a portal's page can name for good, but
 * not for ever. */
int disclosure_public_asset(disclosure_request *request)
{
    disclosure_entry *entry =
        apr_hash_get(request->site->assets, request->name, APR_HASH_KEY_STRING);
    const char *current = strrchr(request->site->page_site.assets, '/') + 1;
    int is_current = request->fingerprint && !strcmp(request->fingerprint, current);

    if (!entry)
        return disclosure_problem(request, DS_ENOTFOUND, NULL, NULL);
    return disclosure_answer_entry(request->r, request->site, entry,
                                   is_current ? FOREVER : DISCLOSURE_REVALIDATE);
}

int disclosure_public_health(disclosure_request *request)
{
    disclosure_lease *lease;
    apr_int64_t number;
    apr_status_t status = disclosure_request_lease(&lease, request);
    const char *line;

    if (status == APR_SUCCESS) {
        status = ds_store_audit_head(lease->store, &number);
        disclosure_lease_give(lease);
    }
    line = status == APR_SUCCESS ? "{\"status\": \"ok\", \"store\": \"ok\"}\n"
                                 : "{\"status\": \"unavailable\", \"store\": \"unavailable\"}\n";
    return disclosure_answer_bytes(request->r, request->site,
                                   status == APR_SUCCESS ? HTTP_OK : HTTP_SERVICE_UNAVAILABLE,
                                   "application/json", line, strlen(line));
}

int disclosure_public_add_slash(disclosure_request *request)
{
    return disclosure_answer_moved(request, apr_pstrcat(request->r->pool, request->r->uri, "/",
                                                        NULL));
}

int disclosure_public_drop_slash(disclosure_request *request)
{
    return disclosure_answer_moved(request, apr_pstrndup(request->r->pool, request->r->uri,
                                      strlen(request->r->uri) - 1));
}
