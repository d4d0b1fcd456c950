#include "page/bulk_page.h"

#include <string.h>

#include <apr_strings.h>

#include "page/staff_table.h"

static const struct {
    const char *name;
    const char *title;
    const char *question;
    const char *button;
    const char *done;
} acts[] = {
    [DS_BULK_APPROVE] = { "approve", "批量审核通过",
        "下列报告将审核通过，转到下一环节。您确认已逐份审核，本环节含保密审查的，已一并审查。",
        "确认审核通过", "已审核通过" },
    [DS_BULK_PUBLISH] = { "publish", "批量签发公开",
        "下列报告将立即向社会公开。", "确认签发并公开", "已签发公开" },
    [DS_BULK_SCHEDULE] = { "schedule", "定时签发公开",
        "下列报告将在您选定的日期 09:00 向社会公开。在此之前退回修改或者取消定时的，不公开。",
        "确认定时公开", "已设定定时公开" },
    [DS_BULK_CANCEL] = { "cancel", "取消定时公开", "下列报告将不再定时公开。", "确认取消定时",
        "已取消定时" },
    [DS_BULK_REMIND] = { "remind", "发催报通知",
        "下列机关的填报人员会在工作台上看到催报通知。", "发催报通知", "已发催报通知" },
};

#define N_ACTS ((int)(sizeof(acts) / sizeof(acts[0])))

static const char *const troubles[] = {
    [DS_BULK_ABSENT] = "没有这份报告，或者您没有办理这个机关事务的权限。",
    [DS_BULK_NOT_OWED] = "这份报告已经送审，或者不在应报之列。",
    [DS_BULK_REMINDED] = "今天已经发过催报通知。需要马上联系的，请打电话并记录通话。",
    [DS_BULK_CHANGED] = "报告在您勾选之后有了变动，请打开看过再办。",
    [DS_BULK_NOT_YOURS] = "这份报告现在不由您这样办理。",
    [DS_BULK_CORRECTION] = "更正后的报告须写明更正说明，请打开后单独签发。",
    [DS_BULK_UNOPENED] = "您还没有打开看过这一版报告，请先打开审核。",
    [DS_BULK_STATE] = "报告现在的状态不能这样办理，请打开查看。",
    [DS_BULK_FAULTY] = "报告还有要处理的问题，请打开后单独办理。",
    [DS_BULK_FAILED] = "数据库暂时无法访问，没有办理。请稍后再试。",
};

#define N_TROUBLES (sizeof(troubles) / sizeof(troubles[0]))

const char *ds_bulk_name(ds_bulk_act act)
{
    return acts[act].name;
}

