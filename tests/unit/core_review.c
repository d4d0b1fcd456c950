/* Who may do what when, and what becomes of a report. */
#include <string.h>

#include <apr_strings.h>

#include "core/review.h"
#include "core/status.h"
#include "core/text.h"
#include "unit.h"

#define SCHEMA "conf/schema/chain.rng"
#define OK APR_SUCCESS
#define NO DS_EFORBIDDEN
#define LATER DS_ESTATE

static ds_chain *load(const char *path)
{
    ds_chain *chain = NULL;
    const char *error = ds_chain_load(&chain, path, SCHEMA, pool, pool);

    ck_assert_msg(!error, "%s", error);
    return chain;
}

static ds_chain *three(void)
{
    return load("conf/chains/three-steps.xml");
}

static ds_chain *five(void)
{
    return load("conf/chains/five-steps.xml");
}

/* Two steps: what is submitted is at once for publication. */
static ds_chain *two(void)
{
    ds_chain *chain = three();

    chain->steps[1] = chain->steps[2];
    chain->n_steps = 2;
    return chain;
}

/* The organ below its district below its city. */
static const apr_array_header_t *path(void)
{
    apr_array_header_t *keys = apr_array_make(pool, 3, sizeof(const char *));

    APR_ARRAY_PUSH(keys, const char *) = "jixia";
    APR_ARRAY_PUSH(keys, const char *) = "linzi";
    APR_ARRAY_PUSH(keys, const char *) = "zibo";
    return keys;
}

/* Grants as "role@organ role@organ". */
static ds_actor actor(const char *account, const char *grants)
{
    apr_array_header_t *list = apr_array_make(pool, 2, sizeof(ds_grant));
    char *last = NULL, *word;

    for (word = apr_strtok(apr_pstrdup(pool, grants), " ", &last); word;
         word = apr_strtok(NULL, " ", &last)) {
        char *organ = strchr(word, '@');
        ds_grant *grant = apr_array_push(list);
        *organ++ = '\0';
        grant->organ = *organ ? organ : NULL;
        grant->role = (ds_role)ds_role_find(word);
        ck_assert_int_ge(ds_role_find(word), 0);
    }
    return (ds_actor){.account = account, .grants = list};
}

/* What every refusal must be, and nothing else may be. */
static void check_sentence(apr_status_t status, const char *why, const char *what)
{
    if (status == APR_SUCCESS) {
        ck_assert_msg(why == NULL, "%s: allowed, and yet \"%s\"", what, why ? why : "");
        return;
    }
    ck_assert_msg(why != NULL, "%s: refused without a sentence", what);
    ck_assert_uint_eq(ds_text_first_bad(why, strlen(why)), strlen(why));
    ck_assert_msg(ds_text_length(why) >= 8 && strlen(why) > 2 * ds_text_length(why),
                  "%s: not a Chinese sentence: \"%s\"", what, why);
    ck_assert_msg(!strcmp(why + strlen(why) - strlen("。"), "。"), "%s: \"%s\"", what, why);
    ck_assert_msg(!strstr(why, "！") && !strchr(why, '!') && !strstr(why, "(null)"), "%s: \"%s\"",
                  what, why);
}

/* One question to ds_permit(). The author of the revision is "writer". */
typedef struct question {
    const char *grants;
    const char *account;
    int exists;
    ds_state state;
    int step;
    int is_published;
    ds_action action;
    apr_status_t answer;
} question;

static void ask(const ds_chain *chain, const question *questions, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        const question *q = &questions[i];
        ds_actor who = actor(q->account, q->grants);
        ds_case subject = {path(), q->exists, q->state, q->step, "writer", q->is_published};
        const char *why = NULL, *what;
        apr_status_t status = ds_permit(&who, q->action, &subject, chain, &why, pool);
        what = apr_psprintf(pool, "question %d: %s (%s) wants to %s a %s report, step %d", (int)i,
                            q->account, q->grants, ds_action_name(q->action),
                            q->exists ? ds_state_name(q->state) : "missing", q->step);
        ck_assert_msg(status == q->answer, "%s: %d instead of %d, \"%s\"", what, status,
                      q->answer, why ? why : "");
        check_sentence(status, why, what);
        ck_assert_int_eq(ds_permit(&who, q->action, &subject, chain, NULL, pool), q->answer);
    }
}

