/* What the entry form begins with where nothing is stored. */
#include <apr_strings.h>

#include "page/form_page.h"

/* "（电话：...，地址：...）" out of what the profile has; "" for nothing. */
static const char *contact(const ds_organ *organ, apr_pool_t *pool)
{
    const struct {
        const char *label, *value;
    } lines[] = {
        { "地址", organ->address }, { "邮政编码", organ->postcode },
        { "电话", organ->telephone }, { "传真", organ->fax }, { "电子邮箱", organ->email },
    };
    const char *text = "";

    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        if (lines[i].value != NULL) {
            text = apr_pstrcat(pool, text, *text != '\0' ? "，" : "（", lines[i].label, "：",
                               lines[i].value, NULL);
        }
    }
    return *text != '\0' ? apr_pstrcat(pool, text, "）", NULL) : text;
}

static void add_preface(ds_report *report, int prose, const ds_organ *organ,
                        const char *organ_name, const ds_site *site, apr_pool_t *pool)
{
    const char *paragraphs[] = {
        apr_psprintf(pool, "%s按照《中华人民共和国政府信息公开条例》和%s的要求编制本报告。"
                     "报告所列数据的统计期限为%d年1月1日至%d年12月31日。",
                     organ_name, report->format->notice, report->year, report->year),
        apr_pstrcat(pool, "本报告的电子版可在", site->site_name, "的‘", site->column_name,
                    "’栏目查阅和下载。", NULL),
        apr_pstrcat(pool, "对本报告有疑问的，请联系", organ_name, contact(organ, pool), "。", NULL),
    };

    for (size_t i = 0; i < sizeof(paragraphs) / sizeof(paragraphs[0]); i++) {
        ds_report_add_paragraph(report, prose, paragraphs[i]);
    }
}

ds_report *ds_form_draft(const ds_format *format, const ds_organ *organ, const char *organ_name,
                         int year, const ds_cell *carried, const ds_site *site, apr_pool_t *pool)
{
    ds_report *report = ds_report_create(format, pool);
    const ds_section *first = &format->sections[0];

    report->organ = organ->key;
    report->year = year;
    ds_report_set_organ_name(report, organ_name);
    ds_report_set_title(report, ds_format_title(format, organ_name, year, pool));
    ds_report_set_signature(report, organ_name, NULL);
    if (first->prose >= 0 && first->ordinal == NULL) {
        add_preface(report, first->prose, organ, organ_name, site, pool);
    }
    for (int cell = 0; cell < format->n_cells; cell++) {
        if (carried[cell].state == DS_CELL_NUMBER) {
            ds_report_set_number(report, cell, carried[cell].value);
        }
    }
    return report;
}
