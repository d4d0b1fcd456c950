/* Reading XML element by element, by libxml2's SAX2 interface. */
#include <string.h>

#include <apr_strings.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "core/report.h"
#include "core/sax.h"
#include "core/status.h"
#include "core/text.h"
#include "core/xml_scan.h"

#define PASSAGE_LENGTH 60

/* What is passed through libxml2 to its callbacks. */
typedef struct {
    const ds_sax_handler *handler;
    void *baton;
    xmlParserCtxtPtr context;
    int code; /* of libxml2's first error, XML_ERR_OK while there is none */
    int line; /* where it was */
    int depth;
} reading;

static int line_of(const reading *r)
{
    return r->context->input ? r->context->input->line : 0;
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int n_namespaces, const xmlChar **namespaces, int n_attrs, int n_defaulted,
                     const xmlChar **attributes)
{
    reading *r = user;
    ds_sax_attr attrs[DS_XML_MAX_ATTRIBUTES];
    int i;

    /* the scan let through neither more levels nor more attributes */
    if (++r->depth > DS_XML_MAX_DEPTH) {
        return;
    }
    for (i = 0; i < n_attrs && i < DS_XML_MAX_ATTRIBUTES; i++, attributes += 5) {
        attrs[i].name = (const char *)attributes[0];
        attrs[i].uri = (const char *)attributes[2];
        attrs[i].value = (const char *)attributes[3];
        attrs[i].len = (apr_size_t)(attributes[4] - attributes[3]);
    }
    r->handler->start(r->baton, (const char *)uri, (const char *)name, attrs, i, line_of(r));
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    reading *r = user;

    if (r->depth-- <= DS_XML_MAX_DEPTH) {
        r->handler->end(r->baton, line_of(r));
    }
}

static void on_text(void *user, const xmlChar *text, int len)
{
    reading *r = user;

    r->handler->text(r->baton, (const char *)text, (apr_size_t)len, line_of(r));
}

static void on_error(void *user, xmlErrorPtr error)
{
    reading *r = user;

    if (r->code == XML_ERR_OK && error->level >= XML_ERR_ERROR) {
        r->code = error->code;
        r->line = error->line;
    }
}

/* libxml2's commoner complaints in the words of the people who see them. */
static const char *explain(int code)
{
    static const struct {
        int code;
        const char *message;
    } known[] = {
        { XML_ERR_TAG_NAME_MISMATCH, "结束标记与开始标记不一致，请核对标记是否成对" },
        { XML_ERR_TAG_NOT_FINISHED, "文件在标记结束之前中断，内容可能不完整，请重新导出" },
        { XML_ERR_DOCUMENT_END, "根元素之后还有多余内容，请删除" },
        { XML_ERR_DOCUMENT_EMPTY, "文件中没有 XML 内容，请核对所选文件" },
        { XML_ERR_UNDECLARED_ENTITY, "使用了未定义的实体，请改写为相应的字符" },
        { XML_WAR_UNDECLARED_ENTITY, "使用了未定义的实体，请改写为相应的字符" },
        { XML_ERR_NAME_REQUIRED, "“&”或“<”之后缺少名称，请写作“&amp;”或“&lt;”" },
        { XML_ERR_ENTITYREF_SEMICOL_MISSING, "“&”引用缺少分号，请写作“&amp;”" },
        { XML_ERR_ATTRIBUTE_REDEFINED, "同一标记中属性重复，请删除多余的一个" },
        { XML_ERR_INVALID_CHAR, "含有 XML 不允许的字符，请删除" },
        { XML_ERR_INVALID_DEC_CHARREF, "字符引用不正确，请改写为相应的字符" },
        { XML_ERR_INVALID_HEX_CHARREF, "字符引用不正确，请改写为相应的字符" },
        { XML_NS_ERR_UNDEFINED_NAMESPACE, "使用了未声明的命名空间前缀，请补充声明" },
    };
    apr_size_t i;

    for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (known[i].code == code) {
            return known[i].message;
        }
    }
    return "不符合 XML 语法，请核对该处的标记、引号和尖括号";
}

static const char *explain_verdict(ds_xml_verdict verdict)
{
    switch (verdict) {
    case DS_XML_DTD:
        return "含有文档类型声明（DOCTYPE），为安全起见不予接受，请删除后重新提交";
    case DS_XML_TOO_DEEP:
        return "元素嵌套过深（超过 16 层），不是年度报告的结构，请核对所选文件";
    case DS_XML_TOO_MANY:
        return "一个标记中的属性过多（超过 32 个），不是年度报告的结构，请核对所选文件";
    case DS_XML_BAD_TAG:
    case DS_XML_FINE:
        break;
    }
    return "标记不完整或不符合 XML 语法，请核对该处的引号和尖括号";
}

