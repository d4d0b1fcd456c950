/* The plain-text reader: what stands before the first section and behind the
 * last: title, organ, year, signature.
 */
#ifndef DS_IO_TEXT_FRONT_H
#define DS_IO_TEXT_FRONT_H

#include "core/format.h"
#include "io/text_lines.h"

/* What the beginning of a document says. */
typedef struct ds_front {
    const char *title;       /* on one line, or NULL when there is none */
    const char *organ_name;  /* title without year and the format's fixed words, or NULL */
    int year;                /* 0 when the title has none */
    int first_line, end_line; /* the title's lines, both 0 without title */
} ds_front;

/* Looks for the title among the lines before `end_line`; texts in pool. */
void ds_front_read(ds_front *front, const ds_document *document, const ds_format *format,
                   int end_line, apr_pool_t *pool);

/* Who signed, and when. */
typedef struct ds_signature {
    const char *name, *date; /* NULL when there is none */
    int name_line, date_line; /* -1 when there is none */
} ds_signature;

/* Looks for a signature in the last lines of the document, not before
 * `begin_line`. `organ_name` may be NULL. */
void ds_signature_read(ds_signature *signature, const ds_document *document,
                       const unsigned char *taken, int begin_line, const char *organ_name,
                       apr_pool_t *pool);

#endif
