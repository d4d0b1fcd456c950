/* The lines of a comparison: tables, rows and columns of several formats
 * merged into one order, and for each line the cells it is in each format. */
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/crosswalk_parts.h"

/* Something that stands in one order in each format and in one order in the
 * comparison: a table, a row or a column. Items of one key are the same. */
typedef struct item {
    const char *key;
    const void *newest; /* the table, row or column as the newest format has it */
} item;

/* One row of the comparison. */
typedef struct merged_row {
    const char *key;
    const ds_row *newest;
    int is_sum;
    const ds_row ***rows; /* per shown format: its rows, NULL-terminated; or NULL */
} merged_row;

/* What the merging of one comparison needs at every turn. */
typedef struct merging {
    const ds_formats *formats;
    const ds_format *const *shown; /* in the caller's order */
    int n;
    int *newest_first;             /* indexes into shown */
    apr_array_header_t *lines;
    apr_pool_t *pool;
    apr_pool_t *scratch;
} merging;

/* ---- Merging orders ---- */

static int position(const apr_array_header_t *items, const char *key)
{
    int i;

    for (i = 0; i < items->nelts; i++) {
        if (!strcmp(APR_ARRAY_IDX(items, i, item).key, key)) {
            return i;
        }
    }
    return -1;
}

static void insert(apr_array_header_t *items, int at, item added)
{
    item *elts;

    apr_array_push(items);
    elts = (item *)items->elts;
    memmove(&elts[at + 1], &elts[at], (items->nelts - 1 - at) * sizeof(*elts));
    elts[at] = added;
}

/* Where the first of `more` belongs: before the first of the others that is
 * there already, else at the end. */
static int place_of_first(const apr_array_header_t *items, const apr_array_header_t *more)
{
    int i;

    for (i = 1; i < more->nelts; i++) {
        int at = position(items, APR_ARRAY_IDX(more, i, item).key);
        if (at >= 0) {
            return at;
        }
    }
    return items->nelts;
}

/* Adds what is not there yet, each behind the one it follows in `more`. */
static void merge(apr_array_header_t *items, const apr_array_header_t *more)
{
    int i;

    for (i = 0; i < more->nelts; i++) {
        const item *next = &APR_ARRAY_IDX(more, i, item);
        if (position(items, next->key) < 0) {
            int at = i > 0 ? position(items, next[-1].key) + 1 : place_of_first(items, more);
            insert(items, at, *next);
        }
    }
}

/* ---- Which rows belong together ---- */

/* All rows that a table of one id has, joined into sets: those of one id, and
 * those of which one is divided into the others. Formats that lie between the
 * shown ones count too, as a division may have been divided again; others do
 * not, lest they join what the shown ones tell apart. */
typedef struct row_sets {
    const ds_table **tables; /* per format of the collection, or NULL */
    int *first;              /* per format: index of its first row */
    int *parent;
} row_sets;

static int root_of(const row_sets *sets, int i)
{
    while (sets->parent[i] != i) {
        i = sets->parent[i] = sets->parent[sets->parent[i]];
    }
    return i;
}

/* The older row is the root, so that the root does not depend on the order of
 * joining. */
static void join(const row_sets *sets, int a, int b)
{
    int left = root_of(sets, a), right = root_of(sets, b);

    sets->parent[left > right ? left : right] = left > right ? right : left;
}

static int set_of(const row_sets *sets, const ds_format *format, const ds_row *row)
{
    return root_of(sets, sets->first[format->index] + row->index);
}

/* Joins a row of `earlier` with what it is in `later`. */
static void join_row(const row_sets *sets, const ds_format *earlier, const ds_row *row,
                     const ds_format *later)
{
    const ds_table *table = sets->tables[later->index];
    const ds_earlier *division = ds_crosswalk_division(later, earlier, table->id, row->id);
    const ds_row *same = ds_table_row(table, row->id);
    int from = sets->first[earlier->index] + row->index, to = sets->first[later->index], i;

    for (i = 0; division && i < division->n_rows; i++) {
        join(sets, from, to + division->rows[i]->index);
    }
    if (!division && same) {
        join(sets, from, to + same->index);
    }
}

