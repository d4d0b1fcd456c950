/* Charts: where everything stands for small figures, and what is drawn of
 * gaps, zeros, huge figures, long labels and too much of anything. */
#include "page/chart.h"
#include "page_fixture.h"

#define NONE { 0, 0 }
#define COUNT(n) { 1, (n) * DS_DECIMAL_ONE }

static const ds_chart chart = { "c", "题目", "件" };
static const char *const slots[] = {
    "2019", "2020", "2021", "2022", "2023", "2024", "2025", "2026", "2027", "2028", "2029",
    "2030", "2031"
};

static const char *columns(const ds_chart_series *series, int n_slots, int n_series)
{
    ds_markup *m = ds_markup_create(pool);
    int is_drawn = ds_chart_columns(m, &chart, slots, n_slots, series, n_series, pool);

    ck_assert_int_eq(is_drawn, bytes_of(m)[0] != '\0');
    return bytes_of(m);
}

static const char *bars(const ds_chart_item *items, int n)
{
    ds_markup *m = ds_markup_create(pool);
    int is_drawn = ds_chart_bars(m, &chart, items, n, pool);

    ck_assert_int_eq(is_drawn, bytes_of(m)[0] != '\0');
    return bytes_of(m);
}

static const char *parts(const ds_chart_item *items, int n)
{
    ds_markup *m = ds_markup_create(pool);
    int is_drawn = ds_chart_parts(m, &chart, items, n, pool);

    ck_assert_int_eq(is_drawn, bytes_of(m)[0] != '\0');
    return bytes_of(m);
}

/* All numbers of an attribute, in order of the elements. */
static int numbers(const char *svg, const char *element, const char *name, int *to, int max)
{
    const char *start = apr_pstrcat(pool, "<", element, " ", NULL);
    const char *attr = apr_pstrcat(pool, " ", name, "=\"", NULL);
    int n = 0;

    while ((svg = strstr(svg, start)) != NULL && n < max) {
        const char *value = strstr(svg, attr);

        ck_assert_msg(value != NULL && value < strchr(svg, '>'), "no %s", name);
        to[n++] = atoi(value + strlen(attr));
        svg += strlen(start);
    }
    return n;
}

static int height_of(const char *svg)
{
    const char *box = strstr(svg, "viewBox=\"0 0 320 ");

    ck_assert_msg(box != NULL, "no viewBox");
    return atoi(box + strlen("viewBox=\"0 0 320 "));
}

/* Nothing drawn leaves the drawing. */
static void assert_inside(const char *svg)
{
    int x[64], y[64], w[64], h[64], height = height_of(svg);
    int n = numbers(svg, "rect", "x", x, 64);

    numbers(svg, "rect", "y", y, 64);
    numbers(svg, "rect", "width", w, 64);
    numbers(svg, "rect", "height", h, 64);
    for (int i = 0; i < n; i++) {
        ck_assert_int_ge(x[i], 0);
        ck_assert_int_ge(y[i], 0);
        ck_assert_int_gt(w[i], 0);
        ck_assert_int_gt(h[i], 0);
        ck_assert_int_le(x[i] + w[i], 320);
        ck_assert_int_le(y[i] + h[i], height);
    }
    n = numbers(svg, "text", "y", y, 64);
    for (int i = 0; i < n; i++) {
        ck_assert_int_le(y[i], height);
    }
}

/* ---- Columns ---- */

START_TEST(columns_stand_where_they_should)
{
    const ds_chart_series series[] = { { "新收", { COUNT(10), COUNT(5) } },
                                       { "办结", { COUNT(8), COUNT(0) } } };
    const char *svg = columns(series, 2, 2);

    ck_assert_str_eq(svg,
        "<svg class=\"ds-chart\" viewBox=\"0 0 320 160\" font-size=\"13\" role=\"img\""
        " aria-labelledby=\"c-t\" aria-describedby=\"c-d\"><title id=\"c-t\">题目</title>"
        "<desc id=\"c-d\">2019：新收10件，办结8件；2020：新收5件，办结0件。</desc>"
        "<rect class=\"ds-c1\" x=\"1\" y=\"2\" width=\"11\" height=\"11\"></rect>"
        "<text x=\"17\" y=\"12\">新收</text>"
        "<rect class=\"ds-c5\" x=\"65\" y=\"2\" width=\"11\" height=\"11\"></rect>"
        "<text x=\"81\" y=\"12\">办结</text>"
        "<rect class=\"ds-c1\" x=\"6\" y=\"42\" width=\"32\" height=\"96\"></rect>"
        "<text text-anchor=\"middle\" x=\"22\" y=\"38\">10</text>"
        "<rect class=\"ds-c5\" x=\"41\" y=\"62\" width=\"32\" height=\"76\"></rect>"
        "<text text-anchor=\"middle\" x=\"57\" y=\"58\">8</text>"
        "<text text-anchor=\"middle\" x=\"40\" y=\"154\">2019</text>"
        "<rect class=\"ds-c1\" x=\"86\" y=\"90\" width=\"32\" height=\"48\"></rect>"
        "<text text-anchor=\"middle\" x=\"102\" y=\"86\">5</text>"
        "<text class=\"ds-quiet\" text-anchor=\"middle\" x=\"137\" y=\"134\">0</text>"
        "<text text-anchor=\"middle\" x=\"120\" y=\"154\">2020</text>"
        "<path class=\"ds-line\" d=\"M0 138H160\"></path></svg>");
}
END_TEST

