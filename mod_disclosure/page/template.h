/* The page around our pages: ours, or a portal's own.
 *
 * A template is an HTML file with marked places,
 *   <!--disclosure:title--> <!--disclosure:meta-->
 *   <!--disclosure:breadcrumb--> <!--disclosure:body-->
 * read once at start. title stands inside <title>, meta inside <head>
 * (description, the three groups of meta tags, our style sheet), breadcrumb
 * and body inside <body>. Each place may stand once; meta and body must.
 *
 * Two more places serve a template without a portal around it, such as the
 * one shipped: <!--disclosure:site--> is the site's name,
 * <!--disclosure:footer--> the site's identification code and the pages that
 * explain the column.
 */
#ifndef DS_PAGE_TEMPLATE_H
#define DS_PAGE_TEMPLATE_H

#include <apr_pools.h>

#include "core/markup.h"

#define DS_TEMPLATE_MAX_BYTES (1024 * 1024)

typedef struct ds_template ds_template;

/* One page's filling: what goes into each place. */
typedef struct ds_page {
    const char *title;       /* plain text; never NULL, "" at first */
    const char *site;        /* plain text; never NULL, "" at first */
    ds_markup *meta;         /* each lives in the request's pool, never NULL */
    ds_markup *breadcrumb;
    ds_markup *body;
    ds_markup *footer;
} ds_page;

/* An empty page in pool. */
ds_page *ds_page_create(apr_pool_t *pool);

/* Reads a template (at most DS_TEMPLATE_MAX_BYTES, UTF-8). Returns NULL, or a
 * sentence with file and line (in result_pool). */
const char *ds_template_load(ds_template **out, const char *path, apr_pool_t *result_pool,
                             apr_pool_t *scratch_pool);

/* The digest of its bytes: part of every page's ETag. */
const char *ds_template_digest(const ds_template *t);

/* The whole document; in pool, *len without the NUL. */
const char *ds_template_render(const ds_template *t, ds_page *page, apr_size_t *len,
                               apr_pool_t *pool);

#endif
