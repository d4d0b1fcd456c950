/* What is known of the files a report names by digest: pictures stand in its
 * text, files of any other type are attachments, of which text and address
 * stand there. A report says neither type nor size; who writes it out is told
 * by this.
 */
#ifndef DS_CORE_REPORT_FILES_H
#define DS_CORE_REPORT_FILES_H

#include <apr_hash.h>

#include "core/report.h"

typedef struct ds_report_file {
    int is_picture;
    const char *kind;   /* as people call it: "PDF文件" */
    const char *size;   /* as people read it: "1.2 MB" */
    apr_int64_t bytes;
    int width, height;  /* pixels of a picture, else 0 */
} ds_report_file;

/* Files by digest. NULL and a digest that is not in it stand for what is not
 * known: that is taken for a picture. */
typedef struct ds_report_files ds_report_files;

ds_report_files *ds_report_files_create(apr_pool_t *pool);

/* Nothing is copied. */
void ds_report_files_add(ds_report_files *files, const char *digest, const ds_report_file *file);

/* NULL where the file is not known. */
const ds_report_file *ds_report_files_find(const ds_report_files *files, const char *digest);

/* The file where it is known to be no picture, else NULL. */
const ds_report_file *ds_report_files_attachment(const ds_report_files *files,
                                                 const char *digest);

/* Digests of the report's figures in its order, each once (array of const
 * char *). */
apr_array_header_t *ds_report_digests(const ds_report *report, apr_pool_t *pool);

#endif
