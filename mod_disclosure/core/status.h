/* The outcomes that core, io and store report beside APR's own.
 *
 * They say what happened to a request about a report; each has one HTTP
 * status (httpd/problem.c) and one exit code (ctl). What a person is told
 * travels beside them as findings.
 */
#ifndef DS_CORE_STATUS_H
#define DS_CORE_STATUS_H

#include <apr_errno.h>

enum {
    DS_EUNREADABLE = APR_OS_START_USERERR + 1, /* not readable as the type it claims: 400 */
    DS_ETOOLARGE,      /* over a stated bound: 413 */
    DS_EUNSUPPORTED,   /* no reader or writer for the type: 415 */
    DS_EINVALID,       /* readable, but not acceptable: 422 */
    DS_EFORBIDDEN,     /* the actor's roles do not allow it: 403 */
    DS_ESTATE,         /* the report's state does not allow it: 409 */
    DS_ESTALE,         /* the revision seen is not the current one: 412 */
    DS_EPRECONDITION,  /* the revision seen was not stated: 428 */
    DS_ENOTFOUND,      /* no such organ, report or version: 404 */
    DS_EGONE,          /* withdrawn or taken down: 410 */
    DS_EUNAVAILABLE    /* the store cannot answer now: 503 */
};

#endif
