#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/status.h"
#include "io/identity.h"
#include "io/json.h"
#include "io/json_cell.h"
#include "io/json_parse.h"
#include "io/misplaced.h"
#include "io/place.h"

static const char *const report_keys[] = {
    "organ", "organ_name", "year", "format", "title", "sections", "tables", "notes", "signature",
    "digest", NULL
};

/* The object at a key, or NULL where it is left out or null, or (with a
 * finding) something else. */
static json_t *object_at(ds_json_reader *reader, json_t *value, const char *path)
{
    if (value == NULL || json_is_null(value) || json_is_object(value)) {
        return json_is_object(value) ? value : NULL;
    }
    DS_JSON_REFUSE(reader, "F.json", path, "‘%s’应当是由名称和内容组成的对象 {…}，请改正。", path);
    return NULL;
}

static json_t *array_at(ds_json_reader *reader, json_t *value, const char *path)
{
    if (json_is_null(value) || json_is_array(value)) {
        return json_is_array(value) ? value : NULL;
    }
    DS_JSON_REFUSE(reader, "F.json", path, "‘%s’应当是段落的列表 […]，请改正。", path);
    return NULL;
}

static void refuse_unknown(ds_json_reader *reader, const char *path)
{
    DS_JSON_REFUSE(reader, "F.json", path, "没有名为‘%s’的项目，请改正名称或删去。", path);
}

/* Returns whether more may follow. */
static int accept_block(ds_json_reader *reader, apr_status_t status, const char *path)
{
    if (status == DS_ETOOLARGE) {
        DS_JSON_REFUSE(reader, "F.size", path, "‘%s’超过 %d 段，没有读取，请核对。", path,
                       DS_REPORT_MAX_BLOCKS);
        reader->status = DS_ETOOLARGE;
        return 0;
    }
    if (status != APR_SUCCESS) {
        DS_JSON_REFUSE(reader, "F.json", path, "‘%s’的图片应当有 64 位小写十六进制的 digest 和"
                       "不为空的 alt，请补上。", path);
    }
    return 1;
}

static apr_status_t read_figure(ds_json_reader *reader, int prose, json_t *block,
                                const char *path)
{
    static const char *const block_keys[] = { "figure", NULL };
    static const char *const figure_keys[] = { "digest", "alt", "caption", NULL };
    ds_place place = ds_place_join(path, "figure");
    json_t *figure = json_object_get(block, "figure");
    if (ds_json_refuse_unknown(block, path, block_keys, reader->findings)
        || (json_is_object(figure)
            && ds_json_refuse_unknown(figure, place.text, figure_keys, reader->findings))) {
        reader->status = DS_EINVALID;
        return APR_SUCCESS;
    }
    ds_place digest = ds_place_join(place.text, "digest");
    ds_place alt = ds_place_join(place.text, "alt");
    ds_place caption = ds_place_join(place.text, "caption");
    return ds_report_add_figure(
        reader->report, prose,
        ds_json_text_of(reader, json_object_get(figure, "digest"), digest.text),
        ds_json_text_of(reader, json_object_get(figure, "alt"), alt.text),
        ds_json_text_of(reader, json_object_get(figure, "caption"), caption.text));
}

static void read_section(ds_json_reader *reader, int prose, json_t *blocks, const char *path)
{
    size_t i;
    json_t *block;
    int goes_on = 1;
    for (i = 0; goes_on && (block = json_array_get(blocks, i)) != NULL; i++) {
        ds_place place = ds_place_item(path, i);
        apr_status_t status = APR_SUCCESS;
        if (json_is_object(block)) {
            status = read_figure(reader, prose, block, place.text);
        } else if (json_is_string(block)) {
            const char *text = ds_json_text_of(reader, block, place.text);
            status = text != NULL ? ds_report_add_paragraph(reader->report, prose, text) : status;
        } else {
            DS_JSON_REFUSE(reader, "F.json", place.text,
                           "‘%s’应当是一段文字，或 {\"figure\": {…}}，请改正。", place.text);
        }
        goes_on = accept_block(reader, status, place.text);
    }
}

