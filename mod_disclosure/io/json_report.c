#include "io/json.h"

#include <string.h>

#include "io/json_parse.h"

static json_t *json_amount(ds_decimal value)
{
    char text[DS_DECIMAL_TEXT_SIZE];
    apr_size_t len = ds_decimal_print(text, value);
    return json_stringn(text, len);
}

static json_t *json_figure(const ds_cell *cell, const ds_cell_type *type)
{
    switch (cell->state) {
    case DS_CELL_NUMBER:
        return type->kind == DS_VALUE_AMOUNT ? json_amount(cell->value)
                                             : json_integer(cell->value / DS_DECIMAL_ONE);
    case DS_CELL_NA:
        return json_string("/");
    case DS_CELL_BLANK:
        break;
    }
    return json_null();
}

/* The figure alone where it says all, else an object. */
static json_t *json_cell(const ds_cell *cell, const ds_cell_type *type)
{
    int has_unit = type->units != NULL && (cell->state == DS_CELL_NUMBER || cell->unit != NULL);
    json_t *figure = json_figure(cell, type);
    if (!has_unit && cell->note == NULL) {
        return figure;
    }
    json_t *object = json_object();
    ds_json_set(object, "value", figure);
    if (has_unit) {
        ds_json_set(object, "unit", ds_json_string(cell->unit));
    }
    if (cell->note != NULL) {
        ds_json_set(object, "note", json_string(cell->note));
    }
    return object;
}

static json_t *json_row(const ds_report *report, const ds_table *table, int row)
{
    json_t *object = json_object();
    for (int i = 0; i < table->n_columns; i++) {
        int cell = ds_table_cell(table, row, i);
        ds_json_set(object, table->columns[i].id,
                    json_cell(&report->cells[cell], ds_format_type(report->format, cell)));
    }
    return object;
}

static json_t *json_tables(const ds_report *report)
{
    json_t *tables = json_object();
    for (int i = 0; i < report->format->n_tables; i++) {
        const ds_table *table = &report->format->tables[i];
        json_t *rows = json_object();
        for (int row = 0; row < table->n_rows; row++) {
            ds_json_set(rows, table->rows[row].id, json_row(report, table, row));
        }
        ds_json_set(tables, table->id, rows);
    }
    return tables;
}

static json_t *json_block(const ds_block *block)
{
    if (block->text != NULL) {
        return json_string(block->text);
    }
    json_t *figure = json_object();
    ds_json_set(figure, "digest", ds_json_string(block->digest));
    ds_json_set(figure, "alt", ds_json_string(block->alt));
    ds_json_set(figure, "caption", ds_json_string(block->caption));
    json_t *object = json_object();
    ds_json_set(object, "figure", figure);
    return object;
}

static json_t *json_sections(const ds_report *report)
{
    json_t *sections = json_object();
    for (int i = 0; i < report->format->n_prose; i++) {
        const apr_array_header_t *prose = report->prose[i];
        json_t *blocks = json_array();
        for (int j = 0; j < prose->nelts; j++) {
            ds_json_append(blocks, json_block(&APR_ARRAY_IDX(prose, j, ds_block)));
        }
        ds_json_set(sections, report->format->prose[i]->id, blocks);
    }
    return sections;
}

static json_t *json_notes(const ds_report *report)
{
    json_t *notes = json_object();
    for (int i = 0; i < report->format->n_tables; i++) {
        const apr_array_header_t *texts = report->notes[i];
        json_t *paragraphs = texts->nelts > 0 ? json_array() : NULL;
        for (int j = 0; j < texts->nelts; j++) {
            ds_json_append(paragraphs, json_string(APR_ARRAY_IDX(texts, j, const char *)));
        }
        if (paragraphs != NULL) {
            ds_json_set(notes, report->format->tables[i].id, paragraphs);
        }
    }
    return notes;
}

static json_t *json_signature(const ds_report *report)
{
    if (report->signature_name == NULL && report->signature_date == NULL) {
        return json_null();
    }
    json_t *signature = json_object();
    ds_json_set(signature, "name", ds_json_string(report->signature_name));
    ds_json_set(signature, "date", ds_json_string(report->signature_date));
    return signature;
}

json_t *ds_json_report(const ds_report *report)
{
    json_t *object = json_object();
    ds_json_set(object, "organ", ds_json_string(report->organ));
    ds_json_set(object, "organ_name", ds_json_string(report->organ_name));
    ds_json_set(object, "year", report->year != 0 ? json_integer(report->year) : json_null());
    ds_json_set(object, "format", json_string(report->format->id));
    ds_json_set(object, "title", ds_json_string(report->title));
    ds_json_set(object, "sections", json_sections(report));
    ds_json_set(object, "tables", json_tables(report));
    ds_json_set(object, "notes", json_notes(report));
    ds_json_set(object, "signature", json_signature(report));
    return object;
}

const char *ds_json_write(const ds_report *report, apr_size_t *len, apr_pool_t *pool)
{
    const char *text = ds_json_text(ds_json_report(report), pool);
    *len = strlen(text);
    return text;
}

json_t *ds_json_digest(const ds_imprint *imprint)
{
    json_t *digest = json_object();
    ds_json_set(digest, "algorithm", ds_json_string(imprint->algorithm));
    ds_json_set(digest, "value", ds_json_string(imprint->digest));
    return digest;
}

json_t *ds_json_published(const ds_report *report, const ds_imprint *imprint)
{
    json_t *object = ds_json_report(report);
    ds_json_set(object, "digest", ds_json_digest(imprint));
    return object;
}

const char *ds_json_publish(const ds_report *report, const ds_imprint *imprint, apr_size_t *len,
                            apr_pool_t *pool)
{
    const char *text = ds_json_text(ds_json_published(report, imprint), pool);
    *len = strlen(text);
    return text;
}
