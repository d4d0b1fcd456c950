/* The plain-text reader: lines and the items on them. */
#include "io/text_lines.h"

#include <limits.h>
#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "core/status.h"
#include "core/text.h"

/* No label is longer, in bytes. */
#define LABEL_MAX 400

/* The tables being filled. */
typedef struct splitter {
    ds_document *document;
    int room;          /* allocated items */
    int is_tabbed;     /* some line is a TAB and nothing else: empty cells are explicit */
    int has_tab_rows;  /* TABs stand between the cells of a line, rather than before them */
    int has_left, has_right; /* rows with bars have one before the first cell, after the last */
    int line;          /* the current line */
    apr_pool_t *pool;
    apr_pool_t *scratch;
} splitter;

/* Length of the white space at p, at most up to end: 0 when there is none. */
static apr_size_t space_at(const char *p, const char *end)
{
    unsigned char c = (unsigned char)*p;

    if (c <= ' ') {
        return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
    }
    if (c != 0xC2 && c != 0xE3 && c != 0xEF) {
        return 0;
    }
    if (end - p >= 2 && memcmp(p, "\xC2\xA0", 2) == 0) {
        return 2;
    }
    return end - p >= 3 && (memcmp(p, "\xE3\x80\x80", 3) == 0 || memcmp(p, "\xEF\xBB\xBF", 3) == 0)
               ? 3 : 0;
}

/* Length of a bar at p: | and its full-width and drawn relatives. */
static apr_size_t bar_at(const char *p, const char *end)
{
    static const char *const bars[] = { "\xEF\xBD\x9C", "\xE2\x94\x82", "\xE2\x94\x83",
                                        "\xE2\x95\x91" };
    apr_size_t i;

    if (*p == '|') {
        return 1;
    }
    if (((unsigned char)*p != 0xE2 && (unsigned char)*p != 0xEF) || end - p < 3) {
        return 0;
    }
    for (i = 0; i < sizeof(bars) / sizeof(bars[0]); i++) {
        if (memcmp(p, bars[i], 3) == 0) {
            return 3;
        }
    }
    return 0;
}

static void trim(const char **begin, const char **end)
{
    apr_size_t n;

    while (*begin < *end && (n = space_at(*begin, *end)) > 0) {
        *begin += n;
    }
    for (;;) {
        if (*end - *begin >= 1 && space_at(*end - 1, *end)) {
            *end -= 1;
        }
        else if (*end - *begin >= 2 && space_at(*end - 2, *end) == 2) {
            *end -= 2;
        }
        else if (*end - *begin >= 3 && space_at(*end - 3, *end) == 3) {
            *end -= 3;
        }
        else {
            return;
        }
    }
}

static ds_item *add_item(splitter *s, ds_item_kind kind)
{
    ds_document *d = s->document;
    ds_item *item;

    if (d->n_items == s->room) {
        ds_item *more;

        s->room = s->room ? s->room * 2 : 1024;
        more = apr_palloc(s->pool, sizeof(*more) * (apr_size_t)s->room);
        if (d->n_items) {
            memcpy(more, d->items, sizeof(*more) * (apr_size_t)d->n_items);
        }
        d->items = more;
    }
    item = &d->items[d->n_items++];
    memset(item, 0, sizeof(*item));
    item->kind = kind;
    item->line = s->line;
    item->text = "";
    return item;
}

/* Adds what stands between begin and end as a cell, or as an empty cell. */
static ds_item *add_cell(splitter *s, const char *begin, const char *end)
{
    ds_item *item;
    int has_words = 0;
    const char *p;
    char *text;

    trim(&begin, &end);
    if (begin == end || (end - begin == 6 && memcmp(begin, "&nbsp;", 6) == 0)) {
        return add_item(s, DS_ITEM_EMPTY);
    }
    item = add_item(s, DS_ITEM_CELL);
    item->text = text = apr_pstrmemdup(s->pool, begin, (apr_size_t)(end - begin));
    while ((text = strchr(text, '\v')) != NULL) {
        *text = ' ';
    }
    for (p = begin; p < end && !has_words; p++) {
        has_words = (*p & 0x80) || apr_isalpha(*p);
    }
    if (end - begin <= LABEL_MAX) {
        item->is_figure = ds_words_is_figure(item->text);
        if (has_words || !item->is_figure) {
            ds_words *words = apr_palloc(s->pool, sizeof(*words));

            ds_words_of(words, item->text, s->pool);
            item->words = words;
        }
    }
    return item;
}

