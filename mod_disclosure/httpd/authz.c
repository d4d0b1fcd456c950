/* `Require disclosure-role editor reviewer`: one of these roles, on any organ
 * or, where the address names an organ, on one that reaches it. */
#include <mod_auth.h>

#include "httpd/identity.h"
#include "httpd/problem.h"
#include "httpd/request.h"
#include "httpd/startup.h"

#define PROVIDER_NAME "disclosure-role"

#define ROLE_BIT(role) (1u << (role))

static const char *role_names(apr_pool_t *pool)
{
    const char *names = "";

    for (int role = DS_ROLE_EDITOR; role <= DS_ROLE_ADMIN; role++)
        names = apr_pstrcat(pool, names, *names ? ", " : "", ds_role_name((ds_role)role), NULL);
    return names;
}

/* The line as a set of roles. */
static const char *parse_line(cmd_parms *cmd, const char *line, const void **parsed)
{
    unsigned *roles = apr_pcalloc(cmd->pool, sizeof *roles);
    const char *name;

    while (*(name = ap_getword_conf(cmd->pool, &line))) {
        int role = ds_role_find(name);

        if (role < 0)
            return apr_psprintf(cmd->pool, "Require " PROVIDER_NAME ": '%s' is no role; roles: %s",
                                name, role_names(cmd->pool));
        *roles |= ROLE_BIT(role);
    }
    if (!*roles)
        return apr_psprintf(cmd->pool, "Require " PROVIDER_NAME " needs one or more roles of: %s",
                            role_names(cmd->pool));
    *parsed = roles;
    return NULL;
}

static int has_role_anywhere(const ds_actor *actor, unsigned roles)
{
    for (int i = 0; i < actor->grants->nelts; i++)
        if (roles & ROLE_BIT(APR_ARRAY_IDX(actor->grants, i, ds_grant).role))
            return 1;
    return 0;
}

static int has_role_on(const ds_actor *actor, unsigned roles, const apr_array_header_t *path)
{
    for (int role = DS_ROLE_EDITOR; role <= DS_ROLE_ADMIN; role++)
        if ((roles & ROLE_BIT(role)) && ds_actor_has_role(actor, (ds_role)role, path))
            return 1;
    return 0;
}

/* An organ that is not there is told by the handler, to those who have a role
 * at all. */
static apr_status_t decide(ds_store *store, request_rec *r, unsigned roles, int *granted)
{
    const disclosure_request *request = disclosure_request_of(r);
    const char *organ = request ? request->organ : NULL;
    apr_array_header_t *path;
    const ds_actor *actor;
    apr_status_t status = disclosure_actor(&actor, store, r);

    if (status != APR_SUCCESS)
        return status;
    status = organ ? ds_store_organ_path(store, &path, organ, r->pool) : DS_ENOTFOUND;
    if (status == APR_SUCCESS)
        *granted = has_role_on(actor, roles, path);
    else if (status == DS_ENOTFOUND)
        *granted = has_role_anywhere(actor, roles);
    return status == DS_ENOTFOUND ? APR_SUCCESS : status;
}

static authz_status check(request_rec *r, const char *line, const void *parsed)
{
    const disclosure_mount *mount = disclosure_mount_of(r);
    disclosure_lease *lease;
    int granted = 0;
    apr_status_t status;

    if (!r->user)
        return AUTHZ_DENIED_NO_USER;
    if (!mount) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r,
                      "DS0641: this server has no <DisclosureSite> whose roles could be asked");
        return AUTHZ_GENERAL_ERROR;
    }
    status = disclosure_lease_take(&lease, mount->database, r->server, mount->site, r->pool);
    if (status == APR_SUCCESS) {
        status = decide(lease->store, r, *(const unsigned *)parsed, &granted);
        disclosure_lease_give(lease);
    }
    if (status != APR_SUCCESS) {
        disclosure_problem_announce(r);
        return AUTHZ_GENERAL_ERROR;
    }
    return granted ? AUTHZ_GRANTED : AUTHZ_DENIED;
}

static const authz_provider provider = { .check_authorization = check,
                                         .parse_require_line = parse_line };

void disclosure_register_authz(apr_pool_t *pool)
{
    ap_register_auth_provider(pool, AUTHZ_PROVIDER_GROUP, PROVIDER_NAME, AUTHZ_PROVIDER_VERSION,
                              &provider, AP_AUTH_INTERNAL_PER_CONF);
}
