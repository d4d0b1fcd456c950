#include "io/docx_document.h"

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/prose_heading.h"
#include "core/text.h"
#include "io/docx_form.h"
#include "io/docx_picture.h"
#include "io/docx_styles.h"
#include "io/docx_text.h"

/* Hexadecimal digits of the digest that tell loose pages apart. */
#define SHORT_DIGEST 16

/* Characters of a title that have room on one line. */
#define TITLE_LINE 20

static int is_signed(const ds_report *report)
{
    return report->signature_name != NULL || report->signature_date != NULL;
}

static void write_line(ds_markup *m, const char *line, apr_size_t len, apr_pool_t *pool)
{
    apr_size_t heading = ds_prose_heading(line, len);
    ds_docx_run(m, DS_DOCX_SUBHEADING, apr_pstrmemdup(pool, line, heading), pool);
    ds_docx_run(m, NULL, apr_pstrmemdup(pool, line + heading, len - heading), pool);
}

/* The line break stays with the line it ends. */
static void write_paragraph(ds_markup *m, const char *style, const char *text, apr_pool_t *pool)
{
    const char *end;
    ds_docx_paragraph_start(m, style);
    while ((end = strchr(text, '\n')) != NULL) {
        write_line(m, text, (apr_size_t)(end - text), pool);
        ds_docx_run(m, NULL, "\n", pool);
        text = end + 1;
    }
    write_line(m, text, strlen(text), pool);
    ds_docx_paragraph_end(m);
}

/* The signature does not stand on a page alone: before it the last paragraph of
 * the last section is kept with it. */
static void write_prose(const ds_docx *d, ds_markup *m, const ds_section *section)
{
    const apr_array_header_t *blocks = d->report->prose[section->prose];
    int is_last = section->index == d->report->format->n_sections - 1 && is_signed(d->report);
    for (int i = 0; i < blocks->nelts; i++) {
        const ds_block *block = &APR_ARRAY_IDX(blocks, i, ds_block);
        if (block->text != NULL) {
            write_paragraph(m, is_last && i == blocks->nelts - 1 ? DS_DOCX_BODY_LAST
                                                                 : DS_DOCX_BODY,
                            block->text, d->pool);
        } else {
            ds_docx_write_figure(m, d, block);
        }
    }
}

static void write_section(const ds_docx *d, ds_markup *m, const ds_section *section)
{
    if (section->ordinal != NULL) {
        ds_docx_paragraph(m, DS_DOCX_HEADING,
                          apr_pstrcat(d->pool, section->ordinal, "、", section->title, NULL),
                          d->pool);
    }
    if (section->prose >= 0) {
        write_prose(d, m, section);
    } else {
        ds_docx_write_form(m, d->report, section, d->pool);
    }
}

static void write_signature(const ds_docx *d, ds_markup *m)
{
    const char *name = d->report->signature_name, *date = d->report->signature_date;
    if (name != NULL) {
        ds_docx_paragraph(m, DS_DOCX_SIGNATURE, name, d->pool);
    }
    if (date != NULL) {
        ds_docx_paragraph(m, name != NULL ? DS_DOCX_SIGNATURE_DATE : DS_DOCX_SIGNATURE,
                          ds_date_chinese(d->pool, date), d->pool);
    }
}

/* A title of more than one line is broken behind the organ's name. */
static void write_title(const ds_docx *d, ds_markup *m)
{
    const char *name = d->report->organ_name;
    apr_size_t len = name != NULL ? strlen(name) : 0;
    if (d->title == NULL) {
        return;
    }
    ds_docx_paragraph_start(m, DS_DOCX_TITLE);
    if (len > 0 && ds_text_length(d->title) > TITLE_LINE && strncmp(d->title, name, len) == 0) {
        ds_docx_run(m, NULL, name, d->pool);
        ds_docx_run(m, NULL, "\n", d->pool);
        ds_docx_run(m, NULL, d->title + len, d->pool);
    } else {
        ds_docx_run(m, NULL, d->title, d->pool);
    }
    ds_docx_paragraph_end(m);
}

