#include "unit.h"

#include <string.h>

#include "io/io.h"

static const char *name_of(const ds_codec *codec)
{
    return codec != NULL ? codec->name : "none";
}

typedef struct choice {
    const char *input, *codec;
} choice;

START_TEST(finds_by_name)
{
    static const choice choices[] = {
        { "xml", "xml" }, { "XML", "xml" }, { "json", "json" }, { "csv", "csv" }, { "txt", "txt" },
        { "docx", "docx" },
        { "exe", "none" }, { "", "none" }, { "xm", "none" }
    };
    for (size_t i = 0; i < sizeof(choices) / sizeof(*choices); i++) {
        ck_assert_str_eq(name_of(ds_codec_find(choices[i].input)), choices[i].codec);
    }
    ck_assert_ptr_null(ds_codec_find(NULL));
}
END_TEST

START_TEST(finds_by_type)
{
    static const choice choices[] = {
        { "application/json", "json" },
        { "application/json; charset=utf-8", "json" },
        { "Application/JSON;charset=utf-8", "json" },
        { " text/xml ", "xml" },
        { "application/xml", "xml" },
        { "text/plain;charset=UTF-8", "txt" },
        { "text/html; charset=utf-8", "html" },
        { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx" },
        { "application/jsonp", "none" },
        { "application/json/x", "none" },
        { "text/csv", "none" },
        { "application/x-www-form-urlencoded", "none" },
        { "", "none" }
    };
    for (size_t i = 0; i < sizeof(choices) / sizeof(*choices); i++) {
        ck_assert_str_eq(name_of(ds_codec_for_type(choices[i].input)), choices[i].codec);
    }
    ck_assert_ptr_null(ds_codec_for_type(NULL));
}
END_TEST

START_TEST(finds_by_file)
{
    static const struct {
        const char *path, *bytes, *codec;
    } files[] = {
        { "/a/2020.xml", "{}", "xml" },
        { "/a/2020.JSON", "", "json" },
        { "/a.xml/2020", "{\"a\":1}", "json" },
        { "2020.csv", "a,b", "csv" },
        { "-", "organ,organ_name,year,format,version,table,row,column,label,value,note\r\n",
          "csv" },
        { "a.htm", "x", "html" },
        { "-", "\n<!DOCTYPE html><html>", "html" },
        { "-", "<article class='a'>", "html" },
        { "-", "<articles/>", "xml" },
        { "-", "<?xml version='1.0'?><report/>", "xml" },
        { "-", "[{}]", "json" },
        { "-", "PK\x03\x04...", "docx" },
        { "-", "\xEF\xBB\xBF \n<report/>", "xml" },
        { NULL, "  {", "json" },
        { "report.bak", "一、总体情况", "txt" },
        { "report.docx", "PK\x03\x04", "docx" },
        { "report", "", "none" },
        { "report", " \n", "none" },
        { "report", "\xB1\xA8", "none" }
    };
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        ck_assert_str_eq(name_of(ds_codec_for_file(files[i].path, files[i].bytes,
                                                   strlen(files[i].bytes))), files[i].codec);
    }
}
END_TEST

START_TEST(names_them)
{
    ck_assert_str_eq(ds_codec_names(0, pool), "xml, json, csv, docx, html, txt");
    ck_assert_str_eq(ds_codec_names(1, pool), "xml, json, csv, docx");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, finds_by_name);
    tcase_add_test(cases, finds_by_type);
    tcase_add_test(cases, finds_by_file);
    tcase_add_test(cases, names_them);
}

UNIT_MAIN("io/io", add_all)
