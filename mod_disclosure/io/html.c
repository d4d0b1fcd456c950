/* Web pages in: the flow of a page. */
#include "io/html.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "core/status.h"
#include "core/text.h"
#include "io/flow.h"
#include "io/html_tree.h"
#include "io/text.h"

/* A page being walked. */
typedef struct walk {
    ds_flow *flow;
    apr_array_header_t *text;   /* of char: the paragraph that is open */
    int is_over;                /* what follows is no longer the report's */
    apr_pool_t *pool;
} walk;

/* ---- What is read, what is left out ---- */

/* Elements with nothing to read in them. */
static const char *const silent[] = {
    "script", "style", "template", "noscript", "svg", "button", "fieldset", "nav", "header",
    "footer", "head", "colgroup", "caption", "select", "object", "iframe", NULL
};

/* Classes of what stands beside the report on our own pages; those that end with
 * "*" are beginnings. */
static const char *const beside[] = {
    "ds-notice", "ds-tools", "ds-hint", "ds-chart*", "ds-picture*", "ds-aside*", NULL
};

/* Elements that begin and end a paragraph. */
static const char *const blocks[] = {
    "p", "div", "section", "article", "main", "ul", "ol", "li", "dl", "dt", "dd", "blockquote",
    "center", "body", "hr", "figcaption", "form", "address", "pre", "aside", "details", "summary",
    NULL
};

static int is_one_of(const xmlNode *node, const char *const *names)
{
    while (*names != NULL && !ds_html_is(node, *names)) {
        names++;
    }
    return *names != NULL;
}

static int is_beside(const xmlNode *node)
{
    char name[32];
    for (const char *const *class_name = beside; *class_name != NULL; class_name++) {
        apr_size_t len = strlen(*class_name);
        int is_prefix = (*class_name)[len - 1] == '*';
        apr_cpystrn(name, *class_name, len + 1 - (is_prefix ? 1 : 0));
        if (ds_html_has_class(node, name, is_prefix)) {
            return 1;
        }
    }
    return 0;
}

static int is_heading(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE && (node->name[0] | 0x20) == 'h'
        && node->name[1] >= '1' && node->name[1] <= '6' && node->name[2] == '\0';
}

/* ---- Text ---- */

static void append(apr_array_header_t *text, const char *more)
{
    for (; *more != '\0'; more++) {
        APR_ARRAY_PUSH(text, char) = *more;
    }
}

/* On pages of others a line of the file is not a line of the text. */
static void append_text(const walk *w, apr_array_header_t *text, const char *more)
{
    if (w->flow->is_ours) {
        append(text, more);
        return;
    }
    for (; *more != '\0'; more++) {
        int is_space = apr_isspace(*more);
        int is_first = text->nelts == 0 || apr_isspace(APR_ARRAY_IDX(text, text->nelts - 1, char));
        if (!is_space) {
            APR_ARRAY_PUSH(text, char) = *more;
        } else if (!is_first) {
            APR_ARRAY_PUSH(text, char) = ' ';
        }
    }
}

/* All text below the node, lines where it breaks them. */
static void collect(const walk *w, const xmlNode *node, apr_array_header_t *text)
{
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        append_text(w, text, (const char *)node->content);
    } else if (ds_html_is(node, "br")) {
        append(text, "\n");
    } else if (node->type == XML_ELEMENT_NODE && !is_one_of(node, silent)) {
        int is_next_line = is_one_of(node, blocks) && text->nelts > 0;
        append(text, is_next_line ? "\n" : "");
        for (const xmlNode *child = node->children; child != NULL; child = child->next) {
            collect(w, child, text);
        }
    }
}

static const char *taken(apr_array_header_t *text, apr_pool_t *pool)
{
    const char *copy = ds_text_tidy(pool, text->elts, (apr_size_t)text->nelts);
    text->nelts = 0;
    return copy;
}

static const char *text_of(const walk *w, const xmlNode *node)
{
    apr_array_header_t *text = apr_array_make(w->pool, 128, sizeof(char));
    collect(w, node, text);
    return taken(text, w->flow->pool);
}

/* Ends the paragraph that is open. In somebody else's page the report ends with
 * the line that says where it came from. */
static void flush(walk *w)
{
    const char *text = taken(w->text, w->pool);
    if (!w->flow->is_ours && ds_flow_take_digest(w->flow, text)) {
        w->is_over = 1;
    } else {
        ds_flow_add(w->flow, DS_FLOW_PARAGRAPH, text);
    }
}

/* ---- Tables ---- */

static void add_cell(const walk *w, apr_array_header_t *row, const xmlNode *node)
{
    ds_flow_cell *cell = apr_array_push(row);
    cell->text = text_of(w, node);
    cell->unit = ds_html_attribute(node, "data-unit", w->flow->pool);
}

static void add_rows(const walk *w, ds_flow_item *table, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (ds_html_is(child, "tr")) {
            apr_array_header_t *row = ds_flow_add_row(w->flow, table);
            for (const xmlNode *cell = child->children; cell != NULL; cell = cell->next) {
                if (ds_html_is(cell, "td") || ds_html_is(cell, "th")) {
                    add_cell(w, row, cell);
                }
            }
        } else if (ds_html_is(child, "thead") || ds_html_is(child, "tbody")
                   || ds_html_is(child, "tfoot")) {
            add_rows(w, table, child);
        }
    }
}

