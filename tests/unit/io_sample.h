/* What the tests of io share: the real formats, and reports out of a fixed
 * sequence of pseudo-random numbers that have everything a report may have.
 */
#ifndef DS_TESTS_UNIT_IO_SAMPLE_H
#define DS_TESTS_UNIT_IO_SAMPLE_H

#include "unit.h"

#include <string.h>

#include <apr_strings.h>
#include <libxml/parser.h>

#include "core/status.h"
#include "io/io.h"
#include "io/xml.h"

/* Formats and schema as the server would have them; in the test's pool. */
static inline ds_read_context sample_context(void)
{
    ds_read_context context = { .formats = NULL };
    ds_formats *formats = NULL;
    ds_report_schema *schema = NULL;
    xmlInitParser();
    const char *error = ds_formats_load(&formats, "conf/formats", "conf/schema/format.rng", pool,
                                        pool);
    ck_assert_msg(error == NULL, "%s", error);
    error = ds_report_schema_load(&schema, "conf/schema/report.rng", pool);
    ck_assert_msg(error == NULL, "%s", error);
    context.formats = formats;
    context.report_schema = schema;
    return context;
}

/* The next of a fixed sequence, below `bound`. */
static inline unsigned sample_next(apr_uint64_t *state, unsigned bound)
{
    *state = *state * APR_UINT64_C(6364136223846793005) + APR_UINT64_C(1442695040888963407);
    return (unsigned)(*state >> 33) % bound;
}

/* Text with what is hard to carry: markup, quotes, breaks, formula signs. */
static inline const char *sample_text(apr_uint64_t *state)
{
    static const char *const words[] = {
        "受理", "<b>", "&amp;", "\"", "'", "]]>", "\n", "\t", "=1+1", "-", "，", "𠮷", "{}", "\\",
        "/", "　", "0", "%41", ";", "\xC2\xA0", "a b"
    };
    const char *text = "文";
    for (unsigned i = sample_next(state, 8); i > 0; i--) {
        text = apr_pstrcat(pool, text, words[sample_next(state, sizeof(words) / sizeof(*words))],
                           NULL);
    }
    return apr_pstrcat(pool, sample_next(state, 8) == 0 ? "=" : "", text, "止", NULL);
}

static inline void sample_cell(ds_report *report, int cell, apr_uint64_t *state)
{
    const ds_cell_type *type = ds_format_type(report->format, cell);
    unsigned kind = sample_next(state, 6);
    if (kind == 0) {
        ds_report_set_na(report, cell);
    } else if (kind > 1) {
        ds_decimal value = (ds_decimal)sample_next(state, 2000000) * DS_DECIMAL_ONE;
        if (type->kind == DS_VALUE_AMOUNT) {
            value += sample_next(state, 1000000);
        }
        if (type->kind == DS_VALUE_CHANGE && sample_next(state, 2)) {
            value = -value;
        }
        ds_report_set_number(report, cell, value);
        if (type->units != NULL && sample_next(state, 3)) {
            ds_report_set_unit(report, cell, type->units[sample_next(state, 2)]);
        }
    }
    if (sample_next(state, 9) == 0) {
        ds_report_set_cell_note(report, cell, sample_text(state));
    }
}

static inline void sample_prose(ds_report *report, int prose, apr_uint64_t *state)
{
    for (unsigned i = sample_next(state, 5); i > 0; i--) {
        if (sample_next(state, 4) == 0) {
            ck_assert_int_eq(ds_report_add_figure(
                report, prose,
                "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
                sample_text(state), sample_next(state, 2) ? sample_text(state) : NULL),
                APR_SUCCESS);
        } else {
            ck_assert_int_eq(ds_report_add_paragraph(report, prose, sample_text(state)),
                             APR_SUCCESS);
        }
    }
}

/* A report of the format; the same for the same seed. */
static inline ds_report *sample_report(const ds_format *format, apr_uint64_t seed)
{
    apr_uint64_t *state = &seed;
    ds_report *report = ds_report_create(format, pool);
    report->organ = sample_next(state, 5) ? "jixia" : NULL;
    report->year = format->first_year;
    ds_report_set_organ_name(report, sample_next(state, 3) ? sample_text(state) : NULL);
    ds_report_set_title(report, sample_next(state, 3) ? sample_text(state) : NULL);
    for (int i = 0; i < format->n_prose; i++) {
        sample_prose(report, i, state);
    }
    for (int i = 0; i < format->n_cells; i++) {
        sample_cell(report, i, state);
    }
    for (int i = 0; i < format->n_tables; i++) {
        if (sample_next(state, 3) == 0) {
            ck_assert_int_eq(ds_report_add_note(report, i, sample_text(state)), APR_SUCCESS);
        }
    }
    ds_report_set_signature(report, sample_next(state, 3) ? sample_text(state) : NULL,
                            sample_next(state, 3) ? "2021-01-29" : NULL);
    return report;
}

/* Every finding on one line each, for the message of a failed test. */
static inline const char *sample_findings(const ds_findings *findings)
{
    const char *text = "";
    for (int i = 0; i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);
        text = apr_pstrcat(pool, text, "\n  ", finding->id, " ", finding->message, NULL);
    }
    return text;
}

/* One hostile or mistaken input, and what a reader makes of it. */
typedef struct sample_case {
    const char *name;
    const char *input;
    apr_status_t status;
    const char *finding;  /* id of a finding that must be there, or NULL for none at all */
} sample_case;

static inline void sample_check(const sample_case *c, ds_read_fn *read,
                                const ds_read_context *context)
{
    ds_findings *findings = ds_findings_create(pool);
    ds_report *report = NULL;
    apr_status_t status = read(&report, findings, c->input, strlen(c->input), context, pool, pool);
    const char *found = sample_findings(findings);
    ck_assert_msg(status == c->status, "%s: status %d, expected %d%s", c->name, status, c->status,
                  found);
    ck_assert_msg((report != NULL) == (status == APR_SUCCESS), "%s: report", c->name);
    if (c->finding != NULL) {
        ck_assert_msg(ds_findings_find(findings, c->finding) != NULL, "%s: no %s in:%s", c->name,
                      c->finding, found);
    } else {
        ck_assert_msg(ds_findings_count(findings) == 0, "%s: findings%s", c->name, found);
    }
}

#endif
