#include "ctl/published.h"

#include <string.h>

#include <apr_strings.h>

#include "core/canonical.h"
#include "core/status.h"
#include "io/csv_split.h"
#include "io/year_file.h"

/* What all reports of one output share. */
typedef struct output {
    ctl *c;
    const char *name;
    const ds_imprint *wanted;
    ctl_published_fn *each;
    void *baton;
} output;

/* Figures that had to be normalised are not written as they are published. A
 * published XML file is the canonical form itself: one byte more or less is
 * another file, even if it means the same. */
static int is_plain(const ctl_published *one, const char *bytes, apr_size_t len, apr_pool_t *pool)
{
    apr_size_t canonical_len;
    for (int i = 0; i < ds_findings_count(one->findings); i++) {
        if (strcmp(ds_findings_at(one->findings, i)->rule, "C.number") == 0) {
            return 0;
        }
    }
    if (strcmp(one->codec->name, "xml") != 0) {
        return 1;
    }
    const char *canonical = ds_canonical(one->report, &canonical_len, pool);
    return len == canonical_len && memcmp(bytes, canonical, len) == 0;
}

/* Compares with what is stated and what is wanted, both where there are both. */
static void compare(ctl_published *one, const ds_imprint *wanted, apr_pool_t *pool)
{
    one->agreement = CTL_UNSTATED;
    if (one->stated.digest != NULL) {
        one->agreement = ds_imprint_agrees(&one->stated, one->report, pool) ? CTL_AGREES
                                                                            : CTL_DIFFERS;
    }
    if (wanted != NULL && one->agreement != CTL_DIFFERS) {
        one->agreement = ds_imprint_agrees(wanted, one->report, pool) ? CTL_AGREES : CTL_DIFFERS;
    }
}

static void settle(const output *o, ctl_published *one, const char *bytes, apr_size_t len,
                   apr_pool_t *pool)
{
    const ds_digest_algorithm *algorithm = one->stated.algorithm != NULL
        ? ds_digest_find(one->stated.algorithm) : o->c->digest;
    compare(one, o->wanted, pool);
    one->is_plain = is_plain(one, bytes, len, pool);
    one->algorithm = algorithm->name;
    one->digest = ds_canonical_digest(one->report, algorithm, pool);
}

/* `about` is what the file around the report states of it; or NULL. */
static void read_one(const output *o, const char *name, const ds_codec *codec, const char *bytes,
                     apr_size_t len, const ds_year_item *about, apr_pool_t *pool)
{
    ctl_published one = { .name = name, .codec = codec, .agreement = CTL_UNSTATED,
                          .findings = ds_findings_create(pool) };
    const ds_read_context context = { .formats = o->c->formats,
                                      .report_schema = o->c->report_schema,
                                      .imprint = &one.stated };
    ds_report *report = NULL;
    apr_status_t status = codec->read(&report, one.findings, bytes, len, &context, pool, pool);
    if (about != NULL && about->digest != NULL
        && !ds_imprint_take(&one.stated, about->digest_algorithm, about->digest, pool)) {
        ds_findings_add(one.findings, DS_ERROR, "F.element", "digest", "写明的摘要不正确。");
        status = DS_EINVALID;
    }
    if (about != NULL) {
        one.stated.version = about->version;
        one.stated.is_exact = 1;
    }
    one.status = status;
    if (status == APR_SUCCESS) {
        one.report = report;
        settle(o, &one, bytes, len, pool);
    }
    o->each(o->baton, &one, pool);
}

static void read_items(const output *o, const apr_array_header_t *items, apr_pool_t *scratch_pool)
{
    apr_pool_t *iterpool;
    apr_pool_create(&iterpool, scratch_pool);
    for (int i = 0; i < items->nelts; i++) {
        const ds_year_item *item = &APR_ARRAY_IDX(items, i, ds_year_item);
        apr_pool_clear(iterpool);
        read_one(o, apr_psprintf(iterpool, "%s[%d]", o->name, i + 1), item->codec, item->bytes,
                 item->len, item, iterpool);
    }
    apr_pool_destroy(iterpool);
}

/* Returns 0 when the bytes are no CSV of reports. */
static int read_lines(const output *o, const char *bytes, apr_size_t len, apr_pool_t *scratch_pool)
{
    ds_csv_split split;
    apr_pool_t *iterpool;
    const char *file;
    apr_size_t file_len;
    if (!ds_csv_split_begin(&split, bytes, len)) {
        return 0;
    }
    apr_pool_create(&iterpool, scratch_pool);
    for (int i = 1; (file = ds_csv_split_next(&split, &file_len, iterpool)) != NULL; i++) {
        int is_only = i == 1 && split.at == split.end;
        read_one(o, is_only ? o->name : apr_psprintf(iterpool, "%s[%d]", o->name, i),
                 ds_codec_find("csv"), file, file_len, NULL, iterpool);
        apr_pool_clear(iterpool);
    }
    apr_pool_destroy(iterpool);
    return 1;
}

static int fail(const output *o, ds_findings *findings, apr_pool_t *pool)
{
    const ctl_published none = { .name = o->name, .findings = findings,
                                 .agreement = CTL_UNSTATED, .status = DS_EUNREADABLE };
    o->each(o->baton, &none, pool);
    return CTL_FAILED;
}

int ctl_each_published(ctl *c, const char *name, const ds_codec *codec, const char *bytes,
                       apr_size_t len, const ds_imprint *wanted, ctl_published_fn *each,
                       void *baton, apr_pool_t *scratch_pool)
{
    const output o = { c, name, wanted, each, baton };
    ds_findings *findings = ds_findings_create(scratch_pool);
    apr_array_header_t *items;
    apr_status_t status = ds_year_split(&items, findings, bytes, len, scratch_pool);
    if (status == APR_SUCCESS) {
        read_items(&o, items, scratch_pool);
        return CTL_OK;
    }
    if (status != DS_ENOTFOUND) {
        return fail(&o, findings, scratch_pool);
    }
    if (read_lines(&o, bytes, len, scratch_pool)) {
        return CTL_OK;
    }
    codec = codec != NULL ? codec : ds_codec_for_file(name, bytes, len);
    if (codec == NULL || codec->read == NULL) {
        ds_findings_add(findings, DS_ERROR, "F.type", name, "认不出“%s”的格式，可以读的有：%s。", name,
                        ds_codec_names(0, scratch_pool));
        return fail(&o, findings, scratch_pool);
    }
    read_one(&o, name, codec, bytes, len, NULL, scratch_pool);
    return CTL_OK;
}
