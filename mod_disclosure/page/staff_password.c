/* Pages about passwords: changing one's own, a new one by a code, and the slip
 * that carries the code. */
#include "page/staff_account.h"

#include <apr_strings.h>

static void write_password(ds_markup *m, const char *name, const char *label, const char *help,
                           const char *autocomplete, const ds_findings *findings)
{
    const ds_staff_input input = {
        .name = name, .label = label, .type = "password", .help = help,
        .autocomplete = autocomplete, .is_required = 1,
        .error = ds_staff_error(findings, name)
    };

    ds_staff_field(m, &input);
}

static void write_new_password(ds_markup *m, const ds_password_rules *rules,
                               const ds_findings *findings, apr_pool_t *pool)
{
    const char *help = apr_psprintf(pool, "至少%d个字符，并含有大写字母、小写字母、数字、其他符号中的%d类；"
                                    "不要用账号名和常见的密码。", rules->length, rules->classes);

    write_password(m, DS_PASSWORD_NEW, "新密码", help, "new-password", findings);
    write_password(m, DS_PASSWORD_AGAIN, "再填一次新密码", NULL, "new-password", findings);
}

static void write_everywhere(ds_markup *m, const ds_staff_view *view, apr_pool_t *pool)
{
    ds_markup_element(m, "h2", "退出全部登录");
    ds_markup_element(m, "p", "如果在别处登录后忘了退出，可以在这里把本账号所有的登录一次退出，"
                              "包括当前这一处。");
    ds_staff_form(m, view, ds_staff_path(view->site, "/sign-out", pool), NULL);
    ds_staff_button(m, "everywhere", "1", "退出全部登录", "second");
    ds_staff_form_end(m);
}

void ds_staff_password(ds_page *page, const ds_staff_view *view, const ds_password_rules *rules,
                       const ds_findings *findings, apr_pool_t *pool)
{
    const ds_crumb crumb = { NULL, "修改密码" };
    ds_markup *m = ds_staff_begin(page, view, "修改密码", &crumb, 1, pool);

    ds_staff_summary(m, findings, pool);
    ds_staff_form(m, view, ds_staff_path(view->site, "/password", pool), NULL);
    /* For password managers, which want to know whose it is. */
    ds_markup_start(m, "input");
    ds_markup_attr(m, "class", "ds-sr");
    ds_markup_attr(m, "type", "text");
    ds_markup_attr(m, "autocomplete", "username");
    ds_markup_attr(m, "value", view->actor->account);
    ds_markup_attr(m, "tabindex", "-1");
    ds_markup_attr(m, "aria-hidden", "true");
    ds_markup_attr(m, "readonly", "");
    ds_markup_void(m);
    write_password(m, DS_PASSWORD_OLD, "原密码", NULL, "current-password", findings);
    write_new_password(m, rules, findings, pool);
    ds_staff_button(m, NULL, NULL, "修改密码", NULL);
    ds_staff_form_end(m);
    if (view->signed_in_here) {
        write_everywhere(m, view, pool);
    }
    ds_staff_end(page);
}

void ds_staff_redeem(ds_page *page, const ds_staff_view *view, const ds_password_rules *rules,
                     const char *account, const ds_findings *findings, apr_pool_t *pool)
{
    ds_markup *m = ds_staff_begin(page, view, "用重置码设定新密码", NULL, 0, pool);
    const ds_staff_input who = {
        .name = DS_SIGN_IN_ACCOUNT, .label = "账号", .value = account,
        .autocomplete = "username", .is_required = 1, .max_length = 64,
        .error = ds_staff_error(findings, DS_SIGN_IN_ACCOUNT)
    };
    const ds_staff_input code = {
        .name = DS_RESET_CODE, .label = "重置码", .autocomplete = "one-time-code",
        .help = "管理员交给您的纸条上的12位字母和数字，不分大小写，横线可以不填。", .is_required = 1,
        .max_length = 40, .error = ds_staff_error(findings, DS_RESET_CODE)
    };

    ds_staff_summary(m, findings, pool);
    ds_staff_form(m, view, ds_staff_path(view->site, "/reset", pool), NULL);
    ds_staff_field(m, &who);
    ds_staff_field(m, &code);
    write_new_password(m, rules, findings, pool);
    ds_staff_button(m, NULL, NULL, "设定新密码", NULL);
    ds_staff_form_end(m);
    ds_piece_open(m, "p", "ds-help");
    ds_piece_link(m, ds_staff_path(view->site, "/sign-in", pool), NULL, "回到登录");
    ds_markup_end(m, "p");
    ds_staff_end(page);
}

