#include "core/merge.h"

#include <string.h>

#include <apr_strings.h>

#include "core/prose_lines.h"

#define SECTION "section/"
#define NOTES "notes/"

typedef enum { NO_FIELD, A_LINE, A_CELL, A_SECTION, NOTES_OF_A_TABLE } field_kind;

typedef struct field {
    field_kind kind;
    int index;      /* of the line, the cell, the prose, the table */
} field;

/* Fields of one line, by where they are in a report. */
static const struct {
    const char *name;
    apr_size_t offset;
} lines[] = {
    { "title", APR_OFFSETOF(ds_report, title) },
    { "organ_name", APR_OFFSETOF(ds_report, organ_name) },
    { "signature.name", APR_OFFSETOF(ds_report, signature_name) },
    { "signature.date", APR_OFFSETOF(ds_report, signature_date) },
};
#define N_LINES (int)(sizeof(lines) / sizeof(lines[0]))

static const char **line_of(const ds_report *report, int index)
{
    return (const char **)((char *)report + lines[index].offset);
}

static field find(const ds_format *format, const char *name)
{
    const ds_section *section;
    const ds_table *table;
    int cell = ds_format_cell(format, name);

    for (int i = 0; i < N_LINES; i++) {
        if (strcmp(lines[i].name, name) == 0) {
            return (field) { A_LINE, i };
        }
    }
    if (cell >= 0) {
        return (field) { A_CELL, cell };
    }
    if (strncmp(name, SECTION, strlen(SECTION)) == 0) {
        section = ds_format_section(format, name + strlen(SECTION));
        return section != NULL && section->prose >= 0 ? (field) { A_SECTION, section->prose }
                                                      : (field) { NO_FIELD, 0 };
    }
    if (strncmp(name, NOTES, strlen(NOTES)) == 0) {
        table = ds_format_table(format, name + strlen(NOTES));
        return table != NULL ? (field) { NOTES_OF_A_TABLE, table->index }
                             : (field) { NO_FIELD, 0 };
    }
    return (field) { NO_FIELD, 0 };
}

/* ---- The same or not ---- */

static int same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static int same_cell(const ds_cell *a, const ds_cell *b)
{
    return a->state == b->state && (a->state != DS_CELL_NUMBER || a->value == b->value)
        && same_text(a->unit, b->unit) && same_text(a->note, b->note);
}

static int same_blocks(const apr_array_header_t *a, const apr_array_header_t *b)
{
    for (int i = 0; i < a->nelts && i < b->nelts; i++) {
        const ds_block *one = &APR_ARRAY_IDX(a, i, ds_block);
        const ds_block *other = &APR_ARRAY_IDX(b, i, ds_block);

        if (!same_text(one->text, other->text) || !same_text(one->digest, other->digest)
            || !same_text(one->alt, other->alt) || !same_text(one->caption, other->caption)) {
            return 0;
        }
    }
    return a->nelts == b->nelts;
}

static int same_notes(const apr_array_header_t *a, const apr_array_header_t *b)
{
    for (int i = 0; i < a->nelts && i < b->nelts; i++) {
        if (!same_text(APR_ARRAY_IDX(a, i, const char *), APR_ARRAY_IDX(b, i, const char *))) {
            return 0;
        }
    }
    return a->nelts == b->nelts;
}

static int is_same(const ds_report *a, const ds_report *b, field f)
{
    switch (f.kind) {
    case A_LINE:
        return same_text(*line_of(a, f.index), *line_of(b, f.index));
    case A_CELL:
        return same_cell(&a->cells[f.index], &b->cells[f.index]);
    case A_SECTION:
        return same_blocks(a->prose[f.index], b->prose[f.index]);
    case NOTES_OF_A_TABLE:
        return same_notes(a->notes[f.index], b->notes[f.index]);
    case NO_FIELD:
        break;
    }
    return 1;
}

int ds_field_is_same(const ds_report *a, const ds_report *b, const char *name)
{
    return is_same(a, b, find(a->format, name));
}

/* ---- Taking over ---- */

