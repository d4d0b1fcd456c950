/* One report as the public sees it: page, fragment, exports, corrections. */
#include "core/canonical.h"
#include "httpd/attachment.h"
#include "httpd/public.h"
#include "httpd/report_files.h"
#include "io/docx.h"

/* What the store gives for one version. */
typedef struct {
    ds_revision *revision;
    ds_version *version;
    ds_organ *organ;
    apr_array_header_t *figures;    /* const ds_figures_row *, of all years; or NULL */
} stored_version;

/* Why a report is public no longer, as far as that is told; NULL where it is
 * not. */
static const char *reason_gone(ds_store *store, const disclosure_request *request)
{
    ds_query query = { .organ = request->organ, .year = request->year, .state = -1, .limit = 1 };
    apr_array_header_t *found;

    if (ds_store_list(store, &found, NULL, &query, request->r->pool) != APR_SUCCESS
        || !found->nelts)
        return NULL;
    return APR_ARRAY_IDX(found, 0, const ds_listing *)->withdrawn_reason;
}

/* The page of the current version shows the years that led to it. */
static int draws_years(const disclosure_request *request)
{
    return request->route->build == disclosure_public_report && !request->codec
        && !request->version;
}

static apr_status_t fetch(disclosure_request *request, stored_version *stored, const char **reason)
{
    apr_pool_t *pool = request->r->pool;
    disclosure_lease *lease;
    apr_status_t status = disclosure_request_lease(&lease, request);

    if (status != APR_SUCCESS)
        return status;
    status = ds_store_public(lease->store, &stored->revision, &stored->version, request->organ,
                             request->year, request->version, pool);
    if (status == APR_SUCCESS)
        status = ds_store_organ(lease->store, &stored->organ, request->organ, pool);
    if (status == APR_SUCCESS && draws_years(request))
        status = ds_store_figures_of_organ(lease->store, &stored->figures, request->organ, pool);
    if (status == DS_EGONE)
        *reason = reason_gone(lease->store, request);
    disclosure_lease_give(lease);
    return status;
}

/* The stored text as a report. What was stored has been read before; that it
 * cannot be read now is a fault of the installation. */
static apr_status_t parse(const disclosure_request *request, const ds_revision *revision,
                          ds_report **report)
{
    apr_pool_t *pool = request->r->pool;
    ds_findings *findings = ds_findings_create(pool);
    apr_status_t status = ds_canonical_read(report, findings, revision->xml, revision->xml_length,
                                            request->site->formats, pool, pool);

    if (status == APR_SUCCESS)
        return APR_SUCCESS;
    ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, request->r,
                  "DS0630: the stored report %s %d, revision %d, cannot be read (%s); "
                  "is its format still among the formats?",
                  request->organ, request->year, revision->number,
                  ds_findings_count(findings) ? ds_findings_at(findings, 0)->rule : "no finding");
    return APR_EGENERAL;
}

static void describe(ds_publication *publication, const ds_version *version,
                     const ds_organ *organ, int current)
{
    publication->organ = organ;
    publication->n = version->n;
    publication->current = current;
    publication->title = version->title;
    publication->index_number = version->index_number;
    publication->document_number = version->document_number;
    publication->published_at = version->published_at;
    publication->published_on = version->published_on;
    publication->notice = version->notice;
    publication->digest_algorithm = version->digest_algorithm;
    publication->digest = version->digest;
}

/* What an output of the version says of itself. */
static ds_imprint imprint_of(const ds_version *version)
{
    ds_imprint imprint = { .version = version->n, .algorithm = version->digest_algorithm,
                           .digest = version->digest };

    return imprint;
}

/* What is known of the files it names: few reports name any. */
static apr_status_t know_files(disclosure_request *request, ds_publication *publication)
{
    apr_pool_t *pool = request->r->pool;
    ds_report_files *files;
    disclosure_lease *lease;
    apr_status_t status;

    if (!ds_report_digests(publication->report, pool)->nelts)
        return APR_SUCCESS;
    status = disclosure_request_lease(&lease, request);
    if (status != APR_SUCCESS)
        return status;
    status = disclosure_report_files(&files, lease->store, publication->report, pool);
    disclosure_lease_give(lease);
    publication->files = files;
    return status;
}

