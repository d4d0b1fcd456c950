/* Which cells are to blame when equalities do not hold.
 *
 * Failed equalities that share cells belong together. Suspects are the cells
 * that stand in all of those and in no equality that holds: a single wrong
 * figure is in every one it breaks, and whatever else stands in those is
 * cleared by the others.
 */
#ifndef DS_CORE_SUSPECTS_H
#define DS_CORE_SUSPECTS_H

#include <apr_pools.h>

#include "core/relation.h"

typedef struct ds_suspects ds_suspects;

/* For a report of so many cells and at most `max` equalities; in pool. */
ds_suspects *ds_suspects_create(int n_cells, int max, apr_pool_t *pool);

/* Tells of an equality that holds. */
void ds_suspects_clear(ds_suspects *suspects, const ds_condition *test);

/* Tells of one that does not; `test` lives as long as the suspects. */
void ds_suspects_accuse(ds_suspects *suspects, const ds_condition *test);

/* When all have been told: the suspects of the n-th accusation, counted from
 * 0, in the order they stand in it. Writes at most `max` cell indexes and
 * returns how many there are. */
int ds_suspects_of(const ds_suspects *suspects, int n, int *cells, int max);

#endif
