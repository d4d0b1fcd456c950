/* Searching what is public.
 *
 * What a search may take is bounded in the store (store/search.h). Its pages are
 * not kept, and searches never hold more than half of the connections of a
 * child, so that they keep neither memory nor other pages. */
#include "core/date.h"
#include "core/text.h"
#include "httpd/answer.h"
#include "httpd/problem.h"
#include "httpd/public.h"
#include "httpd/query.h"
#include "page/piece.h"
#include "page/search_page.h"
#include "store/search.h"

#define HITS 20

static const struct {
    const char *value;
    ds_search_scope scope;
} scopes[] = {
    { "all", DS_SEARCH_ALL }, { "title", DS_SEARCH_TITLE }, { "text", DS_SEARCH_TEXT }
};

static const char *const refusals[] = {
    [DS_TERMS_SHORT] = "请至少输入两个字。一个字能查到的报告太多，没有去查找。",
    [DS_TERMS_LONG] = "要查找的内容太长，最多100个字。请只留下最要紧的几个词语。",
    [DS_TERMS_MANY] = "要查找的词语太多，最多8个。请只留下最要紧的几个词语。",
};

/* Sets why nothing is looked for, and returns the outcome that goes with it. */
static apr_status_t refuse(ds_search_view *view, apr_status_t status, const char *why)
{
    view->refusal = why;
    return status;
}

/* What the form leaves empty was not asked. */
static apr_table_t *filled_fields(const disclosure_request *request, const char **why)
{
    static const char *const known[] = { "q", "in", "year", "organ", "after", NULL };
    apr_table_t *fields = disclosure_query_fields(request, known, why);

    for (int i = 0; fields && known[i]; i++) {
        const char *value = apr_table_get(fields, known[i]);

        if (value && !*value)
            apr_table_unset(fields, known[i]);
    }
    return fields;
}

static apr_status_t read_scope(ds_search *search, ds_search_view *view, const char *value)
{
    for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++)
        if (!value || !strcmp(value, scopes[i].value)) {
            search->scope = scopes[i].scope;
            view->scope = scopes[i].value;
            return APR_SUCCESS;
        }
    return refuse(view, DS_EUNREADABLE, "地址中的查找范围无法识别，请重新选择后查找。");
}

/* The query of the address, as far as it can be read, into the view. */
static apr_status_t read_request(disclosure_request *request, ds_search *search, ds_terms *terms,
                                 ds_search_view *view)
{
    apr_pool_t *pool = request->r->pool;
    const char *why = NULL;
    apr_table_t *fields = filled_fields(request, &why);
    apr_status_t status;
    ds_terms_verdict verdict;
    int year;

    if (!fields)
        return refuse(view, DS_EUNREADABLE, why);
    view->query = apr_table_get(fields, "q") ? apr_table_get(fields, "q") : "";
    status = read_scope(search, view, apr_table_get(fields, "in"));
    if (status != APR_SUCCESS)
        return status;
    year = disclosure_query_year(fields, "year", &why);
    if (year < 0)
        return refuse(view, DS_EUNREADABLE, why);
    search->year_from = search->year_to = view->year = year;
    search->below = view->organ = apr_table_get(fields, "organ");
    search->after = apr_table_get(fields, "after");
    view->is_later_page = search->after != NULL;
    verdict = ds_terms_read(terms, view->query, pool);
    if (verdict == DS_TERMS_FINE)
        view->terms = terms;
    else if (verdict != DS_TERMS_NONE)
        return refuse(view, DS_EINVALID, refusals[verdict]);
    return APR_SUCCESS;
}

static apr_status_t find_organ(ds_store *store, ds_search_view *view, apr_pool_t *pool)
{
    ds_organ *organ;
    apr_status_t status;

    if (!view->organ)
        return APR_SUCCESS;
    status = ds_organ_key_is_valid(view->organ) ? ds_store_organ(store, &organ, view->organ, pool)
                                                : DS_ENOTFOUND;
    if (status == APR_SUCCESS)
        view->organ_name = ds_piece_organ_name(organ, pool);
    else
        view->organ = NULL;
    return status == DS_ENOTFOUND ? refuse(view, status, "没有登记地址中的机关，请从机关的页面重新查找。")
                                  : status;
}

static apr_status_t ask_store(disclosure_request *request, const ds_search *search,
                              ds_search_result *result, ds_search_view *view)
{
    apr_pool_t *pool = request->r->pool;
    disclosure_lease *lease;
    apr_status_t status;

    if (!view->organ && !view->terms)
        return APR_SUCCESS;
    status = disclosure_lease_take_long(&lease, request->mount->database, request->r->server,
                                        request->site, pool);
    if (status != APR_SUCCESS)
        return status;
    status = find_organ(lease->store, view, pool);
    if (status == APR_SUCCESS && view->terms) {
        status = ds_store_search(lease->store, result, search, pool);
        if (status == DS_ENOTFOUND)
            refuse(view, status, "地址中的页码无法识别，请重新查找。");
    }
    disclosure_lease_give(lease);
    return status;
}

static const ds_section *section_of(const disclosure_site *site, const ds_search_hit *hit)
{
    const ds_format *format = ds_formats_find(site->formats, hit->format);
    const ds_table *table = format && hit->place && hit->is_note
        ? ds_format_table(format, hit->place) : NULL;

    if (!format || !hit->place)
        return NULL;
    return table ? table->section : ds_format_section(format, hit->place);
}

static void show(const disclosure_request *request, const ds_search_result *result,
                 ds_search_view *view)
{
    apr_array_header_t *entries = apr_array_make(request->r->pool, HITS, sizeof(ds_search_entry));

    for (int i = 0; i < result->hits->nelts; i++) {
        const ds_search_hit *hit = APR_ARRAY_IDX(result->hits, i, const ds_search_hit *);

        APR_ARRAY_PUSH(entries, ds_search_entry) = (ds_search_entry) {
            .organ = hit->organ, .organ_name = hit->organ_name, .year = hit->year,
            .title = hit->title, .published_on = hit->published_on, .version = hit->version,
            .section = section_of(request->site, hit), .is_note = hit->is_note,
            .passage = hit->passage,
        };
    }
    view->entries = entries;
    view->next = result->next;
    view->is_unfinished = result->is_unfinished;
}

int disclosure_public_search(disclosure_request *request)
{
    apr_pool_t *pool = request->r->pool;
    ds_page *page = ds_page_create(pool);
    ds_terms terms;
    ds_search search = { .terms = &terms, .limit = HITS };
    ds_search_result result = { 0 };
    ds_search_view view = { .query = "", .scope = "all" };
    const char *bytes;
    apr_size_t len;
    apr_status_t found = APR_SUCCESS, status = read_request(request, &search, &terms, &view);

    view.last_year = atoi(ds_date_of(pool, apr_time_sec(apr_time_now())));
    if (status != DS_EUNREADABLE)
        found = ask_store(request, &search, &result, &view);
    if (found != APR_SUCCESS)
        status = found;
    if (status != APR_SUCCESS && (!view.refusal || disclosure_problem_wants_json(request)))
        return disclosure_problem(request, status, view.refusal, NULL);
    if (status != APR_SUCCESS)
        view.terms = NULL;
    else if (view.terms)
        show(request, &result, &view);
    ds_public_search(page, &request->site->page_site, &view, pool);
    bytes = ds_template_render(request->site->page_template, page, &len, pool);
    apr_table_setn(request->r->headers_out, "X-Robots-Tag", "noindex");
    return disclosure_answer_bytes(request->r, request->site, disclosure_problem_status(status),
                                   "text/html; charset=utf-8", bytes, len);
}
