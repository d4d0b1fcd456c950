/* 催报: the list to go through, and the calls noted in it. Notices go out in
 * bulk (staff_bulk.c). */
#include "core/date.h"
#include "httpd/staff_duties.h"
#include "page/reminders_page.h"
#include "store/reminders.h"

static int is_granted(const ds_account *account, const char *organ)
{
    for (int i = 0; i < account->grants->nelts; i++) {
        const ds_grant *grant = &APR_ARRAY_IDX(account->grants, i, const ds_grant);

        if (grant->role == DS_ROLE_EDITOR && !strcmp(grant->organ, organ))
            return 1;
    }
    return 0;
}

/* Who fills in for the organ: those of its own, else of the nearest superior
 * that has any. */
static const char *clerks_of(const apr_array_header_t *accounts, const apr_array_header_t *path,
                             apr_pool_t *pool)
{
    const char *names = NULL;

    for (int i = 0; !names && i < path->nelts; i++)
        for (int j = 0; j < accounts->nelts; j++) {
            const ds_account *account = APR_ARRAY_IDX(accounts, j, const ds_account *);
            const char *name = account->display_name ? account->display_name : account->name;

            if (account->is_active && is_granted(account, APR_ARRAY_IDX(path, i, const char *)))
                names = names ? apr_pstrcat(pool, names, "、", name, NULL) : name;
        }
    return names;
}

static apr_array_header_t *notes_of(const apr_array_header_t *reminders, const char *organ,
                                    apr_pool_t *pool)
{
    apr_array_header_t *notes = apr_array_make(pool, 2, sizeof(ds_reminder_note));

    for (int i = 0; i < reminders->nelts; i++) {
        const ds_reminder *r = APR_ARRAY_IDX(reminders, i, const ds_reminder *);

        if (!strcmp(r->organ, organ))
            APR_ARRAY_PUSH(notes, ds_reminder_note) = (ds_reminder_note) {
                r->name ? r->name : r->account, r->at, r->is_call, r->text };
    }
    return notes;
}

static int is_reminded(const apr_array_header_t *notes, apr_int64_t now, apr_pool_t *pool)
{
    const char *today = ds_date_of(pool, now);

    for (int i = 0; i < notes->nelts; i++) {
        const ds_reminder_note *note = &APR_ARRAY_IDX(notes, i, const ds_reminder_note);

        if (!note->is_call && !strcmp(ds_date_of(pool, note->at), today))
            return 1;
    }
    return 0;
}

static ds_reminder_line line_of(disclosure_staff *staff, const ds_desk_item *item,
                                const disclosure_duties *duties,
                                const apr_array_header_t *accounts,
                                const apr_array_header_t *reminders)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_reminder_line line = { .item = item };

    line.clerks = clerks_of(accounts, apr_hash_get(duties->reached, item->organ,
                                                   APR_HASH_KEY_STRING), pool);
    line.notes = notes_of(reminders, item->organ, pool);
    line.is_reminded = is_reminded(line.notes, staff->now, pool);
    return line;
}

/* The outstanding reports of organs whose lines the actor keeps. */
static apr_status_t gather(disclosure_staff *staff, apr_array_header_t **lines)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_array_header_t *accounts, *reminders;
    disclosure_duties duties;
    int keeps = 0;
    apr_status_t status = disclosure_staff_duties(staff, staff->request->year, &duties);

    if (status == APR_SUCCESS)
        status = ds_store_accounts(staff->store, &accounts, pool);
    if (status == APR_SUCCESS)
        status = ds_store_reminders(staff->store, &reminders, staff->request->year, pool);
    if (status != APR_SUCCESS)
        return status;
    *lines = apr_array_make(pool, 16, sizeof(ds_reminder_line));
    for (int i = 0; i < duties.items->nelts; i++) {
        const ds_desk_item *item = APR_ARRAY_IDX(duties.items, i, const ds_desk_item *);

        keeps |= item->is_kept;
        if (item->is_kept && ds_desk_is_outstanding(item))
            APR_ARRAY_PUSH(*lines, ds_reminder_line) =
                line_of(staff, item, &duties, accounts, reminders);
    }
    return keeps ? APR_SUCCESS : DS_EFORBIDDEN;
}

static int show(disclosure_staff *staff, int status, const ds_findings *findings)
{
    const char *organ = disclosure_staff_text(staff, "organ");
    const ds_reminder_line *calling = NULL;
    ds_page *page = ds_page_create(staff->request->r->pool);
    apr_array_header_t *lines;
    apr_status_t found = gather(staff, &lines);

    if (found != APR_SUCCESS)
        return disclosure_staff_problem(staff, found, NULL, NULL);
    for (int i = 0; organ && i < lines->nelts; i++)
        if (!strcmp(APR_ARRAY_IDX(lines, i, ds_reminder_line).item->organ, organ))
            calling = &APR_ARRAY_IDX(lines, i, const ds_reminder_line);
    ds_reminders_page(page, &staff->view, staff->request->year, lines, calling,
                      disclosure_staff_text(staff, "note"), staff->request->site->chain, findings,
                      staff->request->r->pool);
    return disclosure_staff_page(staff, status, page);
}

int disclosure_staff_reminders(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    const char *organ = disclosure_staff_text(staff, "organ");
    ds_findings *findings = ds_findings_create(pool);
    apr_status_t status;

    if (staff->request->r->method_number != M_POST)
        return show(staff, HTTP_OK, NULL);
    status = organ && ds_organ_key_is_valid(organ)
        ? ds_store_remind(staff->store, staff->actor, organ, staff->request->year, 1,
                          disclosure_staff_text(staff, "note"), staff->now, findings)
        : DS_ENOTFOUND;
    if (status == DS_EINVALID)
        return show(staff, HTTP_UNPROCESSABLE_ENTITY, findings);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, findings);
    return disclosure_staff_see(staff, apr_psprintf(pool, "/years/%d/reminders",
                                                    staff->request->year), "call");
}
