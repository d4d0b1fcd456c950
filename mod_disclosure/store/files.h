/* Pictures and attachments: what is known of them, and where their bytes lie.
 *
 * A file is named by the digest of its bytes, so that it is kept once however
 * often it is uploaded and never changes. The database knows type and size,
 * which organ has it and which publication uses it; the bytes lie in a
 * directory outside the document tree, as ab/cdef…, and are only ever added to.
 * Bytes are kept first and the rows written after, so that every row has its
 * bytes; bytes without a row are of no effect.
 */
#ifndef DS_STORE_FILES_H
#define DS_STORE_FILES_H

#include <apr_file_io.h>

#include "store/store.h"

/* Length of a file's digest: lower-case hexadecimal digits. */
#define DS_FILE_DIGEST_LENGTH 64

typedef struct ds_file {
    const char *digest;
    const char *digest_algorithm;
    const char *media_type;
    apr_int64_t size;           /* bytes */
    int width, height;          /* pixels of a picture, else 0 */
} ds_file;

int ds_file_digest_is_valid(const char *digest);

/* ---- Rows ---- */

/* Whether the actor may upload files for the organ: who may edit its reports, and
 * who reviews and publishes them (the signed sheet comes back as a scan).
 * APR_SUCCESS, or DS_EFORBIDDEN, DS_ENOTFOUND with a W finding. */
apr_status_t ds_store_file_permit(ds_store *store, const ds_actor *actor, const char *organ,
                                  ds_findings *findings, apr_pool_t *scratch_pool);

/* Notes that the organ has the file (recorded as "put-file"). *is_new is 0 where
 * it had it already; nothing is written then. `original_name` may be NULL.
 * Results as ds_store_file_permit(). */
apr_status_t ds_store_put_file(ds_store *store, const ds_actor *actor, const char *organ,
                               const ds_file *file, const char *original_name, apr_int64_t now,
                               int *is_new, ds_findings *findings);

/* A file that a public version uses now. DS_ENOTFOUND when none ever did,
 * DS_EGONE when all that did are withdrawn or taken down. */
apr_status_t ds_store_file_public(ds_store *store, ds_file **out, const char *digest,
                                  apr_pool_t *result_pool);

/* A file of an organ whose reports the actor may read; DS_ENOTFOUND also for
 * one he may not know of. */
apr_status_t ds_store_file_seen(ds_store *store, ds_file **out, const ds_actor *actor,
                                const char *digest, apr_pool_t *result_pool);

/* What is known of a file, whoever asks: for who has been let see a report that
 * names it. DS_ENOTFOUND. */
apr_status_t ds_store_file(ds_store *store, ds_file **out, const char *digest,
                           apr_pool_t *result_pool);

/* ---- Bytes ---- */

/* A file that is coming in. It goes with its pool unless it is kept. */
typedef struct ds_incoming ds_incoming;

/* Begins a file in the directory. An error is logged. */
apr_status_t ds_incoming_begin(ds_incoming **out, const char *directory, apr_pool_t *pool);

apr_status_t ds_incoming_write(ds_incoming *incoming, const char *bytes, apr_size_t len);

/* All that was written, mapped for as long as the pool lives. */
apr_status_t ds_incoming_bytes(ds_incoming *incoming, const char **bytes, apr_size_t *len);

/* Puts it, on disk for good, where files of that digest lie. */
apr_status_t ds_incoming_keep(ds_incoming *incoming, const char *digest);

/* Drops what is not to be kept, before its pool goes. */
void ds_incoming_drop(ds_incoming *incoming);

/* Opens the bytes of a file; they must be of the size the row says, else
 * DS_EUNAVAILABLE, logged. */
apr_status_t ds_file_open(apr_file_t **out, const char *directory, const ds_file *file,
                          apr_pool_t *pool);

#endif
