/* Inside io: the headers of a part, and parameters of a header's value. */
#ifndef DS_IO_MULTIPART_HEAD_H
#define DS_IO_MULTIPART_HEAD_H

#include "io/multipart.h"

/* Why headers cannot be read: a rule and a sentence; rule NULL: they can. */
typedef struct ds_head_fault {
    const char *rule;
    const char *message;
} ds_head_fault;

/* The boundary out of a Content-Type of multipart/form-data: 1 to 70
 * characters of RFC 2046, in pool. *is_form says whether it is that type. NULL
 * when there is none, two, or one that is not allowed. */
const char *ds_head_boundary(const char *content_type, int *is_form, apr_pool_t *pool);

/* Reads the header lines of a part, each ended by CR LF, into *part (in
 * pool). */
ds_head_fault ds_head_read(ds_part *part, const char *head, apr_size_t len, apr_pool_t *pool);

#endif