#define ASK(chain, questions) ask((chain), (questions), sizeof(questions) / sizeof((questions)[0]))

#define D DS_STATE_DRAFT
#define S DS_STATE_SUBMITTED
#define R DS_STATE_RETURNED
#define A DS_STATE_APPROVED
#define P DS_STATE_PUBLISHED
#define W DS_STATE_WITHDRAWN

START_TEST(three_steps_say_who_may_what_when)
{
    static const question questions[] = {
        /* reading */
        {"editor@jixia", "a", 1, D, 0, 0, DS_ACTION_READ, OK},
        {"reviewer@linzi", "a", 1, D, 0, 0, DS_ACTION_READ, OK},
        {"publisher@zibo", "a", 0, D, 0, 0, DS_ACTION_READ, OK},
        {"admin@zibo", "a", 1, P, 2, 1, DS_ACTION_READ, OK},
        {"", "a", 1, P, 2, 1, DS_ACTION_READ, NO},
        {"editor@other", "a", 1, D, 0, 0, DS_ACTION_READ, NO},
        /* writing */
        {"editor@jixia", "a", 0, D, 0, 0, DS_ACTION_EDIT, OK},
        {"editor@linzi", "a", 1, D, 0, 0, DS_ACTION_EDIT, OK},
        {"editor@jixia", "a", 1, R, 0, 1, DS_ACTION_EDIT, OK},
        {"editor@jixia", "a", 1, S, 1, 0, DS_ACTION_EDIT, LATER},
        {"editor@jixia", "a", 1, A, 2, 0, DS_ACTION_EDIT, LATER},
        {"editor@jixia", "a", 1, P, 2, 1, DS_ACTION_EDIT, LATER},
        {"editor@jixia", "a", 1, W, 2, 0, DS_ACTION_EDIT, LATER},
        {"reviewer@jixia", "a", 1, D, 0, 0, DS_ACTION_EDIT, NO},
        {"publisher@jixia", "a", 1, D, 0, 0, DS_ACTION_EDIT, NO},
        {"admin@jixia", "a", 0, D, 0, 0, DS_ACTION_EDIT, NO},
        {"editor@other", "a", 1, S, 1, 0, DS_ACTION_EDIT, NO},
        /* submission */
        {"editor@jixia", "writer", 1, D, 0, 0, DS_ACTION_SUBMIT, OK},
        {"editor@jixia", "a", 1, R, 0, 0, DS_ACTION_SUBMIT, OK},
        {"editor@jixia", "a", 0, D, 0, 0, DS_ACTION_SUBMIT, LATER},
        {"editor@jixia", "a", 1, S, 1, 0, DS_ACTION_SUBMIT, LATER},
        {"editor@jixia", "a", 1, A, 2, 0, DS_ACTION_SUBMIT, LATER},
        {"editor@jixia", "a", 1, P, 2, 1, DS_ACTION_SUBMIT, LATER},
        {"editor@jixia", "a", 1, W, 2, 0, DS_ACTION_SUBMIT, LATER},
        {"reviewer@jixia", "a", 1, D, 0, 0, DS_ACTION_SUBMIT, NO},
        {"admin@jixia", "a", 1, D, 0, 0, DS_ACTION_SUBMIT, NO},
        /* approval */
        {"reviewer@jixia", "a", 1, S, 1, 0, DS_ACTION_APPROVE, OK},
        {"reviewer@zibo", "a", 1, S, 1, 0, DS_ACTION_APPROVE, OK},
        {"reviewer@jixia editor@jixia", "writer", 1, S, 1, 0, DS_ACTION_APPROVE, NO},
        {"editor@jixia", "a", 1, S, 1, 0, DS_ACTION_APPROVE, NO},
        {"publisher@jixia", "a", 1, S, 1, 0, DS_ACTION_APPROVE, NO},
        {"admin@zibo", "a", 1, S, 1, 0, DS_ACTION_APPROVE, NO},
        {"reviewer@jixia", "a", 0, D, 0, 0, DS_ACTION_APPROVE, LATER},
        {"reviewer@jixia", "a", 1, D, 0, 0, DS_ACTION_APPROVE, LATER},
        {"reviewer@jixia", "a", 1, R, 0, 0, DS_ACTION_APPROVE, LATER},
        {"reviewer@jixia", "a", 1, A, 2, 0, DS_ACTION_APPROVE, LATER},
        {"reviewer@jixia", "a", 1, P, 2, 1, DS_ACTION_APPROVE, LATER},
        {"reviewer@jixia", "a", 1, W, 2, 0, DS_ACTION_APPROVE, LATER},
        {"reviewer@jixia", "a", 1, S, 2, 0, DS_ACTION_APPROVE, LATER},
        {"reviewer@jixia", "a", 1, S, 0, 0, DS_ACTION_APPROVE, LATER},
        {"reviewer@jixia", "a", 1, S, -1, 0, DS_ACTION_APPROVE, LATER},
        {"reviewer@jixia", "a", 1, S, 99, 0, DS_ACTION_APPROVE, LATER},
        /* return */
        {"reviewer@jixia", "a", 1, S, 1, 0, DS_ACTION_RETURN, OK},
        {"reviewer@jixia", "writer", 1, S, 1, 0, DS_ACTION_RETURN, OK},
        {"publisher@jixia", "a", 1, S, 1, 0, DS_ACTION_RETURN, NO},
        {"publisher@jixia", "a", 1, A, 2, 0, DS_ACTION_RETURN, OK},
        {"reviewer@jixia", "a", 1, A, 2, 0, DS_ACTION_RETURN, NO},
        {"editor@jixia", "a", 1, S, 1, 0, DS_ACTION_RETURN, NO},
        {"admin@jixia", "a", 1, A, 2, 0, DS_ACTION_RETURN, NO},
        {"reviewer@jixia", "a", 1, D, 0, 0, DS_ACTION_RETURN, LATER},
        {"reviewer@jixia", "a", 1, R, 0, 0, DS_ACTION_RETURN, LATER},
        {"publisher@jixia", "a", 1, P, 2, 1, DS_ACTION_RETURN, LATER},
        {"publisher@jixia", "a", 1, W, 2, 0, DS_ACTION_RETURN, LATER},
        {"publisher@jixia", "a", 0, D, 0, 0, DS_ACTION_RETURN, LATER},
        {"reviewer@jixia", "a", 1, S, 7, 0, DS_ACTION_RETURN, OK},
        /* a role above every organ, as the tool has it */
        {"admin@", "a", 0, D, 0, 0, DS_ACTION_MANAGE, OK},
        {"editor@", "a", 0, D, 0, 0, DS_ACTION_EDIT, OK},
        {"editor@", "a", 1, D, 0, 0, DS_ACTION_MANAGE, NO},
        /* publication */
        {"publisher@jixia", "a", 1, A, 2, 0, DS_ACTION_PUBLISH, OK},
        {"publisher@linzi", "a", 1, A, 2, 1, DS_ACTION_PUBLISH, OK},
        {"publisher@jixia", "writer", 1, A, 2, 0, DS_ACTION_PUBLISH, NO},
        {"reviewer@jixia", "a", 1, A, 2, 0, DS_ACTION_PUBLISH, NO},
        {"editor@jixia", "a", 1, A, 2, 0, DS_ACTION_PUBLISH, NO},
        {"admin@zibo", "a", 1, A, 2, 0, DS_ACTION_PUBLISH, NO},
        {"publisher@jixia", "a", 0, D, 0, 0, DS_ACTION_PUBLISH, LATER},
        {"publisher@jixia", "a", 1, D, 0, 0, DS_ACTION_PUBLISH, LATER},
        {"publisher@jixia", "a", 1, S, 1, 0, DS_ACTION_PUBLISH, LATER},
        {"publisher@jixia", "a", 1, R, 0, 0, DS_ACTION_PUBLISH, LATER},
        {"publisher@jixia", "a", 1, P, 2, 1, DS_ACTION_PUBLISH, LATER},
        {"publisher@jixia", "a", 1, W, 2, 0, DS_ACTION_PUBLISH, LATER},
        /* correction */
        {"publisher@jixia", "a", 1, P, 2, 1, DS_ACTION_CORRECT, OK},
        {"publisher@jixia", "writer", 1, P, 2, 1, DS_ACTION_CORRECT, OK},
        {"publisher@jixia", "a", 1, W, 2, 0, DS_ACTION_CORRECT, OK},
        {"publisher@jixia", "a", 1, D, 0, 1, DS_ACTION_CORRECT, LATER},
        {"publisher@jixia", "a", 1, S, 1, 1, DS_ACTION_CORRECT, LATER},
        {"publisher@jixia", "a", 0, D, 0, 0, DS_ACTION_CORRECT, LATER},
        {"reviewer@jixia", "a", 1, P, 2, 1, DS_ACTION_CORRECT, NO},
        {"editor@jixia", "a", 1, P, 2, 1, DS_ACTION_CORRECT, NO},
        {"admin@jixia", "a", 1, P, 2, 1, DS_ACTION_CORRECT, NO},
        /* withdrawal and taking down */
        {"publisher@jixia", "a", 1, P, 2, 1, DS_ACTION_WITHDRAW, OK},
        {"publisher@jixia", "a", 1, D, 0, 1, DS_ACTION_WITHDRAW, OK},
        {"publisher@jixia", "a", 1, D, 0, 0, DS_ACTION_WITHDRAW, LATER},
        {"publisher@jixia", "a", 1, W, 2, 0, DS_ACTION_WITHDRAW, LATER},
        {"publisher@jixia", "a", 0, D, 0, 0, DS_ACTION_WITHDRAW, LATER},
        {"reviewer@jixia", "a", 1, P, 2, 1, DS_ACTION_WITHDRAW, NO},
        {"admin@jixia", "a", 1, P, 2, 1, DS_ACTION_WITHDRAW, NO},
        {"reviewer@jixia", "a", 1, P, 2, 1, DS_ACTION_TAKEDOWN, OK},
        {"publisher@linzi", "a", 1, S, 1, 1, DS_ACTION_TAKEDOWN, OK},
        {"admin@zibo", "a", 1, P, 2, 1, DS_ACTION_TAKEDOWN, OK},
        {"admin@zibo", "writer", 1, P, 2, 1, DS_ACTION_TAKEDOWN, OK},
        {"editor@jixia", "a", 1, P, 2, 1, DS_ACTION_TAKEDOWN, NO},
        {"reviewer@other", "a", 1, P, 2, 1, DS_ACTION_TAKEDOWN, NO},
        {"admin@zibo", "a", 1, A, 2, 0, DS_ACTION_TAKEDOWN, LATER},
        /* management */
        {"admin@linzi", "a", 0, D, 0, 0, DS_ACTION_MANAGE, OK},
        {"admin@jixia", "a", 1, P, 2, 1, DS_ACTION_MANAGE, OK},
        {"admin@other", "a", 0, D, 0, 0, DS_ACTION_MANAGE, NO},
        {"editor@jixia reviewer@jixia publisher@jixia", "a", 0, D, 0, 0, DS_ACTION_MANAGE, NO},
    };

    ASK(three(), questions);
}
END_TEST

