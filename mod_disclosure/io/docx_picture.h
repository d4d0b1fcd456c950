/* Pictures and attachments of a document. */
#ifndef DS_IO_DOCX_PICTURE_H
#define DS_IO_DOCX_PICTURE_H

#include "io/docx_document.h"

/* What word processors show. */
typedef struct ds_docx_picture_type {
    const char *ending, *media_type;
    const char *beginning;  /* of the bytes */
} ds_docx_picture_type;

#define DS_DOCX_PICTURE_TYPES 2
extern const ds_docx_picture_type ds_docx_picture_types[DS_DOCX_PICTURE_TYPES];

/* A picture that is in the document, once however often it stands there. */
typedef struct ds_docx_picture {
    const char *digest;
    const ds_docx_picture_type *type;
    const char *id;         /* of the relationship: "picture1" */
    const char *target;     /* in the document's folder: "media/picture1.png" */
    const char *bytes;
    apr_size_t len;
    int width, height;      /* as they are shown, in EMU (a 914400th of an inch) */
} ds_docx_picture;

/* The pictures of the report whose bytes can be had, in its order (array of
 * ds_docx_picture); none for files NULL. */
apr_array_header_t *ds_docx_pictures(const ds_report *report, const ds_docx_files *files,
                                     apr_pool_t *pool);

/* Whether one of them is of the type. */
int ds_docx_has_pictures(const apr_array_header_t *pictures, const ds_docx_picture_type *type);

/* A figure as a paragraph, with its caption: picture, attachment, or what is on it. */
void ds_docx_write_figure(ds_markup *m, const ds_docx *d, const ds_block *block);

#endif
