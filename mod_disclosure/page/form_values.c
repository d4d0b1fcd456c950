/* What stands in the fields of the entry form. */
#include <string.h>

#include <apr_strings.h>

#include "core/prose_lines.h"
#include "page/form_parts.h"

const char *ds_form_part_name(const ds_section *section, apr_pool_t *pool)
{
    return section->ordinal != NULL
        ? apr_pstrcat(pool, section->ordinal, "、", section->title, NULL)
        : *section->title != '\0' ? section->title : "报告开头的说明";
}

const char *ds_form_value(const ds_form_writer *w, const char *name, const char *kept)
{
    const char *sent = w->form->typed != NULL
        ? apr_hash_get(w->form->typed, name, APR_HASH_KEY_STRING) : NULL;

    return sent != NULL ? sent : kept != NULL ? kept : "";
}

const char *ds_form_cell_value(const ds_form_writer *w, int cell)
{
    const char *sent = w->form->typed != NULL
        ? apr_hash_get(w->form->typed, ds_format_address(w->format, cell), APR_HASH_KEY_STRING)
        : NULL;

    return sent != NULL ? sent : ds_report_cell_text(w->form->report, cell, w->pool);
}

const char *ds_form_section_value(const ds_form_writer *w, const ds_section *section)
{
    return ds_form_value(w, apr_pstrcat(w->pool, "section/", section->id, NULL),
                         ds_prose_lines(w->form->report->prose[section->prose], w->pool));
}

const char *ds_form_notes_value(const ds_form_writer *w, const ds_table *table)
{
    return ds_form_value(w, apr_pstrcat(w->pool, "notes/", table->id, NULL),
                         ds_note_lines(w->form->report->notes[table->index], w->pool));
}

static int is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static int is_cell_blank(const ds_form_writer *w, int cell)
{
    const char *sent = w->form->typed != NULL
        ? apr_hash_get(w->form->typed, ds_format_address(w->format, cell), APR_HASH_KEY_STRING)
        : NULL;

    return sent != NULL ? is_blank(sent) : w->form->report->cells[cell].state == DS_CELL_BLANK;
}

int ds_form_blanks(const ds_form_writer *w, const ds_section *section, int *n_cells)
{
    int blanks = 0;

    *n_cells = 0;
    for (int t = section->first_table; t < section->first_table + section->n_tables; t++) {
        const ds_table *table = &w->format->tables[t];
        int size = table->n_rows * table->n_columns;

        *n_cells += size;
        for (int cell = table->first_cell; cell < table->first_cell + size; cell++) {
            blanks += is_cell_blank(w, cell);
        }
    }
    return blanks;
}

/* What is empty or unfinished by itself is said so before it is said wrong. */
static int has_error(const ds_form_writer *w, const ds_section *section)
{
    const ds_findings *findings = w->form->findings;

    for (int i = 0; findings != NULL && i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);

        if (finding->severity == DS_ERROR && !ds_form_is_blank_finding(finding)
            && ds_form_is_in(w, finding, section)) {
            return 1;
        }
    }
    return 0;
}

ds_part_state ds_form_part_state(const ds_form_writer *w, const ds_section *section)
{
    int n_cells = 0, blanks = 0, is_empty;

    if (section->prose >= 0) {
        is_empty = is_blank(ds_form_section_value(w, section));
    }
    else {
        blanks = ds_form_blanks(w, section, &n_cells);
        is_empty = blanks == n_cells;
    }
    if (is_empty) {
        return DS_PART_EMPTY;
    }
    if (has_error(w, section)) {
        return DS_PART_WRONG;
    }
    return blanks > 0 ? DS_PART_UNFINISHED : DS_PART_DONE;
}
