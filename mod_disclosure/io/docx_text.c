#include "io/docx_text.h"

#include <string.h>

#include <apr_strings.h>

void ds_docx_value(ds_markup *m, const char *name, const char *value)
{
    ds_markup_start(m, name);
    ds_markup_attr(m, "w:val", value);
    ds_markup_end(m, name);
}

void ds_docx_number(ds_markup *m, const char *name, apr_int64_t value)
{
    ds_markup_start(m, name);
    ds_markup_attr_int(m, "w:val", value);
    ds_markup_end(m, name);
}

void ds_docx_paragraph_start(ds_markup *m, const char *style)
{
    ds_markup_start(m, "w:p");
    ds_markup_start(m, "w:pPr");
    ds_docx_value(m, "w:pStyle", style);
    ds_markup_end(m, "w:pPr");
}

void ds_docx_paragraph_end(ds_markup *m)
{
    ds_markup_end(m, "w:p");
}

static void write_text(ds_markup *m, const char *text)
{
    if (*text != '\0') {
        ds_markup_start(m, "w:t");
        ds_markup_attr(m, "xml:space", "preserve");
        ds_markup_text(m, text);
        ds_markup_end(m, "w:t");
    }
}

void ds_docx_run(ds_markup *m, const char *style, const char *text, apr_pool_t *pool)
{
    if (text == NULL || *text == '\0') {
        return;
    }
    ds_markup_start(m, "w:r");
    if (style != NULL) {
        ds_markup_start(m, "w:rPr");
        ds_docx_value(m, "w:rStyle", style);
        ds_markup_end(m, "w:rPr");
    }
    for (const char *end; (end = strpbrk(text, "\n\t")) != NULL; text = end + 1) {
        const char *name = *end == '\n' ? "w:br" : "w:tab";
        write_text(m, apr_pstrmemdup(pool, text, (apr_size_t)(end - text)));
        ds_markup_start(m, name);
        ds_markup_end(m, name);
    }
    write_text(m, text);
    ds_markup_end(m, "w:r");
}

void ds_docx_paragraph(ds_markup *m, const char *style, const char *text, apr_pool_t *pool)
{
    ds_docx_paragraph_start(m, style);
    ds_docx_run(m, NULL, text, pool);
    ds_docx_paragraph_end(m);
}
