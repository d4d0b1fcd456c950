#include "core/organ_tree.h"

#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

/* The store refuses circles; a bound keeps what others wrote from being one. */
#define MAX_DEPTH 32

struct ds_organ_tree {
    apr_hash_t *by_key;
};

ds_organ_tree *ds_organ_tree_create(const apr_array_header_t *organs, apr_pool_t *pool)
{
    ds_organ_tree *tree = apr_palloc(pool, sizeof(*tree));
    tree->by_key = apr_hash_make(pool);
    for (int i = 0; i < organs->nelts; i++) {
        const ds_organ *organ = APR_ARRAY_IDX(organs, i, const ds_organ *);
        apr_hash_set(tree->by_key, organ->key, APR_HASH_KEY_STRING, organ);
    }
    return tree;
}

const ds_organ *ds_organ_tree_find(const ds_organ_tree *tree, const char *key)
{
    return key ? apr_hash_get(tree->by_key, key, APR_HASH_KEY_STRING) : NULL;
}

apr_array_header_t *ds_organ_tree_path(const ds_organ_tree *tree, const ds_organ *organ,
                                       apr_pool_t *pool)
{
    apr_array_header_t *path = apr_array_make(pool, 4, sizeof(const char *));
    for (int depth = 0; organ && depth < MAX_DEPTH; depth++) {
        APR_ARRAY_PUSH(path, const char *) = organ->key;
        organ = ds_organ_tree_find(tree, organ->parent);
    }
    return path;
}

int ds_organ_owes(const ds_organ *organ, int year)
{
    char last[16];
    apr_snprintf(last, sizeof(last), "%04d-12-31", year);
    return (!organ->from || strcmp(organ->from, last) <= 0)
           && (!organ->until || strcmp(organ->until, last) > 0);
}
