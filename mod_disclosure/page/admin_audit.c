/* The record of what was done. */
#include <apr_strings.h>

#include "core/date.h"
#include "page/admin_page.h"
#include "page/staff_table.h"

static void write_record(ds_markup *m, const ds_admin_record *r, apr_pool_t *pool)
{
    ds_markup_start(m, "tr");
    ds_markup_start(m, "td");
    ds_markup_text_int(m, r->number);
    ds_markup_end(m, "td");
    ds_markup_element(m, "td", ds_date_minute(pool, r->at));
    ds_markup_element(m, "td", r->account);
    ds_markup_element(m, "td", r->address ? r->address : "");
    ds_markup_element(m, "td", r->action);
    ds_markup_element(m, "td", !r->organ ? "" : r->year
                      ? apr_psprintf(pool, "%s %d", r->organ, r->year) : r->organ);
    ds_markup_element(m, "td", r->detail ? r->detail : "");
    ds_markup_end(m, "tr");
}

void ds_admin_audit(ds_page *page, const ds_staff_view *view, const apr_array_header_t *records,
                    apr_int64_t older, apr_pool_t *pool)
{
    static const ds_crumb crumbs[] = { { NULL, "操作记录" } };
    static const char *const heads[] = { "序号", "时间", "账号", "来自", "操作", "对象", "说明", NULL };
    static const char *const acts[] = { "/audit.csv", "下载全部记录", NULL };
    ds_markup *m = ds_staff_begin(page, view, "操作记录", crumbs, 1, pool);
    ds_markup_element(m, "p", "每条记录都带有前一条的摘要，改动或删去任何一条都能查出来。");
    ds_staff_acts(m, view, acts, pool);
    ds_staff_table(m, "操作记录，最近的在前", heads);
    for (int i = 0; i < records->nelts; i++) {
        write_record(m, &APR_ARRAY_IDX(records, i, const ds_admin_record), pool);
    }
    ds_staff_table_end(m);
    if (older) {
        ds_piece_open(m, "p", "ds-acts");
        ds_piece_link(m, ds_staff_path(view->site, apr_psprintf(pool, "/audit?before=%" APR_INT64_T_FMT,
                                                                older), pool), "ds-act", "更早的记录");
        ds_markup_end(m, "p");
    }
    ds_staff_end(page);
}
