/* What became of a report: who did what and when, what was signed on paper, and
 * what differs between two of its revisions. */
#include "page/staff_report_page.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "page/changes_table.h"
#include "page/deed_text.h"

void ds_staff_returned(ds_markup *m, const ds_chain *chain, const ds_staff_deed *returned,
                       apr_pool_t *pool)
{
    const char *words, *text;

    if (returned == NULL) {
        return;
    }
    text = ds_deed_text(chain, returned->action, returned->detail, &words, pool);
    ds_piece_open(m, "div", "ds-notice");
    ds_markup_element(m, "p", apr_psprintf(pool, "%s %s%s，原因是：",
                                           ds_staff_time(returned->at, pool), returned->who,
                                           text));
    ds_markup_start(m, "p");
    ds_piece_lines(m, words != NULL ? words : "没有写明。", pool);
    ds_markup_end(m, "p");
    ds_markup_end(m, "div");
}

/* ---- The list ---- */

/* Saves of one person in a row are one line, unless he answered for something. */
static int is_same_run(const ds_staff_deed *a, const ds_staff_deed *b)
{
    return strcmp(a->action, "save") == 0 && strcmp(b->action, "save") == 0
        && strcmp(a->who, b->who) == 0 && a->detail == NULL && b->detail == NULL;
}

static const ds_staff_deed *deed_at(const apr_array_header_t *deeds, int i)
{
    return &APR_ARRAY_IDX(deeds, i, ds_staff_deed);
}

static void write_deed(ds_markup *m, const ds_chain *chain, const ds_staff_deed *deed, int saves,
                       apr_pool_t *pool)
{
    const char *words;
    const char *text = ds_deed_text(chain, deed->action, deed->detail, &words, pool);

    ds_markup_start(m, "li");
    ds_markup_element_class(m, "span", "ds-when", ds_staff_time(deed->at, pool));
    ds_markup_element_class(m, "span", "ds-who", deed->who);
    ds_markup_text(m, text);
    if (saves > 1) {
        ds_markup_text(m, apr_psprintf(pool, " %d 次", saves));
    }
    if (deed->revision > 0) {
        ds_markup_element_class(m, "span", "ds-quiet", apr_psprintf(pool, "（第 %d 稿）",
                                                                    deed->revision));
    }
    if (words != NULL) {
        ds_piece_open(m, "p", "ds-words");
        ds_piece_lines(m, words, pool);
        ds_markup_end(m, "p");
    }
    ds_markup_end(m, "li");
}

static void write_deeds(ds_markup *m, const ds_chain *chain, const apr_array_header_t *deeds,
                        apr_pool_t *pool)
{
    ds_piece_open(m, "ol", "ds-deeds");
    for (int i = 0; i < deeds->nelts;) {
        int first = i++;

        while (i < deeds->nelts && is_same_run(deed_at(deeds, first), deed_at(deeds, i))) {
            i++;
        }
        write_deed(m, chain, deed_at(deeds, first), i - first, pool);
    }
    ds_markup_end(m, "ol");
}

/* ---- Signed on paper ---- */

static void write_scan_form(ds_markup *m, const ds_staff_history *h, const ds_staff_signed *s,
                            apr_pool_t *pool)
{
    const ds_staff_input file = {
        .name = "file", .type = "file", .is_required = 1, .label = "审签单扫描件",
        .help = "PDF、OFD、PNG 或 JPEG。",
    };

    ds_piece_open(m, "details", "ds-more");
    ds_markup_element(m, "summary", s->scan != NULL ? "换一份扫描件" : "上传扫描件");
    ds_staff_form(m, h->view, ds_staff_report_path(h->view->site, h->organ, h->year, "/scan", pool),
                  "multipart/form-data");
    ds_staff_hidden(m, "_number", apr_psprintf(pool, "%" APR_INT64_T_FMT, s->number));
    ds_staff_field(m, &file);
    ds_staff_button(m, NULL, NULL, "上传", "second");
    ds_staff_form_end(m);
    ds_markup_end(m, "details");
}

