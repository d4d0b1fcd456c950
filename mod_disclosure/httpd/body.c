#include "httpd/body.h"

#include <stdlib.h>

#include <apr_buckets.h>
#include <util_filter.h>

#define READ_SIZE 65536

/* Bytes read so far, on the heap while they grow. */
typedef struct {
    char *bytes;
    apr_size_t len, size;
} growing;

/* A body on its way to whoever takes it. */
typedef struct {
    disclosure_take_fn *take;
    void *baton;
    apr_int64_t left;      /* of the bound */
} passing;

static apr_status_t free_bytes(void *baton)
{
    free(((growing *)baton)->bytes);
    return APR_SUCCESS;
}

static apr_status_t append(void *baton, const char *data, apr_size_t len)
{
    growing *body = baton;

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
static apr_status_t take(passing *body, apr_bucket_brigade *brigade, int *is_end)
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
        if (status == APR_SUCCESS && (apr_int64_t)len > body->left)
            status = DS_ETOOLARGE;
        if (status == APR_SUCCESS) {
            body->left -= (apr_int64_t)len;
            status = body->take(body->baton, data, len);
        }
    }
    return status;
}

static apr_status_t read_all(request_rec *r, passing *body)
{
    apr_bucket_brigade *brigade = apr_brigade_create(r->pool, r->connection->bucket_alloc);
    apr_status_t status = APR_SUCCESS;
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
static int is_announced_too_long(const request_rec *r, apr_int64_t max)
{
    const char *header = apr_table_get(r->headers_in, "Content-Length");
    apr_off_t length;
    char *end;

    /* That it is a number at all is seen to by httpd. */
    return header && apr_strtoff(&length, header, &end, 10) == APR_SUCCESS
           && length > (apr_off_t)max;
}

int disclosure_body_pass(request_rec *r, apr_int64_t max, disclosure_take_fn *take_piece,
                         void *baton, apr_status_t *refusal)
{
    const char *coding = apr_table_get(r->headers_in, "Content-Encoding");
    passing body = { take_piece, baton, max };
    apr_status_t status;

    *refusal = APR_SUCCESS;
    if (coding && strcasecmp(coding, "identity"))
        return HTTP_UNSUPPORTED_MEDIA_TYPE;
    if (is_announced_too_long(r, max))
        return HTTP_REQUEST_ENTITY_TOO_LARGE;
    status = read_all(r, &body);
    if (status == APR_SUCCESS)
        return OK;
    if (status >= DS_EUNREADABLE && status <= DS_EUNAVAILABLE) {
        *refusal = status;
        return status == DS_ETOOLARGE ? HTTP_REQUEST_ENTITY_TOO_LARGE : HTTP_BAD_REQUEST;
    }
    ap_log_rerror(APLOG_MARK, APLOG_INFO, status, r, "DS0650: the request body did not arrive");
    return ap_map_http_request_error(status, HTTP_BAD_REQUEST);
}

int disclosure_body_read(request_rec *r, apr_size_t max, const char **bytes, apr_size_t *len)
{
    growing *body = apr_pcalloc(r->pool, sizeof *body);
    apr_status_t refusal;
    int rc;

    apr_pool_cleanup_register(r->pool, body, free_bytes, apr_pool_cleanup_null);
    if (append(body, "", 0) != APR_SUCCESS)
        return HTTP_INTERNAL_SERVER_ERROR;
    rc = disclosure_body_pass(r, (apr_int64_t)max, append, body, &refusal);
    if (rc != OK)
        return rc;
    *bytes = body->bytes;
    *len = body->len;
    return OK;
}
