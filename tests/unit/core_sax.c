/* Reading XML element by element, and the bounds before it. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <apr_strings.h>
#include <libxml/parser.h>

#include "core/sax.h"
#include "core/status.h"
#include "core/xml_scan.h"
#include "unit.h"

START_TEST(scans)
{
    static const struct {
        const char *text;
        ds_xml_verdict verdict;
        apr_size_t offset;
    } cases[] = {
        { "<a/>", DS_XML_FINE, 4 },
        { "no markup", DS_XML_FINE, 9 },
        { "<?xml version='1.0'?><!-- <x \" --><a b = 'c>' d=\"e'\"\n/>", DS_XML_FINE, 55 },
        { "<a><![CDATA[<b]]></a >", DS_XML_FINE, 22 },
        { "<a:b><?c d>e?></a:b>", DS_XML_FINE, 20 },
        { "<a><b></a>", DS_XML_FINE, 10 },          /* for the parser to refuse */
        { "x<!DOCTYPE a>", DS_XML_DTD, 1 },
        { "<!ENTITY a 'b'>", DS_XML_DTD, 0 },
        { "<a", DS_XML_BAD_TAG, 0 },
        { "<a b", DS_XML_BAD_TAG, 0 },
        { "<a b='c'd='e'/>", DS_XML_BAD_TAG, 0 },
        { "<a b='c", DS_XML_BAD_TAG, 0 },
        { "<a b=c/>", DS_XML_BAD_TAG, 0 },
        { "<a b='<c'/>", DS_XML_BAD_TAG, 0 },
        { "< a/>", DS_XML_BAD_TAG, 0 },
        { "<1/>", DS_XML_BAD_TAG, 0 },
        { "<a></a \"<b c=''/>\">", DS_XML_BAD_TAG, 3 },
        { "<a></>", DS_XML_BAD_TAG, 3 },
        { "<!-- a", DS_XML_BAD_TAG, 0 },
        { "<a><![CDATA[ ]</a>", DS_XML_BAD_TAG, 3 },
        { "<![CDATA[ ]]>", DS_XML_BAD_TAG, 0 },
        { "<? <a b=''?>", DS_XML_BAD_TAG, 0 },
        { "<?xml a><a b=''/>?>", DS_XML_BAD_TAG, 0 },
        { "<?a", DS_XML_BAD_TAG, 0 },
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        apr_size_t offset = 0;

        ck_assert_msg(ds_xml_scan(cases[i].text, strlen(cases[i].text), &offset)
                          == cases[i].verdict, "%s", cases[i].text);
        ck_assert_msg(offset == cases[i].offset, "%s: %zu", cases[i].text, (size_t)offset);
    }
}
END_TEST

/* The bounds themselves are allowed, one more is not; for either way to
 * write an empty element. */
START_TEST(counts_levels_and_attributes)
{
    static const char *const ends[] = { ">", "/>" };
    apr_size_t offset;
    int over, end, i;

    for (over = 0; over < 2; over++) {
        const char *text = "";

        for (i = 0; i < DS_XML_MAX_DEPTH - 1 + over; i++) {
            text = apr_pstrcat(pool, text, "<a>", NULL);
        }
        for (end = 0; end < 2; end++) {
            const char *whole = apr_pstrcat(pool, text, "<a", ends[end], NULL);

            ck_assert_int_eq(ds_xml_scan(whole, strlen(whole), &offset),
                             over ? DS_XML_TOO_DEEP : DS_XML_FINE);
        }
        text = "<a";
        for (i = 0; i < DS_XML_MAX_ATTRIBUTES + over; i++) {
            text = apr_psprintf(pool, "%s b%d=''", text, i);
        }
        text = apr_pstrcat(pool, text, "/>", NULL);
        ck_assert_int_eq(ds_xml_scan(text, strlen(text), &offset),
                         over ? DS_XML_TOO_MANY : DS_XML_FINE);
    }
}
END_TEST

