/* B/api/reports: reading and writing working revisions. */
#include "core/canonical.h"
#include "httpd/api.h"
#include "httpd/identity.h"
#include "httpd/problem.h"
#include "httpd/query.h"
#include "io/json.h"

#define LIST_LENGTH 100

/* ---- GET: one ---- */

/* Whether the actor may see reports of the organ; says so before it is known
 * whether there is one. */
static apr_status_t may_read(ds_store *store, disclosure_request *request, const char **why)
{
    apr_pool_t *pool = request->r->pool;
    ds_case subject = { .exists = 1 };
    apr_array_header_t *path;
    const ds_actor *actor;
    apr_status_t status = disclosure_actor(&actor, store, request->r);

    if (status == APR_SUCCESS)
        status = ds_store_organ_path(store, &path, request->organ, pool);
    if (status != APR_SUCCESS)
        return status;
    subject.path = path;
    return ds_permit(actor, DS_ACTION_READ, &subject, request->site->chain, why, pool);
}

static apr_status_t fetch(disclosure_request *request, ds_revision **revision, const char **why)
{
    disclosure_lease *lease;
    apr_status_t status = disclosure_request_lease(&lease, request);

    if (status != APR_SUCCESS)
        return status;
    status = may_read(lease->store, request, why);
    if (status == APR_SUCCESS)
        status = ds_store_working(lease->store, revision, request->organ, request->year,
                                  request->r->pool);
    disclosure_lease_give(lease);
    return status;
}

static int get_report(disclosure_request *request)
{
    apr_pool_t *pool = request->r->pool;
    ds_findings *problems = ds_findings_create(pool);
    ds_findings *findings;
    ds_revision *revision;
    ds_report *report;
    const char *why = NULL;
    json_t *object;
    apr_status_t status = fetch(request, &revision, &why);

    if (status == APR_SUCCESS)
        status = ds_canonical_read(&report, problems, revision->xml, revision->xml_length,
                                   request->site->formats, pool, pool);
    if (status != APR_SUCCESS)
        return disclosure_problem(request, status, why, NULL);
    findings = ds_findings_read(revision->findings, pool);
    object = disclosure_api_state(revision->listing, revision);
    json_object_set_new(object, "findings", findings ? ds_json_findings(findings) : json_array());
    json_object_set_new(object, "report", ds_json_report(report));
    return disclosure_api_send(request, HTTP_OK, revision->listing->tag, object);
}

/* ---- PUT ---- */

static apr_status_t save(disclosure_request *request, const disclosure_input *input,
                         const char *tag, ds_outcome *outcome, ds_revision **revision)
{
    apr_pool_t *pool = request->r->pool;
    const ds_actor *actor;
    disclosure_lease *lease;
    apr_status_t status = disclosure_request_lease(&lease, request);

    if (status != APR_SUCCESS)
        return status;
    status = disclosure_actor(&actor, lease->store, request->r);
    if (status == APR_SUCCESS)
        status = ds_store_save(lease->store, outcome, actor, input->report, input->findings, tag,
                               apr_time_sec(apr_time_now()), pool);
    if (status == APR_SUCCESS
        && ds_store_working(lease->store, revision, request->organ, request->year, pool)
           != APR_SUCCESS)
        *revision = NULL;
    disclosure_lease_give(lease);
    return status;
}

static int put_report(disclosure_request *request)
{
    disclosure_input input;
    ds_outcome outcome = {0};
    ds_revision *revision = NULL;
    const char *tag;
    apr_status_t status;
    int rc = disclosure_api_tag(request, &tag);

    if (rc != OK)
        return rc;
    rc = disclosure_api_read(request, &input, request->organ, request->year);
    if (rc != OK)
        return rc;
    status = save(request, &input, tag, &outcome, &revision);
    if (status == APR_SUCCESS && outcome.created)
        apr_table_setn(request->r->headers_out, "Location",
                       apr_pstrcat(request->r->pool, request->site->base, request->rest, NULL));
    return disclosure_api_outcome(request, status, &outcome, revision);
}

