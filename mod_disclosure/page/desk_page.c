#include "page/desk_page.h"

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/text.h"
#include "page/bulk_page.h"
#include "page/staff_table.h"

/* ---- Tasks ---- */

static const struct {
    const char *name;
    const char *label;
    const char *suffix;  /* of the report's page where it is done */
    const char *act;
} tasks[] = {
    [DS_TASK_MEND] = { "mend", "待修改", "/edit", "按意见修改" },
    [DS_TASK_FILL] = { "fill", "待填报", "/edit", "继续填报" },
    [DS_TASK_REVIEW] = { "review", "待审核", "", "审核" },
    [DS_TASK_PUBLISH] = { "publish", "待签发", "", "签发" },
    [DS_TASK_NONE] = { NULL, "无须办理", "", "查看" },
};

const char *ds_task_name(ds_task task)
{
    return tasks[task].name;
}

const char *ds_task_label(ds_task task)
{
    return tasks[task].label;
}

static const char *act_of(const ds_desk_item *item)
{
    return item->task == DS_TASK_FILL && item->state < 0 ? "开始填报" : tasks[item->task].act;
}

static const char *path_of(const ds_staff_view *view, const ds_desk_item *item, apr_pool_t *pool)
{
    return ds_staff_report_path(view->site, item->organ, item->year, tasks[item->task].suffix,
                                pool);
}

/* ---- Cells ---- */

const char *ds_desk_state(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool)
{
    if (item->state < 0) {
        return "未填报";
    }
    if ((ds_state)item->state == DS_STATE_SUBMITTED && item->step < chain->n_steps) {
        return apr_pstrcat(pool, ds_state_label((ds_state)item->state), "，在",
                           chain->steps[item->step].name, NULL);
    }
    if (item->is_public && (ds_state)item->state != DS_STATE_PUBLISHED) {
        return apr_pstrcat(pool, "更正中，", ds_state_label((ds_state)item->state), NULL);
    }
    return ds_state_label((ds_state)item->state);
}

int ds_desk_is_outstanding(const ds_desk_item *item)
{
    return item->is_owed && !item->is_public
           && (item->state < 0 || (ds_state)item->state == DS_STATE_DRAFT
               || (ds_state)item->state == DS_STATE_RETURNED);
}

const char *ds_desk_left(const ds_desk_item *item, apr_pool_t *pool)
{
    if (item->is_public || item->published_on != NULL || !item->is_owed || item->due == NULL) {
        return NULL;
    }
    if (item->days_left < 0) {
        return apr_psprintf(pool, "逾期 %d 天", -item->days_left);
    }
    return item->days_left == 0 ? "今天到期" : apr_psprintf(pool, "还有 %d 天", item->days_left);
}

void ds_desk_due(ds_markup *m, const ds_desk_item *item, apr_pool_t *pool)
{
    const char *left = ds_desk_left(item, pool);

    if (item->is_owed) {
        ds_piece_date(m, item->due, pool);
    }
    if (left != NULL) {
        ds_markup_text(m, " ");
        ds_markup_element_class(m, "span", item->days_left < 0 ? "ds-late" : "ds-left", left);
    }
}

void ds_desk_name(ds_markup *m, const ds_staff_view *view, const ds_desk_item *item,
                  apr_pool_t *pool)
{
    if (item->state >= 0) {
        ds_piece_link(m, ds_staff_report_path(view->site, item->organ, item->year, "", pool), NULL,
                      item->organ_name);
    }
    else {
        ds_markup_text(m, item->organ_name);
    }
}

/* ---- One task, large ---- */

static void write_only(ds_markup *m, const ds_staff_view *view, const ds_desk *desk,
                       apr_pool_t *pool)
{
    const ds_desk_item *item = desk->only;

    ds_piece_open(m, "section", "ds-next");
    ds_markup_start(m, "h2");
    ds_markup_text(m, apr_psprintf(pool, "%s%d年政府信息公开工作年度报告", item->organ_name,
                                   item->year));
    ds_markup_end(m, "h2");
    ds_markup_start(m, "p");
    ds_markup_text(m, ds_desk_state(item, desk->chain, pool));
    ds_markup_text(m, "。报送期限：");
    ds_desk_due(m, item, pool);
    ds_markup_end(m, "p");
    ds_piece_open(m, "p", "ds-buttons");
    ds_piece_link(m, path_of(view, item, pool), "ds-button", act_of(item));
    ds_markup_end(m, "p");
    ds_markup_end(m, "section");
}

