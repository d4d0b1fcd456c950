/* Pictures and attachments: what a file is by its content, not by its name.
 *
 * A file is taken for a type only when it is that type from its first byte to
 * its last: bytes before or behind it, a second format in the same bytes, a
 * packed file that grows without measure, macros and programs in a document
 * are refused.
 */
#ifndef DS_IO_MEDIA_H
#define DS_IO_MEDIA_H

#include <apr_pools.h>

#include "core/finding.h"

/* Bounds of pictures: pixels of one side and in all. */
#define DS_PICTURE_MAX_SIDE 20000
#define DS_PICTURE_MAX_PIXELS (64 * 1024 * 1024)

/* What the content of a file says of itself. */
typedef struct ds_media_facts {
    int width, height;          /* of a picture, in pixels; else 0 */
} ds_media_facts;

typedef struct ds_media {
    const char *type;           /* "image/png" */
    const char *label;          /* "PNG图片" */
    const char *const *endings; /* of file names, without the dot; the usual one first */
    int is_picture;             /* stands in a report as a figure; others are linked to */
    int is_inline;              /* browsers show it safely by themselves */
    apr_int64_t max_bytes;
    /* Whether the first bytes are those of this type. */
    int (*begins)(const char *bytes, apr_size_t len);
    /* Whether all of it is, and nothing else. NULL, or the end of a sentence
     * that says what is wrong: "内容不完整，…". */
    const char *(*fault)(const char *bytes, apr_size_t len, ds_media_facts *facts);
} ds_media;

/* Table of all types, ended by a row without type. */
extern const ds_media ds_media_types[];

/* By media type, parameters and case ignored; NULL. */
const ds_media *ds_media_find(const char *type);

/* "PNG图片（.png）、…": what is accepted, for messages; in pool. */
const char *ds_media_names(int pictures_only, apr_pool_t *pool);

/* ".png,.jpg,.jpeg,…": the endings accepted, as a browser takes them; in pool. */
const char *ds_media_endings(apr_pool_t *pool);

/* The type of a file that is in memory (mapped) as a whole. APR_SUCCESS, or
 * with a finding (F.media, F.size) at `place` (a name for people, or NULL):
 * DS_EUNSUPPORTED for what is none of the types, DS_EINVALID for one that is
 * broken or holds something else too, DS_ETOOLARGE over a bound. */
apr_status_t ds_media_recognise(const ds_media **out, ds_media_facts *facts,
                                ds_findings *findings, const char *place, const char *bytes,
                                apr_size_t len);

/* "50 MB", "1.5 MB", "300 KB": a size as people read it; in pool. */
const char *ds_size_text(apr_int64_t bytes, apr_pool_t *pool);

#endif
