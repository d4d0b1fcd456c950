/* The desk: what waits for the actor, filtered and sorted. */
#include "core/date.h"
#include "httpd/staff_duties.h"
#include "store/reminders.h"
#include "store/schedule.h"

static const char *text_or(const disclosure_staff *staff, const char *name)
{
    const char *text = disclosure_staff_text(staff, name);

    return text ? text : "";
}

static ds_desk_filter read_filter(const disclosure_staff *staff)
{
    return (ds_desk_filter) {
        .task = text_or(staff, "task"), .year = atoi(text_or(staff, "year")),
        .state = text_or(staff, "state"), .text = text_or(staff, "q"),
        .sort = text_or(staff, "sort") };
}

static int has_task(const ds_desk_item *item, const char *task)
{
    const char *name = ds_task_name(item->task);

    if (!strcmp(task, "all"))
        return item->state >= 0 || item->is_owed;
    return name && (!*task || !strcmp(task, name));
}

static int has_state(const ds_desk_item *item, const char *state)
{
    return !*state || !strcmp(state, item->state < 0 ? "none"
                                                      : ds_state_name((ds_state)item->state));
}

static int passes(const ds_desk_item *item, const ds_desk_filter *f)
{
    return has_task(item, f->task) && has_state(item, f->state)
           && (!f->year || f->year == item->year)
           && (!*f->text || strstr(item->organ_name, f->text) || strstr(item->organ, f->text));
}

/* ---- Order ---- */

static int by_organ(const void *a, const void *b)
{
    const ds_desk_item *x = *(ds_desk_item *const *)a, *y = *(ds_desk_item *const *)b;

    return x->position != y->position ? x->position - y->position : y->year - x->year;
}

/* What is public or not owed has no date to keep, and comes last. */
static int by_due(const void *a, const void *b)
{
    const ds_desk_item *x = *(ds_desk_item *const *)a, *y = *(ds_desk_item *const *)b;
    int x_done = x->is_public || !x->is_owed, y_done = y->is_public || !y->is_owed;
    int order = x_done != y_done ? x_done - y_done
                : x->task != y->task && (x->task == DS_TASK_MEND || y->task == DS_TASK_MEND)
                    ? (int)x->task - (int)y->task
                    : strcmp(x->due, y->due);

    return order ? order : by_organ(a, b);
}

static int by_state(const void *a, const void *b)
{
    const ds_desk_item *x = *(ds_desk_item *const *)a, *y = *(ds_desk_item *const *)b;

    return x->state != y->state ? x->state - y->state : by_organ(a, b);
}

static void sort(apr_array_header_t *items, const char *key)
{
    static const struct {
        const char *key;
        int (*compare)(const void *, const void *);
    } orders[] = { { "organ", by_organ }, { "state", by_state }, { "", by_due } };
    size_t i = 0;

    while (*orders[i].key && strcmp(orders[i].key, key))
        i++;
    qsort(items->elts, (size_t)items->nelts, sizeof(ds_desk_item *), orders[i].compare);
}

/* ---- The page ---- */

static void note_year(apr_array_header_t *years, int year)
{
    for (int i = 0; i < years->nelts; i++)
        if (APR_ARRAY_IDX(years, i, int) == year)
            return;
    APR_ARRAY_PUSH(years, int) = year;
}

static int edits_only(const ds_actor *actor)
{
    for (int i = 0; i < actor->grants->nelts; i++)
        if (APR_ARRAY_IDX(actor->grants, i, const ds_grant).role != DS_ROLE_EDITOR)
            return 0;
    return 1;
}

/* The newest notice of each report that the actor is to write. */
static apr_status_t add_reminders(disclosure_staff *staff, const apr_array_header_t *items)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_array_header_t *reminders;
    apr_status_t status = ds_store_reminders(staff->store, &reminders, 0, pool);

    for (int i = 0; status == APR_SUCCESS && i < reminders->nelts; i++) {
        const ds_reminder *r = APR_ARRAY_IDX(reminders, i, const ds_reminder *);

        for (int j = 0; !r->is_call && j < items->nelts; j++) {
            ds_desk_item *item = APR_ARRAY_IDX(items, j, ds_desk_item *);

            if (item->year == r->year && item->task <= DS_TASK_FILL
                && ds_desk_is_outstanding(item) && !strcmp(item->organ, r->organ))
                item->reminder = apr_pstrcat(pool, r->name ? r->name : r->account, "，",
                                             ds_date_minute(pool, r->at), r->text ? "：" : "。",
                                             r->text, NULL);
        }
    }
    return status;
}

/* The times set for publication, and what became of them. */
static apr_status_t add_times(disclosure_staff *staff, const apr_array_header_t *items)
{
    apr_array_header_t *all;
    apr_status_t status = ds_store_scheduled(staff->store, &all, staff->request->r->pool);

    for (int i = 0; status == APR_SUCCESS && i < all->nelts; i++) {
        const ds_timed *timed = APR_ARRAY_IDX(all, i, const ds_timed *);

        for (int j = 0; j < items->nelts; j++) {
            ds_desk_item *item = APR_ARRAY_IDX(items, j, ds_desk_item *);

            if (item->year == timed->year && !strcmp(item->organ, timed->organ)
                && (item->task == DS_TASK_PUBLISH
                    || !strcmp(timed->account, staff->actor->account))) {
                item->publish_at = timed->at;
                item->failure = timed->failure;
            }
        }
    }
    return status;
}

int disclosure_staff_desk(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_array_header_t *shown = apr_array_make(pool, 32, sizeof(ds_desk_item *));
    apr_array_header_t *years = apr_array_make(pool, 4, sizeof(int));
    apr_array_header_t *failed = apr_array_make(pool, 2, sizeof(ds_desk_item *));
    ds_desk desk = { .chain = staff->request->site->chain, .items = shown, .years = years,
                     .failed = failed,
                     .filter = read_filter(staff) };
    ds_page *page = ds_page_create(pool);
    const ds_desk_item *first = NULL;
    disclosure_duties duties;
    apr_status_t status = disclosure_staff_duties(staff, 0, &duties);

    if (status == APR_SUCCESS)
        status = add_reminders(staff, duties.items);
    if (status == APR_SUCCESS)
        status = add_times(staff, duties.items);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    desk.n_reached = (int)apr_hash_count(duties.reached);
    desk.is_single = desk.n_reached == 1 && edits_only(staff->actor);
    if (desk.is_single)
        desk.filter = (ds_desk_filter) { "all", 0, "", "", "" };
    for (int i = 0; i < duties.items->nelts; i++) {
        ds_desk_item *item = APR_ARRAY_IDX(duties.items, i, ds_desk_item *);

        note_year(years, item->year);
        if (item->task != DS_TASK_NONE) {
            desk.waiting[item->task]++;
            first = first ? first : item;
        }
        if (item->failure)
            APR_ARRAY_PUSH(failed, ds_desk_item *) = item;
        if (passes(item, &desk.filter))
            APR_ARRAY_PUSH(shown, ds_desk_item *) = item;
    }
    if (desk.is_single)
        desk.only = first;
    sort(shown, desk.filter.sort);
    ds_desk_page(page, &staff->view, &desk, pool);
    return disclosure_staff_page(staff, HTTP_OK, page);
}
