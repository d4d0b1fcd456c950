/* What the reader of a comparison has to know before the figures. */
#include <string.h>

#include <apr_strings.h>

#include "page/compare_parts.h"
#include "page/piece.h"

/* The years of that state as 2019年、2020年; NULL when there are none. */
static const char *years_of(const ds_compare_writer *w, ds_year_state state, int corrected)
{
    const char *text = NULL;

    for (int i = 0; i < w->series->n_years; i++) {
        const ds_series_year *year = &w->series->years[i];
        if (year->state == state && (!corrected || year->version > 1)) {
            text = apr_psprintf(w->pool, "%s%s%d年", text ? text : "", text ? "、" : "",
                                year->year);
        }
    }
    return text;
}

static void write_note(const ds_compare_writer *w, const char *text)
{
    if (text != NULL) {
        ds_markup_element(w->m, "li", text);
    }
}

static const char *sentence(const ds_compare_writer *w, const char *years, const char *rest)
{
    return years ? apr_pstrcat(w->pool, years, rest, NULL) : NULL;
}

/* The years in which reports of the format stand in the comparison. */
static const char *years_in_format(const ds_compare_writer *w, const ds_format *format)
{
    const char *text = NULL;

    for (int i = 0; i < w->series->n_years; i++) {
        const ds_series_year *year = &w->series->years[i];
        if (year->report != NULL && year->report->format == format) {
            text = apr_psprintf(w->pool, "%s%s%d年", text ? text : "", text ? "、" : "",
                                year->year);
        }
    }
    return text;
}

static void write_formats(const ds_compare_writer *w)
{
    const char *text = "各年的报告格式不同：";

    if (w->series->n_formats < 2) {
        return;
    }
    for (int i = 0; i < w->series->n_formats; i++) {
        const ds_format *format = w->series->formats[i];
        text = apr_pstrcat(w->pool, text, i ? "；" : "", years_in_format(w, format), "按",
                           format->notice, NULL);
    }
    write_note(w, apr_pstrcat(w->pool, text, "。当年的格式没有的项目标‘无此项’，不能比较；"
                              "一种格式分列、另一种格式合计的项目，按合计比较。", NULL));
}

/* 甲机关、乙机关 */
static const char *names_of(const ds_compare_writer *w, const apr_array_header_t *organs)
{
    const char *text = "";

    for (int i = 0; i < organs->nelts; i++) {
        text = apr_pstrcat(w->pool, text, i ? "、" : "",
                           ds_piece_organ_name(APR_ARRAY_IDX(organs, i, const ds_organ *),
                                               w->pool), NULL);
    }
    return text;
}

/* Each part leads to the report that it is. */
static void write_parts(const ds_compare_writer *w, const ds_series_year *year)
{
    ds_markup *m = w->m;

    for (int i = 0; i < year->parts->nelts; i++) {
        const ds_year_report *part = APR_ARRAY_IDX(year->parts, i, const ds_year_report *);
        ds_markup_text(m, i ? "、" : NULL);
        ds_piece_link(m, ds_piece_report_path(w->site, part->organ, part->year, 0, "", w->pool),
                      NULL, part->organ_name ? part->organ_name : part->organ);
    }
}

static void write_predecessors(const ds_compare_writer *w, const ds_series_year *year)
{
    ds_markup *m = w->m;

    if (year->parts == NULL) {
        return;
    }
    ds_markup_start(m, "li");
    ds_markup_text_int(m, year->year);
    ds_markup_text(m, year->state == DS_YEAR_SUM ? "年的数字是各前身机关的报告之和："
                                                 : "年由前身机关分别报告，已经发布的有：");
    write_parts(w, year);
    ds_markup_text(m, year->state == DS_YEAR_PARTIAL
                          ? apr_pstrcat(w->pool, "；没有发布的有：", names_of(w, year->lacking),
                                        "。因此不能合计，也不能比较。", NULL)
                      : year->state == DS_YEAR_MIXED ? "。所用格式不同，因此不能合计，也不能比较。"
                                                     : "。");
    ds_markup_end(m, "li");
}

void ds_compare_notes(const ds_compare_writer *w)
{
    ds_piece_open(w->m, "ul", "ds-notes");
    write_note(w, "数字下面是比上一年增减的数量和百分比；上一年是0的，不计算百分比；"
                  "两年都是0的，不另注明。‘占’是该项在当年总计中所占的比例。");
    write_formats(w);
    write_note(w, sentence(w, years_of(w, DS_YEAR_OWN, 1),
                           "的报告发布后作过更正，这里用的是更正后的数字。"));
    write_note(w, sentence(w, years_of(w, DS_YEAR_NONE, 0), "没有在此发布报告，不能比较。"));
    write_note(w, sentence(w, years_of(w, DS_YEAR_WITHDRAWN, 0), "的报告已经撤回，不能比较。"));
    for (int i = 0; i < w->series->n_years; i++) {
        write_predecessors(w, &w->series->years[i]);
    }
    ds_markup_end(w->m, "ul");
}
