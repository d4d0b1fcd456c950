#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/derived.h"
#include "core/text.h"
#include "store/store_private.h"

typedef struct save {
    ds_change change;
    ds_draft draft;
} save;

/* Most characters of what is recorded with a save. */
#define MAX_DETAIL 1800

/* A reason that was signed survives until what it was signed for changes. */
static apr_status_t keep_reasons(save *s, apr_pool_t *pool)
{
    if (!s->change.row)
        return APR_SUCCESS;
    const ds_findings *earlier = ds_findings_read(s->change.working->revision.findings, pool);
    if (!earlier)
        return DS_EUNAVAILABLE;
    ds_findings_keep_reasons(s->draft.findings, earlier);
    return APR_SUCCESS;
}

/* What is public stays what lists show; before the first publication that is
 * the draft. */
static ds_row_change new_row(const save *s, int number)
{
    const ds_draft *d = &s->draft;
    ds_row_change row = { 0 };
    if (s->change.row)
        row = ds_change__row(&s->change);
    row.working = number;
    row.author = d->author;
    row.working_digest = d->shown.digest;
    if (!row.published)
        row.shown = d->shown;
    return row;
}

/* What somebody has answered for with this save, in his words: it is recorded as
 * what he did, not only found in what he saved. NULL for nothing. */
static const char *acts_in(const save *s, apr_pool_t *pool)
{
    const ds_findings *said = ds_findings_read(s->draft.reader_findings, pool);
    const ds_findings *earlier = s->change.row
        ? ds_findings_read(s->change.working->reader_findings, pool) : NULL;
    const char *acts = NULL;
    for (int i = 0; said && i < ds_findings_count(said); i++) {
        const ds_finding *act = ds_findings_at(said, i);
        const ds_finding *before = earlier ? ds_findings_find(earlier, act->id) : NULL;
        if (!strcmp(act->rule, DS_ZERO_RULE) && !(before && !strcmp(before->message, act->message)))
            acts = acts ? apr_pstrcat(pool, acts, "\n", act->message, NULL) : act->message;
    }
    return acts ? ds_text_quote(pool, acts, MAX_DETAIL) : NULL;
}

static apr_status_t save_body(void *baton, apr_pool_t *scratch_pool)
{
    save *s = baton;
    ds_change *c = &s->change;
    apr_status_t status = ds_change__begin(c, scratch_pool);
    if (status == APR_SUCCESS)
        status = keep_reasons(s, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    int number = c->row ? c->row->listing.revision + 1 : 1;
    ds_row_change row = new_row(s, number);
    c->outcome->created = !c->row;
    c->outcome->findings = s->draft.findings;
    status = ds_change__write_row(c, &row, scratch_pool);
    if (status == APR_SUCCESS)
        status = ds_draft__write(&s->draft, c, number, scratch_pool);
    return status == APR_SUCCESS
        ? ds_change__record(c, "save", number, acts_in(s, scratch_pool), scratch_pool)
        : status;
}

apr_status_t ds_store_save(ds_store *store, ds_outcome *outcome, const ds_actor *actor,
                           const ds_report *report, const ds_findings *findings,
                           const char *tag, apr_int64_t now, apr_pool_t *result_pool)
{
    ds_organ *organ;
    *outcome = (ds_outcome) { .findings = ds_findings_create(result_pool) };
    save s = {
        .change = { .store = store, .outcome = outcome, .actor = actor, .action = DS_ACTION_EDIT,
                    .organ = report->organ, .year = report->year, .tag = tag, .needs_tag = 1,
                    .now = now, .result_pool = result_pool },
        .draft = { .author = actor->account },
    };
    const ds_findings *read = findings ? findings : ds_findings_create(result_pool);
    s.draft.reader_findings = ds_findings_write(read, result_pool);
    apr_status_t status = ds_organ__of_report(store, &organ, report->organ, report->year, now,
                                              outcome->findings, result_pool);
    if (status == APR_SUCCESS)
        status = ds_draft__make(&s.draft, store, report, organ, ds_date_of(result_pool, now),
                                outcome->findings, result_pool);
    if (status == APR_SUCCESS)
        status = ds_draft__check(&s.draft, store, organ, result_pool);
    return status == APR_SUCCESS ? ds_store__change(store, save_body, &s) : status;
}
