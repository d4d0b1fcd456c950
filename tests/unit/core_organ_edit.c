/* Organs out of named texts. */
#include "unit.h"

#include <string.h>

#include <apr_tables.h>

#include "core/organ_edit.h"

static const char *given(void *baton, const char *name)
{
    return apr_table_get(baton, name);
}

/* Applies "name=text" pairs. */
static const char *apply(ds_organ *organ, const char *const *pairs)
{
    apr_table_t *table = apr_table_make(pool, 8);
    for (; *pairs; pairs += 2) {
        apr_table_setn(table, pairs[0], pairs[1]);
    }
    return ds_organ_apply(organ, given, table, pool);
}

static const struct {
    const char *pairs[9];
    const char *field, *date, *text; /* what the field then says on the day; NULL: nothing */
} samples[] = {
    { { "telephone", "0533-1" }, "telephone", "2021-01-01", "0533-1" },
    { { "telephone", "" }, "telephone", "2021-01-01", NULL },
    { { "kind", "town" }, "kind", "2021-01-01", "town" },
    { { "kind", "" }, "kind", "2021-01-01", "other" },
    { { "position", "7" }, "position", "2021-01-01", "7" },
    { { "name", "新名" }, "name", "2021-01-01", "新名" },
    { { "name", "新名", "on", "2021-03-01" }, "name", "2021-02-28", "旧名" },
    { { "name", "新名", "on", "2021-03-01" }, "name", "2021-03-01", "新名" },
    { { "name", "旧名", "on", "2021-03-01" }, "name", "2021-03-02", "旧名" },
    { { "name", "" }, "name", "2021-01-01", NULL },
    { { "former", "甲、乙，丙" }, "former", "2021-01-01", "甲、乙、丙" },
    { { "former", "甲", "predecessors", "a-b  c" }, "predecessors", "2021-01-01", "a-b c" },
    { { "predecessors", "" }, "predecessors", "2021-01-01", NULL },
};

START_TEST(texts_become_an_organ)
{
    ds_organ *organ = ds_organ_create("jixia", pool);
    const char *const first[] = { "name", "旧名", NULL };
    ck_assert_ptr_null(apply(organ, first));
    ck_assert_ptr_null(apply(organ, samples[_i].pairs));
    ck_assert_pstr_eq(ds_organ_text(organ, samples[_i].field, samples[_i].date, pool), samples[_i].text);
}
END_TEST

START_TEST(a_name_given_again_replaces_former_ones_once)
{
    ds_organ *organ = ds_organ_create("jixia", pool);
    const char *const twice[] = { "former", "甲、乙", NULL };
    ck_assert_ptr_null(apply(organ, twice));
    ck_assert_ptr_null(apply(organ, twice));
    ck_assert_int_eq(organ->names->nelts, 2);
}
END_TEST

static const char *const wrong[][3] = {
    { "kind", "street" }, { "position", "first" }, { "position", "-1" }, { "position", "1000000" },
};

START_TEST(what_is_wrong_is_said)
{
    ds_organ *organ = ds_organ_create("jixia", pool);
    ck_assert_ptr_nonnull(apply(organ, wrong[_i]));
}
END_TEST

START_TEST(every_field_can_be_given_and_asked)
{
    for (const ds_organ_field *f = ds_organ_fields; f->name; f++) {
        static const struct { const char *name, *text; } odd[] = {
            { "kind", "office" }, { "position", "3" }, { "on", NULL } };
        ds_organ *organ = ds_organ_create("jixia", pool);
        const char *text = "x";
        for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
            if (strcmp(odd[i].name, f->name) == 0) {
                text = odd[i].text;
            }
        }
        const char *const pairs[] = { f->name, text, NULL };
        if (text) {
            ck_assert_ptr_null(apply(organ, pairs));
            ck_assert_pstr_eq(ds_organ_text(organ, f->name, "2021-01-01", pool), text);
        }
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, texts_become_an_organ, 0, sizeof(samples) / sizeof(samples[0]));
    tcase_add_test(cases, a_name_given_again_replaces_former_ones_once);
    tcase_add_loop_test(cases, what_is_wrong_is_said, 0, sizeof(wrong) / sizeof(wrong[0]));
    tcase_add_test(cases, every_field_can_be_given_and_asked);
}

UNIT_MAIN("core/organ_edit", add_all)
