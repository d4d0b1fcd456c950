/* Charts: a few kinds, drawn as SVG inside the page, without scripts.
 *
 * Every figure stands at what is drawn for it, so there are no axes and no
 * grid. What is drawn is 320 units wide: on a phone a unit is about a pixel and
 * the text keeps its size; wider places show the same drawing larger. Nothing
 * in it depends on colour: of two series one is filled and one is hollow, the
 * parts of a whole are joined to their names by lines.
 *
 * The looks are the style sheet's: `ds-chart` of the drawing, `ds-c1` to
 * `ds-c6` of what is filled (from full to hollow), `ds-line` of base lines and
 * leaders, `ds-quiet` of text that matters less.
 *
 * The drawing is one image to those who cannot see it, with the chart's title
 * as its name and all figures in words as its description.
 *
 * A value that is not known is a gap with a dash, never a zero. Lengths are in
 * proportion to the values, from zero; the longest stands for the largest value
 * or for DS_CHART_HANDFUL, whichever is more, so that a single case does not
 * look like many. What is not zero is at least one unit long.
 *
 * Each function returns whether it drew anything: nothing is written where no
 * value is known, where one is negative, or where the bounds are exceeded. The
 * pool is for what is written only.
 */
#ifndef DS_PAGE_CHART_H
#define DS_PAGE_CHART_H

#include "core/decimal.h"
#include "core/markup.h"

#define DS_CHART_MAX_SLOTS 12
#define DS_CHART_MAX_SERIES 2
#define DS_CHART_MAX_ITEMS 24
#define DS_CHART_HANDFUL 5

typedef struct ds_chart {
    const char *id;     /* unique in the page; ids in the drawing begin with it */
    const char *title;
    const char *unit;   /* behind figures in words: 件 */
} ds_chart;

typedef struct ds_chart_value {
    int is_known;
    ds_decimal value;   /* where it is */
} ds_chart_value;

typedef struct ds_chart_series {
    const char *label;
    ds_chart_value values[DS_CHART_MAX_SLOTS];
} ds_chart_series;

typedef struct ds_chart_item {
    const char *group;  /* a heading over the items that follow each other in it, or NULL */
    const char *label;
    ds_chart_value value;
} ds_chart_item;

/* What happened in slot after slot (years): columns beside each other, each
 * with its figure over it. Where the figures are too wide for that, or the
 * slots' labels are, the same is drawn as bars below each other. */
int ds_chart_columns(ds_markup *m, const ds_chart *chart, const char *const *slots, int n_slots,
                     const ds_chart_series *series, int n_series, apr_pool_t *pool);

/* One bar per item, its label before it and its figure behind it. Items that
 * are zero are left out of the drawing, and labels that are too long are cut
 * in it; the description has them all. */
int ds_chart_bars(ds_markup *m, const ds_chart *chart, const ds_chart_item *items, int n_items,
                  apr_pool_t *pool);

/* How a whole is made up: one upright bar, each part joined to its label, its
 * figure and its share. Parts that are zero are left out of the drawing.
 * Nothing is drawn where one part is not known, or the whole is zero. */
int ds_chart_parts(ds_markup *m, const ds_chart *chart, const ds_chart_item *items, int n_items,
                   apr_pool_t *pool);

/* The tables that these are drawn from, under the same bounds. Items have their
 * share of the whole beside them where `with_share` is set and all are known. */
void ds_chart_columns_table(ds_markup *m, const ds_chart *chart, const char *slot_head,
                            const char *const *slots, int n_slots, const ds_chart_series *series,
                            int n_series, apr_pool_t *pool);
void ds_chart_items_table(ds_markup *m, const ds_chart *chart, const char *item_head,
                          const ds_chart_item *items, int n_items, int with_share,
                          apr_pool_t *pool);

#endif
