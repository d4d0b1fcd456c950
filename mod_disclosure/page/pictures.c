/* Which charts there are, and what stands around them. */
#include "page/pictures.h"

#include <string.h>

#include <apr_strings.h>

#include "page/chart.h"
#include "page/piece.h"

/* So many years to compare are worth a picture, whatever the figures. */
#define MIN_YEARS 3

#define UNIT "件"

/* What is drawn over the years, by address; the data dictionary gives them the
 * same ids in every format. */
static const struct {
    const char *label, *address;
} yearly[] = {
    { "新收", "requests/new/total" },
    { "办结", "requests/result_total/total" }
};
enum { N_YEARLY = sizeof(yearly) / sizeof(yearly[0]) };

/* What is drawn of one report. */
typedef enum {
    OF_GROUPS,   /* the outermost groups of rows around `row`, in column `column` */
    OF_COLUMNS   /* the columns of `row` that are no totals */
} picture_kind;

static const struct {
    const char *id;
    picture_kind kind;
    const char *table;
    const char *row;
    const char *column;    /* OF_GROUPS */
    int has_groups;        /* OF_COLUMNS: the groups of columns are headings */
    const char *title;     /* behind the year */
    const char *head;      /* over the labels in its table */
} single[] = {
    { "ds-outcomes", OF_GROUPS, "requests", "result_total", "total", 0,
      "年申请的办理结果", "办理结果" },
    { "ds-applicants", OF_COLUMNS, "requests", "new", NULL, 0,
      "年新收申请的申请人（" UNIT "）", "申请人" },
    { "ds-disputes", OF_COLUMNS, "disputes", "cases", NULL, 1,
      "年行政复议、行政诉讼结果（" UNIT "）", "类别和结果" }
};
enum { N_SINGLE = sizeof(single) / sizeof(single[0]) };

/* The writing of one set of pictures. */
typedef struct gallery {
    ds_markup *m;
    const ds_pictures *pictures;
    int n;              /* written so far */
    apr_pool_t *pool;
} gallery;

int ds_pictures_are_worth(int n_years, ds_decimal cases)
{
    return cases > 0 && (n_years >= MIN_YEARS || cases > DS_CHART_HANDFUL * DS_DECIMAL_ONE);
}

/* Adds to what there is to see; what is too much for a sum is enough. */
static void count_cases(ds_decimal *cases, const ds_chart_value *value)
{
    if (value->is_known) {
        (void)ds_decimal_add(cases, *cases, value->value);
    }
}

/* ---- What stands around a chart ---- */

/* The chart is drawn by itself first: where it cannot be, there is no picture. */
static void open_picture(gallery *g, const ds_chart *chart, ds_markup *drawing)
{
    apr_size_t len;
    const char *bytes = ds_markup_bytes(drawing, &len);

    if (g->n++ == 0) {
        ds_markup_element_class(g->m, "h2", "ds-year", "图解");
        ds_piece_open(g->m, "div", "ds-pictures");
    }
    ds_piece_open(g->m, "figure", "ds-picture");
    ds_markup_attr(g->m, "id", chart->id);
    ds_markup_element(g->m, "figcaption", chart->title);
    ds_markup_raw(g->m, bytes, len);
}

static void close_picture(gallery *g)
{
    ds_markup_end(g->m, "figure");
}

static void open_details(gallery *g)
{
    ds_markup_start(g->m, "details");
    ds_markup_element(g->m, "summary", "查看数据表");
}

static void lead_to(gallery *g, const char *page, const char *anchor, const char *text)
{
    ds_markup_start(g->m, "p");
    ds_piece_link(g->m, apr_pstrcat(g->pool, page, "#", anchor, NULL), NULL, text);
    ds_markup_end(g->m, "p");
}

/* ---- The years ---- */

typedef struct years {
    int first;
    int n;
    const char *labels[DS_CHART_MAX_SLOTS];
    ds_chart_series series[N_YEARLY];
    int n_known;        /* years with a figure of the first series */
    ds_decimal cases[N_YEARLY];
} years;

static ds_chart_value value_at(const ds_report *report, int cell)
{
    ds_chart_value value = {0};

    if (cell >= 0 && report->cells[cell].state == DS_CELL_NUMBER) {
        value.is_known = 1;
        value.value = report->cells[cell].value;
    }
    return value;
}

