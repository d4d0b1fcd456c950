/* 催报: who was reminded of a report, by notice in the portal or by telephone. */
#ifndef DS_STORE_REMINDERS_H
#define DS_STORE_REMINDERS_H

#include "store/store.h"

typedef struct ds_reminder {
    const char *organ;
    int year;
    int is_call;                /* a telephone call that is noted; 0: a notice */
    const char *account;        /* who reminded */
    const char *name;           /* as shown, or NULL */
    apr_int64_t at;
    const char *text;           /* what was said, or NULL */
} ds_reminder;

/* Those of one year, or (0) of all (array of ds_reminder *), of each report
 * first to last; of all organs, whoever asks. */
apr_status_t ds_store_reminders(ds_store *store, apr_array_header_t **out, int year,
                                apr_pool_t *result_pool);

/* Adds one (recorded as "remind" or "call"), for who keeps the organ's line of
 * the 应报名单. A call needs a text (W.comment@note). Of notices a report gets one a
 * civil day, whoever sends it: DS_ESTATE (W.reminded). DS_EINVALID, DS_ENOTFOUND,
 * DS_EFORBIDDEN (W.role). */
apr_status_t ds_store_remind(ds_store *store, const ds_actor *actor, const char *organ, int year,
                             int is_call, const char *text, apr_int64_t now,
                             ds_findings *findings);

#endif
