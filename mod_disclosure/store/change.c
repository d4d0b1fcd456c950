#include <string.h>

#include <apr_strings.h>

#include "store/store_private.h"

static apr_status_t refuse(ds_change *c, apr_status_t status, const char *rule,
                           const char *sentence)
{
    c->outcome->findings = ds_findings_create(c->result_pool);
    if (c->row && status != DS_EFORBIDDEN)
        c->outcome->listing = &c->row->listing;
    return ds_store__refuse(c->outcome->findings, status, rule, c->place, "%s", sentence);
}

/* The rule of a refusal: the author's own work, or the want of a role. */
static const char *forbidden_rule(const ds_change *c, ds_case subject, apr_pool_t *pool)
{
    subject.author = NULL;
    apr_status_t status = ds_permit(c->actor, c->action, &subject, c->store->settings->chain,
                                    NULL, pool);
    return status == DS_EFORBIDDEN ? "W.role" : "W.author";
}

/* The right to know comes first, then whether the revision seen is the current
 * one, then what may be done with it. */
static apr_status_t permit(ds_change *c, const apr_array_header_t *path, apr_pool_t *pool)
{
    ds_case subject = { .path = path };
    const char *why = NULL;
    if (c->row) {
        const ds_listing *l = &c->row->listing;
        subject = (ds_case) { path, 1, l->state, l->step, l->author, l->published > 0 };
    }
    apr_status_t status = ds_permit(c->actor, c->action, &subject, c->store->settings->chain,
                                    &why, pool);
    if (status == DS_EFORBIDDEN)
        return refuse(c, status, forbidden_rule(c, subject, pool), why);
    if (c->tag && !(c->row && !strcmp(c->tag, c->row->listing.tag)))
        return refuse(c, DS_ESTALE, "W.stale",
                      "报告在您打开之后已被改动，这次操作没有执行。请重新打开，看过现在的内容再办理。");
    if (status != APR_SUCCESS)
        return refuse(c, c->row ? DS_ESTATE : DS_ENOTFOUND, "W.state", why);
    if (c->needs_tag && c->row && !c->tag)
        return refuse(c, DS_EPRECONDITION, "W.tag",
                      "已有这份报告的草稿。请先取得它，再带上它的版本标记（If-Match）保存，以免覆盖别人的改动。");
    return APR_SUCCESS;
}

apr_status_t ds_change__begin(ds_change *change, apr_pool_t *scratch_pool)
{
    apr_array_header_t *path;
    change->place = apr_psprintf(change->result_pool, "%s/%d", change->organ, change->year);
    change->row = NULL;
    change->outcome->listing = NULL;
    change->outcome->created = 0;
    apr_status_t status = ds_organ__path(change->store, &path, change->organ, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    if (!path)
        return refuse(change, DS_ENOTFOUND, "W.organ", "没有登记这个机关，请核对机关的键。");
    status = ds_report__working(change->store, &change->row, &change->working, change->organ,
                                change->year, change->result_pool);
    if (status == APR_SUCCESS)
        status = permit(change, path, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    change->state = change->row ? change->row->listing.state : DS_STATE_DRAFT;
    change->step = change->row ? change->row->listing.step : 0;
    ds_review_advance(change->action, change->store->settings->chain, &change->state,
                      &change->step);
    return APR_SUCCESS;
}

ds_row_change ds_change__row(const ds_change *change)
{
    const ds_listing *l = &change->row->listing;
    return (ds_row_change) {
        .working = l->revision,
        .author = l->author,
        .working_digest = change->working->revision.digest,
        .shown = { l->organ_name, l->format, l->title, l->digest_algorithm, l->digest, l->errors,
                   l->warnings },
        .latest = change->row->latest,
        .published = l->published,
        .published_on = l->published_on,
        .published_at = l->published_at,
        .is_withdrawn = l->is_withdrawn,
        .withdrawn_reason = l->withdrawn_reason,
    };
}

/* Revision, lock version and the beginning of the digest: a tag never comes
 * again, not even after an older copy of the database was brought back. */
static const char *make_tag(const ds_change *c, const ds_row_change *r, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%d.%" APR_INT64_T_FMT ".%.8s", r->working,
                        c->row ? c->row->version + 1 : 1, r->working_digest);
}

static apr_status_t write_row(const ds_change *c, const ds_row_change *r, apr_pool_t *pool)
{
    const ds_shown *s = &r->shown;
    const char *tag = make_tag(c, r, pool), *state = ds_state_name(c->state);
    int changed = 0;
    if (!c->row)
        return ds_dbd_change(c->store->dbd, DS_SQL_REPORT_ADD, NULL,
            DS_ARGS(DS_S(c->organ), DS_N(c->year), DS_N(r->working), DS_S(tag), DS_S(state),
                    DS_N(c->step), DS_S(r->author), DS_N(c->now), DS_N(r->latest),
                    DS_N(r->published), DS_S(r->published_on), DS_N(r->published_at),
                    DS_S(s->organ_name), DS_S(s->format), DS_S(s->title),
                    DS_S(s->digest_algorithm), DS_S(s->digest), DS_N(s->errors),
                    DS_N(s->warnings)));
    apr_status_t status = ds_dbd_change(c->store->dbd, DS_SQL_REPORT_SET, &changed,
        DS_ARGS(DS_N(r->working), DS_S(tag), DS_S(state), DS_N(c->step), DS_S(r->author),
                DS_N(c->now), DS_N(r->latest), DS_N(r->published), DS_S(r->published_on),
                DS_N(r->published_at), DS_S(s->organ_name), DS_S(s->format), DS_S(s->title),
                DS_S(s->digest_algorithm), DS_S(s->digest), DS_N(s->errors), DS_N(s->warnings),
                DS_N(r->is_withdrawn), DS_S(r->withdrawn_reason), DS_S(c->organ), DS_N(c->year),
                DS_N(c->row->version)));
    return status == APR_SUCCESS && changed != 1 ? DS_ESTALE : status;
}

apr_status_t ds_change__write_row(ds_change *change, const ds_row_change *row,
                                  apr_pool_t *scratch_pool)
{
    apr_status_t status = write_row(change, row, scratch_pool);
    return status != DS_ESTALE ? status
        : refuse(change, status, "W.stale",
                 "报告刚被别人改动，这次操作没有执行。请重新打开再办理。");
}

apr_status_t ds_change__record(ds_change *change, const char *action, int revision,
                               const char *detail, apr_pool_t *scratch_pool)
{
    ds_report_row *row = NULL;
    ds_audit_entry entry = { change->actor, action, change->organ, change->year, revision, detail,
                             change->now };
    apr_status_t status = ds_audit__add(change->store, &entry, scratch_pool);
    if (status == APR_SUCCESS)
        status = ds_report__find(change->store, &row, change->organ, change->year,
                                 change->result_pool);
    if (status == APR_SUCCESS)
        change->outcome->listing = &row->listing;
    return status;
}