/* The version that the path names, read and described. */
static apr_status_t publication_of(disclosure_request *request, ds_publication *publication,
                                   disclosure_draft *draft)
{
    stored_version stored = {0};
    ds_imprint imprint;
    ds_report *report;
    apr_status_t status = fetch(request, &stored, &draft->detail);

    if (status == APR_SUCCESS)
        status = parse(request, stored.revision, &report);
    if (status != APR_SUCCESS)
        return status;
    imprint = imprint_of(stored.version);
    draft->digest = ds_imprint_header(&imprint, request->r->pool);
    memset(publication, 0, sizeof *publication);
    describe(publication, stored.version, stored.organ, stored.revision->listing->published);
    publication->report = report;
    if (stored.figures)
        publication->years = disclosure_public_figures(request, stored.figures, request->year);
    draft->changed = apr_time_from_sec(stored.version->published_at);
    return know_files(request, publication);
}

static const char *docx_of(const disclosure_request *request, const ds_publication *publication,
                           const ds_imprint *imprint, apr_size_t *len)
{
    return ds_docx_publish_with(publication->report, imprint,
                                disclosure_document_files(request, publication->files), len,
                                request->r->pool);
}

/* The canonical text is sent as it is stored: its digest is the report's. */
static apr_status_t build_xml(disclosure_request *request, disclosure_draft *draft)
{
    stored_version stored = {0};
    ds_imprint imprint;
    apr_status_t status = fetch(request, &stored, &draft->detail);

    if (status != APR_SUCCESS)
        return status;
    imprint = imprint_of(stored.version);
    draft->digest = ds_imprint_header(&imprint, request->r->pool);
    draft->body = stored.revision->xml;
    draft->length = stored.revision->xml_length;
    draft->changed = apr_time_from_sec(stored.version->published_at);
    return APR_SUCCESS;
}

/* The name to save an output under, of organ, year and (of an earlier version)
 * its number. */
static const char *disposition_of(const disclosure_request *request,
                                  const ds_publication *publication)
{
    apr_pool_t *pool = request->r->pool;
    const char *version = request->version ? apr_psprintf(pool, "-v%d", request->version) : "";
    const char *tail = apr_pstrcat(pool, version, ".", request->codec->name, NULL);
    const char *name = publication->report->organ_name;

    return disclosure_attachment(
        apr_psprintf(pool, "%s-%d%s", request->organ, request->year, tail),
        apr_psprintf(pool, "%s%d年政府信息公开工作年度报告%s", name ? name : request->organ,
                     request->year, tail), pool);
}

static apr_status_t build_export(disclosure_request *request, disclosure_draft *draft)
{
    apr_pool_t *pool = request->r->pool;
    ds_publication publication;
    ds_imprint imprint;
    apr_status_t status;

    draft->content_type = request->codec->media_type;
    if (!strcmp(request->codec->name, "xml"))
        return build_xml(request, draft);
    status = publication_of(request, &publication, draft);
    if (status != APR_SUCCESS)
        return status;
    imprint = (ds_imprint){ .version = publication.n, .algorithm = publication.digest_algorithm,
                            .digest = publication.digest };
    draft->body = !strcmp(request->codec->name, "docx")
        ? docx_of(request, &publication, &imprint, &draft->length)
        : ds_codec_publish(request->codec, publication.report, &imprint, &draft->length, pool);
    if (request->codec->is_attachment)
        draft->disposition = disposition_of(request, &publication);
    return draft->body ? APR_SUCCESS : APR_ENOMEM;
}

apr_status_t disclosure_public_report(disclosure_request *request, disclosure_draft *draft)
{
    ds_page *page = ds_page_create(request->r->pool);
    ds_publication publication;
    apr_status_t status;

    if (request->codec)
        return build_export(request, draft);
    status = publication_of(request, &publication, draft);
    if (status != APR_SUCCESS)
        return status;
    ds_public_report(page, &request->site->page_site, &publication, request->r->pool);
    disclosure_draft_page(draft, request, page);
    return APR_SUCCESS;
}

apr_status_t disclosure_public_fragment(disclosure_request *request, disclosure_draft *draft)
{
    ds_markup *markup = ds_markup_create(request->r->pool);
    ds_publication publication;
    apr_status_t status = publication_of(request, &publication, draft);

    if (status != APR_SUCCESS)
        return status;
    ds_public_fragment(markup, &request->site->page_site, &publication, request->r->pool);
    draft->content_type = "text/html; charset=utf-8";
    draft->body = ds_markup_bytes(markup, &draft->length);
    return APR_SUCCESS;
}

