/* One <table> of a format file: its trees of columns and rows become leaves,
 * printed labels with their spans, and a type for each cell. */
#include <string.h>

#include <apr_strings.h>
#include <apr_tables.h>

#include "core/datafile.h"
#include "core/format_parts.h"

/* A column or row with the groups over it, outermost first. */
typedef struct leaf {
    const xmlNode *node;
    int depth;  /* how many groups */
    int opens;  /* how many of them, the innermost, begin with this leaf */
    const xmlNode *groups[DS_FORMAT_MAX_DEPTH];
} leaf;

/* What the reading of one table needs at every turn. */
typedef struct reading {
    ds_table *table;
    const char *path;
    apr_pool_t *pool;
    apr_pool_t *scratch;
} reading;

/* A type as stated on a table, column or row. */
typedef struct stated_type {
    int is_stated;
    ds_cell_type type;
} stated_type;

static const leaf *leaf_at(const apr_array_header_t *leaves, int i)
{
    return &APR_ARRAY_IDX(leaves, i, leaf);
}

const char *const *ds_format_read_texts(const xmlNode *node, const char *name,
                                        apr_pool_t *pool)
{
    apr_array_header_t *texts = apr_array_make(pool, 2, sizeof(const char *));
    const xmlNode *child;

    for (child = ds_datafile_child(node); child; child = ds_datafile_next(child)) {
        if (ds_datafile_is(child, name)) {
            APR_ARRAY_PUSH(texts, const char *) = ds_datafile_text(pool, child);
        }
    }
    APR_ARRAY_PUSH(texts, const char *) = NULL;
    return (const char *const *)texts->elts;
}

const char *ds_format_read_text(const xmlNode *node, const char *name, apr_pool_t *pool)
{
    const xmlNode *child;

    for (child = ds_datafile_child(node); child; child = ds_datafile_next(child)) {
        if (ds_datafile_is(child, name)) {
            return ds_datafile_text(pool, child);
        }
    }
    return NULL;
}

/* Appends the leaves below `parent`. `over` holds the groups above them and
 * how many of those have no leaf yet. */
static const char *collect(apr_array_header_t *leaves, const reading *r, const xmlNode *parent,
                           leaf *over)
{
    const xmlNode *node;

    for (node = ds_datafile_child(parent); node; node = ds_datafile_next(node)) {
        if (!ds_datafile_is(node, "group")) {
            over->node = node;
            APR_ARRAY_PUSH(leaves, leaf) = *over;
            over->opens = 0;
            continue;
        }
        if (over->depth == DS_FORMAT_MAX_DEPTH) {
            return ds_datafile_error(r->pool, r->path, node, "groups are nested deeper than %d",
                                     DS_FORMAT_MAX_DEPTH);
        }
        over->groups[over->depth++] = node;
        over->opens++;
        const char *error = collect(leaves, r, node, over);
        over->depth--;
        if (error) {
            return error;
        }
    }
    return leaves->nelts > DS_FORMAT_MAX_CELLS
               ? ds_datafile_error(r->pool, r->path, parent, "more than %d rows or columns",
                                   DS_FORMAT_MAX_CELLS)
               : NULL;
}

static const char *collect_all(apr_array_header_t **leaves, const reading *r,
                               const xmlNode *parent)
{
    leaf over = {0};

    *leaves = apr_array_make(r->scratch, 32, sizeof(leaf));
    return collect(*leaves, r, parent, &over);
}

static int deepest(const apr_array_header_t *leaves)
{
    int depth = 0, i;

    for (i = 0; i < leaves->nelts; i++) {
        depth = leaf_at(leaves, i)->depth > depth ? leaf_at(leaves, i)->depth : depth;
    }
    return depth;
}

/* How many leaves stand in the group at `level` that begins with leaf i. */
static int group_size(const apr_array_header_t *leaves, int i, int level)
{
    const xmlNode *group = leaf_at(leaves, i)->groups[level];
    int end = i;

    while (end < leaves->nelts && leaf_at(leaves, end)->depth > level
           && leaf_at(leaves, end)->groups[level] == group) {
        end++;
    }
    return end - i;
}

static const char *label_of(apr_pool_t *pool, const xmlNode *node)
{
    const char *label = ds_datafile_attr(pool, node, "label");

    return label ? label : "";
}

/* The last `n` of a leaf's labels (its own and its groups'), separated by
 * blanks. */
