/* GET B/staff/reports/{organ}/{year}: where the report is, what was found, what
 * may be done. */
#include "httpd/staff_review.h"

#include "core/deadline.h"
#include "httpd/report_files.h"
#include "store/comments.h"
#include "store/history.h"
#include "store/roster.h"

/* Names shown of those who may take the next step. */
#define MAX_NAMES 3

/* When the report is to be public: as the year's list says, else as the
 * regulation. */
static apr_status_t due_of(disclosure_staff *staff, const disclosure_review *review,
                           const char **due)
{
    const disclosure_request *request = staff->request;
    apr_array_header_t *duties;
    apr_status_t status = ds_store_roster(staff->store, &duties, request->year, request->year,
                                          request->r->pool);

    *due = ds_deadline(review->found.organ->kind, request->year, request->r->pool);
    for (int i = 0; status == APR_SUCCESS && i < duties->nelts; i++) {
        const ds_duty *duty = APR_ARRAY_IDX(duties, i, const ds_duty *);
        if (!strcmp(duty->organ, request->organ))
            *due = duty->due;
    }
    return status;
}

/* ---- Who may do what ---- */

static unsigned permitted(const disclosure_staff *staff, const disclosure_review *review)
{
    unsigned may = 0;

    for (int action = DS_ACTION_READ; action <= DS_ACTION_TAKEDOWN; action++)
        if (disclosure_review_permit(staff, review, action, NULL) == APR_SUCCESS)
            may |= 1u << action;
    return may;
}

/* The action that takes the report on. */
static ds_action next_action(const ds_case *subject)
{
    if (!subject->exists)
        return DS_ACTION_EDIT;
    switch (subject->state) {
    case DS_STATE_DRAFT:
    case DS_STATE_RETURNED:
        return DS_ACTION_EDIT;
    case DS_STATE_SUBMITTED:
        return DS_ACTION_APPROVE;
    case DS_STATE_APPROVED:
        return DS_ACTION_PUBLISH;
    default:
        return DS_ACTION_READ;
    }
}

/* Why the author may not take the next step that would be his but for that;
 * NULL where he is not the author or has no such role. */
static const char *own_work(const disclosure_staff *staff, const disclosure_review *review)
{
    const char *why = NULL;
    ds_action action = next_action(&review->found.subject);
    ds_case subject = review->found.subject;

    if (disclosure_review_permit(staff, review, action, &why) != DS_EFORBIDDEN)
        return NULL;
    subject.author = NULL;
    return ds_permit(staff->actor, action, &subject, staff->request->site->chain, NULL,
                     staff->request->r->pool) == APR_SUCCESS ? why : NULL;
}

static apr_status_t people_of(disclosure_staff *staff, const disclosure_review *review,
                              const char **people)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_action action = next_action(&review->found.subject);
    apr_array_header_t *accounts;
    apr_status_t status = APR_SUCCESS;
    int n = 0;

    *people = NULL;
    if (action == DS_ACTION_READ)
        return APR_SUCCESS;
    status = ds_store_accounts(staff->store, &accounts, pool);
    for (int i = 0; status == APR_SUCCESS && i < accounts->nelts; i++) {
        const ds_account *a = APR_ARRAY_IDX(accounts, i, const ds_account *);
        ds_actor actor = { a->name, a->display_name, NULL, a->grants };

        if (!a->is_active || ds_permit(&actor, action, &review->found.subject,
                                       staff->request->site->chain, NULL, pool) != APR_SUCCESS)
            continue;
        if (n++ < MAX_NAMES)
            *people = apr_pstrcat(pool, *people ? *people : "", *people ? "、" : "",
                                  a->display_name ? a->display_name : a->name, NULL);
    }
    if (n > MAX_NAMES)
        *people = apr_psprintf(pool, "%s等%d人", *people, n);
    return status;
}

static int has_role(const disclosure_staff *staff, const disclosure_review *review, unsigned roles)
{
    for (int role = DS_ROLE_EDITOR; role <= DS_ROLE_ADMIN; role++)
        if (roles >> role & 1 && ds_actor_has_role(staff->actor, role, review->found.path))
            return 1;
    return 0;
}

#define DECIDING (1u << DS_ROLE_REVIEWER | 1u << DS_ROLE_PUBLISHER)

static int is_under_way(const ds_case *subject)
{
    return subject->exists && subject->state != DS_STATE_PUBLISHED
        && subject->state != DS_STATE_WITHDRAWN;
}

/* ---- The page ---- */

