#include "store/comments.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/text.h"
#include "store/store_private.h"

/* Characters of the passage kept with a comment. */
#define PASSAGE 60

/* Longest name of a place. */
#define PLACE_MAX 100

/* ---- Reading ---- */

static ds_comment *load(const ds_rows *rows, int i, apr_pool_t *pool)
{
    ds_comment *c = apr_palloc(pool, sizeof(*c));
#define TEXT(column) ds_rows_text(rows, i, DS_COL_COMMENTS_##column)
#define NUMBER(column) ds_rows_number(rows, i, DS_COL_COMMENTS_##column)
    *c = (ds_comment) {
        NUMBER(NUMBER), (int)NUMBER(REVISION), TEXT(PLACE), TEXT(PASSAGE), TEXT(ACCOUNT),
        TEXT(AUTHOR_NAME), NUMBER(WRITTEN_AT), TEXT(COMMENT_TEXT), TEXT(RESOLVED_BY),
        TEXT(RESOLVER_NAME), NUMBER(RESOLVED_AT),
    };
#undef TEXT
#undef NUMBER
    return c;
}

apr_status_t ds_store_comments(ds_store *store, apr_array_header_t **out, const char *organ,
                               int year, int only_open, apr_pool_t *result_pool)
{
    ds_rows *rows;
    *out = apr_array_make(result_pool, 8, sizeof(ds_comment *));
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_COMMENTS, &rows,
        DS_ARGS(DS_S(organ), DS_N(year), DS_N(only_open ? 0 : APR_INT64_MAX)), result_pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++)
        APR_ARRAY_PUSH(*out, ds_comment *) = load(rows, i, result_pool);
    return status;
}

/* ---- What stands at a place ---- */

static const char *block_text(const ds_block *block)
{
    return block->text ? block->text : block->alt;
}

/* "overview" or "overview/3"; "" for a whole section. */
static const char *section_passage(const ds_report *report, const char *place, apr_pool_t *pool)
{
    const char *slash = strchr(place, '/');
    const char *id = slash ? apr_pstrmemdup(pool, place, slash - place) : place;
    const ds_section *section = ds_format_section(report->format, id);
    if (!section)
        return NULL;
    if (!slash)
        return "";
    apr_int64_t n = strspn(slash + 1, "0123456789") == strlen(slash + 1) && strlen(slash + 1) < 6
        ? apr_atoi64(slash + 1) : 0;
    if (section->prose < 0 || n < 1 || n > report->prose[section->prose]->nelts)
        return NULL;
    return block_text(&APR_ARRAY_IDX(report->prose[section->prose], (int)n - 1, ds_block));
}

/* What the place says now, "" where that is nothing or a whole part; NULL for
 * what is no place of the report. */
static const char *passage_at(const ds_report *report, const char *place, apr_pool_t *pool)
{
    static const char section[] = "section/", notes[] = "notes/";
    int cell = ds_format_cell(report->format, place);
    if (cell >= 0)
        return ds_report_cell_text(report, cell, pool);
    if (!strcmp(place, "title"))
        return report->title ? report->title : "";
    if (!strcmp(place, "signature"))
        return report->signature_name ? report->signature_name : "";
    if (!strncmp(place, section, sizeof(section) - 1))
        return section_passage(report, place + sizeof(section) - 1, pool);
    if (!strncmp(place, notes, sizeof(notes) - 1))
        return ds_format_table(report->format, place + sizeof(notes) - 1) ? "" : NULL;
    return NULL;
}

/* ---- Writing ---- */

typedef struct talk {
    ds_store *store;
    const ds_actor *actor;
    const char *organ;
    int year;
    apr_int64_t number;     /* of the comment dealt with; 0: a new one */
    const char *place;
    const char *text;
    apr_int64_t now;
    ds_findings *findings;
    ds_report_row *row;
    ds_revision_row *working;
} talk;

static apr_status_t refuse(const talk *t, apr_status_t status, const char *rule,
                           const char *sentence)
{
    return ds_store__refuse(t->findings, status, rule,
                            apr_psprintf(ds_findings_pool(t->findings), "%s/%d", t->organ,
                                         t->year), "%s", sentence);
}

static int may_talk(const ds_actor *actor, const apr_array_header_t *path)
{
    return ds_actor_has_role(actor, DS_ROLE_EDITOR, path)
        || ds_actor_has_role(actor, DS_ROLE_REVIEWER, path)
        || ds_actor_has_role(actor, DS_ROLE_PUBLISHER, path);
}

/* Reads the report and sees whether it may be talked about. */
static apr_status_t begin(talk *t, apr_pool_t *pool)
{
    apr_array_header_t *path;
    apr_status_t status = ds_organ__path(t->store, &path, t->organ, pool);
    if (status == APR_SUCCESS)
        status = ds_report__working(t->store, &t->row, &t->working, t->organ, t->year, pool);
    if (status != APR_SUCCESS)
        return status;
    if (!path)
        return refuse(t, DS_ENOTFOUND, "W.organ", "没有登记这个机关，请核对机关的键。");
    if (!may_talk(t->actor, path))
        return refuse(t, DS_EFORBIDDEN, "W.role",
                      "批注由这个机关的填报、审核、签发人员写，您没有这项权限。");
    if (!t->row)
        return refuse(t, DS_ENOTFOUND, "W.state", "还没有报告，不能批注。");
    if (t->row->listing.state == DS_STATE_PUBLISHED || t->row->listing.state == DS_STATE_WITHDRAWN)
        return refuse(t, DS_ESTATE, "W.state",
                      "报告不在办理之中，不能批注。需要改动的，请先办理更正。");
    return APR_SUCCESS;
}

