/* All that is public, as a whole: which years, and what is new. */
#ifndef DS_STORE_PUBLICATIONS_H
#define DS_STORE_PUBLICATIONS_H

#include "store/store.h"

/* A year that has public reports. */
typedef struct ds_public_year {
    int year;
    int reports;
    apr_int64_t published_at;   /* of the newest of them, an instant */
} ds_public_year;

/* Newest year first (array of ds_public_year). */
apr_status_t ds_store_public_years(ds_store *store, apr_array_header_t **out,
                                   apr_pool_t *result_pool);

/* A publication or correction that is still public. */
typedef struct ds_public_event {
    const char *organ;
    const char *organ_name;
    int year;
    int n;                      /* version vn; above 1 a correction */
    int current;                /* the version that is current */
    const char *title;
    const char *notice;         /* of a correction: what changed and why; or NULL */
    apr_int64_t published_at;
} ds_public_event;

/* The newest `limit` (array of const ds_public_event *), newest first. */
apr_status_t ds_store_recent(ds_store *store, apr_array_header_t **out, int limit,
                             apr_pool_t *result_pool);

#endif
