/* Reading a request body, with a bound. */
#ifndef DISCLOSURE_BODY_H
#define DISCLOSURE_BODY_H

#include "httpd/disclosure.h"

/* The whole body, in r->pool and NUL-terminated, of at most `max` bytes; what
 * is more is not kept. Returns OK, or the HTTP status that says why not: 413,
 * 415 (a Content-Encoding), 408, 400. */
int disclosure_body_read(request_rec *r, apr_size_t max, const char **bytes, apr_size_t *len);

#endif
