/* B/staff/reports/{organ}/{year}/{action}: a step is confirmed (GET) and taken
 * (POST). */
#include "httpd/staff_review.h"

#include "httpd/report_files.h"
#include "httpd/staff_next.h"
#include "store/history.h"

/* Most warnings that reasons are read for. */
#define MAX_REASONS 1000

/* Records looked at for what was done since the page was opened. */
#define MAX_DEEDS 50

/* A step under way. */
typedef struct step {
    disclosure_staff *staff;
    disclosure_review review;
    ds_action action;
    ds_findings *errors;    /* with ids "rule@field" */
    apr_pool_t *pool;
} step;

static const char *text(const step *s, const char *name)
{
    return disclosure_staff_text(s->staff, name);
}

static ds_finding *wrong(step *s, const char *rule, const char *field, const char *sentence)
{
    return ds_findings_add(s->errors, DS_ERROR, rule, field, "%s", sentence);
}

/* ---- The page ---- */

static apr_status_t describe(step *s, ds_staff_step *page)
{
    disclosure_staff *staff = s->staff;
    const disclosure_request *request = staff->request;
    const ds_listing *l = s->review.listing;
    apr_array_header_t *versions, *deeds, *notes;
    ds_report_files *files;
    apr_status_t status = ds_store_versions(staff->store, &versions, request->organ,
                                            request->year, s->pool);

    if (status == APR_SUCCESS)
        status = disclosure_review_deeds(staff, &deeds, 0, 1);
    if (status == APR_SUCCESS)
        status = disclosure_review_notes(staff, &notes, 1);
    if (status == APR_SUCCESS)
        status = disclosure_report_files(&files, staff->store, s->review.report, s->pool);
    if (status != APR_SUCCESS)
        return status;
    *page = (ds_staff_step) {
        .view = &staff->view, .action = s->action, .organ = request->organ,
        .organ_name = s->review.organ_name, .year = request->year, .chain = request->site->chain,
        .subject = &s->review.found.subject, .tag = l->tag, .revision = l->revision,
        .record = deeds->nelts ? APR_ARRAY_IDX(deeds, 0, ds_staff_deed).number : 0,
        .report = s->review.report, .files = files, .format = s->review.report->format, .findings = s->review.findings,
        .errors = ds_findings_count(s->errors) ? s->errors : NULL,
        .fields = request->r->method_number == M_POST ? staff->fields : NULL,
        .is_correction = versions->nelts > 0, .open_notes = notes->nelts,
    };
    if (versions->nelts) {
        const ds_version *last = APR_ARRAY_IDX(versions, versions->nelts - 1, const ds_version *);
        page->index_number = last->index_number;
        page->document_number = last->document_number;
    }
    return APR_SUCCESS;
}

static int show(step *s, int http_status)
{
    ds_page *page = ds_page_create(s->pool);
    ds_staff_step view;
    apr_status_t status = describe(s, &view);

    if (status != APR_SUCCESS)
        return disclosure_staff_problem(s->staff, status, NULL, NULL);
    disclosure_staff_give(s->staff);
    ds_staff_step_page(page, &view, s->pool);
    return disclosure_staff_page(s->staff, http_status, page);
}

/* ---- Somebody was faster, or the same button was pressed twice ---- */

/* Where one goes on after the step. */
static int go_on(step *s)
{
    const char *then = text(s, DS_STEP_THEN);
    const char *path = disclosure_review_path(s->staff), *next;

    if (s->action == DS_ACTION_APPROVE && then && !strcmp(then, "next")
        && disclosure_staff_next(s->staff, &next) == APR_SUCCESS)
        path = next;
    return disclosure_staff_see(s->staff, path, ds_action_name(s->action));
}

static int says_the_same(const char *detail, const char *comment)
{
    return !comment || (detail && strstr(detail, comment));
}

/* Whether the newest record since the page was opened is just this step, by the
 * same person, saying the same. */
