#include "store/roster.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/deadline.h"
#include "core/organ_tree.h"
#include "store/store_private.h"

int ds_roster_keeps(const ds_actor *actor, const apr_array_header_t *path)
{
    apr_array_header_t above = *path;
    if (ds_actor_has_role(actor, DS_ROLE_ADMIN, path))
        return 1;
    if (path->nelts > 1) {
        above.elts += above.elt_size;
        above.nelts--;
    }
    return ds_actor_has_role(actor, DS_ROLE_REVIEWER, &above);
}

/* ---- Reading ---- */

static ds_duty *load(const ds_rows *rows, int i, apr_pool_t *pool)
{
    ds_duty *duty = apr_pcalloc(pool, sizeof(*duty));
    duty->organ = ds_rows_text(rows, i, DS_COL_ROSTER_ORGAN_KEY);
    duty->year = (int)ds_rows_number(rows, i, DS_COL_ROSTER_YEAR);
    duty->organ_name = ds_rows_text(rows, i, DS_COL_ROSTER_ORGAN_NAME);
    duty->format = ds_rows_text(rows, i, DS_COL_ROSTER_FORMAT);
    duty->superior = ds_rows_text(rows, i, DS_COL_ROSTER_SUPERIOR);
    duty->due = ds_rows_text(rows, i, DS_COL_ROSTER_DUE);
    duty->is_owed = (int)ds_rows_number(rows, i, DS_COL_ROSTER_IS_OWED);
    duty->reason = ds_rows_text(rows, i, DS_COL_ROSTER_REASON);
    duty->account = ds_rows_text(rows, i, DS_COL_ROSTER_ACCOUNT);
    duty->changed_at = ds_rows_number(rows, i, DS_COL_ROSTER_CHANGED_AT);
    return duty;
}

apr_status_t ds_store_roster(ds_store *store, apr_array_header_t **out, int first_year,
                             int last_year, apr_pool_t *result_pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_ROSTER, &rows,
                                        DS_ARGS(DS_N(first_year), DS_N(last_year)), result_pool);
    *out = apr_array_make(result_pool, 16, sizeof(ds_duty *));
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++)
        APR_ARRAY_PUSH(*out, ds_duty *) = load(rows, i, result_pool);
    return status;
}

apr_status_t ds_store_openings(ds_store *store, apr_array_header_t **out, int year,
                               apr_pool_t *result_pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_OPENINGS, &rows, DS_ARGS(DS_N(year)),
                                        result_pool);
    *out = apr_array_make(result_pool, 2, sizeof(const char *));
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++)
        APR_ARRAY_PUSH(*out, const char *) = ds_rows_text(rows, i, DS_COL_OPENINGS_ORGAN_KEY);
    return status;
}

static int holds(const apr_array_header_t *keys, const char *key)
{
    for (int i = 0; i < keys->nelts; i++)
        if (!strcmp(APR_ARRAY_IDX(keys, i, const char *), key))
            return 1;
    return 0;
}

static int is_open(const apr_array_header_t *openings, const apr_array_header_t *path)
{
    for (int i = 0; i < path->nelts; i++)
        if (holds(openings, APR_ARRAY_IDX(path, i, const char *)))
            return 1;
    return 0;
}

static apr_status_t check_due(const char *due, int year, const char *place, ds_findings *findings)
{
    if (!due || (ds_date_is_valid(due) && atoi(due) == year + 1))
        return APR_SUCCESS;
    return ds_store__refuse(findings, DS_EINVALID, "R.date", place,
                            "报送期限应为%d年内的日期，请按“%d-01-31”的样子填写。", year + 1, year + 1);
}

static apr_status_t add(ds_store *store, const ds_duty *duty)
{
    return ds_dbd_change(store->dbd, DS_SQL_ROSTER_ADD, NULL,
        DS_ARGS(DS_S(duty->organ), DS_N(duty->year), DS_S(duty->organ_name), DS_S(duty->format),
                DS_S(duty->superior), DS_S(duty->due), DS_N(duty->is_owed), DS_S(duty->reason),
                DS_S(duty->account), DS_N(duty->changed_at)));
}

