/* What became of one report: its revisions, who did what, what was signed on
 * paper, and who has had it open. For staff: nothing here asks whether a
 * revision is public.
 */
#ifndef DS_STORE_HISTORY_H
#define DS_STORE_HISTORY_H

#include "store/store.h"

/* A revision by its number, of any state. DS_ENOTFOUND. Its listing is NULL. */
apr_status_t ds_store_revision(ds_store *store, ds_revision **out, const char *organ, int year,
                               int number, apr_pool_t *result_pool);

/* One record of the audit, as the history of a report shows it. */
typedef struct ds_deed {
    apr_int64_t number;         /* of the record */
    apr_int64_t at;
    const char *account;
    const char *name;           /* as shown, or NULL */
    const char *action;
    int revision;               /* or 0 */
    const char *detail;         /* or NULL */
} ds_deed;

/* Records of a report (array of ds_deed *), newest first: those before number
 * `before` (0: from the newest on), at most `limit`. */
apr_status_t ds_store_history(ds_store *store, apr_array_header_t **out, const char *organ,
                              int year, apr_int64_t before, int limit, apr_pool_t *result_pool);

/* How it was last returned; *out is NULL when it never was, or was submitted again
 * since. */
apr_status_t ds_store_last_return(ds_store *store, ds_deed **out, const char *organ, int year,
                                  apr_pool_t *result_pool);

/* ---- Signed on paper (线下签批) ---- */

/* That a step was signed on paper. It is recorded with the step itself
 * (ds_step_request), by whoever takes the step. */
typedef struct ds_signature {
    apr_int64_t number;         /* within the report, from 1 */
    int revision;
    const char *step_name;      /* of the chain, as it was called */
    const char *signer;         /* name */
    const char *post;           /* 职务, or NULL */
    const char *signed_on;      /* civil date */
    const char *scan;           /* digest of the scanned sheet (store/files.h), or NULL */
    const char *account;        /* who recorded it */
    const char *name;           /* as shown, or NULL */
    apr_int64_t at;
} ds_signature;

/* All of a report (array of ds_signature *), first to last. */
apr_status_t ds_store_signatures(ds_store *store, apr_array_header_t **out, const char *organ,
                                 int year, apr_pool_t *result_pool);

/* Adds the scanned sheet of a signature (recorded as "scan"), or replaces it;
 * the organ has the file. For editors, reviewers and publishers of the organ.
 * DS_ENOTFOUND, DS_EFORBIDDEN with a finding. */
apr_status_t ds_store_add_scan(ds_store *store, const ds_actor *actor, const char *organ, int year,
                               apr_int64_t number, const char *digest, apr_int64_t now,
                               ds_findings *findings);

/* ---- Opened ---- */

/* Notes that the account has had the working revision of that tag open. Costs a
 * read when it is noted already. Leaves no record. */
apr_status_t ds_store_note_opened(ds_store *store, const char *account, const char *organ,
                                  int year, const char *tag, apr_int64_t now);

/* APR_SUCCESS when the account has had just this tag open; DS_EPRECONDITION when
 * it has not: approval in bulk is for what was opened. */
apr_status_t ds_store_opened(ds_store *store, const char *account, const char *organ, int year,
                             const char *tag);

/* ---- Reason after ---- */

/* The reason of a report taken down at once, given later or put right (recorded
 * as "explain"); the public is told. For whoever may take down. DS_EINVALID
 * (W.comment) without a reason, DS_ESTATE (W.state) for a report that was not
 * taken down, DS_EFORBIDDEN, DS_ENOTFOUND. */
apr_status_t ds_store_explain(ds_store *store, const ds_actor *actor, const char *organ, int year,
                              const char *reason, apr_int64_t now, ds_findings *findings);

#endif
