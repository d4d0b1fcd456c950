/* Open comments in the entry form, at the fields they are about. */
#include <string.h>

#include <apr_strings.h>

#include "page/form_parts.h"

static const ds_staff_note *note_at(const ds_form_writer *w, int i)
{
    return &APR_ARRAY_IDX(w->form->notes, i, ds_staff_note);
}

static int n_notes(const ds_form_writer *w)
{
    return w->form->notes != NULL ? w->form->notes->nelts : 0;
}

/* Whether the place is the field or a part of it: "section/overview/3" is in
 * "section/overview", "signature" is at its name. */
static int is_at(const char *place, const char *name)
{
    apr_size_t len;

    if (place == NULL || name == NULL) {
        return place == name;
    }
    if (strcmp(place, "signature") == 0) {
        return strcmp(name, "signature.name") == 0;
    }
    len = strlen(name);
    return strncmp(place, name, len) == 0
        && (place[len] == '\0' || (place[len] == '/' && strncmp(name, "section/", 8) == 0));
}

int ds_form_has_notes(const ds_form_writer *w, const char *name)
{
    return ds_form_notes_id(w, name) != NULL;
}

static const char *id_of(const ds_form_writer *w, const ds_staff_note *note)
{
    return apr_psprintf(w->pool, "comment-%" APR_INT64_T_FMT, note->number);
}

const char *ds_form_notes_id(const ds_form_writer *w, const char *name)
{
    for (int i = 0; i < n_notes(w); i++) {
        if (is_at(note_at(w, i)->place, name)) {
            return id_of(w, note_at(w, i));
        }
    }
    return NULL;
}

static int is_in(const ds_form_writer *w, const ds_staff_note *note, const ds_section *section)
{
    return note->place != NULL
        && ds_form_section_of(w->format, note->place, w->pool) == section;
}

int ds_form_count_notes(const ds_form_writer *w, const ds_section *section)
{
    int n = 0;

    for (int i = 0; i < n_notes(w); i++) {
        n += is_in(w, note_at(w, i), section);
    }
    return n;
}

/* ---- One comment ---- */

/* The first number behind "批注" is what people call it by. */
static void write_place(const ds_form_writer *w, const ds_staff_note *note, int as_link)
{
    const char *name = ds_staff_place_name(w->format, note->place, w->pool);

    ds_piece_open(w->m, "p", "ds-note-place");
    ds_markup_element(w->m, "b", apr_psprintf(w->pool, "批注%" APR_INT64_T_FMT " ", note->number));
    if (as_link) {
        ds_piece_link(w->m, apr_pstrcat(w->pool, "#", note->place, NULL), NULL, name);
    }
    else {
        ds_markup_text(w->m, name);
    }
    if (note->passage != NULL) {
        ds_markup_text(w->m, apr_pstrcat(w->pool, "（批注时为：", note->passage, "）", NULL));
    }
    ds_markup_end(w->m, "p");
}

static void write_note(const ds_form_writer *w, const ds_staff_note *note, int as_link)
{
    ds_markup *m = w->m;

    ds_piece_open(m, "li", "ds-form-note");
    ds_markup_attr(m, "id", id_of(w, note));
    write_place(w, note, as_link);
    ds_piece_open(m, "p", "ds-note-text");
    ds_piece_lines(m, note->text, w->pool);
    ds_markup_end(m, "p");
    ds_markup_element_class(m, "p", "ds-help",
                            apr_psprintf(w->pool, "%s，%s", note->who,
                                         ds_staff_time(note->at, w->pool)));
    ds_piece_open(m, "button", "ds-button ds-button-plain");
    ds_markup_attr(m, "type", "submit");
    ds_markup_attr(m, "name", DS_FORM_DO);
    ds_markup_attr(m, "value",
                   apr_psprintf(w->pool, DS_FORM_RESOLVE "%" APR_INT64_T_FMT, note->number));
    ds_markup_text(m, "已处理");
    ds_markup_element_class(m, "span", "ds-sr",
                            apr_psprintf(w->pool, "：批注%" APR_INT64_T_FMT, note->number));
    ds_markup_end(m, "button");
    ds_markup_end(m, "li");
}

static void begin_list(const ds_form_writer *w, int *n)
{
    if ((*n)++ == 0) {
        ds_piece_open(w->m, "ul", "ds-form-notes-list");
        ds_markup_attr(w->m, "aria-label", "批注");
    }
}

static void end_list(const ds_form_writer *w, int n)
{
    if (n > 0) {
        ds_markup_end(w->m, "ul");
    }
}

void ds_form_write_notes_at(const ds_form_writer *w, const char *name)
{
    int n = 0;

    for (int i = 0; i < n_notes(w); i++) {
        if (is_at(note_at(w, i)->place, name)) {
            begin_list(w, &n);
            write_note(w, note_at(w, i), 0);
        }
    }
    end_list(w, n);
}

void ds_form_write_cell_notes(const ds_form_writer *w, const ds_section *section)
{
    int n = 0;

    for (int i = 0; i < n_notes(w); i++) {
        const ds_staff_note *note = note_at(w, i);

        if (note->place != NULL && ds_format_cell(w->format, note->place) >= 0
            && is_in(w, note, section)) {
            begin_list(w, &n);
            write_note(w, note, 1);
        }
    }
    end_list(w, n);
}
