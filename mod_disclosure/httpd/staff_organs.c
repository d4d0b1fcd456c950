/* The tree of organs, kept by its administrators. */
#include <apr_hash.h>

#include "core/date.h"
#include "httpd/staff_admin.h"

apr_status_t disclosure_staff_administered(disclosure_staff *staff, apr_array_header_t **organs)
{
    apr_pool_t *pool = staff->request->r->pool;
    apr_hash_t *known = apr_hash_make(pool);
    apr_array_header_t *all;
    apr_status_t status = ds_store_organs(staff->store, &all, pool);
    int is_admin = 0;

    if (status != APR_SUCCESS)
        return status;
    *organs = apr_array_make(pool, all->nelts + 1, sizeof(ds_organ *));
    for (int i = 0; i < all->nelts; i++) {
        ds_organ *organ = APR_ARRAY_IDX(all, i, ds_organ *);
        apr_array_header_t *path = apr_array_make(pool, 1, sizeof(const char *));
        int inherited = organ->parent
                        && apr_hash_get(known, organ->parent, APR_HASH_KEY_STRING) != NULL;

        APR_ARRAY_PUSH(path, const char *) = organ->key;
        if (inherited || ds_actor_has_role(staff->actor, DS_ROLE_ADMIN, path)) {
            apr_hash_set(known, organ->key, APR_HASH_KEY_STRING, organ);
            APR_ARRAY_PUSH(*organs, ds_organ *) = organ;
            is_admin = 1;
        }
    }
    return is_admin ? APR_SUCCESS : DS_EFORBIDDEN;
}

int disclosure_staff_administers(const apr_array_header_t *organs, const char *key)
{
    for (int i = 0; i < organs->nelts; i++)
        if (!strcmp(APR_ARRAY_IDX(organs, i, const ds_organ *)->key, key))
            return 1;
    return 0;
}

int disclosure_staff_organs(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_page *page = ds_page_create(pool);
    apr_array_header_t *organs;
    apr_status_t status = disclosure_staff_administered(staff, &organs);

    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    ds_admin_organs(page, &staff->view, organs, pool);
    return disclosure_staff_page(staff, HTTP_OK, page);
}

/* ---- One organ ---- */

/* Where the fields of the form get their texts from. */
typedef struct {
    disclosure_staff *staff;
    const ds_organ *organ;   /* as stored; NULL: as typed */
    const char *today;
} form_source;

static const char *stored_text(void *baton, const char *name)
{
    form_source *source = baton;

    if (!source->organ)
        return disclosure_staff_text(source->staff, name);
    return ds_organ_text(source->organ, name, source->today, source->staff->request->r->pool);
}

/* A field that is there and empty empties what it stands for. */
static const char *typed_text(void *baton, const char *name)
{
    disclosure_staff *staff = baton;
    const char *text = disclosure_staff_text(staff, name);

    return text ? text : apr_table_get(staff->fields, name) ? "" : NULL;
}

static int show(disclosure_staff *staff, int status, const char *key, const ds_organ *organ,
                const ds_findings *findings)
{
    apr_pool_t *pool = staff->request->r->pool;
    form_source source = { staff, organ, ds_date_of(pool, staff->now) };
    ds_page *page = ds_page_create(pool);
    apr_array_header_t *organs;
    apr_status_t found = disclosure_staff_administered(staff, &organs);

    if (found != APR_SUCCESS)
        return disclosure_staff_problem(staff, found, NULL, NULL);
    ds_admin_organ(page, &staff->view, key, organs, stored_text, &source, findings, pool);
    return disclosure_staff_page(staff, status, page);
}

