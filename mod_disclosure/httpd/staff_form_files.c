/* Pictures and attachments that are added where the clerk writes: taken in, put
 * into the fields, taken out again. */
#include "httpd/staff_form.h"

#include "core/prose_lines.h"
#include "httpd/problem.h"
#include "httpd/report_files.h"
#include "httpd/upload.h"
#include "io/form.h"
#include "io/json.h"

/* Figures that one section of a form may have. */
#define MAX_FIGURES 500

static apr_pool_t *pool_of(const disclosure_form *form)
{
    return form->staff->request->r->pool;
}

static const char *field(const disclosure_form *form, const char *name)
{
    const char *value = apr_table_get(form->staff->fields, name);

    return value ? value : "";
}

int disclosure_form_receive(disclosure_form *form)
{
    disclosure_staff *staff = form->staff;
    apr_array_header_t *files;
    int rc;

    disclosure_staff_give(staff);
    rc = disclosure_upload_offered(staff->request);
    if (rc == OK)
        rc = disclosure_staff_read_form(staff, &files);
    if (rc != OK)
        return rc;
    form->arrived = files;
    rc = disclosure_staff_admit(staff);
    if (rc != OK)
        return rc;
    return disclosure_staff_lease(staff) == APR_SUCCESS
        ? OK : disclosure_staff_problem(staff, DS_EUNAVAILABLE, NULL, NULL);
}

/* ---- Into the fields ---- */

static const char *figure_field(const disclosure_form *form, const char *section, int number,
                                const char *part)
{
    return apr_psprintf(pool_of(form), "figure/%s/%d:%s", section, number, part);
}

static const char *section_field(const disclosure_form *form, const char *section)
{
    return apr_pstrcat(pool_of(form), "section/", section, NULL);
}

/* The first number that no line and no field of the section uses; 0 for none. */
static int free_number(const disclosure_form *form, const char *section)
{
    const char *text = field(form, section_field(form, section));

    for (int number = 1; number <= MAX_FIGURES; number++)
        if (!*field(form, figure_field(form, section, number, "digest"))
            && !strstr(text, ds_figure_line(number, pool_of(form))))
            return number;
    return 0;
}

static void say(ds_findings *findings, const char *place, const char *sentence)
{
    ds_findings_add(findings, DS_ERROR, "F.figure", place, "%s", sentence);
}

/* A line at the end of the section, and what the line stands for. What is not
 * said of a picture is asked for at its field. */
static void put_figure(disclosure_form *form, const ds_section *section, const ds_file *file,
                       ds_findings *findings)
{
    apr_pool_t *pool = pool_of(form);
    apr_table_t *fields = form->staff->fields;
    int number = free_number(form, section->id);
    const char *line = ds_figure_line(number, pool);
    const char *name = section_field(form, section->id), *text = field(form, name);
    const char *alt_name = apr_pstrcat(pool, DS_FORM_FILE_ALT, section->id, NULL);
    const char *caption_name = apr_pstrcat(pool, DS_FORM_FILE_CAPTION, section->id, NULL);
    const char *alt = field(form, alt_name), *caption = field(form, caption_name);

    if (!number) {
        say(findings, apr_pstrcat(pool, DS_FORM_FILE, section->id, NULL),
            apr_psprintf(pool, "一部分最多放 %d 个图片和附件，请先删去几个。", MAX_FIGURES));
        return;
    }
    apr_table_set(fields, name, *text ? apr_pstrcat(pool, text, "\n", line, NULL) : line);
    apr_table_set(fields, figure_field(form, section->id, number, "digest"), file->digest);
    apr_table_set(fields, figure_field(form, section->id, number, "alt"), alt);
    apr_table_set(fields, figure_field(form, section->id, number, "caption"), caption);
    if (!alt[strspn(alt, " \t\r\n")])
        say(findings, figure_field(form, section->id, number, "alt"),
            "文件已添加。请用一句话写明图上是什么（附件写明是什么文件），看不到图的人靠它了解内容；写好后按保存。");
    apr_table_unset(fields, alt_name);
    apr_table_unset(fields, caption_name);
}

/* ---- Keeping ---- */

/* The section of a file's field; NULL for another field. */
static const ds_section *section_of(const disclosure_form *form, const char *name)
{
    const ds_section *section = strncmp(name, DS_FORM_FILE, strlen(DS_FORM_FILE))
        ? NULL : ds_format_section(form->format, name + strlen(DS_FORM_FILE));

    return section && section->prose >= 0 ? section : NULL;
}

static apr_status_t keep(disclosure_form *form, disclosure_form_file *file)
{
    disclosure_staff *staff = form->staff;
    ds_findings *findings = ds_findings_create(pool_of(form));
    int is_new;
    apr_status_t status = disclosure_upload_keep(staff->request, staff->store, staff->actor,
                                                 staff->request->organ, &file->upload, &is_new,
                                                 findings);

    if (status == APR_SUCCESS || !ds_findings_count(findings))
        return status;
    file->refusal = ds_findings_at(findings, 0)->message;
    return APR_SUCCESS;
}

