/* Plain text in. */
#include "io/text.h"

#include <limits.h>
#include <string.h>

#include <apr_strings.h>

#include "core/status.h"
#include "core/text.h"
#include "io/identity.h"
#include "io/text_front.h"
#include "io/text_lines.h"
#include "io/text_paragraphs.h"
#include "io/text_sections.h"
#include "io/text_table.h"

/* A document whose tables carry less than this part of a format's labels (in
 * percent) is no report in that format. */
#define LEAST_FIT 25

/* A form section in the document. */
typedef struct form {
    ds_labels *labels;
    int weight;                   /* of its labels anywhere in the document */
    apr_array_header_t *anchors;  /* of the chosen place */
    int begin, end;               /* its items */
} form;

/* What is known while a document is read. */
typedef struct reading {
    const ds_read_context *context;
    ds_findings *findings;
    ds_document document;
    const ds_format *format;
    form *forms;                  /* by section index */
    apr_array_header_t *headings; /* of ds_heading */
    ds_front front;
    int year;
    unsigned char *taken;         /* per line: read as something already */
    ds_report *report;
    apr_pool_t *pool;
} reading;

static const ds_heading *heading_at(const reading *r, int index)
{
    return &APR_ARRAY_IDX(r->headings, index, ds_heading);
}

/* Looks for every form section's labels in the whole document. Returns how
 * much of the format was found, in percent. */
static int fit(form *forms, const reading *r, const ds_format *format)
{
    int found = 0, all = 0, i;

    for (i = 0; i < format->n_sections; i++) {
        form *f = &forms[i];

        if (format->sections[i].prose >= 0) {
            continue;
        }
        f->labels = ds_labels_of(format, &format->sections[i], r->pool);
        f->weight = ds_labels_find(&f->anchors, f->labels, &r->document, 0, r->document.n_items,
                                   r->pool);
        f->end = r->document.n_items;
        found += f->weight;
        all += ds_labels_weight(f->labels);
    }
    return all > 0 ? (int)((apr_int64_t)found * 1000 / all) : 0;
}

/* Chooses the format whose labels fit best; of equals, the one meant for the
 * year that the title (in that format) states. */
static apr_status_t choose_format(reading *r)
{
    int best = -1, i;

    for (i = 0; i < ds_formats_count(r->context->formats); i++) {
        const ds_format *format = ds_formats_at(r->context->formats, i);
        form *forms = apr_pcalloc(r->pool, sizeof(*forms) * (apr_size_t)format->n_sections);
        int found = fit(forms, r, format);

        if (found == best) {
            ds_front front;
            int year;

            ds_front_read(&front, &r->document, format, r->document.n_lines, r->pool);
            year = front.year ? front.year : r->context->year;
            if (ds_formats_of_year(r->context->formats, year) != format) {
                continue;
            }
        }
        if (found >= best) {
            best = found;
            r->format = format;
            r->forms = forms;
        }
    }
    if (best < LEAST_FIT * 10) {
        ds_findings_add(r->findings, DS_ERROR, "F.format", "format",
                        "文本中没有找到年度报告的表格，无法判断用的是哪一年的格式。"
                        "请确认提交的是完整的年度报告。");
        return DS_EINVALID;
    }
    return APR_SUCCESS;
}

/* Title and year; the year must agree with what was asked for. */
static apr_status_t read_front(reading *r)
{
    int end_line = r->headings->nelts ? heading_at(r, 0)->line : r->document.n_lines, line;

    ds_front_read(&r->front, &r->document, r->format, end_line, r->pool);
    for (line = r->front.first_line; line < r->front.end_line; line++) {
        r->taken[line] = 1;
    }
    if (!r->front.title) {
        ds_findings_add(r->findings, DS_WARNING, "F.title", "title",
                        "没有找到报告标题，标题和机关名称没有读入。请补填。");
    }
    if (!ds_identity_year(&r->year, r->front.year, r->context, r->findings)) {
        return DS_EINVALID;
    }
    ds_identity_check_format(r->format, r->year, r->context, r->findings);
    return APR_SUCCESS;
}

/* Where the part below a heading ends: before the next. */
static int end_of_part(const reading *r, int heading)
{
    return heading + 1 < r->headings->nelts ? heading_at(r, heading + 1)->item
                                            : r->document.n_items;
}

/* The last of a section's headings with the most of its labels below it, -1
 * when it has no heading; *weight is theirs. */
static int best_heading(const reading *r, int section, int *weight)
{
    int best = -1, h;
    apr_pool_t *iterpool;

    *weight = -1;
    apr_pool_create(&iterpool, r->pool);
    for (h = 0; h < r->headings->nelts; h++) {
        if (heading_at(r, h)->section == section) {
            apr_array_header_t *anchors;
            int found;

            apr_pool_clear(iterpool);
            found = ds_labels_find(&anchors, r->forms[section].labels, &r->document,
                                   heading_at(r, h)->item + 1, end_of_part(r, h), iterpool);
            best = found >= *weight ? h : best;
            *weight = found >= *weight ? found : *weight;
        }
    }
    apr_pool_destroy(iterpool);
    return best;
}