/* Applies what was typed and puts the organ. */
static int put(disclosure_staff *staff, const char *key, ds_organ *organ)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_findings *findings = ds_findings_create(pool);
    const char *error = ds_organ_apply(organ, typed_text, staff, pool);
    apr_status_t status = DS_EINVALID;

    if (error)
        ds_findings_add(findings, DS_ERROR, "R.organ", "kind", "%s", error);
    else
        status = ds_store_put_organ(staff->store, staff->actor, organ, staff->now, findings);
    if (status == DS_EINVALID)
        return show(staff, HTTP_UNPROCESSABLE_ENTITY, key, NULL, findings);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, findings);
    disclosure_staff_changed(staff, "put-organ", organ->key);
    return disclosure_staff_see(staff, apr_pstrcat(pool, "/organs/", organ->key, NULL), "organ");
}

int disclosure_staff_organ(disclosure_staff *staff)
{
    const char *key = staff->request->organ;
    apr_array_header_t *organs;
    ds_organ *organ;
    apr_status_t status = disclosure_staff_administered(staff, &organs);

    if (status == APR_SUCCESS && !disclosure_staff_administers(organs, key))
        status = DS_EFORBIDDEN;
    if (status == APR_SUCCESS)
        status = ds_store_organ(staff->store, &organ, key, staff->request->r->pool);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    return staff->request->r->method_number == M_POST ? put(staff, key, organ)
                                                      : show(staff, HTTP_OK, key, organ, NULL);
}

int disclosure_staff_organ_new(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_findings *findings = ds_findings_create(pool);
    const char *key = disclosure_staff_text(staff, "key");
    ds_organ *known;

    if (staff->request->r->method_number != M_POST)
        return show(staff, HTTP_OK, NULL, NULL, NULL);
    if (key && ds_store_organ(staff->store, &known, key, pool) == APR_SUCCESS) {
        ds_findings_add(findings, DS_ERROR, "R.key", "key", "代号“%s”已经有机关在用，请换一个。", key);
        return show(staff, HTTP_UNPROCESSABLE_ENTITY, NULL, NULL, findings);
    }
    return put(staff, NULL, ds_organ_create(key ? key : "", pool));
}

/* ---- Importing ---- */

typedef struct {
    const ds_csv_table *table;
    const ds_csv_line *line;
    apr_pool_t *pool;
} csv_source;

static const char *csv_text(void *baton, const char *name)
{
    csv_source *source = baton;

    return ds_csv_value(source->table, source->line, name, source->pool);
}

static void *make(disclosure_staff *staff, const ds_csv_table *table, const ds_csv_line *line,
                  ds_findings *findings)
{
    apr_pool_t *pool = staff->request->r->pool;
    csv_source source = { table, line, pool };
    const char *key = csv_text(&source, "key"), *error;
    ds_organ *organ;

    if (ds_store_organ(staff->store, &organ, key, pool) != APR_SUCCESS)
        organ = ds_organ_create(key, pool);
    error = ds_organ_apply(organ, csv_text, &source, pool);
    if (error)
        ds_findings_add(findings, DS_ERROR, "R.organ", key, "%s", error);
    return error ? NULL : organ;
}

static apr_status_t put_one(disclosure_staff *staff, void *thing, ds_findings *findings)
{
    const ds_organ *organ = thing;
    apr_status_t status = ds_store_put_organ(staff->store, staff->actor, organ, staff->now,
                                             findings);

    if (status == APR_SUCCESS)
        disclosure_staff_changed(staff, "put-organ", organ->key);
    return status;
}

int disclosure_staff_organ_import(disclosure_staff *staff)
{
    static const disclosure_import import = {
        .title = "导入机关", .path = "/organ-import", .back = "/organs",
        .columns = "CSV：第一行是列名，必有 key（代号），其余可用 name、short、code、former、kind、parent、"
                   "position、from、until、predecessors、address、postcode、telephone、fax、email、hours、"
                   "guide-url、rules-url、request-url；上级写在下级前面。已有的机关按所列各项修改。",
        .key_column = "key", .done = "organs",
        .make = make, .try = ds_store_try_organs, .put = put_one,
    };
    apr_array_header_t *organs;
    apr_status_t status = disclosure_staff_administered(staff, &organs);

    return status == APR_SUCCESS ? disclosure_staff_import(staff, &import)
                                 : disclosure_staff_problem(staff, status, NULL, NULL);
}
