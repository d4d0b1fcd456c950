/* What became of the reports of a year, for the 通报. */
#ifndef DS_STORE_PROGRESS_H
#define DS_STORE_PROGRESS_H

#include "store/store.h"

typedef struct ds_progress {
    const char *organ;
    const char *first_on;       /* civil date of the first publication, or NULL */
    int versions;               /* publications */
    int returns;                /* how often it was returned */
} ds_progress;

/* Of every report of the year (array of ds_progress *), whoever asks. */
apr_status_t ds_store_progress(ds_store *store, apr_array_header_t **out, int year,
                               apr_pool_t *result_pool);

#endif
