/* Lists of the staff portal: dense tables, and the links above them. */
#ifndef DS_PAGE_STAFF_TABLE_H
#define DS_PAGE_STAFF_TABLE_H

#include "page/staff.h"

/* Begins a table with a caption for those who cannot see it and one head row
 * (`heads` ends with NULL), up to and with <tbody>; where it is wider than the
 * screen it scrolls by itself, for the keyboard, too. */
void ds_staff_table(ds_markup *m, const char *label, const char *const *heads);

/* One column of a table that can be sorted. */
typedef struct ds_staff_head {
    const char *text;
    const char *href;           /* the same list sorted by it; NULL: it is not sorted by this */
    const char *order;          /* "ascending", "descending": it is sorted by this; or NULL */
} ds_staff_head;

/* The same with such columns. */
void ds_staff_table_sorted(ds_markup *m, const char *label, const ds_staff_head *heads, int n);

void ds_staff_table_end(ds_markup *m);

/* Links that lead on: paths behind B/staff and texts in pairs, ended by NULL. */
void ds_staff_acts(ds_markup *m, const ds_staff_view *view, const char *const *acts,
                   apr_pool_t *pool);

#endif
