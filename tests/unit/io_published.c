/* Every published form of a report, read back: nothing is lost, and nothing that
 * was changed goes unnoticed. */
#include "docx_sample.h"

#include "core/canonical.h"
#include "core/date.h"
#include "io/csv.h"
#include "io/csv_read.h"
#include "io/docx_package.h"
#include "io/docx_read.h"
#include "io/html.h"
#include "io/json.h"
#include "page/public.h"

#define ROUNDS 200

/* Samples have their organ, as what is published has. */
static ds_report *published(const ds_read_context *context, int i)
{
    ds_report *report = sample_report(ds_formats_at(context->formats,
                                                    i % ds_formats_count(context->formats)),
                                      (apr_uint64_t)i);
    report->organ = "jixia";
    return report;
}

static ds_organ *sample_organ(void)
{
    ds_organ *organ = apr_pcalloc(pool, sizeof(*organ));
    organ->key = "jixia";
    organ->names = apr_array_make(pool, 1, sizeof(ds_dated_name));
    *(ds_dated_name *)apr_array_push(organ->names) =
        (ds_dated_name){ .kind = "full", .text = "稷下街道办事处" };
    return organ;
}

static ds_publication publication_of(const ds_report *report, const ds_imprint *imprint)
{
    const ds_publication publication = {
        .report = report, .organ = sample_organ(), .n = 2, .current = 2,
        .title = report->title, .published_on = "2021-01-29", .notice = "更正一处数字。",
        .published_at = ds_date_start("2021-01-29"),
        .digest_algorithm = imprint->algorithm, .digest = imprint->digest
    };
    return publication;
}

static ds_site site_of(const ds_formats *formats)
{
    const ds_site site = {
        .base = "/disclosure", .site_name = "某区人民政府", .column_name = "政府信息公开年报",
        .assets = "/disclosure/assets/1", .formats = formats
    };
    return site;
}

static const ds_formats *formats_in_use;

static const char *write_fragment(const ds_report *report, const ds_imprint *imprint,
                                  apr_size_t *len, apr_pool_t *to)
{
    const ds_publication publication = publication_of(report, imprint);
    const ds_site site = site_of(formats_in_use);
    ds_markup *m = ds_markup_create(to);
    ds_public_fragment(m, &site, &publication, to);
    return ds_markup_bytes(m, len);
}

/* In a page around it, as a portal has it. */
static const char *write_page(const ds_report *report, const ds_imprint *imprint, apr_size_t *len,
                              apr_pool_t *to)
{
    const ds_publication publication = publication_of(report, imprint);
    const ds_site site = site_of(formats_in_use);
    ds_page *page = ds_page_create(to);
    ds_markup *m = ds_markup_create(to);
    apr_size_t body_len;
    ds_public_report(page, &site, &publication, to);
    const char *body = ds_markup_bytes(page->body, &body_len);
    ds_markup_doctype(m);
    ds_markup_start(m, "html");
    ds_markup_start(m, "body");
    ds_markup_element(m, "p", "门户网站的栏目");
    ds_markup_raw(m, body, body_len);
    ds_markup_element(m, "p", "版权所有");
    ds_markup_end(m, "body");
    ds_markup_end(m, "html");
    return ds_markup_bytes(m, len);
}

static const struct {
    const char *name;
    ds_publish_fn *write;
    ds_read_fn *read;
} forms[] = {
    { "json", ds_json_publish, ds_json_read },
    { "csv", ds_csv_publish, ds_csv_read },
    { "docx", ds_docx_publish, ds_docx_read },
    { "fragment", write_fragment, ds_html_read },
    { "page", write_page, ds_html_read },
};
#define N_FORMS (int)(sizeof(forms) / sizeof(*forms))

static const char *canonical_of(const ds_report *report)
{
    apr_size_t len;
    return ds_canonical(report, &len, pool);
}

