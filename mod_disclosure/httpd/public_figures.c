/* The figures of an organ's reports, for the pictures on its pages. */
#include "core/figures.h"
#include "httpd/public.h"

/* What was stored has been read before; that it cannot be read now is a fault
 * of the installation, and the pages do without. */
static ds_report *report_of(const disclosure_request *request, const ds_figures_row *row)
{
    apr_pool_t *pool = request->r->pool;
    const ds_format *format = ds_formats_find(request->site->formats, row->format);
    ds_report *report = format ? ds_report_create(format, pool) : NULL;

    if (!report || ds_figures_read(report, row->figures) != APR_SUCCESS) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, request->r,
                      "DS0631: the figures of %s %d cannot be read; "
                      "is its format %s as it was when they were stored?",
                      row->organ, row->year, row->format);
        return NULL;
    }
    report->organ = row->organ;
    report->year = row->year;
    return report;
}

apr_array_header_t *disclosure_public_figures(const disclosure_request *request,
                                              const apr_array_header_t *rows, int until)
{
    apr_array_header_t *reports = apr_array_make(request->r->pool, DS_CHART_MAX_SLOTS,
                                                 sizeof(const ds_report *));

    for (int i = 0; i < rows->nelts && reports->nelts < DS_CHART_MAX_SLOTS; i++) {
        const ds_figures_row *row = APR_ARRAY_IDX(rows, i, const ds_figures_row *);
        ds_report *report = row->year <= until ? report_of(request, row) : NULL;

        if (report)
            APR_ARRAY_PUSH(reports, const ds_report *) = report;
    }
    return reports;
}
