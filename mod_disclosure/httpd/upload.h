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

/* What the file is by its content, which fills in `media` and `file`. APR_SUCCESS,
 * or as ds_media_recognise(); DS_EUNAVAILABLE when it cannot be read. */
apr_status_t disclosure_upload_recognise(const disclosure_request *request,
                                         disclosure_upload *upload, ds_findings *findings);

/* A file that came with a form full of what somebody has typed. */
typedef struct disclosure_form_file {
    const char *field;          /* it was chosen in */
    disclosure_upload upload;
    const char *refusal;        /* why it is not taken, a sentence; NULL: it is fine */
} disclosure_form_file;

/* Reads a multipart form of which nothing may be lost: a file that is too large
 * or of no accepted type is no reason to refuse what was typed beside it. *fields
 * are all there are, *files (array of disclosure_form_file *) those that were
 * chosen; files NULL: they are read past. OK, or (the problem has been sent) what
 * the handler is to return, for a body that cannot be read to its end. */
int disclosure_upload_receive_form(disclosure_request *request, apr_table_t **fields,
                                   apr_array_header_t **files);

/* Puts the bytes where files lie and notes that the organ has the file. Results
 * as ds_store_put_file(). */
apr_status_t disclosure_upload_keep(const disclosure_request *request, ds_store *store,
                                    const ds_actor *actor, const char *organ,
                                    disclosure_upload *upload, int *is_new,
                                    ds_findings *findings);

/* Checks DisclosureFiles at start: NULL, or a sentence (in pool). */
const char *disclosure_files_check(const disclosure_site *site, apr_pool_t *pool);

#endif
