/* Word-processor documents in (WordprocessingML): those that ds_docx_write() made,
 * part by part by their styles; of any other the text with its tables goes to the
 * reader of plain text. Of a document printed for review the sheet to be signed is
 * left out.
 */
#ifndef DS_IO_DOCX_READ_H
#define DS_IO_DOCX_READ_H

#include "io/io.h"

ds_read_fn ds_docx_read;

#endif
