/* Word-processor documents in: damage, bombs, documents of others, drafts printed
 * for review, pictures and attachments. */
#include "docx_sample.h"

#include "core/canonical.h"
#include "io/docx_package.h"
#include "io/docx_read.h"

#define W \
    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">" \
    "<w:body>"
#define END "</w:body></w:document>"
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"

static apr_status_t read_bytes(ds_report **report, ds_findings **findings, const char *bytes,
                               apr_size_t len)
{
    ds_read_context context = sample_context();
    *findings = ds_findings_create(pool);
    *report = NULL;
    return ds_docx_read(report, *findings, bytes, len, &context, pool, pool);
}

static apr_status_t read_document(ds_report **report, ds_findings **findings, const char *xml,
                                  apr_size_t xml_len)
{
    const ds_docx_part part = { .name = "word/document.xml", .bytes = xml, .len = xml_len };
    apr_size_t len;
    const char *bytes = ds_docx_package(&part, 1, &len, pool);
    return read_bytes(report, findings, bytes, len);
}

START_TEST(refuses_what_is_damaged)
{
    ds_read_context context = sample_context();
    package p = pack(sample_report(ds_formats_at(context.formats, 0), 1));
    ds_report *report;
    ds_findings *findings;
    for (apr_size_t len = 0; len < p.len; len += p.len / 50) {
        apr_status_t status = read_bytes(&report, &findings, p.bytes, len);
        ck_assert_int_eq(status, DS_EUNREADABLE);
        ck_assert_int_gt(ds_findings_of(findings, DS_ERROR), 0);
    }
}
END_TEST

START_TEST(refuses_what_is_no_document)
{
    static const char *const documents[] = {
        "", "<", W P("x"), "<!DOCTYPE a [<!ENTITY b \"c\">]>" W P("&b;") END,
    };
    ds_report *report;
    ds_findings *findings;
    ck_assert_int_eq(read_document(&report, &findings, documents[_i], strlen(documents[_i])),
                     DS_EUNREADABLE);
    ck_assert_int_gt(ds_findings_of(findings, DS_ERROR), 0);
}
END_TEST

/* Far more than is read, packed into a few kilobytes. */
START_TEST(is_not_blown_up)
{
    apr_size_t size = 64 * 1024 * 1024;
    char *xml = malloc(size);
    ds_report *report;
    ds_findings *findings;
    memset(xml, ' ', size);
    memcpy(xml, W, strlen(W));
    ck_assert_int_eq(read_document(&report, &findings, xml, size), DS_ETOOLARGE);
    ck_assert_ptr_nonnull(ds_findings_find(findings, "F.size@docx"));
    free(xml);
}
END_TEST

START_TEST(refuses_two_of_one_name)
{
    const char *xml = W P("x") END;
    const ds_docx_part parts[] = {
        { .name = "word/document.xml", .bytes = xml, .len = strlen(xml) },
        { .name = "Word/document.xml", .bytes = xml, .len = strlen(xml) }
    };
    apr_size_t len;
    const char *bytes = ds_docx_package(parts, 2, &len, pool);
    ds_report *report;
    ds_findings *findings;
    ck_assert_int_eq(read_bytes(&report, &findings, bytes, len), DS_EUNREADABLE);
}
END_TEST

/* Without its properties a document is one of somebody else: what it says is told
 * by headings and tables. */
START_TEST(reads_a_document_of_others)
{
    ds_read_context context = sample_context();
    ds_report *report = ds_report_create(ds_formats_find(context.formats, "2021"), pool), *again;
    ds_findings *findings;
    apr_size_t a_len, b_len;
    ds_report_set_title(report, "某街道2021年政府信息公开工作年度报告");
    for (int i = 0; i < report->format->n_prose; i++) {
        ds_report_add_paragraph(report, i, "全年公开信息12条。");
    }
    for (int i = 0; i < report->format->n_cells; i++) {
        ds_report_set_number(report, i, i * DS_DECIMAL_ONE);
    }
    ds_report_set_signature(report, "某街道", "2022-01-20");
    const char *xml = part_of(pack(report), "word/document.xml");
    apr_status_t status = read_document(&again, &findings, xml, strlen(xml));
    ck_assert_msg(status == APR_SUCCESS, "%s", sample_findings(findings));
    ck_assert_int_eq(again->year, 2021);
    ck_assert_str_eq(again->organ_name, "某街道");
    report->year = 2021;
    ds_report_set_organ_name(report, "某街道");
    ck_assert_str_eq(ds_canonical(again, &a_len, pool), ds_canonical(report, &b_len, pool));
}
END_TEST