/* Random reports with everything in them, in each form. */
START_TEST(comes_back_as_it_was)
{
    ds_read_context context = sample_context();
    apr_pool_t *outer = pool, *iterpool;
    apr_pool_create(&iterpool, outer);
    formats_in_use = context.formats;
    for (int i = 0; i < ROUNDS; i++) {
        apr_pool_clear(iterpool);
        pool = iterpool;
        ds_report *report = published(&context, i), *read = NULL;
        ds_imprint imprint = ds_imprint_of(report, ds_digest_find(i % 2 ? "sm3" : "sha256"), pool);
        ds_imprint found = { .version = 0 };
        ds_findings *findings = ds_findings_create(pool);
        apr_size_t len;
        imprint.version = 2;
        const char *bytes = forms[_i].write(report, &imprint, &len, pool);
        context.imprint = &found;
        apr_status_t status = forms[_i].read(&read, findings, bytes, len, &context, pool, pool);
        ck_assert_msg(status == APR_SUCCESS && ds_findings_count(findings) == 0, "%s %d: %s\n%s",
                      forms[_i].name, i, sample_findings(findings), bytes);
        ck_assert_pstr_eq(found.algorithm, imprint.algorithm);
        ck_assert_pstr_eq(found.digest, imprint.digest);
        if (!ds_imprint_agrees(&found, read, pool)) {
            ck_assert_str_eq(canonical_of(read), canonical_of(report));
        }
        ck_assert_str_eq(canonical_of(read), canonical_of(report));
    }
    pool = outer;
}
END_TEST

/* ---- What was changed ---- */

/* A report whose text has nothing that a form writes in another way. */
static ds_report *plain_report(const ds_read_context *context)
{
    ds_report *report = ds_report_create(ds_formats_find(context->formats, "2019"), pool);
    report->organ = "jixia";
    report->year = 2020;
    ds_report_set_organ_name(report, "稷下街道办事处");
    ds_report_set_title(report, "稷下街道办事处2020年政府信息公开工作年度报告");
    for (int i = 0; i < report->format->n_prose; i++) {
        ck_assert_int_eq(ds_report_add_paragraph(report, i, "全年公开信息12条。\n（一）按月核对"),
                         APR_SUCCESS);
    }
    ck_assert_int_eq(ds_report_add_figure(
        report, 0, "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
        "各季度数量", "图1 各季度"), APR_SUCCESS);
    for (int i = 0; i < report->format->n_cells; i++) {
        ds_report_set_number(report, i, (i % 90) * DS_DECIMAL_ONE);
    }
    ds_report_set_na(report, 3);
    ds_report_set_blank(report, 5);
    ds_report_set_cell_note(report, 1, "其中修订16件");
    ck_assert_int_eq(ds_report_add_note(report, 1, "表下说明1"), APR_SUCCESS);
    ds_report_set_signature(report, "稷下街道办事处", "2021-01-29");
    return report;
}

/* Whether bytes that differ from a published form in one place are taken for it. */
static int is_taken(const char *bytes, apr_size_t len, ds_read_fn *read,
                    const ds_read_context *given, const ds_imprint *imprint)
{
    ds_read_context context = *given;
    ds_imprint found = { .version = 0 };
    ds_findings *findings = ds_findings_create(pool);
    ds_report *report = NULL;
    context.imprint = &found;
    return read(&report, findings, bytes, len, &context, pool, pool) == APR_SUCCESS
        && ds_findings_count(findings) == 0 && found.digest != NULL
        && strcmp(found.digest, imprint->digest) == 0
        && ds_imprint_agrees(&found, report, pool);
}

/* Whether something to read begins at p: a digit, or a Chinese character. */
static int is_readable(const char *p)
{
    return (*p >= '0' && *p <= '9') || ((unsigned char)*p >= 0xE4 && (unsigned char)*p <= 0xE9);
}

/* Another digit or character in its place, of the same length. */
static void exchange(char *p)
{
    if (*p >= '0' && *p <= '9') {
        *p = *p == '9' ? '1' : (char)(*p + 1);
    } else {
        memcpy(p, memcmp(p, "某", 3) == 0 ? "其" : "某", 3);
    }
}

/* Tries every third place between two marks (NULL: the beginning, the end). Those
 * in elements that begin as one of `left_out` do not count. Returns how many there
 * were. */
