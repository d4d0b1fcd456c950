/* Inside the store: where the chain of records begins. */
#ifndef DS_STORE_AUDIT_CHAIN_H
#define DS_STORE_AUDIT_CHAIN_H

#include "store/store_private.h"

/* The action that takes records off; its detail is the anchor it leaves, so that
 * an anchor somebody else has put there is found out. */
#define DS_AUDIT_PRUNED "prune-audit"

/* The anchor as it is kept; NULL when nothing was ever removed. */
apr_status_t ds_audit__anchor_text(ds_store *store, const char **text, apr_pool_t *pool);

#endif
