/* A report out of a flow: its parts by their headings, its figures by their place
 * in the printed forms. */
#include <stdlib.h>
#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "core/status.h"
#include "core/text.h"
#include "io/flow.h"
#include "io/flow_parts.h"
#include "io/identity.h"
#include "io/text.h"

/* ---- Headings ---- */

static int is_same_text(const char *a, const char *b, apr_pool_t *pool)
{
    return strcmp(ds_text_squeeze(pool, a), ds_text_squeeze(pool, b)) == 0;
}

static const char *heading_of(const ds_section *section, apr_pool_t *pool)
{
    return apr_pstrcat(pool, section->ordinal, "、", section->title, NULL);
}

static int may_be_heading(const ds_flow *flow, const ds_flow_item *item)
{
    return item->kind == DS_FLOW_HEADING || (!flow->is_ours && item->kind == DS_FLOW_PARAGRAPH);
}

/* Whether the item is the heading of the section. */
static int is_heading_of(const ds_flow *flow, const ds_flow_item *item, const ds_section *section,
                         apr_pool_t *pool)
{
    return section->ordinal != NULL && may_be_heading(flow, item)
        && is_same_text(item->text, heading_of(section, pool), pool);
}

/* ---- Which format it is ---- */

/* Whether all headings of the format are there in their order, and below that of
 * each form a table of its shape. */
static int fits(const ds_flow *flow, const ds_format *format, apr_pool_t *scratch_pool)
{
    int next = 0, forms = 0, tables = 0;
    apr_pool_t *iterpool;
    apr_pool_create(&iterpool, scratch_pool);
    while (next < format->n_sections && format->sections[next].ordinal == NULL) {
        next++;
    }
    for (int i = 0; i < flow->items->nelts; i++) {
        const ds_flow_item *item = &APR_ARRAY_IDX(flow->items, i, ds_flow_item);
        apr_pool_clear(iterpool);
        if (next < format->n_sections
            && is_heading_of(flow, item, &format->sections[next], iterpool)) {
            forms += format->sections[next++].prose < 0;
        } else if (item->kind == DS_FLOW_TABLE && next > 0) {
            tables += ds_flow_has_shape(item, format, &format->sections[next - 1]);
        }
    }
    apr_pool_destroy(iterpool);
    return next == format->n_sections && forms == tables;
}

/* The format stated is tried first, then that of the year, then every other. */
static const ds_format *format_of(const ds_flow *flow, const ds_formats *formats,
                                  apr_pool_t *scratch_pool)
{
    const ds_format *likely = flow->format != NULL ? ds_formats_find(formats, flow->format)
        : flow->year != 0 ? ds_formats_of_year(formats, flow->year) : NULL;
    if (likely != NULL && fits(flow, likely, scratch_pool)) {
        return likely;
    }
    for (int i = 0; i < ds_formats_count(formats); i++) {
        const ds_format *format = ds_formats_at(formats, i);
        if (format != likely && fits(flow, format, scratch_pool)) {
            return format;
        }
    }
    return NULL;
}

/* ---- What is refused ---- */

static void refuse(ds_filling *f, const ds_flow_item *item, const char *why)
{
    const char *part = f->section != NULL ? f->section->id : "title";
    ds_finding *finding = ds_findings_add(f->findings, DS_ERROR, "F.element", part, "%s", why);
    finding->passage = ds_text_quote(ds_findings_pool(f->findings), item->text, 60);
    f->status = f->status == APR_SUCCESS ? DS_EINVALID : f->status;
}

static void settle(ds_filling *f, const ds_flow_item *item, apr_status_t status)
{
    if (status == DS_ETOOLARGE) {
        refuse(f, item, apr_psprintf(f->pool, "同一部分的段落超过 %d 个，没有读取，请核对。",
                                     DS_REPORT_MAX_BLOCKS));
        f->status = DS_ETOOLARGE;
    } else if (status != APR_SUCCESS) {
        refuse(f, item, "图片没有摘要或者替代文字，不能核对，请用原始文件。");
    }
}

/* ---- Items ---- */

static void take_title(ds_filling *f, const ds_flow_item *item)
{
    if (f->report->title != NULL) {
        refuse(f, item, "有两个报告标题，请只保留一个。");
        return;
    }
    ds_report_set_title(f->report, f->flow->title != NULL ? f->flow->title : item->text);
}

static void take_heading(ds_filling *f, const ds_flow_item *item)
{
    const ds_section *next = f->section != NULL ? f->section + 1 : f->report->format->sections;
    if (f->report->title == NULL && !f->flow->is_ours && f->section == f->first) {
        take_title(f, item);
    } else {
        refuse(f, item, next->index < f->report->format->n_sections && next->ordinal != NULL
               ? apr_psprintf(f->pool, "此处的标题应为‘%s’，请核对。", heading_of(next, f->pool))
               : "此处不应有标题，请核对。");
    }
}

