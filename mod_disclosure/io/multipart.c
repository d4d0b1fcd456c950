#include "io/multipart.h"

#include <string.h>

#include <apr_strings.h>

#include "core/status.h"
#include "core/text.h"
#include "io/multipart_head.h"
#include "io/place.h"

/* What comes next. */
typedef enum {
    AT_START,      /* the first delimiter */
    AT_DELIMITER,  /* the two bytes behind one */
    AT_HEAD,
    AT_BODY,
    AT_END         /* at most one line end behind the last delimiter */
} state;

struct ds_multipart {
    const ds_multipart_bounds *bounds;
    const ds_file_sink *sink;
    ds_findings *findings;
    apr_pool_t *pool;
    apr_status_t status;       /* of the first failure */
    state state;
    const char *delimiter;     /* CR LF, two hyphens, the boundary */
    apr_size_t delimiter_len;
    apr_size_t matched;        /* bytes of the delimiter, the two behind it, or the last line end */
    char behind[2];
    apr_int64_t bytes;         /* so far */
    int parts;
    ds_part part;              /* the one being read */
    int is_file;
    char head[DS_PART_MAX_HEAD];
    apr_size_t head_len;
    apr_table_t *fields;
    char *value;               /* of the field being read */
    apr_size_t value_len, value_size;
    apr_size_t fields_bytes;   /* of all values */
};

/* ---- Failures ---- */

static apr_status_t fail(ds_multipart *r, apr_status_t status)
{
    if (r->status == APR_SUCCESS) {
        r->status = status;
    }
    return r->status;
}

static apr_status_t refuse(ds_multipart *r, apr_status_t status, const char *rule,
                           const char *sentence)
{
    ds_findings_add(r->findings, DS_ERROR, rule, "form", "%s", sentence);
    return fail(r, status);
}

static apr_status_t refuse_broken(ds_multipart *r)
{
    return refuse(r, DS_EUNREADABLE, "F.form",
                  "提交的内容在传送中损坏，或者不是标准的表单格式，没有保存。请重新提交。");
}

/* About the part being read: its number, or its name where that is known. */
static apr_status_t refuse_part(ds_multipart *r, apr_status_t status, const char *rule,
                                const char *sentence)
{
    const char *name = r->part.name != NULL ? r->part.name : apr_itoa(r->pool, r->parts);
    ds_place place = ds_place_of(name, strlen(name));
    if (r->part.name != NULL) {
        ds_findings_add(r->findings, DS_ERROR, rule, place.text, "‘%s’一栏%s", place.text,
                        sentence);
    } else {
        ds_findings_add(r->findings, DS_ERROR, rule, place.text, "提交内容的第 %s 部分%s",
                        place.text, sentence);
    }
    return fail(r, status);
}

/* ---- Fields ---- */

static apr_status_t put_field(ds_multipart *r, const char *bytes, apr_size_t len)
{
    if (len > r->bounds->max_fields - r->fields_bytes) {
        return refuse_part(r, DS_ETOOLARGE, "F.size", "的内容太多，没有读取。请减少内容后重新提交。");
    }
    if (r->value_len + len >= r->value_size) {
        r->value_size = (r->value_len + len + 1) * 2;
        char *grown = apr_palloc(r->pool, r->value_size);
        if (r->value_len > 0) {
            memcpy(grown, r->value, r->value_len);
        }
        r->value = grown;
    }
    memcpy(r->value + r->value_len, bytes, len);
    r->value_len += len;
    r->value[r->value_len] = '\0';
    r->fields_bytes += len;
    return APR_SUCCESS;
}

static apr_status_t end_field(ds_multipart *r)
{
    const char *value = r->value_len > 0 ? r->value : "";
    if (ds_text_first_bad(value, r->value_len) != r->value_len) {
        return refuse_part(r, DS_EUNREADABLE, "F.encoding",
                           "的内容不是 UTF-8 编码的文字，或者有不能保存的控制字符，请重新填写。");
    }
    if (apr_table_get(r->fields, r->part.name) != NULL) {
        return refuse_part(r, DS_EUNREADABLE, "F.form", "重复出现，请重新打开页面填写。");
    }
    apr_table_setn(r->fields, r->part.name, value);
    r->value = NULL;
    r->value_len = r->value_size = 0;
    return APR_SUCCESS;
}

/* ---- Parts ---- */

static apr_status_t begin_part(ds_multipart *r)
{
    ds_head_fault fault = ds_head_read(&r->part, r->head, r->head_len, r->pool);
    if (fault.rule != NULL) {
        r->part.name = NULL;
        return refuse_part(r, strcmp(fault.rule, "F.size") == 0 ? DS_ETOOLARGE : DS_EUNREADABLE,
                           fault.rule, fault.message);
    }
    r->is_file = r->part.filename != NULL;
    return r->is_file ? fail(r, r->sink->begin(r->sink->baton, &r->part)) : APR_SUCCESS;
}

static apr_status_t put(ds_multipart *r, const char *bytes, apr_size_t len)
{
    if (len == 0) {
        return APR_SUCCESS;
    }
    return r->is_file ? fail(r, r->sink->data(r->sink->baton, bytes, len))
                      : put_field(r, bytes, len);
}

static apr_status_t end_part(ds_multipart *r)
{
    return r->is_file ? fail(r, r->sink->end(r->sink->baton)) : end_field(r);
}

/* ---- States: each takes what is its own and says how much that was ---- */

static void enter(ds_multipart *r, state next)
{
    r->state = next;
    r->matched = 0;
    r->head_len = 0;
}

