#include "page/staff_region_page.h"

#include <string.h>

#include <apr_strings.h>

#include "page/staff_table.h"

static const char *path_of(const ds_staff_view *view, const ds_region *region, apr_pool_t *pool)
{
    return ds_staff_path(view->site, apr_psprintf(pool, "/region/%s/%d", region->organ->key,
                                                  region->year), pool);
}

/* ---- Whose report is missing or was late ---- */

static void write_late_row(ds_markup *m, const ds_staff_view *view, const ds_staff_region *s,
                           const ds_desk_item *item, apr_pool_t *pool)
{
    const char *telephone = item->profile ? item->profile->telephone : NULL;

    ds_markup_start(m, "tr");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    ds_desk_name(m, view, item, pool);
    ds_markup_end(m, "th");
    ds_markup_element(m, "td", ds_desk_state(item, s->chain, pool));
    ds_markup_start(m, "td");
    ds_desk_due(m, item, pool);
    ds_markup_end(m, "td");
    ds_markup_start(m, "td");
    if (item->first_on) {
        ds_piece_date(m, item->first_on, pool);
    }
    ds_markup_end(m, "td");
    ds_markup_element(m, "td", telephone ? telephone : "");
    ds_markup_end(m, "tr");
}

static void write_late(ds_markup *m, const ds_staff_view *view, const ds_staff_region *s,
                       apr_pool_t *pool)
{
    static const char *const heads[] = { "机关", "状态", "期限", "首次公开", "电话", NULL };

    ds_markup_element(m, "h2", "没有公开或者逾期公开的下级机关");
    if (s->late->nelts == 0) {
        ds_markup_element(m, "p", "直接下级机关的报告都已按期公开。");
        return;
    }
    ds_markup_element(m, "p", "没有公开的报告没有计入汇总。公开以后，汇总随之更新。");
    ds_staff_table(m, "没有公开或者逾期公开的下级机关", heads);
    for (int i = 0; i < s->late->nelts; i++) {
        write_late_row(m, view, s, APR_ARRAY_IDX(s->late, i, const ds_desk_item *), pool);
    }
    ds_staff_table_end(m);
}

/* ---- The own figures beside the sum ---- */

static int differs(const ds_share *own, const ds_sum_cell *sum)
{
    int has_own = own->kind == DS_SHARE_NUMBER;
    int has_sum = sum->n[DS_SHARE_NUMBER] > 0 && !sum->is_over;

    return has_own != has_sum || (has_own && own->value != sum->value);
}

static void write_number(ds_markup *m, int is_there, ds_decimal value, apr_pool_t *pool)
{
    ds_markup_element_class(m, "td", "ds-number", is_there ? ds_decimal_format(pool, value) : "—");
}

static void write_difference(ds_markup *m, const ds_staff_view *view, const ds_region *region,
                             int cell, const ds_share *own, const ds_sum_cell *sum,
                             apr_pool_t *pool)
{
    int has_own = own->kind == DS_SHARE_NUMBER;
    int has_sum = sum->n[DS_SHARE_NUMBER] > 0 && !sum->is_over;
    ds_decimal difference = 0;
    int has_both = has_own && has_sum
        && ds_decimal_add(&difference, own->value, -sum->value) == APR_SUCCESS;

    ds_markup_start(m, "tr");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    ds_piece_link(m, apr_pstrcat(pool, path_of(view, region, pool), "/",
                                 ds_format_address(region->format, cell), NULL), NULL,
                  ds_format_cell_name(region->format, cell, pool));
    ds_markup_end(m, "th");
    write_number(m, has_own, own->value, pool);
    write_number(m, has_sum, sum->value, pool);
    write_number(m, has_both, difference, pool);
    ds_markup_end(m, "tr");
}

static int count_differences(const ds_staff_region *s)
{
    int n = 0;

    for (int i = 0; i < s->region->format->n_cells; i++) {
        ds_sum_cell sum = ds_consolidation_cell(s->region->sum, i);

        n += differs(&s->own_shares[i], &sum);
    }
    return n;
}

