/* The <earlier> elements of a format file. */
#include <string.h>

#include <apr_strings.h>

#include "core/crosswalk_parts.h"
#include "core/datafile.h"
#include "core/format_parts.h"

/* What the reading needs at every turn. */
typedef struct reading {
    ds_format *format;
    const char *path;
    apr_pool_t *pool;
    apr_pool_t *scratch;
} reading;

static int has_row(const ds_earlier *earlier, const ds_row *row)
{
    int i;

    for (i = 0; i < earlier->n_rows; i++) {
        if (earlier->rows[i] == row) {
            return 1;
        }
    }
    return 0;
}

static const char *read_part(const reading *r, ds_earlier *earlier, const xmlNode *node)
{
    const char *id = ds_datafile_attr(r->scratch, node, "id");
    const ds_row *row = ds_table_row(earlier->table, id);

    if (!row) {
        return ds_datafile_error(r->pool, r->path, node, "table \"%s\" has no row \"%s\"",
                                 earlier->table->id, id);
    }
    if (has_row(earlier, row)) {
        return ds_datafile_error(r->pool, r->path, node, "the row \"%s\" stands here twice", id);
    }
    earlier->rows[earlier->n_rows++] = row;
    if (!ds_datafile_yes(node, "receives")) {
        return NULL;
    }
    if (earlier->receives) {
        return ds_datafile_error(r->pool, r->path, node,
                                 "the row \"%s\" receives already, there can be but one",
                                 earlier->receives->id);
    }
    earlier->receives = row;
    return NULL;
}

static int count_children(const xmlNode *node)
{
    const xmlNode *child;
    int n = 0;

    for (child = ds_datafile_child(node); child; child = ds_datafile_next(child)) {
        n++;
    }
    return n;
}

static const char *read_parts(const reading *r, ds_earlier *earlier, const xmlNode *node)
{
    const xmlNode *child;
    const char *error = NULL;

    earlier->rows = apr_pcalloc(r->pool, count_children(node) * sizeof(*earlier->rows));
    for (child = ds_datafile_child(node); child && !error; child = ds_datafile_next(child)) {
        error = read_part(r, earlier, child);
    }
    if (!error && !earlier->receives) {
        error = ds_datafile_error(r->pool, r->path, node,
                                  "none of the rows is the one that receives");
    }
    return error;
}

/* Whether an earlier element says something of the same row. */
static int is_said_twice(const ds_format *format, const ds_earlier *earlier)
{
    const ds_earlier *other;

    for (other = format->earlier; other < earlier; other++) {
        if (!strcmp(other->format, earlier->format) && other->table == earlier->table
            && !strcmp(other->row, earlier->row)) {
            return 1;
        }
    }
    return 0;
}

static const char *read_earlier(const reading *r, ds_earlier *earlier, const xmlNode *node)
{
    const char *table = ds_datafile_attr(r->scratch, node, "table");

    earlier->format = ds_datafile_attr(r->pool, node, "format");
    earlier->row = ds_datafile_attr(r->pool, node, "row");
    earlier->table = ds_format_table(r->format, table);
    earlier->line = (int)xmlGetLineNo(node);
    if (!earlier->table) {
        return ds_datafile_error(r->pool, r->path, node, "there is no table \"%s\"", table);
    }
    if (is_said_twice(r->format, earlier)) {
        return ds_datafile_error(r->pool, r->path, node,
                                 "the row \"%s\" of \"%s\" in format \"%s\" is divided twice",
                                 earlier->row, table, earlier->format);
    }
    return read_parts(r, earlier, node);
}

const char *ds_format_read_earlier(ds_format *format, const xmlNode *root, const char *path,
                                   apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    reading r = {format, path, result_pool, scratch_pool};
    const xmlNode *node;
    const char *error = NULL;

    format->earlier = apr_pcalloc(result_pool, count_children(root) * sizeof(*format->earlier));
    for (node = ds_datafile_child(root); node && !error; node = ds_datafile_next(node)) {
        if (ds_datafile_is(node, "earlier")) {
            error = read_earlier(&r, &format->earlier[format->n_earlier++], node);
        }
    }
    return error;
}
