/* The plain-text reader fills the cells of a form section. */
#include "io/text_table.h"

#include <string.h>

#include "io/text_lots.h"
#include "io/text_rows.h"

typedef struct form_reader {
    ds_rows rows;                      /* of the table being filled */
    const ds_labels *labels;
    const ds_document *document;
    const apr_array_header_t *anchors;
    ds_spacing spacing;
    apr_pool_t *pool;
    apr_pool_t *iterpool;              /* cleared for each stretch */
} form_reader;

/* A stretch of a table: from behind a label up to the next row's. */
typedef struct stretch {
    int begin, end;           /* items */
    int row;                  /* whose label it follows, or -1 */
    int group;                /* index of the group label it follows, or -1 */
    int next_class;           /* of ds_spacing */
    int first_missing, n_missing; /* rows whose labels should stand in it */
} stretch;

static const ds_anchor *anchor_at(const form_reader *r, int index)
{
    return &APR_ARRAY_IDX(r->anchors, index, ds_anchor);
}

static const ds_form_label *label_at(const form_reader *r, int index)
{
    return ds_labels_at(r->labels, anchor_at(r, index)->label);
}

/* The rows still missing in a stretch, filled by their number alone from the
 * values that begin at the item. Returns 0 when the number does not fit. */
static int fill_by_count(form_reader *r, stretch *s, int item, int n_values)
{
    ds_rows *rows = &r->rows;
    int first = item;

    if (s->n_missing == 0 || n_values != s->n_missing * rows->table->n_columns) {
        return 0;
    }
    for (; s->n_missing > 0; s->n_missing--, s->first_missing++) {
        item = ds_rows_fill_from(rows, s->first_missing, item);
        if (*rows->table->rows[s->first_missing].label) {
            ds_rows_report(rows, s->first_missing, DS_WARNING, first, first,
                           "没有行名，已按先后次序填入。请对照原件核对。");
        }
    }
    return 1;
}

/* The one row of a table without stub, where some of its cells are empty. */
static int fill_unlabelled(form_reader *r, stretch *s, const ds_lot *lot)
{
    ds_rows *rows = &r->rows;
    int end;

    if (s->n_missing != 1 || *rows->table->rows[s->first_missing].label
        || ds_explicit_place(rows->cells, &end, rows->table, r->document, rows->marks,
                             ds_explicit_start(r->document, lot->first), s->end) != 1) {
        return 0;
    }
    ds_rows_fill(rows, s->first_missing++);
    s->n_missing = 0;
    return 1;
}

/* The row that the words before a lot name, -1 when they name none: a known
 * label out of its place, or a missing one with slips in it. */
static int row_of_lot(form_reader *r, const stretch *s, const ds_lot *lot, int begin)
{
    ds_rows *rows = &r->rows;
    int row;

    if (lot->known >= 0) {
        const ds_form_label *label = ds_labels_at(r->labels, lot->known);

        return label->table == rows->table && !rows->done[label->row] ? label->row : -1;
    }
    if (!*lot->words || s->n_missing == 0) {
        return -1;
    }
    row = ds_rows_nearest(rows, s->first_missing, s->n_missing, lot->words);
    if (row < 0) {
        row = ds_rows_nearest(rows, s->first_missing, s->n_missing, lot->all_words);
    }
    if (row >= 0 && lot->n_values == rows->table->n_columns) {
        ds_rows_report(rows, row, DS_INFO, begin, lot->first,
                       "的行名与格式略有不同，已按此行读入。");
    }
    return row;
}

/* One lot that does not belong to the row whose label the stretch follows. */
static void settle_lot(form_reader *r, stretch *s, const ds_lot *lot)
{
    ds_rows *rows = &r->rows;
    const char *group = s->group >= 0 ? ds_labels_at(r->labels, s->group)->words : NULL;
    int n = rows->table->n_columns, end = lot->last + 1, begin = lot->first, row;

    if (lot->n_values == 0) {
        return;
    }
    if (lot->first_text >= 0 && lot->first_text < begin) {
        begin = lot->first_text;
    }
    row = row_of_lot(r, s, lot, begin);
    if (row >= 0 && lot->n_values == n) {
        ds_rows_fill_from(rows, row, lot->first);
    }
    else if (row >= 0) {
        ds_rows_refuse(rows, row, 1, begin, end, lot->n_values);
    }
    else if (group && !*lot->words && lot->n_values == n && ds_rows_are_other(rows, group)) {
        ds_rows_set_aside(rows, group, s->begin - 1, end);
    }
    else if (*lot->words || s->n_missing == 0) {
        ds_rows_set_aside(rows, lot->words, begin, end);
    }
    else if (!fill_by_count(r, s, lot->first, lot->n_values) && !fill_unlabelled(r, s, lot)) {
        ds_rows_refuse(rows, s->first_missing, s->n_missing, begin, end, lot->n_values);
        s->n_missing = 0;
    }
}

/* Whether as many values as a row has are this row's: unless labels are
 * missing behind it, when they might be spread over several rows. */
