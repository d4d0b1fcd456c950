/* Open data: B/data/, and one table of a year with what its query asks for. */
#include <stdlib.h>

#include "httpd/public.h"
#include "httpd/query.h"
#include "httpd/region.h"
#include "io/csv.h"
#include "io/form.h"
#include "page/data_page.h"
#include "store/figures.h"
#include "store/publications.h"

apr_status_t disclosure_public_data(disclosure_request *request, disclosure_draft *draft)
{
    apr_pool_t *pool = request->r->pool;
    ds_page *page = ds_page_create(pool);
    apr_array_header_t *found, *years = apr_array_make(pool, 16, sizeof(ds_data_year));
    disclosure_lease *lease;
    apr_status_t status = disclosure_request_lease(&lease, request);

    if (status != APR_SUCCESS)
        return status;
    status = ds_store_public_years(lease->store, &found, pool);
    disclosure_lease_give(lease);
    if (status != APR_SUCCESS)
        return status;
    for (int i = 0; i < found->nelts; i++) {
        const ds_public_year *year = &APR_ARRAY_IDX(found, i, ds_public_year);

        APR_ARRAY_PUSH(years, ds_data_year) = (ds_data_year) { year->year, year->reports };
    }
    ds_public_data(page, &request->site->page_site, years, pool);
    disclosure_draft_page(draft, request, page);
    return APR_SUCCESS;
}

/* ---- What the query asks for ---- */

/* Chosen figures come as many fields of one name, which a form of ours never
 * has: they are read one by one, and the rest as any query. */
static const char *take_cells(apr_array_header_t *cells, const disclosure_request *request)
{
    apr_pool_t *pool = request->r->pool;
    const char *rest = "", *at = request->r->args ? request->r->args : "";

    while (*at) {
        apr_size_t len = strcspn(at, "&");
        const char *field = apr_pstrndup(pool, at, len);
        apr_table_t *fields;

        if (strncmp(field, "cell=", 5))
            rest = apr_pstrcat(pool, rest, *rest ? "&" : "", field, NULL);
        else if (cells->nelts > DS_TABLE_FIGURES_MAX
                 || ds_form_parse(&fields, ds_findings_create(pool), field, len, pool)
                    != APR_SUCCESS)
            return NULL;
        else
            APR_ARRAY_PUSH(cells, const char *) = apr_table_get(fields, "cell");
        at += len + (at[len] == '&');
    }
    return rest;
}

/* NULL, or why the figures cannot be shown. */
static const char *select_figures(ds_table_wish *wish, const ds_format *format,
                                  const apr_array_header_t *cells, apr_pool_t *pool)
{
    apr_array_header_t *selected;

    wish->is_usual = !cells->nelts;
    wish->selected = selected = wish->is_usual
        ? ds_select_usual(format, pool)
        : apr_array_make(pool, cells->nelts, sizeof(const ds_selected *));
    if (cells->nelts > DS_TABLE_FIGURES_MAX)
        return apr_psprintf(pool, "一张表最多选%d项数字，请减少后重试。", DS_TABLE_FIGURES_MAX);
    for (int i = 0; i < cells->nelts; i++) {
        const ds_selected *one = ds_select(format, APR_ARRAY_IDX(cells, i, const char *), pool);

        if (!one)
            return "选择的数字中有这一年度的报告没有的一格，请重新选择。";
        for (int k = 0; k < selected->nelts; k++)
            if (!strcmp(APR_ARRAY_IDX(selected, k, const ds_selected *)->address, one->address))
                return "选择的数字有重复，请重新选择。";
        APR_ARRAY_PUSH(selected, const ds_selected *) = one;
    }
    return NULL;
}

static const char *read_kind(ds_table_wish *wish, const char *kind)
{
    wish->kind = kind && *kind ? ds_organ_kind_find(kind) : -1;
    return kind && *kind && wish->kind < 0 ? "没有这一类机关，请重新选择。" : NULL;
}

