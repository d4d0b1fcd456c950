/* Pictures and attachments in the entry form: those a section has, each with what
 * is said of it, and the fields to add one where one is writing. */
#include <string.h>

#include <apr_strings.h>

#include "core/prose_lines.h"
#include "page/form_parts.h"

/* Figures of one section that the form looks for among what was typed. */
#define MAX_FIGURES 500

#define DIGEST_LENGTH 64

static const char *field(const ds_form_writer *w, const ds_section *section, int number,
                         const char *part)
{
    return apr_psprintf(w->pool, "figure/%s/%d%s", section->id, number, part);
}

/* ---- One of them ---- */

static void write_line(const ds_form_writer *w, const char *name, const char *label,
                       const char *kept, int is_required)
{
    const char *says;
    ds_markup *m = w->m;

    ds_markup_start(m, "label");
    ds_markup_attr(m, "for", name);
    ds_markup_text(m, label);
    ds_markup_end(m, "label");
    says = ds_form_write_says(w, name);
    ds_markup_start(m, "input");
    ds_markup_attr(m, "id", name);
    ds_markup_attr(m, "name", name);
    ds_markup_attr(m, "value", ds_form_value(w, name, kept));
    ds_markup_attr(m, "aria-describedby", says);
    ds_markup_attr(m, "aria-invalid", says != NULL ? "true" : NULL);
    ds_markup_attr(m, "aria-required", is_required ? "true" : NULL);
    ds_markup_attr(m, "autocomplete", "off");
    ds_markup_attr_int(m, "maxlength", DS_FORM_LINE_LENGTH);
    ds_markup_void(m);
}

/* A picture is looked at, anything else is opened. */
static void write_sample(const ds_form_writer *w, const char *digest, const char *alt)
{
    const ds_report_file *file = ds_report_files_find(w->form->files, digest);
    const char *path = ds_piece_file_path(w->form->view->site, digest, w->pool);
    ds_markup *m = w->m;

    if (file != NULL && !file->is_picture) {
        ds_markup_start(m, "p");
        ds_piece_link(m, path, NULL, "打开附件");
        ds_markup_text(m, apr_pstrcat(w->pool, "（", file->kind, "，", file->size, "）", NULL));
        ds_markup_end(m, "p");
        return;
    }
    ds_markup_start(m, "img");
    ds_markup_attr(m, "src", path);
    ds_markup_attr(m, "alt", *alt != '\0' ? alt : "刚添加的图片");
    ds_markup_attr(m, "loading", "lazy");
    ds_markup_void(m);
}

static int is_digest(const char *text)
{
    return strlen(text) == DIGEST_LENGTH
        && strspn(text, "0123456789abcdef") == DIGEST_LENGTH;
}

/* Number 0 is the pattern for those that a script adds: without a file. */
static void write_figure(const ds_form_writer *w, const ds_section *section,
                         const ds_block *block, int number)
{
    const char *digest_name = field(w, section, number, ":digest");
    const char *alt_name = field(w, section, number, ":alt");
    const char *digest = ds_form_value(w, digest_name, block != NULL ? block->digest : NULL);
    const char *alt = ds_form_value(w, alt_name, block != NULL ? block->alt : NULL);
    ds_markup *m = w->m;

    ds_piece_open(m, "fieldset", "ds-form-figure");
    ds_markup_attr(m, "data-figure", apr_psprintf(w->pool, "%s/%d", section->id, number));
    ds_markup_element(m, "legend", ds_figure_line(number, w->pool));
    if (is_digest(digest)) {
        write_sample(w, digest, alt);
    }
    ds_staff_hidden(m, digest_name, digest);
    write_line(w, alt_name, "替代文字：写明图上是什么；附件写明是什么文件",
               block != NULL ? block->alt : NULL, 1);
    write_line(w, field(w, section, number, ":caption"), "图题（选填）",
               block != NULL ? block->caption : NULL, 0);
    ds_staff_button(m, DS_FORM_DO,
                    apr_psprintf(w->pool, DS_FORM_REMOVE "%s/%d", section->id, number),
                    apr_psprintf(w->pool, "删去%s", ds_figure_line(number, w->pool)), "plain");
    ds_markup_end(m, "fieldset");
}

static const ds_block *nth_figure(const apr_array_header_t *blocks, int number)
{
    for (int i = 0; i < blocks->nelts; i++) {
        const ds_block *block = &APR_ARRAY_IDX(blocks, i, ds_block);

        if (block->text == NULL && --number == 0) {
            return block;
        }
    }
    return NULL;
}

/* ---- Adding one ---- */