static void write_paper(ds_markup *m, const ds_staff_history *h, const ds_staff_signed *s,
                        apr_pool_t *pool)
{
    ds_markup_start(m, "li");
    ds_markup_text(m, apr_psprintf(pool, "‘%s’环节（第 %d 稿）：%s%s%s%s，%s签批；%s于%s登记。",
                                   s->step_name, s->revision, s->signer,
                                   s->post != NULL ? "（" : "", s->post != NULL ? s->post : "",
                                   s->post != NULL ? "）" : "",
                                   ds_date_chinese(pool, s->signed_on), s->who,
                                   ds_staff_time(s->at, pool)));
    if (s->scan != NULL) {
        ds_piece_link(m, ds_piece_file_path(h->view->site, s->scan, pool),
                      NULL, "查看扫描件");
    }
    else {
        ds_markup_text(m, "没有扫描件。");
    }
    if (h->takes_scans) {
        write_scan_form(m, h, s, pool);
    }
    ds_markup_end(m, "li");
}

static void write_papers(ds_markup *m, const ds_staff_history *h, apr_pool_t *pool)
{
    if (h->papers->nelts == 0) {
        return;
    }
    ds_markup_element(m, "h2", "线下签批");
    ds_piece_open(m, "ul", "ds-signed");
    for (int i = 0; i < h->papers->nelts; i++) {
        write_paper(m, h, &APR_ARRAY_IDX(h->papers, i, ds_staff_signed), pool);
    }
    ds_markup_end(m, "ul");
}

/* ---- Two revisions ---- */

void ds_staff_changes(ds_markup *m, const ds_report *before, const ds_report *after,
                      apr_pool_t *pool)
{
    static const ds_changes_words words = { { "位置", "原来", "改为" }, "（原来没有）", "（已经删去）",
                                            "ds-where-part" };
    apr_array_header_t *figures = ds_changes_figures(before, after, pool);
    apr_array_header_t *texts = ds_changes_texts(before, after, pool);

    if (figures->nelts + texts->nelts == 0) {
        ds_markup_element_class(m, "p", "ds-help", "内容相同，没有改动。");
        return;
    }
    ds_changes_table(m, &words, apr_psprintf(pool, "改动的数据（%d处）", figures->nelts),
                     "ds-changes", figures, pool);
    ds_changes_table(m, &words, apr_psprintf(pool, "改动的文字（%d处）", texts->nelts), "ds-changes",
                     texts, pool);
}

/* Whether a deed stands inside a run of saves, neither first nor last of it. */
static int is_inside_run(const apr_array_header_t *deeds, int i)
{
    return i > 0 && i + 1 < deeds->nelts && is_same_run(deed_at(deeds, i - 1), deed_at(deeds, i))
        && is_same_run(deed_at(deeds, i), deed_at(deeds, i + 1));
}

/* Revisions somebody may want to compare, in pairs for ds_staff_choice(): first
 * and last of each run of saves, and whatever was sent on its way. */
static const char *const *revisions_of(const ds_staff_history *h, apr_pool_t *pool)
{
    apr_array_header_t *pairs = apr_array_make(pool, 32, sizeof(const char *));
    int last = 0;

    for (int i = 0; i < h->deeds->nelts; i++) {
        const ds_staff_deed *deed = deed_at(h->deeds, i);

        if (deed->revision > 0 && deed->revision != last && !is_inside_run(h->deeds, i)) {
            last = deed->revision;
            APR_ARRAY_PUSH(pairs, const char *) = apr_itoa(pool, last);
            APR_ARRAY_PUSH(pairs, const char *) =
                apr_psprintf(pool, "第 %d 稿（%s，%s）", last, ds_staff_time(deed->at, pool),
                             deed->who);
        }
    }
    APR_ARRAY_PUSH(pairs, const char *) = NULL;
    return (const char *const *)pairs->elts;
}

static void write_choice(ds_markup *m, const ds_staff_history *h, const char *const *revisions,
                         apr_pool_t *pool)
{
    const char *from = h->from > 0 ? apr_itoa(pool, h->from) : revisions[2];
    const char *to = h->to > 0 ? apr_itoa(pool, h->to) : revisions[0];

    ds_piece_open(m, "form", "ds-staff-form ds-compare");
    ds_markup_attr(m, "method", "get");
    ds_markup_attr(m, "action", ds_staff_report_path(h->view->site, h->organ, h->year, "/history",
                                                     pool));
    ds_staff_choice(m, "from", "从", from, revisions, 1);
    ds_staff_choice(m, "to", "到", to, revisions, 1);
    ds_staff_button(m, NULL, NULL, "比较", "second");
    ds_staff_form_end(m);
}

