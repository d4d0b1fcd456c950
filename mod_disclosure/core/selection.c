#include "core/selection.h"

#include <string.h>

#include <apr_strings.h>

#include "core/relation_parse.h"
#include "core/text.h"

/* Addresses of the data dictionary; those a format does not have are left out. */
static const char *const usual[] = {
    "requests/new/total", "requests/carried_in/total", "requests/granted/total",
    "requests/partial/total", "requests/refused.*/total", "requests/carried_out/total",
    "disputes/cases/reconsideration.total", "disputes/cases/direct_suit.total",
    "disputes/cases/suit_after_reconsideration.total" };

/* Ordinals are shorter than this: 十二、 （十二） 12. */
#define ORDINAL_LENGTH 4

/* So many totals are shown of a format that has none of them. */
#define FIRST_TOTALS 8

/* ---- What an address means ---- */

/* The three parts; 0 when there are not just three. */
static int part_address(const char *address, const char **parts, apr_pool_t *pool)
{
    const char *first = strchr(address, '/');
    const char *second = first ? strchr(first + 1, '/') : NULL;

    if (!second || strchr(second + 1, '/')) {
        return 0;
    }
    parts[0] = apr_pstrmemdup(pool, address, (apr_size_t)(first - address));
    parts[1] = apr_pstrmemdup(pool, first + 1, (apr_size_t)(second - first - 1));
    parts[2] = second + 1;
    return 1;
}

/* A label without its ordinal (一、 （一） 1.) and without the remark in brackets
 * behind it: short enough for the head of a column. */
static const char *short_label(const char *label, apr_pool_t *pool)
{
    static const char *const ends[] = { "、", "）", "." };
    const char *bracket;

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        const char *end = strstr(label, ends[i]);

        if (end && end > label && ds_text_length(label) - ds_text_length(end) < ORDINAL_LENGTH
            && end[strlen(ends[i])]) {
            label = end + strlen(ends[i]);
            break;
        }
    }
    bracket = strstr(label, "（");
    return bracket && bracket > label ? apr_pstrmemdup(pool, label, (apr_size_t)(bracket - label))
                                      : label;
}

/* What the rows have in common: the innermost group that spans all of them and
 * nothing else. */
static const char *group_of_rows(const ds_table *table, const int *rows, int n)
{
    const ds_row *first = &table->rows[rows[0]];
    const char *text = NULL;

    for (int i = 0; i < first->n_labels; i++) {
        if (first->labels[i].is_group && first->labels[i].rowspan == n) {
            text = first->labels[i].text;
        }
    }
    return text;
}

static const char *label_of(const ds_table *table, const int *rows, int n_rows,
                            const ds_column *column, const char *address, apr_pool_t *pool)
{
    const char *row = n_rows == 1 ? table->rows[rows[0]].name : group_of_rows(table, rows, n_rows);

    if (!row || !column) {
        return address;
    }
    if (!*row) {
        return column->name;
    }
    row = short_label(row, pool);
    return column->is_total ? row : apr_pstrcat(pool, row, " ", column->name, NULL);
}

/* One family of ids, never all of them: a sum over a table would count its totals
 * twice. */
static int is_pattern_sound(const char *pattern)
{
    const char *star = strchr(pattern, '*');

    return !star || (star > pattern && star[-1] == '.' && star[1] == '\0');
}

static int matching(int *found, const char *pattern, const ds_table *table, int of_rows)
{
    int n = 0;

    for (int i = 0; i < (of_rows ? table->n_rows : table->n_columns); i++) {
        if (ds_pattern_matches(pattern, of_rows ? table->rows[i].id : table->columns[i].id)) {
            found[n++] = i;
        }
    }
    return n;
}

static int is_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

