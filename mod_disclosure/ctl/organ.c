#include "ctl/ctl.h"

#include <stdio.h>
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/organ_edit.h"
#include "core/status.h"
#include "ctl/source.h"
#include "io/csv_table.h"

const apr_getopt_option_t ctl_organ_options[] = {
    { "kind", 'k', 1, "region|office|department|town|other" },
    { "parent", 'p', 1, "KEY  上级机关" },
    { "name", 'n', 1, "全称" },
    { "short", 's', 1, "简称" },
    { "former", 'f', 1, "曾用名（用顿号分开）" },
    { "code", 'u', 1, "统一社会信用代码" },
    { "on", 'o', 1, "DATE  名称、代码自哪一天起变更" },
    { "from", 1, 1, "DATE  设立日期" },
    { "until", 2, 1, "DATE  撤销日期" },
    { "predecessors", 3, 1, "KEY…  由哪些机关改设、合并而来" },
    { "position", 4, 1, "N  在同级中的次序" },
    { "address", 5, 1, "地址" },
    { "postcode", 6, 1, "邮编" },
    { "telephone", 7, 1, "电话" },
    { "fax", 8, 1, "传真" },
    { "email", 9, 1, "电子邮箱" },
    { "hours", 10, 1, "办公时间" },
    { "guide-url", 11, 1, "政府信息公开指南的网址" },
    { "rules-url", 12, 1, "政府信息公开制度的网址" },
    { "request-url", 13, 1, "依申请公开的网址" },
    { NULL, 0, 0, NULL }
};

static int put(ctl *c, const ds_organ *organ)
{
    ds_findings *findings = ds_findings_create(c->pool);
    apr_status_t status = ds_store_put_organ(c->store, c->actor, organ, ctl_now(), findings);
    for (int i = 0; status != APR_SUCCESS && i < ds_findings_count(findings); i++) {
        ctl_fail("%s：%s", organ->key, ds_findings_at(findings, i)->message);
    }
    return status == APR_SUCCESS ? CTL_OK
        : ds_findings_count(findings) ? CTL_FAILED : ctl_refused(status, NULL, organ->key);
}

static const char *given_option(void *baton, const char *name)
{
    return ctl_option(baton, name);
}

static int put_from_options(ctl *c, const ctl_arguments *arguments, ds_organ *organ)
{
    const char *error = ds_organ_apply(organ, given_option, (void *) (apr_uintptr_t) arguments,
                                       c->pool);
    return error ? ctl_fail("%s：%s", organ->key, error) : put(c, organ);
}

static int add(ctl *c, const ctl_arguments *arguments, const char *key)
{
    ds_organ *known;
    if (ds_store_organ(c->store, &known, key, c->pool) == APR_SUCCESS) {
        return ctl_fail("机关 %s 已经有了；要修改请用 organ set。", key);
    }
    return put_from_options(c, arguments, ds_organ_create(key, c->pool));
}

static int set(ctl *c, const ctl_arguments *arguments, const char *key)
{
    ds_organ *known;
    apr_status_t status = ds_store_organ(c->store, &known, key, c->pool);
    return status != APR_SUCCESS ? ctl_refused(status, NULL, key)
        : put_from_options(c, arguments, known);
}

typedef struct table_line {
    const ds_csv_table *table;
    const ds_csv_line *line;
    apr_pool_t *pool;
} table_line;

static const char *given_column(void *baton, const char *name)
{
    table_line *l = baton;
    return ds_csv_value(l->table, l->line, name, l->pool);
}

static int import_line(ctl *c, table_line *l)
{
    const char *key = given_column(l, "key");
    ds_organ *organ;
    if (!key) {
        return ctl_fail("第 %d 行没有 key。", l->line->number);
    }
    if (ds_store_organ(c->store, &organ, key, c->pool) != APR_SUCCESS) {
        organ = ds_organ_create(key, c->pool);
    }
    const char *error = ds_organ_apply(organ, given_column, l, c->pool);
    if (error) {
        return ctl_fail("第 %d 行：%s", l->line->number, error);
    }
    return put(c, organ);
}

/* Lines are taken in order, superiors first; each line is kept or refused by
 * itself. */
static int import(ctl *c, const ctl_arguments *arguments, const char *path)
{
    ds_csv_table *table;
    apr_size_t len;
    int result = CTL_OK;
    const char *bytes = ctl_read_bytes(path, DS_REPORT_MAX_BYTES, &len, c->pool);
    const char *error = bytes ? ds_csv_table_read(&table, bytes, len, c->pool) : NULL;
    if (!bytes || error) {
        return bytes ? ctl_fail("%s：%s", path, error) : CTL_FAILED;
    }
    for (int i = 0; i < table->lines->nelts; i++) {
        table_line l = { table, &APR_ARRAY_IDX(table->lines, i, ds_csv_line), c->pool };
        if (import_line(c, &l) != CTL_OK) {
            result = CTL_FAILED;
        }
    }
    return result;
}

static int list(ctl *c)
{
    apr_array_header_t *organs;
    const char *today = ds_date_of(c->pool, ctl_now());
    apr_status_t status = ds_store_organs(c->store, &organs, c->pool);
    if (status != APR_SUCCESS) {
        return ctl_refused(status, NULL, "读取机关");
    }
    for (int i = 0; i < organs->nelts; i++) {
        const ds_organ *o = APR_ARRAY_IDX(organs, i, const ds_organ *);
        const char *name = ds_organ_name_on(o, "full", today);
        printf("%s\t%s\t%s\t%s\n", o->key, ds_organ_kind_name(o->kind), o->parent ? o->parent : "",
               name ? name : "");
    }
    return CTL_OK;
}

int ctl_organ(ctl *c, const ctl_arguments *arguments)
{
    static const struct {
        const char *name;
        int (*run)(ctl *, const ctl_arguments *, const char *);
    } acts[] = { { "add", add }, { "set", set }, { "import", import } };
    const char *act = arguments->rest->nelts > 0 ? APR_ARRAY_IDX(arguments->rest, 0, const char *) : "";
    const char *what = arguments->rest->nelts > 1 ? APR_ARRAY_IDX(arguments->rest, 1, const char *) : NULL;
    if (ctl_open_store(c) != CTL_OK) {
        return CTL_FAILED;
    }
    if (strcmp(act, "list") == 0) {
        return list(c);
    }
    for (int i = 0; what && i < 3; i++) {
        if (strcmp(acts[i].name, act) == 0) {
            return acts[i].run(c, arguments, what);
        }
    }
    return ctl_fail("用法：organ add KEY …、organ set KEY …、organ import FILE.csv、organ list。");
}
