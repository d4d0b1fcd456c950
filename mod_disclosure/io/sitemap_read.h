/* Site maps in (sitemaps.org): the addresses that one lists. */
#ifndef DS_IO_SITEMAP_READ_H
#define DS_IO_SITEMAP_READ_H

#include "core/finding.h"

/* Calls `found` for the address in each <loc>, of pages as of further site maps.
 * APR_SUCCESS, or as ds_sax_parse() with a finding. */
apr_status_t ds_sitemap_read(const char *bytes, apr_size_t len,
                             void (*found)(void *baton, const char *address), void *baton,
                             ds_findings *findings, apr_pool_t *scratch_pool);

#endif
