#include "core/report_files.h"

#include <string.h>

struct ds_report_files {
    apr_hash_t *by_digest;
};

ds_report_files *ds_report_files_create(apr_pool_t *pool)
{
    ds_report_files *files = apr_palloc(pool, sizeof(*files));

    files->by_digest = apr_hash_make(pool);
    return files;
}

void ds_report_files_add(ds_report_files *files, const char *digest, const ds_report_file *file)
{
    apr_hash_set(files->by_digest, digest, APR_HASH_KEY_STRING, file);
}

const ds_report_file *ds_report_files_find(const ds_report_files *files, const char *digest)
{
    return files != NULL ? apr_hash_get(files->by_digest, digest, APR_HASH_KEY_STRING) : NULL;
}

const ds_report_file *ds_report_files_attachment(const ds_report_files *files, const char *digest)
{
    const ds_report_file *file = ds_report_files_find(files, digest);

    return file != NULL && !file->is_picture ? file : NULL;
}

static int is_among(const apr_array_header_t *digests, const char *digest)
{
    for (int i = 0; i < digests->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(digests, i, const char *), digest) == 0) {
            return 1;
        }
    }
    return 0;
}

apr_array_header_t *ds_report_digests(const ds_report *report, apr_pool_t *pool)
{
    apr_array_header_t *digests = apr_array_make(pool, 4, sizeof(const char *));

    for (int i = 0; i < report->format->n_prose; i++) {
        for (int k = 0; k < report->prose[i]->nelts; k++) {
            const char *digest = APR_ARRAY_IDX(report->prose[i], k, ds_block).digest;

            if (digest != NULL && !is_among(digests, digest)) {
                APR_ARRAY_PUSH(digests, const char *) = digest;
            }
        }
    }
    return digests;
}
