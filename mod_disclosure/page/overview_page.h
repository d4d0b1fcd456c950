/* How far the reports of a year are. */
#ifndef DS_PAGE_OVERVIEW_PAGE_H
#define DS_PAGE_OVERVIEW_PAGE_H

#include "page/year_page.h"

/* The two tables: states of all organs, and the 通报. */
typedef enum { DS_OVERVIEW_STATES, DS_OVERVIEW_BULLETIN } ds_overview_kind;

/* More columns than any table has, with the NULL that ends them. */
#define DS_OVERVIEW_MAX 12

const char *ds_overview_title(ds_overview_kind kind);

/* Heads, ended by NULL, *n of them; texts of one line, any of them NULL. */
const char *const *ds_overview_heads(ds_overview_kind kind, int *n, apr_pool_t *pool);
const char *const *ds_overview_line(ds_overview_kind kind, const ds_desk_item *item,
                                    const ds_chain *chain, apr_pool_t *pool);

/* B/staff/years/{year}/table */
void ds_overview_page(ds_page *page, const ds_staff_view *view, const ds_year_view *year,
                      apr_pool_t *pool);

#endif
