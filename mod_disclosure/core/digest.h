/* Digests and random keys: SM3 by default, SHA-256 by choice. */
#ifndef DS_CORE_DIGEST_H
#define DS_CORE_DIGEST_H

#include <apr_pools.h>

/* The name is stored beside each digest: "sm3", "sha256". */
typedef struct ds_digest_algorithm {
    const char *name;
    const char *evp_name; /* as libcrypto calls it */
    int hex_length;
} ds_digest_algorithm;

/* The algorithm of that name, or NULL. */
const ds_digest_algorithm *ds_digest_find(const char *name);

/* "sm3, sha256": for the message that says which names there are. */
const char *ds_digest_names(void);

/* Lower-case hexadecimal digest of the bytes, in pool. NULL when libcrypto
 * refuses the algorithm (a restricted provider); that is logged. */
const char *ds_digest_hex(apr_pool_t *pool, const ds_digest_algorithm *algorithm,
                          const void *bytes, apr_size_t len);

/* Lower-case hexadecimal HMAC-SHA-256, in pool; NULL on failure, logged. */
const char *ds_digest_hmac(apr_pool_t *pool, const void *key, apr_size_t key_len,
                           const void *bytes, apr_size_t len);

/* `len` random bytes as lower-case hexadecimal, in pool; NULL when the system
 * gives none, logged. */
const char *ds_digest_random(apr_pool_t *pool, apr_size_t len);

#endif
