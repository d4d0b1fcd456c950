/* The markup writer: escaping and growth. */
#include <string.h>

#include <apr_strings.h>

#include "core/log.h"
#include "core/markup.h"
#include "unit.h"

static const char *written(ds_markup *m)
{
    apr_size_t len;
    const char *bytes = ds_markup_bytes(m, &len);

    ck_assert_uint_eq(strlen(bytes), len);
    return bytes;
}

START_TEST(escapes_text_and_attributes)
{
    static const struct {
        const char *text, *in_text, *in_attribute;
    } cases[] = {
        { "", "", "" },
        { "plain", "plain", "plain" },
        { "<&>\"'", "&lt;&amp;&gt;\"'", "&lt;&amp;>&quot;'" },
        { "\t\n\r", "\t\n&#xD;", "&#x9;&#xA;&#xD;" },
        { "1234567<", "1234567&lt;", "1234567&lt;" },
        { "12345678<9", "12345678&lt;9", "12345678&lt;9" },
        { "12345678abcd>fgh\"", "12345678abcd&gt;fgh\"", "12345678abcd>fgh&quot;" },
        { "政府信息<script>政府", "政府信息&lt;script&gt;政府", "政府信息&lt;script>政府" },
        { "\b\v\f\x0e\x0f=?'$%", "\b\v\f\x0e\x0f=?'$%", "\b\v\f\x0e\x0f=?'$%" },
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ds_markup *m = ds_markup_create(pool);

        ds_markup_start(m, "p");
        ds_markup_attr(m, "a", cases[i].text);
        ds_markup_text(m, cases[i].text);
        ds_markup_end(m, "p");
        ck_assert_str_eq(written(m), apr_pstrcat(pool, "<p a=\"", cases[i].in_attribute, "\">",
                                                 cases[i].in_text, "</p>", NULL));
    }
}
END_TEST

/* Every byte at every place, near and far from the begin, is escaped exactly
 * when it should be. */
#define LENGTH 70

START_TEST(escapes_at_every_place)
{
    char text[LENGTH + 1];
    int c, place;

    for (c = 1; c < 128; c++) {
        const char *special_text = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;"
                                   : c == '\r' ? "&#xD;" : NULL;
        const char *special_attr = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '"' ? "&quot;"
                                   : c == '\t' ? "&#x9;" : c == '\n' ? "&#xA;"
                                   : c == '\r' ? "&#xD;" : NULL;
        const char self[] = { (char)c, '\0' };

        for (place = 0; place < LENGTH; place++) {
            ds_markup *m = ds_markup_create(pool);
            const char *before, *after;

            memset(text, 'x', LENGTH);
            text[LENGTH] = '\0';
            text[place] = (char)c;
            before = apr_pstrmemdup(pool, text, (apr_size_t)place);
            after = text + place + 1;
            ds_markup_start(m, "i");
            ds_markup_attr(m, "t", text);
            ds_markup_text(m, text);
            ck_assert_str_eq(written(m),
                             apr_pstrcat(pool, "<i t=\"", before,
                                         special_attr ? special_attr : self, after, "\">", before,
                                         special_text ? special_text : self, after, NULL));
        }
        apr_pool_clear(pool);
    }
}
END_TEST

/* Inside a script nothing is unescaped: no byte of it may end the script. */
START_TEST(writes_json_strings)
{
    ds_markup *m = ds_markup_create(pool);
    apr_size_t len;

    for (int c = 1; c < 128; c++) {
        const char self[] = { 'a', (char)c, 'z', '\0' };
        int is_special = c < 32 || strchr("\"\\<>&", c) != NULL;
        const char *expected = is_special ? apr_psprintf(pool, "\"a\\u%04Xz\"", c)
                                          : apr_psprintf(pool, "\"a%cz\"", c);

        m = ds_markup_create(pool);
        ds_markup_json(m, self);
        ck_assert_str_eq(ds_markup_bytes(m, &len), expected);
    }
    m = ds_markup_create(pool);
    ds_markup_start(m, "script");
    ds_markup_json(m, NULL);
    ds_markup_json(m, "政府");
    ck_assert_str_eq(ds_markup_bytes(m, &len), "<script>null\"政府\"");
}
END_TEST

START_TEST(writes_structure)
{
    ds_markup *m = ds_markup_create(pool);

    ds_markup_doctype(m);
    ds_markup_start(m, "p");
    ds_markup_attr(m, "class", NULL);
    ds_markup_attr_int(m, "rowspan", 20);
    ds_markup_attr_int(m, "min", APR_INT64_MIN);
    ds_markup_start(m, "br");
    ds_markup_void(m);
    ds_markup_text(m, NULL);
    ds_markup_text_int(m, -7);
    ds_markup_element(m, "b", "x");
    ds_markup_element(m, "i", NULL);
    ds_markup_element_class(m, "u", "a b", "");
    ds_markup_raw(m, "<raw/>", 6);
    ds_markup_start(m, "q");
    ds_markup_raw(m, "", 0);
    ds_markup_end(m, "q");
    ds_markup_start(m, "r");
    ck_assert_str_eq(written(m), "<!DOCTYPE html>\n<p rowspan=\"20\" min=\"-9223372036854775808\">"
                                 "<br>-7<b>x</b><i></i><u class=\"a b\"></u><raw/><q></q><r>");
    m = ds_markup_create(pool);
    ds_markup_declaration(m);
    ck_assert_str_eq(written(m), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}
END_TEST

static int n_logged;

static void count_log(void *baton, const char *file, int line, ds_log_level level,
                      apr_status_t status, const char *message)
{
    n_logged += strncmp(message, "DS0110: ", 8) == 0;
}

START_TEST(keeps_attributes_out_of_text)
{
    ds_markup *m = ds_markup_create(pool);

    ds_log_set(count_log, NULL);
    ds_markup_start(m, "p");
    ds_markup_text(m, "x");
    ds_markup_attr(m, "a", "1");
    ds_markup_attr_int(m, "b", 1);
    ds_log_set(NULL, NULL);
    ck_assert_str_eq(written(m), "<p>x");
    ck_assert_int_eq(n_logged, 2);
}
END_TEST

START_TEST(grows)
{
    ds_markup *m = ds_markup_create(pool);
    char *big = apr_palloc(pool, 100001);
    apr_size_t len, i;
    const char *bytes;

    memset(big, '<', 100000);
    big[100000] = '\0';
    for (i = 0; i < 5000; i++) {
        ds_markup_element(m, "td", "0");
    }
    ds_markup_text(m, big);
    bytes = ds_markup_bytes(m, &len);
    ck_assert_uint_eq(len, 5000 * 10 + 100000 * 4);
    for (i = 0; i < 5000; i++) {
        ck_assert(memcmp(bytes + i * 10, "<td>0</td>", 10) == 0);
    }
    for (i = 0; i < 100000; i++) {
        ck_assert(memcmp(bytes + 50000 + i * 4, "&lt;", 4) == 0);
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, escapes_text_and_attributes);
    tcase_add_test(cases, escapes_at_every_place);
    tcase_add_test(cases, writes_json_strings);
    tcase_add_test(cases, writes_structure);
    tcase_add_test(cases, keeps_attributes_out_of_text);
    tcase_add_test(cases, grows);
}

UNIT_MAIN("core/markup", add_all)
