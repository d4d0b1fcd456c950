#include "httpd/report_files.h"

#include <apr_mmap.h>

#include "io/media.h"

const ds_report_file *disclosure_report_file(const ds_file *file, apr_pool_t *pool)
{
    const ds_media *media = ds_media_find(file->media_type);
    ds_report_file *known = apr_palloc(pool, sizeof *known);

    *known = (ds_report_file) {
        .is_picture = media ? media->is_picture : !strncmp(file->media_type, "image/", 6),
        .kind = media ? media->label : file->media_type,
        .size = ds_size_text(file->size, pool), .bytes = file->size,
        .width = file->width, .height = file->height,
    };
    return known;
}

apr_status_t disclosure_report_files(ds_report_files **files, ds_store *store,
                                     const ds_report *report, apr_pool_t *pool)
{
    const apr_array_header_t *digests = ds_report_digests(report, pool);
    apr_status_t status = APR_SUCCESS;

    *files = digests->nelts ? ds_report_files_create(pool) : NULL;
    for (int i = 0; status == APR_SUCCESS && i < digests->nelts; i++) {
        ds_file *file;

        status = ds_store_file(store, &file, APR_ARRAY_IDX(digests, i, const char *), pool);
        if (status == APR_SUCCESS)
            ds_report_files_add(*files, file->digest, disclosure_report_file(file, pool));
        else if (status == DS_ENOTFOUND)
            status = APR_SUCCESS;
    }
    return status;
}

/* ---- Bytes ---- */

/* What cannot be had is logged, and named by its text alternative instead. */
static const char *bytes_of(void *baton, const char *digest, const ds_report_file *known,
                            apr_pool_t *pool)
{
    const disclosure_request *request = baton;
    const ds_file stored = { .digest = digest, .size = known->bytes };
    apr_file_t *file;
    apr_mmap_t *map;
    apr_status_t status = known->bytes > 0
        ? ds_file_open(&file, request->site->config.files, &stored, pool) : APR_EOF;

    if (status == APR_SUCCESS)
        status = apr_mmap_create(&map, file, 0, (apr_size_t)known->bytes, APR_MMAP_READ, pool);
    if (status == APR_SUCCESS)
        return map->mm;
    ap_log_rerror(APLOG_MARK, APLOG_ERR, status, request->r,
                  "DS0780: the picture %s cannot be read and is not put into a document", digest);
    return NULL;
}

ds_docx_files *disclosure_document_files(const disclosure_request *request,
                                         const ds_report_files *files)
{
    ds_docx_files *document = apr_pcalloc(request->r->pool, sizeof *document);

    document->known = files;
    if (request->site->config.files) {
        document->bytes = bytes_of;
        document->baton = (void *)request;
    }
    return document;
}
