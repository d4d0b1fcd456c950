/* The plain-text reader fills the cells of a form section. */
#include "io/text_table.h"

#include <string.h>

#include <apr_strings.h>

#include "core/cell_text.h"
#include "core/text.h"
#include "io/text_lots.h"

typedef struct form_reader {
    ds_report *report;
    const ds_formats *formats;
    const ds_labels *labels;
    const ds_document *document;
    const apr_array_header_t *anchors;
    ds_findings *findings;
    unsigned char *taken; /* per line */
    unsigned char *marks; /* per item: ds_mark */
    ds_spacing spacing;
    const ds_table *table; /* the one being filled, and ... */
    char *done;            /* ... per row of it: filled in, or reported */
    int *cells;            /* room for one row */
    apr_pool_t *pool;
} form_reader;

/* A stretch of a table: from behind a label up to the next row's. */
typedef struct stretch {
    int begin, end;           /* items */
    int row;                  /* whose label it follows, or -1 */
    int group;                /* index of the group label it follows, or -1 */
    int next_class;           /* of ds_spacing */
    int first_missing, n_missing; /* rows whose labels should stand in it */
} stretch;

static const ds_form_label *label_of(const form_reader *r, const ds_anchor *anchor)
{
    return ds_labels_at(r->labels, anchor->label);
}

static const ds_anchor *anchor_at(const form_reader *r, int index)
{
    return &APR_ARRAY_IDX(r->anchors, index, ds_anchor);
}

static int line_number(const form_reader *r, int item)
{
    return r->document->items[item].line + 1;
}

/* What was found between two items, for a finding. */
static const char *passage_of(const form_reader *r, int begin, int end)
{
    const char *passage = "";
    int i;

    for (i = begin; i < end && strlen(passage) < 4 * DS_TEXT_PASSAGE; i++) {
        const char *text = r->document->items[i].text;

        if (*text) {
            passage = apr_pstrcat(r->pool, passage, *passage ? " " : "",
                                  ds_text_quote(r->pool, text, DS_TEXT_PASSAGE), NULL);
        }
    }
    return ds_text_quote(r->pool, passage, DS_TEXT_PASSAGE - 1);
}

static const char *place_of_row(const form_reader *r, int row)
{
    return apr_pstrcat(r->pool, r->table->id, "/", r->table->rows[row].id, NULL);
}

/* How a row is called: by its labels, or by its table where it has none. */
static const char *name_of_row(const form_reader *r, int row)
{
    const ds_row *found = &r->table->rows[row];

    return *found->name ? found->name : r->table->caption;
}

static void take_lines(form_reader *r, int begin, int end)
{
    int i;

    for (i = begin; i < end; i++) {
        if (r->document->items[i].kind == DS_ITEM_CELL) {
            r->taken[r->document->items[i].line] = 1;
        }
    }
}

/* Fills a row from its cells: items, -1 for empty ones. */
static void fill(form_reader *r, int row, const int *cells)
{
    int c;

    for (c = 0; c < r->table->n_columns; c++) {
        if (cells[c] >= 0) {
            const ds_item *item = &r->document->items[cells[c]];

            ds_cell_read(r->report, ds_table_cell(r->table, row, c), item->text, r->findings);
            r->taken[item->line] = 1;
        }
    }
    r->done[row] = 1;
}

/* Fills a row from as many printed cells as it has columns, the first of them
 * at or behind `item`. Returns the item behind the last. */
static int fill_from(form_reader *r, int row, int item)
{
    int c = 0;

    while (c < r->table->n_columns) {
        if (r->document->items[item].kind == DS_ITEM_CELL && r->marks[item] == DS_MARK_NONE) {
            r->cells[c++] = item;
        }
        item++;
    }
    fill(r, row, r->cells);
    return item;
}

