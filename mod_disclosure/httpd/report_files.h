/* The files of a report: what is known of them, for pages and documents, and
 * their bytes, for documents.
 */
#ifndef DISCLOSURE_REPORT_FILES_H
#define DISCLOSURE_REPORT_FILES_H

#include "core/report_files.h"
#include "httpd/request.h"
#include "io/docx.h"
#include "store/files.h"

/* Facts as people read them, in pool. */
const ds_report_file *disclosure_report_file(const ds_file *file, apr_pool_t *pool);

/* What is known of the files the report names, in pool; *files is NULL where it
 * names none. Files that are not there are left out. */
apr_status_t disclosure_report_files(ds_report_files **files, ds_store *store,
                                     const ds_report *report, apr_pool_t *pool);

/* The same with the way to the bytes, for ds_docx_write_with(); in pool. `files`
 * may be NULL. */
ds_docx_files *disclosure_document_files(const disclosure_request *request,
                                         const ds_report_files *files);

#endif
