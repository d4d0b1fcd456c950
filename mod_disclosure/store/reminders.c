#include "store/reminders.h"

#include <string.h>

#include "core/date.h"
#include "store/roster.h"
#include "store/store_private.h"

#define LAST_YEAR 9999

apr_status_t ds_store_reminders(ds_store *store, apr_array_header_t **out, int year,
                                apr_pool_t *result_pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_REMINDERS, &rows,
        DS_ARGS(DS_N(year), DS_N(year ? year : LAST_YEAR)), result_pool);
    *out = apr_array_make(result_pool, 8, sizeof(ds_reminder *));
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        ds_reminder *reminder = apr_palloc(result_pool, sizeof(*reminder));
        reminder->organ = ds_rows_text(rows, i, DS_COL_REMINDERS_ORGAN_KEY);
        reminder->year = (int)ds_rows_number(rows, i, DS_COL_REMINDERS_YEAR);
        reminder->is_call = (int)ds_rows_number(rows, i, DS_COL_REMINDERS_IS_CALL);
        reminder->account = ds_rows_text(rows, i, DS_COL_REMINDERS_ACCOUNT);
        reminder->name = ds_rows_text(rows, i, DS_COL_REMINDERS_DISPLAY_NAME);
        reminder->at = ds_rows_number(rows, i, DS_COL_REMINDERS_MADE_AT);
        reminder->text = ds_rows_text(rows, i, DS_COL_REMINDERS_REMINDER_TEXT);
        APR_ARRAY_PUSH(*out, ds_reminder *) = reminder;
    }
    return status;
}

typedef struct reminding {
    ds_store *store;
    const ds_actor *actor;
    const char *organ, *text;
    int year, is_call;
    apr_int64_t now;
    ds_findings *findings;
} reminding;

/* Whether the notice is the second one of its day. */
static int is_repeated(const reminding *r, const ds_rows *last, apr_pool_t *pool)
{
    apr_int64_t at = ds_rows_number(last, 0, DS_COL_REMINDER_LAST_NOTICE_AT);
    return !r->is_call && at && !strcmp(ds_date_of(pool, at), ds_date_of(pool, r->now));
}

static apr_status_t remind_body(void *baton, apr_pool_t *scratch_pool)
{
    const reminding *r = baton;
    apr_array_header_t *path;
    ds_rows *rows;
    apr_status_t status = ds_organ__path(r->store, &path, r->organ, scratch_pool);
    if (status == APR_SUCCESS && !path)
        return DS_ENOTFOUND;
    if (status == APR_SUCCESS && !ds_roster_keeps(r->actor, path))
        return ds_store__refuse(r->findings, DS_EFORBIDDEN, "W.role", r->organ,
                                "催报要由主管机关的审核人员或管理人员办理。");
    if (status == APR_SUCCESS)
        status = ds_dbd_select(r->store->dbd, DS_SQL_REMINDER_LAST, &rows,
                               DS_ARGS(DS_S(r->organ), DS_N(r->year)), scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    if (is_repeated(r, rows, scratch_pool))
        return ds_store__refuse(r->findings, DS_ESTATE, "W.reminded", r->organ,
                                "今天已经发过催报通知。需要马上联系的，请打电话并记录通话。");
    status = ds_dbd_change(r->store->dbd, DS_SQL_REMINDER_ADD, NULL,
        DS_ARGS(DS_S(r->organ), DS_N(r->year),
                DS_N(ds_rows_number(rows, 0, DS_COL_REMINDER_LAST_NUMBER) + 1), DS_N(r->is_call),
                DS_S(r->actor->account), DS_N(r->now), DS_S(r->text)));
    ds_audit_entry entry = { .actor = r->actor, .action = r->is_call ? "call" : "remind",
                             .organ = r->organ, .year = r->year, .at = r->now,
                             .detail = r->text };
    return status == APR_SUCCESS ? ds_audit__add(r->store, &entry, scratch_pool) : status;
}

apr_status_t ds_store_remind(ds_store *store, const ds_actor *actor, const char *organ, int year,
                             int is_call, const char *text, apr_int64_t now,
                             ds_findings *findings)
{
    apr_pool_t *scratch;
    reminding r = { store, actor, organ, NULL, year, is_call != 0, now, findings };
    apr_status_t status;
    apr_pool_create(&scratch, store->pool);
    if (!ds_store__text(&r.text, text, DS_STORE_MAX_COMMENT, scratch) || (is_call && !r.text))
        status = ds_store__refuse(findings, DS_EINVALID, "W.comment", "note",
                                  "请写明通话对象和情况，%d字以内。", DS_STORE_MAX_COMMENT);
    else
        status = ds_store__change(store, remind_body, &r);
    apr_pool_destroy(scratch);
    return status;
}