START_TEST(five_steps_ask_where_the_role_was_granted)
{
    static const question questions[] = {
        {"editor@jixia", "a", 0, D, 0, 0, DS_ACTION_EDIT, OK},
        {"editor@linzi", "a", 1, D, 0, 0, DS_ACTION_SUBMIT, OK},
        /* the organ's own review */
        {"reviewer@jixia", "a", 1, S, 1, 0, DS_ACTION_APPROVE, OK},
        {"reviewer@jixia", "writer", 1, S, 1, 0, DS_ACTION_APPROVE, NO},
        {"reviewer@linzi", "a", 1, S, 1, 0, DS_ACTION_APPROVE, NO},
        {"publisher@jixia", "a", 1, S, 1, 0, DS_ACTION_APPROVE, NO},
        {"reviewer@jixia", "a", 1, S, 1, 0, DS_ACTION_RETURN, OK},
        {"reviewer@linzi", "a", 1, S, 1, 0, DS_ACTION_RETURN, NO},
        /* its head signs */
        {"publisher@jixia", "a", 1, S, 2, 0, DS_ACTION_APPROVE, OK},
        {"publisher@jixia", "writer", 1, S, 2, 0, DS_ACTION_APPROVE, NO},
        {"publisher@linzi", "a", 1, S, 2, 0, DS_ACTION_APPROVE, NO},
        {"reviewer@jixia", "a", 1, S, 2, 0, DS_ACTION_APPROVE, NO},
        {"publisher@jixia", "a", 1, S, 2, 0, DS_ACTION_RETURN, OK},
        /* the superior office looks */
        {"reviewer@linzi", "a", 1, S, 3, 0, DS_ACTION_APPROVE, OK},
        {"reviewer@zibo", "a", 1, S, 3, 0, DS_ACTION_APPROVE, OK},
        {"reviewer@linzi reviewer@jixia", "a", 1, S, 3, 0, DS_ACTION_APPROVE, OK},
        {"reviewer@jixia", "a", 1, S, 3, 0, DS_ACTION_APPROVE, NO},
        {"publisher@jixia", "a", 1, S, 3, 0, DS_ACTION_APPROVE, NO},
        {"reviewer@linzi", "a", 1, S, 3, 0, DS_ACTION_RETURN, OK},
        {"reviewer@jixia", "a", 1, S, 3, 0, DS_ACTION_RETURN, NO},
        /* publication by any publisher who reaches the organ */
        {"publisher@jixia", "a", 1, A, 4, 0, DS_ACTION_PUBLISH, OK},
        {"publisher@linzi", "a", 1, A, 4, 0, DS_ACTION_PUBLISH, OK},
        {"publisher@linzi", "writer", 1, A, 4, 0, DS_ACTION_PUBLISH, NO},
        {"publisher@linzi", "a", 1, S, 3, 0, DS_ACTION_PUBLISH, LATER},
        {"publisher@linzi", "a", 1, A, 4, 0, DS_ACTION_RETURN, OK},
        {"reviewer@linzi", "a", 1, A, 4, 0, DS_ACTION_RETURN, NO},
        {"publisher@linzi", "a", 1, S, 4, 0, DS_ACTION_APPROVE, NO},
        {"publisher@jixia", "a", 1, S, 4, 0, DS_ACTION_APPROVE, LATER},
        {"admin@zibo", "a", 1, S, 3, 0, DS_ACTION_APPROVE, NO},
    };

    ASK(five(), questions);
}
END_TEST

