#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "store/store_private.h"

#define MAX_DEPTH 12

/* Not an outcome for the caller: nothing is to be written. */
#define UNCHANGED APR_INCOMPLETE

typedef struct put {
    ds_store *store;
    const ds_actor *actor;
    const ds_organ *organ;
    apr_int64_t now;
    ds_findings *findings;
    ds_organ *old;               /* NULL: it is new */
    apr_array_header_t *superiors; /* keys, nearest first; empty for a root */
    const char *sort_path;
} put;

static int same(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

static apr_status_t may_manage(const put *p, const apr_array_header_t *path, apr_pool_t *pool)
{
    ds_case subject = { .path = path };
    const char *why = NULL;
    apr_status_t status = ds_permit(p->actor, DS_ACTION_MANAGE, &subject, p->store->settings->chain,
                                    &why, pool);
    return status == APR_SUCCESS ? status
        : ds_store__refuse(p->findings, status, "W.role", p->organ->key, "%s",
                           why ? why : "您没有管理该机关的权限。");
}

/* The right is asked where the organ is and where it is to be, so that nobody
 * moves another's organ below his own. */
static apr_status_t ask(put *p, apr_pool_t *pool)
{
    apr_array_header_t *path = apr_array_make(pool, 4, sizeof(const char *));
    apr_array_header_t *above = NULL, *now = NULL;
    apr_status_t status = ds_organ__find(p->store, &p->old, p->organ->key, pool);
    APR_ARRAY_PUSH(path, const char *) = p->organ->key;
    if (status == APR_SUCCESS && p->organ->parent)
        status = ds_organ__path(p->store, &above, p->organ->parent, pool);
    if (status == APR_SUCCESS && p->old)
        status = ds_organ__path(p->store, &now, p->organ->key, pool);
    if (status != APR_SUCCESS)
        return status;
    if (p->organ->parent && !above)
        return ds_store__refuse(p->findings, DS_EINVALID, "R.parent", p->organ->key,
                                "没有登记上级机关“%s”，请先登记上级机关。", p->organ->parent);
    p->superiors = above ? above : apr_array_make(pool, 1, sizeof(const char *));
    apr_array_cat(path, p->superiors);
    status = may_manage(p, path, pool);
    return status == APR_SUCCESS && now ? may_manage(p, now, pool) : status;
}

static apr_status_t check_place(const put *p)
{
    const char *key = p->organ->key;
    for (int i = 0; i < p->superiors->nelts; i++)
        if (!strcmp(APR_ARRAY_IDX(p->superiors, i, const char *), key))
            return ds_store__refuse(p->findings, DS_EINVALID, "R.parent", key,
                                    "机关不能隶属于自己或自己的下级。");
    if (p->superiors->nelts >= MAX_DEPTH)
        return ds_store__refuse(p->findings, DS_EINVALID, "R.parent", key,
                                "机关的层级不能超过 %d 级。", MAX_DEPTH);
    return APR_SUCCESS;
}

static apr_status_t check_links(const put *p, const apr_array_header_t *keys, apr_pool_t *pool)
{
    for (int i = 0; keys && i < keys->nelts; i++) {
        const char *key = APR_ARRAY_IDX(keys, i, const char *);
        apr_array_header_t *path = NULL;
        apr_status_t status = ds_organ__path(p->store, &path, key, pool);
        if (status != APR_SUCCESS)
            return status;
        if (!path || !strcmp(key, p->organ->key))
            return ds_store__refuse(p->findings, DS_EINVALID, "R.parent", p->organ->key,
                                    "前身或承接机关“%s”没有登记，或者就是该机关自己。", key);
    }
    return APR_SUCCESS;
}

/* ---- What changes, in a word for the record ---- */

static const char *names_text(const apr_array_header_t *names, apr_pool_t *pool)
{
    apr_array_header_t *parts = apr_array_make(pool, 4, sizeof(const char *));
    for (int i = 0; names && i < names->nelts; i++) {
        const ds_dated_name *n = &APR_ARRAY_IDX(names, i, const ds_dated_name);
        APR_ARRAY_PUSH(parts, const char *) =
            apr_pstrcat(pool, n->kind, "\n", n->text, "\n", n->from ? n->from : "-", "\n",
                        n->until ? n->until : "-", "\n", NULL);
    }
    return apr_array_pstrcat(pool, parts, '\0');
}

static const char *keys_text(const apr_array_header_t *keys, apr_pool_t *pool)
{
    return keys ? apr_array_pstrcat(pool, keys, ',') : "";
}

/* Links that are not stated stay as they are. */
static const char *links_text(const apr_array_header_t *stated, const apr_array_header_t *old,
                              apr_pool_t *pool)
{
    return keys_text(stated ? stated : old, pool);
}

static const char *changes(const put *p, apr_pool_t *pool)
{
    const ds_organ *a = p->old, *b = p->organ;
    if (!a)
        return apr_pstrcat(pool, "created ", b->key, NULL);
    const struct { const char *name, *before, *after; } members[] = {
        { "kind", ds_organ_kind_name(a->kind), ds_organ_kind_name(b->kind) },
        { "parent", a->parent, b->parent },
        { "position", apr_itoa(pool, a->position), apr_itoa(pool, b->position) },
        { "from", a->from, b->from },
        { "until", a->until, b->until },
        { "names", names_text(a->names, pool), names_text(b->names, pool) },
        { "predecessors", keys_text(a->predecessors, pool),
          links_text(b->predecessors, a->predecessors, pool) },
        { "successors", keys_text(a->successors, pool),
          links_text(b->successors, a->successors, pool) },
        { "address", a->address, b->address },
        { "postcode", a->postcode, b->postcode },
        { "telephone", a->telephone, b->telephone },
        { "fax", a->fax, b->fax },
        { "email", a->email, b->email },
        { "hours", a->hours, b->hours },
        { "guide_url", a->guide_url, b->guide_url },
        { "rules_url", a->rules_url, b->rules_url },
        { "request_url", a->request_url, b->request_url },
    };
    const char *text = NULL;
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
        if (!same(members[i].before, members[i].after))
            text = apr_pstrcat(pool, text ? text : "changed", " ", members[i].name, NULL);
    return text;
}

/* ---- Writing ---- */

static const char *own_sort_path(const char *above, int position, const char *key,
                                 apr_pool_t *pool)
{
    /* "!" sorts before every character of a key. */
    return apr_psprintf(pool, "%s%06d%s!", above, position, key);
}

static apr_status_t sort_path_of(ds_store *store, const char **out, const char *key,
                                 apr_pool_t *pool)
{
    ds_rows *rows;
    *out = "";
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_ORGAN, &rows, DS_ARGS(DS_S(key)), pool);
    if (status == APR_SUCCESS && rows->count)
        *out = ds_rows_text(rows, 0, DS_COL_ORGAN_SORT_PATH);
    return status;
}

