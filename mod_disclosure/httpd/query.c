#include "httpd/query.h"

#include "core/report.h"
#include "io/form.h"

static const char *join(const char *const *names, apr_pool_t *pool)
{
    const char *all = "";

    for (; *names; names++)
        all = apr_pstrcat(pool, all, *all ? "、" : "", *names, NULL);
    return *all ? all : "无";
}

static int is_known(const char *name, const char *const *known)
{
    for (; *known; known++)
        if (!strcmp(*known, name))
            return 1;
    return 0;
}

apr_table_t *disclosure_query_fields(const disclosure_request *request, const char *const *known,
                                     const char **why)
{
    apr_pool_t *pool = request->r->pool;
    const char *args = request->r->args ? request->r->args : "";
    ds_findings *findings = ds_findings_create(pool);
    apr_table_t *fields = apr_table_make(pool, 4);
    const apr_array_header_t *entries;

    if (*args && ds_form_parse(&fields, findings, args, strlen(args), pool) != APR_SUCCESS) {
        *why = ds_findings_count(findings) ? ds_findings_at(findings, 0)->message
                                           : "地址中的查询条件无法读取，请核对后重试。";
        return NULL;
    }
    entries = apr_table_elts(fields);
    for (int i = 0; i < entries->nelts; i++)
        if (!is_known(APR_ARRAY_IDX(entries, i, apr_table_entry_t).key, known)) {
            *why = apr_pstrcat(pool, "地址中有不认识的查询条件，可用的有：", join(known, pool),
                               "。", NULL);
            return NULL;
        }
    return fields;
}

int disclosure_query_year(const apr_table_t *fields, const char *name, const char **why)
{
    const char *text = apr_table_get(fields, name);
    int year;

    if (!text)
        return 0;
    year = strlen(text) == 4 && strspn(text, "0123456789") == 4 ? atoi(text) : 0;
    if (year >= DS_YEAR_MIN && year <= DS_YEAR_MAX)
        return year;
    *why = "查询条件中的年度应为四位数字，例如2020。";
    return -1;
}
