/* What the kinds of charts share: measuring, words, the drawing's frame. */
#include "page/chart_parts.h"

#include <string.h>

#include <apr_strings.h>

#include "core/text.h"
#include "page/piece.h"

/* Widths in tenths of a unit: Chinese characters are square, the others are
 * rather narrower than this in every font of the style sheet. */
#define WIDE_CHARACTER (10 * DS_CHART_FONT)
#define NARROW_CHARACTER 75
#define FIRST_WIDE 0x2000

static int character_width(apr_uint32_t character)
{
    return character < FIRST_WIDE ? NARROW_CHARACTER : WIDE_CHARACTER;
}

int ds_chart_text_width(const char *text)
{
    int tenths = 0;

    while (*text != '\0' && tenths < 10 * 10 * DS_CHART_WIDTH) {
        tenths += character_width(ds_text_next(&text));
    }
    return (tenths + 9) / 10;
}

const char *ds_chart_cut(const char *text, int width, apr_pool_t *pool)
{
    const char *at = text;
    int tenths = WIDE_CHARACTER;   /* of the ellipsis */
    apr_size_t n = 0;

    if (ds_chart_text_width(text) <= width) {
        return text;
    }
    while (*at != '\0') {
        tenths += character_width(ds_text_next(&at));
        if (tenths > 10 * width) {
            break;
        }
        n++;
    }
    return ds_text_quote(pool, text, n);
}

const char *ds_chart_figure(const ds_chart_value *value, apr_pool_t *pool)
{
    return value->is_known ? ds_decimal_format(pool, value->value) : "—";
}

const char *ds_chart_words(const ds_chart *chart, const ds_chart_value *value, apr_pool_t *pool)
{
    if (!value->is_known) {
        return "无数据";
    }
    return apr_pstrcat(pool, ds_decimal_format(pool, value->value), chart->unit, NULL);
}

const char *ds_chart_share(ds_decimal value, ds_decimal whole, apr_pool_t *pool)
{
    /* Rounded to the nearest: of twice as many steps, every second. */
    int percent = (ds_chart_length(value, whole, 200) + 1) / 2;

    if (value > 0 && percent == 0) {
        return "不足1%";
    }
    return apr_psprintf(pool, "%d%%", percent);
}

int ds_chart_whole(ds_decimal *whole, const ds_chart_item *items, int n_items)
{
    *whole = 0;
    for (int i = 0; i < n_items; i++) {
        if (!items[i].value.is_known
            || ds_decimal_add(whole, *whole, items[i].value.value) != APR_SUCCESS) {
            return 0;
        }
    }
    return 1;
}

/* Both are made smaller where their product would not fit; what that loses is
 * far below one unit. */
int ds_chart_length(ds_decimal value, ds_decimal whole, int length)
{
    while (whole > APR_INT64_MAX / length) {
        whole /= 2;
        value /= 2;
    }
    return whole > 0 ? (int)(value * length / whole) : 0;
}

int ds_chart_extent(const ds_chart_value *value, ds_decimal whole, int length)
{
    int extent;

    if (!value->is_known || value->value == 0) {
        return 0;
    }
    extent = ds_chart_length(value->value, whole, length);
    return extent > 0 ? extent : 1;
}

void ds_chart_range_start(ds_chart_range *range)
{
    *range = (ds_chart_range){ .largest = DS_CHART_HANDFUL * DS_DECIMAL_ONE };
}

void ds_chart_range_add(ds_chart_range *range, const ds_chart_value *value)
{
    if (!value->is_known) {
        return;
    }
    range->n_known++;
    range->is_negative |= value->value < 0;
    if (value->value > range->largest) {
        range->largest = value->value;
    }
}

void ds_chart_open(ds_markup *m, const ds_chart *chart, int height, const char *description,
                   apr_pool_t *pool)
{
    const char *title = apr_pstrcat(pool, chart->id, "-t", NULL);
    const char *words = apr_pstrcat(pool, chart->id, "-d", NULL);

    ds_piece_open(m, "svg", "ds-chart");
    ds_markup_attr(m, "viewBox", apr_psprintf(pool, "0 0 %d %d", DS_CHART_WIDTH, height));
    ds_markup_attr_int(m, "font-size", DS_CHART_FONT);
    ds_markup_attr(m, "role", "img");
    ds_markup_attr(m, "aria-labelledby", title);
    ds_markup_attr(m, "aria-describedby", words);
    ds_markup_start(m, "title");
    ds_markup_attr(m, "id", title);
    ds_markup_text(m, chart->title);
    ds_markup_end(m, "title");
    ds_markup_start(m, "desc");
    ds_markup_attr(m, "id", words);
    ds_markup_text(m, description);
    ds_markup_end(m, "desc");
}

void ds_chart_close(ds_markup *m)
{
    ds_markup_end(m, "svg");
}

void ds_chart_text(ds_markup *m, const char *class_name, ds_chart_anchor anchor, int x, int y,
                   const char *text)
{
    static const char *const anchors[] = { NULL, "middle", "end" };

    ds_piece_open(m, "text", class_name);
    ds_markup_attr(m, "text-anchor", anchors[anchor]);
    ds_markup_attr_int(m, "x", x);
    ds_markup_attr_int(m, "y", y);
    ds_markup_text(m, text);
    ds_markup_end(m, "text");
}

void ds_chart_rect(ds_markup *m, const char *class_name, int x, int y, int width, int height)
{
    if (width <= 0 || height <= 0) {
        return;
    }
    ds_piece_open(m, "rect", class_name);
    ds_markup_attr_int(m, "x", x);
    ds_markup_attr_int(m, "y", y);
    ds_markup_attr_int(m, "width", width);
    ds_markup_attr_int(m, "height", height);
    ds_markup_end(m, "rect");
}

void ds_chart_line(ds_markup *m, const char *path)
{
    ds_piece_open(m, "path", "ds-line");
    ds_markup_attr(m, "d", path);
    ds_markup_end(m, "path");
}

const char *ds_chart_fill(int i)
{
    static const char *const names[] = { "ds-c1", "ds-c2", "ds-c3", "ds-c4", "ds-c5", "ds-c6" };

    return names[i % (int)(sizeof(names) / sizeof(names[0]))];
}
