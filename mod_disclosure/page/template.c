#include "page/template.h"

#include <string.h>

#include <apr_file_io.h>
#include <apr_strings.h>
#include <apr_tables.h>

#include "core/digest.h"
#include "core/text.h"

#define MARK "<!--disclosure:"
#define MARK_END "-->"

typedef enum { TITLE, META, SITE, BREADCRUMB, BODY, FOOTER, N_PLACES } place;

/* In the order of the enum. `must`: a page without it is of no use. */
static const struct {
    const char *name;
    int must;
    int in_body;  /* stands in <body>; else in <head>; -1: in either */
} places[N_PLACES] = {
    { "title", 0, 0 }, { "meta", 1, 0 }, { "site", 0, -1 },
    { "breadcrumb", 0, 1 }, { "body", 1, 1 }, { "footer", 0, 1 }
};

/* The bytes before a place, and the place; N_PLACES after the last. */
typedef struct segment {
    const char *bytes;
    apr_size_t len;
    place at;
} segment;

struct ds_template {
    apr_array_header_t *segments;
    const char *digest;
};

typedef struct reading {
    const char *path;
    const char *text;    /* NUL-terminated */
    const char *body;    /* where <body begins, or NULL */
    int seen[N_PLACES];
    apr_pool_t *pool;    /* for messages */
} reading;

ds_page *ds_page_create(apr_pool_t *pool)
{
    ds_page *page = apr_pcalloc(pool, sizeof(*page));

    page->title = "";
    page->site = "";
    page->meta = ds_markup_create(pool);
    page->breadcrumb = ds_markup_create(pool);
    page->body = ds_markup_create(pool);
    page->footer = ds_markup_create(pool);
    return page;
}

static int line_of(const char *text, const char *at)
{
    int line = 1;

    for (; text < at; text++) {
        line += *text == '\n';
    }
    return line;
}

static const char *fault(const reading *r, const char *at, const char *message)
{
    return apr_psprintf(r->pool, "%s:%d: %s", r->path, line_of(r->text, at), message);
}

static const char *read_bytes(char **out, apr_size_t *len, const char *path,
                              apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    apr_file_t *file;
    char *bytes = NULL;
    char why[120];
    apr_status_t status = apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_BINARY,
                                        APR_FPROT_OS_DEFAULT, scratch_pool);

    if (status == APR_SUCCESS) {
        bytes = apr_palloc(scratch_pool, DS_TEMPLATE_MAX_BYTES + 1);
        status = apr_file_read_full(file, bytes, DS_TEMPLATE_MAX_BYTES + 1, len);
        apr_file_close(file);
    }
    if (status != APR_SUCCESS && status != APR_EOF) {
        apr_strerror(status, why, sizeof(why));
        return apr_psprintf(result_pool, "%s: the page template cannot be read: %s", path, why);
    }
    if (*len > DS_TEMPLATE_MAX_BYTES) {
        return apr_psprintf(result_pool, "%s: the page template is larger than %d bytes", path,
                            DS_TEMPLATE_MAX_BYTES);
    }
    *out = apr_pstrmemdup(result_pool, bytes, *len);
    return NULL;
}

/* The place whose name stands at `name`; N_PLACES when there is none. */
static place find_place(const char *name, apr_size_t len)
{
    place p = 0;

    while (p < N_PLACES
           && (strlen(places[p].name) != len || memcmp(places[p].name, name, len) != 0)) {
        p++;
    }
    return p;
}

static const char *check_place(reading *r, place p, const char *mark)
{
    int in_body = r->body != NULL && mark > r->body;

    if (p == N_PLACES) {
        return fault(r, mark, "unknown place; places are title, meta, site, breadcrumb, body "
                              "and footer, as in " MARK "body" MARK_END);
    }
    if (r->seen[p]++) {
        return fault(r, mark, apr_psprintf(r->pool, "the place '%s' stands here a second time",
                                           places[p].name));
    }
    if (places[p].in_body >= 0 && places[p].in_body != in_body) {
        return fault(r, mark, apr_psprintf(r->pool, "the place '%s' belongs inside %s",
                                           places[p].name,
                                           places[p].in_body ? "<body>" : "<head>"));
    }
    return NULL;
}

