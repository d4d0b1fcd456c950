/* Two people, or two windows, at one report: what each changed is put together
 * field by field, and where both changed a field one of them chooses. */
#include "httpd/staff_form.h"

#include "core/merge.h"
#include "httpd/problem.h"
#include "httpd/staff_review.h"
#include "page/changes.h"
#include "store/history.h"

/* How often another may save while this one is being put together. */
#define MAX_MEETINGS 5

/* Fields that can be open for choice at once; more than any form has. */
#define MAX_BOTH 5000

static apr_pool_t *pool_of(const disclosure_form *form)
{
    return form->staff->request->r->pool;
}

static const char *field(const disclosure_form *form, const char *name)
{
    const char *value = apr_table_get(form->staff->fields, name);

    return value ? value : "";
}

/* ---- Revisions ---- */

static apr_status_t read_revision(disclosure_form *form, apr_int64_t number,
                                  ds_revision **revision, ds_report **report)
{
    const disclosure_request *request = form->staff->request;
    apr_status_t status = ds_store_revision(form->staff->store, revision, request->organ,
                                            request->year, (int)number, pool_of(form));

    return status == APR_SUCCESS ? disclosure_review_parse(form->staff, *revision, report) : status;
}

apr_status_t disclosure_form_base(disclosure_form *form, const ds_report **base)
{
    apr_int64_t number = disclosure_review_number(form->staff, DS_FORM_REVISION);
    ds_revision *revision;
    ds_report *report = NULL;
    apr_status_t status = APR_SUCCESS;

    if (number > 0 && number <= APR_INT32_MAX)
        status = read_revision(form, number, &revision, &report);
    else if (!*field(form, DS_FORM_TAG))
        report = disclosure_form_draft(form);
    *base = status == APR_SUCCESS && report && report->format == form->format ? report : NULL;
    return status == DS_ENOTFOUND ? APR_SUCCESS : status;
}

static const char *name_of(const disclosure_form *form, const char *author)
{
    disclosure_staff *staff = form->staff;
    ds_account *account;

    if (author && !strcmp(author, staff->actor->account))
        return "您（在另一个窗口）";
    if (author
        && ds_store_account(staff->store, &account, author, pool_of(form)) == APR_SUCCESS
        && account->display_name)
        return account->display_name;
    return author;
}

/* ---- What another changed ---- */

static apr_array_header_t *differences(const ds_report *before, const ds_report *after,
                                       apr_pool_t *pool)
{
    return apr_array_append(pool, ds_changes_figures(before, after, pool),
                            ds_changes_texts(before, after, pool));
}

/* The base with just those fields as they are stored, against the base. */
static apr_array_header_t *taken_changes(const ds_report *base, const ds_report *stored,
                                         const apr_array_header_t *names, apr_pool_t *pool)
{
    ds_report *with = ds_report_copy(base, pool);

    for (int i = 0; i < names->nelts; i++)
        ds_field_take(with, stored, APR_ARRAY_IDX(names, i, const char *));
    return differences(base, with, pool);
}

apr_status_t disclosure_form_recall(disclosure_form *form)
{
    apr_int64_t since = disclosure_review_number(form->staff, "since");
    apr_int64_t with = disclosure_review_number(form->staff, "with");
    ds_revision *before, *after;
    ds_report *base, *stored;
    ds_form_merged *merged;
    apr_status_t status;

    if (since < 1 || with <= since || with > APR_INT32_MAX || !form->stored)
        return APR_SUCCESS;
    status = read_revision(form, since, &before, &base);
    if (status == APR_SUCCESS)
        status = read_revision(form, with, &after, &stored);
    if (status != APR_SUCCESS)
        return status == DS_ENOTFOUND ? APR_SUCCESS : status;
    merged = apr_palloc(pool_of(form), sizeof *merged);
    *merged = (ds_form_merged) { name_of(form, after->author), after->created_at,
                                 differences(base, stored, pool_of(form)) };
    form->merged = merged;
    return APR_SUCCESS;
}

/* ---- Choosing ---- */

static int show_choice(disclosure_form *form, const ds_report *together,
                       const ds_form_conflict *conflict, int http_status)
{
    const disclosure_form_view view = { .report = together, .conflict = conflict };

    if (disclosure_problem_wants_json(form->staff->request))
        return disclosure_staff_problem(form->staff, DS_ESTALE, conflict->is_asked_again
                                        ? "还有没选用哪一份的地方，请选好再按保存。"
                                        : "报告已在别处修改，请按‘保存’查看不同之处。", NULL);
    return disclosure_form_show(form, http_status, &view);
}

/* The names in the field _both, as far as they are still open; the others are
 * settled in the report. */