static int table_of_note(const ds_filling *f, const ds_flow_item *item)
{
    const ds_table *table = item->table != NULL
        ? ds_format_table(f->report->format, item->table) : NULL;
    return table != NULL && table->section == f->section ? table->index : f->section->first_table;
}

static void take_note(ds_filling *f, const ds_flow_item *item)
{
    if (f->section == NULL || f->section->prose >= 0 || !f->has_table) {
        refuse(f, item, "此处不应有表下说明，请核对。");
        return;
    }
    settle(f, item, ds_report_add_note(f->report, table_of_note(f, item), item->text));
}

/* In a document of somebody else the first line may be the title without being a
 * heading. */
static int is_plain_title(const ds_filling *f, const ds_flow_item *item)
{
    static const char end[] = "年度报告";
    apr_size_t len = strlen(item->text), end_len = sizeof(end) - 1;
    return !f->flow->is_ours && f->section == f->first && f->report->title == NULL
        && (f->first == NULL || f->report->prose[f->first->prose]->nelts == 0)
        && len > end_len && strcmp(item->text + len - end_len, end) == 0;
}

static void take_paragraph(ds_filling *f, const ds_flow_item *item)
{
    if (is_plain_title(f, item)) {
        take_title(f, item);
    } else if (f->section == NULL) {
        refuse(f, item, "第一部分之前不应有文字，请核对。");
    } else if (f->section->prose >= 0) {
        settle(f, item, ds_report_add_paragraph(f->report, f->section->prose, item->text));
    } else {
        take_note(f, item);
    }
}

static void take_picture(ds_filling *f, const ds_flow_item *item)
{
    if (f->section == NULL || f->section->prose < 0) {
        refuse(f, item, "此处不应有图片，请核对。");
        return;
    }
    settle(f, item, ds_report_add_figure(f->report, f->section->prose, item->digest, item->text,
                                         item->caption));
}

static void take_table(ds_filling *f, const ds_flow_item *item)
{
    if (f->section == NULL || f->section->prose >= 0 || f->has_table) {
        refuse(f, item, "此处不应有表格，请核对。");
        return;
    }
    f->has_table = 1;
    ds_flow_fill_table(f, item);
}

static void take_signature(ds_filling *f, const ds_flow_item *item)
{
    if (f->report->signature_name != NULL || f->report->signature_date != NULL) {
        refuse(f, item, "有两处落款，请只保留一处。");
        return;
    }
    ds_flow_fill_signature(f->report, item, f->pool);
}

static void take(ds_filling *f, const ds_flow_item *item)
{
    static void (*const takers[])(ds_filling *f, const ds_flow_item *item) = {
        [DS_FLOW_TITLE] = take_title, [DS_FLOW_HEADING] = take_heading,
        [DS_FLOW_PARAGRAPH] = take_paragraph, [DS_FLOW_PICTURE] = take_picture,
        [DS_FLOW_TABLE] = take_table, [DS_FLOW_NOTE] = take_note,
        [DS_FLOW_SIGNATURE] = take_signature
    };
    takers[item->kind](f, item);
}

/* The section that the item is the heading of, where it is the next one; NULL. */
static const ds_section *section_begun(const ds_filling *f, const ds_flow_item *item)
{
    const ds_format *format = f->report->format;
    int next = f->section != NULL ? f->section->index + 1 : 0;
    return next < format->n_sections
        && is_heading_of(f->flow, item, &format->sections[next], f->pool)
        ? &format->sections[next] : NULL;
}

/* In somebody else's page the report begins with its title, which is the last
 * heading before the first section's; behind it may stand when it was corrected. */
static int begin_of(const ds_filling *f)
{
    const ds_flow_item *items = (const ds_flow_item *)f->flow->items->elts;
    const ds_section *first = f->report->format->sections;
    int begin = 0;
    while (first->ordinal == NULL && first->index + 1 < f->report->format->n_sections) {
        first++;
    }
    for (int i = 0; !f->flow->is_ours && i < f->flow->items->nelts
                    && !is_heading_of(f->flow, &items[i], first, f->pool); i++) {
        begin = items[i].kind == DS_FLOW_HEADING || items[i].kind == DS_FLOW_TITLE ? i : begin;
    }
    return begin;
}

/* The sentence that a pasted report was corrected, which is not part of it. */
static int is_correction(const ds_filling *f, const ds_flow_item *item)
{
    static const char before[] = "本报告于", after[] = "日更正。";
    return !f->flow->is_ours && f->section == f->first && item->kind == DS_FLOW_PARAGRAPH
        && strncmp(item->text, before, strlen(before)) == 0 && strstr(item->text, after) != NULL;
}

