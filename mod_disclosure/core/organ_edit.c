#include "core/organ_edit.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/text.h"

const ds_organ_field ds_organ_fields[] = {
    { "name", "全称", "公章上的名称。" },
    { "short", "简称", NULL },
    { "code", "统一社会信用代码", "18 位。" },
    { "on", "名称、代码自哪一天起变更", "机关改名时填写；更正错字时不填。" },
    { "former", "曾用名", "有几个的，用顿号分开。" },
    { "kind", "类别", NULL },
    { "parent", "上级机关", NULL },
    { "position", "在同级中的次序", "数字小的在前。" },
    { "from", "设立日期", NULL },
    { "until", "撤销日期", NULL },
    { "predecessors", "由哪些机关改设、合并而来", "填机关的代号，用空格分开。" },
    { "address", "地址", NULL },
    { "postcode", "邮编", NULL },
    { "telephone", "电话", NULL },
    { "fax", "传真", NULL },
    { "email", "电子邮箱", NULL },
    { "hours", "办公时间", NULL },
    { "guide-url", "政府信息公开指南的网址", NULL },
    { "rules-url", "政府信息公开制度的网址", NULL },
    { "request-url", "依申请公开的网址", NULL },
    { NULL, NULL, NULL }
};

/* Fields that are just a text of the organ. */
static const struct {
    const char *name;
    apr_size_t offset;
} texts[] = {
    { "parent", offsetof(ds_organ, parent) }, { "from", offsetof(ds_organ, from) },
    { "until", offsetof(ds_organ, until) }, { "address", offsetof(ds_organ, address) },
    { "postcode", offsetof(ds_organ, postcode) }, { "telephone", offsetof(ds_organ, telephone) },
    { "fax", offsetof(ds_organ, fax) }, { "email", offsetof(ds_organ, email) },
    { "hours", offsetof(ds_organ, hours) }, { "guide-url", offsetof(ds_organ, guide_url) },
    { "rules-url", offsetof(ds_organ, rules_url) },
    { "request-url", offsetof(ds_organ, request_url) },
};

/* Fields whose texts of one kind follow each other. */
static const struct {
    const char *name, *kind;
} dated[] = { { "name", "full" }, { "short", "short" }, { "code", "uscc" } };

#define N(array) (sizeof(array) / sizeof((array)[0]))

ds_organ *ds_organ_create(const char *key, apr_pool_t *pool)
{
    ds_organ *organ = apr_pcalloc(pool, sizeof(*organ));
    organ->key = apr_pstrdup(pool, key);
    organ->kind = DS_ORGAN_OTHER;
    organ->names = apr_array_make(pool, 4, sizeof(ds_dated_name));
    organ->predecessors = apr_array_make(pool, 2, sizeof(const char *));
    organ->successors = apr_array_make(pool, 2, sizeof(const char *));
    return organ;
}

static const char **text_of(const ds_organ *organ, apr_size_t offset)
{
    return (const char **) (apr_uintptr_t) ((const char *) organ + offset);
}

static void drop_open(ds_organ *organ, const char *kind)
{
    int kept = 0;
    for (int i = 0; i < organ->names->nelts; i++) {
        ds_dated_name name = APR_ARRAY_IDX(organ->names, i, ds_dated_name);
        if (strcmp(name.kind, kind) != 0 || name.until) {
            APR_ARRAY_IDX(organ->names, kept++, ds_dated_name) = name;
        }
    }
    organ->names->nelts = kept;
}

/* The one that holds ends on the day the new one begins. */
static void set_dated(ds_organ *organ, const char *kind, const char *text, const char *on)
{
    for (int i = 0; i < organ->names->nelts; i++) {
        ds_dated_name *name = &APR_ARRAY_IDX(organ->names, i, ds_dated_name);
        if (strcmp(name->kind, kind) != 0 || name->until) {
            continue;
        }
        if (strcmp(name->text, text) == 0) {
            return;
        }
        if (!on) {
            name->text = text;
            return;
        }
        name->until = on;
    }
    APR_ARRAY_PUSH(organ->names, ds_dated_name) =
        (ds_dated_name) { .kind = kind, .text = text, .from = on };
}

/* The words of a list, by any of the separators (bytes of whole characters). */
static apr_array_header_t *split(const char *list, const char *const *separators,
                                 apr_pool_t *pool)
{
    apr_array_header_t *words = apr_array_make(pool, 4, sizeof(const char *));
    const char *from = list, *at = list;
    for (;;) {
        apr_size_t len = 0;
        for (const char *const *s = separators; *s && !len; s++) {
            len = strncmp(at, *s, strlen(*s)) == 0 ? strlen(*s) : 0;
        }
        if (!*at || len) {
            const char *word = ds_text_tidy(pool, from, (apr_size_t) (at - from));
            if (*word) {
                APR_ARRAY_PUSH(words, const char *) = word;
            }
            from = at + len;
        }
        if (!*at) {
            return words;
        }
        at += len ? len : 1;
    }
}

