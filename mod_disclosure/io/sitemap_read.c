#include "io/sitemap_read.h"

#include <string.h>

#include <apr_tables.h>

#include "core/sax.h"
#include "core/text.h"

typedef struct reading {
    void (*found)(void *baton, const char *address);
    void *baton;
    int is_address;
    apr_array_header_t *text;  /* of char */
    apr_pool_t *pool;
} reading;

static void on_start(void *baton, const char *uri, const char *name, const ds_sax_attr *attrs,
                     int n_attrs, int line)
{
    reading *r = baton;
    r->is_address = strcmp(name, "loc") == 0;
    r->text->nelts = 0;
}

static void on_text(void *baton, const char *text, apr_size_t len, int line)
{
    reading *r = baton;
    for (apr_size_t i = 0; r->is_address && i < len; i++) {
        APR_ARRAY_PUSH(r->text, char) = text[i];
    }
}

static void on_end(void *baton, int line)
{
    reading *r = baton;
    if (r->is_address) {
        r->found(r->baton, ds_text_tidy(r->pool, r->text->elts, (apr_size_t)r->text->nelts));
    }
    r->is_address = 0;
}

apr_status_t ds_sitemap_read(const char *bytes, apr_size_t len,
                             void (*found)(void *baton, const char *address), void *baton,
                             ds_findings *findings, apr_pool_t *scratch_pool)
{
    static const ds_sax_handler handler = { on_start, on_end, on_text };
    reading r = { .found = found, .baton = baton, .pool = scratch_pool,
                  .text = apr_array_make(scratch_pool, 256, sizeof(char)) };
    ds_sax_problem problem;
    apr_status_t status = ds_sax_parse(bytes, len, &handler, &r, &problem, scratch_pool);
    if (status != APR_SUCCESS) {
        ds_findings_add(findings, DS_ERROR, problem.rule, "sitemap", "站点地图第 %d 行：%s。",
                        problem.line, problem.message);
    }
    return status;
}
