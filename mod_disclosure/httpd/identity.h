/* Who a request comes from: httpd names the user (Basic, LDAP, a certificate,
 * OpenID Connect), the store knows the account's roles. */
#ifndef DISCLOSURE_IDENTITY_H
#define DISCLOSURE_IDENTITY_H

#include "httpd/disclosure.h"
#include "store/store.h"

/* The actor behind r->user, in r->pool. Somebody httpd knows and we do not, or
 * whose account is not active, is an actor without roles. */
apr_status_t disclosure_actor(const ds_actor **actor, ds_store *store, request_rec *r);

#endif
