/* The one mapping from what happened to what is answered.
 *
 * For programs application/problem+json {type, title, status, detail,
 * findings}; for people a page. A sub-request (inclusion) gets neither, but
 * the status, so that no error page lands in the middle of the portal's.
 */
#ifndef DISCLOSURE_PROBLEM_H
#define DISCLOSURE_PROBLEM_H

#include "core/finding.h"
#include "httpd/request.h"

/* The HTTP status of an outcome: APR_SUCCESS, one of core/status.h, or any
 * other error (500). */
int disclosure_problem_status(apr_status_t outcome);

/* Answers with the problem. `detail` NULL: the usual sentence of the status;
 * `findings` NULL: none. Returns what a handler returns, and never OK. */
int disclosure_problem(disclosure_request *request, apr_status_t outcome, const char *detail,
                       const ds_findings *findings);

/* The same by HTTP status, for what is no outcome: 404, 405, 413... */
int disclosure_problem_http(disclosure_request *request, int status, const char *detail,
                            const ds_findings *findings);

#endif
