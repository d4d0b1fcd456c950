#include "page/changes.h"

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "page/piece.h"

static int same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void add(apr_array_header_t *changes, const char *part, const char *what,
                const char *before, const char *after)
{
    ds_change *change = apr_array_push(changes);

    change->part = part;
    change->what = what;
    change->before = before;
    change->after = after;
}

static const char *cell_text(const ds_report *report, int cell, apr_pool_t *pool)
{
    const ds_cell *c = &report->cells[cell];
    const char *text = c->state == DS_CELL_BLANK ? "空白"
                                                 : ds_report_cell_text(report, cell, pool);

    return apr_pstrcat(pool, text, c->unit != NULL ? c->unit : "",
                       c->note != NULL ? "（" : "", c->note != NULL ? c->note : "",
                       c->note != NULL ? "）" : "", NULL);
}

static int same_cell(const ds_cell *a, const ds_cell *b)
{
    return a->state == b->state && (a->state != DS_CELL_NUMBER || a->value == b->value)
        && same(a->unit, b->unit) && same(a->note, b->note);
}

/* The cell of the other report that has the address; -1 when its format has none. */
static int counterpart(const ds_report *other, const ds_report *report, int cell)
{
    return other->format == report->format
        ? cell
        : ds_format_cell(other->format, ds_format_address(report->format, cell));
}

static void add_cell(apr_array_header_t *changes, const ds_report *of, int cell,
                     const char *before, const char *after, apr_pool_t *pool)
{
    const ds_table *table;
    const ds_row *row;
    const ds_column *column;

    ds_format_locate(of->format, cell, &table, &row, &column);
    add(changes, ds_piece_part(table->section, pool), ds_format_cell_name(of->format, cell, pool),
        before, after);
}

apr_array_header_t *ds_changes_figures(const ds_report *before, const ds_report *after,
                                       apr_pool_t *pool)
{
    apr_array_header_t *changes = apr_array_make(pool, 8, sizeof(ds_change));

    for (int cell = 0; cell < after->format->n_cells; cell++) {
        int old = counterpart(before, after, cell);

        if (old < 0 || !same_cell(&before->cells[old], &after->cells[cell])) {
            add_cell(changes, after, cell, old < 0 ? NULL : cell_text(before, old, pool),
                     cell_text(after, cell, pool), pool);
        }
    }
    for (int cell = 0; cell < before->format->n_cells; cell++) {
        if (counterpart(after, before, cell) < 0) {
            add_cell(changes, before, cell, cell_text(before, cell, pool), NULL, pool);
        }
    }
    return changes;
}

/* The blocks of a section as lines of text (array of const char *). */
static apr_array_header_t *block_texts(const apr_array_header_t *blocks, apr_pool_t *pool)
{
    apr_array_header_t *texts = apr_array_make(pool, blocks->nelts, sizeof(const char *));

    for (int i = 0; i < blocks->nelts; i++) {
        const ds_block *block = &APR_ARRAY_IDX(blocks, i, ds_block);

        APR_ARRAY_PUSH(texts, const char *) = block->text != NULL
            ? block->text
            : apr_pstrcat(pool, "图片：", block->caption != NULL ? block->caption : block->alt,
                          "（", block->digest, "）", NULL);
    }
    return texts;
}

/* Paragraphs from `from` to before `to`, joined by LF; NULL when there is none. */
static const char *passage(const apr_array_header_t *texts, int from, int to, apr_pool_t *pool)
{
    apr_array_header_t *part = apr_array_make(pool, 4, sizeof(const char *));

    for (int i = from; i < to; i++) {
        APR_ARRAY_PUSH(part, const char *) = APR_ARRAY_IDX(texts, i, const char *);
    }
    return part->nelts > 0 ? apr_array_pstrcat(pool, part, '\n') : NULL;
}

static int same_text(const apr_array_header_t *a, int i, const apr_array_header_t *b, int k)
{
    return strcmp(APR_ARRAY_IDX(a, i, const char *), APR_ARRAY_IDX(b, k, const char *)) == 0;
}

static void compare_texts(apr_array_header_t *changes, const char *part, const char *what,
                          const apr_array_header_t *before, const apr_array_header_t *after,
                          apr_pool_t *pool)
{
    int first = 0;
    int old_end = before->nelts;
    int new_end = after->nelts;

    while (first < old_end && first < new_end && same_text(before, first, after, first)) {
        first++;
    }
    while (old_end > first && new_end > first
           && same_text(before, old_end - 1, after, new_end - 1)) {
        old_end--;
        new_end--;
    }
    if (first < old_end || first < new_end) {
        add(changes, part, what, passage(before, first, old_end, pool),
            passage(after, first, new_end, pool));
    }
}

static void compare_prose(apr_array_header_t *changes, const ds_section *section,
                          const ds_report *before, const ds_report *after, apr_pool_t *pool)
{
    const ds_section *old = ds_format_section(before->format, section->id);
    const apr_array_header_t *none = apr_array_make(pool, 1, sizeof(const char *));

    compare_texts(changes, ds_piece_part(section, pool), "正文",
                  old != NULL && old->prose >= 0
                      ? block_texts(before->prose[old->prose], pool) : none,
                  block_texts(after->prose[section->prose], pool), pool);
}

static void compare_notes(apr_array_header_t *changes, const ds_section *section,
                          const ds_report *before, const ds_report *after, apr_pool_t *pool)
{
    const apr_array_header_t *none = apr_array_make(pool, 1, sizeof(const char *));

    for (int t = section->first_table; t < section->first_table + section->n_tables; t++) {
        const ds_table *old = ds_format_table(before->format, after->format->tables[t].id);

        compare_texts(changes, ds_piece_part(section, pool), "表下说明",
                      old != NULL ? before->notes[old->index] : none, after->notes[t], pool);
    }
}

static void compare_single(apr_array_header_t *changes, const char *what, const char *before,
                           const char *after)
{
    if (!same(before, after)) {
        add(changes, NULL, what, before, after);
    }
}

static const char *readable_date(const char *date, apr_pool_t *pool)
{
    return date != NULL ? ds_date_chinese(pool, date) : NULL;
}

apr_array_header_t *ds_changes_texts(const ds_report *before, const ds_report *after,
                                     apr_pool_t *pool)
{
    apr_array_header_t *changes = apr_array_make(pool, 8, sizeof(ds_change));

    compare_single(changes, "标题", before->title, after->title);
    compare_single(changes, "机关名称", before->organ_name, after->organ_name);
    compare_single(changes, "报告格式", before->format->name, after->format->name);
    for (int i = 0; i < after->format->n_sections; i++) {
        const ds_section *section = &after->format->sections[i];

        if (section->prose >= 0) {
            compare_prose(changes, section, before, after, pool);
        }
        else {
            compare_notes(changes, section, before, after, pool);
        }
    }
    compare_single(changes, "落款", before->signature_name, after->signature_name);
    compare_single(changes, "落款日期", readable_date(before->signature_date, pool),
                   readable_date(after->signature_date, pool));
    return changes;
}
