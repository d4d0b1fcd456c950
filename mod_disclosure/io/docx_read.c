#include "io/docx_read.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/sax.h"
#include "core/status.h"
#include "core/text.h"
#include "io/docx_facts.h"
#include "io/docx_properties.h"
#include "io/docx_styles.h"
#include "io/docx_text.h"
#include "io/docx_unpack.h"
#include "io/flow.h"

#define MAIN_PART "word/document.xml"

/* With pictures, which are not unpacked but to be recognised. */
#define MAX_PACKAGE (DS_REPORT_MAX_BYTES + DS_DOCX_MAX_PICTURES)
#define MAX_STYLE 32

/* The document being read. */
typedef struct reading {
    ds_docx_package *package;
    ds_flow *flow;
    apr_table_t *facts;
    apr_array_header_t *text;     /* of char: of the paragraph that is open */
    char style[MAX_STYLE];        /* of it */
    int is_text;                  /* inside an element that holds text */
    int n_tables;                 /* how deep in tables */
    ds_flow_item *table;          /* of the flow: the outermost table */
    apr_array_header_t *row;
    apr_array_header_t *cell;     /* of char: of the cell that is open */
    int is_continued;             /* the cell goes on from the row above */
    int pictures;                 /* how many there were */
    apr_table_t *notes_left;      /* table id -> notes of it still to come */
    const char *ends[16];         /* names of the elements that are open */
    int depth;
    apr_pool_t *pool;
} reading;

