/* What a page tells programs of itself. */
#include "page/linked_data.h"
#include "page_fixture.h"

static ds_publication *publication_2020(int n, int current)
{
    ds_report *report = make_report(load_format("conf/formats/2019.xml"), 2020);

    ds_report_set_organ_name(report, "某区北街街道办事处");
    return make_publication(report, n, current);
}

static const char *report_data(const ds_site *site, const ds_publication *p)
{
    ds_markup *m = ds_markup_create(pool);

    ds_linked_report(m, site, p, pool);
    return bytes_of(m);
}

static const char *organ_data(const ds_organ *organ)
{
    ds_markup *m = ds_markup_create(pool);

    ds_linked_organ(m, make_site(), organ, pool);
    return bytes_of(m);
}

/* Whether brackets and quotes go in pairs: the shape of JSON, not its words. */
static void assert_balanced(const char *data)
{
    int depth = 0, is_text = 0;

    for (const char *c = strchr(data, '{'); *c != '\0' && *c != '<'; c++) {
        is_text ^= *c == '"';
        depth += is_text ? 0 : (*c == '{' || *c == '[') - (*c == '}' || *c == ']');
        ck_assert_int_ge(depth, 0);
        ck_assert_msg(is_text || (strncmp(c, ",,", 2) != 0 && strncmp(c, "{,", 2) != 0
                                  && strncmp(c, "[,", 2) != 0 && strncmp(c, ",}", 2) != 0),
                      "a comma too many at %.20s", c);
    }
    ck_assert_int_eq(depth, 0);
    ck_assert_int_eq(is_text, 0);
}

START_TEST(report_and_its_data)
{
    const char *data = report_data(make_site(), publication_2020(1, 1));

    assert_balanced(data);
    assert_has(data, "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\"");
    assert_has(data, "\"@type\":\"Report\",\"name\":\"某区北街街道办事处2020年政府信息公开工作年度报告\"");
    assert_has(data, "\"datePublished\":\"2021-01-29\",\"version\":\"1\"");
    assert_has(data, "\"temporalCoverage\":\"2020-01-01/2020-12-31\"");
    assert_has(data, "\"publisher\":{\"@type\":\"GovernmentOrganization\"");
    assert_has(data, "\"@type\":\"Dataset\"");
    assert_has(data, "{\"@type\":\"DataDownload\",\"encodingFormat\":\"text/csv\",\"contentUrl\":"
                     "\"https://www.example.gov.cn/disclosure/north/2020.csv\"}");
    ck_assert_int_eq(count_of(data, "DataDownload"), 4);
    assert_lacks(data, "reportNumber");
}
END_TEST

START_TEST(correction_is_a_modification)
{
    const char *data = report_data(make_site(), publication_2020(2, 2));

    assert_has(data, "\"dateModified\":\"2021-01-29\",\"version\":\"2\"");
    assert_lacks(data, "datePublished");
    ck_assert_str_eq(report_data(make_site(), publication_2020(1, 2)), "");
}
END_TEST

START_TEST(no_address_without_a_base)
{
    ds_site *site = make_site();
    const char *data;

    site->base_url = NULL;
    data = report_data(site, publication_2020(1, 1));
    assert_balanced(data);
    assert_lacks(data, "url");
    assert_lacks(data, "Dataset");
    assert_has(data, "\"@type\":\"Report\"");
}
END_TEST

START_TEST(organ_and_its_contact)
{
    ds_organ *organ = make_organ("north", "北街");
    const char *data = organ_data(organ);

    assert_balanced(data);
    assert_lacks(data, "PostalAddress");
    assert_lacks(data, "telephone");
    organ->postcode = "255400";
    organ->telephone = "0533-1";
    data = organ_data(organ);
    assert_balanced(data);
    assert_has(data, "\"address\":{\"@type\":\"PostalAddress\",\"postalCode\":\"255400\","
                     "\"addressCountry\":\"CN\"}");
    assert_has(data, "\"url\":\"https://www.example.gov.cn/disclosure/north/\"");
}
END_TEST

START_TEST(collection)
{
    ds_markup *m = ds_markup_create(pool);

    ds_linked_collection(m, make_site(), "年报", "说明", "/disclosure/", pool);
    assert_balanced(bytes_of(m));
    assert_has(bytes_of(m), "\"@type\":\"CollectionPage\",\"name\":\"年报\"");
    assert_has(bytes_of(m), "\"url\":\"https://www.example.gov.cn/disclosure/\"");
}
END_TEST

START_TEST(hostile_text_ends_no_script)
{
    ds_organ *organ = make_organ("north", "</script><!--\\\"" HOSTILE "\n\x01");
    const char *data = organ_data(organ);

    ck_assert_int_eq(count_of(data, "<"), 2);
    ck_assert_int_eq(count_of(data, ">"), 2);
    assert_has(data, "\"name\":\"\\u003C/script\\u003E\\u003C!--\\u005C\\u0022");
    assert_has(data, "\\u000A\\u0001\"");
    assert_balanced(data);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, report_and_its_data);
    tcase_add_test(cases, correction_is_a_modification);
    tcase_add_test(cases, no_address_without_a_base);
    tcase_add_test(cases, organ_and_its_contact);
    tcase_add_test(cases, collection);
    tcase_add_test(cases, hostile_text_ends_no_script);
}

UNIT_MAIN("page/linked_data", add_all)
