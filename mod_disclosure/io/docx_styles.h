/* The styles of a document: type and setting of official documents
 * (GB/T 9704: text 仿宋 size 3, 28 points a line). */
#ifndef DS_IO_DOCX_STYLES_H
#define DS_IO_DOCX_STYLES_H

#include "core/markup.h"

/* Names of the styles that writers of text use. */
#define DS_DOCX_TITLE "Title"
#define DS_DOCX_HEADING "Heading1"
#define DS_DOCX_BODY "BodyText"
#define DS_DOCX_BODY_LAST "BodyTextLast" /* on one page with the signature */
#define DS_DOCX_SUBHEADING "Subheading" /* of runs */
#define DS_DOCX_PICTURE "Picture"        /* what is said of one */
#define DS_DOCX_PICTURE_FRAME "PictureFrame" /* the picture itself, as high as it is */
#define DS_DOCX_CAPTION "Caption"         /* below one */
#define DS_DOCX_NOTE "Note"
#define DS_DOCX_GAP "Gap"               /* below a table */
#define DS_DOCX_SIGNATURE "Signature"   /* its first line */
#define DS_DOCX_SIGNATURE_DATE "SignatureDate" /* its second */
#define DS_DOCX_HEADER "Header"
#define DS_DOCX_FOOTER "Footer"
#define DS_DOCX_FORM "Form"             /* in tables, by the size of the type */
#define DS_DOCX_FORM_SMALL "FormSmall"
#define DS_DOCX_FORM_TINY "FormTiny"
#define DS_DOCX_SHEET "Sheet"           /* in the sheet to be signed */

/* Bodies of the parts word/styles.xml and word/fontTable.xml. */
void ds_docx_write_styles(ds_markup *m);
void ds_docx_write_fonts(ds_markup *m);

#endif
