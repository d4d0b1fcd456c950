/* How far the reports of a year are, as two tables: their states, and what a
 * 通报 says. The same texts make the page and the files. */
#include "page/overview_page.h"

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/deadline.h"
#include "page/staff_table.h"

typedef const char *text_fn(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool);

static const char *organ_name(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool)
{
    return item->organ_name;
}

static const char *organ_key(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool)
{
    return item->organ;
}

static const char *superior(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool)
{
    return item->superior;
}

static const char *state(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool)
{
    return item->state < 0 && !item->is_owed ? "不报" : ds_desk_state(item, chain, pool);
}

static const char *due(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool)
{
    return item->is_owed ? item->due : NULL;
}

static const char *left(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool)
{
    return ds_desk_left(item, pool);
}

static const char *errors(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool)
{
    return item->state < 0 ? NULL : apr_itoa(pool, item->errors);
}

static const char *warnings(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool)
{
    return item->state < 0 ? NULL : apr_itoa(pool, item->warnings);
}

static const char *first_on(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool)
{
    return item->first_on;
}

static const char *in_time(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool)
{
    int late;

    if (!item->is_owed) {
        return item->first_on != NULL ? "已公开" : "不报";
    }
    if (item->first_on == NULL) {
        return item->days_left < 0 ? apr_psprintf(pool, "未公开，已逾期 %d 天", -item->days_left)
                                   : "未到期";
    }
    late = ds_days_until(item->first_on, item->due);
    return late > 0 ? apr_psprintf(pool, "逾期 %d 天", late) : "按时";
}

static const char *returns(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool)
{
    return apr_itoa(pool, item->returns);
}

static const char *corrections(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool)
{
    return apr_itoa(pool, item->versions > 1 ? item->versions - 1 : 0);
}

typedef struct column {
    const char *head;
    text_fn *text;
    int is_for_files;   /* left out of the page, where it would take room only */
} column;

static const column states[] = {
    { "机关", organ_name, 0 }, { "代号", organ_key, 1 }, { "报送对象", superior, 1 },
    { "状态", state, 0 }, { "期限", due, 0 }, { "剩余", left, 0 }, { "错误", errors, 0 },
    { "提醒", warnings, 0 }, { "首次公开", first_on, 0 }, { NULL, NULL, 0 } };
static const column bulletin[] = {
    { "机关", organ_name, 0 }, { "期限", due, 0 }, { "首次公开", first_on, 0 },
    { "按时情况", in_time, 0 }, { "退回次数", returns, 0 }, { "更正次数", corrections, 0 },
    { NULL, NULL, 0 } };

static const struct {
    const char *title;
    const char *file;
    const column *columns;
} tables[] = {
    [DS_OVERVIEW_STATES] = { "进度总表", "/table.csv", states },
    [DS_OVERVIEW_BULLETIN] = { "通报表", "/bulletin.csv", bulletin },
};

const char *const *ds_overview_heads(ds_overview_kind kind, int *n, apr_pool_t *pool)
{
    const char **heads = apr_pcalloc(pool, DS_OVERVIEW_MAX * sizeof(*heads));

    for (*n = 0; tables[kind].columns[*n].head != NULL; (*n)++) {
        heads[*n] = tables[kind].columns[*n].head;
    }
    return heads;
}

const char *const *ds_overview_line(ds_overview_kind kind, const ds_desk_item *item,
                                    const ds_chain *chain, apr_pool_t *pool)
{
    const char **texts = apr_pcalloc(pool, DS_OVERVIEW_MAX * sizeof(*texts));

    for (int i = 0; tables[kind].columns[i].head != NULL; i++) {
        texts[i] = tables[kind].columns[i].text(item, chain, pool);
    }
    return texts;
}

const char *ds_overview_title(ds_overview_kind kind)
{
    return tables[kind].title;
}

/* ---- The page ---- */

static int is_late(const char *text)
{
    return text != NULL && strstr(text, "逾期") != NULL;
}

static void write_cell(ds_markup *m, const char *text, apr_pool_t *pool)
{
    ds_piece_open(m, "td", is_late(text) ? "ds-late" : NULL);
    if (text != NULL && ds_date_is_valid(text)) {
        ds_piece_date(m, text, pool);
    }
    else {
        ds_markup_text(m, text);
    }
    ds_markup_end(m, "td");
}

