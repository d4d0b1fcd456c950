/* The entry form comes back: buttons that change what was typed, reading,
 * saving, and what is shown when it was not saved. */
#include "httpd/staff_form.h"

#include "core/canonical.h"
#include "core/date.h"
#include "core/derived.h"
#include "httpd/problem.h"
#include "httpd/staff_review.h"
#include "io/form.h"
#include "io/json.h"
#include "store/comments.h"

static apr_pool_t *pool_of(const disclosure_form *form)
{
    return form->staff->request->r->pool;
}

static const char *field(const disclosure_form *form, const char *name)
{
    const char *value = apr_table_get(form->staff->fields, name);

    return value ? value : "";
}

/* ---- Answers when nothing was saved ---- */

/* The page again with all that was typed; to a script, the problem. */
int disclosure_form_give_back(disclosure_form *form, apr_status_t outcome, const char *trouble,
                              const ds_findings *findings)
{
    const disclosure_form_view view = {
        .typed = form->staff->fields, .findings = findings, .trouble = trouble,
        .is_checked = trouble == NULL
    };

    if (disclosure_problem_wants_json(form->staff->request))
        return disclosure_staff_problem(form->staff, outcome, trouble, findings);
    return disclosure_form_show(form, disclosure_problem_status(outcome), &view);
}

/* ---- A form that lacks fields ---- */

static int is_absent(const disclosure_form *form, const char *name)
{
    return apr_table_get(form->staff->fields, name) == NULL;
}

/* How many fields a browser would have sent and this request has not: a form
 * that was cut off must not empty what it did not bring. */
static int count_absent(const disclosure_form *form)
{
    static const char *const lines[] = { "title", "organ_name", "signature.name",
                                         "signature.date", "format", DS_FORM_TAG, NULL };
    const ds_format *format = form->format;
    apr_hash_t *sent = apr_hash_make(pool_of(form));
    const apr_array_header_t *fields = apr_table_elts(form->staff->fields);
    int absent = 0;

    for (int i = 0; i < fields->nelts; i++)
        apr_hash_set(sent, APR_ARRAY_IDX(fields, i, apr_table_entry_t).key, APR_HASH_KEY_STRING,
                     "");
    for (int i = 0; lines[i]; i++)
        absent += is_absent(form, lines[i]);
    for (int i = 0; i < format->n_prose; i++)
        absent += !apr_hash_get(sent, apr_pstrcat(pool_of(form), "section/",
                                                  format->prose[i]->id, NULL),
                                APR_HASH_KEY_STRING);
    for (int cell = 0; cell < format->n_cells; cell++)
        absent += !apr_hash_get(sent, ds_format_address(format, cell), APR_HASH_KEY_STRING);
    return absent;
}

/* ---- Buttons that put something into a field ---- */

static void append(const disclosure_form *form, const char *section_id, const char *text)
{
    apr_pool_t *pool = pool_of(form);
    const char *name = apr_pstrcat(pool, "section/", section_id, NULL);
    const char *value = field(form, name);

    apr_table_set(form->staff->fields, name,
                  *value ? apr_pstrcat(pool, value, "\n", text, NULL) : text);
}

/* What stands behind "headings:" in "headings:overview"; NULL for another
 * button. */
static const char *behind(const char *button, const char *prefix)
{
    apr_size_t len = strlen(prefix);

    return strncmp(button, prefix, len) ? NULL : button + len;
}

/* The section a button is about, NULL for a button about none. */
static const ds_section *apply_words(const disclosure_form *form, const char *button)
{
    const char *headings = behind(button, DS_FORM_HEADINGS);
    const char *nothing = behind(button, DS_FORM_NOTHING);
    const char *id = headings ? headings : nothing;
    const ds_section *section = id ? ds_format_section(form->format, id) : NULL;

    if (!section || section->prose < 0)
        return NULL;
    if (headings)
        append(form, id, ds_form_headings(section, pool_of(form)));
    else if (section->nothing)
        append(form, id, section->nothing);
    return section;
}

/* ---- Buttons that fill cells ---- */

