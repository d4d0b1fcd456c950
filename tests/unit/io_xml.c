#include "io_sample.h"

#include <apr_thread_proc.h>

#include "core/canonical.h"

#define XMLNS "xmlns=\"urn:mod-disclosure:report:1\""
#define REPORT "<report " XMLNS " format=\"2019\" organ=\"jixia\" year=\"2020\">"
#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const sample_case inputs[] = {
    { "least", REPORT "</report>", APR_SUCCESS, NULL },
    { "declaration", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" REPORT "</report>",
      APR_SUCCESS, NULL },
    { "a DTD within CDATA is text", REPORT "<section id=\"other\"><p><![CDATA[<!DOCTYPE x>]]></p>"
      "</section></report>", APR_SUCCESS, NULL },
    { "a DTD within a comment is none", "<!-- <!DOCTYPE x> -->" REPORT "</report>", APR_SUCCESS,
      NULL },
    { "no organ", "<report " XMLNS " format=\"2019\" year=\"2020\"/>", APR_SUCCESS, NULL },
    { "format of other years", "<report " XMLNS " format=\"2019\" year=\"2022\"/>", APR_SUCCESS,
      "F.format@format" },
    { "any order", REPORT "<table id=\"requests\"><note>n</note><row id=\"carried_in\">"
      "<cell id=\"total\">1</cell><cell id=\"natural\" state=\"na\"/></row><row id=\"new\"/>"
      "</table><section id=\"other\"><figure digest=\"" DIGEST "\" alt=\"a\">c</figure></section>"
      "</report>", APR_SUCCESS, NULL },

    { "empty", "", DS_EUNREADABLE, "F.xml@xml" },
    { "truncated", REPORT "<table id=\"requests\"", DS_EUNREADABLE, "F.xml@xml" },
    { "no XML", "report", DS_EUNREADABLE, "F.xml@xml" },
    { "document type", "<!DOCTYPE report>" REPORT "</report>", DS_EUNREADABLE, "F.xml@xml" },
    { "entity bomb", "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" REPORT
      "<title>&b;</title></report>", DS_EUNREADABLE, "F.xml@xml" },
    { "external entity", "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" REPORT
      "<title>&x;</title></report>", DS_EUNREADABLE, "F.xml@xml" },
    { "unknown entity", REPORT "<title>&x;</title></report>", DS_EUNREADABLE, "F.xml@xml" },
    { "control character", REPORT "<title>a\x01</title></report>", DS_EUNREADABLE,
      "F.encoding@xml" },
    { "reference to one", REPORT "<title>a&#1;</title></report>", DS_EUNREADABLE, "F.xml@xml" },
    { "GBK", REPORT "<title>\xB1\xA8\xB8\xE6</title></report>", DS_EUNREADABLE, "F.encoding@xml" },
    { "UTF-16", "\xFF\xFE<", DS_EUNREADABLE, "F.encoding@xml" },

    { "other root", "<html/>", DS_EINVALID, "F.element@html" },
    { "no namespace", "<report format=\"2019\"/>", DS_EINVALID, "F.element@report" },
    { "foreign attribute", "<report " XMLNS " format=\"2019\" year=\"2020\" state=\"x\"/>",
      DS_EINVALID, NULL },
    { "unknown format", "<report " XMLNS " format=\"x\" year=\"2020\"/>", DS_EINVALID,
      "F.format@format" },
    { "no year", "<report " XMLNS " format=\"2019\"/>", DS_EINVALID, "F.year@year" },
    { "row of 2021", REPORT "<table id=\"requests\"><row id=\"other.misc\"/></table></report>",
      DS_EINVALID, "T3.rows@requests/other.misc" },
    { "duplicate cell", REPORT "<table id=\"requests\"><row id=\"new\"><cell id=\"natural\">1</cell>"
      "<cell id=\"natural\">1</cell></row></table></report>", DS_EINVALID,
      "F.cell@requests/new/natural" },
    { "huge number", REPORT "<table id=\"requests\"><row id=\"new\"><cell id=\"natural\">"
      "99999999999999999999</cell></row></table></report>", DS_EINVALID,
      "C.number@requests/new/natural" },
    /* What only the schema minds: the order of the parts. */
    { "title at the end", REPORT "<section id=\"other\"/><title>x</title></report>", DS_EINVALID,
      "F.xml@schema" },
    { "signature first", REPORT "<signature>x</signature><section id=\"other\"/></report>",
      DS_EINVALID, "F.xml@schema" }
};

START_TEST(reads_and_refuses)
{
    ds_read_context context = sample_context();
    for (size_t i = 0; i < sizeof(inputs) / sizeof(*inputs); i++) {
        sample_case input = inputs[i];
        if (input.status == DS_EINVALID && input.finding == NULL) {
            ds_report *report = NULL;
            ds_findings *findings = ds_findings_create(pool);
            ck_assert_int_eq(ds_xml_read(&report, findings, input.input, strlen(input.input),
                                         &context, pool, pool), DS_EINVALID);
            ck_assert_int_gt(ds_findings_of(findings, DS_ERROR), 0);
        } else {
            sample_check(&input, ds_xml_read, &context);
        }
    }
}
END_TEST

