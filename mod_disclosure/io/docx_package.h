/* The package of a document: a ZIP archive made in memory. */
#ifndef DS_IO_DOCX_PACKAGE_H
#define DS_IO_DOCX_PACKAGE_H

#include <apr_pools.h>

/* One file of the archive. */
typedef struct ds_docx_part {
    const char *name;   /* its path inside: word/document.xml */
    const char *bytes;
    apr_size_t len;
    int is_packed;      /* pictures: not to be compressed again */
} ds_docx_part;

/* The parts as an archive, in their order, with the same time stamp always: the
 * same parts give the same bytes. In pool, *len bytes; NULL (logged) when the
 * archive cannot be made, which is for want of memory only. */
const char *ds_docx_package(const ds_docx_part *parts, int n_parts, apr_size_t *len,
                            apr_pool_t *pool);

#endif
