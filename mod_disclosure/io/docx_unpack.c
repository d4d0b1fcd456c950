#include "io/docx_unpack.h"

#include <string.h>

#include <apr_strings.h>
#include <zip.h>

#include "core/digest.h"
#include "core/status.h"
#include "io/docx_picture.h"

/* What is unpacked at a time. */
#define CHUNK 65536

struct ds_docx_package {
    zip_t *archive;
};

static apr_status_t refuse(ds_findings *findings, const char *why)
{
    ds_findings_add(findings, DS_ERROR, "F.docx", "docx", "%s", why);
    return DS_EUNREADABLE;
}

static apr_status_t close_archive(void *archive)
{
    zip_discard(archive);
    return APR_SUCCESS;
}

apr_status_t ds_docx_open(ds_docx_package **out, const char *bytes, apr_size_t len,
                          ds_findings *findings, apr_pool_t *pool)
{
    zip_error_t error;
    zip_t *archive = NULL;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes, len, 0, &error);
    if (source != NULL) {
        archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
        if (archive == NULL) {
            zip_source_free(source);
        }
    }
    zip_error_fini(&error);
    if (archive == NULL) {
        return refuse(findings, "文件不是 Word 文档（.docx），或者内容不完整。"
                                "请用原来的软件另存一份后再试。");
    }
    *out = apr_palloc(pool, sizeof(**out));
    (*out)->archive = archive;
    apr_pool_cleanup_register(pool, archive, close_archive, apr_pool_cleanup_null);
    return APR_SUCCESS;
}

/* Reads the file to its end, or to one byte more than may be; -1 on damage. The
 * buffer grows with what is really there. */
static zip_int64_t read_all(zip_file_t *file, char **bytes, apr_size_t max, apr_pool_t *pool)
{
    apr_size_t size = CHUNK, used = 0;
    zip_int64_t got;
    *bytes = apr_palloc(pool, size + 1);
    while ((got = zip_fread(file, *bytes + used, size - used)) > 0) {
        used += (apr_size_t)got;
        if (used > max) {
            break;
        }
        if (used == size) {
            char *larger = apr_palloc(pool, size * 2 + 1);
            memcpy(larger, *bytes, used);
            *bytes = larger;
            size *= 2;
        }
    }
    (*bytes)[used] = '\0';
    return got < 0 ? -1 : (zip_int64_t)used;
}

/* How many entries have the name, and the index of one of them: programs differ
 * in which of two they take. */
static int entries_named(zip_t *archive, const char *name, zip_uint64_t *index)
{
    zip_int64_t n = zip_get_num_entries(archive, 0);
    int found = 0;
    for (zip_int64_t i = 0; i < n; i++) {
        const char *entry = zip_get_name(archive, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
        if (entry != NULL && strcasecmp(entry, name) == 0) {
            *index = (zip_uint64_t)i;
            found++;
        }
    }
    return found;
}

apr_status_t ds_docx_unpack(const char **bytes, apr_size_t *len, ds_docx_package *package,
                            const char *name, apr_size_t max, ds_findings *findings,
                            apr_pool_t *pool)
{
    char *unpacked;
    zip_uint64_t index = 0;
    int n = entries_named(package->archive, name, &index);
    if (n != 1) {
        return n == 0 ? DS_ENOTFOUND
            : refuse(findings, "Word 文档里有两份同名的内容，不能读取。请用原来的软件另存一份后再试。");
    }
    zip_file_t *file = zip_fopen_index(package->archive, index, 0);
    if (file == NULL) {
        return refuse(findings, "Word 文档设有密码或者已损坏，不能读取。请去掉密码，"
                                "另存一份后再试。");
    }
    zip_int64_t read = read_all(file, &unpacked, max, pool);
    int failed = zip_fclose(file) != 0;
    if (read > (zip_int64_t)max) {
        ds_findings_add(findings, DS_ERROR, "F.size", "docx", "Word 文档解开后超过 %" APR_SIZE_T_FMT
                        " 字节，没有读取。请核对文件。", max);
        return DS_ETOOLARGE;
    }
    if (read < 0 || failed) {
        return refuse(findings, "Word 文档的内容已损坏，不能读取。请用原来的软件另存一份后再试。");
    }
    *bytes = unpacked;
    *len = (apr_size_t)read;
    return APR_SUCCESS;
}

static int has_digest(const char *bytes, apr_size_t len, const char *digest, apr_pool_t *pool)
{
    static const char *const algorithms[] = { "sm3", "sha256" };
    for (apr_size_t i = 0; i < sizeof(algorithms) / sizeof(*algorithms); i++) {
        const char *hex = ds_digest_hex(pool, ds_digest_find(algorithms[i]), bytes, len);
        if (hex != NULL && strcmp(hex, digest) == 0) {
            return 1;
        }
    }
    return 0;
}

int ds_docx_has_picture(ds_docx_package *package, const char *id, const char *digest,
                        apr_pool_t *scratch_pool)
{
    ds_findings *ignored = ds_findings_create(scratch_pool);
    for (int i = 0; i < DS_DOCX_PICTURE_TYPES; i++) {
        const char *name = apr_pstrcat(scratch_pool, "word/media/", id, ".",
                                       ds_docx_picture_types[i].ending, NULL);
        const char *bytes;
        apr_size_t len;
        if (ds_docx_unpack(&bytes, &len, package, name, DS_DOCX_MAX_PICTURES, ignored,
                           scratch_pool) == APR_SUCCESS) {
            return has_digest(bytes, len, digest, scratch_pool);
        }
    }
    return 0;
}
