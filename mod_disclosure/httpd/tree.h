/* Questions to the configuration as it was read: what other modules were told.
 * Only while starting. */
#ifndef DISCLOSURE_TREE_H
#define DISCLOSURE_TREE_H

#include "httpd/disclosure.h"

/* The (first) argument of a server-level directive as it holds for a server:
 * its own, else the main server's; NULL when neither has it. */
const char *disclosure_tree_value(const server_rec *server, const char *directive,
                                  apr_pool_t *pool);

/* The first directive that guards or changes the pages below a base in a way
 * the quick handler would pass over: access control or anything else in a
 * <Location>, <LocationMatch> or <If> that covers them, or RewriteEngine On.
 * NULL when there is none. Sections that cover no more than the staff pages
 * or the interface for systems do not matter. */
const ap_directive_t *disclosure_tree_guard(const server_rec *server, const char *base,
                                            apr_pool_t *pool);

#endif