static const char *tail_of(apr_pool_t *pool, const leaf *l, int n)
{
    const char *text = label_of(pool, l->node);
    int level;

    for (level = l->depth - 1; level >= 0 && level > l->depth - n; level--) {
        text = apr_pstrcat(pool, label_of(pool, l->groups[level]), " ", text, NULL);
    }
    return text;
}

static const char *const *groups_of(apr_pool_t *pool, const leaf *l)
{
    const char **groups = apr_palloc(pool, (l->depth + 1) * sizeof(*groups));
    int level;

    for (level = 0; level < l->depth; level++) {
        groups[level] = label_of(pool, l->groups[level]);
    }
    groups[l->depth] = NULL;
    return groups;
}

/* Counts how many leaves have the same last n labels, for each n:
 * "n:labels" -> int *. */
static apr_hash_t *count_tails(apr_pool_t *pool, const apr_array_header_t *leaves)
{
    apr_hash_t *counts = apr_hash_make(pool);
    int i, n;

    for (i = 0; i < leaves->nelts; i++) {
        for (n = 1; n <= leaf_at(leaves, i)->depth + 1; n++) {
            const char *key = apr_psprintf(pool, "%d:%s", n, tail_of(pool, leaf_at(leaves, i), n));
            int *count = apr_hash_get(counts, key, APR_HASH_KEY_STRING);
            if (!count) {
                count = apr_pcalloc(pool, sizeof(*count));
                apr_hash_set(counts, key, APR_HASH_KEY_STRING, count);
            }
            ++*count;
        }
    }
    return counts;
}

/* The leaf's label with its own group where that is not an outermost one, and
 * with as many more as tell it apart. */
static const char *name_of(const reading *r, apr_hash_t *counts, const leaf *l)
{
    int n = l->depth >= 2 ? 2 : 1;

    for (; n <= l->depth; n++) {
        const char *key = apr_psprintf(r->scratch, "%d:%s", n, tail_of(r->scratch, l, n));
        const int *count = apr_hash_get(counts, key, APR_HASH_KEY_STRING);
        if (*count == 1) {
            break;
        }
    }
    return tail_of(r->pool, l, n);
}

/* An id or a path that an earlier leaf has is an error. */
static const char *remember(apr_hash_t *seen, const reading *r, const xmlNode *node,
                            const char *what, const char *key)
{
    if (apr_hash_get(seen, key, APR_HASH_KEY_STRING)) {
        return ds_datafile_error(r->pool, r->path, node, "table \"%s\" has two %ss with the %s",
                                 r->table->id, (const char *)node->name,
                                 apr_psprintf(r->scratch, "%s \"%s\"", what, key));
    }
    apr_hash_set(seen, key, APR_HASH_KEY_STRING, node);
    return NULL;
}

static const char *const *read_units(apr_pool_t *pool, const char *text)
{
    apr_array_header_t *units = apr_array_make(pool, 4, sizeof(const char *));
    char *last = NULL, *rest = apr_pstrdup(pool, text), *unit;

    for (unit = apr_strtok(rest, " ", &last); unit; unit = apr_strtok(NULL, " ", &last)) {
        APR_ARRAY_PUSH(units, const char *) = unit;
    }
    APR_ARRAY_PUSH(units, const char *) = NULL;
    return (const char *const *)units->elts;
}

static const char *read_type(stated_type *stated, const reading *r, const xmlNode *node)
{
    const char *value = ds_datafile_attr(r->scratch, node, "value");
    const char *units = ds_datafile_attr(r->scratch, node, "units");
    ds_cell_type *type = &stated->type;

    memset(stated, 0, sizeof(*stated));
    type->kind = !value || !strcmp(value, "count") ? DS_VALUE_COUNT
                 : !strcmp(value, "change")        ? DS_VALUE_CHANGE
                                                   : DS_VALUE_AMOUNT;
    type->unit = ds_datafile_attr(r->pool, node, "unit");
    type->units = units ? read_units(r->pool, units) : NULL;
    stated->is_stated = value || units || type->unit;
    if (units && type->kind != DS_VALUE_AMOUNT) {
        return ds_datafile_error(r->pool, r->path, node,
                                 "units to choose from are for an amount only");
    }
    return NULL;
}

