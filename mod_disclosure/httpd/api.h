/* Handlers of the interface for systems, and what they share. */
#ifndef DISCLOSURE_API_H
#define DISCLOSURE_API_H

#include <jansson.h>

#include "httpd/route.h"
#include "store/store.h"

disclosure_handle_fn disclosure_api_check;   /* POST B/api/check */
disclosure_handle_fn disclosure_api_list;    /* GET B/api/reports */
disclosure_handle_fn disclosure_api_report;  /* GET and PUT B/api/reports/{organ}/{year} */
disclosure_handle_fn disclosure_api_act;     /* POST B/api/reports/{organ}/{year}/{action} */
disclosure_handle_fn disclosure_api_files;   /* POST B/api/files */
disclosure_handle_fn disclosure_api_file;    /* GET B/api/files/{digest} */

/* A report as it came in. */
typedef struct disclosure_input {
    ds_report *report;
    ds_findings *findings;
} disclosure_input;

/* Reads the body as a report, by its Content-Type. OK, or (the problem has been
 * sent) what the handler is to return. organ may be NULL, year 0. */
int disclosure_api_read(disclosure_request *request, disclosure_input *input, const char *organ,
                        int year);

/* *tag is the one tag of If-Match, NULL without the header. OK, or (the problem
 * has been sent) what the handler is to return. */
int disclosure_api_tag(disclosure_request *request, const char **tag);

/* Sends JSON (takes the reference); etag NULL: none. */
int disclosure_api_send(disclosure_request *request, int status, const char *tag, json_t *body);

/* {organ, organ_name, year, state, step, revision, published, digest}: a new
 * reference. The digest is the working revision's where that is given and is
 * the one listed, else the listing's. */
json_t *disclosure_api_state(const ds_listing *listing, const ds_revision *revision);

/* After a change: answers with the state and findings, or with the problem when
 * status says so. `revision` is the working one, or NULL. */
int disclosure_api_outcome(disclosure_request *request, apr_status_t status,
                           const ds_outcome *outcome, const ds_revision *revision);

#endif
