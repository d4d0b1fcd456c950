#include "io_sample.h"

#include "io/csv.h"
#include "io/csv_table.h"

static ds_report *small_report(const ds_read_context *context)
{
    ds_report *report = ds_report_create(ds_formats_find(context->formats, "2019"), pool);
    report->organ = "jixia";
    report->year = 2020;
    ds_report_set_organ_name(report, "=街道,\"办事处\"");
    ds_report_set_number(report, ds_format_cell(report->format, "art20_5/licensing/change"),
                         -8 * DS_DECIMAL_ONE);
    int amount = ds_format_cell(report->format, "art20_9/procurement/amount");
    ds_report_set_number(report, amount, 25100000);
    ds_report_set_unit(report, amount, "万元");
    ds_report_set_na(report, ds_format_cell(report->format, "requests/new/legal"));
    ds_report_set_cell_note(report, ds_format_cell(report->format, "requests/new/other"),
                            "-1\n件");
    return report;
}

START_TEST(writes_lines)
{
    static const char *const lines[] = {
        "\xEF\xBB\xBForgan,organ_name,year,format,version,table,row,column,label,value,note\r\n"
        "jixia,\"'=街道,\"\"办事处\"\"\",2020,2019,,art20_1,regulations,made,"
        "规章 本年新制作数量,,\r\n",
        "\r\njixia,\"'=街道,\"\"办事处\"\"\",2020,2019,,art20_5,licensing,change,"
        "行政许可 本年增/减,-8,\r\n",
        ",art20_9,procurement,amount,政府集中采购 采购总金额（万元）,25.1,\r\n",
        ",requests,new,legal,一、本年新收政府信息公开申请数量 申请人情况 法人或其他组织 法律服务机构,/,\r\n",
        ",requests,new,other,一、本年新收政府信息公开申请数量 申请人情况 法人或其他组织 其他,,\"'-1\n件\"\r\n"
    };
    ds_read_context context = sample_context();
    apr_size_t len;
    const char *csv = ds_csv_write(small_report(&context), &len, pool);
    ck_assert_uint_eq(strlen(csv), len);
    ck_assert_int_eq(strncmp(csv, lines[0], strlen(lines[0])), 0);
    for (size_t i = 1; i < sizeof(lines) / sizeof(*lines); i++) {
        ck_assert_msg(strstr(csv, lines[i]) != NULL, "no line %s", lines[i]);
    }
}
END_TEST

START_TEST(guards_text)
{
    static const struct {
        const char *note, *written;
    } notes[] = {
        { "=1+1", "'=1+1" }, { "+1", "'+1" }, { "-1", "'-1" }, { "@x", "'@x" }, { "'x", "'x" },
        { "1=1", "1=1" }
    };
    ds_read_context context = sample_context();
    for (size_t i = 0; i < sizeof(notes) / sizeof(*notes); i++) {
        ds_report *report = small_report(&context);
        ds_report_set_cell_note(report, ds_format_cell(report->format, "requests/new/total"),
                                notes[i].note);
        apr_size_t len;
        const char *line = apr_pstrcat(pool, "申请人情况 总计,,", notes[i].written, "\r\n", NULL);
        ck_assert_msg(strstr(ds_csv_write(report, &len, pool), line) != NULL, "%s", line);
    }
}
END_TEST

/* Any report, and many of them, come back out of the table as they are. */
START_TEST(is_read_back)
{
    ds_read_context context = sample_context();
    ds_csv *csv = ds_csv_create(pool);
    int n_lines = 0;
    for (int i = 0; i < 30; i++) {
        const ds_format *format = ds_formats_at(context.formats, i % 2);
        ds_csv_report(csv, sample_report(format, (apr_uint64_t)i), i);
        n_lines += format->n_cells;
    }
    apr_size_t len;
    const char *bytes = ds_csv_bytes(csv, &len);
    ds_csv_table *table = NULL;
    const char *error = ds_csv_table_read(&table, bytes, len, pool);
    ck_assert_msg(error == NULL, "%s", error);
    ck_assert_int_eq(table->columns->nelts, 11);
    ck_assert_int_eq(table->lines->nelts, n_lines);
    int line = 0;
    for (int i = 0; i < 30; i++) {
        ds_report *report = sample_report(ds_formats_at(context.formats, i % 2), (apr_uint64_t)i);
        for (int cell = 0; cell < report->format->n_cells; cell++, line++) {
            const char *const *values = APR_ARRAY_IDX(table->lines, line, ds_csv_line).values;
            const char *address = apr_pstrcat(pool, values[5], "/", values[6], "/", values[7],
                                              NULL);
            ck_assert_str_eq(address, ds_format_address(report->format, cell));
            ck_assert_str_eq(values[4], i == 0 ? "" : apr_itoa(pool, i));
            ck_assert_str_eq(values[9], ds_report_cell_text(report, cell, pool));
            const char *note = report->cells[cell].note;
            ck_assert_str_eq(*values[10] == '\'' ? values[10] + 1 : values[10],
                             note != NULL ? note : "");
        }
    }
}
END_TEST

/* Of a line of any texts only what is no plain figure is guarded. */
START_TEST(figures_of_other_files_are_figures)
{
    static const char *const head[] = { "a" };
    static const struct {
        const char *value, *written;
    } values[] = {
        { "-8", "-8" }, { "-0.5", "-0.5" }, { "25.1", "25.1" }, { "-", "'-" }, { "-1-1", "'-1-1" },
        { "-08", "'-08" }, { "+8", "'+8" }, { "-8 ", "'-8 " }, { "-1e3", "'-1e3" }, { "", "" },
        { NULL, "" }
    };

    for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
        ds_csv *csv = ds_csv_create_with(head, 1, pool);
        apr_size_t len;

        ds_csv_values(csv, &values[i].value, 1);
        ck_assert_str_eq(ds_csv_bytes(csv, &len),
                         apr_pstrcat(pool, "\xEF\xBB\xBF" "a\r\n", values[i].written, "\r\n",
                                     NULL));
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, writes_lines);
    tcase_add_test(cases, guards_text);
    tcase_add_test(cases, figures_of_other_files_are_figures);
    tcase_add_test(cases, is_read_back);
}

UNIT_MAIN("io/csv", add_all)
