#include "httpd/session.h"

#define NAME "ds-session"
#define SECURE_NAME "__Secure-" NAME

/* Over TLS, as far as the browser is concerned: here, or at the proxy in front
 * that DisclosureBaseURL tells of. */
static int is_secure(const request_rec *r, const disclosure_site *site)
{
    return !strcmp(ap_http_scheme(r), "https")
           || (site->config.base_url && !strncmp(site->config.base_url, "https:", 6));
}

static const char *name_of(const request_rec *r, const disclosure_site *site)
{
    return is_secure(r, site) ? SECURE_NAME : NAME;
}

static int is_key(const char *text, apr_size_t len)
{
    return len == DS_SESSION_KEY_LENGTH && strspn(text, "0123456789abcdef") >= len;
}

const char *disclosure_session_key(const request_rec *r, const disclosure_site *site)
{
    const char *header = apr_table_get(r->headers_in, "Cookie");
    const char *name = name_of(r, site);
    apr_size_t name_len = strlen(name);

    while (header && *header) {
        apr_size_t len;

        header += strspn(header, "; \t");
        len = strcspn(header, ";");
        if (len > name_len && !strncmp(header, name, name_len) && header[name_len] == '='
            && is_key(header + name_len + 1, len - name_len - 1))
            return apr_pstrndup(r->pool, header + name_len + 1, DS_SESSION_KEY_LENGTH);
        header += len;
    }
    return NULL;
}

void disclosure_session_send(request_rec *r, const disclosure_site *site, const char *key)
{
    apr_table_addn(r->headers_out, "Set-Cookie",
                   apr_pstrcat(r->pool, name_of(r, site), "=", key ? key : "", "; Path=",
                               site->base, "/staff; HttpOnly; SameSite=Lax",
                               is_secure(r, site) ? "; Secure" : "",
                               key ? "" : "; Max-Age=0", NULL));
}

apr_status_t disclosure_session_find(ds_session **session, ds_store *store, request_rec *r,
                                     const disclosure_site *site)
{
    const char *key = disclosure_session_key(r, site);
    apr_status_t status = key ? ds_session_find(store, session, key,
                                                apr_time_sec(apr_time_now()), r->pool)
                              : DS_ENOTFOUND;

    if (status != APR_SUCCESS)
        *session = NULL;
    return status == DS_ENOTFOUND ? APR_SUCCESS : status;
}

int disclosure_session_is_asked_for(request_rec *r)
{
    const char *type = ap_auth_type(r);

    return type && !strcasecmp(type, DISCLOSURE_AUTH_TYPE);
}