static void add_segment(ds_template *t, const char *bytes, apr_size_t len, place at)
{
    segment *s = apr_array_push(t->segments);

    s->bytes = bytes;
    s->len = len;
    s->at = at;
}

static const char *split(ds_template *t, reading *r)
{
    const char *from = r->text;
    const char *mark;
    const char *message;

    while ((mark = strstr(from, MARK)) != NULL) {
        const char *name = mark + strlen(MARK);
        const char *end = strstr(name, MARK_END);
        place p;

        if (end == NULL) {
            return fault(r, mark, "the mark of a place is not closed with " MARK_END);
        }
        p = find_place(name, end - name);
        message = check_place(r, p, mark);
        if (message != NULL) {
            return message;
        }
        add_segment(t, from, mark - from, p);
        from = end + strlen(MARK_END);
    }
    add_segment(t, from, strlen(from), N_PLACES);
    for (place p = 0; p < N_PLACES; p++) {
        if (places[p].must && !r->seen[p]) {
            return fault(r, r->text, apr_psprintf(r->pool, "the place " MARK "%s" MARK_END
                                                  " is missing", places[p].name));
        }
    }
    return NULL;
}

static const char *find_body(const char *text)
{
    for (; (text = strchr(text, '<')) != NULL; text++) {
        if (strncasecmp(text, "<body", 5) == 0) {
            return text;
        }
    }
    return NULL;
}

const char *ds_template_load(ds_template **out, const char *path, apr_pool_t *result_pool,
                             apr_pool_t *scratch_pool)
{
    ds_template *t = apr_pcalloc(result_pool, sizeof(*t));
    reading r = { .path = path, .pool = result_pool };
    char *text = NULL;
    apr_size_t len = 0;
    apr_size_t bad;
    const char *message = read_bytes(&text, &len, path, result_pool, scratch_pool);

    if (message != NULL) {
        return message;
    }
    r.text = text;
    bad = ds_text_first_bad(text, len);
    if (bad < len) {
        return fault(&r, text + bad, "this byte is not UTF-8 text; please save the page template "
                                     "as UTF-8");
    }
    r.body = find_body(text);
    t->segments = apr_array_make(result_pool, N_PLACES + 1, sizeof(segment));
    t->digest = ds_digest_hex(result_pool, ds_digest_find("sha256"), text, len);
    if (t->digest == NULL) {
        return fault(&r, text, "the digest of the page template cannot be computed");
    }
    message = split(t, &r);
    if (message == NULL) {
        *out = t;
    }
    return message;
}

const char *ds_template_digest(const ds_template *t)
{
    return t->digest;
}

static void fill(ds_markup *m, ds_markup *with)
{
    apr_size_t len;
    const char *bytes = ds_markup_bytes(with, &len);

    ds_markup_raw(m, bytes, len);
}

const char *ds_template_render(const ds_template *t, ds_page *page, apr_size_t *len,
                               apr_pool_t *pool)
{
    ds_markup *m = ds_markup_create(pool);

    for (int i = 0; i < t->segments->nelts; i++) {
        const segment *s = &APR_ARRAY_IDX(t->segments, i, segment);

        ds_markup_raw(m, s->bytes, s->len);
        switch (s->at) {
        case TITLE: ds_markup_text(m, page->title); break;
        case SITE: ds_markup_text(m, page->site); break;
        case META: fill(m, page->meta); break;
        case BREADCRUMB: fill(m, page->breadcrumb); break;
        case BODY: fill(m, page->body); break;
        case FOOTER: fill(m, page->footer); break;
        case N_PLACES: break;
        }
    }
    return ds_markup_bytes(m, len);
}
