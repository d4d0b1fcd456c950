/* Data files of our own: read, validate, look into. */
#include <string.h>

#include <apr_file_io.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "core/datafile.h"

#define MAX_BYTES (4 * 1024 * 1024)

/* What libxml2 complains of. One fault brings several complaints, now this,
 * now that one being the telling one, and some without a line. */
typedef struct complaint {
    apr_pool_t *pool;
    const char *text; /* all about the first line that is complained of */
    int line;
} complaint;

static const char *place(apr_pool_t *pool, const char *file, long line)
{
    return line > 0 ? apr_psprintf(pool, "%s:%ld", file, line) : apr_pstrdup(pool, file);
}

/* The message without its line break. */
static const char *message_of(apr_pool_t *pool, const xmlError *error)
{
    char *message = apr_pstrdup(pool, error->message ? error->message : "is wrong");

    message[strcspn(message, "\r\n")] = '\0';
    return message;
}

static void on_complaint(void *baton, xmlErrorPtr error)
{
    complaint *all = baton;

    if (!all->text || (all->line == 0 && error->line > 0)) {
        const char *file = error->file ? error->file : "schema";
        all->text = apr_psprintf(all->pool, "%s: %s", place(all->pool, file, error->line),
                                 message_of(all->pool, error));
        all->line = error->line;
    }
    else if (error->line == all->line) {
        all->text = apr_pstrcat(all->pool, all->text, "; ", message_of(all->pool, error), NULL);
    }
}

/* The parser hands over itself. */
static void on_parser_complaint(void *baton, xmlErrorPtr error)
{
    on_complaint(((xmlParserCtxt *)baton)->_private, error);
}

static apr_status_t free_document(void *data)
{
    xmlFreeDoc(data);
    return APR_SUCCESS;
}

static const char *system_error(apr_pool_t *pool, const char *path, apr_status_t status)
{
    char reason[120];

    return apr_psprintf(pool, "%s: %s", path, apr_strerror(status, reason, sizeof(reason)));
}

/* The whole file. We read it ourselves: libxml2 would tell standard error of a
 * file it cannot open, and looks for a catalog first. */
static const char *slurp(char **bytes, int *len, const char *path, apr_pool_t *result_pool,
                         apr_pool_t *scratch_pool)
{
    apr_file_t *file;
    apr_finfo_t info;
    apr_size_t size = 0;
    apr_status_t status =
        apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_BINARY, 0, scratch_pool);

    if (status != APR_SUCCESS) {
        return system_error(result_pool, path, status);
    }
    status = apr_file_info_get(&info, APR_FINFO_SIZE | APR_FINFO_TYPE, file);
    if (status == APR_SUCCESS && (info.filetype != APR_REG || info.size > MAX_BYTES)) {
        apr_file_close(file);
        return apr_psprintf(result_pool, "%s: is not a file of at most %d bytes", path, MAX_BYTES);
    }
    if (status == APR_SUCCESS) {
        *bytes = apr_palloc(scratch_pool, (apr_size_t)info.size + 1);
        status = apr_file_read_full(file, *bytes, (apr_size_t)info.size, &size);
    }
    apr_file_close(file);
    *len = (int)size;
    return status == APR_SUCCESS || APR_STATUS_IS_EOF(status)
               ? NULL
               : system_error(result_pool, path, status);
}

/* Parses the bytes of the file; the document is freed with scratch_pool. */
static const char *parse_bytes(xmlDoc **out, const char *bytes, int len, const char *path,
                               apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    complaint all = {result_pool, NULL, 0};
    xmlParserCtxt *parser = xmlNewParserCtxt();
    const char *error = NULL;
    xmlDoc *document;

    if (!parser) {
        return apr_psprintf(result_pool, "%s: out of memory", path);
    }
    parser->_private = &all;
    parser->sax->serror = on_parser_complaint;
    document = xmlCtxtReadMemory(parser, bytes, len, path, NULL, XML_PARSE_NONET);
    if (!document) {
        error = all.text ? all.text : apr_psprintf(result_pool, "%s: cannot be read", path);
    }
    else {
        apr_pool_cleanup_register(scratch_pool, document, free_document, apr_pool_cleanup_null);
        if (document->intSubset) {
            error = apr_psprintf(result_pool, "%s: a document type declaration is not accepted",
                                 path);
        }
    }
    xmlFreeParserCtxt(parser);
    *out = document;
    return error;
}

static const char *parse(xmlDoc **out, const char *path, apr_pool_t *result_pool,
                         apr_pool_t *scratch_pool)
{
    char *bytes = NULL;
    int len = 0;
    const char *error = slurp(&bytes, &len, path, result_pool, scratch_pool);

    return error ? error : parse_bytes(out, bytes, len, path, result_pool, scratch_pool);
}

/* Validates against a schema already compiled. */
static const char *validate_with(xmlRelaxNG *schema, const char *schema_path, xmlDoc *document,
                                 const char *path, apr_pool_t *pool)
{
    complaint all = {pool, NULL, 0};
    xmlRelaxNGValidCtxt *validator = xmlRelaxNGNewValidCtxt(schema);
    int result;

    if (!validator) {
        return apr_psprintf(pool, "%s: out of memory", path);
    }
    xmlRelaxNGSetValidStructuredErrors(validator, on_complaint, &all);
    result = xmlRelaxNGValidateDoc(validator, document);
    xmlRelaxNGFreeValidCtxt(validator);
    if (result == 0) {
        return NULL;
    }
    return apr_psprintf(pool, "%s (schema: %s)",
                        all.text ? all.text : apr_psprintf(pool, "%s: is not valid", path),
                        schema_path);
}

static const char *validate(xmlDoc *document, const char *path, const char *schema_path,
                            apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    complaint all = {result_pool, NULL, 0};
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
    xmlRelaxNGSetParserStructuredErrors(parser, on_complaint, &all);
    schema = xmlRelaxNGParse(parser);
    xmlRelaxNGFreeParserCtxt(parser);
    if (!schema) {
        return all.text ? all.text
                        : apr_psprintf(result_pool, "%s: is not a RELAX NG schema", schema_path);
    }
    error = validate_with(schema, schema_path, document, path, result_pool);
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