static void note_start(void *baton, const char *uri, const char *name, const ds_sax_attr *attrs,
                       int n_attrs, int line)
{
    const char **log = baton;
    int i;

    *log = apr_psprintf(pool, "%s%d<%s{%s}", *log, line, name, uri ? uri : "");
    for (i = 0; i < n_attrs; i++) {
        *log = apr_psprintf(pool, "%s %s{%s}=%.*s", *log, attrs[i].name,
                            attrs[i].uri ? attrs[i].uri : "", (int)attrs[i].len, attrs[i].value);
    }
}

static void note_end(void *baton, int line)
{
    const char **log = baton;

    *log = apr_psprintf(pool, "%s%d>", *log, line);
}

static void note_text(void *baton, const char *text, apr_size_t len, int line)
{
    const char **log = baton;

    *log = apr_psprintf(pool, "%s[%.*s]", *log, (int)len, text);
}

static const ds_sax_handler noting = { note_start, note_end, note_text };

START_TEST(tells_what_it_reads)
{
    static const char text[] = "<?xml version='1.0' encoding='ISO-8859-1'?>\n"
                               "<a xmlns:p='urn:p' b='&lt;&amp;&#65;&quot; '>\n<p:c p:d='e'/>"
                               "&gt;政<![CDATA[&]]></a>";
    const char *log = "";
    ds_sax_problem problem;

    ck_assert_int_eq(ds_sax_parse(text, strlen(text), &noting, &log, &problem, pool),
                     APR_SUCCESS);
    ck_assert_str_eq(log, "2<a{} b{}=<&A\" [\n]3<c{urn:p} d{urn:p}=e3>[>][政][&]3>");
}
END_TEST

START_TEST(says_where_and_what)
{
    static const struct {
        const char *text, *rule;
        int line;
        const char *passage;
    } cases[] = {
        { "", "F.xml", 1, NULL },
        { "<a>\n\n  <b></c>\n</a>", "F.xml", 3, "<b></c>" },
        { "<a>\n<b c=d/>\n</a>", "F.xml", 2, "<b c=d/>" },
        { "<a>\n\xFF</a>", "F.encoding", 2, NULL },
        { "<a>\n&nbsp;</a>", "F.xml", 2, "&nbsp;</a>" },
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *log = "";
        ds_sax_problem problem = { NULL, 0, NULL, NULL };

        ck_assert_int_eq(ds_sax_parse(cases[i].text, strlen(cases[i].text), &noting, &log,
                                      &problem, pool), DS_EUNREADABLE);
        ck_assert_str_eq(problem.rule, cases[i].rule);
        ck_assert_msg(problem.line == cases[i].line, "%s: %d", cases[i].text, problem.line);
        ck_assert_pstr_eq(problem.passage, cases[i].passage);
        ck_assert_ptr_nonnull(problem.message);
    }
}
END_TEST

/* Nothing of libxml2 reaches standard error. */
START_TEST(keeps_quiet)
{
    static const char *const texts[] = { "<a", "<a><b></a>", "<a>&x;</a>", "<p:a/>",
                                         "<a xmlns='rel'/>", "<a xmlns:b=''/>", "<a\xE4\xB8/>" };
    FILE *file = tmpfile();
    int kept = dup(2);
    off_t written;
    size_t i;

    ck_assert_ptr_nonnull(file);
    dup2(fileno(file), 2);
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        const char *log = "";
        ds_sax_problem problem;

        ds_sax_parse(texts[i], strlen(texts[i]), &noting, &log, &problem, pool);
    }
    dup2(kept, 2);
    close(kept);
    written = lseek(fileno(file), 0, SEEK_END);
    fclose(file);
    ck_assert_int_eq(written, 0);
}
END_TEST

static void add_all(TCase *cases)
{
    xmlInitParser();
    tcase_add_test(cases, scans);
    tcase_add_test(cases, counts_levels_and_attributes);
    tcase_add_test(cases, tells_what_it_reads);
    tcase_add_test(cases, says_where_and_what);
    tcase_add_test(cases, keeps_quiet);
}

UNIT_MAIN("core/sax", add_all)
