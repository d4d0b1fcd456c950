#include "unit.h"

#include <string.h>

#include <apr_strings.h>

#include "core/text.h"
#include "io/place.h"

START_TEST(joins)
{
    ck_assert_str_eq(ds_place_join("", "tables").text, "tables");
    ck_assert_str_eq(ds_place_join("tables", "new").text, "tables/new");
    ck_assert_str_eq(ds_place_item("sections/other", 0).text, "sections/other/1");
}
END_TEST

START_TEST(replaces_what_cannot_be_kept)
{
    static const struct {
        const char *input, *text;
    } quoted[] = {
        { "a\nb", "a\xEF\xBF\xBD" "b" },
        { "\x01", "\xEF\xBF\xBD" },
        { "\x7F", "\xEF\xBF\xBD" },
        { "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD" },
        { "\xE6\x8A", "\xEF\xBF\xBD\xEF\xBF\xBD" },
        { "\xEF\xBF\xBF", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
        { "报告", "报告" },
        { "𠮷", "𠮷" }
    };
    for (size_t i = 0; i < sizeof(quoted) / sizeof(*quoted); i++) {
        ck_assert_str_eq(ds_place_of(quoted[i].input, strlen(quoted[i].input)).text,
                         quoted[i].text);
    }
}
END_TEST

/* However long the input, a place has at most DS_PLACE_MAX characters. */
START_TEST(cuts)
{
    static const char *const characters[] = { "a", "报", "𠮷", "\xFF" };
    for (size_t i = 0; i < sizeof(characters) / sizeof(*characters); i++) {
        const char *text = "";
        for (int n = 0; n < DS_PLACE_MAX + 2; n++) {
            ds_place place = ds_place_of(text, strlen(text));
            apr_size_t length = ds_text_length(place.text);
            apr_size_t size = strlen(place.text);
            int is_cut = size >= 3 && strcmp(place.text + size - 3, "…") == 0;
            ck_assert_uint_eq(length, n < DS_PLACE_MAX ? n : DS_PLACE_MAX);
            ck_assert_int_eq(is_cut, n > DS_PLACE_MAX);
            ck_assert_uint_eq(ds_text_first_bad(place.text, strlen(place.text)),
                              strlen(place.text));
            text = apr_pstrcat(pool, text, characters[i], NULL);
        }
        ds_place joined = ds_place_join(text, text);
        ck_assert_uint_eq(ds_text_length(joined.text), DS_PLACE_MAX);
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, joins);
    tcase_add_test(cases, replaces_what_cannot_be_kept);
    tcase_add_test(cases, cuts);
}

UNIT_MAIN("io/place", add_all)
