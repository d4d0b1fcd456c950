/* Claiming requests and sending them on their way. */
#include "httpd/route.h"

#include <util_filter.h>

#include "httpd/answer.h"
#include "httpd/cache.h"
#include "httpd/old_address.h"
#include "httpd/origin.h"
#include "httpd/problem.h"

#define HANDLER_NAME "disclosure"

disclosure_request *disclosure_request_of(const request_rec *r)
{
    return ap_get_module_config(r->request_config, &disclosure_module);
}

apr_status_t disclosure_request_lease(disclosure_lease **lease, const disclosure_request *request)
{
    return disclosure_lease_take(lease, request->mount->database, request->r->server,
                                 request->site, request->r->pool);
}

static int method_of(const request_rec *r)
{
    switch (r->method_number) {
    case M_GET:
        return DISCLOSURE_GET;
    case M_PUT:
        return DISCLOSURE_PUT;
    case M_POST:
        return DISCLOSURE_POST;
    default:
        return 0;
    }
}

static disclosure_request *claim(request_rec *r, disclosure_mount *mount)
{
    disclosure_request *request = apr_pcalloc(r->pool, sizeof *request);

    request->r = r;
    request->mount = mount;
    request->site = mount->site;
    request->rest = disclosure_mount_rest(mount, r->uri);
    request->is_api = !strncmp(request->rest, "/api", 4)
                      && (request->rest[4] == '/' || !request->rest[4]);
    ap_set_module_config(r->request_config, &disclosure_module, request);
    if (request->is_api)
        disclosure_problem_claim(r);
    /* No file: a name that no other module takes for one. */
    r->filename = apr_pstrcat(r->pool, HANDLER_NAME ":", r->uri, NULL);
    return request;
}

int disclosure_translate_name(request_rec *r)
{
    disclosure_mount *mount;

    if (r->proxyreq || !r->uri || *r->uri != '/')
        return DECLINED;
    mount = disclosure_mount_find(r->server, r->uri);
    if (mount) {
        disclosure_route_match(claim(r, mount), method_of(r));
        return OK;
    }
    if (r->method_number == M_GET) {
        const char *path = disclosure_old_address_find(r, &mount);
        if (path) {
            claim(r, mount)->moved_to = path;
            return OK;
        }
    }
    return DECLINED;
}

/* Ours are no files: nothing on disk is walked. */
int disclosure_map_to_storage(request_rec *r)
{
    return disclosure_request_of(r) ? OK : DECLINED;
}

/* Endings such as .xml are ours to type, not mod_mime's. */
int disclosure_type_checker(request_rec *r)
{
    if (!disclosure_request_of(r))
        return DECLINED;
    r->handler = HANDLER_NAME;
    return OK;
}

/* ---- The handler ---- */

static const char *allow_header(int methods)
{
    static const struct {
        int methods;
        const char *text;
    } names[] = {
        { DISCLOSURE_GET, "GET, HEAD, OPTIONS" },
        { DISCLOSURE_POST, "POST, OPTIONS" },
        { DISCLOSURE_GET | DISCLOSURE_PUT, "GET, HEAD, PUT, OPTIONS" },
        { DISCLOSURE_GET | DISCLOSURE_POST, "GET, HEAD, POST, OPTIONS" },
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].methods == methods)
            return names[i].text;
    return "OPTIONS";
}

static int answer_options(disclosure_request *request)
{
    apr_table_setn(request->r->headers_out, "Allow", allow_header(request->allowed));
    return disclosure_answer_bytes(request->r, request->site, HTTP_OK, NULL, "", 0);
}

static int answer_other_method(disclosure_request *request)
{
    apr_table_setn(request->r->headers_out, "Allow", allow_header(request->allowed));
    return disclosure_problem_http(request, HTTP_METHOD_NOT_ALLOWED, NULL, NULL);
}

/* Whoever speaks to the interface for systems has been named by httpd. */
static int refuse_nameless(disclosure_request *request)
{
    request_rec *r = request->r;

    if (!ap_auth_type(r)) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r,
                      "DS0610: no AuthType for %s: put AuthType and Require into its <Location>",
                      r->uri);
        return disclosure_problem_http(request, HTTP_FORBIDDEN,
                                       "本接口尚未配置登录方式，请联系网站管理员。", NULL);
    }
    ap_note_auth_failure(r);
    return disclosure_problem_http(request, HTTP_UNAUTHORIZED, NULL, NULL);
}

/* Whether the part of the site that the path belongs to is switched on. */
static int is_switched_on(const disclosure_request *request)
{
    const disclosure_site_config *config = &request->site->config;

    if (request->is_api)
        return config->api;
    if (!request->route)
        return 1;
    switch (request->route->needs) {
    case DISCLOSURE_FOR_PUBLIC:
        return config->public_pages;
    case DISCLOSURE_FOR_STAFF:
        return config->staff_pages;
    default:
        return 1;
    }
}

int disclosure_handle(request_rec *r)
{
    disclosure_request *request = disclosure_request_of(r);
    int is_api;

    if (!request || !r->handler || strcmp(r->handler, HANDLER_NAME))
        return DECLINED;
    if (disclosure_problem_is_announced(r, &is_api)) {
        request->is_api = is_api;
        return disclosure_problem(request, DS_EUNAVAILABLE, NULL, NULL);
    }
    if (request->moved_to)
        return disclosure_answer_moved(request, request->moved_to);
    if (!is_switched_on(request))
        return disclosure_problem_http(request, HTTP_NOT_FOUND, NULL, NULL);
    if (request->is_api && !r->user)
        return refuse_nameless(request);
    if (!request->allowed)
        return disclosure_problem_http(request, HTTP_NOT_FOUND, NULL, NULL);
    if (r->method_number == M_OPTIONS)
        return answer_options(request);
    if (!request->route)
        return answer_other_method(request);
    if (!disclosure_origin_is_own(request))
        return disclosure_problem_http(request, HTTP_FORBIDDEN,
                                       "请求来自其他网站，已拒绝。请从本网站或经授权的系统提交。",
                                       NULL);
    if (request->route->build)
        return disclosure_answer_kept(request);
    return request->route->handle(request);
}

/* Puts the output filters in and makes them ready, as httpd does before it
 * calls a handler. */
static int ready_filters(request_rec *r)
{
    int rc = OK;

    ap_run_insert_filter(r);
    for (ap_filter_t *f = r->output_filters; f && rc == OK; f = f->next)
        if (f->frec->filter_init_func)
            rc = f->frec->filter_init_func(f);
    return rc;
}

/* Pages that are kept and right leave before httpd walks its locations. Only
 * plain addresses: the path has not been normalised yet, and a page may depend on
 * its query. */
int disclosure_quick_handle(request_rec *r, int is_lookup)
{
    disclosure_mount *mount;
    disclosure_entry *entry;
    int rc;

    if (is_lookup || r->main || r->method_number != M_GET || r->proxyreq || !r->uri || r->args)
        return DECLINED;
    mount = disclosure_mount_find(r->server, r->uri);
    if (!mount || !mount->is_quick || !mount->cache)
        return DECLINED;
    entry = disclosure_cache_find(mount->cache, disclosure_mount_rest(mount, r->uri));
    if (!entry)
        return DECLINED;
    rc = ready_filters(r);
    if (rc != OK) {
        disclosure_entry_release(entry);
        return rc;
    }
    return disclosure_answer_entry(r, mount->site, entry, DISCLOSURE_REVALIDATE);
}