/* Reports rows whose figures cannot be told apart; they stay blank. */
static void refuse_rows(form_reader *r, int row, int n_rows, int begin, int end, int n_values)
{
    int n = r->table->n_columns, c;
    ds_finding *finding;

    if (r->done[row]) {
        return;
    }
    memset(r->done + row, 1, (size_t)n_rows);
    finding = ds_findings_add(r->findings, DS_ERROR, "F.row", place_of_row(r, row),
                              "‘%s’%s（第 %d 行）应有 %d 个数，读到 %d 个，无法确定各属哪一格，"
                              "没有填入。请对照原件补填。",
                              name_of_row(r, row), n_rows > 1 ? "及以下几行" : "一行",
                              line_number(r, begin), n * n_rows, n_values);
    finding->passage = passage_of(r, begin, end);
    for (c = 0; c < n * n_rows; c++) {
        ds_finding_add_cell(r->findings, finding,
                            ds_format_address(r->report->format,
                                              ds_table_cell(r->table, row + c / n, c % n)));
    }
    take_lines(r, begin, end);
}

static void report_row(form_reader *r, int row, ds_severity severity, int item,
                       const char *passage, const char *message)
{
    ds_finding *finding = ds_findings_add(r->findings, severity, "F.row", place_of_row(r, row),
                                          "‘%s’一行（第 %d 行）%s", name_of_row(r, row),
                                          line_number(r, item), message);

    finding->passage = passage;
}

/* Whether some other format has, in the table of this name, a row of those
 * words that this table has not. */
static int is_row_of_another_format(const form_reader *r, const char *words)
{
    int f, i;

    for (f = 0; f < ds_formats_count(r->formats); f++) {
        const ds_format *format = ds_formats_at(r->formats, f);
        const ds_table *table = ds_format_table(format, r->table->id);

        for (i = 0; table && format != r->report->format && i < table->n_rows; i++) {
            ds_words other;

            ds_words_of(&other, table->rows[i].label, r->pool);
            if (strcmp(other.full, words) == 0
                && !ds_table_row(r->table, table->rows[i].id)) {
                return 1;
            }
        }
    }
    return 0;
}

/* Keeps a row aside that the table has not. */
static void set_aside(form_reader *r, const char *words, int begin, int end)
{
    int is_other = is_row_of_another_format(r, words);
    ds_finding *finding;

    finding = ds_findings_add(r->findings, is_other ? DS_ERROR : DS_WARNING,
                              is_other ? r->table->rows_rule : "F.row", r->table->id,
                              is_other ? "第 %d 行：%s 年格式的‘%s’没有这一行，数字没有读入。"
                                         "请按本年度的格式改填。"
                                       : "第 %d 行：%s 年格式的‘%s’没有这一行，已另列于此，没有读入。"
                                         "请核对是否应当计入其他行。",
                              line_number(r, begin), r->report->format->id, r->table->caption);
    finding->passage = passage_of(r, begin, end);
    take_lines(r, begin, end);
}

/* The missing row of the stretch whose label is nearest to the words; -1 when
 * none is near, or another row is as near. */
static int nearest_row(const form_reader *r, const stretch *s, const char *words)
{
    int best = DS_WORDS_MAX, found = -1, row;

    for (row = 0; row < r->table->n_rows; row++) {
        int is_missing = row >= s->first_missing && row < s->first_missing + s->n_missing;
        int length, limit, distance;
        ds_words label;

        ds_words_of(&label, r->table->rows[row].label, r->pool);
        length = (int)ds_text_length(label.full);
        limit = length < 3 ? 0 : length < 8 ? 1 : length / 4;
        distance = ds_words_distance(label.full, words, limit);
        if (label.bare && distance > limit) {
            distance = ds_words_distance(label.bare, words, limit);
        }
        if (distance <= limit && distance < best) {
            best = distance;
            found = is_missing && !r->done[row] ? row : -1;
        }
        else if (distance <= limit && distance == best) {
            found = -1;
        }
    }
    return found;
}

/* The rows that are still missing in a stretch when the values of `lot` come:
 * fills them by their number alone. Returns 0 when the number does not fit. */
