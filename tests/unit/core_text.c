/* What may be text, and how it is tidied, compared and quoted. */
#include <string.h>

#include "core/text.h"
#include "unit.h"

START_TEST(finds_the_first_bad_byte)
{
    static const struct {
        const char *text;
        apr_size_t len;
        apr_size_t bad;
    } cases[] = {
        { "", 0, 0 },
        { "plain ascii, long enough for a word", 35, 35 },
        { "a\tb\nc\rd", 7, 7 },
        { "a\vb", 3, 3 },
        { "a\0b", 3, 1 },
        { "abcdefg\0", 8, 7 },
        { "abcdefgh\x1f" "abcdefg", 16, 8 },
        { "a\fb", 3, 1 },
        { "\x7f", 1, 1 },
        { "政府", 6, 6 },
        { "政府", 5, 3 },
        { "\xF0\xA0\xAE\xB7", 4, 4 },             /* U+20BB7 */
        { "\xF4\x8F\xBF\xBF", 4, 4 },             /* U+10FFFF */
        { "\xF4\x90\x80\x80", 4, 0 },             /* above */
        { "\xC0\xAF", 2, 0 },                     /* overlong */
        { "\xE0\x9F\xBF", 3, 0 },
        { "\xF0\x8F\xBF\xBF", 4, 0 },
        { "\xED\xA0\x80", 3, 0 },                 /* surrogate */
        { "\xED\x9F\xBF\xEE\x80\x80", 6, 6 },     /* its neighbours */
        { "\xEF\xBF\xBD", 3, 3 },                 /* U+FFFD */
        { "ab\xEF\xBF\xBE", 5, 2 },               /* U+FFFE */
        { "ab\xEF\xBF\xBF", 5, 2 },
        { "\xEF\xBB\xBFx", 4, 4 },                /* U+FEFF */
        { "12345678\xB9\xAB", 10, 8 },            /* another encoding */
        { "\xE4\xB8", 2, 0 },
        { "\xE4\xB8\x28", 3, 0 },
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ck_assert_msg(ds_text_first_bad(cases[i].text, cases[i].len) == cases[i].bad,
                      "case %zu", i);
    }
}
END_TEST

START_TEST(cleans_what_is_bad)
{
    static const char good[] = "好";

    ck_assert_ptr_eq(ds_text_clean(pool, good), good);
    ck_assert_str_eq(ds_text_clean(pool, "a\x01\xFF\v好\xE4"), "a\uFFFD\uFFFD\uFFFD好\uFFFD");
}
END_TEST

START_TEST(encodes_for_addresses)
{
    static const struct { const char *text, *more, *expected; } cases[] = {
        { "", "", "" }, { "aZ09", "", "aZ09" }, { "a-b.c", "-", "a-b%2Ec" },
        { "年报", "", "%E5%B9%B4%E6%8A%A5" }, { "a&b=c d%", "", "a%26b%3Dc%20d%25" },
        { "\"'<>\n", "", "%22%27%3C%3E%0A" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ck_assert_str_eq(ds_text_percent(pool, cases[i].text, cases[i].more), cases[i].expected);
    }
}
END_TEST

START_TEST(tidies)
{
    static const struct {
        const char *text, *tidy;
    } cases[] = {
        { "", "" },
        { " \t\r\n", "" },
        { "\u3000\u00A0\uFEFF", "" },
        { " a b ", "a b" },
        { "\u3000\u3000一、总体情况\u00A0", "一、总体情况" },
        { "a\r\nb\rc\vd\n", "a\nb\nc\nd" },
        { "a\r\n\r\nb", "a\n\nb" },
        { "a\u3000b", "a\u3000b" },
        { "a\r", "a" },
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *tidy = ds_text_tidy(pool, cases[i].text, strlen(cases[i].text));

        ck_assert_str_eq(tidy, cases[i].tidy);
        ck_assert_str_eq(ds_text_tidy(pool, tidy, strlen(tidy)), tidy);
    }
    ck_assert_str_eq(ds_text_tidy(pool, "ab\r\n", 3), "ab");
}
END_TEST

START_TEST(squeezes_and_narrows)
{
    ck_assert_str_eq(ds_text_squeeze(pool, "法 律\u3000服\u00A0务\n机\u2003构\uFEFF\u200B"),
                     "法律服务机构");
    ck_assert_str_eq(ds_text_squeeze(pool, "  "), "");
    ck_assert_str_eq(ds_text_narrow(pool, "０１２，－．％　Ａ，件"), "012,-.% A,件");
    ck_assert_str_eq(ds_text_narrow(pool, "～\uFF5F"), "~\uFF5F");
}
END_TEST

START_TEST(counts_and_quotes)
{
    const char *p = "a\u00E9政\U00020BB7";

    ck_assert_uint_eq(ds_text_length(p), 4);
    ck_assert_uint_eq(ds_text_next(&p), 'a');
    ck_assert_uint_eq(ds_text_next(&p), 0xE9);
    ck_assert_uint_eq(ds_text_next(&p), 0x653F);
    ck_assert_uint_eq(ds_text_next(&p), 0x20BB7);
    ck_assert_uint_eq(*p, '\0');
    ck_assert_str_eq(ds_text_quote(pool, "政府信息", 4), "政府信息");
    ck_assert_str_eq(ds_text_quote(pool, "政府信息公开", 4), "政府信息…");
    ck_assert_str_eq(ds_text_quote(pool, "", 4), "");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, finds_the_first_bad_byte);
    tcase_add_test(cases, cleans_what_is_bad);
    tcase_add_test(cases, encodes_for_addresses);
    tcase_add_test(cases, tidies);
    tcase_add_test(cases, squeezes_and_narrows);
    tcase_add_test(cases, counts_and_quotes);
}

UNIT_MAIN("core/text", add_all)