START_TEST(a_gap_is_no_zero)
{
    const ds_chart_series series = { "新收", { COUNT(6), NONE, COUNT(0) } };
    const char *svg = columns(&series, 3, 1);

    ck_assert_int_eq(count_of(svg, "<rect"), 1);
    ck_assert_int_eq(count_of(svg, ">—</text>"), 1);
    ck_assert_int_eq(count_of(svg, ">0</text>"), 1);
    assert_has(svg, "2020：新收无数据；2021：新收0件。");
}
END_TEST

START_TEST(one_series_needs_no_key)
{
    const ds_chart_series series = { "新收", { COUNT(6) } };

    ck_assert_int_eq(height_of(columns(&series, 1, 1)), 160 - 26);
}
END_TEST

START_TEST(a_single_case_does_not_look_like_many)
{
    const ds_chart_series series = { "新收", { COUNT(1) } };
    int height;

    ck_assert_int_eq(numbers(columns(&series, 1, 1), "rect", "height", &height, 1), 1);
    ck_assert_int_eq(height, 96 / DS_CHART_HANDFUL);
}
END_TEST

START_TEST(what_is_there_is_seen)
{
    const ds_chart_series series = { "新收", { COUNT(1), COUNT(11398889) } };
    const char *svg = columns(&series, 2, 1);
    int heights[2];

    ck_assert_int_eq(numbers(svg, "rect", "height", heights, 2), 2);
    ck_assert_int_eq(heights[0], 1);
    ck_assert_int_eq(heights[1], 96);
    assert_inside(svg);
}
END_TEST

START_TEST(wide_figures_lie_down)
{
    const ds_chart_series series[] = {
        { "新收", { COUNT(11398889), NONE, COUNT(0), COUNT(1) } },
        { "办结", { COUNT(11398889), NONE, COUNT(0), COUNT(5000000) } }
    };
    const char *svg = columns(series, 4, 2);
    int x[6], widths[6];

    assert_lacks(svg, "text-anchor");
    assert_has(svg, ">11398889</text>");
    ck_assert_int_eq(numbers(svg, "rect", "x", x, 6), 6);
    numbers(svg, "rect", "width", widths, 6);
    for (int i = 2; i < 6; i++) {
        ck_assert_int_eq(x[i], 38);
    }
    ck_assert_int_eq(widths[2], 320 - 38 - 5 - 60);
    ck_assert_int_eq(widths[2], widths[3]);
    ck_assert_int_eq(widths[4], 1);
    ck_assert_int_eq(height_of(svg), 26 + 4 * 42 - 8);
    assert_inside(svg);
}
END_TEST

START_TEST(twelve_years_fit)
{
    ds_chart_series series[2] = { { .label = "新收" }, { .label = "办结" } };
    const char *svg;

    for (int i = 0; i < 12; i++) {
        series[0].values[i] = series[1].values[i] = (ds_chart_value)COUNT(i + 1);
    }
    svg = columns(series, 12, 2);
    ck_assert_int_eq(count_of(svg, "<rect"), 2 + 24);
    for (int i = 0; i < 12; i++) {
        assert_has(svg, apr_psprintf(pool, ">%s</text>", slots[i]));
    }
    assert_inside(svg);
}
END_TEST

/* Whatever the figures, no figure touches the next one that stands beside it. */
START_TEST(figures_keep_apart)
{
    for (int n = 1; n <= 12; n++) {
        for (apr_int64_t value = 9; value < 100000000; value = value * 10 + 9) {
            ds_chart_series series[2] = { { .label = "新收" }, { .label = "办结" } };
            int x[64], digits = (int)strlen(apr_psprintf(pool, "%" APR_INT64_T_FMT, value));
            const char *svg;

            for (int i = 0; i < n; i++) {
                series[0].values[i] = series[1].values[i] = (ds_chart_value)COUNT(value);
            }
            svg = columns(series, n, 2);
            assert_inside(svg);
            if (strstr(svg, "text-anchor") == NULL) {
                continue;
            }
            ck_assert_int_eq(numbers(svg, "text", "x", x, 64), 2 + 3 * n);
            for (int i = 0; i < n; i++) {
                ck_assert_int_ge(10 * (x[2 + 3 * i + 1] - x[2 + 3 * i]), 75 * digits + 20);
            }
        }
    }
}
END_TEST

