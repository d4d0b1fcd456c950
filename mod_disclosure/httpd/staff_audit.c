/* The record of what was done, for administrators of the whole tree: it names
 * every organ and account. */
#include "core/date.h"
#include "httpd/staff_admin.h"
#include "io/csv.h"

#define PAGE_SIZE 100

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

/* Records as the page shows them, newest first: those before number `before`, or
 * (0) from the newest on. */
static apr_status_t read_page(disclosure_staff *staff, ds_admin_audit_view *view,
                              apr_int64_t before)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_array_header_t *lines = apr_array_make(pool, PAGE_SIZE, sizeof(ds_admin_record));
    apr_array_header_t *records;
    apr_int64_t last = before > 0 && before <= view->newest ? before - 1 : view->newest;
    apr_int64_t first = last - PAGE_SIZE > view->removed ? last - PAGE_SIZE : view->removed;
    apr_status_t status = ds_store_audit(staff->store, &records, first, PAGE_SIZE, pool);

    for (int i = status == APR_SUCCESS ? records->nelts - 1 : -1; i >= 0; i--) {
        const ds_audit_record *r = APR_ARRAY_IDX(records, i, const ds_audit_record *);

        if (r->number <= last)
            APR_ARRAY_PUSH(lines, ds_admin_record) = (ds_admin_record) {
                r->number, r->at, r->account, r->address, r->action, r->organ, r->detail,
                r->year, r->revision };
    }
    view->records = lines;
    view->older = first > view->removed ? first + 1 : 0;
    return status;
}

/* Where the record begins and ends. */
static apr_status_t read_ends(disclosure_staff *staff, ds_admin_audit_view *view)
{
    ds_audit_anchor anchor;
    apr_status_t status = may_see(staff);

    if (status == APR_SUCCESS)
        status = ds_store_audit_head(staff->store, &view->newest);
    if (status == APR_SUCCESS)
        status = ds_store_audit_anchor(staff->store, &anchor, staff->request->r->pool);
    if (status == APR_SUCCESS && anchor.number > 0) {
        view->removed = anchor.number;
        view->removed_at = anchor.at;
    }
    return status;
}

static apr_int64_t number_of(const disclosure_staff *staff, const char *name)
{
    const char *text = disclosure_staff_text(staff, name);

    return text ? apr_atoi64(text) : 0;
}

int disclosure_staff_audit(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_admin_audit_view view = { .chain = staff->request->site->chain,
                                 .keep = staff->request->site->config.audit_keep };
    ds_page *page = ds_page_create(pool);
    apr_int64_t records;
    apr_status_t status = read_ends(staff, &view);

    if (status == APR_SUCCESS)
        status = read_page(staff, &view, number_of(staff, "before"));
    view.is_verified = disclosure_staff_text(staff, "verify") != NULL;
    if (status == APR_SUCCESS && view.is_verified)
        status = ds_store_audit_verify(staff->store, &view.broken, &records, pool);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    ds_admin_audit(page, &staff->view, &view, pool);
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

/* Records after `after`, as many as one part holds. */
static apr_status_t add_records(disclosure_staff *staff, ds_csv *csv, apr_int64_t after,
                                apr_int64_t last)
{
    apr_pool_t *scratch;
    apr_array_header_t *records;
    apr_status_t status = APR_SUCCESS;

    apr_pool_create(&scratch, staff->request->r->pool);
    while (status == APR_SUCCESS && after < last) {
        int limit = last - after < PAGE_SIZE ? (int)(last - after) : PAGE_SIZE;

        apr_pool_clear(scratch);
        status = ds_store_audit(staff->store, &records, after, limit, scratch);
        for (int i = 0; status == APR_SUCCESS && i < records->nelts; i++)
            add_record(csv, APR_ARRAY_IDX(records, i, const ds_audit_record *), scratch);
        after += limit;
    }
    apr_pool_destroy(scratch);
    return status;
}

/* Where the next part is had, for programs; people find all parts on the page. */
static void link_next(disclosure_staff *staff, apr_int64_t after)
{
    apr_pool_t *pool = staff->request->r->pool;

    apr_table_setn(staff->request->r->headers_out, "Link",
                   apr_psprintf(pool, "<%s?after=%" APR_INT64_T_FMT ">; rel=\"next\"",
                                ds_staff_path(staff->view.site, "/audit.csv", pool), after));
}

int disclosure_staff_audit_csv(disclosure_staff *staff)
{
    static const char *const heads[] = { "number", "at", "account", "address", "action", "organ",
                                         "year", "revision", "detail", "digest" };
    apr_pool_t *pool = staff->request->r->pool;
    ds_csv *csv = ds_csv_create_with(heads, (int)(sizeof heads / sizeof heads[0]), pool);
    ds_admin_audit_view view = { .removed = 0 };
    apr_int64_t after = number_of(staff, "after"), last;
    apr_size_t len;
    const char *bytes;
    apr_status_t status = read_ends(staff, &view);

    after = after > view.removed ? after : view.removed;
    last = view.newest - after > DS_ADMIN_AUDIT_PART ? after + DS_ADMIN_AUDIT_PART : view.newest;
    if (status == APR_SUCCESS)
        status = add_records(staff, csv, after, last);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    if (last < view.newest)
        link_next(staff, last);
    bytes = ds_csv_bytes(csv, &len);
    return disclosure_staff_bytes(staff, "text/csv; charset=utf-8",
                                  apr_psprintf(pool, "操作记录%" APR_INT64_T_FMT "-%"
                                               APR_INT64_T_FMT ".csv", after + 1, last), bytes, len);
}