START_TEST(two_steps_need_no_approval)
{
    static const question questions[] = {
        {"editor@jixia", "writer", 1, D, 0, 0, DS_ACTION_SUBMIT, OK},
        {"reviewer@jixia", "a", 1, A, 1, 0, DS_ACTION_APPROVE, NO},
        {"publisher@jixia", "a", 1, A, 1, 0, DS_ACTION_RETURN, OK},
        {"publisher@jixia", "a", 1, A, 1, 0, DS_ACTION_PUBLISH, OK},
        {"publisher@jixia", "writer", 1, A, 1, 0, DS_ACTION_PUBLISH, NO},
    };

    ASK(two(), questions);
}
END_TEST

START_TEST(who_may_not_act_learns_no_state)
{
    static const ds_state states[] = {D, S, R, A, P, W};
    ds_actor stranger = actor("a", "publisher@other"), editor = actor("a", "editor@jixia");
    const ds_chain *chain = three();
    const char *first = NULL;
    size_t i;
    int action;

    for (action = DS_ACTION_READ; action <= DS_ACTION_MANAGE; action++) {
        for (i = 0; i < 6; i++) {
            ds_case subject = {path(), 1, states[i], 1, "writer", 1};
            const char *why = NULL;
            ck_assert_int_eq(ds_permit(&stranger, (ds_action)action, &subject, chain, &why, pool),
                             DS_EFORBIDDEN);
            first = first ? first : why;
            ck_assert_str_eq(why, first);
        }
    }
    for (i = 0; i < 6; i++) {
        ds_case subject = {path(), 1, states[i], 1, "writer", 1};
        const char *why = NULL;
        ck_assert_int_eq(ds_permit(&editor, DS_ACTION_PUBLISH, &subject, chain, &why, pool),
                         DS_EFORBIDDEN);
        ck_assert_ptr_null(strstr(why, ds_state_label(states[i])));
    }
}
END_TEST

