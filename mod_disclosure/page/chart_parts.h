/* What the kinds of charts share. For chart.c and its neighbours only. */
#ifndef DS_PAGE_CHART_PARTS_H
#define DS_PAGE_CHART_PARTS_H

#include "page/chart.h"

/* All in units of the drawing. */
#define DS_CHART_WIDTH 320
#define DS_CHART_FONT 13
#define DS_CHART_BESIDE 5   /* between a bar and its figure */

/* How wide a text is drawn, rather too much than too little. */
int ds_chart_text_width(const char *text);

/* The text, cut so that it is no wider; in pool. */
const char *ds_chart_cut(const char *text, int width, apr_pool_t *pool);

/* The figure as it is drawn, "—" where it is not known; in pool. */
const char *ds_chart_figure(const ds_chart_value *value, apr_pool_t *pool);

/* The figure in words: "12件", "无数据"; in pool. */
const char *ds_chart_words(const ds_chart *chart, const ds_chart_value *value, apr_pool_t *pool);

/* "45%", and "不足1%" for what is there; value is not above the whole; in pool. */
const char *ds_chart_share(ds_decimal value, ds_decimal whole, apr_pool_t *pool);

/* *whole = the sum of the items; returns 0 where one is not known, or the sum
 * is too large. */
int ds_chart_whole(ds_decimal *whole, const ds_chart_item *items, int n_items);

/* value / whole * length, rounded down; 0 <= value <= whole. */
int ds_chart_length(ds_decimal value, ds_decimal whole, int length);

/* The same for what is drawn: at least 1 for what is more than zero, 0 for what
 * is not known. */
int ds_chart_extent(const ds_chart_value *value, ds_decimal whole, int length);

/* Counts known values and keeps the largest; *is_negative is set where one is. */
typedef struct ds_chart_range {
    int n_known;
    int is_negative;
    ds_decimal largest;   /* at least DS_CHART_HANDFUL */
} ds_chart_range;

void ds_chart_range_start(ds_chart_range *range);
void ds_chart_range_add(ds_chart_range *range, const ds_chart_value *value);

/* The drawing's start tag, title and description, and its end. */
void ds_chart_open(ds_markup *m, const ds_chart *chart, int height, const char *description,
                   apr_pool_t *pool);
void ds_chart_close(ds_markup *m);

/* Where a text stands: its baseline begins, ends or has its middle at x. */
typedef enum { DS_CHART_START, DS_CHART_MIDDLE, DS_CHART_END } ds_chart_anchor;

/* class_name may be NULL. */
void ds_chart_text(ds_markup *m, const char *class_name, ds_chart_anchor anchor, int x, int y,
                   const char *text);

/* A rectangle; nothing when it has no area. class_name may be NULL. */
void ds_chart_rect(ds_markup *m, const char *class_name, int x, int y, int width, int height);

/* A line along `path` (SVG path data). */
void ds_chart_line(ds_markup *m, const char *path);

/* "ds-c1" to "ds-c6", and again from the first. */
const char *ds_chart_fill(int i);

#endif
