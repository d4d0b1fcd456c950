/* What httpd refuses by itself below B/api (sign-in, Require, its own limits) is a
 * problem document, too: the page httpd writes is dropped on its way out and the
 * document goes out instead, with the status and headers (WWW-Authenticate) that
 * are set. */
#include <util_filter.h>

#include "httpd/answer.h"
#include "httpd/problem.h"
#include "httpd/startup.h"

#define FILTER_NAME "DISCLOSURE_PROBLEM"

static ap_filter_rec_t *problem_filter;

static int has_end(const apr_bucket_brigade *brigade)
{
    for (apr_bucket *b = APR_BRIGADE_FIRST(brigade); b != APR_BRIGADE_SENTINEL(brigade);
         b = APR_BUCKET_NEXT(b))
        if (APR_BUCKET_IS_EOS(b))
            return 1;
    return 0;
}

static apr_status_t replace(ap_filter_t *f, apr_bucket_brigade *brigade)
{
    request_rec *r = f->r;
    int is_end = has_end(brigade);
    apr_status_t status;

    status = apr_brigade_cleanup(brigade);
    if (!is_end || status != APR_SUCCESS)
        return status;
    ap_remove_output_filter(f);
    disclosure_problem_stand_in(disclosure_request_of(r), r->status, brigade);
    return ap_pass_brigade(f->next, brigade);
}

void disclosure_problem_claim(request_rec *r)
{
    /* The text is dropped like httpd's own. */
    ap_custom_response(r, HTTP_UNAUTHORIZED, "\"");
    ap_custom_response(r, HTTP_FORBIDDEN, "\"");
}

/* Called before httpd writes a page of its own about an error. */
static void insert(request_rec *r)
{
    const disclosure_request *request = disclosure_request_of(r);

    if (request && request->is_api && !r->main)
        ap_add_output_filter_handle(problem_filter, NULL, r, r->connection);
}

void disclosure_register_problem_filter(apr_pool_t *pool)
{
    problem_filter = ap_register_output_filter(FILTER_NAME, replace, NULL, AP_FTYPE_RESOURCE);
    ap_hook_insert_error_filter(insert, NULL, NULL, APR_HOOK_MIDDLE);
}
