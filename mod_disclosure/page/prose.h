/* Prose of a report: paragraphs and pictures. */
#ifndef DS_PAGE_PROSE_H
#define DS_PAGE_PROSE_H

#include "core/markup.h"
#include "core/report.h"
#include "page/site.h"

/* Writes the blocks (array of ds_block). The heading with which a line begins
 * (core/prose_heading.h) is set in bold. */
void ds_prose_write(ds_markup *m, const ds_site *site, const apr_array_header_t *blocks,
                    apr_pool_t *pool);

#endif
