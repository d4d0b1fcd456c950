#include "io/form.h"

#include <string.h>

#include <apr_hash.h>
#include <apr_lib.h>
#include <apr_strings.h>

#include "core/status.h"
#include "core/text.h"
#include "io/place.h"

/* A form being decoded. */
typedef struct decoder {
    apr_table_t *fields;
    apr_hash_t *seen;
    ds_findings *findings;
    apr_status_t status;   /* of the worst so far */
    apr_pool_t *pool;
} decoder;

#define REFUSE(decoder, outcome, rule, place, ...) \
    ((decoder)->status = (decoder)->status == APR_SUCCESS || (decoder)->status == DS_EINVALID \
                             ? (outcome) : (decoder)->status, \
     ds_findings_add((decoder)->findings, DS_ERROR, (rule), (place), __VA_ARGS__))

static int hex_digit(char c)
{
    if (apr_isdigit(c)) {
        return c - '0';
    }
    return apr_isxdigit(c) ? apr_tolower(c) - 'a' + 10 : -1;
}

/* Decodes into pool; NULL for a broken escape. *out_len as NUL may be in it. */
static char *decode(const char *text, apr_size_t len, apr_size_t *out_len, apr_pool_t *pool)
{
    const char *end = text + len;
    char *result = apr_palloc(pool, len + 1);
    char *to = result;
    while (text < end) {
        if (*text != '%') {
            *to++ = *text == '+' ? ' ' : *text;
            text++;
            continue;
        }
        int high = end - text > 2 ? hex_digit(text[1]) : -1;
        int low = end - text > 2 ? hex_digit(text[2]) : -1;
        if (high < 0 || low < 0) {
            return NULL;
        }
        *to++ = (char)(high * 16 + low);
        text += 3;
    }
    *to = '\0';
    *out_len = (apr_size_t)(to - result);
    return result;
}

/* Takes out what XML does not allow, where that is a mere control character.
 * Returns 0 where the bytes are no text at all. */
static int clean(char *text, apr_size_t *len, int *was_clean)
{
    apr_size_t from = 0, to = 0;
    for (;;) {
        apr_size_t good = ds_text_first_bad(text + from, *len - from);
        memmove(text + to, text + from, good);
        from += good;
        to += good;
        if (from == *len) {
            break;
        }
        if (text[from] == '\0' || (unsigned char)text[from] >= 0x20) {
            return 0;
        }
        from++;
    }
    *was_clean = to == from;
    *len = to;
    text[to] = '\0';
    return 1;
}

static const char *decode_name(decoder *d, const char *text, apr_size_t len)
{
    apr_size_t name_len = 0;
    int was_clean = 0;
    char *name = len <= 3 * DS_FORM_MAX_NAME ? decode(text, len, &name_len, d->pool) : NULL;
    if (name == NULL || name_len > DS_FORM_MAX_NAME || name_len == 0
        || !clean(name, &name_len, &was_clean) || !was_clean) {
        ds_place place = ds_place_of(text, len);
        REFUSE(d, name_len > DS_FORM_MAX_NAME || len > 3 * DS_FORM_MAX_NAME ? DS_ETOOLARGE
                                                                            : DS_EUNREADABLE,
               "F.form", place.text, "表单的字段名‘%s’无法读取，请重新打开页面填写。", place.text);
        return NULL;
    }
    return name;
}

static const char *decode_value(decoder *d, const char *name, const char *text, apr_size_t len)
{
    apr_size_t value_len;
    int was_clean;
    ds_place place = ds_place_of(name, strlen(name));
    char *value = decode(text, len, &value_len, d->pool);
    if (value == NULL) {
        REFUSE(d, DS_EUNREADABLE, "F.form", place.text,
               "‘%s’一栏的内容在传送中损坏，请重新提交。", place.text);
    } else if (!clean(value, &value_len, &was_clean)) {
        REFUSE(d, DS_EUNREADABLE, "F.encoding", place.text,
               "‘%s’一栏的内容不是 UTF-8 编码的文字，请重新填写。", place.text);
        value = NULL;
    } else if (!was_clean) {
        REFUSE(d, DS_EINVALID, "F.form", place.text,
               "‘%s’一栏有不可见的控制字符，已为您去掉，请核对后重新提交。", place.text);
    }
    return value;
}

static void take_field(decoder *d, const char *text, apr_size_t len)
{
    const char *equals = memchr(text, '=', len);
    apr_size_t name_len = equals != NULL ? (apr_size_t)(equals - text) : len;
    const char *name = decode_name(d, text, name_len);
    if (name == NULL) {
        return;
    }
    if (apr_hash_get(d->seen, name, APR_HASH_KEY_STRING) != NULL) {
        REFUSE(d, DS_EUNREADABLE, "F.form", name, "‘%s’一栏重复出现，请重新打开页面填写。", name);
        return;
    }
    apr_hash_set(d->seen, name, APR_HASH_KEY_STRING, name);
    const char *value = equals != NULL ? decode_value(d, name, equals + 1, len - name_len - 1) : "";
    if (value != NULL) {
        apr_table_addn(d->fields, name, value);
    }
}

static apr_status_t too_large(decoder *d, const char *message, int bound)
{
    ds_findings_add(d->findings, DS_ERROR, "F.size", "form",
                    "提交的表单超过 %d %s，没有读取。请减少内容后重新提交。", bound, message);
    return DS_ETOOLARGE;
}

apr_status_t ds_form_parse(apr_table_t **fields, ds_findings *findings, const char *bytes,
                           apr_size_t len, apr_pool_t *pool)
{
    decoder d = { apr_table_make(pool, 256), apr_hash_make(pool), findings, APR_SUCCESS, pool };
    *fields = d.fields;
    if (len > DS_REPORT_MAX_BYTES) {
        return too_large(&d, "MB", DS_REPORT_MAX_BYTES / 1024 / 1024);
    }
    int count = 0;
    const char *end = bytes + len;
    while (bytes < end) {
        const char *next = memchr(bytes, '&', (apr_size_t)(end - bytes));
        next = next != NULL ? next : end;
        if (next > bytes) {
            if (++count > DS_FORM_MAX_FIELDS) {
                return too_large(&d, "个字段", DS_FORM_MAX_FIELDS);
            }
            take_field(&d, bytes, (apr_size_t)(next - bytes));
        }
        bytes = next < end ? next + 1 : end;
    }
    return d.status;
}
