/* Published outputs: which reports are in one, and whether each is what it states. */
#ifndef DS_CTL_PUBLISHED_H
#define DS_CTL_PUBLISHED_H

#include "core/report.h"
#include "ctl/ctl.h"
#include "io/io.h"

/* Most bytes of one output, which may hold a whole year. */
#define CTL_MAX_OUTPUT ((apr_size_t)512 * 1024 * 1024)

/* What the digest of a report came to. */
typedef enum {
    CTL_AGREES,
    CTL_DIFFERS,
    CTL_UNSTATED     /* there is none to compare with */
} ctl_agreement;

/* One report of an output, read again. */
typedef struct ctl_published {
    const char *name;       /* of the output; of many in one file with its number */
    const ds_codec *codec;
    apr_status_t status;    /* the reader's */
    ds_report *report;      /* NULL when it cannot be read: findings say why */
    ds_findings *findings;  /* the reader's */
    ds_imprint stated;      /* what the output states; no digest: nothing */
    const char *algorithm;  /* of the digest computed: that stated, else the tool's */
    const char *digest;     /* computed; NULL without report */
    ctl_agreement agreement;
    int is_plain;           /* just as it is published: nothing is written in another way */
} ctl_published;

typedef void ctl_published_fn(void *baton, const ctl_published *one, apr_pool_t *pool);

/* Calls `each` for every report of an output: a file of one report in any form
 * that can be read, or of many. `name` says by its ending what it is ("-": its
 * first bytes do), or NULL where `codec` does. `wanted` is compared with beside
 * what is stated; or NULL. Returns CTL_OK when it could be taken apart, else
 * CTL_FAILED after calling `each` once without a report. */
int ctl_each_published(ctl *c, const char *name, const ds_codec *codec, const char *bytes,
                       apr_size_t len, const ds_imprint *wanted, ctl_published_fn *each,
                       void *baton, apr_pool_t *scratch_pool);

#endif
