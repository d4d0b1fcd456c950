#include "httpd/entry.h"

#include <stdlib.h>

#include <zlib.h>

#include "core/digest.h"
#include "httpd/disclosure.h"

/* Below this a gzip form costs more than it saves. */
#define COMPRESS_FROM 512
/* Hexadecimal digits of a digest that make an ETag. */
#define TAG_LENGTH 32
#define GZIP_WINDOW (MAX_WBITS + 16)

/* The gzip form in pool, NULL when it is not smaller. */
static const char *compress_bytes(const char *body, apr_size_t length, apr_size_t *compressed,
                                  apr_pool_t *pool)
{
    z_stream stream = {0};
    char *out;
    int rc;

    if (length < COMPRESS_FROM || length > UINT_MAX / 2)
        return NULL;
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return NULL;
    out = apr_palloc(pool, length);
    stream.next_in = (Bytef *)(uintptr_t)body;
    stream.avail_in = (uInt)length;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)length;
    rc = deflate(&stream, Z_FINISH);
    *compressed = stream.total_out;
    deflateEnd(&stream);
    return rc == Z_STREAM_END ? out : NULL;
}

/* The two tags, quoted; 0 when there is no digest. */
static int make_tags(disclosure_entry *entry, apr_pool_t *pool)
{
    const char *hex = ds_digest_hex(pool, ds_digest_find("sha256"), entry->body, entry->length);

    if (!hex)
        return 0;
    entry->etag = apr_psprintf(pool, "\"%.*s\"", TAG_LENGTH, hex);
    entry->gzip_etag = apr_psprintf(pool, "\"%.*s.gz\"", TAG_LENGTH, hex);
    return 1;
}

/* What an entry says, still in the caller's memory. */
static int describe(disclosure_entry *entry, const disclosure_entry_source *source,
                    apr_pool_t *pool)
{
    memset(entry, 0, sizeof *entry);
    entry->content_type = source->content_type;
    entry->disposition = source->disposition;
    entry->digest = source->digest;
    entry->policy = source->policy;
    entry->body = source->body;
    entry->length = source->length;
    entry->changed = source->changed;
    entry->key = source->key;
    if (source->stamp)
        entry->stamp = *source->stamp;
    if (source->compress)
        entry->gzip = compress_bytes(entry->body, entry->length, &entry->gzip_length, pool);
    return make_tags(entry, pool);
}

static apr_size_t text_size(const char *text)
{
    return text ? strlen(text) + 1 : 0;
}

/* Appends bytes to the block and points *member at them there. */
static void move_into(char **end, const char **member, apr_size_t len)
{
    if (!*member)
        return;
    memcpy(*end, *member, len);
    *member = *end;
    *end += len;
}

apr_size_t disclosure_entry_size(const disclosure_entry *entry)
{
    return sizeof *entry + entry->length + (entry->gzip ? entry->gzip_length : 0)
           + text_size(entry->content_type) + text_size(entry->disposition)
           + text_size(entry->digest) + text_size(entry->policy)
           + text_size(entry->etag) + text_size(entry->gzip_etag) + text_size(entry->key);
}

disclosure_entry *disclosure_entry_make(const disclosure_entry_source *source,
                                        apr_pool_t *scratch_pool)
{
    disclosure_entry described;
    disclosure_entry *entry;
    char *end;

    if (!describe(&described, source, scratch_pool))
        return NULL;
    entry = malloc(disclosure_entry_size(&described));
    if (!entry)
        return NULL;
    *entry = described;
    end = (char *)(entry + 1);
    move_into(&end, &entry->body, entry->length);
    move_into(&end, &entry->gzip, entry->gzip_length);
    move_into(&end, &entry->content_type, text_size(entry->content_type));
    move_into(&end, &entry->disposition, text_size(entry->disposition));
    move_into(&end, &entry->digest, text_size(entry->digest));
    move_into(&end, &entry->policy, text_size(entry->policy));
    move_into(&end, &entry->etag, text_size(entry->etag));
    move_into(&end, &entry->gzip_etag, text_size(entry->gzip_etag));
    move_into(&end, &entry->key, text_size(entry->key));
    entry->references = 1;
    return entry;
}

disclosure_entry *disclosure_entry_static(const char *content_type, const char *body,
                                          apr_size_t length, apr_pool_t *pool)
{
    disclosure_entry *entry = apr_pcalloc(pool, sizeof *entry);
    disclosure_entry_source source = { .content_type = content_type, .body = body,
                                       .length = length, .changed = apr_time_now(),
                                       .compress = 1 };

    return describe(entry, &source, pool) ? entry : NULL;
}

void disclosure_entry_hold(disclosure_entry *entry)
{
    if (entry->references)
        __atomic_add_fetch(&entry->references, 1, __ATOMIC_RELAXED);
}

void disclosure_entry_release(disclosure_entry *entry)
{
    if (entry->references && !__atomic_sub_fetch(&entry->references, 1, __ATOMIC_ACQ_REL))
        free(entry);
}
