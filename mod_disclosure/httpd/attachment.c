#include "httpd/attachment.h"

#include <string.h>

#include <apr_strings.h>

/* Letters, digits and the marks that RFC 8187 lets stand, but % and '. */
static const char as_it_is[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                               "!#$&+-.^_`|~";

static const char *encode(const char *name, apr_pool_t *pool)
{
    static const char digits[] = "0123456789ABCDEF";
    char *encoded = apr_palloc(pool, strlen(name) * 3 + 1), *end = encoded;

    for (const unsigned char *c = (const unsigned char *)name; *c; c++) {
        if (strchr(as_it_is, *c)) {
            *end++ = (char)*c;
        }
        else {
            *end++ = '%';
            *end++ = digits[*c >> 4];
            *end++ = digits[*c & 15];
        }
    }
    *end = '\0';
    return encoded;
}

const char *disclosure_attachment(const char *plain, const char *name, apr_pool_t *pool)
{
    return apr_pstrcat(pool, "attachment; filename=\"", plain, "\"; filename*=UTF-8''",
                       encode(name, pool), NULL);
}
