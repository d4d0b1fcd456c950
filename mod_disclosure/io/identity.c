#include "io/identity.h"

#include <string.h>

#include "core/organ.h"
#include "io/place.h"

int ds_identity_organ(const char **organ, const char *stated, const ds_read_context *context,
                      ds_findings *findings)
{
    if (stated != NULL && !ds_organ_key_is_valid(stated)) {
        ds_place place = ds_place_of(stated, strlen(stated));
        ds_findings_add(findings, DS_ERROR, "F.organ", "organ",
                        "‘%s’不是机关代码。机关代码以小写字母开头，由 2 至 40 个小写字母、数字"
                        "和连字符组成，请改正。", place.text);
        return 0;
    }
    if (stated != NULL && context->organ != NULL && strcmp(stated, context->organ) != 0) {
        ds_findings_add(findings, DS_ERROR, "F.organ", "organ",
                        "报告内写的机关是‘%s’，而提交的是‘%s’的报告。请核对后使两者一致。",
                        stated, context->organ);
        return 0;
    }
    *organ = stated != NULL ? stated : context->organ;
    return 1;
}

int ds_identity_year(int *year, apr_int64_t stated, const ds_read_context *context,
                     ds_findings *findings)
{
    apr_int64_t found = stated != 0 ? stated : context->year;
    if (found == 0) {
        ds_findings_add(findings, DS_ERROR, "F.year", "year",
                        "报告没有写明年度，请补上报告年度，例如 2020。");
        return 0;
    }
    if (found < DS_YEAR_MIN || found > DS_YEAR_MAX) {
        ds_findings_add(findings, DS_ERROR, "F.year", "year",
                        "报告年度 %" APR_INT64_T_FMT " 不在 %d 至 %d 之间，请改正。",
                        found, DS_YEAR_MIN, DS_YEAR_MAX);
        return 0;
    }
    if (context->year != 0 && found != context->year) {
        ds_findings_add(findings, DS_ERROR, "F.year", "year",
                        "报告内写的年度是 %d，而提交的是 %d 年的报告。请核对后使两者一致。",
                        (int)found, context->year);
        return 0;
    }
    *year = (int)found;
    return 1;
}

void ds_identity_check_format(const ds_format *format, int year, const ds_read_context *context,
                              ds_findings *findings)
{
    if (year == 0 || (year >= format->first_year && year <= format->last_year)) {
        return;
    }
    const ds_format *usual = ds_formats_of_year(context->formats, year);
    ds_findings_add(findings, DS_WARNING, "F.format", "format",
                    "报告用的是‘%s’格式，%d 年度的报告应当使用‘%s’格式。请核对；确需保留时请说明理由。",
                    format->id, year, usual != NULL ? usual->id : "当年");
}

const ds_format *ds_identity_format(const char *id, int year, const ds_read_context *context,
                                    ds_findings *findings)
{
    if (id == NULL && year == 0) {
        return NULL;
    }
    const ds_format *format = id != NULL ? ds_formats_find(context->formats, id)
                                         : ds_formats_of_year(context->formats, year);
    if (format == NULL && id != NULL) {
        ds_place place = ds_place_of(id, strlen(id));
        ds_findings_add(findings, DS_ERROR, "F.format", "format",
                        "没有名为‘%s’的报告格式，请改为已有的格式，例如 %s。", place.text,
                        ds_formats_at(context->formats, 0)->id);
        return NULL;
    }
    if (format == NULL) {
        ds_findings_add(findings, DS_ERROR, "F.format", "format",
                        "没有适用于 %d 年度的报告格式，请核对年度。", year);
        return NULL;
    }
    ds_identity_check_format(format, year, context, findings);
    return format;
}