static int is_in_range(const merging *m, int index)
{
    return index <= m->shown[m->newest_first[0]]->index
           && index >= m->shown[m->newest_first[m->n - 1]]->index;
}

static row_sets *sets_of_table(const merging *m, const char *id)
{
    int n = ds_formats_count(m->formats), n_rows = 0, i, j, k;
    row_sets *sets = apr_palloc(m->scratch, sizeof(*sets));

    sets->tables = apr_palloc(m->scratch, n * sizeof(*sets->tables));
    sets->first = apr_palloc(m->scratch, n * sizeof(*sets->first));
    for (i = 0; i < n; i++) {
        sets->tables[i] = is_in_range(m, i) ? ds_format_table(ds_formats_at(m->formats, i), id)
                                            : NULL;
        sets->first[i] = n_rows;
        n_rows += sets->tables[i] ? sets->tables[i]->n_rows : 0;
    }
    sets->parent = apr_palloc(m->scratch, (n_rows + 1) * sizeof(*sets->parent));
    for (i = 0; i < n_rows; i++) {
        sets->parent[i] = i;
    }
    for (i = 0; i < n; i++) {
        for (j = i + 1; j < n && sets->tables[i]; j++) {
            for (k = 0; k < sets->tables[i]->n_rows && sets->tables[j]; k++) {
                join_row(sets, ds_formats_at(m->formats, i), &sets->tables[i]->rows[k],
                         ds_formats_at(m->formats, j));
            }
        }
    }
    return sets;
}

/* The rows of the format in that set, NULL-terminated; NULL when there are
 * none. */
static const ds_row **rows_in_set(const merging *m, const row_sets *sets,
                                  const ds_format *format, int set)
{
    const ds_table *table = sets->tables[format->index];
    apr_array_header_t *rows = apr_array_make(m->scratch, 2, sizeof(const ds_row *));
    int i;

    for (i = 0; table && i < table->n_rows; i++) {
        if (set_of(sets, format, &table->rows[i]) == set) {
            APR_ARRAY_PUSH(rows, const ds_row *) = &table->rows[i];
        }
    }
    if (rows->nelts == 0) {
        return NULL;
    }
    APR_ARRAY_PUSH(rows, const ds_row *) = NULL;
    return (const ds_row **)rows->elts;
}

/* ---- Rows of the comparison ---- */

/* A set as it runs through the shown formats. It is a sum when it is several
 * rows in one of them and something in another. */
static merged_row *whole_set(const merging *m, const row_sets *sets, int set)
{
    merged_row *row = apr_pcalloc(m->scratch, sizeof(*row));
    int n_formats = 0, has_several = 0, i;

    row->rows = apr_pcalloc(m->scratch, m->n * sizeof(*row->rows));
    for (i = 0; i < m->n; i++) {
        row->rows[i] = rows_in_set(m, sets, m->shown[i], set);
        n_formats += row->rows[i] != NULL;
        has_several |= row->rows[i] && row->rows[i][1];
    }
    row->is_sum = n_formats > 1 && has_several;
    row->key = apr_psprintf(m->scratch, "%d", set);
    return row;
}

/* One row of a set: in the formats where it is one of several. */
static merged_row *part_of_set(const merging *m, const merged_row *whole, const char *id)
{
    merged_row *row = apr_pcalloc(m->scratch, sizeof(*row));
    int i, j;

    row->rows = apr_pcalloc(m->scratch, m->n * sizeof(*row->rows));
    row->key = apr_pstrcat(m->scratch, whole->key, "/", id, NULL);
    for (i = 0; i < m->n; i++) {
        for (j = 0; whole->rows[i] && whole->rows[i][1] && whole->rows[i][j]; j++) {
            if (!strcmp(whole->rows[i][j]->id, id)) {
                row->rows[i] = apr_pcalloc(m->scratch, 2 * sizeof(*row->rows[i]));
                row->rows[i][0] = whole->rows[i][j];
            }
        }
    }
    return row;
}

