/* Digests and random keys, by libcrypto. */
#include <limits.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "core/digest.h"
#include "core/log.h"

/* The default first. */
static const ds_digest_algorithm algorithms[] = {
    { "sm3", "SM3", 64 },
    { "sha256", "SHA256", 64 },
};

#define N_ALGORITHMS (sizeof(algorithms) / sizeof(algorithms[0]))

const ds_digest_algorithm *ds_digest_find(const char *name)
{
    apr_size_t i;

    for (i = 0; i < N_ALGORITHMS; i++) {
        if (strcmp(algorithms[i].name, name) == 0) {
            return &algorithms[i];
        }
    }
    return NULL;
}

const char *ds_digest_names(void)
{
    return "sm3, sha256";
}

static const char *hex(apr_pool_t *pool, const unsigned char *bytes, apr_size_t len)
{
    static const char digits[] = "0123456789abcdef";
    char *text = apr_palloc(pool, 2 * len + 1);
    apr_size_t i;

    for (i = 0; i < len; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    text[2 * len] = '\0';
    return text;
}

/* Why libcrypto refused, out of its queue, which is left empty. */
static const char *refusal(char *buffer, apr_size_t size)
{
    ERR_error_string_n(ERR_peek_error(), buffer, size);
    ERR_clear_error();
    return buffer;
}

const char *ds_digest_hex(apr_pool_t *pool, const ds_digest_algorithm *algorithm,
                          const void *bytes, apr_size_t len)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int digest_len;
    const EVP_MD *md = EVP_get_digestbyname(algorithm->evp_name);
    char reason[256];

    if (!md || EVP_Digest(bytes, len, digest, &digest_len, md, NULL) != 1) {
        ds_log(DS_LOG_ERROR, APR_EGENERAL, "DS0111: no digest %s: %s", algorithm->name,
               refusal(reason, sizeof(reason)));
        return NULL;
    }
    return hex(pool, digest, digest_len);
}

const char *ds_digest_hmac(apr_pool_t *pool, const void *key, apr_size_t key_len,
                           const void *bytes, apr_size_t len)
{
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned int mac_len;
    char reason[256];

    if (key_len > INT_MAX
        || !HMAC(EVP_sha256(), key, (int)key_len, bytes, len, mac, &mac_len)) {
        ds_log(DS_LOG_ERROR, APR_EGENERAL, "DS0112: no HMAC-SHA-256: %s",
               refusal(reason, sizeof(reason)));
        return NULL;
    }
    return hex(pool, mac, mac_len);
}

const char *ds_digest_random(apr_pool_t *pool, apr_size_t len)
{
    unsigned char *bytes = apr_palloc(pool, len);
    char reason[256];

    if (len > INT_MAX || RAND_bytes(bytes, (int)len) != 1) {
        ds_log(DS_LOG_ERROR, APR_EGENERAL, "DS0113: no random bytes: %s",
               refusal(reason, sizeof(reason)));
        return NULL;
    }
    return hex(pool, bytes, len);
}
