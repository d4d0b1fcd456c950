/* The route table's row. */
#ifndef DISCLOSURE_ROUTE_H
#define DISCLOSURE_ROUTE_H

#include "httpd/request.h"

/* What a builder makes: an answer that may be kept. */
typedef struct disclosure_draft {
    const char *content_type;
    const char *disposition;  /* Content-Disposition, or NULL */
    const char *digest;       /* of the report, as Disclosure-Digest has it; or NULL */
    const char *policy;       /* Content-Security-Policy of its own, or NULL: the site's */
    const char *body;
    apr_size_t length;
    apr_time_t changed;       /* of the content, 0: unknown */
    const char *detail;       /* with a failure: what to tell; or NULL */
} disclosure_draft;

/* Builds a page. APR_SUCCESS, or an outcome of core/status.h. */
typedef apr_status_t disclosure_build_fn(disclosure_request *request, disclosure_draft *draft);

/* Answers a request; returns what an httpd handler returns. */
typedef int disclosure_handle_fn(disclosure_request *request);

/* Answers a staff request that has an identity (httpd/staff.h). */
struct disclosure_staff;
typedef int disclosure_staff_fn(struct disclosure_staff *staff);

/* What has to be switched on. */
typedef enum {
    DISCLOSURE_FOR_ALL, DISCLOSURE_FOR_PUBLIC, DISCLOSURE_FOR_STAFF, DISCLOSURE_FOR_API
} disclosure_switch;

/* Methods, as an or. HEAD comes with GET. FILES is no method: the staff
 * function reads a multipart body itself, and calls disclosure_staff_admit()
 * before it acts; BESIDE: the files are chosen in a form that is worth keeping
 * without them, when somebody has to sign in first. */
enum { DISCLOSURE_GET = 1, DISCLOSURE_PUT = 2, DISCLOSURE_POST = 4, DISCLOSURE_FILES = 8,
       DISCLOSURE_BESIDE = 16 };
#define DISCLOSURE_METHODS (DISCLOSURE_GET | DISCLOSURE_PUT | DISCLOSURE_POST)

/* A pattern is the path behind the base. {organ} is a key, {year} four digits,
 * {version} a number from 1, {codec} the suffix of a form of output (.xml) or
 * nothing, {years} a span of years that can be compared, {span} two numbers of
 * four digits or one, {action} a word, {file} a plain file name, {fingerprint}
 * hexadecimal digits, {cell} three words that may be the address of a cell,
 * {account} the name of an account as ds_staff_account_path() writes
 * it. */
typedef struct disclosure_route {
    int methods;
    const char *pattern;
    disclosure_switch needs;
    disclosure_handle_fn *handle; /* or build, for a page that may be kept: */
    disclosure_build_fn *build;
    int depends;                  /* DISCLOSURE_ON_*: what the page is built from */
    disclosure_staff_fn *staff;   /* of a staff route: what disclosure_staff_handle() calls */
    int has_query;                /* the page depends on the query: with one it is not kept */
} disclosure_route;

#endif
