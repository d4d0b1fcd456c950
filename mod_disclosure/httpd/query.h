/* The query of an address, read strictly. */
#ifndef DISCLOSURE_QUERY_H
#define DISCLOSURE_QUERY_H

#include "httpd/request.h"

/* The fields of the query, each one of `known` (NULL-terminated) and none
 * twice. NULL with *why set to a sentence when they are not. */
apr_table_t *disclosure_query_fields(const disclosure_request *request, const char *const *known,
                                     const char **why);

/* A year in the field, 0 where there is none; -1 with *why when it is none. */
int disclosure_query_year(const apr_table_t *fields, const char *name, const char **why);

#endif
