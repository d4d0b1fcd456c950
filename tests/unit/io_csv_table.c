/* CSV tables: what is read, and what is refused with its line. */
#include "unit.h"

#include <string.h>

#include "io/csv_table.h"

static const struct {
    const char *text;
    int line;               /* index of the line looked at */
    const char *column;
    const char *value;      /* NULL: nothing there */
} good[] = {
    { "key,name\njixia,稷下街道\n", 0, "name", "稷下街道" },
    { "\xEF\xBB\xBFkey,name\r\njixia, 稷下 \r\n", 0, "name", "稷下" },
    { "key,name\na,b\n\nc,d", 1, "key", "c" },
    { "key,name\na\n", 0, "name", NULL },
    { "key,name\na,b\n", 0, "kind", NULL },
    { "key,name\na,\"x, \"\"y\"\"\nz\"\n", 0, "name", "x, \"y\"\nz" },
    { "key,name\n\"\",b\n", 0, "key", NULL },
};

START_TEST(values_are_read)
{
    ds_csv_table *table;
    const char *text = good[_i].text;
    ck_assert_ptr_null(ds_csv_table_read(&table, text, strlen(text), pool));
    ck_assert_int_gt(table->lines->nelts, good[_i].line);
    const ds_csv_line *line = &APR_ARRAY_IDX(table->lines, good[_i].line, ds_csv_line);
    ck_assert_pstr_eq(ds_csv_value(table, line, good[_i].column, pool), good[_i].value);
}
END_TEST

static const struct {
    const char *text;
    const char *says;
} bad[] = {
    { "", "列名" },
    { "key,key\n", "key" },
    { "key,name\na,b,c\n", "第 2 行" },
    { "key,name\na,\"b\n", "引号" },
    { "key,name\na,b\"c\n", "第 2 行" },
    { "key,name\n\"a\"b,c\n", "逗号" },
    { "key,name\n\xFF,b\n", "UTF-8" },
};

START_TEST(faults_are_named)
{
    ds_csv_table *table;
    const char *error = ds_csv_table_read(&table, bad[_i].text, strlen(bad[_i].text), pool);
    ck_assert_ptr_nonnull(error);
    ck_assert_msg(strstr(error, bad[_i].says) != NULL, "%s", error);
}
END_TEST

START_TEST(a_line_knows_its_number)
{
    ds_csv_table *table;
    const char *text = "key,name\na,\"1\n2\"\nb,c\n";
    ck_assert_ptr_null(ds_csv_table_read(&table, text, strlen(text), pool));
    ck_assert_int_eq(APR_ARRAY_IDX(table->lines, 1, ds_csv_line).number, 4);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, values_are_read, 0, sizeof(good) / sizeof(*good));
    tcase_add_loop_test(cases, faults_are_named, 0, sizeof(bad) / sizeof(*bad));
    tcase_add_test(cases, a_line_knows_its_number);
}

UNIT_MAIN("io/csv_table", add_all)