static void write_reference(ds_markup *m, const char *name, const char *id)
{
    ds_markup_start(m, name);
    ds_markup_attr(m, "w:type", "default");
    ds_markup_attr(m, "r:id", id);
    ds_markup_end(m, name);
}

void ds_docx_write_paper(ds_markup *m)
{
    static const struct {
        const char *name;
        int twentieths;
    } margins[] = {
        { "w:top", 2098 }, { "w:right", 1474 }, { "w:bottom", 1984 }, { "w:left", 1588 },
        { "w:header", 1134 }, { "w:footer", 1304 }, { "w:gutter", 0 }
    };
    ds_markup_start(m, "w:pgSz");
    ds_markup_attr_int(m, "w:w", 11906);
    ds_markup_attr_int(m, "w:h", 16838);
    ds_markup_end(m, "w:pgSz");
    ds_markup_start(m, "w:pgMar");
    for (size_t i = 0; i < sizeof(margins) / sizeof(*margins); i++) {
        ds_markup_attr_int(m, margins[i].name, margins[i].twentieths);
    }
    ds_markup_end(m, "w:pgMar");
}

static void write_page_setup(const ds_docx *d, ds_markup *m)
{
    ds_markup_start(m, "w:sectPr");
    if (d->review != NULL) {
        write_reference(m, "w:headerReference", DS_DOCX_HEADER_ID);
    }
    write_reference(m, "w:footerReference", DS_DOCX_FOOTER_ID);
    ds_docx_write_paper(m);
    ds_markup_start(m, "w:pgNumType");
    ds_markup_attr(m, "w:start", "1");
    ds_markup_end(m, "w:pgNumType");
    ds_markup_end(m, "w:sectPr");
}

void ds_docx_write_document(ds_markup *m, const ds_docx *d)
{
    const ds_format *format = d->report->format;
    ds_markup_start(m, "w:document");
    ds_markup_attr(m, "xmlns:w", DS_DOCX_W);
    ds_markup_attr(m, "xmlns:r", DS_DOCX_R);
    ds_markup_start(m, "w:body");
    if (d->review != NULL) {
        ds_docx_write_sheet(m, d);
    }
    write_title(d, m);
    for (int i = 0; i < format->n_sections; i++) {
        write_section(d, m, &format->sections[i]);
    }
    write_signature(d, m);
    write_page_setup(d, m);
    ds_markup_end(m, "w:body");
    ds_markup_end(m, "w:document");
}

void ds_docx_write_header(ds_markup *m, const ds_docx *d)
{
    const char *text = "送审稿";
    if (d->review->revision > 0) {
        text = apr_psprintf(d->pool, "%s　第%d稿", text, d->review->revision);
    }
    if (d->digest != NULL) {
        text = apr_psprintf(d->pool, "%s　数据摘要 %.*s", text, SHORT_DIGEST, d->digest);
    }
    ds_markup_start(m, "w:hdr");
    ds_markup_attr(m, "xmlns:w", DS_DOCX_W);
    ds_docx_paragraph(m, DS_DOCX_HEADER, text, d->pool);
    ds_markup_end(m, "w:hdr");
}

void ds_docx_write_footer(ds_markup *m, const ds_docx *d)
{
    ds_markup_start(m, "w:ftr");
    ds_markup_attr(m, "xmlns:w", DS_DOCX_W);
    ds_docx_paragraph_start(m, DS_DOCX_FOOTER);
    ds_docx_run(m, NULL, "- ", d->pool);
    ds_markup_start(m, "w:fldSimple");
    ds_markup_attr(m, "w:instr", " PAGE ");
    ds_docx_run(m, NULL, "1", d->pool);
    ds_markup_end(m, "w:fldSimple");
    ds_docx_run(m, NULL, " -", d->pool);
    ds_docx_paragraph_end(m);
    ds_markup_end(m, "w:ftr");
}
