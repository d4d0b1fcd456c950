/* What an SQLite database needs beside its driver: the right owner and
 * permissions, and one writer at a time.
 *
 * SQLite's driver sleeps inside a process-wide mutex while a database is
 * locked, so writers must never meet there. Server and tool take a lock of
 * ours around every write: a mutex among the threads of a process, a lock on a
 * file beside the database among processes. Both are waited for a bounded
 * time.
 */
#ifndef DS_STORE_SQLITE_FILE_H
#define DS_STORE_SQLITE_FILE_H

#include <apr_file_io.h>
#include <apr_pools.h>

/* Sees to it that the file is there, made for its owner's eyes only, and that
 * it does not belong to another user. NULL, or a sentence in pool. */
const char *ds_sqlite_prepare_file(const char *path, apr_pool_t *pool);

/* Longest wait for the lock, in seconds. */
#define DS_LOCK_WAIT 10

typedef struct ds_lock ds_lock;

/* The lock beside the database file; NULL where there is no file (":memory:").
 * Lives in pool. */
ds_lock *ds_lock_create(const char *database, apr_pool_t *pool);

/* APR_SUCCESS, APR_TIMEUP, or why the lock file cannot be used. The file is
 * made with the permissions of the database, and not at all (APR_EACCES) by
 * another user than the database's owner. NULL is always free. */
apr_status_t ds_lock_take(ds_lock *lock);
void ds_lock_give(ds_lock *lock);

/* Sleeps for a random time of `base` to three times `base` microseconds. */
void ds_lock_pause(apr_interval_time_t base);

#endif
