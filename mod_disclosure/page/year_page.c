#include "page/year_page.h"

#include <string.h>

#include <apr_strings.h>

#include "page/staff_table.h"

const char *ds_year_path(const ds_staff_view *view, int year, const char *suffix,
                         apr_pool_t *pool)
{
    return ds_staff_path(view->site, apr_psprintf(pool, "/years/%d%s", year, suffix), pool);
}

static int may_remind(const ds_actor *actor)
{
    for (int i = 0; i < actor->grants->nelts; i++) {
        ds_role role = APR_ARRAY_IDX(actor->grants, i, const ds_grant).role;

        if (role == DS_ROLE_REVIEWER || role == DS_ROLE_ADMIN) {
            return 1;
        }
    }
    return 0;
}

void ds_year_acts(ds_markup *m, const ds_staff_view *view, int year, apr_pool_t *pool)
{
    const char *const acts[] = {
        apr_psprintf(pool, "/years/%d/reminders", year), "催报",
        apr_psprintf(pool, "/years/%d", year), "应报名单",
        apr_psprintf(pool, "/years/%d/table", year), "进度总表",
        apr_psprintf(pool, "/years/%d", year - 1), apr_psprintf(pool, "%d年度", year - 1),
        apr_psprintf(pool, "/years/%d", year + 1), apr_psprintf(pool, "%d年度", year + 1), NULL };

    ds_staff_acts(m, view, may_remind(view->actor) ? acts : acts + 2, pool);
}

/* ---- Opening ---- */

static void write_opening(ds_markup *m, const ds_staff_view *view, const ds_year_view *year,
                          apr_pool_t *pool)
{
    const ds_staff_input dates[] = {
        { .name = "due", .label = "各机关的报送期限", .value = year->due, .type = "date",
          .help = "法定期限为次年1月31日。本地要求更早的，请改为本地的日期。",
          .error = ds_staff_error(year->findings, "due"), .is_required = 1 },
        { .name = "due_region", .label = "政府报告的报送期限", .value = year->due_region,
          .type = "date", .help = "法定期限为次年3月31日。",
          .error = ds_staff_error(year->findings, "due_region"), .is_required = 1 } };

    ds_markup_element(m, "h2", apr_psprintf(pool, "开启%d年度", year->year));
    ds_markup_element(m, "p", "开启后，下列机关的名称、报告格式、报送对象和期限就此确定，以后的改动须逐条写明理由。");
    ds_staff_form(m, view, ds_year_path(view, year->year, "", pool), NULL);
    ds_staff_hidden(m, "act", "open");
    ds_staff_field(m, &dates[0]);
    ds_staff_field(m, &dates[1]);
    ds_staff_button(m, NULL, NULL, apr_psprintf(pool, "开启%d年度", year->year), NULL);
    ds_staff_form_end(m);
}

/* ---- Changing a line ---- */

static void write_change(ds_markup *m, const ds_staff_view *view, const ds_year_view *year,
                         apr_pool_t *pool)
{
    static const char *const owes[] = { "1", "应报", "0", "不报（撤并、免报）", NULL };
    const ds_year_change *change = &year->change;
    const ds_staff_input due = {
        .name = "due", .label = "报送期限", .type = "date", .is_required = 1,
        .value = change->due ? change->due : change->item->due,
        .error = ds_staff_error(year->findings, "due") };
    const ds_staff_input reason = {
        .name = "reason", .label = "理由", .type = "text", .value = change->reason,
        .help = "例如：新设；并入某局；经某文件批准免报。理由会记入操作记录。",
        .error = ds_staff_error(year->findings, "reason"), .is_required = 1, .max_length = 500 };

    ds_piece_open(m, "section", "ds-next");
    ds_markup_element(m, "h2", apr_pstrcat(pool, change->item->is_listed ? "修改：" : "列入名单：",
                                           change->item->organ_name, NULL));
    ds_staff_form(m, view, ds_year_path(view, year->year, "", pool), NULL);
    ds_staff_hidden(m, "act", "line");
    ds_staff_hidden(m, "organ", change->item->organ);
    ds_staff_choice(m, "owes", "是否应报", change->is_owed ? "1" : "0", owes, 0);
    ds_staff_field(m, &due);
    ds_staff_field(m, &reason);
    ds_piece_open(m, "p", "ds-buttons");
    ds_staff_button(m, NULL, NULL, "保存", NULL);
    ds_piece_link(m, ds_year_path(view, year->year, "", pool), NULL, "不改了，返回名单");
    ds_markup_end(m, "p");
    ds_staff_form_end(m);
    ds_markup_end(m, "section");
}

