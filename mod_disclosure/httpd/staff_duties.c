#include "httpd/staff_duties.h"

#include "core/date.h"
#include "core/deadline.h"
#include "store/progress.h"
#include "store/roster.h"

int disclosure_staff_due_year(const disclosure_staff *staff)
{
    return atoi(ds_date_of(staff->request->r->pool, staff->now)) - 1;
}

/* ---- Organs ---- */

static apr_status_t find_organs(disclosure_staff *staff, disclosure_duties *duties)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_status_t status = ds_store_organs(staff->store, &duties->organs, pool);

    if (status != APR_SUCCESS)
        return status;
    duties->tree = ds_organ_tree_create(duties->organs, pool);
    duties->reached = apr_hash_make(pool);
    duties->known = apr_hash_make(pool);
    duties->items = apr_array_make(pool, 32, sizeof(ds_desk_item *));
    for (int i = 0; i < duties->organs->nelts; i++) {
        const ds_organ *organ = APR_ARRAY_IDX(duties->organs, i, const ds_organ *);
        apr_array_header_t *path = ds_organ_tree_path(duties->tree, organ, pool);
        const ds_case any = { .path = path, .exists = 1 };

        if (ds_permit(staff->actor, DS_ACTION_READ, &any, staff->request->site->chain, NULL, pool)
            == APR_SUCCESS)
            apr_hash_set(duties->reached, organ->key, APR_HASH_KEY_STRING, path);
    }
    return APR_SUCCESS;
}

/* ---- Items ---- */

ds_desk_item *disclosure_staff_duty(const disclosure_duties *duties, const char *organ, int year)
{
    char id[64];

    apr_snprintf(id, sizeof id, "%s/%d", organ, year);
    return apr_hash_get(duties->known, id, APR_HASH_KEY_STRING);
}

/* What is being gathered. */
typedef struct {
    disclosure_staff *staff;
    disclosure_duties *duties;
    apr_hash_t *positions;     /* key -> ds_organ **, its place in the list */
    const char *today;
} gathering;

/* The item of organ and year, made when there is none yet; NULL for an organ
 * that is out of reach. */
static ds_desk_item *item_of(gathering *g, const char *key, int year)
{
    apr_pool_t *pool = g->staff->request->r->pool;
    ds_desk_item *item = disclosure_staff_duty(g->duties, key, year);
    const ds_organ *organ = ds_organ_tree_find(g->duties->tree, key), *above;
    const ds_organ *const *place = apr_hash_get(g->positions, key, APR_HASH_KEY_STRING);

    if (item || !organ || !apr_hash_get(g->duties->reached, key, APR_HASH_KEY_STRING))
        return item;
    item = apr_pcalloc(pool, sizeof *item);
    above = ds_organ_tree_find(g->duties->tree, organ->parent);
    *item = (ds_desk_item) {
        .organ = organ->key, .year = year, .profile = organ, .state = -1, .task = DS_TASK_NONE,
        .organ_name = ds_piece_organ_name(organ, pool),
        .position = (int)(place - (const ds_organ *const *)(const void *)g->duties->organs->elts),
        .superior = above ? ds_piece_organ_name(above, pool) : NULL,
        .due = ds_deadline(organ->kind, year, pool) };
    apr_hash_set(g->duties->known, apr_psprintf(pool, "%s/%d", key, year), APR_HASH_KEY_STRING,
                 item);
    APR_ARRAY_PUSH(g->duties->items, ds_desk_item *) = item;
    return item;
}

static apr_status_t add_listed(gathering *g, int year)
{
    apr_array_header_t *lines;
    apr_pool_t *pool = g->staff->request->r->pool;
    apr_status_t status = ds_store_roster(g->staff->store, &lines, year ? year : DS_YEAR_MIN,
                                          year ? year : DS_YEAR_MAX, pool);

    for (int i = 0; status == APR_SUCCESS && i < lines->nelts; i++) {
        const ds_duty *duty = APR_ARRAY_IDX(lines, i, const ds_duty *);
        const ds_organ *above = ds_organ_tree_find(g->duties->tree, duty->superior);
        ds_desk_item *item = item_of(g, duty->organ, duty->year);

        if (!item)
            continue;
        item->organ_name = duty->organ_name;
        item->due = duty->due;
        item->format = duty->format;
        item->superior = above ? ds_piece_organ_name(above, pool) : NULL;
        item->is_listed = item->is_open = 1;
        item->is_kept = ds_roster_keeps(g->staff->actor,
                                        apr_hash_get(g->duties->reached, duty->organ,
                                                     APR_HASH_KEY_STRING));
        item->is_owed = duty->is_owed;
        item->reason = duty->reason;
    }
    return status;
}

static int is_open_for(const apr_array_header_t *openings, const apr_array_header_t *path)
{
    for (int i = 0; i < path->nelts; i++)
        for (int j = 0; j < openings->nelts; j++)
            if (!strcmp(APR_ARRAY_IDX(path, i, const char *),
                        APR_ARRAY_IDX(openings, j, const char *)))
                return 1;
    return 0;
}

