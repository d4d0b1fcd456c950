#include "io/docx_picture.h"

#include <string.h>

#include <apr_strings.h>

#include "io/docx_styles.h"
#include "io/docx_text.h"

#define A "http://schemas.openxmlformats.org/drawingml/2006/main"
#define PIC "http://schemas.openxmlformats.org/drawingml/2006/picture"

/* Room on a page: the width of the text, and so much of its height that the
 * caption has a place below. 635 EMU are a twentieth of a point. */
#define MAX_WIDTH (8844 * 635)
#define MAX_HEIGHT (10800 * 635)

/* A pixel of a screen with 96 to an inch. */
#define PIXEL 9525

const ds_docx_picture_type ds_docx_picture_types[DS_DOCX_PICTURE_TYPES] = {
    { "png", "image/png", "\x89PNG\r\n" }, { "jpeg", "image/jpeg", "\xff\xd8\xff" }
};

static const ds_docx_picture_type *type_of(const char *bytes, apr_int64_t len)
{
    for (int i = 0; i < DS_DOCX_PICTURE_TYPES; i++) {
        apr_size_t n = strlen(ds_docx_picture_types[i].beginning);
        if (len > (apr_int64_t)n && memcmp(bytes, ds_docx_picture_types[i].beginning, n) == 0) {
            return &ds_docx_picture_types[i];
        }
    }
    return NULL;
}

/* ---- Which pictures ---- */

/* As large as on a screen, unless the page has no room for that. */
static void fit(ds_docx_picture *picture, const ds_report_file *known)
{
    apr_int64_t width = (apr_int64_t)known->width * PIXEL;
    apr_int64_t height = (apr_int64_t)known->height * PIXEL;
    if (width > MAX_WIDTH) {
        height = height * MAX_WIDTH / width;
        width = MAX_WIDTH;
    }
    if (height > MAX_HEIGHT) {
        width = width * MAX_HEIGHT / height;
        height = MAX_HEIGHT;
    }
    picture->width = width < 1 ? 1 : (int)width;
    picture->height = height < 1 ? 1 : (int)height;
}

static void add_picture(apr_array_header_t *pictures, const ds_docx_files *files,
                        const char *digest, const ds_report_file *known, apr_pool_t *pool)
{
    const char *bytes = files->bytes(files->baton, digest, known, pool);
    const ds_docx_picture_type *type = bytes != NULL ? type_of(bytes, known->bytes) : NULL;
    ds_docx_picture *picture;
    if (type == NULL) {
        return;
    }
    picture = apr_array_push(pictures);
    *picture = (ds_docx_picture) {
        .digest = digest, .type = type, .bytes = bytes, .len = (apr_size_t)known->bytes,
        .id = apr_psprintf(pool, "picture%d", pictures->nelts),
        .target = apr_psprintf(pool, "media/picture%d.%s", pictures->nelts, type->ending),
    };
    fit(picture, known);
}

apr_array_header_t *ds_docx_pictures(const ds_report *report, const ds_docx_files *files,
                                     apr_pool_t *pool)
{
    apr_array_header_t *pictures = apr_array_make(pool, 4, sizeof(ds_docx_picture));
    const apr_array_header_t *digests;
    apr_int64_t left = DS_DOCX_MAX_PICTURES;
    if (files == NULL || files->bytes == NULL) {
        return pictures;
    }
    digests = ds_report_digests(report, pool);
    for (int i = 0; i < digests->nelts; i++) {
        const char *digest = APR_ARRAY_IDX(digests, i, const char *);
        const ds_report_file *known = ds_report_files_find(files->known, digest);
        if (known != NULL && known->is_picture && known->width > 0 && known->height > 0
            && known->bytes <= left) {
            left -= known->bytes;
            add_picture(pictures, files, digest, known, pool);
        }
    }
    return pictures;
}

int ds_docx_has_pictures(const apr_array_header_t *pictures, const ds_docx_picture_type *type)
{
    for (int i = 0; i < pictures->nelts; i++) {
        if (APR_ARRAY_IDX(pictures, i, ds_docx_picture).type == type) {
            return 1;
        }
    }
    return 0;
}

static const ds_docx_picture *find(const apr_array_header_t *pictures, const char *digest,
                                   int *number)
{
    for (int i = 0; i < pictures->nelts; i++) {
        const ds_docx_picture *picture = &APR_ARRAY_IDX(pictures, i, ds_docx_picture);
        if (strcmp(picture->digest, digest) == 0) {
            *number = i + 1;
            return picture;
        }
    }
    return NULL;
}

/* ---- As it stands in the text ---- */

/* <name a="..." b="..."/> */
static void write_pair(ds_markup *m, const char *name, const char *a, int a_value, const char *b,
                       int b_value)
{
    ds_markup_start(m, name);
    ds_markup_attr_int(m, a, a_value);
    ds_markup_attr_int(m, b, b_value);
    ds_markup_end(m, name);
}

