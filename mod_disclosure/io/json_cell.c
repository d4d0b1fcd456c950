#include "io/json_cell.h"

#include <string.h>

#include <apr_strings.h>

#include "core/status.h"
#include "core/text.h"
#include "io/place.h"

ds_finding *ds_json_refused(ds_json_reader *reader, const char *path, ds_finding *finding)
{
    reader->status = DS_EINVALID;
    if (ds_findings_more(reader->findings, DS_ERROR) == 0) {
        finding->passage = apr_pstrdup(ds_findings_pool(reader->findings), path);
    }
    return finding;
}

const char *ds_json_text_of(ds_json_reader *reader, json_t *value, const char *path)
{
    if (value == NULL || json_is_null(value)) {
        return NULL;
    }
    if (!json_is_string(value)) {
        DS_JSON_REFUSE(reader, "F.json", path, "‘%s’应当是文字，请改正。", path);
        return NULL;
    }
    const char *text = json_string_value(value);
    apr_size_t len = json_string_length(value);
    apr_size_t bad = ds_text_first_bad(text, len);
    if (bad < len) {
        DS_JSON_REFUSE(reader, "F.json", path, "‘%s’的文字中第 %" APR_SIZE_T_FMT
                       " 个字节处有不允许的控制字符，请删去。", path, bad + 1);
        return NULL;
    }
    return text;
}

/* A figure that is not acceptable: names the cell, where it stands and what
 * was found, as far as that is a scalar. */
static void refuse_figure(ds_json_reader *reader, int cell, json_t *value, const char *path,
                          const char *why)
{
    const char *address = ds_format_address(reader->report->format, cell);
    apr_pool_t *pool = ds_findings_pool(reader->findings);
    ds_finding *finding = ds_findings_add(reader->findings, DS_ERROR, "C.number", address,
                                          "%s（%s）%s",
                                          ds_format_cell_name(reader->report->format, cell, pool),
                                          path, why);
    ds_json_refused(reader, path, finding);
    ds_finding_add_cell(reader->findings, finding, address);
    if (json_is_string(value)) {
        ds_place found = ds_place_of(json_string_value(value), json_string_length(value));
        finding->actual = apr_pstrdup(pool, found.text);
    }
}

/* The text was read, but was not as plain as it is written out. */
static void report_normalised(ds_json_reader *reader, int cell, const char *text)
{
    const ds_report *report = reader->report;
    const char *address = ds_format_address(report->format, cell);
    apr_pool_t *pool = ds_findings_pool(reader->findings);
    ds_place found = ds_place_of(text, strlen(text));
    ds_finding *finding = ds_findings_add(reader->findings, DS_INFO, "C.number", address,
                                          "%s写作‘%s’，已按 %s 读取，请核对。",
                                          ds_format_cell_name(report->format, cell, pool),
                                          found.text, ds_report_cell_text(report, cell, pool));
    ds_finding_add_cell(reader->findings, finding, address);
    finding->passage = apr_pstrdup(pool, found.text);
}

static void read_amount(ds_json_reader *reader, int cell, json_t *value, const char *path)
{
    const char *text = json_string_value(value);
    apr_size_t len = json_string_length(value);
    ds_decimal amount;
    apr_status_t status = ds_decimal_parse(&amount, text, len);
    if (status == APR_SUCCESS) {
        ds_report_set_number(reader->report, cell, amount);
        if (!ds_decimal_is_plain(text, len)) {
            report_normalised(reader, cell, text);
        }
    } else {
        refuse_figure(reader, cell, value, path,
                      status == APR_ERANGE ? "的数字过大，请核对。"
                                           : "应当是十进制数字的文字，例如 \"25.1\"，小数不超过六位。");
    }
}

static void read_count(ds_json_reader *reader, int cell, json_t *value, const char *path)
{
    json_int_t count = json_integer_value(value);
    const json_int_t max = DS_DECIMAL_MAX / DS_DECIMAL_ONE;
    if (count > max || count < -max) {
        refuse_figure(reader, cell, value, path, "的数字过大，请核对。");
    } else {
        ds_report_set_number(reader->report, cell, count * DS_DECIMAL_ONE);
    }
}

static void read_figure(ds_json_reader *reader, int cell, json_t *value, const char *path)
{
    int is_amount = ds_format_type(reader->report->format, cell)->kind == DS_VALUE_AMOUNT;
    if (value == NULL || json_is_null(value)) {
        ds_report_set_blank(reader->report, cell);
    } else if (json_is_string(value) && strcmp(json_string_value(value), "/") == 0) {
        ds_report_set_na(reader->report, cell);
    } else if (is_amount && json_is_string(value)) {
        read_amount(reader, cell, value, path);
    } else if (!is_amount && json_is_integer(value)) {
        read_count(reader, cell, value, path);
    } else {
        refuse_figure(reader, cell, value, path,
                      is_amount ? "是金额，应当写作带引号的十进制数字，例如 \"25.1\"；"
                                  "没有填写的写 null，不适用的写 \"/\"。"
                                : "应当是整数，不带引号和小数；没有填写的写 null，不适用的写 \"/\"。");
    }
}

static void read_unit(ds_json_reader *reader, int cell, json_t *value, const char *path)
{
    ds_place place = ds_place_join(path, "unit");
    const char *text = ds_json_text_of(reader, value, place.text);
    const char *const *unit = ds_format_type(reader->report->format, cell)->units;
    while (text != NULL && *unit != NULL && strcmp(*unit, text) != 0) {
        unit++;
    }
    if (text != NULL && *unit == NULL) {
        ds_place found = ds_place_of(text, strlen(text));
        DS_JSON_REFUSE(reader, "F.json", place.text, "‘%s’不能是‘%s’，请改为表中可用的单位，例如 %s。",
                       place.text, found.text,
                       ds_format_type(reader->report->format, cell)->units[0]);
    } else if (text != NULL) {
        ds_report_set_unit(reader->report, cell, *unit);
    }
}

static void read_object(ds_json_reader *reader, int cell, json_t *object, const char *path)
{
    static const char *const plain[] = { "value", "note", NULL };
    static const char *const with_unit[] = { "value", "note", "unit", NULL };
    int takes_unit = ds_format_type(reader->report->format, cell)->units != NULL;
    if (ds_json_refuse_unknown(object, path, takes_unit ? with_unit : plain, reader->findings)) {
        reader->status = DS_EINVALID;
    }
    read_figure(reader, cell, json_object_get(object, "value"), path);
    if (takes_unit) {
        read_unit(reader, cell, json_object_get(object, "unit"), path);
    }
    ds_place place = ds_place_join(path, "note");
    const char *note = ds_json_text_of(reader, json_object_get(object, "note"), place.text);
    ds_report_set_cell_note(reader->report, cell, note);
}

void ds_json_read_cell(ds_json_reader *reader, int cell, json_t *value, const char *path)
{
    if (json_is_object(value)) {
        read_object(reader, cell, value, path);
    } else {
        read_figure(reader, cell, value, path);
    }
}
