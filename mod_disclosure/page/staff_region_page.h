/* 汇总 for those who make the superior's own report. */
#ifndef DS_PAGE_STAFF_REGION_PAGE_H
#define DS_PAGE_STAFF_REGION_PAGE_H

#include "page/desk_page.h"
#include "page/region_page.h"

typedef struct ds_staff_region {
    const ds_region *region;
    const ds_chain *chain;
    const ds_report *own;       /* the superior's own working report, or NULL */
    const ds_share *own_shares; /* its figures as shares of the format of the sum, or NULL */
    const apr_array_header_t *late; /* of const ds_desk_item *: subordinates whose report is not
                                       public, or became so too late */
    int may_start;              /* the actor may save the own report now */
    const char *tag;            /* of the own working report; NULL: none */
} ds_staff_region;

/* B/staff/region/{organ}/{year} */
void ds_staff_region_page(ds_page *page, const ds_staff_view *view,
                          const ds_staff_region *region, apr_pool_t *pool);

/* B/staff/region/{organ}/{year}/{cell} */
void ds_staff_region_cell_page(ds_page *page, const ds_staff_view *view, const ds_region *region,
                               int cell, apr_pool_t *pool);

/* Fields of the form that starts the draft from the sum. */
#define DS_REGION_ACT "act"
#define DS_REGION_START "start"
#define DS_REGION_TAG "tag"

#endif
