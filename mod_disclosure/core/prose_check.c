/* The check of what a report says in words. */
#include <string.h>

#include <apr_strings.h>

#include "core/period.h"
#include "core/prose_check.h"
#include "core/text.h"

#define PASSAGE_LENGTH 60

/* A signature this short may be part of many names. */
#define MIN_SIGNATURE 4

typedef struct {
    ds_findings *findings;
    const ds_report *report;
    const char *const *organ_names; /* or NULL */
    apr_pool_t *pool;
} check;

/* Labels, years and names are compared without white space and in narrow
 * digits. */
static const char *plain(const check *c, const char *text)
{
    return ds_text_narrow(c->pool, ds_text_squeeze(c->pool, text));
}

static void set_passage(const check *c, ds_finding *finding, const char *text)
{
    finding->passage = ds_text_quote(ds_findings_pool(c->findings), text, PASSAGE_LENGTH);
}

static const char *section_name(const check *c, const ds_section *section)
{
    return section->ordinal ? apr_pstrcat(c->pool, section->ordinal, "、", section->title, NULL)
                            : "正文之前的说明";
}

/* All paragraphs of a section, plain and one behind the other. */
static const char *section_text(const check *c, const ds_section *section)
{
    const apr_array_header_t *blocks = c->report->prose[section->prose];
    apr_array_header_t *texts = apr_array_make(c->pool, blocks->nelts + 1, sizeof(char *));
    int i;

    for (i = 0; i < blocks->nelts; i++) {
        const ds_block *block = &APR_ARRAY_IDX(blocks, i, ds_block);

        if (block->text) {
            APR_ARRAY_PUSH(texts, const char *) = plain(c, block->text);
        }
    }
    return apr_array_pstrcat(c->pool, texts, '\n');
}

static void check_sections(const check *c)
{
    const ds_format *format = c->report->format;
    int i;

    for (i = 0; i < format->n_prose; i++) {
        const ds_section *section = format->prose[i];

        if (section->is_required && c->report->prose[i]->nelts == 0) {
            ds_findings_add(c->findings, DS_ERROR, "S.six", section->id,
                            "‘%s’还没有内容，请填写；没有可以报告的，也请写明。",
                            section_name(c, section));
        }
    }
}

static void check_year(const check *c)
{
    const char *title = c->report->title ? plain(c, c->report->title) : NULL, *p = title;
    ds_finding *finding;
    int year, first = 0;

    if (!c->report->year) {
        if (!ds_findings_find(c->findings, "F.year@year")) {
            ds_findings_add(c->findings, DS_ERROR, "F.year", "year",
                            "没有写明是哪一年度的报告，请补上年度。");
        }
        return;
    }
    while (p && (year = ds_year_next(&p))) {
        if (year == c->report->year) {
            return;
        }
        first = first ? first : year;
    }
    if (!title) {
        return;
    }
    if (first) {
        finding = ds_findings_add(c->findings, DS_ERROR, "S.year", "title",
                                  "标题写的是 %d 年，报告年度是 %d 年，请核对标题和年度。", first,
                                  c->report->year);
        finding->expected = apr_itoa(ds_findings_pool(c->findings), c->report->year);
        finding->actual = apr_itoa(ds_findings_pool(c->findings), first);
    }
    else {
        finding = ds_findings_add(c->findings, DS_WARNING, "S.year", "title",
                                  "标题中没有写明年度，应有‘%d年’，请核对。", c->report->year);
    }
    set_passage(c, finding, c->report->title);
}

static int is_whole_year(const ds_period *period)
{
    return period->first_month == 1 && period->first_day == 1 && period->last_month == 12
           && period->last_day == 31;
}

/* A year of the period that is a year, and another than the report's; 0 when
 * there is none. */
static int other_year(const check *c, const ds_period *period)
{
    int years[] = { period->first_year, period->last_year }, i;

    for (i = 0; i < 2; i++) {
        if (years[i] >= 1000 && years[i] <= 9999 && years[i] != c->report->year) {
            return years[i];
        }
    }
    return 0;
}

static int is_fine(const check *c, const ds_period *period)
{
    return is_whole_year(period)
           && (period->first_year == 0 || period->first_year == c->report->year)
           && (period->last_year == 0 || period->last_year == c->report->year);
}

