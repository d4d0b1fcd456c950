#include "httpd/cache.h"

#include <apr_allocator.h>
#include <apr_hash.h>
#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>

#include "httpd/disclosure.h"

struct disclosure_cache {
    apr_thread_mutex_t *mutex;
    apr_thread_cond_t *built;     /* some page has been built, or could not be */
    apr_hash_t *entries;          /* key -> disclosure_entry *, keys belong to the entries */
    apr_hash_t *building;         /* keys (the builders' own) being built */
    disclosure_entry *newest, *oldest;
    apr_size_t bytes, max_bytes;
};

/* A pool that is used under our lock alone: the child's pool, and the allocator
 * behind it, serve other threads too. */
static apr_status_t create_own_pool(apr_pool_t **own, apr_pool_t *pool)
{
    apr_allocator_t *allocator;
    apr_status_t status = apr_allocator_create(&allocator);

    if (status != APR_SUCCESS)
        return status;
    status = apr_pool_create_ex(own, pool, NULL, allocator);
    if (status == APR_SUCCESS)
        apr_allocator_owner_set(allocator, *own);
    else
        apr_allocator_destroy(allocator);
    return status;
}

apr_status_t disclosure_cache_create(disclosure_cache **out, apr_size_t max_bytes,
                                     apr_pool_t *pool)
{
    disclosure_cache *cache = apr_pcalloc(pool, sizeof *cache);
    apr_pool_t *own;
    apr_status_t status = create_own_pool(&own, pool);

    if (status == APR_SUCCESS)
        status = apr_thread_mutex_create(&cache->mutex, APR_THREAD_MUTEX_DEFAULT, pool);
    if (status == APR_SUCCESS)
        status = apr_thread_cond_create(&cache->built, pool);
    if (status != APR_SUCCESS)
        return status;
    cache->entries = apr_hash_make(own);
    cache->building = apr_hash_make(own);
    cache->max_bytes = max_bytes;
    *out = cache;
    return APR_SUCCESS;
}

static void unlink_entry(disclosure_cache *cache, disclosure_entry *entry)
{
    if (entry->newer)
        entry->newer->older = entry->older;
    else
        cache->newest = entry->older;
    if (entry->older)
        entry->older->newer = entry->newer;
    else
        cache->oldest = entry->newer;
    entry->newer = entry->older = NULL;
}

static void link_newest(disclosure_cache *cache, disclosure_entry *entry)
{
    entry->older = cache->newest;
    entry->newer = NULL;
    if (cache->newest)
        cache->newest->newer = entry;
    else
        cache->oldest = entry;
    cache->newest = entry;
}

static void drop(disclosure_cache *cache, disclosure_entry *entry)
{
    unlink_entry(cache, entry);
    apr_hash_set(cache->entries, entry->key, APR_HASH_KEY_STRING, NULL);
    cache->bytes -= disclosure_entry_size(entry);
    disclosure_entry_release(entry);
}

/* Under the lock. */
static disclosure_entry *find_current(disclosure_cache *cache, const char *key)
{
    disclosure_entry *entry = apr_hash_get(cache->entries, key, APR_HASH_KEY_STRING);

    if (!entry)
        return NULL;
    if (!disclosure_stamp_is_current(&entry->stamp)) {
        drop(cache, entry);
        return NULL;
    }
    if (cache->newest != entry) {
        unlink_entry(cache, entry);
        link_newest(cache, entry);
    }
    disclosure_entry_hold(entry);
    return entry;
}

disclosure_entry *disclosure_cache_find(disclosure_cache *cache, const char *key)
{
    disclosure_entry *entry;

    apr_thread_mutex_lock(cache->mutex);
    entry = find_current(cache, key);
    apr_thread_mutex_unlock(cache->mutex);
    return entry;
}

disclosure_entry *disclosure_cache_begin(disclosure_cache *cache, const char *key,
                                         apr_interval_time_t timeout, int *must_build)
{
    apr_time_t end = apr_time_now() + timeout;
    disclosure_entry *entry;

    *must_build = 0;
    apr_thread_mutex_lock(cache->mutex);
    while (!(entry = find_current(cache, key))) {
        apr_interval_time_t left = end - apr_time_now();

        if (!apr_hash_get(cache->building, key, APR_HASH_KEY_STRING)) {
            apr_hash_set(cache->building, key, APR_HASH_KEY_STRING, key);
            *must_build = 1;
            break;
        }
        if (left <= 0)
            break;
        apr_thread_cond_timedwait(cache->built, cache->mutex, left);
    }
    apr_thread_mutex_unlock(cache->mutex);
    return entry;
}

/* Under the lock. */
static void keep(disclosure_cache *cache, disclosure_entry *entry)
{
    disclosure_entry *earlier = apr_hash_get(cache->entries, entry->key, APR_HASH_KEY_STRING);
    apr_size_t size = disclosure_entry_size(entry);

    if (earlier)
        drop(cache, earlier);
    if (size > cache->max_bytes)
        return;
    while (cache->oldest && cache->bytes + size > cache->max_bytes)
        drop(cache, cache->oldest);
    disclosure_entry_hold(entry);
    apr_hash_set(cache->entries, entry->key, APR_HASH_KEY_STRING, entry);
    link_newest(cache, entry);
    cache->bytes += size;
}

void disclosure_cache_built(disclosure_cache *cache, const char *key, disclosure_entry *entry)
{
    apr_thread_mutex_lock(cache->mutex);
    apr_hash_set(cache->building, key, APR_HASH_KEY_STRING, NULL);
    if (entry)
        keep(cache, entry);
    apr_thread_cond_broadcast(cache->built);
    apr_thread_mutex_unlock(cache->mutex);
}