static apr_status_t write_row(const put *p)
{
    const ds_organ *o = p->organ;
    const char *kind = ds_organ_kind_name(o->kind);
    if (!p->old)
        return ds_dbd_change(p->store->dbd, DS_SQL_ORGAN_ADD, NULL,
            DS_ARGS(DS_S(o->key), DS_S(kind), DS_S(o->parent), DS_N(o->position),
                    DS_S(p->sort_path), DS_S(o->from), DS_S(o->until), DS_S(o->address),
                    DS_S(o->postcode), DS_S(o->telephone), DS_S(o->fax), DS_S(o->email),
                    DS_S(o->hours), DS_S(o->guide_url), DS_S(o->rules_url), DS_S(o->request_url)));
    return ds_dbd_change(p->store->dbd, DS_SQL_ORGAN_SET, NULL,
        DS_ARGS(DS_S(kind), DS_S(o->parent), DS_N(o->position), DS_S(p->sort_path), DS_S(o->from),
                DS_S(o->until), DS_S(o->address), DS_S(o->postcode), DS_S(o->telephone),
                DS_S(o->fax), DS_S(o->email), DS_S(o->hours), DS_S(o->guide_url),
                DS_S(o->rules_url), DS_S(o->request_url), DS_S(o->key)));
}

static apr_status_t write_names(const put *p)
{
    const char *key = p->organ->key;
    apr_status_t status = ds_dbd_change(p->store->dbd, DS_SQL_ORGAN_NAMES_DROP, NULL,
                                        DS_ARGS(DS_S(key)));
    for (int i = 0; status == APR_SUCCESS && i < p->organ->names->nelts; i++) {
        const ds_dated_name *n = &APR_ARRAY_IDX(p->organ->names, i, const ds_dated_name);
        status = ds_dbd_change(p->store->dbd, DS_SQL_ORGAN_NAME_ADD, NULL,
            DS_ARGS(DS_S(key), DS_N(i), DS_S(n->kind), DS_S(n->text), DS_S(n->from),
                    DS_S(n->until)));
    }
    return status;
}

