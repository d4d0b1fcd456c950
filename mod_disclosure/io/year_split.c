/* A file of a whole year taken apart into its reports. XML is cut as it was
 * written (io/year_file.h) and not parsed here: each report then goes through
 * the reader of reports, which is strict. */
#include "io/year_file.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>
#include <jansson.h>

#include "core/status.h"
#include "io/json.h"

#define XML_ROOT "<year xmlns=\"" DS_YEAR_NAMESPACE "\""
#define XML_ITEM "<publication"
#define XML_REPORT "<report"
#define XML_REPORT_END "</report>"
#define XML_ITEM_END "</publication>"
#define XML_END "</year>"

/* A file of a year shows within so many bytes that it is one. */
#define SIGHT 200

/* The places of a text with its end: nothing is looked for beyond. */
typedef struct cursor {
    const char *at, *end;
} cursor;

static void skip_space(cursor *c)
{
    while (c->at < c->end && apr_isspace(*c->at)) {
        c->at++;
    }
}

static int take(cursor *c, const char *word)
{
    apr_size_t len = strlen(word);

    if ((apr_size_t)(c->end - c->at) < len || memcmp(c->at, word, len) != 0) {
        return 0;
    }
    c->at += len;
    return 1;
}

/* Where the word begins next; NULL when it does not. */
static const char *find(const cursor *c, const char *word)
{
    return memmem(c->at, (apr_size_t)(c->end - c->at), word, strlen(word));
}

/* Past the declaration, where there is one. */
static void skip_declaration(cursor *c)
{
    const char *close;

    take(c, "\xEF\xBB\xBF");
    skip_space(c);
    if (take(c, "<?xml") && (close = find(c, "?>")) != NULL) {
        c->at = close + 2;
        skip_space(c);
    }
}

/* The value of an attribute of the start tag [tag, end); NULL without. */
static const char *attribute(const char *tag, const char *end, const char *name, apr_pool_t *pool)
{
    const char *begin = apr_pstrcat(pool, " ", name, "=\"", NULL);
    cursor c = { tag, end };
    const char *at = find(&c, begin), *close;

    if (at == NULL) {
        return NULL;
    }
    c.at = at + strlen(begin);
    close = find(&c, "\"");
    return close != NULL ? apr_pstrmemdup(pool, c.at, (apr_size_t)(close - c.at)) : NULL;
}

/* One publication; 0 when it is not as it was written. */
static int take_publication(cursor *c, ds_year_item *item, apr_pool_t *pool)
{
    const char *tag = c->at, *close, *version;

    if (!take(c, XML_ITEM) || (close = find(c, ">")) == NULL) {
        return 0;
    }
    version = attribute(tag, close, "version", pool);
    *item = (ds_year_item) { .version = version ? (int)apr_atoi64(version) : 0,
                             .published_on = attribute(tag, close, "date", pool),
                             .digest_algorithm = attribute(tag, close, "algorithm", pool),
                             .digest = attribute(tag, close, "digest", pool),
                             .codec = ds_codec_find("xml") };
    c->at = item->bytes = close + 1;
    if (!take(c, XML_REPORT) || (close = find(c, XML_REPORT_END)) == NULL) {
        return 0;
    }
    c->at = close + strlen(XML_REPORT_END);
    item->len = (apr_size_t)(c->at - item->bytes);
    return take(c, XML_ITEM_END);
}

static apr_status_t split_xml(apr_array_header_t *items, ds_findings *findings, cursor c,
                              apr_pool_t *pool)
{
    const char *close = find(&c, ">");

    c.at = close != NULL ? close + 1 : c.end;
    for (;;) {
        ds_year_item item;

        skip_space(&c);
        if (take(&c, XML_END)) {
            skip_space(&c);
            break;
        }
        if (!take_publication(&c, &item, pool)) {
            break;
        }
        APR_ARRAY_PUSH(items, ds_year_item) = item;
    }
    if (c.at == c.end && items->nelts > 0) {
        return APR_SUCCESS;
    }
    ds_findings_add(findings, DS_ERROR, "F.xml", "year",
                    "全年数据文件在第 %d 份报告之后与导出的形式不同，可能不完整或者被改过。请重新下载。",
                    items->nelts);
    return DS_EINVALID;
}

/* ---- JSON ---- */

static const char *text_at(json_t *object, const char *key, apr_pool_t *pool)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? apr_pstrdup(pool, text) : NULL;
}

static apr_status_t take_members(apr_array_header_t *items, json_t *reports, apr_pool_t *pool)
{
    size_t i;
    json_t *value;

    json_array_foreach(reports, i, value) {
        json_t *report = json_object_get(value, "report");
        json_t *digest = json_object_get(value, "digest");
        ds_year_item item = {
            .version = (int)json_integer_value(json_object_get(value, "version")),
            .published_on = text_at(value, "published_on", pool),
            .digest_algorithm = text_at(digest, "algorithm", pool),
            .digest = text_at(digest, "value", pool), .codec = ds_codec_find("json") };

        if (!json_is_object(report)) {
            return DS_EINVALID;
        }
        item.bytes = ds_json_text(json_incref(report), pool);
        item.len = strlen(item.bytes);
        APR_ARRAY_PUSH(items, ds_year_item) = item;
    }
    return items->nelts > 0 ? APR_SUCCESS : DS_EINVALID;
}

static apr_status_t split_json(apr_array_header_t *items, ds_findings *findings, const char *bytes,
                               apr_size_t len, apr_pool_t *pool)
{
    json_error_t error;
    json_t *root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &error);
    apr_status_t status = DS_EINVALID;

    if (root != NULL) {
        status = take_members(items, json_object_get(root, "reports"), pool);
        json_decref(root);
    }
    if (status != APR_SUCCESS) {
        ds_findings_add(findings, DS_ERROR, "F.json", "year",
                        "全年数据文件在第 %d 份报告之后与导出的形式不同，可能不完整或者被改过。请重新下载。",
                        items->nelts);
    }
    return status;
}

static int begins_as_json(cursor c)
{
    const char *reports;

    take(&c, "\xEF\xBB\xBF");
    skip_space(&c);
    c.end = c.end - c.at > SIGHT ? c.at + SIGHT : c.end;
    if (!take(&c, "{") || (reports = find(&c, "\"reports\"")) == NULL) {
        return 0;
    }
    c.at = reports + strlen("\"reports\"");
    skip_space(&c);
    return take(&c, ":") && (skip_space(&c), take(&c, "["));
}

apr_status_t ds_year_split(apr_array_header_t **items, ds_findings *findings, const char *bytes,
                           apr_size_t len, apr_pool_t *pool)
{
    cursor c = { bytes, bytes + len };

    *items = apr_array_make(pool, 64, sizeof(ds_year_item));
    if (begins_as_json(c)) {
        return split_json(*items, findings, bytes, len, pool);
    }
    skip_declaration(&c);
    if (!take(&c, XML_ROOT)) {
        return DS_ENOTFOUND;
    }
    return split_xml(*items, findings, c, pool);
}
