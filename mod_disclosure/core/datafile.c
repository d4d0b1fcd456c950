/* Data files of our own: read, validate, look into. */
#include <string.h>

#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "core/datafile.h"

#define PARSE_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)

/* The first complaint of libxml2; the later ones mostly follow from it. */
typedef struct complaint {
    apr_pool_t *pool;
    const char *text;
} complaint;

static const char *place(apr_pool_t *pool, const char *file, long line)
{
    return line > 0 ? apr_psprintf(pool, "%s:%ld", file, line) : apr_pstrdup(pool, file);
}

static const char *describe(apr_pool_t *pool, const char *file, const xmlError *error)
{
    char *message;

    if (!error || !error->message) {
        return apr_psprintf(pool, "%s: cannot be read", file);
    }
    message = apr_pstrdup(pool, error->message);
    message[strcspn(message, "\r\n")] = '\0';
    return apr_psprintf(pool, "%s: %s", place(pool, error->file ? error->file : file, error->line),
                        message);
}

static void on_complaint(void *baton, xmlErrorPtr error)
{
    complaint *first = baton;

    if (!first->text) {
        first->text = describe(first->pool, error->file ? error->file : "schema", error);
    }
}

static apr_status_t free_document(void *data)
{
    xmlFreeDoc(data);
    return APR_SUCCESS;
}

static const char *parse(xmlDoc **out, const char *path, apr_pool_t *result_pool,
                         apr_pool_t *scratch_pool)
{
    xmlParserCtxt *parser = xmlNewParserCtxt();
    const char *error = NULL;
    xmlDoc *document;

    if (!parser) {
        return apr_psprintf(result_pool, "%s: out of memory", path);
    }
    document = xmlCtxtReadFile(parser, path, NULL, PARSE_OPTIONS);
    if (!document) {
        error = describe(result_pool, path, xmlCtxtGetLastError(parser));
    }
    else {
        apr_pool_cleanup_register(scratch_pool, document, free_document, apr_pool_cleanup_null);
        if (document->intSubset) {
            error = apr_psprintf(result_pool, "%s: a document type declaration is not accepted",
                                 path);
        }
    }
    xmlFreeParserCtxt(parser);
    if (!error) {
        *out = document;
    }
    return error;
}

/* Validates against a schema already compiled. */
static const char *validate_with(xmlRelaxNG *schema, xmlDoc *document, const char *path,
                                 apr_pool_t *pool)
{
    complaint first = {pool, NULL};
    xmlRelaxNGValidCtxt *validator = xmlRelaxNGNewValidCtxt(schema);
    int result;

    if (!validator) {
        return apr_psprintf(pool, "%s: out of memory", path);
    }
    xmlRelaxNGSetValidStructuredErrors(validator, on_complaint, &first);
    result = xmlRelaxNGValidateDoc(validator, document);
    xmlRelaxNGFreeValidCtxt(validator);
    if (result == 0) {
        return NULL;
    }
    return first.text ? first.text : apr_psprintf(pool, "%s: does not fit its schema", path);
}

static const char *validate(xmlDoc *document, const char *path, const char *schema_path,
                            apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    complaint first = {result_pool, NULL};
    xmlRelaxNGParserCtxt *parser;
    xmlRelaxNG *schema;
    xmlDoc *source = NULL;
    const char *error = parse(&source, schema_path, result_pool, scratch_pool);

    if (error) {
        return error;
    }
    parser = xmlRelaxNGNewDocParserCtxt(source);
    if (!parser) {
        return apr_psprintf(result_pool, "%s: out of memory", schema_path);
    }
    xmlRelaxNGSetParserStructuredErrors(parser, on_complaint, &first);
    schema = xmlRelaxNGParse(parser);
    xmlRelaxNGFreeParserCtxt(parser);
    if (!schema) {
        return first.text ? first.text
                          : apr_psprintf(result_pool, "%s: is not a RELAX NG schema", schema_path);
    }
    error = validate_with(schema, document, path, result_pool);
    xmlRelaxNGFree(schema);
    return error;
}

const char *ds_datafile_read(xmlDoc **out, const char *path, const char *schema_path,
                             apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    xmlDoc *document = NULL;
    const char *error = parse(&document, path, result_pool, scratch_pool);

    if (!error) {
        error = validate(document, path, schema_path, result_pool, scratch_pool);
    }
    if (!error) {
        *out = document;
    }
    return error;
}

const char *ds_datafile_error(apr_pool_t *pool, const char *path, const xmlNode *node,
                              const char *format, ...)
{
    const char *message;
    va_list args;

    va_start(args, format);
    message = apr_pvsprintf(pool, format, args);
    va_end(args);
    return apr_psprintf(pool, "%s: %s", place(pool, path, xmlGetLineNo(node)), message);
}

static xmlNode *element_from(xmlNode *node)
{
    while (node && node->type != XML_ELEMENT_NODE) {
        node = node->next;
    }
    return node;
}

xmlNode *ds_datafile_child(const xmlNode *node)
{
    return element_from(node->children);
}

xmlNode *ds_datafile_next(const xmlNode *node)
{
    return element_from(node->next);
}

int ds_datafile_is(const xmlNode *node, const char *name)
{
    return strcmp((const char *)node->name, name) == 0;
}

const char *ds_datafile_attr(apr_pool_t *pool, const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    const char *copy = value ? apr_pstrdup(pool, (const char *)value) : NULL;

    xmlFree(value);
    return copy;
}

int ds_datafile_yes(const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    int yes = value && strcmp((const char *)value, "yes") == 0;

    xmlFree(value);
    return yes;
}

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* What a run of white space between two characters comes to. */
static const char *gap_between(const char *gap, apr_size_t len, char before, char after)
{
    if (!memchr(gap, '\n', len)) {
        return " ";
    }
    return (before & 0x80) && (after & 0x80) ? "" : " ";
}

const char *ds_datafile_text(apr_pool_t *pool, const xmlNode *node)
{
    xmlChar *content = xmlNodeGetContent(node);
    const char *from = content ? (const char *)content : "";
    char *text = apr_palloc(pool, strlen(from) + 1);
    char *to = text;

    while (*from) {
        const char *gap = from;
        while (is_blank(*from)) {
            from++;
        }
        if (from > gap && to > text && *from) {
            const char *between = gap_between(gap, (apr_size_t)(from - gap), to[-1], *from);
            if (*between) {
                *to++ = *between;
            }
        }
        if (*from) {
            *to++ = *from++;
        }
    }
    *to = '\0';
    xmlFree(content);
    return text;
}
