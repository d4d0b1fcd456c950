/* Findings: what is wrong with a report, or worth a look.
 *
 * A reader's problem, a broken rule and a refused step are all findings; all
 * are collected, never only the first.
 */
#ifndef DS_CORE_FINDING_H
#define DS_CORE_FINDING_H

#include <apr_pools.h>
#include <apr_tables.h>

typedef enum {
    DS_ERROR,          /* blocks submission */
    DS_WARNING,        /* needs a reason */
    DS_INFO,
    DS_NOT_ASSESSABLE  /* a relation with a blank operand */
} ds_severity;

/* "error", "warning", "info", "not_assessable" */
const char *ds_severity_name(ds_severity severity);

/* The severity of that name; -1 when there is none. */
int ds_severity_find(const char *name);

typedef struct ds_finding {
    const char *id;        /* rule@place: the same for the same fault at each re-check */
    const char *rule;      /* "T3.balance"; families: T tables, C cells, X across years,
                              S prose, F format and reading, H hierarchy, R registers,
                              W the way through review (never in a check's result) */
    ds_severity severity;
    const apr_array_header_t *cells;    /* addresses (const char *), maybe empty, not NULL */
    const apr_array_header_t *suspects; /* likewise, a subset of cells */
    const char *passage;   /* the text it is about, or where in the input; or NULL */
    const char *expected;  /* figures as text, or NULL */
    const char *actual;
    const char *message;   /* a plain Chinese sentence with a way to mend it */
    const char *reason;    /* what the editor signed for it, or NULL */
    const char *signed_by; /* by what name, or NULL where that is not known */
} ds_finding;

typedef struct ds_findings ds_findings;

/* An empty list; it and all it is given live in pool (ids, messages and
 * addresses are copied). */
ds_findings *ds_findings_create(apr_pool_t *pool);

/* Most findings one list keeps, so that a hostile input cannot fill memory;
 * later ones are counted, not kept. */
#define DS_FINDINGS_MAX 1000

/* Where the list lives: what a caller sets in a finding itself (passage,
 * expected, actual) is allocated there and has passed ds_text_first_bad() or
 * ds_text_clean(). */
apr_pool_t *ds_findings_pool(const ds_findings *findings);

/* Adds a finding with id "rule@place" and returns it to be completed (cells,
 * suspects, passage, expected, actual); the message is formatted. A finding
 * with an id the list has gets "#2", "#3" behind it. Never NULL: over the
 * bound a scratch finding is returned. */
ds_finding *ds_findings_add(ds_findings *findings, ds_severity severity, const char *rule,
                            const char *place, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Appends one address to cells. */
void ds_finding_add_cell(ds_findings *findings, ds_finding *finding, const char *address);

/* Appends one address to suspects. */
void ds_finding_add_suspect(ds_findings *findings, ds_finding *finding, const char *address);

int ds_findings_count(const ds_findings *findings);
ds_finding *ds_findings_at(const ds_findings *findings, int index);
ds_finding *ds_findings_find(const ds_findings *findings, const char *id);

/* How many of that severity, those over the bound included. */
int ds_findings_of(const ds_findings *findings, ds_severity severity);

/* How many of that severity were over the bound; and n such more. */
int ds_findings_more(const ds_findings *findings, ds_severity severity);
void ds_findings_count_more(ds_findings *findings, ds_severity severity, int n);

/* Appends (copies of) all of `more`, reasons included. */
void ds_findings_append(ds_findings *findings, const ds_findings *more);

/* Errors first, then warnings, info, not assessable; otherwise as added. */
void ds_findings_sort(ds_findings *findings);

/* The list as text (XML through the markup writer) and back: how findings are
 * kept beside a revision. Reading lives in pool; NULL when the text is not
 * what was written, which is logged. */
const char *ds_findings_write(const ds_findings *findings, apr_pool_t *pool);
ds_findings *ds_findings_read(const char *text, apr_pool_t *pool);

/* Gives each finding the reason signed for the same fault (same id, expected
 * and actual) in `earlier`. */
void ds_findings_keep_reasons(ds_findings *findings, const ds_findings *earlier);

#endif