static int try_places(const char *bytes, apr_size_t len, const char *from, const char *to,
                      const char *const *left_out, ds_read_fn *read,
                      const ds_read_context *context, const ds_imprint *imprint)
{
    apr_pool_t *outer = pool, *iterpool;
    const char *begin = from != NULL ? strstr(bytes, from) : bytes;
    const char *end = to != NULL ? strstr(bytes, to) : bytes + len;
    char *copy = apr_pmemdup(pool, bytes, len + 1);
    int tried = 0, in_tag = 0;
    apr_pool_create(&iterpool, outer);
    for (const char *p = begin; p < end; p++) {
        in_tag = *p == '<' ? 1 : *p == '>' ? 0 : in_tag;
        for (const char *const *out = left_out; *out != NULL; out++) {
            apr_size_t out_len = strlen(*out);
            if (strncmp(p, *out, out_len) == 0) {
                p = strchr(p + out_len, '<');
            }
        }
        if (!in_tag && *p != '<' && is_readable(p) && ++tried % 3 == 0) {
            apr_pool_clear(iterpool);
            pool = iterpool;
            exchange(copy + (p - bytes));
            int taken = is_taken(copy, len, read, context, imprint);
            ck_assert_msg(!taken, "not noticed: ...%.60s", copy + (p - bytes));
            memcpy(copy + (p - bytes), p, 3);
            pool = outer;
        }
    }
    return tried;
}

START_TEST(notices_changes_in_a_page)
{
    static const char *const left_out[] = {
        "p class=\"ds-hint\">", "caption class=\"ds-sr\">", NULL
    };
    ds_read_context context = sample_context();
    ds_report *report = plain_report(&context);
    const ds_imprint imprint = ds_imprint_of(report, ds_digest_find("sm3"), pool);
    apr_size_t len;
    formats_in_use = context.formats;
    const char *html = write_fragment(report, &imprint, &len, pool);
    ck_assert_int_eq(is_taken(html, len, ds_html_read, &context, &imprint), 1);
    ck_assert_int_gt(try_places(html, len, "class=\"ds-title\"", "class=\"ds-facts\"", left_out,
                                ds_html_read, &context, &imprint), 20);
    ck_assert_int_gt(try_places(html, len, "class=\"ds-prose\"", NULL, left_out, ds_html_read,
                                &context, &imprint), 400);
}
END_TEST

START_TEST(notices_changes_in_json_and_csv)
{
    static const char *const left_out[] = { NULL };
    ds_read_context context = sample_context();
    ds_report *report = plain_report(&context);
    const ds_imprint imprint = ds_imprint_of(report, ds_digest_find("sm3"), pool);
    for (int i = 0; i < 2; i++) {
        apr_size_t len;
        const char *bytes = forms[i].write(report, &imprint, &len, pool);
        ck_assert_int_gt(try_places(bytes, len, NULL, NULL, left_out, forms[i].read, &context,
                                    &imprint), 400);
    }
}
END_TEST

/* The document with its text changed, packed again. */
START_TEST(notices_changes_in_a_document)
{
    ds_read_context context = sample_context();
    ds_report *report = plain_report(&context);
    const ds_imprint imprint = ds_imprint_of(report, ds_digest_find("sm3"), pool);
    package p = { NULL, 0 };
    p.bytes = ds_docx_publish(report, &imprint, &p.len, pool);
    ds_docx_part parts[] = { { .name = "docProps/core.xml" }, { .name = "docProps/custom.xml" },
                             { .name = "word/document.xml" } };
    for (int i = 0; i < 3; i++) {
        parts[i].bytes = part_of(p, parts[i].name);
        parts[i].len = strlen(parts[i].bytes);
    }
    const char *text = parts[2].bytes;
    char *copy = apr_pstrdup(pool, text);
    parts[2].bytes = copy;
    int tried = 0;
    apr_pool_t *outer = pool, *iterpool;
    apr_pool_create(&iterpool, outer);
    for (const char *at = text; (at = strstr(at, "xml:space=\"preserve\">")) != NULL; at++) {
        const char *first = strchr(at, '>') + 1;
        if (!is_readable(first)) {
            continue;
        }
        apr_size_t len;
        apr_pool_clear(iterpool);
        pool = iterpool;
        exchange(copy + (first - text));
        const char *bytes = ds_docx_package(parts, 3, &len, pool);
        int taken = is_taken(bytes, len, ds_docx_read, &context, &imprint);
        ck_assert_msg(!taken, "not noticed: ...%.60s", copy + (first - text));
        memcpy(copy + (first - text), first, 3);
        tried++;
        pool = outer;
    }
    ck_assert_int_gt(tried, 200);
    apr_size_t len;
    const char *bytes = ds_docx_package(parts, 3, &len, pool);
    ck_assert_int_eq(is_taken(bytes, len, ds_docx_read, &context, &imprint), 1);
}
END_TEST

