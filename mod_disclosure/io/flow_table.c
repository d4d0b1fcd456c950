/* The printed forms of a flow: labels compared, figures read by their place. */
#include <string.h>

#include <apr_strings.h>

#include "core/cell_text.h"
#include "core/status.h"
#include "core/text.h"
#include "io/flow_parts.h"
#include "io/plain_cell.h"

/* Cells that begin in the first, second ... row of a table's head. */
static int head_cells(const ds_table *table, int level)
{
    return table->head_sizes[level] + (level == 0 && table->stub_width > 0);
}

static int cells_in(const ds_flow_item *item, int row)
{
    return row < item->rows->nelts
        ? APR_ARRAY_IDX(item->rows, row, apr_array_header_t *)->nelts : -1;
}

/* Whether the rows from *row on are those of the table; *row is set behind them. */
static int has_table(const ds_flow_item *item, const ds_table *table, int *row)
{
    int fits = table->title == NULL || cells_in(item, (*row)++) == 1;
    for (int level = 0; level < table->head_height; level++) {
        fits = fits && cells_in(item, (*row)++) == head_cells(table, level);
    }
    for (int i = 0; i < table->n_rows; i++) {
        fits = fits && cells_in(item, (*row)++) == table->rows[i].n_labels + table->n_columns;
    }
    return fits;
}

int ds_flow_has_shape(const ds_flow_item *item, const ds_format *format,
                      const ds_section *section)
{
    int row = 0;
    for (int t = 0; section->prose < 0 && t < section->n_tables; t++) {
        if (!has_table(item, &format->tables[section->first_table + t], &row)) {
            return 0;
        }
    }
    return section->prose < 0 && row == item->rows->nelts;
}

/* ---- Filling ---- */

/* The cells of a table's rows, one after the other. */
typedef struct cursor {
    ds_filling *f;
    const ds_flow_item *item;
    int row, column;
} cursor;

static const ds_flow_cell *next_cell(cursor *c)
{
    const apr_array_header_t *row = APR_ARRAY_IDX(c->item->rows, c->row, apr_array_header_t *);
    return &APR_ARRAY_IDX(row, c->column++, ds_flow_cell);
}

static void end_row(cursor *c)
{
    c->row++;
    c->column = 0;
}

static void expect(cursor *c, const char *label)
{
    ds_filling *f = c->f;
    const char *found = next_cell(c)->text;
    const char *wanted = label != NULL ? label : "";
    if (strcmp(ds_text_squeeze(f->pool, found), ds_text_squeeze(f->pool, wanted)) == 0) {
        return;
    }
    ds_finding *finding = ds_findings_add(f->findings, DS_ERROR, "F.element", f->section->id,
                                          "表格里此处应写‘%s’，现为‘%s’，请核对。", wanted,
                                          ds_text_quote(f->pool, found, 40));
    finding->passage = ds_text_quote(ds_findings_pool(f->findings), found, 60);
    f->status = f->status == APR_SUCCESS ? DS_EINVALID : f->status;
}

static void expect_head(cursor *c, const ds_table *table)
{
    if (table->title != NULL) {
        expect(c, table->title);
        end_row(c);
    }
    for (int level = 0; level < table->head_height; level++) {
        if (level == 0 && table->stub_width > 0) {
            expect(c, table->corner);
        }
        for (int i = 0; i < table->head_sizes[level]; i++) {
            expect(c, table->head[level][i].text);
        }
        end_row(c);
    }
}

static void fill_cell(ds_filling *f, int cell, const ds_flow_cell *found)
{
    const char *const *units = ds_format_type(f->report->format, cell)->units;
    if (!ds_plain_cell(f->report, cell, found->text)) {
        ds_cell_read(f->report, cell, found->text, f->findings);
    }
    for (; found->unit != NULL && units != NULL && *units != NULL; units++) {
        if (strcmp(*units, found->unit) == 0) {
            ds_report_set_unit(f->report, cell, *units);
        }
    }
}

static void fill_row(cursor *c, const ds_table *table, const ds_row *row)
{
    for (int i = 0; i < row->n_labels; i++) {
        expect(c, row->labels[i].text);
    }
    for (int i = 0; i < table->n_columns; i++) {
        fill_cell(c->f, ds_table_cell(table, row->index, i), next_cell(c));
    }
    end_row(c);
}

void ds_flow_fill_table(ds_filling *f, const ds_flow_item *item)
{
    const ds_format *format = f->report->format;
    cursor c = { f, item, 0, 0 };
    if (!ds_flow_has_shape(item, format, f->section)) {
        ds_findings_add(f->findings, DS_ERROR, "F.element", f->section->id,
                        "‘%s’的表格与规定的格式不同，请核对。", f->section->title);
        f->status = f->status == APR_SUCCESS ? DS_EINVALID : f->status;
        return;
    }
    for (int t = 0; t < f->section->n_tables; t++) {
        const ds_table *table = &format->tables[f->section->first_table + t];
        expect_head(&c, table);
        for (int i = 0; i < table->n_rows; i++) {
            fill_row(&c, table, &table->rows[i]);
        }
    }
}
