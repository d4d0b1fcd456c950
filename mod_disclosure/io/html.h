/* Web pages in: a report's page, its fragment, or the text of one pasted into
 * another page.
 *
 * A page of this project is read as it is, from the element with the class
 * "ds-report" on; what stands beside the report there (notices, furniture,
 * downloads, charts) is left out. Of any other page the body is read: where it
 * has the headings and tables of a format it is taken for a report pasted there,
 * else its text goes to the reader of plain text.
 */
#ifndef DS_IO_HTML_H
#define DS_IO_HTML_H

#include "io/io.h"

/* Most tags and comments of one page: bounds the tree that is made of it. */
#define DS_HTML_MAX_MARKUP 100000

ds_read_fn ds_html_read;

/* Calls `found` for each address that the page refers to (links, pictures,
 * style sheets, scripts), as it stands there. APR_SUCCESS, or as ds_html_read()
 * with a finding. */
apr_status_t ds_html_links(const char *bytes, apr_size_t len,
                           void (*found)(void *baton, const char *address), void *baton,
                           ds_findings *findings, apr_pool_t *scratch_pool);

/* Whether the bytes begin as a web page or a piece of one does. */
int ds_html_begins(const char *bytes, apr_size_t len);

#endif
