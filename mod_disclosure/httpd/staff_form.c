/* B/staff/reports/{organ}/{year}/edit: the entry form. */
#include "httpd/staff_form.h"

#include "core/canonical.h"
#include "core/derived.h"
#include "httpd/problem.h"
#include "httpd/staff_review.h"
#include "io/media.h"
#include "page/piece.h"

/* ---- What is known ---- */

static apr_status_t load_stored(disclosure_form *form)
{
    const ds_revision *working = form->found.working;
    apr_pool_t *pool = form->staff->request->r->pool;
    apr_status_t status;

    form->stored = NULL;
    form->findings = NULL;
    if (!working)
        return APR_SUCCESS;
    status = ds_canonical_read(&form->stored, ds_findings_create(pool), working->xml,
                               working->xml_length, form->staff->request->site->formats, pool,
                               pool);
    if (status != APR_SUCCESS) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, form->staff->request->r,
                      "DS0680: the stored report %s %d cannot be read: its format file is missing "
                      "or was changed", form->staff->request->organ, form->staff->request->year);
        return DS_EUNAVAILABLE;
    }
    form->findings = ds_findings_read(working->findings, pool);
    return APR_SUCCESS;
}

/* The form that was sent is shown again as it was; a report stays in its
 * format; a new one begins with that of its year, or one asked for. */
static const ds_format *choose_format(const disclosure_form *form)
{
    const disclosure_request *request = form->staff->request;
    const ds_formats *formats = request->site->formats;
    const char *wanted = apr_table_get(form->staff->fields, "format");
    const ds_format *format = NULL;

    if (wanted && (request->r->method_number == M_POST || !form->stored))
        format = ds_formats_find(formats, wanted);
    if (format)
        return format;
    return form->stored ? form->stored->format : ds_formats_of_year(formats, request->year);
}

apr_status_t disclosure_form_load(disclosure_form *form, const char **why)
{
    disclosure_staff *staff = form->staff;
    apr_pool_t *pool = staff->request->r->pool;
    apr_status_t status = load_stored(form);

    *why = NULL;
    if (status != APR_SUCCESS)
        return status;
    form->format = choose_format(form);
    if (!form->format) {
        *why = apr_psprintf(pool, "没有适用于%d年度的报告格式，请联系网站管理员。",
                            staff->request->year);
        return DS_ENOTFOUND;
    }
    status = ds_store_previous(staff->store, &form->previous, staff->request->organ,
                               staff->request->year, pool);
    form->carried = ds_carry_figures(form->format, form->previous, pool);
    return status;
}

/* ---- Showing it ---- */

static int remember(void *baton, const char *name, const char *value)
{
    apr_hash_set(baton, name, APR_HASH_KEY_STRING, value);
    return 1;
}

static apr_hash_t *hash_of(const apr_table_t *fields, apr_pool_t *pool)
{
    apr_hash_t *hash = apr_hash_make(pool);

    apr_table_do(remember, hash, fields, NULL);
    return hash;
}

ds_report *disclosure_form_draft(const disclosure_form *form)
{
    const disclosure_request *request = form->staff->request;
    apr_pool_t *pool = request->r->pool;

    return ds_form_draft(form->format, form->found.organ,
                         ds_piece_organ_name(form->found.organ, pool), request->year,
                         form->carried, &request->site->page_site, pool);
}

/* What stands in the fields: the stored report where it has the form's format,
 * else a new one. */
static const ds_report *base_of(const disclosure_form *form)
{
    return form->stored && form->stored->format == form->format ? form->stored
                                                                : disclosure_form_draft(form);
}

/* What may be added, as the page says it. */
static void describe_files(const disclosure_form *form, ds_form *shown)
{
    const disclosure_site_config *config = &form->staff->request->site->config;
    apr_pool_t *pool = form->staff->request->r->pool;

    if (!config->files)
        return;
    shown->file_types = apr_psprintf(pool, "可以添加%s，每个不超过%s。", ds_media_names(0, pool),
                                     ds_size_text(config->max_file, pool));
    shown->file_endings = ds_media_endings(pool);
    shown->file_max = config->max_file;
}