/* A line of cells with something between them: each cell is certain. */
static void add_record(splitter *s, const char *text, const char *end,
                       apr_size_t (*divider)(const char *, const char *))
{
    const char *begin = text, *p = text;

    while (p < end) {
        apr_size_t n = divider(p, end);

        if (n == 0) {
            p++;
            continue;
        }
        add_cell(s, begin, p)->is_explicit = 1;
        p += n;
        begin = p;
    }
    add_cell(s, begin, end)->is_explicit = 1;
    add_item(s, DS_ITEM_BREAK);
}

static apr_size_t tab_at(const char *p, const char *end)
{
    return *p == '\t';
}

/* Whether the line only rules off: +---+---+, |:--|--:|, ├──┼──┤. */
static int is_rule(const char *p, const char *end)
{
    int dashes = 0, others = 0;

    while (p < end) {
        apr_size_t n = bar_at(p, end);

        if (n == 0 && (unsigned char)*p == 0xE2 && end - p >= 3
            && ((unsigned char)p[1] == 0x94 || (unsigned char)p[1] == 0x95)) {
            n = 3; /* U+2500 to U+257F */
            dashes += 3;
        }
        if (n > 0 || *p == '+' || *p == ':' || *p == ' ') {
            others += *p != ' ';
            p += n ? n : 1;
        }
        else if (*p == '-' || *p == '=') {
            dashes++;
            p++;
        }
        else {
            return 0;
        }
    }
    return dashes >= 3 && (others > 0 || dashes >= 5);
}

/* Number of bars in a line, and whether it begins and ends with one. */
static int count_bars(const char *begin, const char *end, int *first, int *last)
{
    const char *p = begin;
    int bars = 0;

    *first = *last = 0;
    while (p < end) {
        apr_size_t n = bar_at(p, end);

        if (n > 0) {
            bars++;
            *first |= p == begin;
            *last |= p + n == end;
        }
        p += n ? n : 1;
    }
    return bars;
}

/* A line with bars. Those of the frame are not between cells. */
static void add_barred(splitter *s, const char *begin, const char *end)
{
    int first, last, bars;

    trim(&begin, &end);
    bars = count_bars(begin, end, &first, &last);
    if (is_rule(begin, end)) {
        return;
    }
    if (bars - first - last > 0) {
        begin += first && s->has_left ? bar_at(begin, end) : 0;
        end -= last && s->has_right ? (end[-1] == '|' ? 1 : 3) : 0;
        add_record(s, begin, end, bar_at);
        return;
    }
    begin += first ? bar_at(begin, end) : 0;
    end -= last && begin < end ? (end[-1] == '|' ? 1 : 3) : 0;
    trim(&begin, &end);
    if (begin == end) {
        add_item(s, DS_ITEM_GAP);
        return;
    }
    add_cell(s, begin, end)->is_alone = 1;
}

/* Adds a piece of a line without tabs and bars. Figures behind single blanks
 * are cells of their own: 规章 0 0 0. */
static void add_piece(splitter *s, const char *begin, const char *end)
{
    const char *cut = end, *p;
    int figures = 0;

    while (cut > begin) {
        const char *word;
        char *copy;

        for (word = cut; word > begin && word[-1] != ' '; word--) {
        }
        if (cut - word > LABEL_MAX) {
            break;
        }
        copy = apr_pstrmemdup(s->scratch, word, (apr_size_t)(cut - word));
        if (!ds_words_is_figure(copy)) {
            break;
        }
        figures++;
        for (cut = word; cut > begin && cut[-1] == ' '; cut--) {
        }
    }
    if (figures == 0) {
        add_cell(s, begin, end);
        return;
    }
    if (cut > begin) {
        add_cell(s, begin, cut);
    }
    for (p = cut; p < end; p = cut) {
        for (; p < end && *p == ' '; p++) {
        }
        for (cut = p; cut < end && *cut != ' '; cut++) {
        }
        add_cell(s, p, cut);
    }
}

/* Whether two or more blanks stand at p; *n is their length. */
static int is_column_gap(const char *p, const char *end, apr_size_t *n)
{
    apr_size_t one, count = 0;

    for (*n = 0; p < end && (one = space_at(p, end)) > 0; p += one, *n += one) {
        count++;
    }
    return count >= 2;
}