/* ---- Pictures ---- */

/* The digest at the end of a picture's address; NULL. */
static const char *digest_in(const char *address, apr_pool_t *pool)
{
    const char *slash = address != NULL ? strrchr(address, '/') : NULL;
    apr_size_t len = slash != NULL ? strspn(slash + 1, "0123456789abcdef") : 0;
    return len == 64 ? apr_pstrmemdup(pool, slash + 1, len) : NULL;
}

static const xmlNode *child_named(const xmlNode *node, const char *name)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (ds_html_is(child, name)) {
            return child;
        }
    }
    return NULL;
}

static void add_picture(walk *w, const xmlNode *image, const xmlNode *caption)
{
    const char *alt = ds_html_attribute(image, "alt", w->flow->pool);
    ds_flow_item *item = alt != NULL ? ds_flow_add(w->flow, DS_FLOW_PICTURE, alt) : NULL;
    if (item != NULL) {
        item->digest = digest_in(ds_html_attribute(image, "src", w->pool), w->flow->pool);
        item->caption = caption != NULL ? text_of(w, caption) : NULL;
    }
}

/* ---- Parts that our own pages mark ---- */

static void take_title(walk *w, const xmlNode *node)
{
    ds_flow_add(w->flow, DS_FLOW_TITLE, text_of(w, node));
    w->flow->title = ds_html_attribute(node, "data-title", w->flow->pool);
}

static void take_part(walk *w, const xmlNode *node)
{
    ds_flow_add(w->flow, DS_FLOW_HEADING, text_of(w, node));
}

static void take_note(walk *w, const xmlNode *node)
{
    ds_flow_item *item = ds_flow_add(w->flow, DS_FLOW_NOTE, text_of(w, node));
    if (item != NULL) {
        item->table = ds_html_attribute(node, "data-table", w->flow->pool);
    }
}

/* Name, line break, date. */
static void take_signature(walk *w, const xmlNode *node)
{
    apr_array_header_t *text = apr_array_make(w->pool, 128, sizeof(char));
    const char *date = NULL;
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (ds_html_is(child, "time") && date == NULL) {
            date = text_of(w, child);
        } else {
            collect(w, child, text);
        }
    }
    const char *name = taken(text, w->flow->pool);
    ds_flow_item *item = ds_flow_add(w->flow, DS_FLOW_SIGNATURE,
                                     *name != '\0' || date == NULL ? name : date);
    if (item != NULL && *name != '\0') {
        item->date = date;
    }
}

static void take_digest(walk *w, const xmlNode *node)
{
    const char *text = text_of(w, node);
    if (!ds_flow_take_digest(w->flow, text)) {
        ds_flow_add(w->flow, DS_FLOW_PARAGRAPH, text);
    }
}

/* The furniture: of it the report has its organ's name. */
static void take_facts(walk *w, const xmlNode *node)
{
    static const char label[] = "发布机构";
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        const xmlNode *name = child_named(child, "dt"), *value = child_named(child, "dd");
        if (name != NULL && value != NULL && strcmp(text_of(w, name), label) == 0) {
            w->flow->organ_name = text_of(w, value);
        }
    }
}

/* An attachment: a link by its name, type and size, and its caption below. */
static void take_attachment(walk *w, const xmlNode *node)
{
    const xmlNode *link = child_named(node, "a"), *line = child_named(node, "br");
    ds_flow_item *item = link != NULL ? ds_flow_add(w->flow, DS_FLOW_PICTURE, text_of(w, link))
                                      : NULL;
    if (item == NULL) {
        ds_flow_add(w->flow, DS_FLOW_PARAGRAPH, text_of(w, node));
        return;
    }
    item->digest = digest_in(ds_html_attribute(link, "href", w->pool), w->flow->pool);
    apr_array_header_t *text = apr_array_make(w->pool, 128, sizeof(char));
    for (; line != NULL; line = line->next) {
        collect(w, line, text);
    }
    item->caption = taken(text, w->flow->pool);
}

static const struct {
    const char *class_name;
    void (*take)(walk *w, const xmlNode *node);
} marked[] = {
    { "ds-attachment", take_attachment },
    { "ds-title", take_title }, { "ds-part", take_part }, { "ds-note", take_note },
    { "ds-sign", take_signature }, { "ds-digest", take_digest }, { "ds-facts", take_facts },
};

static int take_marked(walk *w, const xmlNode *node)
{
    for (apr_size_t i = 0; i < sizeof(marked) / sizeof(*marked); i++) {
        if (ds_html_has_class(node, marked[i].class_name, 0)) {
            flush(w);
            marked[i].take(w, node);
            return 1;
        }
    }
    return 0;
}

/* ---- The walk ---- */

static void walk_node(walk *w, const xmlNode *node);

static void walk_children(walk *w, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        walk_node(w, child);
    }
}

