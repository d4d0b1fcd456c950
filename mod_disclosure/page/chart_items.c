/* Charts of one year: bars below each other, and the parts of a whole. */
#include <string.h>

#include <apr_strings.h>

#include "page/chart_parts.h"

/* Bars: one line, a bar in it, a heading's line and its baseline, the widest
 * label. */
#define LINE 21
#define BAR 12
#define HEADING 28
#define HEADING_BASE 17
#define MAX_LABEL 132

/* Parts: the upright bar, where leaders bend, where labels begin, where figures
 * end, how far labels are apart, the least heights of the bar and of a part. */
#define TOWER 44
#define BEND 60
#define LEADER_END 65
#define LABELS 69
#define FIGURES_END 262
#define LABEL_PITCH 22
#define MIN_TOWER 132
#define MIN_PART 2

/* Whether item i is the first of its group. */
static int begins_group(const ds_chart_item *items, int i)
{
    return items[i].group != NULL
        && (i == 0 || items[i - 1].group == NULL || strcmp(items[i - 1].group, items[i].group));
}

/* "自然人139件，商业企业15件。", with headings "行政复议：结果维持3件，..." */
static const char *describe(const ds_chart *chart, const ds_chart_item *items, int n_items,
                            apr_pool_t *pool)
{
    const char *text = "";

    for (int i = 0; i < n_items; i++) {
        int is_new = begins_group(items, i);

        text = apr_pstrcat(pool, text, i == 0 ? "" : is_new ? "；" : "，",
                           is_new ? items[i].group : "", is_new ? "：" : "", items[i].label,
                           ds_chart_words(chart, &items[i].value, pool), NULL);
    }
    return apr_pstrcat(pool, text, "。", NULL);
}

/* ---- Bars ---- */

typedef struct bars {
    ds_markup *m;
    ds_chart_item items[DS_CHART_MAX_ITEMS];  /* those that are drawn */
    int n_items;
    ds_decimal largest;
    int label;          /* the widest label as it is drawn */
    int figure;         /* the widest figure */
    int n_headings;
    apr_pool_t *pool;
} bars;

static void choose_bars(bars *b, const ds_chart_item *items, int n_items)
{
    for (int i = 0; i < n_items; i++) {
        if (!items[i].value.is_known || items[i].value.value != 0) {
            b->items[b->n_items++] = items[i];
        }
    }
}

static int measure(bars *b)
{
    ds_chart_range range;

    ds_chart_range_start(&range);
    for (int i = 0; i < b->n_items; i++) {
        int label = ds_chart_text_width(b->items[i].label);
        int figure = ds_chart_text_width(ds_chart_figure(&b->items[i].value, b->pool));

        ds_chart_range_add(&range, &b->items[i].value);
        b->label = label > b->label ? label : b->label;
        b->figure = figure > b->figure ? figure : b->figure;
        b->n_headings += begins_group(b->items, i);
    }
    b->label = b->label < MAX_LABEL ? b->label : MAX_LABEL;
    b->largest = range.largest;
    return range.n_known > 0 && !range.is_negative;
}

static void write_bar(const bars *b, const ds_chart_item *item, int y)
{
    int left = b->label + 8;
    int longest = DS_CHART_WIDTH - left - DS_CHART_BESIDE - b->figure;
    int length = ds_chart_extent(&item->value, b->largest, longest);

    ds_chart_text(b->m, NULL, DS_CHART_START, 0, y + BAR - 1,
                  ds_chart_cut(item->label, b->label, b->pool));
    ds_chart_rect(b->m, "ds-c1", left, y, length, BAR);
    ds_chart_text(b->m, item->value.is_known ? NULL : "ds-quiet", DS_CHART_START,
                  left + length + DS_CHART_BESIDE, y + BAR - 1,
                  ds_chart_figure(&item->value, b->pool));
}

int ds_chart_bars(ds_markup *m, const ds_chart *chart, const ds_chart_item *items, int n_items,
                  apr_pool_t *pool)
{
    bars b = { .m = m, .pool = pool };
    const char *path = "";
    int y = 2, start = 2;

    if (n_items < 1 || n_items > DS_CHART_MAX_ITEMS) {
        return 0;
    }
    choose_bars(&b, items, n_items);
    if (!measure(&b)) {
        return 0;
    }
    ds_chart_open(m, chart, b.n_items * LINE + b.n_headings * HEADING + 2,
                  describe(chart, items, n_items, pool), pool);
    for (int i = 0; i < b.n_items; i++, y += LINE) {
        if (begins_group(b.items, i)) {
            ds_chart_text(m, "ds-quiet", DS_CHART_START, 0, y + HEADING_BASE,
                          ds_chart_cut(b.items[i].group, DS_CHART_WIDTH, pool));
            y += HEADING;
            start = y;
        }
        write_bar(&b, &b.items[i], y);
        if (i + 1 == b.n_items || begins_group(b.items, i + 1)) {
            path = apr_psprintf(pool, "%sM%d %dV%d", path, b.label + 8, start - 2, y + BAR + 2);
        }
    }
    ds_chart_line(m, path);
    ds_chart_close(m);
    return 1;
}

