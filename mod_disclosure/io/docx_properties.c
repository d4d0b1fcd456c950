#include "io/docx_properties.h"

#include <string.h>

#include <apr_strings.h>

#include "io/docx_text.h"

/* What every property set by a user is marked with. */
#define CUSTOM_ID "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
#define FIRST_CUSTOM_NUMBER 2

/* Before the id of a table: how many notes it has. */
#define NOTES "notes "

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

/* ---- Properties of our own ---- */

const char *ds_docx_picture_property(int n, apr_pool_t *pool)
{
    return apr_psprintf(pool, "picture %d", n);
}

const char *ds_docx_unit_property(const char *address, apr_pool_t *pool)
{
    return apr_pstrcat(pool, "unit ", address, NULL);
}

apr_table_t *ds_docx_note_counts(const apr_table_t *facts, apr_pool_t *pool)
{
    const apr_array_header_t *all = apr_table_elts(facts);
    apr_table_t *counts = apr_table_make(pool, 4);
    for (int i = 0; i < all->nelts; i++) {
        const apr_table_entry_t *entry = &APR_ARRAY_IDX(all, i, apr_table_entry_t);
        if (strncmp(entry->key, NOTES, strlen(NOTES)) == 0) {
            apr_table_addn(counts, entry->key + strlen(NOTES), entry->val);
        }
    }
    return counts;
}

/* The list while it is written. */
typedef struct list {
    ds_markup *m;
    const ds_docx *d;
    int number;
} list;

static void write_property(list *l, const char *name, const char *value)
{
    if (value == NULL) {
        return;
    }
    ds_markup_start(l->m, "property");
    ds_markup_attr(l->m, "fmtid", CUSTOM_ID);
    ds_markup_attr_int(l->m, "pid", l->number++);
    ds_markup_attr(l->m, "name", name);
    ds_markup_element(l->m, "vt:lpwstr", value);
    ds_markup_end(l->m, "property");
}

static const char *positive(int number, apr_pool_t *pool)
{
    return number > 0 ? apr_itoa(pool, number) : NULL;
}

static void write_pictures(list *l)
{
    const ds_report *report = l->d->report;
    int n = 0;
    for (int i = 0; i < report->format->n_prose; i++) {
        for (int k = 0; k < report->prose[i]->nelts; k++) {
            const ds_block *block = &APR_ARRAY_IDX(report->prose[i], k, ds_block);
            if (block->text == NULL) {
                write_property(l, ds_docx_picture_property(++n, l->d->pool), block->digest);
            }
        }
    }
}

static void write_note_counts(list *l)
{
    const ds_report *report = l->d->report;
    for (int i = 0; i < report->format->n_tables; i++) {
        const ds_table *table = &report->format->tables[i];
        if (table->section->n_tables > 1) {
            write_property(l, apr_pstrcat(l->d->pool, NOTES, table->id, NULL),
                           positive(report->notes[i]->nelts, l->d->pool));
        }
    }
}

static void write_units(list *l)
{
    const ds_report *report = l->d->report;
    for (int cell = 0; cell < report->format->n_cells; cell++) {
        if (report->cells[cell].state != DS_CELL_NUMBER) {
            write_property(l, ds_docx_unit_property(ds_format_address(report->format, cell),
                                                    l->d->pool), report->cells[cell].unit);
        }
    }
}

void ds_docx_write_custom_properties(ds_markup *m, const ds_docx *d)
{
    list l = { m, d, FIRST_CUSTOM_NUMBER };
    ds_markup_start(m, "Properties");
    ds_markup_attr(m, "xmlns",
                   "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties");
    ds_markup_attr(m, "xmlns:vt",
                   "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes");
    write_property(&l, "organ", d->report->organ);
    write_property(&l, "year", positive(d->report->year, d->pool));
    write_property(&l, "format", d->report->format->id);
    if (d->algorithm != NULL) {
        write_property(&l, d->algorithm, d->digest);
    }
    write_pictures(&l);
    write_note_counts(&l);
    write_units(&l);
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
