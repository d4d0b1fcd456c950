/* 汇总 as people see it: the sum over an organ's direct subordinates, and one
 * cell of it with who contributes what. */
#ifndef DS_PAGE_REGION_PAGE_H
#define DS_PAGE_REGION_PAGE_H

#include "core/consolidation.h"
#include "core/organ.h"
#include "page/site.h"
#include "page/template.h"

/* A subordinate whose report is in the sum. */
typedef struct ds_region_member {
    ds_sum_source source;
    int version;
    const char *published_on;   /* civil date */
    const char *digest_algorithm, *digest;
} ds_region_member;

typedef struct ds_region {
    const ds_organ *organ;
    const char *name;           /* of the organ, at the end of the year */
    int year;
    const ds_format *format;    /* of the year */
    const ds_consolidation *sum;
    const apr_array_header_t *members; /* of const ds_region_member *, in tree order */
    const apr_array_header_t *missing; /* of const ds_organ *: direct subordinates that owe a
                                          report of the year and have none that is public */
    int tells_missing;          /* they may be named */
} ds_region;

/* B/region/{organ}/{year}{suffix}; suffix "", ".xml", "/requests/new/total". */
const char *ds_region_path(const ds_site *site, const char *organ, int year, const char *suffix,
                           apr_pool_t *pool);

/* 某某区人民政府下级机关2020年度政府信息公开数据汇总 */
const char *ds_region_title(const ds_region *region, apr_pool_t *pool);

/* The sum as a report value that says of itself what it is: title, a paragraph
 * in the first prose section, and a note in every cell that not all reports
 * contribute to; in pool. */
ds_report *ds_region_report(const ds_region *region, apr_pool_t *pool);

/* B/region/{organ}/{year}: the official tables, every cell leading to its
 * contributors. */
void ds_public_region(ds_page *page, const ds_site *site, const ds_region *region,
                      apr_pool_t *pool);

/* B/region/{organ}/{year}/{table}/{row}/{column}: one cell. */
void ds_public_region_cell(ds_page *page, const ds_site *site, const ds_region *region, int cell,
                           apr_pool_t *pool);

/* The official tables alone; `href` leads from a cell to its page (path behind
 * which "/table/row/column" is put). Of the staff page, too. */
void ds_region_tables(ds_markup *m, const ds_region *region, const char *href, apr_pool_t *pool);

/* What each report contributes to one cell, as a table. */
void ds_region_shares(ds_markup *m, const ds_site *site, const ds_region *region, int cell,
                      const char *caption, apr_pool_t *pool);

/* Which relations between the figures of the sum hold, in a paragraph. */
void ds_region_relations(ds_markup *m, const ds_region *region, apr_pool_t *pool);

#endif
