/* Headings inside prose: the second level of official documents, （一）. */
#ifndef DS_CORE_PROSE_HEADING_H
#define DS_CORE_PROSE_HEADING_H

#include <apr.h>

/* How many bytes of a line of `len` bytes are such a heading, 0 for none: the
 * line begins with an ordinal in brackets, and the heading is all of it, or all
 * up to its first full stop or colon. */
apr_size_t ds_prose_heading(const char *line, apr_size_t len);

#endif