static int fill_by_count(form_reader *r, stretch *s, int item, int n_values)
{
    int first = item;

    if (s->n_missing == 0 || n_values != s->n_missing * r->table->n_columns) {
        return 0;
    }
    for (; s->n_missing > 0; s->n_missing--, s->first_missing++) {
        int row = s->first_missing;

        item = fill_from(r, row, item);
        if (*r->table->rows[row].label) {
            report_row(r, row, DS_WARNING, first, NULL,
                       "没有行名，已按先后次序填入。请对照原件核对。");
        }
    }
    return 1;
}

/* The one row of a table without stub, where some of its cells are empty. */
static int fill_unlabelled(form_reader *r, stretch *s, const ds_lot *lot)
{
    int end;

    if (s->n_missing != 1 || *r->table->rows[s->first_missing].label
        || ds_explicit_place(r->cells, &end, r->table, r->document, r->marks,
                             ds_explicit_start(r->document, lot->first), s->end) != 1) {
        return 0;
    }
    fill(r, s->first_missing++, r->cells);
    s->n_missing = 0;
    return 1;
}

/* One lot that does not belong to the row whose label the stretch follows. */
static void settle_lot(form_reader *r, stretch *s, const ds_lot *lot)
{
    int n = r->table->n_columns, row = -1, begin;
    const char *group = s->group >= 0 ? ds_labels_at(r->labels, s->group)->words : NULL;

    if (lot->n_values == 0) {
        return;
    }
    begin = lot->first_text >= 0 && lot->first_text < lot->first ? lot->first_text : lot->first;
    if (lot->known >= 0) {
        const ds_form_label *label = ds_labels_at(r->labels, lot->known);

        row = label->table == r->table && !r->done[label->row] ? label->row : -1;
    }
    else if (*lot->words && s->n_missing > 0) {
        row = nearest_row(r, s, lot->words);
        row = row < 0 ? nearest_row(r, s, lot->all_words) : row;
        if (row >= 0 && lot->n_values == n) {
            report_row(r, row, DS_INFO, begin, passage_of(r, begin, lot->first),
                       "的行名与格式略有不同，已按此行读入。");
        }
    }
    if (row >= 0 && lot->n_values == n) {
        fill_from(r, row, lot->first);
    }
    else if (row >= 0) {
        refuse_rows(r, row, 1, begin, lot->last + 1, lot->n_values);
    }
    else if (group && !*lot->words && lot->n_values == n && is_row_of_another_format(r, group)) {
        set_aside(r, group, s->begin - 1, lot->last + 1);
    }
    else if (*lot->words || s->n_missing == 0) {
        set_aside(r, lot->words, begin, lot->last + 1);
    }
    else if (!fill_by_count(r, s, lot->first, lot->n_values) && !fill_unlabelled(r, s, lot)) {
        refuse_rows(r, s->first_missing, s->n_missing, begin, lot->last + 1, lot->n_values);
        s->n_missing = 0;
    }
    take_lines(r, begin, lot->last + 1);
}

/* The row whose label the stretch follows, from the first lot behind it.
 * Returns 0 when that lot is not this row's. */
static int settle_row(form_reader *r, stretch *s, const ds_lot *lot, int is_only)
{
    int n = r->table->n_columns;

    if (lot->known >= 0 || lot->n_values == 0) {
        return 0;
    }
    if (*lot->words && (lot->n_values != n || s->n_missing > 0 || !is_only
                        || is_row_of_another_format(r, lot->words))) {
        return 0;
    }
    if (lot->n_values == n) {
        fill_from(r, s->row, lot->first);
    }
    else if (is_only && lot->n_values == n * (1 + s->n_missing)) {
        int next = fill_from(r, s->row, lot->first);

        fill_by_count(r, s, next, n * s->n_missing);
    }
    else if (is_only && ds_spacing_place(r->cells, &r->spacing, r->document, s->begin, s->end, n,
                                         s->next_class)) {
        fill(r, s->row, r->cells);
    }
    else {
        refuse_rows(r, s->row, 1, lot->first, lot->last + 1, lot->n_values);
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

        if (item->kind == DS_ITEM_CELL && r->marks[i] == DS_MARK_NONE) {
            first = printed++ ? first : i;
            worded += !item->is_figure;
            if (printed > r->table->n_columns || (worded && printed == 1)) {
                return 0;
            }
        }
    }
    if (s->row < 0 || s->n_missing > 0 || printed != r->table->n_columns || !worded) {
        return 0;
    }
    fill_from(r, s->row, first);
    return 1;
}