START_TEST(sentences_say_what_to_do)
{
    static const struct {
        const char *grants, *account;
        ds_state state;
        int step, is_published;
        ds_action action;
        const char *why;
    } cases[] = {
        {"", "a", D, 0, 0, DS_ACTION_READ, "您没有办理这个机关事务的权限。请联系管理人员。"},
        {"editor@jixia", "a", S, 1, 0, DS_ACTION_APPROVE,
         "您在这个机关没有办理‘审核通过’的权限。请联系管理人员。"},
        {"editor@jixia", "a", S, 1, 0, DS_ACTION_EDIT,
         "报告现在是‘审核中’状态，不能办理‘填报’。需要修改的，请审核或者签发人员先退回。"},
        {"reviewer@jixia", "a", S, 3, 0, DS_ACTION_APPROVE,
         "报告正在‘主管部门审核’环节，应由上级机关的‘审核’人员办理，您没有这项权限。"},
        {"publisher@jixia", "a", D, 0, 0, DS_ACTION_TAKEDOWN,
         "这份报告没有公开的版本，不用办理‘紧急下线’。"},
        {"publisher@jixia", "writer", A, 4, 0, DS_ACTION_PUBLISH,
         "这份报告是您本人填报的，‘签发公开’请由其他人员办理。"},
        {"reviewer@jixia", "a", S, 9, 0, DS_ACTION_APPROVE,
         "审核流程在送审之后有过调整。请退回，由填报人员重新送审。"},
    };
    const ds_chain *chain = five();
    apr_array_header_t *root = apr_array_make(pool, 1, sizeof(const char *));
    ds_actor own = actor("a", "reviewer@linzi");
    ds_case top = {root, 1, S, 3, "writer", 0};
    const char *why = NULL;
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_actor who = actor(cases[i].account, cases[i].grants);
        ds_case subject = {path(), 1, cases[i].state, cases[i].step, "writer",
                           cases[i].is_published};
        why = NULL;
        ck_assert_int_ne(ds_permit(&who, cases[i].action, &subject, chain, &why, pool), OK);
        ck_assert_str_eq(why, cases[i].why);
    }
    APR_ARRAY_PUSH(root, const char *) = "linzi";
    ck_assert_int_eq(ds_permit(&own, DS_ACTION_APPROVE, &top, chain, &why, pool), NO);
    ck_assert_ptr_nonnull(strstr(why, "没有登记上级机关"));
}
END_TEST

