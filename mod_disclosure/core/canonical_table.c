/* Tables, rows and cells of a report read from XML. */
#include <string.h>

#include <apr_strings.h>

#include "core/canonical_reading.h"

ds_element ds_reading_table(ds_reading *r, const ds_sax_attr *attrs, int n_attrs)
{
    const ds_sax_attr *id = ds_reading_id(r, "table", attrs, n_attrs);
    const char *at;

    if (!id) {
        return DS_IN_UNKNOWN;
    }
    at = ds_reading_quote(r, ds_reading_value(r, id));
    r->table = ds_format_table(r->report->format, ds_reading_value(r, id));
    if (!r->table) {
        ds_reading_refuse(r, "F.element", at, "格式‘%s’中没有表‘%s’，请核对报告格式。",
                          r->report->format->id, at);
        return DS_IN_UNKNOWN;
    }
    r->next_row = 0;
    return ds_reading_is_first(r, DS_IN_TABLE, r->table->index, "F.element", at,
                               apr_psprintf(r->pool, "表‘%s’", at))
               ? DS_IN_TABLE : DS_IN_UNKNOWN;
}

/* The row of that id, mostly the one that comes next; NULL. */
static const ds_row *find_row(ds_reading *r, const ds_sax_attr *id)
{
    const ds_table *table = r->table;

    if (r->next_row < table->n_rows && ds_reading_is_value(id, table->rows[r->next_row].id)) {
        return &table->rows[r->next_row];
    }
    return ds_table_row(table, ds_reading_value(r, id));
}

ds_element ds_reading_row(ds_reading *r, const ds_sax_attr *attrs, int n_attrs)
{
    const ds_sax_attr *id = ds_reading_id(r, "row", attrs, n_attrs);
    const char *at;

    if (!id) {
        return DS_IN_UNKNOWN;
    }
    r->row = find_row(r, id);
    if (!r->row) {
        at = apr_pstrcat(r->pool, r->table->id, "/",
                         ds_reading_quote(r, ds_reading_value(r, id)), NULL);
        ds_reading_refuse(r, r->table->rows_rule, at,
                          "格式‘%s’中没有‘%s’这一行，请核对报告格式，或者删去这一行。",
                          r->report->format->id, at);
        return DS_IN_UNKNOWN;
    }
    r->next_row = r->row->index + 1;
    r->next_column = 0;
    if (r->is_seen[DS_IN_ROW][ds_table_cell(r->table, r->row->index, 0)]) {
        at = apr_pstrcat(r->pool, r->table->id, "/", r->row->id, NULL);
        ds_reading_refuse(r, "F.cell", at, "‘%s’一行重复出现，请只保留一处。", at);
        return DS_IN_UNKNOWN;
    }
    r->is_seen[DS_IN_ROW][ds_table_cell(r->table, r->row->index, 0)] = 1;
    return DS_IN_ROW;
}

static const ds_column *find_column(ds_reading *r, const ds_sax_attr *id)
{
    const ds_table *table = r->table;

    if (r->next_column < table->n_columns
        && ds_reading_is_value(id, table->columns[r->next_column].id)) {
        return &table->columns[r->next_column];
    }
    return ds_table_column(table, ds_reading_value(r, id));
}

static const char *cell_name(const ds_reading *r)
{
    return ds_format_cell_name(r->report->format, r->cell, r->pool);
}

static const char *cell_address(const ds_reading *r)
{
    return ds_format_address(r->report->format, r->cell);
}

/* Sets r->state to "blank", "na" or, for a number, NULL. */
static void take_state(ds_reading *r, const ds_sax_attr *state)
{
    r->state = !state ? NULL : ds_reading_is_value(state, "na") ? "na" : "blank";
    if (state && !ds_reading_is_value(state, r->state)) {
        ds_reading_refuse(r, "F.cell", cell_address(r),
                          "%s的属性‘state’只能是‘blank’（空白）或‘na’（不适用），请改正。",
                          cell_name(r));
    }
}

static void take_unit(ds_reading *r, const ds_sax_attr *unit)
{
    const char *const *units = ds_format_type(r->report->format, r->cell)->units;

    for (; units && *units; units++) {
        if (ds_reading_is_value(unit, *units)) {
            ds_report_set_unit(r->report, r->cell, *units);
            return;
        }
    }
    ds_reading_refuse(r, "F.cell", cell_address(r), "%s不能用‘%s’作单位，请改正属性‘unit’。",
                      cell_name(r), ds_reading_quote(r, ds_reading_value(r, unit)));
}

