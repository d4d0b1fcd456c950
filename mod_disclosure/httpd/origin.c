#include "httpd/origin.h"

/* Host and port of an origin or of DisclosureBaseURL. */
static const char *authority(const char *url)
{
    const char *start = url ? strstr(url, "://") : NULL;

    return start ? start + 3 : NULL;
}

static int is_own_host(const disclosure_request *request, const char *origin)
{
    const char *from = authority(origin);
    const char *host = apr_table_get(request->r->headers_in, "Host");
    const char *public_host = authority(request->site->config.base_url);

    return from && ((host && !strcasecmp(from, host))
                    || (public_host && !strcasecmp(from, public_host)));
}

int disclosure_origin_is_own(const disclosure_request *request)
{
    const apr_table_t *headers = request->r->headers_in;
    const char *site = apr_table_get(headers, "Sec-Fetch-Site");
    const char *origin = apr_table_get(headers, "Origin");

    if (request->r->method_number == M_GET)
        return 1;
    if (site && strcmp(site, "same-origin") && strcmp(site, "none"))
        return 0;
    return !origin || is_own_host(request, origin);
}