static int is_named(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static const char *value_called(const char *name, const ds_sax_attr *attrs, int n_attrs,
                                apr_pool_t *pool)
{
    for (int i = 0; i < n_attrs; i++) {
        if (is_named(attrs[i].name, name)) {
            return apr_pstrmemdup(pool, attrs[i].value, attrs[i].len);
        }
    }
    return NULL;
}

static void append(apr_array_header_t *text, const char *more, apr_size_t len)
{
    for (apr_size_t i = 0; i < len; i++) {
        APR_ARRAY_PUSH(text, char) = more[i];
    }
}

/* ---- Paragraphs by their styles ---- */

static const char *without_breaks(const char *text, apr_pool_t *pool)
{
    char *joined = apr_pstrdup(pool, text), *to = joined;
    for (; *text != '\0'; text++) {
        if (*text != '\n') {
            *to++ = *text;
        }
    }
    *to = '\0';
    return joined;
}

/* A title is broken behind the organ's name; the properties have it as it is. */
static void take_title(reading *r, const char *text)
{
    const char *plain = without_breaks(text, r->pool);
    const char *stated = apr_table_get(r->facts, "dc:title");
    int is_stated = stated != NULL && is_named(without_breaks(stated, r->pool), plain);
    ds_flow_add(r->flow, DS_FLOW_TITLE, is_stated ? stated : plain);
}

static void take_heading(reading *r, const char *text)
{
    ds_flow_add(r->flow, DS_FLOW_HEADING, text);
}

static void take_body(reading *r, const char *text)
{
    ds_flow_add(r->flow, DS_FLOW_PARAGRAPH, text);
}

/* A picture or attachment called `name`; its digest is among the properties. One
 * that is in the document, called `id` there, must be the one of that digest. */
static void add_picture(reading *r, const char *name, const char *id)
{
    const char *digest = apr_table_get(r->facts, ds_docx_picture_property(++r->pictures, r->pool));
    ds_flow_item *item = ds_flow_add(r->flow, DS_FLOW_PICTURE, name);
    apr_pool_t *unpacking;
    if (item == NULL || digest == NULL) {
        return;
    }
    apr_pool_create(&unpacking, r->pool);
    item->digest = id == NULL || ds_docx_has_picture(r->package, id, digest, unpacking) ? digest
                                                                                       : NULL;
    apr_pool_destroy(unpacking);
}

/* What stands between the two; NULL when the text does not begin and end so. */
static const char *between(const char *text, const char *open, const char *close,
                           apr_pool_t *pool)
{
    const apr_size_t before = strlen(open), after = strlen(close), len = strlen(text);
    return len > before + after && strncmp(text, open, before) == 0
            && is_named(text + len - after, close)
        ? apr_pstrmemdup(pool, text + before, len - before - after) : NULL;
}

/* The last opening bracket in the text; NULL. */
static const char *last_bracket(const char *text)
{
    const char *last = NULL;
    while ((text = strstr(text, "（")) != NULL) {
        last = text++;
    }
    return last;
}

/* What a picture that is not there shows; or an attachment with type and size. */
static void take_picture(reading *r, const char *text)
{
    const char *name = between(text, DS_DOCX_PICTURE_OPEN, DS_DOCX_PICTURE_CLOSE, r->pool);
    const char *attached = between(text, DS_DOCX_ATTACHMENT, "）", r->pool);
    const char *bracket = attached != NULL ? last_bracket(attached) : NULL;
    if (bracket != NULL) {
        name = apr_pstrmemdup(r->pool, attached, (apr_size_t)(bracket - attached));
    }
    if (name != NULL) {
        add_picture(r, name, NULL);
    } else {
        take_body(r, text);
    }
}

static ds_flow_item *last_item(const reading *r)
{
    int n = r->flow->items->nelts;
    return n > 0 ? &APR_ARRAY_IDX(r->flow->items, n - 1, ds_flow_item) : NULL;
}

static void take_caption(reading *r, const char *text)
{
    ds_flow_item *last = last_item(r);
    if (last != NULL && last->kind == DS_FLOW_PICTURE && last->caption == NULL) {
        last->caption = ds_text_tidy(r->flow->pool, text, strlen(text));
    } else {
        take_body(r, text);
    }
}

/* Which table a note belongs to is said by the properties where a form has more
 * than one. */
static const char *table_of_note(reading *r)
{
    const apr_array_header_t *left = apr_table_elts(r->notes_left);
    for (int i = 0; i < left->nelts; i++) {
        const apr_table_entry_t *entry = &APR_ARRAY_IDX(left, i, apr_table_entry_t);
        int n = atoi(entry->val);
        if (n > 0) {
            apr_table_set(r->notes_left, entry->key, apr_itoa(r->pool, n - 1));
            return entry->key;
        }
    }
    return NULL;
}

static void take_note(reading *r, const char *text)
{
    ds_flow_item *item = ds_flow_add(r->flow, DS_FLOW_NOTE, text);
    if (item != NULL) {
        item->table = table_of_note(r);
    }
}

static void take_signature(reading *r, const char *text)
{
    ds_flow_add(r->flow, DS_FLOW_SIGNATURE, text);
}

static void take_date(reading *r, const char *text)
{
    ds_flow_item *last = last_item(r);
    if (last != NULL && last->kind == DS_FLOW_SIGNATURE && last->date == NULL) {
        last->date = ds_text_tidy(r->flow->pool, text, strlen(text));
    } else {
        take_body(r, text);
    }
}

static const struct {
    const char *style;
    void (*take)(reading *r, const char *text);
} styles[] = {
    { DS_DOCX_BODY, take_body }, { DS_DOCX_BODY_LAST, take_body }, { DS_DOCX_TITLE, take_title },
    { DS_DOCX_HEADING, take_heading }, { DS_DOCX_PICTURE, take_picture },
    { DS_DOCX_CAPTION, take_caption }, { DS_DOCX_NOTE, take_note },
    { DS_DOCX_SIGNATURE, take_signature }, { DS_DOCX_SIGNATURE_DATE, take_date },
};

static void end_paragraph(reading *r)
{
    const char *text = apr_pstrmemdup(r->pool, r->text->elts, (apr_size_t)r->text->nelts);
    void (*take)(reading *r, const char *text) = take_body;
    if (r->n_tables > 0) {
        append(r->cell, "\n", r->cell->nelts > 0);
        append(r->cell, text, strlen(text));
        return;
    }
    for (apr_size_t i = 0; r->flow->is_ours && i < sizeof(styles) / sizeof(*styles); i++) {
        if (is_named(styles[i].style, r->style)) {
            take = styles[i].take;
        }
    }
    if (*ds_text_tidy(r->pool, text, strlen(text)) != '\0') {
        take(r, text);
    }
}

/* ---- Tables ---- */

static void end_cell(reading *r)
{
    if (r->n_tables != 1 || r->row == NULL || r->is_continued) {
        return;
    }
    ds_flow_cell *cell = apr_array_push(r->row);
    cell->text = ds_text_tidy(r->flow->pool, r->cell->elts, (apr_size_t)r->cell->nelts);
    cell->unit = NULL;
}

/* ---- Elements ---- */

static void start_paragraph(reading *r)
{
    r->text->nelts = 0;
    r->style[0] = '\0';
}

static void start_cell(reading *r)
{
    if (r->n_tables == 1) {
        r->cell->nelts = 0;
        r->is_continued = 0;
    }
}

static void start_table(reading *r)
{
    if (r->n_tables++ == 0) {
        r->table = ds_flow_add_table(r->flow);
        r->row = NULL;
    }
}

static void start(reading *r, const char *name, const ds_sax_attr *attrs, int n_attrs)
{
    const char *value = value_called("val", attrs, n_attrs, r->pool);
    if (is_named(name, "p")) {
        start_paragraph(r);
    } else if (is_named(name, "pStyle") && value != NULL) {
        apr_cpystrn(r->style, value, sizeof(r->style));
    } else if (is_named(name, "t")) {
        r->is_text = 1;
    } else if (is_named(name, "br") || is_named(name, "cr")) {
        append(r->text, "\n", 1);
    } else if (is_named(name, "tab") && is_named(r->ends[r->depth - 1], "r")) {
        append(r->text, "\t", 1);
    } else if (is_named(name, "tbl")) {
        start_table(r);
    } else if (is_named(name, "tr") && r->n_tables == 1) {
        r->row = ds_flow_add_row(r->flow, r->table);
    } else if (is_named(name, "tc")) {
        start_cell(r);
    } else if (is_named(name, "vMerge") && r->n_tables == 1) {
        r->is_continued = value == NULL || !is_named(value, "restart");
    } else if (is_named(name, "sectPr") && is_named(r->ends[r->depth - 1], "pPr")
               && r->flow->is_ours) {
        r->flow->items->nelts = 0; /* the sheet to be signed ends here */
    }
}

/* A picture that is in the document says what it shows. */
static void start_drawn(reading *r, const ds_sax_attr *attrs, int n_attrs)
{
    const char *id = value_called("name", attrs, n_attrs, r->pool);
    const char *shown = value_called("descr", attrs, n_attrs, r->pool);
    if (id != NULL && shown != NULL && r->flow->is_ours && r->n_tables == 0) {
        add_picture(r, shown, id);
    }
}

static void on_start(void *baton, const char *uri, const char *name, const ds_sax_attr *attrs,
                     int n_attrs, int line)
{
    reading *r = baton;
    int is_word = uri != NULL && is_named(uri, DS_DOCX_W);
    if (is_word && r->depth > 0) {
        start(r, name, attrs, n_attrs);
    } else if (uri != NULL && is_named(uri, DS_DOCX_WP) && is_named(name, "docPr")) {
        start_drawn(r, attrs, n_attrs);
    }
    r->ends[r->depth++] = is_word ? apr_pstrdup(r->pool, name) : "";
}

static void on_end(void *baton, int line)
{
    reading *r = baton;
    const char *name = r->ends[--r->depth];
    if (is_named(name, "p")) {
        end_paragraph(r);
    } else if (is_named(name, "t")) {
        r->is_text = 0;
    } else if (is_named(name, "tc")) {
        end_cell(r);
    } else if (is_named(name, "tbl")) {
        r->n_tables--;
    }
}

static void on_text(void *baton, const char *text, apr_size_t len, int line)
{
    reading *r = baton;
    if (r->is_text) {
        append(r->text, text, len);
    }
}

/* ---- The document ---- */

/* A document of ours names its format in its properties, beside the digest. */
static void take_facts(reading *r)
{
    const apr_array_header_t *facts = apr_table_elts(r->facts);
    const char *year = apr_table_get(r->facts, "year");
    ds_flow *flow = r->flow;
    flow->format = apr_table_get(r->facts, "format");
    flow->organ = apr_table_get(r->facts, "organ");
    flow->year = year != NULL ? atoi(year) : 0;
    for (int i = 0; i < facts->nelts; i++) {
        const apr_table_entry_t *fact = &APR_ARRAY_IDX(facts, i, apr_table_entry_t);
        ds_imprint_take(&flow->imprint, fact->key, fact->val, flow->pool);
    }
    flow->is_ours = flow->format != NULL && flow->imprint.digest != NULL;
    if (flow->is_ours) {
        flow->organ_name = apr_table_get(r->facts, "dc:creator");
        r->notes_left = ds_docx_note_counts(r->facts, r->pool);
    }
}

/* Units of cells without a figure, which the printed form does not show. */
static void take_units(const ds_report *report, const apr_table_t *facts)
{
    for (int cell = 0; cell < report->format->n_cells; cell++) {
        const char *const *units = ds_format_type(report->format, cell)->units;
        const char *unit = units != NULL ? apr_table_get(facts, ds_docx_unit_property(
            ds_format_address(report->format, cell), report->pool)) : NULL;
        for (; unit != NULL && *units != NULL; units++) {
            if (is_named(*units, unit) && report->cells[cell].unit == NULL) {
                report->cells[cell].unit = *units;
            }
        }
    }
}

static apr_status_t read_flow(reading *r, const char *bytes, apr_size_t len,
                              ds_findings *findings)
{
    static const ds_sax_handler handler = { on_start, on_end, on_text };
    ds_sax_problem problem;
    apr_status_t status;
    r->text = apr_array_make(r->pool, 1024, sizeof(char));
    r->cell = apr_array_make(r->pool, 256, sizeof(char));
    r->notes_left = apr_table_make(r->pool, 4);
    take_facts(r);
    status = ds_sax_parse(bytes, len, &handler, r, &problem, r->pool);
    if (status != APR_SUCCESS) {
        ds_findings_add(findings, DS_ERROR, problem.rule, "docx", "Word 文档的正文不能读取：%s。",
                        problem.message);
    }
    return status;
}

apr_status_t ds_docx_read(ds_report **out, ds_findings *findings, const char *bytes,
                          apr_size_t len, const ds_read_context *context,
                          apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    reading r = { .flow = ds_flow_create(scratch_pool), .pool = scratch_pool };
    const char *main_part;
    apr_size_t main_len;
    if (len > MAX_PACKAGE) {
        ds_findings_add(findings, DS_ERROR, "F.size", "docx", "Word 文档超过 %d 字节，没有读取。",
                        MAX_PACKAGE);
        return DS_ETOOLARGE;
    }
    apr_status_t status = ds_docx_open(&r.package, bytes, len, findings, scratch_pool);
    if (status == APR_SUCCESS) {
        status = ds_docx_facts(&r.facts, r.package, findings, scratch_pool);
    }
    if (status == APR_SUCCESS) {
        status = ds_docx_unpack(&main_part, &main_len, r.package, MAIN_PART, DS_REPORT_MAX_BYTES,
                                findings, scratch_pool);
    }
    if (status == DS_ENOTFOUND) {
        ds_findings_add(findings, DS_ERROR, "F.docx", "docx",
                        "文件里没有 Word 文档的正文，请核对文件是不是 .docx 格式。");
        return DS_EUNREADABLE;
    }
    status = status == APR_SUCCESS ? read_flow(&r, main_part, main_len, findings) : status;
    if (status == APR_SUCCESS) {
        status = ds_flow_read(out, findings, r.flow, context, result_pool, scratch_pool);
    }
    if (status == APR_SUCCESS && r.flow->is_ours) {
        take_units(*out, r.facts);
    }
    return status;
}
