#include "store/schedule.h"

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "store/store_private.h"

#define LONGEST (366 * 86400)

/* ---- Reading ---- */

static ds_timed *load(const ds_rows *rows, int i, apr_pool_t *pool)
{
    ds_timed *timed = apr_palloc(pool, sizeof(*timed));
    timed->organ = ds_rows_text(rows, i, DS_COL_SCHEDULED_ORGAN_KEY);
    timed->year = (int)ds_rows_number(rows, i, DS_COL_SCHEDULED_YEAR);
    timed->tag = ds_rows_text(rows, i, DS_COL_SCHEDULED_TAG);
    timed->at = ds_rows_number(rows, i, DS_COL_SCHEDULED_PUBLISH_AT);
    timed->account = ds_rows_text(rows, i, DS_COL_SCHEDULED_ACCOUNT);
    timed->failure = ds_rows_text(rows, i, DS_COL_SCHEDULED_FAILURE);
    return timed;
}

apr_status_t ds_store_scheduled(ds_store *store, apr_array_header_t **out,
                                apr_pool_t *result_pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_SCHEDULED, &rows, DS_NO_ARGS,
                                        result_pool);
    *out = apr_array_make(result_pool, 8, sizeof(ds_timed *));
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++)
        APR_ARRAY_PUSH(*out, ds_timed *) = load(rows, i, result_pool);
    return status;
}

/* ---- Setting ---- */

typedef struct setting {
    ds_store *store;
    const ds_actor *actor;
    const char *organ, *tag;
    int year;
    apr_int64_t at, now;
    ds_findings *findings;
} setting;

static apr_status_t drop(const setting *s)
{
    return ds_dbd_change(s->store->dbd, DS_SQL_SCHEDULE_DROP, NULL,
                         DS_ARGS(DS_S(s->organ), DS_N(s->year)));
}

static apr_status_t permit(const setting *s, apr_pool_t *pool)
{
    ds_report_row *row;
    const char *why;
    ds_case subject = { 0 };
    apr_array_header_t *path;
    apr_status_t status = ds_organ__path(s->store, &path, s->organ, pool);
    if (status == APR_SUCCESS)
        status = ds_report__find(s->store, &row, s->organ, s->year, pool);
    if (status != APR_SUCCESS)
        return status;
    if (!path || !row)
        return DS_ENOTFOUND;
    subject = (ds_case){ path, 1, row->listing.state, row->listing.step, row->listing.author,
                         row->listing.published > 0 };
    status = ds_permit(s->actor, DS_ACTION_PUBLISH, &subject, s->store->settings->chain, &why,
                       pool);
    if (status != APR_SUCCESS)
        return ds_store__refuse(s->findings, status,
                                status == DS_ESTATE ? "W.state" : "W.role", s->organ, "%s", why);
    return strcmp(row->listing.tag, s->tag) == 0 ? APR_SUCCESS : DS_ESTALE;
}

static apr_status_t record(const setting *s, const char *action, const char *detail,
                           apr_pool_t *pool)
{
    ds_audit_entry entry = { .actor = s->actor, .action = action, .organ = s->organ,
                             .year = s->year, .at = s->now, .detail = detail };
    return ds_audit__add(s->store, &entry, pool);
}

static apr_status_t schedule_body(void *baton, apr_pool_t *scratch_pool)
{
    const setting *s = baton;
    apr_status_t status = permit(s, scratch_pool);
    if (status == APR_SUCCESS)
        status = drop(s);
    if (status == APR_SUCCESS)
        status = ds_dbd_change(s->store->dbd, DS_SQL_SCHEDULE_ADD, NULL,
            DS_ARGS(DS_S(s->organ), DS_N(s->year), DS_S(s->tag), DS_N(s->at),
                    DS_S(s->actor->account)));
    return status != APR_SUCCESS ? status
        : record(s, "schedule", ds_date_iso(scratch_pool, s->at), scratch_pool);
}

apr_status_t ds_store_schedule(ds_store *store, const ds_actor *actor, const char *organ, int year,
                               const char *tag, apr_int64_t at, apr_int64_t now,
                               ds_findings *findings)
{
    setting s = { store, actor, organ, tag, year, at, now, findings };
    if (at <= now || at > now + LONGEST)
        return ds_store__refuse(findings, DS_EINVALID, "W.time", "at",
                                "公开的时间应在一年以内，并且还没有过去。");
    return ds_store__change(store, schedule_body, &s);
}

