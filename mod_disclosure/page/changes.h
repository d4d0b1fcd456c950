/* What differs between two versions of one report. The two may have different
 * formats; figures and sections are matched by their ids. */
#ifndef DS_PAGE_CHANGES_H
#define DS_PAGE_CHANGES_H

#include <apr_tables.h>

#include "core/report.h"

/* One difference. The texts live in the pool of the call. */
typedef struct ds_change {
    const char *part;    /* where: the section with its ordinal; NULL for what stands
                            outside the sections */
    const char *what;    /* the cell as a person names it, 标题, 正文, 表下说明 ... */
    const char *before;  /* NULL: was not there; lines separated by LF */
    const char *after;   /* NULL: is there no longer */
} ds_change;

/* Arrays of ds_change, empty when nothing differs, in official order: every
 * cell whose state, figure, unit or note differs; */
apr_array_header_t *ds_changes_figures(const ds_report *before, const ds_report *after,
                                       apr_pool_t *pool);

/* and title, organ's name, prose, notes under tables, signature. Of a section
 * the passage from the first to the last paragraph that differs. */
apr_array_header_t *ds_changes_texts(const ds_report *before, const ds_report *after,
                                     apr_pool_t *pool);

#endif
