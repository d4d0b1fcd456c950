/* Organs: kinds, keys, codes, dated names. */
#include <string.h>

#include "core/organ.h"

static const struct {
    const char *name, *label;
} kinds[] = {
    [DS_ORGAN_REGION] = { "region", "政府" },
    [DS_ORGAN_OFFICE] = { "office", "政府办公机构" },
    [DS_ORGAN_DEPARTMENT] = { "department", "部门" },
    [DS_ORGAN_TOWN] = { "town", "镇街" },
    [DS_ORGAN_OTHER] = { "other", "其他单位" },
};

#define N_KINDS ((int)(sizeof(kinds) / sizeof(kinds[0])))

const char *ds_organ_kind_name(ds_organ_kind kind)
{
    return kinds[kind].name;
}

const char *ds_organ_kind_label(ds_organ_kind kind)
{
    return kinds[kind].label;
}

int ds_organ_kind_find(const char *name)
{
    int i;

    for (i = 0; i < N_KINDS; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

/* First words of paths that mean something else. */
static int is_reserved(const char *key)
{
    static const char *const words[] = {
        "year", "region", "data", "search", "rules", "schema", "health", "staff",
        "api", "assets", "files", "manual", "feed", "sitemap",
    };
    apr_size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(words[i], key) == 0) {
            return 1;
        }
    }
    return 0;
}

int ds_organ_key_is_valid(const char *key)
{
    apr_size_t len = strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-");

    return len >= 2 && len <= 40 && key[len] == '\0' && key[0] >= 'a' && key[0] <= 'z'
           && !is_reserved(key);
}

int ds_organ_code_is_valid(const char *code)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    int i, weight = 1, sum = 0;

    if (strlen(code) != 18) {
        return 0;
    }
    /* The check digit has weight 1 and makes the whole sum divisible. */
    for (i = 0; i < 18; i++) {
        const char *at = strchr(alphabet, code[i]);

        if (!at) {
            return 0;
        }
        sum += (int)(at - alphabet) * (i < 17 ? weight : 1);
        weight = weight * 3 % 31;
    }
    return sum % 31 == 0;
}

static int holds_on(const ds_dated_name *name, const char *date)
{
    return (!name->from || strcmp(name->from, date) <= 0)
           && (!name->until || strcmp(date, name->until) < 0);
}

const char *ds_organ_name_on(const ds_organ *organ, const char *kind, const char *date)
{
    const ds_dated_name *best = NULL;
    int i;

    for (i = 0; i < organ->names->nelts; i++) {
        const ds_dated_name *name = &APR_ARRAY_IDX(organ->names, i, ds_dated_name);

        if (strcmp(name->kind, kind) != 0 || !holds_on(name, date)) {
            continue;
        }
        if (!best || strcmp(name->from ? name->from : "", best->from ? best->from : "") > 0) {
            best = name;
        }
    }
    return best ? best->text : NULL;
}

const char *const *ds_organ_all_names(const ds_organ *organ, apr_pool_t *pool)
{
    const char **names = apr_pcalloc(pool, sizeof(*names) * (apr_size_t)(organ->names->nelts + 1));
    int i, j, n = 0;

    for (i = 0; i < organ->names->nelts; i++) {
        const ds_dated_name *name = &APR_ARRAY_IDX(organ->names, i, ds_dated_name);

        for (j = 0; j < n && strcmp(names[j], name->text) != 0; j++) {
        }
        if (j == n && strcmp(name->kind, "uscc") != 0) {
            names[n++] = name->text;
        }
    }
    return names;
}
