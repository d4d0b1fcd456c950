/* Two people's work on one report, put together field by field.
 *
 * A field is what the entry form has a name for: a cell with its unit and note
 * ("requests/new/natural"), a prose section with its figures
 * ("section/overview"), the notes under a table ("notes/disputes"), "title",
 * "organ_name", "signature.name" and "signature.date".
 */
#ifndef DS_CORE_MERGE_H
#define DS_CORE_MERGE_H

#include "core/report.h"

typedef struct ds_merge {
    ds_report *report;          /* put together; where both changed a field, it is as in `mine` */
    apr_array_header_t *taken;  /* names (const char *) of fields that only `theirs` changed */
    apr_array_header_t *both;   /* names of fields that both changed, each otherwise */
} ds_merge;

/* What became of `base` in the hands of two; the three are of one format. base
 * NULL: it is not known, and every field that differs was changed by both. In
 * pool. */
ds_merge *ds_merge_reports(const ds_report *base, const ds_report *theirs, const ds_report *mine,
                           apr_pool_t *pool);

/* Whether the field says the same in both; 1 for a name that is no field's. */
int ds_field_is_same(const ds_report *a, const ds_report *b, const char *name);

/* Puts one report's field into another of the same format. 0: there is no field
 * of that name. */
int ds_field_take(ds_report *into, const ds_report *from, const char *name);

/* What stands there, lines separated by LF: "" for nothing; in pool. */
const char *ds_field_text(const ds_report *report, const char *name, apr_pool_t *pool);

#endif