static void set_former(ds_organ *organ, const char *list, apr_pool_t *pool)
{
    static const char *const separators[] = { "、", "，", ",", "；", ";", "\n", NULL };
    apr_array_header_t *words = split(list, separators, pool);
    drop_open(organ, "former");
    for (int i = 0; i < words->nelts; i++) {
        APR_ARRAY_PUSH(organ->names, ds_dated_name) =
            (ds_dated_name) { .kind = "former", .text = APR_ARRAY_IDX(words, i, const char *) };
    }
}

static const char *set_kind(ds_organ *organ, const char *name, apr_pool_t *pool)
{
    int kind = ds_organ_kind_find(name);
    if (kind < 0) {
        return apr_psprintf(pool, "没有“%s”这种机关类别，可用的有 region、office、department、town、other。",
                            ds_text_quote(pool, name, 40));
    }
    organ->kind = (ds_organ_kind) kind;
    return NULL;
}

static const char *set_position(ds_organ *organ, const char *text)
{
    char *end;
    long position = strtol(text, &end, 10);
    if (*end || position < 0 || position > 999999) {
        return "在同级中的次序应填 0 到 999999 的整数。";
    }
    organ->position = (int) position;
    return NULL;
}

static void apply_texts(ds_organ *organ, ds_organ_given_fn *given, void *baton, apr_pool_t *pool)
{
    const char *on = given(baton, "on");
    for (apr_size_t i = 0; i < N(texts); i++) {
        const char *text = given(baton, texts[i].name);
        if (text) {
            *text_of(organ, texts[i].offset) = *text ? apr_pstrdup(pool, text) : NULL;
        }
    }
    for (apr_size_t i = 0; i < N(dated); i++) {
        const char *text = given(baton, dated[i].name);
        if (text && *text) {
            set_dated(organ, dated[i].kind, apr_pstrdup(pool, text), on && *on ? on : NULL);
        } else if (text) {
            drop_open(organ, dated[i].kind);
        }
    }
}

const char *ds_organ_apply(ds_organ *organ, ds_organ_given_fn *given, void *baton,
                           apr_pool_t *pool)
{
    static const char *const blanks[] = { " ", ",", "、", "，", "\n", NULL };
    const char *kind = given(baton, "kind"), *position = given(baton, "position");
    const char *former = given(baton, "former"), *before = given(baton, "predecessors");
    const char *error = kind && *kind ? set_kind(organ, kind, pool) : NULL;
    if (!error && position && *position) {
        error = set_position(organ, position);
    }
    if (error) {
        return error;
    }
    apply_texts(organ, given, baton, pool);
    if (former) {
        set_former(organ, former, pool);
    }
    if (before) {
        organ->predecessors = split(before, blanks, pool);
    }
    return NULL;
}

static const char *former_names(const ds_organ *organ, apr_pool_t *pool)
{
    apr_array_header_t *words = apr_array_make(pool, 2, sizeof(const char *));
    for (int i = 0; i < organ->names->nelts; i++) {
        const ds_dated_name *name = &APR_ARRAY_IDX(organ->names, i, const ds_dated_name);
        if (strcmp(name->kind, "former") == 0) {
            APR_ARRAY_PUSH(words, const char *) = words->nelts
                ? apr_pstrcat(pool, "、", name->text, NULL) : name->text;
        }
    }
    return words->nelts ? apr_array_pstrcat(pool, words, '\0') : NULL;
}

const char *ds_organ_text(const ds_organ *organ, const char *name, const char *date,
                          apr_pool_t *pool)
{
    for (apr_size_t i = 0; i < N(texts); i++) {
        if (strcmp(texts[i].name, name) == 0) {
            return *text_of(organ, texts[i].offset);
        }
    }
    for (apr_size_t i = 0; i < N(dated); i++) {
        if (strcmp(dated[i].name, name) == 0) {
            return ds_organ_name_on(organ, dated[i].kind, date);
        }
    }
    if (strcmp(name, "kind") == 0) {
        return ds_organ_kind_name(organ->kind);
    }
    if (strcmp(name, "position") == 0) {
        return apr_itoa(pool, organ->position);
    }
    if (strcmp(name, "former") == 0) {
        return former_names(organ, pool);
    }
    return strcmp(name, "predecessors") == 0 && organ->predecessors->nelts
        ? apr_array_pstrcat(pool, organ->predecessors, ' ') : NULL;
}
