/* A report read from XML. */
#include <string.h>

#include <apr_strings.h>

#include "core/canonical_reading.h"
#include "core/date.h"
#include "core/organ.h"
#include "core/status.h"

/* A hostile input cannot fill memory with complaints: when the list is full
 * the rest is skipped. */
static int is_full(const ds_reading *r)
{
    return ds_findings_count(r->findings) >= DS_FINDINGS_MAX;
}

static ds_element start_plain(ds_reading *r, ds_element kind, const char *element,
                              const ds_sax_attr *attrs, int n_attrs)
{
    static const char *const names[] = { NULL };

    ds_reading_attributes(r, element, attrs, n_attrs, names, NULL);
    return kind;
}

static void take_year(ds_reading *r, const ds_sax_attr *year)
{
    ds_decimal value = 0;

    if (!ds_decimal_is_plain(year->value, year->len)
        || ds_decimal_parse(&value, year->value, year->len) != APR_SUCCESS
        || !ds_decimal_is_integer(value) || value < DS_YEAR_MIN * DS_DECIMAL_ONE
        || value > DS_YEAR_MAX * DS_DECIMAL_ONE) {
        ds_reading_refuse(r, "F.year", "year",
                          "年度‘%s’不正确，应为 %d 至 %d 之间的四位数字，请改正。",
                          ds_reading_quote(r, ds_reading_value(r, year)), DS_YEAR_MIN,
                          DS_YEAR_MAX);
        return;
    }
    r->report->year = (int)(value / DS_DECIMAL_ONE);
}

static void take_organ(ds_reading *r, const ds_sax_attr *organ)
{
    const char *key = ds_reading_value(r, organ);

    if (!ds_organ_key_is_valid(key)) {
        ds_reading_refuse(r, "F.organ", "organ",
                          "机关代号‘%s’不正确，应为 2 至 40 个小写字母、数字或连字符，并以字母开头，"
                          "请改正。", ds_reading_quote(r, key));
        return;
    }
    r->report->organ = apr_pstrdup(r->result_pool, key);
}

static void begin_report(ds_reading *r, const ds_format *format)
{
    int kind;

    r->report = ds_report_create(format, r->result_pool);
    for (kind = 0; kind < DS_IN_UNKNOWN; kind++) {
        int n = kind == DS_IN_CELL || kind == DS_IN_ROW ? format->n_cells
                : kind == DS_IN_TABLE ? format->n_tables
                : kind == DS_IN_SECTION ? format->n_sections : 1;

        r->is_seen[kind] = apr_pcalloc(r->pool, (apr_size_t)n + 1);
    }
}

static ds_element start_report(ds_reading *r, const ds_sax_attr *attrs, int n_attrs)
{
    enum { FORMAT, ORGAN, YEAR };
    static const char *const names[] = { "format", "organ", "year", NULL };
    const ds_sax_attr *wanted[3];
    const ds_format *format;

    ds_reading_attributes(r, "report", attrs, n_attrs, names, wanted);
    if (!wanted[FORMAT]) {
        ds_reading_refuse(r, "F.format", "format",
                          "没有写明报告格式，请在元素‘report’上补上属性‘format’。");
        return DS_IN_UNKNOWN;
    }
    format = ds_formats_find(r->formats, ds_reading_value(r, wanted[FORMAT]));
    if (!format) {
        ds_reading_refuse(r, "F.format", "format", "没有‘%s’这种报告格式，请核对属性‘format’。",
                          ds_reading_quote(r, ds_reading_value(r, wanted[FORMAT])));
        return DS_IN_UNKNOWN;
    }
    begin_report(r, format);
    if (wanted[ORGAN]) {
        take_organ(r, wanted[ORGAN]);
    }
    if (wanted[YEAR]) {
        take_year(r, wanted[YEAR]);
    }
    return DS_IN_REPORT;
}

static ds_element start_section(ds_reading *r, const ds_sax_attr *attrs, int n_attrs)
{
    const ds_sax_attr *id = ds_reading_id(r, "section", attrs, n_attrs);
    const char *at;

    if (!id) {
        return DS_IN_UNKNOWN;
    }
    at = ds_reading_quote(r, ds_reading_value(r, id));
    r->section = ds_format_section(r->report->format, ds_reading_value(r, id));
    if (!r->section || r->section->prose < 0) {
        ds_reading_refuse(r, "F.element", at, "格式‘%s’中没有‘%s’这一文字部分，请核对属性‘id’。",
                          r->report->format->id, at);
        return DS_IN_UNKNOWN;
    }
    return ds_reading_is_first(r, DS_IN_SECTION, r->section->index, "F.element", at,
                               apr_psprintf(r->pool, "文字部分‘%s’", at))
               ? DS_IN_SECTION : DS_IN_UNKNOWN;
}

