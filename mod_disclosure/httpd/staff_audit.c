/* The record of what was done, for administrators of the whole tree: it names
 * every organ and account. */
#include "core/date.h"
#include "httpd/staff_admin.h"
#include "io/csv.h"

#define PAGE_SIZE 100
/* Most records of one download; older ones are had from the tool. */
#define MAX_DOWNLOAD 20000

/* Whether the actor administers every root. */
static apr_status_t may_see(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_array_header_t *all, *organs;
    apr_status_t status = disclosure_staff_administered(staff, &organs);

    if (status == APR_SUCCESS)
        status = ds_store_organs(staff->store, &all, pool);
    return status == APR_SUCCESS && all->nelts != organs->nelts ? DS_EFORBIDDEN : status;
}

int disclosure_staff_audit(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_array_header_t *lines = apr_array_make(pool, PAGE_SIZE, sizeof(ds_admin_record));
    const char *before = disclosure_staff_text(staff, "before");
    apr_array_header_t *records;
    apr_int64_t last = 0, first;
    ds_page *page = ds_page_create(pool);
    apr_status_t status = may_see(staff);

    if (status == APR_SUCCESS)
        status = ds_store_audit_head(staff->store, &last);
    if (before && apr_atoi64(before) > 0 && apr_atoi64(before) <= last)
        last = apr_atoi64(before) - 1;
    first = last > PAGE_SIZE ? last - PAGE_SIZE : 0;
    if (status == APR_SUCCESS)
        status = ds_store_audit(staff->store, &records, first, PAGE_SIZE, pool);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    for (int i = records->nelts - 1; i >= 0; i--) {
        const ds_audit_record *r = APR_ARRAY_IDX(records, i, const ds_audit_record *);

        if (r->number <= last)
            APR_ARRAY_PUSH(lines, ds_admin_record) = (ds_admin_record) {
                r->number, r->at, r->account, r->address, r->action, r->organ, r->detail,
                r->year, r->revision };
    }
    ds_admin_audit(page, &staff->view, lines, first > 0 ? first + 1 : 0, pool);
    return disclosure_staff_page(staff, HTTP_OK, page);
}

static void add_record(ds_csv *csv, const ds_audit_record *r, apr_pool_t *pool)
{
    const char *const values[] = {
        apr_psprintf(pool, "%" APR_INT64_T_FMT, r->number), ds_date_iso(pool, r->at), r->account,
        r->address, r->action, r->organ, r->year ? apr_itoa(pool, r->year) : NULL,
        r->revision ? apr_itoa(pool, r->revision) : NULL, r->detail, r->digest };

    ds_csv_values(csv, values, (int)(sizeof values / sizeof values[0]));
}

int disclosure_staff_audit_csv(disclosure_staff *staff)
{
    static const char *const heads[] = { "number", "at", "account", "address", "action", "organ",
                                         "year", "revision", "detail", "digest" };
    apr_pool_t *pool = staff->request->r->pool, *scratch;
    ds_csv *csv = ds_csv_create_with(heads, (int)(sizeof heads / sizeof heads[0]),
                                     pool);
    apr_array_header_t *records;
    apr_int64_t last = 0, after;
    apr_size_t len;
    const char *bytes;
    apr_status_t status = may_see(staff);

    if (status == APR_SUCCESS)
        status = ds_store_audit_head(staff->store, &last);
    apr_pool_create(&scratch, pool);
    for (after = last > MAX_DOWNLOAD ? last - MAX_DOWNLOAD : 0;
         status == APR_SUCCESS && after < last; after += PAGE_SIZE) {
        apr_pool_clear(scratch);
        status = ds_store_audit(staff->store, &records, after, PAGE_SIZE, scratch);
        for (int i = 0; status == APR_SUCCESS && i < records->nelts; i++)
            add_record(csv, APR_ARRAY_IDX(records, i, const ds_audit_record *), scratch);
    }
    apr_pool_destroy(scratch);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    bytes = ds_csv_bytes(csv, &len);
    return disclosure_staff_bytes(staff, "text/csv; charset=utf-8", "操作记录.csv", bytes, len);
}
