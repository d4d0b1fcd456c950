/* One report on its way: where it is, who has it, what happens next, by when,
 * and what may be done. */
#include "page/staff_report_page.h"

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"

#define DAY (24 * 60 * 60)

void ds_staff_review_style(ds_page *page, const ds_site *site, apr_pool_t *pool)
{
    ds_markup_start(page->meta, "link");
    ds_markup_attr(page->meta, "rel", "stylesheet");
    ds_markup_attr(page->meta, "href", apr_pstrcat(pool, site->assets, "/review.css", NULL));
    ds_markup_void(page->meta);
}

void ds_staff_link_button(ds_markup *m, const char *href, const char *label, const char *kind)
{
    ds_piece_link(m, href, kind != NULL ? apr_pstrcat(ds_markup_pool(m), "ds-button ds-button-",
                                                      kind, NULL)
                                        : "ds-button", label);
}

static const char *path_of(const ds_staff_report *r, const char *suffix, apr_pool_t *pool)
{
    return ds_staff_report_path(r->view->site, r->organ, r->year, suffix, pool);
}

/* ---- Where it is ---- */

static int is_under_way(const ds_staff_report *r)
{
    return !r->subject->exists || (r->subject->state != DS_STATE_PUBLISHED
                                   && r->subject->state != DS_STATE_WITHDRAWN);
}

/* The step at hand: 0 also where nothing is there yet. */
static int step_at_hand(const ds_staff_report *r)
{
    int step = r->subject->exists ? r->subject->step : 0;

    return step >= 0 && step < r->chain->n_steps ? step : 0;
}

static const char *who_of(const ds_step *step, const ds_staff_report *r, apr_pool_t *pool)
{
    const char *at = step->at == DS_AT_OWN ? "本机关的"
        : step->at == DS_AT_SUPERIOR ? "上级机关的" : "";

    return apr_pstrcat(pool, "由", at, ds_role_label(step->role), "人员办理",
                       r->people != NULL ? "（" : "", r->people != NULL ? r->people : "",
                       r->people != NULL ? "）" : "", NULL);
}

static const char *state_sentence(const ds_staff_report *r, apr_pool_t *pool)
{
    const ds_step *step = &r->chain->steps[step_at_hand(r)];
    const char *who = who_of(step, r, pool);

    if (!r->subject->exists) {
        return apr_psprintf(pool, "还没有开始填报，%s。", who);
    }
    switch (r->subject->state) {
    case DS_STATE_RETURNED:
        return apr_psprintf(pool, "报告已退回修改，%s。请看下面的原因和批注。", who);
    case DS_STATE_PUBLISHED:
        return "报告已经公开。";
    case DS_STATE_WITHDRAWN:
        return "报告已经撤下，公众看不到。";
    default:
        return apr_psprintf(pool, "现在是‘%s’环节，%s。", step->name, who);
    }
}

static const char *next_sentence(const ds_staff_report *r, apr_pool_t *pool)
{
    int next = step_at_hand(r) + 1;

    if (!is_under_way(r)) {
        return r->subject->state == DS_STATE_PUBLISHED
            ? "发现差错的，由签发人员办理更正。" : "需要重新公开的，由签发人员办理更正，再按流程审核、签发。";
    }
    return next < r->chain->n_steps
        ? apr_psprintf(pool, "下一步：%s。", r->chain->steps[next].name)
        : "签发之后立即公开。";
}

/* How many days are left, by the calendar; negative when it is overdue. */
static int days_left(const ds_staff_report *r, apr_pool_t *pool)
{
    apr_int64_t today = ds_date_start(ds_date_of(pool, r->view->now));

    return (int)((ds_date_start(r->due) - today) / DAY);
}

static void write_due(ds_markup *m, const ds_staff_report *r, apr_pool_t *pool)
{
    int days = days_left(r, pool);

    if (!is_under_way(r) || r->published > 0) {
        return;
    }
    ds_piece_open(m, "p", days < 0 ? "ds-due ds-overdue" : "ds-due");
    ds_markup_text(m, "应当在");
    ds_piece_date(m, r->due, pool);
    ds_markup_text(m, days < 0 ? apr_psprintf(pool, "前公开，已经逾期 %d 天。", -days)
                      : days == 0 ? "前公开，今天是最后一天。"
                                  : apr_psprintf(pool, "前公开，还有 %d 天。", days));
    ds_markup_end(m, "p");
}