static void write_empty(ds_markup *m, const char *name)
{
    ds_markup_start(m, name);
    ds_markup_end(m, name);
}

/* What the picture is called, and what is on it. */
static void write_properties(ds_markup *m, const char *name, const ds_docx_picture *picture,
                             int number, const char *alt)
{
    ds_markup_start(m, name);
    ds_markup_attr_int(m, "id", number);
    ds_markup_attr(m, "name", picture->id);
    ds_markup_attr(m, "descr", alt);
    ds_markup_end(m, name);
}

static void write_shape(ds_markup *m, const ds_docx_picture *picture)
{
    ds_markup_start(m, "pic:spPr");
    ds_markup_start(m, "a:xfrm");
    write_pair(m, "a:off", "x", 0, "y", 0);
    write_pair(m, "a:ext", "cx", picture->width, "cy", picture->height);
    ds_markup_end(m, "a:xfrm");
    ds_markup_start(m, "a:prstGeom");
    ds_markup_attr(m, "prst", "rect");
    write_empty(m, "a:avLst");
    ds_markup_end(m, "a:prstGeom");
    ds_markup_end(m, "pic:spPr");
}

static void write_graphic(ds_markup *m, const ds_docx_picture *picture, int number,
                          const char *alt)
{
    ds_markup_start(m, "pic:pic");
    ds_markup_attr(m, "xmlns:pic", PIC);
    ds_markup_start(m, "pic:nvPicPr");
    write_properties(m, "pic:cNvPr", picture, number, alt);
    write_empty(m, "pic:cNvPicPr");
    ds_markup_end(m, "pic:nvPicPr");
    ds_markup_start(m, "pic:blipFill");
    ds_markup_start(m, "a:blip");
    ds_markup_attr(m, "r:embed", picture->id);
    ds_markup_end(m, "a:blip");
    ds_markup_start(m, "a:stretch");
    write_empty(m, "a:fillRect");
    ds_markup_end(m, "a:stretch");
    ds_markup_end(m, "pic:blipFill");
    write_shape(m, picture);
    ds_markup_end(m, "pic:pic");
}

static void write_drawing(ds_markup *m, const ds_docx_picture *picture, int number,
                          const char *alt)
{
    ds_markup_start(m, "w:drawing");
    ds_markup_start(m, "wp:inline");
    ds_markup_attr(m, "xmlns:wp", DS_DOCX_WP);
    for (int i = 0; i < 4; i++) {
        static const char *const sides[] = { "distT", "distB", "distL", "distR" };
        ds_markup_attr_int(m, sides[i], 0);
    }
    write_pair(m, "wp:extent", "cx", picture->width, "cy", picture->height);
    write_properties(m, "wp:docPr", picture, number, alt);
    ds_markup_start(m, "a:graphic");
    ds_markup_attr(m, "xmlns:a", A);
    ds_markup_start(m, "a:graphicData");
    ds_markup_attr(m, "uri", PIC);
    write_graphic(m, picture, number, alt);
    ds_markup_end(m, "a:graphicData");
    ds_markup_end(m, "a:graphic");
    ds_markup_end(m, "wp:inline");
    ds_markup_end(m, "w:drawing");
}

static void write_picture(ds_markup *m, const ds_docx_picture *picture, int number,
                          const ds_block *block)
{
    ds_docx_paragraph_start(m, DS_DOCX_PICTURE_FRAME);
    ds_markup_start(m, "w:r");
    write_drawing(m, picture, number, block->alt);
    ds_markup_end(m, "w:r");
    ds_docx_paragraph_end(m);
}

static const char *text_of(const ds_docx *d, const ds_block *block)
{
    const ds_report_file *file = ds_report_files_attachment(d->files, block->digest);
    return file != NULL
        ? apr_pstrcat(d->pool, DS_DOCX_ATTACHMENT, block->alt, "（", file->kind, "，", file->size,
                      "）", NULL)
        : apr_pstrcat(d->pool, DS_DOCX_PICTURE_OPEN, block->alt, DS_DOCX_PICTURE_CLOSE, NULL);
}

void ds_docx_write_figure(ds_markup *m, const ds_docx *d, const ds_block *block)
{
    int number = 0;
    const ds_docx_picture *picture = find(d->pictures, block->digest, &number);
    if (picture != NULL) {
        write_picture(m, picture, number, block);
    } else {
        ds_docx_paragraph(m, DS_DOCX_PICTURE, text_of(d, block), d->pool);
    }
    if (block->caption != NULL) {
        ds_docx_paragraph(m, DS_DOCX_CAPTION, block->caption, d->pool);
    }
}