/* ---- Parts ---- */

/* One part that is drawn. */
typedef struct part {
    const ds_chart_item *item;
    int height;
    int middle;         /* of it */
    int label;          /* the middle of its label's line */
} part;

typedef struct tower {
    part parts[DS_CHART_MAX_ITEMS];
    int n;
    int height;
} tower;

/* All are known; returns 0 where one is negative or none is more than zero. */
static int choose_parts(tower *t, const ds_chart_item *items, int n_items)
{
    t->n = 0;
    for (int i = 0; i < n_items; i++) {
        if (items[i].value.value < 0) {
            return 0;
        }
        if (items[i].value.value > 0) {
            t->parts[t->n++].item = &items[i];
        }
    }
    t->height = t->n * LABEL_PITCH > MIN_TOWER ? t->n * LABEL_PITCH : MIN_TOWER;
    return t->n > 0;
}

/* Heights that add up to the whole: each part ends where the sum so far does.
 * What would be too thin to be seen is made thicker at the largest's cost. */
static void measure_parts(tower *t, ds_decimal whole)
{
    ds_decimal sum = 0;
    int end = 0, largest = 0;

    for (int i = 0; i < t->n; i++) {
        int start = end;

        sum += t->parts[i].item->value.value;
        end = ds_chart_length(sum, whole, t->height);
        t->parts[i].height = end - start;
        if (t->parts[i].height > t->parts[largest].height) {
            largest = i;
        }
    }
    for (int i = 0; i < t->n; i++) {
        if (t->parts[i].height < MIN_PART) {
            t->parts[largest].height -= MIN_PART - t->parts[i].height;
            t->parts[i].height = MIN_PART;
        }
    }
}

/* Labels stand beside the middle of their parts, pushed down by those above
 * them, and up again from the end. */
static void place_labels(tower *t)
{
    int y = 0, least = LABEL_PITCH / 2, most;

    for (int i = 0; i < t->n; i++) {
        part *p = &t->parts[i];

        p->middle = y + p->height / 2;
        p->label = p->middle > least ? p->middle : least;
        least = p->label + LABEL_PITCH;
        y += p->height;
    }
    most = t->height - LABEL_PITCH / 2;
    for (int i = t->n - 1; i >= 0; i--, most -= LABEL_PITCH) {
        t->parts[i].label = t->parts[i].label < most ? t->parts[i].label : most;
    }
}

static void write_part(ds_markup *m, const ds_chart *chart, const part *p, ds_decimal whole,
                       apr_pool_t *pool)
{
    const char *figure = ds_chart_words(chart, &p->item->value, pool);
    int room = FIGURES_END - LABELS - ds_chart_text_width(figure) - 8;

    ds_chart_text(m, NULL, DS_CHART_START, LABELS, p->label + 6,
                  ds_chart_cut(p->item->label, room, pool));
    ds_chart_text(m, NULL, DS_CHART_END, FIGURES_END, p->label + 6, figure);
    ds_chart_text(m, "ds-quiet", DS_CHART_END, DS_CHART_WIDTH, p->label + 6,
                  ds_chart_share(p->item->value.value, whole, pool));
}

int ds_chart_parts(ds_markup *m, const ds_chart *chart, const ds_chart_item *items, int n_items,
                   apr_pool_t *pool)
{
    ds_decimal whole;
    const char *leaders = "";
    tower t;
    int y = 1;

    if (n_items < 1 || n_items > DS_CHART_MAX_ITEMS || !ds_chart_whole(&whole, items, n_items)
        || !choose_parts(&t, items, n_items)) {
        return 0;
    }
    measure_parts(&t, whole);
    place_labels(&t);
    ds_chart_open(m, chart, t.height + 2, describe(chart, items, n_items, pool), pool);
    for (int i = 0; i < t.n; i++) {
        const part *p = &t.parts[i];

        ds_chart_rect(m, ds_chart_fill(i), 1, y, TOWER, p->height);
        write_part(m, chart, p, whole, pool);
        leaders = apr_psprintf(pool, "%sM%d %dH%dL%d %dH%d", leaders, TOWER + 1, p->middle + 1,
                               TOWER + 4, BEND, p->label + 1, LEADER_END);
        y += p->height;
    }
    ds_chart_line(m, leaders);
    ds_chart_close(m);
    return 1;
}
