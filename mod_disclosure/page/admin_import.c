/* A list that is being imported: pasted, tried, put. */
#include <apr_strings.h>

#include "page/admin_page.h"
#include "page/staff_table.h"

static void write_line(ds_markup *m, const ds_admin_line *line, int is_kept)
{
    int n = ds_findings_count(line->findings);
    ds_markup_start(m, "tr");
    ds_markup_start(m, "td");
    ds_markup_text_int(m, line->number);
    ds_markup_end(m, "td");
    ds_markup_element(m, "td", line->what);
    ds_markup_start(m, "td");
    if (n == 0) {
        ds_markup_text(m, is_kept ? "已导入" : "可以导入");
    }
    for (int i = 0; i < n; i++) {
        ds_markup_element(m, "p", ds_findings_at(line->findings, i)->message);
    }
    ds_markup_end(m, "td");
    ds_markup_end(m, "tr");
}

static int count_wrong(const apr_array_header_t *lines)
{
    int n = 0;
    for (int i = 0; i < lines->nelts; i++) {
        n += ds_findings_count(APR_ARRAY_IDX(lines, i, ds_admin_line).findings) > 0;
    }
    return n;
}

static void write_results(ds_markup *m, const ds_admin_import *import, apr_pool_t *pool)
{
    static const char *const heads[] = { "行", "对象", "结果", NULL };
    int wrong = count_wrong(import->lines);
    ds_markup_element(m, "h2", import->is_kept ? "导入结果" : "试运行结果");
    ds_markup_element(m, "p",
        apr_psprintf(pool, import->is_kept ? "共 %d 行，已导入 %d 行，%d 行没有导入。"
                     : "共 %d 行，可以导入 %d 行，%d 行有问题。现在还没有写入任何内容。",
                     import->lines->nelts, import->lines->nelts - wrong, wrong));
    ds_staff_table(m, "逐行结果", heads);
    for (int i = 0; i < import->lines->nelts; i++) {
        write_line(m, &APR_ARRAY_IDX(import->lines, i, ds_admin_line), import->is_kept);
    }
    ds_staff_table_end(m);
}

void ds_admin_import_page(ds_page *page, const ds_staff_view *view, const ds_admin_import *import,
                          apr_pool_t *pool)
{
    const ds_crumb crumbs[] = { { ds_staff_path(view->site, import->back, pool), "名单" },
                                { NULL, import->title } };
    const ds_staff_input table = {
        .name = "csv", .label = "名单", .value = import->csv, .type = "textarea", .rows = 12,
        .help = import->columns, .error = import->error, .is_required = 1 };
    ds_markup *m = ds_staff_begin(page, view, import->title, crumbs, 2, pool);
    if (import->lines) {
        write_results(m, import, pool);
    }
    ds_staff_form(m, view, ds_staff_path(view->site, import->path, pool), NULL);
    ds_staff_field(m, &table);
    ds_staff_button(m, "act", "try", "试运行", import->lines && !import->is_kept ? "second" : NULL);
    if (import->lines && !import->is_kept && count_wrong(import->lines) < import->lines->nelts) {
        ds_staff_button(m, "act", "keep", "导入没有问题的各行", NULL);
    }
    ds_staff_form_end(m);
    ds_staff_end(page);
}