static void write_file_field(const ds_form_writer *w, const ds_section *section)
{
    const char *name = apr_pstrcat(w->pool, DS_FORM_FILE, section->id, NULL);
    const char *help = apr_pstrcat(w->pool, name, "-help", NULL), *says;
    ds_markup *m = w->m;

    ds_markup_start(m, "label");
    ds_markup_attr(m, "for", name);
    ds_markup_text(m, "选择文件");
    ds_markup_end(m, "label");
    ds_piece_open(m, "p", "ds-help");
    ds_markup_attr(m, "id", help);
    ds_markup_text(m, w->form->file_types);
    ds_markup_end(m, "p");
    says = ds_form_write_says(w, name);
    ds_markup_start(m, "input");
    ds_markup_attr(m, "type", "file");
    ds_markup_attr(m, "id", name);
    ds_markup_attr(m, "name", name);
    ds_markup_attr(m, "accept", w->form->file_endings);
    ds_markup_attr(m, "data-max", apr_psprintf(w->pool, "%" APR_INT64_T_FMT, w->form->file_max));
    ds_markup_attr(m, "aria-describedby",
                   says != NULL ? apr_pstrcat(w->pool, says, " ", help, NULL) : help);
    ds_markup_attr(m, "aria-invalid", says != NULL ? "true" : NULL);
    ds_markup_void(m);
}

static int has_trouble(const ds_form_writer *w, const ds_section *section)
{
    const char *name = apr_pstrcat(w->pool, DS_FORM_FILE, section->id, NULL);

    for (int i = 0; w->form->findings != NULL && i < ds_findings_count(w->form->findings); i++) {
        const char *place = ds_form_place(w, ds_findings_at(w->form->findings, i));

        if (place != NULL && strcmp(place, name) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Only this button sends files; it comes back to where it stands. */
static void write_upload_button(const ds_form_writer *w, const ds_section *section)
{
    const ds_form *form = w->form;
    ds_markup *m = w->m;

    ds_piece_open(m, "button", "ds-button ds-button-second");
    ds_markup_attr(m, "type", "submit");
    ds_markup_attr(m, "name", DS_FORM_DO);
    ds_markup_attr(m, "value", apr_pstrcat(w->pool, DS_FORM_UPLOAD, section->id, NULL));
    ds_markup_attr(m, "formenctype", "multipart/form-data");
    ds_markup_attr(m, "formaction",
                   ds_staff_report_path(form->view->site, form->organ, form->year,
                                        apr_pstrcat(w->pool, "/edit#figures-", section->id, NULL),
                                        w->pool));
    ds_markup_text(m, "添加图片或附件");
    ds_markup_end(m, "button");
}

static void write_adding(const ds_form_writer *w, const ds_section *section)
{
    ds_markup *m = w->m;

    if (w->form->file_types == NULL) {
        return;
    }
    ds_piece_open(m, "details", "ds-upload");
    ds_markup_attr(m, "data-section", section->id);
    ds_markup_attr(m, "data-files", w->form->view->site->files != NULL
                       ? w->form->view->site->files
                       : apr_pstrcat(w->pool, w->form->view->site->base, "/files", NULL));
    ds_markup_attr(m, "open", has_trouble(w, section) ? "" : NULL);
    ds_markup_element(m, "summary", "添加图片或附件");
    write_file_field(w, section);
    write_line(w, apr_pstrcat(w->pool, DS_FORM_FILE_ALT, section->id, NULL),
               "替代文字：写明图上是什么；附件写明是什么文件", NULL, 1);
    write_line(w, apr_pstrcat(w->pool, DS_FORM_FILE_CAPTION, section->id, NULL), "图题（选填）",
               NULL, 0);
    write_upload_button(w, section);
    ds_markup_end(m, "details");
    ds_markup_start(m, "template");
    write_figure(w, section, NULL, 0);
    ds_markup_end(m, "template");
}

void ds_form_write_figures(const ds_form_writer *w, const ds_section *section)
{
    const apr_array_header_t *blocks = w->form->report->prose[section->prose];
    ds_markup *m = w->m;
    int n = 0;

    ds_piece_open(m, "div", "ds-form-figures");
    ds_markup_attr(m, "id", apr_pstrcat(w->pool, "figures-", section->id, NULL));
    for (int number = 1; number <= MAX_FIGURES; number++) {
        const ds_block *block = nth_figure(blocks, number);

        if ((block != NULL && w->form->typed == NULL)
            || *ds_form_value(w, field(w, section, number, ":digest"), NULL) != '\0') {
            write_figure(w, section, block, number);
            n++;
        }
    }
    if (n > 0) {
        ds_markup_element_class(m, "p", "ds-help",
                                "‘〔图片1〕’这样单独的一行是图片或附件在文中的位置，可以移动；"
                                "删去这一行，保存后就不再出现。");
    }
    ds_markup_end(m, "div");
    write_adding(w, section);
}
