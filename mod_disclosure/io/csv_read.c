#include "io/csv_read.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/status.h"
#include "core/text.h"
#include "io/csv.h"
#include "io/csv_table.h"
#include "io/identity.h"
#include "io/place.h"
#include "io/plain_cell.h"

#define HEAD "organ,organ_name,year,format,version,table,row,column,label,value,note"

/* The columns in their order. */
enum {
    ORGAN, ORGAN_NAME, YEAR, FORMAT, VERSION, TABLE, ROW, COLUMN, LABEL, VALUE, NOTE, N_COLUMNS
};

typedef struct reading {
    const ds_read_context *context;
    ds_findings *findings;
    ds_report *report;
    ds_imprint imprint;
    const ds_csv_line *line;    /* the one being read */
    char *is_seen;              /* per cell */
    ds_block picture;           /* whose lines are being read */
    int picture_prose;
    apr_status_t status;
    apr_pool_t *pool;
} reading;

int ds_csv_begins(const char *bytes, apr_size_t len)
{
    return len > strlen(HEAD) && memcmp(bytes, HEAD, strlen(HEAD)) == 0;
}

static void refuse(reading *r, const char *rule, const char *why)
{
    ds_findings_add(r->findings, DS_ERROR, rule,
                    apr_psprintf(r->pool, "line %d", r->line != NULL ? r->line->number : 1),
                    "第 %d 行：%s", r->line != NULL ? r->line->number : 1, why);
    r->status = DS_EINVALID;
}

static const char *raw(const reading *r, int column)
{
    return r->line->values[column];
}

static const char *text(const reading *r, int column)
{
    const char *unguarded = ds_csv_unguarded(raw(r, column));
    return ds_text_tidy(r->pool, unguarded, strlen(unguarded));
}

/* ---- Cells ---- */

/* The unit that the label states is how it is told from the others. */
static int take_unit(reading *r, int cell)
{
    const char *const *units = ds_format_type(r->report->format, cell)->units;
    const char *label = text(r, LABEL);
    if (strcmp(label, ds_csv_label(r->report, cell, NULL, r->pool)) == 0) {
        return 1;
    }
    for (; units != NULL && *units != NULL; units++) {
        if (strcmp(label, ds_csv_label(r->report, cell, *units, r->pool)) == 0) {
            ds_report_set_unit(r->report, cell, *units);
            return 1;
        }
    }
    return 0;
}

static void take_cell(reading *r)
{
    ds_place place = ds_place_join(raw(r, TABLE), raw(r, ROW));
    place = ds_place_join(place.text, raw(r, COLUMN));
    const char *figure = raw(r, VALUE);
    int cell = ds_format_cell(r->report->format, place.text);
    if (cell < 0) {
        refuse(r, "F.cell", apr_psprintf(r->pool, "格式‘%s’中没有‘%s’这一格，请核对。",
                                         r->report->format->id, place.text));
    } else if (r->is_seen[cell]) {
        refuse(r, "F.cell", apr_psprintf(r->pool, "‘%s’重复出现，请只保留一行。", place.text));
    } else if (!ds_plain_figure(r->report, cell, figure, strlen(figure))) {
        refuse(r, "C.number", apr_psprintf(r->pool, "‘%s’的数值不正确，请改正。", place.text));
    } else if (!take_unit(r, cell)) {
        refuse(r, "F.cell", apr_psprintf(r->pool, "‘%s’的名称（label）不是规定的，请核对。",
                                         place.text));
    } else {
        ds_report_set_cell_note(r->report, cell, text(r, NOTE));
        r->is_seen[cell] = 1;
    }
}

/* ---- Text ---- */

static void settle(reading *r, apr_status_t status)
{
    if (status != APR_SUCCESS) {
        refuse(r, status == DS_ETOOLARGE ? "F.size" : "F.element",
               status == DS_ETOOLARGE ? "同一部分的段落太多，没有读取，请核对。"
                                      : "图片没有摘要或者替代文字，请补正。");
        r->status = status;
    }
}