/* ---- How much waits ---- */

static void write_counts(ds_markup *m, const ds_staff_view *view, const ds_desk *desk,
                         apr_pool_t *pool)
{
    ds_piece_open(m, "ul", "ds-counts");
    for (int i = 0; i < DS_TASKS; i++) {
        if (desk->waiting[i] > 0) {
            ds_markup_start(m, "li");
            ds_markup_start(m, "a");
            ds_markup_attr(m, "href", ds_staff_path(view->site,
                apr_pstrcat(pool, "/?task=", tasks[i].name, NULL), pool));
            ds_markup_text(m, apr_psprintf(pool, "%s ", tasks[i].label));
            ds_markup_element(m, "b", apr_itoa(pool, desk->waiting[i]));
            ds_markup_text(m, " 份");
            ds_markup_end(m, "a");
            ds_markup_end(m, "li");
        }
    }
    ds_markup_end(m, "ul");
}

/* ---- The filter ---- */

static void write_years(ds_markup *m, const ds_desk *desk, apr_pool_t *pool)
{
    apr_array_header_t *choices = apr_array_make(pool, 2 * desk->years->nelts + 3,
                                                 sizeof(const char *));
    const char *chosen = desk->filter.year ? apr_itoa(pool, desk->filter.year) : "";

    APR_ARRAY_PUSH(choices, const char *) = "";
    APR_ARRAY_PUSH(choices, const char *) = "全部年度";
    for (int i = 0; i < desk->years->nelts; i++) {
        int year = APR_ARRAY_IDX(desk->years, i, int);

        APR_ARRAY_PUSH(choices, const char *) = apr_itoa(pool, year);
        APR_ARRAY_PUSH(choices, const char *) = apr_psprintf(pool, "%d年度", year);
    }
    APR_ARRAY_PUSH(choices, const char *) = NULL;
    ds_staff_choice(m, "year", "年度", chosen, (const char *const *)choices->elts, 1);
}

static void write_states(ds_markup *m, const ds_desk *desk, apr_pool_t *pool)
{
    apr_array_header_t *choices = apr_array_make(pool, 20, sizeof(const char *));

    APR_ARRAY_PUSH(choices, const char *) = "";
    APR_ARRAY_PUSH(choices, const char *) = "全部状态";
    APR_ARRAY_PUSH(choices, const char *) = "none";
    APR_ARRAY_PUSH(choices, const char *) = "未填报";
    for (int state = DS_STATE_DRAFT; state <= DS_STATE_WITHDRAWN; state++) {
        APR_ARRAY_PUSH(choices, const char *) = ds_state_name((ds_state)state);
        APR_ARRAY_PUSH(choices, const char *) = ds_state_label((ds_state)state);
    }
    APR_ARRAY_PUSH(choices, const char *) = NULL;
    ds_staff_choice(m, "state", "状态", desk->filter.state, (const char *const *)choices->elts, 1);
}

/* "organ", or "-organ" for the other way round. */
static const char *sort_value(const char *column, int is_reversed, apr_pool_t *pool)
{
    return is_reversed ? apr_pstrcat(pool, "-", column, NULL) : column;
}

static void write_filter(ds_markup *m, const ds_staff_view *view, const ds_desk *desk,
                         apr_pool_t *pool)
{
    static const char *const shown[] = {
        "", "等我办理的", "mend", "待修改", "fill", "待填报", "review", "待审核",
        "publish", "待签发", "all", "我能看到的全部", NULL };
    const ds_staff_input text = { .name = "q", .label = "机关名称", .value = desk->filter.text,
                                  .type = "text", .max_length = 100, .is_required = 1 };

    ds_piece_open(m, "form", "ds-filter");
    ds_markup_attr(m, "method", "get");
    ds_markup_attr(m, "action", ds_staff_path(view->site, "/", pool));
    ds_markup_attr(m, "role", "search");
    ds_markup_attr(m, "aria-label", "筛选报告");
    ds_markup_attr(m, "novalidate", "novalidate");
    ds_staff_choice(m, "task", "范围", desk->filter.task, shown, 1);
    write_years(m, desk, pool);
    write_states(m, desk, pool);
    ds_staff_field(m, &text);
    if (*desk->filter.sort) {
        ds_staff_hidden(m, "sort", sort_value(desk->filter.sort, desk->filter.is_reversed, pool));
    }
    ds_staff_button(m, NULL, NULL, "筛选", "second");
    ds_markup_end(m, "form");
}

