/* Names under which downloads are saved. */
#ifndef DISCLOSURE_ATTACHMENT_H
#define DISCLOSURE_ATTACHMENT_H

#include <apr_pools.h>

/* The value of Content-Disposition: attachment; filename="plain" for old
 * clients and filename*=UTF-8''name (RFC 8187) for the others. `plain` is of
 * letters, digits, hyphens and points, or NULL to leave it out; `name` is any
 * UTF-8. In pool. */
const char *disclosure_attachment(const char *plain, const char *name, apr_pool_t *pool);

#endif