static void write_comparison(ds_markup *m, const ds_staff_history *h, apr_pool_t *pool)
{
    const char *const *revisions = revisions_of(h, pool);
    int has_two = revisions[0] != NULL && revisions[2] != NULL;
    int is_compared = h->before != NULL && h->after != NULL;

    if (has_two || is_compared) {
        ds_markup_element(m, "h2", "比较两稿");
    }
    if (has_two) {
        write_choice(m, h, revisions, pool);
    }
    if (is_compared) {
        ds_markup_element(m, "h3", apr_psprintf(pool, "第 %d 稿到第 %d 稿的改动", h->from, h->to));
        ds_staff_changes(m, h->before, h->after, pool);
    }
}

/* ---- The pages ---- */

void ds_staff_history_page(ds_page *page, const ds_staff_history *h, apr_pool_t *pool)
{
    const char *name = apr_psprintf(pool, "%s%d年年度报告", h->organ_name, h->year);
    const char *path = ds_staff_report_path(h->view->site, h->organ, h->year, "", pool);
    const ds_crumb crumbs[] = { { path, name }, { NULL, "历史" } };
    ds_markup *m = ds_staff_begin(page, h->view, apr_pstrcat(pool, "历史：", name, NULL), crumbs, 2,
                                  pool);

    ds_staff_review_style(page, h->view->site, pool);
    write_comparison(m, h, pool);
    write_papers(m, h, pool);
    ds_markup_element(m, "h2", "办理经过");
    if (h->deeds->nelts == 0) {
        ds_markup_element_class(m, "p", "ds-help", "还没有记录。");
    }
    else {
        write_deeds(m, h->chain, h->deeds, pool);
    }
    if (h->earlier > 0) {
        ds_piece_open(m, "p", NULL);
        ds_piece_link(m, apr_psprintf(pool, "%s/history?before=%" APR_INT64_T_FMT, path,
                                      h->earlier), NULL, "更早的记录");
        ds_markup_end(m, "p");
    }
    else if (h->is_cut) {
        ds_markup_element_class(m, "p", "ds-help", "更早的办理记录已按保存期限清理，不再保存。各稿的内容仍然保留。");
    }
    ds_staff_end(page);
}

void ds_staff_stale_page(ds_page *page, const ds_staff_stale *s, apr_pool_t *pool)
{
    const char *name = apr_psprintf(pool, "%s%d年年度报告", s->organ_name, s->year);
    const char *path = ds_staff_report_path(s->view->site, s->organ, s->year, "", pool);
    const ds_crumb crumbs[] = { { path, name }, { NULL, "没有办理" } };
    ds_markup *m = ds_staff_begin(page, s->view, "报告已有变动，没有办理", crumbs, 2, pool);

    ds_staff_review_style(page, s->view->site, pool);
    ds_piece_open(m, "div", "ds-summary");
    ds_markup_attr(m, "role", "alert");
    ds_markup_element(m, "p", apr_psprintf(pool, "您打开页面之后，这份报告又有变动，所以‘%s’没有办理。请看过下面的变动，再打开报告办理。",
                                           ds_action_label(s->action)));
    ds_markup_end(m, "div");
    if (s->typed != NULL) {
        ds_markup_element(m, "h2", "您写的意见");
        ds_piece_open(m, "p", "ds-words");
        ds_piece_lines(m, s->typed, pool);
        ds_markup_end(m, "p");
    }
    if (s->deeds->nelts > 0) {
        ds_markup_element(m, "h2", "您打开之后的办理");
        write_deeds(m, s->chain, s->deeds, pool);
    }
    if (s->before != NULL && s->after != NULL) {
        ds_markup_element(m, "h2", "内容的改动");
        ds_staff_changes(m, s->before, s->after, pool);
    }
    ds_piece_open(m, "div", "ds-buttons");
    ds_staff_link_button(m, path, "打开现在的报告", NULL);
    ds_markup_end(m, "div");
    ds_staff_end(page);
}
