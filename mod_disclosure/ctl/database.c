/* init, migrate, backup, restore, audit. */
#include "ctl/ctl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "store/dbd.h"

static int bring_up(ctl *c, int must_be_new)
{
    struct ds_dbd *dbd;
    const char *error = NULL;
    int before = 0, after = 0;
    if (ctl_open_database(c, &dbd) != CTL_OK) {
        return CTL_FAILED;
    }
    apr_status_t status = ds_dbd_schema_version(dbd, &before, c->pool);
    if (status != APR_SUCCESS) {
        return ctl_refused(status, NULL, "读取数据库版本");
    }
    if (must_be_new && before != 0) {
        return ctl_fail("数据库已经建好（版本 %d）；升级请用 disclosurectl migrate。", before);
    }
    if (ds_dbd_migrate(dbd, &error, c->pool) != APR_SUCCESS) {
        return ctl_fail("%s", error ? error : "数据库没有建成。");
    }
    status = ds_dbd_schema_version(dbd, &after, c->pool);
    if (status != APR_SUCCESS) {
        return ctl_refused(status, NULL, "读取数据库版本");
    }
    printf(before == after ? "数据库已是版本 %d。\n"
           : before == 0 ? "数据库已建好，版本 %d。\n"
           : "数据库已升级到版本 %d；请平滑重启服务器（apachectl graceful）。\n", after);
    return CTL_OK;
}

int ctl_init(ctl *c, const ctl_arguments *arguments)
{
    return bring_up(c, 1);
}

int ctl_migrate(ctl *c, const ctl_arguments *arguments)
{
    return bring_up(c, 0);
}

static const char *one_file(const ctl_arguments *arguments)
{
    return arguments->rest->nelts == 1 ? APR_ARRAY_IDX(arguments->rest, 0, const char *) : NULL;
}

int ctl_backup(ctl *c, const ctl_arguments *arguments)
{
    const char *path = one_file(arguments);
    if (!path) {
        return ctl_fail("请写明备份文件。");
    }
    if (ctl_open_store(c) != CTL_OK) {
        return CTL_FAILED;
    }
    apr_status_t status = ds_store_backup(c->store, path, c->pool);
    if (status != APR_SUCCESS) {
        return ctl_refused(status, NULL, apr_psprintf(c->pool, "备份到 %s", path));
    }
    printf("已备份到 %s。\n", path);
    return CTL_OK;
}

int ctl_restore(ctl *c, const ctl_arguments *arguments)
{
    const char *path = one_file(arguments);
    const char *error = NULL;
    if (!path) {
        return ctl_fail("请写明备份文件。");
    }
    if (ctl_open_store(c) != CTL_OK) {
        return CTL_FAILED;
    }
    apr_status_t status = ds_store_restore(c->store, path, &error, c->pool);
    if (status != APR_SUCCESS) {
        return error ? ctl_fail("%s", error) : ctl_refused(status, NULL, "恢复");
    }
    printf("已用 %s 恢复。\n", path);
    return CTL_OK;
}

const apr_getopt_option_t ctl_audit_options[] = {
    { "list", 'l', 0, "列出记录" },
    { "after", 'a', 1, "N  只列第 N 条以后的" },
    { "prune", 'x', 0, "清理保存期限（DisclosureAuditKeep）以前的记录" },
    { NULL, 0, 0, NULL }
};

#define AUDIT_PAGE 500

static int list_audit(ctl *c, apr_int64_t after)
{
    apr_pool_t *pool;
    apr_array_header_t *records;
    apr_pool_create(&pool, c->pool);
    do {
        apr_pool_clear(pool);
        apr_status_t status = ds_store_audit(c->store, &records, after, AUDIT_PAGE, pool);
        if (status != APR_SUCCESS) {
            return ctl_refused(status, NULL, "读取操作记录");
        }
        for (int i = 0; i < records->nelts; i++) {
            const ds_audit_record *r = APR_ARRAY_IDX(records, i, const ds_audit_record *);
            printf("%" APR_INT64_T_FMT "\t%s\t%s\t%s\t%s\t%s\t%d\t%d\t%s\n", r->number,
                   ds_date_iso(pool, r->at), r->account, r->address ? r->address : "", r->action,
                   r->organ ? r->organ : "", r->year, r->revision, r->detail ? r->detail : "");
            after = r->number;
        }
    } while (records->nelts == AUDIT_PAGE);
    return CTL_OK;
}

/* Months that records are kept, 0: all of them; -1 for what is no such number. */
static int months_kept(const ctl *c)
{
    const char *text = c->audit_keep ? c->audit_keep : "0";
    int months = strspn(text, "0123456789") == strlen(text) && *text && strlen(text) < 5
        ? atoi(text) : -1;
    return months == 0 || months >= DS_AUDIT_KEEP_MIN ? months : -1;
}

/* Nothing is taken off a chain that is broken: what is wrong would go with it. */
static int prune_audit(ctl *c)
{
    int months = months_kept(c), removed;
    apr_int64_t broken, records;
    if (months < 0) {
        return ctl_fail("DisclosureAuditKeep 是“%s”，应为 0（全部保存）或不小于 %d 的月数。",
                        c->audit_keep, DS_AUDIT_KEEP_MIN);
    }
    if (months == 0) {
        printf("没有设定保存期限（DisclosureAuditKeep），记录全部保存。\n");
        return CTL_OK;
    }
    apr_status_t status = ds_store_audit_verify(c->store, &broken, &records, c->pool);
    if (status == APR_SUCCESS && broken) {
        printf("操作记录第 %" APR_INT64_T_FMT " 条被改动或缺失，没有清理。\n", broken);
        return CTL_WRONG;
    }
    if (status == APR_SUCCESS) {
        status = ds_store_audit_prune(c->store, &removed, c->actor, months, ctl_now(), c->pool);
    }
    if (status != APR_SUCCESS) {
        return ctl_refused(status, NULL, "清理操作记录");
    }
    printf("已清理 %d 个月以前的操作记录 %d 条。\n", months, removed);
    return CTL_OK;
}

static int say_verified(ctl *c, apr_int64_t records)
{
    ds_audit_anchor anchor;
    apr_status_t status = ds_store_audit_anchor(c->store, &anchor, c->pool);
    if (status != APR_SUCCESS) {
        return ctl_refused(status, NULL, "校验操作记录");
    }
    printf("操作记录共 %" APR_INT64_T_FMT " 条，前后相接，没有改动。\n", records);
    if (anchor.number) {
        printf("第 %" APR_INT64_T_FMT " 条（%s）以前的已按保存期限清理。\n", anchor.number + 1,
               ds_date_of(c->pool, anchor.at));
    }
    return CTL_OK;
}

int ctl_audit(ctl *c, const ctl_arguments *arguments)
{
    const char *after = ctl_option(arguments, "after");
    apr_int64_t broken, records;
    if (ctl_open_store(c) != CTL_OK) {
        return CTL_FAILED;
    }
    if (ctl_option(arguments, "list")) {
        return list_audit(c, after ? apr_atoi64(after) : 0);
    }
    if (ctl_option(arguments, "prune")) {
        return prune_audit(c);
    }
    apr_status_t status = ds_store_audit_verify(c->store, &broken, &records, c->pool);
    if (status != APR_SUCCESS) {
        return ctl_refused(status, NULL, "校验操作记录");
    }
    if (broken) {
        printf("操作记录第 %" APR_INT64_T_FMT " 条被改动或缺失。\n", broken);
        return CTL_WRONG;
    }
    return say_verified(c, records);
}