/* The place of a form section: below its best heading; or, where that has less
 * than half of the labels found elsewhere, there, if they are at least half of
 * all. */
static void choose_place(reading *r, int section)
{
    form *f = &r->forms[section];
    int weight, heading = best_heading(r, section, &weight);

    if (2 * f->weight >= ds_labels_weight(f->labels) && 2 * weight < f->weight) {
        return;
    }
    f->begin = heading < 0 ? 0 : heading_at(r, heading)->item + 1;
    f->end = heading < 0 ? 0 : end_of_part(r, heading);
    ds_labels_find(&f->anchors, f->labels, &r->document, f->begin, f->end, r->pool);
}

static int first_anchor(const form *f)
{
    return f->anchors->nelts ? APR_ARRAY_IDX(f->anchors, 0, ds_anchor).item : INT_MAX;
}

static int last_anchor(const form *f)
{
    return f->anchors->nelts ? APR_ARRAY_IDX(f->anchors, f->anchors->nelts - 1, ds_anchor).item
                             : f->begin;
}

/* A form ends before the next heading behind its labels, and before another
 * form that stands below it without a heading. */
static void limit_place(reading *r, int section)
{
    form *f = &r->forms[section];
    int last = last_anchor(f), i;

    for (i = 0; i < r->headings->nelts; i++) {
        int item = heading_at(r, i)->item;

        f->end = item > last && item < f->end ? item : f->end;
    }
    for (i = 0; i < r->format->n_sections; i++) {
        if (i != section && r->format->sections[i].prose < 0) {
            int item = first_anchor(&r->forms[i]);

            f->end = item > last && item < f->end ? item : f->end;
        }
    }
}

/* Fills the cells of all form sections. */
static void read_forms(reading *r)
{
    int i;

    for (i = 0; i < r->format->n_sections; i++) {
        if (r->format->sections[i].prose < 0) {
            choose_place(r, i);
        }
    }
    for (i = 0; i < r->format->n_sections; i++) {
        const ds_section *section = &r->format->sections[i];
        form *f = &r->forms[i];

        if (section->prose < 0) {
            limit_place(r, i);
            ds_tables_read(r->report, r->context->formats, section, f->labels, &r->document,
                           f->anchors, f->begin, f->end, r->taken, r->findings, r->pool);
        }
    }
}

/* The section's heading as the format has it. */
static const char *official_heading(const reading *r, const ds_section *section)
{
    return section->ordinal ? apr_pstrcat(r->pool, section->ordinal, "、", section->title, NULL)
                            : section->title;
}

/* The last heading of a section, NULL when it has none. */
static const ds_heading *last_heading(const reading *r, int section)
{
    const ds_heading *last = NULL;
    int h;

    for (h = 0; h < r->headings->nelts; h++) {
        last = heading_at(r, h)->section == section ? heading_at(r, h) : last;
    }
    return last;
}

/* A heading with another ordinal than the format's. */
static void check_ordinal(reading *r, const ds_section *section, const ds_heading *heading)
{
    ds_finding *finding;

    if (!section->ordinal || heading->ordinal == ds_words_numeral(section->ordinal)) {
        return;
    }
    finding = ds_findings_add(r->findings, DS_WARNING, "S.six",
                              apr_pstrcat(r->pool, section->id, "/heading", NULL),
                              "第 %d 行的标题应为‘%s’，序号不符。请核对各部分的次序。",
                              heading->line + 1, official_heading(r, section));
    finding->passage = ds_text_quote(ds_findings_pool(r->findings),
                                     r->document.items[heading->item].text, DS_TEXT_PASSAGE - 1);
}

/* Sections without heading, and headings with another ordinal. Whether a
 * section has text is for the check to say. */
static void check_sections(reading *r)
{
    int i;

    for (i = 0; i < r->format->n_sections; i++) {
        const ds_section *section = &r->format->sections[i];
        const ds_heading *heading = last_heading(r, i);

        if (heading) {
            check_ordinal(r, section, heading);
        }
        else if (*section->title && section->is_required) {
            ds_findings_add(r->findings, DS_WARNING, "S.six",
                            apr_pstrcat(r->pool, section->id, "/heading", NULL),
                            "没有找到‘%s’这一标题，它下面的文字可能读入了前一部分。请补上标题。",
                            official_heading(r, section));
        }
    }
}

static void read_signature(reading *r)
{
    ds_signature signature;
    int begin = r->headings->nelts ? heading_at(r, r->headings->nelts - 1)->line + 1 : 0;

    ds_signature_read(&signature, &r->document, r->taken, begin, r->front.organ_name, r->pool);
    if (signature.name_line >= 0) {
        r->taken[signature.name_line] = 1;
    }
    if (signature.date_line >= 0) {
        r->taken[signature.date_line] = 1;
    }
    ds_report_set_signature(r->report, signature.name, signature.date);
}

/* The table of the section that a note on the line belongs to: the last one
 * that begins before it, else the first. */