/* The sheet to be signed is not the report. */
START_TEST(leaves_out_the_sheet)
{
    ds_read_context context = sample_context();
    ds_report *report = sample_report(ds_formats_find(context.formats, "2021"), 4), *again;
    const ds_step step = { .name = "审核" };
    const ds_chain chain = { .n_steps = 1, .steps = (ds_step *)&step };
    const ds_docx_review review = { .chain = &chain, .revision = 3 };
    ds_findings *findings;
    apr_size_t len, a_len, b_len;
    const char *bytes = ds_docx_write_review(report, &review, &len, pool);
    ck_assert_int_eq(read_bytes(&again, &findings, bytes, len), APR_SUCCESS);
    const ds_imprint imprint = ds_imprint_of(report, ds_digest_find("sm3"), pool);
    ck_assert_int_eq(ds_imprint_agrees(&imprint, again, pool), 1);
    ck_assert_str_eq(ds_canonical(again, &a_len, pool), ds_canonical(report, &b_len, pool));
}
END_TEST

/* ---- Pictures ---- */

#define PICTURE_BYTES "\x89PNG\r\n\x1a\n..........."
#define ATTACHED "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define MISSING "ee112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const char *bytes_of(void *baton, const char *digest, const ds_report_file *known,
                            apr_pool_t *to)
{
    return baton;
}

/* In the document, named in brackets, attached: each is a figure again. */
START_TEST(figures_come_back)
{
    ds_read_context context = sample_context();
    ds_report *report = ds_report_create(ds_formats_find(context.formats, "2021"), pool), *again;
    ds_report_file files[] = {
        { .is_picture = 1, .width = 10, .height = 10,
          .bytes = sizeof(PICTURE_BYTES) - 1,
          .kind = "PNG", .size = "1 KB" },
        { .is_picture = 0, .bytes = 20, .kind = "PDF", .size = "1 KB" },
    };
    ds_docx_files given = { .bytes = bytes_of, .baton = (void *)PICTURE_BYTES };
    const char *picture = ds_digest_hex(pool, ds_digest_find("sm3"), PICTURE_BYTES,
                                        strlen(PICTURE_BYTES));
    ds_findings *findings;
    apr_size_t len, a_len, b_len;
    report->organ = "jixia";
    report->year = 2021;
    ds_report_files *known = ds_report_files_create(pool);
    ds_report_files_add(known, picture, &files[0]);
    ds_report_files_add(known, ATTACHED, &files[1]);
    given.known = known;
    ds_report_add_figure(report, 1, picture, "各季度（件）", "图1");
    ds_report_add_figure(report, 1, ATTACHED, "清单（一）", "附表");
    ds_report_add_figure(report, 1, MISSING, "（旧图）", NULL);
    ds_report_add_paragraph(report, 1, "（图片：这是一段文字）");
    const ds_imprint imprint = ds_imprint_of(report, ds_digest_find("sm3"), pool);
    const char *bytes = ds_docx_publish_with(report, &imprint, &given, &len, pool);
    ck_assert_int_eq(read_bytes(&again, &findings, bytes, len), APR_SUCCESS);
    ck_assert_str_eq(ds_canonical(again, &a_len, pool), ds_canonical(report, &b_len, pool));
    given.baton = (void *)"\x89PNG\r\n\x1a\n another ..";
    bytes = ds_docx_publish_with(report, &imprint, &given, &len, pool);
    ck_assert_int_eq(read_bytes(&again, &findings, bytes, len), DS_EINVALID);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, refuses_what_is_damaged);
    tcase_add_loop_test(cases, refuses_what_is_no_document, 0, 4);
    tcase_add_test(cases, is_not_blown_up);
    tcase_add_test(cases, refuses_two_of_one_name);
    tcase_add_test(cases, reads_a_document_of_others);
    tcase_add_test(cases, leaves_out_the_sheet);
    tcase_add_test(cases, figures_come_back);
}

UNIT_MAIN("io/docx_read", add_all)