/* A note to a figure that goes on below its cell: the next line, which is not
 * behind a TAB as cells are. Returns 0 when the line is none. */
static int add_note(splitter *s, const char *begin, const char *end)
{
    ds_document *d = s->document;
    ds_item *last = d->n_items ? &d->items[d->n_items - 1] : NULL;
    const char *text;
    ds_words words;

    if (!last || !last->is_figure || !last->is_indented || last->line != s->line - 1
        || end - begin > LABEL_MAX) {
        return 0;
    }
    text = apr_pstrmemdup(s->scratch, begin, (apr_size_t)(end - begin));
    ds_words_of(&words, text, s->scratch);
    if (words.ordinal || (*text != '(' && strncmp(text, "（", strlen("（")) != 0)) {
        return 0;
    }
    last->text = apr_pstrcat(s->pool, last->text, text, NULL);
    return 1;
}

/* A line without tabs and bars: a cell, or cells in columns. */
static void add_plain(splitter *s, const char *begin, const char *end)
{
    const char *start, *p;
    apr_size_t n;
    int first = s->document->n_items;

    trim(&begin, &end);
    if (add_note(s, begin, end)) {
        return;
    }
    for (start = p = begin; p < end;) {
        if (space_at(p, end) > 0 && is_column_gap(p, end, &n)) {
            add_piece(s, start, p);
            p += n;
            start = p;
        }
        else {
            p++;
        }
    }
    add_piece(s, start, end);
    if (s->document->n_items == first + 1) {
        s->document->items[first].is_alone = 1;
    }
    else {
        s->document->has_columns = 1;
    }
}

/* A line whose first TAB indents and whose only cell follows it. */
static void add_indented(splitter *s, const char *begin, const char *end)
{
    ds_item *item = add_cell(s, begin, end);

    item->is_alone = 1;
    item->is_indented = 1;
    item->is_explicit = s->is_tabbed;
}

static void add_line(splitter *s, const char *begin, const char *end)
{
    const char *text = begin, *stop = end, *p;

    trim(&text, &stop);
    if (text == stop) {
        if (!s->is_tabbed) {
            add_item(s, DS_ITEM_GAP);
        }
        else if (begin < end && *begin == '\t') {
            add_item(s, DS_ITEM_EMPTY)->is_explicit = 1;
        }
        else {
            add_item(s, DS_ITEM_BREAK);
        }
        return;
    }
    for (p = text; p < stop; p++) {
        if (bar_at(p, stop)) {
            add_barred(s, begin, end);
            return;
        }
    }
    if (memchr(text, '\t', (apr_size_t)(end - text)) || (*begin == '\t' && s->has_tab_rows)) {
        add_record(s, begin, end, tab_at);
    }
    else if (*begin == '\t') {
        add_indented(s, begin, end);
    }
    else {
        add_plain(s, begin, end);
    }
}

/* Whether the text is digits alone, and their value. */
static int page_of(const char *text)
{
    const char *begin = text, *end = text + strlen(text);
    int value = 0;

    trim(&begin, &end);
    if (begin == end || end - begin > 4) {
        return -1;
    }
    for (; begin < end; begin++) {
        if (!apr_isdigit(*begin)) {
            return -1;
        }
        value = value * 10 + (*begin - '0');
    }
    return value;
}

/* The number that stands alone on the last printed line of a page. */
typedef struct page_number {
    int line;
    int offset; /* the number less that of the page; INT_MIN for none */
} page_number;

/* Looks for the number of the page that is lines `begin` to before `end`. It
 * is one when it counts the pages, from one or on from the page before. */
static void mark_page(ds_document *d, int begin, int end, int page, page_number *before)
{
    page_number found = { end - 1, INT_MIN };
    int value;

    while (found.line >= begin && !*d->lines[found.line].text) {
        found.line--;
    }
    value = found.line >= begin ? page_of(d->lines[found.line].text) : -1;
    if (value >= 0) {
        found.offset = value - page;
        if (found.offset == 0 || found.offset == before->offset) {
            d->lines[found.line].is_furniture = 1;
            d->lines[before->line].is_furniture |= found.offset == before->offset;
        }
        *before = found;
    }
}

