/* Data files of a test's own: a directory that goes with the pool. */
#ifndef DS_TESTS_DATA_DIRECTORY_H
#define DS_TESTS_DATA_DIRECTORY_H

#include <string.h>

#include <apr_file_info.h>
#include <apr_file_io.h>
#include <apr_strings.h>

#include "unit.h"

static inline char *read_file(const char *path)
{
    apr_file_t *file;
    apr_finfo_t info;
    char *text;

    ck_assert_int_eq(apr_file_open(&file, path, APR_READ, 0, pool), APR_SUCCESS);
    ck_assert_int_eq(apr_file_info_get(&info, APR_FINFO_SIZE, file), APR_SUCCESS);
    text = apr_pcalloc(pool, (apr_size_t)info.size + 1);
    ck_assert_int_eq(apr_file_read_full(file, text, (apr_size_t)info.size, NULL), APR_SUCCESS);
    apr_file_close(file);
    return text;
}

/* A new directory that goes with the pool. */
static inline apr_status_t remove_directory(void *path)
{
    apr_dir_t *dir;
    apr_finfo_t info;
    apr_pool_t *own;

    apr_pool_create(&own, NULL);
    if (apr_dir_open(&dir, path, own) == APR_SUCCESS) {
        while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS) {
            if (strcmp(info.name, ".") && strcmp(info.name, "..")) {
                apr_file_remove(apr_pstrcat(own, path, "/", info.name, NULL), own);
            }
        }
        apr_dir_close(dir);
    }
    apr_dir_remove(path, own);
    apr_pool_destroy(own);
    return APR_SUCCESS;
}

static inline const char *new_directory(void)
{
    const char *temp;
    char *path;

    ck_assert_int_eq(apr_temp_dir_get(&temp, pool), APR_SUCCESS);
    path = apr_pstrcat(pool, temp, "/core-format-XXXXXX", NULL);
    ck_assert_ptr_nonnull(mkdtemp(path));
    apr_pool_cleanup_register(pool, path, remove_directory, apr_pool_cleanup_null);
    return path;
}

static inline const char *write_file(const char *directory, const char *name, const char *text)
{
    const char *path = apr_pstrcat(pool, directory, "/", name, NULL);
    apr_file_t *file;

    ck_assert_int_eq(apr_file_open(&file, path, APR_WRITE | APR_CREATE | APR_TRUNCATE,
                                   APR_OS_DEFAULT, pool), APR_SUCCESS);
    ck_assert_int_eq(apr_file_write_full(file, text, strlen(text), NULL), APR_SUCCESS);
    apr_file_close(file);
    return path;
}

#endif
