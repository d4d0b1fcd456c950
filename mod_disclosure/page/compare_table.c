/* One table of the comparison: lines down, years across. */
#include <string.h>

#include <apr_strings.h>

#include "page/compare_parts.h"
#include "page/piece.h"

/* Groups over a line: those of its row and of its column. */
#define MAX_GROUPS 20


/* So many years have room beside each other, in columns of one width. */
#define FEW_YEARS 5

/* Where a line stands: groups, outermost first, and its own label. */
typedef struct place {
    int n;
    const char *groups[MAX_GROUPS];
    const char *label;
} place;

const ds_column *ds_compare_total(const ds_table *table)
{
    const ds_column *total = NULL;

    for (int i = 0; i < table->n_columns; i++) {
        if (table->columns[i].is_total && total != NULL) {
            return NULL;
        }
        total = table->columns[i].is_total ? &table->columns[i] : total;
    }
    return table->stub_width > 0 && table->n_columns > 1 ? total : NULL;
}

static const ds_series_line *line_at(const ds_compare_writer *w, int i)
{
    return &APR_ARRAY_IDX(w->series->lines, i, ds_series_line);
}

/* Of a table that shows one column, only that one. */
static int is_shown(const ds_compare_writer *w, const ds_crosswalk_line *line)
{
    const ds_column *total = ds_compare_total(line->table);
    const char *column = w->view->column;

    return total == NULL || strcmp(line->column->id, column ? column : total->id) == 0;
}

/* ---- Places ---- */

static void add_group(place *p, const char *group)
{
    if (p->n < MAX_GROUPS) {
        p->groups[p->n++] = group;
    }
}

static void add_groups(place *p, const char *const *groups)
{
    for (; *groups != NULL; groups++) {
        add_group(p, *groups);
    }
}

static place place_of(const ds_crosswalk_line *line)
{
    place p = { .n = 0 };

    add_groups(&p, line->groups);
    if (ds_compare_total(line->table) != NULL) {
        p.label = line->label;
        return p;
    }
    if (*line->label != '\0') {
        add_group(&p, line->label);
    }
    add_groups(&p, line->column->groups);
    p.label = line->column->label;
    return p;
}

/* How many groups of `now` the line before has opened: its own label opens
 * one, too. */
static int common(const place *before, const place *now)
{
    int n = 0;

    while (n < now->n
           && ((n < before->n && strcmp(before->groups[n], now->groups[n]) == 0)
               || (n == before->n && before->label != NULL
                   && strcmp(before->label, now->groups[n]) == 0))) {
        n++;
    }
    return n;
}

static const char *depth_class(const ds_compare_writer *w, int depth, const char *more)
{
    return apr_psprintf(w->pool, "ds-d%d%s", depth < 3 ? depth : 3, more);
}

/* Each group that begins here has a row of its own and opens a part of the
 * table. */
static void write_groups(const ds_compare_writer *w, const place *before, const place *now)
{
    ds_markup *m = w->m;

    for (int i = common(before, now); i < now->n; i++) {
        ds_markup_end(m, "tbody");
        ds_markup_start(m, "tbody");
        ds_markup_start(m, "tr");
        ds_piece_open(m, "th", depth_class(w, i, " ds-band"));
        ds_markup_attr(m, "scope", "rowgroup");
        ds_markup_attr_int(m, "colspan", w->series->n_years + 1);
        ds_markup_element(m, "span", now->groups[i]);
        ds_markup_end(m, "th");
        ds_markup_end(m, "tr");
    }
}

/* ---- Figures ---- */

static const char *signed_text(ds_decimal value, apr_pool_t *pool)
{
    return apr_pstrcat(pool, value > 0 ? "+" : "", ds_decimal_format(pool, value), NULL);
}

static const char *percent_text(ds_decimal value, int is_signed, apr_pool_t *pool)
{
    const char *text = is_signed ? signed_text(value, pool) : ds_decimal_format(pool, value);

    return apr_pstrcat(pool, text, strchr(text, '.') ? "%" : ".0%", NULL);
}

