#include "core/prose_scan.h"

#include <string.h>

#include <apr_strings.h>

#include "core/sax.h"

typedef struct scan {
    apr_array_header_t *blocks;
    apr_pool_t *pool;
    const char *place;          /* "" outside sections and tables */
    int is_table;
    int is_text;                /* inside an element whose text is wanted */
    char *text;
    apr_size_t len, size;
} scan;

static const ds_sax_attr *find(const ds_sax_attr *attrs, int n_attrs, const char *name)
{
    for (int i = 0; i < n_attrs; i++) {
        if (!strcmp(attrs[i].name, name)) {
            return &attrs[i];
        }
    }
    return NULL;
}

static void add(scan *s, const char *text, apr_size_t len)
{
    if (len) {
        APR_ARRAY_PUSH(s->blocks, ds_prose_block) = (ds_prose_block) {
            s->place, s->is_table, apr_pstrmemdup(s->pool, text, len)
        };
    }
}

static void on_start(void *baton, const char *uri, const char *name, const ds_sax_attr *attrs,
                     int n_attrs, int line)
{
    scan *s = baton;
    const ds_sax_attr *id = find(attrs, n_attrs, "id"), *note = find(attrs, n_attrs, "note");

    if (!strcmp(name, "section") || !strcmp(name, "table")) {
        s->is_table = *name == 't';
        s->place = id ? apr_pstrmemdup(s->pool, id->value, id->len) : "";
    }
    else if (!strcmp(name, "cell")) {
        if (note) {
            add(s, note->value, note->len);
        }
    }
    else {
        s->is_text = !strcmp(name, "p") || !strcmp(name, "figure") || !strcmp(name, "note");
        s->len = 0;
    }
}

static void on_text(void *baton, const char *text, apr_size_t len, int line)
{
    scan *s = baton;

    if (!s->is_text) {
        return;
    }
    if (s->size - s->len < len) {
        apr_size_t size = (s->len + len) * 2;
        char *bigger = apr_palloc(s->pool, size);

        memcpy(bigger, s->text, s->len);
        s->text = bigger;
        s->size = size;
    }
    memcpy(s->text + s->len, text, len);
    s->len += len;
}

static void on_end(void *baton, int line)
{
    scan *s = baton;

    if (s->is_text) {
        add(s, s->text, s->len);
    }
    s->is_text = 0;
}

apr_status_t ds_prose_scan(apr_array_header_t **blocks, const char *bytes, apr_size_t len,
                           apr_pool_t *pool)
{
    static const ds_sax_handler handler = { on_start, on_end, on_text };
    ds_sax_problem problem;
    scan s = { .blocks = apr_array_make(pool, 32, sizeof(ds_prose_block)), .pool = pool,
               .place = "", .size = 1024 };

    s.text = apr_palloc(pool, s.size);
    *blocks = s.blocks;
    return ds_sax_parse(bytes, len, &handler, &s, &problem, pool);
}
