/* Format files that are broken, and directories of them that do not agree. */
#include "data_directory.h"

#include <string.h>

#include <apr_strings.h>

#include "core/format.h"

#define SCHEMA "conf/schema/format.rng"
/* What is said of the row "x" of an earlier format; it takes the place of line 29. */
#define EARLIER(table, rows) \
    "  <earlier format=\"old\" table=\"" table "\" row=\"x\">\n" rows "</earlier>\n"

#define BASE "tests/data/formats/broken/base.xml"

/* The text with the one place where `from` stands replaced. */
static const char *replace(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);

    ck_assert_msg(at != NULL, "\"%s\" does not stand in the base file", from);
    return apr_psprintf(pool, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

/* One fault each; the message is what follows "base.xml". */
START_TEST(faults_are_told_with_their_line)
{
    static const struct {
        const char *from, *to, *error;
    } cases[] = {
        {"x.second", "x.first", ":17: table \"one\" has two rows with the id \"x.first\""},
        {"label=\"第二\"", "label=\"第一\"", ":17: table \"one\" has two rows with the label \"第一\""},
        {"<column id=\"b\"", "<column id=\"a\"",
         ":12: table \"one\" has two columns with the id \"a\""},
        {"label=\"乙\"", "label=\"甲\"", ":12: table \"one\" has two columns with the label \"甲\""},
        {"<table id=\"two\"", "<table id=\"one\"", ":20: there are two tables with the id \"one\""},
        {"<form id=\"figures\"", "<form id=\"words\"",
         ":8: there are two sections with the id \"words\""},
        {"grid=\"4\"", "grid=\"3\"",
         ":8: the widest table of \"figures\" takes 4 grid columns, but grid says 3"},
        {"label=\"第二\"", "", ":17: only the single row of a table may be without a label"},
        {"<table id=\"two\"", "<table id=\"two\" corner=\"项目\"",
         ":20: table \"two\" has a corner but no labelled rows"},
        {"id=\"a\" label", "id=\"a\" units=\"元 角\" label",
         ":11: units to choose from are for an amount only"},
        {"{organ}", "", ":6: the title needs a place for {organ} and one for {year}"},
        {"2041", "2039", ":3: the last year is before the first"},
        {"a + b = total", "a + b = nowhere", ":30: relation T1.sum: \"nowhere\" names no cell"},
        {"<row id=\"only\"/>", "", ":24: Expecting an element"},
        {"  <relation", EARLIER("nowhere", "<row id=\"x.first\" receives=\"yes\"/>") "  <relation",
         ":29: there is no table \"nowhere\""},
        {"  <relation", EARLIER("one", "<row id=\"x.none\" receives=\"yes\"/>") "  <relation",
         ":30: table \"one\" has no row \"x.none\""},
        {"  <relation", EARLIER("one", "<row id=\"x.first\"/>\n<row id=\"x.first\"/>") "  <relation",
         ":31: the row \"x.first\" stands here twice"},
        {"  <relation", EARLIER("one", "<row id=\"x.first\"/>") "  <relation",
         ":29: none of the rows is the one that receives"},
        {"  <relation", EARLIER("one", "<row id=\"x.first\" receives=\"yes\"/>\n"
                                       "<row id=\"x.second\" receives=\"yes\"/>") "  <relation",
         ":31: the row \"x.first\" receives already, there can be but one"},
        {"  <relation", EARLIER("one", "<row id=\"x.first\" receives=\"yes\"/>")
                        EARLIER("one", "<row id=\"x.second\" receives=\"yes\"/>") "  <relation",
         ":31: the row \"x\" of \"one\" in format \"old\" is divided twice"},
        {"  <relation", EARLIER("one", "") "  <relation", ":29: "},
        {"caption=\"表二\"", "", ":20: Element table failed to validate attributes"},
        {"label=\"甲\"", "lable=\"甲\"", ":11: "},
        {"<notice>示例〔2040〕1号</notice>", "", ":6: "},
        {"</columns>", "", ":19: Opening and ending tag mismatch: columns line 10 and table"},
        {"<format", "<!DOCTYPE format [<!ENTITY a \"b\">]><format",
         ": a document type declaration is not accepted"},
    };
    const char *base = read_file(BASE), *directory = new_directory(), *path;
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_format *format = NULL;
        const char *error, *expected;
        path = write_file(directory, "base.xml", replace(base, cases[i].from, cases[i].to));
        error = ds_format_load(&format, path, SCHEMA, pool, pool);
        expected = apr_pstrcat(pool, path, cases[i].error, NULL);
        ck_assert_msg(error && !strncmp(error, expected, strlen(expected)),
                      "case %d: \"%s\" instead of \"%s\"", (int)i, error ? error : "no error",
                      expected);
        ck_assert_ptr_null(format);
    }
}
END_TEST

