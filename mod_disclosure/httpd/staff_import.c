/* Importing a list: pasted, tried as a whole with nothing kept, then put line by
 * line with a result for each. */
#include "core/text.h"
#include "httpd/staff_admin.h"

/* What is known of the list while it is worked on. The arrays run side by side:
 * a line, what it describes (NULL: nothing that could be put). */
typedef struct {
    ds_csv_table *table;
    apr_array_header_t *lines;   /* of ds_admin_line */
    apr_array_header_t *things;  /* of void * */
} list;

static void read_lines(disclosure_staff *staff, const disclosure_import *import, list *l)
{
    apr_pool_t *pool = staff->request->r->pool;
    l->lines = apr_array_make(pool, l->table->lines->nelts + 1, sizeof(ds_admin_line));
    l->things = apr_array_make(pool, l->table->lines->nelts + 1, sizeof(void *));
    for (int i = 0; i < l->table->lines->nelts; i++) {
        const ds_csv_line *line = &APR_ARRAY_IDX(l->table->lines, i, ds_csv_line);
        const char *what = ds_csv_value(l->table, line, import->key_column, pool);
        ds_findings *findings = ds_findings_create(pool);
        void *thing = NULL;

        if (what)
            thing = import->make(staff, l->table, line, findings);
        else
            ds_findings_add(findings, DS_ERROR, "R.key", import->key_column, "这一行没有填“%s”。",
                            import->key_column);
        APR_ARRAY_PUSH(l->lines, ds_admin_line) =
            (ds_admin_line) { line->number, what ? what : "", findings };
        APR_ARRAY_PUSH(l->things, void *) = thing;
    }
}

/* Those that could be put, in order; `of` tells the line of each. */
static apr_array_header_t *possible(const list *l, int **of, apr_pool_t *pool)
{
    apr_array_header_t *things = apr_array_make(pool, l->things->nelts + 1, sizeof(void *));
    *of = apr_palloc(pool, sizeof(int) * (apr_size_t)(l->things->nelts + 1));
    for (int i = 0; i < l->things->nelts; i++) {
        void *thing = APR_ARRAY_IDX(l->things, i, void *);
        if (thing) {
            (*of)[things->nelts] = i;
            APR_ARRAY_PUSH(things, void *) = thing;
        }
    }
    return things;
}

static apr_status_t try_all(disclosure_staff *staff, const disclosure_import *import, list *l)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_array_header_t *results;
    int *of;
    apr_array_header_t *things = possible(l, &of, pool);
    apr_status_t status = import->try(staff->store, staff->actor, things, staff->now, &results,
                                      pool);
    for (int i = 0; status == APR_SUCCESS && i < results->nelts; i++)
        APR_ARRAY_IDX(l->lines, of[i], ds_admin_line).findings =
            APR_ARRAY_IDX(results, i, ds_findings *);
    return status;
}

static apr_status_t put_all(disclosure_staff *staff, const disclosure_import *import, list *l)
{
    for (int i = 0; i < l->things->nelts; i++) {
        void *thing = APR_ARRAY_IDX(l->things, i, void *);
        ds_findings *findings = ds_findings_create(staff->request->r->pool);
        apr_status_t status = thing ? import->put(staff, thing, findings) : APR_SUCCESS;

        if (status == DS_EUNAVAILABLE)
            return status;
        if (status != APR_SUCCESS && !ds_findings_count(findings))
            ds_findings_add(findings, DS_ERROR, "R.key", import->key_column, "没有写入，请单独办理这一行。");
        if (thing)
            APR_ARRAY_IDX(l->lines, i, ds_admin_line).findings = findings;
    }
    return APR_SUCCESS;
}

static int all_right(const list *l)
{
    for (int i = 0; i < l->lines->nelts; i++)
        if (ds_findings_count(APR_ARRAY_IDX(l->lines, i, ds_admin_line).findings))
            return 0;
    return 1;
}

static int show(disclosure_staff *staff, const disclosure_import *import, int status,
                const char *error, const list *l, int is_kept)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_page *page = ds_page_create(pool);
    ds_admin_import shown = {
        .title = import->title, .path = import->path, .back = import->back,
        .columns = import->columns, .csv = apr_table_get(staff->fields, "csv"), .error = error,
        .lines = l ? l->lines : NULL, .is_kept = is_kept,
    };

    ds_admin_import_page(page, &staff->view, &shown, pool);
    return disclosure_staff_page(staff, status, page);
}

int disclosure_staff_import(disclosure_staff *staff, const disclosure_import *import)
{
    const char *csv = apr_table_get(staff->fields, "csv");
    const char *act = disclosure_staff_text(staff, "act");
    int is_kept = act && !strcmp(act, "keep");
    list l = {0};
    const char *error;
    apr_status_t status;

    if (staff->request->r->method_number != M_POST)
        return show(staff, import, HTTP_OK, NULL, NULL, 0);
    error = ds_csv_table_read(&l.table, csv ? csv : "", csv ? strlen(csv) : 0,
                              staff->request->r->pool);
    if (error)
        return show(staff, import, HTTP_UNPROCESSABLE_ENTITY, error, NULL, 0);
    read_lines(staff, import, &l);
    status = is_kept ? put_all(staff, import, &l) : try_all(staff, import, &l);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    if (is_kept && all_right(&l))
        return disclosure_staff_see(staff, import->back, import->done);
    return show(staff, import, HTTP_OK, NULL, &l, is_kept);
}