/* The line as it is when nothing is said against it. */
static ds_duty usual(ds_store *store, const ds_organ *organ, int year, const ds_actor *actor,
                     apr_int64_t now, apr_pool_t *pool)
{
    ds_duty duty = {
        .organ = organ->key, .year = year, .superior = organ->parent, .is_owed = 1,
        .organ_name = ds_organ__name(organ, year, ds_date_of(pool, now), pool),
        .format = ds_formats_of_year(store->settings->formats, year)->id,
        .due = ds_deadline(organ->kind, year, pool), .account = actor->account,
        .changed_at = now };
    return duty;
}

/* ---- Opening ---- */

typedef struct opening {
    ds_store *store;
    const ds_actor *actor;
    int year;
    const ds_due_dates *due;
    apr_int64_t now;
    ds_findings *findings;
    int count;       /* lines added */
    int kept, fresh; /* organs the actor keeps, and of those, not opened yet */
} opening;

/* One organ the year is opened for: its line, and where it is the topmost, the
 * note that all below is open. */
static apr_status_t open_one(opening *o, const ds_organ *organ, int is_top, apr_pool_t *pool)
{
    apr_status_t status = APR_SUCCESS;
    o->fresh++;
    if (is_top)
        status = ds_dbd_change(o->store->dbd, DS_SQL_OPENING_ADD, NULL,
            DS_ARGS(DS_S(organ->key), DS_N(o->year), DS_S(o->actor->account), DS_N(o->now)));
    if (status != APR_SUCCESS || !ds_organ_owes(organ, o->year))
        return status;
    ds_duty duty = usual(o->store, organ, o->year, o->actor, o->now, pool);
    const char *due = organ->kind == DS_ORGAN_REGION ? o->due->regions : o->due->organs;
    if (due)
        duty.due = due;
    o->count++;
    return add(o->store, &duty);
}

static apr_status_t open_all(opening *o, apr_pool_t *pool)
{
    apr_array_header_t *organs, *openings;
    apr_status_t status = ds_store_organs(o->store, &organs, pool);
    if (status == APR_SUCCESS)
        status = ds_store_openings(o->store, &openings, o->year, pool);
    if (status != APR_SUCCESS)
        return status;
    ds_organ_tree *tree = ds_organ_tree_create(organs, pool);
    for (int i = 0; status == APR_SUCCESS && i < organs->nelts; i++) {
        const ds_organ *organ = APR_ARRAY_IDX(organs, i, const ds_organ *);
        const ds_organ *above = ds_organ_tree_find(tree, organ->parent);
        apr_array_header_t *path = ds_organ_tree_path(tree, organ, pool);
        if (!ds_roster_keeps(o->actor, path))
            continue;
        o->kept++;
        if (!is_open(openings, path))
            status = open_one(o, organ,
                              !above || !ds_roster_keeps(o->actor,
                                                         ds_organ_tree_path(tree, above, pool)),
                              pool);
    }
    return status;
}

