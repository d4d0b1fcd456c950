/* The record of what was done. */
#include <apr_strings.h>

#include "core/date.h"
#include "page/admin_page.h"
#include "page/deed_text.h"
#include "page/staff_table.h"

static void write_record(ds_markup *m, const ds_chain *chain, const ds_admin_record *r,
                         apr_pool_t *pool)
{
    const char *words;
    const char *text = ds_deed_text(chain, r->action, r->detail, &words, pool);

    ds_markup_start(m, "tr");
    ds_markup_start(m, "td");
    ds_markup_text_int(m, r->number);
    ds_markup_end(m, "td");
    ds_markup_element(m, "td", ds_date_minute(pool, r->at));
    ds_markup_element_class(m, "td", "ds-short", r->account);
    ds_markup_element_class(m, "td", "ds-short", r->address ? r->address : "");
    ds_markup_element(m, "td", text);
    ds_markup_element(m, "td", !r->organ ? "" : r->year
                      ? apr_psprintf(pool, "%s %d", r->organ, r->year) : r->organ);
    ds_markup_element(m, "td", words ? words : "");
    ds_markup_end(m, "tr");
}

#define N "%" APR_INT64_T_FMT

/* One link for each part of the record. */
static void write_downloads(ds_markup *m, const ds_staff_view *view,
                            const ds_admin_audit_view *audit, apr_pool_t *pool)
{
    ds_piece_open(m, "p", "ds-acts");
    for (apr_int64_t after = audit->removed; after < audit->newest; after += DS_ADMIN_AUDIT_PART) {
        apr_int64_t last = after + DS_ADMIN_AUDIT_PART < audit->newest
            ? after + DS_ADMIN_AUDIT_PART : audit->newest;

        ds_piece_link(m, ds_staff_path(view->site, apr_psprintf(pool, "/audit.csv?after=" N, after),
                                       pool), "ds-act",
                      apr_psprintf(pool, "下载第 " N " 至 " N " 条", after + 1, last));
        ds_markup_text(m, " ");
    }
    ds_piece_link(m, ds_staff_path(view->site, "/audit?verify=1", pool), "ds-act", "校验记录");
    ds_markup_end(m, "p");
}

static void write_verdict(ds_markup *m, const ds_admin_audit_view *audit, apr_pool_t *pool)
{
    if (!audit->is_verified) {
        return;
    }
    ds_piece_open(m, "p", audit->broken ? "ds-notice ds-late" : "ds-done");
    ds_markup_attr(m, "role", "status");
    ds_markup_text(m, audit->broken
        ? apr_psprintf(pool, "第 " N " 条被改动或缺失。请保留现场，联系系统管理人员查明原因。",
                       audit->broken)
        : apr_psprintf(pool, "第 " N " 至 " N " 条前后相接，没有改动。", audit->removed + 1,
                       audit->newest));
    ds_markup_end(m, "p");
}

static const char *kept(const ds_admin_audit_view *audit, apr_pool_t *pool)
{
    return audit->keep ? apr_psprintf(pool, "记录保存 %d 个月。", audit->keep) : "记录一直保存。";
}

void ds_admin_audit(ds_page *page, const ds_staff_view *view, const ds_admin_audit_view *audit,
                    apr_pool_t *pool)
{
    static const ds_crumb crumbs[] = { { NULL, "操作记录" } };
    static const char *const heads[] = { "序号", "时间", "账号", "来自", "操作", "对象", "说明", NULL };
    ds_markup *m = ds_staff_begin(page, view, "操作记录", crumbs, 1, pool);

    write_verdict(m, audit, pool);
    ds_markup_element(m, "p", apr_pstrcat(pool, "每条记录都带有前一条的摘要，改动或删去任何一条都能查出来。",
                                          kept(audit, pool), NULL));
    write_downloads(m, view, audit, pool);
    ds_staff_table(m, "操作记录，最近的在前", heads);
    for (int i = 0; i < audit->records->nelts; i++) {
        write_record(m, audit->chain, &APR_ARRAY_IDX(audit->records, i, const ds_admin_record), pool);
    }
    ds_staff_table_end(m);
    if (audit->older) {
        ds_piece_open(m, "p", "ds-acts");
        ds_piece_link(m, ds_staff_path(view->site, apr_psprintf(pool, "/audit?before=" N,
                                                                audit->older), pool), "ds-act",
                      "更早的记录");
        ds_markup_end(m, "p");
    }
    else if (audit->removed) {
        ds_markup_element(m, "p", apr_psprintf(pool, "第 " N " 条（%s）及以前的记录已按保存期限清理，不再保存。",
                                               audit->removed,
                                               ds_date_minute(pool, audit->removed_at)));
    }
    ds_staff_end(page);
}
