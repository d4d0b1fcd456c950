#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <apr_general.h>
#include <apr_strings.h>
#include <libxml/parser.h>

#include "core/canonical.h"
#include "core/log.h"
#include "io/json.h"
#include "io/xml.h"

static apr_pool_t *global_pool;
static ds_read_context context;

void fuzz_require(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "does not hold: %s\n", what);
        abort();
    }
}

/* There with AddressSanitizer only. What is loaded once is held by a pool,
 * whose memory the leak checker does not look through. */
void __lsan_disable(void) __attribute__((weak));
void __lsan_enable(void) __attribute__((weak));

/* What the library logs about a hostile input is not looked at. */
static void ignore(void *baton, const char *file, int line, ds_log_level level,
                   apr_status_t status, const char *message)
{
}

static void load(void)
{
    ds_formats *formats = NULL;
    ds_report_schema *schema = NULL;
    apr_initialize();
    xmlInitParser();
    ds_log_set(ignore, NULL);
    apr_pool_create(&global_pool, NULL);
    const char *error = ds_formats_load(&formats, "conf/formats", "conf/schema/format.rng",
                                        global_pool, global_pool);
    fuzz_require(error == NULL, error);
    error = ds_report_schema_load(&schema, "conf/schema/report.rng", global_pool);
    fuzz_require(error == NULL, error);
    context = (ds_read_context) { .formats = formats, .report_schema = schema };
}

apr_pool_t *fuzz_begin(void)
{
    if (global_pool == NULL) {
        if (__lsan_disable != NULL) {
            __lsan_disable();
        }
        load();
        if (__lsan_enable != NULL) {
            __lsan_enable();
        }
    }
    apr_pool_t *pool;
    apr_pool_create(&pool, global_pool);
    return pool;
}

void fuzz_end(apr_pool_t *pool)
{
    apr_pool_destroy(pool);
}

const ds_read_context *fuzz_context(void)
{
    return &context;
}

void fuzz_keep_findings(const ds_findings *findings, apr_pool_t *pool)
{
    const char *text = ds_findings_write(findings, pool);
    ds_findings *again = ds_findings_read(text, pool);
    fuzz_require(again != NULL, "findings can be read again");
    fuzz_require(strcmp(ds_findings_write(again, pool), text) == 0, "findings stay the same");
}

static void require_same(const ds_report *report, ds_write_fn *write, ds_read_fn *read,
                         apr_pool_t *pool)
{
    ds_findings *findings = ds_findings_create(pool);
    ds_report *again = NULL;
    apr_size_t len, again_len;
    const char *bytes = write(report, &len, pool);
    fuzz_require(read(&again, findings, bytes, len, &context, pool, pool) == APR_SUCCESS,
                 "what was written can be read");
    const char *again_bytes = write(again, &again_len, pool);
    fuzz_require(len == again_len && memcmp(bytes, again_bytes, len) == 0,
                 "a report stays the same");
}

void fuzz_reader(ds_read_fn *read, const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_begin();
    ds_findings *findings = ds_findings_create(pool);
    ds_report *report = NULL;
    apr_status_t status = read(&report, findings, (const char *)data, size, &context, pool, pool);
    fuzz_require((status == APR_SUCCESS) == (report != NULL), "a report on success only");
    fuzz_require(status == APR_SUCCESS || ds_findings_of(findings, DS_ERROR) > 0,
                 "a refusal says why");
    fuzz_keep_findings(findings, pool);
    /* A reader of documents may leave the year to the address; the strict
     * readers want it. */
    if (report != NULL && report->year != 0) {
        require_same(report, ds_xml_write, ds_xml_read, pool);
        require_same(report, ds_json_write, ds_json_read, pool);
    }
    fuzz_end(pool);
}

static apr_status_t close_file(void *baton)
{
    close((int)(intptr_t)baton);
    return APR_SUCCESS;
}

const char *fuzz_file(apr_pool_t *pool, const uint8_t *data, size_t size)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    fuzz_require(fd >= 0 && write(fd, data, size) == (ssize_t)size, "a file in memory");
    apr_pool_cleanup_register(pool, (void *)(intptr_t)fd, close_file, apr_pool_cleanup_null);
    return apr_psprintf(pool, "/proc/self/fd/%d", fd);
}