static const char *shown_name(disclosure_staff *staff, const char *account)
{
    ds_account *known;
    apr_status_t status = ds_store_account(staff->store, &known, account, staff->request->r->pool);

    return status == APR_SUCCESS && known->display_name ? known->display_name : account;
}

/* A place that the report has; NULL for any other text. */
static const char *place_asked(const disclosure_staff *staff, const disclosure_review *review)
{
    const char *at = disclosure_staff_text(staff, "at");

    if (!at)
        at = disclosure_staff_text(staff, "_place");
    if (!at || !review->report || strlen(at) > 100)
        return NULL;
    return strcmp(ds_staff_place_name(review->report->format, at, staff->request->r->pool), at)
        ? at : NULL;
}

static void describe(disclosure_staff *staff, const disclosure_review *review,
                     ds_staff_report *page)
{
    const ds_listing *l = review->listing;
    const disclosure_request *request = staff->request;

    page->view = &staff->view;
    page->organ = request->organ;
    page->organ_name = review->organ_name;
    page->year = request->year;
    page->is_region = review->found.organ->kind == DS_ORGAN_REGION;
    page->chain = request->site->chain;
    page->subject = &review->found.subject;
    page->report = review->report;
    page->findings = review->findings;
    page->may = permitted(staff, review);
    page->own_work = own_work(staff, review);
    page->may_comment = is_under_way(page->subject)
        && has_role(staff, review, DECIDING | 1u << DS_ROLE_EDITOR);
    page->compares = has_role(staff, review, DECIDING);
    page->picks = page->may_comment && apr_table_get(staff->fields, "pick") != NULL;
    page->at = place_asked(staff, review);
    if (!l)
        return;
    page->author = shown_name(staff, l->author);
    page->revision = l->revision;
    page->tag = l->tag;
    page->changed_at = review->found.working->created_at;
    page->published = l->published;
    page->published_on = l->published_on;
    page->is_withdrawn = l->is_withdrawn;
    page->withdrawn_reason = l->withdrawn_reason;
    page->may_explain = l->is_withdrawn
        && has_role(staff, review, DECIDING | 1u << DS_ROLE_ADMIN);
}

/* Approval in bulk asks for it. That it could not be noted does not keep anybody
 * from reading. */
static void note_opened(disclosure_staff *staff, const disclosure_review *review)
{
    const disclosure_request *request = staff->request;

    if (!is_under_way(&review->found.subject) || !has_role(staff, review, DECIDING))
        return;
    if (ds_store_note_opened(staff->store, staff->actor->account, request->organ, request->year,
                             review->listing->tag, staff->now) != APR_SUCCESS)
        ap_log_rerror(APLOG_MARK, APLOG_WARNING, 0, request->r,
                      "DS0721: that %s %d was opened could not be noted", request->organ,
                      request->year);
}

int disclosure_review_show(disclosure_staff *staff, disclosure_review *review, int http_status,
                           const ds_findings *errors, const char *typed)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_staff_report view = { .errors = errors, .typed = typed };
    apr_array_header_t *notes;
    ds_report *previous = NULL;
    ds_report_files *files = NULL;
    ds_staff_deed *returned = NULL;
    ds_page *page = ds_page_create(pool);
    apr_status_t status = disclosure_review_notes(staff, &notes, 0);

    describe(staff, review, &view);
    if (status == APR_SUCCESS && view.compares)
        status = ds_store_previous(staff->store, &previous, staff->request->organ,
                                   staff->request->year, pool);
    if (status == APR_SUCCESS && review->report)
        status = disclosure_report_files(&files, staff->store, review->report, pool);
    if (status == APR_SUCCESS)
        status = disclosure_review_returned(staff, &returned);
    if (status == APR_SUCCESS)
        status = due_of(staff, review, &view.due);
    if (status == APR_SUCCESS)
        status = people_of(staff, review, &view.people);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    note_opened(staff, review);
    view.notes = notes;
    view.previous = previous;
    view.files = files;
    view.returned = returned;
    disclosure_staff_give(staff);
    ds_staff_report_page(page, &view, pool);
    return disclosure_staff_page(staff, http_status, page);
}

int disclosure_staff_report_page(disclosure_staff *staff)
{
    disclosure_review review;
    apr_status_t status = disclosure_review_open(staff, &review, 0);

    return status != APR_SUCCESS ? disclosure_staff_problem(staff, status, NULL, NULL)
        : disclosure_review_show(staff, &review, HTTP_OK, NULL, NULL);
}
