/* What stands between two labels of a table. */
#include "io/text_lots.h"

#include <string.h>

#include <apr_strings.h>

/* No more words of one lot are remembered. */
#define MAX_TEXTS 8

/* A lot being gathered. */
typedef struct gatherer {
    ds_lot lot;
    const char *words[MAX_TEXTS], *all[2 * MAX_TEXTS];
    int n_words, n_all;
} gatherer;

static void begin_lot(gatherer *g)
{
    memset(g, 0, sizeof(*g));
    g->lot.first_text = g->lot.known = g->lot.first = g->lot.last = -1;
}

static const char *joined(const char *const *words, int n, apr_pool_t *pool)
{
    apr_array_header_t *all = apr_array_make(pool, n, sizeof(const char *));
    int i;

    for (i = 0; i < n; i++) {
        APR_ARRAY_PUSH(all, const char *) = words[i];
    }
    return apr_array_pstrcat(pool, all, '\0');
}

static void end_lot(apr_array_header_t *lots, gatherer *g, apr_pool_t *pool)
{
    if (g->lot.n_values > 0 || g->n_words > 0) {
        g->lot.words = joined(g->words, g->n_words, pool);
        g->lot.all_words = joined(g->all, g->n_all, pool);
        APR_ARRAY_PUSH(lots, ds_lot) = g->lot;
    }
    begin_lot(g);
}

static void remember(const char **words, int *n, int max, const ds_item *item)
{
    if (item->words && *n < max) {
        words[(*n)++] = item->words->full;
    }
}

apr_array_header_t *ds_lots_of(const ds_document *document, const unsigned char *marks,
                               const ds_labels *labels, int begin, int end, apr_pool_t *pool)
{
    apr_array_header_t *lots = apr_array_make(pool, 4, sizeof(ds_lot));
    gatherer g;
    int i;

    begin_lot(&g);
    for (i = begin; i < end; i++) {
        const ds_item *item = &document->items[i];

        if (item->kind != DS_ITEM_CELL || marks[i] == DS_MARK_ANCHOR) {
            continue;
        }
        if (marks[i] == DS_MARK_PART) {
            remember(g.all, &g.n_all, 2 * MAX_TEXTS, item);
        }
        else if (marks[i] == DS_MARK_KNOWN) {
            int label = ds_labels_match(labels, item->words);

            end_lot(lots, &g, pool);
            g.lot.known = ds_labels_at(labels, label)->kind == DS_LABEL_ROW ? label : -1;
        }
        else if (item->is_figure) {
            g.lot.first = g.lot.n_values++ ? g.lot.first : i;
            g.lot.last = i;
        }
        else {
            if (g.lot.n_values > 0) {
                end_lot(lots, &g, pool);
            }
            g.lot.first_text = g.lot.first_text < 0 ? i : g.lot.first_text;
            remember(g.words, &g.n_words, MAX_TEXTS, item);
            remember(g.all, &g.n_all, 2 * MAX_TEXTS, item);
        }
    }
    end_lot(lots, &g, pool);
    return lots;
}

void ds_spacing_init(ds_spacing *spacing)
{
    int i;

    spacing->before = spacing->inner = -1;
    for (i = 0; i < DS_SPACING_CLASSES; i++) {
        spacing->behind[i] = -1;
    }
}

/* Empty lines around the values of a row, each of which has its own line. */
typedef struct gaps {
    int n_values;
    int before;    /* between label and first value */
    int behind;    /* after the last value */
} gaps;

/* Counts; the empty lines before value v are counted in at[v], when given
 * (room for n). Returns 0 when the items are not values and empty lines
 * alone, or more than n values. */
static int count_gaps(gaps *counted, int *at, const ds_document *document, int begin, int end,
                      int n)
{
    int i, empty = 0;

    memset(counted, 0, sizeof(*counted));
    for (i = begin; i < end; i++) {
        const ds_item *item = &document->items[i];

        if (item->kind == DS_ITEM_GAP) {
            empty++;
        }
        else if (item->kind == DS_ITEM_CELL && item->is_alone && item->is_figure
                 && counted->n_values < n) {
            at[counted->n_values++] = empty;
            empty = 0;
        }
        else {
            return 0;
        }
    }
    counted->before = counted->n_values ? at[0] : 0;
    counted->behind = empty;
    return 1;
}

static void agree(int *known, int seen)
{
    *known = *known == -1 || *known == seen ? seen : -2;
}

/* No table is wider than the room for counts below. */
#define MAX_COLUMNS 256

void ds_spacing_learn(ds_spacing *spacing, const ds_document *document, int begin, int end, int n,
                      int next)
{
    int at[MAX_COLUMNS], i;
    gaps counted;

    if (n > MAX_COLUMNS || !count_gaps(&counted, at, document, begin, end, n)
        || counted.n_values != n) {
        return;
    }
    agree(&spacing->before, counted.before);
    for (i = 1; i < n; i++) {
        agree(&spacing->inner, at[i]);
    }
    if (next >= 0 && next < DS_SPACING_CLASSES) {
        agree(&spacing->behind[next], counted.behind);
    }
}

