#include "io/json.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/log.h"
#include "core/status.h"
#include "core/text.h"
#include "io/json_parse.h"
#include "io/json_scan.h"

/* What the parser refuses, in words for people; well-formed or not. */
static const struct {
    enum json_error_code code;
    apr_status_t status;
    const char *message;
} refusals[] = {
    { json_error_duplicate_key, DS_EINVALID, "同一项目重复出现，请只保留一个" },
    { json_error_numeric_overflow, DS_EINVALID, "数字过大，请核对" },
    { json_error_null_character, DS_EUNREADABLE, "有空字符（NUL），请删去" },
    { json_error_null_byte_in_key, DS_EUNREADABLE, "项目名称中有空字符（NUL），请删去" },
    { json_error_premature_end_of_input, DS_EUNREADABLE, "文件不完整，请重新生成或上传" },
    { json_error_end_of_input_expected, DS_EUNREADABLE, "完整的内容之后还有多余的字符，请删去" },
    { json_error_unknown, DS_EUNREADABLE, "不符合 JSON 格式，请改正" }
};

static apr_status_t refuse(const char *bytes, const json_error_t *error, ds_findings *findings)
{
    int i = 0;
    while (refusals[i].code != json_error_unknown && refusals[i].code != json_error_code(error)) {
        i++;
    }
    ds_place where;
    ds_json_scan(bytes, error->position > 0 ? (apr_size_t)error->position : 0, &where);
    ds_findings_add(findings, DS_ERROR, "F.json", where.text, "JSON 第 %d 行第 %d 列%s%s%s：%s。",
                    error->line, error->column, *where.text != '\0' ? "（" : "", where.text,
                    *where.text != '\0' ? "）" : "", refusals[i].message);
    return refusals[i].status;
}

static apr_status_t check_bytes(const char *bytes, apr_size_t len, apr_size_t max,
                                ds_findings *findings)
{
    if (len > max) {
        ds_findings_add(findings, DS_ERROR, "F.size", "json",
                        "内容超过 %" APR_SIZE_T_FMT " 字节，没有读取，请核对。", max);
        return DS_ETOOLARGE;
    }
    apr_size_t bad = ds_text_first_bad(bytes, len);
    if (bad < len) {
        ds_findings_add(findings, DS_ERROR, "F.encoding", "json",
                        "第 %" APR_SIZE_T_FMT " 个字节起不是 UTF-8 编码，或是不允许的控制字符。"
                        "请以 UTF-8 编码重新生成。", bad + 1);
        return DS_EUNREADABLE;
    }
    return APR_SUCCESS;
}

static apr_status_t check_bounds(const char *bytes, apr_size_t len, ds_findings *findings)
{
    ds_place where;
    apr_status_t status = ds_json_scan(bytes, len, &where);
    if (status == DS_EINVALID) {
        ds_findings_add(findings, DS_ERROR, "F.json", where.text,
                        "‘%s’处嵌套超过 %d 层，没有读取，请核对结构。", where.text, DS_JSON_MAX_DEPTH);
    } else if (status == DS_ETOOLARGE) {
        ds_findings_add(findings, DS_ERROR, "F.size", where.text,
                        "内容超过 %d 个值，没有读取，请核对。", DS_JSON_MAX_VALUES);
    }
    return status;
}

apr_status_t ds_json_load(json_t **out, const char *bytes, apr_size_t len, apr_size_t max,
                          ds_findings *findings)
{
    apr_status_t status = check_bytes(bytes, len, max, findings);
    if (status == APR_SUCCESS) {
        status = check_bounds(bytes, len, findings);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        len -= 3;
    }
    json_error_t error;
    *out = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &error);
    return *out != NULL ? APR_SUCCESS : refuse(bytes, &error, findings);
}

json_t *ds_json_parse(const char *bytes, apr_size_t len, apr_size_t max, ds_findings *findings)
{
    json_t *value = NULL;
    return ds_json_load(&value, bytes, len, max, findings) == APR_SUCCESS ? value : NULL;
}

static int is_known(const char *key, const char *const *known)
{
    while (*known != NULL && strcmp(*known, key) != 0) {
        known++;
    }
    return *known != NULL;
}

int ds_json_refuse_unknown(json_t *object, const char *path, const char *const *known,
                           ds_findings *findings)
{
    int unknown = 0;
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        if (!is_known(key, known)) {
            ds_place place = ds_place_join(path, key);
            ds_findings_add(findings, DS_ERROR, "F.json", place.text,
                            "没有名为‘%s’的项目，请改正名称或删去。", place.text);
            unknown++;
        }
    }
    return unknown;
}

void ds_json_set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value != NULL ? value : json_null()) != 0) {
        ds_log(DS_LOG_ERROR, APR_ENOMEM, "DS0202: the member %s of a JSON object is lost", key);
    }
}

void ds_json_append(json_t *array, json_t *value)
{
    if (json_array_append_new(array, value != NULL ? value : json_null()) != 0) {
        ds_log(DS_LOG_ERROR, APR_ENOMEM, "DS0203: an item of a JSON array is lost");
    }
}

json_t *ds_json_string(const char *text)
{
    return text != NULL ? json_string(text) : json_null();
}

const char *ds_json_text(json_t *value, apr_pool_t *pool)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    json_decref(value);
    if (text == NULL) {
        ds_log(DS_LOG_ERROR, APR_ENOMEM, "DS0204: a JSON value could not be written");
        return "null";
    }
    const char *copy = apr_pstrdup(pool, text);
    free(text);
    return copy;
}
