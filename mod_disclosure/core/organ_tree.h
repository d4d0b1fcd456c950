/* All organs as the tree they make, for many questions about where one stands. */
#ifndef DS_CORE_ORGAN_TREE_H
#define DS_CORE_ORGAN_TREE_H

#include "core/organ.h"

typedef struct ds_organ_tree ds_organ_tree;

/* Over an array of ds_organ *, which must live as long. */
ds_organ_tree *ds_organ_tree_create(const apr_array_header_t *organs, apr_pool_t *pool);

/* NULL when there is none of that key; key may be NULL. */
const ds_organ *ds_organ_tree_find(const ds_organ_tree *tree, const char *key);

/* Keys (const char *) of the organ and its superiors up to the root. */
apr_array_header_t *ds_organ_tree_path(const ds_organ_tree *tree, const ds_organ *organ,
                                       apr_pool_t *pool);

/* Whether the organ is there at the end of the year, which is when it comes to
 * owe that year's report. */
int ds_organ_owes(const ds_organ *organ, int year);

#endif
