/* Figures chosen by address. */
#include "formats.h"

#include <string.h>

#include "core/selection.h"

static const struct {
    const char *address;
    int n;                  /* cells; 0: nothing of the kind */
    const char *label;
} choices[] = {
    { "requests/new/total", 1, "本年新收政府信息公开申请数量" },
    { "requests/new/natural", 1, "本年新收政府信息公开申请数量 自然人" },
    { "requests/partial/total", 1, "部分公开" },
    { "requests/refused.*/total", 8, "不予公开" },
    { "requests/refused.law/total", 1, "不予公开 2.其他法律行政法规禁止公开" },
    { "requests/rejected.*/natural", 5, "不予处理 自然人" },
    { "disputes/cases/reconsideration.total", 1, "行政复议 总计" },
    { "art20_8/fees/amount", 1, "行政事业性收费 本年收费金额（单位：万元）" },
    { "disputes/cases/reconsideration.*", 5, "disputes/cases/reconsideration.*" },
    { "", 0, NULL }, { "requests", 0, NULL }, { "requests/new", 0, NULL },
    { "requests/new/total/more", 0, NULL }, { "nothing/new/total", 0, NULL },
    { "requests/new/nothing", 0, NULL }, { "requests/*/total", 0, NULL },
    { "requests/new/*", 0, NULL }, { "requests/.*/total", 0, NULL },
    { "requests/ref*ed.*/total", 0, NULL }, { "requests/nothing.*/total", 0, NULL },
    { "//", 0, NULL },
};

START_TEST(chooses)
{
    const ds_format *format = unit_format("2021");
    const ds_selected *selected = ds_select(format, choices[_i].address, pool);

    if (choices[_i].n == 0) {
        ck_assert_ptr_null(selected);
        return;
    }
    ck_assert_ptr_nonnull(selected);
    ck_assert_int_eq(selected->n_cells, choices[_i].n);
    ck_assert_str_eq(selected->label, choices[_i].label);
    ck_assert_str_eq(selected->address, choices[_i].address);
}
END_TEST

START_TEST(offers_each_once)
{
    const ds_format *format = unit_format(_i ? "2021" : "2019");
    apr_array_header_t *usual = ds_select_usual(format, pool);
    apr_array_header_t *offers = ds_select_offers(format, pool);

    ck_assert_int_eq(usual->nelts, 9);
    ck_assert_int_gt(offers->nelts, 30);
    ck_assert_int_lt(offers->nelts, 90);
    for (int i = 0; i < offers->nelts; i++) {
        for (int k = 0; k < i; k++) {
            ck_assert_str_ne(APR_ARRAY_IDX(offers, i, const ds_selected *)->address,
                             APR_ARRAY_IDX(offers, k, const ds_selected *)->address);
        }
    }
}
END_TEST

/* A format that has none of the usual figures. */
START_TEST(finds_totals_in_any_format)
{
    ds_format *format;
    const char *error = ds_format_load(&format, "tests/data/formats/invented.xml",
                                       "conf/schema/format.rng", pool, pool);

    ck_assert_msg(error == NULL, "%s", error);
    ck_assert_int_gt(ds_select_usual(format, pool)->nelts, 0);
}
END_TEST

START_TEST(sums_only_what_is_all_there)
{
    const ds_format *format = unit_format("2021");
    const ds_selected *selected = ds_select(format, "requests/refused.*/total", pool);
    ds_share *shares = apr_pcalloc(pool, sizeof(*shares) * (apr_size_t)format->n_cells);
    ds_share share;

    for (int i = 0; i < format->n_cells; i++) {
        shares[i] = (ds_share) { DS_SHARE_NUMBER, 2 * DS_DECIMAL_ONE, NULL };
    }
    share = ds_selected_share(selected, shares);
    ck_assert_int_eq(share.kind, DS_SHARE_NUMBER);
    ck_assert_int_eq(share.value, 16 * DS_DECIMAL_ONE);
    shares[selected->cells[3]].kind = DS_SHARE_BLANK;
    ck_assert_int_eq(ds_selected_share(selected, shares).kind, DS_SHARE_BLANK);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, chooses, 0, sizeof choices / sizeof choices[0]);
    tcase_add_loop_test(cases, offers_each_once, 0, 2);
    tcase_add_test(cases, finds_totals_in_any_format);
    tcase_add_test(cases, sums_only_what_is_all_there);
}

UNIT_MAIN("core/selection", add_all)
