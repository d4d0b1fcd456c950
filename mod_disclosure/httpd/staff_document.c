/* GET B/staff/reports/{organ}/{year}/preview, /print and /document.docx: the
 * report as it will be seen, and as it is signed. */
#include "httpd/staff_review.h"

#include "core/date.h"
#include "httpd/report_files.h"
#include "io/docx.h"

#define DOCX_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

/* The working revision as the public would see it if it were published now. */
static apr_status_t publication_of(disclosure_staff *staff, const disclosure_review *review,
                                   ds_publication *publication)
{
    const disclosure_request *request = staff->request;
    const ds_revision *revision = review->found.working;
    apr_pool_t *pool = request->r->pool;
    apr_array_header_t *versions;
    const ds_version *last = NULL;
    apr_status_t status = ds_store_versions(staff->store, &versions, request->organ,
                                            request->year, pool);

    if (status != APR_SUCCESS)
        return status;
    if (versions->nelts)
        last = APR_ARRAY_IDX(versions, versions->nelts - 1, const ds_version *);
    *publication = (ds_publication) {
        .report = review->report, .organ = review->found.organ,
        .n = last ? last->n + 1 : 1, .current = last ? last->n + 1 : 1,
        .title = review->report->title ? review->report->title
            : ds_format_title(review->report->format, review->organ_name, request->year, pool),
        .index_number = last ? last->index_number : NULL,
        .published_at = staff->now, .published_on = ds_date_of(pool, staff->now),
        .notice = last ? "（更正说明在签发时填写）" : NULL,
        .digest_algorithm = revision->digest_algorithm, .digest = revision->digest,
    };
    return APR_SUCCESS;
}

static int show(disclosure_staff *staff, int as_print)
{
    apr_pool_t *pool = staff->request->r->pool;
    ds_page *page = ds_page_create(pool);
    disclosure_review review;
    ds_publication publication;
    ds_report_files *files;
    apr_status_t status = disclosure_review_open(staff, &review, 1);

    if (status == APR_SUCCESS)
        status = publication_of(staff, &review, &publication);
    if (status == APR_SUCCESS)
        status = disclosure_report_files(&files, staff->store, review.report, pool);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    publication.files = files;
    publication.is_preview = 1;
    disclosure_staff_give(staff);
    ds_staff_preview_page(page, &staff->view, &publication, staff->request->site->chain,
                          review.listing->revision, as_print, pool);
    return disclosure_staff_page(staff, HTTP_OK, page);
}

int disclosure_staff_preview(disclosure_staff *staff)
{
    return show(staff, 0);
}

int disclosure_staff_print(disclosure_staff *staff)
{
    return show(staff, 1);
}

int disclosure_staff_document(disclosure_staff *staff)
{
    const disclosure_request *request = staff->request;
    apr_pool_t *pool = request->r->pool;
    disclosure_review review;
    ds_report_files *files;
    apr_status_t status = disclosure_review_open(staff, &review, 1);
    const char *bytes;
    apr_size_t len;

    if (status == APR_SUCCESS)
        status = disclosure_report_files(&files, staff->store, review.report, pool);
    if (status != APR_SUCCESS)
        return disclosure_staff_problem(staff, status, NULL, NULL);
    disclosure_staff_give(staff);
    const ds_docx_review sheet = { request->site->chain, review.listing->revision,
                                   ds_digest_find(review.found.working->digest_algorithm),
                                   disclosure_document_files(request, files) };
    bytes = ds_docx_write_review(review.report, &sheet, &len, pool);
    if (!bytes)
        return disclosure_staff_problem(staff, APR_ENOMEM, NULL, NULL);
    return disclosure_staff_bytes(staff, DOCX_TYPE,
                                  apr_psprintf(pool, "%s%d年年度报告送审稿（第%d稿）.docx",
                                               review.organ_name, request->year,
                                               review.listing->revision), bytes, len);
}
