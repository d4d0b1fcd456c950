/* The tables that charts are drawn from. */
#include <apr_strings.h>

#include "page/chart_parts.h"
#include "page/piece.h"

static void open_table(ds_markup *m, const ds_chart *chart)
{
    ds_piece_open(m, "table", "ds-changes ds-figures");
    ds_markup_element_class(m, "caption", "ds-sr", chart->title);
    ds_markup_start(m, "thead");
    ds_markup_start(m, "tr");
}

static void begin_body(ds_markup *m)
{
    ds_markup_end(m, "tr");
    ds_markup_end(m, "thead");
    ds_markup_start(m, "tbody");
}

static void close_table(ds_markup *m)
{
    ds_markup_end(m, "tbody");
    ds_markup_end(m, "table");
}

static void write_head(ds_markup *m, const char *scope, const char *text)
{
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", scope);
    ds_markup_text(m, text);
    ds_markup_end(m, "th");
}

void ds_chart_columns_table(ds_markup *m, const ds_chart *chart, const char *slot_head,
                            const char *const *slots, int n_slots, const ds_chart_series *series,
                            int n_series, apr_pool_t *pool)
{
    open_table(m, chart);
    write_head(m, "col", slot_head);
    for (int k = 0; k < n_series; k++) {
        write_head(m, "col", apr_psprintf(pool, "%s（%s）", series[k].label, chart->unit));
    }
    begin_body(m);
    for (int i = 0; i < n_slots; i++) {
        ds_markup_start(m, "tr");
        write_head(m, "row", slots[i]);
        for (int k = 0; k < n_series; k++) {
            ds_markup_element(m, "td", ds_chart_figure(&series[k].values[i], pool));
        }
        ds_markup_end(m, "tr");
    }
    close_table(m);
}

void ds_chart_items_table(ds_markup *m, const ds_chart *chart, const char *item_head,
                          const ds_chart_item *items, int n_items, int with_share,
                          apr_pool_t *pool)
{
    ds_decimal whole;

    with_share = with_share && ds_chart_whole(&whole, items, n_items);
    open_table(m, chart);
    write_head(m, "col", item_head);
    write_head(m, "col", apr_psprintf(pool, "数量（%s）", chart->unit));
    if (with_share) {
        write_head(m, "col", "占比");
    }
    begin_body(m);
    for (int i = 0; i < n_items; i++) {
        ds_markup_start(m, "tr");
        write_head(m, "row", items[i].group == NULL ? items[i].label
                   : apr_pstrcat(pool, items[i].group, "：", items[i].label, NULL));
        ds_markup_element(m, "td", ds_chart_figure(&items[i].value, pool));
        if (with_share) {
            ds_markup_element(m, "td", ds_chart_share(items[i].value.value, whole, pool));
        }
        ds_markup_end(m, "tr");
    }
    close_table(m);
}
