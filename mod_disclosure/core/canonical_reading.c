/* Attributes and complaints while a report is read from XML. */
#include <stdarg.h>
#include <string.h>

#include <apr_strings.h>

#include "core/canonical_reading.h"
#include "core/status.h"
#include "core/text.h"

#define QUOTE_LENGTH 60

ds_finding *ds_reading_refuse(ds_reading *r, const char *rule, const char *at,
                              const char *format, ...)
{
    const char *message;
    va_list args;

    if (r->status == APR_SUCCESS) {
        r->status = DS_EINVALID;
    }
    va_start(args, format);
    message = apr_pvsprintf(r->pool, format, args);
    va_end(args);
    return ds_findings_add(r->findings, DS_ERROR, rule, at, "第 %d 行：%s", r->line, message);
}

const char *ds_reading_quote(const ds_reading *r, const char *text)
{
    return ds_text_quote(r->pool, text, QUOTE_LENGTH);
}

const char *ds_reading_value(const ds_reading *r, const ds_sax_attr *attr)
{
    return apr_pstrmemdup(r->pool, attr->value, attr->len);
}

int ds_reading_is_value(const ds_sax_attr *attr, const char *text)
{
    return strlen(text) == attr->len && memcmp(attr->value, text, attr->len) == 0;
}

void ds_reading_attributes(ds_reading *r, const char *element, const ds_sax_attr *attrs,
                           int n_attrs, const char *const *names, const ds_sax_attr **wanted)
{
    int i, k;

    for (k = 0; names[k]; k++) {
        wanted[k] = NULL;
    }
    for (i = 0; i < n_attrs; i++) {
        for (k = 0; names[k] && (attrs[i].uri || strcmp(names[k], attrs[i].name) != 0); k++) {
        }
        if (names[k]) {
            wanted[k] = &attrs[i];
        }
        else {
            const char *name = ds_reading_quote(r, attrs[i].name);

            ds_reading_refuse(r, "F.element", name, "元素‘%s’没有‘%s’这个属性，请删去。", element,
                              name);
        }
    }
}

const ds_sax_attr *ds_reading_id(ds_reading *r, const char *element, const ds_sax_attr *attrs,
                                 int n_attrs)
{
    static const char *const names[] = { "id", NULL };
    const ds_sax_attr *id;

    ds_reading_attributes(r, element, attrs, n_attrs, names, &id);
    if (!id) {
        ds_reading_refuse(r, "F.element", element, "元素‘%s’缺少属性‘id’，请补上。", element);
    }
    return id;
}

int ds_reading_is_first(ds_reading *r, ds_element kind, int index, const char *rule,
                        const char *at, const char *name)
{
    if (r->is_seen[kind][index]) {
        ds_reading_refuse(r, rule, at, "%s重复出现，请只保留一处。", name);
        return 0;
    }
    r->is_seen[kind][index] = 1;
    return 1;
}