static void fill(ds_filling *f)
{
    const ds_format *format = f->report->format;
    int end = ds_flow_signature(f);
    int begin = begin_of(f);
    f->first = format->sections[0].ordinal == NULL ? &format->sections[0] : NULL;
    f->section = f->first;
    for (int i = begin; i < end; i++) {
        const ds_flow_item *item = &APR_ARRAY_IDX(f->flow->items, i, ds_flow_item);
        const ds_section *begun = section_begun(f, item);
        if (begun != NULL) {
            f->section = begun;
            f->has_table = 0;
        } else if (!is_correction(f, item)) {
            take(f, item);
        }
    }
}

/* ---- Organ and year ---- */

/* The four digits before 年 in a title; 0 when there are none. */
static int year_in(const char *title)
{
    static const char mark[] = "年";
    const char *at = title != NULL ? strstr(title, mark) : NULL;
    for (; at != NULL; at = strstr(at + 1, mark)) {
        if (at - title >= 4 && strspn(at - 4, "0123456789") == 4) {
            return atoi(at - 4);
        }
    }
    return 0;
}

/* The organ's name where the title is the official one, else who has signed. */
static const char *name_in(const ds_report *report, apr_pool_t *pool)
{
    static const char gap[] = "\1";
    const char *pattern = ds_format_title(report->format, gap, report->year, pool);
    const char *at = strstr(pattern, gap), *title = report->title;
    if (at == NULL || title == NULL || report->year == 0) {
        return report->signature_name;
    }
    apr_size_t before = (apr_size_t)(at - pattern), after = strlen(at + 1), len = strlen(title);
    return len > before + after && strncmp(title, pattern, before) == 0
        && strcmp(title + len - after, at + 1) == 0
        ? apr_pstrmemdup(pool, title + before, len - before - after) : report->signature_name;
}

static apr_status_t identify(ds_filling *f, const ds_read_context *context)
{
    ds_report *report = f->report;
    int year = f->flow->year != 0 ? f->flow->year : year_in(report->title);
    int fits_organ = ds_identity_organ(&report->organ, f->flow->organ, context, f->findings);
    int fits_year = (year == 0 && context->year == 0)
        || ds_identity_year(&report->year, year, context, f->findings);
    if (!fits_organ || !fits_year) {
        return DS_EINVALID;
    }
    report->organ = report->organ != NULL ? apr_pstrdup(report->pool, report->organ) : NULL;
    ds_report_set_organ_name(report, f->flow->organ_name != NULL || f->flow->is_ours
                                     ? f->flow->organ_name : name_in(report, f->pool));
    if (report->year != 0) {
        ds_identity_check_format(report->format, report->year, context, f->findings);
    }
    return APR_SUCCESS;
}

apr_status_t ds_flow_report(ds_report **out, ds_findings *findings, const ds_flow *flow,
                            const ds_read_context *context, apr_pool_t *result_pool,
                            apr_pool_t *scratch_pool)
{
    ds_filling f = { .flow = flow, .findings = findings, .pool = scratch_pool };
    const ds_format *format = format_of(flow, context->formats, scratch_pool);
    if (format == NULL) {
        ds_findings_add(findings, DS_ERROR, "F.format", "document",
                        "没有找到年度报告各部分的标题和表格，请核对文件是不是一份完整的年度报告。");
        return DS_EUNSUPPORTED;
    }
    f.report = ds_report_create(format, result_pool);
    fill(&f);
    apr_status_t status = identify(&f, context);
    status = f.status != APR_SUCCESS ? f.status : status;
    if (status == APR_SUCCESS) {
        *out = f.report;
    }
    if (context->imprint != NULL) {
        *context->imprint = flow->imprint;
        context->imprint->digest = flow->imprint.digest != NULL
            ? apr_pstrdup(result_pool, flow->imprint.digest) : NULL;
    }
    return status;
}

apr_status_t ds_flow_read(ds_report **out, ds_findings *findings, const ds_flow *flow,
                          const ds_read_context *context, apr_pool_t *result_pool,
                          apr_pool_t *scratch_pool)
{
    ds_findings *own = ds_findings_create(scratch_pool);
    apr_status_t status = ds_flow_report(out, own, flow, context, result_pool, scratch_pool);
    if (status == DS_EUNSUPPORTED && !flow->is_ours) {
        apr_size_t len;
        const char *text = ds_flow_text(flow, &len, scratch_pool);
        return ds_text_read(out, findings, text, len, context, result_pool, scratch_pool);
    }
    ds_findings_append(findings, own);
    return status == DS_EUNSUPPORTED ? DS_EINVALID : status;
}
