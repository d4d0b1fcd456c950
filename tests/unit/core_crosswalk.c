/* The crosswalk: from format to format, and the lines of a comparison. */
#include "data_directory.h"
#include "formats.h"

#include "core/crosswalk.h"

static const ds_formats *formats;

static void load(const char *directory)
{
    ds_formats *loaded = NULL;
    const char *error = ds_formats_load(&loaded, directory, "conf/schema/format.rng", pool, pool);

    ck_assert_msg(error == NULL, "%s", error);
    formats = loaded;
}

/* The official formats with an invented successor of both. */
static void load_with_successor(void)
{
    const char *directory = new_directory();

    write_file(directory, "2019.xml", read_file("conf/formats/2019.xml"));
    write_file(directory, "2021.xml", read_file("conf/formats/2021.xml"));
    write_file(directory, "2033.xml", read_file("tests/data/formats/successor/2033.xml"));
    load(directory);
}

static const ds_format *format(const char *id)
{
    const ds_format *found = ds_formats_find(formats, id);

    ck_assert_msg(found != NULL, "no format %s", id);
    return found;
}

static const struct {
    const char *from, *cell, *to, *counterpart; /* NULL: none */
} cells[] = {
    {"2019", "requests/new/natural", "2021", "requests/new/natural"},
    {"2021", "requests/new/natural", "2019", "requests/new/natural"},
    {"2019", "art20_5/licensing/decisions", "2021", "art20_5/licensing/decisions"},
    {"2019", "art20_5/licensing/change", "2021", NULL},
    {"2019", "art20_1/regulations/made", "2021", NULL},
    {"2019", "art20_9/procurement/amount", "2021", NULL},
    {"2021", "art20_8/fees/amount", "2019", NULL},
    {"2019", "requests/other/natural", "2021", "requests/other.misc/natural"},
    {"2019", "requests/other/total", "2021", "requests/other.misc/total"},
    {"2021", "requests/other.misc/total", "2019", NULL},
    {"2021", "requests/other.fee_unpaid/total", "2019", NULL},
    {"2021", "requests/other.misc/total", "2021", "requests/other.misc/total"},
    {"2019", "requests/other/total", "2033", "requests/other.misc.rest/total"},
    {"2021", "requests/other.misc/total", "2033", "requests/other.misc.rest/total"},
    {"2021", "requests/other.fee_unpaid/total", "2033", "requests/other.lapsed/total"},
    {"2021", "requests/other.not_corrected/total", "2033", "requests/other.lapsed/total"},
    {"2033", "requests/other.lapsed/total", "2021", NULL},
    {"2019", "requests/carried_in/total", "2033", "requests/carried_in/total"},
    {"2019", "requests/new/total", "2033", "requests/received/total"},
    {"2033", "requests/received/total", "2019", NULL},
    {"2021", "art20_6/coercion/decisions", "2033", "art20_6/measures/decisions"},
    {"2019", "art20_6/coercion/change", "2033", NULL},
    {"2019", "requests/carried_in/legal", "2033", NULL},
    {"2019", "requests/other/legal", "2033", NULL},
};

START_TEST(a_cell_has_one_counterpart_or_none)
{
    const ds_format *from, *to;
    int cell;

    load_with_successor();
    from = format(cells[_i].from);
    to = format(cells[_i].to);
    cell = ds_crosswalk_cell(from, unit_cell(from, cells[_i].cell), to);
    ck_assert_msg(cells[_i].counterpart ? cell >= 0 : cell == -1, "%d", cell);
    if (cell >= 0) {
        ck_assert_str_eq(ds_format_address(to, cell), cells[_i].counterpart);
    }
}
END_TEST

/* Lines as text: "table/row/column label" and per format its cells. */
static const char *cells_text(const ds_format *of, const int *const list)
{
    const char *text = "";
    int i;

    if (!list) {
        return "-";
    }
    for (i = 0; list[i] >= 0; i++) {
        text = apr_pstrcat(pool, text, i ? "+" : "", ds_format_address(of, list[i]), NULL);
    }
    return text;
}

static apr_array_header_t *lines_text(const ds_format *const *shown, int n)
{
    const apr_array_header_t *lines = ds_crosswalk_lines(formats, shown, n, pool, pool);
    apr_array_header_t *texts = apr_array_make(pool, 256, sizeof(const char *));
    int i, j;

    for (i = 0; i < lines->nelts; i++) {
        const ds_crosswalk_line *line = &APR_ARRAY_IDX(lines, i, ds_crosswalk_line);
        const char *text = apr_psprintf(pool, "%s/%s/%s%s", line->table->id, line->row,
                                        line->column->id, line->is_sum ? " sum" : "");
        for (j = 0; j < n; j++) {
            text = apr_pstrcat(pool, text, " | ", cells_text(shown[j], line->cells[j]), NULL);
        }
        APR_ARRAY_PUSH(texts, const char *) = text;
    }
    return texts;
}