static apr_status_t record(const talk *t, const char *action, apr_int64_t number,
                           const char *place, apr_pool_t *pool)
{
    ds_audit_entry entry = {
        t->actor, action, t->organ, t->year, t->row->listing.revision,
        place ? apr_psprintf(pool, "%" APR_INT64_T_FMT " %s", number, place)
              : apr_psprintf(pool, "%" APR_INT64_T_FMT, number), t->now,
    };
    return ds_audit__add(t->store, &entry, pool);
}

static apr_status_t insert(const talk *t, const char *passage, apr_pool_t *pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(t->store->dbd, DS_SQL_COMMENT_LAST, &rows,
                                        DS_ARGS(DS_S(t->organ), DS_N(t->year)), pool);
    if (status != APR_SUCCESS)
        return status;
    apr_int64_t number = ds_rows_number(rows, 0, DS_COL_COMMENT_LAST_NUMBER) + 1;
    if (number > DS_COMMENTS_MAX)
        return refuse(t, DS_ETOOLARGE, "W.comment",
                      "这份报告的批注已经太多，不能再加。请当面或者打电话沟通。");
    status = ds_dbd_change(t->store->dbd, DS_SQL_COMMENT_ADD, NULL,
        DS_ARGS(DS_S(t->organ), DS_N(t->year), DS_N(number), DS_N(t->row->listing.revision),
                DS_S(t->place), DS_S(passage), DS_S(t->actor->account), DS_N(t->now),
                DS_S(t->text)));
    return status == APR_SUCCESS ? record(t, "comment", number, t->place, pool) : status;
}

static apr_status_t add_body(void *baton, apr_pool_t *scratch_pool)
{
    talk *t = baton;
    const char *passage = NULL;
    ds_report *report;
    apr_status_t status = begin(t, scratch_pool);
    if (status == APR_SUCCESS && t->place) {
        const ds_revision *r = &t->working->revision;
        status = ds_report__parse(t->store, &report, r->xml, r->xml_length, scratch_pool);
        if (status == APR_SUCCESS) {
            passage = passage_at(report, t->place, scratch_pool);
            if (!passage)
                return refuse(t, DS_EINVALID, "W.place",
                              "报告中没有所指的位置，可能已被删改。请重新打开报告，选择位置后再批注。");
        }
    }
    if (status != APR_SUCCESS)
        return status;
    if (passage)
        passage = *passage ? ds_text_quote(scratch_pool, passage, PASSAGE) : NULL;
    return insert(t, passage, scratch_pool);
}

apr_status_t ds_store_add_comment(ds_store *store, const ds_actor *actor, const char *organ,
                                  int year, const char *place, const char *text, apr_int64_t now,
                                  ds_findings *findings)
{
    talk t = { .store = store, .actor = actor, .organ = organ, .year = year, .place = place,
               .now = now, .findings = findings };
    if (!ds_store__text(&t.text, text, DS_COMMENT_MAX, ds_findings_pool(findings)))
        return refuse(&t, DS_EINVALID, "W.comment",
                      "批注中有不能保存的字符，或者超过1000字，请改短后再提交。");
    if (!t.text)
        return refuse(&t, DS_EINVALID, "W.comment", "批注没有内容，请写明意见后再提交。");
    if (place && strlen(place) > PLACE_MAX)
        return refuse(&t, DS_EINVALID, "W.place", "报告中没有所指的位置，请重新选择。");
    return ds_store__change(store, add_body, &t);
}

/* ---- Dealt with ---- */

static apr_status_t resolve_body(void *baton, apr_pool_t *scratch_pool)
{
    talk *t = baton;
    int changed = 0;
    apr_status_t status = begin(t, scratch_pool);
    if (status == APR_SUCCESS)
        status = ds_dbd_change(t->store->dbd, DS_SQL_COMMENT_RESOLVE, &changed,
            DS_ARGS(DS_S(t->actor->account), DS_N(t->now), DS_S(t->organ), DS_N(t->year),
                    DS_N(t->number)));
    if (status != APR_SUCCESS)
        return status;
    return changed ? record(t, "resolve", t->number, NULL, scratch_pool) : DS_ENOTFOUND;
}

/* Whether there is such a comment, open or not: without a change there is
 * nothing to be recorded. */
static apr_status_t find(ds_store *store, const char *organ, int year, apr_int64_t number,
                         const ds_comment **out, apr_pool_t *pool)
{
    apr_array_header_t *all;
    apr_status_t status = ds_store_comments(store, &all, organ, year, 0, pool);
    *out = NULL;
    for (int i = 0; status == APR_SUCCESS && i < all->nelts; i++)
        if (APR_ARRAY_IDX(all, i, ds_comment *)->number == number)
            *out = APR_ARRAY_IDX(all, i, ds_comment *);
    return status;
}

apr_status_t ds_store_resolve_comment(ds_store *store, const ds_actor *actor, const char *organ,
                                      int year, apr_int64_t number, apr_int64_t now,
                                      ds_findings *findings)
{
    talk t = { .store = store, .actor = actor, .organ = organ, .year = year, .number = number,
               .now = now, .findings = findings };
    const ds_comment *comment;
    apr_pool_t *scratch;
    apr_pool_create(&scratch, store->pool);
    apr_status_t status = ds_store__change(store, resolve_body, &t);
    if (status == DS_ENOTFOUND && !ds_findings_count(findings)) {
        status = find(store, organ, year, number, &comment, scratch);
        if (status == APR_SUCCESS && !comment)
            status = refuse(&t, DS_ENOTFOUND, "W.comment", "没有这条批注。");
    }
    apr_pool_destroy(scratch);
    return status;
}
