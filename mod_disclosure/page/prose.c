#include "page/prose.h"

#include <string.h>

#include <apr_strings.h>

#include "core/prose_heading.h"
#include "page/piece.h"

static void write_line(ds_markup *m, const char *line, apr_size_t len, apr_pool_t *pool)
{
    apr_size_t heading = ds_prose_heading(line, len);

    if (heading > 0) {
        ds_markup_element(m, "b", apr_pstrmemdup(pool, line, heading));
    }
    ds_markup_text(m, line[len] == '\0' ? line + heading
                                        : apr_pstrmemdup(pool, line + heading, len - heading));
}

static void write_paragraph(ds_markup *m, const char *text, apr_pool_t *pool)
{
    const char *end;

    ds_markup_start(m, "p");
    while ((end = strchr(text, '\n')) != NULL) {
        write_line(m, text, end - text, pool);
        ds_markup_start(m, "br");
        ds_markup_void(m);
        text = end + 1;
    }
    write_line(m, text, strlen(text), pool);
    ds_markup_end(m, "p");
}

static void write_picture(ds_markup *m, const ds_site *site, const ds_block *block,
                          apr_pool_t *pool)
{
    ds_piece_open(m, "figure", "ds-figure");
    ds_markup_start(m, "img");
    ds_markup_attr(m, "src", ds_piece_file_path(site, block->digest, pool));
    ds_markup_attr(m, "alt", block->alt);
    ds_markup_attr(m, "loading", "lazy");
    ds_markup_void(m);
    if (block->caption != NULL) {
        ds_markup_element(m, "figcaption", block->caption);
    }
    ds_markup_end(m, "figure");
}

/* The link says what it is before it is followed: text, type and size. */
static void write_attachment(ds_markup *m, const ds_site *site, const ds_block *block,
                             const ds_report_file *file, apr_pool_t *pool)
{
    ds_piece_open(m, "p", "ds-attachment");
    ds_markup_text(m, "附件：");
    ds_piece_link(m, ds_piece_file_path(site, block->digest, pool), NULL, block->alt);
    ds_markup_element_class(m, "span", "ds-attachment-kind",
                            apr_pstrcat(pool, "（", file->kind, "，", file->size, "）", NULL));
    if (block->caption != NULL) {
        ds_markup_start(m, "br");
        ds_markup_void(m);
        ds_markup_text(m, block->caption);
    }
    ds_markup_end(m, "p");
}

static void write_figure(ds_markup *m, const ds_site *site, const ds_block *block,
                         const ds_report_files *files, apr_pool_t *pool)
{
    const ds_report_file *attachment = ds_report_files_attachment(files, block->digest);

    if (attachment != NULL) {
        write_attachment(m, site, block, attachment, pool);
    }
    else {
        write_picture(m, site, block, pool);
    }
}

void ds_prose_write(ds_markup *m, const ds_site *site, const apr_array_header_t *blocks,
                    const ds_report_files *files, apr_pool_t *pool)
{
    if (blocks->nelts == 0) {
        return;
    }
    ds_piece_open(m, "div", "ds-prose");
    for (int i = 0; i < blocks->nelts; i++) {
        const ds_block *block = &APR_ARRAY_IDX(blocks, i, ds_block);

        if (block->text != NULL) {
            write_paragraph(m, block->text, pool);
        }
        else {
            write_figure(m, site, block, files, pool);
        }
    }
    ds_markup_end(m, "div");
}