static ds_element start_figure(ds_reading *r, const ds_sax_attr *attrs, int n_attrs)
{
    enum { ALT, DIGEST };
    static const char *const names[] = { "alt", "digest", NULL };
    const ds_sax_attr *wanted[2];

    ds_reading_attributes(r, "figure", attrs, n_attrs, names, wanted);
    r->alt = wanted[ALT] ? ds_reading_value(r, wanted[ALT]) : NULL;
    r->digest = wanted[DIGEST] ? ds_reading_value(r, wanted[DIGEST]) : NULL;
    return DS_IN_FIGURE;
}

static ds_element start_signature(ds_reading *r, const ds_sax_attr *attrs, int n_attrs)
{
    static const char *const names[] = { "date", NULL };
    const ds_sax_attr *date;

    ds_reading_attributes(r, "signature", attrs, n_attrs, names, &date);
    r->date = date ? ds_reading_value(r, date) : NULL;
    if (r->date && !ds_date_is_valid(r->date)) {
        ds_reading_refuse(r, "F.date", "signature",
                          "落款日期‘%s’不正确，请写成 2021-01-29 这样的形式。",
                          ds_reading_quote(r, r->date));
    }
    return DS_IN_SIGNATURE;
}

static ds_element start_one(ds_reading *r, ds_element kind, const char *name,
                            const ds_sax_attr *attrs, int n_attrs)
{
    if (!ds_reading_is_first(r, kind, 0, "F.element", name,
                             apr_psprintf(r->pool, "元素‘%s’", name))) {
        return DS_IN_UNKNOWN;
    }
    return kind == DS_IN_SIGNATURE ? start_signature(r, attrs, n_attrs)
                                   : start_plain(r, kind, name, attrs, n_attrs);
}

static ds_element begin(ds_reading *r, ds_element kind, const char *name,
                        const ds_sax_attr *attrs, int n_attrs)
{
    switch (kind) {
    case DS_IN_REPORT:
        return start_report(r, attrs, n_attrs);
    case DS_IN_SECTION:
        return start_section(r, attrs, n_attrs);
    case DS_IN_TABLE:
        return ds_reading_table(r, attrs, n_attrs);
    case DS_IN_ROW:
        return ds_reading_row(r, attrs, n_attrs);
    case DS_IN_CELL:
        return ds_reading_cell(r, attrs, n_attrs);
    case DS_IN_FIGURE:
        return start_figure(r, attrs, n_attrs);
    case DS_IN_PARAGRAPH:
    case DS_IN_NOTE:
        return start_plain(r, kind, name, attrs, n_attrs);
    default:
        return start_one(r, kind, name, attrs, n_attrs);
    }
}

/* Which element may stand in which; the commonest first. */
static ds_element kind_of(ds_element parent, const char *name)
{
    static const struct {
        ds_element parent;
        const char *name;
        ds_element kind;
    } grammar[] = {
        { DS_IN_ROW, "cell", DS_IN_CELL },
        { DS_IN_TABLE, "row", DS_IN_ROW },
        { DS_IN_TABLE, "note", DS_IN_NOTE },
        { DS_IN_SECTION, "p", DS_IN_PARAGRAPH },
        { DS_IN_SECTION, "figure", DS_IN_FIGURE },
        { DS_IN_REPORT, "table", DS_IN_TABLE },
        { DS_IN_REPORT, "section", DS_IN_SECTION },
        { DS_IN_REPORT, "organ-name", DS_IN_ORGAN_NAME },
        { DS_IN_REPORT, "title", DS_IN_TITLE },
        { DS_IN_REPORT, "signature", DS_IN_SIGNATURE },
        { DS_IN_NOTHING, "report", DS_IN_REPORT },
    };
    apr_size_t i;

    for (i = 0; i < sizeof(grammar) / sizeof(grammar[0]); i++) {
        if (grammar[i].parent == parent && strcmp(grammar[i].name, name) == 0) {
            return grammar[i].kind;
        }
    }
    return DS_IN_UNKNOWN;
}

static int is_report_namespace(ds_reading *r, const char *uri)
{
    if (uri && uri != r->uri && strcmp(uri, DS_REPORT_NAMESPACE) == 0) {
        r->uri = uri;
    }
    return uri && uri == r->uri;
}

static ds_element enter(ds_reading *r, ds_element parent, const char *uri, const char *name,
                        const ds_sax_attr *attrs, int n_attrs)
{
    ds_element kind = is_report_namespace(r, uri) ? kind_of(parent, name) : DS_IN_UNKNOWN;

    if (kind == DS_IN_UNKNOWN) {
        const char *at = ds_reading_quote(r, name);

        ds_reading_refuse(r, "F.element", at,
                          "此处不应有元素‘%s’（命名空间应为 %s），请删去或改正。", at,
                          DS_REPORT_NAMESPACE);
        return DS_IN_UNKNOWN;
    }
    return begin(r, kind, name, attrs, n_attrs);
}

