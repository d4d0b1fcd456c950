/* Taking in a picture or attachment, in two steps: what arrives goes to a file
 * of its own and is recognised; it is kept once the caller has seen that it may
 * be (its token, its other fields). What is not kept is gone with the request.
 */
#ifndef DISCLOSURE_UPLOAD_H
#define DISCLOSURE_UPLOAD_H

#include "httpd/request.h"
#include "io/media.h"
#include "store/files.h"

typedef struct disclosure_upload {
    const ds_media *media;
    ds_file file;
    const char *original_name;  /* or NULL */
    const apr_table_t *fields;  /* those of the form beside the file; NULL: a file alone */
    ds_incoming *incoming;
} disclosure_upload;

/* Whether the site takes files, and the request is not announced as too large:
 * OK, or (the problem has been sent) what the handler is to return. */
int disclosure_upload_offered(disclosure_request *request);

/* Reads the body, multipart/form-data with one file in it or the file alone,
 * into `upload`. OK, or as above. */
int disclosure_upload_receive(disclosure_request *request, disclosure_upload *upload);

/* Puts the bytes where files lie and notes that the organ has the file. Results
 * as ds_store_put_file(). */
apr_status_t disclosure_upload_keep(const disclosure_request *request, ds_store *store,
                                    const ds_actor *actor, const char *organ,
                                    disclosure_upload *upload, int *is_new,
                                    ds_findings *findings);

/* Checks DisclosureFiles at start: NULL, or a sentence (in pool). */
const char *disclosure_files_check(const disclosure_site *site, apr_pool_t *pool);

#endif
