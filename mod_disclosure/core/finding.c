/* Lists of findings. */
#include <stdarg.h>
#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "core/finding.h"
#include "core/text.h"

static const char *const severity_names[] = {
    [DS_ERROR] = "error",
    [DS_WARNING] = "warning",
    [DS_INFO] = "info",
    [DS_NOT_ASSESSABLE] = "not_assessable",
};

#define N_SEVERITIES ((int)(sizeof(severity_names) / sizeof(severity_names[0])))

struct ds_findings {
    apr_pool_t *pool;
    apr_array_header_t *list; /* of ds_finding *, so that they stay where they are */
    apr_hash_t *ids;          /* id -> ds_finding * */
    int more[N_SEVERITIES];   /* over the bound, counted only */
    ds_finding scratch;       /* what callers over the bound fill in */
};

const char *ds_severity_name(ds_severity severity)
{
    return severity_names[severity];
}

int ds_severity_find(const char *name)
{
    int i;

    for (i = 0; i < N_SEVERITIES; i++) {
        if (strcmp(severity_names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

ds_findings *ds_findings_create(apr_pool_t *pool)
{
    ds_findings *findings = apr_pcalloc(pool, sizeof(*findings));

    findings->pool = pool;
    findings->list = apr_array_make(pool, 8, sizeof(ds_finding *));
    findings->ids = apr_hash_make(pool);
    return findings;
}

apr_pool_t *ds_findings_pool(const ds_findings *findings)
{
    return findings->pool;
}

/* The id, with #2, #3 ... behind it when the list has it already. */
static const char *free_id(const ds_findings *findings, const char *id)
{
    const char *candidate = id;
    int n;

    for (n = 2; apr_hash_get(findings->ids, candidate, APR_HASH_KEY_STRING); n++) {
        candidate = apr_psprintf(findings->pool, "%s#%d", id, n);
    }
    return candidate;
}

/* An empty finding at the end of the list. `id` and `rule` live in the list's
 * pool. */
static ds_finding *append(ds_findings *findings, ds_severity severity, const char *id,
                          const char *rule)
{
    ds_finding *finding = apr_pcalloc(findings->pool, sizeof(*finding));

    finding->id = free_id(findings, id);
    finding->rule = rule;
    finding->severity = severity;
    finding->cells = apr_array_make(findings->pool, 2, sizeof(const char *));
    finding->suspects = apr_array_make(findings->pool, 1, sizeof(const char *));
    APR_ARRAY_PUSH(findings->list, ds_finding *) = finding;
    apr_hash_set(findings->ids, finding->id, APR_HASH_KEY_STRING, finding);
    return finding;
}

/* Over the bound: the finding is counted, and what the caller makes of it is
 * lost. */
static ds_finding *count_only(ds_findings *findings, ds_severity severity)
{
    ds_finding *scratch = &findings->scratch;

    findings->more[severity]++;
    if (!scratch->cells) {
        scratch->cells = apr_array_make(findings->pool, 1, sizeof(const char *));
        scratch->suspects = apr_array_make(findings->pool, 1, sizeof(const char *));
    }
    scratch->id = scratch->rule = scratch->message = "";
    scratch->severity = severity;
    scratch->passage = scratch->expected = scratch->actual = scratch->reason
        = scratch->signed_by = NULL;
    return scratch;
}

ds_finding *ds_findings_add(ds_findings *findings, ds_severity severity, const char *rule,
                            const char *place, const char *format, ...)
{
    apr_pool_t *list_pool = findings->pool;
    ds_finding *finding;
    va_list args;

    if (findings->list->nelts >= DS_FINDINGS_MAX) {
        return count_only(findings, severity);
    }
    finding = append(findings, severity,
                     ds_text_clean(list_pool, apr_pstrcat(list_pool, rule, "@", place, NULL)),
                     apr_pstrdup(list_pool, rule));
    va_start(args, format);
    finding->message = ds_text_clean(list_pool, apr_pvsprintf(list_pool, format, args));
    va_end(args);
    return finding;
}

static void add_address(ds_findings *findings, const ds_finding *finding,
                        const apr_array_header_t *addresses, const char *address)
{
    if (finding != &findings->scratch) {
        APR_ARRAY_PUSH((apr_array_header_t *)addresses, const char *)
            = apr_pstrdup(findings->pool, address);
    }
}

void ds_finding_add_cell(ds_findings *findings, ds_finding *finding, const char *address)
{
    add_address(findings, finding, finding->cells, address);
}

void ds_finding_add_suspect(ds_findings *findings, ds_finding *finding, const char *address)
{
    add_address(findings, finding, finding->suspects, address);
}

int ds_findings_count(const ds_findings *findings)
{
    return findings->list->nelts;
}

ds_finding *ds_findings_at(const ds_findings *findings, int index)
{
    return APR_ARRAY_IDX(findings->list, index, ds_finding *);
}

ds_finding *ds_findings_find(const ds_findings *findings, const char *id)
{
    return apr_hash_get(findings->ids, id, APR_HASH_KEY_STRING);
}

int ds_findings_of(const ds_findings *findings, ds_severity severity)
{
    int i, n = findings->more[severity];

    for (i = 0; i < findings->list->nelts; i++) {
        n += ds_findings_at(findings, i)->severity == severity;
    }
    return n;
}

int ds_findings_more(const ds_findings *findings, ds_severity severity)
{
    return findings->more[severity];
}

void ds_findings_count_more(ds_findings *findings, ds_severity severity, int n)
{
    findings->more[severity] += n;
}

static const char *copy_text(apr_pool_t *pool, const char *text)
{
    return text ? apr_pstrdup(pool, text) : NULL;
}

static void append_copy(ds_findings *findings, const ds_finding *from)
{
    apr_pool_t *pool = findings->pool;
    ds_finding *to;
    int i;

    if (findings->list->nelts >= DS_FINDINGS_MAX) {
        findings->more[from->severity]++;
        return;
    }
    to = append(findings, from->severity, apr_pstrdup(pool, from->id),
                apr_pstrdup(pool, from->rule));
    to->passage = copy_text(pool, from->passage);
    to->expected = copy_text(pool, from->expected);
    to->actual = copy_text(pool, from->actual);
    to->message = copy_text(pool, from->message);
    to->reason = copy_text(pool, from->reason);
    to->signed_by = copy_text(pool, from->signed_by);
    for (i = 0; i < from->cells->nelts; i++) {
        ds_finding_add_cell(findings, to, APR_ARRAY_IDX(from->cells, i, const char *));
    }
    for (i = 0; i < from->suspects->nelts; i++) {
        ds_finding_add_suspect(findings, to, APR_ARRAY_IDX(from->suspects, i, const char *));
    }
}

void ds_findings_append(ds_findings *findings, const ds_findings *more)
{
    int i, n = more->list->nelts;

    for (i = 0; i < n; i++) {
        append_copy(findings, ds_findings_at(more, i));
    }
    for (i = 0; i < N_SEVERITIES; i++) {
        findings->more[i] += more->more[i];
    }
}

void ds_findings_sort(ds_findings *findings)
{
    apr_array_header_t *sorted = apr_array_make(findings->pool, findings->list->nelts + 1,
                                                sizeof(ds_finding *));
    int severity, i;

    for (severity = 0; severity < N_SEVERITIES; severity++) {
        for (i = 0; i < findings->list->nelts; i++) {
            ds_finding *finding = ds_findings_at(findings, i);

            if ((int)finding->severity == severity) {
                APR_ARRAY_PUSH(sorted, ds_finding *) = finding;
            }
        }
    }
    findings->list = sorted;
}

static int is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

void ds_findings_keep_reasons(ds_findings *findings, const ds_findings *earlier)
{
    int i;

    for (i = 0; i < findings->list->nelts; i++) {
        ds_finding *finding = ds_findings_at(findings, i);
        const ds_finding *before = ds_findings_find(earlier, finding->id);

        if (before && before->reason && is_same(before->expected, finding->expected)
            && is_same(before->actual, finding->actual)) {
            finding->reason = apr_pstrdup(findings->pool, before->reason);
            finding->signed_by = copy_text(findings->pool, before->signed_by);
        }
    }
}
