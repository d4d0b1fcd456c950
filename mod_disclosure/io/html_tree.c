#include "io/html_tree.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>
#include <libxml/HTMLparser.h>

#include "core/report.h"
#include "core/status.h"
#include "core/text.h"

static apr_status_t check_bytes(const char *bytes, apr_size_t len, ds_findings *findings)
{
    int tags = 0;
    if (len > DS_REPORT_MAX_BYTES) {
        ds_findings_add(findings, DS_ERROR, "F.size", "html", "网页超过 %d 字节，没有读取。",
                        DS_REPORT_MAX_BYTES);
        return DS_ETOOLARGE;
    }
    if (ds_text_first_bad(bytes, len) != len) {
        ds_findings_add(findings, DS_ERROR, "F.encoding", "html",
                        "网页不是 UTF-8 编码，或含有不允许的字符，请改用 UTF-8 保存。");
        return DS_EUNREADABLE;
    }
    for (const char *at = bytes; (at = memchr(at, '<', (apr_size_t)(bytes + len - at))); at++) {
        if (++tags > DS_HTML_MAX_MARKUP) {
            ds_findings_add(findings, DS_ERROR, "F.size", "html",
                            "网页中的标记超过 %d 个，不像一份年度报告，没有读取。请核对文件。",
                            DS_HTML_MAX_MARKUP);
            return DS_ETOOLARGE;
        }
    }
    return APR_SUCCESS;
}

static apr_status_t free_tree(void *doc)
{
    xmlFreeDoc(doc);
    return APR_SUCCESS;
}

/* Without network; the parser itself stops at 256 levels. */
apr_status_t ds_html_tree(xmlNode **root, const char *bytes, apr_size_t len,
                          ds_findings *findings, apr_pool_t *pool)
{
    apr_status_t status = check_bytes(bytes, len, findings);
    if (status != APR_SUCCESS) {
        return status;
    }
    htmlDocPtr doc = htmlReadMemory(bytes, (int)len, NULL, "UTF-8",
                                    HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR
                                        | HTML_PARSE_NOWARNING | HTML_PARSE_COMPACT);
    if (doc != NULL) {
        apr_pool_cleanup_register(pool, doc, free_tree, apr_pool_cleanup_null);
    }
    *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    if (*root == NULL) {
        ds_findings_add(findings, DS_ERROR, "F.html", "html", "文件中没有网页内容，请核对文件。");
        return DS_EUNREADABLE;
    }
    return APR_SUCCESS;
}

int ds_html_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcasecmp((const char *)node->name, name) == 0;
}

const char *ds_html_attribute(const xmlNode *node, const char *name, apr_pool_t *pool)
{
    xmlChar *value = node->type == XML_ELEMENT_NODE
        ? xmlGetNoNsProp(node, (const xmlChar *)name) : NULL;
    const char *copy = value != NULL ? apr_pstrdup(pool, (const char *)value) : NULL;
    xmlFree(value);
    return copy;
}

static int has_token(const char *tokens, const char *wanted, int is_prefix)
{
    apr_size_t wanted_len = strlen(wanted);
    while (*tokens != '\0') {
        apr_size_t len = strcspn(tokens, " \t\n\r\f");
        if ((is_prefix ? len >= wanted_len : len == wanted_len)
            && strncmp(tokens, wanted, wanted_len) == 0) {
            return 1;
        }
        tokens += len;
        tokens += strspn(tokens, " \t\n\r\f");
    }
    return 0;
}

int ds_html_has_class(const xmlNode *node, const char *class_name, int is_prefix)
{
    xmlChar *tokens = node->type == XML_ELEMENT_NODE
        ? xmlGetNoNsProp(node, (const xmlChar *)"class") : NULL;
    int has = tokens != NULL && has_token((const char *)tokens, class_name, is_prefix);
    xmlFree(tokens);
    return has;
}

/* ---- Links ---- */

/* Where addresses stand; what only names another page's relation to this one
 * (canonical) is an address as well. */
static const struct {
    const char *element, *attribute;
} references[] = {
    { "a", "href" }, { "link", "href" }, { "img", "src" }, { "script", "src" },
    { "source", "src" }, { "iframe", "src" },
};

static void look_at(const xmlNode *node, void (*found)(void *baton, const char *address),
                    void *baton, apr_pool_t *pool)
{
    for (apr_size_t i = 0; i < sizeof(references) / sizeof(*references); i++) {
        const char *address = ds_html_is(node, references[i].element)
            ? ds_html_attribute(node, references[i].attribute, pool) : NULL;
        if (address != NULL && *address != '\0') {
            found(baton, address);
        }
    }
}

/* The next node in the order of the document, NULL behind the last. */
static const xmlNode *next_node(const xmlNode *node, const xmlNode *root)
{
    if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
        return node->children;
    }
    while (node != root && node->next == NULL) {
        node = node->parent;
    }
    return node == root ? NULL : node->next;
}

apr_status_t ds_html_links(const char *bytes, apr_size_t len,
                           void (*found)(void *baton, const char *address), void *baton,
                           ds_findings *findings, apr_pool_t *scratch_pool)
{
    xmlNode *root;
    apr_status_t status = ds_html_tree(&root, bytes, len, findings, scratch_pool);
    for (const xmlNode *node = status == APR_SUCCESS ? root : NULL; node != NULL;
         node = next_node(node, root)) {
        look_at(node, found, baton, scratch_pool);
    }
    return status;
}
