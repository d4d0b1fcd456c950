/* `AuthType disclosure`: whoever signed in by our own form, for locations such
 * as B/staff. There is no challenge to send: where nobody is signed in, the
 * staff handler shows the form. */
#include "httpd/session.h"
#include "httpd/startup.h"

#include <mod_auth.h>

/* Where the cookie is sent at all. */
static int is_staff(const disclosure_request *request)
{
    return !strncmp(request->rest, "/staff", 6)
           && (request->rest[6] == '/' || !request->rest[6]);
}

/* Looks the session up once per request. */
static apr_status_t find(disclosure_request *request)
{
    disclosure_lease *lease;
    apr_status_t status;

    if (request->session || !disclosure_session_key(request->r, request->site))
        return APR_SUCCESS;
    status = disclosure_request_lease(&lease, request);
    if (status != APR_SUCCESS)
        return status;
    status = disclosure_session_find(&request->session, lease->store, request->r, request->site);
    disclosure_lease_give(lease);
    return status;
}

/* After mod_authz_core has said that it cannot decide without a user: where
 * there is none, the request goes on without one, to the sign-in page and no
 * further. What is refused to everybody, an address for example, has been
 * refused before. */
static int let_strangers_sign_in(request_rec *r)
{
    disclosure_request *request = disclosure_request_of(r);

    if (!request || !is_staff(request) || !disclosure_session_is_asked_for(r))
        return DECLINED;
    if (find(request) != APR_SUCCESS)
        return HTTP_SERVICE_UNAVAILABLE;
    return request->session ? DECLINED : OK;
}

static int check_session(request_rec *r)
{
    disclosure_request *request;

    if (!disclosure_session_is_asked_for(r))
        return DECLINED;
    request = disclosure_request_of(r);
    if (!request || !is_staff(request)) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r,
                      "DS0642: AuthType " DISCLOSURE_AUTH_TYPE " is for the staff pages of a "
                      "<DisclosureSite> only, not for %s", r->uri);
        return HTTP_FORBIDDEN;
    }
    if (find(request) != APR_SUCCESS)
        return HTTP_SERVICE_UNAVAILABLE;
    if (!request->session)
        return HTTP_UNAUTHORIZED;
    r->user = apr_pstrdup(r->pool, request->session->account);
    r->ap_auth_type = apr_pstrdup(r->pool, DISCLOSURE_AUTH_TYPE);
    return OK;
}

void disclosure_register_session(apr_pool_t *pool)
{
    ap_hook_check_access_ex(let_strangers_sign_in, NULL, NULL, APR_HOOK_REALLY_LAST,
                            AP_AUTH_INTERNAL_PER_CONF);
    ap_hook_check_authn(check_session, NULL, NULL, APR_HOOK_MIDDLE, AP_AUTH_INTERNAL_PER_CONF);
}
