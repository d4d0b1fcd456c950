/* The plain-text reader: lines of prose as paragraphs. */
#ifndef DS_IO_TEXT_PARAGRAPHS_H
#define DS_IO_TEXT_PARAGRAPHS_H

#include "io/text_lines.h"

/* The paragraph that begins on the line; *end is set behind its last line. In
 * text taken from a PDF, where lines are broken by the width of the page, the
 * lines of a paragraph are joined; elsewhere a line is a paragraph. In pool. */
const char *ds_paragraph_at(int *end, const ds_document *document, const unsigned char *taken,
                            int line, apr_pool_t *pool);

/* Whether the text says nothing: punctuation alone, or only that a table
 * follows, as templates do. */
int ds_paragraph_is_filler(const char *text, apr_pool_t *pool);

#endif