/* The text `from` exchanged for `to` once. */
static const char *exchanged(const char *bytes, const char *from, const char *to)
{
    const char *at = strstr(bytes, from);
    ck_assert_ptr_nonnull(at);
    return apr_pstrcat(pool, apr_pstrmemdup(pool, bytes, (apr_size_t)(at - bytes)), to,
                       at + strlen(from), NULL);
}

/* A page that is none of ours, with other headings: its text is read. */
START_TEST(reads_a_page_of_others)
{
    ds_read_context context = sample_context();
    ds_report *report = plain_report(&context), *read = NULL;
    const ds_imprint imprint = ds_imprint_of(report, ds_digest_find("sm3"), pool);
    ds_findings *findings = ds_findings_create(pool);
    apr_size_t len;
    formats_in_use = context.formats;
    const char *html = write_fragment(report, &imprint, &len, pool);
    html = exchanged(html, "ds-page ds-report", "article");
    html = exchanged(html, "六、其他需要报告的事项", "（六）其他需要报告的事项");
    apr_status_t status = ds_html_read(&read, findings, html, strlen(html), &context, pool, pool);
    ck_assert_msg(status == APR_SUCCESS, "%s", sample_findings(findings));
    int cell = ds_format_cell(report->format, "requests/new/natural");
    ck_assert_str_eq(ds_report_cell_text(read, cell, pool),
                     ds_report_cell_text(report, cell, pool));
}
END_TEST

static const char *write_paste(const ds_report *report, const ds_imprint *imprint, apr_size_t *len)
{
    const ds_publication publication = publication_of(report, imprint);
    ds_site site = site_of(formats_in_use);
    ds_markup *m = ds_markup_create(pool);
    site.base_url = "https://www.example.gov.cn";
    ds_public_paste(m, &site, &publication, pool);
    return ds_markup_bytes(m, len);
}

/* What is pasted into another page is found there, and whatever is changed in it. */
START_TEST(notices_changes_in_what_was_pasted)
{
    static const char *const left_out[] = { NULL };
    ds_read_context context = sample_context();
    ds_report *report = plain_report(&context);
    apr_size_t len;
    formats_in_use = context.formats;
    const ds_imprint imprint = ds_imprint_of(report, ds_digest_find("sm3"), pool);
    const char *html = write_paste(report, &imprint, &len);
    ck_assert_int_eq(is_taken(html, len, ds_html_read, &context, &imprint), 1);
    const char *page = apr_pstrcat(pool, "\n<div id=\"x\"><h1>栏目</h1>\n<p>导航</p>\n", html,
                                   "\n<p>版权所有</p></div>", NULL);
    ck_assert_int_eq(is_taken(page, strlen(page), ds_html_read, &context, &imprint), 1);
    ck_assert_int_gt(try_places(html, len, "全年公开信息", NULL, left_out, ds_html_read, &context,
                                &imprint), 300);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, reads_a_page_of_others);
    tcase_add_test(cases, notices_changes_in_what_was_pasted);
    tcase_add_test(cases, notices_changes_in_a_page);
    tcase_add_test(cases, notices_changes_in_json_and_csv);
    tcase_add_test(cases, notices_changes_in_a_document);
    tcase_add_loop_test(cases, comes_back_as_it_was, 0, N_FORMS);
}

UNIT_MAIN("io/published", add_all)