int disclosure_api_report(disclosure_request *request)
{
    return request->r->method_number == M_PUT ? put_report(request) : get_report(request);
}

/* ---- GET: the list ---- */

typedef struct {
    int year;
    int state;           /* ds_state, or -1 */
    const char *after;
} list_query;

/* The query of the address; 0 with *why when it is not right. */
static int read_query(disclosure_request *request, list_query *query, const char **why)
{
    static const char *const known[] = { "year", "state", "after", NULL };
    const apr_table_t *fields = disclosure_query_fields(request, known, why);
    const char *state;

    if (!fields)
        return 0;
    query->year = disclosure_query_year(fields, "year", why);
    if (query->year < 0)
        return 0;
    state = apr_table_get(fields, "state");
    query->state = state ? ds_state_find(state) : -1;
    query->after = apr_table_get(fields, "after");
    if (!state || query->state >= 0)
        return 1;
    *why = "查询条件中的状态应为以下之一："
           "draft、submitted、returned、approved、published、withdrawn。";
    return 0;
}

/* What the account may see: reports of organs it has a role on, and below. */
static apr_status_t fetch_list(disclosure_request *request, const list_query *wanted,
                               apr_array_header_t **listings, const char **next)
{
    apr_pool_t *pool = request->r->pool;
    apr_array_header_t *below = apr_array_make(pool, 4, sizeof(const char *));
    ds_query query = { .year = wanted->year, .state = wanted->state, .below = below,
                       .after = wanted->after, .limit = LIST_LENGTH };
    const ds_actor *actor;
    disclosure_lease *lease;
    apr_status_t status = disclosure_request_lease(&lease, request);

    if (status != APR_SUCCESS)
        return status;
    status = disclosure_actor(&actor, lease->store, request->r);
    for (int i = 0; status == APR_SUCCESS && i < actor->grants->nelts; i++)
        APR_ARRAY_PUSH(below, const char *) = APR_ARRAY_IDX(actor->grants, i, ds_grant).organ;
    if (status == APR_SUCCESS && below->nelts)
        status = ds_store_list(lease->store, listings, next, &query, pool);
    disclosure_lease_give(lease);
    return status;
}

/* The address of what follows. */
static json_t *next_address(const disclosure_request *request, const list_query *query,
                            const char *next)
{
    apr_pool_t *pool = request->r->pool;
    const char *address;

    if (!next)
        return json_null();
    address = apr_pstrcat(pool, request->site->base, request->rest, "?after=",
                          ap_escape_urlencoded(pool, next), NULL);
    if (query->year)
        address = apr_psprintf(pool, "%s&year=%d", address, query->year);
    if (query->state >= 0)
        address = apr_pstrcat(pool, address, "&state=", ds_state_name((ds_state)query->state),
                              NULL);
    return json_string(address);
}

int disclosure_api_list(disclosure_request *request)
{
    apr_array_header_t *listings =
        apr_array_make(request->r->pool, 1, sizeof(const ds_listing *));
    list_query query = {0};
    const char *why = NULL, *next = NULL;
    json_t *object, *items;
    apr_status_t status;

    if (!read_query(request, &query, &why))
        return disclosure_problem_http(request, HTTP_BAD_REQUEST, why, NULL);
    status = fetch_list(request, &query, &listings, &next);
    if (status == DS_ENOTFOUND)
        return disclosure_problem_http(request, HTTP_BAD_REQUEST,
                                       "查询条件after应为上一页返回的next。", NULL);
    if (status != APR_SUCCESS)
        return disclosure_problem(request, status, NULL, NULL);
    object = json_object();
    items = json_array();
    for (int i = 0; i < listings->nelts; i++)
        json_array_append_new(items, disclosure_api_state(
            APR_ARRAY_IDX(listings, i, const ds_listing *), NULL));
    json_object_set_new(object, "items", items);
    json_object_set_new(object, "next", next_address(request, &query, next));
    return disclosure_api_send(request, HTTP_OK, NULL, object);
}
