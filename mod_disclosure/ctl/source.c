#include "ctl/source.h"

#include <stdio.h>
#include <string.h>

#include <apr_file_io.h>
#include <apr_strings.h>

#include "core/status.h"

static apr_status_t open_source(apr_file_t **file, const char *path, apr_pool_t *pool)
{
    return strcmp(path, "-") == 0
        ? apr_file_open_stdin(file, pool)
        : apr_file_open(file, path, APR_READ | APR_BINARY, APR_OS_DEFAULT, pool);
}

/* One byte more than `max` is read, so that a larger file is noticed. */
const char *ctl_read_bytes(const char *path, apr_size_t max, apr_size_t *len, apr_pool_t *pool)
{
    apr_file_t *file;
    char message[200];
    apr_size_t size = 64 * 1024, used = 0;
    char *bytes = apr_palloc(pool, size + 1);
    apr_status_t status = open_source(&file, path, pool);
    while (status == APR_SUCCESS && used <= max) {
        apr_size_t more = size - used;
        status = apr_file_read_full(file, bytes + used, more, &more);
        used += more;
        if (status == APR_SUCCESS && used == size) {
            char *larger = apr_palloc(pool, size * 2 + 1);
            memcpy(larger, bytes, used);
            bytes = larger;
            size *= 2;
        }
    }
    if (used > max) {
        ctl_fail("%s 超过 %" APR_SIZE_T_FMT " 字节，没有读。", path, max);
        return NULL;
    }
    if (!APR_STATUS_IS_EOF(status)) {
        ctl_fail("读不了 %s：%s", path, apr_strerror(status, message, sizeof(message)));
        return NULL;
    }
    bytes[used] = '\0';
    *len = used;
    return bytes;
}

apr_status_t ctl_read_report(ctl *c, ds_report **out, ds_findings *findings, const char *path,
                             const char *organ, int year, apr_pool_t *pool)
{
    apr_size_t len;
    const char *bytes = ctl_read_bytes(path, DS_REPORT_MAX_BYTES, &len, pool);
    return bytes ? ctl_parse_report(c, out, findings, path, bytes, len, organ, year, pool)
                 : DS_EUNREADABLE;
}

apr_status_t ctl_parse_report(ctl *c, ds_report **out, ds_findings *findings, const char *path,
                              const char *bytes, apr_size_t len, const char *organ, int year,
                              apr_pool_t *pool)
{
    ds_read_context context = { .formats = c->formats, .report_schema = c->report_schema,
                                .organ = organ, .year = year };
    const ds_codec *codec = ds_codec_for_file(path, bytes, len);
    if (!codec || !codec->read) {
        ds_findings_add(findings, DS_ERROR, "F.type", path, "认不出“%s”的格式，可以读的有：%s。",
                        path, ds_codec_names(0, pool));
        return DS_EUNSUPPORTED;
    }
    return codec->read(out, findings, bytes, len, &context, pool, pool);
}

static const char *const severity_labels[] = {
    [DS_ERROR] = "差错", [DS_WARNING] = "提醒", [DS_INFO] = "说明", [DS_NOT_ASSESSABLE] = "无法核对",
};

void ctl_print_findings(const char *path, const ds_findings *findings)
{
    for (int i = 0; i < ds_findings_count(findings); i++) {
        const ds_finding *f = ds_findings_at(findings, i);
        printf("%s: %s %s: %s\n", path, severity_labels[f->severity], f->rule, f->message);
    }
}