const ds_selected *ds_select(const ds_format *format, const char *address, apr_pool_t *pool)
{
    ds_selected *selected = apr_pcalloc(pool, sizeof(*selected));
    const char *parts[3];
    const ds_table *table = part_address(address, parts, pool) ? ds_format_table(format, parts[0])
                                                               : NULL;
    int *rows, *columns, *cells, n_rows, n_columns;

    if (!table || !is_pattern_sound(parts[1]) || !is_pattern_sound(parts[2])) {
        return NULL;
    }
    rows = apr_palloc(pool, sizeof(int) * (apr_size_t)table->n_rows);
    columns = apr_palloc(pool, sizeof(int) * (apr_size_t)table->n_columns);
    n_rows = matching(rows, parts[1], table, 1);
    n_columns = matching(columns, parts[2], table, 0);
    cells = apr_palloc(pool, sizeof(int) * (apr_size_t)(n_rows * n_columns + 1));
    for (int i = 0; i < n_rows * n_columns; i++) {
        cells[i] = ds_table_cell(table, rows[i / n_columns], columns[i % n_columns]);
        if (!is_same(ds_consolidation_unit(format, cells[i]),
                     ds_consolidation_unit(format, cells[0]))) {
            return NULL;
        }
    }
    *selected = (ds_selected) { .address = apr_pstrdup(pool, address), .cells = cells,
                                .n_cells = n_rows * n_columns };
    if (selected->n_cells == 0) {
        return NULL;
    }
    selected->unit = ds_consolidation_unit(format, cells[0]);
    selected->label = label_of(table, rows, n_rows,
                               n_columns == 1 ? &table->columns[columns[0]] : NULL,
                               selected->address, pool);
    return selected;
}

/* ---- What is offered ---- */

static int has(const apr_array_header_t *list, const char *address)
{
    for (int i = 0; i < list->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(list, i, const ds_selected *)->address, address) == 0) {
            return 1;
        }
    }
    return 0;
}

static void add(apr_array_header_t *list, const ds_format *format, const char *address,
                apr_pool_t *pool)
{
    const ds_selected *selected = has(list, address) ? NULL : ds_select(format, address, pool);

    if (selected) {
        APR_ARRAY_PUSH(list, const ds_selected *) = selected;
    }
}

/* Whether the cell is worth an offer: in a total column, or in a table that has
 * none. */
static int is_offered(const ds_format *format, int cell)
{
    const ds_table *table;
    const ds_row *row;
    const ds_column *column;

    ds_format_locate(format, cell, &table, &row, &column);
    for (int i = 0; i < table->n_columns; i++) {
        if (table->columns[i].is_total) {
            return column->is_total;
        }
    }
    return 1;
}

static void add_offers(apr_array_header_t *list, const ds_format *format, int max,
                       apr_pool_t *pool)
{
    for (int i = 0; i < format->n_cells && list->nelts < max; i++) {
        if (is_offered(format, i)) {
            add(list, format, ds_format_address(format, i), pool);
        }
    }
}

apr_array_header_t *ds_select_usual(const ds_format *format, apr_pool_t *pool)
{
    apr_array_header_t *list = apr_array_make(pool, 10, sizeof(const ds_selected *));

    for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
        add(list, format, usual[i], pool);
    }
    if (list->nelts == 0) {
        add_offers(list, format, FIRST_TOTALS, pool);
    }
    return list;
}

apr_array_header_t *ds_select_offers(const ds_format *format, apr_pool_t *pool)
{
    apr_array_header_t *list = ds_select_usual(format, pool);

    add_offers(list, format, format->n_cells, pool);
    return list;
}

ds_share ds_selected_share(const ds_selected *selected, const ds_share *shares)
{
    ds_share result = { DS_SHARE_NUMBER, 0, shares[0].source };

    for (int i = 0; i < selected->n_cells; i++) {
        const ds_share *share = &shares[selected->cells[i]];

        if (share->kind != DS_SHARE_NUMBER
            || ds_decimal_add(&result.value, result.value, share->value) != APR_SUCCESS) {
            result.kind = share->kind != DS_SHARE_NUMBER ? share->kind : DS_SHARE_UNUSABLE;
            result.value = 0;
            break;
        }
    }
    return result;
}
