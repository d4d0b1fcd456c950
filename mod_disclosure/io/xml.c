#include "io/xml.h"

#include <string.h>

#include <apr_file_info.h>
#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "core/canonical.h"
#include "core/log.h"
#include "core/status.h"
#include "io/identity.h"
#include "io/place.h"

struct ds_report_schema {
    xmlRelaxNGPtr rng;
};

/* The first thing a schema said against a file. */
typedef struct complaint {
    int line;
    ds_place text;
} complaint;

static void keep_complaint(void *baton, xmlErrorPtr error)
{
    complaint *c = baton;
    if (c->line == 0) {
        const char *text = error->message != NULL ? error->message : "";
        c->line = error->line > 0 ? error->line : 1;
        c->text = ds_place_of(text, strcspn(text, "\n"));
    }
}

static apr_status_t free_schema(void *baton)
{
    xmlRelaxNGFree(baton);
    return APR_SUCCESS;
}

/* The schema file as a tree; NULL, with the parser's complaint. */
static xmlDocPtr read_schema(const char *path, complaint *why)
{
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (parser == NULL) {
        return NULL;
    }
    xmlDocPtr doc = xmlCtxtReadFile(parser, path, NULL,
                                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlErrorPtr error = xmlCtxtGetLastError(parser);
    if (doc == NULL && error != NULL) {
        keep_complaint(why, error);
    }
    xmlFreeParserCtxt(parser);
    return doc;
}

static xmlRelaxNGPtr compile(xmlDocPtr doc, complaint *why)
{
    xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewDocParserCtxt(doc);
    if (parser == NULL) {
        return NULL;
    }
    xmlRelaxNGSetParserStructuredErrors(parser, keep_complaint, why);
    xmlRelaxNGPtr rng = xmlRelaxNGParse(parser);
    xmlRelaxNGFreeParserCtxt(parser);
    return rng;
}

const char *ds_report_schema_load(ds_report_schema **out, const char *path,
                                  apr_pool_t *result_pool)
{
    complaint why = { .line = 0 };
    apr_finfo_t info;
    if (apr_stat(&info, path, APR_FINFO_TYPE, result_pool) != APR_SUCCESS
        || info.filetype != APR_REG) {
        return apr_psprintf(result_pool, "%s: there is no such file, or it cannot be read", path);
    }
    xmlDocPtr doc = read_schema(path, &why);
    xmlRelaxNGPtr rng = doc != NULL ? compile(doc, &why) : NULL;
    xmlFreeDoc(doc);
    if (rng == NULL) {
        return apr_psprintf(result_pool, "%s:%d: not a RELAX NG schema that can be used: %s",
                            path, why.line, why.text.text);
    }
    apr_pool_cleanup_register(result_pool, rng, free_schema, apr_pool_cleanup_null);
    ds_report_schema *schema = apr_palloc(result_pool, sizeof(*schema));
    schema->rng = rng;
    *out = schema;
    return NULL;
}

/* Bounds the tree that the schema needs. The bytes have been read as XML, so
 * every '<' begins a piece of markup or stands in a comment. */
static apr_status_t check_markup(const char *bytes, apr_size_t len, ds_findings *findings)
{
    const char *end = bytes + len;
    for (int count = 0; (bytes = memchr(bytes, '<', (apr_size_t)(end - bytes))); bytes++) {
        if (++count > DS_XML_MAX_MARKUP) {
            ds_findings_add(findings, DS_ERROR, "F.size", "xml",
                            "文件中的标记超过 %d 个，不像一份年度报告，没有读取。请核对文件。",
                            DS_XML_MAX_MARKUP);
            return DS_ETOOLARGE;
        }
    }
    return APR_SUCCESS;
}

/* Without network, entities, DTD or the parser's lifted bounds. NULL where the
 * parser refuses or has no memory. */
static xmlDocPtr parse(const char *bytes, apr_size_t len)
{
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (parser == NULL) {
        return NULL;
    }
    xmlDocPtr doc = xmlCtxtReadMemory(parser, bytes, (int)len, NULL, "UTF-8",
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING
                                          | XML_PARSE_COMPACT);
    xmlFreeParserCtxt(parser);
    return doc;
}

/* 0 where the document is valid, above 0 where not, below on failure. */
static int validate(xmlDocPtr doc, const ds_report_schema *schema, complaint *why)
{
    xmlRelaxNGValidCtxtPtr validation = xmlRelaxNGNewValidCtxt(schema->rng);
    if (validation == NULL) {
        return -1;
    }
    xmlRelaxNGSetValidStructuredErrors(validation, keep_complaint, why);
    int result = xmlRelaxNGValidateDoc(validation, doc);
    xmlRelaxNGFreeValidCtxt(validation);
    return result;
}

static apr_status_t check_schema(const char *bytes, apr_size_t len, const ds_report_schema *schema,
                                 ds_findings *findings)
{
    complaint why = { .line = 0 };
    xmlDocPtr doc = parse(bytes, len);
    int result = doc != NULL ? validate(doc, schema, &why) : -1;
    xmlFreeDoc(doc);
    if (result == 0) {
        return APR_SUCCESS;
    }
    if (result < 0) {
        ds_log(DS_LOG_ERROR, APR_EGENERAL, "DS0201: report XML could not be validated");
        ds_findings_add(findings, DS_ERROR, "F.xml", "schema",
                        "XML 结构没有能够完成检查，请稍后再试。");
        return DS_EUNREADABLE;
    }
    ds_findings_add(findings, DS_ERROR, "F.xml", "schema",
                    "第 %d 行不符合报告的 XML 结构（%s）。请对照 schema/report.rng 改正。",
                    why.line, why.text.text);
    return DS_EINVALID;
}

/* Organ, year and format of the report against what is known. */
static apr_status_t settle(ds_report *report, const ds_read_context *context,
                           ds_findings *findings)
{
    int organ_fits = ds_identity_organ(&report->organ, report->organ, context, findings);
    int year_fits = ds_identity_year(&report->year, report->year, context, findings);
    if (!organ_fits || !year_fits) {
        return DS_EINVALID;
    }
    report->organ = report->organ != NULL ? apr_pstrdup(report->pool, report->organ) : NULL;
    ds_identity_check_format(report->format, report->year, context, findings);
    return APR_SUCCESS;
}

/* The reader proper goes first: it needs no tree, refuses DTD, entities, bad
 * encodings and bounds, and its sentences name cells. A tree is made only of
 * what it accepts, and the schema has the last word. */
apr_status_t ds_xml_read(ds_report **out, ds_findings *findings, const char *bytes,
                         apr_size_t len, const ds_read_context *context,
                         apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    ds_report *report;
    apr_status_t status = ds_canonical_read(&report, findings, bytes, len, context->formats,
                                            result_pool, scratch_pool);
    if (status == APR_SUCCESS && context->report_schema != NULL) {
        status = check_markup(bytes, len, findings);
    }
    if (status == APR_SUCCESS && context->report_schema != NULL) {
        status = check_schema(bytes, len, context->report_schema, findings);
    }
    if (status == APR_SUCCESS) {
        status = settle(report, context, findings);
    }
    if (status == APR_SUCCESS) {
        *out = report;
    }
    return status;
}

const char *ds_xml_write(const ds_report *report, apr_size_t *len, apr_pool_t *pool)
{
    return ds_canonical(report, len, pool);
}
