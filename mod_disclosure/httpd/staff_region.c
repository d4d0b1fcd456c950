/* 汇总 in the staff portal: the sum, who is missing from it, the own report
 * beside it, and the draft begun from it. */
#include <apr_strings.h>

#include "core/canonical.h"
#include "core/figures.h"
#include "core/text.h"
#include "httpd/region.h"
#include "httpd/staff_duties.h"
#include "page/staff_region_page.h"
#include "store/comments.h"
#include "store/progress.h"

/* What is recorded of a draft that was begun so. */
#define ROLLUP_RULE "H.rollup"

/* What the pages and the draft are made of. */
typedef struct {
    disclosure_staff *staff;
    disclosure_staff_report found;
    ds_region region;
    ds_report *own;             /* the working report, or NULL */
    const char *detail;         /* with a failure */
} sheet;

static apr_pool_t *pool_of(const sheet *s)
{
    return s->staff->request->r->pool;
}

static apr_status_t read_own(sheet *s)
{
    const ds_revision *working = s->found.working;
    apr_pool_t *pool = pool_of(s);
    apr_status_t status;

    if (!working)
        return APR_SUCCESS;
    status = ds_canonical_read(&s->own, ds_findings_create(pool), working->xml,
                               working->xml_length, s->staff->request->site->formats, pool, pool);
    if (status == APR_SUCCESS)
        return APR_SUCCESS;
    ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, s->staff->request->r,
                  "DS0691: the working revision of %s %d cannot be read; is its format still "
                  "among the formats?", s->staff->request->organ, s->staff->request->year);
    return APR_EGENERAL;
}

/* A superior all of whose subordinates are missing has a page, too. */
static apr_status_t gather(sheet *s, disclosure_staff *staff)
{
    const disclosure_request *request = staff->request;
    apr_status_t status;

    *s = (sheet) { .staff = staff };
    status = disclosure_staff_find(staff, &s->found);
    if (status != APR_SUCCESS)
        return status;
    status = disclosure_region_gather(&s->region, request, staff->store, request->organ,
                                      request->year, 1, &s->detail, request->r->pool);
    if (status == DS_ENOTFOUND && s->region.missing->nelts && s->region.format)
        status = APR_SUCCESS;
    s->region.tells_missing = 1;
    return status == APR_SUCCESS ? read_own(s) : status;
}

static int refuse(const sheet *s, apr_status_t status)
{
    return disclosure_staff_problem(s->staff, status, status == DS_ENOTFOUND ? s->detail : NULL,
                                    NULL);
}

/* ---- Who is missing or late ---- */

static int is_late(const ds_desk_item *item, const char *superior)
{
    if (!item->profile || !item->profile->parent || strcmp(item->profile->parent, superior)
        || !item->is_owed)
        return 0;
    return !item->is_public || (item->first_on && item->due && strcmp(item->first_on,
                                                                      item->due) > 0);
}

static void note(const apr_array_header_t *items, const ds_progress *progress)
{
    for (int i = 0; i < items->nelts; i++) {
        ds_desk_item *item = APR_ARRAY_IDX(items, i, ds_desk_item *);

        if (!strcmp(item->organ, progress->organ))
            item->first_on = progress->first_on;
    }
}

static apr_status_t find_late(const sheet *s, apr_array_header_t **late)
{
    disclosure_staff *staff = s->staff;
    apr_array_header_t *progress;
    disclosure_duties duties;
    apr_status_t status = disclosure_staff_duties(staff, staff->request->year, &duties);

    *late = apr_array_make(pool_of(s), 8, sizeof(const ds_desk_item *));
    if (status == APR_SUCCESS)
        status = ds_store_progress(staff->store, &progress, staff->request->year, pool_of(s));
    if (status != APR_SUCCESS)
        return status;
    for (int i = 0; i < progress->nelts; i++)
        note(duties.items, APR_ARRAY_IDX(progress, i, const ds_progress *));
    for (int i = 0; i < duties.items->nelts; i++) {
        const ds_desk_item *item = APR_ARRAY_IDX(duties.items, i, const ds_desk_item *);

        if (is_late(item, staff->request->organ))
            APR_ARRAY_PUSH(*late, const ds_desk_item *) = item;
    }
    return APR_SUCCESS;
}

/* ---- The page ---- */

static const ds_share *own_shares(const sheet *s)
{
    ds_sum_source *source = apr_pcalloc(pool_of(s), sizeof *source);
    const ds_share *shares;

    if (!s->own)
        return NULL;
    *source = (ds_sum_source) { s->own->organ, s->own->organ_name, s->own->format,
                                ds_figures_write(s->own, pool_of(s)) };
    shares = ds_consolidation_look(s->region.sum, source);
    return shares ? apr_pmemdup(pool_of(s), shares,
                                sizeof *shares * (apr_size_t)s->region.format->n_cells) : NULL;
}

static int show(sheet *s)
{
    disclosure_staff *staff = s->staff;
    ds_page *page = ds_page_create(pool_of(s));
    ds_staff_region view = { .region = &s->region, .chain = staff->request->site->chain,
                             .own = s->own, .own_shares = own_shares(s) };
    apr_array_header_t *late;
    apr_status_t status = find_late(s, &late);

    if (status != APR_SUCCESS)
        return refuse(s, status);
    view.late = late;
    view.tag = s->found.working ? s->found.working->listing->tag : NULL;
    view.may_start = ds_permit(staff->actor, DS_ACTION_EDIT, &s->found.subject, view.chain, NULL,
                               pool_of(s)) == APR_SUCCESS;
    ds_staff_region_page(page, &staff->view, &view, pool_of(s));
    return disclosure_staff_page(staff, HTTP_OK, page);
}