/* The schema's complaint names the line. */
START_TEST(names_the_line)
{
    static const char *const xml = REPORT "\n<section id=\"other\"/>\n<title>x</title>\n</report>";
    ds_read_context context = sample_context();
    ds_findings *findings = ds_findings_create(pool);
    ds_report *report = NULL;
    ck_assert_int_eq(ds_xml_read(&report, findings, xml, strlen(xml), &context, pool, pool),
                     DS_EINVALID);
    const char *message = ds_findings_find(findings, "F.xml@schema")->message;
    ck_assert_msg(strstr(message, "第 3 行") != NULL, "%s", message);
    context.report_schema = NULL;
    ck_assert_int_eq(ds_xml_read(&report, ds_findings_create(pool), xml, strlen(xml), &context,
                                 pool, pool), APR_SUCCESS);
}
END_TEST

START_TEST(agrees_with_the_address)
{
    static const sample_case from_address[] = {
        { "all from the address", "<report " XMLNS " format=\"2019\"/>", APR_SUCCESS, NULL },
        { "both say the same", REPORT "</report>", APR_SUCCESS, NULL },
        { "other organ", "<report " XMLNS " format=\"2019\" organ=\"qilin\"/>", DS_EINVALID,
          "F.organ@organ" },
        { "other year", "<report " XMLNS " format=\"2019\" year=\"2019\"/>", DS_EINVALID,
          "F.year@year" }
    };
    ds_read_context context = sample_context();
    context.organ = "jixia";
    context.year = 2020;
    for (size_t i = 0; i < sizeof(from_address) / sizeof(*from_address); i++) {
        sample_check(&from_address[i], ds_xml_read, &context);
    }
}
END_TEST

static const char *repeated(const char *head, const char *part, int n, const char *tail)
{
    size_t size = strlen(part);
    char *text = apr_palloc(pool, strlen(head) + size * (size_t)n + strlen(tail) + 1);
    char *to = apr_cpystrn(text, head, strlen(head) + 1);
    for (int i = 0; i < n; i++) {
        to = apr_cpystrn(to, part, size + 1);
    }
    strcpy(to, tail);
    return text;
}

START_TEST(keeps_bounds)
{
    ds_read_context context = sample_context();
    const sample_case bounds[] = {
        { "bytes", repeated(REPORT "<title>", "x", DS_REPORT_MAX_BYTES, "</title></report>"),
          DS_ETOOLARGE, "F.size@xml" },
        { "markup", repeated(REPORT, "<!---->", DS_XML_MAX_MARKUP, "</report>"), DS_ETOOLARGE,
          "F.size@xml" },
        { "nesting", repeated("", "<a>", 2 * 1024 * 1024, ""), DS_EUNREADABLE, "F.xml@xml" },
        { "paragraphs", repeated(REPORT "<section id=\"other\">", "<p>x</p>",
                                 DS_REPORT_MAX_BLOCKS + 1, "</section></report>"), DS_ETOOLARGE,
          "F.size@other" }
    };
    for (size_t i = 0; i < sizeof(bounds) / sizeof(*bounds); i++) {
        sample_check(&bounds[i], ds_xml_read, &context);
    }
}
END_TEST

/* One schema, many threads. */
#define THREADS 8
#define ROUNDS 200

typedef struct work {
    const ds_read_context *context;
    const char *xml;
    apr_size_t len;
    int failures;
    apr_pool_t *pool;
} work;

static void *APR_THREAD_FUNC validate_many(apr_thread_t *thread, void *baton)
{
    work *w = baton;
    for (int i = 0; i < ROUNDS; i++) {
        ds_report *report = NULL;
        apr_pool_clear(w->pool);
        ds_findings *findings = ds_findings_create(w->pool);
        apr_size_t len = i % 2 ? w->len : w->len - 1;
        apr_status_t status = ds_xml_read(&report, findings, w->xml, len, w->context, w->pool,
                                          w->pool);
        w->failures += status != (i % 2 ? APR_SUCCESS : DS_EUNREADABLE);
    }
    return NULL;
}

START_TEST(shares_the_schema)
{
    ds_read_context context = sample_context();
    ds_report *report = sample_report(ds_formats_find(context.formats, "2019"), 5);
    work works[THREADS];
    apr_thread_t *threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        works[i] = (work) { .context = &context };
        works[i].xml = ds_xml_write(report, &works[i].len, pool);
        apr_pool_create(&works[i].pool, NULL);
        ck_assert_int_eq(apr_thread_create(&threads[i], NULL, validate_many, &works[i], pool),
                         APR_SUCCESS);
    }
    for (int i = 0; i < THREADS; i++) {
        apr_status_t result;
        ck_assert_int_eq(apr_thread_join(&result, threads[i]), APR_SUCCESS);
        ck_assert_int_eq(works[i].failures, 0);
        apr_pool_destroy(works[i].pool);
    }
}
END_TEST

START_TEST(refuses_a_broken_schema)
{
    ds_report_schema *schema = NULL;
    xmlInitParser();
    ck_assert_ptr_nonnull(strstr(ds_report_schema_load(&schema, "conf/formats/2019.xml", pool),
                                 "conf/formats/2019.xml:"));
    ck_assert_ptr_nonnull(ds_report_schema_load(&schema, "conf/schema/nowhere.rng", pool));
    ck_assert_ptr_null(schema);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, reads_and_refuses);
    tcase_add_test(cases, names_the_line);
    tcase_add_test(cases, agrees_with_the_address);
    tcase_add_test(cases, keeps_bounds);
    tcase_add_test(cases, shares_the_schema);
    tcase_add_test(cases, refuses_a_broken_schema);
}

UNIT_MAIN("io/xml", add_all)
