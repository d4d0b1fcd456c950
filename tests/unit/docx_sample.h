/* What the tests of documents share: parts out of the archive, their text, and
 * the formats written with. */
#ifndef DS_TESTS_UNIT_DOCX_SAMPLE_H
#define DS_TESTS_UNIT_DOCX_SAMPLE_H

#include "io_sample.h"

#include <libxml/tree.h>
#include <zip.h>

#include "io/docx.h"

/* The official formats and the invented one. */
static const char *const format_files[] = {
    "conf/formats/2019.xml", "conf/formats/2021.xml", "tests/data/formats/invented.xml"
};
#define N_FORMATS (int)(sizeof(format_files) / sizeof(*format_files))

static inline const ds_format *load_format(const char *file)
{
    ds_format *format = NULL;
    const char *error = ds_format_load(&format, file, "conf/schema/format.rng", pool, pool);
    ck_assert_msg(error == NULL, "%s", error);
    return format;
}

typedef struct package {
    const char *bytes;
    apr_size_t len;
} package;

static inline package pack(const ds_report *report)
{
    package p = { NULL, 0 };
    p.bytes = ds_docx_write(report, &p.len, pool);
    ck_assert_ptr_nonnull(p.bytes);
    return p;
}

static inline zip_t *open_package(package p)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(p.bytes, p.len, 0, &error);
    ck_assert_ptr_nonnull(source);
    zip_t *archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    ck_assert_msg(archive != NULL, "%s", zip_error_strerror(&error));
    return archive;
}

/* Names of the parts in their order. */
static inline apr_array_header_t *part_names(package p)
{
    zip_t *archive = open_package(p);
    apr_array_header_t *names = apr_array_make(pool, 16, sizeof(char *));
    for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); i++) {
        APR_ARRAY_PUSH(names, const char *) = apr_pstrdup(pool, zip_get_name(archive,
                                                                             (zip_uint64_t)i, 0));
    }
    zip_discard(archive);
    return names;
}

/* The bytes of a part; NULL when there is none of that name. */
static inline const char *part_of(package p, const char *name)
{
    zip_t *archive = open_package(p);
    zip_stat_t stat;
    char *bytes = NULL;
    if (zip_stat(archive, name, 0, &stat) == 0) {
        zip_file_t *file = zip_fopen(archive, name, 0);
        bytes = apr_pcalloc(pool, stat.size + 1);
        ck_assert_int_eq(zip_fread(file, bytes, stat.size), (zip_int64_t)stat.size);
        zip_fclose(file);
    }
    zip_discard(archive);
    return bytes;
}

static apr_status_t free_document(void *document)
{
    xmlFreeDoc(document);
    return APR_SUCCESS;
}

/* The root of a part, which must be well-formed. */
static inline xmlNode *tree_of(package p, const char *name)
{
    const char *bytes = part_of(p, name);
    ck_assert_msg(bytes != NULL, "no part %s", name);
    xmlDoc *document = xmlReadMemory(bytes, (int)strlen(bytes), name, NULL, XML_PARSE_NONET);
    ck_assert_msg(document != NULL, "%s is not well-formed", name);
    apr_pool_cleanup_register(pool, document, free_document, apr_pool_cleanup_null);
    return xmlDocGetRootElement(document);
}

static inline int is_named(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* The first child of that name; NULL. */
static inline xmlNode *child_of(const xmlNode *node, const char *name)
{
    for (xmlNode *child = node != NULL ? node->children : NULL; child; child = child->next) {
        if (is_named(child, name)) {
            return child;
        }
    }
    return NULL;
}

/* An attribute, "" when it is not there or the node is NULL. */
static inline const char *attribute_of(xmlNode *node, const char *name)
{
    xmlChar *value = node != NULL ? xmlGetProp(node, (const xmlChar *)name) : NULL;
    const char *copy = value != NULL ? apr_pstrdup(pool, (const char *)value) : "";
    xmlFree(value);
    return copy;
}

/* The text as it is read: line breaks and tabs as characters. */
static inline const char *text_of(const xmlNode *node)
{
    const char *text = "";
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        const char *more = is_named(child, "br") ? "\n" : is_named(child, "tab") ? "\t"
            : child->type == XML_TEXT_NODE ? (const char *)child->content : text_of(child);
        text = apr_pstrcat(pool, text, more, NULL);
    }
    return text;
}

static inline const char *style_of(xmlNode *paragraph)
{
    return attribute_of(child_of(child_of(paragraph, "pPr"), "pStyle"), "val");
}

static inline xmlNode *body_of(package p)
{
    return child_of(tree_of(p, "word/document.xml"), "body");
}

/* All elements of that name below the node, in their order. */
static inline void collect(xmlNode *node, const char *name, apr_array_header_t *found)
{
    for (xmlNode *child = node->children; child != NULL; child = child->next) {
        if (is_named(child, name)) {
            APR_ARRAY_PUSH(found, xmlNode *) = child;
        }
        collect(child, name, found);
    }
}

static inline apr_array_header_t *all_of(xmlNode *node, const char *name)
{
    apr_array_header_t *found = apr_array_make(pool, 64, sizeof(xmlNode *));
    collect(node, name, found);
    return found;
}

#endif
