#include "io/docx_package.h"

#include <zip.h>

#include "core/log.h"

/* The first day that an archive can name: 1 January 1980, 00:00. */
#define DOS_TIME 0
#define DOS_DATE ((1 << 5) | 1)

/* Within four percent of the smallest in half the time. */
#define COMPRESSION_LEVEL 6

static int add_part(zip_t *archive, const ds_docx_part *part)
{
    zip_source_t *bytes = zip_source_buffer(archive, part->bytes, part->len, 0);
    zip_int64_t index;
    if (bytes == NULL) {
        return 0;
    }
    index = zip_file_add(archive, part->name, bytes, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(bytes);
        return 0;
    }
    return zip_set_file_compression(archive, (zip_uint64_t)index,
                                    part->is_packed ? ZIP_CM_STORE : ZIP_CM_DEFLATE,
                                    part->is_packed ? 0 : COMPRESSION_LEVEL) == 0
        && zip_file_set_dostime(archive, (zip_uint64_t)index, DOS_TIME, DOS_DATE, 0) == 0;
}

/* Closes the archive, which writes it into its source, or drops it. */
static int write_archive(zip_t *archive, const ds_docx_part *parts, int n_parts)
{
    int i = 0;
    while (i < n_parts && add_part(archive, &parts[i])) {
        i++;
    }
    if (i == n_parts && zip_close(archive) == 0) {
        return 1;
    }
    ds_log(DS_LOG_ERROR, APR_EGENERAL, "DS0220: a document cannot be packed: %s",
           zip_strerror(archive));
    zip_discard(archive);
    return 0;
}

/* Copies what the archive has become into the pool. */
static const char *take_bytes(zip_source_t *packed, apr_size_t *len, apr_pool_t *pool)
{
    zip_stat_t stat;
    char *bytes = NULL;
    if (zip_source_stat(packed, &stat) == 0 && zip_source_open(packed) == 0) {
        bytes = apr_palloc(pool, stat.size + 1);
        if (zip_source_read(packed, bytes, stat.size) != (zip_int64_t)stat.size) {
            bytes = NULL;
        }
        zip_source_close(packed);
    }
    if (bytes == NULL) {
        ds_log(DS_LOG_ERROR, APR_EGENERAL, "DS0221: a packed document cannot be read back: %s",
               zip_error_strerror(zip_source_error(packed)));
        return NULL;
    }
    bytes[stat.size] = '\0';
    *len = stat.size;
    return bytes;
}

const char *ds_docx_package(const ds_docx_part *parts, int n_parts, apr_size_t *len,
                            apr_pool_t *pool)
{
    zip_error_t error;
    const char *bytes = NULL;
    zip_error_init(&error);
    zip_source_t *packed = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *archive = packed != NULL ? zip_open_from_source(packed, ZIP_TRUNCATE, &error) : NULL;
    if (archive == NULL) {
        ds_log(DS_LOG_ERROR, APR_EGENERAL, "DS0222: no archive can be begun: %s",
               zip_error_strerror(&error));
    } else {
        /* The archive frees its source, which is still to be read. */
        zip_source_keep(packed);
        if (write_archive(archive, parts, n_parts)) {
            bytes = take_bytes(packed, len, pool);
        }
    }
    if (packed != NULL) {
        zip_source_free(packed);
    }
    zip_error_fini(&error);
    return bytes;
}