static apr_status_t too_large(ds_findings *findings, const char *place, const char *what, int limit)
{
    ds_findings_add(findings, DS_ERROR, "F.size", place,
                    "%s超过上限 %d，无法读取。请确认提交的是年度报告的文本。", what, limit);
    return DS_ETOOLARGE;
}

/* Cuts the text into lines at LF, CR LF, CR and form feed. */
static apr_status_t cut_lines(splitter *s, char *text, apr_size_t len, ds_findings *findings)
{
    ds_document *d = s->document;
    char *p = text, *end = text + len;
    int n = 1, page = 0, page_start = 0;
    page_number before = { 0, INT_MIN };

    for (; p < end; p++) {
        n += *p == '\n' || *p == '\r' || *p == '\f';
        if (n > 2 * DS_TEXT_MAX_LINES) {
            break;
        }
    }
    d->lines = apr_pcalloc(s->pool, sizeof(*d->lines) * (apr_size_t)n);
    for (p = text; p < end;) {
        char *start = p;
        int is_page_end;

        while (p < end && *p != '\n' && *p != '\r' && *p != '\f') {
            p++;
        }
        if (p - start > DS_TEXT_MAX_LINE) {
            return too_large(findings, "line", "某一行的长度（字节）", DS_TEXT_MAX_LINE);
        }
        if (d->n_lines == DS_TEXT_MAX_LINES) {
            return too_large(findings, "lines", "文本的行数", DS_TEXT_MAX_LINES);
        }
        is_page_end = p < end && *p == '\f';
        if (p + 1 < end && p[0] == '\r' && p[1] == '\n') {
            *p++ = '\0';
        }
        *p++ = '\0';
        d->lines[d->n_lines].text = start;
        d->lines[d->n_lines].is_furniture = ds_words_is_page_number(start);
        d->n_lines++;
        if (is_page_end) {
            mark_page(d, page_start, d->n_lines, ++page, &before);
            page_start = d->n_lines;
        }
    }
    return APR_SUCCESS;
}

/* Finds out how empty cells are printed: as a TAB and nothing else on a line,
 * and whether TABs and bars are around cells or only between them. */
static void find_habits(splitter *s)
{
    int i, first, last, between = 0, before = 0;

    s->has_left = s->has_right = 1;
    for (i = 0; i < s->document->n_lines; i++) {
        const char *text = s->document->lines[i].text, *end = text + strlen(text);

        if (text[0] == '\t' && text[1 + strspn(text + 1, " ")] == '\0') {
            s->is_tabbed = 1;
        }
        trim(&text, &end);
        if (memchr(text, '\t', (apr_size_t)(end - text))) {
            between++;
        }
        else if (text < end && s->document->lines[i].text[0] == '\t') {
            before++;
        }
        if (count_bars(text, end, &first, &last) >= 2) {
            s->has_left &= first;
            s->has_right &= last;
        }
    }
    s->has_tab_rows = between >= before;
}

/* Whether something is printed on the line whose first item it is. */
static int has_cell(const ds_document *d, int first_item)
{
    while (first_item < d->n_items && d->items[first_item].kind != DS_ITEM_CELL) {
        first_item++;
    }
    return first_item < d->n_items;
}

apr_status_t ds_text_split(ds_document *document, char *text, apr_size_t len,
                           ds_findings *findings, apr_pool_t *pool)
{
    splitter s = { document, .pool = pool };
    apr_status_t status;

    memset(document, 0, sizeof(*document));
    status = cut_lines(&s, text, len, findings);
    if (status != APR_SUCCESS) {
        return status;
    }
    apr_pool_create(&s.scratch, pool);
    find_habits(&s);
    for (s.line = 0; s.line < document->n_lines; s.line++) {
        ds_line *line = &document->lines[s.line];

        apr_pool_clear(s.scratch);
        line->first_item = document->n_items;
        if (!line->is_furniture) {
            add_line(&s, line->text, line->text + strlen(line->text));
            line->is_furniture = !has_cell(document, line->first_item);
        }
        if (document->n_items > DS_TEXT_MAX_ITEMS) {
            apr_pool_destroy(s.scratch);
            return too_large(findings, "cells", "文本中的单元格数", DS_TEXT_MAX_ITEMS);
        }
    }
    apr_pool_destroy(s.scratch);
    return APR_SUCCESS;
}
