/* GET B/data/{year}.csv .json .xml: all public reports of a year in one file.
 *
 * Which reports there are is read first, and says what the ETag is: so a client
 * that has the file gets its 304 for the price of one statement. The texts follow
 * in batches; between two of them no connection of the database is held and
 * nothing is kept. A report that was taken down meanwhile breaks the answer off,
 * so that neither it nor a file that is not what its ETag says goes out whole. */
#include <apr_buckets.h>
#include <apr_strings.h>

#include "core/digest.h"
#include "httpd/answer.h"
#include "httpd/attachment.h"
#include "httpd/problem.h"
#include "httpd/public.h"
#include "io/year_file.h"
#include "store/figures.h"

/* A batch ends when it has so many reports, or so many bytes of them. */
#define BATCH_REPORTS 64
#define BATCH_BYTES (1024 * 1024)

typedef struct {
    disclosure_request *request;
    const ds_year_form *form;
    apr_array_header_t *rows;       /* const ds_figures_row * */
    int next;                       /* the row to go on with */
    apr_bucket_brigade *brigade;
} year_answer;

/* ---- What the file is, before it is made ---- */

static apr_status_t list_reports(year_answer *answer)
{
    disclosure_request *request = answer->request;
    disclosure_lease *lease;
    apr_status_t status = disclosure_request_lease(&lease, request);

    if (status != APR_SUCCESS)
        return status;
    status = ds_store_figures_of_year(lease->store, &answer->rows, request->year,
                                      request->r->pool);
    disclosure_lease_give(lease);
    return status == APR_SUCCESS && !answer->rows->nelts ? DS_ENOTFOUND : status;
}

/* Of the form and of every report in it; NULL when there is no digest. */
static const char *etag_of(const year_answer *answer)
{
    apr_pool_t *pool = answer->request->r->pool;
    apr_array_header_t *parts = apr_array_make(pool, answer->rows->nelts * 4 + 1,
                                               sizeof(const char *));
    const char *all, *hex;

    APR_ARRAY_PUSH(parts, const char *) = answer->form->name;
    for (int i = 0; i < answer->rows->nelts; i++) {
        const ds_figures_row *row = APR_ARRAY_IDX(answer->rows, i, const ds_figures_row *);

        APR_ARRAY_PUSH(parts, const char *) = row->organ;
        APR_ARRAY_PUSH(parts, const char *) = apr_itoa(pool, row->version);
        APR_ARRAY_PUSH(parts, const char *) = row->published_on;
        APR_ARRAY_PUSH(parts, const char *) = row->digest;
    }
    all = apr_array_pstrcat(pool, parts, '\n');
    hex = ds_digest_hex(pool, ds_digest_find("sha256"), all, strlen(all));
    return hex ? apr_psprintf(pool, "\"%.32s\"", hex) : NULL;
}

static apr_time_t changed_at(const year_answer *answer, const disclosure_stamp *stamp)
{
    apr_time_t changed = answer->request->site->loaded_at;

    changed = stamp->changed > changed ? stamp->changed : changed;
    for (int i = 0; i < answer->rows->nelts; i++) {
        apr_time_t at = apr_time_from_sec(
            APR_ARRAY_IDX(answer->rows, i, const ds_figures_row *)->published_at);
        changed = at > changed ? at : changed;
    }
    return changed;
}

static void set_headers(const year_answer *answer, const char *etag, apr_time_t changed)
{
    request_rec *r = answer->request->r;
    const char *name = answer->form->name;
    int year = answer->request->year;

    ap_set_content_type(r, answer->form->media_type);
    disclosure_answer_security(r, answer->request->site);
    apr_table_setn(r->headers_out, "Cache-Control", DISCLOSURE_REVALIDATE);
    apr_table_setn(r->headers_out, "ETag", etag);
    apr_table_setn(r->headers_out, "Content-Disposition", disclosure_attachment(
        apr_psprintf(r->pool, "%d.%s", year, name),
        apr_psprintf(r->pool, "%d年政府信息公开工作年度报告.%s", year, name), r->pool));
    ap_update_mtime(r, changed);
    ap_set_last_modified(r);
}

/* ---- The file, piece by piece ---- */

static apr_status_t put(year_answer *answer, const char *bytes, apr_size_t len)
{
    return len ? apr_brigade_write(answer->brigade, ap_filter_flush, answer->request->r->output_filters,
                                   bytes, len) : APR_SUCCESS;
}

