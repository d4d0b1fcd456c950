#include "ctl/ctl.h"

#include <stdio.h>

#include "core/check.h"
#include "core/status.h"
#include "ctl/source.h"
#include "io/json.h"

const apr_getopt_option_t ctl_check_options[] = {
    { "json", 'j', 0, "以 JSON 输出核对结果" },
    { "previous", 'p', 1, "FILE  上一年度的报告，用于核对结转" },
    { NULL, 0, 0, NULL }
};

/* What one file came to. */
typedef struct result {
    ds_report *report;      /* NULL when it could not be read */
    ds_findings *findings;
    int code;
} result;

static result check_file(ctl *c, const char *path, const ds_report *previous, apr_pool_t *pool)
{
    result r = { NULL, ds_findings_create(pool), CTL_OK };
    apr_status_t status = ctl_read_report(c, &r.report, r.findings, path, NULL, 0, pool);
    if (status == APR_SUCCESS) {
        ds_check_context context = { .previous = previous };
        ds_check(r.findings, r.report, &context, pool);
    }
    r.code = status == DS_EINVALID ? CTL_WRONG
        : status != APR_SUCCESS ? CTL_FAILED
        : ds_findings_of(r.findings, DS_ERROR) > 0 ? CTL_WRONG : CTL_OK;
    return r;
}

static void print_summary(const char *path, const result *r)
{
    ctl_print_findings(path, r->findings);
    printf("%s: %d 处差错，%d 处提醒，%d 处说明，%d 处无法核对\n", path,
           ds_findings_of(r->findings, DS_ERROR), ds_findings_of(r->findings, DS_WARNING),
           ds_findings_of(r->findings, DS_INFO), ds_findings_of(r->findings, DS_NOT_ASSESSABLE));
}

int ctl_check(ctl *c, const ctl_arguments *arguments)
{
    const char *previous_path = ctl_option(arguments, "previous");
    int as_json = ctl_option(arguments, "json") != NULL;
    int worst = CTL_OK;
    ds_report *previous = NULL;
    json_t *all = json_array();
    if (arguments->rest->nelts == 0) {
        return ctl_fail("请写明要核对的文件。");
    }
    if (ctl_load(c) != CTL_OK) {
        return CTL_FAILED;
    }
    if (previous_path) {
        ds_findings *findings = ds_findings_create(c->pool);
        if (ctl_read_report(c, &previous, findings, previous_path, NULL, 0, c->pool)) {
            ctl_print_findings(previous_path, findings);
            return ctl_fail("上一年度的报告 %s 不能读。", previous_path);
        }
    }
    for (int i = 0; i < arguments->rest->nelts; i++) {
        const char *path = APR_ARRAY_IDX(arguments->rest, i, const char *);
        apr_pool_t *pool;
        apr_pool_create(&pool, c->pool);
        result r = check_file(c, path, previous, pool);
        worst = r.code > worst ? r.code : worst;
        if (as_json) {
            json_array_append_new(all, ds_json_check_result(r.report, r.findings, c->digest, pool));
        } else {
            print_summary(path, &r);
        }
        apr_pool_destroy(pool);
    }
    if (as_json) {
        json_t *shown = json_array_size(all) == 1 ? json_array_get(all, 0) : all;
        puts(ds_json_text(json_incref(shown), c->pool));
    }
    json_decref(all);
    return worst;
}
