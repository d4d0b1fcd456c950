/* The plain-text reader puts figures into rows. */
#include "io/text_rows.h"

#include <string.h>

#include <apr_strings.h>

#include "core/cell_text.h"
#include "core/text.h"

/* Remembers the rows that other formats have in the table of this name. */
static void find_others(ds_rows *rows, apr_pool_t *pool)
{
    int f, i;

    rows->others = apr_hash_make(pool);
    for (f = 0; f < ds_formats_count(rows->formats); f++) {
        const ds_format *format = ds_formats_at(rows->formats, f);
        const ds_table *table = ds_format_table(format, rows->table->id);

        for (i = 0; table && format != rows->report->format && i < table->n_rows; i++) {
            ds_words words;

            if (!ds_table_row(rows->table, table->rows[i].id)) {
                ds_words_of(&words, table->rows[i].label, pool);
                apr_hash_set(rows->others, words.full, APR_HASH_KEY_STRING, "");
            }
        }
    }
}

void ds_rows_open(ds_rows *rows, const ds_table *table, apr_pool_t *pool)
{
    int i;

    rows->table = table;
    rows->done = apr_pcalloc(pool, (apr_size_t)table->n_rows);
    rows->cells = apr_palloc(pool, sizeof(*rows->cells) * (apr_size_t)table->n_columns);
    rows->words = apr_palloc(pool, sizeof(*rows->words) * (apr_size_t)table->n_rows);
    for (i = 0; i < table->n_rows; i++) {
        ds_words_of(&rows->words[i], table->rows[i].label, pool);
    }
    find_others(rows, pool);
}

/* Sets as passage what is printed between two items, if the finding is kept. */
static void quote(const ds_rows *rows, ds_finding *finding, int begin, int end)
{
    apr_pool_t *pool = ds_findings_pool(rows->findings);
    const char *passage = "";
    int i;

    if (ds_findings_at(rows->findings, ds_findings_count(rows->findings) - 1) != finding) {
        return;
    }
    for (i = begin; i < end && strlen(passage) < 4 * DS_TEXT_PASSAGE; i++) {
        const char *text = rows->document->items[i].text;

        if (*text) {
            passage = apr_pstrcat(pool, passage, *passage ? " " : "",
                                  ds_text_quote(pool, text, DS_TEXT_PASSAGE), NULL);
        }
    }
    finding->passage = ds_text_quote(pool, passage, DS_TEXT_PASSAGE - 1);
}

/* The row as the place of a finding, in the findings' pool. */
static const char *place_of(const ds_rows *rows, int row)
{
    return apr_pstrcat(ds_findings_pool(rows->findings), rows->table->id, "/",
                       rows->table->rows[row].id, NULL);
}

/* How a row is called: by its labels, or by its table where it has none. */
static const char *name_of(const ds_rows *rows, int row)
{
    return *rows->table->rows[row].label ? rows->table->rows[row].name : rows->table->caption;
}

static int line_number(const ds_rows *rows, int item)
{
    return rows->document->items[item].line + 1;
}

static void take_lines(ds_rows *rows, int begin, int end)
{
    int i;

    for (i = begin; i < end; i++) {
        if (rows->document->items[i].kind == DS_ITEM_CELL) {
            rows->taken[rows->document->items[i].line] = 1;
        }
    }
}

void ds_rows_fill(ds_rows *rows, int row)
{
    int c;

    for (c = 0; c < rows->table->n_columns; c++) {
        if (rows->cells[c] >= 0) {
            const ds_item *item = &rows->document->items[rows->cells[c]];

            ds_cell_read(rows->report, ds_table_cell(rows->table, row, c), item->text,
                         rows->findings);
            rows->taken[item->line] = 1;
        }
    }
    rows->done[row] = 1;
}

int ds_rows_fill_from(ds_rows *rows, int row, int item)
{
    int c = 0;

    while (c < rows->table->n_columns) {
        if (rows->document->items[item].kind == DS_ITEM_CELL
            && rows->marks[item] == DS_MARK_NONE) {
            rows->cells[c++] = item;
        }
        item++;
    }
    ds_rows_fill(rows, row);
    return item;
}

