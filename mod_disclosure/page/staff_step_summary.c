/* What is submitted, approved or published with a step: enough of the report to
 * see that it is the right one, before the act that cannot be taken back. */
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/derived.h"
#include "core/text.h"
#include "page/staff_report_page.h"

static void write_line(ds_markup *m, const char *name, const char *text)
{
    ds_markup_element(m, "dt", name);
    ds_markup_start(m, "dd");
    ds_markup_text(m, text != NULL && *text != '\0' ? text : "没有填写");
    ds_markup_end(m, "dd");
}

/* ---- Words ---- */

typedef struct counts {
    apr_size_t characters;
    int figures, attachments;
} counts;

static counts count(const ds_staff_step *s)
{
    const ds_report *report = s->report;
    counts c = { 0, 0, 0 };

    for (int i = 0; i < report->format->n_prose; i++) {
        for (int k = 0; k < report->prose[i]->nelts; k++) {
            const ds_block *block = &APR_ARRAY_IDX(report->prose[i], k, ds_block);

            if (block->text != NULL) {
                c.characters += ds_text_length(block->text);
            }
            else if (ds_report_files_attachment(s->files, block->digest) != NULL) {
                c.attachments++;
            }
            else {
                c.figures++;
            }
        }
    }
    return c;
}

static const char *words_of(const ds_staff_step *s, apr_pool_t *pool)
{
    counts c = count(s);

    return apr_psprintf(pool, "正文 %" APR_SIZE_T_FMT " 字%s%s", c.characters,
                        c.figures > 0 ? apr_psprintf(pool, "，图片 %d 张", c.figures) : "",
                        c.attachments > 0 ? apr_psprintf(pool, "，附件 %d 个", c.attachments) : "");
}

static const char *signature_of(const ds_report *report, apr_pool_t *pool)
{
    const char *name = report->signature_name, *date = report->signature_date;

    return name == NULL && date == NULL ? NULL
        : apr_pstrcat(pool, name != NULL ? name : "没有机关", "，",
                      date != NULL ? ds_date_chinese(pool, date) : "没有日期", NULL);
}

/* ---- Totals ---- */

/* The totals that a reader looks for first: of rows that stand by themselves, and
 * of the row that is the total of others. */
static int is_shown(const ds_row *row, const ds_column *column)
{
    return column->is_total && (row->is_total || strcmp(row->path, row->label) == 0);
}

static int has_shown(const ds_table *table)
{
    for (int r = 0; r < table->n_rows; r++) {
        for (int c = 0; c < table->n_columns; c++) {
            if (is_shown(&table->rows[r], &table->columns[c])) {
                return 1;
            }
        }
    }
    return 0;
}

/* A table with one column of totals is read by its rows, one with a single row by
 * its columns. */
static const char *name_of(const ds_table *table, const ds_row *row, const ds_column *column)
{
    return table->n_rows > 1 ? row->name : column->name;
}

static void write_total(ds_markup *m, const ds_report *report, int cell, const char *name,
                        apr_pool_t *pool)
{
    const char *text = ds_report_cell_text(report, cell, pool);

    ds_markup_start(m, "tr");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    ds_markup_text(m, name);
    ds_markup_end(m, "th");
    ds_markup_element_class(m, "td", "ds-number", *text != '\0' ? text : "空白");
    ds_markup_end(m, "tr");
}

static void write_totals(ds_markup *m, const ds_report *report, const ds_table *table,
                         apr_pool_t *pool)
{
    if (!has_shown(table)) {
        return;
    }
    ds_piece_open(m, "table", "ds-changes ds-totals");
    ds_markup_element(m, "caption",
                      apr_pstrcat(pool, "总计：", ds_staff_section_name(table->section, pool), NULL));
    ds_markup_start(m, "tbody");
    for (int r = 0; r < table->n_rows; r++) {
        for (int c = 0; c < table->n_columns; c++) {
            if (is_shown(&table->rows[r], &table->columns[c])) {
                write_total(m, report, table->first_cell + r * table->n_columns + c,
                            name_of(table, &table->rows[r], &table->columns[c]), pool);
            }
        }
    }
    ds_markup_end(m, "tbody");
    ds_markup_end(m, "table");
}

/* ---- What was found, and answered for ---- */

static void write_answered(ds_markup *m, const ds_finding *finding, apr_pool_t *pool)
{
    ds_markup_start(m, "li");
    ds_markup_text(m, finding->message);
    if (finding->reason != NULL) {
        ds_markup_element_class(m, "span", "ds-step-reason",
                                apr_pstrcat(pool, "理由：", finding->reason,
                                            finding->signed_by != NULL ? "（" : "",
                                            finding->signed_by != NULL ? finding->signed_by : "",
                                            finding->signed_by != NULL ? "）" : "", NULL));
    }
    ds_markup_end(m, "li");
}

/* Warnings, and what somebody has answered for when filling in. */
static int is_told(const ds_finding *finding)
{
    return finding->severity == DS_WARNING || strcmp(finding->rule, DS_ZERO_RULE) == 0;
}

static void write_findings(ds_markup *m, const ds_findings *findings, apr_pool_t *pool)
{
    int n = 0;

    for (int i = 0; findings != NULL && i < ds_findings_count(findings); i++) {
        if (!is_told(ds_findings_at(findings, i))) {
            continue;
        }
        if (n++ == 0) {
            ds_markup_element(m, "h3", "提醒和说明");
            ds_markup_start(m, "ul");
        }
        write_answered(m, ds_findings_at(findings, i), pool);
    }
    if (n > 0) {
        ds_markup_end(m, "ul");
    }
}

void ds_staff_step_summary(ds_markup *m, const ds_staff_step *s, apr_pool_t *pool)
{
    const ds_format *format = s->report->format;

    ds_piece_open(m, "section", "ds-step-summary");
    ds_markup_attr(m, "aria-labelledby", "ds-step-summary-head");
    ds_markup_start(m, "h2");
    ds_markup_attr(m, "id", "ds-step-summary-head");
    ds_markup_text(m, s->action == DS_ACTION_PUBLISH ? "将要公开的内容" : "公开后公众看到的内容");
    ds_markup_end(m, "h2");
    ds_piece_open(m, "dl", "ds-step-facts");
    write_line(m, "标题", s->report->title);
    write_line(m, "落款", signature_of(s->report, pool));
    write_line(m, "篇幅", words_of(s, pool));
    ds_markup_end(m, "dl");
    for (int t = 0; t < format->n_tables; t++) {
        write_totals(m, s->report, &format->tables[t], pool);
    }
    write_findings(m, s->findings, pool);
    ds_markup_start(m, "p");
    ds_piece_link(m, ds_staff_report_path(s->view->site, s->organ, s->year, "/preview", pool), NULL,
                  "预览公开页面全文");
    ds_markup_end(m, "p");
    ds_markup_end(m, "section");
}
