/* Forms of the staff pages: fields with their help and error, buttons, the
 * summary of errors. */
#include "page/staff.h"

#include <string.h>

#include <apr_strings.h>

/* What an address may hold as its fragment without being encoded. */
#define FRAGMENT_CHARS                                                                \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:@!$&'()*+,;=?"

void ds_staff_form(ds_markup *m, const ds_staff_view *view, const char *action,
                   const char *enctype)
{
    ds_piece_open(m, "form", "ds-staff-form");
    ds_markup_attr(m, "method", "post");
    ds_markup_attr(m, "action", action);
    ds_markup_attr(m, "enctype", enctype);
    ds_markup_attr(m, "novalidate", "");
    if (view->token != NULL) {
        ds_staff_hidden(m, DS_STAFF_TOKEN, view->token);
    }
}

void ds_staff_form_end(ds_markup *m)
{
    ds_markup_end(m, "form");
}

void ds_staff_hidden(ds_markup *m, const char *name, const char *value)
{
    ds_markup_start(m, "input");
    ds_markup_attr(m, "type", "hidden");
    ds_markup_attr(m, "name", name);
    ds_markup_attr(m, "value", value != NULL ? value : "");
    ds_markup_void(m);
}

static const char *suffixed(ds_markup *m, const char *name, const char *suffix)
{
    return apr_pstrcat(ds_markup_pool(m), name, suffix, NULL);
}

/* ---- Fields ---- */

static void write_label(ds_markup *m, const ds_staff_input *input)
{
    ds_markup_start(m, "label");
    ds_markup_attr(m, "for", input->name);
    ds_markup_text(m, input->label);
    if (!input->is_required) {
        ds_markup_element_class(m, "span", "ds-optional", "（选填）");
    }
    ds_markup_end(m, "label");
}

static void write_note(ds_markup *m, const ds_staff_input *input, const char *text,
                       const char *class_name, const char *suffix)
{
    if (text == NULL) {
        return;
    }
    ds_piece_open(m, "p", class_name);
    ds_markup_attr(m, "id", suffixed(m, input->name, suffix));
    ds_markup_text(m, text);
    ds_markup_end(m, "p");
}

/* What a text field and a textarea have in common. */
static void write_attributes(ds_markup *m, const ds_staff_input *input)
{
    const char *described = NULL;

    if (input->help != NULL && input->error != NULL) {
        described = apr_pstrcat(ds_markup_pool(m), input->name, "-help ", input->name, "-error",
                                NULL);
    }
    else if (input->help != NULL || input->error != NULL) {
        described = suffixed(m, input->name, input->help != NULL ? "-help" : "-error");
    }
    ds_markup_attr(m, "id", input->name);
    ds_markup_attr(m, "name", input->name);
    ds_markup_attr(m, "aria-describedby", described);
    ds_markup_attr(m, "aria-invalid", input->error != NULL ? "true" : NULL);
    ds_markup_attr(m, "autocomplete", input->autocomplete);
    ds_markup_attr(m, "required", input->is_required ? "" : NULL);
    if (input->max_length > 0) {
        ds_markup_attr_int(m, "maxlength", input->max_length);
    }
}

/* A line break right after the start tag would be dropped by a browser; so one
 * is always written there. */
static void write_textarea(ds_markup *m, const ds_staff_input *input)
{
    ds_markup_start(m, "textarea");
    write_attributes(m, input);
    ds_markup_attr_int(m, "rows", input->rows > 0 ? input->rows : 4);
    ds_markup_text(m, "\n");
    ds_markup_text(m, input->value);
    ds_markup_end(m, "textarea");
}

static void write_input(ds_markup *m, const ds_staff_input *input, const char *type)
{
    int is_kept = strcmp(type, "password") != 0 && strcmp(type, "file") != 0;

    ds_markup_start(m, "input");
    ds_markup_attr(m, "type", type);
    write_attributes(m, input);
    ds_markup_attr(m, "value", is_kept ? input->value : NULL);
    ds_markup_void(m);
}

void ds_staff_field(ds_markup *m, const ds_staff_input *input)
{
    const char *type = input->type != NULL ? input->type : "text";

    ds_piece_open(m, "div", input->error != NULL ? "ds-field ds-field-wrong" : "ds-field");
    write_label(m, input);
    write_note(m, input, input->help, "ds-help", "-help");
    write_note(m, input, input->error, "ds-error", "-error");
    if (strcmp(type, "textarea") == 0) {
        write_textarea(m, input);
    }
    else {
        write_input(m, input, type);
    }
    ds_markup_end(m, "div");
}

/* ---- Choices ---- */

static int is_chosen(const char *chosen, const char *value)
{
    return chosen != NULL && strcmp(chosen, value) == 0;
}

