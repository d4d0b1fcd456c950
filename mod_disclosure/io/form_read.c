#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "core/cell_text.h"
#include "core/date.h"
#include "core/status.h"
#include "core/text.h"
#include "io/form.h"
#include "io/form_prose.h"
#include "io/identity.h"
#include "io/misplaced.h"
#include "io/place.h"

/* A report being filled from fields. */
typedef struct filling {
    const ds_read_context *context;
    ds_findings *findings;
    ds_report *report;
    apr_hash_t *fields;  /* name -> value */
    apr_status_t status;
    apr_pool_t *scratch_pool;
} filling;

#define REFUSE(filling, rule, place, ...) \
    ((filling)->status = (filling)->status == APR_SUCCESS ? DS_EINVALID : (filling)->status, \
     ds_findings_add((filling)->findings, DS_ERROR, (rule), (place), __VA_ARGS__))

/* The field's value, NULL where it is left out or empty. */
static const char *value_of(const filling *f, const char *name)
{
    const char *value = apr_hash_get(f->fields, name, APR_HASH_KEY_STRING);
    return value != NULL && *value != '\0' ? value : NULL;
}

static void refuse_size(filling *f, const char *name)
{
    REFUSE(f, "F.size", name, "‘%s’一栏超过 %d 段，请减少内容后重新提交。", name,
           DS_REPORT_MAX_BLOCKS);
    f->status = DS_ETOOLARGE;
}

static void refuse_unknown(filling *f, const char *name)
{
    ds_place place = ds_place_of(name, strlen(name));
    REFUSE(f, "F.form", place.text, "表单中没有名为‘%s’的栏目，请重新打开页面填写。", place.text);
}

static void fill_section(filling *f, const char *name, const char *id, const char *value)
{
    const ds_section *section = ds_format_section(f->report->format, id);
    int figure = 0;
    if (section == NULL || section->prose < 0) {
        refuse_unknown(f, name);
        return;
    }
    apr_status_t status = ds_form_add_section(f->report, section, value, f->fields, &figure,
                                              f->scratch_pool);
    if (status == DS_EINVALID) {
        REFUSE(f, "F.figure", apr_psprintf(f->scratch_pool, "figure/%s/%d:alt", section->id, figure),
               "图片%d没有替代文字，请用一句话写明图上是什么。", figure);
    } else if (status != APR_SUCCESS) {
        refuse_size(f, name);
    }
}

static void fill_notes(filling *f, const char *name, const char *id, const char *value)
{
    const ds_table *table = ds_format_table(f->report->format, id);
    if (table == NULL) {
        refuse_unknown(f, name);
    } else if (ds_form_add_notes(f->report, table->index, value, f->scratch_pool)
               != APR_SUCCESS) {
        refuse_size(f, name);
    }
}

static void fill_note(filling *f, int cell, const char *name, const char *value)
{
    const char *beside = f->report->cells[cell].note;
    const char *note = value;
    if (ds_text_length(value) > DS_FORM_MAX_LINE) {
        REFUSE(f, "F.size", name, "%s的注超过 %d 字，请精简；较长的说明请写在表下。",
               ds_format_cell_name(f->report->format, cell, f->scratch_pool), DS_FORM_MAX_LINE);
        return;
    }
    if (beside != NULL && *value != '\0' && strcmp(beside, value) != 0) {
        note = apr_pstrcat(f->scratch_pool, beside, "；", value, NULL);
    }
    if (*note != '\0') {
        ds_report_set_cell_note(f->report, cell, note);
    }
}

static void fill_unit(filling *f, int cell, const char *name, const char *value)
{
    const char *const *unit = ds_format_type(f->report->format, cell)->units;
    const ds_cell *filled = &f->report->cells[cell];
    while (unit != NULL && *unit != NULL && strcmp(*unit, value) != 0) {
        unit++;
    }
    if (*value == '\0' || filled->state != DS_CELL_NUMBER) {
        return;
    }
    if (unit == NULL || *unit == NULL) {
        REFUSE(f, "F.form", name, "‘%s’不是可以选用的单位，请重新选择。",
               ds_place_of(value, strlen(value)).text);
    } else if (filled->unit != NULL && strcmp(filled->unit, *unit) != 0) {
        REFUSE(f, "F.form", name, "%s的数字后面写的单位是‘%s’，选择的单位是‘%s’，请改成一致。",
               ds_format_cell_name(f->report->format, cell, f->scratch_pool), filled->unit, *unit);
    } else {
        ds_report_set_unit(f->report, cell, *unit);
    }
}

