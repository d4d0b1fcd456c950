/* 催报: the list to go through, and the calls noted in it. Notices go out in
 * bulk (staff_bulk.c). */
#include "core/date.h"
#include "httpd/staff_duties.h"
#include "page/reminders_page.h"
#include "store/reminders.h"

/* Names of those who fill in for an organ by a grant on itself: key -> text. */
static apr_hash_t *list_clerks(const apr_array_header_t *accounts, apr_pool_t *pool)
{
    apr_hash_t *clerks = apr_hash_make(pool);

    for (int i = 0; i < accounts->nelts; i++) {
        const ds_account *account = APR_ARRAY_IDX(accounts, i, const ds_account *);
        const char *name = account->display_name ? account->display_name : account->name;

        for (int j = 0; account->is_active && j < account->grants->nelts; j++) {
            const ds_grant *grant = &APR_ARRAY_IDX(account->grants, j, const ds_grant);
            const char *known = apr_hash_get(clerks, grant->organ, APR_HASH_KEY_STRING);

            if (grant->role == DS_ROLE_EDITOR)
                apr_hash_set(clerks, grant->organ, APR_HASH_KEY_STRING,
                             known ? apr_pstrcat(pool, known, "、", name, NULL) : name);
        }
    }
    return clerks;
}

/* Who fills in for the organ: those of its own, else of the nearest superior
 * that has any. */
static const char *clerks_of(apr_hash_t *clerks, const apr_array_header_t *path)
{
    const char *names = NULL;

    for (int i = 0; !names && i < path->nelts; i++)
        names = apr_hash_get(clerks, APR_ARRAY_IDX(path, i, const char *), APR_HASH_KEY_STRING);
    return names;
}

/* What was said of each report: organ -> array of ds_reminder_note. */
static apr_hash_t *list_notes(const apr_array_header_t *reminders, apr_pool_t *pool)
{
    apr_hash_t *notes = apr_hash_make(pool);

    for (int i = 0; i < reminders->nelts; i++) {
        const ds_reminder *r = APR_ARRAY_IDX(reminders, i, const ds_reminder *);
        apr_array_header_t *known = apr_hash_get(notes, r->organ, APR_HASH_KEY_STRING);

        if (!known)
            known = apr_array_make(pool, 2, sizeof(ds_reminder_note));
        APR_ARRAY_PUSH(known, ds_reminder_note) = (ds_reminder_note) {
            r->name ? r->name : r->account, r->at, r->is_call, r->text };
        apr_hash_set(notes, r->organ, APR_HASH_KEY_STRING, known);
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
                                const disclosure_duties *duties, apr_hash_t *clerks,
                                apr_hash_t *notes)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_reminder_line line = { .item = item };

    line.clerks = clerks_of(clerks, apr_hash_get(duties->reached, item->organ,
                                                 APR_HASH_KEY_STRING));
    line.notes = apr_hash_get(notes, item->organ, APR_HASH_KEY_STRING);
    if (!line.notes)
        line.notes = apr_array_make(pool, 1, sizeof(ds_reminder_note));
    line.is_reminded = is_reminded(line.notes, staff->now, pool);
    return line;
}

/* The outstanding reports of organs whose lines the actor keeps. */
static apr_status_t gather(disclosure_staff *staff, apr_array_header_t **lines)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_array_header_t *accounts, *reminders;
    apr_hash_t *clerks, *notes;
    disclosure_duties duties;
    int keeps = 0;
    apr_status_t status = disclosure_staff_duties(staff, staff->request->year, &duties);

    if (status == APR_SUCCESS)
        status = ds_store_accounts(staff->store, &accounts, pool);
    if (status == APR_SUCCESS)
        status = ds_store_reminders(staff->store, &reminders, staff->request->year, pool);
    if (status != APR_SUCCESS)
        return status;
    clerks = list_clerks(accounts, pool);
    notes = list_notes(reminders, pool);
    *lines = apr_array_make(pool, 16, sizeof(ds_reminder_line));
    for (int i = 0; i < duties.items->nelts; i++) {
        const ds_desk_item *item = APR_ARRAY_IDX(duties.items, i, const ds_desk_item *);

        keeps |= item->is_kept;
        if (item->is_kept && ds_desk_is_outstanding(item))
            APR_ARRAY_PUSH(*lines, ds_reminder_line) =
                line_of(staff, item, &duties, clerks, notes);
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
