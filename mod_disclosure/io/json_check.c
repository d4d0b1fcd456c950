#include "io/json.h"
#include "io/json_parse.h"

static json_t *json_strings(const apr_array_header_t *texts)
{
    json_t *array = json_array();
    for (int i = 0; i < texts->nelts; i++) {
        ds_json_append(array, json_string(APR_ARRAY_IDX(texts, i, const char *)));
    }
    return array;
}

json_t *ds_json_finding(const ds_finding *finding)
{
    json_t *object = json_object();
    ds_json_set(object, "id", json_string(finding->id));
    ds_json_set(object, "rule", json_string(finding->rule));
    ds_json_set(object, "severity", json_string(ds_severity_name(finding->severity)));
    ds_json_set(object, "cells", json_strings(finding->cells));
    ds_json_set(object, "suspects", json_strings(finding->suspects));
    ds_json_set(object, "passage", ds_json_string(finding->passage));
    ds_json_set(object, "expected", ds_json_string(finding->expected));
    ds_json_set(object, "actual", ds_json_string(finding->actual));
    ds_json_set(object, "message", json_string(finding->message));
    ds_json_set(object, "reason", ds_json_string(finding->reason));
    return object;
}

json_t *ds_json_findings(const ds_findings *findings)
{
    json_t *array = json_array();
    for (int i = 0; i < ds_findings_count(findings); i++) {
        ds_json_append(array, ds_json_finding(ds_findings_at(findings, i)));
    }
    return array;
}

static json_t *json_summary(const ds_findings *findings)
{
    static const ds_severity severities[] = { DS_ERROR, DS_WARNING, DS_INFO, DS_NOT_ASSESSABLE };
    json_t *summary = json_object();
    for (int i = 0; i < (int)(sizeof(severities) / sizeof(*severities)); i++) {
        ds_json_set(summary, ds_severity_name(severities[i]),
                    json_integer(ds_findings_of(findings, severities[i])));
    }
    return summary;
}

json_t *ds_json_check_result(const ds_report *report, const ds_findings *findings,
                             const ds_digest_algorithm *algorithm, apr_pool_t *scratch_pool)
{
    json_t *result = json_object();
    if (report != NULL) {
        ds_json_set(result, "organ", ds_json_string(report->organ));
        ds_json_set(result, "year", report->year != 0 ? json_integer(report->year) : json_null());
        ds_json_set(result, "format", json_string(report->format->id));
        const ds_imprint imprint = ds_imprint_of(report, algorithm, scratch_pool);
        ds_json_set(result, "digest", ds_json_digest(&imprint));
    }
    ds_json_set(result, "summary", json_summary(findings));
    ds_json_set(result, "findings", ds_json_findings(findings));
    if (report != NULL) {
        ds_json_set(result, "report", ds_json_report(report));
    }
    return result;
}