int ds_bulk_find(const char *name)
{
    for (int i = 0; name != NULL && i < N_ACTS; i++) {
        if (strcmp(acts[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

static const char *pick_name(const char *organ, int year, apr_pool_t *pool)
{
    return apr_psprintf(pool, DS_BULK_PICK "%s/%d", organ, year);
}

void ds_bulk_pick(ds_markup *m, const char *organ, const char *name, int year, const char *tag,
                  apr_pool_t *pool)
{
    ds_markup_start(m, "input");
    ds_markup_attr(m, "type", "checkbox");
    ds_markup_attr(m, "name", pick_name(organ, year, pool));
    ds_markup_attr(m, "value", tag);
    ds_markup_attr(m, "aria-label", apr_psprintf(pool, "勾选%s%d年度", name, year));
    ds_markup_void(m);
}

static const char *why(ds_bulk_trouble trouble)
{
    return (size_t)trouble < N_TROUBLES ? troubles[trouble] : troubles[DS_BULK_FAILED];
}

static void write_line(ds_markup *m, const ds_staff_view *view, const char *fine,
                       const ds_bulk_line *line, apr_pool_t *pool)
{
    int is_fine = line->trouble == DS_BULK_FINE;

    ds_markup_start(m, "tr");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    if (line->organ != NULL) {
        ds_piece_link(m, ds_staff_report_path(view->site, line->organ, line->year, "", pool), NULL,
                      line->name);
    }
    else {
        ds_markup_text(m, "没有找到的机关");
    }
    ds_markup_end(m, "th");
    ds_markup_element(m, "td", apr_itoa(pool, line->year));
    ds_markup_element_class(m, "td", is_fine ? NULL : "ds-late",
                            is_fine ? fine : apr_pstrcat(pool, "不办理：", why(line->trouble), NULL));
    ds_markup_end(m, "tr");
}

/* The items, each with what was in its way, or with `fine`. */
static void write_lines(ds_markup *m, const ds_staff_view *view, const char *label,
                        const char *fine, const apr_array_header_t *lines, apr_pool_t *pool)
{
    static const char *const heads[] = { "机关", "年度", "结果", NULL };
    apr_pool_t *iterpool;

    apr_pool_create(&iterpool, pool);
    ds_staff_table(m, label, heads);
    for (int i = 0; i < lines->nelts; i++) {
        apr_pool_clear(iterpool);
        write_line(m, view, fine, &APR_ARRAY_IDX(lines, i, const ds_bulk_line), iterpool);
    }
    ds_staff_table_end(m);
    apr_pool_destroy(iterpool);
}

static int count_good(const apr_array_header_t *lines)
{
    int good = 0;

    for (int i = 0; i < lines->nelts; i++) {
        good += APR_ARRAY_IDX(lines, i, const ds_bulk_line).trouble == DS_BULK_FINE;
    }
    return good;
}

static ds_markup *begin(ds_page *page, const ds_staff_view *view, const char *title,
                        apr_pool_t *pool)
{
    const ds_crumb crumbs[] = { { NULL, title } };

    return ds_staff_begin(page, view, title, crumbs, 1, pool);
}

void ds_bulk_confirm(ds_page *page, const ds_staff_view *view, ds_bulk_act act,
                     const apr_array_header_t *lines, const char *day, const char *error,
                     apr_pool_t *pool)
{
    const ds_staff_input date = { .name = "day", .label = "公开日期", .value = day, .type = "date",
                                  .help = "当日 09:00 公开。", .error = error, .is_required = 1 };
    ds_markup *m = begin(page, view, acts[act].title, pool);
    int good = count_good(lines);

    ds_markup_element(m, "p", good > 0 ? acts[act].question
                                       : "勾选的报告都不能这样办理，原因如下。");
    write_lines(m, view, acts[act].title, "可以办理", lines, pool);
    ds_staff_form(m, view, ds_staff_path(view->site, "/bulk", pool), NULL);
    ds_staff_hidden(m, "act", acts[act].name);
    ds_staff_hidden(m, "confirmed", "1");
    for (int i = 0; i < lines->nelts; i++) {
        const ds_bulk_line *line = &APR_ARRAY_IDX(lines, i, const ds_bulk_line);

        if (line->trouble == DS_BULK_FINE) {
            ds_staff_hidden(m, pick_name(line->organ, line->year, pool), line->tag);
        }
    }
    if (act == DS_BULK_SCHEDULE && good > 0) {
        ds_staff_field(m, &date);
    }
    ds_piece_open(m, "p", "ds-buttons");
    if (good > 0) {
        ds_staff_button(m, NULL, NULL, apr_psprintf(pool, "%s（%d 份）", acts[act].button, good),
                        NULL);
    }
    ds_piece_link(m, ds_staff_path(view->site, "/", pool), NULL, "返回工作台");
    ds_markup_end(m, "p");
    ds_staff_form_end(m);
    ds_staff_end(page);
}

void ds_bulk_result(ds_page *page, const ds_staff_view *view, ds_bulk_act act,
                    const apr_array_header_t *lines, apr_pool_t *pool)
{
    ds_markup *m = begin(page, view, apr_pstrcat(pool, acts[act].title, "的结果", NULL), pool);
    int good = count_good(lines);

    ds_piece_open(m, "p", "ds-done");
    ds_markup_attr(m, "role", "status");
    ds_markup_text(m, apr_psprintf(pool, "%s %d 份，未办理 %d 份。", acts[act].done, good,
                                   lines->nelts - good));
    ds_markup_end(m, "p");
    write_lines(m, view, acts[act].title, acts[act].done, lines, pool);
    ds_markup_start(m, "p");
    ds_piece_link(m, ds_staff_path(view->site, "/", pool), NULL, "返回工作台");
    ds_markup_end(m, "p");
    ds_staff_end(page);
}
