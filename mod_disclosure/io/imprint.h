/* What a published output says of itself beside the report: which version it
 * is, and the digest of the report's canonical form.
 */
#ifndef DS_IO_IMPRINT_H
#define DS_IO_IMPRINT_H

#include "core/digest.h"
#include "core/report.h"

typedef struct ds_imprint {
    int version;           /* the published version; 0: not stated */
    const char *algorithm; /* "sm3"; NULL: no digest is stated */
    const char *digest;    /* lower-case hexadecimal */
    int is_exact;          /* of an output that was read: it is the very form that is published,
                              with nothing in it that had to be guessed */
} ds_imprint;

/* The imprint a report has with this algorithm, without a version; its digest
 * is NULL where libcrypto refuses the algorithm. In pool. */
ds_imprint ds_imprint_of(const ds_report *report, const ds_digest_algorithm *algorithm,
                         apr_pool_t *pool);

/* Sets algorithm and digest from texts as outputs state them ("SM3" is as good
 * as "sm3"), copied into pool. Returns 0, changing nothing, when there is no such
 * algorithm or the digest does not look like one of it. */
int ds_imprint_take(ds_imprint *imprint, const char *algorithm, const char *digest,
                    apr_pool_t *pool);

/* "sm3=66c7f0..." as the header Disclosure-Digest has it; NULL when there is no
 * digest. In pool. */
const char *ds_imprint_header(const ds_imprint *imprint, apr_pool_t *pool);

/* The same read; 0 when it is none. */
int ds_imprint_take_header(ds_imprint *imprint, const char *header, apr_pool_t *pool);

/* Whether the digest stated is the report's. A page and a document show a title
 * and an organ's name on a report that has none of its own, so a report that was
 * read from one is also tried without those; and what was pasted into another page
 * does not show which of several tables a note below them belongs to, so each is
 * tried. *report is then set so. */
int ds_imprint_agrees(const ds_imprint *imprint, ds_report *report, apr_pool_t *scratch_pool);

#endif
