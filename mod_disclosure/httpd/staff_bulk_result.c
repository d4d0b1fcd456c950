#include "httpd/staff_bulk.h"

#include <apr_encode.h>

#include "core/report.h"
#include "page/piece.h"

#define PURPOSE "staff-bulk"

/* One report: hash of the organ's key, year, what was in its way. */
#define HASH_BYTES 6
#define ITEM_BYTES (HASH_BYTES + 2)
#define MAC_LENGTH 64

/* FNV-1a. Two organs of one installation with the same 48 bits are not to be
 * expected; one would show the other's name on this page. */
static apr_uint64_t hash_of(const char *key)
{
    apr_uint64_t hash = APR_UINT64_C(14695981039346656037);

    for (; *key; key++)
        hash = (hash ^ (unsigned char)*key) * APR_UINT64_C(1099511628211);
    return hash & ((APR_UINT64_C(1) << (8 * HASH_BYTES)) - 1);
}

static void put_item(unsigned char *at, const ds_bulk_line *line)
{
    apr_uint64_t hash = hash_of(line->organ);

    for (int i = 0; i < HASH_BYTES; i++)
        at[i] = (unsigned char)(hash >> (8 * i));
    at[HASH_BYTES] = (unsigned char)(line->year - DS_YEAR_MIN);
    at[HASH_BYTES + 1] = (unsigned char)line->trouble;
}

const char *disclosure_bulk_pack(const disclosure_staff *staff, ds_bulk_act act,
                                 const apr_array_header_t *lines)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_size_t len = 1 + (apr_size_t)lines->nelts * ITEM_BYTES;
    unsigned char *bytes = apr_palloc(pool, len);
    const char *text, *mac;

    bytes[0] = (unsigned char)act;
    for (int i = 0; i < lines->nelts; i++)
        put_item(bytes + 1 + i * ITEM_BYTES, &APR_ARRAY_IDX(lines, i, const ds_bulk_line));
    text = apr_pencode_base64_binary(pool, bytes, (apr_ssize_t)len, APR_ENCODE_BASE64URL, NULL);
    mac = disclosure_staff_sign(staff, PURPOSE, text);
    return mac ? apr_pstrcat(pool, mac, text, NULL) : NULL;
}

/* ---- And back ---- */

/* Organs by their hash. */
static apr_status_t name_organs(disclosure_staff *staff, apr_hash_t **names)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_array_header_t *organs;
    apr_status_t status = ds_store_organs(staff->store, &organs, pool);

    *names = apr_hash_make(pool);
    for (int i = 0; status == APR_SUCCESS && i < organs->nelts; i++) {
        const ds_organ *organ = APR_ARRAY_IDX(organs, i, const ds_organ *);
        apr_uint64_t hash = hash_of(organ->key);

        apr_hash_set(*names, apr_pmemdup(pool, &hash, sizeof hash), sizeof hash, organ);
    }
    return status;
}

/* One that the account has nothing to do with is not named. */
static ds_bulk_line get_item(const unsigned char *at, apr_hash_t *names, apr_pool_t *pool)
{
    ds_bulk_line line = { .year = DS_YEAR_MIN + at[HASH_BYTES],
                          .trouble = (ds_bulk_trouble)at[HASH_BYTES + 1] };
    const ds_organ *organ;
    apr_uint64_t hash = 0;

    for (int i = 0; i < HASH_BYTES; i++)
        hash |= (apr_uint64_t)at[i] << (8 * i);
    organ = line.trouble == DS_BULK_ABSENT ? NULL : apr_hash_get(names, &hash, sizeof hash);
    if (organ) {
        line.organ = organ->key;
        line.name = ds_piece_organ_name(organ, pool);
    }
    return line;
}

/* The bytes that were signed, NULL when they are not just that. */
static const unsigned char *opened(const disclosure_staff *staff, const char *text,
                                   apr_size_t *len)
{
    apr_pool_t *pool = staff->request->r->pool;
    const unsigned char *bytes;

    if (!text || strlen(text) <= MAC_LENGTH
        || !disclosure_staff_is_signed(staff, PURPOSE, text + MAC_LENGTH,
                                       apr_pstrndup(pool, text, MAC_LENGTH)))
        return NULL;
    bytes = apr_pdecode_base64_binary(pool, text + MAC_LENGTH, APR_ENCODE_STRING,
                                      APR_ENCODE_NONE, len);
    return bytes && *len % ITEM_BYTES == 1 ? bytes : NULL;
}

apr_status_t disclosure_bulk_unpack(disclosure_staff *staff, ds_bulk_act *act,
                                    apr_array_header_t **lines, const char *text)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_size_t len;
    const unsigned char *bytes = opened(staff, text, &len);
    apr_hash_t *names;
    apr_status_t status = bytes ? name_organs(staff, &names) : DS_ENOTFOUND;

    if (status != APR_SUCCESS)
        return status;
    *act = (ds_bulk_act)bytes[0];
    *lines = apr_array_make(pool, (int)(len / ITEM_BYTES), sizeof(ds_bulk_line));
    for (apr_size_t at = 1; at < len; at += ITEM_BYTES)
        APR_ARRAY_PUSH(*lines, ds_bulk_line) = get_item(bytes + at, names, pool);
    return APR_SUCCESS;
}
