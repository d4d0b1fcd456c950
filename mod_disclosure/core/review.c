/* Who may do what to a report in which state, and what becomes of it. */
#include <string.h>

#include <apr_strings.h>

#include "core/review.h"
#include "core/status.h"

static const struct {
    const char *name;
    const char *label;
} roles[] = {
    [DS_ROLE_EDITOR] = {"editor", "填报"},
    [DS_ROLE_REVIEWER] = {"reviewer", "审核"},
    [DS_ROLE_PUBLISHER] = {"publisher", "签发"},
    [DS_ROLE_ADMIN] = {"admin", "管理"},
}, states[] = {
    [DS_STATE_DRAFT] = {"draft", "草稿"},
    [DS_STATE_SUBMITTED] = {"submitted", "审核中"},
    [DS_STATE_RETURNED] = {"returned", "已退回"},
    [DS_STATE_APPROVED] = {"approved", "待签发"},
    [DS_STATE_PUBLISHED] = {"published", "已公开"},
    [DS_STATE_WITHDRAWN] = {"withdrawn", "已撤下"},
};

#define N_ROLES ((int)(sizeof(roles) / sizeof(roles[0])))
#define N_STATES ((int)(sizeof(states) / sizeof(states[0])))

/* Whose action it is. */
typedef enum {
    WHO_ANY,        /* any role that reaches the organ */
    WHO_FIRST_STEP, /* the role of the chain's first step, where that wants it granted */
    WHO_MIDDLE_STEP,
    WHO_RETURNER,   /* of a middle step or of the last */
    WHO_LAST_STEP,
    WHO_PUBLISHER,  /* a publisher who reaches the organ */
    WHO_REMOVER,    /* reviewer, publisher or admin */
    WHO_ADMIN
} who;

/* When: states of the working revision, as bits. */
#define IN(state) (1u << (state))
#define IN_NONE (1u << N_STATES) /* there is no working revision */
#define ALWAYS (~0u)

static const struct {
    const char *name;
    const char *label;
    who who;
    unsigned when;
    int of_public; /* there is something public to act on */
    int not_author;
} actions[] = {
    [DS_ACTION_READ] = {"read", "查看", WHO_ANY, ALWAYS, 0, 0},
    [DS_ACTION_EDIT] = {"edit", "填报", WHO_FIRST_STEP,
                        IN_NONE | IN(DS_STATE_DRAFT) | IN(DS_STATE_RETURNED), 0, 0},
    [DS_ACTION_SUBMIT] = {"submit", "送审", WHO_FIRST_STEP,
                          IN(DS_STATE_DRAFT) | IN(DS_STATE_RETURNED), 0, 0},
    [DS_ACTION_RETURN] = {"return", "退回修改", WHO_RETURNER,
                          IN(DS_STATE_SUBMITTED) | IN(DS_STATE_APPROVED), 0, 0},
    [DS_ACTION_APPROVE] = {"approve", "审核通过", WHO_MIDDLE_STEP, IN(DS_STATE_SUBMITTED), 0, 1},
    [DS_ACTION_PUBLISH] = {"publish", "签发公开", WHO_LAST_STEP, IN(DS_STATE_APPROVED), 0, 1},
    [DS_ACTION_CORRECT] = {"correct", "更正", WHO_PUBLISHER,
                           IN(DS_STATE_PUBLISHED) | IN(DS_STATE_WITHDRAWN), 0, 0},
    [DS_ACTION_WITHDRAW] = {"withdraw", "撤下", WHO_PUBLISHER, ALWAYS, 1, 0},
    [DS_ACTION_TAKEDOWN] = {"takedown", "紧急下线", WHO_REMOVER, ALWAYS, 1, 0},
    [DS_ACTION_MANAGE] = {"manage", "管理", WHO_ADMIN, ALWAYS, 0, 0},
};

#define N_ACTIONS ((int)(sizeof(actions) / sizeof(actions[0])))

