/* Findings as text and back. */
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/finding.h"
#include "core/log.h"
#include "core/markup.h"
#include "core/sax.h"
#include "core/text.h"

static void write_attr(ds_markup *m, const char *name, const char *value, apr_pool_t *pool)
{
    if (value) {
        ds_markup_attr(m, name, ds_text_clean(pool, value));
    }
}

static void write_addresses(ds_markup *m, const char *name, const apr_array_header_t *addresses,
                            apr_pool_t *pool)
{
    int i;

    for (i = 0; i < addresses->nelts; i++) {
        ds_markup_start(m, name);
        write_attr(m, "at", APR_ARRAY_IDX(addresses, i, const char *), pool);
        ds_markup_end(m, name);
    }
}

static void write_finding(ds_markup *m, const ds_finding *finding, apr_pool_t *pool)
{
    ds_markup_start(m, "finding");
    write_attr(m, "id", finding->id, pool);
    write_attr(m, "rule", finding->rule, pool);
    write_attr(m, "severity", ds_severity_name(finding->severity), pool);
    write_attr(m, "passage", finding->passage, pool);
    write_attr(m, "expected", finding->expected, pool);
    write_attr(m, "actual", finding->actual, pool);
    write_attr(m, "message", finding->message, pool);
    write_attr(m, "reason", finding->reason, pool);
    write_attr(m, "signed-by", finding->signed_by, pool);
    write_addresses(m, "cell", finding->cells, pool);
    write_addresses(m, "suspect", finding->suspects, pool);
    ds_markup_end(m, "finding");
}

const char *ds_findings_write(const ds_findings *findings, apr_pool_t *pool)
{
    ds_markup *m = ds_markup_create(pool);
    apr_size_t len;
    int i;

    ds_markup_start(m, "findings");
    for (i = 0; i < ds_findings_count(findings); i++) {
        write_finding(m, ds_findings_at(findings, i), pool);
    }
    for (i = DS_ERROR; i <= DS_NOT_ASSESSABLE; i++) {
        if (ds_findings_more(findings, i)) {
            ds_markup_start(m, "more");
            ds_markup_attr(m, "severity", ds_severity_name(i));
            ds_markup_attr_int(m, "count", ds_findings_more(findings, i));
            ds_markup_end(m, "more");
        }
    }
    ds_markup_end(m, "findings");
    return ds_markup_bytes(m, &len);
}

typedef struct {
    ds_findings *findings;
    ds_finding *finding; /* the one being read, or NULL */
    int depth;
    int is_bad;
} reading;

/* A copy of the attribute's value in the list's pool; NULL when absent. */
static const char *value_of(const reading *r, const char *name, const ds_sax_attr *attrs,
                            int n_attrs)
{
    int i;

    for (i = 0; i < n_attrs; i++) {
        if (!attrs[i].uri && strcmp(attrs[i].name, name) == 0) {
            return apr_pstrmemdup(ds_findings_pool(r->findings), attrs[i].value, attrs[i].len);
        }
    }
    return NULL;
}

static void read_finding(reading *r, const ds_sax_attr *attrs, int n_attrs)
{
    const char *id = value_of(r, "id", attrs, n_attrs);
    const char *rule = value_of(r, "rule", attrs, n_attrs);
    const char *severity = value_of(r, "severity", attrs, n_attrs);
    const char *message = value_of(r, "message", attrs, n_attrs);
    apr_size_t rule_len = rule ? strlen(rule) : 0;

    if (!id || !rule || !severity || !message || ds_severity_find(severity) < 0
        || strncmp(id, rule, rule_len) != 0 || id[rule_len] != '@') {
        r->is_bad = 1;
        return;
    }
    r->finding = ds_findings_add(r->findings, (ds_severity)ds_severity_find(severity), rule,
                                 id + rule_len + 1, "%s", message);
    r->finding->passage = value_of(r, "passage", attrs, n_attrs);
    r->finding->expected = value_of(r, "expected", attrs, n_attrs);
    r->finding->actual = value_of(r, "actual", attrs, n_attrs);
    r->finding->reason = value_of(r, "reason", attrs, n_attrs);
    r->finding->signed_by = value_of(r, "signed-by", attrs, n_attrs);
}

static void read_more(reading *r, const ds_sax_attr *attrs, int n_attrs)
{
    const char *severity = value_of(r, "severity", attrs, n_attrs);
    const char *count = value_of(r, "count", attrs, n_attrs);

    if (!severity || !count || ds_severity_find(severity) < 0 || atoi(count) <= 0) {
        r->is_bad = 1;
        return;
    }
    ds_findings_count_more(r->findings, (ds_severity)ds_severity_find(severity), atoi(count));
}

static void read_address(reading *r, int is_suspect, const ds_sax_attr *attrs, int n_attrs)
{
    const char *address = value_of(r, "at", attrs, n_attrs);

    if (!address || !r->finding) {
        r->is_bad = 1;
    }
    else if (is_suspect) {
        ds_finding_add_suspect(r->findings, r->finding, address);
    }
    else {
        ds_finding_add_cell(r->findings, r->finding, address);
    }
}

static void on_start(void *baton, const char *uri, const char *name, const ds_sax_attr *attrs,
                     int n_attrs, int line)
{
    reading *r = baton;

    r->depth++;
    if (r->depth == 1 && strcmp(name, "findings") == 0) {
        return;
    }
    if (r->depth == 2 && strcmp(name, "finding") == 0) {
        read_finding(r, attrs, n_attrs);
    }
    else if (r->depth == 2 && strcmp(name, "more") == 0) {
        read_more(r, attrs, n_attrs);
    }
    else if (r->depth == 3 && strcmp(name, "cell") == 0) {
        read_address(r, 0, attrs, n_attrs);
    }
    else if (r->depth == 3 && strcmp(name, "suspect") == 0) {
        read_address(r, 1, attrs, n_attrs);
    }
    else {
        r->is_bad = 1;
    }
}

static void on_end(void *baton, int line)
{
    reading *r = baton;

    if (--r->depth < 2) {
        r->finding = NULL;
    }
}

static void on_text(void *baton, const char *text, apr_size_t len, int line)
{
    reading *r = baton;

    r->is_bad = 1;
}

ds_findings *ds_findings_read(const char *text, apr_pool_t *pool)
{
    static const ds_sax_handler handler = { on_start, on_end, on_text };
    reading r = { ds_findings_create(pool), NULL, 0, 0 };
    ds_sax_problem problem;

    if (ds_sax_parse(text, strlen(text), &handler, &r, &problem, pool) != APR_SUCCESS) {
        ds_log(DS_LOG_ERROR, APR_EGENERAL, "DS0120: stored findings are not readable (line %d)",
               problem.line);
        return NULL;
    }
    if (r.is_bad) {
        ds_log(DS_LOG_ERROR, APR_EGENERAL, "DS0121: stored findings are not what was written");
        return NULL;
    }
    return r.findings;
}
