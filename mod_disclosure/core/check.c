/* The check of a report. */
#include <apr_strings.h>

#include "core/derived.h"
#include "core/check.h"
#include "core/check_message.h"
#include "core/evaluation.h"
#include "core/prose_check.h"
#include "core/suspects.h"

/* An equality is spoken of only when all have been asked. */
typedef struct {
    const ds_relation *relation;
    ds_decimal left, right;
    int accusation; /* its number among the suspects', -1 for no equality */
} failure;

typedef struct {
    ds_findings *findings;
    const ds_report *report;
    const ds_report *previous; /* or NULL */
    ds_suspects *suspects;
    int n_accusations;
    apr_array_header_t *failures; /* of failure */
    apr_pool_t *pool;
} check;

static void add_cell_finding(const check *c, ds_severity severity, const char *rule, int cell,
                             const char *format)
{
    const char *address = ds_format_address(c->report->format, cell);
    const char *name = ds_format_cell_name(c->report->format, cell, c->pool);
    ds_finding *finding = ds_findings_add(c->findings, severity, rule, address, "%s%s", name,
                                          format);

    ds_finding_add_cell(c->findings, finding, address);
}

static void check_value(const check *c, int i, const ds_cell *cell, const ds_cell_type *type)
{
    if (type->kind != DS_VALUE_AMOUNT && !ds_decimal_is_integer(cell->value)) {
        add_cell_finding(c, DS_ERROR, "C.number", i, "应为整数，不能有小数，请核对。");
    }
    if (type->kind != DS_VALUE_CHANGE && cell->value < 0) {
        add_cell_finding(c, DS_ERROR, "C.negative", i, "填的是负数，这里不能小于 0，请核对。");
    }
    if (type->units && !cell->unit && cell->value != 0) {
        add_cell_finding(c, DS_WARNING, "C.unit", i, "没有写明单位，请选定单位。");
    }
}

static void check_cells(const check *c)
{
    int i;

    for (i = 0; i < c->report->format->n_cells; i++) {
        const ds_cell *cell = &c->report->cells[i];

        if (cell->state == DS_CELL_BLANK) {
            add_cell_finding(c, DS_ERROR, "C.blank", i,
                             "还没有填写。没有发生的请填 0，不适用的请填“/”。");
        }
        else if (cell->state == DS_CELL_NUMBER) {
            check_value(c, i, cell, ds_format_type(c->report->format, i));
        }
    }
}

static ds_finding *add_relation_finding(const check *c, const ds_relation *relation,
                                        ds_severity severity, const char *message)
{
    ds_finding *finding = ds_findings_add(c->findings, severity, relation->rule,
                                          relation->place, "%s", message);
    int i;

    ds_check_add_cells(c->findings, finding, &relation->test, c->report->format);
    for (i = 0; i < relation->n_guards; i++) {
        ds_check_add_cells(c->findings, finding, &relation->guards[i], c->report->format);
    }
    return finding;
}

static void note_failure(check *c, const ds_relation *relation, ds_decimal left,
                         ds_decimal right)
{
    failure f = { relation, left, right, -1 };

    if (relation->test.comparison == DS_EQ) {
        ds_suspects_accuse(c->suspects, &relation->test);
        f.accusation = c->n_accusations++;
    }
    APR_ARRAY_PUSH(c->failures, failure) = f;
}

static void ask(check *c, const ds_relation *relation)
{
    ds_decimal left = 0, right = 0;

    switch (ds_relation_ask(relation, c->report, c->previous, &left, &right)) {
    case DS_NOT_ASKED:
        break;
    case DS_HOLDS:
        if (relation->test.comparison == DS_EQ) {
            ds_suspects_clear(c->suspects, &relation->test);
        }
        break;
    case DS_FAILS:
        note_failure(c, relation, left, right);
        break;
    case DS_BLANK_OPERAND:
        add_relation_finding(c, relation, DS_NOT_ASSESSABLE,
                             ds_check_blank_message(relation, c->report, c->previous, c->pool));
        break;
    case DS_NO_PREVIOUS:
        add_relation_finding(c, relation, DS_NOT_ASSESSABLE,
                             "没有上一年度的报告，这一项无法核对。有上一年度报告的，请一并提供。");
        break;
    case DS_OVERFLOW:
        add_relation_finding(c, relation, DS_ERROR, "数字过大，无法核算，请核对各格的数字。");
        break;
    }
}

/* A figure carried over that is explained in its cell's note asks for a look
 * and no longer blocks. */
static ds_severity severity_of(const check *c, const ds_relation *relation)
{
    int cell = ds_carry_cell(relation, NULL);

    return cell >= 0 && relation->severity == DS_ERROR && c->report->cells[cell].note
               ? DS_WARNING : relation->severity;
}

static void report_failure(const check *c, const failure *f)
{
    int n_cells = c->report->format->n_cells, n = 0, i;
    int *cells = apr_palloc(c->pool, sizeof(int) * (apr_size_t)(n_cells + 1));
    apr_pool_t *list_pool = ds_findings_pool(c->findings);
    ds_finding *finding;

    if (f->accusation >= 0) {
        n = ds_suspects_of(c->suspects, f->accusation, cells, n_cells);
    }
    finding = add_relation_finding(c, f->relation, severity_of(c, f->relation),
                                   ds_check_failure_message(f->relation, f->left, f->right,
                                                            cells, n, c->report, c->previous,
                                                            c->pool));
    finding->expected = ds_decimal_format(list_pool, f->left);
    finding->actual = ds_decimal_format(list_pool, f->right);
    for (i = 0; i < n; i++) {
        ds_finding_add_suspect(c->findings, finding,
                               ds_format_address(c->report->format, cells[i]));
    }
}

static void check_relations(check *c)
{
    const ds_format *format = c->report->format;
    int i;

    for (i = 0; i < format->n_relations; i++) {
        ask(c, &format->relations[i]);
    }
    for (i = 0; i < c->failures->nelts; i++) {
        report_failure(c, &APR_ARRAY_IDX(c->failures, i, failure));
    }
}

void ds_check(ds_findings *findings, const ds_report *report, const ds_check_context *context,
              apr_pool_t *scratch_pool)
{
    int n_relations = report->format->n_relations;
    check c = { .findings = findings, .report = report, .previous = context->previous,
                .pool = scratch_pool };

    c.suspects = ds_suspects_create(report->format->n_cells, n_relations, scratch_pool);
    c.failures = apr_array_make(scratch_pool, 8, sizeof(failure));
    check_cells(&c);
    check_relations(&c);
    ds_prose_check(findings, report, context, scratch_pool);
    ds_findings_sort(findings);
}
