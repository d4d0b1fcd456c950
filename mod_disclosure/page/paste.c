/* A report as the body of an article in somebody else's editor. */
#include "page/paste_parts.h"

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/prose_heading.h"
#include "page/piece.h"

typedef struct body {
    ds_markup *m;
    const ds_site *site;
    const ds_publication *p;
    apr_pool_t *pool;
} body;

void ds_paste_open(ds_markup *m, const char *name, const char *style)
{
    ds_markup_start(m, name);
    ds_markup_attr(m, "style", style);
}

/* What stands elsewhere has to be named in full. */
static const char *absolute(const body *b, const char *path)
{
    return b->site->base_url != NULL ? apr_pstrcat(b->pool, b->site->base_url, path, NULL) : path;
}

static const char *address_of(const body *b)
{
    return absolute(b, ds_piece_report_path(b->site, b->p->organ->key, b->p->report->year, 0, "",
                                            b->pool));
}

static void write_link(ds_markup *m, const char *address)
{
    ds_markup_start(m, "a");
    ds_markup_attr(m, "href", address);
    ds_markup_text(m, address);
    ds_markup_end(m, "a");
}

static void write_title(const body *b)
{
    ds_paste_open(b->m, "h2", "margin:16px 0;line-height:1.5;font-size:22px;text-align:center");
    ds_markup_text(b->m, ds_publication_title(b->p, b->pool));
    ds_markup_end(b->m, "h2");
}

static void write_correction(const body *b)
{
    if (b->p->n < 2) {
        return;
    }
    ds_paste_open(b->m, "p", DS_PASTE_PARAGRAPH);
    ds_markup_text(b->m, "本报告于");
    ds_markup_text(b->m, ds_date_chinese(b->pool, b->p->published_on));
    ds_markup_text(b->m, "更正。");
    if (b->p->notice != NULL) {
        ds_piece_lines(b->m, b->p->notice, b->pool);
    }
    ds_markup_end(b->m, "p");
}

static void write_line(const body *b, const char *line, apr_size_t len)
{
    apr_size_t heading = ds_prose_heading(line, len);

    if (heading > 0) {
        ds_markup_element(b->m, "strong", apr_pstrmemdup(b->pool, line, heading));
    }
    ds_markup_text(b->m, apr_pstrmemdup(b->pool, line + heading, len - heading));
}

static void write_paragraph(const body *b, const char *text)
{
    const char *end;

    ds_paste_open(b->m, "p", DS_PASTE_PARAGRAPH);
    while ((end = strchr(text, '\n')) != NULL) {
        write_line(b, text, end - text);
        ds_markup_start(b->m, "br");
        ds_markup_void(b->m);
        text = end + 1;
    }
    write_line(b, text, strlen(text));
    ds_markup_end(b->m, "p");
}

static void write_picture(const body *b, const ds_block *block)
{
    ds_markup *m = b->m;

    ds_paste_open(m, "p", "margin:16px 0;text-align:center");
    ds_markup_start(m, "img");
    ds_markup_attr(m, "src", absolute(b, ds_piece_file_path(b->site, block->digest, b->pool)));
    ds_markup_attr(m, "alt", block->alt);
    ds_markup_attr(m, "style", "max-width:100%");
    ds_markup_void(m);
    if (block->caption != NULL) {
        ds_markup_start(m, "br");
        ds_markup_void(m);
        ds_markup_text(m, block->caption);
    }
    ds_markup_end(m, "p");
}

/* The link says what it is before it is followed: text, type and size. */
static void write_attachment(const body *b, const ds_block *block, const ds_report_file *file)
{
    ds_markup *m = b->m;

    ds_paste_open(m, "p", DS_PASTE_PARAGRAPH);
    ds_markup_text(m, "附件：");
    ds_markup_start(m, "a");
    ds_markup_attr(m, "href", absolute(b, ds_piece_file_path(b->site, block->digest, b->pool)));
    ds_markup_text(m, block->alt);
    ds_markup_end(m, "a");
    ds_markup_text(m, apr_pstrcat(b->pool, "（", file->kind, "，", file->size, "）", NULL));
    if (block->caption != NULL) {
        ds_markup_start(m, "br");
        ds_markup_void(m);
        ds_markup_text(m, block->caption);
    }
    ds_markup_end(m, "p");
}

static void write_figure(const body *b, const ds_block *block)
{
    const ds_report_file *attachment = ds_report_files_attachment(b->p->files, block->digest);

    if (attachment != NULL) {
        write_attachment(b, block, attachment);
    }
    else {
        write_picture(b, block);
    }
}

static void write_prose(const body *b, const apr_array_header_t *blocks)
{
    for (int i = 0; i < blocks->nelts; i++) {
        const ds_block *block = &APR_ARRAY_IDX(blocks, i, ds_block);

        if (block->text != NULL) {
            write_paragraph(b, block->text);
        }
        else {
            write_figure(b, block);
        }
    }
}

static void write_section(const body *b, const ds_section *section)
{
    if (section->ordinal != NULL) {
        ds_paste_open(b->m, "h3", "margin:24px 0 12px;line-height:1.5;font-size:18px");
        ds_markup_text(b->m, section->ordinal);
        ds_markup_text(b->m, "、");
        ds_markup_text(b->m, section->title);
        ds_markup_end(b->m, "h3");
    }
    if (section->prose >= 0) {
        write_prose(b, b->p->report->prose[section->prose]);
    }
    else {
        ds_paste_table(b->m, b->p->report, section);
    }
}

static void write_signature(const body *b)
{
    const ds_report *report = b->p->report;

    if (report->signature_name == NULL && report->signature_date == NULL) {
        return;
    }
    ds_paste_open(b->m, "p", "margin:32px 0 0;line-height:1.8;text-align:right");
    ds_markup_text(b->m, report->signature_name);
    if (report->signature_name != NULL && report->signature_date != NULL) {
        ds_markup_start(b->m, "br");
        ds_markup_void(b->m);
    }
    ds_markup_text(b->m, report->signature_date != NULL
                   ? ds_date_chinese(b->pool, report->signature_date) : NULL);
    ds_markup_end(b->m, "p");
}

/* Where it came from, and what anybody can check it by. */
static void write_origin(const body *b)
{
    ds_paste_open(b->m, "p", DS_PASTE_SMALL);
    ds_markup_text(b->m, "原文地址：");
    write_link(b->m, address_of(b));
    if (b->p->digest != NULL) {
        ds_markup_text(b->m, "；数据摘要（");
        ds_markup_text(b->m, ds_publication_digest_name(b->p, b->pool));
        ds_markup_text(b->m, "）：");
        ds_markup_text(b->m, b->p->digest);
    }
    ds_markup_end(b->m, "p");
}

void ds_public_paste(ds_markup *m, const ds_site *site, const ds_publication *publication,
                     apr_pool_t *pool)
{
    const body b = { m, site, publication, pool };
    const ds_format *format = publication->report->format;

    write_title(&b);
    write_correction(&b);
    for (int i = 0; i < format->n_sections; i++) {
        write_section(&b, &format->sections[i]);
    }
    write_signature(&b);
    write_origin(&b);
}