/* ---- The list ---- */

/* Reports that can be done in bulk, and how. */
static const struct {
    ds_task task;
    ds_bulk_act act;
    const char *label;
} bulks[] = { { DS_TASK_REVIEW, DS_BULK_APPROVE, "勾选的审核通过" },
              { DS_TASK_PUBLISH, DS_BULK_PUBLISH, "勾选的签发公开" },
              { DS_TASK_PUBLISH, DS_BULK_SCHEDULE, "勾选的定时公开" },
              { DS_TASK_PUBLISH, DS_BULK_CANCEL, "勾选的取消定时" } };

static int has_bulk(const ds_desk_item *item)
{
    return item->task == DS_TASK_REVIEW || item->task == DS_TASK_PUBLISH;
}

static int has_task(const ds_desk *desk, ds_task task)
{
    for (int i = 0; i < desk->items->nelts; i++) {
        if (APR_ARRAY_IDX(desk->items, i, const ds_desk_item *)->task == task) {
            return 1;
        }
    }
    return 0;
}

static void write_bulk_buttons(ds_markup *m, const ds_desk *desk)
{
    ds_piece_open(m, "p", "ds-buttons");
    for (size_t i = 0; i < sizeof(bulks) / sizeof(bulks[0]); i++) {
        if (has_task(desk, bulks[i].task)) {
            ds_staff_button(m, "act", ds_bulk_name(bulks[i].act), bulks[i].label, "second");
        }
    }
    ds_markup_end(m, "p");
}

static void write_row(ds_markup *m, const ds_staff_view *view, const ds_desk *desk, int is_picked,
                      const ds_desk_item *item, apr_pool_t *pool)
{
    ds_markup_start(m, "tr");
    if (is_picked) {
        ds_markup_start(m, "td");
        if (has_bulk(item)) {
            ds_bulk_pick(m, item->organ, item->organ_name, item->year, item->tag, pool);
        }
        ds_markup_end(m, "td");
    }
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    ds_desk_name(m, view, item, pool);
    ds_markup_end(m, "th");
    ds_markup_element_class(m, "td", "ds-short", apr_itoa(pool, item->year));
    ds_piece_open(m, "td", (ds_state)item->state == DS_STATE_RETURNED ? "ds-late" : NULL);
    ds_markup_text(m, ds_desk_state(item, desk->chain, pool));
    if (item->publish_at != 0 && item->failure == NULL) {
        ds_markup_text(m, apr_pstrcat(pool, "，定于", ds_date_minute(pool, item->publish_at), "公开",
                                      NULL));
    }
    ds_markup_end(m, "td");
    ds_markup_start(m, "td");
    ds_desk_due(m, item, pool);
    ds_markup_end(m, "td");
    ds_markup_start(m, "td");
    if (item->task != DS_TASK_NONE) {
        ds_markup_start(m, "a");
        ds_markup_attr(m, "href", path_of(view, item, pool));
        ds_markup_text(m, act_of(item));
        ds_markup_element_class(m, "span", "ds-sr",
                                apr_psprintf(pool, "：%s%d年度", item->organ_name, item->year));
        ds_markup_end(m, "a");
    }
    ds_markup_end(m, "td");
    ds_markup_end(m, "tr");
}

/* The list as it is filtered, sorted by the column, from its other end where it is
 * sorted so already. */
static const char *sorted_path(const ds_staff_view *view, const ds_desk_filter *f,
                               const char *column, apr_pool_t *pool)
{
    int is_reversed = strcmp(f->sort, column) == 0 && !f->is_reversed;
    const char *year = f->year ? apr_itoa(pool, f->year) : "";

    return ds_staff_path(view->site,
        apr_pstrcat(pool, "/?task=", ds_text_percent(pool, f->task, ""), "&year=", year,
                    "&state=", ds_text_percent(pool, f->state, ""),
                    "&q=", ds_text_percent(pool, f->text, ""),
                    "&sort=", sort_value(column, is_reversed, pool), NULL), pool);
}