static void write_differences(ds_markup *m, const ds_staff_view *view, const ds_staff_region *s,
                              apr_pool_t *pool)
{
    static const char *const heads[] = { "数字", "本级报告", "下级汇总", "相差", NULL };
    int n = count_differences(s);
    apr_pool_t *iterpool;

    ds_markup_element(m, "h2", "本级报告与汇总的差异");
    if (n == 0) {
        ds_markup_element(m, "p", "本级报告的每个数字都与汇总一致。");
        return;
    }
    ds_markup_element(m, "p", apr_psprintf(pool, "有%d个数字与汇总不一致。差异不妨碍送审：有的下级机关没有"
                                           "计入，或者本级另有数字时，本来就会不同。请逐个确认原因。", n));
    apr_pool_create(&iterpool, pool);
    ds_staff_table(m, "本级报告与汇总的差异", heads);
    for (int i = 0; i < s->region->format->n_cells; i++) {
        ds_sum_cell sum = ds_consolidation_cell(s->region->sum, i);

        apr_pool_clear(iterpool);
        if (differs(&s->own_shares[i], &sum)) {
            write_difference(m, view, s->region, i, &s->own_shares[i], &sum, iterpool);
        }
    }
    ds_staff_table_end(m);
    apr_pool_destroy(iterpool);
}

/* ---- Starting from the sum ---- */

static void write_start(ds_markup *m, const ds_staff_view *view, const ds_staff_region *s,
                        apr_pool_t *pool)
{
    ds_piece_open(m, "section", "ds-next");
    ds_markup_element(m, "h2", "用汇总数字填报本级报告");
    ds_markup_element(m, "p", s->tag
        ? "本级报告已有草稿。填入后，草稿表格中有汇总的数字换成汇总的数字，文字和注保留；原来的内容可以在历史中"
          "找到。"
        : "新建一份草稿，表格填入汇总的数字，文字部分由您补写。");
    ds_markup_element(m, "p", "汇总只含已经公开的报告。数字从哪些报告来，会记在这份草稿的批注里。");
    ds_staff_form(m, view, path_of(view, s->region, pool), NULL);
    ds_staff_hidden(m, DS_REGION_ACT, DS_REGION_START);
    ds_staff_hidden(m, DS_REGION_TAG, s->tag ? s->tag : "");
    ds_staff_button(m, NULL, NULL, s->tag ? "用汇总数字替换草稿中的数字" : "用汇总数字新建草稿",
                    s->tag ? "second" : NULL);
    ds_staff_form_end(m);
    ds_markup_end(m, "section");
}

static void write_sum(ds_markup *m, const ds_staff_view *view, const ds_staff_region *s,
                      apr_pool_t *pool)
{
    const ds_region *region = s->region;

    ds_markup_element(m, "h2", apr_psprintf(pool, "汇总表（%d份报告）", region->members->nelts));
    ds_piece_open(m, "div", "ds-page");
    ds_region_tables(m, region, path_of(view, region, pool), pool);
    ds_region_relations(m, region, pool);
    ds_markup_end(m, "div");
}

void ds_staff_region_page(ds_page *page, const ds_staff_view *view, const ds_staff_region *s,
                          apr_pool_t *pool)
{
    const ds_region *region = s->region;
    const ds_crumb crumbs[] = { { NULL, apr_psprintf(pool, "%s%d年度下级汇总", region->name,
                                                     region->year) } };
    ds_markup *m = ds_staff_begin(page, view, crumbs[0].text, crumbs, 1, pool);

    ds_markup_element(m, "p", "直接下级机关已经公开的报告逐格相加。下级政府以本级政府的报告计入，不与其部门重复计算。");
    if (s->may_start && region->members->nelts > 0) {
        write_start(m, view, s, pool);
    }
    write_late(m, view, s, pool);
    if (region->members->nelts == 0) {
        ds_markup_element(m, "p", "直接下级机关这一年度的报告都还没有公开，没有可以汇总的数字。");
    }
    else {
        if (s->own_shares) {
            write_differences(m, view, s, pool);
        }
        write_sum(m, view, s, pool);
    }
    ds_staff_end(page);
}

void ds_staff_region_cell_page(ds_page *page, const ds_staff_view *view, const ds_region *region,
                               int cell, apr_pool_t *pool)
{
    const char *name = ds_format_cell_name(region->format, cell, pool);
    const ds_crumb crumbs[] = {
        { path_of(view, region, pool), apr_psprintf(pool, "%s%d年度下级汇总", region->name,
                                                    region->year) },
        { NULL, "各机关的数字" } };
    ds_markup *m = ds_staff_begin(page, view, name, crumbs, 2, pool);

    ds_piece_open(m, "div", "ds-page");
    ds_region_shares(m, view->site, region, cell, name, pool);
    ds_markup_end(m, "div");
    ds_staff_end(page);
}
