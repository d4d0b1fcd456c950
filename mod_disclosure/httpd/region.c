#include "httpd/region.h"

#include <apr_strings.h>

#include "core/organ_tree.h"
#include "core/status.h"
#include "page/piece.h"
#include "store/figures.h"
#include "store/roster.h"

ds_sum_source disclosure_sum_source(const disclosure_request *request, const ds_figures_row *row)
{
    const ds_format *format = ds_formats_find(request->site->formats, row->format);

    if (!format)
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, request->r,
                      "DS0681: the report %s %d has the format %s, which is not among the "
                      "formats: it is in no sum and no table", row->organ, row->year, row->format);
    return (ds_sum_source) { row->organ, row->organ_name, format, row->figures };
}

static void add_member(ds_region *region, apr_array_header_t *members, ds_consolidation *sum,
                       const disclosure_request *request, const ds_figures_row *row,
                       apr_pool_t *pool)
{
    ds_region_member *member = apr_pcalloc(pool, sizeof *member);

    member->source = disclosure_sum_source(request, row);
    if (!member->source.format)
        return;
    if (ds_consolidation_add(sum, &member->source) != APR_SUCCESS) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, request->r,
                      "DS0682: the stored figures of %s %d cannot be read; was the file of "
                      "format %s changed?", row->organ, row->year, row->format);
        return;
    }
    member->version = row->version;
    member->published_on = row->published_on;
    member->digest_algorithm = row->digest_algorithm;
    member->digest = row->digest;
    APR_ARRAY_PUSH(members, const ds_region_member *) = member;
}

static int has_report(const apr_array_header_t *rows, const char *organ)
{
    for (int i = 0; i < rows->nelts; i++)
        if (!strcmp(APR_ARRAY_IDX(rows, i, const ds_figures_row *)->organ, organ))
            return 1;
    return 0;
}

/* Whether the year's list frees the organ of its duty. */
static int is_free(const apr_array_header_t *duties, const char *organ)
{
    for (int i = 0; i < duties->nelts; i++) {
        const ds_duty *duty = APR_ARRAY_IDX(duties, i, const ds_duty *);

        if (!duty->is_owed && !strcmp(duty->organ, organ))
            return 1;
    }
    return 0;
}

/* Direct subordinates that owe a report and have none; *n is how many there are
 * in all. */
static apr_status_t find_missing(apr_array_header_t *missing, int *n, ds_store *store,
                                 const char *organ, int year, const apr_array_header_t *rows,
                                 apr_pool_t *pool)
{
    apr_array_header_t *organs, *duties;
    apr_status_t status = ds_store_organs(store, &organs, pool);

    *n = 0;
    if (status == APR_SUCCESS)
        status = ds_store_roster(store, &duties, year, year, pool);
    for (int i = 0; status == APR_SUCCESS && i < organs->nelts; i++) {
        const ds_organ *below = APR_ARRAY_IDX(organs, i, const ds_organ *);

        if (!below->parent || strcmp(below->parent, organ))
            continue;
        ++*n;
        if (ds_organ_owes(below, year) && !has_report(rows, below->key)
            && !is_free(duties, below->key))
            APR_ARRAY_PUSH(missing, const ds_organ *) = below;
    }
    return status;
}

static const char *name_of(const ds_organ *organ, int year, apr_pool_t *pool)
{
    const char *name = ds_organ_name_on(organ, "full", apr_psprintf(pool, "%d-12-31", year));

    return name ? name : ds_piece_organ_name(organ, pool);
}

static apr_status_t sum_up(ds_region *region, const disclosure_request *request,
                           const apr_array_header_t *rows, apr_pool_t *pool)
{
    apr_array_header_t *members = apr_array_make(pool, rows->nelts + 1,
                                                 sizeof(const ds_region_member *));
    ds_consolidation *sum;

    region->format = ds_formats_of_year(request->site->formats, region->year);
    region->members = members;
    if (!region->format)
        return DS_ENOTFOUND;
    region->sum = sum = ds_consolidation_create(region->format, pool);
    for (int i = 0; i < rows->nelts; i++)
        add_member(region, members, sum, request, APR_ARRAY_IDX(rows, i, const ds_figures_row *),
                   pool);
    return APR_SUCCESS;
}

apr_status_t disclosure_region_gather(ds_region *region, const disclosure_request *request,
                                      ds_store *store, const char *key, int year,
                                      int with_missing, const char **detail, apr_pool_t *pool)
{
    apr_array_header_t *rows, *missing = apr_array_make(pool, 8, sizeof(const ds_organ *));
    ds_organ *organ;
    int n_below = 1;
    apr_status_t status = ds_store_organ(store, &organ, key, pool);

    *detail = "没有这个机关，请核对地址中的机关代号。";
    *region = (ds_region) { .year = year, .missing = missing };
    if (status == APR_SUCCESS)
        status = ds_store_figures_below(store, &rows, key, year, pool);
    if (status == APR_SUCCESS && (with_missing || rows->nelts == 0))
        status = find_missing(missing, &n_below, store, key, year, rows, pool);
    if (status != APR_SUCCESS)
        return status;
    region->organ = organ;
    region->name = name_of(organ, year, pool);
    status = sum_up(region, request, rows, pool);
    *detail = n_below == 0
        ? apr_psprintf(pool, "%s没有下级机关，没有可以汇总的报告。", region->name)
        : apr_psprintf(pool, "%s的直接下级机关还没有在此发布%d年度的报告，没有可以汇总的数字。",
                       region->name, year);
    return status == APR_SUCCESS && region->members->nelts == 0 ? DS_ENOTFOUND : status;
}
