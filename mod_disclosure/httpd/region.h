/* The sum over an organ's direct subordinates, out of the store.
 *
 * Who is subordinate is as the tree stands now, whatever the year; an organ that
 * is no more counts with the years it reported. A subordinate government counts
 * by its own report, as what is below it is not looked at. */
#ifndef DISCLOSURE_REGION_H
#define DISCLOSURE_REGION_H

#include "httpd/request.h"
#include "page/region_page.h"

/* What the public reports of the organ's direct subordinates come to.
 * `with_missing` 0: region->missing is empty, which saves reading all organs.
 * DS_ENOTFOUND with *detail (a sentence) when there is no such organ, it has no
 * subordinates, or none of them has a public report of the year. Everything lives
 * in pool. */
apr_status_t disclosure_region_gather(ds_region *region, const disclosure_request *request,
                                      ds_store *store, const char *organ, int year,
                                      int with_missing, const char **detail, apr_pool_t *pool);

/* A line of ds_store_figures_*() as what goes into a sum; format NULL (logged)
 * when it is none of ours. */
struct ds_figures_row;
ds_sum_source disclosure_sum_source(const disclosure_request *request,
                                    const struct ds_figures_row *row);

#endif
