/* The one mapping from what happened to what is answered.
 *
 * For programs application/problem+json {type, title, status, detail,
 * findings}; for people a page; in place of a fragment a sentence, which an
 * inclusion gets as if all were well. Any other sub-request gets the status, so
 * that no error page lands in the middle of the portal's.
 */
#ifndef DISCLOSURE_PROBLEM_H
#define DISCLOSURE_PROBLEM_H

#include "core/finding.h"
#include "httpd/request.h"

/* The HTTP status of an outcome: APR_SUCCESS, one of core/status.h, or any
 * other error (500). */
int disclosure_problem_status(apr_status_t outcome);

/* Answers with the problem. `detail` NULL: the usual sentence of the status;
 * `findings` NULL: none. Returns what a handler returns. */
int disclosure_problem(disclosure_request *request, apr_status_t outcome, const char *detail,
                       const ds_findings *findings);

/* The same by HTTP status, for what is no outcome: 404, 405, 413... */
int disclosure_problem_http(disclosure_request *request, int status, const char *detail,
                            const ds_findings *findings);

/* For a request below B/api, before httpd asks who it is: an ErrorDocument of the
 * server's, made for people, is not to answer its refusals. */
void disclosure_problem_claim(request_rec *r);

/* Puts the problem document of a status into the (empty) brigade, in place of a
 * page of httpd's own, and sets the headers that go with it. */
void disclosure_problem_stand_in(disclosure_request *request, int status,
                                 apr_bucket_brigade *brigade);

/* For providers that httpd asks: the store cannot answer. httpd would say 500;
 * this makes it 503, where the path is ours. */
void disclosure_problem_announce(request_rec *r);

/* Whether the request is the internal redirect that announces brings about;
 * *is_api then says whether the path was below B/api. */
int disclosure_problem_is_announced(const request_rec *r, int *is_api);

/* Whether the answer is to be for a program: below B/api always, elsewhere if
 * it asks. */
int disclosure_problem_wants_json(const disclosure_request *request);

/* What a status is called, and its usual sentence. */
void disclosure_problem_words(int status, const char **title, const char **detail);

#endif
