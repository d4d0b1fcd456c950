/* Fetching pages of one site over HTTP, one after the other on one connection. */
#ifndef DS_CTL_FETCH_H
#define DS_CTL_FETCH_H

#include <apr_pools.h>
#include <apr_time.h>

typedef struct ctl_fetcher ctl_fetcher;

typedef struct ctl_fetch_limits {
    apr_size_t max_bytes;      /* of one answer, unpacked */
    apr_interval_time_t delay; /* between two requests */
    apr_time_t until;          /* when to stop */
} ctl_fetch_limits;

typedef struct ctl_answer {
    int status;            /* 0: there was no answer: */
    const char *error;     /* why, in Chinese; NULL when there was one */
    const char *url;       /* where it came from in the end */
    const char *type;      /* Content-Type, "" without */
    const char *digest;    /* Disclosure-Digest, or NULL */
    const char *bytes;     /* NUL-terminated */
    apr_size_t len;
} ctl_answer;

/* For the site that `url` is of, in pool; what it holds is freed with the pool.
 * NULL after saying why not. */
ctl_fetcher *ctl_fetcher_create(const char *url, const ctl_fetch_limits *limits,
                                apr_pool_t *pool);

/* Whether the time is over. */
int ctl_fetcher_is_over(const ctl_fetcher *fetcher);

/* GET, or with is_head HEAD. Redirections are followed five times, and only within
 * the site's host. The answer is in pool. */
ctl_answer ctl_fetch(ctl_fetcher *fetcher, const char *url, int is_head, apr_pool_t *pool);

/* The address that `reference` is on the page at `url` (NULL: by itself),
 * normalised and without fragment, in pool; NULL when it is none of the site's host,
 * or not HTTP. */
const char *ctl_fetcher_join(const ctl_fetcher *fetcher, const char *url, const char *reference,
                             apr_pool_t *pool);

#endif