static void report_period(const check *c, const ds_section *section, const ds_period *period,
                          const char *passage)
{
    int year = other_year(c, period);
    ds_finding *finding;

    if (year) {
        finding = ds_findings_add(c->findings, DS_ERROR, "S.period", section->id,
                                  "统计期限写到了 %d 年，本报告应为 %d 年1月1日至12月31日，请核对。",
                                  year, c->report->year);
    }
    else {
        finding = ds_findings_add(c->findings, DS_WARNING, "S.period", section->id,
                                  "统计期限写作‘%s’，应为 %d 年1月1日至12月31日，请核对。",
                                  ds_text_quote(c->pool, passage, PASSAGE_LENGTH),
                                  c->report->year);
    }
    set_passage(c, finding, passage);
}

/* The period is stated once; where several stand in the text, one of them
 * being right is enough. */
static void check_period(const check *c, const ds_section *section)
{
    const char *p = section_text(c, section), *begin, *passage = NULL;
    ds_period period, first;

    while (ds_period_next(&p, &begin, &period)) {
        if (is_fine(c, &period)) {
            return;
        }
        if (!passage) {
            first = period;
            passage = apr_pstrmemdup(c->pool, begin, (apr_size_t)(p - begin));
        }
    }
    if (passage) {
        report_period(c, section, &first, passage);
    }
    else {
        ds_findings_add(c->findings, DS_INFO, "S.period", section->id,
                        "没有找到统计期限，可以写明‘%d年1月1日至12月31日’。", c->report->year);
    }
}

/* Whether the text contains one of the organ's names. */
static int names_organ(const check *c, const char *text)
{
    const char *const *name = c->organ_names;

    for (; *name; name++) {
        if (**name && strstr(text, plain(c, *name))) {
            return 1;
        }
    }
    return 0;
}

/* Whether the text is the end of one of its names: 稷下街道办事处 of
 * 临淄区人民政府稷下街道办事处. */
static int is_end_of_name(const check *c, const char *text)
{
    const char *const *name = c->organ_names;
    apr_size_t len = strlen(text);

    for (; *name; name++) {
        const char *whole = plain(c, *name);

        if (strlen(whole) > len && strcmp(whole + strlen(whole) - len, text) == 0) {
            return ds_text_length(text) >= MIN_SIGNATURE;
        }
    }
    return 0;
}

static void check_title_organ(const check *c)
{
    if (c->report->title && !names_organ(c, plain(c, c->report->title))) {
        set_passage(c, ds_findings_add(c->findings, DS_WARNING, "S.organ", "title",
                                       "标题中没有本机关的名称‘%s’，请核对。",
                                       c->organ_names[0]),
                    c->report->title);
    }
}

static void check_signature_organ(const check *c)
{
    const char *name = c->report->signature_name;
    const char *text = name ? plain(c, name) : NULL;

    if (text && !names_organ(c, text) && !is_end_of_name(c, text)) {
        set_passage(c, ds_findings_add(c->findings, DS_WARNING, "S.organ", "signature",
                                       "落款写的是‘%s’，不是本机关的名称‘%s’，请核对。",
                                       ds_text_quote(c->pool, name, PASSAGE_LENGTH),
                                       c->organ_names[0]),
                    name);
    }
}

static void check_signature(const check *c)
{
    if (!c->report->signature_name) {
        ds_findings_add(c->findings, DS_WARNING, "S.organ", "signature.name",
                        "没有落款的机关名称，请补上。");
    }
    if (!c->report->signature_date) {
        ds_findings_add(c->findings, DS_WARNING, "S.organ", "signature.date",
                        "没有落款日期，请补上。");
    }
}

/* What the official notes want to be spoken of in a section. */
static void check_mentions(const check *c)
{
    const ds_format *format = c->report->format;
    int i;

    for (i = 0; i < format->n_prose; i++) {
        const ds_section *section = format->prose[i];

        if (section->must_mention && c->report->prose[i]->nelts > 0
            && !strstr(section_text(c, section), plain(c, section->must_mention))) {
            ds_findings_add(c->findings, DS_WARNING, "S.fee", section->id,
                            "‘%s’中没有提到%s，没有发生的也应写明，请补充。",
                            section_name(c, section), section->must_mention);
        }
    }
}

void ds_prose_check(ds_findings *findings, const ds_report *report,
                    const ds_check_context *context, apr_pool_t *scratch_pool)
{
    check c = { findings, report, context->organ_names, scratch_pool };
    const ds_section *opening = report->format->n_prose ? report->format->prose[0] : NULL;

    check_sections(&c);
    check_year(&c);
    if (report->year && opening && !opening->ordinal) {
        check_period(&c, opening);
    }
    if (c.organ_names && c.organ_names[0]) {
        check_title_organ(&c);
        check_signature_organ(&c);
    }
    check_signature(&c);
    check_mentions(&c);
}