/* A picture ends where a line of something else begins. */
static void end_picture(reading *r)
{
    if (r->picture.digest != NULL) {
        settle(r, ds_report_add_figure(r->report, r->picture_prose, r->picture.digest,
                                       r->picture.alt, r->picture.caption));
    }
    r->picture = (ds_block) { .text = NULL };
}

static void take_block(reading *r, const ds_section *section)
{
    const char *part = raw(r, COLUMN) + strspn(raw(r, COLUMN), "0123456789");
    if (*part == '\0' || strcmp(part, ".picture") == 0) {
        end_picture(r);
    }
    if (atoi(raw(r, COLUMN)) != r->report->prose[section->prose]->nelts + 1) {
        refuse(r, "F.element", "段落的编号不连续，请核对 column 一列。");
    } else if (*part == '\0') {
        settle(r, ds_report_add_paragraph(r->report, section->prose, text(r, VALUE)));
    } else if (strcmp(part, ".picture") == 0) {
        r->picture.digest = text(r, VALUE);
        r->picture_prose = section->prose;
    } else if (strcmp(part, ".alt") == 0 && r->picture.digest != NULL && r->picture.alt == NULL) {
        r->picture.alt = text(r, VALUE);
    } else if (strcmp(part, ".caption") == 0 && r->picture.alt != NULL
               && r->picture.caption == NULL) {
        r->picture.caption = text(r, VALUE);
    } else {
        refuse(r, "F.element", "不认识这一行的内容，请核对 row 和 column 两列。");
    }
}

static void take_title(reading *r)
{
    ds_report_set_title(r->report, text(r, VALUE));
}

static void take_signature(reading *r)
{
    const ds_report *report = r->report;
    if (strcmp(raw(r, COLUMN), "name") == 0) {
        ds_report_set_signature(r->report, text(r, VALUE), report->signature_date);
    } else if (strcmp(raw(r, COLUMN), "date") == 0 && ds_date_is_valid(text(r, VALUE))) {
        ds_report_set_signature(r->report, report->signature_name, text(r, VALUE));
    } else {
        refuse(r, "F.date", "落款不正确，日期请写成 2021-01-29 这样的形式。");
    }
}

static void take_digest(reading *r)
{
    if (!ds_imprint_take(&r->imprint, raw(r, COLUMN), raw(r, VALUE), r->report->pool)) {
        refuse(r, "F.element", "摘要不正确，应写明算法和小写十六进制的摘要。");
    }
}

static void take_text(reading *r)
{
    static const struct {
        const char *row;
        void (*take)(reading *r);
    } rows[] = {
        { "title", take_title }, { "signature", take_signature }, { "digest", take_digest }
    };
    const ds_section *section = ds_format_section(r->report->format, raw(r, ROW));
    const ds_table *table = ds_format_table(r->report->format, raw(r, ROW));
    const char *label = ds_csv_text_label(r->report->format, raw(r, ROW), raw(r, COLUMN));
    if (label == NULL || strcmp(text(r, LABEL), label) != 0 || *raw(r, NOTE) != '\0') {
        refuse(r, "F.element", "不认识这一行的内容，请核对 row、column 和 label 三列。");
        return;
    }
    if (section != NULL && section->prose >= 0) {
        take_block(r, section);
        return;
    }
    end_picture(r);
    if (table != NULL && strncmp(raw(r, COLUMN), "note.", 5) == 0
        && atoi(raw(r, COLUMN) + 5) == r->report->notes[table->index]->nelts + 1) {
        settle(r, ds_report_add_note(r->report, table->index, text(r, VALUE)));
        return;
    }
    for (apr_size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (strcmp(rows[i].row, raw(r, ROW)) == 0) {
            rows[i].take(r);
            return;
        }
    }
    refuse(r, "F.element", "不认识这一行的内容，请核对 row 和 column 两列。");
}

/* ---- Lines ---- */

/* Every line names the report it is of. */
static int is_of_report(const reading *r, const ds_csv_line *first)
{
    for (int i = ORGAN; i <= VERSION; i++) {
        if (strcmp(raw(r, i), first->values[i]) != 0) {
            return 0;
        }
    }
    return 1;
}

