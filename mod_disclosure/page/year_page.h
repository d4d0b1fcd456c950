/* The lists of one year: who owes a report, how far each is, who was reminded. */
#ifndef DS_PAGE_YEAR_PAGE_H
#define DS_PAGE_YEAR_PAGE_H

#include "page/desk_page.h"

/* A change of one line, as asked for or typed. */
typedef struct ds_year_change {
    const ds_desk_item *item;   /* the line; NULL: none is being changed */
    const char *due, *reason;   /* as typed, or NULL */
    int is_owed;
} ds_year_change;

typedef struct ds_year_view {
    int year;
    const ds_chain *chain;
    const apr_array_header_t *items;  /* of ds_desk_item * */
    int may_open;               /* the actor keeps organs whose year is not open yet */
    int is_open;                /* it is for some organ that is shown */
    ds_year_change change;
    const char *due, *due_region;     /* of opening, as typed or proposed */
    const ds_findings *findings;      /* of what was typed, or NULL */
} ds_year_view;

/* B/staff/years/{year}: the 应报名单, opening it, changing a line. */
void ds_year_page(ds_page *page, const ds_staff_view *view, const ds_year_view *year,
                  apr_pool_t *pool);

/* B/staff/years/{year}{suffix} */
const char *ds_year_path(const ds_staff_view *view, int year, const char *suffix,
                         apr_pool_t *pool);

/* Links to the other lists of the year and to the years beside it. */
void ds_year_acts(ds_markup *m, const ds_staff_view *view, int year, apr_pool_t *pool);

#endif
