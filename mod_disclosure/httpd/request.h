/* One request that is ours, and how it finds its way.
 *
 * translate_name claims the path of a site and matches it against the route
 * table; the handler checks switch, identity and method and calls the route's
 * function.
 */
#ifndef DISCLOSURE_REQUEST_H
#define DISCLOSURE_REQUEST_H

#include "httpd/database.h"
#include "httpd/site.h"
#include "io/io.h"

struct disclosure_route;
struct ds_session;

typedef struct disclosure_request {
    request_rec *r;
    disclosure_mount *mount;
    const disclosure_site *site;         /* mount->site */
    int allowed;                         /* methods the path takes; 0: nothing there */
    const struct disclosure_route *route; /* for path and method, NULL when there is none */
    const char *rest;                    /* the path behind the base: "/jixia/2020.xml" */
    int is_api;                          /* B/api or below */
    const char *moved_to;                /* an old address: the path that answers now; or NULL */

    /* What the path says; NULL and 0 where the route has no such place. */
    const char *organ;
    int year;
    int last_year;                       /* of a span of years that begins with `year` */
    int version;                         /* of /vN, 0: the current one */
    const char *cell;                    /* "table/row/column", as it stands */
    const ds_codec *codec;               /* of the suffix, NULL: the page */
    const char *name;                    /* action, or file name */
    const char *account;
    const char *fingerprint;

    struct ds_session *session;          /* our own sign-in, where httpd asked for it; or NULL */
} disclosure_request;

/* The request's own record, NULL when the request is not ours. */
disclosure_request *disclosure_request_of(const request_rec *r);

/* Sets `allowed`, `route` and what the path says. `method` is DISCLOSURE_GET...
 * or 0 for one that nothing takes. */
void disclosure_route_match(disclosure_request *request, int method);

/* Hooks. */
int disclosure_translate_name(request_rec *r);
int disclosure_map_to_storage(request_rec *r);
int disclosure_type_checker(request_rec *r);
int disclosure_handle(request_rec *r);
int disclosure_quick_handle(request_rec *r, int is_lookup);

/* A lease for the request. */
apr_status_t disclosure_request_lease(disclosure_lease **lease, const disclosure_request *request);

#endif
