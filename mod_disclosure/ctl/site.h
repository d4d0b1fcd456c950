/* 巡网: a site walked page by page, each published report compared in all its forms,
 * each link tried. */
#ifndef DS_CTL_SITE_H
#define DS_CTL_SITE_H

#include <apr_hash.h>

#include "ctl/ctl.h"
#include "ctl/fetch.h"

/* What does not agree. */
typedef struct ctl_problem {
    const char *url;
    const char *from;      /* the page that refers to it; NULL: none */
    const char *message;   /* a sentence without its full stop */
} ctl_problem;

/* One address to go to. */
typedef struct ctl_place {
    const char *url;
    const char *from;
} ctl_place;

/* The walk. */
typedef struct ctl_walk {
    ctl *c;
    ctl_fetcher *fetcher;
    const char *base;              /* "https://www.example.gov.cn/disclosure", no slash behind */
    apr_array_header_t *queue;     /* of ctl_place; */
    int next;                      /* the next of them */
    int max_places;
    apr_hash_t *seen;              /* addresses that are or were in the queue */
    apr_array_header_t *problems;  /* of ctl_problem */
    int n_pages, n_reports;        /* what was looked at */
    int is_cut;                    /* a bound ended the walk */
    apr_pool_t *pool;
} ctl_walk;

/* Which version of which report an address below the base is of. */
typedef struct ctl_report_place {
    const char *organ;
    int year;
    const char *path;      /* of it: "/jixia/2020", "/jixia/2020/v1" */
} ctl_report_place;

/* Whether `rest`, a path below the base, is of a report or one of its forms. */
int ctl_report_of(ctl_report_place *place, const char *rest, apr_pool_t *pool);

/* Fetches and compares all forms of a report; once more when something does not
 * agree, as it may have been corrected meanwhile. Its pages' links are queued. */
void ctl_walk_report(ctl_walk *walk, const ctl_report_place *place, const char *from,
                     apr_pool_t *scratch_pool);

/* Puts what a page at `url` refers to into the queue, where it is the site's and
 * new; `bytes` are its HTML. */
void ctl_walk_links(ctl_walk *walk, const char *url, const char *bytes, apr_size_t len,
                    apr_pool_t *scratch_pool);
void ctl_walk_add(ctl_walk *walk, const char *url, const char *from);

/* Notes a problem; all is copied. */
void ctl_walk_problem(ctl_walk *walk, const char *url, const char *from, const char *message);

/* What is wrong with an answer that should be there, in pool; NULL: nothing. */
const char *ctl_answer_fault(const ctl_answer *answer, apr_pool_t *pool);

/* `disclosurectl verify --site URL`. */
int ctl_verify_site(ctl *c, const ctl_arguments *arguments, const char *url);

#endif
