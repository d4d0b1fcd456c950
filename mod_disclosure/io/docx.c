#include "io/docx.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "core/canonical.h"
#include "io/docx_document.h"
#include "io/docx_package.h"
#include "io/docx_picture.h"
#include "io/docx_properties.h"
#include "io/docx_styles.h"

#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define RELATIONS_TYPE "application/vnd.openxmlformats-package.relationships+xml"

#define DEFAULT_DIGEST "sm3"

static void write_styles(ds_markup *m, const ds_docx *d)
{
    ds_docx_write_styles(m);
}

static void write_fonts(ds_markup *m, const ds_docx *d)
{
    ds_docx_write_fonts(m);
}

/* What a part belongs to, and so where its relationship is written. */
typedef enum { OF_PACKAGE, OF_DOCUMENT } part_owner;

/* Every part but the list of types and the lists of relationships, which are
 * written from this table. */
static const struct part {
    const char *folder;  /* of its owner */
    const char *name;    /* in that folder, as the owner's relationships call it */
    const char *type;
    part_owner owner;
    const char *id, *relation;
    void (*write)(ds_markup *m, const ds_docx *d);
    int is_for_review;
} parts[] = {
    { "", "word/document.xml", WORD_TYPE "document.main+xml", OF_PACKAGE,
      "document", OFFICE "officeDocument", ds_docx_write_document, 0 },
    { "", "docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml",
      OF_PACKAGE, "core", PACKAGE "relationships/metadata/core-properties",
      ds_docx_write_core_properties, 0 },
    { "", "docProps/custom.xml",
      "application/vnd.openxmlformats-officedocument.custom-properties+xml",
      OF_PACKAGE, "custom", OFFICE "custom-properties", ds_docx_write_custom_properties, 0 },
    { "word/", "styles.xml", WORD_TYPE "styles+xml", OF_DOCUMENT,
      "styles", OFFICE "styles", write_styles, 0 },
    { "word/", "settings.xml", WORD_TYPE "settings+xml", OF_DOCUMENT,
      "settings", OFFICE "settings", ds_docx_write_settings, 0 },
    { "word/", "fontTable.xml", WORD_TYPE "fontTable+xml", OF_DOCUMENT,
      "fonts", OFFICE "fontTable", write_fonts, 0 },
    { "word/", "footer1.xml", WORD_TYPE "footer+xml", OF_DOCUMENT,
      DS_DOCX_FOOTER_ID, OFFICE "footer", ds_docx_write_footer, 0 },
    { "word/", "header1.xml", WORD_TYPE "header+xml", OF_DOCUMENT,
      DS_DOCX_HEADER_ID, OFFICE "header", ds_docx_write_header, 1 },
};
#define N_PARTS (sizeof(parts) / sizeof(*parts))

static int is_wanted(const struct part *part, const ds_docx *d)
{
    return !part->is_for_review || d->review != NULL;
}

static void write_type(ds_markup *m, const char *element, const char *key, const char *value,
                       const char *type)
{
    ds_markup_start(m, element);
    ds_markup_attr(m, key, value);
    ds_markup_attr(m, "ContentType", type);
    ds_markup_end(m, element);
}

static void write_types(ds_markup *m, const ds_docx *d)
{
    ds_markup_start(m, "Types");
    ds_markup_attr(m, "xmlns", PACKAGE "content-types");
    write_type(m, "Default", "Extension", "rels", RELATIONS_TYPE);
    write_type(m, "Default", "Extension", "xml", "application/xml");
    for (int i = 0; i < DS_DOCX_PICTURE_TYPES; i++) {
        if (ds_docx_has_pictures(d->pictures, &ds_docx_picture_types[i])) {
            write_type(m, "Default", "Extension", ds_docx_picture_types[i].ending,
                       ds_docx_picture_types[i].media_type);
        }
    }
    for (size_t i = 0; i < N_PARTS; i++) {
        if (is_wanted(&parts[i], d)) {
            write_type(m, "Override", "PartName",
                       apr_pstrcat(d->pool, "/", parts[i].folder, parts[i].name, NULL),
                       parts[i].type);
        }
    }
    ds_markup_end(m, "Types");
}

static void write_relation(ds_markup *m, const char *id, const char *type, const char *target)
{
    ds_markup_start(m, "Relationship");
    ds_markup_attr(m, "Id", id);
    ds_markup_attr(m, "Type", type);
    ds_markup_attr(m, "Target", target);
    ds_markup_end(m, "Relationship");
}

static void write_relations(ds_markup *m, const ds_docx *d, part_owner owner)
{
    ds_markup_start(m, "Relationships");
    ds_markup_attr(m, "xmlns", PACKAGE "relationships");
    for (size_t i = 0; i < N_PARTS; i++) {
        if (parts[i].owner == owner && is_wanted(&parts[i], d)) {
            write_relation(m, parts[i].id, parts[i].relation, parts[i].name);
        }
    }
    for (int i = 0; owner == OF_DOCUMENT && i < d->pictures->nelts; i++) {
        const ds_docx_picture *picture = &APR_ARRAY_IDX(d->pictures, i, ds_docx_picture);
        write_relation(m, picture->id, OFFICE "image", picture->target);
    }
    ds_markup_end(m, "Relationships");
}