static void fill_carried(const disclosure_form *form, ds_report *report)
{
    for (int cell = 0; cell < form->format->n_cells; cell++)
        if (form->carried[cell].state == DS_CELL_NUMBER
            && report->cells[cell].state == DS_CELL_BLANK)
            ds_report_set_number(report, cell, form->carried[cell].value);
}

static const char *who(const disclosure_staff *staff)
{
    return staff->actor->name ? staff->actor->name : staff->actor->account;
}

/* Fills the rest of the table and records whose word that is. */
static void fill_zeros(const disclosure_form *form, ds_report *report, const ds_table *table,
                       ds_findings *findings)
{
    int n = ds_fill_zeros(report, table, form->carried);

    if (n > 0)
        ds_findings_add(findings, DS_INFO, DS_ZERO_RULE, table->id,
                        "%s于 %s 确认：‘%s’其余 %d 个空格均为 0，其中总计按各格之和填写。",
                        who(form->staff), ds_date_minute(pool_of(form), form->staff->now),
                        table->title ? table->title : table->section->title, n);
}

/* What was recorded of other tables stays with the report. */
static void keep_records(const disclosure_form *form, ds_findings *findings)
{
    for (int i = 0; form->findings && i < ds_findings_count(form->findings); i++) {
        const ds_finding *earlier = ds_findings_at(form->findings, i);

        if (!strcmp(earlier->rule, DS_ZERO_RULE) && !ds_findings_find(findings, earlier->id))
            ds_findings_add(findings, DS_INFO, DS_ZERO_RULE, strchr(earlier->id, '@') + 1, "%s",
                            earlier->message);
    }
}

/* The table or section the button is about, for the way back; "" for none. */
static const char *apply_cells(const disclosure_form *form, const char *button,
                               ds_report *report, ds_findings *findings)
{
    const char *zero = behind(button, DS_FORM_ZERO);
    const ds_table *table = zero ? ds_format_table(form->format, zero) : NULL;

    if (table)
        fill_zeros(form, report, table, findings);
    if (!strcmp(button, DS_FORM_CARRY))
        fill_carried(form, report);
    keep_records(form, findings);
    return table ? table->section->id : "";
}

/* ---- Saved ---- */

/* Whether a file was chosen and another button pressed than the one that sends
 * it: a browser then sends its name alone. */
static int forgets_a_file(const disclosure_form *form)
{
    const apr_array_header_t *fields = apr_table_elts(form->staff->fields);

    for (int i = 0; !form->arrived && i < fields->nelts; i++) {
        const apr_table_entry_t *entry = &APR_ARRAY_IDX(fields, i, apr_table_entry_t);
        if (behind(entry->key, DS_FORM_FILE) && *entry->val)
            return 1;
    }
    return 0;
}

/* What is said of it on the next page. */
static const char *done_by(const disclosure_form *form, const char *button)
{
    static const struct {
        const char *button, *done;
    } all[] = {
        { DS_FORM_ZERO, "zeros" }, { DS_FORM_UPLOAD, "added" }, { DS_FORM_REMOVE, "removed" },
        { DS_FORM_RESOLVE, "resolved" },
    };

    if (forgets_a_file(form))
        return "no-file";
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (behind(button, all[i].button))
            return all[i].done;
    return "saved";
}

int disclosure_form_see(disclosure_form *form, const char *button, const char *section)
{
    const disclosure_request *request = form->staff->request;
    int checks = !strcmp(button, DS_FORM_CHECK);
    const char *path = apr_psprintf(request->r->pool, "/reports/%s/%d/edit?done=%s%s%s%s%s%s",
                                    request->organ, request->year, done_by(form, button),
                                    checks ? "&checked=1" : "",
                                    *field(form, DS_FORM_LAST) ? "&last=1" : "",
                                    form->merged_query ? form->merged_query : "",
                                    *section ? "#part-" : "", section);

    return disclosure_staff_see(form->staff, path, NULL);
}