static void on_start(void *baton, const char *uri, const char *name, const ds_sax_attr *attrs,
                     int n_attrs, int line)
{
    ds_reading *r = baton;
    ds_element parent = r->stack[r->depth], kind = DS_IN_UNKNOWN;

    r->line = line;
    r->text_len = 0;
    if (parent != DS_IN_UNKNOWN && !is_full(r)) {
        kind = enter(r, parent, uri, name, attrs, n_attrs);
    }
    r->stack[++r->depth] = kind;
}

static int has_text(ds_element kind)
{
    return kind >= DS_IN_ORGAN_NAME && kind <= DS_IN_CELL;
}

static int is_white(const char *text, apr_size_t len)
{
    apr_size_t i;

    for (i = 0; i < len; i++) {
        if (text[i] != ' ' && text[i] != '\t' && text[i] != '\n' && text[i] != '\r') {
            return 0;
        }
    }
    return 1;
}

static void append_text(ds_reading *r, const char *text, apr_size_t len)
{
    if (r->text_size - r->text_len <= len) {
        apr_size_t size = (r->text_len + len + 1) * 2;
        char *bigger = apr_palloc(r->pool, size);

        memcpy(bigger, r->text, r->text_len);
        r->text = bigger;
        r->text_size = size;
    }
    memcpy(r->text + r->text_len, text, len);
    r->text_len += len;
    r->text[r->text_len] = '\0';
}

static void on_text(void *baton, const char *text, apr_size_t len, int line)
{
    ds_reading *r = baton;
    ds_element kind = r->stack[r->depth];

    r->line = line;
    if (has_text(kind)) {
        append_text(r, text, len);
    }
    else if (kind != DS_IN_UNKNOWN && !is_full(r) && !is_white(text, len)) {
        ds_reading_refuse(r, "F.element", "text",
                          "元素之间不应有文字‘%s’，请删去或移入相应元素。",
                          ds_reading_quote(r, apr_pstrmemdup(r->pool, text, len)));
    }
}

static void check_bound(ds_reading *r, apr_status_t status, const char *at)
{
    if (status == DS_ETOOLARGE && r->status != DS_ETOOLARGE) {
        ds_reading_refuse(r, "F.size", at, "‘%s’的段落超过 %d 个，请合并或删减。", at,
                          DS_REPORT_MAX_BLOCKS);
        r->status = DS_ETOOLARGE;
    }
}

static void end_figure(ds_reading *r)
{
    apr_status_t status = ds_report_add_figure(r->report, r->section->prose, r->digest, r->alt,
                                               r->text);

    if (status == DS_EINVALID) {
        ds_reading_refuse(r, "F.element", r->section->id,
                          "图片缺少替代文字（属性‘alt’），或者摘要（属性‘digest’）"
                          "不是 64 位小写十六进制数，请补正。");
    }
    check_bound(r, status, r->section->id);
}

static void end_text(ds_reading *r, ds_element kind)
{
    switch (kind) {
    case DS_IN_CELL:
        ds_reading_cell_end(r);
        break;
    case DS_IN_PARAGRAPH:
        check_bound(r, ds_report_add_paragraph(r->report, r->section->prose, r->text),
                    r->section->id);
        break;
    case DS_IN_FIGURE:
        end_figure(r);
        break;
    case DS_IN_NOTE:
        check_bound(r, ds_report_add_note(r->report, r->table->index, r->text), r->table->id);
        break;
    case DS_IN_TITLE:
        ds_report_set_title(r->report, r->text);
        break;
    case DS_IN_ORGAN_NAME:
        ds_report_set_organ_name(r->report, r->text);
        break;
    default:
        ds_report_set_signature(r->report, r->text, r->date);
        break;
    }
}

static void on_end(void *baton, int line)
{
    ds_reading *r = baton;
    ds_element kind = r->stack[r->depth--];

    r->line = line;
    if (has_text(kind)) {
        append_text(r, "", 0);
        end_text(r, kind);
    }
}

apr_status_t ds_canonical_read(ds_report **out, ds_findings *findings, const char *bytes,
                               apr_size_t len, const ds_formats *formats,
                               apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    static const ds_sax_handler handler = { on_start, on_end, on_text };
    ds_reading *r = apr_pcalloc(scratch_pool, sizeof(*r));
    ds_sax_problem problem;
    apr_status_t status;

    r->findings = findings;
    r->formats = formats;
    r->result_pool = result_pool;
    r->pool = scratch_pool;
    r->text_size = 1024;
    r->text = apr_palloc(scratch_pool, r->text_size);
    status = ds_sax_parse(bytes, len, &handler, r, &problem, scratch_pool);
    if (status != APR_SUCCESS) {
        ds_finding *finding;

        r->line = problem.line;
        finding = ds_reading_refuse(r, problem.rule, "xml", "%s。", problem.message);
        if (problem.passage) {
            finding->passage = apr_pstrdup(ds_findings_pool(findings), problem.passage);
        }
        return status;
    }
    if (r->status == APR_SUCCESS) {
        *out = r->report;
    }
    return r->status;
}