static int table_of_note(const reading *r, int section, int line)
{
    const form *f = &r->forms[section];
    int table = r->format->sections[section].first_table, i;

    for (i = 0; i < f->anchors->nelts; i++) {
        const ds_anchor *anchor = &APR_ARRAY_IDX(f->anchors, i, ds_anchor);

        if (r->document.items[anchor->item].line > line) {
            break;
        }
        table = ds_labels_at(f->labels, anchor->label)->table->index;
    }
    return table;
}

/* What is left over: paragraphs of the section whose heading stands above,
 * below a form's heading notes. */
static apr_status_t read_prose(reading *r)
{
    int section = 0, h = 0, line, end;
    apr_status_t status = APR_SUCCESS;

    for (line = r->front.end_line; line < r->document.n_lines; line = end) {
        const char *text;

        end = line + 1;
        while (h < r->headings->nelts && heading_at(r, h)->line <= line) {
            section = heading_at(r, h++)->section;
        }
        if (r->taken[line] || r->document.lines[line].is_furniture) {
            continue;
        }
        text = ds_paragraph_at(&end, &r->document, r->taken, line, r->pool);
        if (r->format->sections[section].prose >= 0) {
            status = ds_report_add_paragraph(r->report, r->format->sections[section].prose, text);
        }
        else if (!ds_paragraph_is_filler(text, r->pool)) {
            status = ds_report_add_note(r->report, table_of_note(r, section, line), text);
        }
        if (status != APR_SUCCESS) {
            ds_findings_add(r->findings, DS_ERROR, "F.size", r->format->sections[section].id,
                            "‘%s’部分的段落超过 %d 段，无法读取。"
                            "请确认提交的是年度报告的文本。",
                            r->format->sections[section].title, DS_REPORT_MAX_BLOCKS);
            return status;
        }
    }
    return APR_SUCCESS;
}

/* What stands above the title belongs to no part of a report. */
static void report_above(reading *r)
{
    const char *above = "";
    ds_finding *finding;
    int line;

    for (line = 0; line < r->front.first_line && strlen(above) < 4 * DS_TEXT_PASSAGE; line++) {
        const char *text = ds_text_quote(r->pool, r->document.lines[line].text, DS_TEXT_PASSAGE);

        above = apr_pstrcat(r->pool, above, " ", ds_text_tidy(r->pool, text, strlen(text)), NULL);
    }
    above = ds_text_tidy(r->pool, above, strlen(above));
    if (*above) {
        finding = ds_findings_add(r->findings, DS_INFO, "F.aside", "title",
                                  "标题以上的文字不属于报告，没有读入。");
        finding->passage = ds_text_quote(ds_findings_pool(r->findings), above,
                                         DS_TEXT_PASSAGE - 1);
    }
}

static apr_status_t read_parts(reading *r, apr_pool_t *result_pool)
{
    ds_labels **labels = apr_palloc(r->pool, sizeof(*labels) * (apr_size_t)r->format->n_sections);
    apr_status_t status;
    int i;

    for (i = 0; i < r->format->n_sections; i++) {
        labels[i] = r->forms[i].labels;
    }
    r->headings = ds_headings_find(&r->document, r->format, labels, r->pool);
    r->taken = apr_pcalloc(r->pool, (apr_size_t)r->document.n_lines + 1);
    for (i = 0; i < r->headings->nelts; i++) {
        r->taken[heading_at(r, i)->line] = 1;
    }
    status = read_front(r);
    if (status != APR_SUCCESS) {
        return status;
    }
    r->report = ds_report_create(r->format, result_pool);
    r->report->year = r->year;
    r->report->organ = r->context->organ ? apr_pstrdup(result_pool, r->context->organ) : NULL;
    if (r->front.title) {
        ds_report_set_title(r->report, r->front.title);
    }
    if (r->front.organ_name) {
        ds_report_set_organ_name(r->report, r->front.organ_name);
    }
    read_forms(r);
    check_sections(r);
    read_signature(r);
    report_above(r);
    return read_prose(r);
}

apr_status_t ds_text_read(ds_report **out, ds_findings *findings, const char *bytes,
                          apr_size_t len, const ds_read_context *context,
                          apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    reading r = { context, findings, .pool = scratch_pool };
    apr_status_t status;
    apr_size_t text_len;
    char *text;

    if (len > DS_REPORT_MAX_BYTES) {
        ds_findings_add(findings, DS_ERROR, "F.size", "bytes",
                        "文本超过 %d 字节，无法读取。请确认提交的是年度报告的文本。",
                        DS_REPORT_MAX_BYTES);
        return DS_ETOOLARGE;
    }
    status = ds_text_decode(&text, &text_len, bytes, len, findings, scratch_pool);
    if (status == APR_SUCCESS) {
        status = ds_text_split(&r.document, text, text_len, findings, scratch_pool);
    }
    if (status == APR_SUCCESS) {
        status = choose_format(&r);
    }
    if (status == APR_SUCCESS) {
        status = read_parts(&r, result_pool);
    }
    if (status == APR_SUCCESS) {
        *out = r.report;
    }
    return status;
}