START_TEST(zeros_alone_have_no_column)
{
    const ds_chart_series series = { "新收", { COUNT(0), COUNT(0), COUNT(0) } };
    const char *svg = columns(&series, 3, 1);

    ck_assert_int_eq(count_of(svg, "<rect"), 0);
    ck_assert_int_eq(count_of(svg, ">0</text>"), 3);
}
END_TEST

START_TEST(columns_that_cannot_be_drawn)
{
    const ds_chart_series unknown = { "新收", { NONE, NONE } };
    const ds_chart_series negative = { "新收", { COUNT(3), COUNT(-1) } };
    const ds_chart_series good = { "新收", { COUNT(3), COUNT(1) } };
    const ds_chart_series three[] = { good, good, good };

    ck_assert_str_eq(columns(&unknown, 2, 1), "");
    ck_assert_str_eq(columns(&negative, 2, 1), "");
    ck_assert_str_eq(columns(&good, 0, 1), "");
    ck_assert_str_eq(columns(&good, 13, 1), "");
    ck_assert_str_eq(columns(&good, 2, 0), "");
    ck_assert_str_eq(columns(three, 2, 3), "");
    ck_assert_str_ne(columns(&good, 2, 1), "");
}
END_TEST

/* ---- Bars ---- */

START_TEST(bars_stand_where_they_should)
{
    const ds_chart_item items[] = { { "甲", "维持", COUNT(8) }, { "甲", "纠正", COUNT(0) },
                                    { "甲", "其他", COUNT(4) }, { "乙", "维持", NONE } };

    ck_assert_str_eq(bars(items, 4),
        "<svg class=\"ds-chart\" viewBox=\"0 0 320 121\" font-size=\"13\" role=\"img\""
        " aria-labelledby=\"c-t\" aria-describedby=\"c-d\"><title id=\"c-t\">题目</title>"
        "<desc id=\"c-d\">甲：维持8件，纠正0件，其他4件；乙：维持无数据。</desc>"
        "<text class=\"ds-quiet\" x=\"0\" y=\"19\">甲</text>"
        "<text x=\"0\" y=\"41\">维持</text>"
        "<rect class=\"ds-c1\" x=\"34\" y=\"30\" width=\"268\" height=\"12\"></rect>"
        "<text x=\"307\" y=\"41\">8</text>"
        "<text x=\"0\" y=\"62\">其他</text>"
        "<rect class=\"ds-c1\" x=\"34\" y=\"51\" width=\"134\" height=\"12\"></rect>"
        "<text x=\"173\" y=\"62\">4</text>"
        "<text class=\"ds-quiet\" x=\"0\" y=\"89\">乙</text>"
        "<text x=\"0\" y=\"111\">维持</text>"
        "<text class=\"ds-quiet\" x=\"39\" y=\"111\">—</text>"
        "<path class=\"ds-line\" d=\"M34 28V65M34 98V114\"></path></svg>");
}
END_TEST

START_TEST(long_labels_are_cut_in_the_drawing_only)
{
    const ds_chart_item items[] = {
        { NULL, "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
          COUNT(11398889) },
        { NULL, "其他", COUNT(1) }
    };
    const char *svg = bars(items, 2);

    assert_has(svg, ">申请人逾期未按收费…</text>");
    assert_has(svg, items[0].label);
    assert_inside(svg);
}
END_TEST

START_TEST(bars_that_cannot_be_drawn)
{
    ds_chart_item many[DS_CHART_MAX_ITEMS + 1];
    const ds_chart_item zero = { NULL, "维持", COUNT(0) };
    const ds_chart_item unknown = { NULL, "维持", NONE };
    const ds_chart_item negative = { NULL, "维持", COUNT(-3) };

    for (int i = 0; i <= DS_CHART_MAX_ITEMS; i++) {
        many[i] = (ds_chart_item){ NULL, "维持", COUNT(3) };
    }
    ck_assert_str_eq(bars(&zero, 1), "");
    ck_assert_str_eq(bars(&unknown, 1), "");
    ck_assert_str_eq(bars(&negative, 1), "");
    ck_assert_str_eq(bars(many, 0), "");
    ck_assert_str_eq(bars(many, DS_CHART_MAX_ITEMS + 1), "");
    assert_inside(bars(many, DS_CHART_MAX_ITEMS));
}
END_TEST

