/* Bytes of pictures and attachments in their directory. */
#include "store/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <apr_file_info.h>
#include <apr_mmap.h>
#include <apr_strings.h>

#include "core/log.h"
#include "core/status.h"

#define FILE_MODE (APR_FPROT_UREAD | APR_FPROT_UWRITE | APR_FPROT_GREAD)
#define FOLDER_MODE (APR_FPROT_UREAD | APR_FPROT_UWRITE | APR_FPROT_UEXECUTE | APR_FPROT_GREAD \
                     | APR_FPROT_GEXECUTE)

struct ds_incoming {
    apr_pool_t *pool;
    const char *directory;
    const char *path;       /* NULL once it is kept or dropped */
    apr_file_t *file;
    apr_size_t length;
};

static apr_status_t failed(apr_status_t status, const char *what, const char *path)
{
    ds_log(DS_LOG_ERROR, status, "DS0510: %s cannot be %s", path, what);
    return status;
}

/* directory/ab, of the digest abcdef… */
static const char *folder_of(const char *directory, const char *digest, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%s/%.2s", directory, digest);
}

static const char *path_of(const char *directory, const char *digest, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%s/%.2s/%s", directory, digest, digest + 2);
}

/* ---- Coming in ---- */

static apr_status_t forget(void *baton)
{
    ds_incoming *incoming = baton;
    const char *path = incoming->path;
    incoming->path = NULL;
    return path ? apr_file_remove(path, incoming->pool) : APR_SUCCESS;
}

void ds_incoming_drop(ds_incoming *incoming)
{
    apr_pool_cleanup_run(incoming->pool, incoming, forget);
}

apr_status_t ds_incoming_begin(ds_incoming **out, const char *directory, apr_pool_t *pool)
{
    ds_incoming *incoming = apr_pcalloc(pool, sizeof(*incoming));
    char *path = apr_pstrcat(pool, directory, "/incoming-XXXXXX", NULL);
    apr_status_t status = apr_file_mktemp(&incoming->file, path,
                                          APR_FOPEN_CREATE | APR_FOPEN_EXCL | APR_FOPEN_READ
                                              | APR_FOPEN_WRITE | APR_FOPEN_BINARY, pool);
    if (status != APR_SUCCESS)
        return failed(status, "made", path);
    incoming->pool = pool;
    incoming->directory = directory;
    incoming->path = path;
    apr_pool_cleanup_register(pool, incoming, forget, apr_pool_cleanup_null);
    *out = incoming;
    return APR_SUCCESS;
}

apr_status_t ds_incoming_write(ds_incoming *incoming, const char *bytes, apr_size_t len)
{
    apr_status_t status = apr_file_write_full(incoming->file, bytes, len, NULL);
    if (status != APR_SUCCESS)
        return failed(status, "written", incoming->path);
    incoming->length += len;
    return APR_SUCCESS;
}

apr_status_t ds_incoming_bytes(ds_incoming *incoming, const char **bytes, apr_size_t *len)
{
    apr_mmap_t *map;
    void *start;
    *bytes = "";
    *len = incoming->length;
    if (!incoming->length)
        return APR_SUCCESS;
    apr_status_t status = apr_mmap_create(&map, incoming->file, 0, incoming->length,
                                          APR_MMAP_READ, incoming->pool);
    if (status == APR_SUCCESS)
        status = apr_mmap_offset(&start, map, 0);
    if (status != APR_SUCCESS)
        return failed(status, "read", incoming->path);
    *bytes = start;
    return APR_SUCCESS;
}

/* A new name is on disk only when its folder is. */
static apr_status_t sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    apr_status_t status = fd < 0 || fsync(fd) ? APR_FROM_OS_ERROR(errno) : APR_SUCCESS;
    if (fd >= 0)
        close(fd);
    return status;
}

static apr_status_t make_folder(const ds_incoming *incoming, const char *folder)
{
    apr_status_t status = apr_dir_make(folder, FOLDER_MODE, incoming->pool);
    if (APR_STATUS_IS_EEXIST(status))
        return APR_SUCCESS;
    return status == APR_SUCCESS ? sync_folder(incoming->directory) : status;
}

/* A file of the same digest has the same bytes, so that writing over it
 * changes nothing. */
apr_status_t ds_incoming_keep(ds_incoming *incoming, const char *digest)
{
    const char *folder = folder_of(incoming->directory, digest, incoming->pool);
    const char *path = path_of(incoming->directory, digest, incoming->pool);
    apr_status_t status = make_folder(incoming, folder);
    if (status == APR_SUCCESS)
        status = apr_file_perms_set(incoming->path, FILE_MODE);
    if (status == APR_SUCCESS)
        status = apr_file_sync(incoming->file);
    if (status == APR_SUCCESS)
        status = apr_file_rename(incoming->path, path, incoming->pool);
    if (status != APR_SUCCESS)
        return failed(status, "made", path);
    incoming->path = NULL;
    status = sync_folder(folder);
    return status == APR_SUCCESS ? status : failed(status, "made to last", folder);
}

/* ---- Going out ---- */

apr_status_t ds_file_open(apr_file_t **out, const char *directory, const ds_file *file,
                          apr_pool_t *pool)
{
    const char *path = path_of(directory, file->digest, pool);
    apr_finfo_t info;
    apr_status_t status = apr_file_open(out, path, APR_FOPEN_READ | APR_FOPEN_BINARY, 0, pool);
    if (status == APR_SUCCESS)
        status = apr_file_info_get(&info, APR_FINFO_SIZE | APR_FINFO_TYPE, *out);
    if (status == APR_SUCCESS && info.filetype == APR_REG && info.size == file->size)
        return APR_SUCCESS;
    ds_log(DS_LOG_ERROR, status, "DS0511: %s is missing or not the file that was uploaded; "
           "bring it back from a copy of the directory", path);
    return DS_EUNAVAILABLE;
}
