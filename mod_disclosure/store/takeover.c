#include <string.h>

#include "core/date.h"
#include "core/text.h"
#include "store/store_private.h"

typedef struct take_over {
    ds_change change;
    ds_draft draft;
    ds_takeover about;      /* as given, tidied */
} take_over;

static apr_status_t take_over_body(void *baton, apr_pool_t *scratch_pool)
{
    take_over *t = baton;
    ds_change *c = &t->change;
    const ds_shown *s = &t->draft.shown;
    apr_status_t status = ds_change__begin(c, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    if (c->row) {
        c->outcome->listing = &c->row->listing;
        c->outcome->findings = ds_findings_create(c->result_pool);
        return ds_store__refuse(c->outcome->findings, DS_ESTATE, "W.state", c->place,
                                "已有这份报告，不能再按已公开的报告接收；需要修改的，请办理更正。");
    }
    c->state = DS_STATE_PUBLISHED;
    c->step = 0;
    ds_row_change row = {
        .working = 1, .author = t->draft.author, .working_digest = s->digest, .shown = *s,
        .latest = 1, .published = 1, .published_on = t->about.published_on,
        .published_at = ds_date_start(t->about.published_on),
    };
    row.shown.title = t->about.title;
    ds_publication publication = {
        .n = 1, .revision = 1, .report = t->draft.report, .title = t->about.title,
        .index_number = t->about.index_number, .document_number = t->about.document_number,
        .published_on = row.published_on, .published_at = row.published_at,
        .old_address = t->about.old_address, .digest_algorithm = s->digest_algorithm,
        .digest = s->digest, .organ_name = s->organ_name, .xml = t->draft.xml,
        .xml_length = t->draft.xml_length,
    };
    c->outcome->created = 1;
    c->outcome->findings = t->draft.findings;
    status = ds_change__write_row(c, &row, scratch_pool);
    if (status == APR_SUCCESS)
        status = ds_draft__write(&t->draft, c, 1, scratch_pool);
    if (status == APR_SUCCESS)
        status = ds_publication__write(c, &publication, scratch_pool);
    return status == APR_SUCCESS
        ? ds_change__record(c, "take-over", 1, t->about.old_address, scratch_pool) : status;
}

/* A path of the portal as it was: it is only ever compared. */
static int is_path(const char *text)
{
    return !text || (text[0] == '/' && !strpbrk(text, " \t\r\n"));
}

static apr_status_t check_about(take_over *t, const ds_takeover *given, const char *today)
{
    ds_findings *findings = t->change.outcome->findings;
    apr_pool_t *pool = t->change.result_pool;
    const char *organ = t->change.organ;
    t->about = *given;
    if (!given->published_on || !ds_date_is_valid(given->published_on)
        || strcmp(given->published_on, today) > 0)
        return ds_store__refuse(findings, DS_EINVALID, "W.date", organ,
                                "公开日期应写成 2021-01-29 的样子，而且不能晚于今天。");
    if (!ds_store__text(&t->about.title, given->title, DS_STORE_MAX_LINE, pool)
        || !ds_store__text(&t->about.index_number, given->index_number, DS_STORE_MAX_LINE, pool)
        || !ds_store__text(&t->about.document_number, given->document_number, DS_STORE_MAX_LINE,
                           pool)
        || !ds_store__text(&t->about.old_address, given->old_address, DS_STORE_MAX_LINE, pool))
        return ds_store__refuse(findings, DS_EINVALID, "W.text", organ,
                                "标题、索引号、文号或原地址中有不能保存的字符，或者超过了 %d 个字。",
                                DS_STORE_MAX_LINE);
    if (!is_path(t->about.old_address))
        return ds_store__refuse(findings, DS_EINVALID, "W.address", organ,
                                "原地址应是以 / 开头的路径，不含空格。");
    return APR_SUCCESS;
}

apr_status_t ds_store_take_over(ds_store *store, ds_outcome *outcome, const ds_actor *actor,
                                const ds_report *report, const ds_findings *findings,
                                const ds_takeover *takeover, apr_int64_t now,
                                apr_pool_t *result_pool)
{
    ds_organ *organ;
    *outcome = (ds_outcome) { .findings = ds_findings_create(result_pool) };
    take_over t = {
        .change = { .store = store, .outcome = outcome, .actor = actor,
                    .action = DS_ACTION_MANAGE, .organ = report->organ, .year = report->year,
                    .now = now, .result_pool = result_pool },
        .draft = { .author = actor->account },
    };
    const ds_findings *read = findings ? findings : ds_findings_create(result_pool);
    t.draft.reader_findings = ds_findings_write(read, result_pool);
    apr_status_t status = ds_organ__of_report(store, &organ, report->organ, report->year, now,
                                              outcome->findings, result_pool);
    if (status == APR_SUCCESS)
        status = check_about(&t, takeover, ds_date_of(result_pool, now));
    if (status == APR_SUCCESS)
        status = ds_draft__make(&t.draft, store, report, organ, t.about.published_on,
                                outcome->findings, result_pool);
    if (status == APR_SUCCESS && !t.about.title)
        t.about.title = t.draft.shown.title;
    if (status == APR_SUCCESS)
        status = ds_draft__check(&t.draft, store, organ, result_pool);
    return status == APR_SUCCESS ? ds_store__change(store, take_over_body, &t) : status;
}
