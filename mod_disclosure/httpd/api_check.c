/* POST B/api/check: a report is read and checked, and nothing is stored. */
#include "core/check.h"
#include "core/date.h"
#include "httpd/api.h"
#include "httpd/identity.h"
#include "httpd/problem.h"
#include "httpd/query.h"
#include "io/json.h"

/* What the store knows around the report: the organ's names, and for those who
 * may see it, the report of the year before. */
static apr_status_t look_around(ds_store *store, disclosure_request *request,
                                const ds_report *report, ds_check_context *context)
{
    apr_pool_t *pool = request->r->pool;
    ds_case subject = {0};
    const ds_actor *actor;
    apr_array_header_t *path;
    ds_organ *organ;
    ds_report *previous = NULL;
    apr_status_t status = ds_store_organ(store, &organ, report->organ, pool);

    if (status != APR_SUCCESS)
        return status == DS_ENOTFOUND ? APR_SUCCESS : status;
    context->organ_names = ds_organ_all_names(organ, pool);
    status = ds_store_organ_path(store, &path, report->organ, pool);
    if (status == APR_SUCCESS)
        status = disclosure_actor(&actor, store, request->r);
    if (status != APR_SUCCESS || !report->year)
        return status;
    subject.path = path;
    subject.exists = 1;
    if (ds_permit(actor, DS_ACTION_READ, &subject, request->site->chain, NULL, pool)
        != APR_SUCCESS)
        return APR_SUCCESS;
    status = ds_store_previous(store, &previous, report->organ, report->year, pool);
    context->previous = previous;
    return status == DS_ENOTFOUND ? APR_SUCCESS : status;
}

static apr_status_t context_of(disclosure_request *request, const ds_report *report,
                               ds_check_context *context)
{
    disclosure_lease *lease;
    apr_status_t status;

    if (!report->organ)
        return APR_SUCCESS;
    status = disclosure_request_lease(&lease, request);
    if (status != APR_SUCCESS)
        return status;
    status = look_around(lease->store, request, report, context);
    disclosure_lease_give(lease);
    return status;
}

int disclosure_api_check(disclosure_request *request)
{
    static const char *const known[] = { NULL };
    apr_pool_t *pool = request->r->pool;
    ds_check_context context = {0};
    disclosure_input input;
    const char *why = NULL;
    apr_status_t status;
    int rc;

    if (!disclosure_query_fields(request, known, &why))
        return disclosure_problem_http(request, HTTP_BAD_REQUEST, why, NULL);
    rc = disclosure_api_read(request, &input, NULL, 0);
    if (rc != OK)
        return rc;
    status = context_of(request, input.report, &context);
    if (status != APR_SUCCESS)
        return disclosure_problem(request, status, NULL, NULL);
    ds_check(input.findings, input.report, &context, pool);
    return disclosure_api_send(request, HTTP_OK, NULL,
                               ds_json_check_result(input.report, input.findings,
                                                    request->site->config.digest, pool));
}
