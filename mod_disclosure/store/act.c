#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/text.h"
#include "store/history.h"
#include "store/store_private.h"

/* Characters of a name or post in a signature on paper. */
#define MAX_SIGNATURE 50

/* A step of the review, or what follows publication. */
typedef struct act {
    ds_change change;
    const ds_step_request *request;
    const char *comment;         /* tidied, or NULL */
    const char *index_number;
    const char *document_number;
    ds_signature signature;      /* on paper; signer NULL: none */
    ds_row_change row;           /* as it becomes */
} act;

/* What an action does beside moving state and step. */
typedef apr_status_t act_fn(act *a, apr_pool_t *scratch_pool);

static apr_status_t refuse(act *a, apr_status_t status, const char *rule, const char *sentence)
{
    ds_outcome *outcome = a->change.outcome;
    outcome->findings = ds_findings_create(a->change.result_pool);
    if (a->change.row)
        outcome->listing = &a->change.row->listing;
    return ds_store__refuse(outcome->findings, status, rule,
                            a->change.place ? a->change.place : a->change.organ, "%s", sentence);
}

static apr_status_t parse_working(act *a, ds_report **report)
{
    const ds_revision *r = &a->change.working->revision;
    return ds_report__parse(a->change.store, report, r->xml, r->xml_length,
                            a->change.result_pool);
}

static apr_status_t set_revision_state(act *a)
{
    const ds_change *c = &a->change;
    return ds_dbd_change(c->store->dbd, DS_SQL_REVISION_STATE, NULL,
        DS_ARGS(DS_S(ds_state_name(c->state)), DS_N(c->step), DS_S(c->organ), DS_N(c->year),
                DS_N(c->row->listing.revision)));
}

static ds_shown shown_of(const ds_revision_row *r)
{
    return (ds_shown) { r->organ_name, r->format, r->title, r->revision.digest_algorithm,
                        r->revision.digest, r->errors, r->warnings };
}

/* ---- Submitting ---- */

/* Signs a finding for each reason that is given; reasons for what is no longer
 * found are dropped. */
static apr_status_t sign(act *a, ds_findings *findings)
{
    const apr_array_header_t *given = a->request->reasons
        ? apr_table_elts(a->request->reasons) : NULL;
    const ds_actor *actor = a->change.actor;
    const char *signer = actor->name ? actor->name : actor->account;
    for (int i = 0; given && i < given->nelts; i++) {
        const apr_table_entry_t *entry = &APR_ARRAY_IDX(given, i, const apr_table_entry_t);
        ds_finding *finding = ds_findings_find(findings, entry->key);
        const char *reason;
        if (!ds_store__text(&reason, entry->val, DS_STORE_MAX_COMMENT, a->change.result_pool))
            return refuse(a, DS_EINVALID, "W.reason",
                          "理由中有不能保存的字符，或者太长，请改短后再送审。");
        if (finding && reason && !(finding->reason && !strcmp(finding->reason, reason))) {
            finding->reason = reason;
            finding->signed_by = signer;
        }
    }
    return APR_SUCCESS;
}

static int has_unsigned_warning(const ds_findings *findings)
{
    for (int i = 0; i < ds_findings_count(findings); i++) {
        const ds_finding *f = ds_findings_at(findings, i);
        if (f->severity == DS_WARNING && !f->reason)
            return 1;
    }
    /* Those over the bound were never shown, so nobody can have signed them. */
    return ds_findings_more(findings, DS_WARNING) > 0;
}

static apr_status_t check_again(act *a, ds_draft *draft, apr_pool_t *pool)
{
    ds_change *c = &a->change;
    ds_organ *organ;
    apr_status_t status = parse_working(a, &draft->report);
    draft->reader_findings = c->working->reader_findings;
    if (status == APR_SUCCESS)
        status = ds_organ__find(c->store, &organ, c->organ, pool);
    if (status == APR_SUCCESS)
        status = ds_draft__check(draft, c->store, organ, c->result_pool);
    if (status != APR_SUCCESS)
        return status;
    const ds_findings *earlier = ds_findings_read(c->working->revision.findings, pool);
    if (!earlier)
        return DS_EUNAVAILABLE;
    ds_findings_keep_reasons(draft->findings, earlier);
    return sign(a, draft->findings);
}

