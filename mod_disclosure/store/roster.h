/* The 应报名单: which organs owe a report of a year, under which name and format,
 * to whom, by when.
 *
 * Opening a year freezes the list for all organs the actor keeps; afterwards
 * each line is changed by itself, with a reason.
 */
#ifndef DS_STORE_ROSTER_H
#define DS_STORE_ROSTER_H

#include "store/store.h"

/* A line of the list. */
typedef struct ds_duty {
    const char *organ;
    int year;
    const char *organ_name;     /* as it was called that day */
    const char *format;         /* id */
    const char *superior;       /* key of the organ reported to, NULL: none */
    const char *due;            /* civil date */
    int is_owed;                /* 0: struck off, or free of reporting */
    const char *reason;         /* of the last change, NULL: as opened */
    const char *account;        /* who opened or changed it */
    apr_int64_t changed_at;
} ds_duty;

/* Whether the actor keeps the organ's lines: its administrator, or a reviewer of
 * an organ above it; of an organ without superior, its own reviewer, too.
 * `path` as of ds_case. */
int ds_roster_keeps(const ds_actor *actor, const apr_array_header_t *path);

/* Lines (array of ds_duty *) of these years, newest year first, then by organ in
 * tree order; of all organs, whoever asks. */
apr_status_t ds_store_roster(ds_store *store, apr_array_header_t **out, int first_year,
                             int last_year, apr_pool_t *result_pool);

/* Organs (array of const char *) the year was opened for, each with all below. */
apr_status_t ds_store_openings(ds_store *store, apr_array_header_t **out, int year,
                               apr_pool_t *result_pool);

/* When reports are due; NULL: the regulation's day (core/deadline.h). */
typedef struct ds_due_dates {
    const char *organs;         /* civil date */
    const char *regions;        /* of whole governments */
} ds_due_dates;

/* Opens the year for the organs the actor keeps (recorded as "open-year");
 * *count is how many lines were added. DS_EFORBIDDEN (W.role) when there are
 * none, DS_ESTATE (W.year) when it is open for all of them or the year is not
 * over yet nor the current one, DS_EINVALID (R.date@due, @due_region). */
apr_status_t ds_store_open_year(ds_store *store, int *count, const ds_actor *actor, int year,
                                const ds_due_dates *due, apr_int64_t now, ds_findings *findings);

/* Changes one line, or adds it (recorded as "put-duty"). DS_EINVALID without a
 * reason (W.comment@reason) or with a wrong date (R.date@due; NULL: as it was),
 * DS_EFORBIDDEN (W.role), DS_ENOTFOUND, DS_ESTATE (W.year) where the year has
 * not been opened for the organ. */
apr_status_t ds_store_put_duty(ds_store *store, const ds_actor *actor, const char *organ, int year,
                               int is_owed, const char *due, const char *reason, apr_int64_t now,
                               ds_findings *findings);

#endif
