/* The 应报名单 of a year: shown, opened, changed line by line. */
#include "core/deadline.h"
#include "httpd/staff_duties.h"
#include "page/year_page.h"
#include "store/roster.h"

static void look_through(ds_year_view *year, const char *changing)
{
    for (int i = 0; i < year->items->nelts; i++) {
        const ds_desk_item *item = APR_ARRAY_IDX(year->items, i, const ds_desk_item *);

        year->is_open |= item->is_open;
        year->may_open |= item->is_kept && !item->is_open;
        if (changing && item->is_kept && item->is_open && !strcmp(item->organ, changing))
            year->change.item = item;
    }
}

static const char *typed_or(const disclosure_staff *staff, const char *name, const char *usual)
{
    const char *typed = disclosure_staff_text(staff, name);

    return typed ? typed : usual;
}

static int show(disclosure_staff *staff, int status, const ds_findings *findings)
{
    apr_pool_t *pool = staff->request->r->pool;
    int number = staff->request->year, is_typed = findings != NULL;
    ds_year_view year = { .year = number, .chain = staff->request->site->chain,
                          .findings = findings };
    ds_page *page = ds_page_create(pool);
    disclosure_duties duties;
    apr_status_t found = disclosure_staff_duties(staff, number, &duties);

    if (found == APR_SUCCESS && !apr_hash_count(duties.reached))
        found = DS_EFORBIDDEN;
    if (found != APR_SUCCESS)
        return disclosure_staff_problem(staff, found, NULL, NULL);
    year.items = duties.items;
    look_through(&year, disclosure_staff_text(staff, "organ"));
    year.may_open = year.may_open && number <= disclosure_staff_due_year(staff) + 1;
    year.due = typed_or(staff, "due", ds_deadline(DS_ORGAN_DEPARTMENT, number, pool));
    year.due_region = typed_or(staff, "due_region", ds_deadline(DS_ORGAN_REGION, number, pool));
    if (year.change.item) {
        const char *owes = disclosure_staff_text(staff, "owes");

        year.change.is_owed = owes ? !strcmp(owes, "1")
                                   : year.change.item->is_owed || !year.change.item->is_listed;
        year.change.due = is_typed ? disclosure_staff_text(staff, "due") : NULL;
        year.change.reason = disclosure_staff_text(staff, "reason");
    }
    ds_year_page(page, &staff->view, &year, pool);
    return disclosure_staff_page(staff, status, page);
}

static int answer(disclosure_staff *staff, apr_status_t status, const ds_findings *findings,
                  const char *done)
{
    const char *path = apr_psprintf(staff->request->r->pool, "/years/%d", staff->request->year);

    if (status == DS_EINVALID)
        return show(staff, HTTP_UNPROCESSABLE_ENTITY, findings);
    return status == APR_SUCCESS ? disclosure_staff_see(staff, path, done)
                                 : disclosure_staff_problem(staff, status, NULL, findings);
}

static int open_year(disclosure_staff *staff)
{
    const ds_due_dates due = { disclosure_staff_text(staff, "due"),
                               disclosure_staff_text(staff, "due_region") };
    ds_findings *findings = ds_findings_create(staff->request->r->pool);
    int count;
    apr_status_t status = ds_store_open_year(staff->store, &count, staff->actor,
                                             staff->request->year, &due, staff->now, findings);

    return answer(staff, status, findings, "year-open");
}

static int change_line(disclosure_staff *staff)
{
    ds_findings *findings = ds_findings_create(staff->request->r->pool);
    const char *organ = disclosure_staff_text(staff, "organ");
    const char *owes = disclosure_staff_text(staff, "owes");
    apr_status_t status = organ && ds_organ_key_is_valid(organ)
        ? ds_store_put_duty(staff->store, staff->actor, organ, staff->request->year,
                            owes && !strcmp(owes, "1"), disclosure_staff_text(staff, "due"),
                            disclosure_staff_text(staff, "reason"), staff->now, findings)
        : DS_ENOTFOUND;

    return answer(staff, status, findings, "duty");
}

int disclosure_staff_year(disclosure_staff *staff)
{
    const char *act = disclosure_staff_text(staff, "act");

    if (staff->request->r->method_number != M_POST)
        return show(staff, HTTP_OK, NULL);
    if (act && !strcmp(act, "open"))
        return open_year(staff);
    if (act && !strcmp(act, "line"))
        return change_line(staff);
    return disclosure_staff_problem(staff, DS_EINVALID, "没有说明要办理什么。请回到应报名单重新操作。", NULL);
}