/* What to do instead: the first line that holds action and state. */
static const struct {
    ds_action action;
    unsigned when;
    const char *advice;
} advices[] = {
    {DS_ACTION_EDIT, IN(DS_STATE_SUBMITTED) | IN(DS_STATE_APPROVED),
     "需要修改的，请审核或者签发人员先退回。"},
    {DS_ACTION_EDIT, IN(DS_STATE_PUBLISHED) | IN(DS_STATE_WITHDRAWN),
     "需要修改的，请签发人员先办理更正。"},
    {DS_ACTION_SUBMIT, IN(DS_STATE_SUBMITTED) | IN(DS_STATE_APPROVED), "报告已经送审，不用再送。"},
    {DS_ACTION_SUBMIT, IN(DS_STATE_PUBLISHED) | IN(DS_STATE_WITHDRAWN),
     "需要修改的，请签发人员先办理更正。"},
    {DS_ACTION_APPROVE, IN(DS_STATE_DRAFT) | IN(DS_STATE_RETURNED), "请等填报人员送审。"},
    {DS_ACTION_APPROVE, IN(DS_STATE_APPROVED), "各审核环节都已通过，请等签发。"},
    {DS_ACTION_PUBLISH, IN(DS_STATE_DRAFT) | IN(DS_STATE_RETURNED), "请等填报人员送审、审核通过。"},
    {DS_ACTION_PUBLISH, IN(DS_STATE_SUBMITTED), "请等各审核环节都通过。"},
    {DS_ACTION_RETURN, IN(DS_STATE_DRAFT) | IN(DS_STATE_RETURNED), "报告已在填报人员手中。"},
    {DS_ACTION_RETURN, IN(DS_STATE_PUBLISHED) | IN(DS_STATE_WITHDRAWN),
     "需要修改的，请办理更正。"},
    {DS_ACTION_CORRECT, IN(DS_STATE_DRAFT) | IN(DS_STATE_RETURNED), "可以直接修改草稿。"},
    {DS_ACTION_CORRECT, IN(DS_STATE_SUBMITTED) | IN(DS_STATE_APPROVED),
     "需要修改的，请先退回。"},
};

#define N_ADVICES (sizeof(advices) / sizeof(advices[0]))

const char *ds_role_name(ds_role role)
{
    return roles[role].name;
}

const char *ds_role_label(ds_role role)
{
    return roles[role].label;
}

int ds_role_find(const char *name)
{
    int i;

    for (i = 0; i < N_ROLES; i++) {
        if (!strcmp(roles[i].name, name)) {
            return i;
        }
    }
    return -1;
}

const char *ds_state_name(ds_state state)
{
    return states[state].name;
}

const char *ds_state_label(ds_state state)
{
    return states[state].label;
}

int ds_state_find(const char *name)
{
    int i;

    for (i = 0; i < N_STATES; i++) {
        if (!strcmp(states[i].name, name)) {
            return i;
        }
    }
    return -1;
}

const char *ds_action_name(ds_action action)
{
    return actions[action].name;
}

const char *ds_action_label(ds_action action)
{
    return actions[action].label;
}

int ds_action_find(const char *name)
{
    int i;

    for (i = 0; i < N_ACTIONS; i++) {
        if (!strcmp(actions[i].name, name)) {
            return i;
        }
    }
    return -1;
}

/* How far above the organ itself (0) the key stands; -1 when not at all. No
 * key stands above every root. */
static int height_of(const char *organ, const apr_array_header_t *path)
{
    if (!organ) {
        return path ? path->nelts : 0;
    }
    int i;

    for (i = 0; path && i < path->nelts; i++) {
        if (!strcmp(APR_ARRAY_IDX(path, i, const char *), organ)) {
            return i;
        }
    }
    return -1;
}

/* Whether a grant of one of the roles (bits) reaches the organ from where it
 * is wanted. */
static int has_role_at(const ds_actor *actor, unsigned wanted, int at,
                       const apr_array_header_t *path)
{
    int i;

    for (i = 0; actor->grants && i < actor->grants->nelts; i++) {
        const ds_grant *grant = &APR_ARRAY_IDX(actor->grants, i, ds_grant);
        int height = wanted & (1u << grant->role) ? height_of(grant->organ, path) : -1;
        if (height >= 0 && (at == DS_AT_ANY || (at == DS_AT_OWN) == (height == 0))) {
            return 1;
        }
    }
    return 0;
}