static int was_done(step *s, int *done)
{
    const disclosure_request *request = s->staff->request;
    apr_array_header_t *deeds;
    apr_status_t status = ds_store_history(s->staff->store, &deeds, request->organ,
                                           request->year, 0, 1, s->pool);
    const ds_deed *last = status == APR_SUCCESS && deeds->nelts
        ? APR_ARRAY_IDX(deeds, 0, const ds_deed *) : NULL;

    *done = last && last->number > disclosure_review_number(s->staff, DS_STEP_RECORD)
        && text(s, DS_STEP_RECORD) && !strcmp(last->account, s->staff->actor->account)
        && !strcmp(last->action, ds_action_name(s->action))
        && says_the_same(last->detail, text(s, DS_STEP_COMMENT));
    return status;
}

/* Records since the one that was seen. */
static void cut_seen(apr_array_header_t *deeds, apr_int64_t seen)
{
    int n = 0;

    while (n < deeds->nelts && APR_ARRAY_IDX(deeds, n, ds_staff_deed).number > seen)
        n++;
    deeds->nelts = n;
}

static int stale(step *s)
{
    disclosure_staff *staff = s->staff;
    const disclosure_request *request = staff->request;
    ds_page *page = ds_page_create(s->pool);
    apr_array_header_t *deeds;
    ds_revision *seen;
    ds_report *before = NULL;
    apr_status_t status = disclosure_review_deeds(staff, &deeds, 0, MAX_DEEDS);

    if (status == APR_SUCCESS)
        status = ds_store_revision(staff->store, &seen, request->organ, request->year,
                                   (int)disclosure_review_number(staff, DS_STEP_REVISION),
                                   s->pool);
    if (status == APR_SUCCESS && seen->number != s->review.listing->revision)
        status = disclosure_review_parse(staff, seen, &before);
    if (status != APR_SUCCESS && status != DS_ENOTFOUND)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    cut_seen(deeds, disclosure_review_number(staff, DS_STEP_RECORD));
    const ds_staff_stale view = {
        &staff->view, request->organ, s->review.organ_name, request->year, s->action,
        request->site->chain, deeds, before, s->review.report, text(s, DS_STEP_COMMENT)
    };
    disclosure_staff_give(staff);
    ds_staff_stale_page(page, &view, s->pool);
    return disclosure_staff_page(staff, HTTP_PRECONDITION_FAILED, page);
}

/* What is left of a step that cannot be taken. */
static int not_now(step *s, apr_status_t status, const char *why)
{
    int done = 0;

    if (s->staff->request->r->method_number == M_POST) {
        apr_status_t asked = was_done(s, &done);
        if (asked != APR_SUCCESS)
            return disclosure_staff_problem(s->staff, asked, NULL, NULL);
    }
    if (done)
        return go_on(s);
    return status == DS_ESTALE ? stale(s)
        : disclosure_staff_problem(s->staff, status, why, NULL);
}

static int is_stale(const step *s)
{
    const char *tag = text(s, DS_STEP_TAG);

    return s->action != DS_ACTION_TAKEDOWN && (!tag || strcmp(tag, s->review.listing->tag));
}

/* ---- What the step is told ---- */

/* Reasons come in pairs: the id of a warning, and the reason for it. */
static apr_table_t *reasons_of(const step *s)
{
    apr_table_t *reasons = apr_table_make(s->pool, 8);

    for (int i = 1; i <= MAX_REASONS; i++) {
        const char *id = text(s, apr_psprintf(s->pool, DS_STEP_FINDING "%d", i));
        const char *reason = text(s, apr_psprintf(s->pool, DS_STEP_REASON "%d", i));
        if (!id)
            break;
        if (reason)
            apr_table_setn(reasons, id, reason);
    }
    return reasons;
}

static const ds_signature *signature_of(const step *s)
{
    ds_signature *signature = apr_pcalloc(s->pool, sizeof *signature);

    signature->signer = text(s, DS_STEP_SIGNER);
    signature->post = text(s, DS_STEP_POST);
    signature->signed_on = text(s, DS_STEP_SIGNED_ON);
    return signature->signer || signature->post || signature->signed_on ? signature : NULL;
}

/* What only people are asked for. */
static void check_fields(step *s)
{
    const ds_staff_step asked = { .action = s->action, .subject = &s->review.found.subject,
                                  .chain = s->staff->request->site->chain };

    if (ds_staff_step_attests(&asked) && !text(s, DS_STEP_ATTEST))
        wrong(s, "W.attest", DS_STEP_ATTEST, "这一环节要作保密审查。审查之后请勾选，再办理。");
}