static void begin_table(ds_markup *m, const ds_staff_view *view, const ds_desk *desk,
                        int is_picked, apr_pool_t *pool)
{
    static const struct {
        const char *text;
        const char *column;   /* it can be sorted by; or NULL */
    } columns[] = { { "勾选", NULL }, { "机关", "organ" }, { "年度", "year" }, { "状态", "state" },
                    { "期限", "due" }, { "下一步", NULL } };
    enum { N = sizeof(columns) / sizeof(columns[0]) };
    ds_staff_head heads[N];

    for (int i = 0; i < N; i++) {
        const char *column = columns[i].column;
        int is_sorted = column != NULL && strcmp(desk->filter.sort, column) == 0;

        heads[i] = (ds_staff_head) {
            columns[i].text,
            column != NULL ? sorted_path(view, &desk->filter, column, pool) : NULL,
            !is_sorted ? NULL : desk->filter.is_reversed ? "descending" : "ascending" };
    }
    ds_staff_table_sorted(m, "报告", is_picked ? heads : heads + 1, is_picked ? N : N - 1);
}

static void write_list(ds_markup *m, const ds_staff_view *view, const ds_desk *desk,
                       apr_pool_t *pool)
{
    int is_picked = has_task(desk, DS_TASK_REVIEW) || has_task(desk, DS_TASK_PUBLISH);
    apr_pool_t *iterpool;

    if (desk->items->nelts == 0) {
        ds_markup_element(m, "p", *desk->filter.task || *desk->filter.state || *desk->filter.text
                                      || desk->filter.year
            ? "没有符合条件的报告。请放宽筛选条件再试。" : "现在没有等您办理的报告。");
        return;
    }
    apr_pool_create(&iterpool, pool);
    if (is_picked) {
        ds_staff_form(m, view, ds_staff_path(view->site, "/bulk", pool), NULL);
    }
    begin_table(m, view, desk, is_picked, pool);
    for (int i = 0; i < desk->items->nelts; i++) {
        apr_pool_clear(iterpool);
        write_row(m, view, desk, is_picked,
                  APR_ARRAY_IDX(desk->items, i, const ds_desk_item *), iterpool);
    }
    ds_staff_table_end(m);
    if (is_picked) {
        write_bulk_buttons(m, desk);
        ds_staff_form_end(m);
    }
    apr_pool_destroy(iterpool);
}

/* What the superior office says of reports that wait here. */
static void write_reminders(ds_markup *m, const ds_staff_view *view, const ds_desk *desk,
                            apr_pool_t *pool)
{
    for (int i = 0; i < desk->items->nelts; i++) {
        const ds_desk_item *item = APR_ARRAY_IDX(desk->items, i, const ds_desk_item *);

        if (item->reminder != NULL) {
            ds_piece_open(m, "p", "ds-notice ds-reminder");
            ds_markup_element(m, "strong", "催报：");
            ds_piece_link(m, path_of(view, item, pool), NULL,
                          apr_psprintf(pool, "%s%d年度报告", item->organ_name, item->year));
            ds_markup_text(m, apr_pstrcat(pool, "。", item->reminder, NULL));
            ds_markup_end(m, "p");
        }
    }
}

/* Publications that came to nothing at their time. */
static void write_failures(ds_markup *m, const ds_staff_view *view, const ds_desk *desk,
                           apr_pool_t *pool)
{
    for (int i = 0; i < desk->failed->nelts; i++) {
        const ds_desk_item *item = APR_ARRAY_IDX(desk->failed, i, const ds_desk_item *);

        ds_piece_open(m, "p", "ds-notice ds-failure");
        ds_markup_element_class(m, "strong", "ds-late", "定时公开没有办成：");
        ds_desk_name(m, view, item, pool);
        ds_markup_text(m, apr_psprintf(pool, "%d年度报告原定%s公开。%s", item->year,
                                       ds_date_minute(pool, item->publish_at), item->failure));
        ds_markup_end(m, "p");
    }
}

void ds_desk_page(ds_page *page, const ds_staff_view *view, const ds_desk *desk,
                  apr_pool_t *pool)
{
    ds_markup *m = ds_staff_begin(page, view, "工作台", NULL, 0, pool);

    if (desk->n_reached == 0) {
        ds_markup_element(m, "p", "您的账号还没有任何机关的角色，请联系上级机关的管理人员授予。");
        ds_staff_end(page);
        return;
    }
    write_failures(m, view, desk, pool);
    write_reminders(m, view, desk, pool);
    if (desk->only != NULL) {
        write_only(m, view, desk, pool);
    }
    if (!desk->is_single) {
        write_counts(m, view, desk, pool);
        write_filter(m, view, desk, pool);
    }
    write_list(m, view, desk, pool);
    ds_staff_end(page);
}