static const char *read_column(ds_column *column, const reading *r, const leaf *l,
                               apr_hash_t *counts, apr_hash_t *paths)
{
    const char *error;

    column->id = ds_datafile_attr(r->pool, l->node, "id");
    column->label = label_of(r->pool, l->node);
    column->path = tail_of(r->pool, l, l->depth + 1);
    column->groups = groups_of(r->pool, l);
    column->name = name_of(r, counts, l);
    column->synonyms = ds_format_read_texts(l->node, "synonym", r->pool);
    column->help = ds_format_read_text(l->node, "help", r->pool);
    column->colspan = 1;
    column->is_total = ds_datafile_yes(l->node, "total");
    error = remember(paths, r, l->node, "label", column->path);
    if (!error) {
        error = remember(r->table->columns_by_id, r, l->node, "id", column->id);
    }
    apr_hash_set(r->table->columns_by_id, column->id, APR_HASH_KEY_STRING, column);
    return error;
}

/* The printed head: each label goes to the level it begins on. */
static void build_head(const reading *r, const apr_array_header_t *leaves)
{
    ds_table *table = r->table;
    int height = deepest(leaves) + 1, level, i;
    apr_array_header_t **levels = apr_palloc(r->scratch, height * sizeof(*levels));

    for (level = 0; level < height; level++) {
        levels[level] = apr_array_make(r->pool, 8, sizeof(ds_label));
    }
    for (i = 0; i < leaves->nelts; i++) {
        const leaf *l = leaf_at(leaves, i);
        for (level = l->depth - l->opens; level < l->depth; level++) {
            APR_ARRAY_PUSH(levels[level], ds_label) = (ds_label){
                label_of(r->pool, l->groups[level]), group_size(leaves, i, level), 1, 1, i};
        }
        APR_ARRAY_PUSH(levels[l->depth], ds_label) =
            (ds_label){table->columns[i].label, 1, height - l->depth, 0, i};
    }
    table->head_height = height;
    table->head_sizes = apr_palloc(r->pool, height * sizeof(*table->head_sizes));
    table->head = apr_palloc(r->pool, height * sizeof(*table->head));
    for (level = 0; level < height; level++) {
        table->head_sizes[level] = levels[level]->nelts;
        table->head[level] = (ds_label *)levels[level]->elts;
    }
}

static const char *read_columns(const reading *r, const xmlNode *parent, stated_type **types)
{
    ds_table *table = r->table;
    apr_hash_t *paths = apr_hash_make(r->scratch), *counts;
    apr_array_header_t *leaves;
    const char *error = collect_all(&leaves, r, parent);
    int i;

    if (error) {
        return error;
    }
    counts = count_tails(r->scratch, leaves);
    table->n_columns = leaves->nelts;
    table->columns = apr_pcalloc(r->pool, leaves->nelts * sizeof(*table->columns));
    *types = apr_pcalloc(r->scratch, leaves->nelts * sizeof(**types));
    for (i = 0; i < leaves->nelts && !error; i++) {
        table->columns[i].index = i;
        error = read_column(&table->columns[i], r, leaf_at(leaves, i), counts, paths);
        if (!error) {
            error = read_type(&(*types)[i], r, leaf_at(leaves, i)->node);
        }
    }
    if (!error) {
        build_head(r, leaves);
    }
    return error;
}

/* The stub cells that begin in row i: groups that open here, then its own. */
static void build_stub(const reading *r, const apr_array_header_t *leaves, int i)
{
    const leaf *l = leaf_at(leaves, i);
    ds_row *row = &r->table->rows[i];
    ds_label *labels = apr_pcalloc(r->pool, (l->opens + 1) * sizeof(*labels));
    int level, n = 0;

    for (level = l->depth - l->opens; level < l->depth; level++) {
        labels[n++] = (ds_label){label_of(r->pool, l->groups[level]), 1,
                                 group_size(leaves, i, level), 1, i};
    }
    labels[n++] = (ds_label){row->label, r->table->stub_width - l->depth, 1, 0, i};
    row->n_labels = n;
    row->labels = labels;
}

static const char *read_row(ds_row *row, const reading *r, const leaf *l, apr_hash_t *counts,
                            apr_hash_t *paths)
{
    const char *error;

    row->id = ds_datafile_attr(r->pool, l->node, "id");
    row->label = label_of(r->pool, l->node);
    row->path = tail_of(r->pool, l, l->depth + 1);
    row->groups = groups_of(r->pool, l);
    row->name = name_of(r, counts, l);
    row->synonyms = ds_format_read_texts(l->node, "synonym", r->pool);
    row->help = ds_format_read_text(l->node, "help", r->pool);
    row->is_total = ds_datafile_yes(l->node, "total");
    if (!*row->label && r->table->stub_width > 0) {
        return ds_datafile_error(r->pool, r->path, l->node,
                                 "only the single row of a table may be without a label");
    }
    error = remember(paths, r, l->node, "label", row->path);
    if (!error) {
        error = remember(r->table->rows_by_id, r, l->node, "id", row->id);
    }
    apr_hash_set(r->table->rows_by_id, row->id, APR_HASH_KEY_STRING, row);
    return error;
}

