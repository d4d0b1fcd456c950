/* What the files that read web pages share: the parsed page. */
#ifndef DS_IO_HTML_TREE_H
#define DS_IO_HTML_TREE_H

#include <libxml/tree.h>

#include "io/html.h"

/* The page as a tree that is freed with the pool; bounds, encoding and nesting
 * are checked before and while it is made. APR_SUCCESS; DS_EUNREADABLE or
 * DS_ETOOLARGE with a finding. *root is never NULL on success. */
apr_status_t ds_html_tree(xmlNode **root, const char *bytes, apr_size_t len,
                          ds_findings *findings, apr_pool_t *pool);

int ds_html_is(const xmlNode *node, const char *name);

/* The value of an attribute in pool; NULL. */
const char *ds_html_attribute(const xmlNode *node, const char *name, apr_pool_t *pool);

/* Whether the element has the class; with `is_prefix`, one that begins so. */
int ds_html_has_class(const xmlNode *node, const char *class_name, int is_prefix);

#endif