/* `from` lives in the pool of the report it is taken into. */
static void take(ds_report *into, const ds_report *from, field f)
{
    switch (f.kind) {
    case A_LINE:
        *line_of(into, f.index) = *line_of(from, f.index);
        break;
    case A_CELL:
        into->cells[f.index] = from->cells[f.index];
        break;
    case A_SECTION:
        into->prose[f.index] = from->prose[f.index];
        break;
    case NOTES_OF_A_TABLE:
        into->notes[f.index] = from->notes[f.index];
        break;
    case NO_FIELD:
        break;
    }
}

int ds_field_take(ds_report *into, const ds_report *from, const char *name)
{
    field f = find(into->format, name);

    take(into, ds_report_copy(from, into->pool), f);
    return f.kind != NO_FIELD;
}

/* ---- In words ---- */

static const char *cell_text(const ds_report *report, int index, apr_pool_t *pool)
{
    const ds_cell *cell = &report->cells[index];
    const char *text = ds_report_cell_text(report, index, pool);

    return apr_pstrcat(pool, text, cell->unit != NULL ? cell->unit : "",
                       cell->note != NULL ? "（" : "", cell->note != NULL ? cell->note : "",
                       cell->note != NULL ? "）" : "", NULL);
}

/* Paragraphs as lines; of a figure, what is on it. */
static const char *section_text(const apr_array_header_t *blocks, apr_pool_t *pool)
{
    apr_array_header_t *texts = apr_array_make(pool, blocks->nelts + 1, sizeof(const char *));

    for (int i = 0; i < blocks->nelts; i++) {
        const ds_block *block = &APR_ARRAY_IDX(blocks, i, ds_block);

        APR_ARRAY_PUSH(texts, const char *) = block->text != NULL ? block->text
            : apr_pstrcat(pool, "图片：", block->alt, block->caption != NULL ? "，" : "",
                          block->caption != NULL ? block->caption : "", NULL);
    }
    return apr_array_pstrcat(pool, texts, '\n');
}

const char *ds_field_text(const ds_report *report, const char *name, apr_pool_t *pool)
{
    field f = find(report->format, name);
    const char *line;

    switch (f.kind) {
    case A_LINE:
        line = *line_of(report, f.index);
        return line != NULL ? line : "";
    case A_CELL:
        return cell_text(report, f.index, pool);
    case A_SECTION:
        return section_text(report->prose[f.index], pool);
    case NOTES_OF_A_TABLE:
        return ds_note_lines(report->notes[f.index], pool);
    case NO_FIELD:
        break;
    }
    return "";
}

/* ---- Putting together ---- */

typedef struct merging {
    const ds_report *base, *theirs, *mine;
    const ds_report *copy;  /* of theirs, in the pool of the result */
    ds_merge *merge;
} merging;

static void merge_field(merging *m, field f, const char *name)
{
    if (is_same(m->theirs, m->mine, f) || (m->base != NULL && is_same(m->base, m->theirs, f))) {
        return;
    }
    if (m->base == NULL || !is_same(m->base, m->mine, f)) {
        APR_ARRAY_PUSH(m->merge->both, const char *) = name;
        return;
    }
    APR_ARRAY_PUSH(m->merge->taken, const char *) = name;
    take(m->merge->report, m->copy, f);
}

ds_merge *ds_merge_reports(const ds_report *base, const ds_report *theirs, const ds_report *mine,
                           apr_pool_t *pool)
{
    const ds_format *format = mine->format;
    ds_merge *merge = apr_palloc(pool, sizeof(*merge));
    merging m = { base, theirs, mine, ds_report_copy(theirs, pool), merge };

    *merge = (ds_merge) { ds_report_copy(mine, pool), apr_array_make(pool, 4, sizeof(char *)),
                          apr_array_make(pool, 4, sizeof(char *)) };
    for (int i = 0; i < N_LINES; i++) {
        merge_field(&m, (field) { A_LINE, i }, lines[i].name);
    }
    for (int i = 0; i < format->n_prose; i++) {
        merge_field(&m, (field) { A_SECTION, i },
                    apr_pstrcat(pool, SECTION, format->prose[i]->id, NULL));
    }
    for (int i = 0; i < format->n_cells; i++) {
        merge_field(&m, (field) { A_CELL, i }, ds_format_address(format, i));
    }
    for (int i = 0; i < format->n_tables; i++) {
        merge_field(&m, (field) { NOTES_OF_A_TABLE, i },
                    apr_pstrcat(pool, NOTES, format->tables[i].id, NULL));
    }
    return merge;
}