static apr_status_t unschedule_body(void *baton, apr_pool_t *scratch_pool)
{
    const setting *s = baton;
    apr_array_header_t *path;
    apr_status_t status = ds_organ__path(s->store, &path, s->organ, scratch_pool);
    if (status == APR_SUCCESS && !path)
        return DS_ENOTFOUND;
    if (status == APR_SUCCESS && !ds_actor_has_role(s->actor, DS_ROLE_PUBLISHER, path))
        return ds_store__refuse(s->findings, DS_EFORBIDDEN, "W.role", s->organ,
                                "取消定时公开要由签发人员办理。");
    if (status == APR_SUCCESS)
        status = drop(s);
    return status != APR_SUCCESS ? status : record(s, "unschedule", NULL, scratch_pool);
}

apr_status_t ds_store_unschedule(ds_store *store, const ds_actor *actor, const char *organ,
                                 int year, apr_int64_t now, ds_findings *findings)
{
    setting s = { store, actor, organ, NULL, year, 0, now, findings };
    return ds_store__change(store, unschedule_body, &s);
}

/* ---- When the time has come ---- */

typedef struct ending {
    ds_store *store;
    const ds_timed *timed;
} ending;

static apr_status_t end_body(void *baton, apr_pool_t *scratch_pool)
{
    const ending *e = baton;
    const ds_timed *t = e->timed;
    return t->failure
        ? ds_dbd_change(e->store->dbd, DS_SQL_SCHEDULE_FAIL, NULL,
                        DS_ARGS(DS_S(t->failure), DS_S(t->organ), DS_N(t->year), DS_S(t->tag)))
        : ds_dbd_change(e->store->dbd, DS_SQL_SCHEDULE_DROP, NULL,
                        DS_ARGS(DS_S(t->organ), DS_N(t->year)));
}

/* Whether it has been published meanwhile, by somebody or by us before we could
 * say so. */
static int is_published(ds_store *store, const ds_timed *timed, apr_pool_t *pool)
{
    ds_report_row *row;
    return ds_report__find(store, &row, timed->organ, timed->year, pool) == APR_SUCCESS && row
           && row->listing.state == DS_STATE_PUBLISHED;
}

static const char *why(ds_store *store, const ds_timed *timed, apr_status_t status,
                       const ds_findings *findings, apr_pool_t *pool)
{
    if (is_published(store, timed, pool))
        return NULL;
    if (status == DS_ESTALE)
        return "报告在定时之后有了变动，请重新签发。";
    return findings && ds_findings_count(findings) ? ds_findings_at(findings, 0)->message
                                                   : "报告现在不能公开，请打开查看。";
}

static apr_status_t publish(ds_store *store, ds_timed *timed, apr_int64_t now, apr_pool_t *pool)
{
    const ds_step_request request = { .tag = timed->tag };
    ds_outcome outcome = { 0 };
    ds_account *account;
    ds_actor actor = { .account = timed->account };
    apr_status_t status = ds_account__find(store, &account, timed->account, pool);
    if (status != APR_SUCCESS)
        return status;
    if (!account || !account->is_active) {
        timed->failure = "设定定时公开的账号已停用，请由其他签发人员办理。";
        return APR_SUCCESS;
    }
    actor.name = account->display_name;
    actor.grants = account->grants;
    status = ds_store_act(store, &outcome, &actor, DS_ACTION_PUBLISH, timed->organ, timed->year,
                          &request, now, pool);
    if (status == DS_EUNAVAILABLE)
        return status;
    if (status != APR_SUCCESS)
        timed->failure = why(store, timed, status, outcome.findings, pool);
    return APR_SUCCESS;
}

apr_status_t ds_store_publish_due(ds_store *store, ds_timed **done, apr_int64_t now,
                                  apr_pool_t *result_pool)
{
    ds_rows *rows;
    ending e = { store, NULL };
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_SCHEDULE_DUE, &rows,
                                        DS_ARGS(DS_N(now), DS_N(1)), result_pool);
    *done = NULL;
    if (status != APR_SUCCESS || !rows->count)
        return status;
    ds_timed *timed = load(rows, 0, result_pool);
    status = publish(store, timed, now, result_pool);
    e.timed = timed;
    if (status == APR_SUCCESS)
        status = ds_dbd_transaction(store->dbd, end_body, &e);
    if (status == APR_SUCCESS)
        *done = timed;
    return status;
}
