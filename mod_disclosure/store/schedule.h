/* Publication at a time that was set beforehand. */
#ifndef DS_STORE_SCHEDULE_H
#define DS_STORE_SCHEDULE_H

#include "store/store.h"

typedef struct ds_timed {
    const char *organ;
    int year;
    const char *tag;            /* of the revision meant */
    apr_int64_t at;             /* when it is to be published */
    const char *account;        /* on whose behalf */
    const char *failure;        /* why it came to nothing, a sentence; or NULL */
} ds_timed;

/* All that are waiting, and those that failed whose reports have not been
 * published since (array of ds_timed *), by time; of all organs, whoever asks. */
apr_status_t ds_store_scheduled(ds_store *store, apr_array_header_t **out,
                                apr_pool_t *result_pool);

/* Sets the time for a report the actor may publish now, or sets it anew (recorded
 * as "schedule"). DS_EINVALID (W.time@at) when it is not to come within a year,
 * else as ds_store_act(). */
apr_status_t ds_store_schedule(ds_store *store, const ds_actor *actor, const char *organ, int year,
                               const char *tag, apr_int64_t at, apr_int64_t now,
                               ds_findings *findings);

/* Takes the time back (recorded as "unschedule"), for whoever may publish the
 * organ's reports. APR_SUCCESS also where none is set. */
apr_status_t ds_store_unschedule(ds_store *store, const ds_actor *actor, const char *organ,
                                 int year, apr_int64_t now, ds_findings *findings);

/* Publishes the report whose time has come first, by the rights its account has
 * now. *done is what was dealt with (its failure set where it came to nothing),
 * NULL when nothing is due. DS_EUNAVAILABLE: it is left for another time. */
apr_status_t ds_store_publish_due(ds_store *store, ds_timed **done, apr_int64_t now,
                                  apr_pool_t *result_pool);

#endif
