/* The desk: what waits for the actor, filtered and sorted. */
#include "core/date.h"
#include "httpd/staff_duties.h"
#include "store/reminders.h"
#include "store/schedule.h"

/* ---- Order ---- */

static const ds_desk_item *at(const void *place)
{
    return *(const ds_desk_item *const *)place;
}

static int by_organ(const void *a, const void *b)
{
    return at(a)->position != at(b)->position ? at(a)->position - at(b)->position
                                              : at(b)->year - at(a)->year;
}

static int by_year(const void *a, const void *b)
{
    return at(a)->year != at(b)->year ? at(a)->year - at(b)->year : by_organ(a, b);
}

static int by_state(const void *a, const void *b)
{
    return at(a)->state != at(b)->state ? at(a)->state - at(b)->state : by_organ(a, b);
}

static int by_due(const void *a, const void *b)
{
    int order = strcmp(at(a)->due, at(b)->due);

    return order ? order : by_organ(a, b);
}

/* What is public or not owed has no date to keep, and comes last, newest first. */
static int by_urgency(const void *a, const void *b)
{
    const ds_desk_item *x = at(a), *y = at(b);
    int x_done = x->is_public || !x->is_owed, y_done = y->is_public || !y->is_owed;

    if (x_done != y_done)
        return x_done - y_done;
    if (x_done && x->year != y->year)
        return y->year - x->year;
    return x->task != y->task && (x->task == DS_TASK_MEND || y->task == DS_TASK_MEND)
        ? (int)x->task - (int)y->task : by_due(a, b);
}

/* By the column's name; the usual one last. */
static const struct {
    const char *column;
    int (*compare)(const void *, const void *);
} orders[] = { { "organ", by_organ }, { "year", by_year }, { "state", by_state },
               { "due", by_due }, { "", by_urgency } };

/* The column's place among the orders; that of the usual one for a column that
 * is none. */
static int find_order(const char *column)
{
    int i = 0;

    while (*orders[i].column && strcmp(orders[i].column, column))
        i++;
    return i;
}

static void sort(apr_array_header_t *items, const ds_desk_filter *filter)
{
    ds_desk_item **first = (ds_desk_item **)(void *)items->elts, **last = first + items->nelts - 1;

    qsort(first, (size_t)items->nelts, sizeof *first, orders[find_order(filter->sort)].compare);
    for (; filter->is_reversed && first < last; first++, last--) {
        ds_desk_item *item = *first;

        *first = *last;
        *last = item;
    }
}

/* ---- What is shown ---- */

static const char *text_or(const disclosure_staff *staff, const char *name)
{
    const char *text = disclosure_staff_text(staff, name);

    return text ? text : "";
}

static ds_desk_filter read_filter(const disclosure_staff *staff)
{
    const char *sort = text_or(staff, "sort");
    int is_reversed = *sort == '-';
    const char *column = orders[find_order(sort + is_reversed)].column;

    return (ds_desk_filter) {
        .task = text_or(staff, "task"), .year = atoi(text_or(staff, "year")),
        .state = text_or(staff, "state"), .text = text_or(staff, "q"),
        .sort = column, .is_reversed = *column && is_reversed };
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
static apr_status_t add_reminders(disclosure_staff *staff, const disclosure_duties *duties)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_array_header_t *reminders;
    apr_status_t status = ds_store_reminders(staff->store, &reminders, 0, pool);

    for (int i = 0; status == APR_SUCCESS && i < reminders->nelts; i++) {
        const ds_reminder *r = APR_ARRAY_IDX(reminders, i, const ds_reminder *);
        ds_desk_item *item = r->is_call ? NULL : disclosure_staff_duty(duties, r->organ, r->year);

        if (item && item->task <= DS_TASK_FILL && ds_desk_is_outstanding(item))
            item->reminder = apr_pstrcat(pool, r->name ? r->name : r->account, "，",
                                         ds_date_minute(pool, r->at), r->text ? "：" : "。",
                                         r->text, NULL);
    }
    return status;
}

/* The times set for publication, and what became of them. */
static apr_status_t add_times(disclosure_staff *staff, const disclosure_duties *duties)
{
    apr_array_header_t *all;
    apr_status_t status = ds_store_scheduled(staff->store, &all, staff->request->r->pool);

    for (int i = 0; status == APR_SUCCESS && i < all->nelts; i++) {
        const ds_timed *timed = APR_ARRAY_IDX(all, i, const ds_timed *);
        ds_desk_item *item = disclosure_staff_duty(duties, timed->organ, timed->year);

        if (item && (item->task == DS_TASK_PUBLISH
                     || !strcmp(timed->account, staff->actor->account))) {
            item->publish_at = timed->at;
            item->failure = timed->failure;
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
        status = add_reminders(staff, &duties);
    if (status == APR_SUCCESS)
        status = add_times(staff, &duties);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    desk.n_reached = (int)apr_hash_count(duties.reached);
    desk.is_single = desk.n_reached == 1 && edits_only(staff->actor);
    if (desk.is_single)
        desk.filter = (ds_desk_filter) { .task = "all", .state = "", .text = "",
                                         .sort = desk.filter.sort,
                                         .is_reversed = desk.filter.is_reversed };
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
    sort(shown, &desk.filter);
    ds_desk_page(page, &staff->view, &desk, pool);
    return disclosure_staff_page(staff, HTTP_OK, page);
}
