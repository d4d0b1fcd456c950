/* How long the library takes, without a server: reading a report from each
 * form it is given in, checking it, making its canonical form and page.
 *
 *   micro DATA FILE...   DATA has formats/ and schema/; each FILE is a report
 *
 * Prints one line per file and task: task, file name, microseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_file_io.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <apr_time.h>

#include "core/canonical.h"
#include "core/check.h"
#include "io/io.h"
#include "io/xml.h"
#include "page/table.h"

/* Long enough that the clock and the first, cold turns do not matter. */
#define MEASURE_USEC (APR_USEC_PER_SEC / 2)

typedef struct input {
    const char *name;
    const char *bytes;
    apr_size_t len;
    const ds_codec *codec;
    ds_read_context context;
    ds_report *report;
} input;

typedef void task_fn(const input *in, apr_pool_t *pool);

static void die(const char *what, const char *why)
{
    fprintf(stderr, "micro: %s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

static ds_report *read_report(const input *in, apr_pool_t *pool)
{
    ds_report *report;
    ds_findings *findings = ds_findings_create(pool);
    if (in->codec->read(&report, findings, in->bytes, in->len, &in->context, pool, pool)
        != APR_SUCCESS) {
        die(in->name, ds_findings_count(findings) ? ds_findings_at(findings, 0)->message : "?");
    }
    return report;
}

static void task_read(const input *in, apr_pool_t *pool)
{
    read_report(in, pool);
}

static void task_check(const input *in, apr_pool_t *pool)
{
    ds_check_context context = { NULL, NULL };
    ds_check(ds_findings_create(pool), in->report, &context, pool);
}

static void task_canonical(const input *in, apr_pool_t *pool)
{
    apr_size_t len;
    ds_canonical(in->report, &len, pool);
}

static void task_digest(const input *in, apr_pool_t *pool)
{
    ds_canonical_digest(in->report, ds_digest_find("sm3"), pool);
}

static void task_tables(const input *in, apr_pool_t *pool)
{
    ds_markup *m = ds_markup_create(pool);
    const ds_format *format = in->report->format;
    for (int i = 0; i < format->n_sections; i++) {
        if (format->sections[i].prose < 0) {
            ds_table_report(m, in->report, &format->sections[i]);
        }
    }
}

static void task_docx(const input *in, apr_pool_t *pool)
{
    apr_size_t len;
    ds_codec_find("docx")->write(in->report, &len, pool);
}

static const struct {
    const char *name;
    task_fn *run;
} tasks[] = {
    { "read", task_read }, { "check", task_check }, { "canonical", task_canonical },
    { "digest", task_digest }, { "tables", task_tables }, { "docx", task_docx },
};

static void measure(const char *name, task_fn *run, const input *in, apr_pool_t *pool)
{
    apr_pool_t *iterpool;
    apr_time_t start = apr_time_now(), spent;
    long turns = 0;
    apr_pool_create(&iterpool, pool);
    do {
        for (int i = 0; i < 50; i++, turns++) {
            apr_pool_clear(iterpool);
            run(in, iterpool);
        }
        spent = apr_time_now() - start;
    } while (spent < MEASURE_USEC);
    apr_pool_destroy(iterpool);
    printf("%s\t%s\t%.1f\n", name, in->name, (double) spent / (double) turns);
}

static void load(input *in, const char *path, const ds_formats *formats,
                 const ds_report_schema *schema, apr_pool_t *pool)
{
    apr_file_t *file;
    apr_finfo_t info;
    const char *slash = strrchr(path, '/');
    char *bytes;
    if (apr_file_open(&file, path, APR_READ | APR_BINARY, APR_OS_DEFAULT, pool) != APR_SUCCESS
        || apr_file_info_get(&info, APR_FINFO_SIZE, file) != APR_SUCCESS) {
        die(path, "cannot be opened");
    }
    bytes = apr_palloc(pool, (apr_size_t) info.size + 1);
    if (apr_file_read_full(file, bytes, (apr_size_t) info.size, &in->len) != APR_SUCCESS) {
        die(path, "cannot be read");
    }
    bytes[in->len] = '\0';
    in->name = slash ? slash + 1 : path;
    in->bytes = bytes;
    in->codec = ds_codec_for_file(path, bytes, in->len);
    if (!in->codec || !in->codec->read) {
        die(path, "no reader for it");
    }
    in->context = (ds_read_context) { .formats = formats, .report_schema = schema };
    in->report = read_report(in, pool);
}

int main(int argc, const char *const *argv)
{
    apr_pool_t *pool;
    ds_formats *formats;
    ds_report_schema *schema;
    const char *error;
    if (argc < 3) {
        die("usage", "micro DATA FILE...");
    }
    apr_initialize();
    atexit(apr_terminate);
    apr_pool_create(&pool, NULL);
    error = ds_formats_load(&formats, apr_pstrcat(pool, argv[1], "/formats", NULL),
                            apr_pstrcat(pool, argv[1], "/schema/format.rng", NULL), pool, pool);
    if (!error) {
        error = ds_report_schema_load(&schema, apr_pstrcat(pool, argv[1], "/schema/report.rng",
                                                           NULL), pool);
    }
    if (error) {
        die(argv[1], error);
    }
    for (int i = 2; i < argc; i++) {
        input in;
        load(&in, argv[i], formats, schema, pool);
        for (size_t t = 0; t < sizeof(tasks) / sizeof(*tasks); t++) {
            measure(tasks[t].name, tasks[t].run, &in, pool);
        }
    }
    return EXIT_SUCCESS;
}
