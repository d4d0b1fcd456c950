/* Page templates: what is refused, with the line, and what comes out. */
#include <apr_file_io.h>

#include "page/template.h"
#include "page_fixture.h"

#define HEAD "<!DOCTYPE html>\n<html><head><title><!--disclosure:title--></title>\n" \
             "<!--disclosure:meta-->\n</head>\n"
#define GOOD HEAD "<BODY><p><!--disclosure:site--></p><!--disclosure:breadcrumb-->" \
             "<main><!--disclosure:body--></main><!--disclosure:footer--></BODY></html>\n"

static const char *write_file(const char *bytes, apr_size_t len)
{
    char *name = apr_pstrdup(pool, "/tmp/ds-template-XXXXXX");
    apr_file_t *file;

    ck_assert_int_eq(apr_file_mktemp(&file, name, APR_FOPEN_CREATE | APR_FOPEN_WRITE
                                     | APR_FOPEN_EXCL | APR_FOPEN_BINARY, pool), APR_SUCCESS);
    ck_assert_int_eq(apr_file_write_full(file, bytes, len, NULL), APR_SUCCESS);
    apr_file_close(file);
    return name;
}

static const char *load(ds_template **out, const char *bytes, apr_size_t len)
{
    const char *name = write_file(bytes, len);
    const char *error;

    *out = NULL;
    error = ds_template_load(out, name, pool, pool);
    apr_file_remove(name, pool);
    return error;
}

static const struct {
    const char *text;
    const char *line;
    const char *message;
} faults[] = {
    { "<html><head></head>\n<body><!--disclosure:body--></body>", ":1: ",
      "<!--disclosure:meta--> is missing" },
    { "<head><!--disclosure:meta--></head><body></body>", ":1: ",
      "<!--disclosure:body--> is missing" },
    { "", ":1: ", "<!--disclosure:meta--> is missing" },
    { HEAD "<body>\n<!--disclosure:bodies-->", ":6: ", "unknown place" },
    { HEAD "<body>\n<!--disclosure:-->", ":6: ", "unknown place" },
    { HEAD "<body>\n\n<!--disclosure:body--><!--disclosure:body-->", ":7: ",
      "the place 'body' stands here a second time" },
    { HEAD "<body>\n<!--disclosure:body", ":6: ", "not closed" },
    { "<head>\n<!--disclosure:body--></head>", ":2: ", "belongs inside <body>" },
    { "<head></head>\n<body><!--disclosure:meta-->", ":2: ", "belongs inside <head>" },
    { HEAD "<body>\n\xC3\x28<!--disclosure:body-->", ":6: ", "not UTF-8" },
};

START_TEST(refuses_a_faulty_template)
{
    ds_template *t;
    const char *error = load(&t, faults[_i].text, strlen(faults[_i].text));

    ck_assert_ptr_nonnull(error);
    assert_has(error, faults[_i].line);
    assert_has(error, faults[_i].message);
    assert_has(error, "/tmp/ds-template-");
    ck_assert_ptr_null(t);
}
END_TEST

START_TEST(refuses_nul_bytes)
{
    static const char text[] = GOOD "\0";
    ds_template *t;

    ck_assert_ptr_nonnull(load(&t, text, sizeof(text)));
}
END_TEST

START_TEST(keeps_to_its_bound)
{
    char *large = apr_palloc(pool, DS_TEMPLATE_MAX_BYTES + 2);
    ds_template *t;

    memset(large, ' ', DS_TEMPLATE_MAX_BYTES + 2);
    memcpy(large, GOOD, strlen(GOOD));
    ck_assert_ptr_null(load(&t, large, DS_TEMPLATE_MAX_BYTES));
    assert_has(load(&t, large, DS_TEMPLATE_MAX_BYTES + 1), "larger than");
}
END_TEST

START_TEST(names_a_missing_file)
{
    ds_template *t;
    const char *error = ds_template_load(&t, "no/such/template.html", pool, pool);

    ck_assert_ptr_nonnull(error);
    assert_has(error, "no/such/template.html");
}
END_TEST

START_TEST(fills_its_places)
{
    ds_page *page = ds_page_create(pool);
    ds_template *t;
    apr_size_t len;
    const char *html;

    ck_assert_ptr_null(load(&t, GOOD, strlen(GOOD)));
    page->title = HOSTILE;
    page->site = "某区";
    ds_markup_element(page->meta, "i", "m");
    ds_markup_element(page->breadcrumb, "i", "c");
    ds_markup_element(page->body, "i", "b");
    ds_markup_element(page->footer, "i", "f");
    html = ds_template_render(t, page, &len, pool);
    ck_assert_uint_eq(strlen(html), len);
    ck_assert_str_eq(html, "<!DOCTYPE html>\n<html><head><title>" HOSTILE_TEXT "</title>\n"
                           "<i>m</i>\n</head>\n<BODY><p>某区</p><i>c</i><main><i>b</i></main>"
                           "<i>f</i></BODY></html>\n");
}
END_TEST

START_TEST(digest_tells_templates_apart)
{
    ds_template *a;
    ds_template *b;
    ds_template *c;

    ck_assert_ptr_null(load(&a, GOOD, strlen(GOOD)));
    ck_assert_ptr_null(load(&b, GOOD, strlen(GOOD)));
    ck_assert_ptr_null(load(&c, GOOD "\n", strlen(GOOD) + 1));
    ck_assert_str_eq(ds_template_digest(a), ds_template_digest(b));
    ck_assert_str_ne(ds_template_digest(a), ds_template_digest(c));
}
END_TEST

START_TEST(shipped_template_has_every_place)
{
    ds_page *page = ds_page_create(pool);
    ds_template *t;
    apr_size_t len;
    const char *error = ds_template_load(&t, "htdocs/template.html", pool, pool);
    const char *html;

    ck_assert_msg(error == NULL, "%s", error);
    html = ds_template_render(t, page, &len, pool);
    assert_lacks(html, "disclosure:");
    ds_markup_text(page->footer, "脚注");
    ds_markup_text(page->breadcrumb, "当前位置");
    page->site = "某区人民政府";
    html = ds_template_render(t, page, &len, pool);
    assert_has(html, "脚注");
    assert_has(html, "当前位置");
    assert_has(html, "某区人民政府");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, refuses_a_faulty_template, 0, sizeof(faults) / sizeof(faults[0]));
    tcase_add_test(cases, refuses_nul_bytes);
    tcase_add_test(cases, keeps_to_its_bound);
    tcase_add_test(cases, names_a_missing_file);
    tcase_add_test(cases, fills_its_places);
    tcase_add_test(cases, digest_tells_templates_apart);
    tcase_add_test(cases, shipped_template_has_every_place);
}

UNIT_MAIN("page/template", add_all)
