/* How answers leave. */
#ifndef DISCLOSURE_ANSWER_H
#define DISCLOSURE_ANSWER_H

#include "httpd/entry.h"
#include "httpd/route.h"

/* Cache-Control of pages: kept by the browser, asked about each time. Any age
 * would show an old page after a correction. */
#define DISCLOSURE_REVALIDATE "no-cache"

/* Headers of every answer: content security policy and its kin. */
void disclosure_answer_security(request_rec *r, const disclosure_site *site);

/* Lets a script on the page of an allowed origin (DisclosureAllowOrigin) read
 * the answer, which must be public. */
void disclosure_answer_origin(request_rec *r, const disclosure_site *site);

/* Sends bytes of the request's pool with a status. They are not kept and not
 * compressed by anybody. Returns what a handler returns. */
int disclosure_answer_bytes(request_rec *r, const disclosure_site *site, int status,
                            const char *content_type, const char *bytes, apr_size_t len);

/* The same bytes and headers into an empty brigade, for a filter that answers in
 * place of httpd; the status stays. */
void disclosure_answer_instead(request_rec *r, const disclosure_site *site,
                               const char *content_type, const char *bytes, apr_size_t len,
                               apr_bucket_brigade *brigade);

/* Sends an entry, or 304; the caller's hold passes to the request. A
 * sub-request gets identity and 200. */
int disclosure_answer_entry(request_rec *r, const disclosure_site *site, disclosure_entry *entry,
                            const char *cache_control);

/* Out of the cache, or built and kept: for routes with a builder. */
int disclosure_answer_kept(disclosure_request *request);

/* 301 to a path of this server (or DisclosureBaseURL's). */
int disclosure_answer_moved(disclosure_request *request, const char *path);

#endif