/* A picture with its caption: a figure of ours, or a paragraph that is pasted
 * somewhere. */
static int take_figure(walk *w, const xmlNode *node)
{
    int is_figure = ds_html_is(node, "figure");
    int is_pasted = ds_html_is(node, "p") && !w->flow->is_ours;
    const xmlNode *image = ds_html_is(node, "img") ? node
        : is_figure || is_pasted ? child_named(node, "img") : NULL;
    if (image == NULL) {
        return 0;
    }
    flush(w);
    add_picture(w, image, is_figure ? child_named(node, "figcaption") : is_pasted ? node : NULL);
    return 1;
}

/* In somebody else's page the signature is told by where it stands. */
static int take_right(walk *w, const xmlNode *node)
{
    const char *style = ds_html_attribute(node, "style", w->pool);
    const char *align = ds_html_attribute(node, "align", w->pool);
    int is_right = (style != NULL
                    && strstr(ds_text_squeeze(w->pool, style), "text-align:right") != NULL)
        || (align != NULL && strcasecmp(align, "right") == 0);
    if (w->flow->is_ours || !is_right || !ds_html_is(node, "p")) {
        return 0;
    }
    flush(w);
    ds_flow_add(w->flow, DS_FLOW_SIGNATURE, text_of(w, node));
    return 1;
}

static void walk_element(walk *w, const xmlNode *node)
{
    int is_block = is_one_of(node, blocks);
    if (ds_html_is(node, "table")) {
        flush(w);
        add_rows(w, ds_flow_add_table(w->flow), node);
    } else if (is_heading(node)) {
        flush(w);
        ds_flow_add(w->flow, DS_FLOW_HEADING, text_of(w, node));
    } else if (!take_figure(w, node) && !take_right(w, node)) {
        if (is_block) {
            flush(w);
        }
        walk_children(w, node);
        if (is_block) {
            flush(w);
        }
    }
}

static void walk_node(walk *w, const xmlNode *node)
{
    if (w->is_over) {
        return;
    }
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        append_text(w, w->text, (const char *)node->content);
    } else if (ds_html_is(node, "br")) {
        append(w->text, "\n");
    } else if (node->type != XML_ELEMENT_NODE || is_one_of(node, silent)
               || (w->flow->is_ours && (is_beside(node) || take_marked(w, node)))) {
        return;
    } else {
        walk_element(w, node);
    }
}

/* ---- Where the report is ---- */

static const xmlNode *following(const xmlNode *node, const xmlNode *root)
{
    if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
        return node->children;
    }
    while (node != root && node->next == NULL) {
        node = node->parent;
    }
    return node == root ? NULL : node->next;
}

/* The report's element on a page of ours; NULL. */
static const xmlNode *our_report(const xmlNode *root)
{
    for (const xmlNode *node = root; node != NULL; node = following(node, root)) {
        if (ds_html_has_class(node, "ds-report", 0)) {
            return node;
        }
    }
    return NULL;
}

/* The report's address, in the first link to its XML. */
static void take_addresses(walk *w, const xmlNode *root)
{
    for (const xmlNode *node = root; node != NULL; node = following(node, root)) {
        const char *address = ds_html_is(node, "a")
            ? ds_html_attribute(node, "href", w->flow->pool) : NULL;
        if (address != NULL && strstr(address, ".xml") != NULL) {
            ds_flow_take_address(w->flow, address);
        }
    }
}

static ds_flow *flow_of(const xmlNode *root, apr_pool_t *pool)
{
    const xmlNode *ours = our_report(root);
    walk w = { .flow = ds_flow_create(pool), .text = apr_array_make(pool, 1024, sizeof(char)),
               .pool = pool };
    w.flow->is_ours = ours != NULL;
    if (ours != NULL) {
        take_addresses(&w, ours);
    }
    walk_children(&w, ours != NULL ? ours : root);
    flush(&w);
    return w.flow;
}

apr_status_t ds_html_read(ds_report **out, ds_findings *findings, const char *bytes,
                          apr_size_t len, const ds_read_context *context,
                          apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    xmlNode *root;
    apr_status_t status = ds_html_tree(&root, bytes, len, findings, scratch_pool);
    if (status != APR_SUCCESS) {
        return status;
    }
    return ds_flow_read(out, findings, flow_of(root, scratch_pool), context, result_pool,
                        scratch_pool);
}

int ds_html_begins(const char *bytes, apr_size_t len)
{
    static const char *const names[] = {
        "!doctype html", "html", "head", "body", "article", "section", "div", "p", "h1", "h2",
        "table", "main", NULL
    };
    const char *end = bytes + len;
    while (bytes < end && (apr_isspace(*bytes) || (unsigned char)*bytes >= 0x80)) {
        bytes++;
    }
    for (const char *const *name = names; bytes < end && *bytes == '<' && *name != NULL; name++) {
        apr_size_t n = strlen(*name);
        if ((apr_size_t)(end - bytes) > n + 1 && strncasecmp(bytes + 1, *name, n) == 0
            && !apr_isalnum(bytes[n + 1])) {
            return 1;
        }
    }
    return 0;
}
