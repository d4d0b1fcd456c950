/* What was found in a report, for those who decide about it. */
#include "page/staff_report_page.h"

#include <string.h>

#include <apr_strings.h>

#define BLANK_RULE "C.blank"

/* Suspects that are named. */
#define MAX_SUSPECTS 4

static const struct {
    ds_severity severity;
    const char *head;
    const char *class_name;
} groups[] = {
    { DS_ERROR, "错误：改正之后才能送审", "ds-found ds-found-error" },
    { DS_WARNING, "提醒：确实无误的，写明理由", "ds-found ds-found-warning" },
    { DS_INFO, "提示", "ds-found" },
};

static int is_blank(const ds_finding *finding)
{
    return strcmp(finding->rule, BLANK_RULE) == 0;
}

/* Where a finding leads: its first suspect, first cell, or its place. */
static const char *anchor_of(const ds_finding *finding, const ds_format *format, apr_pool_t *pool)
{
    const apr_array_header_t *cells = finding->suspects->nelts > 0 ? finding->suspects
                                                                   : finding->cells;
    const char *place, *id;

    if (cells->nelts > 0) {
        const char *cell = APR_ARRAY_IDX(cells, 0, const char *);
        return ds_format_cell(format, cell) >= 0 ? cell : NULL;
    }
    place = strchr(finding->id, '@');
    if (place == NULL) {
        return NULL;
    }
    place = apr_pstrmemdup(pool, place + 1, strcspn(place + 1, "#"));
    place += strncmp(place, "section/", 8) == 0 ? 8 : 0;
    id = apr_pstrmemdup(pool, place, strcspn(place, "/:"));
    return ds_format_section(format, id) != NULL ? apr_pstrcat(pool, "section/", id, NULL) : NULL;
}

/* The names of the suspects, "" for none. */
static const char *suspects_of(const ds_finding *finding, const ds_format *format,
                               apr_pool_t *pool)
{
    const char *names = "";

    for (int i = 0; i < finding->suspects->nelts && i < MAX_SUSPECTS; i++) {
        int cell = ds_format_cell(format, APR_ARRAY_IDX(finding->suspects, i, const char *));

        if (cell >= 0) {
            names = apr_pstrcat(pool, names, *names != '\0' ? "；" : "",
                                ds_format_cell_name(format, cell, pool), NULL);
        }
    }
    return names;
}

static void write_facts(ds_markup *m, const ds_finding *finding, const ds_format *format,
                        apr_pool_t *pool)
{
    const char *suspects = suspects_of(finding, format, pool), *facts = "";

    if (finding->expected != NULL && finding->actual != NULL) {
        facts = apr_pstrcat(pool, "应为 ", finding->expected, "，现为 ", finding->actual, "。",
                            NULL);
    }
    if (*suspects != '\0') {
        facts = apr_pstrcat(pool, facts, "最可能有误的：", suspects, "。", NULL);
    }
    if (*facts != '\0') {
        ds_markup_element_class(m, "span", "ds-found-more", facts);
    }
    if (finding->reason != NULL) {
        ds_piece_open(m, "span", "ds-found-reason");
        ds_markup_text(m, finding->signed_by != NULL
                       ? apr_pstrcat(pool, finding->signed_by, "说明：", NULL) : "说明：");
        ds_piece_lines(m, finding->reason, pool);
        ds_markup_end(m, "span");
    }
}

static void write_finding(ds_markup *m, const ds_finding *finding, const ds_format *format,
                          const char *form, apr_pool_t *pool)
{
    const char *anchor = anchor_of(finding, format, pool);

    ds_markup_start(m, "li");
    if (anchor != NULL) {
        ds_piece_link(m, apr_pstrcat(pool, form != NULL ? form : "", "#", anchor, NULL), NULL,
                      finding->message);
    }
    else {
        ds_markup_text(m, finding->message);
    }
    write_facts(m, finding, format, pool);
    ds_markup_end(m, "li");
}

/* Blank cells are one line, which leads to the first of them. */
static void write_blanks(ds_markup *m, const ds_findings *findings, const ds_format *format,
                         const char *form, apr_pool_t *pool)
{
    const char *anchor = NULL;
    int n = 0;

    for (int i = 0; i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);

        if (finding->severity == DS_ERROR && is_blank(finding)) {
            anchor = anchor != NULL ? anchor : anchor_of(finding, format, pool);
            n++;
        }
    }
    if (n == 0) {
        return;
    }
    ds_markup_start(m, "li");
    ds_piece_link(m, apr_pstrcat(pool, form != NULL ? form : "", "#",
                                 anchor != NULL ? anchor : "", NULL),
                  NULL, apr_psprintf(pool, "表格还有 %d 格没有填写；没有的填 0。", n));
    ds_markup_end(m, "li");
}

static void write_group(ds_markup *m, const ds_findings *findings, int group,
                        const ds_format *format, const char *form, apr_pool_t *pool)
{
    ds_severity severity = groups[group].severity;

    if (ds_findings_of(findings, severity) == 0) {
        return;
    }
    ds_piece_open(m, "div", groups[group].class_name);
    ds_markup_element(m, "h3", groups[group].head);
    ds_markup_start(m, "ul");
    if (severity == DS_ERROR) {
        write_blanks(m, findings, format, form, pool);
    }
    for (int i = 0; i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);

        if (finding->severity == severity && !(severity == DS_ERROR && is_blank(finding))) {
            write_finding(m, finding, format, form, pool);
        }
    }
    if (ds_findings_more(findings, severity) > 0) {
        ds_markup_element(m, "li", apr_psprintf(pool, "另有 %d 处，没有逐条列出。",
                                                ds_findings_more(findings, severity)));
    }
    ds_markup_end(m, "ul");
    ds_markup_end(m, "div");
}

static const char *headline(const ds_findings *findings, apr_pool_t *pool)
{
    int errors = ds_findings_of(findings, DS_ERROR), warnings = ds_findings_of(findings, DS_WARNING);

    if (errors == 0 && warnings == 0) {
        return "各项核对都已通过，没有错误和提醒。";
    }
    return apr_psprintf(pool, "错误 %d 处，提醒 %d 处。", errors, warnings);
}

void ds_staff_findings(ds_markup *m, const ds_findings *findings, const ds_format *format,
                       const char *form, apr_pool_t *pool)
{
    int waiting;

    if (findings == NULL) {
        return;
    }
    waiting = ds_findings_of(findings, DS_NOT_ASSESSABLE);
    ds_markup_element_class(m, "p", "ds-found-head", headline(findings, pool));
    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
        write_group(m, findings, (int)i, format, form, pool);
    }
    if (waiting > 0) {
        ds_markup_element_class(m, "p", "ds-help",
                                apr_psprintf(pool, "另有 %d 项核对因为缺少数据不能进行。", waiting));
    }
}
