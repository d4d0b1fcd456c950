/* How far reports are: where each stands now, and what became of those of a year,
 * for the 通报. */
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

/* The little of a listing that says whose turn it is; members as there. */
typedef struct ds_standing {
    const char *organ;
    int year;
    const char *organ_name;
    ds_state state;
    int step;
    const char *tag;
    const char *author;
    int published;
    const char *published_on;
    int errors, warnings;
} ds_standing;

/* Of every report of one year, or (0) of all, of the organs `below` (keys) and of
 * all below them (array of ds_standing *), in no order; one that is below two of
 * them may come twice. Cheaper than ds_store_list() where all are wanted. */
apr_status_t ds_store_standing(ds_store *store, apr_array_header_t **out,
                               const apr_array_header_t *below, int year,
                               apr_pool_t *result_pool);

#endif