/* For the script: the new tag, when it was saved, what was found. */
static int tell_saved(disclosure_form *form, const ds_outcome *outcome)
{
    static const ds_severity severities[] = { DS_ERROR, DS_WARNING, DS_INFO, DS_NOT_ASSESSABLE };
    apr_pool_t *pool = pool_of(form);
    json_t *object = json_object(), *summary = json_object();
    const char *text;

    for (size_t i = 0; i < sizeof severities / sizeof severities[0]; i++)
        json_object_set_new(summary, ds_severity_name(severities[i]),
                            json_integer(ds_findings_of(outcome->findings, severities[i])));
    json_object_set_new(object, "tag", json_string(outcome->listing->tag));
    json_object_set_new(object, "revision", json_integer(outcome->listing->revision));
    json_object_set_new(object, "saved_at",
                        json_string(ds_date_minute(pool, form->staff->now) + 11));
    json_object_set_new(object, "summary", summary);
    json_object_set_new(object, "findings", ds_json_findings(outcome->findings));
    text = ds_json_text(object, pool);
    return disclosure_staff_bytes(form->staff, "application/json", NULL, text, strlen(text));
}

/* Whether a draft that saves itself says just what is stored: every revision is
 * kept, and one that changes nothing is worth none. A person who presses the
 * button has it checked anew. */
static int is_stored(const disclosure_form *form, const ds_report *report,
                     const ds_findings *findings)
{
    const ds_revision *working = form->found.working;
    const char *digest;

    if (!disclosure_problem_wants_json(form->staff->request) || !form->stored || !form->findings
        || working->listing->state != DS_STATE_DRAFT
        || strcmp(field(form, DS_FORM_TAG), working->listing->tag)
        || ds_findings_count(findings) > ds_findings_count(form->findings))
        return 0;
    digest = ds_canonical_digest(report, ds_digest_find(working->digest_algorithm), pool_of(form));
    return digest && !strcmp(digest, working->digest);
}

/* Why it was not saved, where no finding says so. */
static const char *trouble_of(apr_status_t outcome, const ds_findings *findings)
{
    if (outcome == DS_EUNAVAILABLE)
        return "数据库暂时无法访问。请稍等片刻，再按一次保存。";
    if (findings && ds_findings_count(findings) > 0)
        return ds_findings_at(findings, 0)->message;
    return "报告当前的状态不允许修改，请先查看报告情况。";
}

int disclosure_form_store(disclosure_form *form, ds_report *report, const ds_findings *findings,
                          const char *button, const char *section)
{
    disclosure_staff *staff = form->staff;
    const char *tag = field(form, DS_FORM_TAG);
    ds_outcome outcome;
    apr_status_t status;

    if (is_stored(form, report, findings)) {
        outcome = (ds_outcome) { 0, form->found.working->listing, form->findings };
        return tell_saved(form, &outcome);
    }
    status = ds_store_save(staff->store, &outcome, staff->actor, report, findings,
                           *tag ? tag : NULL, staff->now, pool_of(form));

    switch (status) {
    case APR_SUCCESS:
        disclosure_staff_changed(staff, "save", report->organ);
        return disclosure_problem_wants_json(staff->request) ? tell_saved(form, &outcome)
                                                             : disclosure_form_see(form, button, section);
    case DS_ESTALE:
    case DS_EPRECONDITION:
        return disclosure_form_meet(form, report, findings, button, section);
    case DS_EINVALID:
    case DS_ETOOLARGE:
        return disclosure_form_give_back(form, status, NULL, outcome.findings);
    default:
        return disclosure_form_give_back(form, status, trouble_of(status, outcome.findings), NULL);
    }
}

/* ---- The form ---- */

static int read_and_save(disclosure_form *form, const char *button, const char *section)
{
    const disclosure_request *request = form->staff->request;
    const ds_read_context context = { .formats = request->site->formats, .organ = request->organ,
                                      .year = request->year };
    ds_findings *findings = ds_findings_create(pool_of(form));
    ds_report *report = NULL;
    const char *part;
    int rc;
    apr_status_t status = ds_form_read_fields(&report, findings, form->staff->fields, &context,
                                              pool_of(form), pool_of(form));

    if (status != APR_SUCCESS)
        return disclosure_form_give_back(form, status, NULL, findings);
    rc = disclosure_form_pick(form, report);
    if (rc != OK)
        return rc;
    part = apply_cells(form, button, report, findings);
    return disclosure_form_store(form, report, findings, button, *part ? part : section);
}

