/* Organ keys, codes and dated names. */
#include <string.h>

#include <apr_strings.h>

#include "core/organ.h"
#include "unit.h"

START_TEST(knows_kinds)
{
    int kind;

    for (kind = DS_ORGAN_REGION; kind <= DS_ORGAN_OTHER; kind++) {
        ck_assert_int_eq(ds_organ_kind_find(ds_organ_kind_name(kind)), kind);
        ck_assert_uint_gt(strlen(ds_organ_kind_label(kind)), 0);
    }
    ck_assert_str_eq(ds_organ_kind_name(DS_ORGAN_TOWN), "town");
    ck_assert_int_eq(ds_organ_kind_find("village"), -1);
}
END_TEST

START_TEST(knows_keys)
{
    static const struct {
        const char *key;
        int is_valid;
    } cases[] = {
        { "jixia", 1 }, { "a1", 1 }, { "a-b-2", 1 }, { "years", 1 }, { "feed2", 1 },
        { "abcdefghijabcdefghijabcdefghijabcdefghij", 1 },
        { "abcdefghijabcdefghijabcdefghijabcdefghijk", 0 },
        { "", 0 }, { "a", 0 }, { "1a", 0 }, { "-a", 0 }, { "Jixia", 0 }, { "ji xia", 0 },
        { "ji_xia", 0 }, { "ji.xia", 0 }, { "ji/xia", 0 }, { "稷下", 0 }, { "jixia\n", 0 },
        { "year", 0 }, { "region", 0 }, { "data", 0 }, { "search", 0 }, { "rules", 0 },
        { "schema", 0 }, { "health", 0 }, { "staff", 0 }, { "api", 0 }, { "assets", 0 },
        { "files", 0 }, { "manual", 0 }, { "feed", 0 }, { "sitemap", 0 },
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ck_assert_msg(ds_organ_key_is_valid(cases[i].key) == cases[i].is_valid, "%s",
                      cases[i].key);
    }
}
END_TEST

/* Every single wrong digit is found, as 31 is prime. */
START_TEST(knows_codes)
{
    static const char *const codes[] = {
        "11370303004217709K", "113703050042193841", "11370323004223340Y", "11370323004223367N",
        "12370305MB2881569B", "113703040042185681", "1137030300421767X3", "11341702486344515H",
        "12620600MB0523338C", "11370883004325769B", "113708260043292687", "113708830043262784",
        "11371000004359010J", "11370000MB284723XW",
    };
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    size_t i, place, digit;

    for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        char *code = apr_pstrdup(pool, codes[i]);

        ck_assert_msg(ds_organ_code_is_valid(code), "%s", code);
        for (place = 0; place < 18; place++) {
            for (digit = 0; digit < strlen(alphabet); digit++) {
                code[place] = alphabet[digit];
                ck_assert_msg(ds_organ_code_is_valid(code) == (code[place] == codes[i][place]),
                              "%s", code);
            }
            code[place] = codes[i][place];
        }
    }
    ck_assert(!ds_organ_code_is_valid(""));
    ck_assert(!ds_organ_code_is_valid("11370303004217709"));
    ck_assert(!ds_organ_code_is_valid("11370303004217709KK"));
    ck_assert(!ds_organ_code_is_valid("11370303004217709k"));
    ck_assert(!ds_organ_code_is_valid("11370303004217709I"));
}
END_TEST

static void add_name(ds_organ *organ, const char *kind, const char *text, const char *from,
                     const char *until)
{
    ds_dated_name name = { kind, text, from, until };

    APR_ARRAY_PUSH(organ->names, ds_dated_name) = name;
}

START_TEST(finds_the_name_of_the_day)
{
    ds_organ organ = { .key = "jixia" };
    const char *const *names;

    organ.names = apr_array_make(pool, 4, sizeof(ds_dated_name));
    add_name(&organ, "full", "旧名", NULL, "2019-03-01");
    add_name(&organ, "full", "新名", "2019-03-01", NULL);
    add_name(&organ, "short", "简称", NULL, NULL);
    add_name(&organ, "former", "旧名", NULL, NULL);
    add_name(&organ, "uscc", "11370303004217709K", "2020-01-01", "2021-01-01");
    ck_assert_str_eq(ds_organ_name_on(&organ, "full", "2019-02-28"), "旧名");
    ck_assert_str_eq(ds_organ_name_on(&organ, "full", "2019-03-01"), "新名");
    ck_assert_str_eq(ds_organ_name_on(&organ, "short", "1950-01-01"), "简称");
    ck_assert_str_eq(ds_organ_name_on(&organ, "uscc", "2020-12-31"), "11370303004217709K");
    ck_assert_ptr_null(ds_organ_name_on(&organ, "uscc", "2021-01-01"));
    ck_assert_ptr_null(ds_organ_name_on(&organ, "uscc", "2019-12-31"));
    add_name(&organ, "full", "再新名", "2020-06-01", NULL);
    ck_assert_str_eq(ds_organ_name_on(&organ, "full", "2020-06-01"), "再新名");
    ck_assert_str_eq(ds_organ_name_on(&organ, "full", "2020-05-31"), "新名");
    names = ds_organ_all_names(&organ, pool);
    ck_assert_str_eq(names[0], "旧名");
    ck_assert_str_eq(names[1], "新名");
    ck_assert_str_eq(names[2], "简称");
    ck_assert_str_eq(names[3], "再新名");
    ck_assert_ptr_null(names[4]);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, knows_kinds);
    tcase_add_test(cases, knows_keys);
    tcase_add_test(cases, knows_codes);
    tcase_add_test(cases, finds_the_name_of_the_day);
}

UNIT_MAIN("core/organ", add_all)