static int find(const apr_array_header_t *texts, const char *text)
{
    int i;

    for (i = 0; i < texts->nelts; i++) {
        if (!strcmp(APR_ARRAY_IDX(texts, i, const char *), text)) {
            return i;
        }
    }
    return -1;
}

static void check_sequence(const apr_array_header_t *texts, const char *const *expected, int n)
{
    int first = find(texts, expected[0]), i;

    ck_assert_msg(first >= 0 && first + n <= texts->nelts, "no line \"%s\"", expected[0]);
    for (i = 0; i < n; i++) {
        ck_assert_str_eq(APR_ARRAY_IDX(texts, first + i, const char *), expected[i]);
    }
}

#define CHECK_SEQUENCE(texts, expected) \
    check_sequence(texts, expected, sizeof(expected) / sizeof(*(expected)))

START_TEST(lines_of_both_official_formats)
{
    static const char *const regulations[] = {
        "art20_1/regulations/issued | - | art20_1/regulations/issued",
        "art20_1/regulations/repealed | - | art20_1/regulations/repealed",
        "art20_1/regulations/in_force | - | art20_1/regulations/in_force",
        "art20_1/regulations/made | art20_1/regulations/made | -",
        "art20_1/regulations/disclosed | art20_1/regulations/disclosed | -",
        "art20_1/regulations/public_total | art20_1/regulations/public_total | -",
    };
    static const char *const licensing[] = {
        "art20_5/licensing/items_last_year | art20_5/licensing/items_last_year | -",
        "art20_5/licensing/change | art20_5/licensing/change | -",
        "art20_5/licensing/decisions | art20_5/licensing/decisions"
        " | art20_5/licensing/decisions",
        "art20_5/other_services/items_last_year | art20_5/other_services/items_last_year | -",
    };
    static const char *const fees[] = {
        "art20_8/fees/amount | - | art20_8/fees/amount",
        "art20_8/fees/items_last_year | art20_8/fees/items_last_year | -",
        "art20_8/fees/change | art20_8/fees/change | -",
        "art20_9/procurement/projects | art20_9/procurement/projects | -",
        "art20_9/procurement/amount | art20_9/procurement/amount | -",
        "requests/new/natural | requests/new/natural | requests/new/natural",
    };
    const ds_format *shown[2];
    apr_array_header_t *texts;
    int sum;

    load("conf/formats");
    shown[0] = format("2019");
    shown[1] = format("2021");
    texts = lines_text(shown, 2);
    CHECK_SEQUENCE(texts, regulations);
    CHECK_SEQUENCE(texts, licensing);
    CHECK_SEQUENCE(texts, fees);
    sum = find(texts, "requests/other/total sum | requests/other/total"
                      " | requests/other.not_corrected/total+requests/other.fee_unpaid/total"
                      "+requests/other.misc/total");
    ck_assert_int_ge(sum, 0);
    ck_assert_int_eq(find(texts, "requests/other.not_corrected/total | -"
                                 " | requests/other.not_corrected/total"), sum + 7);
    ck_assert_int_eq(find(texts, "requests/other.misc/total | - | requests/other.misc/total"),
                     sum + 21);
    ck_assert_int_eq(find(texts, "requests/result_total/total | requests/result_total/total"
                                 " | requests/result_total/total"), sum + 28);
    /* 12 and 12 of 20.1, 8 of 20.5 and 6 of 20.6, 3 of 20.8, 2 of 20.9, 26 rows of 7, 15 */
    ck_assert_int_eq(texts->nelts, 12 + 6 + 6 + 3 + 2 + 26 * 7 + 15);
}
END_TEST

START_TEST(one_format_alone_is_its_cells_in_order)
{
    const ds_format *shown[1];
    apr_array_header_t *texts;
    int i;

    load("conf/formats");
    shown[0] = format("2021");
    texts = lines_text(shown, 1);
    ck_assert_int_eq(texts->nelts, shown[0]->n_cells);
    for (i = 0; i < shown[0]->n_cells; i++) {
        const char *address = ds_format_address(shown[0], i);
        ck_assert_str_eq(APR_ARRAY_IDX(texts, i, const char *),
                         apr_pstrcat(pool, address, " | ", address, NULL));
    }
}
END_TEST

