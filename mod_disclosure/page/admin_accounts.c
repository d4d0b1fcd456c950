/* The accounts an administrator keeps. */
#include <apr_strings.h>

#include "core/date.h"
#include "page/admin_page.h"
#include "page/staff_table.h"

const char *ds_admin_grants_text(const apr_array_header_t *grants, apr_pool_t *pool)
{
    const char *text = "";
    for (int i = 0; grants && i < grants->nelts; i++) {
        const ds_grant *g = &APR_ARRAY_IDX(grants, i, const ds_grant);
        text = apr_pstrcat(pool, text, i ? " " : "", ds_role_name(g->role), "@", g->organ, NULL);
    }
    return text;
}

static void write_account_row(ds_markup *m, const ds_staff_view *view,
                              const ds_admin_account_line *a, apr_pool_t *pool)
{
    ds_markup_start(m, "tr");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    ds_piece_link(m, ds_staff_account_path(view->site, a->name, "", pool), NULL, a->name);
    ds_markup_end(m, "th");
    ds_markup_element(m, "td", a->display_name ? a->display_name : "");
    ds_markup_start(m, "td");
    for (int i = 0; a->grants && i < a->grants->nelts; i++) {
        const ds_grant *g = &APR_ARRAY_IDX(a->grants, i, const ds_grant);
        ds_markup_text(m, apr_pstrcat(pool, i ? "，" : "", g->organ, "：",
                                      ds_role_label(g->role), NULL));
    }
    ds_markup_end(m, "td");
    ds_markup_element(m, "td", !a->is_active ? "已停用"
                      : a->locked_until > view->now ? "暂时锁定" : "正常");
    ds_markup_element(m, "td", a->last_sign_in ? ds_date_minute(pool, a->last_sign_in) : "从未登录");
    ds_markup_end(m, "tr");
}

void ds_admin_accounts(ds_page *page, const ds_staff_view *view,
                       const apr_array_header_t *accounts, apr_pool_t *pool)
{
    static const ds_crumb crumbs[] = { { NULL, "账号" } };
    static const char *const heads[] = { "账号", "姓名", "角色", "状态", "上次登录", NULL };
    static const char *const acts[] = { "/account-new", "新建账号", "/account-import", "批量导入",
                                        NULL };
    ds_markup *m = ds_staff_begin(page, view, "账号", crumbs, 1, pool);
    ds_staff_acts(m, view, acts, pool);
    ds_staff_table(m, "账号名单", heads);
    for (int i = 0; i < accounts->nelts; i++) {
        write_account_row(m, view, &APR_ARRAY_IDX(accounts, i, const ds_admin_account_line), pool);
    }
    ds_staff_table_end(m);
    ds_staff_end(page);
}

static void write_account_fields(ds_markup *m, const ds_admin_account *account)
{
    static const char *const states[] = { "yes", "正常", "no", "停用", NULL };
    const ds_staff_input name = {
        .name = "account", .label = "账号名", .value = account->typed_name, .type = "text",
        .help = "登录时用，定了就不再改。不含空格和冒号。", .is_required = 1, .max_length = 64 };
    const ds_staff_input display = {
        .name = "display-name", .label = "姓名", .value = account->display_name, .type = "text",
        .max_length = 100 };
    const ds_staff_input grants = {
        .name = "grants", .label = "角色", .value = account->grants, .type = "textarea", .rows = 4,
        .help = "每项写成“角色@机关代号”，用空格分开。角色有 editor（填报）、reviewer（审核）、"
                "publisher（签发）、admin（管理）；在上级机关上授予的，对下级机关也有效。" };
    if (!account->name) {
        ds_staff_field(m, &name);
    }
    ds_staff_field(m, &display);
    ds_staff_field(m, &grants);
    ds_staff_choice(m, "active", "状态", account->is_active ? "yes" : "no", states, 0);
}

/* All drafts at once to whoever takes over; the author of a draft may not
 * approve it, so this is more than a name. */
static void write_handover(ds_markup *m, const ds_staff_view *view,
                           const ds_admin_account *account, apr_pool_t *pool)
{
    const ds_staff_input successor = { .name = "successor", .label = "接手的账号", .type = "text",
                                       .is_required = 1, .max_length = 64 };
    ds_markup_element(m, "h2", "交接");
    ds_markup_element(m, "p", apr_psprintf(pool, "这个账号名下有 %d 份没有办完的报告，可以一次交给接手的人。",
                                           account->n_drafts));
    ds_staff_form(m, view, ds_staff_account_path(view->site, account->name, "", pool), NULL);
    ds_staff_field(m, &successor);
    ds_staff_button(m, "act", "handover", "全部交接", "second");
    ds_staff_form_end(m);
}

void ds_admin_account_page(ds_page *page, const ds_staff_view *view,
                           const ds_admin_account *account, const ds_findings *findings,
                           apr_pool_t *pool)
{
    const ds_crumb crumbs[] = { { ds_staff_path(view->site, "/accounts", pool), "账号" },
                                { NULL, account->name ? account->name : "新建账号" } };
    ds_markup *m = ds_staff_begin(page, view, account->name ? account->name : "新建账号", crumbs, 2,
                                  pool);
    ds_staff_summary(m, findings, pool);
    ds_staff_form(m, view, account->name ? ds_staff_account_path(view->site, account->name, "", pool)
                  : ds_staff_path(view->site, "/account-new", pool), NULL);
    write_account_fields(m, account);
    ds_staff_button(m, "act", "save", account->name ? "保存" : "新建", NULL);
    ds_staff_form_end(m);
    if (account->name && account->n_drafts > 0) {
        write_handover(m, view, account, pool);
    }
    if (account->name) {
        ds_markup_element(m, "h2", "密码");
        ds_markup_element(m, "p", "本人忘记密码时，可以打印一张一次性重置码交给本人。");
        ds_piece_open(m, "p", "ds-acts");
        ds_piece_link(m, ds_staff_account_path(view->site, account->name, "/reset", pool), "ds-act",
                      "发放重置码");
        ds_markup_end(m, "p");
    }
    ds_staff_end(page);
}