START_TEST(shipped_broken_files_are_refused)
{
    static const struct {
        const char *file, *error;
    } cases[] = {
        {"duplicate-row.xml", ":17: table \"one\" has two rows"},
        {"unknown-cell.xml", ":30: relation T1.sum: "},
        {"grid.xml", ":8: "},
        {"schema.xml", ":20: "},
        {"truncated.xml", ":13: "},
        {"absent.xml", ": "},
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_format *format = NULL;
        const char *path = apr_pstrcat(pool, "tests/data/formats/broken/", cases[i].file, NULL);
        const char *expected = apr_pstrcat(pool, path, cases[i].error, NULL);
        const char *error = ds_format_load(&format, path, SCHEMA, pool, pool);
        ck_assert_msg(error && !strncmp(error, expected, strlen(expected)), "%s: %s",
                      cases[i].file, error ? error : "no error");
    }
}
END_TEST

START_TEST(a_missing_or_wrong_schema_is_told)
{
    ds_format *format = NULL;
    const char *error = ds_format_load(&format, BASE, "tests/none.rng", pool, pool);

    ck_assert_msg(error && strstr(error, "tests/none.rng"), "%s", error);
    error = ds_format_load(&format, BASE, BASE, pool, pool);
    ck_assert_msg(error && strstr(error, BASE), "%s", error);
    ck_assert_ptr_null(format);
}
END_TEST

START_TEST(groups_nest_only_so_deep)
{
    const char *open = "", *close = "", *text, *error;
    ds_format *format = NULL;
    int i;

    for (i = 0; i < 9; i++) {
        open = apr_psprintf(pool, "%s<group label=\"%d\">", open, i);
        close = apr_pstrcat(pool, close, "</group>", NULL);
    }
    text = replace(read_file(BASE), "<row id=\"x.first\" label=\"第一\"/>",
                   apr_pstrcat(pool, open, "<row id=\"x.first\" label=\"第一\"/>", close, NULL));
    error = ds_format_load(&format, write_file(new_directory(), "deep.xml", text), SCHEMA, pool,
                           pool);
    ck_assert_msg(error && strstr(error, ":16: groups are nested deeper than 8"), "%s", error);
}
END_TEST

/* Several files in one directory: which years and ids may meet. */
START_TEST(formats_of_a_directory_fit_together)
{
    static const struct {
        const char *years, *id, *test;
        const char *error; /* NULL: they load */
    } cases[] = {
        {"first-year=\"2042\"", "other", "a + b = total", NULL},
        {"first-year=\"2030\" last-year=\"2039\"", "other", "a + b = total", NULL},
        {"first-year=\"2030\"", "other", "a + b = total", NULL},
        {"first-year=\"2042\"", "small", "a + b = total", "the format \"small\" is also in "},
        {"first-year=\"2041\"", "other", "a + b = total", "the report year 2041 is also that of "},
        {"first-year=\"2040\"", "other", "a + b = total", "the report year 2040 is also that of "},
        {"first-year=\"2030\" last-year=\"2040\"", "other", "a + b = total",
         "the report year 2040 is also that of "},
        {"first-year=\"2042\"", "other", "previous:gone/row/column + b = total",
         "relation T1.sum: no format has a cell \"gone/row/column\""},
    };
    const char *base = read_file(BASE);
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *directory = new_directory(), *text, *error;
        ds_formats *formats = NULL;
        text = replace(base, "first-year=\"2040\" last-year=\"2041\"", cases[i].years);
        text = replace(text, "id=\"small\"", apr_psprintf(pool, "id=\"%s\"", cases[i].id));
        text = replace(text, "a + b = total", cases[i].test);
        text = replace(text, "{a} 加 {b}", "");
        write_file(directory, "a.xml", base);
        write_file(directory, "b.xml", text);
        write_file(directory, "readme.txt", "not a format");
        write_file(directory, ".hidden.xml", "not a format");
        error = ds_formats_load(&formats, directory, SCHEMA, pool, pool);
        if (!cases[i].error) {
            ck_assert_msg(!error, "case %d: %s", (int)i, error);
            ck_assert_int_eq(ds_formats_count(formats), 2);
            ck_assert_int_lt(ds_formats_at(formats, 0)->first_year,
                             ds_formats_at(formats, 1)->first_year);
            ck_assert_str_eq(ds_formats_of_year(formats, 2041)->id, "small");
        }
        else {
            ck_assert_msg(error && strstr(error, cases[i].error) && strstr(error, ".xml:"),
                          "case %d: %s", (int)i, error ? error : "no error");
            ck_assert_ptr_null(formats);
        }
    }
}
END_TEST