int ds_actor_has_role(const ds_actor *actor, ds_role role, const apr_array_header_t *path)
{
    return has_role_at(actor, 1u << role, DS_AT_ANY, path);
}

static int may_step(const ds_actor *actor, const ds_step *step, const apr_array_header_t *path)
{
    return has_role_at(actor, 1u << step->role, step->at, path);
}

static int may_some_step(const ds_actor *actor, const ds_chain *chain, int from, int until,
                         const apr_array_header_t *path)
{
    for (; from < until; from++) {
        if (may_step(actor, &chain->steps[from], path)) {
            return 1;
        }
    }
    return 0;
}

/* Whether the action is the actor's at any time. */
static int is_of_actor(const ds_actor *actor, who w, const ds_chain *chain,
                       const apr_array_header_t *path)
{
    int last = chain->n_steps - 1;

    switch (w) {
    case WHO_ANY:
        return has_role_at(actor, ~0u, DS_AT_ANY, path);
    case WHO_FIRST_STEP:
        return may_step(actor, &chain->steps[0], path);
    case WHO_MIDDLE_STEP:
        return may_some_step(actor, chain, 1, last, path);
    case WHO_RETURNER:
        return may_some_step(actor, chain, 1, last + 1, path);
    case WHO_LAST_STEP:
        return may_step(actor, &chain->steps[last], path);
    case WHO_PUBLISHER:
        return ds_actor_has_role(actor, DS_ROLE_PUBLISHER, path);
    case WHO_REMOVER:
        return has_role_at(actor, 1u << DS_ROLE_REVIEWER | 1u << DS_ROLE_PUBLISHER
                                      | 1u << DS_ROLE_ADMIN, DS_AT_ANY, path);
    case WHO_ADMIN:
        return ds_actor_has_role(actor, DS_ROLE_ADMIN, path);
    }
    return 0;
}

static apr_status_t refuse(apr_status_t status, const char **why, const char *sentence)
{
    if (why) {
        *why = sentence;
    }
    return status;
}

static apr_status_t refuse_state(const char **why, ds_action action, const ds_case *subject,
                                 apr_pool_t *pool)
{
    const char *advice = "";
    apr_size_t i;

    if (!subject->exists) {
        return refuse(DS_ESTATE, why, apr_psprintf(pool, "还没有报告，不能办理‘%s’。请先填报。",
                                                   actions[action].label));
    }
    for (i = 0; i < N_ADVICES; i++) {
        if (advices[i].action == action && (advices[i].when & IN(subject->state))) {
            advice = advices[i].advice;
            break;
        }
    }
    return refuse(DS_ESTATE, why, apr_psprintf(pool, "报告现在是‘%s’状态，不能办理‘%s’。%s",
                                               states[subject->state].label,
                                               actions[action].label, advice));
}

/* Whose turn it is, for one whose turn it is not. */
static apr_status_t refuse_turn(const char **why, const ds_step *step, const ds_case *subject,
                                apr_pool_t *pool)
{
    const char *at = step->at == DS_AT_OWN        ? "本机关的"
                     : step->at == DS_AT_SUPERIOR ? "上级机关的"
                                                  : "";
    const char *advice = step->at == DS_AT_SUPERIOR && subject->path && subject->path->nelts < 2
                             ? "本机关没有登记上级机关，请联系管理人员。"
                             : "";

    return refuse(DS_EFORBIDDEN, why,
                  apr_psprintf(pool, "报告正在‘%s’环节，应由%s‘%s’人员办理，您没有这项权限。%s",
                               step->name, at, roles[step->role].label, advice));
}

/* The step that is to act on a report under review; NULL where the chain has
 * been changed since and has no such step. */
static const ds_step *current_step(const ds_case *subject, const ds_chain *chain)
{
    int last = chain->n_steps - 1;

    if (subject->state == DS_STATE_APPROVED) {
        return &chain->steps[last];
    }
    return subject->step > 0 && subject->step < last ? &chain->steps[subject->step] : NULL;
}

