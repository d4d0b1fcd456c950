/* GET B/staff/reports/{organ}/{year}/history, and the scan of a signed sheet. */
#include "httpd/staff_review.h"

#include "httpd/upload.h"
#include "store/history.h"

/* Records on one page. */
#define MAX_DEEDS 300

static apr_status_t papers_of(disclosure_staff *staff, apr_array_header_t **papers)
{
    const disclosure_request *request = staff->request;
    apr_array_header_t *stored;
    apr_status_t status = ds_store_signatures(staff->store, &stored, request->organ,
                                              request->year, request->r->pool);

    *papers = apr_array_make(request->r->pool, 4, sizeof(ds_staff_signed));
    for (int i = 0; status == APR_SUCCESS && i < stored->nelts; i++) {
        const ds_signature *s = APR_ARRAY_IDX(stored, i, const ds_signature *);
        APR_ARRAY_PUSH(*papers, ds_staff_signed) = (ds_staff_signed) {
            s->number, s->revision, s->step_name, s->signer, s->post, s->signed_on, s->scan,
            s->name ? s->name : s->account, s->at
        };
    }
    return status;
}

static apr_status_t revision_of(disclosure_staff *staff, int number, const ds_report **report)
{
    const disclosure_request *request = staff->request;
    ds_revision *revision;
    ds_report *read = NULL;
    apr_status_t status = ds_store_revision(staff->store, &revision, request->organ,
                                            request->year, number, request->r->pool);

    if (status == APR_SUCCESS)
        status = disclosure_review_parse(staff, revision, &read);
    *report = read;
    return status;
}

/* The two revisions asked for, if any. */
static apr_status_t compare(disclosure_staff *staff, ds_staff_history *page)
{
    apr_status_t status;

    page->from = (int)disclosure_review_number(staff, "from");
    page->to = (int)disclosure_review_number(staff, "to");
    if (!page->from || !page->to)
        return APR_SUCCESS;
    status = revision_of(staff, page->from, &page->before);
    return status == APR_SUCCESS ? revision_of(staff, page->to, &page->after) : status;
}

/* Whether the report is older than the record: what was done at first is no longer
 * kept. */
static apr_status_t find_cut(disclosure_staff *staff, ds_staff_history *page)
{
    const disclosure_request *request = staff->request;
    apr_pool_t *pool = request->r->pool;
    ds_audit_anchor anchor;
    ds_revision *first;
    apr_status_t status = ds_store_audit_anchor(staff->store, &anchor, pool);

    if (status != APR_SUCCESS || anchor.number <= 0)
        return status;
    status = ds_store_revision(staff->store, &first, request->organ, request->year, 1, pool);
    page->is_cut = status == APR_SUCCESS && first->created_at <= anchor.at;
    return status;
}

int disclosure_staff_history(disclosure_staff *staff)
{
    const disclosure_request *request = staff->request;
    apr_pool_t *pool = request->r->pool;
    apr_array_header_t *deeds, *papers;
    ds_staff_history view = { .view = &staff->view, .organ = request->organ,
                              .year = request->year, .chain = request->site->chain };
    disclosure_review review;
    ds_page *page = ds_page_create(pool);
    apr_status_t status = disclosure_review_open(staff, &review, 1);

    if (status == APR_SUCCESS)
        status = disclosure_review_deeds(staff, &deeds, disclosure_review_number(staff, "before"),
                                         MAX_DEEDS);
    if (status == APR_SUCCESS)
        status = papers_of(staff, &papers);
    if (status == APR_SUCCESS)
        status = compare(staff, &view);
    if (status == APR_SUCCESS)
        status = find_cut(staff, &view);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    view.organ_name = review.organ_name;
    view.deeds = deeds;
    view.papers = papers;
    view.takes_scans = request->site->config.files != NULL
        && ds_store_file_permit(staff->store, staff->actor, request->organ,
                                ds_findings_create(pool), pool) == APR_SUCCESS;
    if (deeds->nelts == MAX_DEEDS)
        view.earlier = APR_ARRAY_IDX(deeds, MAX_DEEDS - 1, ds_staff_deed).number;
    disclosure_staff_give(staff);
    ds_staff_history_page(page, &view, pool);
    return disclosure_staff_page(staff, HTTP_OK, page);
}

/* ---- The signed sheet ---- */

static int keep(disclosure_staff *staff, disclosure_upload *upload)
{
    const disclosure_request *request = staff->request;
    ds_findings *findings = ds_findings_create(request->r->pool);
    int is_new;
    apr_status_t status = disclosure_upload_keep(request, staff->store, staff->actor,
                                                 request->organ, upload, &is_new, findings);

    if (status == APR_SUCCESS)
        status = ds_store_add_scan(staff->store, staff->actor, request->organ, request->year,
                                   disclosure_review_number(staff, "_number"),
                                   upload->file.digest, staff->now, findings);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, findings);
    return disclosure_staff_see(staff, apr_pstrcat(request->r->pool,
                                                   disclosure_review_path(staff), "/history",
                                                   NULL), "scan");
}

/* The file is received without a connection of the database in hand. */
int disclosure_staff_scan(disclosure_staff *staff)
{
    disclosure_staff_report found;
    disclosure_upload upload;
    apr_status_t status = disclosure_staff_find(staff, &found);
    int rc;

    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    disclosure_staff_give(staff);
    rc = disclosure_upload_offered(staff->request);
    if (rc == OK)
        rc = disclosure_upload_receive(staff->request, &upload);
    if (rc != OK)
        return rc;
    if (upload.fields)
        staff->fields = apr_table_copy(staff->request->r->pool, upload.fields);
    rc = disclosure_staff_admit(staff);
    if (rc != OK)
        return rc;
    status = disclosure_staff_lease(staff);
    return status == APR_SUCCESS ? keep(staff, &upload)
        : disclosure_staff_problem(staff, status, NULL, NULL);
}
