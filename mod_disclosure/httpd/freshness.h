/* How every process knows that a page it keeps is no longer right.
 *
 * Counters in one anonymous segment that all processes of the server share and
 * that outlives graceful restarts. Each thing a page can depend on has one (two
 * things may share one: that only costs a page built again). A change bumps
 * its counters after it is committed; who builds a page reads them before the
 * database. A page is right while its counters are what they were.
 */
#ifndef DISCLOSURE_FRESHNESS_H
#define DISCLOSURE_FRESHNESS_H

#include <apr_pools.h>
#include <apr_time.h>

struct disclosure_database;

/* What a page can depend on. */
enum {
    DISCLOSURE_ON_ORGAN = 1,    /* the organ's public reports */
    DISCLOSURE_ON_REPORTS = 2,  /* any public report */
    DISCLOSURE_ON_NAMES = 4     /* organs and their names */
};

#define DISCLOSURE_STAMP_MAX 4

/* The counters a page was built from. */
typedef struct disclosure_stamp {
    int n;
    struct {
        unsigned slot;
        apr_uint64_t generation;
    } seen[DISCLOSURE_STAMP_MAX];
    apr_time_t changed;         /* when the latest of them was bumped, 0: not since start */
} disclosure_stamp;

/* Makes the segment, or finds that of the start before. Called in post_config,
 * not in its first pass. */
apr_status_t disclosure_freshness_start(apr_pool_t *process_pool);

/* Reads the counters: `depends` is an or of DISCLOSURE_ON_*; organ is the one
 * meant by DISCLOSURE_ON_ORGAN, else NULL. */
void disclosure_stamp_take(disclosure_stamp *stamp, const struct disclosure_database *database,
                           int depends, const char *organ);

int disclosure_stamp_is_current(const disclosure_stamp *stamp);

/* What the public sees of an organ's reports has changed. */
void disclosure_bump_reports(const struct disclosure_database *database, const char *organ);

/* Organs have changed. */
void disclosure_bump_names(const struct disclosure_database *database);

/* Anything may have changed. */
void disclosure_bump_all(const struct disclosure_database *database);

#endif
