/* A review chain from its file. */
#include <string.h>

#include <apr_strings.h>

#include "core/datafile.h"
#include "core/review.h"

static int step_count(const xmlNode *root)
{
    const xmlNode *node;
    int n = 0;

    for (node = ds_datafile_child(root); node; node = ds_datafile_next(node)) {
        n++;
    }
    return n;
}

/* Which roles may stand where: the editor begins, the publisher ends, and
 * nobody approves as an editor. */
static const char *check_role(const ds_chain *chain, int index)
{
    ds_role role = chain->steps[index].role;

    if (index == 0) {
        return role == DS_ROLE_EDITOR ? NULL : "the first step is the editor's";
    }
    if (index == chain->n_steps - 1) {
        return role == DS_ROLE_PUBLISHER ? NULL : "the last step is the publisher's";
    }
    return role == DS_ROLE_EDITOR ? "an editor does not approve" : NULL;
}

static const char *read_step(ds_chain *chain, int index, const xmlNode *node, apr_pool_t *pool)
{
    ds_step *step = &chain->steps[index];
    const char *organ = ds_datafile_attr(pool, node, "organ");
    int i;

    step->id = ds_datafile_attr(pool, node, "id");
    step->name = ds_datafile_attr(pool, node, "name");
    step->role = (ds_role)ds_role_find(ds_datafile_attr(pool, node, "role"));
    step->at = !organ ? DS_AT_ANY : !strcmp(organ, "own") ? DS_AT_OWN : DS_AT_SUPERIOR;
    step->attests = ds_datafile_attr(pool, node, "attests");
    for (i = 0; i < index; i++) {
        if (!strcmp(chain->steps[i].id, step->id)) {
            return apr_psprintf(pool, "there are two steps with the id \"%s\"", step->id);
        }
    }
    return check_role(chain, index);
}

const char *ds_chain_load(ds_chain **out, const char *path, const char *schema_path,
                          apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    ds_chain *chain = apr_pcalloc(result_pool, sizeof(*chain));
    const xmlNode *root, *node;
    xmlDoc *document;
    int i = 0;
    const char *error = ds_datafile_read(&document, path, schema_path, result_pool, scratch_pool);

    if (error) {
        return error;
    }
    root = xmlDocGetRootElement(document);
    chain->id = ds_datafile_attr(result_pool, root, "id");
    chain->name = ds_datafile_attr(result_pool, root, "name");
    chain->n_steps = step_count(root);
    chain->steps = apr_pcalloc(result_pool, chain->n_steps * sizeof(*chain->steps));
    for (node = ds_datafile_child(root); node; node = ds_datafile_next(node)) {
        error = read_step(chain, i++, node, result_pool);
        if (error) {
            return ds_datafile_error(result_pool, path, node, "%s", error);
        }
    }
    *out = chain;
    return NULL;
}
