/* What the files of the entry form share. Internal to page. */
#ifndef DS_PAGE_FORM_PARTS_H
#define DS_PAGE_FORM_PARTS_H

#include "page/form_page.h"

/* What was found at one cell, worst first. */
typedef struct ds_form_mark {
    const ds_finding *finding;
    struct ds_form_mark *next;
} ds_form_mark;

/* A form being written. */
typedef struct ds_form_writer {
    const ds_form *form;
    const ds_format *format;
    ds_markup *m;
    apr_pool_t *pool;
    ds_form_mark **marks;   /* per cell, NULL where nothing was found */
    const char **sums;      /* per cell: what it should be, NULL where it agrees or is unknown */
} ds_form_writer;

/* The state of a part, as the side list shows it. */
typedef enum { DS_PART_EMPTY, DS_PART_UNFINISHED, DS_PART_WRONG, DS_PART_DONE } ds_part_state;

/* ---- form_values.c ---- */

/* What stands in a field: as sent, else as the report has it. */
const char *ds_form_value(const ds_form_writer *w, const char *name, const char *kept);
const char *ds_form_cell_value(const ds_form_writer *w, int cell);
const char *ds_form_section_value(const ds_form_writer *w, const ds_section *section);
const char *ds_form_notes_value(const ds_form_writer *w, const ds_table *table);

/* How many cells of the section's tables are blank, and how many there are. */
int ds_form_blanks(const ds_form_writer *w, const ds_section *section, int *n_cells);

ds_part_state ds_form_part_state(const ds_form_writer *w, const ds_section *section);

/* ---- form_findings.c ---- */

/* Sets marks and sums. */
void ds_form_find_marks(ds_form_writer *w);

/* The id of the field a finding is about ("requests/new/natural",
 * "section/overview", "title"), of its part ("part-requests"), or NULL. */
const char *ds_form_place(const ds_form_writer *w, const ds_finding *finding);

/* Whether the finding belongs to the part. */
int ds_form_is_in(const ds_form_writer *w, const ds_finding *finding, const ds_section *section);

/* A blank cell: counted per table, not listed. */
int ds_form_is_blank_finding(const ds_finding *finding);

/* The summary over the form. */
void ds_form_write_summary(const ds_form_writer *w);

/* The sentences for one field that is no cell; their id is "says:" and the
 * field's name. Returns that id, NULL when there is none. */
const char *ds_form_write_says(const ds_form_writer *w, const char *name);

/* The sentences at one cell. */
void ds_form_write_cell_says(const ds_form_writer *w, int cell, const char *id);

/* ---- form_words.c ---- */

void ds_form_write_prose(const ds_form_writer *w, const ds_section *section);
void ds_form_write_notes(const ds_form_writer *w, const ds_section *section);
void ds_form_write_line(const ds_form_writer *w, const char *name, const char *label,
                        const char *kept, const char *type);

/* ---- form_figures.c ---- */

/* Pictures and attachments of a section, and the fields for more. */
void ds_form_write_figures(const ds_form_writer *w, const ds_section *section);

/* ---- form_notes.c: open comments ---- */

/* Whether there are some on the field of that name. */
int ds_form_has_notes(const ds_form_writer *w, const char *name);

/* How many are on the section's fields. */
int ds_form_count_notes(const ds_form_writer *w, const ds_section *section);

/* Those on a field that is no cell, or on the whole report (NULL). */
void ds_form_write_notes_at(const ds_form_writer *w, const char *name);

/* Those on the cells of a section, each leading to its cell; and the id under
 * which the first on a cell is described, NULL where there is none. */
void ds_form_write_cell_notes(const ds_form_writer *w, const ds_section *section);
const char *ds_form_notes_id(const ds_form_writer *w, const char *name);

/* ---- form_cells.c ---- */

void ds_form_write_tables(const ds_form_writer *w, const ds_section *section);

/* ---- form_conflict.c ---- */

/* What another saved meanwhile, with the choices; what was put together when this
 * was saved; and what was sent that has no place in the form. */
void ds_form_write_conflict(const ds_form_writer *w);
void ds_form_write_merged(const ds_form_writer *w);
void ds_form_write_strays(const ds_form_writer *w);

/* 一、总体情况; the preface has none and is called by what it is. */
const char *ds_form_part_name(const ds_section *section, apr_pool_t *pool);

#endif
