#include "io/io.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "core/text.h"
#include "io/csv.h"
#include "io/csv_read.h"
#include "io/docx.h"
#include "io/docx_read.h"
#include "io/html.h"
#include "io/json.h"
#include "io/text.h"
#include "io/xml.h"

#define DOCX_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

static const char *const xml_types[] = { "application/xml", "text/xml", NULL };
static const char *const json_types[] = { "application/json", "text/json", NULL };
static const char *const docx_types[] = { DOCX_TYPE, NULL };
static const char *const html_types[] = { "text/html", "application/xhtml+xml", NULL };
static const char *const text_types[] = { "text/plain", NULL };
static const char *const no_types[] = { NULL };

static const ds_codec xml_codec = {
    .name = "xml", .media_type = "application/xml; charset=utf-8", .accepts = xml_types,
    .read = ds_xml_read, .write = ds_xml_write
};
static const ds_codec json_codec = {
    .name = "json", .media_type = "application/json; charset=utf-8", .accepts = json_types,
    .read = ds_json_read, .write = ds_json_write, .publish = ds_json_publish
};
static const ds_codec csv_codec = {
    .name = "csv", .media_type = "text/csv; charset=utf-8", .accepts = no_types,
    .read = ds_csv_read, .write = ds_csv_write, .publish = ds_csv_publish
};
static const ds_codec docx_codec = {
    .name = "docx", .media_type = DOCX_TYPE, .accepts = docx_types,
    .read = ds_docx_read, .write = ds_docx_write, .publish = ds_docx_publish, .is_attachment = 1
};
static const ds_codec html_codec = {
    .name = "html", .media_type = "text/html; charset=utf-8", .accepts = html_types,
    .read = ds_html_read
};
static const ds_codec text_codec = {
    .name = "txt", .media_type = "text/plain; charset=utf-8", .accepts = text_types,
    .read = ds_text_read
};

const ds_codec *const ds_codecs[] = {
    &xml_codec, &json_codec, &csv_codec, &docx_codec, &html_codec, &text_codec, NULL
};

const char *ds_codec_publish(const ds_codec *codec, const ds_report *report,
                             const ds_imprint *imprint, apr_size_t *len, apr_pool_t *pool)
{
    return codec->publish != NULL ? codec->publish(report, imprint, len, pool)
                                  : codec->write(report, len, pool);
}

const ds_codec *ds_codec_find(const char *name)
{
    for (const ds_codec *const *codec = ds_codecs; name != NULL && *codec != NULL; codec++) {
        if (strcasecmp((*codec)->name, name) == 0) {
            return *codec;
        }
    }
    return NULL;
}

static int type_matches(const char *type, const char *content_type)
{
    apr_size_t len = strlen(type);
    if (strncasecmp(type, content_type, len) != 0) {
        return 0;
    }
    const char *rest = content_type + len;
    while (apr_isspace(*rest)) {
        rest++;
    }
    return *rest == '\0' || *rest == ';';
}

const ds_codec *ds_codec_for_type(const char *content_type)
{
    while (content_type != NULL && apr_isspace(*content_type)) {
        content_type++;
    }
    for (const ds_codec *const *codec = ds_codecs; content_type && *codec != NULL; codec++) {
        for (const char *const *type = (*codec)->accepts; *type != NULL; type++) {
            if (type_matches(*type, content_type)) {
                return *codec;
            }
        }
    }
    return NULL;
}

static const ds_codec *codec_for_bytes(const char *bytes, apr_size_t len)
{
    const char *end = bytes + len;
    const char *first = bytes;
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        first += 3;
    }
    while (first < end && apr_isspace(*first)) {
        first++;
    }
    apr_size_t left = (apr_size_t)(end - first);
    if (left == 0) {
        return NULL;
    }
    if (*first == '{' || *first == '[') {
        return &json_codec;
    }
    if (*first == '<') {
        return ds_html_begins(first, left) ? &html_codec : &xml_codec;
    }
    if (left > 4 && memcmp(first, "PK\3\4", 4) == 0) {
        return &docx_codec;
    }
    if (ds_csv_begins(first, left)) {
        return &csv_codec;
    }
    return ds_text_first_bad(bytes, len) == len ? &text_codec : NULL;
}

const ds_codec *ds_codec_for_file(const char *path, const char *bytes, apr_size_t len)
{
    const char *name = path != NULL ? apr_filepath_name_get(path) : "";
    const char *dot = strrchr(name, '.');
    const ds_codec *codec = dot != NULL
        ? ds_codec_find(strcasecmp(dot, ".htm") == 0 ? "html" : dot + 1) : NULL;
    if (codec != NULL) {
        return codec->read != NULL ? codec : NULL;
    }
    return codec_for_bytes(bytes, len);
}

const char *ds_codec_names(int writes, apr_pool_t *pool)
{
    const char *names = NULL;
    for (const ds_codec *const *codec = ds_codecs; *codec != NULL; codec++) {
        if (writes ? (*codec)->write != NULL : (*codec)->read != NULL) {
            names = names == NULL ? (*codec)->name
                                  : apr_pstrcat(pool, names, ", ", (*codec)->name, NULL);
        }
    }
    return names;
}
