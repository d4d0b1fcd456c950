/* Pictures: which charts an organ, a report and a region's sum get.
 *
 * Which figures a picture is drawn from is a small table in pictures.c: the
 * addresses of the data dictionary that every format has so far. Their parts,
 * groups and labels are the format's. A format without a figure has no picture
 * of it; over several formats the same address is the same figure.
 */
#ifndef DS_PAGE_PICTURES_H
#define DS_PAGE_PICTURES_H

#include <apr_tables.h>

#include "core/markup.h"
#include "core/report.h"

/* The id of a form section in the page that its pictures lead to is this and the
 * section's id in the format. */
#define DS_PICTURES_ANCHOR "ds-section-"

/* The id of the picture of the years. */
#define DS_PICTURES_YEARS "ds-years"

typedef struct ds_pictures {
    /* Reports (const ds_report *) of one organ, in any order, their figures and
     * years only; a year that is missing between two is a gap. The latest
     * DS_CHART_MAX_SLOTS years are drawn. NULL: no picture of the years. */
    const apr_array_header_t *years;
    /* The page that has the picture of the years with its table, where this one
     * only leads there; NULL: the table stands under the picture. */
    const char *years_page;
    /* Whose outcomes, applicants and disputes are shown, may be a sum; NULL:
     * nobody's. */
    const ds_report *report;
    /* The page that has the official tables of `report`, "" for this one; NULL:
     * each picture has its table under it. */
    const char *tables_page;
} ds_pictures;

/* Whether there is something to see: some case at all, and either three years
 * to compare or more cases than a handful. `cases` is all that is drawn. */
int ds_pictures_are_worth(int n_years, ds_decimal cases);

/* A heading (<h2>) and the pictures that are worth it; without any, nothing.
 * Returns how many there are. */
int ds_pictures_write(ds_markup *m, const ds_pictures *pictures, apr_pool_t *pool);

#endif