/* ---- For administrators ---- */

static const char *whom(const char *account, const char *name, apr_pool_t *pool)
{
    return name != NULL ? apr_pstrcat(pool, name, "（", account, "）", NULL) : account;
}

static ds_markup *begin_reset(ds_page *page, const ds_staff_view *view, const char *title,
                              const char *account, apr_pool_t *pool)
{
    const ds_crumb crumbs[] = {
        { ds_staff_path(view->site, "/accounts", pool), "账号" },
        { ds_staff_account_path(view->site, account, "", pool), account },
        { NULL, title },
    };

    return ds_staff_begin(page, view, title, crumbs, 3, pool);
}

void ds_staff_reset_ask(ds_page *page, const ds_staff_view *view, const char *account,
                        const char *name, apr_pool_t *pool)
{
    ds_markup *m = begin_reset(page, view, "开具重置码", account, pool);

    ds_markup_element(m, "p", apr_pstrcat(pool, "将为", whom(account, name, pool),
                                          "开具一个重置码，72小时内有效，只能用一次。"
                                          "以前开具的重置码随即作废；原密码在设定新密码之前仍然有效。",
                                          NULL));
    ds_markup_element(m, "p", "请当面核对本人身份，把打印的纸条交给本人。");
    ds_staff_form(m, view, ds_staff_account_path(view->site, account, "/reset", pool), NULL);
    ds_piece_open(m, "div", "ds-buttons");
    ds_staff_button(m, NULL, NULL, "开具重置码", NULL);
    ds_piece_link(m, ds_staff_account_path(view->site, account, "", pool), NULL, "不开具，返回");
    ds_markup_end(m, "div");
    ds_staff_form_end(m);
    ds_staff_end(page);
}

static void write_fact(ds_markup *m, const char *term, const char *text, const char *class_name)
{
    ds_markup_start(m, "div");
    ds_markup_element(m, "dt", term);
    ds_markup_element_class(m, "dd", class_name, text);
    ds_markup_end(m, "div");
}

void ds_staff_reset_slip(ds_page *page, const ds_staff_view *view, const char *account,
                         const char *name, const char *code, apr_int64_t until,
                         apr_pool_t *pool)
{
    ds_markup *m = begin_reset(page, view, "重置码", account, pool);
    const char *path = ds_staff_path(view->site, "/reset", pool);

    ds_piece_open(m, "p", "ds-notice");
    ds_markup_text(m, "重置码只在这里显示一次。请打印本页，裁下后当面交给本人。");
    ds_markup_end(m, "p");
    ds_piece_open(m, "div", "ds-slip");
    ds_markup_element(m, "h2", view->site->column_name);
    ds_piece_open(m, "dl", NULL);
    write_fact(m, "账号", account, NULL);
    if (name != NULL) {
        write_fact(m, "姓名", name, NULL);
    }
    write_fact(m, "重置码", code, "ds-code");
    write_fact(m, "有效期至", ds_staff_time(until, pool), NULL);
    write_fact(m, "使用地址", view->site->base_url != NULL
               ? apr_pstrcat(pool, view->site->base_url, path, NULL) : path, NULL);
    ds_markup_end(m, "dl");
    ds_markup_element(m, "p", "在上述地址填写账号、重置码和新密码。重置码只能用一次，请勿转告他人。");
    ds_markup_end(m, "div");
    ds_piece_open(m, "div", "ds-buttons");
    ds_piece_open(m, "button", "ds-button ds-print");
    ds_markup_attr(m, "type", "button");
    ds_markup_attr(m, "hidden", "");
    ds_markup_text(m, "打印");
    ds_markup_end(m, "button");
    ds_piece_link(m, ds_staff_account_path(view->site, account, "", pool), NULL, "返回账号");
    ds_markup_end(m, "div");
    ds_staff_end(page);
}
