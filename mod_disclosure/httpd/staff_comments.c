/* POST B/staff/reports/{organ}/{year}/comments: a comment, that it was dealt
 * with, and the reason of a report taken down. */
#include "httpd/staff_review.h"

#include "store/comments.h"
#include "store/history.h"

/* The same findings under the name of the field they are about, so that the
 * summary leads there. */
static ds_findings *at_field(const ds_findings *findings, const char *field, apr_pool_t *pool)
{
    ds_findings *moved = ds_findings_create(pool);

    for (int i = 0; i < ds_findings_count(findings); i++) {
        const ds_finding *f = ds_findings_at(findings, i);
        ds_findings_add(moved, DS_ERROR, f->rule, field, "%s", f->message);
    }
    return moved;
}

/* What was typed stays in the field. */
static int again(disclosure_staff *staff, const ds_findings *findings, const char *field)
{
    disclosure_review review;
    ds_findings *errors = at_field(findings, field, staff->request->r->pool);
    apr_status_t status = disclosure_review_open(staff, &review, 1);

    return status != APR_SUCCESS ? disclosure_staff_problem(staff, status, NULL, NULL)
        : disclosure_review_show(staff, &review, HTTP_UNPROCESSABLE_ENTITY, errors,
                                 disclosure_staff_text(staff, "_comment"));
}

static int answer(disclosure_staff *staff, apr_status_t status, const ds_findings *findings,
                  const char *field, const char *anchor, const char *done)
{
    if (status == DS_EINVALID)
        return again(staff, findings, field);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, ds_findings_count(findings)
                                        ? ds_findings_at(findings, 0)->message : NULL, NULL);
    return disclosure_staff_see(staff, apr_pstrcat(staff->request->r->pool,
                                                   disclosure_review_path(staff), "?done=", done,
                                                   anchor, NULL), NULL);
}

static int add(disclosure_staff *staff, ds_findings *findings)
{
    const disclosure_request *request = staff->request;
    apr_status_t status = ds_store_add_comment(staff->store, staff->actor, request->organ,
                                               request->year,
                                               disclosure_staff_text(staff, "_place"),
                                               disclosure_staff_text(staff, "_comment"),
                                               staff->now, findings);

    return answer(staff, status, findings, "_comment", "#ds-comments", "comment");
}

static int resolve(disclosure_staff *staff, ds_findings *findings)
{
    const disclosure_request *request = staff->request;
    apr_status_t status = ds_store_resolve_comment(staff->store, staff->actor, request->organ,
                                                   request->year,
                                                   disclosure_review_number(staff, "_number"),
                                                   staff->now, findings);

    return answer(staff, status, findings, "_comment", "#ds-comments", "resolve");
}

static int explain(disclosure_staff *staff, ds_findings *findings)
{
    const disclosure_request *request = staff->request;
    apr_status_t status = ds_store_explain(staff->store, staff->actor, request->organ,
                                           request->year,
                                           disclosure_staff_text(staff, "_explanation"),
                                           staff->now, findings);

    if (status == APR_SUCCESS)
        disclosure_staff_changed(staff, "explain", request->organ);
    return answer(staff, status, findings, "_explanation", "", "explain");
}

int disclosure_staff_comments(disclosure_staff *staff)
{
    static const struct {
        const char *name;
        int (*act)(disclosure_staff *staff, ds_findings *findings);
    } acts[] = { { "add", add }, { "resolve", resolve }, { "explain", explain } };
    const char *asked = apr_table_get(staff->fields, "_do");
    disclosure_staff_report found;
    apr_status_t status = disclosure_staff_find(staff, &found);

    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    for (size_t i = 0; asked && i < sizeof acts / sizeof acts[0]; i++)
        if (!strcmp(acts[i].name, asked))
            return acts[i].act(staff, ds_findings_create(staff->request->r->pool));
    return disclosure_staff_problem(staff, DS_EINVALID, "提交的内容不完整，请回到报告重新办理。", NULL);
}