START_TEST(nothing_known_permits_nothing)
{
    ds_actor nobody = {.account = NULL, .grants = NULL};
    ds_actor admin = actor("a", "admin@jixia");
    ds_case nowhere = {NULL, 0, D, 0, NULL, 0};
    ds_case orphan = {path(), 1, A, 2, NULL, 0};
    ds_actor publisher = actor(NULL, "publisher@jixia");
    int action;

    for (action = DS_ACTION_READ; action <= DS_ACTION_MANAGE; action++) {
        ck_assert_int_eq(ds_permit(&nobody, (ds_action)action, &orphan, three(), NULL, pool), NO);
        ck_assert_int_eq(ds_permit(&admin, (ds_action)action, &nowhere, three(), NULL, pool), NO);
    }
    ck_assert_int_eq(ds_permit(&publisher, DS_ACTION_PUBLISH, &orphan, three(), NULL, pool), OK);
    ck_assert(ds_actor_has_role(&admin, DS_ROLE_ADMIN, path()));
    ck_assert(!ds_actor_has_role(&admin, DS_ROLE_EDITOR, path()));
    ck_assert(!ds_actor_has_role(&admin, DS_ROLE_ADMIN, NULL));
}
END_TEST

START_TEST(actions_move_the_report)
{
    static const struct {
        int steps; /* of the chain */
        ds_action action;
        ds_state state;
        int step;
        ds_state new_state;
        int new_step;
    } cases[] = {
        {3, DS_ACTION_READ, S, 1, S, 1},     {3, DS_ACTION_MANAGE, A, 2, A, 2},
        {3, DS_ACTION_EDIT, D, 0, D, 0},     {3, DS_ACTION_EDIT, R, 0, R, 0},
        {3, DS_ACTION_SUBMIT, D, 0, S, 1},   {3, DS_ACTION_SUBMIT, R, 0, S, 1},
        {3, DS_ACTION_APPROVE, S, 1, A, 2},  {3, DS_ACTION_RETURN, S, 1, R, 0},
        {3, DS_ACTION_RETURN, A, 2, R, 0},   {3, DS_ACTION_PUBLISH, A, 2, P, 2},
        {3, DS_ACTION_CORRECT, P, 2, D, 0},  {3, DS_ACTION_CORRECT, W, 2, D, 0},
        {3, DS_ACTION_WITHDRAW, P, 2, W, 2}, {3, DS_ACTION_WITHDRAW, D, 0, D, 0},
        {3, DS_ACTION_WITHDRAW, S, 1, S, 1}, {3, DS_ACTION_TAKEDOWN, P, 2, W, 2},
        {3, DS_ACTION_TAKEDOWN, R, 0, R, 0}, {3, DS_ACTION_TAKEDOWN, W, 2, W, 2},
        {5, DS_ACTION_SUBMIT, D, 0, S, 1},   {5, DS_ACTION_APPROVE, S, 1, S, 2},
        {5, DS_ACTION_APPROVE, S, 2, S, 3},  {5, DS_ACTION_APPROVE, S, 3, A, 4},
        {5, DS_ACTION_PUBLISH, A, 4, P, 4},  {2, DS_ACTION_SUBMIT, D, 0, A, 1},
        {2, DS_ACTION_PUBLISH, A, 1, P, 1},
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const ds_chain *chain = cases[i].steps == 3   ? three()
                                : cases[i].steps == 5 ? five()
                                                      : two();
        ds_state state = cases[i].state;
        int step = cases[i].step;
        ds_review_advance(cases[i].action, chain, &state, &step);
        ck_assert_msg(state == cases[i].new_state && step == cases[i].new_step,
                      "case %d: %s of %s, %d gives %s, %d", (int)i,
                      ds_action_name(cases[i].action), ds_state_name(cases[i].state),
                      cases[i].step, ds_state_name(state), step);
    }
}
END_TEST

