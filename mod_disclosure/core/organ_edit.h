/* An organ out of named texts: options of a command, columns of a table, fields
 * of a form. What a name means is said here once. */
#ifndef DS_CORE_ORGAN_EDIT_H
#define DS_CORE_ORGAN_EDIT_H

#include "core/organ.h"

/* The texts an organ is described by. */
typedef struct ds_organ_field {
    const char *name;   /* "telephone" */
    const char *label;  /* 电话 */
    const char *help;   /* or NULL */
} ds_organ_field;

/* In the order of a form; ends with a NULL name. */
extern const ds_organ_field ds_organ_fields[];

/* The text given for a name; NULL: nothing is said of it, "": it is to be
 * emptied. */
typedef const char *ds_organ_given_fn(void *baton, const char *name);

/* An organ of which nothing is known but its key. */
ds_organ *ds_organ_create(const char *key, apr_pool_t *pool);

/* Changes the organ by all that is given. A name or code that is given anew
 * ends the one before on the day of "on", where that is given; else it is
 * taken for a correction and replaces it. Returns NULL, or a sentence that says
 * what is wrong (in pool); what the organ may be as a whole the store checks. */
const char *ds_organ_apply(ds_organ *organ, ds_organ_given_fn *given, void *baton,
                           apr_pool_t *pool);

/* The text a field of the organ has on a civil date, as ds_organ_apply() would
 * take it; NULL for none. In pool. */
const char *ds_organ_text(const ds_organ *organ, const char *name, const char *date,
                          apr_pool_t *pool);

#endif