/* Approval and return belong to the step at hand. */
static apr_status_t permit_turn(const ds_actor *actor, ds_action action, const ds_case *subject,
                                const ds_chain *chain, const char **why, apr_pool_t *pool)
{
    const ds_step *step = current_step(subject, chain);

    if (step) {
        return may_step(actor, step, subject->path) ? APR_SUCCESS
                                                    : refuse_turn(why, step, subject, pool);
    }
    return action == DS_ACTION_RETURN
               ? APR_SUCCESS
               : refuse(DS_ESTATE, why, "审核流程在送审之后有过调整。请退回，由填报人员重新送审。");
}

static apr_status_t permit_state(ds_action action, const ds_case *subject, const char **why,
                                 apr_pool_t *pool)
{
    unsigned now = subject->exists ? IN(subject->state) : IN_NONE;

    if (!(actions[action].when & now)) {
        return refuse_state(why, action, subject, pool);
    }
    if (actions[action].of_public && !subject->is_published) {
        return refuse(DS_ESTATE, why,
                      apr_psprintf(pool, "这份报告没有公开的版本，不用办理‘%s’。",
                                   actions[action].label));
    }
    return APR_SUCCESS;
}

static int is_author(const ds_actor *actor, const ds_case *subject)
{
    return actor->account && subject->author && !strcmp(actor->account, subject->author);
}

apr_status_t ds_permit(const ds_actor *actor, ds_action action, const ds_case *subject,
                       const ds_chain *chain, const char **why, apr_pool_t *pool)
{
    apr_status_t status;

    if (!is_of_actor(actor, WHO_ANY, chain, subject->path)) {
        return refuse(DS_EFORBIDDEN, why, "您没有办理这个机关事务的权限。请联系管理人员。");
    }
    if (!is_of_actor(actor, actions[action].who, chain, subject->path)) {
        return refuse(DS_EFORBIDDEN, why,
                      apr_psprintf(pool, "您在这个机关没有办理‘%s’的权限。请联系管理人员。",
                                   actions[action].label));
    }
    status = permit_state(action, subject, why, pool);
    if (status == APR_SUCCESS && (action == DS_ACTION_APPROVE || action == DS_ACTION_RETURN)) {
        status = permit_turn(actor, action, subject, chain, why, pool);
    }
    if (status == APR_SUCCESS && actions[action].not_author && is_author(actor, subject)) {
        status = refuse(DS_EFORBIDDEN, why,
                        apr_psprintf(pool, "这份报告是您本人填报的，‘%s’请由其他人员办理。",
                                     actions[action].label));
    }
    return status;
}

/* On to the step, or to approval where only publication is left. */
static void hand_to(const ds_chain *chain, int next, ds_state *state, int *step)
{
    int last = chain->n_steps - 1;

    *step = next < last ? next : last;
    *state = next < last ? DS_STATE_SUBMITTED : DS_STATE_APPROVED;
}

void ds_review_advance(ds_action action, const ds_chain *chain, ds_state *state, int *step)
{
    switch (action) {
    case DS_ACTION_READ:
    case DS_ACTION_MANAGE:
        break;
    case DS_ACTION_EDIT:
        *state = *state == DS_STATE_RETURNED ? DS_STATE_RETURNED : DS_STATE_DRAFT;
        *step = 0;
        break;
    case DS_ACTION_SUBMIT:
        hand_to(chain, 1, state, step);
        break;
    case DS_ACTION_APPROVE:
        hand_to(chain, *step + 1, state, step);
        break;
    case DS_ACTION_RETURN:
        *state = DS_STATE_RETURNED;
        *step = 0;
        break;
    case DS_ACTION_PUBLISH:
        *state = DS_STATE_PUBLISHED;
        break;
    case DS_ACTION_CORRECT:
        *state = DS_STATE_DRAFT;
        *step = 0;
        break;
    case DS_ACTION_WITHDRAW:
    case DS_ACTION_TAKEDOWN:
        *state = *state == DS_STATE_PUBLISHED ? DS_STATE_WITHDRAWN : *state;
        break;
    }
}