START_TEST(names_go_to_and_fro)
{
    static const char *const roles = "editor reviewer publisher admin";
    static const char *const states = "draft submitted returned approved published withdrawn";
    static const char *const actions =
        "read edit submit return approve publish correct withdraw takedown manage";
    const char *text = "";
    int i;

    for (i = 0; i <= DS_ROLE_ADMIN; i++) {
        text = apr_pstrcat(pool, text, *text ? " " : "", ds_role_name((ds_role)i), NULL);
        ck_assert_int_eq(ds_role_find(ds_role_name((ds_role)i)), i);
        ck_assert(*ds_role_label((ds_role)i));
    }
    ck_assert_str_eq(text, roles);
    for (text = "", i = 0; i <= DS_STATE_WITHDRAWN; i++) {
        text = apr_pstrcat(pool, text, *text ? " " : "", ds_state_name((ds_state)i), NULL);
        ck_assert_int_eq(ds_state_find(ds_state_name((ds_state)i)), i);
        ck_assert(*ds_state_label((ds_state)i));
    }
    ck_assert_str_eq(text, states);
    for (text = "", i = 0; i <= DS_ACTION_MANAGE; i++) {
        text = apr_pstrcat(pool, text, *text ? " " : "", ds_action_name((ds_action)i), NULL);
        ck_assert_int_eq(ds_action_find(ds_action_name((ds_action)i)), i);
        ck_assert(*ds_action_label((ds_action)i));
    }
    ck_assert_str_eq(text, actions);
    ck_assert_str_eq(ds_role_label(DS_ROLE_EDITOR), "填报");
    ck_assert_str_eq(ds_role_label(DS_ROLE_REVIEWER), "审核");
    ck_assert_str_eq(ds_role_label(DS_ROLE_PUBLISHER), "签发");
    ck_assert_str_eq(ds_role_label(DS_ROLE_ADMIN), "管理");
    ck_assert_int_eq(ds_role_find("root"), -1);
    ck_assert_int_eq(ds_state_find(""), -1);
    ck_assert_int_eq(ds_action_find("Submit"), -1);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, three_steps_say_who_may_what_when);
    tcase_add_test(cases, five_steps_ask_where_the_role_was_granted);
    tcase_add_test(cases, two_steps_need_no_approval);
    tcase_add_test(cases, who_may_not_act_learns_no_state);
    tcase_add_test(cases, sentences_say_what_to_do);
    tcase_add_test(cases, nothing_known_permits_nothing);
    tcase_add_test(cases, actions_move_the_report);
    tcase_add_test(cases, names_go_to_and_fro);
}

UNIT_MAIN("core/review", add_all)