static const char *read_order(ds_table_wish *wish, const char *sort, const char *order)
{
    wish->sort = -1;
    wish->is_descending = !order || strcmp(order, "asc");
    if (order && strcmp(order, "asc") && strcmp(order, "desc"))
        return "排序的方向应为asc或者desc。";
    for (int i = 0; sort && i < wish->selected->nelts; i++)
        if (!strcmp(APR_ARRAY_IDX(wish->selected, i, const ds_selected *)->address, sort))
            wish->sort = i;
    return sort && wish->sort < 0 ? "只能按表中已有的一列排序，请点表头。" : NULL;
}

static const char *read_page(ds_table_wish *wish, const char *page)
{
    apr_size_t len = page ? strlen(page) : 0;

    wish->page = page ? atoi(page) : 1;
    return page && (!len || len > 5 || strspn(page, "0123456789") != len || !wish->page)
        ? "页码应为从1起的数字。" : NULL;
}

static const char *read_wish(ds_table_wish *wish, disclosure_request *request,
                             const ds_format *format)
{
    static const char *const known[] = { "kind", "sort", "order", "page", NULL };
    apr_pool_t *pool = request->r->pool;
    apr_array_header_t *cells = apr_array_make(pool, 10, sizeof(const char *));
    disclosure_request rest = *request;
    request_rec r = *request->r;
    const char *why = NULL;
    apr_table_t *fields;

    rest.r = &r;
    r.args = (char *)take_cells(cells, request);
    if (!r.args)
        return apr_psprintf(pool, "地址中选择的数字无法读取，或者超过%d项。", DS_TABLE_FIGURES_MAX);
    fields = disclosure_query_fields(&rest, known, &why);
    if (!fields)
        return why;
    why = select_figures(wish, format, cells, pool);
    if (!why)
        why = read_kind(wish, apr_table_get(fields, "kind"));
    if (!why)
        why = read_order(wish, apr_table_get(fields, "sort"), apr_table_get(fields, "order"));
    return why ? why : read_page(wish, apr_table_get(fields, "page"));
}

/* ---- The lines ---- */

/* What qsort() compares by; the order of the organs where the figures do not
 * say. */
typedef struct {
    const ds_table_line *line;
    int position, sort, is_descending;
} sorted_line;

static int compare_lines(const void *a, const void *b)
{
    const sorted_line *x = a, *y = b;

    if (x->sort >= 0) {
        const ds_share *p = &x->line->figures[x->sort], *q = &y->line->figures[x->sort];
        int has_p = p->kind == DS_SHARE_NUMBER, has_q = q->kind == DS_SHARE_NUMBER;

        if (has_p != has_q)
            return has_q - has_p;
        if (has_p && p->value != q->value)
            return (p->value < q->value) == !x->is_descending ? -1 : 1;
    }
    return x->position - y->position;
}

static void sort_lines(apr_array_header_t *lines, const ds_table_wish *wish, apr_pool_t *pool)
{
    int n = lines->nelts;
    sorted_line *sorted = apr_palloc(pool, sizeof *sorted * (apr_size_t)(n + 1));

    for (int i = 0; i < n; i++)
        sorted[i] = (sorted_line) { APR_ARRAY_IDX(lines, i, const ds_table_line *), i,
                                    wish->sort, wish->is_descending };
    qsort(sorted, (size_t)n, sizeof *sorted, compare_lines);
    for (int i = 0; i < n; i++)
        APR_ARRAY_IDX(lines, i, const ds_table_line *) = sorted[i].line;
}

/* NULL where the report has no place in the table. */
static const ds_table_line *line_of(const disclosure_request *request, const ds_table_wish *wish,
                                    const ds_consolidation *reader, const ds_figures_row *row,
                                    apr_pool_t *pool)
{
    ds_sum_source source = disclosure_sum_source(request, row);
    const ds_share *shares = source.format ? ds_consolidation_look(reader, &source) : NULL;
    ds_table_line *line;
    ds_share *figures;

    if (!shares)
        return NULL;
    figures = apr_palloc(pool, sizeof *figures * (apr_size_t)(wish->selected->nelts + 1));
    for (int i = 0; i < wish->selected->nelts; i++)
        figures[i] = ds_selected_share(APR_ARRAY_IDX(wish->selected, i, const ds_selected *),
                                       shares);
    line = apr_palloc(pool, sizeof *line);
    *line = (ds_table_line) { row->organ, row->organ_name, row->kind, row->version,
                              row->published_on, figures };
    return line;
}

