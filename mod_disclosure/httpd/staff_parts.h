/* What the files of the staff portal's frame share. */
#ifndef DISCLOSURE_STAFF_PARTS_H
#define DISCLOSURE_STAFF_PARTS_H

#include "httpd/staff.h"

/* A staff request with nothing known of it yet. */
disclosure_staff *disclosure_staff_begin(disclosure_request *request);

/* Reads body or query into staff->fields; a body of at most `max` bytes. OK, or
 * (the answer has been sent) what the handler is to return. A multipart body is
 * left to a route with DISCLOSURE_FILES. */
int disclosure_staff_read(disclosure_staff *staff, apr_size_t max);

/* Takes a lease and finds out who it is: staff->actor stays NULL without an
 * identity. Sets what pages show of the actor. */
apr_status_t disclosure_staff_identify(disclosure_staff *staff);

/* Makes the session's account who acts in the rest of the request. */
apr_status_t disclosure_staff_become(disclosure_staff *staff, const ds_session *session);

/* ---- Tokens ---- */

/* A token for the actor and session, good today and tomorrow; NULL when none can
 * be made, which is logged. */
const char *disclosure_staff_token(const disclosure_staff *staff);

/* Whether the token is one of today's or yesterday's. NULL is none. */
int disclosure_staff_token_is_good(const disclosure_staff *staff, const char *token);

/* An HMAC of the text for the actor's account and this purpose (a word of our
 * own), in hexadecimal; NULL when none can be made, which is logged. */
const char *disclosure_staff_sign(const disclosure_staff *staff, const char *purpose,
                                  const char *text);

/* Whether the signature is that of the text. Neither is NULL. */
int disclosure_staff_is_signed(const disclosure_staff *staff, const char *purpose,
                               const char *text, const char *signature);

/* ---- In between ---- */

/* Bytes of a form that may go through another page, such as sign-in, as hidden
 * fields: far more than a report has. */
#define DISCLOSURE_MAX_CARRIED (1024 * 1024)

/* The sign-in page instead of the page asked for, with what was posted. */
int disclosure_staff_ask_sign_in(disclosure_staff *staff);

/* Whether the text is the path (and query) of a staff page of this site that may
 * be gone to after signing in. */
int disclosure_staff_is_next(const disclosure_staff *staff, const char *path);

/* The page 请确认提交: the fields, to be posted to the path. */
int disclosure_staff_confirm(disclosure_staff *staff, int status, const char *path);

#endif