/* ---- A draft from the sum ---- */

/* Which reports the figures come from, as a comment may be long. */
static const char *origin(const sheet *s)
{
    apr_pool_t *pool = pool_of(s);
    const ds_region *region = &s->region;
    apr_array_header_t *names = apr_array_make(pool, region->members->nelts, sizeof(const char *));
    const char *text;

    for (int i = 0; i < region->members->nelts; i++) {
        const ds_region_member *member = APR_ARRAY_IDX(region->members, i,
                                                       const ds_region_member *);

        APR_ARRAY_PUSH(names, const char *) = i ? "、" : "";
        APR_ARRAY_PUSH(names, const char *) = apr_psprintf(pool, "%s（第%d版）",
                                                           member->source.organ_name,
                                                           member->version);
    }
    text = apr_psprintf(pool, "表格中的数字由%d份已经公开的下级机关报告汇总填入，另有%d个下级机关没有计入。"
                        "计入的报告：%s。", region->members->nelts, region->missing->nelts,
                        apr_array_pstrcat(pool, names, '\0'));
    return ds_text_quote(pool, text, DS_COMMENT_MAX - 1);
}

/* The own report with the figures of the sum: those it has none for stay as they
 * are. */
static ds_report *with_sum(const sheet *s)
{
    apr_pool_t *pool = pool_of(s);
    const ds_report *sum = ds_consolidation_report(s->region.sum, pool);
    ds_report *report = s->own ? ds_report_copy(s->own, pool)
                               : ds_report_create(s->region.format, pool);

    report->organ = s->staff->request->organ;
    report->year = s->staff->request->year;
    for (int i = 0; i < report->format->n_cells; i++) {
        const ds_cell *cell = &sum->cells[i];

        if (cell->state == DS_CELL_NA)
            ds_report_set_na(report, i);
        if (cell->state != DS_CELL_NUMBER)
            continue;
        ds_report_set_number(report, i, cell->value);
        ds_report_set_unit(report, i, cell->unit);
    }
    return report;
}

/* The comment stays with the report, the finding with this revision. */
static apr_status_t save(sheet *s, ds_outcome *outcome)
{
    disclosure_staff *staff = s->staff;
    const char *text = origin(s), *tag = disclosure_staff_text(staff, DS_REGION_TAG);
    ds_findings *findings = ds_findings_create(pool_of(s));
    apr_status_t status;

    ds_findings_add(findings, DS_INFO, ROLLUP_RULE, "report", "%s", text);
    status = ds_store_save(staff->store, outcome, staff->actor, with_sum(s), findings, tag,
                           staff->now, pool_of(s));
    if (status != APR_SUCCESS)
        return status;
    disclosure_staff_changed(staff, "save", staff->request->organ);
    return ds_store_add_comment(staff->store, staff->actor, staff->request->organ,
                                staff->request->year, NULL, text, staff->now, findings);
}

static int start(sheet *s)
{
    const disclosure_request *request = s->staff->request;
    ds_outcome outcome = { 0 };
    apr_status_t status;

    if (!s->region.members->nelts)
        return refuse(s, DS_ENOTFOUND);
    if (s->own && s->own->format != s->region.format)
        return disclosure_staff_problem(s->staff, DS_ESTATE, "本级报告的草稿用的是另一种格式，不能填入汇总数字。"
                                        "请先把草稿改为本年度的格式。", NULL);
    status = save(s, &outcome);
    if (status == DS_ESTALE || status == DS_EPRECONDITION)
        return disclosure_staff_problem(s->staff, status, "本级报告在您查看汇总之后有了新的修改，汇总数字没有填入。"
                                        "请回到汇总页重新查看，再决定是否替换。", NULL);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(s->staff, status, NULL, outcome.findings);
    return disclosure_staff_see(s->staff, apr_psprintf(pool_of(s), "/reports/%s/%d/edit",
                                                       request->organ, request->year),
                                "rolled-up");
}

int disclosure_staff_region(disclosure_staff *staff)
{
    const char *act = disclosure_staff_text(staff, DS_REGION_ACT);
    sheet s;
    apr_status_t status = gather(&s, staff);

    if (status != APR_SUCCESS)
        return refuse(&s, status);
    if (staff->request->r->method_number != M_POST)
        return show(&s);
    if (act && !strcmp(act, DS_REGION_START))
        return start(&s);
    return disclosure_staff_problem(staff, DS_EINVALID, "没有说明要办理什么。请回到汇总页重新操作。", NULL);
}

int disclosure_staff_region_cell(disclosure_staff *staff)
{
    ds_page *page = ds_page_create(staff->request->r->pool);
    sheet s;
    apr_status_t status = gather(&s, staff);
    int cell = status == APR_SUCCESS ? ds_format_cell(s.region.format, staff->request->cell) : -1;

    if (status != APR_SUCCESS)
        return refuse(&s, status);
    if (cell < 0)
        return disclosure_staff_problem(staff, DS_ENOTFOUND, "这一年度的报告没有这一格，请从汇总表进入。",
                                        NULL);
    ds_staff_region_cell_page(page, &staff->view, &s.region, cell, staff->request->r->pool);
    return disclosure_staff_page(staff, HTTP_OK, page);
}
