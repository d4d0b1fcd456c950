#include "ctl/ctl.h"

#include <stdio.h>
#include <string.h>

#include "core/canonical.h"
#include "core/check.h"
#include "ctl/source.h"

const apr_getopt_option_t ctl_verify_options[] = {
    { "digest", 'd', 1, "HEX  应有的摘要，例如页面上印的那一个" },
    { NULL, 0, 0, NULL }
};

/* A published XML file is the canonical form itself; one byte more or less is
 * another file, even if it means the same. */
static int is_published_form(const ds_report *report, const char *bytes, apr_size_t len,
                             apr_pool_t *pool)
{
    apr_size_t canonical_len;
    const char *canonical = ds_canonical(report, &canonical_len, pool);
    const ds_codec *codec = ds_codec_for_file("-", bytes, len);
    return !codec || strcmp(codec->name, "xml") != 0
        || (len == canonical_len && memcmp(bytes, canonical, len) == 0);
}

int ctl_verify(ctl *c, const ctl_arguments *arguments)
{
    const char *wanted = ctl_option(arguments, "digest");
    ds_findings *findings = ds_findings_create(c->pool);
    ds_check_context context = { 0 };
    ds_read_context reading;
    ds_report *report;
    apr_size_t len;
    int result = CTL_OK;
    if (arguments->rest->nelts != 1) {
        return ctl_fail("请写明一个要校验的文件。");
    }
    if (ctl_load(c) != CTL_OK) {
        return CTL_FAILED;
    }
    const char *path = APR_ARRAY_IDX(arguments->rest, 0, const char *);
    const char *bytes = ctl_read_bytes(path, DS_REPORT_MAX_BYTES, &len, c->pool);
    const ds_codec *codec = bytes ? ds_codec_for_file(path, bytes, len) : NULL;
    reading = (ds_read_context) { .formats = c->formats, .report_schema = c->report_schema };
    if (!codec || !codec->read) {
        return bytes ? ctl_fail("认不出 %s 的格式。", path) : CTL_FAILED;
    }
    if (codec->read(&report, findings, bytes, len, &reading, c->pool, c->pool) != APR_SUCCESS) {
        ctl_print_findings(path, findings);
        return ctl_fail("%s 不能读。", path);
    }
    ds_check(findings, report, &context, c->pool);
    ctl_print_findings(path, findings);
    const char *digest = ds_canonical_digest(report, c->digest, c->pool);
    if (!digest) {
        return ctl_fail("算不出摘要。");
    }
    printf("%s: %s %s\n", path, c->digest->name, digest);
    if (!is_published_form(report, bytes, len, c->pool)) {
        printf("%s: 与公开的形式不是逐字节相同\n", path);
        result = CTL_WRONG;
    }
    if (wanted && strcmp(wanted, digest) != 0) {
        printf("%s: 摘要不符，应为 %s\n", path, wanted);
        result = CTL_WRONG;
    }
    return ds_findings_of(findings, DS_ERROR) > 0 ? CTL_WRONG : result;
}