/* Where there was nothing and is nothing, nothing is said. */
static const char *change_text(const ds_figure *figure, apr_pool_t *pool)
{
    if (figure->is_incomparable) {
        return "单位不明，不可比";
    }
    if (!figure->has_change || (figure->change == 0 && figure->value == 0)) {
        return NULL;
    }
    if (figure->change == 0) {
        return "持平";
    }
    if (!figure->has_percent) {
        return signed_text(figure->change, pool);
    }
    return apr_pstrcat(pool, signed_text(figure->change, pool), "（",
                       percent_text(figure->percent, 1, pool), "）", NULL);
}

static void write_beside(ds_markup *m, const char *class_name, const char *text)
{
    if (text != NULL) {
        ds_markup_element_class(m, "span", class_name, text);
    }
}

static void write_number(const ds_compare_writer *w, const ds_figure *figure)
{
    ds_markup *m = w->m;

    ds_piece_open(m, "td", figure->value == 0 ? "ds-z" : NULL);
    ds_markup_text(m, ds_decimal_format(w->pool, figure->value));
    write_beside(m, "ds-beside", change_text(figure, w->pool));
    if (figure->has_share && figure->value != 0) {
        write_beside(m, "ds-beside ds-share",
                     apr_pstrcat(w->pool, "占", percent_text(figure->share, 0, w->pool), NULL));
    }
    ds_markup_end(m, "td");
}

static void write_figure(const ds_compare_writer *w, const ds_figure *figure, ds_year_state year)
{
    static const char *const words[] = {
        [DS_FIGURE_BLANK] = "未填", [DS_FIGURE_NA] = "/", [DS_FIGURE_NO_LINE] = "无此项",
        [DS_FIGURE_NO_REPORT] = "无报告"
    };

    if (figure->state == DS_FIGURE_NUMBER) {
        write_number(w, figure);
        return;
    }
    ds_markup_element_class(w->m, "td", "ds-none",
                            figure->state == DS_FIGURE_BLANK && year == DS_YEAR_SUM
                                ? "不能合计" : words[figure->state]);
}

/* The unit behind the label of an amount, unless the form prints it there. */
static const char *unit_text(const ds_compare_writer *w, const ds_series_line *line,
                             const char *label)
{
    for (int i = 0; i < w->series->n_years; i++) {
        const char *unit = line->figures[i].unit;
        if (unit != NULL && strstr(label, unit) == NULL) {
            return apr_pstrcat(w->pool, "（", unit, "）", NULL);
        }
    }
    return NULL;
}

static int is_total(const ds_crosswalk_line *line)
{
    return line->is_total || (line->column->is_total && ds_compare_total(line->table) == NULL);
}

static void write_line(const ds_compare_writer *w, const ds_series_line *line, const place *p)
{
    ds_markup *m = w->m;

    ds_piece_open(m, "tr", is_total(line->line) ? "ds-t" : NULL);
    ds_piece_open(m, "th", depth_class(w, p->n, ""));
    ds_markup_attr(m, "scope", "row");
    ds_markup_text(m, p->label);
    ds_markup_text(m, unit_text(w, line, p->label));
    if (line->line->is_sum) {
        ds_markup_element_class(m, "span", "ds-beside", "格式分列为几项的，是各项之和");
    }
    ds_markup_end(m, "th");
    for (int i = 0; i < w->series->n_years; i++) {
        write_figure(w, &line->figures[i], w->series->years[i].state);
    }
    ds_markup_end(m, "tr");
}

/* ---- The table ---- */

static void write_year(const ds_compare_writer *w, const ds_series_year *year)
{
    static const char *const tags[] = {
        [DS_YEAR_OWN] = NULL, [DS_YEAR_SUM] = "前身机关合计", [DS_YEAR_NONE] = "未发布",
        [DS_YEAR_WITHDRAWN] = "已撤回", [DS_YEAR_PARTIAL] = "前身机关不全",
        [DS_YEAR_MIXED] = "前身机关格式不一"
    };
    const char *text = apr_psprintf(w->pool, "%d年", year->year);
    ds_markup *m = w->m;

    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "col");
    if (year->state == DS_YEAR_OWN || year->state == DS_YEAR_WITHDRAWN) {
        ds_piece_link(m, ds_piece_report_path(w->site, w->series->organ->key, year->year, 0,
                                              "", w->pool), NULL, text);
    }
    else {
        ds_markup_text(m, text);
    }
    write_beside(m, "ds-beside", year->version > 1 ? "已更正" : tags[year->state]);
    ds_markup_end(m, "th");
}

