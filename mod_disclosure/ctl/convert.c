#include "ctl/ctl.h"

#include <stdio.h>

#include "ctl/source.h"

const apr_getopt_option_t ctl_convert_options[] = {
    { "to", 't', 1, "xml|json|csv|docx  写成哪种格式" },
    { NULL, 0, 0, NULL }
};

int ctl_convert(ctl *c, const ctl_arguments *arguments)
{
    const char *to = ctl_option(arguments, "to");
    const ds_codec *codec = to ? ds_codec_find(to) : NULL;
    ds_findings *findings = ds_findings_create(c->pool);
    ds_report *report;
    apr_size_t len;
    if (!codec || !codec->write) {
        return ctl_fail("请用 --to 写明格式：%s。", ds_codec_names(1, c->pool));
    }
    if (arguments->rest->nelts != 1) {
        return ctl_fail("请写明一个要转换的文件。");
    }
    if (ctl_load(c) != CTL_OK) {
        return CTL_FAILED;
    }
    const char *path = APR_ARRAY_IDX(arguments->rest, 0, const char *);
    if (ctl_read_report(c, &report, findings, path, NULL, 0, c->pool) != APR_SUCCESS) {
        for (int i = 0; i < ds_findings_count(findings); i++) {
            ctl_fail("%s", ds_findings_at(findings, i)->message);
        }
        return ctl_fail("%s 没有转换。", path);
    }
    const ds_imprint imprint = ds_imprint_of(report, c->digest, c->pool);
    const char *bytes = ds_codec_publish(codec, report, &imprint, &len, c->pool);
    if (!bytes) {
        return ctl_fail("内存不足，%s 没有转换。", path);
    }
    return fwrite(bytes, 1, len, stdout) == len ? CTL_OK : ctl_fail("写标准输出失败。");
}