/* From the first year to the last, or the latest of them. */
static void choose_years(years *y, const apr_array_header_t *reports, apr_pool_t *pool)
{
    int last = 0;

    *y = (years){ .first = DS_YEAR_MAX };
    for (int i = 0; i < reports->nelts; i++) {
        int year = APR_ARRAY_IDX(reports, i, const ds_report *)->year;

        y->first = year < y->first ? year : y->first;
        last = year > last ? year : last;
    }
    if (last - y->first >= DS_CHART_MAX_SLOTS) {
        y->first = last - DS_CHART_MAX_SLOTS + 1;
    }
    y->n = last >= y->first ? last - y->first + 1 : 0;
    for (int i = 0; i < y->n; i++) {
        y->labels[i] = apr_itoa(pool, y->first + i);
    }
}

static void fill_years(years *y, const apr_array_header_t *reports)
{
    for (int k = 0; k < N_YEARLY; k++) {
        y->series[k].label = yearly[k].label;
    }
    for (int i = 0; i < reports->nelts; i++) {
        const ds_report *report = APR_ARRAY_IDX(reports, i, const ds_report *);
        int slot = report->year - y->first;

        for (int k = 0; slot >= 0 && slot < y->n && k < N_YEARLY; k++) {
            ds_chart_value value = value_at(report,
                                            ds_format_cell(report->format, yearly[k].address));

            y->series[k].values[slot] = value;
            y->n_known += k == 0 && value.is_known;
            count_cases(&y->cases[k], &value);
        }
    }
}

/* Most cases are received and answered: what there is to see is the larger of
 * the two, not their sum. */
static ds_decimal most_cases(const years *y)
{
    ds_decimal most = 0;

    for (int k = 0; k < N_YEARLY; k++) {
        most = y->cases[k] > most ? y->cases[k] : most;
    }
    return most;
}

/* One year is no comparison, however many its cases. */
static void write_years(gallery *g)
{
    const ds_pictures *p = g->pictures;
    const ds_chart chart = { DS_PICTURES_YEARS, "历年新收和办结的申请（" UNIT "）", UNIT };
    ds_markup *drawing = ds_markup_create(g->pool);
    years y;

    choose_years(&y, p->years, g->pool);
    fill_years(&y, p->years);
    if (y.n_known < 2 || !ds_pictures_are_worth(y.n_known, most_cases(&y))
        || !ds_chart_columns(drawing, &chart, y.labels, y.n, y.series, N_YEARLY, g->pool)) {
        return;
    }
    open_picture(g, &chart, drawing);
    if (p->years_page != NULL) {
        lead_to(g, p->years_page, DS_PICTURES_YEARS, "历年数据表");
    }
    else {
        open_details(g);
        ds_chart_columns_table(g->m, &chart, "年度", y.labels, y.n, y.series, N_YEARLY, g->pool);
        ds_markup_end(g->m, "details");
    }
    close_picture(g);
}

/* ---- One report ---- */

typedef struct items {
    ds_chart_item list[DS_CHART_MAX_ITEMS];
    int n;
} items;

/* Returns 0 when there are more than can be drawn. */
static int add_item(items *to, const char *group, const char *label, ds_chart_value value)
{
    if (to->n == DS_CHART_MAX_ITEMS) {
        return 0;
    }
    to->list[to->n++] = (ds_chart_item){ group, label, value };
    return 1;
}

/* A row's label without its ordinal and without what it says in brackets:
 * 部分公开 of （二）部分公开（区分处理的，只计这一情形，不计其他情形）. */
static const char *short_label(const char *label, apr_pool_t *pool)
{
    static const char open[] = "（", close[] = "）";
    const char *end;

    if (strncmp(label, open, strlen(open)) == 0 && (end = strstr(label, close)) != NULL
        && end[strlen(close)] != '\0') {
        label = end + strlen(close);
    }
    end = strstr(label, open);
    return end != NULL && end > label ? apr_pstrmemdup(pool, label, end - label) : label;
}

/* The outermost group that the row stands in: its first row, and where its
 * label stands among that row's. NULL when it stands in none. */
static const ds_label *group_around(const ds_table *table, int row, int *first, int *at)
{
    for (*first = 0; *first <= row; ++*first) {
        for (*at = 0; *at < table->rows[*first].n_labels; ++*at) {
            const ds_label *label = &table->rows[*first].labels[*at];

            if (label->is_group && *first + label->rowspan > row) {
                return label;
            }
        }
    }
    return NULL;
}

/* What stands in the column in so many rows. It is known when each figure of
 * it is; "not applicable" adds nothing. */
static ds_chart_value sum_rows(const ds_report *report, const ds_table *table, int first, int n,
                               int column)
{
    ds_chart_value sum = { 1, 0 };

    for (int row = first; row < first + n; row++) {
        const ds_cell *cell = &report->cells[ds_table_cell(table, row, column)];

        if (cell->state == DS_CELL_BLANK
            || (cell->state == DS_CELL_NUMBER
                && ds_decimal_add(&sum.value, sum.value, cell->value) != APR_SUCCESS)) {
            sum.is_known = 0;
        }
    }
    return sum;
}

