/* One act on many reports. Each is a change of its own with its own answer: what
 * can be done is done, and the page that follows says what was not, and why. Sent
 * once more it finds every tag changed, every reminder made, and does nothing. */
#include "core/date.h"
#include "httpd/staff_bulk.h"
#include "httpd/staff_duties.h"
#include "store/history.h"
#include "store/reminders.h"
#include "store/schedule.h"

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
    p->is_over = p->lines->nelts == DISCLOSURE_MAX_PICKS;
    if (!p->is_over && ds_organ_key_is_valid(line.organ) && line.year >= DS_YEAR_MIN
        && line.year <= DS_YEAR_MAX)
        APR_ARRAY_PUSH(p->lines, ds_bulk_line) = line;
    return !p->is_over;
}

/* ---- Whether it may be done ---- */

static ds_bulk_trouble why_not(disclosure_staff *staff, const disclosure_duties *duties,
                               ds_bulk_act act, ds_bulk_line *line)
{
    ds_task task = act == DS_BULK_APPROVE ? DS_TASK_REVIEW : DS_TASK_PUBLISH;
    const ds_desk_item *item = disclosure_staff_duty(duties, line->organ, line->year);

    if (!item)
        return DS_BULK_ABSENT;
    line->name = item->organ_name;
    if (act == DS_BULK_REMIND)
        return ds_desk_is_outstanding(item) ? DS_BULK_FINE : DS_BULK_NOT_OWED;
    if (!item->tag || strcmp(item->tag, line->tag))
        return DS_BULK_CHANGED;
    if (item->task != task)
        return DS_BULK_NOT_YOURS;
    if ((act == DS_BULK_PUBLISH || act == DS_BULK_SCHEDULE) && item->is_public)
        return DS_BULK_CORRECTION;
    if (act == DS_BULK_APPROVE
        && ds_store_opened(staff->store, staff->actor->account, line->organ, line->year, line->tag)
           != APR_SUCCESS)
        return DS_BULK_UNOPENED;
    return DS_BULK_FINE;
}

/* ---- Doing it ---- */

static ds_bulk_trouble trouble_of(apr_status_t status)
{
    static const struct {
        apr_status_t status;
        ds_bulk_trouble trouble;
    } known[] = { { APR_SUCCESS, DS_BULK_FINE }, { DS_ENOTFOUND, DS_BULK_ABSENT },
                  { DS_EFORBIDDEN, DS_BULK_NOT_YOURS }, { DS_ESTALE, DS_BULK_CHANGED },
                  { DS_ESTATE, DS_BULK_STATE }, { DS_EINVALID, DS_BULK_FAULTY } };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].status == status)
            return known[i].trouble;
    return DS_BULK_FAILED;
}

/* The instant the day that was chosen stands for; 0 when it is no date. */
static apr_int64_t chosen_time(const disclosure_staff *staff)
{
    const char *day = disclosure_staff_text(staff, "day");

    return day && ds_date_is_valid(day) ? ds_date_start(day) + HOUR_SECONDS : 0;
}

static apr_status_t step(disclosure_staff *staff, ds_bulk_act act, const ds_bulk_line *line)
{
    const ds_step_request request = { .tag = line->tag };
    ds_outcome outcome = { 0 };
    apr_status_t status = ds_store_act(staff->store, &outcome, staff->actor, actions[act],
                                       line->organ, line->year, &request, staff->now,
                                       staff->request->r->pool);

    if (status == APR_SUCCESS)
        disclosure_staff_changed(staff, ds_action_name(actions[act]), line->organ);
    return status;
}

