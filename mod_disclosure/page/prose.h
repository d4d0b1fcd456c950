/* Prose of a report: paragraphs and pictures. */
#ifndef DS_PAGE_PROSE_H
#define DS_PAGE_PROSE_H

#include "core/markup.h"
#include "core/report.h"
#include "page/site.h"

/* Writes the blocks (array of ds_block). A line that begins with an ordinal in
 * brackets, （一）, has its heading set in bold: the whole line where it is no
 * more than that, else up to its first full stop or colon. */
void ds_prose_write(ds_markup *m, const ds_site *site, const apr_array_header_t *blocks,
                    apr_pool_t *pool);

/* How many bytes of the line are a heading of that kind, 0 for none. */
apr_size_t ds_prose_heading(const char *line, apr_size_t len);

#endif