static void write_head(const ds_compare_writer *w)
{
    ds_markup *m = w->m;

    ds_markup_start(m, "thead");
    ds_markup_start(m, "tr");
    ds_piece_open(m, "th", "ds-corner");
    ds_markup_attr(m, "scope", "col");
    ds_markup_text(m, "项目");
    ds_markup_end(m, "th");
    for (int i = 0; i < w->series->n_years; i++) {
        write_year(w, &w->series->years[i]);
    }
    ds_markup_end(m, "tr");
    ds_markup_end(m, "thead");
}

static void write_lines(const ds_compare_writer *w, int first, int end)
{
    place before = { .n = 0 };

    ds_markup_start(w->m, "tbody");
    for (int i = first; i < end; i++) {
        const ds_series_line *line = line_at(w, i);
        place now;

        if (!is_shown(w, line->line)) {
            continue;
        }
        now = place_of(line->line);
        write_groups(w, &before, &now);
        write_line(w, line, &now);
        before = now;
    }
    ds_markup_end(w->m, "tbody");
}

/* ‘总计’ and the other columns: one is shown, the others are a link away. */
static void write_columns(const ds_compare_writer *w, const ds_table *table,
                          const ds_column *total)
{
    const ds_series_year *years = w->series->years;
    const char *shown = w->view->column ? w->view->column : total->id;
    ds_markup *m = w->m;

    ds_piece_open(m, "nav", "ds-years ds-columns");
    ds_markup_attr(m, "aria-label", "选择统计列");
    ds_markup_start(m, "ul");
    for (int i = 0; i < table->n_columns; i++) {
        const ds_column *column = &table->columns[i];
        const char *suffix = column == total ? "" : apr_pstrcat(w->pool, "/", column->id, NULL);

        ds_markup_start(m, "li");
        ds_markup_start(m, "a");
        ds_markup_attr(m, "href", ds_compare_path(w->site, w->series->organ->key,
                                                  years[0].year,
                                                  years[w->series->n_years - 1].year, suffix,
                                                  w->pool));
        ds_markup_attr(m, "aria-current", strcmp(column->id, shown) == 0 ? "page" : NULL);
        ds_markup_text(m, column->label);
        ds_markup_end(m, "a");
        ds_markup_end(m, "li");
    }
    ds_markup_end(m, "ul");
    ds_markup_end(m, "nav");
}

static void open_region(const ds_compare_writer *w, const char *caption)
{
    ds_markup *m = w->m;

    ds_piece_open(m, "div", "ds-frame");
    ds_markup_element_class(m, "p", "ds-hint", "表格较宽，可左右滑动查看。");
    ds_piece_open(m, "div", "ds-wide ds-across");
    ds_markup_attr(m, "role", "region");
    ds_markup_attr(m, "aria-label", apr_pstrcat(w->pool, "表格：", caption, NULL));
    ds_markup_attr(m, "tabindex", "0");
}

static const char *caption_of(const ds_compare_writer *w, const ds_table *table)
{
    const ds_column *total = ds_compare_total(table), *column = total;

    if (total != NULL && w->view->column != NULL) {
        column = ds_table_column(table, w->view->column);
    }
    return column != NULL ? apr_pstrcat(w->pool, table->caption, "，", column->name, NULL)
                          : table->caption;
}

void ds_compare_table(const ds_compare_writer *w, int first, int end)
{
    const ds_table *table = line_at(w, first)->line->table;
    const ds_column *total = ds_compare_total(table);
    const char *caption = caption_of(w, table);
    ds_markup *m = w->m;

    if (table->title != NULL) {
        ds_markup_element_class(m, "h3", "ds-kind", table->title);
    }
    if (total != NULL) {
        write_columns(w, table, total);
    }
    open_region(w, caption);
    ds_piece_open(m, "table", w->series->n_years <= FEW_YEARS ? "ds-form ds-compare ds-few"
                                                              : "ds-form ds-compare");
    ds_markup_element_class(m, "caption", "ds-sr", caption);
    write_head(w);
    write_lines(w, first, end);
    ds_markup_end(m, "table");
    ds_markup_end(m, "div");
    ds_markup_end(m, "div");
}
