#include "httpd/body.h"

#include <stdlib.h>

#include <apr_buckets.h>
#include <util_filter.h>

#define READ_SIZE 65536

/* Bytes read so far, on the heap while they grow. */
typedef struct {
    char *bytes;
    apr_size_t len, size, max;
} growing;

static apr_status_t free_bytes(void *baton)
{
    free(((growing *)baton)->bytes);
    return APR_SUCCESS;
}

static apr_status_t append(growing *body, const char *data, apr_size_t len)
{
    if (len > body->max - body->len)
        return DS_ETOOLARGE;
    if (body->len + len + 1 > body->size) {
        apr_size_t size = (body->len + len + 1) * 2;
        char *bytes = realloc(body->bytes, size);

        if (!bytes)
            return APR_ENOMEM;
        body->bytes = bytes;
        body->size = size;
    }
    memcpy(body->bytes + body->len, data, len);
    body->len += len;
    body->bytes[body->len] = '\0';
    return APR_SUCCESS;
}

/* Takes over what one read gave; *is_end at the end of the body. */
static apr_status_t take(growing *body, apr_bucket_brigade *brigade, int *is_end)
{
    apr_status_t status = APR_SUCCESS;

    for (apr_bucket *b = APR_BRIGADE_FIRST(brigade);
         status == APR_SUCCESS && b != APR_BRIGADE_SENTINEL(brigade); b = APR_BUCKET_NEXT(b)) {
        const char *data;
        apr_size_t len;

        if (APR_BUCKET_IS_EOS(b)) {
            *is_end = 1;
            break;
        }
        if (APR_BUCKET_IS_METADATA(b))
            continue;
        status = apr_bucket_read(b, &data, &len, APR_BLOCK_READ);
        if (status == APR_SUCCESS)
            status = append(body, data, len);
    }
    return status;
}

static apr_status_t read_all(request_rec *r, growing *body)
{
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, r->connection->bucket_alloc);
    apr_status_t status = append(body, "", 0);
    int is_end = 0;

    while (status == APR_SUCCESS && !is_end) {
        status = ap_get_brigade(r->input_filters, brigade, AP_MODE_READBYTES, APR_BLOCK_READ,
                                READ_SIZE);
        if (status == APR_SUCCESS)
            status = take(body, brigade, &is_end);
        apr_brigade_cleanup(brigade);
    }
    apr_brigade_destroy(brigade);
    return status;
}

/* Whether the request says beforehand that it is too long. */
static int is_announced_too_long(const request_rec *r, apr_size_t max)
{
    const char *header = apr_table_get(r->headers_in, "Content-Length");
    apr_off_t length;

    return header && (!ap_parse_strict_length(&length, header) || length > (apr_off_t)max);
}

int disclosure_body_read(request_rec *r, apr_size_t max, const char **bytes, apr_size_t *len)
{
    const char *coding = apr_table_get(r->headers_in, "Content-Encoding");
    growing *body;
    apr_status_t status;

    if (coding && strcasecmp(coding, "identity"))
        return HTTP_UNSUPPORTED_MEDIA_TYPE;
    if (is_announced_too_long(r, max))
        return HTTP_REQUEST_ENTITY_TOO_LARGE;
    body = apr_pcalloc(r->pool, sizeof *body);
    body->max = max;
    apr_pool_cleanup_register(r->pool, body, free_bytes, apr_pool_cleanup_null);
    status = read_all(r, body);
    if (status == APR_SUCCESS) {
        *bytes = body->bytes;
        *len = body->len;
        return OK;
    }
    if (status == DS_ETOOLARGE)
        return HTTP_REQUEST_ENTITY_TOO_LARGE;
    ap_log_rerror(APLOG_MARK, APLOG_INFO, status, r, "DS0650: the request body did not arrive");
    return ap_map_http_request_error(status, HTTP_BAD_REQUEST);
}
