#include "httpd/identity.h"

apr_status_t disclosure_actor(const ds_actor **actor, ds_store *store, request_rec *r)
{
    ds_actor *who = apr_pcalloc(r->pool, sizeof *who);
    ds_account *account = NULL;
    apr_status_t status = ds_store_account(store, &account, r->user, r->pool);

    if (status != APR_SUCCESS && status != DS_ENOTFOUND)
        return status;
    who->account = apr_pstrdup(r->pool, r->user);
    who->address = r->useragent_ip;
    if (status == APR_SUCCESS && account->is_active) {
        who->name = account->display_name;
        who->grants = account->grants;
    }
    else {
        who->grants = apr_array_make(r->pool, 1, sizeof(ds_grant));
    }
    *actor = who;
    return APR_SUCCESS;
}