int ds_spacing_is_even(const ds_spacing *spacing, const ds_document *document, int begin,
                       int first, int last)
{
    int before = spacing->before < 0 ? -1 : spacing->before;
    int inner = spacing->inner < 0 ? -1 : spacing->inner, empty = 0, i;

    for (i = begin; i <= last; i++) {
        if (document->items[i].kind == DS_ITEM_GAP) {
            empty++;
        }
        else if (document->items[i].kind == DS_ITEM_CELL && document->items[i].is_alone) {
            agree(i > first ? &inner : &before, i >= first ? empty : before);
            empty = 0;
        }
    }
    return inner != -2 && before != -2;
}

/* The number of empty cells that so many more empty lines stand for; -1 when
 * it is not a whole number of them. */
static int empty_cells(int lines, int inner)
{
    return lines >= 0 && lines % (inner + 1) == 0 ? lines / (inner + 1) : -1;
}

int ds_spacing_place(int *cells, const ds_spacing *spacing, const ds_document *document, int begin,
                     int end, int n, int next)
{
    int at[MAX_COLUMNS], i, v, c = 0, skip;
    gaps counted;

    if (n > MAX_COLUMNS || spacing->inner < 0 || next < 0 || next >= DS_SPACING_CLASSES
        || spacing->behind[next] < 0
        || !count_gaps(&counted, at, document, begin, end, n)) {
        return 0;
    }
    for (i = begin, v = 0; i < end; i++) {
        if (document->items[i].kind != DS_ITEM_CELL) {
            continue;
        }
        skip = empty_cells(at[v++] - spacing->inner, spacing->inner);
        if (skip < 0 || c + skip >= n) {
            return 0;
        }
        while (skip-- > 0) {
            cells[c++] = -1;
        }
        cells[c++] = i;
    }
    skip = empty_cells(counted.behind - spacing->behind[next], spacing->inner);
    if (skip < 0 || c + skip != n) {
        return 0;
    }
    while (c < n) {
        cells[c++] = -1;
    }
    return 1;
}

/* Whether the item is empty, or repeats the cell before it as a cell does that
 * was printed over several columns. */
static int is_filler(const ds_document *document, int item)
{
    const ds_item *items = document->items;

    return items[item].kind == DS_ITEM_EMPTY
           || (item > 0 && items[item - 1].kind == DS_ITEM_CELL
               && strcmp(items[item].text, items[item - 1].text) == 0);
}

/* Takes cells by their place in the grid of the section: the stub's columns,
 * then the table's. `label` is behind the row's label. Returns 0 when what
 * should be filled is not, or the other way round. */
static int place_by_grid(int *cells, const ds_table *table, const ds_document *document, int begin,
                         int label)
{
    int item = begin + table->stub_width, c, i;

    for (i = label; i < item; i++) {
        if (!is_filler(document, i)) {
            return 0;
        }
    }
    for (c = 0; c < table->n_columns; c++) {
        cells[c] = document->items[item].kind == DS_ITEM_CELL ? item : -1;
        for (i = 1; i < table->columns[c].colspan; i++) {
            if (!is_filler(document, item + i)) {
                return 0;
            }
        }
        item += table->columns[c].colspan;
    }
    return label <= begin + table->stub_width;
}

/* Takes n cells from begin. */
static void place_from(int *cells, int n, const ds_document *document, int begin)
{
    int c;

    for (c = 0; c < n; c++) {
        cells[c] = document->items[begin + c].kind == DS_ITEM_CELL ? begin + c : -1;
    }
}

int ds_explicit_start(const ds_document *document, int item)
{
    while (item > 0 && document->items[item - 1].is_explicit
           && document->items[item - 1].kind != DS_ITEM_BREAK) {
        item--;
    }
    return item;
}

/* What stands between a label and the end of its row. */
typedef struct tail {
    int end;           /* item behind it */
    int first, last;   /* first and last printed cell, -1 for none */
    int n_printed, n_figures;
} tail;

static tail tail_of(const ds_document *document, const unsigned char *marks, int begin, int limit)
{
    const ds_item *items = document->items;
    tail t = { begin, -1, -1, 0, 0 };

    for (; t.end < limit && items[t.end].is_explicit; t.end++) {
        if (items[t.end].kind == DS_ITEM_CELL && marks[t.end] != DS_MARK_ANCHOR) {
            t.first = t.n_printed++ ? t.first : t.end;
            t.last = t.end;
            t.n_figures += items[t.end].is_figure;
        }
    }
    return t;
}

int ds_explicit_place(int *cells, int *end, const ds_table *table, const ds_document *document,
                      const unsigned char *marks, int begin, int limit)
{
    const ds_item *items = document->items;
    int n = table->n_columns, start = ds_explicit_start(document, begin);
    tail t = tail_of(document, marks, begin, limit);

    *end = t.end;
    if (t.end == begin || (t.end < limit && items[t.end].kind != DS_ITEM_BREAK)
        || (t.first >= 0 && !items[t.first].is_figure
            && (t.n_figures > 0 || t.end - begin != n))) {
        return -1;
    }
    if (t.end - start == table->section->grid_width
        && place_by_grid(cells, table, document, start, begin)) {
        return 1;
    }
    if (t.n_printed == 0) {
        memset(cells, 0xFF, sizeof(*cells) * (apr_size_t)n); /* -1 each */
        return 1;
    }
    if (t.end - begin == n || t.last - t.first + 1 == n) {
        place_from(cells, n, document, t.end - begin == n ? begin : t.first);
        return 1;
    }
    return 0;
}