static void read_sections(ds_json_reader *reader, json_t *sections)
{
    const char *key;
    json_t *value;
    json_object_foreach(sections, key, value) {
        ds_place place = ds_place_join("sections", key);
        const ds_section *section = ds_format_section(reader->report->format, key);
        if (section == NULL || section->prose < 0) {
            refuse_unknown(reader, place.text);
        } else {
            read_section(reader, section->prose, array_at(reader, value, place.text), place.text);
        }
    }
}

static void read_table_notes(ds_json_reader *reader, int table, json_t *notes, const char *path)
{
    json_t *note;
    int goes_on = 1;
    for (size_t i = 0; goes_on && (note = json_array_get(notes, i)) != NULL; i++) {
        ds_place place = ds_place_item(path, i);
        const char *text = ds_json_text_of(reader, note, place.text);
        if (text != NULL) {
            goes_on = accept_block(reader, ds_report_add_note(reader->report, table, text),
                                   place.text);
        }
    }
}

static void read_notes(ds_json_reader *reader, json_t *notes)
{
    const char *key;
    json_t *value;
    json_object_foreach(notes, key, value) {
        ds_place place = ds_place_join("notes", key);
        const ds_table *table = ds_format_table(reader->report->format, key);
        if (table == NULL) {
            refuse_unknown(reader, place.text);
        } else {
            read_table_notes(reader, table->index, array_at(reader, value, place.text),
                             place.text);
        }
    }
}

static void read_row(ds_json_reader *reader, const ds_table *table, const ds_row *row,
                     json_t *cells, const char *path)
{
    const char *key;
    json_t *value;
    json_object_foreach(cells, key, value) {
        ds_place place = ds_place_join(path, key);
        const ds_column *column = ds_table_column(table, key);
        if (column != NULL) {
            ds_json_read_cell(reader, ds_table_cell(table, row->index, column->index), value,
                              place.text);
        } else if (!ds_misplaced_column(reader->context->formats, reader->report->format, table,
                                        key, place.text, reader->findings)) {
            refuse_unknown(reader, place.text);
        }
        reader->status = column == NULL ? DS_EINVALID : reader->status;
    }
}

static void read_table(ds_json_reader *reader, const ds_table *table, json_t *rows,
                       const char *path)
{
    const char *key;
    json_t *value;
    json_object_foreach(rows, key, value) {
        ds_place place = ds_place_join(path, key);
        const ds_row *row = ds_table_row(table, key);
        if (row != NULL) {
            read_row(reader, table, row, object_at(reader, value, place.text), place.text);
        } else if (!ds_misplaced_row(reader->context->formats, reader->report->format, table, key,
                                     place.text, reader->findings)) {
            refuse_unknown(reader, place.text);
        }
        reader->status = row == NULL ? DS_EINVALID : reader->status;
    }
}

static void read_tables(ds_json_reader *reader, json_t *tables)
{
    const char *key;
    json_t *value;
    json_object_foreach(tables, key, value) {
        ds_place place = ds_place_join("tables", key);
        const ds_table *table = ds_format_table(reader->report->format, key);
        if (table != NULL) {
            read_table(reader, table, object_at(reader, value, place.text), place.text);
        } else if (!ds_misplaced_table(reader->context->formats, reader->report->format, key,
                                       place.text, reader->findings)) {
            refuse_unknown(reader, place.text);
        }
        reader->status = table == NULL ? DS_EINVALID : reader->status;
    }
}

static void read_signature(ds_json_reader *reader, json_t *signature)
{
    static const char *const keys[] = { "name", "date", NULL };
    if (ds_json_refuse_unknown(signature, "signature", keys, reader->findings)) {
        reader->status = DS_EINVALID;
    }
    const char *name = ds_json_text_of(reader, json_object_get(signature, "name"),
                                       "signature/name");
    const char *date = ds_json_text_of(reader, json_object_get(signature, "date"),
                                       "signature/date");
    if (date != NULL && !ds_date_is_valid(date)) {
        DS_JSON_REFUSE(reader, "F.date", "signature/date",
                       "‘signature/date’应当是日期，例如 2021-01-29，请改正。");
        return;
    }
    ds_report_set_signature(reader->report, name, date);
}

/* Organ, year and format; makes the report. It stays NULL where they cannot
 * be had. */