static apr_status_t write_findings(act *a, const ds_draft *draft, apr_pool_t *pool)
{
    const ds_change *c = &a->change;
    apr_int64_t number = c->row->listing.revision;
    apr_status_t status = ds_dbd_change(c->store->dbd, DS_SQL_TEXT_FINDINGS, NULL,
        DS_ARGS(DS_S(ds_findings_write(draft->findings, pool)), DS_S(c->organ), DS_N(c->year),
                DS_N(number)));
    return status != APR_SUCCESS ? status
        : ds_dbd_change(c->store->dbd, DS_SQL_REVISION_FINDINGS, NULL,
            DS_ARGS(DS_N(draft->shown.errors), DS_N(draft->shown.warnings), DS_S(c->organ),
                    DS_N(c->year), DS_N(number)));
}

static apr_status_t submit(act *a, apr_pool_t *scratch_pool)
{
    ds_change *c = &a->change;
    ds_draft draft = { 0 };
    apr_status_t status = check_again(a, &draft, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    c->outcome->findings = draft.findings;
    c->outcome->listing = &c->row->listing;
    if (draft.shown.errors || has_unsigned_warning(draft.findings))
        return DS_EINVALID;
    if (!a->row.published) {
        a->row.shown.errors = draft.shown.errors;
        a->row.shown.warnings = draft.shown.warnings;
    }
    status = write_findings(a, &draft, scratch_pool);
    return status == APR_SUCCESS ? set_revision_state(a) : status;
}

static apr_status_t move_on(act *a, apr_pool_t *scratch_pool)
{
    return set_revision_state(a);
}

/* ---- Publishing ---- */

/* That of the versions before, which never changes; else the one that is given;
 * else a new one. */
static apr_status_t find_index_number(act *a, const char **number, apr_pool_t *pool)
{
    ds_rows *rows;
    const char *earlier = NULL;
    apr_status_t status = ds_dbd_select(a->change.store->dbd, DS_SQL_INDEX_NUMBER, &rows,
                                        DS_ARGS(DS_S(a->change.organ), DS_N(a->change.year)),
                                        pool);
    if (status != APR_SUCCESS)
        return status;
    if (rows->count)
        earlier = ds_rows_text(rows, 0, DS_COL_INDEX_NUMBER_INDEX_NUMBER);
    if (earlier && a->index_number && strcmp(earlier, a->index_number) != 0)
        return refuse(a, DS_EINVALID, "W.text", apr_psprintf(a->change.result_pool,
            "索引号一经公布不再更改，这份报告的索引号是“%s”，请保留它或者不填。", earlier));
    *number = earlier ? earlier : a->index_number;
    return *number ? APR_SUCCESS
        : ds_index_number__make(&a->change, ds_date_of(pool, a->change.now), number, pool);
}

static apr_status_t publish(act *a, apr_pool_t *scratch_pool)
{
    ds_change *c = &a->change;
    int is_correction = c->row->latest > 0;
    if (is_correction && !a->comment)
        return refuse(a, DS_EINVALID, "W.comment",
                      "更正后的报告公开时要写明更正了什么、为什么更正，它将作为更正说明公布。");
    ds_report *report;
    ds_row_change *r = &a->row;
    const char *index_number = NULL;
    apr_status_t status = parse_working(a, &report);
    if (status == APR_SUCCESS)
        status = find_index_number(a, &index_number, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    r->shown = shown_of(c->working);
    r->latest = r->published = c->row->latest + 1;
    r->published_on = ds_date_of(c->result_pool, c->now);
    r->published_at = c->now;
    r->is_withdrawn = 0;
    r->withdrawn_reason = NULL;
    ds_publication publication = {
        .n = r->latest, .revision = r->working, .report = report, .title = r->shown.title,
        .index_number = index_number, .document_number = a->document_number,
        .published_on = r->published_on, .published_at = r->published_at,
        .notice = is_correction ? a->comment : NULL,
        .digest_algorithm = r->shown.digest_algorithm, .digest = r->shown.digest,
        .organ_name = r->shown.organ_name, .xml = c->working->revision.xml,
        .xml_length = c->working->revision.xml_length,
    };
    status = ds_publication__write(c, &publication, scratch_pool);
    return status == APR_SUCCESS ? set_revision_state(a) : status;
}

/* ---- After publication ---- */

/* A new draft with the text of the working revision, which is the published or
 * withdrawn one; its author stays who wrote it. */
static apr_status_t correct(act *a, apr_pool_t *scratch_pool)
{
    const ds_change *c = &a->change;
    const ds_revision *old = &c->working->revision;
    ds_draft draft = {
        .author = old->author, .xml = old->xml, .xml_length = old->xml_length,
        .shown = shown_of(c->working), .reader_findings = c->working->reader_findings,
        .findings = ds_findings_read(old->findings, scratch_pool),
    };
    if (!draft.findings)
        return DS_EUNAVAILABLE;
    a->row.working = old->number + 1;
    return ds_draft__write(&draft, c, a->row.working, scratch_pool);
}

/* Every version is gone; what lists show from now on is the working revision,
 * which staff see and the public does not. */
static apr_status_t remove_all(act *a)
{
    const ds_change *c = &a->change;
    ds_row_change *r = &a->row;
    r->shown = shown_of(c->working);
    r->published = 0;
    r->published_on = NULL;
    r->published_at = 0;
    r->is_withdrawn = 1;
    r->withdrawn_reason = a->comment;
    apr_status_t status = ds_dbd_change(c->store->dbd, DS_SQL_PUBLICATIONS_GONE, NULL,
                                        DS_ARGS(DS_S(c->organ), DS_N(c->year)));
    return status != APR_SUCCESS ? status
        : ds_dbd_change(c->store->dbd, DS_SQL_REVISIONS_WITHDRAWN, NULL,
            DS_ARGS(DS_S(ds_state_name(DS_STATE_WITHDRAWN)), DS_S(c->organ), DS_N(c->year),
                    DS_S(ds_state_name(DS_STATE_PUBLISHED))));
}

static apr_status_t give_back(act *a, apr_pool_t *scratch_pool)
{
    if (!a->comment)
        return refuse(a, DS_EINVALID, "W.comment", "退回修改要写明要改正什么。");
    return move_on(a, scratch_pool);
}

static apr_status_t withdraw(act *a, apr_pool_t *scratch_pool)
{
    if (!a->comment)
        return refuse(a, DS_EINVALID, "W.comment", "撤下已公开的报告要写明原因，原因将向社会公布。");
    return remove_all(a);
}

/* At once; the reason may follow. */
static apr_status_t take_down(act *a, apr_pool_t *scratch_pool)
{
    return remove_all(a);
}

/* ---- All of them ---- */

static act_fn *const acts[] = {
    [DS_ACTION_SUBMIT] = submit,
    [DS_ACTION_RETURN] = give_back,
    [DS_ACTION_APPROVE] = move_on,
    [DS_ACTION_PUBLISH] = publish,
    [DS_ACTION_CORRECT] = correct,
    [DS_ACTION_WITHDRAW] = withdraw,
    [DS_ACTION_TAKEDOWN] = take_down,
};

/* What was said, behind whose signature on paper. */
static const char *said(const act *a, apr_pool_t *pool)
{
    const ds_signature *s = &a->signature;
    if (!s->signer)
        return a->comment;
    return apr_pstrcat(pool, "线下签批：", s->signer, s->post ? "（" : "", s->post ? s->post : "",
                       s->post ? "）" : "", "，", s->signed_on, "。",
                       a->comment ? a->comment : "", NULL);
}

/* "review (secrecy): comment": the step that was signed, what it attests and
 * what was said. */
static const char *detail(const act *a, int step_index, apr_pool_t *pool)
{
    const ds_chain *chain = a->change.store->settings->chain;
    ds_action action = a->change.action;
    if (action >= DS_ACTION_CORRECT || step_index < 0 || step_index >= chain->n_steps)
        return a->comment;
    const ds_step *step = &chain->steps[step_index];
    const char *attests = action == DS_ACTION_APPROVE || action == DS_ACTION_PUBLISH
        ? step->attests : NULL;
    const char *signature = attests ? apr_pstrcat(pool, step->id, " (", attests, ")", NULL)
                                    : step->id;
    const char *words = said(a, pool);
    return words ? apr_pstrcat(pool, signature, ": ", words, NULL) : signature;
}

/* The step at hand, of which the change may record a signature on paper. */
static apr_status_t keep_signature(const act *a, int step, apr_pool_t *pool)
{
    const ds_chain *chain = a->change.store->settings->chain;
    if (!a->signature.signer || step < 0 || step >= chain->n_steps)
        return APR_SUCCESS;
    return ds_signature__add(&a->change, &a->signature, chain->steps[step].name, a->row.working,
                             pool);
}

static apr_status_t act_body(void *baton, apr_pool_t *scratch_pool)
{
    act *a = baton;
    ds_change *c = &a->change;
    apr_status_t status = ds_change__begin(c, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    int step = c->row->listing.step;
    c->outcome->findings = ds_findings_create(c->result_pool);
    a->row = ds_change__row(c);
    status = acts[c->action](a, scratch_pool);
    if (status == APR_SUCCESS)
        status = ds_change__write_row(c, &a->row, scratch_pool);
    if (status == APR_SUCCESS)
        status = keep_signature(a, step, scratch_pool);
    return status != APR_SUCCESS ? status
        : ds_change__record(c, ds_action_name(c->action), a->row.working,
                            detail(a, step, scratch_pool), scratch_pool);
}

static apr_status_t check_signature(act *a)
{
    apr_pool_t *pool = a->change.result_pool;
    const ds_signature *s = a->request->signature;
    if (!s || (a->change.action != DS_ACTION_APPROVE && a->change.action != DS_ACTION_PUBLISH))
        return APR_SUCCESS;
    if (!ds_store__text(&a->signature.signer, s->signer, MAX_SIGNATURE, pool)
        || !ds_store__text(&a->signature.post, s->post, MAX_SIGNATURE, pool)
        || !a->signature.signer)
        return refuse(a, DS_EINVALID, "W.signature",
                      "线下签批要写明签批人的姓名；姓名和职务各不超过50字。");
    if (!s->signed_on || !ds_date_is_valid(s->signed_on)
        || strcmp(s->signed_on, ds_date_of(pool, a->change.now)) > 0)
        return refuse(a, DS_EINVALID, "W.signature",
                      "线下签批要写明签批的日期，例如2024-01-05，并且不晚于今天。");
    a->signature.signed_on = s->signed_on;
    a->signature.scan = s->scan;
    return APR_SUCCESS;
}

static apr_status_t check_request(act *a)
{
    apr_pool_t *pool = a->change.result_pool;
    const ds_step_request *r = a->request;
    if (!ds_store__text(&a->comment, r->comment, DS_STORE_MAX_COMMENT, pool))
        return refuse(a, DS_EINVALID, "W.comment",
                      "意见中有不能保存的字符，或者太长，请改短后再办理。");
    if (!ds_store__text(&a->index_number, r->index_number, DS_STORE_MAX_LINE, pool)
        || !ds_store__text(&a->document_number, r->document_number, DS_STORE_MAX_LINE, pool))
        return refuse(a, DS_EINVALID, "W.text",
                      "索引号或文号中有不能保存的字符，或者太长，请核对后再办理。");
    return check_signature(a);
}

apr_status_t ds_store_act(ds_store *store, ds_outcome *outcome, const ds_actor *actor,
                          ds_action action, const char *organ, int year,
                          const ds_step_request *request, apr_int64_t now,
                          apr_pool_t *result_pool)
{
    static const ds_step_request nothing = { 0 };
    *outcome = (ds_outcome) { .findings = ds_findings_create(result_pool) };
    act a = {
        .change = { .store = store, .outcome = outcome, .actor = actor, .action = action,
                    .organ = organ, .year = year, .now = now, .result_pool = result_pool,
                    .tag = request ? request->tag : NULL },
        .request = request ? request : &nothing,
    };
    if ((size_t)action >= sizeof(acts) / sizeof(acts[0]) || !acts[action])
        return refuse(&a, DS_EINVALID, "W.state", "没有这种办理方式。");
    apr_status_t status = check_request(&a);
    return status == APR_SUCCESS ? ds_store__change(store, act_body, &a) : status;
}
