/* Years of an organ beside each other: page, CSV, JSON, and addresses that are
 * put right. */
#include "core/figures.h"
#include "core/organ_edit.h"
#include "core/series.h"
#include "httpd/answer.h"
#include "httpd/attachment.h"
#include "httpd/problem.h"
#include "httpd/public.h"
#include "io/csv_series.h"
#include "io/json.h"
#include "io/json_series.h"
#include "page/compare.h"
#include "page/piece.h"
#include "store/figures.h"

#define BATCH 1000

/* ---- What is compared ---- */

static apr_status_t read_row(const disclosure_request *request, ds_year_report *out,
                             const ds_figures_row *row, disclosure_draft *draft)
{
    const ds_format *format = ds_formats_find(request->site->formats, row->format);
    ds_report *report = format ? ds_report_create(format, request->r->pool) : NULL;
    apr_time_t published = apr_time_from_sec(row->published_at);

    if (!report || ds_figures_read(report, row->figures) != APR_SUCCESS) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, request->r,
                      "DS0632: the stored figures of %s %d cannot be read; is the format \"%s\" "
                      "still among the formats?", row->organ, row->year, row->format);
        return APR_EGENERAL;
    }
    report->year = row->year;
    *out = (ds_year_report){ row->organ, row->organ_name, row->year, row->version, report };
    draft->changed = published > draft->changed ? published : draft->changed;
    return APR_SUCCESS;
}

static apr_status_t read_rows(const disclosure_request *request, apr_array_header_t *reports,
                              const apr_array_header_t *rows, disclosure_draft *draft)
{
    apr_status_t status = APR_SUCCESS;

    for (int i = 0; status == APR_SUCCESS && i < rows->nelts; i++)
        status = read_row(request, apr_array_push(reports),
                          APR_ARRAY_IDX(rows, i, const ds_figures_row *), draft);
    return status;
}

/* What the store gives: rows of the organ and of each predecessor. */
typedef struct {
    ds_organ *organ;
    apr_array_header_t *rows;         /* const ds_figures_row * */
    apr_array_header_t *withdrawn;    /* int */
    apr_array_header_t *predecessors; /* ds_organ * */
    apr_array_header_t *rows_before;  /* apr_array_header_t *: rows of each of these */
} stored_years;

/* A predecessor that is not known has no reports either: it is kept, so that the
 * others are not taken for all. */
static apr_status_t fetch_predecessors(ds_store *store, stored_years *stored, apr_pool_t *pool)
{
    const apr_array_header_t *keys = stored->organ->predecessors;
    apr_status_t status = APR_SUCCESS;

    for (int i = 0; status == APR_SUCCESS && keys && i < keys->nelts; i++) {
        const char *key = APR_ARRAY_IDX(keys, i, const char *);
        apr_array_header_t *rows;
        ds_organ *organ;

        status = ds_store_organ(store, &organ, key, pool);
        if (status == DS_ENOTFOUND) {
            organ = ds_organ_create(key, pool);
            status = APR_SUCCESS;
        }
        if (status == APR_SUCCESS)
            status = ds_store_figures_of_organ(store, &rows, key, pool);
        if (status != APR_SUCCESS)
            return status;
        APR_ARRAY_PUSH(stored->predecessors, ds_organ *) = organ;
        APR_ARRAY_PUSH(stored->rows_before, apr_array_header_t *) = rows;
    }
    return status;
}

static apr_status_t fetch_withdrawn(ds_store *store, stored_years *stored, const char *key,
                                    apr_pool_t *pool)
{
    ds_query query = { .organ = key, .state = -1, .limit = BATCH };
    apr_array_header_t *listings;
    apr_status_t status = ds_store_list(store, &listings, NULL, &query, pool);

    for (int i = 0; status == APR_SUCCESS && i < listings->nelts; i++) {
        const ds_listing *listing = APR_ARRAY_IDX(listings, i, const ds_listing *);
        if (listing->is_withdrawn)
            APR_ARRAY_PUSH(stored->withdrawn, int) = listing->year;
    }
    return status;
}