static void write_facts(ds_markup *m, const ds_staff_report *r, apr_pool_t *pool)
{
    if (r->revision == 0) {
        return;
    }
    ds_piece_open(m, "p", "ds-help");
    ds_markup_text(m, apr_psprintf(pool, "第 %d 稿，%s保存，填报人：%s。", r->revision,
                                   ds_staff_time(r->changed_at, pool),
                                   r->author != NULL ? r->author : "不详"));
    if (r->published > 0) {
        ds_piece_link(m, ds_piece_report_path(r->view->site, r->organ, r->year, 0, "", pool),
                      NULL, apr_psprintf(pool, "查看已公开的版本（%s发布）",
                                         ds_date_chinese(pool, r->published_on)));
        ds_markup_text(m, "，");
        ds_piece_link(m, ds_piece_report_path(r->view->site, r->organ, r->year, 0, "/paste",
                                              pool), NULL, "复制正文，贴到其他网站");
    }
    ds_markup_end(m, "p");
}

static void write_where(ds_markup *m, const ds_staff_report *r, apr_pool_t *pool)
{
    ds_piece_open(m, "section", "ds-where");
    ds_markup_attr(m, "aria-label", "办理进度");
    ds_staff_chain(m, r->chain, r->subject->exists ? r->subject->state : DS_STATE_DRAFT,
                   step_at_hand(r));
    ds_piece_open(m, "p", "ds-where-now");
    ds_markup_text(m, state_sentence(r, pool));
    ds_markup_text(m, next_sentence(r, pool));
    ds_markup_end(m, "p");
    write_due(m, r, pool);
    if (is_under_way(r)) {
        ds_staff_returned(m, r->chain, r->returned, pool);
    }
    write_facts(m, r, pool);
    ds_markup_end(m, "section");
}

/* ---- What may be done ---- */

/* In the order of the buttons: on first, back after it, danger last. */
static const struct {
    ds_action action;
    const char *suffix;
    const char *label;
    const char *kind;
} deeds[] = {
    { DS_ACTION_APPROVE, "/approve", "审核通过", NULL },
    { DS_ACTION_PUBLISH, "/publish", "签发并公开", NULL },
    { DS_ACTION_SUBMIT, "/submit", "送审", NULL },
    { DS_ACTION_EDIT, "/edit", "填报", NULL },
    { DS_ACTION_RETURN, "/return", "退回修改", "second" },
    { DS_ACTION_CORRECT, "/correct", "更正", "second" },
    { DS_ACTION_WITHDRAW, "/withdraw", "撤下", "second" },
    { DS_ACTION_TAKEDOWN, "/takedown", "紧急下线", "danger" },
};

static int has_errors(const ds_staff_report *r)
{
    return r->findings != NULL && ds_findings_of(r->findings, DS_ERROR) > 0;
}

/* The kind of its button: none for the one to be pressed now. A draft with errors is to be
 * mended, not submitted. */
static const char *kind_of(const ds_staff_report *r, int i)
{
    int is_ready = r->subject->exists && !has_errors(r);

    if (deeds[i].action == DS_ACTION_EDIT) {
        return DS_STAFF_MAY(r->may, DS_ACTION_SUBMIT) && is_ready ? "second" : NULL;
    }
    if (deeds[i].action == DS_ACTION_SUBMIT) {
        return is_ready ? NULL : "second";
    }
    return deeds[i].kind;
}

static int has_deeds(const ds_staff_report *r)
{
    return (r->may >> DS_ACTION_EDIT) != 0;
}

/* What is to be pressed now stands first. */
static void write_buttons(ds_markup *m, const ds_staff_report *r, apr_pool_t *pool)
{
    if (!has_deeds(r)) {
        return;
    }
    ds_piece_open(m, "div", "ds-buttons");
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
            const char *kind = kind_of(r, (int)i);

            if (DS_STAFF_MAY(r->may, deeds[i].action) && (kind != NULL) == pass) {
                ds_staff_link_button(m, path_of(r, deeds[i].suffix, pool), deeds[i].label, kind);
            }
        }
    }
    ds_markup_end(m, "div");
}

