#include "ctl/ctl.h"

#include <stdio.h>
#include <string.h>

#include <apr_file_io.h>
#include <apr_strings.h>

#include "core/canonical.h"
#include "core/status.h"
#include "io/io.h"

const apr_getopt_option_t ctl_export_options[] = {
    { "to", 't', 1, "xml|json|csv|docx  写成哪种格式，默认 xml" },
    { "organ", 'o', 1, "KEY  只导出该机关的" },
    { "year", 'y', 1, "Y  只导出该年度的" },
    { NULL, 0, 0, NULL }
};

/* Written beside its place first, so that a file with the final name is whole. */
static apr_status_t write_file(const char *path, const char *bytes, apr_size_t len, apr_pool_t *pool)
{
    const char *part = apr_pstrcat(pool, path, ".part", NULL);
    apr_file_t *file;
    apr_status_t status = apr_file_open(&file, part, APR_WRITE | APR_CREATE | APR_TRUNCATE,
                                        APR_OS_DEFAULT, pool);
    if (status != APR_SUCCESS) {
        return status;
    }
    status = apr_file_write_full(file, bytes, len, NULL);
    apr_status_t closed = apr_file_close(file);
    status = status ? status : closed;
    return status ? status : apr_file_rename(part, path, pool);
}

static int export_one(ctl *c, const ds_listing *listing, const ds_codec *codec,
                      const char *directory, apr_pool_t *pool)
{
    ds_revision *revision;
    ds_version *version;
    ds_report *report;
    apr_size_t len;
    char message[200];
    const char *path = apr_psprintf(pool, "%s/%s-%d.%s", directory, listing->organ, listing->year,
                                    codec->name);
    apr_status_t status = ds_store_public(c->store, &revision, &version, listing->organ, listing->year,
                                          0, pool);
    if (status == APR_SUCCESS) {
        status = ds_canonical_read(&report, ds_findings_create(pool), revision->xml,
                                   revision->xml_length, c->formats, pool, pool);
    }
    if (status != APR_SUCCESS) {
        return ctl_refused(status, NULL, path);
    }
    const ds_imprint imprint = { .version = version->n, .algorithm = version->digest_algorithm,
                                 .digest = version->digest };
    const char *bytes = ds_codec_publish(codec, report, &imprint, &len, pool);
    status = bytes ? write_file(path, bytes, len, pool) : APR_ENOMEM;
    return status == APR_SUCCESS ? CTL_OK
        : ctl_fail("写不了 %s：%s", path, apr_strerror(status, message, sizeof(message)));
}

int ctl_export(ctl *c, const ctl_arguments *arguments)
{
    const char *to = ctl_option(arguments, "to"), *year = ctl_option(arguments, "year");
    const ds_codec *codec = ds_codec_find(to ? to : "xml");
    ds_query query = { .organ = ctl_option(arguments, "organ"),
                       .year = year ? (int) apr_atoi64(year) : 0,
                       .state = -1, .public_only = 1, .limit = 500 };
    apr_pool_t *page, *pool;
    int count = 0;
    if (!codec || !codec->write || arguments->rest->nelts != 1) {
        return ctl_fail("用法：export [--to %s] [--year Y] [--organ KEY] DIR。",
                        ds_codec_names(1, c->pool));
    }
    if (ctl_open_store(c) != CTL_OK) {
        return CTL_FAILED;
    }
    const char *directory = APR_ARRAY_IDX(arguments->rest, 0, const char *);
    apr_pool_create(&page, c->pool);
    apr_pool_create(&pool, c->pool);
    do {
        apr_array_header_t *listings;
        apr_pool_clear(page);
        apr_status_t status = ds_store_list(c->store, &listings, &query.after, &query, page);
        if (status != APR_SUCCESS) {
            return ctl_refused(status, NULL, "列出报告");
        }
        for (int i = 0; i < listings->nelts; i++, count++) {
            apr_pool_clear(pool);
            if (export_one(c, APR_ARRAY_IDX(listings, i, const ds_listing *), codec, directory, pool)
                != CTL_OK) {
                return CTL_FAILED;
            }
        }
        query.after = query.after ? apr_pstrdup(c->pool, query.after) : NULL;
    } while (query.after);
    printf("已导出 %d 份报告到 %s。\n", count, directory);
    return CTL_OK;
}
