/* The cookie that carries a session's key. */
#ifndef DISCLOSURE_SESSION_H
#define DISCLOSURE_SESSION_H

#include "httpd/request.h"
#include "store/sessions.h"

/* AuthType of our own sign-in form. */
#define DISCLOSURE_AUTH_TYPE "disclosure"

/* The key that the browser sent, NULL when it sent none that could be one. */
const char *disclosure_session_key(const request_rec *r, const disclosure_site *site);

/* Has the browser keep a key, or (NULL) drop it. */
void disclosure_session_send(request_rec *r, const disclosure_site *site, const char *key);

/* The session the request belongs to; *session is NULL when there is none. */
apr_status_t disclosure_session_find(ds_session **session, ds_store *store, request_rec *r,
                                     const disclosure_site *site);

/* Whether httpd asks for our sign-in form here. */
int disclosure_session_is_asked_for(request_rec *r);

#endif
