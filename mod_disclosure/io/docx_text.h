/* Pieces of WordprocessingML: paragraphs and runs, each of a named style
 * (docx_styles.c). */
#ifndef DS_IO_DOCX_TEXT_H
#define DS_IO_DOCX_TEXT_H

#include "core/markup.h"

/* The namespaces that parts of a document declare. */
#define DS_DOCX_W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define DS_DOCX_R "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* The namespace of where pictures stand. */
#define DS_DOCX_WP "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"

/* Around what a picture shows, which stands in its place. */
#define DS_DOCX_PICTURE_OPEN "（图片："
#define DS_DOCX_PICTURE_CLOSE "）"

/* Before an attachment's name. */
#define DS_DOCX_ATTACHMENT "附件："

/* <name w:val="value"/> */
void ds_docx_value(ds_markup *m, const char *name, const char *value);
void ds_docx_number(ds_markup *m, const char *name, apr_int64_t value);

/* <w:p> with its style; runs follow. */
void ds_docx_paragraph_start(ds_markup *m, const char *style);
void ds_docx_paragraph_end(ds_markup *m);

/* A run of text, of a character style or (NULL) the paragraph's own. Line feeds
 * become line breaks and tabs tabs. Nothing for NULL and "". */
void ds_docx_run(ds_markup *m, const char *style, const char *text, apr_pool_t *pool);

/* A whole paragraph of one run; an empty one for NULL. */
void ds_docx_paragraph(ds_markup *m, const char *style, const char *text, apr_pool_t *pool);

#endif
