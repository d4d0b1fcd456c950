#include <string.h>

#include <apr_strings.h>

#include "core/canonical.h"
#include "core/check.h"
#include "core/text.h"
#include "store/store_private.h"

/* Lists show that much of a name or title. */
#define SHOWN_TITLE 480
#define SHOWN_NAME 200

apr_status_t ds_draft__make(ds_draft *draft, ds_store *store, const ds_report *report,
                            const ds_organ *organ, const char *date, ds_findings *findings,
                            apr_pool_t *pool)
{
    ds_report *copy = ds_report_copy(report, pool);
    if (!copy->organ_name)
        ds_report_set_organ_name(copy, ds_organ__name(organ, report->year, date, pool));
    if (!copy->title)
        ds_report_set_title(copy, ds_format_title(copy->format, copy->organ_name, copy->year,
                                                  pool));
    draft->report = copy;
    draft->xml = ds_canonical(copy, &draft->xml_length, pool);
    if (draft->xml_length > DS_REPORT_MAX_BYTES)
        return ds_store__refuse(findings, DS_ETOOLARGE, "F.size", organ->key,
                                "报告太大：保存后超过 %d MB，请删减文字。",
                                DS_REPORT_MAX_BYTES / (1024 * 1024));
    const char *digest = ds_digest_hex(pool, store->settings->digest, draft->xml,
                                       draft->xml_length);
    draft->shown = (ds_shown) {
        .organ_name = ds_text_quote(pool, copy->organ_name, SHOWN_NAME),
        .format = copy->format->id,
        .title = ds_text_quote(pool, copy->title, SHOWN_TITLE),
        .digest_algorithm = store->settings->digest->name,
        .digest = digest,
    };
    return digest ? APR_SUCCESS : DS_EUNAVAILABLE;
}

apr_status_t ds_draft__check(ds_draft *draft, ds_store *store, const ds_organ *organ,
                             apr_pool_t *pool)
{
    ds_report *previous;
    const ds_findings *reader = ds_findings_read(draft->reader_findings, pool);
    apr_status_t status = ds_store_previous(store, &previous, organ->key, draft->report->year,
                                            pool);
    if (status != APR_SUCCESS)
        return status;
    if (!reader)
        return DS_EUNAVAILABLE;
    ds_check_context context = { previous, ds_organ_all_names(organ, pool) };
    draft->findings = ds_findings_create(pool);
    ds_findings_append(draft->findings, reader);
    ds_check(draft->findings, draft->report, &context, pool);
    status = ds_files__check(store, draft->report, organ->key, draft->findings, pool);
    ds_draft__count(draft);
    return status;
}

void ds_draft__count(ds_draft *draft)
{
    draft->shown.errors = ds_findings_of(draft->findings, DS_ERROR);
    draft->shown.warnings = ds_findings_of(draft->findings, DS_WARNING);
}

apr_status_t ds_draft__write(const ds_draft *draft, const ds_change *change, int number,
                             apr_pool_t *scratch_pool)
{
    ds_dbd *dbd = change->store->dbd;
    const ds_shown *s = &draft->shown;
    apr_status_t status = ds_dbd_change(dbd, DS_SQL_REVISION_ADD, NULL,
        DS_ARGS(DS_S(change->organ), DS_N(change->year), DS_N(number),
                DS_S(ds_state_name(change->state)), DS_N(change->step), DS_S(draft->author),
                DS_N(change->now), DS_S(s->organ_name), DS_S(s->format), DS_S(s->title),
                DS_S(s->digest_algorithm), DS_S(s->digest), DS_N(s->errors), DS_N(s->warnings)));
    return status != APR_SUCCESS ? status : ds_dbd_change(dbd, DS_SQL_TEXT_ADD, NULL,
        DS_ARGS(DS_S(change->organ), DS_N(change->year), DS_N(number),
                DS_N((apr_int64_t)draft->xml_length), DS_S(draft->xml),
                DS_S(draft->reader_findings),
                DS_S(ds_findings_write(draft->findings, scratch_pool))));
}
