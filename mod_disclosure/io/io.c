#include "io/io.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "core/text.h"
#include "io/csv.h"
#include "io/docx.h"
#include "io/json.h"
#include "io/text.h"
#include "io/xml.h"

static const char *const xml_types[] = { "application/xml", "text/xml", NULL };
static const char *const json_types[] = { "application/json", "text/json", NULL };
static const char *const text_types[] = { "text/plain", NULL };
static const char *const no_types[] = { NULL };

static const ds_codec xml_codec = {
    "xml", "application/xml; charset=utf-8", xml_types, ds_xml_read, ds_xml_write, 0
};
static const ds_codec json_codec = {
    "json", "application/json; charset=utf-8", json_types, ds_json_read, ds_json_write, 0
};
static const ds_codec csv_codec = {
    "csv", "text/csv; charset=utf-8", no_types, NULL, ds_csv_write, 0
};
static const ds_codec docx_codec = {
    "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", no_types,
    NULL, ds_docx_write, 1
};
static const ds_codec text_codec = {
    "txt", "text/plain; charset=utf-8", text_types, ds_text_read, NULL, 0
};

const ds_codec *const ds_codecs[] = {
    &xml_codec, &json_codec, &csv_codec, &docx_codec, &text_codec, NULL
};

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
    if (first == end) {
        return NULL;
    }
    if (*first == '{') {
        return &json_codec;
    }
    if (*first == '<') {
        return &xml_codec;
    }
    return ds_text_first_bad(bytes, len) == len ? &text_codec : NULL;
}

const ds_codec *ds_codec_for_file(const char *path, const char *bytes, apr_size_t len)
{
    const char *name = path != NULL ? apr_filepath_name_get(path) : "";
    const char *dot = strrchr(name, '.');
    const ds_codec *codec = dot != NULL ? ds_codec_find(dot + 1) : NULL;
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