/* What a later format divides must be in an earlier one. */
START_TEST(earlier_rows_are_those_of_an_earlier_format)
{
    static const struct {
        const char *format, *table, *row, *to;
        const char *error; /* behind "b.xml:LINE: "; NULL: they load */
    } cases[] = {
        {"small", "one", "x.second", "x.second", NULL},
        {"smaller", "one", "x.second", "x.second", "there is no earlier format \"smaller\""},
        {"other", "one", "x.second", "x.second", "there is no earlier format \"other\""},
        {"small", "one", "x.third", "x.second",
         "format \"small\" has no row \"x.third\" in a table \"one\""},
        {"small", "three", "only", "only", "format \"small\" has no row \"only\" in a table \"three\""},
        {"small", "one", "x.first", "x.second",
         "this format has a row \"x.first\" too, which is not among those it is divided into"},
        {"small", "two", "only", "only", "the tables \"two\" have no column in common"},
    };
    const char *base = read_file(BASE);
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *directory = new_directory(), *text = base, *error;
        int is_three = !strcmp(cases[i].table, "three");
        ds_formats *formats = NULL;
        text = replace(text, "id=\"small\" first-year=\"2040\" last-year=\"2041\"",
                       "id=\"other\" first-year=\"2042\"");
        text = replace(text, "\"two\"", is_three ? "\"three\"" : "\"two\"");
        text = replace(text, "id=\"c\"", "id=\"d\"");
        text = replace(text, "  <relation",
                       apr_psprintf(pool, "<earlier format=\"%s\" table=\"%s\" row=\"%s\"><row "
                                    "id=\"%s\" receives=\"yes\"/></earlier>\n<relation",
                                    cases[i].format, cases[i].table, cases[i].row, cases[i].to));
        write_file(directory, "a.xml", base);
        write_file(directory, "b.xml", text);
        error = ds_formats_load(&formats, directory, SCHEMA, pool, pool);
        if (cases[i].error) {
            const char *expected = apr_pstrcat(pool, "/b.xml:29: ", cases[i].error, NULL);
            ck_assert_msg(error && strstr(error, expected), "case %d: %s", (int)i,
                          error ? error : "no error");
        }
        else {
            ck_assert_msg(!error, "case %d: %s", (int)i, error);
        }
    }
}
END_TEST

START_TEST(an_open_format_serves_until_a_later_one_covers_the_year)
{
    const char *directory = new_directory();
    ds_formats *formats = NULL;
    const char *error;

    write_file(directory, "2019.xml", read_file("conf/formats/2019.xml"));
    write_file(directory, "2021.xml", read_file("conf/formats/2021.xml"));
    write_file(directory, "invented.xml", read_file("tests/data/formats/invented.xml"));
    error = ds_formats_load(&formats, directory, SCHEMA, pool, pool);
    ck_assert_msg(!error, "%s", error);
    ck_assert_int_eq(ds_formats_count(formats), 3);
    ck_assert_str_eq(ds_formats_of_year(formats, 2030)->id, "2021");
    ck_assert_str_eq(ds_formats_of_year(formats, 2031)->id, "2031");
    ck_assert_str_eq(ds_formats_of_year(formats, 2032)->id, "2021");
}
END_TEST

START_TEST(a_directory_without_formats_is_an_error)
{
    ds_formats *formats = NULL;
    const char *error = ds_formats_load(&formats, new_directory(), SCHEMA, pool, pool);

    ck_assert_msg(error && strstr(error, "no format file"), "%s", error);
    error = ds_formats_load(&formats, "tests/none", SCHEMA, pool, pool);
    ck_assert_msg(error && strstr(error, "tests/none"), "%s", error);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, faults_are_told_with_their_line);
    tcase_add_test(cases, shipped_broken_files_are_refused);
    tcase_add_test(cases, a_missing_or_wrong_schema_is_told);
    tcase_add_test(cases, groups_nest_only_so_deep);
    tcase_add_test(cases, formats_of_a_directory_fit_together);
    tcase_add_test(cases, earlier_rows_are_those_of_an_earlier_format);
    tcase_add_test(cases, an_open_format_serves_until_a_later_one_covers_the_year);
    tcase_add_test(cases, a_directory_without_formats_is_an_error);
}

UNIT_MAIN("core/format_faults", add_all)
