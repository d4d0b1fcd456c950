#include "io/docx_facts.h"

#include <string.h>

#include <apr_strings.h>

#include "core/report.h"
#include "core/sax.h"
#include "core/status.h"

/* More properties than this are not looked at. */
#define MAX_FACTS 5000

typedef struct gathering {
    apr_table_t *facts;
    const char *prefix;         /* of names that are the elements' own; NULL: of properties */
    const char *name;           /* of the property that is open, or NULL */
    apr_array_header_t *text;   /* of char */
    int depth;
    apr_pool_t *pool;
} gathering;

static void on_start(void *baton, const char *uri, const char *name, const ds_sax_attr *attrs,
                     int n_attrs, int line)
{
    gathering *g = baton;
    g->text->nelts = 0;
    if (++g->depth != 2) {
        return;
    }
    g->name = g->prefix != NULL ? apr_pstrcat(g->pool, g->prefix, name, NULL) : NULL;
    for (int i = 0; g->prefix == NULL && i < n_attrs; i++) {
        if (strcmp(attrs[i].name, "name") == 0) {
            g->name = apr_pstrmemdup(g->pool, attrs[i].value, attrs[i].len);
        }
    }
}

static void on_text(void *baton, const char *text, apr_size_t len, int line)
{
    gathering *g = baton;
    for (apr_size_t i = 0; g->name != NULL && i < len; i++) {
        APR_ARRAY_PUSH(g->text, char) = text[i];
    }
}

static void on_end(void *baton, int line)
{
    gathering *g = baton;
    int is_value = g->name != NULL && g->depth == (g->prefix != NULL ? 2 : 3);
    if (is_value && apr_table_elts(g->facts)->nelts < MAX_FACTS) {
        apr_table_setn(g->facts, g->name, apr_pstrmemdup(g->pool, g->text->elts,
                                                         (apr_size_t)g->text->nelts));
    }
    if (g->depth-- == 2) {
        g->name = NULL;
    }
}

static apr_status_t gather(apr_table_t *facts, ds_docx_package *package, const char *part,
                           const char *prefix, ds_findings *findings, apr_pool_t *pool)
{
    static const ds_sax_handler handler = { on_start, on_end, on_text };
    gathering g = { .facts = facts, .prefix = prefix, .pool = pool,
                    .text = apr_array_make(pool, 128, sizeof(char)) };
    ds_sax_problem problem;
    const char *bytes;
    apr_size_t len;
    apr_status_t status = ds_docx_unpack(&bytes, &len, package, part, DS_REPORT_MAX_BYTES, findings,
                                         pool);
    if (status == DS_ENOTFOUND) {
        return APR_SUCCESS;
    }
    if (status == APR_SUCCESS) {
        status = ds_sax_parse(bytes, len, &handler, &g, &problem, pool);
    }
    if (status != APR_SUCCESS && ds_findings_of(findings, DS_ERROR) == 0) {
        ds_findings_add(findings, DS_ERROR, "F.docx", part, "Word 文档的属性不能读取：%s。",
                        problem.message);
    }
    return status;
}

apr_status_t ds_docx_facts(apr_table_t **facts, ds_docx_package *package, ds_findings *findings,
                           apr_pool_t *pool)
{
    *facts = apr_table_make(pool, 16);
    apr_status_t status = gather(*facts, package, "docProps/core.xml", "dc:", findings, pool);
    return status == APR_SUCCESS
        ? gather(*facts, package, "docProps/custom.xml", NULL, findings, pool) : status;
}