void ds_rows_refuse(ds_rows *rows, int row, int n_rows, int begin, int end, int n_values)
{
    int n = rows->table->n_columns, c;
    ds_finding *finding;

    take_lines(rows, begin, end);
    if (rows->done[row]) {
        return;
    }
    memset(rows->done + row, 1, (size_t)n_rows);
    finding = ds_findings_add(rows->findings, DS_ERROR, "F.row", place_of(rows, row),
                              "‘%s’%s（第 %d 行）应有 %d 个数，读到 %d 个，无法确定各属哪一格，"
                              "没有填入。请对照原件补填。",
                              name_of(rows, row), n_rows > 1 ? "及以下几行" : "一行",
                              line_number(rows, begin), n * n_rows, n_values);
    quote(rows, finding, begin, end);
    for (c = 0; c < n * n_rows; c++) {
        int cell = ds_table_cell(rows->table, row + c / n, c % n);

        ds_finding_add_cell(rows->findings, finding,
                            ds_format_address(rows->report->format, cell));
    }
}

void ds_rows_report(ds_rows *rows, int row, ds_severity severity, int begin, int end,
                    const char *text)
{
    ds_finding *finding = ds_findings_add(rows->findings, severity, "F.row", place_of(rows, row),
                                          "‘%s’一行（第 %d 行）%s", name_of(rows, row),
                                          line_number(rows, begin), text);

    quote(rows, finding, begin, end);
}

int ds_rows_are_other(const ds_rows *rows, const char *words)
{
    return apr_hash_get(rows->others, words, APR_HASH_KEY_STRING) != NULL;
}

void ds_rows_set_aside(ds_rows *rows, const char *words, int begin, int end)
{
    int is_other = ds_rows_are_other(rows, words);
    ds_finding *finding;

    finding = ds_findings_add(rows->findings, is_other ? DS_ERROR : DS_WARNING,
                              is_other ? rows->table->rows_rule : "F.row", rows->table->id,
                              "第 %d 行：%s 年格式的‘%s’没有这一行，%s",
                              line_number(rows, begin), rows->report->format->id,
                              rows->table->caption,
                              is_other ? "数字没有读入。请按本年度的格式改填。"
                                       : "已另列于此，没有读入。请核对是否应当计入其他行。");
    quote(rows, finding, begin, end);
    take_lines(rows, begin, end);
}

/* How far words are from a row's label; more than *limit when they are not
 * near. */
static int distance(const ds_words *label, const char *words, int *limit)
{
    int length = (int)ds_text_length(label->full), found;

    *limit = length < 3 ? 0 : length < 8 ? 1 : length / 4;
    found = ds_words_distance(label->full, words, *limit);
    return found > *limit && label->bare ? ds_words_distance(label->bare, words, *limit) : found;
}

int ds_rows_nearest(const ds_rows *rows, int first, int n, const char *words)
{
    int best = DS_WORDS_MAX, found = -1, row, limit;

    for (row = 0; row < rows->table->n_rows; row++) {
        int away = distance(&rows->words[row], words, &limit);

        if (away > limit || away > best) {
            continue;
        }
        found = away < best && row >= first && row < first + n && !rows->done[row] ? row : -1;
        best = away;
    }
    return found;
}

void ds_rows_report_missing(ds_rows *rows)
{
    int row, n_done = 0;

    for (row = 0; row < rows->table->n_rows; row++) {
        n_done += rows->done[row];
    }
    if (n_done == 0) {
        ds_findings_add(rows->findings, DS_ERROR, "F.row", rows->table->id,
                        "没有找到‘%s’的表格，这一部分没有填入。请对照原件补填。",
                        rows->table->caption);
        return;
    }
    for (row = 0; row < rows->table->n_rows; row++) {
        if (!rows->done[row]) {
            ds_findings_add(rows->findings, DS_ERROR, "F.row", place_of(rows, row),
                            "没有找到‘%s’一行，这一行没有填入。请对照原件补填。",
                            name_of(rows, row));
        }
    }
}