static apr_status_t fetch(const disclosure_request *request, stored_years *stored)
{
    apr_pool_t *pool = request->r->pool;
    disclosure_lease *lease;
    apr_status_t status = disclosure_request_lease(&lease, request);

    stored->withdrawn = apr_array_make(pool, 1, sizeof(int));
    stored->predecessors = apr_array_make(pool, 2, sizeof(ds_organ *));
    stored->rows_before = apr_array_make(pool, 2, sizeof(apr_array_header_t *));
    if (status != APR_SUCCESS)
        return status;
    status = ds_store_organ(lease->store, &stored->organ, request->organ, pool);
    if (status == APR_SUCCESS)
        status = ds_store_figures_of_organ(lease->store, &stored->rows, request->organ, pool);
    if (status == APR_SUCCESS)
        status = fetch_withdrawn(lease->store, stored, request->organ, pool);
    if (status == APR_SUCCESS)
        status = fetch_predecessors(lease->store, stored, pool);
    disclosure_lease_give(lease);
    return status;
}

static apr_status_t read_predecessors(const disclosure_request *request,
                                      apr_array_header_t *predecessors,
                                      const stored_years *stored, disclosure_draft *draft)
{
    apr_status_t status = APR_SUCCESS;

    for (int i = 0; status == APR_SUCCESS && i < stored->predecessors->nelts; i++) {
        apr_array_header_t *reports = apr_array_make(request->r->pool, 8, sizeof(ds_year_report));

        status = read_rows(request, reports,
                           APR_ARRAY_IDX(stored->rows_before, i, apr_array_header_t *), draft);
        APR_ARRAY_PUSH(predecessors, ds_predecessor) =
            (ds_predecessor){ APR_ARRAY_IDX(stored->predecessors, i, ds_organ *), reports };
    }
    return status;
}

/* The series that the path names; DS_ENOTFOUND where none of its years has
 * anything to show. */
static apr_status_t series_of(const disclosure_request *request, const ds_series **series,
                              disclosure_draft *draft)
{
    apr_pool_t *pool = request->r->pool;
    stored_years stored = {0};
    apr_array_header_t *reports = apr_array_make(pool, 8, sizeof(ds_year_report));
    apr_array_header_t *predecessors = apr_array_make(pool, 2, sizeof(ds_predecessor));
    ds_series_source source = { .first = request->year, .last = request->last_year };
    apr_status_t status = fetch(request, &stored);

    if (status == APR_SUCCESS)
        status = read_rows(request, reports, stored.rows, draft);
    if (status == APR_SUCCESS)
        status = read_predecessors(request, predecessors, &stored, draft);
    if (status != APR_SUCCESS)
        return status;
    source.organ = stored.organ;
    source.reports = reports;
    source.predecessors = predecessors;
    source.withdrawn = stored.withdrawn;
    *series = ds_series_make(request->site->formats, &source, pool, pool);
    if ((*series)->n_formats > 0)
        return APR_SUCCESS;
    draft->detail = apr_psprintf(pool, "该机关%d年至%d年没有公开的报告，无法比较。请从该机关的"
                                 "报告目录选择有报告的年份。", request->year, request->last_year);
    return DS_ENOTFOUND;
}

/* ---- What is answered ---- */

static apr_status_t build_csv(const disclosure_request *request, const ds_series *series,
                              const char *name, disclosure_draft *draft)
{
    apr_pool_t *pool = request->r->pool;
    const char *years = apr_psprintf(pool, "%d-%d", request->year, request->last_year);

    draft->body = ds_csv_series(series, name, &draft->length, pool);
    draft->disposition = disclosure_attachment(
        apr_pstrcat(pool, request->organ, "-", years, ".csv", NULL),
        apr_pstrcat(pool, name, years, "年数据比较.csv", NULL), pool);
    return APR_SUCCESS;
}

static apr_status_t build_json(const disclosure_request *request, const ds_series *series,
                               const char *name, disclosure_draft *draft)
{
    apr_pool_t *pool = request->r->pool;

    draft->body = ds_json_text(ds_json_series(series, name, pool), pool);
    draft->length = strlen(draft->body);
    return APR_SUCCESS;
}

/* The forms beside the page, by suffix. */
static const struct {
    const char *name;
    apr_status_t (*build)(const disclosure_request *request, const ds_series *series,
                          const char *name, disclosure_draft *draft);
} exports[] = { { "csv", build_csv }, { "json", build_json } };

#define N_EXPORTS (sizeof exports / sizeof exports[0])

