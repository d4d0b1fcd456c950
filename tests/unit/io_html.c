/* Web pages in: bounds, links. What they say: io_published.c. */
#include "io_sample.h"

#include "io/html.h"

static const sample_case refused[] = {
    { "nothing", "", DS_EUNREADABLE, "F.html@html" },
    { "bad bytes", "<p>\xB1\xA8</p>", DS_EUNREADABLE, "F.encoding@html" },
    { "ours without a report",
      "<article class=\"ds-report\"><h1 class=\"ds-title\">x</h1></article>", DS_EINVALID,
      "F.format@document" },
};

START_TEST(refuses)
{
    ds_read_context context = sample_context();
    sample_check(&refused[_i], ds_html_read, &context);
}
END_TEST

static const char *repeated(const char *text, int n)
{
    apr_size_t len = strlen(text);
    char *all = apr_palloc(pool, len * (apr_size_t)n + 1);
    for (int i = 0; i < n; i++) {
        memcpy(all + (apr_size_t)i * len, text, len);
    }
    all[len * (apr_size_t)n] = '\0';
    return all;
}

/* Neither deep nesting nor many elements take more than their share. */
START_TEST(is_bounded)
{
    static const struct {
        const char *text;
        int n;
    } inputs[] = {
        { "<div>", 90000 }, { "<table><tr><td>", 30000 }, { "<p>", DS_HTML_MAX_MARKUP + 1 },
        { "<b><i>", 40000 }, { "&amp;", 200000 }, { "<a href=x ", 9000 },
    };
    ds_read_context context = sample_context();
    ds_findings *findings = ds_findings_create(pool);
    const char *input = repeated(inputs[_i].text, inputs[_i].n);
    ds_report *report = NULL;
    ck_assert_int_ne(ds_html_read(&report, findings, input, strlen(input), &context, pool, pool),
                     APR_SUCCESS);
    ck_assert_int_gt(ds_findings_of(findings, DS_ERROR), 0);
}
END_TEST

static void gather(void *baton, const char *address)
{
    const char **all = baton;
    *all = apr_pstrcat(pool, *all, address, " ", NULL);
}

START_TEST(finds_links)
{
    static const char page[] = "<link rel=stylesheet href=/a.css><a href='b?x=1&amp;y=2'>b</a>"
                               "<a name=c>c</a><img src=d.png alt=''><script src=e.js></script>"
                               "<p><a href=''>f</a><a href=\"#g\">g</a></p>";
    const char *all = "";
    ck_assert_int_eq(ds_html_links(page, sizeof(page) - 1, gather, &all, ds_findings_create(pool),
                                   pool), APR_SUCCESS);
    ck_assert_str_eq(all, "/a.css b?x=1&y=2 d.png e.js #g ");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, refuses, 0, sizeof(refused) / sizeof(*refused));
    tcase_add_loop_test(cases, is_bounded, 0, 6);
    tcase_add_test(cases, finds_links);
}

UNIT_MAIN("io/html", add_all)
