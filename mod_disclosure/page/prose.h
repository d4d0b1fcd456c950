/* Prose of a report: paragraphs and pictures. */
#ifndef DS_PAGE_PROSE_H
#define DS_PAGE_PROSE_H

#include "core/markup.h"
#include "core/report_files.h"
#include "page/site.h"

/* Writes the blocks (array of ds_block). The heading with which a line begins
 * (core/prose_heading.h) is set in bold. A figure whose file is known to be no
 * picture is a link to it, with its type and size; `files` may be NULL. */
void ds_prose_write(ds_markup *m, const ds_site *site, const apr_array_header_t *blocks,
                    const ds_report_files *files, apr_pool_t *pool);

#endif