static int number_of(const char *digits)
{
    apr_size_t len = strlen(digits);
    return len <= 4 && strspn(digits, "0123456789") == len ? atoi(digits) : -1;
}

/* Makes the report that the first line names; it stays NULL where it cannot. */
static void begin(reading *r, apr_pool_t *result_pool)
{
    const char *organ = *raw(r, ORGAN) != '\0' ? text(r, ORGAN) : NULL;
    int year = number_of(raw(r, YEAR)), settled = year;
    r->imprint.version = number_of(raw(r, VERSION));
    if (year < 0 || r->imprint.version < 0) {
        refuse(r, "F.year", "年度或版本不是四位以内的数字，请改正。");
        return;
    }
    int organ_fits = ds_identity_organ(&organ, organ, r->context, r->findings);
    int year_fits = ds_identity_year(&settled, year, r->context, r->findings);
    const ds_format *format = ds_identity_format(raw(r, FORMAT), settled, r->context,
                                                 r->findings);
    if (!organ_fits || !year_fits || format == NULL) {
        r->status = DS_EINVALID;
        return;
    }
    r->report = ds_report_create(format, result_pool);
    r->report->organ = organ != NULL ? apr_pstrdup(result_pool, organ) : NULL;
    r->report->year = settled;
    r->is_seen = apr_pcalloc(r->pool, (apr_size_t)format->n_cells + 1);
    ds_report_set_organ_name(r->report, text(r, ORGAN_NAME));
}

static void read_lines(reading *r, const ds_csv_table *table, apr_pool_t *result_pool)
{
    const ds_csv_line *lines = (const ds_csv_line *)table->lines->elts;
    r->line = &lines[0];
    begin(r, result_pool);
    for (int i = 0; r->report != NULL && i < table->lines->nelts
                    && ds_findings_count(r->findings) < DS_FINDINGS_MAX; i++) {
        r->line = &lines[i];
        if (!is_of_report(r, &lines[0])) {
            refuse(r, "F.element", "与前面各行不是同一份报告，请分开核对。");
        } else if (*raw(r, TABLE) != '\0') {
            take_cell(r);
        } else {
            take_text(r);
        }
    }
    if (r->report != NULL) {
        end_picture(r);
    }
}

static int has_columns(const ds_csv_table *table)
{
    const char *names = "";
    apr_pool_t *pool = table->columns->pool;
    for (int i = 0; i < table->columns->nelts && i <= N_COLUMNS; i++) {
        names = apr_pstrcat(pool, names, i > 0 ? "," : "",
                            APR_ARRAY_IDX(table->columns, i, const char *), NULL);
    }
    return strcmp(names, HEAD) == 0;
}

apr_status_t ds_csv_read(ds_report **out, ds_findings *findings, const char *bytes,
                         apr_size_t len, const ds_read_context *context,
                         apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    reading r = { .context = context, .findings = findings, .imprint = { .is_exact = 1 },
                  .pool = scratch_pool };
    ds_csv_table *table;
    if (len > DS_REPORT_MAX_BYTES) {
        ds_findings_add(findings, DS_ERROR, "F.size", "csv", "文件超过 %d 字节，没有读取。",
                        DS_REPORT_MAX_BYTES);
        return DS_ETOOLARGE;
    }
    const char *error = ds_csv_table_read(&table, bytes, len, scratch_pool);
    if (error != NULL) {
        ds_findings_add(findings, DS_ERROR, "F.csv", "csv", "%s", error);
        return DS_EUNREADABLE;
    }
    if (!has_columns(table) || table->lines->nelts == 0) {
        refuse(&r, "F.csv", "列名应为 " HEAD "，并且至少有一行数据。");
        return r.status;
    }
    read_lines(&r, table, result_pool);
    if (r.status == APR_SUCCESS) {
        *out = r.report;
    }
    if (context->imprint != NULL) {
        *context->imprint = r.imprint;
    }
    return r.status;
}