static apr_status_t write_links(const put *p, const apr_array_header_t *keys, int are_before)
{
    const char *key = p->organ->key;
    if (!keys)
        return APR_SUCCESS;
    apr_status_t status = ds_dbd_change(p->store->dbd, are_before
        ? DS_SQL_ORGAN_PREDECESSORS_DROP : DS_SQL_ORGAN_SUCCESSORS_DROP, NULL, DS_ARGS(DS_S(key)));
    for (int i = 0; status == APR_SUCCESS && i < keys->nelts; i++) {
        const char *other = APR_ARRAY_IDX(keys, i, const char *);
        status = ds_dbd_change(p->store->dbd, DS_SQL_ORGAN_LINK_ADD, NULL,
            DS_ARGS(DS_S(are_before ? other : key), DS_S(are_before ? key : other)));
    }
    return status;
}

/* Whoever stands below a moved organ moves along: superiors come first, so the
 * path above is known when it is needed. */
static apr_status_t sort_below(const put *p, apr_pool_t *pool)
{
    ds_rows *rows;
    apr_hash_t *paths = apr_hash_make(pool);
    if (!p->old || (same(p->old->parent, p->organ->parent)
                    && p->old->position == p->organ->position))
        return APR_SUCCESS;
    apr_hash_set(paths, p->organ->key, APR_HASH_KEY_STRING, p->sort_path);
    apr_status_t status = ds_dbd_select(p->store->dbd, DS_SQL_ORGAN_BELOW, &rows,
                                        DS_ARGS(DS_S(p->organ->key)), pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        const char *key = ds_rows_text(rows, i, DS_COL_ORGAN_BELOW_ORGAN_KEY);
        const char *above = apr_hash_get(paths, ds_rows_text(rows, i, DS_COL_ORGAN_BELOW_PARENT),
                                         APR_HASH_KEY_STRING);
        int position = (int)ds_rows_number(rows, i, DS_COL_ORGAN_BELOW_SIBLING_POSITION);
        const char *path = own_sort_path(above ? above : "", position, key, pool);
        apr_hash_set(paths, key, APR_HASH_KEY_STRING, path);
        status = ds_dbd_change(p->store->dbd, DS_SQL_ORGAN_SORT_SET, NULL,
                               DS_ARGS(DS_S(path), DS_S(key)));
    }
    return status;
}

static apr_status_t write_all(put *p, apr_pool_t *pool)
{
    const char *above = "";
    apr_status_t status = APR_SUCCESS;
    if (p->organ->parent)
        status = sort_path_of(p->store, &above, p->organ->parent, pool);
    p->sort_path = own_sort_path(above, p->organ->position, p->organ->key, pool);
    if (status == APR_SUCCESS)
        status = write_row(p);
    if (status == APR_SUCCESS)
        status = write_names(p);
    if (status == APR_SUCCESS)
        status = write_links(p, p->organ->predecessors, 1);
    if (status == APR_SUCCESS)
        status = write_links(p, p->organ->successors, 0);
    return status == APR_SUCCESS ? sort_below(p, pool) : status;
}

