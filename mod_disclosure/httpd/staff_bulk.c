/* One act on many reports. Each is a change of its own with its own answer: what
 * can be done is done, and the page says what was not, and why. The result is
 * answered to the POST itself, since it is kept nowhere; sent once more it finds
 * every tag changed and does nothing. */
#include "core/date.h"
#include "httpd/problem.h"
#include "httpd/staff_duties.h"
#include "page/bulk_page.h"
#include "store/history.h"
#include "store/reminders.h"
#include "store/schedule.h"

#define MAX_PICKS 500
#define MAX_TAG 64
/* Reports set for a day are published at nine. */
#define HOUR_SECONDS (9 * 3600)
#define DAY_SECONDS 86400

static const ds_action actions[] = {
    [DS_BULK_APPROVE] = DS_ACTION_APPROVE,
    [DS_BULK_PUBLISH] = DS_ACTION_PUBLISH,
    [DS_BULK_SCHEDULE] = DS_ACTION_PUBLISH,
    [DS_BULK_CANCEL] = DS_ACTION_PUBLISH,
};

/* ---- What was picked ---- */

typedef struct {
    apr_array_header_t *lines;
    apr_pool_t *pool;
    int is_over;
} picking;

static int take_pick(void *baton, const char *name, const char *value)
{
    picking *p = baton;
    const char *organ = name + sizeof DS_BULK_PICK - 1, *slash;
    ds_bulk_line line = { .tag = value };

    if (strncmp(name, DS_BULK_PICK, sizeof DS_BULK_PICK - 1))
        return 1;
    slash = strchr(organ, '/');
    if (!slash || !*value || strlen(value) > MAX_TAG)
        return 1;
    line.organ = line.name = apr_pstrmemdup(p->pool, organ, (apr_size_t)(slash - organ));
    line.year = atoi(slash + 1);
    p->is_over = p->lines->nelts == MAX_PICKS;
    if (!p->is_over && ds_organ_key_is_valid(line.organ) && line.year >= DS_YEAR_MIN
        && line.year <= DS_YEAR_MAX)
        APR_ARRAY_PUSH(p->lines, ds_bulk_line) = line;
    return !p->is_over;
}

/* ---- Whether it may be done ---- */

static const ds_desk_item *find(const disclosure_duties *duties, const ds_bulk_line *line)
{
    for (int i = 0; i < duties->items->nelts; i++) {
        const ds_desk_item *item = APR_ARRAY_IDX(duties->items, i, const ds_desk_item *);

        if (item->year == line->year && !strcmp(item->organ, line->organ))
            return item;
    }
    return NULL;
}

static const char *why_not(disclosure_staff *staff, const disclosure_duties *duties,
                           ds_bulk_act act, ds_bulk_line *line)
{
    ds_task task = act == DS_BULK_APPROVE ? DS_TASK_REVIEW : DS_TASK_PUBLISH;
    const ds_desk_item *item = find(duties, line);

    if (!item)
        return "没有这份报告，或者您没有办理这个机关事务的权限。";
    line->name = item->organ_name;
    if (act == DS_BULK_REMIND)
        return ds_desk_is_outstanding(item) ? NULL : "这份报告已经送审，或者不在应报之列。";
    if (!item->tag || strcmp(item->tag, line->tag))
        return "报告在您勾选之后有了变动，请打开看过再办。";
    if (item->task != task)
        return apr_psprintf(staff->request->r->pool, "这份报告现在不由您办理‘%s’。",
                            ds_action_label(actions[act]));
    if ((act == DS_BULK_PUBLISH || act == DS_BULK_SCHEDULE) && item->is_public)
        return "更正后的报告须写明更正说明，请打开后单独签发。";
    if (act == DS_BULK_APPROVE
        && ds_store_opened(staff->store, staff->actor->account, line->organ, line->year, line->tag)
           != APR_SUCCESS)
        return "您还没有打开看过这一版报告，请先打开审核。";
    return NULL;
}

/* ---- Doing it ---- */

static const char *sentence_of(apr_status_t status, const ds_findings *findings)
{
    const char *title, *sentence;

    if (findings && ds_findings_count(findings))
        return ds_findings_at(findings, 0)->message;
    disclosure_problem_words(disclosure_problem_status(status), &title, &sentence);
    return sentence;
}

