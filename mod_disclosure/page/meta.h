/* What stands in <head> of a page: description, the three groups of meta tags
 * that government sites must carry (site, column, content), the one address,
 * style sheet and script. Tags without a value are left out. */
#ifndef DS_PAGE_META_H
#define DS_PAGE_META_H

#include "page/site.h"
#include "page/template.h"

typedef struct ds_meta {
    const char *title;          /* of this page, without the site's name */
    const char *description;    /* or NULL */
    const char *path;           /* the address under which the page is to be known, from
                                   the root on; NULL: not to be found by search engines */
    int in_column;              /* carries the column's tags */
    /* of an article; title NULL: it is none */
    const char *article_title;
    const char *published;      /* YYYY-MM-DD HH:MM */
    const char *source;         /* who publishes it */
} ds_meta;

/* Fills title, site, meta and footer of the page. */
void ds_meta_write(ds_page *page, const ds_site *site, const ds_meta *meta, apr_pool_t *pool);

#endif
