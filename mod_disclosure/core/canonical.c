/* The canonical form of a report, written. */
#include "core/canonical.h"
#include "core/markup.h"

static const char *const state_names[] = {
    [DS_CELL_BLANK] = "blank",
    [DS_CELL_NUMBER] = NULL,
    [DS_CELL_NA] = "na",
};

static void write_block(ds_markup *m, const ds_block *block)
{
    if (block->text) {
        ds_markup_element(m, "p", block->text);
        return;
    }
    ds_markup_start(m, "figure");
    ds_markup_attr(m, "alt", block->alt);
    ds_markup_attr(m, "digest", block->digest);
    ds_markup_text(m, block->caption);
    ds_markup_end(m, "figure");
}

static void write_prose(ds_markup *m, const ds_report *report, const ds_section *section)
{
    const apr_array_header_t *blocks = report->prose[section->prose];
    int i;

    ds_markup_start(m, "section");
    ds_markup_attr(m, "id", section->id);
    for (i = 0; i < blocks->nelts; i++) {
        write_block(m, &APR_ARRAY_IDX(blocks, i, ds_block));
    }
    ds_markup_end(m, "section");
}

static void write_cell(ds_markup *m, const ds_column *column, const ds_cell *cell)
{
    char figure[DS_DECIMAL_TEXT_SIZE];

    ds_markup_start(m, "cell");
    ds_markup_attr(m, "id", column->id);
    ds_markup_attr(m, "note", cell->note);
    ds_markup_attr(m, "state", state_names[cell->state]);
    ds_markup_attr(m, "unit", cell->unit);
    if (cell->state == DS_CELL_NUMBER) {
        ds_decimal_print(figure, cell->value);
        ds_markup_text(m, figure);
    }
    ds_markup_end(m, "cell");
}

static void write_table(ds_markup *m, const ds_report *report, const ds_table *table)
{
    const apr_array_header_t *notes = report->notes[table->index];
    const ds_cell *cell = &report->cells[table->first_cell];
    int row, column, i;

    ds_markup_start(m, "table");
    ds_markup_attr(m, "id", table->id);
    for (row = 0; row < table->n_rows; row++) {
        ds_markup_start(m, "row");
        ds_markup_attr(m, "id", table->rows[row].id);
        for (column = 0; column < table->n_columns; column++) {
            write_cell(m, &table->columns[column], cell++);
        }
        ds_markup_end(m, "row");
    }
    for (i = 0; i < notes->nelts; i++) {
        ds_markup_element(m, "note", APR_ARRAY_IDX(notes, i, const char *));
    }
    ds_markup_end(m, "table");
}

static void write_section(ds_markup *m, const ds_report *report, const ds_section *section)
{
    int i;

    if (section->prose >= 0) {
        write_prose(m, report, section);
        return;
    }
    for (i = 0; i < section->n_tables; i++) {
        write_table(m, report, &report->format->tables[section->first_table + i]);
    }
}

static void write_signature(ds_markup *m, const ds_report *report)
{
    if (report->signature_name || report->signature_date) {
        ds_markup_start(m, "signature");
        ds_markup_attr(m, "date", report->signature_date);
        ds_markup_text(m, report->signature_name);
        ds_markup_end(m, "signature");
    }
}

const char *ds_canonical(const ds_report *report, apr_size_t *len, apr_pool_t *pool)
{
    ds_markup *m = ds_markup_create(pool);
    int i;

    ds_markup_start(m, "report");
    ds_markup_attr(m, "xmlns", DS_REPORT_NAMESPACE);
    ds_markup_attr(m, "format", report->format->id);
    ds_markup_attr(m, "organ", report->organ);
    if (report->year) {
        ds_markup_attr_int(m, "year", report->year);
    }
    if (report->organ_name) {
        ds_markup_element(m, "organ-name", report->organ_name);
    }
    if (report->title) {
        ds_markup_element(m, "title", report->title);
    }
    for (i = 0; i < report->format->n_sections; i++) {
        write_section(m, report, &report->format->sections[i]);
    }
    write_signature(m, report);
    ds_markup_end(m, "report");
    return ds_markup_bytes(m, len);
}

const char *ds_canonical_digest(const ds_report *report, const ds_digest_algorithm *algorithm,
                                apr_pool_t *pool)
{
    apr_size_t len;
    const char *bytes = ds_canonical(report, &len, pool);

    return ds_digest_hex(pool, algorithm, bytes, len);
}