/* The instant the day that was chosen stands for; 0 when it is no date. */
static apr_int64_t chosen_time(const disclosure_staff *staff)
{
    const char *day = disclosure_staff_text(staff, "day");

    return day && ds_date_is_valid(day) ? ds_date_start(day) + HOUR_SECONDS : 0;
}

static apr_status_t step(disclosure_staff *staff, ds_bulk_act act, const ds_bulk_line *line,
                         ds_findings **findings)
{
    const ds_step_request request = { .tag = line->tag };
    ds_outcome outcome = { 0 };
    apr_status_t status = ds_store_act(staff->store, &outcome, staff->actor, actions[act],
                                       line->organ, line->year, &request, staff->now,
                                       staff->request->r->pool);

    *findings = outcome.findings;
    if (status == APR_SUCCESS)
        disclosure_staff_changed(staff, ds_action_name(actions[act]), line->organ);
    return status;
}

static const char *act_on(disclosure_staff *staff, ds_bulk_act act, const ds_bulk_line *line)
{
    ds_findings *findings = ds_findings_create(staff->request->r->pool);
    apr_status_t status = APR_SUCCESS;

    switch (act) {
    case DS_BULK_APPROVE:
    case DS_BULK_PUBLISH:
        status = step(staff, act, line, &findings);
        break;
    case DS_BULK_SCHEDULE:
        status = ds_store_schedule(staff->store, staff->actor, line->organ, line->year, line->tag,
                                   chosen_time(staff), staff->now, findings);
        break;
    case DS_BULK_CANCEL:
        status = ds_store_unschedule(staff->store, staff->actor, line->organ, line->year,
                                     staff->now, findings);
        break;
    case DS_BULK_REMIND:
        status = ds_store_remind(staff->store, staff->actor, line->organ, line->year, 0,
                                 disclosure_staff_text(staff, "note"), staff->now, findings);
        break;
    }
    return status == APR_SUCCESS ? NULL : sentence_of(status, findings);
}

/* What is wrong with the day that was chosen, NULL when it will do. */
static const char *day_error(const disclosure_staff *staff)
{
    return chosen_time(staff) > staff->now
        ? NULL : "请选定一个 09:00 还没有过去的日期，按“2026-01-31”的样子填写。";
}

static int answer(disclosure_staff *staff, ds_bulk_act act, const apr_array_header_t *lines,
                  int is_done, const char *error)
{
    apr_pool_t *pool = staff->request->r->pool;
    const char *day = disclosure_staff_text(staff, "day");
    ds_page *page = ds_page_create(pool);

    if (is_done)
        ds_bulk_result(page, &staff->view, act, lines, pool);
    else
        ds_bulk_confirm(page, &staff->view, act, lines,
                        day ? day : ds_date_of(pool, staff->now + DAY_SECONDS), error, pool);
    return disclosure_staff_page(staff, error ? HTTP_UNPROCESSABLE_ENTITY : HTTP_OK, page);
}

int disclosure_staff_bulk(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    picking p = { apr_array_make(pool, 16, sizeof(ds_bulk_line)), pool, 0 };
    int act = ds_bulk_find(disclosure_staff_text(staff, "act"));
    int is_confirmed = act == DS_BULK_REMIND || disclosure_staff_text(staff, "confirmed");
    const char *error = is_confirmed && act == DS_BULK_SCHEDULE ? day_error(staff) : NULL;
    disclosure_duties duties;
    apr_status_t status;

    apr_table_do(take_pick, &p, staff->fields, NULL);
    if (act < 0 || !p.lines->nelts)
        return disclosure_staff_problem(staff, DS_EINVALID,
                                        "没有勾选报告。请回到工作台，勾选之后再办理。", NULL);
    if (p.is_over)
        return disclosure_staff_problem(staff, DS_ETOOLARGE, "一次最多办理 500 份，请分几次办理。", NULL);
    status = disclosure_staff_duties(staff, 0, &duties);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    for (int i = 0; i < p.lines->nelts; i++) {
        ds_bulk_line *line = &APR_ARRAY_IDX(p.lines, i, ds_bulk_line);

        line->trouble = why_not(staff, &duties, (ds_bulk_act)act, line);
        if (is_confirmed && !error && !line->trouble)
            line->trouble = act_on(staff, (ds_bulk_act)act, line);
    }
    return answer(staff, (ds_bulk_act)act, p.lines, is_confirmed && !error, error);
}
