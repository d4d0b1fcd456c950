/* The organs an administrator keeps. */
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "page/admin_page.h"
#include "page/staff_table.h"

/* ---- The list ---- */

static int depth_of(const apr_array_header_t *organs, const ds_organ *organ)
{
    int depth = 0;
    for (int i = 0; organ->parent && i < organs->nelts; i++) {
        const ds_organ *above = APR_ARRAY_IDX(organs, i, const ds_organ *);
        if (strcmp(above->key, organ->parent) == 0) {
            organ = above;
            depth++;
            i = -1;
        }
    }
    return depth;
}

static void write_organ_row(ds_markup *m, const ds_staff_view *view,
                            const apr_array_header_t *organs, const ds_organ *organ,
                            apr_pool_t *pool)
{
    static const char *const depths[] = { NULL, "ds-in1", "ds-in2", "ds-in3" };
    int depth = depth_of(organs, organ);
    ds_markup_start(m, "tr");
    ds_piece_open(m, "th", depths[depth > 3 ? 3 : depth]);
    ds_markup_attr(m, "scope", "row");
    ds_piece_link(m, ds_staff_path(view->site, apr_pstrcat(pool, "/organs/", organ->key, NULL), pool),
                  NULL, ds_piece_organ_name(organ, pool));
    ds_markup_end(m, "th");
    ds_markup_element(m, "td", ds_organ_kind_label(organ->kind));
    ds_markup_element(m, "td", organ->key);
    ds_markup_element(m, "td", organ->until ? apr_pstrcat(pool, ds_date_chinese(pool, organ->until),
                                                          "撤销", NULL) : "");
    ds_markup_end(m, "tr");
}

void ds_admin_organs(ds_page *page, const ds_staff_view *view, const apr_array_header_t *organs,
                     apr_pool_t *pool)
{
    static const ds_crumb crumbs[] = { { NULL, "机关" } };
    static const char *const heads[] = { "名称", "类别", "代号", "状态", NULL };
    static const char *const acts[] = { "/organ-new", "登记新机关", "/organ-import", "批量导入", NULL };
    ds_markup *m = ds_staff_begin(page, view, "机关", crumbs, 1, pool);
    ds_staff_acts(m, view, acts, pool);
    if (organs->nelts == 0) {
        ds_markup_element(m, "p", "您管理的范围内还没有机关。");
    } else {
        ds_staff_table(m, "机关名单", heads);
        for (int i = 0; i < organs->nelts; i++) {
            write_organ_row(m, view, organs, APR_ARRAY_IDX(organs, i, const ds_organ *), pool);
        }
        ds_staff_table_end(m);
    }
    ds_staff_end(page);
}

/* ---- One organ ---- */

static const char *const kinds[] = {
    "region", "政府", "office", "政府办公机构", "department", "部门", "town", "镇街",
    "other", "其他单位", NULL
};

static void write_parent(ds_markup *m, const apr_array_header_t *organs, const char *key,
                         const char *chosen, apr_pool_t *pool)
{
    apr_array_header_t *choices = apr_array_make(pool, 2 * organs->nelts + 3, sizeof(const char *));
    APR_ARRAY_PUSH(choices, const char *) = "";
    APR_ARRAY_PUSH(choices, const char *) = "没有上级机关";
    for (int i = 0; i < organs->nelts; i++) {
        const ds_organ *organ = APR_ARRAY_IDX(organs, i, const ds_organ *);
        if (!key || strcmp(organ->key, key) != 0) {
            APR_ARRAY_PUSH(choices, const char *) = organ->key;
            APR_ARRAY_PUSH(choices, const char *) = ds_piece_organ_name(organ, pool);
        }
    }
    APR_ARRAY_PUSH(choices, const char *) = NULL;
    ds_staff_choice(m, "parent", "上级机关", chosen ? chosen : "",
                    (const char *const *) choices->elts, 1);
}

static void write_field(ds_markup *m, const ds_organ_field *field, const char *value)
{
    static const char *const dates[] = { "on", "from", "until" };
    ds_staff_input input = { .name = field->name, .label = field->label, .help = field->help,
                             .value = value, .type = "text",
                             .is_required = strcmp(field->name, "name") == 0, .max_length = 500 };
    for (apr_size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
        if (strcmp(field->name, dates[i]) == 0) {
            input.type = "date";
            input.max_length = 0;
        }
    }
    ds_staff_field(m, &input);
}

static void write_fields(ds_markup *m, const char *key, const apr_array_header_t *organs,
                         ds_organ_given_fn *given, void *baton, apr_pool_t *pool)
{
    if (!key) {
        const ds_staff_input input = {
            .name = "key", .label = "代号", .value = given(baton, "key"), .type = "text",
            .help = "出现在网址里，定了就不再改。小写字母开头，可用小写字母、数字和连字符，2 至 40 个。",
            .is_required = 1, .max_length = 40 };
        ds_staff_field(m, &input);
    }
    for (const ds_organ_field *f = ds_organ_fields; f->name; f++) {
        const char *value = given(baton, f->name);
        if (strcmp(f->name, "kind") == 0) {
            ds_staff_choice(m, f->name, f->label, value ? value : "department", kinds, 1);
        } else if (strcmp(f->name, "parent") == 0) {
            write_parent(m, organs, key, value, pool);
        } else {
            write_field(m, f, value);
        }
    }
}

void ds_admin_organ(ds_page *page, const ds_staff_view *view, const char *key,
                    const apr_array_header_t *organs, ds_organ_given_fn *given, void *baton,
                    const ds_findings *findings, apr_pool_t *pool)
{
    const ds_crumb crumbs[] = { { ds_staff_path(view->site, "/organs", pool), "机关" },
                                { NULL, key ? key : "登记新机关" } };
    const char *name = given(baton, "name");
    ds_markup *m = ds_staff_begin(page, view, key ? (name ? name : key) : "登记新机关", crumbs, 2,
                                  pool);
    ds_staff_summary(m, findings, pool);
    ds_staff_form(m, view, ds_staff_path(view->site, key
                      ? apr_pstrcat(pool, "/organs/", key, NULL) : "/organ-new", pool), NULL);
    write_fields(m, key, organs, given, baton, pool);
    ds_staff_button(m, NULL, NULL, key ? "保存" : "登记", NULL);
    ds_staff_form_end(m);
    ds_staff_end(page);
}