/* Which field a refusal of the store is about. */
static const char *field_of(const char *rule)
{
    static const char *const fields[][2] = {
        { "W.comment", DS_STEP_COMMENT }, { "W.signature", DS_STEP_SIGNER },
        { "W.text", DS_STEP_INDEX_NUMBER }, { "W.reason", DS_STEP_REASON "1" },
    };

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (!strcmp(fields[i][0], rule))
            return fields[i][1];
    return NULL;
}

/* Warnings that want a reason still, at their fields. */
static void ask_for_reasons(step *s, const ds_findings *found)
{
    int n = 0;

    for (int i = 0; i < ds_findings_count(found); i++) {
        const ds_finding *f = ds_findings_at(found, i);
        if (f->severity != DS_WARNING)
            continue;
        n++;
        if (!f->reason)
            wrong(s, "W.reason", apr_psprintf(s->pool, DS_STEP_REASON "%d", n),
                  apr_psprintf(s->pool, "请说明理由：%s", f->message));
    }
}

/* The page again, with what the store had against it. A submission was checked
 * anew: what was found now is what is to be answered, and reasons that were
 * typed are already with their findings. */
static int refused(step *s, const ds_outcome *outcome)
{
    const ds_finding *first = ds_findings_count(outcome->findings)
        ? ds_findings_at(outcome->findings, 0) : NULL;
    const char *field = first ? field_of(first->rule) : NULL;

    if (field) {
        wrong(s, first->rule, field, first->message);
    }
    else {
        s->review.findings = outcome->findings;
        ds_findings_sort(s->review.findings);
        ask_for_reasons(s, s->review.findings);
        for (int i = 1; i <= MAX_REASONS && text(s, apr_psprintf(s->pool, DS_STEP_FINDING "%d", i));
             i++)
            apr_table_unset(s->staff->fields, apr_psprintf(s->pool, DS_STEP_REASON "%d", i));
    }
    return show(s, HTTP_UNPROCESSABLE_ENTITY);
}

/* ---- The step ---- */

static int act(step *s)
{
    disclosure_staff *staff = s->staff;
    const disclosure_request *request = staff->request;
    ds_outcome outcome = {0};
    const ds_step_request said = {
        .tag = s->action == DS_ACTION_TAKEDOWN ? NULL : text(s, DS_STEP_TAG),
        .comment = text(s, DS_STEP_COMMENT), .reasons = reasons_of(s),
        .index_number = text(s, DS_STEP_INDEX_NUMBER),
        .document_number = text(s, DS_STEP_DOCUMENT_NUMBER), .signature = signature_of(s),
    };
    apr_status_t status = ds_store_act(staff->store, &outcome, staff->actor, s->action,
                                       request->organ, request->year, &said, staff->now, s->pool);

    if (status == APR_SUCCESS) {
        disclosure_staff_changed(staff, ds_action_name(s->action), request->organ);
        return go_on(s);
    }
    if (status == DS_EINVALID)
        return refused(s, &outcome);
    if (status == DS_ESTALE) {
        apr_status_t again = disclosure_review_open(staff, &s->review, 1);
        if (again != APR_SUCCESS)
            return disclosure_staff_problem(staff, again, NULL, NULL);
    }
    return not_now(s, status, outcome.findings && ds_findings_count(outcome.findings)
                   ? ds_findings_at(outcome.findings, 0)->message : NULL);
}

int disclosure_staff_step(disclosure_staff *staff)
{
    step s = { .staff = staff, .pool = staff->request->r->pool,
               .action = (ds_action)ds_action_find(staff->request->name) };
    int is_post = staff->request->r->method_number == M_POST;
    const char *why = NULL;
    apr_status_t status = disclosure_review_open(staff, &s.review, 1);

    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    s.errors = ds_findings_create(s.pool);
    status = disclosure_review_permit(staff, &s.review, s.action, &why);
    if (is_post && status != DS_EFORBIDDEN && is_stale(&s))
        status = DS_ESTALE;
    if (status != APR_SUCCESS)
        return not_now(&s, status, why);
    if (!is_post)
        return show(&s, HTTP_OK);
    check_fields(&s);
    return ds_findings_count(s.errors) ? show(&s, HTTP_UNPROCESSABLE_ENTITY) : act(&s);
}
