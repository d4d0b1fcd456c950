/* Coming in: the sign-in page, and the page that has everything typed before it
 * confirmed. */
#include "page/staff_account.h"

#include <string.h>

#include <apr_strings.h>

/* ---- What is carried ---- */

/* Passwords and codes: typed again, never written into a page. */
static int is_secret(const char *name)
{
    static const char *const secrets[] = { DS_PASSWORD_OLD, DS_PASSWORD_NEW, DS_PASSWORD_AGAIN,
                                           DS_RESET_CODE };

    for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
        if (strcmp(name, secrets[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What goes along as it was typed: no token, nothing of the sign-in form, and
 * never a password. */
static int is_carried(const char *name)
{
    static const char *const own[] = { DS_STAFF_TOKEN, DS_SIGN_IN_ACCOUNT, DS_SIGN_IN_PASSWORD,
                                       DS_SIGN_IN_NEXT, DS_SIGN_IN_POST };

    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
        if (strcmp(name, own[i]) == 0) {
            return 0;
        }
    }
    return !is_secret(name);
}

static void write_carried(ds_markup *m, const apr_table_t *fields)
{
    const apr_array_header_t *entries = apr_table_elts(fields);

    for (int i = 0; i < entries->nelts; i++) {
        const apr_table_entry_t *entry = &APR_ARRAY_IDX(entries, i, const apr_table_entry_t);

        if (is_carried(entry->key)) {
            ds_staff_hidden(m, entry->key, entry->val);
        }
    }
}

/* ---- Sign-in ---- */

static void write_notice(ds_markup *m, const char *text)
{
    ds_piece_open(m, "p", "ds-notice");
    ds_markup_text(m, text);
    ds_markup_end(m, "p");
}

static void write_why(ds_markup *m, const ds_sign_in *s)
{
    if (s->is_too_much) {
        write_notice(m, "您提交的内容还没有保存，而且篇幅较大，不能随登录带过去。请在另一个窗口登录，"
                        "再用浏览器的“后退”回到填写的页面，重新提交。");
    }
    else if (s->carried != NULL) {
        write_notice(m, "您离开的时间较长，请重新登录。刚才填写的内容都在，登录之后请确认提交。");
    }
    else if (s->is_ended) {
        write_notice(m, "登录已经结束，请重新登录。");
    }
}

static void write_sign_in_fields(ds_markup *m, const ds_sign_in *s)
{
    const ds_staff_input account = {
        .name = DS_SIGN_IN_ACCOUNT, .label = "账号", .value = s->account,
        .autocomplete = "username", .is_required = 1, .max_length = 64,
        .error = ds_staff_error(s->findings, DS_SIGN_IN_ACCOUNT)
    };
    const ds_staff_input password = {
        .name = DS_SIGN_IN_PASSWORD, .label = "密码", .type = "password",
        .autocomplete = "current-password", .is_required = 1,
        .error = ds_staff_error(s->findings, DS_SIGN_IN_PASSWORD)
    };

    ds_staff_field(m, &account);
    ds_staff_field(m, &password);
}

void ds_staff_sign_in(ds_page *page, const ds_staff_view *view, const ds_sign_in *sign_in,
                      apr_pool_t *pool)
{
    ds_markup *m = ds_staff_begin(page, view, "登录", NULL, 0, pool);

    ds_staff_summary(m, sign_in->findings, pool);
    write_why(m, sign_in);
    ds_staff_form(m, view, ds_staff_path(view->site, "/sign-in", pool), NULL);
    write_sign_in_fields(m, sign_in);
    if (sign_in->next != NULL) {
        ds_staff_hidden(m, DS_SIGN_IN_NEXT, sign_in->next);
    }
    if (sign_in->carried != NULL) {
        ds_staff_hidden(m, DS_SIGN_IN_POST, "1");
        write_carried(m, sign_in->carried);
    }
    ds_staff_button(m, NULL, NULL, "登录", NULL);
    ds_staff_form_end(m);
    ds_piece_open(m, "p", "ds-help");
    ds_markup_text(m, "忘记密码，请联系上级机关的管理员领取重置码。");
    ds_piece_link(m, ds_staff_path(view->site, "/reset", pool), NULL, "用重置码设定新密码");
    ds_markup_end(m, "p");
    ds_staff_end(page);
}

/* ---- To be confirmed ---- */

static int has_carried(const apr_table_t *fields)
{
    const apr_array_header_t *entries = apr_table_elts(fields);
    int found = 0;

    for (int i = 0; i < entries->nelts && !found; i++) {
        found = is_carried(APR_ARRAY_IDX(entries, i, const apr_table_entry_t).key);
    }
    return found;
}

/* Whether something typed is left behind. */
static int has_secret(const apr_table_t *fields)
{
    const apr_array_header_t *entries = apr_table_elts(fields);
    int found = 0;

    for (int i = 0; i < entries->nelts && !found; i++) {
        found = is_secret(APR_ARRAY_IDX(entries, i, const apr_table_entry_t).key);
    }
    return found;
}

/* The form that sends everything once more, from a page that says why. */
static void write_again(ds_markup *m, const ds_staff_view *view, const char *action,
                        const apr_table_t *fields, const char *button, apr_pool_t *pool)
{
    ds_staff_form(m, view, action, NULL);
    write_carried(m, fields);
    ds_piece_open(m, "div", "ds-buttons");
    ds_staff_button(m, NULL, NULL, button, NULL);
    ds_piece_link(m, ds_staff_path(view->site, "/", pool), NULL, "不提交，回工作台");
    ds_markup_end(m, "div");
    ds_staff_form_end(m);
}

static void write_lost_secret(ds_markup *m, const char *action)
{
    write_notice(m, "这次提交没有办理。密码和重置码不随页面保留，请回到原来的页面重新填写。");
    ds_markup_start(m, "p");
    ds_piece_link(m, action, "ds-go", "回到原来的页面");
    ds_markup_end(m, "p");
}

void ds_staff_confirm(ds_page *page, const ds_staff_view *view, const char *action,
                      const apr_table_t *fields, apr_pool_t *pool)
{
    const ds_crumb crumb = { NULL, "请确认提交" };
    ds_markup *m = ds_staff_begin(page, view, "请确认提交", &crumb, 1, pool);

    if (has_secret(fields)) {
        write_lost_secret(m, action);
    }
    else {
        write_notice(m, has_carried(fields)
                     ? "页面打开的时间较长，或者您中途重新登录过，刚才填写的内容还没有保存。内容都在，请确认后提交。"
                     : "页面打开的时间较长，或者您中途重新登录过，刚才的操作还没有办理。请确认后提交。");
        write_again(m, view, action, fields, "确认提交", pool);
    }
    ds_staff_end(page);
}

void ds_staff_retry(ds_page *page, const ds_staff_view *view, const char *action,
                    const apr_table_t *fields, apr_pool_t *pool)
{
    const ds_crumb crumb = { NULL, "暂时没有保存" };
    ds_markup *m = ds_staff_begin(page, view, "暂时没有保存", &crumb, 1, pool);
    ds_staff_view with_token = *view;

    with_token.token = apr_table_get(fields, DS_STAFF_TOKEN);
    if (has_secret(fields)) {
        write_lost_secret(m, action);
    }
    else {
        write_notice(m, "数据库暂时无法访问，刚才提交的内容没有保存。内容都在这个页面里，请不要关闭，"
                        "稍等片刻再提交。如果长时间不能恢复，请告知网站管理员。");
        write_again(m, &with_token, action, fields, "再次提交", pool);
    }
    ds_staff_end(page);
}

/* ---- What cannot be done ---- */

void ds_staff_problem(ds_page *page, const ds_staff_view *view, const char *title,
                      const char *sentence, const ds_findings *findings, apr_pool_t *pool)
{
    const ds_crumb crumb = { NULL, title };
    ds_markup *m = ds_staff_begin(page, view, title, &crumb, 1, pool);

    ds_staff_summary(m, findings, pool);
    ds_piece_open(m, "p", "ds-notice");
    ds_piece_lines(m, sentence, pool);
    ds_markup_end(m, "p");
    ds_markup_start(m, "p");
    ds_piece_link(m, ds_staff_path(view->site, "/", pool), "ds-go", "回工作台");
    ds_markup_end(m, "p");
    ds_staff_end(page);
}
