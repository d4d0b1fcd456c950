#include "store/sqlite_file.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <apr_file_info.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <apr_time.h>

static int is_file(const char *database)
{
    return database && *database && strcmp(database, ":memory:");
}

/* A new database holds drafts and password hashes: it is made for its owner's
 * eyes before SQLite gets to it. */
const char *ds_sqlite_prepare_file(const char *path, apr_pool_t *pool)
{
    apr_finfo_t info;
    apr_file_t *file;
    if (!is_file(path))
        return NULL;
    apr_status_t status = apr_stat(&info, path, APR_FINFO_OWNER, pool);
    if (status == APR_SUCCESS && info.user != geteuid())
        return apr_psprintf(pool, "数据库 %s 属于另一用户（uid %lu），请以该用户的身份运行。",
                            path, (unsigned long)info.user);
    if (APR_STATUS_IS_ENOENT(status)) {
        status = apr_file_open(&file, path, APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_EXCL,
                               APR_FPROT_UREAD | APR_FPROT_UWRITE, pool);
        if (status == APR_SUCCESS)
            status = apr_file_close(file);
        else if (APR_STATUS_IS_EEXIST(status))
            status = APR_SUCCESS;
    }
    char text[120];
    return status == APR_SUCCESS ? NULL
        : apr_psprintf(pool, "数据库 %s 建不了：%s", path, apr_strerror(status, text, sizeof(text)));
}

struct ds_lock {
    const char *database;
    const char *path;
    apr_pool_t *pool;   /* of one taking, cleared afterwards */
    apr_file_t *file;
};

/* POSIX file locks belong to the process, and closing any descriptor of the
 * file drops them: only the holder of the mutex has the file open. */
static pthread_mutex_t among_threads = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t at_fork = PTHREAD_ONCE_INIT;

/* A child has one thread, and that one does not hold the mutex. */
static void free_in_child(void)
{
    pthread_mutex_init(&among_threads, NULL);
}

static void watch_forks(void)
{
    pthread_atfork(NULL, NULL, free_in_child);
}

ds_lock *ds_lock_create(const char *database, apr_pool_t *pool)
{
    if (!is_file(database))
        return NULL;
    ds_lock *lock = apr_pcalloc(pool, sizeof(*lock));
    lock->database = apr_pstrdup(pool, database);
    lock->path = apr_pstrcat(pool, database, ".lock", NULL);
    apr_pool_create(&lock->pool, pool);
    return lock;
}

void ds_lock_pause(apr_interval_time_t base)
{
    apr_uint32_t random = 0;
    apr_generate_random_bytes((unsigned char *)&random, sizeof(random));
    apr_sleep(base + (apr_interval_time_t)(random % (apr_uint32_t)(2 * base + 1)));
}

static apr_status_t open_file(ds_lock *lock)
{
    apr_finfo_t database;
    apr_fileperms_t mode = APR_FPROT_UREAD | APR_FPROT_UWRITE;
    apr_status_t status = apr_file_open(&lock->file, lock->path, APR_FOPEN_READ | APR_FOPEN_WRITE,
                                        APR_FPROT_OS_DEFAULT, lock->pool);
    if (!APR_STATUS_IS_ENOENT(status))
        return status;
    if (apr_stat(&database, lock->database, APR_FINFO_OWNER | APR_FINFO_PROT, lock->pool)
        == APR_SUCCESS) {
        if (database.user != geteuid())
            return APR_EACCES;
        mode = database.protection;
    }
    return apr_file_open(&lock->file, lock->path,
                         APR_FOPEN_READ | APR_FOPEN_WRITE | APR_FOPEN_CREATE, mode, lock->pool);
}

static apr_status_t lock_file(ds_lock *lock, apr_time_t deadline)
{
    apr_status_t status = open_file(lock);
    if (status != APR_SUCCESS)
        return status;
    for (;;) {
        status = apr_file_lock(lock->file, APR_FLOCK_EXCLUSIVE | APR_FLOCK_NONBLOCK);
        if (!APR_STATUS_IS_EAGAIN(status) && !APR_STATUS_IS_EACCES(status))
            return status;
        if (apr_time_now() >= deadline)
            return APR_TIMEUP;
        ds_lock_pause(1000);
    }
}

apr_status_t ds_lock_take(ds_lock *lock)
{
    if (!lock)
        return APR_SUCCESS;
    pthread_once(&at_fork, watch_forks);
    apr_time_t deadline = apr_time_now() + apr_time_from_sec(DS_LOCK_WAIT);
    struct timespec until = { .tv_sec = apr_time_sec(deadline),
                              .tv_nsec = apr_time_usec(deadline) * 1000 };
    int error = pthread_mutex_timedlock(&among_threads, &until);
    if (error)
        return error == ETIMEDOUT ? APR_TIMEUP : APR_FROM_OS_ERROR(error);
    apr_status_t status = lock_file(lock, deadline);
    if (status != APR_SUCCESS) {
        apr_pool_clear(lock->pool);
        pthread_mutex_unlock(&among_threads);
    }
    return status;
}

void ds_lock_give(ds_lock *lock)
{
    if (!lock)
        return;
    apr_file_unlock(lock->file);
    apr_pool_clear(lock->pool);
    pthread_mutex_unlock(&among_threads);
}
