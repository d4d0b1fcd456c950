/* The review chain and the one permission function.
 *
 * A chain is data: a file in conf/chains, checked by conf/schema/chain.rng.
 * Its first step writes (editor), its last step publishes, those between
 * approve one after the other.
 *
 *   <chain xmlns="urn:mod-disclosure:chain:1" id="three-steps" name="...">
 *     <step id="edit" name="填报" role="editor"/>
 *     <step id="review" name="审核（含保密审查）" role="reviewer" attests="secrecy"/>
 *     <step id="publish" name="签发公开" role="publisher"/>
 *   </chain>
 *
 * A step with organ="own" wants a role granted on the organ itself, one with
 * organ="superior" a role granted on an organ above it; without the attribute
 * any grant that reaches the organ will do.
 */
#ifndef DS_CORE_REVIEW_H
#define DS_CORE_REVIEW_H

#include <apr_pools.h>
#include <apr_tables.h>

#include "core/finding.h"

typedef enum { DS_ROLE_EDITOR, DS_ROLE_REVIEWER, DS_ROLE_PUBLISHER, DS_ROLE_ADMIN } ds_role;

const char *ds_role_name(ds_role role);  /* "editor" */
const char *ds_role_label(ds_role role); /* 填报 */
int ds_role_find(const char *name);      /* -1 when there is none */

typedef enum {
    DS_STATE_DRAFT, DS_STATE_SUBMITTED, DS_STATE_RETURNED, DS_STATE_APPROVED,
    DS_STATE_PUBLISHED, DS_STATE_WITHDRAWN
} ds_state;

const char *ds_state_name(ds_state state);  /* "draft" */
const char *ds_state_label(ds_state state); /* 草稿 ... */
int ds_state_find(const char *name);

typedef enum {
    DS_ACTION_READ,      /* see a report that is not public */
    DS_ACTION_EDIT,      /* write the draft */
    DS_ACTION_SUBMIT, DS_ACTION_RETURN, DS_ACTION_APPROVE, DS_ACTION_PUBLISH,
    DS_ACTION_CORRECT,   /* open a new draft beside the published revision */
    DS_ACTION_WITHDRAW,  /* the published revision is public no longer, with a reason */
    DS_ACTION_TAKEDOWN,  /* all published versions are gone at once, reason after */
    DS_ACTION_MANAGE     /* organs, accounts, taking over published reports */
} ds_action;

const char *ds_action_name(ds_action action);  /* "submit" */
const char *ds_action_label(ds_action action); /* 送审 */
int ds_action_find(const char *name);          /* -1 when there is none */

typedef struct ds_step {
    const char *id;
    const char *name;
    ds_role role;
    enum { DS_AT_ANY, DS_AT_OWN, DS_AT_SUPERIOR } at;
    const char *attests;  /* "secrecy", or NULL */
} ds_step;

typedef struct ds_chain {
    const char *id;
    const char *name;
    int n_steps;  /* two or more */
    ds_step *steps;
} ds_chain;

/* As ds_format_load(). */
const char *ds_chain_load(ds_chain **out, const char *path, const char *schema_path,
                          apr_pool_t *result_pool, apr_pool_t *scratch_pool);

/* A role on an organ; it holds for the organ and all below it. */
typedef struct ds_grant {
    const char *organ;  /* key; NULL: above every organ, which no account is ever granted,
                           only who runs the tool on the server itself */
    ds_role role;
} ds_grant;

/* Who acts. */
typedef struct ds_actor {
    const char *account;
    const char *name;                /* as shown, or NULL */
    const char *address;             /* where from, for the audit; or NULL */
    const apr_array_header_t *grants; /* of ds_grant */
} ds_actor;

/* What is acted on: a report as far as permission depends on it. */
typedef struct ds_case {
    const apr_array_header_t *path;  /* organ keys (const char *): itself, its superior, ... */
    int exists;                      /* a working revision exists; else a draft may be begun */
    ds_state state;                  /* of the working revision */
    int step;                        /* the chain step that is to act, 0 for the editor */
    const char *author;              /* account that wrote the working revision, or NULL */
    int is_published;                /* some revision is public now */
} ds_case;

/* Yes or why not, the one answer that Require lines, handlers, bulk actions
 * and page buttons ask for.
 *
 * APR_SUCCESS; DS_EFORBIDDEN (rule W.role, W.author) or DS_ESTATE (W.state),
 * with *why set to a Chinese sentence in pool (why may be NULL). The right to
 * know comes first: who may not act on the organ at all is not told the
 * report's state. The author of a revision never approves or publishes it.
 *
 * RETURN is for whoever could approve at the step at hand, and for the last
 * step when the report is approved; the author may return it too. CORRECT is
 * for a published report and for a withdrawn one. WITHDRAW and TAKEDOWN want
 * something public, whatever the working revision is. An admin reads, manages
 * and takes down, and does nothing else by that role. */
apr_status_t ds_permit(const ds_actor *actor, ds_action action, const ds_case *subject,
                       const ds_chain *chain, const char **why, apr_pool_t *pool);

/* Whether the actor has the role by a grant on one of the organs of path. */
int ds_actor_has_role(const ds_actor *actor, ds_role role, const apr_array_header_t *path);

/* What a permitted action makes of state and step of the working revision.
 * READ and MANAGE leave them; EDIT keeps a returned report returned, else it
 * is DRAFT, 0; SUBMIT is SUBMITTED, 1, or at once APPROVED where the chain has
 * no step between; RETURN is RETURNED, 0; PUBLISH leaves the step at the last;
 * CORRECT is DRAFT, 0; WITHDRAW and TAKEDOWN turn PUBLISHED into WITHDRAWN and
 * leave a draft that is under way. */
void ds_review_advance(ds_action action, const ds_chain *chain, ds_state *state, int *step);

#endif
