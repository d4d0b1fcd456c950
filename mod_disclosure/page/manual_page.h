/* A page of the manual: a file of htdocs/manual inside the site's template. */
#ifndef DS_PAGE_MANUAL_PAGE_H
#define DS_PAGE_MANUAL_PAGE_H

#include "page/site.h"
#include "page/template.h"

/* Fills the page with a trusted file of len bytes of UTF-8: the body of an
 * HTML document that begins with <h1>TITLE</h1>, or <h1 lang="en">, TITLE being
 * plain text.
 * Returns NULL, or an English sentence that says what the file lacks. */
const char *ds_manual_page(ds_page *page, const ds_site *site, const char *bytes, apr_size_t len,
                           apr_pool_t *pool);

#endif