/* The row that gives a line its name: of a sum the newest that stands for it
 * alone, else the newest. */
static void name_row(const merging *m, merged_row *row)
{
    int i, alone;

    for (alone = row->is_sum; alone >= 0 && !row->newest; alone--) {
        for (i = 0; i < m->n && !row->newest; i++) {
            const ds_row **rows = row->rows[m->newest_first[i]];
            row->newest = rows && (!alone || !rows[1]) ? rows[0] : NULL;
        }
    }
}

static void push_row(const merging *m, apr_array_header_t *items, merged_row *row)
{
    if (position(items, row->key) < 0) {
        name_row(m, row);
        APR_ARRAY_PUSH(items, item) = (item){row->key, row};
    }
}

/* The rows of one format's table as rows of the comparison, in its order. */
static apr_array_header_t *rows_of_format(const merging *m, const row_sets *sets,
                                          const ds_format *format)
{
    const ds_table *table = sets->tables[format->index];
    apr_array_header_t *items = apr_array_make(m->scratch, 32, sizeof(item));
    int i;

    for (i = 0; table && i < table->n_rows; i++) {
        int set = set_of(sets, format, &table->rows[i]);
        merged_row *whole = whole_set(m, sets, set);
        const ds_row **own = rows_in_set(m, sets, format, set);
        if (whole->is_sum || !own[1]) {
            push_row(m, items, whole);
        }
        if (own[1]) {
            push_row(m, items, part_of_set(m, whole, table->rows[i].id));
        }
    }
    return items;
}

static const apr_array_header_t *merged_rows(const merging *m, const char *table)
{
    apr_array_header_t *items = apr_array_make(m->scratch, 32, sizeof(item));
    const row_sets *sets = sets_of_table(m, table);
    int i;

    for (i = 0; i < m->n; i++) {
        merge(items, rows_of_format(m, sets, m->shown[m->newest_first[i]]));
    }
    return items;
}

/* ---- Tables and columns of the comparison ---- */

static const apr_array_header_t *merged_tables(const merging *m)
{
    apr_array_header_t *items = apr_array_make(m->scratch, 16, sizeof(item));
    int i, j;

    for (i = 0; i < m->n; i++) {
        const ds_format *format = m->shown[m->newest_first[i]];
        apr_array_header_t *more = apr_array_make(m->scratch, 16, sizeof(item));
        for (j = 0; j < format->n_tables; j++) {
            APR_ARRAY_PUSH(more, item) = (item){format->tables[j].id, &format->tables[j]};
        }
        merge(items, more);
    }
    return items;
}

static const apr_array_header_t *merged_columns(const merging *m, const char *id)
{
    apr_array_header_t *items = apr_array_make(m->scratch, 16, sizeof(item));
    int i, j;

    for (i = 0; i < m->n; i++) {
        const ds_table *table = ds_format_table(m->shown[m->newest_first[i]], id);
        apr_array_header_t *more = apr_array_make(m->scratch, 16, sizeof(item));
        for (j = 0; table && j < table->n_columns; j++) {
            APR_ARRAY_PUSH(more, item) = (item){table->columns[j].id, &table->columns[j]};
        }
        merge(items, more);
    }
    return items;
}

/* ---- Lines ---- */

/* The cells of these rows in that column, ended by -1; NULL when the format's
 * table has no such column. */