static void read_identity(ds_json_reader *reader, json_t *root)
{
    const char *organ = ds_json_text_of(reader, json_object_get(root, "organ"), "organ");
    const char *format_id = ds_json_text_of(reader, json_object_get(root, "format"), "format");
    json_t *year_value = json_object_get(root, "year");
    int year = 0;
    int year_fits = year_value == NULL || json_is_null(year_value)
                    || json_integer_value(year_value) != 0;
    if (year_fits) {
        year_fits = ds_identity_year(&year, json_integer_value(year_value), reader->context,
                                     reader->findings);
    } else {
        DS_JSON_REFUSE(reader, "F.year", "year", "‘year’应当是四位整数，不带引号，例如 2020。");
    }
    int organ_fits = ds_identity_organ(&organ, organ, reader->context, reader->findings);
    const ds_format *format = ds_identity_format(format_id, year, reader->context,
                                                 reader->findings);
    if (!organ_fits || !year_fits || format == NULL) {
        reader->status = DS_EINVALID;
    }
    if (format == NULL) {
        return;
    }
    reader->report = ds_report_create(format, reader->result_pool);
    reader->report->organ = organ != NULL ? apr_pstrdup(reader->result_pool, organ) : NULL;
    reader->report->year = year;
}

static void read_content(ds_json_reader *reader, json_t *root)
{
    const char *name = ds_json_text_of(reader, json_object_get(root, "organ_name"), "organ_name");
    const char *title = ds_json_text_of(reader, json_object_get(root, "title"), "title");
    ds_report_set_organ_name(reader->report, name);
    ds_report_set_title(reader->report, title);
    read_sections(reader, object_at(reader, json_object_get(root, "sections"), "sections"));
    read_tables(reader, object_at(reader, json_object_get(root, "tables"), "tables"));
    read_notes(reader, object_at(reader, json_object_get(root, "notes"), "notes"));
    json_t *signature = object_at(reader, json_object_get(root, "signature"), "signature");
    if (signature != NULL) {
        read_signature(reader, signature);
    }
}

/* What is stated about the report, beside it. */
static void read_digest(ds_json_reader *reader, json_t *digest)
{
    static const char *const keys[] = { "algorithm", "value", NULL };
    ds_imprint imprint = { .is_exact = 1 };
    if (ds_json_refuse_unknown(digest, "digest", keys, reader->findings)) {
        reader->status = DS_EINVALID;
    }
    const char *algorithm = ds_json_text_of(reader, json_object_get(digest, "algorithm"),
                                            "digest/algorithm");
    const char *value = ds_json_text_of(reader, json_object_get(digest, "value"), "digest/value");
    if (algorithm != NULL && value != NULL
        && !ds_imprint_take(&imprint, algorithm, value, reader->result_pool)) {
        DS_JSON_REFUSE(reader, "F.json", "digest", "‘digest’应当写明算法（%s）和小写十六进制的摘要，"
                       "请改正或删去。", ds_digest_names());
    }
    if (reader->context->imprint != NULL) {
        *reader->context->imprint = imprint;
    }
}

static void read_root(ds_json_reader *reader, json_t *root)
{
    if (!json_is_object(root)) {
        DS_JSON_REFUSE(reader, "F.json", "report", "内容应当是一个对象 {…}，请改正。");
        return;
    }
    if (ds_json_refuse_unknown(root, "", report_keys, reader->findings)) {
        reader->status = DS_EINVALID;
    }
    read_identity(reader, root);
    if (reader->report != NULL) {
        read_content(reader, root);
    }
    json_t *digest = object_at(reader, json_object_get(root, "digest"), "digest");
    if (digest != NULL) {
        read_digest(reader, digest);
    }
}

apr_status_t ds_json_read(ds_report **out, ds_findings *findings, const char *bytes,
                          apr_size_t len, const ds_read_context *context,
                          apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    json_t *root;
    apr_status_t status = ds_json_load(&root, bytes, len, DS_REPORT_MAX_BYTES, findings);
    if (status != APR_SUCCESS) {
        return status;
    }
    ds_json_reader reader = { .context = context, .findings = findings,
                              .status = APR_SUCCESS, .result_pool = result_pool };
    read_root(&reader, root);
    json_decref(root);
    if (reader.status == APR_SUCCESS) {
        *out = reader.report;
    }
    return reader.status;
}
