#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "store/store_private.h"

static ds_organ *load(const ds_rows *rows, int i, apr_pool_t *pool)
{
    ds_organ *organ = apr_pcalloc(pool, sizeof(*organ));
    organ->key = ds_rows_text(rows, i, DS_COL_ORGAN_ORGAN_KEY);
    organ->kind = (ds_organ_kind)ds_organ_kind_find(ds_rows_text(rows, i, DS_COL_ORGAN_KIND));
    organ->parent = ds_rows_text(rows, i, DS_COL_ORGAN_PARENT);
    organ->position = (int)ds_rows_number(rows, i, DS_COL_ORGAN_SIBLING_POSITION);
    organ->from = ds_rows_text(rows, i, DS_COL_ORGAN_VALID_FROM);
    organ->until = ds_rows_text(rows, i, DS_COL_ORGAN_VALID_UNTIL);
    organ->address = ds_rows_text(rows, i, DS_COL_ORGAN_ADDRESS);
    organ->postcode = ds_rows_text(rows, i, DS_COL_ORGAN_POSTCODE);
    organ->telephone = ds_rows_text(rows, i, DS_COL_ORGAN_TELEPHONE);
    organ->fax = ds_rows_text(rows, i, DS_COL_ORGAN_FAX);
    organ->email = ds_rows_text(rows, i, DS_COL_ORGAN_EMAIL);
    organ->hours = ds_rows_text(rows, i, DS_COL_ORGAN_HOURS);
    organ->guide_url = ds_rows_text(rows, i, DS_COL_ORGAN_GUIDE_URL);
    organ->rules_url = ds_rows_text(rows, i, DS_COL_ORGAN_RULES_URL);
    organ->request_url = ds_rows_text(rows, i, DS_COL_ORGAN_REQUEST_URL);
    organ->names = apr_array_make(pool, 2, sizeof(ds_dated_name));
    organ->predecessors = apr_array_make(pool, 1, sizeof(const char *));
    organ->successors = apr_array_make(pool, 1, sizeof(const char *));
    return organ;
}

/* Both statements for names, and both for links, have the same columns. */
static void add_name(ds_organ *organ, const ds_rows *rows, int i)
{
    ds_dated_name *name = apr_array_push(organ->names);
    name->kind = ds_rows_text(rows, i, DS_COL_ORGAN_NAMES_KIND);
    name->text = ds_rows_text(rows, i, DS_COL_ORGAN_NAMES_NAME_TEXT);
    name->from = ds_rows_text(rows, i, DS_COL_ORGAN_NAMES_VALID_FROM);
    name->until = ds_rows_text(rows, i, DS_COL_ORGAN_NAMES_VALID_UNTIL);
}

static void add_link(ds_organ *predecessor, ds_organ *successor, const ds_rows *rows, int i)
{
    if (predecessor)
        APR_ARRAY_PUSH(predecessor->successors, const char *) =
            ds_rows_text(rows, i, DS_COL_ORGAN_LINKS_SUCCESSOR);
    if (successor)
        APR_ARRAY_PUSH(successor->predecessors, const char *) =
            ds_rows_text(rows, i, DS_COL_ORGAN_LINKS_PREDECESSOR);
}

apr_status_t ds_organ__find(ds_store *store, ds_organ **out, const char *key,
                            apr_pool_t *result_pool)
{
    ds_rows *rows;
    *out = NULL;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_ORGAN, &rows, DS_ARGS(DS_S(key)),
                                        result_pool);
    if (status != APR_SUCCESS || rows->count == 0)
        return status;
    ds_organ *organ = load(rows, 0, result_pool);
    status = ds_dbd_select(store->dbd, DS_SQL_ORGAN_NAMES, &rows, DS_ARGS(DS_S(key)), result_pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++)
        add_name(organ, rows, i);
    if (status == APR_SUCCESS)
        status = ds_dbd_select(store->dbd, DS_SQL_ORGAN_LINKS, &rows,
                               DS_ARGS(DS_S(key), DS_S(key)), result_pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        int is_successor = !strcmp(ds_rows_text(rows, i, DS_COL_ORGAN_LINKS_SUCCESSOR), key);
        add_link(is_successor ? NULL : organ, is_successor ? organ : NULL, rows, i);
    }
    if (status == APR_SUCCESS)
        *out = organ;
    return status;
}

apr_status_t ds_store_organ(ds_store *store, ds_organ **out, const char *key,
                            apr_pool_t *result_pool)
{
    apr_status_t status = ds_organ__find(store, out, key, result_pool);
    return status == APR_SUCCESS && !*out ? DS_ENOTFOUND : status;
}

/* Names and links of all organs; those of an organ made meanwhile are left
 * out. */
static apr_status_t complete(ds_store *store, apr_hash_t *by_key, apr_pool_t *pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_ORGANS_NAMES, &rows, DS_NO_ARGS, pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        const char *key = ds_rows_text(rows, i, DS_COL_ORGAN_NAMES_ORGAN_KEY);
        ds_organ *organ = apr_hash_get(by_key, key, APR_HASH_KEY_STRING);
        if (organ)
            add_name(organ, rows, i);
    }
    if (status == APR_SUCCESS)
        status = ds_dbd_select(store->dbd, DS_SQL_ORGANS_LINKS, &rows, DS_NO_ARGS, pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        const char *before = ds_rows_text(rows, i, DS_COL_ORGAN_LINKS_PREDECESSOR);
        const char *after = ds_rows_text(rows, i, DS_COL_ORGAN_LINKS_SUCCESSOR);
        add_link(apr_hash_get(by_key, before, APR_HASH_KEY_STRING),
                 apr_hash_get(by_key, after, APR_HASH_KEY_STRING), rows, i);
    }
    return status;
}

apr_status_t ds_store_organs(ds_store *store, apr_array_header_t **out, apr_pool_t *result_pool)
{
    ds_rows *rows;
    apr_hash_t *by_key = apr_hash_make(result_pool);
    *out = apr_array_make(result_pool, 16, sizeof(ds_organ *));
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_ORGANS, &rows, DS_NO_ARGS, result_pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        ds_organ *organ = load(rows, i, result_pool);
        APR_ARRAY_PUSH(*out, ds_organ *) = organ;
        apr_hash_set(by_key, organ->key, APR_HASH_KEY_STRING, organ);
    }
    return status == APR_SUCCESS ? complete(store, by_key, result_pool) : status;
}

apr_status_t ds_organ__path(ds_store *store, apr_array_header_t **out, const char *key,
                            apr_pool_t *result_pool)
{
    ds_rows *rows;
    *out = NULL;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_ORGAN_PATH, &rows, DS_ARGS(DS_S(key)),
                                        result_pool);
    if (status != APR_SUCCESS || rows->count == 0)
        return status;
    *out = apr_array_make(result_pool, rows->count, sizeof(const char *));
    for (int i = 0; i < rows->count; i++)
        APR_ARRAY_PUSH(*out, const char *) = ds_rows_text(rows, i, DS_COL_ORGAN_PATH_ORGAN_KEY);
    return APR_SUCCESS;
}

apr_status_t ds_store_organ_path(ds_store *store, apr_array_header_t **out, const char *key,
                                 apr_pool_t *result_pool)
{
    apr_status_t status = ds_organ__path(store, out, key, result_pool);
    return status == APR_SUCCESS && !*out ? DS_ENOTFOUND : status;
}