static void check_lines(const char *const *ids, int n, const char *const *expected,
                        int n_expected)
{
    const ds_format *shown[3];
    const apr_array_header_t *texts;
    int i;

    for (i = 0; i < n; i++) {
        shown[i] = format(ids[i]);
    }
    texts = lines_text(shown, n);
    for (i = 0; i < n_expected; i++) {
        ck_assert_msg(find(texts, expected[i]) >= 0, "no line \"%s\"", expected[i]);
    }
}

#define CHECK_LINES(n, expected, ...)                          \
    check_lines((const char *const[]){__VA_ARGS__}, n, expected, \
                sizeof(expected) / sizeof(*(expected)))

/* With a third format that joins, divides and regroups rows. */
START_TEST(a_successor_needs_no_code)
{
    static const char *const three[] = {
        "requests/other/total sum | requests/other.lapsed/total+requests/other.misc.given_up/total"
        "+requests/other.misc.rest/total | requests/other/total"
        " | requests/other.not_corrected/total+requests/other.fee_unpaid/total"
        "+requests/other.misc/total",
        "requests/other.lapsed/total | requests/other.lapsed/total | - | -",
        "requests/other.fee_unpaid/total | - | - | requests/other.fee_unpaid/total",
        "requests/received/total | requests/received/total | requests/new/total"
        " | requests/new/total",
        "requests/received/legal | - | requests/new/legal | requests/new/legal",
    };
    static const char *const ends[] = {
        "requests/other/total sum | requests/other/total | requests/other.lapsed/total"
        "+requests/other.misc.given_up/total+requests/other.misc.rest/total",
        "requests/received/total | requests/new/total | requests/received/total",
        "art20_6/fines+orders+measures/decisions sum"
        " | art20_6/penalties/decisions+art20_6/coercion/decisions"
        " | art20_6/fines/decisions+art20_6/orders/decisions+art20_6/measures/decisions",
    };
    static const char *const last_two[] = {
        "requests/other.lapsed/total sum"
        " | requests/other.not_corrected/total+requests/other.fee_unpaid/total"
        " | requests/other.lapsed/total",
        "requests/other.fee_unpaid/total | requests/other.fee_unpaid/total | -",
        "requests/other.misc/total sum | requests/other.misc/total"
        " | requests/other.misc.given_up/total+requests/other.misc.rest/total",
        "requests/other.misc.rest/total | - | requests/other.misc.rest/total",
    };

    load_with_successor();
    CHECK_LINES(3, three, "2033", "2019", "2021");
    CHECK_LINES(2, ends, "2019", "2033");
    CHECK_LINES(2, last_two, "2021", "2033");
}
END_TEST

START_TEST(labels_and_groups_are_the_official_ones)
{
    const ds_format *shown[2];
    const apr_array_header_t *lines;
    int i, seen = 0;

    load("conf/formats");
    shown[0] = format("2021");
    shown[1] = format("2019");
    lines = ds_crosswalk_lines(formats, shown, 2, pool, pool);
    for (i = 0; i < lines->nelts; i++) {
        const ds_crosswalk_line *line = &APR_ARRAY_IDX(lines, i, ds_crosswalk_line);
        if (!strcmp(line->row, "other") && line->column->is_total) {
            ck_assert_str_eq(line->label, "（六）其他处理");
            ck_assert_str_eq(line->groups[0], "三、本年度办理结果");
            ck_assert_ptr_null(line->groups[1]);
            seen++;
        }
        if (!strcmp(line->row, "refused.law") && line->column->is_total) {
            ck_assert_str_eq(line->label, "2.其他法律行政法规禁止公开");
            ck_assert_str_eq(line->groups[1], "（三）不予公开");
            ck_assert_ptr_null(line->groups[2]);
            seen++;
        }
        if (!strcmp(line->column->id, "direct_suit.pending")) {
            ck_assert_str_eq(line->label, "");
            ck_assert_str_eq(line->column->groups[1], "未经复议直接起诉");
            seen++;
        }
    }
    ck_assert_int_eq(seen, 3);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, a_cell_has_one_counterpart_or_none, 0,
                        sizeof(cells) / sizeof(cells[0]));
    tcase_add_test(cases, lines_of_both_official_formats);
    tcase_add_test(cases, one_format_alone_is_its_cells_in_order);
    tcase_add_test(cases, a_successor_needs_no_code);
    tcase_add_test(cases, labels_and_groups_are_the_official_ones);
}

UNIT_MAIN("core/crosswalk", add_all)
