/* Reading XML element by element, without a tree.
 *
 * UTF-8 only, whatever a declaration says; no document type, no entity but
 * the five of XML, no network, nesting and attributes bounded (xml_scan.h).
 * Whoever owns the process has called xmlInitParser().
 */
#ifndef DS_CORE_SAX_H
#define DS_CORE_SAX_H

#include <apr_pools.h>

/* Text is valid during the call only; `value` is not NUL-terminated. */
typedef struct ds_sax_attr {
    const char *name;
    const char *uri;   /* of its namespace, NULL without a prefix */
    const char *value;
    apr_size_t len;
} ds_sax_attr;

/* `uri` is NULL for an element in no namespace. `line` counts from 1. */
typedef struct ds_sax_handler {
    void (*start)(void *baton, const char *uri, const char *name, const ds_sax_attr *attrs,
                  int n_attrs, int line);
    void (*end)(void *baton, int line);
    void (*text)(void *baton, const char *text, apr_size_t len, int line);
} ds_sax_handler;

/* Why a text is not readable. */
typedef struct ds_sax_problem {
    const char *rule;    /* F.encoding, F.xml, F.size */
    int line;
    const char *message; /* in Chinese, without the line */
    const char *passage; /* what stands there, shortened; or NULL */
} ds_sax_problem;

/* Calls the handler for all that can be read. APR_SUCCESS; DS_EUNREADABLE or
 * DS_ETOOLARGE (over DS_REPORT_MAX_BYTES) with *problem set, in pool: what
 * the handler was given before counts for nothing then. */
apr_status_t ds_sax_parse(const char *bytes, apr_size_t len, const ds_sax_handler *handler,
                          void *baton, ds_sax_problem *problem, apr_pool_t *pool);

#endif
