/* Comments on a report that is on its way: what reviewers and writers say to
 * each other about one place of it, or about the whole.
 *
 * A place is named as the entry form names its field: a cell's address, "title",
 * "signature", "section/overview" or "notes/disputes"; "section/overview/3" is
 * the third block of a section. A comment stays with its place when the report
 * is saved again, and keeps what stood there when it was written. It is open
 * until somebody marks it as dealt with, and never deleted.
 */
#ifndef DS_STORE_COMMENTS_H
#define DS_STORE_COMMENTS_H

#include "store/store.h"

/* Most characters of one comment, and most comments on one report. */
#define DS_COMMENT_MAX 1000
#define DS_COMMENTS_MAX 500

typedef struct ds_comment {
    apr_int64_t number;         /* within the report, from 1 */
    int revision;               /* the revision it was written about */
    const char *place;          /* NULL: the whole report */
    const char *passage;        /* what stood there; or NULL */
    const char *account;        /* who wrote it */
    const char *name;           /* as shown, or NULL */
    apr_int64_t at;
    const char *text;
    const char *resolved_by;    /* account, NULL: open */
    const char *resolver_name;  /* as shown, or NULL */
    apr_int64_t resolved_at;    /* 0: open */
} ds_comment;

/* Comments on a report (array of ds_comment *), first to last; only the open
 * ones, or all. None where there is no report. */
apr_status_t ds_store_comments(ds_store *store, apr_array_header_t **out, const char *organ,
                               int year, int only_open, apr_pool_t *result_pool);

/* Writes a comment about the working revision (recorded as "comment"); `place`
 * may be NULL. For editors, reviewers and publishers of the organ, while the
 * report is neither published nor withdrawn. DS_EINVALID (W.comment, W.place),
 * DS_ENOTFOUND, DS_EFORBIDDEN, DS_ESTATE with a finding. */
apr_status_t ds_store_add_comment(ds_store *store, const ds_actor *actor, const char *organ,
                                  int year, const char *place, const char *text, apr_int64_t now,
                                  ds_findings *findings);

/* Marks a comment as dealt with (recorded as "resolve"), by the same people.
 * One that is dealt with already stays as it is: APR_SUCCESS. DS_ENOTFOUND when
 * there is no such comment. */
apr_status_t ds_store_resolve_comment(ds_store *store, const ds_actor *actor, const char *organ,
                                      int year, apr_int64_t number, apr_int64_t now,
                                      ds_findings *findings);

#endif