static apr_status_t fetch_rows(disclosure_request *request, apr_array_header_t **rows)
{
    disclosure_lease *lease;
    apr_status_t status = disclosure_request_lease(&lease, request);

    if (status != APR_SUCCESS)
        return status;
    status = ds_store_figures_of_year(lease->store, rows, request->year, request->r->pool);
    disclosure_lease_give(lease);
    return status == APR_SUCCESS && !(*rows)->nelts ? DS_ENOTFOUND : status;
}

static apr_status_t make_table(ds_data_table *table, disclosure_request *request,
                               disclosure_draft *draft)
{
    apr_pool_t *pool = request->r->pool;
    apr_array_header_t *rows, *lines;
    ds_consolidation *reader;
    apr_status_t status;

    *table = (ds_data_table) { .year = request->year, .format = ds_formats_of_year(
        request->site->formats, request->year) };
    draft->detail = "这一年度还没有在此发布的报告。";
    if (!table->format)
        return DS_ENOTFOUND;
    draft->detail = read_wish(&table->wish, request, table->format);
    if (draft->detail)
        return DS_EUNREADABLE;
    status = fetch_rows(request, &rows);
    if (status != APR_SUCCESS) {
        draft->detail = status == DS_ENOTFOUND ? "这一年度还没有在此发布的报告。" : NULL;
        return status;
    }
    reader = ds_consolidation_create(table->format, pool);
    lines = apr_array_make(pool, rows->nelts, sizeof(const ds_table_line *));
    for (int i = 0; i < rows->nelts; i++) {
        const ds_figures_row *row = APR_ARRAY_IDX(rows, i, const ds_figures_row *);
        const ds_table_line *line = table->wish.kind < 0 || table->wish.kind == (int)row->kind
            ? line_of(request, &table->wish, reader, row, pool) : NULL;

        if (line)
            APR_ARRAY_PUSH(lines, const ds_table_line *) = line;
    }
    sort_lines(lines, &table->wish, pool);
    table->lines = lines;
    return APR_SUCCESS;
}

apr_status_t disclosure_public_table(disclosure_request *request, disclosure_draft *draft)
{
    ds_page *page = ds_page_create(request->r->pool);
    ds_data_table table;
    apr_status_t status = make_table(&table, request, draft);

    if (status != APR_SUCCESS)
        return status;
    if (table.wish.page > ds_table_pages(&table)) {
        draft->detail = "这张表没有那么多页。";
        return DS_ENOTFOUND;
    }
    ds_public_table(page, &request->site->page_site, &table, request->r->pool);
    disclosure_draft_page(draft, request, page);
    return APR_SUCCESS;
}

apr_status_t disclosure_public_table_csv(disclosure_request *request, disclosure_draft *draft)
{
    apr_pool_t *pool = request->r->pool, *iterpool;
    ds_data_table table;
    apr_status_t status = make_table(&table, request, draft);
    const char *const *heads;
    ds_csv *csv;
    int n;

    if (status != APR_SUCCESS)
        return status;
    heads = ds_table_heads(&table, &n, pool);
    csv = ds_csv_create_with(heads, n, pool);
    apr_pool_create(&iterpool, pool);
    for (int i = 0; i < table.lines->nelts; i++) {
        apr_pool_clear(iterpool);
        ds_csv_values(csv, ds_table_texts(&table, APR_ARRAY_IDX(table.lines, i,
                                                                const ds_table_line *), iterpool),
                      n);
    }
    draft->content_type = "text/csv; charset=utf-8";
    draft->body = ds_csv_bytes(csv, &draft->length);
    return APR_SUCCESS;
}