static void fill_figure(filling *f, int cell, const char *name, const char *value)
{
    int errors = ds_findings_of(f->findings, DS_ERROR);
    ds_cell_read(f->report, cell, value, f->findings);
    if (ds_findings_of(f->findings, DS_ERROR) > errors && f->status == APR_SUCCESS) {
        f->status = DS_EINVALID;
    }
}

/* What may stand behind a cell's address. The figure comes first: it may
 * bring a note and a unit. */
static const struct {
    const char *suffix;
    void (*fill)(filling *f, int cell, const char *name, const char *value);
} cell_fields[] = {
    { "", fill_figure }, { ":unit", fill_unit }, { ":note", fill_note }
};

static void fill_cells(filling *f)
{
    const ds_format *format = f->report->format;
    apr_pool_t *iterpool;
    apr_pool_create(&iterpool, f->scratch_pool);
    for (int cell = 0; cell < format->n_cells; cell++) {
        apr_pool_clear(iterpool);
        for (int i = 0; i < (int)(sizeof(cell_fields) / sizeof(*cell_fields)); i++) {
            const char *name = apr_pstrcat(iterpool, ds_format_address(format, cell),
                                           cell_fields[i].suffix, NULL);
            const char *value = apr_hash_get(f->fields, name, APR_HASH_KEY_STRING);
            if (value != NULL) {
                cell_fields[i].fill(f, cell, name, value);
            }
        }
    }
    apr_pool_destroy(iterpool);
}

/* Whether the name is that of a field of some cell: then fill_cells() has
 * taken it. */
static int is_cell_field(const filling *f, const char *name)
{
    const char *colon = strchr(name, ':');
    const char *address = name;
    if (colon != NULL) {
        if (strcmp(colon, ":note") != 0 && strcmp(colon, ":unit") != 0) {
            return 0;
        }
        address = apr_pstrmemdup(f->scratch_pool, name, (apr_size_t)(colon - name));
    }
    return ds_format_cell(f->report->format, address) >= 0;
}

/* A name of table/row/column that this format has not, but perhaps another. */
static int is_misplaced(filling *f, const char *name)
{
    char *table_id = apr_pstrdup(f->scratch_pool, name);
    char *row_id = strchr(table_id, '/');
    char *column_id = row_id != NULL ? strchr(row_id + 1, '/') : NULL;
    if (column_id == NULL) {
        return 0;
    }
    *row_id++ = '\0';
    *column_id++ = '\0';
    const ds_formats *formats = f->context->formats;
    const ds_format *format = f->report->format;
    const ds_table *table = ds_format_table(format, table_id);
    if (table == NULL) {
        return ds_misplaced_table(formats, format, table_id, name, f->findings);
    }
    if (ds_table_row(table, row_id) == NULL) {
        return ds_misplaced_row(formats, format, table, row_id, name, f->findings);
    }
    return ds_misplaced_column(formats, format, table, column_id, name, f->findings);
}

/* Fields that are read by their name alone. */
static int is_single(const char *name)
{
    static const char *const singles[] = {
        "title", "organ_name", "signature.name", "signature.date", "format", "year", "organ", NULL
    };
    const char *const *single = singles;
    while (*single != NULL && strcmp(*single, name) != 0) {
        single++;
    }
    return *single != NULL;
}

static int fill_field(void *baton, const char *name, const char *value)
{
    filling *f = baton;
    if (strncmp(name, "section/", 8) == 0) {
        fill_section(f, name, name + 8, value);
    } else if (strncmp(name, "notes/", 6) == 0) {
        fill_notes(f, name, name + 6, value);
    } else if (*name != '_' && !is_single(name) && !is_cell_field(f, name)
               && !ds_form_is_figure(f->report->format, name, f->scratch_pool)) {
        if (is_misplaced(f, name)) {
            f->status = f->status == APR_SUCCESS ? DS_EINVALID : f->status;
        } else {
            refuse_unknown(f, name);
        }
    }
    return f->status != DS_ETOOLARGE;
}