static apr_status_t open_body(void *baton, apr_pool_t *scratch_pool)
{
    opening *o = baton;
    o->count = o->kept = o->fresh = 0;
    apr_status_t status = open_all(o, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    if (!o->kept)
        return ds_store__refuse(o->findings, DS_EFORBIDDEN, "W.role", "year",
                                "开启年度要由主管机关的审核人员或管理人员办理。");
    if (!o->fresh)
        return ds_store__refuse(o->findings, DS_ESTATE, "W.year", "year",
                                "%d年度已经开启。名单有变动的，请逐条修改并写明理由。", o->year);
    ds_audit_entry entry = { .actor = o->actor, .action = "open-year", .year = o->year,
                             .at = o->now,
                             .detail = apr_psprintf(scratch_pool, "%d", o->count) };
    return ds_audit__add(o->store, &entry, scratch_pool);
}

static apr_status_t check_opening(const opening *o)
{
    apr_status_t status = check_due(o->due->organs, o->year, "due", o->findings);
    apr_status_t regions = check_due(o->due->regions, o->year, "due_region", o->findings);
    char today[16];
    apr_pool_t *scratch;
    apr_pool_create(&scratch, o->store->pool);
    apr_cpystrn(today, ds_date_of(scratch, o->now), sizeof(today));
    apr_pool_destroy(scratch);
    if (o->year > atoi(today) || !ds_formats_of_year(o->store->settings->formats, o->year))
        return ds_store__refuse(o->findings, DS_ESTATE, "W.year", "year",
                                "%d年度还不能开启，请核对年度。", o->year);
    return status != APR_SUCCESS ? status : regions;
}

apr_status_t ds_store_open_year(ds_store *store, int *count, const ds_actor *actor, int year,
                                const ds_due_dates *due, apr_int64_t now, ds_findings *findings)
{
    opening o = { .store = store, .actor = actor, .year = year, .due = due, .now = now,
                  .findings = findings };
    apr_status_t status = check_opening(&o);
    if (status == APR_SUCCESS)
        status = ds_store__change(store, open_body, &o);
    *count = o.count;
    return status;
}

/* ---- Changing a line ---- */

typedef struct alteration {
    ds_store *store;
    const ds_actor *actor;
    const char *organ;
    int year, is_owed;
    const char *due, *reason;
    apr_int64_t now;
    ds_findings *findings;
} alteration;

static apr_status_t permit(const alteration *a, apr_pool_t *pool)
{
    apr_array_header_t *path, *openings;
    apr_status_t status = ds_organ__path(a->store, &path, a->organ, pool);
    if (status == APR_SUCCESS && !path)
        return DS_ENOTFOUND;
    if (status == APR_SUCCESS && !ds_roster_keeps(a->actor, path))
        return ds_store__refuse(a->findings, DS_EFORBIDDEN, "W.role", a->organ,
                                "应报名单要由主管机关的审核人员或管理人员修改。");
    if (status == APR_SUCCESS)
        status = ds_store_openings(a->store, &openings, a->year, pool);
    if (status == APR_SUCCESS && !is_open(openings, path))
        return ds_store__refuse(a->findings, DS_ESTATE, "W.year", a->organ,
                                "%d年度还没有开启，请先开启年度。", a->year);
    return status;
}

static apr_status_t write_line(const alteration *a, apr_pool_t *pool)
{
    ds_organ *organ;
    int changed;
    apr_status_t status = ds_dbd_change(a->store->dbd, DS_SQL_ROSTER_SET, &changed,
        DS_ARGS(DS_N(a->is_owed), DS_S(a->due), DS_S(a->reason), DS_S(a->actor->account),
                DS_N(a->now), DS_S(a->organ), DS_N(a->year)));
    if (status != APR_SUCCESS || changed)
        return status;
    status = ds_organ__find(a->store, &organ, a->organ, pool);
    if (status != APR_SUCCESS || !organ)
        return status != APR_SUCCESS ? status : DS_ENOTFOUND;
    ds_duty duty = usual(a->store, organ, a->year, a->actor, a->now, pool);
    duty.is_owed = a->is_owed;
    duty.reason = a->reason;
    if (a->due)
        duty.due = a->due;
    return add(a->store, &duty);
}

static apr_status_t alter_body(void *baton, apr_pool_t *scratch_pool)
{
    const alteration *a = baton;
    apr_status_t status = permit(a, scratch_pool);
    if (status == APR_SUCCESS)
        status = write_line(a, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    ds_audit_entry entry = { .actor = a->actor, .action = "put-duty", .organ = a->organ,
                             .year = a->year, .at = a->now,
                             .detail = apr_psprintf(scratch_pool, "%s%s%s: %s",
                                                    a->is_owed ? "owed" : "not owed",
                                                    a->due ? " by " : "", a->due ? a->due : "",
                                                    a->reason) };
    return ds_audit__add(a->store, &entry, scratch_pool);
}

apr_status_t ds_store_put_duty(ds_store *store, const ds_actor *actor, const char *organ, int year,
                               int is_owed, const char *due, const char *reason, apr_int64_t now,
                               ds_findings *findings)
{
    apr_pool_t *scratch;
    alteration a = { store, actor, organ, year, is_owed != 0, due, NULL, now, findings };
    apr_status_t status = check_due(due, year, "due", findings);
    apr_pool_create(&scratch, store->pool);
    if (!ds_store__text(&a.reason, reason, DS_STORE_MAX_COMMENT, scratch) || !a.reason)
        status = ds_store__refuse(findings, DS_EINVALID, "W.comment", "reason",
                                  "修改应报名单须写明理由，例如新设、撤并、免报，%d字以内。",
                                  DS_STORE_MAX_COMMENT);
    if (status == APR_SUCCESS)
        status = ds_store__change(store, alter_body, &a);
    apr_pool_destroy(scratch);
    return status;
}
