/* Handing a clerk's unfinished reports over to whoever takes the place. */
#ifndef DS_STORE_HANDOVER_H
#define DS_STORE_HANDOVER_H

#include "store/store.h"

/* How many reports the account has under way: drafts and returned ones. */
apr_status_t ds_store_drafts_of(ds_store *store, int *count, const char *account,
                                apr_pool_t *scratch_pool);

/* Makes `to` the author of all of them in one act; *count is how many there
 * were. The successor must be active and have the editor's role on every
 * organ concerned, and the actor must administer each. DS_EINVALID with
 * findings (R.account), DS_EFORBIDDEN (W.role). Tags change, so that a page the
 * former author has open is noticed. */
apr_status_t ds_store_hand_over(ds_store *store, int *count, const ds_actor *actor,
                                const char *from, const char *to, apr_int64_t now,
                                ds_findings *findings, apr_pool_t *scratch_pool);

#endif
