/* How far the reports of a year are: as a page, and as files. */
#include "httpd/staff_duties.h"
#include "io/csv.h"
#include "page/overview_page.h"
#include "store/progress.h"

/* Organs that neither owe a report of the year nor have one are left out. */
static apr_status_t gather(disclosure_staff *staff, ds_year_view *year)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_array_header_t *shown = apr_array_make(pool, 32, sizeof(ds_desk_item *)), *all;
    disclosure_duties duties;
    apr_status_t status = disclosure_staff_duties(staff, staff->request->year, &duties);

    if (status == APR_SUCCESS && !apr_hash_count(duties.reached))
        status = DS_EFORBIDDEN;
    if (status == APR_SUCCESS)
        status = ds_store_progress(staff->store, &all, staff->request->year, pool);
    if (status != APR_SUCCESS)
        return status;
    for (int i = 0; i < duties.items->nelts; i++) {
        ds_desk_item *item = APR_ARRAY_IDX(duties.items, i, ds_desk_item *);

        if (item->is_listed || item->is_owed || item->state >= 0)
            APR_ARRAY_PUSH(shown, ds_desk_item *) = item;
    }
    for (int i = 0; i < all->nelts; i++) {
        const ds_progress *progress = APR_ARRAY_IDX(all, i, const ds_progress *);
        ds_desk_item *item = disclosure_staff_duty(&duties, progress->organ,
                                                   staff->request->year);

        if (item) {
            item->first_on = progress->first_on;
            item->versions = progress->versions;
            item->returns = progress->returns;
        }
    }
    *year = (ds_year_view) { .year = staff->request->year, .items = shown,
                             .chain = staff->request->site->chain };
    return APR_SUCCESS;
}

int disclosure_staff_overview(disclosure_staff *staff)
{
    ds_page *page = ds_page_create(staff->request->r->pool);
    ds_year_view year;
    apr_status_t status = gather(staff, &year);

    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    ds_overview_page(page, &staff->view, &year, staff->request->r->pool);
    return disclosure_staff_page(staff, HTTP_OK, page);
}

static int send_csv(disclosure_staff *staff, ds_overview_kind kind)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_year_view year;
    apr_size_t len;
    int n;
    const char *const *heads = ds_overview_heads(kind, &n, pool), *bytes;
    ds_csv *csv = ds_csv_create_with(heads, n, pool);
    apr_status_t status = gather(staff, &year);

    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    for (int i = 0; i < year.items->nelts; i++)
        ds_csv_values(csv, ds_overview_line(kind, APR_ARRAY_IDX(year.items, i,
                                                                const ds_desk_item *),
                                            year.chain, pool), n);
    bytes = ds_csv_bytes(csv, &len);
    return disclosure_staff_bytes(staff, "text/csv; charset=utf-8",
                                  apr_psprintf(pool, "%d年度%s.csv", year.year,
                                               ds_overview_title(kind)), bytes, len);
}

int disclosure_staff_overview_csv(disclosure_staff *staff)
{
    return send_csv(staff, DS_OVERVIEW_STATES);
}

int disclosure_staff_bulletin_csv(disclosure_staff *staff)
{
    return send_csv(staff, DS_OVERVIEW_BULLETIN);
}
