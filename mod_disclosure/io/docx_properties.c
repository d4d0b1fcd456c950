#include "io/docx_properties.h"

#include <apr_strings.h>

#include "io/docx_text.h"

/* What every property set by a user is marked with. */
#define CUSTOM_ID "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
#define FIRST_CUSTOM_NUMBER 2

void ds_docx_write_core_properties(ds_markup *m, const ds_docx *d)
{
    ds_markup_start(m, "cp:coreProperties");
    ds_markup_attr(m, "xmlns:cp",
                   "http://schemas.openxmlformats.org/package/2006/metadata/core-properties");
    ds_markup_attr(m, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
    ds_markup_element(m, "dc:title", d->title);
    ds_markup_element(m, "dc:creator", d->report->organ_name);
    ds_markup_element(m, "dc:language", "zh-CN");
    ds_markup_end(m, "cp:coreProperties");
}

void ds_docx_write_custom_properties(ds_markup *m, const ds_docx *d)
{
    const ds_report *report = d->report;
    const struct {
        const char *name, *value;
    } properties[] = {
        { "organ", report->organ },
        { "year", report->year > 0 ? apr_itoa(d->pool, report->year) : NULL },
        { "format", report->format->id },
        { d->algorithm, d->digest },
    };
    int number = FIRST_CUSTOM_NUMBER;
    ds_markup_start(m, "Properties");
    ds_markup_attr(m, "xmlns",
                   "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties");
    ds_markup_attr(m, "xmlns:vt",
                   "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes");
    for (size_t i = 0; i < sizeof(properties) / sizeof(*properties); i++) {
        if (properties[i].value != NULL) {
            ds_markup_start(m, "property");
            ds_markup_attr(m, "fmtid", CUSTOM_ID);
            ds_markup_attr_int(m, "pid", number++);
            ds_markup_attr(m, "name", properties[i].name);
            ds_markup_element(m, "vt:lpwstr", properties[i].value);
            ds_markup_end(m, "property");
        }
    }
    ds_markup_end(m, "Properties");
}

static void write_compatibility(ds_markup *m)
{
    ds_markup_start(m, "w:compat");
    /* The line before a line break is not stretched to the margin. */
    ds_markup_start(m, "w:doNotExpandShiftReturn");
    ds_markup_end(m, "w:doNotExpandShiftReturn");
    ds_markup_start(m, "w:compatSetting");
    ds_markup_attr(m, "w:name", "compatibilityMode");
    ds_markup_attr(m, "w:uri", "http://schemas.microsoft.com/office/word");
    ds_markup_attr(m, "w:val", "15");
    ds_markup_end(m, "w:compatSetting");
    ds_markup_end(m, "w:compat");
}

void ds_docx_write_settings(ds_markup *m, const ds_docx *d)
{
    ds_markup_start(m, "w:settings");
    ds_markup_attr(m, "xmlns:w", DS_DOCX_W);
    ds_docx_number(m, "w:defaultTabStop", 640);
    ds_docx_value(m, "w:characterSpacingControl", "compressPunctuation");
    write_compatibility(m);
    ds_markup_start(m, "w:themeFontLang");
    ds_markup_attr(m, "w:val", "en-US");
    ds_markup_attr(m, "w:eastAsia", "zh-CN");
    ds_markup_end(m, "w:themeFontLang");
    ds_markup_end(m, "w:settings");
}
