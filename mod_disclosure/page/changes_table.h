/* Differences as a table: where, before, after. */
#ifndef DS_PAGE_CHANGES_TABLE_H
#define DS_PAGE_CHANGES_TABLE_H

#include "core/markup.h"
#include "page/changes.h"

/* What stands around them. */
typedef struct ds_changes_words {
    const char *heads[3];       /* 位置, before, after */
    const char *absent_before;  /* in words, as an empty cell says nothing */
    const char *absent_after;
    const char *part_class;     /* of the part a difference stands in */
} ds_changes_words;

/* The table of these (array of ds_change); nothing when there are none. */
void ds_changes_table(ds_markup *m, const ds_changes_words *words, const char *caption,
                      const char *class_name, const apr_array_header_t *changes,
                      apr_pool_t *pool);

#endif
