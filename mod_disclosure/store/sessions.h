/* Sessions of people who signed in by our own form, and the codes that let
 * somebody who cannot sign in set a new password.
 *
 * Only digests are kept: of the random key in the cookie, of the code on the
 * slip. A session ends when it was not used for settings->session_idle seconds,
 * when it is settings->session_max seconds old, by signing out, by a new
 * password and by deactivation of its account.
 */
#ifndef DS_STORE_SESSIONS_H
#define DS_STORE_SESSIONS_H

#include "store/store.h"

/* Characters of a key: 256 random bits in hexadecimal. */
#define DS_SESSION_KEY_LENGTH 64

/* How long a reset code may be redeemed, in seconds. */
#define DS_RESET_SECONDS (72 * 3600)

typedef struct ds_session {
    const char *id;            /* digest of the key, no secret */
    const char *account;
    apr_int64_t created_at;
    apr_int64_t used_at;
    apr_int64_t last_sign_in;  /* the sign-in before this one, 0: none */
    const char *address;       /* where it was begun, or NULL */
} ds_session;

/* Begins a session of the actor's account, whose password has just been
 * verified; recorded as sign-in. *key is what the cookie carries and is kept
 * nowhere. `replaced` (or NULL) is the id of a session that ends with it.
 * Sessions of anybody that have run out are removed. */
apr_status_t ds_session_begin(ds_store *store, ds_session **out, const char **key,
                              const ds_actor *actor, apr_int64_t last_sign_in,
                              const char *replaced, apr_int64_t now, apr_pool_t *result_pool);

/* The session with that key, noted as used (at most once a minute). DS_ENOTFOUND
 * when there is none, it has run out, or its account is not active; `key` may
 * be any text a stranger sent. */
apr_status_t ds_session_find(ds_store *store, ds_session **out, const char *key, apr_int64_t now,
                             apr_pool_t *result_pool);

/* Ends one session of the actor's account; recorded as sign-out. */
apr_status_t ds_session_end(ds_store *store, const ds_actor *actor, const char *id,
                            apr_int64_t now);

/* Ends all sessions of the actor's account; recorded as sign-out-everywhere. */
apr_status_t ds_session_end_all(ds_store *store, const ds_actor *actor, apr_int64_t now);

/* ---- Passwords by their owners ---- */

/* Changes the actor's own password, who proves to know the present one: a wrong
 * one counts as a failed sign-in and is DS_EINVALID with R.password@old. The new
 * one is judged by the rules and differs from the present one (R.password). All
 * sessions of the account but `kept` (or NULL) end. DS_ESTATE for an account
 * that has no password here. */
apr_status_t ds_store_change_password(ds_store *store, const ds_actor *actor, const char *old,
                                      const char *password, const char *kept, apr_int64_t now,
                                      ds_findings *findings);

/* A one-time code for an account, by an actor who may put it; an older code of
 * the account is void. *code is kept nowhere: letters and digits in groups, in
 * result_pool. */
apr_status_t ds_reset_issue(ds_store *store, const char **code, const ds_actor *actor,
                            const char *account, apr_int64_t now, ds_findings *findings,
                            apr_pool_t *result_pool);

/* Sets a new password by a code, once: unlocks the account and ends its
 * sessions. DS_EFORBIDDEN for a code that is wrong, used or too old as for an
 * account that is not there or not active: counted as a failed sign-in.
 * DS_EINVALID (R.password) leaves the code good. */
apr_status_t ds_reset_redeem(ds_store *store, const char *account, const char *code,
                             const char *password, const char *address, apr_int64_t now,
                             ds_findings *findings);

#endif