static int is_whole(const form_reader *r, const stretch *s, const ds_lot *lot)
{
    return lot->n_values == r->rows.table->n_columns
           && (s->n_missing == 0
               || ds_spacing_is_even(&r->spacing, r->document, s->begin, lot->first, lot->last));
}

/* The row whose label the stretch follows, from the first lot behind it.
 * Returns 0 when that lot is not this row's. */
static int settle_row(form_reader *r, stretch *s, const ds_lot *lot, int is_only)
{
    ds_rows *rows = &r->rows;
    int n = rows->table->n_columns;

    if (lot->known >= 0 || lot->n_values == 0) {
        return 0;
    }
    if (*lot->words && (lot->n_values != n || s->n_missing > 0 || !is_only
                        || ds_rows_are_other(rows, lot->words))) {
        return 0;
    }
    if (is_whole(r, s, lot)) {
        ds_rows_fill_from(rows, s->row, lot->first);
    }
    else if (is_only && s->n_missing > 0 && lot->n_values == n * (1 + s->n_missing)) {
        int next = ds_rows_fill_from(rows, s->row, lot->first);

        fill_by_count(r, s, next, n * s->n_missing);
    }
    else if (is_only && ds_spacing_place(rows->cells, &r->spacing, r->document, s->begin, s->end,
                                         n, s->next_class)) {
        ds_rows_fill(rows, s->row);
    }
    else {
        ds_rows_refuse(rows, s->row, 1, lot->first, lot->last + 1, lot->n_values);
    }
    return 1;
}

/* A row in which words stand where figures should: as many printed cells as
 * columns, the row's own beyond doubt as no other is missing. */
static int settle_worded(form_reader *r, const stretch *s)
{
    int i, printed = 0, first = -1, worded = 0;

    for (i = s->begin; i < s->end; i++) {
        const ds_item *item = &r->document->items[i];

        if (item->kind == DS_ITEM_CELL && r->rows.marks[i] == DS_MARK_NONE) {
            first = printed++ ? first : i;
            worded += !item->is_figure;
            if (printed > r->rows.table->n_columns || (worded && printed == 1)) {
                return 0;
            }
        }
    }
    if (s->row < 0 || s->n_missing > 0 || printed != r->rows.table->n_columns || !worded) {
        return 0;
    }
    ds_rows_fill_from(&r->rows, s->row, first);
    return 1;
}

static int count_figures(const form_reader *r, int begin, int end)
{
    int n = 0;

    for (; begin < end; begin++) {
        n += r->document->items[begin].is_figure;
    }
    return n;
}

/* The row whose label the stretch follows, where its cells are certain.
 * Returns the item behind it, or -1 when they are not. */
static int settle_explicit(form_reader *r, const stretch *s)
{
    ds_rows *rows = &r->rows;
    int end, fits = ds_explicit_place(rows->cells, &end, rows->table, r->document, rows->marks,
                                      s->begin, s->end);

    if (fits == 1) {
        ds_rows_fill(rows, s->row);
    }
    else if (fits == 0) {
        ds_rows_refuse(rows, s->row, 1, s->begin, end, count_figures(r, s->begin, end));
    }
    return fits < 0 ? -1 : end;
}

/* Everything between one row's label and the next. */
static void settle(form_reader *r, stretch *s)
{
    apr_array_header_t *lots;
    int begin = s->begin, first = 0, i;

    apr_pool_clear(r->iterpool);
    if (s->row >= 0) {
        int end = settle_explicit(r, s);

        if (end < 0 && settle_worded(r, s)) {
            return;
        }
        begin = end < 0 ? begin : end;
    }
    lots = ds_lots_of(r->document, r->rows.marks, r->labels, begin, s->end, r->iterpool);
    if (s->row >= 0 && !r->rows.done[s->row] && lots->nelts > 0) {
        first = settle_row(r, s, &APR_ARRAY_IDX(lots, 0, ds_lot), lots->nelts == 1);
    }
    for (i = first; i < lots->nelts; i++) {
        settle_lot(r, s, &APR_ARRAY_IDX(lots, i, ds_lot));
    }
    if (s->row >= 0) {
        r->rows.done[s->row] = 1;
    }
}

/* Learns from a row how far apart values stand. */
static void learn(form_reader *r, stretch *s)
{
    if (s->row >= 0 && s->n_missing == 0) {
        ds_spacing_learn(&r->spacing, r->document, s->begin, s->end, r->rows.table->n_columns,
                         s->next_class);
    }
}

/* The class of what comes after a row, for the spacing: how many empty stub
 * cells come before the next label. */
static int class_of(const form_reader *r, int index)
{
    if (index >= r->anchors->nelts) {
        return -1;
    }
    return label_at(r, index)->table != r->rows.table ? DS_SPACING_CLASSES - 1
                                                      : label_at(r, index)->blanks;
}

/* The stretch that begins with the anchor `index` (or before the first, for
 * the head) and ends with the anchor `next` or, behind the last, at `end`. */
