/* Parts out of the package of a document. */
#ifndef DS_IO_DOCX_UNPACK_H
#define DS_IO_DOCX_UNPACK_H

#include "core/finding.h"

typedef struct ds_docx_package ds_docx_package;

/* Opens the archive that the bytes are, which must outlive it; closed with the
 * pool. APR_SUCCESS; DS_EUNREADABLE with a finding. */
apr_status_t ds_docx_open(ds_docx_package **out, const char *bytes, apr_size_t len,
                          ds_findings *findings, apr_pool_t *pool);

/* Unpacks one part into pool, NUL-terminated, *len without the NUL. However
 * large the archive says it is, no more than `max` bytes are unpacked:
 * DS_ETOOLARGE. DS_ENOTFOUND without a finding where there is none of that name;
 * DS_EUNREADABLE where it is damaged or encrypted. */
apr_status_t ds_docx_unpack(const char **bytes, apr_size_t *len, ds_docx_package *package,
                            const char *name, apr_size_t max, ds_findings *findings,
                            apr_pool_t *pool);

/* Whether the picture that the document calls `id` (ds_docx_picture) has the
 * digest, by any algorithm there is. */
int ds_docx_has_picture(ds_docx_package *package, const char *id, const char *digest,
                        apr_pool_t *scratch_pool);

#endif