static apr_array_header_t *settle(disclosure_form *form, ds_report *report, const ds_report *stored)
{
    apr_pool_t *pool = pool_of(form);
    apr_array_header_t *open = apr_array_make(pool, 4, sizeof(const char *));
    char *names = apr_pstrdup(pool, field(form, DS_FORM_BOTH)), *last = NULL;
    int n = 0;

    for (const char *name = apr_strtok(names, " ", &last); name && n < MAX_BOTH;
         name = apr_strtok(NULL, " ", &last), n++) {
        const char *pick = field(form, apr_pstrcat(pool, DS_FORM_PICK, name, NULL));

        if (ds_field_is_same(report, stored, name) || !strcmp(pick, DS_FORM_PICK_TYPED))
            continue;
        if (!strcmp(pick, DS_FORM_PICK_STORED))
            ds_field_take(report, stored, name);
        else
            APR_ARRAY_PUSH(open, const char *) = name;
    }
    return open;
}

int disclosure_form_pick(disclosure_form *form, ds_report *report)
{
    const ds_report *stored;
    apr_array_header_t *open;
    ds_form_conflict conflict = { .is_asked_again = 1 };
    apr_status_t status;

    if (!*field(form, DS_FORM_BOTH))
        return OK;
    status = disclosure_form_base(form, &stored);
    if (status != APR_SUCCESS)
        return disclosure_form_give_back(form, status, "数据库暂时无法访问。请稍等片刻，再按一次保存。",
                                         NULL);
    open = stored ? settle(form, report, stored) : NULL;
    if (!open || !open->nelts)
        return OK;
    conflict.who = form->found.working ? name_of(form, form->found.working->author) : NULL;
    conflict.at = form->found.working ? form->found.working->created_at : 0;
    conflict.both = open;
    conflict.stored = stored;
    conflict.typed = report;
    return show_choice(form, report, &conflict, HTTP_UNPROCESSABLE_ENTITY);
}

/* ---- Meeting ---- */

static int show_formats(disclosure_form *form, const ds_report *typed)
{
    const ds_form_conflict conflict = {
        .who = name_of(form, form->found.working->author),
        .at = form->found.working->created_at,
        .changes = differences(form->stored, typed, pool_of(form)),
    };
    const disclosure_form_view view = { .typed = form->staff->fields, .conflict = &conflict };

    if (disclosure_problem_wants_json(form->staff->request))
        return show_choice(form, typed, &conflict, HTTP_PRECONDITION_FAILED);
    return disclosure_form_show(form, HTTP_PRECONDITION_FAILED, &view);
}

/* Nobody has to choose: both are saved as one, by the tag that is current now. */
static int save_together(disclosure_form *form, ds_merge *merge, const ds_findings *findings,
                         const char *button, const char *section)
{
    const ds_revision *working = form->found.working;
    apr_int64_t since = disclosure_review_number(form->staff, DS_FORM_REVISION);
    apr_pool_t *pool = pool_of(form);

    if (merge->taken->nelts)
        form->merged_query = apr_psprintf(pool, "&since=%" APR_INT64_T_FMT "&with=%d", since,
                                          working->number);
    apr_table_setn(form->staff->fields, DS_FORM_TAG, working->listing->tag);
    apr_table_setn(form->staff->fields, DS_FORM_REVISION, apr_itoa(pool, working->number));
    return disclosure_form_store(form, merge->report, findings, button, section);
}

static int choose(disclosure_form *form, const ds_report *base, const ds_merge *merge,
                  const ds_report *typed)
{
    const ds_form_conflict conflict = {
        .who = name_of(form, form->found.working->author),
        .at = form->found.working->created_at,
        .taken = base && merge->taken->nelts
            ? taken_changes(base, form->stored, merge->taken, pool_of(form)) : NULL,
        .both = merge->both, .stored = form->stored, .typed = typed,
    };

    return show_choice(form, merge->report, &conflict, HTTP_PRECONDITION_FAILED);
}

static int is_all_stored(const ds_report *a, const ds_report *b, apr_pool_t *pool)
{
    return differences(a, b, pool)->nelts == 0;
}

int disclosure_form_meet(disclosure_form *form, ds_report *typed, const ds_findings *findings,
                         const char *button, const char *section)
{
    const char *why = NULL;
    const ds_report *base = NULL;
    const ds_format *format = form->format;
    ds_merge *merge;
    apr_status_t status = disclosure_staff_find(form->staff, &form->found);

    if (status == APR_SUCCESS)
        status = disclosure_form_load(form, &why);
    if (status == APR_SUCCESS && form->stored && form->stored->format == format)
        status = disclosure_form_base(form, &base);
    if (status != APR_SUCCESS || !form->stored || ++form->meetings > MAX_MEETINGS)
        return disclosure_form_give_back(form, status == APR_SUCCESS ? DS_ESTALE : status,
                                         "报告已在别处修改，现在不能保存。请稍后再按一次保存。", NULL);
    if (form->stored->format != typed->format)
        return show_formats(form, typed);
    merge = ds_merge_reports(base, form->stored, typed, pool_of(form));
    /* pressed twice, or by the back button: it has been saved */
    if (!merge->both->nelts && is_all_stored(form->stored, merge->report, pool_of(form)))
        return disclosure_form_see(form, button, "");
    if (!merge->both->nelts && base && !disclosure_problem_wants_json(form->staff->request))
        return save_together(form, merge, findings, button, section);
    return choose(form, base, merge, typed);
}