/* A line of text that is no line any more is cut by nobody but who wrote it. */
static void check_length(filling *f, const char *name, const char *label)
{
    const char *value = value_of(f, name);
    if (value != NULL && ds_text_length(value) > DS_FORM_MAX_LINE) {
        REFUSE(f, "F.size", name, "‘%s’超过 %d 字，请精简后重新提交。", label, DS_FORM_MAX_LINE);
    }
}

static void fill_singles(filling *f)
{
    check_length(f, "title", "标题");
    check_length(f, "organ_name", "机关名称");
    check_length(f, "signature.name", "落款");
    const char *date = value_of(f, "signature.date");
    ds_report_set_title(f->report, value_of(f, "title"));
    ds_report_set_organ_name(f->report, value_of(f, "organ_name"));
    if (date != NULL && !ds_date_is_valid(date)) {
        REFUSE(f, "F.date", "signature.date", "落款日期‘%s’不是日期，请写成 2021-01-29 这样的形式。",
               ds_place_of(date, strlen(date)).text);
        date = NULL;
    }
    ds_report_set_signature(f->report, value_of(f, "signature.name"), date);
}

static int fill_year(filling *f, int *year)
{
    const char *text = value_of(f, "year");
    if (text != NULL && (strlen(text) != 4 || strspn(text, "0123456789") != 4)) {
        REFUSE(f, "F.year", "year", "报告年度‘%s’不是四位数字，请改成 2020 这样的形式。",
               ds_place_of(text, strlen(text)).text);
        return 0;
    }
    return ds_identity_year(year, text != NULL ? apr_atoi64(text) : 0, f->context, f->findings);
}

/* Organ, year and format; the report stays NULL without a format. */
static void fill_identity(filling *f, apr_pool_t *result_pool)
{
    const char *organ = NULL;
    int year = 0;
    int organ_fits = ds_identity_organ(&organ, value_of(f, "organ"), f->context, f->findings);
    int year_fits = fill_year(f, &year);
    const ds_format *format = ds_identity_format(value_of(f, "format"), year, f->context,
                                                 f->findings);
    if (!organ_fits || !year_fits || format == NULL) {
        f->status = DS_EINVALID;
    }
    if (format != NULL) {
        f->report = ds_report_create(format, result_pool);
        f->report->organ = organ != NULL ? apr_pstrdup(result_pool, organ) : NULL;
        f->report->year = year;
    }
}

static int remember_field(void *baton, const char *name, const char *value)
{
    apr_hash_set(baton, name, APR_HASH_KEY_STRING, value);
    return 1;
}

apr_status_t ds_form_read_fields(ds_report **out, ds_findings *findings,
                                 const apr_table_t *fields, const ds_read_context *context,
                                 apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    filling f = { .context = context, .findings = findings, .scratch_pool = scratch_pool,
                  .fields = apr_hash_make(scratch_pool) };
    apr_table_do(remember_field, f.fields, fields, NULL);
    fill_identity(&f, result_pool);
    if (f.report != NULL) {
        fill_singles(&f);
        fill_cells(&f);
        apr_table_do(fill_field, &f, fields, NULL);
    }
    if (f.status == APR_SUCCESS) {
        *out = f.report;
    }
    return f.status;
}

apr_status_t ds_form_read(ds_report **out, ds_findings *findings, const char *bytes,
                          apr_size_t len, const ds_read_context *context,
                          apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    apr_table_t *fields;
    ds_report *report = NULL;
    apr_status_t parsed = ds_form_parse(&fields, findings, bytes, len, scratch_pool);
    if (parsed != APR_SUCCESS && parsed != DS_EINVALID) {
        return parsed;
    }
    apr_status_t status = ds_form_read_fields(&report, findings, fields, context, result_pool,
                                              scratch_pool);
    if (status == APR_SUCCESS && parsed == APR_SUCCESS) {
        *out = report;
    }
    return status == APR_SUCCESS ? parsed : status;
}
