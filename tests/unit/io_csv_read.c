/* The CSV of a report in: what is refused, and many reports in one file. */
#include "io_sample.h"

#include "io/csv.h"
#include "io/csv_read.h"
#include "io/csv_split.h"

#define HEAD "organ,organ_name,year,format,version,table,row,column,label,value,note\r\n"
#define OF "jixia,街道,2021,2021,1,"
#define CELL OF "art20_1,regulations,issued,规章 本年制发件数,"

static const sample_case cases_read[] = {
    { "one cell", HEAD CELL "3,\r\n", APR_SUCCESS, NULL },
    { "blank", HEAD CELL ",\r\n", APR_SUCCESS, NULL },
    { "no line", HEAD, DS_EINVALID, "F.csv@line 1" },
    { "other columns", "organ,year\r\njixia,2021\r\n", DS_EINVALID, "F.csv@line 1" },
    { "open quote", HEAD "\"jixia", DS_EUNREADABLE, "F.csv@csv" },
    { "a figure with zeros", HEAD CELL "03,\r\n", DS_EINVALID, "C.number@line 2" },
    { "a fraction", HEAD CELL "3.5,\r\n", DS_EINVALID, "C.number@line 2" },
    { "twice", HEAD CELL "3,\r\n" CELL "3,\r\n", DS_EINVALID, "F.cell@line 3" },
    { "no such cell", HEAD OF "art20_1,regulations,made,x,3,\r\n", DS_EINVALID, "F.cell@line 2" },
    { "another label", HEAD OF "art20_1,regulations,issued,规章,3,\r\n", DS_EINVALID,
      "F.cell@line 2" },
    { "two reports", HEAD CELL "3,\r\n" "qidu,街道,2021,2021,1,,title,,标题,x,\r\n", DS_EINVALID,
      "F.element@line 3" },
    { "no such year", HEAD "jixia,,1999,2021,,,title,,标题,x,\r\n", DS_EINVALID, "F.year@year" },
    { "a long year", HEAD "jixia,,20211,2021,,,title,,标题,x,\r\n", DS_EINVALID,
      "F.year@line 2" },
    { "an organ that is none", HEAD "Jixia!,,2021,2021,,,title,,标题,x,\r\n", DS_EINVALID,
      "F.organ@organ" },
    { "a gap in paragraphs", HEAD OF ",overview,2,总体情况,x,\r\n", DS_EINVALID,
      "F.element@line 2" },
    { "a caption alone", HEAD OF ",overview,1.caption,总体情况,x,\r\n", DS_EINVALID,
      "F.element@line 2" },
    { "a picture without text", HEAD OF ",overview,1.picture,总体情况,"
      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff,\r\n", DS_EINVALID,
      "F.element@line 2" },
    { "a bad digest", HEAD OF ",digest,sm3,数据摘要,66c7,\r\n", DS_EINVALID, "F.element@line 2" },
    { "a bad date", HEAD OF ",signature,date,落款日期,2021-13-01,\r\n", DS_EINVALID,
      "F.date@line 2" },
    { "a line of nothing", HEAD OF ",elsewhere,1,x,y,\r\n", DS_EINVALID, "F.element@line 2" },
};

START_TEST(reads)
{
    ds_read_context context = sample_context();
    sample_check(&cases_read[_i], ds_csv_read, &context);
}
END_TEST

START_TEST(takes_many_apart)
{
    ds_read_context context = sample_context();
    ds_csv *csv = ds_csv_create(pool);
    ds_csv_split split;
    apr_size_t len, one_len;
    const char *one;
    int n = 0;
    for (int i = 0; i < 20; i++) {
        ds_report *report = sample_report(ds_formats_at(context.formats, i % 2), (apr_uint64_t)i);
        ds_imprint imprint = ds_imprint_of(report, ds_digest_find("sm3"), pool);
        imprint.version = i + 1;
        ds_csv_published(csv, report, &imprint);
    }
    const char *bytes = ds_csv_bytes(csv, &len);
    ck_assert_int_eq(ds_csv_split_begin(&split, bytes, len), 1);
    while ((one = ds_csv_split_next(&split, &one_len, pool)) != NULL) {
        ds_imprint found = { .version = 0 };
        ds_findings *findings = ds_findings_create(pool);
        ds_report *report = NULL;
        context.imprint = &found;
        ck_assert_msg(ds_csv_read(&report, findings, one, one_len, &context, pool, pool)
                      == APR_SUCCESS, "%s", sample_findings(findings));
        ck_assert_int_eq(found.version, ++n);
        ck_assert_int_eq(ds_imprint_agrees(&found, report, pool), 1);
    }
    ck_assert_int_eq(n, 20);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, reads, 0, sizeof(cases_read) / sizeof(*cases_read));
    tcase_add_test(cases, takes_many_apart);
}

UNIT_MAIN("io/csv_read", add_all)