/* Everything between one row's label and the next. */
static void settle(form_reader *r, stretch *s)
{
    apr_array_header_t *lots;
    int begin = s->begin, first = 0, i;

    if (s->row >= 0) {
        int end, fits = ds_explicit_place(r->cells, &end, r->table, r->document, r->marks, begin,
                                          s->end);

        if (fits == 1) {
            fill(r, s->row, r->cells);
            begin = end;
        }
        else if (settle_worded(r, s)) {
            return;
        }
    }
    lots = ds_lots_of(r->document, r->marks, r->labels, begin, s->end, r->pool);
    if (s->row >= 0 && !r->done[s->row] && lots->nelts > 0) {
        first = settle_row(r, s, &APR_ARRAY_IDX(lots, 0, ds_lot), lots->nelts == 1);
    }
    for (i = first; i < lots->nelts; i++) {
        settle_lot(r, s, &APR_ARRAY_IDX(lots, i, ds_lot));
    }
    if (s->row >= 0) {
        r->done[s->row] = 1;
    }
}

/* Whether the anchor begins a stretch: the label of a row or of a group. */
static int begins_stretch(const form_reader *r, int index)
{
    ds_label_kind kind = label_of(r, anchor_at(r, index))->kind;

    return kind == DS_LABEL_ROW || kind == DS_LABEL_GROUP;
}

/* The class of what comes after a row, for the spacing: how many empty stub
 * cells come before the next label. */
static int class_of(const form_reader *r, int index)
{
    const ds_form_label *label;

    if (index >= r->anchors->nelts) {
        return -1;
    }
    label = label_of(r, anchor_at(r, index));
    return label->table != r->table ? DS_SPACING_CLASSES - 1 : label->blanks;
}

/* The stretch that begins with the anchor `index` (or before the first, for
 * the head) and ends with the anchor `next` or, behind the last, at `end`. */
static stretch stretch_of(const form_reader *r, int index, int begin, int next, int end)
{
    stretch s = { begin, end, -1, -1, class_of(r, next), 0, 0 };
    int next_row = r->table->n_rows;

    if (index >= 0) {
        const ds_form_label *label = label_of(r, anchor_at(r, index));

        s.row = label->kind == DS_LABEL_ROW ? label->row : -1;
        s.group = s.row < 0 ? anchor_at(r, index)->label : -1;
        s.first_missing = label->row + (s.row >= 0);
    }
    if (next < r->anchors->nelts && label_of(r, anchor_at(r, next))->table == r->table) {
        next_row = label_of(r, anchor_at(r, next))->row;
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
        const ds_anchor *anchor = anchor_at(r, i);

        if (!begins_stretch(r, i)) {
            begin = index < 0 ? anchor->item + 1 : begin;
            continue;
        }
        s = stretch_of(r, index, begin, i, anchor->item);
        visit(r, &s);
        index = i;
        begin = anchor->item + 1;
    }
    s = stretch_of(r, index, begin, last, end);
    visit(r, &s);
}

static void learn(form_reader *r, stretch *s)
{
    if (s->row >= 0) {
        ds_spacing_learn(&r->spacing, r->document, s->begin, s->end, r->table->n_columns,
                         s->next_class);
    }
}