/* Checks and writes, unrecorded; *what says what has changed, in a word for the
 * record. UNCHANGED when nothing has. */
static apr_status_t put_unrecorded(put *p, const char **what, apr_pool_t *scratch_pool)
{
    apr_status_t status = ask(p, scratch_pool);
    if (status == APR_SUCCESS)
        status = check_place(p);
    if (status == APR_SUCCESS)
        status = check_links(p, p->organ->predecessors, scratch_pool);
    if (status == APR_SUCCESS)
        status = check_links(p, p->organ->successors, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    *what = changes(p, scratch_pool);
    return *what ? write_all(p, scratch_pool) : UNCHANGED;
}

static apr_status_t put_body(void *baton, apr_pool_t *scratch_pool)
{
    put *p = baton;
    const char *what = NULL;
    apr_status_t status = put_unrecorded(p, &what, scratch_pool);
    ds_audit_entry entry = { .actor = p->actor, .action = "put-organ", .organ = p->organ->key,
                             .detail = what, .at = p->now };
    return status == APR_SUCCESS ? ds_audit__add(p->store, &entry, scratch_pool) : status;
}

static apr_status_t check_alone(const put *p)
{
    apr_pool_t *scratch;
    int before = ds_findings_of(p->findings, DS_ERROR);
    apr_pool_create(&scratch, p->store->pool);
    ds_organ__check(p->organ, p->findings, scratch);
    apr_pool_destroy(scratch);
    return ds_findings_of(p->findings, DS_ERROR) > before ? DS_EINVALID : APR_SUCCESS;
}

apr_status_t ds_store_put_organ(ds_store *store, const ds_actor *actor, const ds_organ *organ,
                                apr_int64_t now, ds_findings *findings)
{
    put p = { .store = store, .actor = actor, .organ = organ, .now = now, .findings = findings };
    apr_status_t status = check_alone(&p);
    if (status == APR_SUCCESS)
        status = ds_store__change(store, put_body, &p);
    return status == UNCHANGED ? APR_SUCCESS : status;
}

/* ---- Trying ---- */

typedef struct trial {
    put frame;                          /* what all have in common */
    const apr_array_header_t *organs;
    apr_array_header_t *results;
    apr_pool_t *result_pool;
} trial;

static int is_refusal(apr_status_t status)
{
    return status == UNCHANGED || status == DS_EINVALID || status == DS_EFORBIDDEN;
}

static apr_status_t trial_body(void *baton, apr_pool_t *scratch_pool)
{
    trial *t = baton;
    t->results->nelts = 0;
    for (int i = 0; i < t->organs->nelts; i++) {
        put p = t->frame;
        const char *what;
        p.organ = APR_ARRAY_IDX(t->organs, i, const ds_organ *);
        p.findings = ds_findings_create(t->result_pool);
        apr_status_t status = check_alone(&p);
        if (status == APR_SUCCESS)
            status = put_unrecorded(&p, &what, scratch_pool);
        if (status != APR_SUCCESS && !is_refusal(status))
            return status;
        APR_ARRAY_PUSH(t->results, ds_findings *) = p.findings;
    }
    return UNCHANGED;
}

apr_status_t ds_store_try_organs(ds_store *store, const ds_actor *actor,
                                 const apr_array_header_t *organs, apr_int64_t now,
                                 apr_array_header_t **results, apr_pool_t *result_pool)
{
    trial t = { .frame = { .store = store, .actor = actor, .now = now }, .organs = organs,
                .results = apr_array_make(result_pool, organs->nelts + 1, sizeof(ds_findings *)),
                .result_pool = result_pool };
    apr_status_t status = ds_store__change(store, trial_body, &t);
    *results = t.results;
    return status == UNCHANGED ? APR_SUCCESS : status;
}
