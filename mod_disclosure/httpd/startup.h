/* What happens before the first request. */
#ifndef DISCLOSURE_STARTUP_H
#define DISCLOSURE_STARTUP_H

#include "httpd/disclosure.h"

/* Hooks. check_config is where data files are read and checked: it is the one
 * that `httpd -t` reaches. */
int disclosure_pre_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp);
int disclosure_check_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp,
                            server_rec *server);
int disclosure_post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp,
                           server_rec *server);
void disclosure_child_init(apr_pool_t *child_pool, server_rec *server);

/* Watches the record of each database (array of disclosure_database *) for
 * changes made by the tool or by other machines, at most once a second, in one
 * process of the server. Returns NULL, or what is missing. */
const char *disclosure_watch(const apr_array_header_t *databases, apr_pool_t *pconf);

/* Registers our authentication and authorization providers. */
void disclosure_register_authn(apr_pool_t *pool);
void disclosure_register_authz(apr_pool_t *pool);
void disclosure_register_session(apr_pool_t *pool);

/* Registers what makes httpd's own refusals below B/api problem documents. */
void disclosure_register_problem_filter(apr_pool_t *pool);

#endif
