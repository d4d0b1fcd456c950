/* What the record says was done, in words. */
#ifndef DS_PAGE_DEED_TEXT_H
#define DS_PAGE_DEED_TEXT_H

#include <apr_pools.h>

#include "core/review.h"

/* A record's action and detail as a sentence: "通过‘审核（含保密审查）’环节，已作保密审查".
 * *words is what was said with it, or NULL: of some actions the detail is for
 * machines. An action that is not known is given back as it is. In pool. */
const char *ds_deed_text(const ds_chain *chain, const char *action, const char *detail,
                         const char **words, apr_pool_t *pool);

#endif