static ds_bulk_trouble act_on(disclosure_staff *staff, ds_bulk_act act, const ds_bulk_line *line)
{
    ds_findings *findings = ds_findings_create(staff->request->r->pool);
    apr_status_t status = APR_SUCCESS;

    switch (act) {
    case DS_BULK_APPROVE:
    case DS_BULK_PUBLISH:
        status = step(staff, act, line);
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
    return act == DS_BULK_REMIND && status == DS_ESTATE ? DS_BULK_REMINDED : trouble_of(status);
}

/* What is wrong with the day that was chosen, NULL when it will do. */
static const char *day_error(const disclosure_staff *staff)
{
    return chosen_time(staff) > staff->now
        ? NULL : "请选定一个 09:00 还没有过去的日期，按“2026-01-31”的样子填写。";
}

/* ---- The pages ---- */

static int confirm(disclosure_staff *staff, ds_bulk_act act, const apr_array_header_t *lines,
                   const char *error)
{
    apr_pool_t *pool = staff->request->r->pool;
    const char *day = disclosure_staff_text(staff, "day");
    ds_page *page = ds_page_create(pool);

    ds_bulk_confirm(page, &staff->view, act, lines,
                    day ? day : ds_date_of(pool, staff->now + DAY_SECONDS), error, pool);
    return disclosure_staff_page(staff, error ? HTTP_UNPROCESSABLE_ENTITY : HTTP_OK, page);
}

/* What was done is told by a page of its own, which may be loaded again. */
static int go_on(disclosure_staff *staff, ds_bulk_act act, const apr_array_header_t *lines)
{
    const char *result = disclosure_bulk_pack(staff, act, lines);

    return result ? disclosure_staff_see(staff, apr_pstrcat(staff->request->r->pool,
                        "/bulk?" DISCLOSURE_BULK_RESULT "=", result, NULL), NULL)
                  : disclosure_staff_problem(staff, APR_EGENERAL, NULL, NULL);
}

static int show_result(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_page *page = ds_page_create(pool);
    apr_array_header_t *lines;
    ds_bulk_act act;
    apr_status_t status = disclosure_bulk_unpack(staff, &act, &lines,
        disclosure_staff_text(staff, DISCLOSURE_BULK_RESULT));

    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, status == DS_ENOTFOUND
            ? "这里没有您办理的结果，地址可能不完整。请回到工作台查看。" : NULL, NULL);
    ds_bulk_result(page, &staff->view, act, lines, pool);
    return disclosure_staff_page(staff, HTTP_OK, page);
}

/* Asks of every line whether it can be done, and (`is_confirmed`) does it. */
static apr_status_t go_through(disclosure_staff *staff, ds_bulk_act act, apr_array_header_t *lines,
                               int is_confirmed)
{
    disclosure_duties duties;
    apr_status_t status = disclosure_staff_duties(staff, 0, &duties);

    for (int i = 0; status == APR_SUCCESS && i < lines->nelts; i++) {
        ds_bulk_line *line = &APR_ARRAY_IDX(lines, i, ds_bulk_line);

        line->trouble = why_not(staff, &duties, act, line);
        if (is_confirmed && line->trouble == DS_BULK_FINE)
            line->trouble = act_on(staff, act, line);
    }
    return status;
}

int disclosure_staff_bulk(disclosure_staff *staff)
{
    apr_pool_t *pool = staff->request->r->pool;
    picking p = { apr_array_make(pool, 16, sizeof(ds_bulk_line)), pool, 0 };
    int act = ds_bulk_find(disclosure_staff_text(staff, "act"));
    int is_confirmed = act == DS_BULK_REMIND || disclosure_staff_text(staff, "confirmed");
    const char *error = is_confirmed && act == DS_BULK_SCHEDULE ? day_error(staff) : NULL;
    apr_status_t status;

    if (staff->request->r->method_number != M_POST)
        return show_result(staff);
    apr_table_do(take_pick, &p, staff->fields, NULL);
    if (act < 0 || !p.lines->nelts)
        return disclosure_staff_problem(staff, DS_EINVALID,
                                        "没有勾选报告。请回到工作台，勾选之后再办理。", NULL);
    if (p.is_over)
        return disclosure_staff_problem(staff, DS_ETOOLARGE, "一次最多办理 500 份，请分几次办理。", NULL);
    status = go_through(staff, (ds_bulk_act)act, p.lines, is_confirmed && !error);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    return is_confirmed && !error ? go_on(staff, (ds_bulk_act)act, p.lines)
                                  : confirm(staff, (ds_bulk_act)act, p.lines, error);
}