/* ---- Parts ---- */

START_TEST(parts_stand_where_they_should)
{
    const ds_chart_item items[] = { { NULL, "公开", COUNT(3) }, { NULL, "不予公开", COUNT(0) },
                                    { NULL, "其他", COUNT(1) } };

    ck_assert_str_eq(parts(items, 3),
        "<svg class=\"ds-chart\" viewBox=\"0 0 320 134\" font-size=\"13\" role=\"img\""
        " aria-labelledby=\"c-t\" aria-describedby=\"c-d\"><title id=\"c-t\">题目</title>"
        "<desc id=\"c-d\">公开3件，不予公开0件，其他1件。</desc>"
        "<rect class=\"ds-c1\" x=\"1\" y=\"1\" width=\"44\" height=\"99\"></rect>"
        "<text x=\"69\" y=\"55\">公开</text>"
        "<text text-anchor=\"end\" x=\"262\" y=\"55\">3件</text>"
        "<text class=\"ds-quiet\" text-anchor=\"end\" x=\"320\" y=\"55\">75%</text>"
        "<rect class=\"ds-c2\" x=\"1\" y=\"100\" width=\"44\" height=\"33\"></rect>"
        "<text x=\"69\" y=\"121\">其他</text>"
        "<text text-anchor=\"end\" x=\"262\" y=\"121\">1件</text>"
        "<text class=\"ds-quiet\" text-anchor=\"end\" x=\"320\" y=\"121\">25%</text>"
        "<path class=\"ds-line\" d=\"M45 50H48L60 50H65M45 116H48L60 116H65\"></path></svg>");
}
END_TEST

/* Parts fill the bar, each is seen, and no label touches the next. */
static void assert_tower(const ds_chart_item *items, int n)
{
    const char *svg = parts(items, n);
    int y[DS_CHART_MAX_ITEMS], h[DS_CHART_MAX_ITEMS], labels[3 * DS_CHART_MAX_ITEMS], end = 1;

    ck_assert_int_eq(numbers(svg, "rect", "y", y, DS_CHART_MAX_ITEMS), n);
    numbers(svg, "rect", "height", h, DS_CHART_MAX_ITEMS);
    ck_assert_int_eq(numbers(svg, "text", "y", labels, 3 * DS_CHART_MAX_ITEMS), 3 * n);
    for (int i = 0; i < n; i++) {
        ck_assert_int_eq(y[i], end);
        ck_assert_int_ge(h[i], 2);
        end += h[i];
        ck_assert_int_ge(labels[3 * i], i > 0 ? labels[3 * i - 3] + 22 : 17);
    }
    ck_assert_int_eq(end, height_of(svg) - 1);
    ck_assert_int_le(labels[3 * n - 1], height_of(svg) - 5);
    assert_inside(svg);
}

START_TEST(parts_fill_the_bar)
{
    ds_chart_item items[DS_CHART_MAX_ITEMS];

    for (int huge = 0; huge < DS_CHART_MAX_ITEMS; huge++) {
        for (int i = 0; i < DS_CHART_MAX_ITEMS; i++) {
            items[i] = (ds_chart_item){ NULL, "其他", COUNT(i == huge ? 11398889 : i % 3 + 1) };
        }
        for (int n = huge + 1; n <= DS_CHART_MAX_ITEMS; n++) {
            assert_tower(items, n);
        }
    }
}
END_TEST

START_TEST(shares_are_rounded_honestly)
{
    const ds_chart_item items[] = { { NULL, "甲", COUNT(995) }, { NULL, "乙", COUNT(1) },
                                    { NULL, "丙", COUNT(5) } };
    const char *svg = parts(items, 3);

    assert_has(svg, ">99%</text>");
    assert_has(svg, ">不足1%</text>");
    assert_has(svg, ">丙</text>");
}
END_TEST

START_TEST(the_largest_figures_do_not_overflow)
{
    const ds_chart_item items[] = { { NULL, "甲", { 1, DS_DECIMAL_MAX } },
                                    { NULL, "乙", { 1, DS_DECIMAL_MAX } } };

    assert_has(parts(items, 2), ">50%</text>");
    assert_tower(items, 2);
    assert_inside(bars(items, 2));
}
END_TEST

