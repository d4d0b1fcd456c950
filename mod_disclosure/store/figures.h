/* The figures of many published reports at once, without their text: for sums
 * over subordinates, comparisons of years, tables of a year. */
#ifndef DS_STORE_FIGURES_H
#define DS_STORE_FIGURES_H

#include "store/store.h"

/* One public report. */
typedef struct ds_figures_row {
    const char *organ;
    const char *organ_name;     /* as in the report */
    ds_organ_kind kind;
    const char *parent;         /* of the organ now, or NULL */
    int year;
    const char *format;
    int version;                /* number n of the public version (vn) */
    const char *title;
    const char *published_on;   /* civil date */
    apr_int64_t published_at;
    const char *digest_algorithm, *digest;
    const char *figures;        /* for ds_figures_read() (core/figures.h) */
} ds_figures_row;

/* Of one organ: every year, newest first (array of const ds_figures_row *). */
apr_status_t ds_store_figures_of_organ(ds_store *store, apr_array_header_t **out,
                                       const char *organ, apr_pool_t *result_pool);

/* Of one year: every organ in tree order. */
apr_status_t ds_store_figures_of_year(ds_store *store, apr_array_header_t **out, int year,
                                      apr_pool_t *result_pool);

/* Of one year: the organs directly below `parent`, in tree order. */
apr_status_t ds_store_figures_below(ds_store *store, apr_array_header_t **out,
                                    const char *parent, int year, apr_pool_t *result_pool);

/* The years for which that is any (array of int), newest first. */
apr_status_t ds_store_figures_years_below(ds_store *store, apr_array_header_t **out,
                                          const char *parent, apr_pool_t *result_pool);

#endif
