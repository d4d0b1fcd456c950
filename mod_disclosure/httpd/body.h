/* Reading a request body, with a bound. */
#ifndef DISCLOSURE_BODY_H
#define DISCLOSURE_BODY_H

#include "httpd/disclosure.h"

/* The whole body, in r->pool and NUL-terminated, of at most `max` bytes; what
 * is more is not kept. Returns OK, or the HTTP status that says why not: 413,
 * 415 (a Content-Encoding), 408, 400. */
int disclosure_body_read(request_rec *r, apr_size_t max, const char **bytes, apr_size_t *len);

/* Takes a piece of the body. Anything but APR_SUCCESS ends the reading. */
typedef apr_status_t disclosure_take_fn(void *baton, const char *bytes, apr_size_t len);

/* Hands a body of at most `max` bytes on as it arrives, so that it is never in
 * memory whole. Returns as disclosure_body_read(); *refusal is the outcome of
 * core/status.h with which `take` (or the bound) ended it, else APR_SUCCESS. */
int disclosure_body_pass(request_rec *r, apr_int64_t max, disclosure_take_fn *take, void *baton,
                         apr_status_t *refusal);

#endif