/* The first delimiter may do without the line end before it. */
static apr_size_t at_start(ds_multipart *r, const char *bytes, apr_size_t len)
{
    if (r->matched == 0 && *bytes == '-') {
        r->matched = 2;
    }
    if (*bytes != r->delimiter[r->matched]) {
        refuse_broken(r);
    } else if (++r->matched == r->delimiter_len) {
        enter(r, AT_DELIMITER);
    }
    return 1;
}

static apr_size_t at_delimiter(ds_multipart *r, const char *bytes, apr_size_t len)
{
    r->behind[r->matched++] = *bytes;
    if (r->matched < 2) {
        return 1;
    }
    if (memcmp(r->behind, "--", 2) == 0) {
        enter(r, AT_END);
    } else if (memcmp(r->behind, "\r\n", 2) != 0) {
        refuse_broken(r);
    } else if (++r->parts > r->bounds->max_parts) {
        refuse(r, DS_ETOOLARGE, "F.size", "提交的内容分成了太多部分，没有读取。请减少后重新提交。");
    } else {
        r->part = (ds_part) { 0 };
        enter(r, AT_HEAD);
    }
    return 1;
}

static apr_size_t at_head(ds_multipart *r, const char *bytes, apr_size_t len)
{
    if (r->head_len == sizeof(r->head)) {
        refuse_part(r, DS_ETOOLARGE, "F.size", "的标头太长，请把文件名改短后重新提交。");
        return 1;
    }
    r->head[r->head_len++] = *bytes;
    if (r->head_len == 2 && memcmp(r->head, "\r\n", 2) == 0) {
        refuse_broken(r);
    } else if (r->head_len >= 4 && memcmp(r->head + r->head_len - 4, "\r\n\r\n", 4) == 0) {
        r->head_len -= 2;
        begin_part(r);
        enter(r, AT_BODY);
    }
    return 1;
}

/* Only the first byte of the delimiter is a CR, so that what was held back and
 * did not become one is data, and the byte that told is looked at anew. */
static apr_size_t at_body(ds_multipart *r, const char *bytes, apr_size_t len)
{
    if (r->matched == 0) {
        const char *cr = memchr(bytes, '\r', len);
        apr_size_t run = cr != NULL ? (apr_size_t)(cr - bytes) : len;
        put(r, bytes, run);
        r->matched = cr != NULL;
        return run + (cr != NULL);
    }
    if (*bytes != r->delimiter[r->matched]) {
        apr_size_t held = r->matched;
        r->matched = 0;
        put(r, r->delimiter, held);
        return 0;
    }
    if (++r->matched == r->delimiter_len) {
        end_part(r);
        enter(r, AT_DELIMITER);
    }
    return 1;
}

static apr_size_t at_end(ds_multipart *r, const char *bytes, apr_size_t len)
{
    if (r->matched == 2 || *bytes != "\r\n"[r->matched]) {
        refuse_broken(r);
    } else {
        r->matched++;
    }
    return 1;
}

static apr_size_t (*const states[])(ds_multipart *r, const char *bytes, apr_size_t len) = {
    [AT_START] = at_start,
    [AT_DELIMITER] = at_delimiter,
    [AT_HEAD] = at_head,
    [AT_BODY] = at_body,
    [AT_END] = at_end,
};

/* ---- The reader ---- */

apr_status_t ds_multipart_create(ds_multipart **out, const char *content_type,
                                 const ds_multipart_bounds *bounds, const ds_file_sink *sink,
                                 ds_findings *findings, apr_pool_t *pool)
{
    int is_form;
    const char *boundary = ds_head_boundary(content_type, &is_form, pool);
    *out = NULL;
    if (!is_form) {
        return DS_EUNSUPPORTED;
    }
    if (boundary == NULL) {
        ds_findings_add(findings, DS_ERROR, "F.form", "Content-Type",
                        "Content-Type头中没有可用的分隔符（boundary），请用浏览器或标准的程序重新提交。");
        return DS_EUNREADABLE;
    }
    ds_multipart *r = apr_pcalloc(pool, sizeof(*r));
    r->bounds = bounds;
    r->sink = sink;
    r->findings = findings;
    r->pool = pool;
    r->delimiter = apr_pstrcat(pool, "\r\n--", boundary, NULL);
    r->delimiter_len = strlen(r->delimiter);
    r->fields = apr_table_make(pool, 8);
    *out = r;
    return APR_SUCCESS;
}

apr_status_t ds_multipart_feed(ds_multipart *r, const char *bytes, apr_size_t len)
{
    apr_int64_t left = r->bounds->max_bytes - r->bytes;
    int is_over = (apr_int64_t)len > left;
    const char *end = bytes + (is_over ? (apr_size_t)left : len);
    r->bytes += end - bytes;
    while (bytes < end && r->status == APR_SUCCESS) {
        bytes += states[r->state](r, bytes, (apr_size_t)(end - bytes));
    }
    if (is_over && r->status == APR_SUCCESS) {
        return refuse(r, DS_ETOOLARGE, "F.size",
                      "提交的内容超过允许的大小，没有保存。请缩小文件后重新提交。");
    }
    return r->status;
}

apr_status_t ds_multipart_finish(ds_multipart *r)
{
    if (r->status == APR_SUCCESS && (r->state != AT_END || r->matched == 1)) {
        return refuse(r, DS_EUNREADABLE, "F.form",
                      "提交的内容没有传完，没有保存。请检查网络后重新提交。");
    }
    return r->status;
}

const apr_table_t *ds_multipart_fields(const ds_multipart *r)
{
    return r->fields;
}
