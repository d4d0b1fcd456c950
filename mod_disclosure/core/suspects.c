/* Which cells are to blame when equalities do not hold. */
#include "core/suspects.h"

struct ds_suspects {
    int n_accusations;
    const ds_condition **accusations;
    int *group;       /* per accusation: another of its group, itself when it leads it */
    int *size;        /* per leader: how many accusations are in its group */
    int *first;       /* per cell: the first accusation it stands in, -1 for none */
    int *n_accused;   /* per cell: in how many it stands */
    char *is_cleared; /* per cell */
};

/* Calls fn for each cell of this year's report in the test, left then right. */
typedef void cell_fn(ds_suspects *suspects, int cell);

static void each_cell(ds_suspects *suspects, const ds_condition *test, cell_fn *fn)
{
    const ds_side *sides[] = { &test->left, &test->right };
    int side, i;

    for (side = 0; side < 2; side++) {
        for (i = 0; i < sides[side]->n_terms; i++) {
            if (!sides[side]->terms[i].previous) {
                fn(suspects, sides[side]->terms[i].cell);
            }
        }
    }
}

ds_suspects *ds_suspects_create(int n_cells, int max, apr_pool_t *pool)
{
    ds_suspects *suspects = apr_pcalloc(pool, sizeof(*suspects));
    apr_size_t n = (apr_size_t)max + 1, cells = (apr_size_t)n_cells + 1;
    int i;

    suspects->accusations = apr_palloc(pool, n * sizeof(*suspects->accusations));
    suspects->group = apr_palloc(pool, n * sizeof(int));
    suspects->size = apr_palloc(pool, n * sizeof(int));
    suspects->first = apr_palloc(pool, cells * sizeof(int));
    suspects->n_accused = apr_pcalloc(pool, cells * sizeof(int));
    suspects->is_cleared = apr_pcalloc(pool, cells);
    for (i = 0; i < n_cells; i++) {
        suspects->first[i] = -1;
    }
    return suspects;
}

static void clear_cell(ds_suspects *suspects, int cell)
{
    suspects->is_cleared[cell] = 1;
}

void ds_suspects_clear(ds_suspects *suspects, const ds_condition *test)
{
    each_cell(suspects, test, clear_cell);
}

static int leader(const ds_suspects *suspects, int n)
{
    while (suspects->group[n] != n) {
        n = suspects->group[n];
    }
    return n;
}

/* Joins the latest accusation with those the cell stands in already. */
static void accuse_cell(ds_suspects *suspects, int cell)
{
    int latest = leader(suspects, suspects->n_accusations - 1);

    suspects->n_accused[cell]++;
    if (suspects->first[cell] < 0) {
        suspects->first[cell] = suspects->n_accusations - 1;
    }
    else {
        int other = leader(suspects, suspects->first[cell]);

        if (other != latest) {
            suspects->group[latest] = other;
            suspects->size[other] += suspects->size[latest];
        }
    }
}

void ds_suspects_accuse(ds_suspects *suspects, const ds_condition *test)
{
    int n = suspects->n_accusations++;

    suspects->accusations[n] = test;
    suspects->group[n] = n;
    suspects->size[n] = 1;
    each_cell(suspects, test, accuse_cell);
}

/* Cells that share an accusation are in one group, so a cell that stands in
 * as many accusations as the group has stands in all of them. */
int ds_suspects_of(const ds_suspects *suspects, int n, int *cells, int max)
{
    const ds_condition *test = suspects->accusations[n];
    const ds_side *sides[] = { &test->left, &test->right };
    int size = suspects->size[leader(suspects, n)], side, i, found = 0;

    for (side = 0; side < 2; side++) {
        for (i = 0; i < sides[side]->n_terms; i++) {
            const ds_term *term = &sides[side]->terms[i];

            if (!term->previous && suspects->n_accused[term->cell] == size
                && !suspects->is_cleared[term->cell]) {
                if (found < max) {
                    cells[found] = term->cell;
                }
                found++;
            }
        }
    }
    return found;
}
