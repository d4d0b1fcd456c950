/* Inside io: recognising the single types. For each kind the functions of
 * ds_media, see there.
 */
#ifndef DS_IO_MEDIA_KINDS_H
#define DS_IO_MEDIA_KINDS_H

#include "io/media.h"

/* Bytes 4 and 2, most significant first. */
static inline apr_uint32_t ds_big_4(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return (apr_uint32_t)b[0] << 24 | (apr_uint32_t)b[1] << 16 | (apr_uint32_t)b[2] << 8 | b[3];
}

static inline apr_uint32_t ds_big_2(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return (apr_uint32_t)b[0] << 8 | b[1];
}

int ds_png_begins(const char *bytes, apr_size_t len);
const char *ds_png_fault(const char *bytes, apr_size_t len, ds_media_facts *facts);

int ds_jpeg_begins(const char *bytes, apr_size_t len);
const char *ds_jpeg_fault(const char *bytes, apr_size_t len, ds_media_facts *facts);

int ds_pdf_begins(const char *bytes, apr_size_t len);
const char *ds_pdf_fault(const char *bytes, apr_size_t len, ds_media_facts *facts);

int ds_mp4_begins(const char *bytes, apr_size_t len);
const char *ds_mp4_fault(const char *bytes, apr_size_t len, ds_media_facts *facts);

/* Packed documents: what is in them tells them apart. */
int ds_docx_begins(const char *bytes, apr_size_t len);
const char *ds_docx_fault(const char *bytes, apr_size_t len, ds_media_facts *facts);

int ds_ofd_begins(const char *bytes, apr_size_t len);
const char *ds_ofd_fault(const char *bytes, apr_size_t len, ds_media_facts *facts);

/* Whether the bytes end like a ZIP archive, whatever is before it. */
int ds_is_zip_end(const char *bytes, apr_size_t len);

#endif
