/* Review chains from their files. */
#include <string.h>

#include <apr_strings.h>

#include "core/review.h"
#include "unit.h"

#define SCHEMA "conf/schema/chain.rng"

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

START_TEST(shipped_chains_are_as_told)
{
    static const struct {
        int chain, step;
        const char *id, *name;
        ds_role role;
        int at;
        const char *attests;
    } cases[] = {
        {3, 0, "edit", "填报", DS_ROLE_EDITOR, DS_AT_ANY, NULL},
        {3, 1, "review", "审核（含保密审查）", DS_ROLE_REVIEWER, DS_AT_ANY, "secrecy"},
        {3, 2, "publish", "签发公开", DS_ROLE_PUBLISHER, DS_AT_ANY, NULL},
        {5, 0, "edit", "经办", DS_ROLE_EDITOR, DS_AT_ANY, NULL},
        {5, 1, "review", "本单位审核（含保密审查）", DS_ROLE_REVIEWER, DS_AT_OWN, "secrecy"},
        {5, 2, "sign", "本单位负责人签发", DS_ROLE_PUBLISHER, DS_AT_OWN, NULL},
        {5, 3, "superior", "主管部门审核", DS_ROLE_REVIEWER, DS_AT_SUPERIOR, NULL},
        {5, 4, "publish", "公开", DS_ROLE_PUBLISHER, DS_AT_ANY, NULL},
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const ds_chain *chain = cases[i].chain == 3 ? three() : five();
        const ds_step *step = &chain->steps[cases[i].step];
        ck_assert_int_eq(chain->n_steps, cases[i].chain);
        ck_assert_str_eq(step->id, cases[i].id);
        ck_assert_str_eq(step->name, cases[i].name);
        ck_assert_int_eq(step->role, cases[i].role);
        ck_assert_int_eq((int)step->at, cases[i].at);
        ck_assert_pstr_eq(step->attests, cases[i].attests);
    }
    ck_assert_str_eq(three()->id, "three-steps");
    ck_assert_str_eq(five()->id, "five-steps");
}
END_TEST

START_TEST(wrong_chains_are_refused)
{
    static const struct {
        const char *file, *error;
    } cases[] = {
        {"editor-last.xml", ":5: the last step is the publisher's"},
        {"reviewer-first.xml", ":4: the first step is the editor's"},
        {"editor-between.xml", ":5: an editor does not approve"},
        {"same-id.xml", ":6: there are two steps with the id \"review\""},
        {"one-step.xml", ":3: "},
        {"unknown-role.xml", ":5: "},
        {"absent.xml", ": "},
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_chain *chain = NULL;
        const char *path_of = apr_pstrcat(pool, "tests/data/chains/broken/", cases[i].file, NULL);
        const char *expected = apr_pstrcat(pool, path_of, cases[i].error, NULL);
        const char *error = ds_chain_load(&chain, path_of, SCHEMA, pool, pool);
        ck_assert_msg(error && !strncmp(error, expected, strlen(expected)),
                      "\"%s\" instead of \"%s\"", error ? error : "no error", expected);
        ck_assert_ptr_null(chain);
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, shipped_chains_are_as_told);
    tcase_add_test(cases, wrong_chains_are_refused);
}

UNIT_MAIN("core/chain", add_all)