/* The section is that of the button, where the clerk is. */
static int add_files(disclosure_form *form, const char *button)
{
    ds_findings *findings = ds_findings_create(pool_of(form));
    const char *id = behind(button, DS_FORM_UPLOAD);
    apr_status_t status = disclosure_form_take_files(form, findings);

    if (status != APR_SUCCESS)
        return disclosure_form_give_back(form, status,
                                         "文件暂时无法保存，请稍后重新选择文件再添加。", NULL);
    if (!form->arrived->nelts && id)
        ds_findings_add(findings, DS_ERROR, "F.figure",
                        apr_pstrcat(pool_of(form), DS_FORM_FILE, id, NULL),
                        "没有选择文件，请选择后再添加。");
    if (ds_findings_count(findings))
        return disclosure_form_give_back(form, DS_EINVALID, NULL, findings);
    return read_and_save(form, button, id && ds_format_section(form->format, id) ? id : "");
}

/* The part of the form that has the place of the comment. */
static const char *part_of_comment(const disclosure_form *form, apr_int64_t number)
{
    apr_array_header_t *notes;

    if (disclosure_review_notes(form->staff, &notes, 0) != APR_SUCCESS)
        return "";
    for (int i = 0; i < notes->nelts; i++) {
        const ds_staff_note *note = &APR_ARRAY_IDX(notes, i, ds_staff_note);
        const ds_section *section = note->number == number && note->place
            ? ds_form_section_of(form->format, note->place, pool_of(form)) : NULL;
        if (section)
            return section->id;
    }
    return "";
}

/* The comment is dealt with, and what was typed is saved. */
static int resolve(disclosure_form *form, const char *button)
{
    disclosure_staff *staff = form->staff;
    const char *digits = behind(button, DS_FORM_RESOLVE);
    ds_findings *findings = ds_findings_create(pool_of(form));
    apr_int64_t number = strlen(digits) < 10 ? apr_atoi64(digits) : 0;
    apr_status_t status = ds_store_resolve_comment(staff->store, staff->actor,
                                                   staff->request->organ, staff->request->year,
                                                   number, staff->now, findings);

    if (status != APR_SUCCESS)
        return disclosure_form_give_back(form, status, ds_findings_count(findings)
                                         ? ds_findings_at(findings, 0)->message
                                         : "批注没有标为处理，请稍后再试。", NULL);
    return read_and_save(form, button, part_of_comment(form, number));
}

int disclosure_form_save(disclosure_form *form)
{
    const char *button = *field(form, DS_FORM_DO) ? field(form, DS_FORM_DO) : DS_FORM_SAVE;
    int absent = count_absent(form);
    const ds_section *section;
    const char *why = NULL;
    apr_status_t status;

    if (absent > 0)
        return disclosure_form_give_back(form, DS_EINVALID,
                         apr_psprintf(pool_of(form), "提交的表单不完整，少了 %d 栏，可能是传送中断。"
                                      "下面缺的各栏是原来保存的内容，请核对后再按一次保存。", absent),
                         NULL);
    status = ds_permit(form->staff->actor, DS_ACTION_EDIT, &form->found.subject,
                       form->staff->request->site->chain, &why, pool_of(form));
    if (status != APR_SUCCESS)
        return disclosure_form_give_back(form, status, why, NULL);
    if (!strcmp(button, DS_FORM_UNLOCK)) {
        const disclosure_form_view view = { .typed = form->staff->fields };

        form->is_unlocked = 1;
        return disclosure_form_show(form, HTTP_OK, &view);
    }
    if (form->arrived)
        return add_files(form, button);
    if (behind(button, DS_FORM_UPLOAD))
        return disclosure_form_give_back(form, DS_EINVALID, "文件没有传到（可能中间重新登录过），"
                                         "请重新选择文件再添加。", NULL);
    if (behind(button, DS_FORM_RESOLVE))
        return resolve(form, button);
    if (behind(button, DS_FORM_REMOVE)) {
        const char *id = disclosure_form_remove_figure(form, behind(button, DS_FORM_REMOVE));

        return read_and_save(form, button, id ? id : "");
    }
    section = apply_words(form, button);
    return read_and_save(form, button, section ? section->id : "");
}
