#include "store/figures.h"

#include "store/store_private.h"

static const ds_figures_row *row_of(const ds_rows *rows, int i, apr_pool_t *pool)
{
    ds_figures_row *row = apr_palloc(pool, sizeof(*row));
#define TEXT(column) ds_rows_text(rows, i, DS_COL_FIGURES_##column)
#define NUMBER(column) ds_rows_number(rows, i, DS_COL_FIGURES_##column)
    int kind = ds_organ_kind_find(TEXT(KIND));

    row->organ = TEXT(ORGAN_KEY);
    row->organ_name = TEXT(ORGAN_NAME);
    row->kind = kind < 0 ? DS_ORGAN_OTHER : (ds_organ_kind)kind;
    row->parent = TEXT(PARENT);
    row->year = (int)NUMBER(YEAR);
    row->format = TEXT(FORMAT);
    row->version = (int)NUMBER(N);
    row->title = TEXT(TITLE);
    row->published_on = TEXT(PUBLISHED_ON);
    row->published_at = NUMBER(PUBLISHED_AT);
    row->digest_algorithm = TEXT(DIGEST_ALGORITHM);
    row->digest = TEXT(DIGEST);
    row->figures = TEXT(FIGURES);
#undef TEXT
#undef NUMBER
    return row;
}

/* All three statements return {figures} and nothing else. */
static apr_status_t select_rows(ds_store *store, apr_array_header_t **out, ds_sql sql,
                                const ds_arg *args, int n_args, apr_pool_t *pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, sql, &rows, args, n_args, pool);
    int n = status == APR_SUCCESS ? rows->count : 0;

    *out = apr_array_make(pool, n > 0 ? n : 1, sizeof(const ds_figures_row *));
    for (int i = 0; i < n; i++)
        APR_ARRAY_PUSH(*out, const ds_figures_row *) = row_of(rows, i, pool);
    return status;
}

apr_status_t ds_store_figures_of_organ(ds_store *store, apr_array_header_t **out,
                                       const char *organ, apr_pool_t *result_pool)
{
    return select_rows(store, out, DS_SQL_FIGURES_OF_ORGAN, DS_ARGS(DS_S(organ)), result_pool);
}

apr_status_t ds_store_figures_of_year(ds_store *store, apr_array_header_t **out, int year,
                                      apr_pool_t *result_pool)
{
    return select_rows(store, out, DS_SQL_FIGURES_OF_YEAR, DS_ARGS(DS_N(year)), result_pool);
}

apr_status_t ds_store_figures_below(ds_store *store, apr_array_header_t **out,
                                    const char *parent, int year, apr_pool_t *result_pool)
{
    return select_rows(store, out, DS_SQL_FIGURES_BELOW, DS_ARGS(DS_S(parent), DS_N(year)),
                       result_pool);
}

apr_status_t ds_store_figures_years_below(ds_store *store, apr_array_header_t **out,
                                          const char *parent, apr_pool_t *result_pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_FIGURES_YEARS_BELOW, &rows,
                                        DS_ARGS(DS_S(parent)), result_pool);

    *out = apr_array_make(result_pool, 16, sizeof(int));
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++)
        APR_ARRAY_PUSH(*out, int) = (int)ds_rows_number(rows, i, DS_COL_FIGURES_YEARS_BELOW_YEAR);
    return status;
}
