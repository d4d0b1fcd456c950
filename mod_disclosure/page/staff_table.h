/* Lists of the staff portal: dense tables, and the links above them. */
#ifndef DS_PAGE_STAFF_TABLE_H
#define DS_PAGE_STAFF_TABLE_H

#include "page/staff.h"

/* Begins a table with a caption for those who cannot see it and one head row
 * (`heads` ends with NULL), up to and with <tbody>; where it is wider than the
 * screen it scrolls by itself, for the keyboard, too. */
void ds_staff_table(ds_markup *m, const char *label, const char *const *heads);
void ds_staff_table_end(ds_markup *m);

/* Links that lead on: paths behind B/staff and texts in pairs, ended by NULL. */
void ds_staff_acts(ds_markup *m, const ds_staff_view *view, const char *const *acts,
                   apr_pool_t *pool);

#endif