/* Open comments and the reason of a return are for whoever fills in; a new report
 * has none. */
static apr_status_t read_around(disclosure_form *form, const disclosure_form_view *view,
                                ds_form *shown)
{
    ds_report_files *files;
    apr_array_header_t *notes = NULL;
    ds_staff_deed *returned = NULL;
    apr_status_t status = disclosure_form_files(form, view->typed, &files);

    if (status == APR_SUCCESS && form->found.working)
        status = disclosure_review_notes(form->staff, &notes, 1);
    if (status == APR_SUCCESS && form->found.working)
        status = disclosure_review_returned(form->staff, &returned);
    shown->files = files;
    shown->notes = notes;
    shown->returned = returned;
    describe_files(form, shown);
    return status;
}

int disclosure_form_show(disclosure_form *form, int http_status, const disclosure_form_view *view)
{
    disclosure_staff *staff = form->staff;
    const disclosure_request *request = staff->request;
    const ds_revision *working = form->found.working;
    apr_pool_t *pool = request->r->pool;
    ds_page *page = ds_page_create(pool);
    int is_post = request->r->method_number == M_POST;
    ds_form shown = {
        .view = &staff->view,
        .organ = request->organ,
        .organ_name = ds_piece_organ_name(form->found.organ, pool),
        .year = request->year,
        .chain = request->site->chain,
        .exists = working != NULL,
        .state = form->found.subject.state,
        .step = form->found.subject.step,
        .saved_at = working ? working->created_at : 0,
        .tag = working ? working->listing->tag : NULL,
        .revision = working ? working->number : 0,
        .report = view->report ? view->report : base_of(form),
        .typed = view->typed ? hash_of(view->typed, pool) : NULL,
        .findings = view->findings,
        .previous = form->previous,
        .carried = form->carried,
        .shows_last = apr_table_get(staff->fields, is_post ? DS_FORM_LAST : "last") != NULL,
        .is_unlocked = form->is_unlocked,
        .is_checked = view->is_checked,
        .trouble = view->trouble,
        .conflict = view->conflict,
        .merged = form->merged,
    };
    apr_status_t status = read_around(form, view, &shown);

    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    ds_form_page(page, &shown, pool);
    return disclosure_staff_page(staff, http_status, page);
}

static int show_stored(disclosure_form *form)
{
    const disclosure_form_view view = {
        .findings = form->findings,
        .is_checked = apr_table_get(form->staff->fields, "checked") != NULL
    };

    apr_status_t status = disclosure_form_recall(form);

    return status == APR_SUCCESS ? disclosure_form_show(form, HTTP_OK, &view)
        : disclosure_staff_problem(form->staff, status, NULL, NULL);
}

int disclosure_staff_edit(disclosure_staff *staff)
{
    disclosure_form form = { .staff = staff };
    const char *why = NULL;
    apr_status_t status = disclosure_staff_find(staff, &form.found);

    if (status == APR_SUCCESS)
        status = ds_permit(staff->actor, DS_ACTION_EDIT, &form.found.subject,
                           staff->request->site->chain, &why, staff->request->r->pool);
    /* what was typed is kept in sight where only the state forbids it */
    if (status == DS_EFORBIDDEN || (status != APR_SUCCESS && staff->request->r->method_number != M_POST))
        return disclosure_staff_problem(staff, status, why, NULL);
    if (status != APR_SUCCESS && status != DS_ESTATE)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    if (disclosure_staff_has_files(staff)) {
        int rc = disclosure_form_receive(&form);

        if (rc != OK)
            return rc;
    }
    status = disclosure_form_load(&form, &why);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, why, NULL);
    if (form.arrived && disclosure_problem_wants_json(staff->request))
        return disclosure_form_tell_files(&form);
    form.is_unlocked = apr_table_get(staff->fields, DS_FORM_UNLOCKED) != NULL;
    return staff->request->r->method_number == M_POST ? disclosure_form_save(&form)
                                                      : show_stored(&form);
}