START_TEST(parts_that_cannot_be_drawn)
{
    const ds_chart_item zeros[] = { { NULL, "甲", COUNT(0) }, { NULL, "乙", COUNT(0) } };
    const ds_chart_item gap[] = { { NULL, "甲", COUNT(9) }, { NULL, "乙", NONE } };
    const ds_chart_item negative[] = { { NULL, "甲", COUNT(9) }, { NULL, "乙", COUNT(-1) } };
    const ds_chart_item too_much[] = { { NULL, "甲", { 1, APR_INT64_MAX } },
                                       { NULL, "乙", { 1, APR_INT64_MAX } } };

    ck_assert_str_eq(parts(zeros, 2), "");
    ck_assert_str_eq(parts(gap, 2), "");
    ck_assert_str_eq(parts(negative, 2), "");
    ck_assert_str_eq(parts(too_much, 2), "");
    ck_assert_str_eq(parts(zeros, 0), "");
    ck_assert_str_eq(parts(zeros, DS_CHART_MAX_ITEMS + 1), "");
}
END_TEST

/* ---- Tables and text ---- */

START_TEST(tables_have_what_is_drawn)
{
    const ds_chart_series series[] = { { "新收", { COUNT(12), NONE } },
                                       { "办结", { COUNT(10), COUNT(0) } } };
    const ds_chart_item items[] = { { "甲", "维持", COUNT(3) }, { NULL, "其他", COUNT(0) } };
    ds_markup *m = ds_markup_create(pool);

    ds_chart_columns_table(m, &chart, "年度", slots, 2, series, 2, pool);
    assert_has(bytes_of(m), "<th scope=\"col\">年度</th><th scope=\"col\">新收（件）</th>"
                            "<th scope=\"col\">办结（件）</th></tr></thead><tbody>"
                            "<tr><th scope=\"row\">2019</th><td>12</td><td>10</td></tr>"
                            "<tr><th scope=\"row\">2020</th><td>—</td><td>0</td></tr></tbody>");
    m = ds_markup_create(pool);
    ds_chart_items_table(m, &chart, "结果", items, 2, 1, pool);
    assert_has(bytes_of(m), "<tr><th scope=\"row\">甲：维持</th><td>3</td><td>100%</td></tr>"
                            "<tr><th scope=\"row\">其他</th><td>0</td><td>0%</td></tr>");
    m = ds_markup_create(pool);
    ds_chart_items_table(m, &chart, "结果", items, 2, 0, pool);
    assert_lacks(bytes_of(m), "占比");
}
END_TEST

START_TEST(hostile_labels_are_escaped)
{
    const ds_chart hostile = { "c", HOSTILE, HOSTILE };
    const ds_chart_item items[] = { { HOSTILE, HOSTILE, COUNT(7) } };
    const ds_chart_series series = { HOSTILE, { COUNT(9) } };
    const char *const names[] = { HOSTILE };
    ds_markup *m = ds_markup_create(pool);

    ds_chart_bars(m, &hostile, items, 1, pool);
    ds_chart_parts(m, &hostile, items, 1, pool);
    ds_chart_columns(m, &hostile, names, 1, &series, 1, pool);
    ds_chart_items_table(m, &hostile, HOSTILE, items, 1, 1, pool);
    ds_chart_columns_table(m, &hostile, HOSTILE, names, 1, &series, 1, pool);
    ck_assert_int_gt(count_of(bytes_of(m), HOSTILE_TEXT), 12);
    assert_lacks(bytes_of(m), "<script");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, columns_stand_where_they_should);
    tcase_add_test(cases, a_gap_is_no_zero);
    tcase_add_test(cases, one_series_needs_no_key);
    tcase_add_test(cases, a_single_case_does_not_look_like_many);
    tcase_add_test(cases, what_is_there_is_seen);
    tcase_add_test(cases, wide_figures_lie_down);
    tcase_add_test(cases, twelve_years_fit);
    tcase_add_test(cases, figures_keep_apart);
    tcase_add_test(cases, zeros_alone_have_no_column);
    tcase_add_test(cases, columns_that_cannot_be_drawn);
    tcase_add_test(cases, bars_stand_where_they_should);
    tcase_add_test(cases, long_labels_are_cut_in_the_drawing_only);
    tcase_add_test(cases, bars_that_cannot_be_drawn);
    tcase_add_test(cases, parts_stand_where_they_should);
    tcase_add_test(cases, parts_fill_the_bar);
    tcase_add_test(cases, shares_are_rounded_honestly);
    tcase_add_test(cases, the_largest_figures_do_not_overflow);
    tcase_add_test(cases, parts_that_cannot_be_drawn);
    tcase_add_test(cases, tables_have_what_is_drawn);
    tcase_add_test(cases, hostile_labels_are_escaped);
}

UNIT_MAIN("page/chart", add_all)
