/* The parts of a document that say what the report says. */
#ifndef DS_IO_DOCX_DOCUMENT_H
#define DS_IO_DOCX_DOCUMENT_H

#include "core/markup.h"
#include "io/docx.h"

/* What the parts of one document are written from. */
typedef struct ds_docx {
    const ds_report *report;
    const ds_docx_review *review; /* NULL: the plain report */
    const char *title;            /* or NULL */
    const char *algorithm;        /* of the digest: SM3; NULL when there is none */
    const char *digest;
    const ds_report_files *files; /* or NULL */
    const apr_array_header_t *pictures; /* of ds_docx_picture: those that are in it */
    apr_pool_t *pool;
} ds_docx;

/* Names of the relationships from the document to its running head and foot. */
#define DS_DOCX_HEADER_ID "header"
#define DS_DOCX_FOOTER_ID "footer"

/* word/document.xml */
void ds_docx_write_document(ds_markup *m, const ds_docx *d);

/* The sheet to be signed, with the section break behind it. */
void ds_docx_write_sheet(ds_markup *m, const ds_docx *d);

/* A4 and the margins of official documents, as <w:sectPr> has them at its end. */
void ds_docx_write_paper(ds_markup *m);

/* word/header1.xml and word/footer1.xml */
void ds_docx_write_header(ds_markup *m, const ds_docx *d);
void ds_docx_write_footer(ds_markup *m, const ds_docx *d);

#endif
