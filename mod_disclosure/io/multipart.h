/* Forms with files in: multipart/form-data (RFC 7578), read as it arrives.
 *
 * The reader is fed with pieces of the body of any size and hands the bytes of
 * files on at once, so that a file is never in memory whole. Fields are
 * collected. It is strict: CR LF line ends, nothing before the first and
 * behind the last delimiter but one line end, no nested multipart, no folded
 * headers, no transfer encodings.
 */
#ifndef DS_IO_MULTIPART_H
#define DS_IO_MULTIPART_H

#include <apr_tables.h>

#include "core/finding.h"

/* Most bytes and lines of one part's headers; bytes of a field's name;
 * characters of a file's name. */
#define DS_PART_MAX_HEAD 4096
#define DS_PART_MAX_HEADERS 16
#define DS_PART_MAX_NAME 128
#define DS_PART_MAX_FILENAME 255

/* What the headers of a part say. Texts are valid UTF-8 without control
 * characters. */
typedef struct ds_part {
    const char *name;       /* of the field, never empty */
    const char *filename;   /* without folders; "" where no file was chosen; NULL: a field */
    const char *media_type; /* as claimed, in lower case and without parameters; or NULL */
} ds_part;

/* Who takes the files. Each function returns APR_SUCCESS, or an outcome that
 * ends the reading and is what feed() returns; findings are the caller's own
 * affair. The part lives in the reader's pool. */
typedef struct ds_file_sink {
    void *baton;
    apr_status_t (*begin)(void *baton, const ds_part *part);
    apr_status_t (*data)(void *baton, const char *bytes, apr_size_t len);
    apr_status_t (*end)(void *baton);
} ds_file_sink;

typedef struct ds_multipart_bounds {
    apr_int64_t max_bytes;  /* of the whole body */
    int max_parts;
    apr_size_t max_fields;  /* bytes of the values of all fields */
} ds_multipart_bounds;

typedef struct ds_multipart ds_multipart;

/* A reader for a body of that Content-Type. DS_EUNSUPPORTED when the type is
 * another one, DS_EUNREADABLE (F.form) when its boundary is missing or none.
 * The sink, the bounds and the findings must live as long as the reader. */
apr_status_t ds_multipart_create(ds_multipart **out, const char *content_type,
                                 const ds_multipart_bounds *bounds, const ds_file_sink *sink,
                                 ds_findings *findings, apr_pool_t *pool);

/* Reads on. APR_SUCCESS; DS_EUNREADABLE (F.form, F.encoding) or DS_ETOOLARGE
 * (F.size) with a finding; or what the sink returned. The first failure is
 * final. How the body is cut into pieces changes nothing. */
apr_status_t ds_multipart_feed(ds_multipart *reader, const char *bytes, apr_size_t len);

/* The body has ended: results as above; a body that was cut short is
 * DS_EUNREADABLE. */
apr_status_t ds_multipart_finish(ds_multipart *reader);

/* Names and values of the fields that were complete so far, in order; no name
 * twice. Values are UTF-8 that passed ds_text_first_bad(). */
const apr_table_t *ds_multipart_fields(const ds_multipart *reader);

#endif