static stretch stretch_of(const form_reader *r, int index, int begin, int next, int end)
{
    stretch s = { begin, end, -1, -1, class_of(r, next), 0, 0 };
    int next_row = r->rows.table->n_rows;

    if (index >= 0) {
        const ds_form_label *label = label_at(r, index);

        s.row = label->kind == DS_LABEL_ROW ? label->row : -1;
        s.group = s.row < 0 ? anchor_at(r, index)->label : -1;
        s.first_missing = label->row + (s.row >= 0);
    }
    if (next < r->anchors->nelts && label_at(r, next)->table == r->rows.table) {
        next_row = label_at(r, next)->row;
    }
    s.n_missing = next_row > s.first_missing ? next_row - s.first_missing : 0;
    return s;
}

/* Calls back for each stretch of the table whose anchors are first to before
 * last, and whose items end before `end`. */
static void each_stretch(form_reader *r, int first, int last, int begin, int end,
                         void (*visit)(form_reader *r, stretch *s))
{
    int index = -1, i;
    stretch s;

    for (i = first; i < last; i++) {
        int item = anchor_at(r, i)->item;
        ds_label_kind kind = label_at(r, i)->kind;

        if (kind != DS_LABEL_ROW && kind != DS_LABEL_GROUP) {
            begin = index < 0 ? item + 1 : begin;
            continue;
        }
        s = stretch_of(r, index, begin, i, item);
        visit(r, &s);
        index = i;
        begin = item + 1;
    }
    s = stretch_of(r, index, begin, last, end);
    visit(r, &s);
}

/* A table without stub whose data row is empty to the last cell counts as
 * found when its head is. */
static void accept_empty(form_reader *r)
{
    const ds_table *table = r->rows.table;
    int row;

    for (row = 0; row < table->n_rows; row++) {
        if (!*table->rows[row].label) {
            r->rows.done[row] = 1;
        }
    }
}

/* The index behind the last anchor of the table that begins at `first`. */
static int last_anchor(const form_reader *r, int first, const ds_table *table)
{
    while (first < r->anchors->nelts && label_at(r, first)->table == table) {
        first++;
    }
    return first;
}

/* The tables one after the other, each from its first label to that of the
 * next one found: first learning, then filling. */
static void each_table(form_reader *r, const ds_section *section, int begin, int end,
                       void (*visit)(form_reader *r, stretch *s))
{
    int t, first = 0;

    for (t = 0; t < section->n_tables; t++) {
        const ds_table *table = &r->rows.report->format->tables[section->first_table + t];
        int last = last_anchor(r, first, table), from, to;

        ds_rows_open(&r->rows, table, r->pool);
        from = first < r->anchors->nelts ? anchor_at(r, first)->item : begin;
        to = last < r->anchors->nelts ? anchor_at(r, last)->item : end;
        if (last > first || section->n_tables == 1) {
            each_stretch(r, first, last, from, to, visit);
        }
        if (visit == settle) {
            if (last > first) {
                accept_empty(r);
            }
            ds_rows_report_missing(&r->rows);
        }
        first = last;
    }
}

/* Whether the words are a label's, and have no ordinal that it has not: 3.其他
 * is not the head 其他. */
static int is_known(const form_reader *r, const ds_words *words)
{
    int label = ds_labels_match(r->labels, words);

    return label >= 0 && (!words->ordinal || ds_labels_at(r->labels, label)->ordinal);
}

/* Marks what each item is. */
static void mark_items(form_reader *r, int begin, int end)
{
    unsigned char *marks = r->rows.marks;
    int i, p;

    for (i = 0; i < r->anchors->nelts; i++) {
        const ds_anchor *anchor = anchor_at(r, i);

        marks[anchor->item] = DS_MARK_ANCHOR;
        for (p = 0; p < anchor->n_pieces; p++) {
            marks[anchor->pieces[p]] = DS_MARK_ANCHOR;
        }
    }
    for (i = begin; i < end; i++) {
        const ds_item *item = &r->document->items[i];

        if (item->words && marks[i] == DS_MARK_NONE) {
            if (is_known(r, item->words)) {
                marks[i] = DS_MARK_KNOWN;
            }
            else if (!item->is_figure && ds_labels_has_part(r->labels, item->words)) {
                marks[i] = DS_MARK_PART;
            }
        }
        if (marks[i] != DS_MARK_NONE) {
            r->rows.taken[item->line] = 1;
        }
    }
}

void ds_tables_read(ds_report *report, const ds_formats *formats, const ds_section *section,
                    const ds_labels *labels, const ds_document *document,
                    const apr_array_header_t *anchors, int begin, int end, unsigned char *taken,
                    ds_findings *findings, apr_pool_t *scratch_pool)
{
    form_reader r = {
        .rows = { .report = report, .formats = formats, .document = document,
                  .findings = findings, .taken = taken },
        .labels = labels, .document = document, .anchors = anchors, .pool = scratch_pool
    };

    r.rows.marks = apr_pcalloc(scratch_pool, (apr_size_t)document->n_items + 1);
    apr_pool_create(&r.iterpool, scratch_pool);
    ds_spacing_init(&r.spacing);
    mark_items(&r, begin, end);
    each_table(&r, section, begin, end, learn);
    each_table(&r, section, begin, end, settle);
    apr_pool_destroy(r.iterpool);
}