apr_status_t disclosure_form_take_files(disclosure_form *form, ds_findings *findings)
{
    apr_status_t status = APR_SUCCESS;

    for (int i = 0; status == APR_SUCCESS && i < form->arrived->nelts; i++) {
        disclosure_form_file *file = APR_ARRAY_IDX(form->arrived, i, disclosure_form_file *);
        const ds_section *section = section_of(form, file->field);

        if (!section)
            continue;
        if (!file->refusal)
            status = keep(form, file);
        if (status == APR_SUCCESS && file->refusal)
            say(findings, file->field, file->refusal);
        else if (status == APR_SUCCESS)
            put_figure(form, section, &file->upload.file, findings);
    }
    return status;
}

/* ---- For a script ---- */

int disclosure_form_tell_files(disclosure_form *form)
{
    apr_pool_t *pool = pool_of(form);
    ds_findings *findings = ds_findings_create(pool);
    disclosure_form_file *file = form->arrived->nelts
        ? APR_ARRAY_IDX(form->arrived, 0, disclosure_form_file *) : NULL;
    const ds_report_file *known;
    json_t *object;
    const char *text;
    apr_status_t status;

    if (!file || !section_of(form, file->field))
        return disclosure_staff_problem(form->staff, DS_EINVALID, "没有选择文件，请选择后再上传。",
                                        NULL);
    status = file->refusal ? APR_SUCCESS : keep(form, file);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(form->staff, status,
                                        "文件暂时无法保存，请稍后再试。", NULL);
    if (file->refusal) {
        say(findings, file->field, file->refusal);
        return disclosure_staff_problem(form->staff, DS_EINVALID, file->refusal, findings);
    }
    known = disclosure_report_file(&file->upload.file, pool);
    object = json_object();
    json_object_set_new(object, "digest", json_string(file->upload.file.digest));
    json_object_set_new(object, "is_picture", json_boolean(known->is_picture));
    json_object_set_new(object, "kind", json_string(known->kind));
    json_object_set_new(object, "size", json_string(known->size));
    json_object_set_new(object, "address",
                        json_string(ds_piece_file_path(form->staff->view.site,
                                                       file->upload.file.digest, pool)));
    text = ds_json_text(object, pool);
    return disclosure_staff_bytes(form->staff, "application/json", NULL, text, strlen(text));
}

/* ---- Out of the fields ---- */

/* The lines but those of the figure. */
static const char *without(const char *text, int number, apr_pool_t *pool)
{
    apr_array_header_t *kept = apr_array_make(pool, 16, sizeof(const char *));

    while (*text) {
        apr_size_t len = strcspn(text, "\r\n");

        if (ds_line_figure(text, len) != number)
            APR_ARRAY_PUSH(kept, const char *) = apr_pstrmemdup(pool, text, len);
        text += len;
        text += text[0] == '\r' && text[1] == '\n' ? 2 : *text != '\0';
    }
    return apr_array_pstrcat(pool, kept, '\n');
}

const char *disclosure_form_remove_figure(disclosure_form *form, const char *figure)
{
    static const char *const parts[] = { "digest", "alt", "caption" };
    apr_pool_t *pool = pool_of(form);
    apr_table_t *fields = form->staff->fields;
    const char *slash = strchr(figure, '/');
    const char *id = slash ? apr_pstrmemdup(pool, figure, (apr_size_t)(slash - figure)) : figure;
    const ds_section *section = ds_format_section(form->format, id);
    int number = slash && strlen(slash + 1) < 5 && strspn(slash + 1, "0123456789") > 0
        ? atoi(slash + 1) : 0;

    if (!section || section->prose < 0 || !number)
        return NULL;
    apr_table_set(fields, section_field(form, id),
                  without(field(form, section_field(form, id)), number, pool));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        apr_table_unset(fields, figure_field(form, id, number, parts[i]));
    return section->id;
}

/* ---- What is known of them ---- */

/* A look-up for each digest among the fields. */
typedef struct {
    const disclosure_form *form;
    ds_report_files *files;
    apr_status_t status;
} looking;

static int look(void *baton, const char *name, const char *value)
{
    looking *l = baton;
    disclosure_staff *staff = l->form->staff;
    apr_size_t len = strlen(name);
    ds_file *file;
    apr_status_t status;

    if (len < 8 || strncmp(name, "figure/", 7) || strcmp(name + len - 7, ":digest")
        || !ds_file_digest_is_valid(value) || ds_report_files_find(l->files, value))
        return 1;
    status = ds_store_file_seen(staff->store, &file, staff->actor, value, pool_of(l->form));
    if (status == APR_SUCCESS)
        ds_report_files_add(l->files, file->digest,
                            disclosure_report_file(file, pool_of(l->form)));
    else if (status != DS_ENOTFOUND)
        l->status = status;
    return l->status == APR_SUCCESS;
}

apr_status_t disclosure_form_files(const disclosure_form *form, const apr_table_t *typed,
                                   ds_report_files **files)
{
    looking l = { form, NULL, APR_SUCCESS };

    if (form->stored)
        l.status = disclosure_report_files(&l.files, form->staff->store, form->stored,
                                           pool_of(form));
    if (!l.files)
        l.files = ds_report_files_create(pool_of(form));
    if (l.status == APR_SUCCESS && typed)
        apr_table_do(look, &l, typed, NULL);
    *files = l.files;
    return l.status;
}
