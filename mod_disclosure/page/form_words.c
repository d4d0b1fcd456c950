/* Texts of the entry form: prose, notes, title, signature. */
#include <string.h>

#include <apr_strings.h>

#include "core/prose_lines.h"
#include "page/form_parts.h"

#define LINE_BREAKS "\r\n"
#define ROWS_LEAST 6
#define ROWS_MOST 30
#define NOTE_ROWS 2

/* As many rows as the text takes, about 40 characters a line. */
static int rows_for(const char *text)
{
    int rows = 1;

    while (*text != '\0') {
        apr_size_t len = strcspn(text, LINE_BREAKS);

        rows += 1 + (int)(len / (40 * 3));
        text += len;
        text += strspn(text, LINE_BREAKS);
    }
    return rows < ROWS_LEAST ? ROWS_LEAST : rows > ROWS_MOST ? ROWS_MOST : rows;
}

/* A line break right after the start tag would be dropped by a browser; so one
 * is always written there. */
static void write_textarea(const ds_form_writer *w, const char *name, const char *value,
                           const char *described, const char *label, int rows)
{
    ds_markup *m = w->m;

    ds_markup_start(m, "textarea");
    ds_markup_attr(m, "id", name);
    ds_markup_attr(m, "name", name);
    ds_markup_attr(m, "aria-label", label);
    ds_markup_attr(m, "aria-describedby", described);
    ds_markup_attr_int(m, "rows", rows);
    ds_markup_text(m, "\n");
    ds_markup_text(m, value);
    ds_markup_end(m, "textarea");
}

/* ---- Single lines ---- */

void ds_form_write_line(const ds_form_writer *w, const char *name, const char *label,
                        const char *kept, const char *type)
{
    const char *value = ds_form_value(w, name, kept), *says;
    ds_markup *m = w->m;

    ds_piece_open(m, "div", "ds-field");
    ds_markup_start(m, "label");
    ds_markup_attr(m, "for", name);
    ds_markup_text(m, label);
    ds_markup_end(m, "label");
    says = ds_form_write_says(w, name);
    ds_form_write_notes_at(w, name);
    ds_markup_start(m, "input");
    ds_markup_attr(m, "type", type);
    ds_markup_attr(m, "id", name);
    ds_markup_attr(m, "name", name);
    ds_markup_attr(m, "value", value);
    ds_markup_attr(m, "aria-describedby", says);
    ds_markup_attr(m, "autocomplete", "off");
    if (strcmp(type, "date") != 0) {
        ds_markup_attr_int(m, "maxlength", DS_FORM_LINE_LENGTH);
    }
    ds_markup_void(m);
    ds_markup_end(m, "div");
}

/* ---- Prose ---- */

const char *ds_form_headings(const ds_section *section, apr_pool_t *pool)
{
    static const char *const ordinals[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九",
                                            "十" };
    const char *text = "";

    for (int i = 0; section->headings[i] != NULL && i < 10; i++) {
        text = apr_pstrcat(pool, text, i > 0 ? "\n" : "", "（", ordinals[i], "）",
                           section->headings[i], NULL);
    }
    return text;
}

static void write_offers(const ds_form_writer *w, const ds_section *section, const char *value)
{
    int is_empty = value[strspn(value, " \t\r\n")] == '\0';

    ds_piece_open(w->m, "div", "ds-prose-tools");
    if (section->headings[0] != NULL && is_empty) {
        ds_staff_button(w->m, DS_FORM_DO, apr_pstrcat(w->pool, DS_FORM_HEADINGS, section->id, NULL),
                        "填入各方面的小标题", "second");
    }
    if (section->nothing != NULL && strstr(value, section->nothing) == NULL) {
        ds_staff_button(w->m, DS_FORM_DO, apr_pstrcat(w->pool, DS_FORM_NOTHING, section->id, NULL),
                        "无其他报告事项", "second");
    }
    ds_markup_end(w->m, "div");
}

void ds_form_write_prose(const ds_form_writer *w, const ds_section *section)
{
    const char *name = apr_pstrcat(w->pool, "section/", section->id, NULL);
    const char *value = ds_form_section_value(w, section);
    const char *says = ds_form_write_says(w, name);

    ds_form_write_notes_at(w, name);
    write_offers(w, section, value);
    write_textarea(w, name, value, says, ds_form_part_name(section, w->pool), rows_for(value));
    if (strstr(value, DS_LINE_GOES_ON) != NULL) {
        ds_markup_element_class(w->m, "p", "ds-help",
                                "行末的‘" DS_LINE_GOES_ON "’表示下一行仍属同一段，可以删去。");
    }
    ds_form_write_figures(w, section);
}

/* ---- Notes under the tables of one section ---- */

static int has_notes(const ds_form_writer *w, const ds_section *section)
{
    for (int t = section->first_table; t < section->first_table + section->n_tables; t++) {
        const ds_table *table = &w->format->tables[t];

        if (*ds_form_notes_value(w, table) != '\0'
            || ds_form_has_notes(w, apr_pstrcat(w->pool, "notes/", table->id, NULL))) {
            return 1;
        }
    }
    return 0;
}

static void write_note(const ds_form_writer *w, const ds_table *table, int is_only)
{
    const char *name = apr_pstrcat(w->pool, "notes/", table->id, NULL);
    const char *value = ds_form_notes_value(w, table);
    const char *says;

    ds_piece_open(w->m, "div", "ds-field");
    ds_markup_start(w->m, "label");
    ds_markup_attr(w->m, "for", name);
    ds_markup_text(w->m, is_only || table->title == NULL
                             ? "表下说明" : apr_pstrcat(w->pool, table->title, "表下说明", NULL));
    ds_markup_end(w->m, "label");
    says = ds_form_write_says(w, name);
    ds_form_write_notes_at(w, name);
    write_textarea(w, name, value, says, NULL, NOTE_ROWS);
    ds_markup_end(w->m, "div");
}

void ds_form_write_notes(const ds_form_writer *w, const ds_section *section)
{
    ds_piece_open(w->m, "details", "ds-form-notes");
    ds_markup_attr(w->m, "open", has_notes(w, section) ? "" : NULL);
    ds_markup_element(w->m, "summary", "表下说明（选填）");
    for (int t = section->first_table; t < section->first_table + section->n_tables; t++) {
        write_note(w, &w->format->tables[t], section->n_tables == 1);
    }
    ds_markup_end(w->m, "details");
}
