/* 汇总 as the public sees it: page, cells, exports.
 *
 * An export is the sum as a report value (page/region_page.h), so that whoever
 * reads reports reads sums. In JSON its contributors stand beside it, with which
 * it is no report that could be taken in. */
#include "httpd/attachment.h"
#include "httpd/public.h"
#include "httpd/region.h"
#include "io/csv.h"
#include "io/json.h"

/* Reads the sum of the address; `changed` as of the newest report in it. */
static apr_status_t gather(ds_region *region, disclosure_request *request, disclosure_draft *draft,
                           int with_missing)
{
    disclosure_lease *lease;
    apr_status_t status;

    if (request->site->config.region == DISCLOSURE_REGION_OFF) {
        draft->detail = "本网站没有公开下级机关的汇总数字。";
        return DS_ENOTFOUND;
    }
    status = disclosure_request_lease(&lease, request);
    if (status != APR_SUCCESS)
        return status;
    status = disclosure_region_gather(region, request, lease->store, request->organ, request->year,
                                      with_missing, &draft->detail, request->r->pool);
    disclosure_lease_give(lease);
    region->tells_missing = request->site->config.region == DISCLOSURE_REGION_FULL;
    return status;
}

static json_t *digest_of(const ds_region_member *member)
{
    json_t *digest = json_object();

    json_object_set_new(digest, "algorithm", json_string(member->digest_algorithm));
    json_object_set_new(digest, "value", json_string(member->digest));
    return digest;
}

/* Who is in the sum, by report and digest. */
static json_t *contributors_of(const ds_region *region)
{
    json_t *all = json_array();

    for (int i = 0; i < region->members->nelts; i++) {
        const ds_region_member *member = APR_ARRAY_IDX(region->members, i,
                                                       const ds_region_member *);
        json_t *one = json_object();

        json_object_set_new(one, "organ", json_string(member->source.organ));
        json_object_set_new(one, "organ_name", json_string(member->source.organ_name));
        json_object_set_new(one, "year", json_integer(region->year));
        json_object_set_new(one, "format", json_string(member->source.format->id));
        json_object_set_new(one, "version", json_integer(member->version));
        json_object_set_new(one, "digest", digest_of(member));
        json_array_append_new(all, one);
    }
    return all;
}

static const char *json_of(const ds_region *region, apr_size_t *len, apr_pool_t *pool)
{
    json_t *sum = ds_json_report(ds_region_report(region, pool));
    const char *text;

    json_object_set_new(sum, "contributors", contributors_of(region));
    text = ds_json_text(sum, pool);
    *len = strlen(text);
    return text;
}

static apr_status_t build_export(disclosure_request *request, disclosure_draft *draft,
                                 const ds_region *region)
{
    const ds_codec *codec = request->codec;
    apr_pool_t *pool = request->r->pool;
    const char *file = apr_psprintf(pool, "%s-%d-region.%s", request->organ, request->year,
                                    codec->name);

    draft->content_type = codec->media_type;
    draft->body = !strcmp(codec->name, "json")
        ? json_of(region, &draft->length, pool)
        : codec->write(ds_region_report(region, pool), &draft->length, pool);
    if (codec->is_attachment)
        draft->disposition = disclosure_attachment(
            file, apr_pstrcat(pool, ds_region_title(region, pool), ".", codec->name, NULL), pool);
    return draft->body ? APR_SUCCESS : APR_ENOMEM;
}

apr_status_t disclosure_public_region(disclosure_request *request, disclosure_draft *draft)
{
    ds_page *page = ds_page_create(request->r->pool);
    ds_region region;
    apr_status_t status = gather(&region, request, draft, !request->codec);

    if (status != APR_SUCCESS)
        return status;
    draft->detail = NULL;
    if (request->codec)
        return build_export(request, draft, &region);
    ds_public_region(page, &request->site->page_site, &region, request->r->pool);
    disclosure_draft_page(draft, request, page);
    return APR_SUCCESS;
}

apr_status_t disclosure_public_region_cell(disclosure_request *request, disclosure_draft *draft)
{
    ds_page *page = ds_page_create(request->r->pool);
    const ds_format *format = ds_formats_of_year(request->site->formats, request->year);
    int cell = format ? ds_format_cell(format, request->cell) : -1;
    ds_region region;
    apr_status_t status;

    if (cell < 0) {
        draft->detail = "这一年度的报告没有这一格，请从汇总表进入。";
        return DS_ENOTFOUND;
    }
    status = gather(&region, request, draft, 0);
    if (status != APR_SUCCESS)
        return status;
    ds_public_region_cell(page, &request->site->page_site, &region, cell, request->r->pool);
    disclosure_draft_page(draft, request, page);
    return APR_SUCCESS;
}
