/* The 索引号 of a report that was given none: made once, at publication, from
 * the pattern of that day; what it was made from may change, it does not. */
#include <string.h>

#include <apr_strings.h>

#include "store/store_private.h"

/* What the places of a pattern stand for. */
typedef struct places {
    const char *code;       /* NULL: the organ has none */
    const char *organ;
    int year;
    apr_int64_t serial;
} places;

/* The text of the place that the pattern has come to, with *length its bytes
 * in the pattern; NULL when there is nothing to stand there. */
static const char *place(const places *p, const char *pattern, apr_size_t *length,
                         apr_pool_t *pool)
{
    *length = strcspn(pattern, "}") + 1;
    if (strncmp(pattern, "{code}", *length) == 0)
        return p->code;
    if (strncmp(pattern, "{organ}", *length) == 0)
        return p->organ;
    return strncmp(pattern, "{year}", *length) == 0
        ? apr_itoa(pool, p->year) : apr_psprintf(pool, "%05" APR_INT64_T_FMT, p->serial);
}

static const char *fill(const char *pattern, const places *p, apr_pool_t *pool)
{
    const char *number = "";
    while (*pattern) {
        apr_size_t length = strcspn(pattern, "{");
        const char *piece = length ? apr_pstrndup(pool, pattern, length)
                                   : place(p, pattern, &length, pool);
        if (!piece)
            return NULL;
        number = apr_pstrcat(pool, number, piece, NULL);
        pattern += length;
    }
    return number;
}

apr_status_t ds_index_number__make(const ds_change *change, const char *date, const char **number,
                                   apr_pool_t *pool)
{
    ds_dbd *dbd = change->store->dbd;
    ds_organ *organ;
    ds_rows *rows;
    *number = NULL;
    if (!change->store->settings->index_number)
        return APR_SUCCESS;
    apr_status_t status = ds_organ__find(change->store, &organ, change->organ, pool);
    if (status == APR_SUCCESS)
        status = ds_dbd_change(dbd, DS_SQL_AUDIT_HOLD, NULL, DS_NO_ARGS);
    if (status == APR_SUCCESS)
        status = ds_dbd_select(dbd, DS_SQL_PUBLICATIONS_OF_YEAR, &rows,
                               DS_ARGS(DS_N(change->year)), pool);
    if (status != APR_SUCCESS)
        return status;
    const places p = {
        .code = ds_organ_name_on(organ, "uscc", date), .organ = change->organ,
        .year = change->year,
        .serial = ds_rows_number(rows, 0, DS_COL_PUBLICATIONS_OF_YEAR_FOUND) + 1,
    };
    *number = fill(change->store->settings->index_number, &p, pool);
    return APR_SUCCESS;
}