static void write_deeds(ds_markup *m, const ds_staff_report *r, apr_pool_t *pool)
{
    write_buttons(m, r, pool);
    if (r->own_work != NULL) {
        ds_markup_element_class(m, "p", "ds-notice", r->own_work);
    }
}

static void write_papers(ds_markup *m, const ds_staff_report *r, apr_pool_t *pool)
{
    static const char *const papers[][2] = {
        { "/preview", "预览公开页面" }, { "/document.docx", "下载送审稿（Word，附审签单）" },
        { "/print", "打印送审稿" }, { "/history", "历史和各稿比较" },
    };

    if (r->revision == 0 && !r->is_region) {
        return;
    }
    ds_piece_open(m, "ul", "ds-papers");
    if (r->is_region) {
        ds_markup_start(m, "li");
        ds_piece_link(m, ds_staff_path(r->view->site, apr_psprintf(pool, "/region/%s/%d", r->organ,
                                                                   r->year), pool), NULL,
                      "下级机关汇总");
        ds_markup_end(m, "li");
    }
    for (size_t i = 0; r->revision > 0 && i < sizeof(papers) / sizeof(papers[0]); i++) {
        ds_markup_start(m, "li");
        ds_piece_link(m, path_of(r, papers[i][0], pool), NULL, papers[i][1]);
        ds_markup_end(m, "li");
    }
    ds_markup_end(m, "ul");
}

/* ---- A report taken down ---- */

static void write_withdrawal(ds_markup *m, const ds_staff_report *r, apr_pool_t *pool)
{
    if (!r->is_withdrawn) {
        return;
    }
    ds_piece_open(m, "section", "ds-withdrawn");
    ds_markup_element(m, "h2", "已撤下");
    ds_piece_open(m, "p", NULL);
    if (r->withdrawn_reason != NULL) {
        ds_markup_text(m, "向社会说明的原因：");
        ds_piece_lines(m, r->withdrawn_reason, pool);
    }
    else {
        ds_markup_text(m, "还没有向社会说明原因，请尽快补写。");
    }
    ds_markup_end(m, "p");
    if (r->may_explain) {
        const ds_staff_input reason = {
            .name = "_explanation", .label = "原因", .type = "textarea", .is_required = 1,
            .value = r->withdrawn_reason, .rows = 3,
            .help = "将显示在这份报告原来的地址上。不要写涉密内容和个人信息。",
        };

        ds_staff_form(m, r->view, path_of(r, "/comments", pool), NULL);
        ds_staff_field(m, &reason);
        ds_staff_button(m, "_do", "explain", r->withdrawn_reason != NULL ? "改写原因" : "补写原因",
                        "second");
        ds_staff_form_end(m);
    }
    ds_markup_end(m, "section");
}

/* ---- The page ---- */

void ds_staff_report_page(ds_page *page, const ds_staff_report *r, apr_pool_t *pool)
{
    const char *title = apr_psprintf(pool, "%s%d年年度报告", r->organ_name, r->year);
    const ds_crumb crumb = { NULL, title };
    const char *form = DS_STAFF_MAY(r->may, DS_ACTION_EDIT) ? path_of(r, "/edit", pool) : NULL;
    ds_markup *m = ds_staff_begin(page, r->view, title, &crumb, 1, pool);

    ds_staff_review_style(page, r->view->site, pool);
    ds_staff_summary(m, r->errors, pool);
    write_where(m, r, pool);
    write_deeds(m, r, pool);
    write_papers(m, r, pool);
    write_withdrawal(m, r, pool);
    if (r->report != NULL) {
        ds_markup_element(m, "h2", "核对结果");
        ds_staff_findings(m, r->findings, r->report->format, form, pool);
        ds_staff_notes(m, r, pool);
        ds_staff_text(m, r, pool);
        write_buttons(m, r, pool);
    }
    ds_staff_end(page);
}