static int line_at(const char *bytes, apr_size_t offset)
{
    const char *p = bytes, *end = bytes + offset;
    int line = 1;

    while ((p = memchr(p, '\n', (apr_size_t)(end - p)))) {
        line++;
        p++;
    }
    return line;
}

/* The text of a line, shortened; NULL when it is empty. */
static const char *passage_of(const char *bytes, apr_size_t len, int line, apr_pool_t *pool)
{
    const char *begin = bytes, *end = bytes + len, *stop;
    const char *text;

    for (; line > 1; line--) {
        const char *next = memchr(begin, '\n', (apr_size_t)(end - begin));

        if (!next) {
            return NULL;
        }
        begin = next + 1;
    }
    stop = memchr(begin, '\n', (apr_size_t)(end - begin));
    text = ds_text_tidy(pool, begin, (apr_size_t)((stop ? stop : end) - begin));
    return *text ? ds_text_quote(pool, text, PASSAGE_LENGTH) : NULL;
}

static apr_status_t fail(ds_sax_problem *problem, const char *rule, int line,
                         const char *message)
{
    problem->rule = rule;
    problem->line = line;
    problem->message = message;
    problem->passage = NULL;
    return DS_EUNREADABLE;
}

/* Everything that is refused before a parser sees it. */
static apr_status_t inspect(const char *bytes, apr_size_t len, ds_sax_problem *problem,
                            apr_pool_t *pool)
{
    apr_size_t offset;
    ds_xml_verdict verdict;

    if (len > DS_REPORT_MAX_BYTES) {
        fail(problem, "F.size", 1, "内容过大，超过 8 MB，请核对所选文件");
        return DS_ETOOLARGE;
    }
    offset = ds_text_first_bad(bytes, len);
    if (offset == len) {
        const char *tab = memchr(bytes, '\v', len);

        offset = tab ? (apr_size_t)(tab - bytes) : len;
    }
    if (offset < len) {
        return fail(problem, "F.encoding", line_at(bytes, offset),
                    "含有不是 UTF-8 编码或 XML 不允许的字符，请以 UTF-8 编码另存后重新提交");
    }
    verdict = ds_xml_scan(bytes, len, &offset);
    if (verdict != DS_XML_FINE) {
        fail(problem, "F.xml", line_at(bytes, offset), explain_verdict(verdict));
        problem->passage = passage_of(bytes, len, problem->line, pool);
        return DS_EUNREADABLE;
    }
    return APR_SUCCESS;
}

static void install(reading *r)
{
    xmlSAXHandler *sax = r->context->sax;

    memset(sax, 0, sizeof(*sax));
    sax->initialized = XML_SAX2_MAGIC;
    sax->startElementNs = on_start;
    sax->endElementNs = on_end;
    sax->characters = on_text;
    sax->ignorableWhitespace = on_text;
    sax->serror = (xmlStructuredErrorFunc)on_error;
    r->context->userData = r;
    /* NOENT, as without it "&amp;" in an attribute arrives as "&#38;"; there
     * are no other entities without a document type */
    xmlCtxtUseOptions(r->context, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
}

apr_status_t ds_sax_parse(const char *bytes, apr_size_t len, const ds_sax_handler *handler,
                          void *baton, ds_sax_problem *problem, apr_pool_t *pool)
{
    reading r = { handler, baton, NULL, XML_ERR_OK, 1, 0 };
    apr_status_t status = inspect(bytes, len, problem, pool);

    if (status != APR_SUCCESS) {
        return status;
    }
    if (len == 0) {
        return fail(problem, "F.xml", 1, explain(XML_ERR_DOCUMENT_EMPTY));
    }
    r.context = xmlCreateMemoryParserCtxt(bytes, (int)len);
    if (!r.context) {
        return fail(problem, "F.xml", 1, "暂时无法读取，请稍后重试");
    }
    install(&r);
    xmlParseDocument(r.context);
    if (!r.context->wellFormed && r.code == XML_ERR_OK) {
        r.code = XML_ERR_INTERNAL_ERROR;
        r.line = line_of(&r);
    }
    xmlFreeParserCtxt(r.context);
    if (r.code != XML_ERR_OK) {
        fail(problem, "F.xml", r.line, explain(r.code));
        problem->passage = passage_of(bytes, len, r.line, pool);
        return DS_EUNREADABLE;
    }
    return APR_SUCCESS;
}
