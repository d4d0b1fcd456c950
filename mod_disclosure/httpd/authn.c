/* `AuthBasicProvider disclosure`: passwords of the accounts that the store
 * keeps, with its lock-out. */
#include <mod_auth.h>

#include "httpd/database.h"
#include "httpd/problem.h"
#include "httpd/startup.h"

#define PROVIDER_NAME "disclosure"

static authn_status check_password(request_rec *r, const char *user, const char *password)
{
    const disclosure_mount *mount = disclosure_mount_of(r);
    disclosure_lease *lease;
    apr_status_t status;

    if (!mount) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r,
                      "DS0640: this server has no <DisclosureSite> whose accounts could be asked");
        return AUTH_GENERAL_ERROR;
    }
    status = disclosure_lease_take(&lease, mount->database, r->server, mount->site, r->pool);
    if (status == APR_SUCCESS) {
        status = ds_store_sign_in(lease->store, user, password, r->useragent_ip,
                                  apr_time_sec(apr_time_now()), r->pool);
        disclosure_lease_give(lease);
    }
    if (status == APR_SUCCESS)
        return AUTH_GRANTED;
    if (status == DS_EFORBIDDEN)
        return AUTH_DENIED;
    disclosure_problem_announce(r);
    return AUTH_GENERAL_ERROR;
}

static const authn_provider provider = { .check_password = check_password };

void disclosure_register_authn(apr_pool_t *pool)
{
    ap_register_auth_provider(pool, AUTHN_PROVIDER_GROUP, PROVIDER_NAME, AUTHN_PROVIDER_VERSION,
                              &provider, AP_AUTH_INTERNAL_PER_CONF);
}