/* Reads the texts of the next batch into items. */
static apr_status_t read_batch(year_answer *answer, apr_array_header_t *items, apr_pool_t *pool)
{
    disclosure_lease *lease;
    apr_size_t bytes = 0;
    apr_status_t status = disclosure_request_lease(&lease, answer->request);

    if (status != APR_SUCCESS)
        return status;
    while (status == APR_SUCCESS && answer->next < answer->rows->nelts
           && items->nelts < BATCH_REPORTS && bytes < BATCH_BYTES) {
        const ds_figures_row *row = APR_ARRAY_IDX(answer->rows, answer->next++,
                                                  const ds_figures_row *);
        ds_revision *revision;

        status = ds_store_public(lease->store, &revision, NULL, row->organ, row->year,
                                 row->version, pool);
        if (status != APR_SUCCESS)
            break;
        bytes += revision->xml_length;
        APR_ARRAY_PUSH(items, ds_year_item) = (ds_year_item) {
            .version = row->version, .published_on = row->published_on,
            .digest_algorithm = row->digest_algorithm, .digest = row->digest,
            .bytes = revision->xml, .len = revision->xml_length };
    }
    disclosure_lease_give(lease);
    return status;
}

static apr_status_t send_batch(year_answer *answer, apr_pool_t *pool)
{
    apr_array_header_t *items = apr_array_make(pool, BATCH_REPORTS, sizeof(ds_year_item));
    int is_first = answer->next == 0;
    apr_status_t status = read_batch(answer, items, pool);
    apr_pool_t *iterpool;

    apr_pool_create(&iterpool, pool);
    for (int i = 0; status == APR_SUCCESS && i < items->nelts; i++) {
        const char *between = is_first && !i ? "" : answer->form->between, *bytes;
        apr_size_t len;

        apr_pool_clear(iterpool);
        bytes = answer->form->item(&APR_ARRAY_IDX(items, i, ds_year_item),
                                   answer->request->site->formats, &len, iterpool);
        status = bytes ? put(answer, between, strlen(between)) : APR_EGENERAL;
        if (status == APR_SUCCESS)
            status = put(answer, bytes, len);
    }
    return status;
}

/* What has been begun cannot become an error page: the connection is closed
 * before the end is announced, so that the client knows the file is not whole. */
static int break_off(year_answer *answer, apr_status_t status)
{
    request_rec *r = answer->request->r;
    apr_bucket_alloc_t *alloc = r->connection->bucket_alloc;

    if (!r->connection->aborted) {
        ap_log_rerror(APLOG_MARK, APLOG_WARNING, status == DS_EGONE ? 0 : status, r,
                      "DS0684: the data of %d were broken off at report %d of %d: %s",
                      answer->request->year, answer->next, answer->rows->nelts,
                      status == DS_EGONE ? "it is public no more" : "it could not be read or sent");
        APR_BRIGADE_INSERT_TAIL(answer->brigade, ap_bucket_error_create(
            HTTP_BAD_GATEWAY, NULL, r->pool, alloc));
        APR_BRIGADE_INSERT_TAIL(answer->brigade, apr_bucket_eos_create(alloc));
        ap_pass_brigade(r->output_filters, answer->brigade);
        r->connection->keepalive = AP_CONN_CLOSE;
    }
    return OK;
}

static int send_year(year_answer *answer)
{
    request_rec *r = answer->request->r;
    apr_size_t len;
    const char *head = answer->form->head(answer->request->year, &len, r->pool), *tail;
    apr_status_t status;
    apr_pool_t *pool;

    answer->brigade = apr_brigade_create(r->pool, r->connection->bucket_alloc);
    status = put(answer, head, len);
    apr_pool_create(&pool, r->pool);
    while (status == APR_SUCCESS && answer->next < answer->rows->nelts) {
        apr_pool_clear(pool);
        status = send_batch(answer, pool);
        if (status == APR_SUCCESS)
            status = ap_fflush(r->output_filters, answer->brigade);
        apr_brigade_cleanup(answer->brigade);
    }
    if (status != APR_SUCCESS)
        return break_off(answer, status);
    tail = answer->form->tail(&len, r->pool);
    put(answer, tail, len);
    APR_BRIGADE_INSERT_TAIL(answer->brigade, apr_bucket_eos_create(r->connection->bucket_alloc));
    ap_pass_brigade(r->output_filters, answer->brigade);
    return OK;
}

int disclosure_public_year_data(disclosure_request *request)
{
    year_answer answer = { .request = request };
    disclosure_stamp stamp;
    const char *etag;
    apr_status_t status;
    int rc;

    if (!request->codec)
        return disclosure_public_add_slash(request);
    answer.form = ds_year_form_find(request->codec->name);
    if (!answer.form)
        return disclosure_problem(request, DS_ENOTFOUND, "全年数据有CSV、JSON、XML三种形式。", NULL);
    disclosure_stamp_take(&stamp, request->mount->database,
                          DISCLOSURE_ON_REPORTS | DISCLOSURE_ON_NAMES, NULL);
    status = list_reports(&answer);
    if (status != APR_SUCCESS)
        return disclosure_problem(request, status, status == DS_ENOTFOUND
                                  ? "这一年度还没有在此发布的报告。" : NULL, NULL);
    etag = etag_of(&answer);
    if (!etag)
        return disclosure_problem(request, APR_EGENERAL, NULL, NULL);
    set_headers(&answer, etag, changed_at(&answer, &stamp));
    rc = ap_meets_conditions(request->r);
    if (rc != OK)
        return rc;
    return request->r->header_only ? OK : send_year(&answer);
}