/* Rendered for those who copy it by hand: it carries its styles with it, and
 * pictures by their full address. */
apr_status_t disclosure_public_paste(disclosure_request *request, disclosure_draft *draft)
{
    const char *base_url = request->site->config.base_url;
    ds_markup *markup = ds_markup_create(request->r->pool);
    ds_publication publication;
    apr_status_t status = publication_of(request, &publication, draft);

    if (status != APR_SUCCESS)
        return status;
    ds_public_paste(markup, &request->site->page_site, &publication, request->r->pool);
    draft->content_type = "text/html; charset=utf-8";
    draft->policy = apr_pstrcat(request->r->pool, "default-src 'none'; style-src 'unsafe-inline'; "
                                "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
                                "img-src 'self' ", base_url ? base_url : "", NULL);
    draft->body = ds_markup_bytes(markup, &draft->length);
    return APR_SUCCESS;
}

apr_status_t disclosure_public_paste_page(disclosure_request *request, disclosure_draft *draft)
{
    ds_page *page = ds_page_create(request->r->pool);
    ds_publication publication;
    apr_status_t status = publication_of(request, &publication, draft);

    if (status != APR_SUCCESS)
        return status;
    ds_public_paste_page(page, &request->site->page_site, &publication, request->r->pool);
    disclosure_draft_page(draft, request, page);
    return APR_SUCCESS;
}

/* ---- Corrections ---- */

/* All versions up to the current one, and the texts of it and of the one
 * before unless that is gone. */
typedef struct {
    ds_organ *organ;
    apr_array_header_t *versions;   /* ds_version * */
    ds_revision *current, *before;
} stored_changes;

static apr_status_t fetch_changes(disclosure_request *request, stored_changes *stored,
                                  const char **reason)
{
    apr_pool_t *pool = request->r->pool;
    disclosure_lease *lease;
    apr_status_t status = disclosure_request_lease(&lease, request);

    if (status != APR_SUCCESS)
        return status;
    status = ds_store_public(lease->store, &stored->current, NULL, request->organ, request->year,
                             0, pool);
    if (status == DS_EGONE)
        *reason = reason_gone(lease->store, request);
    if (status == APR_SUCCESS)
        status = ds_store_organ(lease->store, &stored->organ, request->organ, pool);
    if (status == APR_SUCCESS)
        status = ds_store_versions(lease->store, &stored->versions, request->organ, request->year,
                                   pool);
    if (status == APR_SUCCESS && stored->current->listing->published > 1) {
        status = ds_store_public(lease->store, &stored->before, NULL, request->organ,
                                 request->year, stored->current->listing->published - 1, pool);
        if (status == DS_EGONE)
            status = APR_SUCCESS;
    }
    disclosure_lease_give(lease);
    return status;
}

apr_status_t disclosure_public_changes(disclosure_request *request, disclosure_draft *draft)
{
    apr_pool_t *pool = request->r->pool;
    stored_changes stored = {0};
    ds_report *current, *before = NULL;
    apr_array_header_t *publications = apr_array_make(pool, 4, sizeof(ds_publication *));
    ds_page *page = ds_page_create(pool);
    apr_status_t status = fetch_changes(request, &stored, &draft->detail);

    if (status == APR_SUCCESS)
        status = parse(request, stored.current, &current);
    if (status == APR_SUCCESS && stored.before)
        status = parse(request, stored.before, &before);
    if (status != APR_SUCCESS)
        return status;
    for (int i = 0; i < stored.versions->nelts; i++) {
        const ds_version *version = APR_ARRAY_IDX(stored.versions, i, const ds_version *);
        int n = stored.current->listing->published;
        ds_publication *publication = apr_pcalloc(pool, sizeof *publication);

        if (version->n > n)
            break;
        describe(publication, version, stored.organ, n);
        publication->report = version->n == n ? current : version->n == n - 1 ? before : NULL;
        APR_ARRAY_PUSH(publications, ds_publication *) = publication;
        draft->changed = apr_time_from_sec(version->published_at);
    }
    ds_public_changes(page, &request->site->page_site, publications, pool);
    disclosure_draft_page(draft, request, page);
    return APR_SUCCESS;
}
