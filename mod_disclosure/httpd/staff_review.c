/* One report of the portal, found and read; what its pages are made of. */
#include "httpd/staff_review.h"

#include "core/canonical.h"
#include "core/date.h"
#include "page/piece.h"
#include "store/comments.h"
#include "store/history.h"

const char *disclosure_review_path(const disclosure_staff *staff)
{
    const disclosure_request *request = staff->request;

    return apr_psprintf(request->r->pool, "/reports/%s/%d", request->organ, request->year);
}

apr_int64_t disclosure_review_number(const disclosure_staff *staff, const char *name)
{
    const char *text = apr_table_get(staff->fields, name);

    if (!text || !*text || strlen(text) > 18 || strspn(text, "0123456789") != strlen(text))
        return 0;
    return apr_atoi64(text);
}

apr_status_t disclosure_review_parse(disclosure_staff *staff, const ds_revision *revision,
                                     ds_report **report)
{
    const disclosure_request *request = staff->request;
    apr_pool_t *pool = request->r->pool;
    ds_findings *findings = ds_findings_create(pool);

    if (ds_canonical_read(report, findings, revision->xml, revision->xml_length,
                          request->site->formats, pool, pool) == APR_SUCCESS)
        return APR_SUCCESS;
    ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, request->r,
                  "DS0720: the stored report %s %d, revision %d, cannot be read (%s); "
                  "is its format still among the formats?",
                  request->organ, request->year, revision->number,
                  ds_findings_count(findings) ? ds_findings_at(findings, 0)->rule : "no finding");
    return APR_EGENERAL;
}

/* What the report calls the organ, else its name of today. */
static const char *name_of(const disclosure_review *review, apr_pool_t *pool)
{
    if (review->report && review->report->organ_name)
        return review->report->organ_name;
    return ds_piece_organ_name(review->found.organ, pool);
}

apr_status_t disclosure_review_open(disclosure_staff *staff, disclosure_review *review,
                                    int must_exist)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_status_t status;

    memset(review, 0, sizeof *review);
    status = disclosure_staff_find(staff, &review->found);
    if (status == APR_SUCCESS && must_exist && !review->found.working)
        status = DS_ENOTFOUND;
    if (status == APR_SUCCESS && review->found.working) {
        review->listing = review->found.working->listing;
        review->findings = ds_findings_read(review->found.working->findings, pool);
        status = review->findings
            ? disclosure_review_parse(staff, review->found.working, &review->report)
            : APR_EGENERAL;
    }
    if (status != APR_SUCCESS)
        return status;
    if (review->findings)
        ds_findings_sort(review->findings);
    review->organ_name = name_of(review, pool);
    return APR_SUCCESS;
}

apr_status_t disclosure_review_permit(const disclosure_staff *staff,
                                      const disclosure_review *review, ds_action action,
                                      const char **why)
{
    return ds_permit(staff->actor, action, &review->found.subject, staff->request->site->chain,
                     why, staff->request->r->pool);
}

static const char *shown(const char *name, const char *account)
{
    return name ? name : account;
}

static ds_staff_deed shown_deed(const ds_deed *d)
{
    return (ds_staff_deed) { d->number, d->at, shown(d->name, d->account), d->action, d->revision,
                             d->detail };
}

apr_status_t disclosure_review_returned(disclosure_staff *staff, ds_staff_deed **returned)
{
    const disclosure_request *request = staff->request;
    ds_deed *deed;
    apr_status_t status = ds_store_last_return(staff->store, &deed, request->organ, request->year,
                                               request->r->pool);

    *returned = NULL;
    if (status == APR_SUCCESS && deed) {
        *returned = apr_palloc(request->r->pool, sizeof **returned);
        **returned = shown_deed(deed);
    }
    return status;
}

apr_status_t disclosure_review_deeds(disclosure_staff *staff, apr_array_header_t **deeds,
                                     apr_int64_t before, int limit)
{
    const disclosure_request *request = staff->request;
    apr_array_header_t *stored;
    apr_status_t status = ds_store_history(staff->store, &stored, request->organ, request->year,
                                           before, limit, request->r->pool);

    *deeds = apr_array_make(request->r->pool, 16, sizeof(ds_staff_deed));
    for (int i = 0; status == APR_SUCCESS && i < stored->nelts; i++)
        APR_ARRAY_PUSH(*deeds, ds_staff_deed) = shown_deed(APR_ARRAY_IDX(stored, i,
                                                                         const ds_deed *));
    return status;
}

apr_status_t disclosure_review_notes(disclosure_staff *staff, apr_array_header_t **notes,
                                     int only_open)
{
    const disclosure_request *request = staff->request;
    apr_array_header_t *stored;
    apr_status_t status = ds_store_comments(staff->store, &stored, request->organ, request->year,
                                            only_open, request->r->pool);

    *notes = apr_array_make(request->r->pool, 8, sizeof(ds_staff_note));
    for (int i = 0; status == APR_SUCCESS && i < stored->nelts; i++) {
        const ds_comment *c = APR_ARRAY_IDX(stored, i, const ds_comment *);
        APR_ARRAY_PUSH(*notes, ds_staff_note) = (ds_staff_note) {
            c->number, c->revision, c->place, c->passage, c->text, shown(c->name, c->account),
            c->at, c->resolved_by ? shown(c->resolver_name, c->resolved_by) : NULL,
            c->resolved_at
        };
    }
    return status;
}