/* Takes up the table: room for its rows. */
static void open_table(form_reader *r, const ds_table *table)
{
    r->table = table;
    r->done = apr_pcalloc(r->pool, (apr_size_t)table->n_rows);
    r->cells = apr_palloc(r->pool, sizeof(*r->cells) * (apr_size_t)table->n_columns);
}

/* Reports rows that were not found; a table without any, once. */
static void report_missing(form_reader *r)
{
    int row, n_done = 0;

    for (row = 0; row < r->table->n_rows; row++) {
        n_done += r->done[row];
    }
    if (n_done == 0) {
        ds_findings_add(r->findings, DS_ERROR, "F.row", r->table->id,
                        "没有找到‘%s’的表格，这一部分没有填入。请对照原件补填。",
                        r->table->caption);
        return;
    }
    for (row = 0; row < r->table->n_rows; row++) {
        if (!r->done[row]) {
            ds_findings_add(r->findings, DS_ERROR, "F.row", place_of_row(r, row),
                            "没有找到‘%s’一行，这一行没有填入。请对照原件补填。",
                            name_of_row(r, row));
        }
    }
}

/* A table without stub whose data row is empty to the last cell counts as
 * found when its head is. */
static void accept_empty(form_reader *r, int first, int last)
{
    int row;

    for (row = 0; row < r->table->n_rows; row++) {
        if (!*r->table->rows[row].label && first < last) {
            r->done[row] = 1;
        }
    }
}

/* The index behind the last anchor of the table that begins at `first`. */
static int last_anchor(const form_reader *r, int first, const ds_table *table)
{
    while (first < r->anchors->nelts && label_of(r, anchor_at(r, first))->table == table) {
        first++;
    }
    return first;
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
    int i, p;

    for (i = 0; i < r->anchors->nelts; i++) {
        const ds_anchor *anchor = anchor_at(r, i);

        r->marks[anchor->item] = DS_MARK_ANCHOR;
        for (p = 0; p < anchor->n_pieces; p++) {
            r->marks[anchor->pieces[p]] = DS_MARK_ANCHOR;
        }
    }
    for (i = begin; i < end; i++) {
        const ds_item *item = &r->document->items[i];

        if (item->words && r->marks[i] == DS_MARK_NONE) {
            if (is_known(r, item->words)) {
                r->marks[i] = DS_MARK_KNOWN;
            }
            else if (!item->is_figure && ds_labels_has_part(r->labels, item->words)) {
                r->marks[i] = DS_MARK_PART;
            }
        }
        if (r->marks[i] != DS_MARK_NONE) {
            r->taken[item->line] = 1;
        }
    }
}

/* The tables one after the other, each from its first label to that of the
 * next one found. */
static void each_table(form_reader *r, const ds_section *section, int begin, int end, int is_final)
{
    int t, first = 0;

    for (t = 0; t < section->n_tables; t++) {
        const ds_table *table = &r->report->format->tables[section->first_table + t];
        int last = last_anchor(r, first, table), from, to;

        open_table(r, table);
        from = first < r->anchors->nelts ? anchor_at(r, first)->item : begin;
        to = last < r->anchors->nelts ? anchor_at(r, last)->item : end;
        if (last > first || section->n_tables == 1) {
            each_stretch(r, first, last, from, to, is_final ? settle : learn);
        }
        if (is_final) {
            accept_empty(r, first, last);
            report_missing(r);
        }
        first = last;
    }
}

void ds_form_read(ds_report *report, const ds_formats *formats, const ds_section *section,
                  const ds_labels *labels, const ds_document *document,
                  const apr_array_header_t *anchors, int begin, int end, unsigned char *taken,
                  ds_findings *findings, apr_pool_t *scratch_pool)
{
    form_reader r = { report, formats, labels, document, anchors, findings, taken,
                      .pool = scratch_pool };

    r.marks = apr_pcalloc(scratch_pool, (apr_size_t)document->n_items + 1);
    ds_spacing_init(&r.spacing);
    mark_items(&r, begin, end);
    each_table(&r, section, begin, end, 0);
    each_table(&r, section, begin, end, 1);
}