static const int *cells_of(const merging *m, const ds_format *format, const char *id,
                           const ds_row *const *rows, const char *column_id)
{
    const ds_table *table = ds_format_table(format, id);
    const ds_column *column = rows ? ds_table_column(table, column_id) : NULL;
    int n = 0, i, *cells;

    if (!column) {
        return NULL;
    }
    while (rows[n]) {
        n++;
    }
    cells = apr_palloc(m->pool, (n + 1) * sizeof(*cells));
    for (i = 0; i < n; i++) {
        cells[i] = ds_table_cell(table, rows[i]->index, column->index);
    }
    cells[n] = -1;
    return cells;
}

/* A sum that no format has in one row is named after all its rows. */
static const char *joined(const merging *m, const merged_row *row, const char *separator,
                          int is_label)
{
    const char *text = NULL;
    int i, j;

    for (i = 0; i < m->n; i++) {
        const ds_row **rows = row->rows[i];
        for (j = 0; rows && rows[0] == row->newest && rows[j]; j++) {
            const char *next = is_label ? rows[j]->label : rows[j]->id;
            text = text ? apr_pstrcat(m->pool, text, separator, next, NULL) : next;
        }
    }
    return text;
}

static void push_line(const merging *m, const ds_table *table, const merged_row *row,
                      const ds_column *column)
{
    const int **cells = apr_palloc(m->pool, m->n * sizeof(*cells));
    ds_crosswalk_line *line;
    int i, is_any = 0;

    for (i = 0; i < m->n; i++) {
        cells[i] = cells_of(m, m->shown[i], table->id, (const ds_row *const *)row->rows[i],
                            column->id);
        is_any |= cells[i] != NULL;
    }
    if (!is_any) {
        return;
    }
    line = &APR_ARRAY_PUSH(m->lines, ds_crosswalk_line);
    line->table = table;
    line->column = column;
    line->row = joined(m, row, "+", 0);
    line->label = joined(m, row, "、", 1);
    line->groups = row->newest->groups;
    line->is_sum = row->is_sum;
    line->is_total = row->newest->is_total;
    line->cells = cells;
}

static void push_table(const merging *m, const ds_table *table)
{
    const apr_array_header_t *rows = merged_rows(m, table->id);
    const apr_array_header_t *columns = merged_columns(m, table->id);
    int i, j;

    for (i = 0; i < rows->nelts; i++) {
        for (j = 0; j < columns->nelts; j++) {
            push_line(m, table, APR_ARRAY_IDX(rows, i, item).newest,
                      APR_ARRAY_IDX(columns, j, item).newest);
        }
    }
}

/* Indexes into `shown`, the latest format first. */
static int *order(const ds_format *const *shown, int n, apr_pool_t *pool)
{
    int *indexes = apr_palloc(pool, (n + 1) * sizeof(*indexes)), i, j;

    for (i = 0; i < n; i++) {
        for (j = i; j > 0 && shown[indexes[j - 1]]->index < shown[i]->index; j--) {
            indexes[j] = indexes[j - 1];
        }
        indexes[j] = i;
    }
    return indexes;
}

const apr_array_header_t *ds_crosswalk_lines(const ds_formats *formats,
                                             const ds_format *const *shown, int n,
                                             apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    merging m = {formats, shown, n, order(shown, n, scratch_pool),
                 apr_array_make(result_pool, 256, sizeof(ds_crosswalk_line)), result_pool,
                 scratch_pool};
    const apr_array_header_t *tables = merged_tables(&m);
    int i;

    for (i = 0; i < tables->nelts; i++) {
        push_table(&m, APR_ARRAY_IDX(tables, i, item).newest);
    }
    return m.lines;
}

const char *ds_crosswalk_label(const ds_crosswalk_line *line, apr_pool_t *pool)
{
    const char *text = "";
    int i;

    for (i = 0; line->groups[i]; i++) {
        text = apr_pstrcat(pool, text, line->groups[i], " ", NULL);
    }
    return apr_pstrcat(pool, text, line->label, *line->label ? " " : "", line->column->path,
                       NULL);
}