/* A table of one row without a label has no stub. */
static int stub_width_of(const reading *r, const apr_array_header_t *leaves)
{
    const leaf *first = leaf_at(leaves, 0);

    if (leaves->nelts == 1 && first->depth == 0 && !*label_of(r->scratch, first->node)) {
        return 0;
    }
    return deepest(leaves) + 1;
}

static const char *read_rows(const reading *r, const xmlNode *parent, stated_type **types)
{
    ds_table *table = r->table;
    apr_hash_t *paths = apr_hash_make(r->scratch), *counts;
    apr_array_header_t *leaves;
    const char *error = collect_all(&leaves, r, parent);
    int i;

    if (error) {
        return error;
    }
    counts = count_tails(r->scratch, leaves);
    table->stub_width = stub_width_of(r, leaves);
    table->n_rows = leaves->nelts;
    table->rows = apr_pcalloc(r->pool, leaves->nelts * sizeof(*table->rows));
    *types = apr_pcalloc(r->scratch, leaves->nelts * sizeof(**types));
    for (i = 0; i < leaves->nelts && !error; i++) {
        table->rows[i].index = i;
        error = read_row(&table->rows[i], r, leaf_at(leaves, i), counts, paths);
        if (!error) {
            error = read_type(&(*types)[i], r, leaf_at(leaves, i)->node);
        }
        if (!error && table->stub_width > 0) {
            build_stub(r, leaves, i);
        }
    }
    return error;
}

static const char *set_types(const reading *r, const xmlNode *node, const stated_type *of_rows,
                             const stated_type *of_columns)
{
    ds_table *table = r->table;
    ds_cell_type *types;
    stated_type of_table;
    int row, column;
    const char *error = read_type(&of_table, r, node);

    if (error) {
        return error;
    }
    if ((apr_int64_t)table->n_rows * table->n_columns > DS_FORMAT_MAX_CELLS) {
        return ds_datafile_error(r->pool, r->path, node, "table \"%s\" has more than %d cells",
                                 table->id, DS_FORMAT_MAX_CELLS);
    }
    types = apr_palloc(r->pool, (apr_size_t)table->n_rows * table->n_columns * sizeof(*types));
    for (row = 0; row < table->n_rows; row++) {
        for (column = 0; column < table->n_columns; column++) {
            const stated_type *stated = of_rows[row].is_stated         ? &of_rows[row]
                                        : of_columns[column].is_stated ? &of_columns[column]
                                                                       : &of_table;
            types[row * table->n_columns + column] = stated->type;
        }
    }
    table->types = types;
    return NULL;
}

const char *ds_format_read_table(ds_table *table, const xmlNode *node, const char *path,
                                 apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    reading r = {table, path, result_pool, scratch_pool};
    const xmlNode *columns = ds_datafile_child(node), *rows = ds_datafile_next(columns);
    const char *rule = ds_datafile_attr(result_pool, node, "rows-rule"), *error;
    stated_type *of_columns, *of_rows;

    table->id = ds_datafile_attr(result_pool, node, "id");
    table->title = ds_datafile_attr(result_pool, node, "band");
    table->caption = ds_datafile_attr(result_pool, node, "caption");
    table->corner = ds_datafile_attr(result_pool, node, "corner");
    table->rows_rule = rule ? rule : "F.format";
    table->rows_by_id = apr_hash_make(result_pool);
    table->columns_by_id = apr_hash_make(result_pool);
    error = read_columns(&r, columns, &of_columns);
    if (!error) {
        error = read_rows(&r, rows, &of_rows);
    }
    if (!error && table->corner && table->stub_width == 0) {
        error = ds_datafile_error(result_pool, path, node,
                                  "table \"%s\" has a corner but no labelled rows", table->id);
    }
    return error ? error : set_types(&r, node, of_rows, of_columns);
}

void ds_format_widen_table(ds_table *table, int grid_width)
{
    int extra = grid_width - table->stub_width - table->n_columns, level;

    table->columns[table->n_columns - 1].colspan += extra;
    for (level = 0; level < table->head_height; level++) {
        int size = table->head_sizes[level];
        ds_label *last = size > 0 ? &table->head[level][size - 1] : NULL;
        if (last && last->leaf + last->colspan == table->n_columns) {
            last->colspan += extra;
        }
    }
}