/* Organs whose year has not been opened owe what the regulation says. */
static apr_status_t add_unlisted(gathering *g, int year)
{
    apr_pool_t *pool = g->staff->request->r->pool;
    apr_array_header_t *openings;
    apr_status_t status = ds_store_openings(g->staff->store, &openings, year, pool);

    for (int i = 0; status == APR_SUCCESS && i < g->duties->organs->nelts; i++) {
        const ds_organ *organ = APR_ARRAY_IDX(g->duties->organs, i, const ds_organ *);
        const apr_array_header_t *path = apr_hash_get(g->duties->reached, organ->key,
                                                      APR_HASH_KEY_STRING);
        ds_desk_item *item = path && ds_organ_owes(organ, year) ? item_of(g, organ->key, year)
                                                                : NULL;

        if (!item)
            continue;
        item->is_open = is_open_for(openings, path);
        item->is_kept = ds_roster_keeps(g->staff->actor, path);
        if (!item->is_listed)
            item->is_owed = !item->is_open;
    }
    return status;
}

/* What the report wants of the actor. */
static ds_task task_of(const gathering *g, const ds_standing *report, apr_pool_t *pool)
{
    static const struct {
        ds_action action;
        ds_task task;
    } acts[] = { { DS_ACTION_EDIT, DS_TASK_FILL }, { DS_ACTION_APPROVE, DS_TASK_REVIEW },
                 { DS_ACTION_PUBLISH, DS_TASK_PUBLISH } };
    ds_case subject = { apr_hash_get(g->duties->reached, report->organ, APR_HASH_KEY_STRING), 1,
                        report->state, report->step, report->author, report->published > 0 };

    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        if (ds_permit(g->staff->actor, acts[i].action, &subject, g->staff->request->site->chain,
                      NULL, pool) == APR_SUCCESS)
            return acts[i].task == DS_TASK_FILL && report->state == DS_STATE_RETURNED
                ? DS_TASK_MEND : acts[i].task;
    return DS_TASK_NONE;
}

static void add_report(gathering *g, const ds_standing *report, apr_pool_t *scratch)
{
    ds_desk_item *item = item_of(g, report->organ, report->year);

    if (!item)
        return;
    if (!item->is_listed)
        item->organ_name = report->organ_name;
    item->state = (int)report->state;
    item->step = report->step;
    item->tag = report->tag;
    item->errors = report->errors;
    item->warnings = report->warnings;
    item->is_public = report->published > 0;
    item->published_on = report->published_on;
    item->task = task_of(g, report, scratch);
}

static apr_status_t add_reports(gathering *g, int year)
{
    apr_pool_t *pool = g->staff->request->r->pool, *iterpool;
    apr_array_header_t *below = apr_array_make(pool, 2, sizeof(const char *)), *found;
    apr_status_t status;

    for (int i = 0; i < g->staff->actor->grants->nelts; i++)
        APR_ARRAY_PUSH(below, const char *) =
            APR_ARRAY_IDX(g->staff->actor->grants, i, const ds_grant).organ;
    status = ds_store_standing(g->staff->store, &found, below, year, pool);
    apr_pool_create(&iterpool, pool);
    for (int i = 0; status == APR_SUCCESS && i < found->nelts; i++) {
        apr_pool_clear(iterpool);
        add_report(g, APR_ARRAY_IDX(found, i, const ds_standing *), iterpool);
    }
    apr_pool_destroy(iterpool);
    return status;
}

/* ---- All together ---- */

/* Days left, and who may begin what has not been begun. */
static void finish(gathering *g)
{
    for (int i = 0; i < g->duties->items->nelts; i++) {
        ds_desk_item *item = APR_ARRAY_IDX(g->duties->items, i, ds_desk_item *);
        ds_case none = { .path = apr_hash_get(g->duties->reached, item->organ,
                                              APR_HASH_KEY_STRING) };

        item->days_left = ds_days_until(item->due, g->today);
        if (item->state < 0 && item->is_owed
            && ds_permit(g->staff->actor, DS_ACTION_EDIT, &none, g->staff->request->site->chain,
                         NULL, g->staff->request->r->pool) == APR_SUCCESS)
            item->task = DS_TASK_FILL;
    }
}

static int by_place(const void *a, const void *b)
{
    const ds_desk_item *x = *(ds_desk_item *const *)a, *y = *(ds_desk_item *const *)b;

    return x->year != y->year ? y->year - x->year : x->position - y->position;
}

apr_status_t disclosure_staff_duties(disclosure_staff *staff, int year, disclosure_duties *duties)
{
    apr_pool_t *pool = staff->request->r->pool;
    gathering g = { staff, duties, apr_hash_make(pool), ds_date_of(pool, staff->now) };
    int due_year = disclosure_staff_due_year(staff);
    apr_status_t status = find_organs(staff, duties);

    for (int i = 0; status == APR_SUCCESS && i < duties->organs->nelts; i++)
        apr_hash_set(g.positions, APR_ARRAY_IDX(duties->organs, i, ds_organ *)->key,
                     APR_HASH_KEY_STRING, &APR_ARRAY_IDX(duties->organs, i, ds_organ *));
    if (status == APR_SUCCESS)
        status = add_listed(&g, year);
    if (status == APR_SUCCESS)
        status = add_unlisted(&g, year ? year : due_year);
    if (status == APR_SUCCESS)
        status = add_reports(&g, year);
    if (status != APR_SUCCESS)
        return status;
    finish(&g);
    qsort(duties->items->elts, (size_t)duties->items->nelts, sizeof(ds_desk_item *), by_place);
    return APR_SUCCESS;
}
