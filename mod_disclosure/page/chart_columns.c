/* Charts over years: columns, or the same lying down. */
#include <apr_strings.h>

#include "page/chart_parts.h"

/* The key over the drawing. */
#define KEY_HEIGHT 26
#define KEY_SWATCH 11
#define KEY_GAP 22

/* Columns: the widest slot, what of it is left between two groups (a fraction
 * of it), the highest column, and the lines over and under the columns. */
#define MAX_SLOT 80
#define SLOT_GAP 8
#define COLUMN_GAP 3
#define MAX_COLUMN 96
#define LINE 16

/* Lying: a bar, a bar with the gap behind it, the gap behind a slot. */
#define BAR 12
#define BAR_PITCH 16
#define BARS_GAP 10

/* What is drawn, measured. */
typedef struct columns {
    ds_markup *m;
    const char *const *slots;
    int n_slots;
    const ds_chart_series *series;
    int n_series;
    ds_decimal largest;
    int slot_label;     /* the widest label of a slot */
    int figure;         /* the widest figure */
    apr_pool_t *pool;
} columns;

static const ds_chart_value *value_at(const columns *c, int slot, int k)
{
    return &c->series[k].values[slot];
}

/* One series is full, the other hollow. */
static const char *fill_of(int k)
{
    return k == 0 ? "ds-c1" : "ds-c5";
}

static const char *text_class(const ds_chart_value *value)
{
    return value->is_known && value->value > 0 ? NULL : "ds-quiet";
}

static int measure(columns *c)
{
    ds_chart_range range;

    ds_chart_range_start(&range);
    for (int i = 0; i < c->n_slots; i++) {
        int width = ds_chart_text_width(c->slots[i]);

        c->slot_label = width > c->slot_label ? width : c->slot_label;
        for (int k = 0; k < c->n_series; k++) {
            ds_chart_range_add(&range, value_at(c, i, k));
            width = ds_chart_text_width(ds_chart_figure(value_at(c, i, k), c->pool));
            c->figure = width > c->figure ? width : c->figure;
        }
    }
    c->largest = range.largest;
    return range.n_known > 0 && !range.is_negative;
}

/* Which column is which; of a single series the title says it. */
static void write_key(const columns *c)
{
    int x = 1;

    for (int k = 0; k < c->n_series && c->n_series > 1; k++) {
        ds_chart_rect(c->m, fill_of(k), x, 2, KEY_SWATCH, KEY_SWATCH);
        x += KEY_SWATCH + DS_CHART_BESIDE;
        ds_chart_text(c->m, NULL, DS_CHART_START, x, KEY_SWATCH + 1, c->series[k].label);
        x += ds_chart_text_width(c->series[k].label) + KEY_GAP;
    }
}

static int key_height(const columns *c)
{
    return c->n_series > 1 ? KEY_HEIGHT : 0;
}

/* ---- Standing ---- */

static int slot_width(const columns *c)
{
    int width = DS_CHART_WIDTH / c->n_slots;

    return width < MAX_SLOT ? width : MAX_SLOT;
}

/* What one column and its figure may take. */
static int column_pitch(const columns *c)
{
    int slot = slot_width(c);

    return (slot - slot / SLOT_GAP) / c->n_series;
}

static int can_stand(const columns *c)
{
    return c->figure + COLUMN_GAP <= column_pitch(c)
        && c->slot_label <= slot_width(c) - COLUMN_GAP;
}

static void write_column(const columns *c, int slot, int k, int base)
{
    const ds_chart_value *value = value_at(c, slot, k);
    int pitch = column_pitch(c);
    int x = slot * slot_width(c) + (slot_width(c) - pitch * c->n_series) / 2 + k * pitch;
    int height = ds_chart_extent(value, c->largest, MAX_COLUMN);

    ds_chart_rect(c->m, fill_of(k), x + COLUMN_GAP / 2, base - height, pitch - COLUMN_GAP, height);
    ds_chart_text(c->m, text_class(value), DS_CHART_MIDDLE, x + pitch / 2, base - height - 4,
                  ds_chart_figure(value, c->pool));
}

static void write_standing(const columns *c, int base)
{
    for (int i = 0; i < c->n_slots; i++) {
        for (int k = 0; k < c->n_series; k++) {
            write_column(c, i, k, base);
        }
        ds_chart_text(c->m, NULL, DS_CHART_MIDDLE, i * slot_width(c) + slot_width(c) / 2,
                      base + LINE, c->slots[i]);
    }
    ds_chart_line(c->m, apr_psprintf(c->pool, "M0 %dH%d", base, c->n_slots * slot_width(c)));
}

/* ---- Lying ---- */

static int lying_slot(const columns *c)
{
    return c->n_series * BAR_PITCH + BARS_GAP;
}

static void write_lying(const columns *c, int top)
{
    int left = c->slot_label + 8;
    int longest = DS_CHART_WIDTH - left - DS_CHART_BESIDE - c->figure;

    for (int i = 0; i < c->n_slots; i++) {
        int y = top + i * lying_slot(c);

        ds_chart_text(c->m, NULL, DS_CHART_START, 0, y + c->n_series * BAR_PITCH / 2 + 3,
                      c->slots[i]);
        for (int k = 0; k < c->n_series; k++, y += BAR_PITCH) {
            const ds_chart_value *value = value_at(c, i, k);
            int length = ds_chart_extent(value, c->largest, longest);

            ds_chart_rect(c->m, fill_of(k), left, y, length, BAR);
            ds_chart_text(c->m, text_class(value), DS_CHART_START,
                          left + length + DS_CHART_BESIDE, y + BAR - 1,
                          ds_chart_figure(value, c->pool));
        }
    }
    ds_chart_line(c->m, apr_psprintf(c->pool, "M%d %dV%d", left, top - 2,
                                     top + c->n_slots * lying_slot(c) - BARS_GAP));
}

/* ---- Both ---- */

/* "2019：新收12件，办结12件；2020：..." */
static const char *describe(const columns *c, const ds_chart *chart)
{
    const char *text = "";

    for (int i = 0; i < c->n_slots; i++) {
        text = apr_pstrcat(c->pool, text, i > 0 ? "；" : "", c->slots[i], "：", NULL);
        for (int k = 0; k < c->n_series; k++) {
            text = apr_pstrcat(c->pool, text, k > 0 ? "，" : "", c->series[k].label,
                               ds_chart_words(chart, value_at(c, i, k), c->pool), NULL);
        }
    }
    return apr_pstrcat(c->pool, text, "。", NULL);
}

int ds_chart_columns(ds_markup *m, const ds_chart *chart, const char *const *slots, int n_slots,
                     const ds_chart_series *series, int n_series, apr_pool_t *pool)
{
    columns c = { m, slots, n_slots, series, n_series, 0, 0, 0, pool };
    int top, height;

    if (n_slots < 1 || n_slots > DS_CHART_MAX_SLOTS || n_series < 1
        || n_series > DS_CHART_MAX_SERIES || !measure(&c)) {
        return 0;
    }
    top = key_height(&c);
    height = can_stand(&c) ? top + LINE + MAX_COLUMN + LINE + 6
                           : top + n_slots * lying_slot(&c) - BARS_GAP + 2;
    ds_chart_open(m, chart, height, describe(&c, chart), pool);
    write_key(&c);
    if (can_stand(&c)) {
        write_standing(&c, top + LINE + MAX_COLUMN);
    }
    else {
        write_lying(&c, top);
    }
    ds_chart_close(m);
    return 1;
}
