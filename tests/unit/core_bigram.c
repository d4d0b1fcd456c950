/* Folding, pairs of characters, terms of a query, passages. */
#include <stdio.h>
#include <string.h>

#include <apr_strings.h>

#include "core/bigram.h"
#include "core/terms.h"
#include "unit.h"

static const char *folded(const char *text)
{
    ds_folded *f = ds_fold(text, pool);
    const char *out = "";
    for (int i = 0; i < f->n; i++)
        out = apr_psprintf(pool, "%s%s%X", out, i ? " " : "", f->chars[i]);
    return out;
}

START_TEST(makes_alike_what_is_the_same)
{
    static const struct { const char *text, *same; } cases[] = {
        { "ＡＢｃ１２", "abc12" }, { "AbC", "abc" }, { "政府 信息\n公开", "政府信息公开" },
        { "政府\xE3\x80\x80信息", "政府信息" }, { "“三安全”", "\"三安全\"" }, { "（一）", "(一)" },
        { "\xEF\xBB\xBF" "a\xE2\x80\x8B" "b\xC2\xA0", "ab" }, { " \t\r\n", "" },
        { "\xF0\xA0\xAE\xB7野", "\xF0\xA0\xAE\xB7野" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        ck_assert_str_eq(folded(cases[i].text), folded(cases[i].same));
    ck_assert_str_ne(folded("已"), folded("己"));
}
END_TEST

START_TEST(knows_where_each_character_stood)
{
    ds_folded *f = ds_fold("a 政 府", pool);
    ck_assert_int_eq(f->n, 3);
    ck_assert_int_eq(f->at[0], 0);
    ck_assert_int_eq(f->at[1], 2);
    ck_assert_int_eq(f->at[2], 6);
}
END_TEST

static int has(const ds_grams *grams, apr_uint32_t first, apr_uint32_t second)
{
    int n, found = 0;
    const apr_int64_t *all = ds_grams_all(grams, &n);
    for (int i = 0; i < n; i++)
        found += all[i] == ds_gram(first, second);
    return found;
}

START_TEST(collects_different_pairs)
{
    ds_grams *grams = ds_grams_create(pool);
    int n;
    ds_grams_all(grams, &n);
    ck_assert_int_eq(n, 0);
    ds_grams_add(grams, "公开公开");
    ds_grams_add(grams, "Ａ");
    ds_grams_add(grams, "开 公");
    ds_grams_all(grams, &n);
    ck_assert_int_eq(n, 2); /* none reaches from one text into the next */
    ck_assert_int_eq(has(grams, 0x516C, 0x5F00), 1);
    ck_assert_int_eq(has(grams, 0x5F00, 0x516C), 1);
    ck_assert_int_gt(ds_gram(0x10FFFF, 0x10FFFF), 0);
    ck_assert_int_lt(ds_gram(0x10FFFF, 0x10FFFF), (apr_int64_t)1 << 42);
}
END_TEST

/* More of them than the first table has room for, and more than there may be. */
START_TEST(grows_and_stays_within_its_bound)
{
    ds_grams *grams = ds_grams_create(pool);
    char text[16];
    int n;
    for (int i = 0; i < 300; i++)
        for (int k = 0; k < 300; k++) {
            int a = 0x4E00 + i, b = 0x4E00 + k;
            sprintf(text, "%c%c%c%c%c%c", 0xE0 | a >> 12, 0x80 | (a >> 6 & 63), 0x80 | (a & 63),
                    0xE0 | b >> 12, 0x80 | (b >> 6 & 63), 0x80 | (b & 63));
            ds_grams_add(grams, text);
            if (i == 40 && k == 299) {
                ds_grams_all(grams, &n);
                ck_assert_int_eq(n, 41 * 300);
                ck_assert_int_eq(has(grams, 0x4E00 + 17, 0x4E00 + 211), 1);
            }
        }
    ds_grams_all(grams, &n);
    ck_assert_int_eq(n, DS_GRAMS_MAX);
    ck_assert_int_eq(has(grams, 0x4E00, 0x4E01), 1);
}
END_TEST

static const char *repeat(const char *text, int n)
{
    const char *out = "";
    for (int i = 0; i < n; i++)
        out = apr_pstrcat(pool, out, text, NULL);
    return out;
}

START_TEST(reads_a_query)
{
    const struct { const char *query; ds_terms_verdict verdict; int n; } cases[] = {
        { "", DS_TERMS_NONE, 0 }, { " \xE3\x80\x80\t", DS_TERMS_NONE, 0 },
        { "税", DS_TERMS_SHORT, 1 }, { "税 费", DS_TERMS_SHORT, 2 },
        { "税 减免", DS_TERMS_FINE, 2 }, { "公开", DS_TERMS_FINE, 1 },
        { " 行政复议\xE3\x80\x80行政诉讼 ", DS_TERMS_FINE, 2 },
        { "ABC ａｂｃ abc", DS_TERMS_FINE, 1 },
        { "11 22 33 44 55 66 77 88", DS_TERMS_FINE, 8 },
        { "11 22 33 44 55 66 77 88 99", DS_TERMS_MANY, 8 },
        { repeat("字", 100), DS_TERMS_FINE, 1 }, { repeat("字", 101), DS_TERMS_LONG, 0 },
        { repeat("x", 5000), DS_TERMS_LONG, 0 }, { "<b>", DS_TERMS_FINE, 1 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_terms terms;
        ck_assert_msg(ds_terms_read(&terms, cases[i].query, pool) == cases[i].verdict, "%s",
                      cases[i].query);
        ck_assert_msg(terms.n == cases[i].n, "%s: %d", cases[i].query, terms.n);
    }
}
END_TEST

static ds_terms terms_of(const char *query)
{
    ds_terms terms;
    ds_terms_read(&terms, query, pool);
    return terms;
}

START_TEST(finds_terms)
{
    ds_terms terms = terms_of("行政复议 ２０２０ 税");
    const ds_folded *text = ds_fold("2020年，行政\n复议0件", pool);
    ck_assert_uint_eq(ds_terms_all(&terms), 7);
    ck_assert_uint_eq(ds_terms_in(&terms, text), 3);
    ck_assert_uint_eq(ds_terms_in(&terms, ds_fold("", pool)), 0);
    ck_assert_uint_eq(ds_terms_in(&terms, ds_fold("行政诉讼、复议", pool)), 0);
}
END_TEST

/* All pairs where there is room, else such as say most. */
START_TEST(chooses_pairs)
{
    ds_terms terms = terms_of("一二三四五");
    apr_int64_t grams[32];
    ck_assert_int_eq(ds_terms_grams(&terms, grams, 32), 4);
    ck_assert_int_eq(ds_terms_grams(&terms, grams, 3), 3);
    ck_assert(grams[0] == ds_gram(0x4E00, 0x4E8C));
    ck_assert(grams[1] == ds_gram(0x4E09, 0x56DB));
    ck_assert(grams[2] == ds_gram(0x56DB, 0x4E94));
    terms = terms_of("公公公公公 公公 税");
    ck_assert_int_eq(ds_terms_grams(&terms, grams, 32), 1);
}
END_TEST

/* "…[hit]rest": hits in brackets. */
static const char *passage(const char *query, const char *text, int max)
{
    ds_terms terms = terms_of(query);
    apr_array_header_t *parts = ds_terms_passage(&terms, text, max, pool);
    const char *out = "";
    for (int i = 0; i < parts->nelts; i++) {
        const ds_text_part *part = &APR_ARRAY_IDX(parts, i, ds_text_part);
        out = apr_pstrcat(pool, out, part->is_hit ? "[" : "", part->text,
                          part->is_hit ? "]" : "", NULL);
    }
    return out;
}

START_TEST(shows_passages)
{
    static const struct { const char *query, *text; int max; const char *expected; } cases[] = {
        { "公开", "政府信息公开工作", 0, "政府信息[公开]工作" },
        { "公开 信息", "政府信息公开工作", 0, "政府[信息公开]工作" },
        { "息公", "政府信息\n公开", 0, "政府信[息\n公]开" },
        { "ab", "xＡＢx", 0, "x[ＡＢ]x" },
        { "没有", "政府信息", 0, "政府信息" },
        { "没有", "政府信息", 2, "政府…" },
        { "甲乙", "一二三四五六七八九十一二三四五六七八九十一二三甲乙丙丁戊", 24,
          "…五六七八九十一二三四五六七八九十一二三[甲乙]丙丁戊" },
        { "甲乙 丙丁", "甲乙一二三四五六七八九十甲乙一丙丁一二三", 8, "…十[甲乙]一[丙丁]一二…" },
        { "公", "", 5, "" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        ck_assert_str_eq(passage(cases[i].query, cases[i].text, cases[i].max), cases[i].expected);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, makes_alike_what_is_the_same);
    tcase_add_test(cases, knows_where_each_character_stood);
    tcase_add_test(cases, collects_different_pairs);
    tcase_add_test(cases, grows_and_stays_within_its_bound);
    tcase_add_test(cases, reads_a_query);
    tcase_add_test(cases, finds_terms);
    tcase_add_test(cases, chooses_pairs);
    tcase_add_test(cases, shows_passages);
}

UNIT_MAIN("core/bigram", add_all)