/* The groups and single rows, but for totals, of the group around the row. */
static int take_groups(items *to, const ds_report *report, const ds_table *table, const ds_row *row,
                       const ds_column *column, apr_pool_t *pool)
{
    int first, at, end;
    const ds_label *around = group_around(table, row->index, &first, &at);

    if (around == NULL) {
        return 0;
    }
    end = first + around->rowspan;
    for (int i = first, n; i < end; i += n) {
        const ds_label *label = &table->rows[i].labels[i == first ? at + 1 : 0];

        n = label->is_group ? label->rowspan : 1;
        if (!table->rows[i].is_total
            && !add_item(to, NULL, short_label(label->text, pool),
                         sum_rows(report, table, i, n, column->index))) {
            return 0;
        }
    }
    return 1;
}

/* The labels of a column's groups, NULL when it stands in none. */
static const char *groups_of(const ds_column *column, apr_pool_t *pool)
{
    apr_size_t len = strlen(column->path) - strlen(column->label);

    return len > 1 ? apr_pstrmemdup(pool, column->path, len - 1) : NULL;
}

static int take_columns(items *to, const ds_report *report, const ds_table *table,
                        const ds_row *row, int has_groups, apr_pool_t *pool)
{
    for (int i = 0; i < table->n_columns; i++) {
        const ds_column *column = &table->columns[i];

        if (!column->is_total
            && !add_item(to, has_groups ? groups_of(column, pool) : NULL,
                         column->label,
                         value_at(report, ds_table_cell(table, row->index, i)))) {
            return 0;
        }
    }
    return 1;
}

/* The figures of a picture; 0 where the format has none of it or too many. */
static int take(items *to, const ds_report *report, int which, apr_pool_t *pool)
{
    const ds_table *table = ds_format_table(report->format, single[which].table);
    const ds_row *row = table != NULL ? ds_table_row(table, single[which].row) : NULL;
    const ds_column *column;

    to->n = 0;
    if (row == NULL) {
        return 0;
    }
    if (single[which].kind == OF_COLUMNS) {
        return take_columns(to, report, table, row, single[which].has_groups, pool);
    }
    column = ds_table_column(table, single[which].column);
    return column != NULL && take_groups(to, report, table, row, column, pool);
}

static ds_decimal cases_of(const items *of)
{
    ds_decimal cases = 0;

    for (int i = 0; i < of->n; i++) {
        count_cases(&cases, &of->list[i].value);
    }
    return cases;
}

static int draw(ds_markup *drawing, int which, const ds_chart *chart, const items *of,
                apr_pool_t *pool)
{
    return single[which].kind == OF_GROUPS
        ? ds_chart_parts(drawing, chart, of->list, of->n, pool)
        : ds_chart_bars(drawing, chart, of->list, of->n, pool);
}

static void write_data(gallery *g, int which, const ds_chart *chart, const items *of)
{
    const ds_report *report = g->pictures->report;
    const ds_section *section = ds_format_table(report->format, single[which].table)->section;

    if (g->pictures->tables_page != NULL) {
        lead_to(g, g->pictures->tables_page,
                apr_pstrcat(g->pool, DS_PICTURES_ANCHOR, section->id, NULL),
                apr_pstrcat(g->pool, "数据表：", section->title, NULL));
        return;
    }
    open_details(g);
    ds_chart_items_table(g->m, chart, single[which].head, of->list, of->n,
                         single[which].kind == OF_GROUPS, g->pool);
    ds_markup_end(g->m, "details");
}

static void write_single(gallery *g, int which)
{
    const ds_report *report = g->pictures->report;
    const ds_chart chart = {
        single[which].id, apr_psprintf(g->pool, "%d%s", report->year, single[which].title), UNIT
    };
    ds_markup *drawing = ds_markup_create(g->pool);
    items of;

    if (!take(&of, report, which, g->pool) || !ds_pictures_are_worth(1, cases_of(&of))
        || !draw(drawing, which, &chart, &of, g->pool)) {
        return;
    }
    open_picture(g, &chart, drawing);
    write_data(g, which, &chart, &of);
    close_picture(g);
}

int ds_pictures_write(ds_markup *m, const ds_pictures *pictures, apr_pool_t *pool)
{
    gallery g = { m, pictures, 0, pool };

    if (pictures->years != NULL) {
        write_years(&g);
    }
    for (int i = 0; pictures->report != NULL && i < N_SINGLE; i++) {
        write_single(&g, i);
    }
    if (g.n > 0) {
        ds_markup_end(m, "div");
    }
    return g.n;
}