static ds_element refuse_column(ds_reading *r, const ds_sax_attr *id)
{
    const char *name = id ? ds_reading_quote(r, ds_reading_value(r, id)) : "";
    const char *at = apr_pstrcat(r->pool, r->table->id, "/", r->row->id, "/", name, NULL);

    ds_reading_refuse(r, "F.cell", at, "格式‘%s’中没有‘%s’这一格，请核对属性‘id’。",
                      r->report->format->id, at);
    return DS_IN_UNKNOWN;
}

ds_element ds_reading_cell(ds_reading *r, const ds_sax_attr *attrs, int n_attrs)
{
    enum { ID, NOTE, STATE, UNIT };
    static const char *const names[] = { "id", "note", "state", "unit", NULL };
    const ds_sax_attr *wanted[4];
    const ds_column *column;

    ds_reading_attributes(r, "cell", attrs, n_attrs, names, wanted);
    column = wanted[ID] ? find_column(r, wanted[ID]) : NULL;
    if (!column) {
        return refuse_column(r, wanted[ID]);
    }
    r->next_column = column->index + 1;
    r->cell = ds_table_cell(r->table, r->row->index, column->index);
    if (r->is_seen[DS_IN_CELL][r->cell]) {
        ds_reading_refuse(r, "F.cell", cell_address(r), "%s重复出现，请只保留一处。",
                          cell_name(r));
        return DS_IN_UNKNOWN;
    }
    r->is_seen[DS_IN_CELL][r->cell] = 1;
    take_state(r, wanted[STATE]);
    if (wanted[UNIT]) {
        take_unit(r, wanted[UNIT]);
    }
    if (wanted[NOTE]) {
        ds_report_set_cell_note(r->report, r->cell, ds_reading_value(r, wanted[NOTE]));
    }
    return DS_IN_CELL;
}

static void refuse_figure(ds_reading *r, const char *why)
{
    ds_finding *finding = ds_reading_refuse(r, "C.number", cell_address(r),
                                            "%s应为数字，%s。请改正。", cell_name(r), why);

    ds_finding_add_cell(r->findings, finding, cell_address(r));
    finding->passage = apr_pstrdup(ds_findings_pool(r->findings), ds_reading_quote(r, r->text));
}

static void end_number(ds_reading *r)
{
    const ds_cell_type *type = ds_format_type(r->report->format, r->cell);
    ds_decimal value;
    apr_status_t status = ds_decimal_parse(&value, r->text, r->text_len);

    if (r->text_len == 0) {
        refuse_figure(r, "现在没有内容；空白请写明 state=\"blank\"");
    }
    else if (status == APR_ERANGE) {
        refuse_figure(r, "现在的数值过大");
    }
    else if (status != APR_SUCCESS) {
        refuse_figure(r, apr_psprintf(r->pool, "现为‘%s’", ds_reading_quote(r, r->text)));
    }
    else if (!ds_decimal_is_plain(r->text, r->text_len)) {
        refuse_figure(r, apr_psprintf(r->pool, "‘%s’应写作‘%s’，不带多余的零和正号",
                                      ds_reading_quote(r, r->text),
                                      ds_decimal_format(r->pool, value)));
    }
    else if (type->kind != DS_VALUE_AMOUNT && !ds_decimal_is_integer(value)) {
        refuse_figure(r, apr_psprintf(r->pool, "并且是整数，现为‘%s’",
                                      ds_reading_quote(r, r->text)));
    }
    else {
        ds_report_set_number(r->report, r->cell, value);
    }
}

void ds_reading_cell_end(ds_reading *r)
{
    if (!r->state) {
        end_number(r);
        return;
    }
    if (strcmp(r->state, "na") == 0) {
        ds_report_set_na(r->report, r->cell);
    }
    if (r->text_len) {
        ds_reading_refuse(r, "F.cell", cell_address(r),
                          "%s写明为空白或不适用，却有内容‘%s’，请去掉其中之一。", cell_name(r),
                          ds_reading_quote(r, r->text));
    }
}
