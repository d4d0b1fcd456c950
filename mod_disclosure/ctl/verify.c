#include "ctl/ctl.h"

#include <stdio.h>
#include <string.h>

#include <apr_strings.h>

#include "core/check.h"
#include "core/status.h"
#include "ctl/published.h"
#include "ctl/site.h"
#include "ctl/source.h"
#include "io/json.h"

const apr_getopt_option_t ctl_verify_options[] = {
    { "digest", 'd', 1, "HEX  应有的摘要，例如页面上印的那一个" },
    { "site", 's', 1, "URL  巡查网站：走遍已公开的页面，核对每种形式，检查链接" },
    { "delay", 'w', 1, "MS  巡查时两次访问之间等待的毫秒数，默认 0" },
    { "max-pages", 'm', 1, "N  巡查时最多访问的网址数，默认 100000" },
    { "max-time", 't', 1, "S  巡查最多用的秒数，默认 3600" },
    { "quiet", 'q', 0, "没有问题时不输出" },
    { "json", 'j', 0, "以 JSON 输出结果" },
    { NULL, 0, 0, NULL }
};

/* What all outputs of one run come to. */
typedef struct run {
    ctl *c;
    int is_quiet;
    json_t *results;     /* NULL: printed as text */
    int n;               /* reports */
    int worst;           /* exit code so far */
} run;

static const char *judge(const ctl_published *one)
{
    if (one->report == NULL) {
        return one->status == DS_EINVALID ? "不是公开的形式，内容被改过或者不完整"
                                          : "不能读，没有核对";
    }
    if (one->agreement == CTL_DIFFERS) {
        return one->stated.digest != NULL ? "与载明的摘要不符，内容被改过或者不完整"
                                          : "与所给的摘要不符";
    }
    if (!one->is_plain) {
        return "写法与公开的形式不同";
    }
    if (one->agreement == CTL_AGREES) {
        return "与载明的摘要相符";
    }
    return strcmp(one->codec->name, "xml") == 0 ? "是公开的形式，摘要请与页面所印的核对"
                                                : "没有载明摘要，无从核对";
}

/* XML is nothing but the canonical form and states no digest. */
static int is_right(const ctl_published *one)
{
    return one->is_plain
        && (one->agreement == CTL_AGREES
            || (one->agreement == CTL_UNSTATED && strcmp(one->codec->name, "xml") == 0));
}

static void print_one(const run *r, const ctl_published *one, int code, apr_pool_t *pool)
{
    const ds_findings *findings = one->findings;
    if (r->is_quiet && code == CTL_OK) {
        return;
    }
    ctl_print_findings(one->name, findings);
    if (one->report == NULL) {
        printf("%s: %s\n", one->name, judge(one));
        return;
    }
    printf("%s: %s %d%s %s %s %s，勾稽差错 %d 处\n", one->name,
           one->report->organ != NULL ? one->report->organ : "-", one->report->year,
           one->stated.version > 0 ? apr_psprintf(pool, " v%d", one->stated.version) : "",
           one->algorithm, one->digest != NULL ? one->digest : "-", judge(one),
           ds_findings_of(findings, DS_ERROR));
}

static json_t *text_or_null(const char *text)
{
    return text != NULL ? json_string(text) : json_null();
}

static json_t *result_of(const ctl_published *one, int code)
{
    const ds_report *report = one->report;
    json_t *result = json_object();
    json_object_set_new(result, "file", json_string(one->name));
    json_object_set_new(result, "right", json_boolean(code == CTL_OK));
    json_object_set_new(result, "organ", text_or_null(report != NULL ? report->organ : NULL));
    json_object_set_new(result, "year", report != NULL && report->year > 0
                                        ? json_integer(report->year) : json_null());
    json_object_set_new(result, "version", one->stated.version > 0
                                           ? json_integer(one->stated.version) : json_null());
    json_object_set_new(result, "algorithm", text_or_null(one->algorithm));
    json_object_set_new(result, "computed", text_or_null(one->digest));
    json_object_set_new(result, "stated", text_or_null(one->stated.digest));
    json_object_set_new(result, "message", json_string(judge(one)));
    json_object_set_new(result, "findings", ds_json_findings(one->findings));
    return result;
}

static void verify_one(void *baton, const ctl_published *one, apr_pool_t *pool)
{
    run *r = baton;
    ds_check_context context = { 0 };
    int code = one->status == DS_EINVALID ? CTL_WRONG : CTL_FAILED;
    if (one->report != NULL) {
        ds_check(one->findings, one->report, &context, pool);
        code = is_right(one) && ds_findings_of(one->findings, DS_ERROR) == 0 ? CTL_OK : CTL_WRONG;
    }
    r->n++;
    r->worst = code > r->worst ? code : r->worst;
    if (r->results != NULL) {
        json_array_append_new(r->results, result_of(one, code));
    } else {
        print_one(r, one, code, pool);
    }
}

static int verify_files(ctl *c, const ctl_arguments *arguments, const ds_imprint *wanted)
{
    run r = { .c = c, .is_quiet = ctl_option(arguments, "quiet") != NULL,
              .results = ctl_option(arguments, "json") ? json_array() : NULL };
    apr_pool_t *iterpool;
    apr_pool_create(&iterpool, c->pool);
    for (int i = 0; i < arguments->rest->nelts; i++) {
        const char *path = APR_ARRAY_IDX(arguments->rest, i, const char *);
        apr_size_t len;
        apr_pool_clear(iterpool);
        const char *bytes = ctl_read_bytes(path, CTL_MAX_OUTPUT, &len, iterpool);
        int result = bytes != NULL
            ? ctl_each_published(c, path, NULL, bytes, len, wanted, verify_one, &r, iterpool)
            : CTL_FAILED;
        r.worst = result > r.worst ? result : r.worst;
    }
    if (r.results != NULL) {
        puts(ds_json_text(json_array_size(r.results) == 1
                          ? json_incref(json_array_get(r.results, 0)) : json_incref(r.results),
                          c->pool));
        json_decref(r.results);
    } else if (r.n > arguments->rest->nelts && !r.is_quiet) {
        printf("共 %d 份报告。\n", r.n);
    }
    return r.worst;
}

int ctl_verify(ctl *c, const ctl_arguments *arguments)
{
    const char *digest = ctl_option(arguments, "digest"), *site = ctl_option(arguments, "site");
    ds_imprint wanted = { .version = 0 };
    if ((arguments->rest->nelts == 0) == (site == NULL) || (site != NULL && digest != NULL)) {
        return ctl_fail("请写明要校验的文件，或者用 --site 写明要巡查的网站。");
    }
    if (ctl_load(c) != CTL_OK) {
        return CTL_FAILED;
    }
    if (digest != NULL && !ds_imprint_take(&wanted, c->digest->name, digest, c->pool)
        && !ds_imprint_take_header(&wanted, digest, c->pool)) {
        return ctl_fail("“%s”不是摘要，应为 %d 位小写十六进制数。", digest, c->digest->hex_length);
    }
    return site != NULL ? ctl_verify_site(c, arguments, site)
                        : verify_files(c, arguments, digest != NULL ? &wanted : NULL);
}
