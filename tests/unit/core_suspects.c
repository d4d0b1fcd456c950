/* Suspects, on equalities made for the purpose. */
#include "core/suspects.h"
#include "unit.h"

#define MAX_TERMS 4

/* Cells that must add up to nothing, -1 at the end; the last is on the right. */
typedef struct {
    int cells[MAX_TERMS];
    int n;
    int fails;
} equality;

static ds_condition *condition_of(const equality *e)
{
    ds_condition *condition = apr_pcalloc(pool, sizeof(*condition));
    ds_term *terms = apr_pcalloc(pool, sizeof(*terms) * MAX_TERMS);
    int i;

    for (i = 0; i < e->n; i++) {
        terms[i].factor = 1;
        terms[i].cell = e->cells[i];
        terms[i].previous = e->cells[i] < 0 ? "t/r/c" : NULL;
    }
    condition->left.terms = terms;
    condition->left.n_terms = e->n - 1;
    condition->right.terms = terms + e->n - 1;
    condition->right.n_terms = 1;
    return condition;
}

START_TEST(finds_suspects)
{
    static const struct {
        equality equalities[4];
        int n;
        int suspects[MAX_TERMS]; /* of the first that fails */
        int n_suspects;
    } cases[] = {
        /* alone: all of it */
        { { { { 0, 1, 2 }, 3, 1 } }, 1, { 0, 1, 2 }, 3 },
        /* one that holds clears its cells */
        { { { { 0, 1, 2 }, 3, 1 }, { { 1, 3 }, 2, 0 } }, 2, { 0, 2 }, 2 },
        /* two that share one cell */
        { { { { 0, 1, 2 }, 3, 1 }, { { 3, 1, 4 }, 3, 1 } }, 2, { 1 }, 1 },
        /* two that share none are two matters */
        { { { { 0, 1, 2 }, 3, 1 }, { { 3, 4, 5 }, 3, 1 } }, 2, { 0, 1, 2 }, 3 },
        /* a chain: nothing stands in all three */
        { { { { 0, 1, 2 }, 3, 1 }, { { 2, 3, 4 }, 3, 1 }, { { 4, 5, 6 }, 3, 1 } }, 3, { 0 }, 0 },
        /* groups that a later one joins */
        { { { { 0, 9 }, 2, 1 }, { { 3, 4 }, 2, 1 }, { { 9, 3 }, 2, 1 } }, 3, { 0 }, 0 },
        { { { { 0, 9 }, 2, 1 }, { { 9, 4 }, 2, 1 }, { { 9, 3 }, 2, 1 } }, 3, { 9 }, 1 },
        /* all cleared */
        { { { { 0, 1 }, 2, 1 }, { { 0, 2 }, 2, 0 }, { { 1, 3 }, 2, 0 } }, 3, { 0 }, 0 },
        /* last year's cells are nobody's here */
        { { { { -1, 7 }, 2, 1 } }, 1, { 7 }, 1 },
    };
    size_t i;
    int k, found[10];

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_suspects *suspects = ds_suspects_create(10, cases[i].n, pool);

        for (k = 0; k < cases[i].n; k++) {
            (cases[i].equalities[k].fails ? ds_suspects_accuse : ds_suspects_clear)(
                suspects, condition_of(&cases[i].equalities[k]));
        }
        ck_assert_msg(ds_suspects_of(suspects, 0, found, 10) == cases[i].n_suspects, "case %zu", i);
        for (k = 0; k < cases[i].n_suspects; k++) {
            ck_assert_int_eq(found[k], cases[i].suspects[k]);
        }
    }
}
END_TEST

START_TEST(writes_no_more_than_asked)
{
    static const equality e = { { 0, 1, 2, 3 }, 4, 1 };
    ds_suspects *suspects = ds_suspects_create(4, 1, pool);
    int found[3] = { -7, -7, -7 };

    ds_suspects_accuse(suspects, condition_of(&e));
    ck_assert_int_eq(ds_suspects_of(suspects, 0, found, 2), 4);
    ck_assert_int_eq(found[1], 1);
    ck_assert_int_eq(found[2], -7);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, finds_suspects);
    tcase_add_test(cases, writes_no_more_than_asked);
}

UNIT_MAIN("core/suspects", add_all)