static void write_row(ds_markup *m, const ds_staff_view *view, const ds_year_view *year,
                      const column *columns, const ds_desk_item *item, apr_pool_t *pool)
{
    ds_markup_start(m, "tr");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    ds_desk_name(m, view, item, pool);
    ds_markup_end(m, "th");
    for (const column *c = columns + 1; c->head != NULL; c++) {
        if (!c->is_for_files) {
            write_cell(m, c->text(item, year->chain, pool), pool);
        }
    }
    ds_markup_end(m, "tr");
}

static void write_table(ds_markup *m, const ds_staff_view *view, const ds_year_view *year,
                        ds_overview_kind kind, apr_pool_t *pool)
{
    const char *heads[DS_OVERVIEW_MAX] = { NULL };
    apr_pool_t *iterpool;
    int n = 0;

    for (const column *c = tables[kind].columns; c->head != NULL; c++) {
        if (!c->is_for_files) {
            heads[n++] = c->head;
        }
    }
    ds_markup_element(m, "h2", tables[kind].title);
    ds_markup_start(m, "p");
    ds_piece_link(m, ds_year_path(view, year->year, tables[kind].file, pool), "ds-act",
                  apr_pstrcat(pool, "下载", tables[kind].title, "（CSV）", NULL));
    ds_markup_end(m, "p");
    apr_pool_create(&iterpool, pool);
    ds_staff_table(m, tables[kind].title, heads);
    for (int i = 0; i < year->items->nelts; i++) {
        apr_pool_clear(iterpool);
        write_row(m, view, year, tables[kind].columns,
                  APR_ARRAY_IDX(year->items, i, const ds_desk_item *), iterpool);
    }
    ds_staff_table_end(m);
    apr_pool_destroy(iterpool);
}

/* How many there are of each, in a sentence. */
static const char *summary(const ds_year_view *year, apr_pool_t *pool)
{
    int owed = 0, public = 0, late = 0;

    for (int i = 0; i < year->items->nelts; i++) {
        const ds_desk_item *item = APR_ARRAY_IDX(year->items, i, const ds_desk_item *);

        owed += item->is_owed;
        public += item->is_owed && item->is_public;
        late += item->is_owed && !item->is_public && item->days_left < 0;
    }
    return apr_psprintf(pool, "应报 %d 家，已公开 %d 家，未公开 %d 家，其中逾期 %d 家。", owed, public,
                        owed - public, late);
}

/* Whether some organ of the list is directly below it. */
static int has_below(const ds_year_view *year, const char *organ)
{
    for (int i = 0; i < year->items->nelts; i++) {
        const ds_organ *profile = APR_ARRAY_IDX(year->items, i, const ds_desk_item *)->profile;

        if (profile != NULL && profile->parent != NULL && strcmp(profile->parent, organ) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Ways to the sums over subordinates. */
static void write_sums(ds_markup *m, const ds_staff_view *view, const ds_year_view *year,
                       apr_pool_t *pool)
{
    int any = 0;

    for (int i = 0; i < year->items->nelts; i++) {
        const ds_desk_item *item = APR_ARRAY_IDX(year->items, i, const ds_desk_item *);

        if (item->profile != NULL && item->profile->kind == DS_ORGAN_REGION
            && has_below(year, item->organ)) {
            if (!any++) {
                ds_piece_open(m, "p", "ds-acts");
            }
            ds_piece_link(m, ds_staff_path(view->site, apr_psprintf(pool, "/region/%s/%d",
                                                                    item->organ, year->year),
                                           pool), "ds-act",
                          apr_pstrcat(pool, item->organ_name, "下级汇总", NULL));
            ds_markup_text(m, " ");
        }
    }
    if (any) {
        ds_markup_end(m, "p");
    }
}

void ds_overview_page(ds_page *page, const ds_staff_view *view, const ds_year_view *year,
                      apr_pool_t *pool)
{
    const ds_crumb crumbs[] = { { NULL, apr_psprintf(pool, "%d年度进度总表", year->year) } };
    ds_markup *m = ds_staff_begin(page, view, crumbs[0].text, crumbs, 1, pool);

    ds_year_acts(m, view, year->year, pool);
    if (year->items->nelts == 0) {
        ds_markup_element(m, "p", "这一年度没有您能看到的机关。");
        ds_staff_end(page);
        return;
    }
    ds_markup_element(m, "p", summary(year, pool));
    write_sums(m, view, year, pool);
    write_table(m, view, year, DS_OVERVIEW_STATES, pool);
    write_table(m, view, year, DS_OVERVIEW_BULLETIN, pool);
    ds_staff_end(page);
}