static apr_status_t build_page(disclosure_request *request, const ds_series *series,
                               const char *column, disclosure_draft *draft)
{
    const ds_compare_view view = { series, column };
    ds_page *page = ds_page_create(request->r->pool);

    ds_public_compare(page, &request->site->page_site, &view, request->r->pool);
    disclosure_draft_page(draft, request, page);
    return APR_SUCCESS;
}

apr_status_t disclosure_public_compare(disclosure_request *request, disclosure_draft *draft)
{
    const ds_series *series;
    size_t i = 0;
    apr_status_t status;

    while (request->codec && i < N_EXPORTS && strcmp(request->codec->name, exports[i].name))
        i++;
    if (i == N_EXPORTS)
        return DS_ENOTFOUND;
    status = series_of(request, &series, draft);
    if (status != APR_SUCCESS)
        return status;
    if (!request->codec)
        return build_page(request, series, NULL, draft);
    draft->content_type = request->codec->media_type;
    return exports[i].build(request, series, ds_piece_organ_name(series->organ, request->r->pool),
                            draft);
}

apr_status_t disclosure_public_compare_column(disclosure_request *request,
                                              disclosure_draft *draft)
{
    const ds_series *series;
    apr_status_t status = series_of(request, &series, draft);

    if (status == APR_SUCCESS && !ds_compare_has_column(series, request->name))
        status = DS_ENOTFOUND;
    return status == APR_SUCCESS ? build_page(request, series, request->name, draft) : status;
}

/* ---- Addresses that are put right ---- */

static int moved(disclosure_request *request, int first, int last)
{
    const char *suffix = request->codec
        ? apr_pstrcat(request->r->pool, ".", request->codec->name, NULL) : "";

    return disclosure_answer_moved(request, ds_compare_path(&request->site->page_site,
                                                            request->organ, first, last, suffix,
                                                            request->r->pool));
}

/* All years there are, the newest so many. */
int disclosure_public_compare_door(disclosure_request *request)
{
    stored_years stored = {0};
    int first = DS_YEAR_MAX, last = 0;
    apr_status_t status = fetch(request, &stored);

    if (status != APR_SUCCESS)
        return disclosure_problem(request, status, NULL, NULL);
    APR_ARRAY_PUSH(stored.rows_before, apr_array_header_t *) = stored.rows;
    for (int i = 0; i < stored.rows_before->nelts; i++) {
        const apr_array_header_t *rows = APR_ARRAY_IDX(stored.rows_before, i,
                                                       apr_array_header_t *);
        for (int j = 0; j < rows->nelts; j++) {
            int year = APR_ARRAY_IDX(rows, j, const ds_figures_row *)->year;
            first = year < first ? year : first;
            last = year > last ? year : last;
        }
    }
    if (!last)
        return disclosure_problem(request, DS_ENOTFOUND, "该机关还没有公开的报告，无法比较。",
                                  NULL);
    if (last - first >= DS_SERIES_MAX_YEARS)
        first = last - DS_SERIES_MAX_YEARS + 1;
    if (first == last)
        first = last > DS_YEAR_MIN ? last - 1 : last++;
    return moved(request, first, last);
}

/* Years in the wrong order are turned round, a single one gets the year before
 * beside it; of any other the reader is told what can be asked. */
int disclosure_public_compare_span(disclosure_request *request)
{
    int first = request->year < request->last_year ? request->year : request->last_year;
    int last = request->year < request->last_year ? request->last_year : request->year;

    if (first < DS_YEAR_MIN || last > DS_YEAR_MAX)
        return disclosure_problem(request, DS_ENOTFOUND,
                                  apr_psprintf(request->r->pool, "可以比较的年份是%d年至%d年，请核对"
                                               "地址中的年份。", DS_YEAR_MIN, DS_YEAR_MAX), NULL);
    if (last - first >= DS_SERIES_MAX_YEARS)
        return disclosure_problem(request, DS_ENOTFOUND,
                                  apr_psprintf(request->r->pool, "一次最多比较%d年，请缩小地址中"
                                               "年份的范围。", DS_SERIES_MAX_YEARS), NULL);
    if (first == last)
        first = last > DS_YEAR_MIN ? last - 1 : last++;
    return moved(request, first, last);
}