static void write_package_relations(ds_markup *m, const ds_docx *d)
{
    write_relations(m, d, OF_PACKAGE);
}

static void write_document_relations(ds_markup *m, const ds_docx *d)
{
    write_relations(m, d, OF_DOCUMENT);
}

static void add_part(ds_docx_part **next, const ds_docx *d, const char *name,
                     void (*write)(ds_markup *m, const ds_docx *d))
{
    ds_markup *m = ds_markup_create(d->pool);
    ds_markup_declaration(m);
    write(m, d);
    (*next)->name = name;
    (*next)->bytes = ds_markup_bytes(m, &(*next)->len);
    (*next)++;
}

static void add_picture(ds_docx_part **next, const ds_docx *d, const ds_docx_picture *picture)
{
    **next = (ds_docx_part) { apr_pstrcat(d->pool, "word/", picture->target, NULL),
                              picture->bytes, picture->len, 1 };
    (*next)++;
}

static const char *write_all(const ds_docx *d, apr_size_t *len, apr_pool_t *pool)
{
    ds_docx_part *all = apr_pcalloc(d->pool, sizeof(*all)
                                                 * (N_PARTS + 3 + (size_t)d->pictures->nelts));
    ds_docx_part *next = all;
    add_part(&next, d, "[Content_Types].xml", write_types);
    add_part(&next, d, "_rels/.rels", write_package_relations);
    add_part(&next, d, "word/_rels/document.xml.rels", write_document_relations);
    for (size_t i = 0; i < N_PARTS; i++) {
        if (is_wanted(&parts[i], d)) {
            add_part(&next, d, apr_pstrcat(d->pool, parts[i].folder, parts[i].name, NULL),
                     parts[i].write);
        }
    }
    for (int i = 0; i < d->pictures->nelts; i++) {
        add_picture(&next, d, &APR_ARRAY_IDX(d->pictures, i, ds_docx_picture));
    }
    return ds_docx_package(all, (int)(next - all), len, pool);
}

static const char *title_of(const ds_report *report, apr_pool_t *pool)
{
    if (report->title != NULL || report->organ_name == NULL || report->year == 0) {
        return report->title;
    }
    return ds_format_title(report->format, report->organ_name, report->year, pool);
}

static const char *upper_case(const char *text, apr_pool_t *pool)
{
    char *upper = apr_pstrdup(pool, text);
    for (char *c = upper; *c != '\0'; c++) {
        *c = (char)apr_toupper(*c);
    }
    return upper;
}

/* `d` says report, review, and algorithm and value of the digest. */
static const char *write_docx(ds_docx d, const ds_docx_files *files, apr_size_t *len,
                              apr_pool_t *pool)
{
    apr_pool_create(&d.pool, pool);
    d.title = title_of(d.report, d.pool);
    d.algorithm = d.digest != NULL ? upper_case(d.algorithm, d.pool) : NULL;
    d.files = files != NULL ? files->known : NULL;
    d.pictures = ds_docx_pictures(d.report, files, d.pool);
    const char *bytes = write_all(&d, len, pool);
    apr_pool_destroy(d.pool);
    return bytes;
}

static const char *write_computed(const ds_report *report, const ds_docx_review *review,
                                  const ds_docx_files *files, apr_size_t *len, apr_pool_t *pool)
{
    const ds_digest_algorithm *algorithm = review != NULL && review->algorithm != NULL
        ? review->algorithm : ds_digest_find(DEFAULT_DIGEST);
    const ds_docx d = {
        .report = report, .review = review, .algorithm = algorithm->name,
        .digest = ds_canonical_digest(report, algorithm, pool)
    };
    return write_docx(d, files, len, pool);
}

const char *ds_docx_write(const ds_report *report, apr_size_t *len, apr_pool_t *pool)
{
    return write_computed(report, NULL, NULL, len, pool);
}

const char *ds_docx_write_with(const ds_report *report, const ds_docx_files *files,
                               apr_size_t *len, apr_pool_t *pool)
{
    return write_computed(report, NULL, files, len, pool);
}

const char *ds_docx_publish(const ds_report *report, const ds_imprint *imprint, apr_size_t *len,
                            apr_pool_t *pool)
{
    return ds_docx_publish_with(report, imprint, NULL, len, pool);
}

const char *ds_docx_publish_with(const ds_report *report, const ds_imprint *imprint,
                                 const ds_docx_files *files, apr_size_t *len, apr_pool_t *pool)
{
    const ds_docx d = {
        .report = report, .algorithm = imprint->algorithm, .digest = imprint->digest
    };
    return write_docx(d, files, len, pool);
}

const char *ds_docx_write_review(const ds_report *report, const ds_docx_review *review,
                                 apr_size_t *len, apr_pool_t *pool)
{
    return write_computed(report, review, review->files, len, pool);
}