static void write_select(ds_markup *m, const char *name, const char *label, const char *chosen,
                         const char *const *pairs)
{
    ds_piece_open(m, "div", "ds-field");
    ds_markup_start(m, "label");
    ds_markup_attr(m, "for", name);
    ds_markup_text(m, label);
    ds_markup_end(m, "label");
    ds_markup_start(m, "select");
    ds_markup_attr(m, "id", name);
    ds_markup_attr(m, "name", name);
    for (; *pairs != NULL; pairs += 2) {
        ds_markup_start(m, "option");
        ds_markup_attr(m, "value", pairs[0]);
        ds_markup_attr(m, "selected", is_chosen(chosen, pairs[0]) ? "" : NULL);
        ds_markup_text(m, pairs[1]);
        ds_markup_end(m, "option");
    }
    ds_markup_end(m, "select");
    ds_markup_end(m, "div");
}

static void write_radios(ds_markup *m, const char *name, const char *label, const char *chosen,
                         const char *const *pairs)
{
    const char *id = name;

    ds_piece_open(m, "fieldset", "ds-field ds-choice");
    ds_markup_element(m, "legend", label);
    for (; *pairs != NULL; pairs += 2) {
        ds_markup_start(m, "label");
        ds_markup_start(m, "input");
        ds_markup_attr(m, "type", "radio");
        ds_markup_attr(m, "id", id);
        ds_markup_attr(m, "name", name);
        ds_markup_attr(m, "value", pairs[0]);
        ds_markup_attr(m, "checked", is_chosen(chosen, pairs[0]) ? "" : NULL);
        ds_markup_void(m);
        ds_markup_element(m, "span", pairs[1]);
        ds_markup_end(m, "label");
        id = NULL;
    }
    ds_markup_end(m, "fieldset");
}

void ds_staff_choice(ds_markup *m, const char *name, const char *label, const char *chosen,
                     const char *const *values_and_labels, int as_select)
{
    if (as_select) {
        write_select(m, name, label, chosen, values_and_labels);
    }
    else {
        write_radios(m, name, label, chosen, values_and_labels);
    }
}

void ds_staff_button(ds_markup *m, const char *name, const char *value, const char *label,
                     const char *kind)
{
    ds_piece_open(m, "button", kind != NULL ? apr_pstrcat(ds_markup_pool(m),
                                                          "ds-button ds-button-", kind, NULL)
                                            : "ds-button");
    ds_markup_attr(m, "type", "submit");
    ds_markup_attr(m, "name", name);
    ds_markup_attr(m, "value", name != NULL ? value : NULL);
    ds_markup_text(m, label);
    ds_markup_end(m, "button");
}

/* ---- The summary of errors ---- */

/* What a finding is about: its first cell, else the place of its id
 * (rule@place#n), in pool; NULL when it has neither. */
static const char *place_of(const ds_finding *finding, apr_pool_t *pool)
{
    const char *place = finding->cells->nelts > 0
        ? APR_ARRAY_IDX(finding->cells, 0, const char *) : strchr(finding->id, '@');

    if (place == NULL) {
        return NULL;
    }
    place += *place == '@';
    return apr_pstrndup(pool, place, strcspn(place, "#"));
}

const char *ds_staff_error(const ds_findings *findings, const char *name)
{
    for (int i = 0; findings != NULL && i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);
        const char *place = finding->severity == DS_ERROR
            ? place_of(finding, ds_findings_pool(findings)) : NULL;

        if (place != NULL && strcmp(place, name) == 0) {
            return finding->message;
        }
    }
    return NULL;
}

/* "#" and the place; NULL when that is no address. */
static const char *link_of(const ds_finding *finding, apr_pool_t *pool)
{
    const char *place = place_of(finding, pool);

    if (place == NULL || *place == '\0' || place[strspn(place, FRAGMENT_CHARS)] != '\0') {
        return NULL;
    }
    return apr_pstrcat(pool, "#", place, NULL);
}

static void write_error(ds_markup *m, const ds_finding *finding, apr_pool_t *pool)
{
    const char *href = link_of(finding, pool);

    ds_markup_start(m, "li");
    if (href != NULL) {
        ds_piece_link(m, href, NULL, finding->message);
    }
    else {
        ds_markup_text(m, finding->message);
    }
    ds_markup_end(m, "li");
}

void ds_staff_summary(ds_markup *m, const ds_findings *findings, apr_pool_t *pool)
{
    int errors = findings != NULL ? ds_findings_of(findings, DS_ERROR) : 0;

    if (errors == 0) {
        return;
    }
    ds_piece_open(m, "div", "ds-summary");
    ds_markup_attr(m, "id", "ds-summary");
    ds_markup_attr(m, "role", "alert");
    ds_markup_attr(m, "tabindex", "-1");
    ds_markup_attr(m, "autofocus", "");
    ds_markup_element(m, "h2", apr_psprintf(pool, "有 %d 处需要改正", errors));
    ds_markup_start(m, "ul");
    for (int i = 0; i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);

        if (finding->severity == DS_ERROR) {
            write_error(m, finding, pool);
        }
    }
    ds_markup_end(m, "ul");
    ds_markup_end(m, "div");
}