/* ---- The list ---- */

static const char *duty_of(const ds_desk_item *item)
{
    return !item->is_open ? "拟列入" : !item->is_listed ? "未列入" : item->is_owed ? "应报" : "不报";
}

static void write_row(ds_markup *m, const ds_staff_view *view, const ds_desk_item *item,
                      apr_pool_t *pool)
{
    const ds_format *format = item->format ? ds_formats_find(view->site->formats, item->format)
                                           : ds_formats_of_year(view->site->formats, item->year);

    ds_markup_start(m, "tr");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    ds_desk_name(m, view, item, pool);
    ds_markup_end(m, "th");
    ds_markup_element(m, "td", duty_of(item));
    ds_markup_element_class(m, "td", "ds-short",
                            format ? apr_pstrcat(pool, format->id, "格式", NULL) : "");
    ds_markup_element(m, "td", item->superior ? item->superior : "");
    ds_markup_start(m, "td");
    if (item->is_owed) {
        ds_piece_date(m, item->due, pool);
    }
    ds_markup_end(m, "td");
    ds_markup_element(m, "td", item->reason ? item->reason : "");
    ds_markup_start(m, "td");
    if (item->is_kept && item->is_open) {
        ds_markup_start(m, "a");
        ds_markup_attr(m, "href", ds_year_path(view, item->year,
            apr_pstrcat(pool, "?organ=", item->organ, NULL), pool));
        ds_markup_text(m, item->is_listed ? "修改" : "列入");
        ds_markup_element_class(m, "span", "ds-sr", apr_pstrcat(pool, "：", item->organ_name, NULL));
        ds_markup_end(m, "a");
    }
    ds_markup_end(m, "td");
    ds_markup_end(m, "tr");
}

static void write_list(ds_markup *m, const ds_staff_view *view, const ds_year_view *year,
                       apr_pool_t *pool)
{
    static const char *const heads[] = { "机关", "应报", "格式", "报送对象", "期限", "改动理由",
                                         "办理", NULL };
    apr_pool_t *iterpool;

    if (year->items->nelts == 0) {
        ds_markup_element(m, "p", "这一年度没有您能看到的机关。");
        return;
    }
    apr_pool_create(&iterpool, pool);
    ds_staff_table(m, apr_psprintf(pool, "%d年度应报名单", year->year), heads);
    for (int i = 0; i < year->items->nelts; i++) {
        apr_pool_clear(iterpool);
        write_row(m, view, APR_ARRAY_IDX(year->items, i, const ds_desk_item *), iterpool);
    }
    ds_staff_table_end(m);
    apr_pool_destroy(iterpool);
}

void ds_year_page(ds_page *page, const ds_staff_view *view, const ds_year_view *year,
                  apr_pool_t *pool)
{
    const ds_crumb crumbs[] = { { NULL, apr_psprintf(pool, "%d年度应报名单", year->year) } };
    ds_markup *m = ds_staff_begin(page, view, crumbs[0].text, crumbs, 1, pool);

    ds_staff_summary(m, year->findings, pool);
    ds_year_acts(m, view, year->year, pool);
    if (year->may_open) {
        write_opening(m, view, year, pool);
    }
    else if (!year->is_open && year->items->nelts > 0) {
        ds_markup_element(m, "p", "这一年度还没有开启。开启之前，各机关按法定期限填报。");
    }
    if (year->change.item != NULL) {
        write_change(m, view, year, pool);
    }
    write_list(m, view, year, pool);
    ds_staff_end(page);
}
