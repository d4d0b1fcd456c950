/* Files of a whole year: written in pieces, taken apart into the same reports. */
#include "formats.h"

#include <string.h>

#include <apr_strings.h>

#include "core/canonical.h"
#include "core/status.h"
#include "io/year_file.h"

#define REPORTS 3

/* A report with markup, quotes and a tag's own name in its prose. */
static ds_year_item item(const ds_formats *formats, int number)
{
    const ds_format *format = ds_formats_find(formats, "2021");
    ds_report *report = ds_report_create(format, pool);
    ds_year_item result = { .version = number + 1, .published_on = "2023-01-20",
                            .digest_algorithm = "sm3" };

    report->organ = apr_psprintf(pool, "town-%d", number);
    report->year = 2022;
    ds_report_set_organ_name(report, "示范街道");
    ds_report_set_title(report, "“报告”<report>&</report>\"]},{");
    ds_report_add_paragraph(report, 0, "</publication></year>");
    ds_report_set_number(report, unit_cell(format, "requests/new/natural"),
                         number * DS_DECIMAL_ONE);
    result.bytes = ds_canonical(report, &result.len, pool);
    result.digest = ds_canonical_digest(report, ds_digest_find("sm3"), pool);
    return result;
}

static const char *file_of(const ds_year_form *form, const ds_formats *formats, apr_size_t *len)
{
    apr_size_t part;
    const char *text = form->head(2022, &part, pool);

    text = apr_pstrmemdup(pool, text, part);
    for (int i = 0; i < REPORTS; i++) {
        const ds_year_item one = item(formats, i);
        const char *bytes = form->item(&one, formats, &part, pool);

        text = apr_pstrcat(pool, text, i ? form->between : "", apr_pstrmemdup(pool, bytes, part),
                           NULL);
    }
    text = apr_pstrcat(pool, text, form->tail(&part, pool), NULL);
    *len = strlen(text);
    return text;
}

static const char *const names[] = { "json", "xml" };

START_TEST(comes_back_as_it_was)
{
    const ds_formats *formats = unit_formats();
    const ds_read_context context = { .formats = formats };
    apr_array_header_t *items;
    apr_size_t len;
    const char *bytes = file_of(ds_year_form_find(names[_i]), formats, &len);

    ck_assert_int_eq(ds_year_split(&items, ds_findings_create(pool), bytes, len, pool),
                     APR_SUCCESS);
    ck_assert_int_eq(items->nelts, REPORTS);
    for (int i = 0; i < REPORTS; i++) {
        const ds_year_item *one = &APR_ARRAY_IDX(items, i, ds_year_item);
        const ds_year_item expected = item(formats, i);
        ds_report *report;

        ck_assert_int_eq(one->version, i + 1);
        ck_assert_str_eq(one->published_on, "2023-01-20");
        ck_assert_str_eq(one->digest_algorithm, "sm3");
        ck_assert_str_eq(one->digest, expected.digest);
        ck_assert_int_eq(one->codec->read(&report, ds_findings_create(pool), one->bytes, one->len,
                                          &context, pool, pool), APR_SUCCESS);
        ck_assert_str_eq(ds_canonical_digest(report, ds_digest_find("sm3"), pool),
                         expected.digest);
        if (strcmp(names[_i], "xml") == 0) {
            ck_assert_int_eq(one->len, expected.len);
            ck_assert_int_eq(memcmp(one->bytes, expected.bytes, one->len), 0);
        }
    }
}
END_TEST

/* Cut anywhere it is no year's file any more, or one that says it is broken. */
START_TEST(is_refused_when_cut)
{
    const ds_formats *formats = unit_formats();
    apr_size_t len;
    const char *bytes = file_of(ds_year_form_find(names[_i]), formats, &len);

    for (apr_size_t cut = 0; cut + 2 < len; cut += 97) {
        ds_findings *findings = ds_findings_create(pool);
        apr_array_header_t *items;
        apr_status_t status = ds_year_split(&items, findings, apr_pstrmemdup(pool, bytes, cut),
                                            cut, pool);

        ck_assert_msg(status == (cut < 97 ? DS_ENOTFOUND : DS_EINVALID)
                      || (cut < 97 && status == DS_EINVALID), "cut at %d: %d", (int)cut, status);
        ck_assert(status != DS_EINVALID || ds_findings_of(findings, DS_ERROR) == 1);
    }
}
END_TEST

static const char *const others[] = {
    "", "{", "{}", "<", "<report/>", "<yearly/>", "{\"year\": 2022}", "报告", "{\"reports\": 1}",
    "<?xml version=\"1.0\"?><report/>", "[]", "{\"report\":[]}",
};

START_TEST(leaves_other_files_alone)
{
    apr_array_header_t *items;
    ds_findings *findings = ds_findings_create(pool);

    ck_assert_int_eq(ds_year_split(&items, findings, others[_i], strlen(others[_i]), pool),
                     DS_ENOTFOUND);
    ck_assert_int_eq(ds_findings_count(findings), 0);
}
END_TEST

START_TEST(csv_has_one_head)
{
    const ds_formats *formats = unit_formats();
    apr_size_t len;
    const char *bytes = file_of(ds_year_form_find("csv"), formats, &len);
    const ds_format *format = ds_formats_find(formats, "2021");
    int lines = 0;

    for (const char *at = bytes; (at = strstr(at, "\r\n")) != NULL; at += 2) {
        lines++;
    }
    /* Behind its cells each has its title, its one paragraph and its digest. */
    ck_assert_int_eq(lines, 1 + REPORTS * (format->n_cells + 3));
    ck_assert_ptr_null(strstr(bytes + 3 + 10, "organ,organ_name"));
    ck_assert_ptr_null(ds_year_form_find("docx"));
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, comes_back_as_it_was, 0, 2);
    tcase_add_loop_test(cases, is_refused_when_cut, 0, 2);
    tcase_add_loop_test(cases, leaves_other_files_alone, 0, sizeof others / sizeof others[0]);
    tcase_add_test(cases, csv_has_one_head);
}

UNIT_MAIN("io/year_file", add_all)
