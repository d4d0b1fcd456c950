/* Looking into a format. */
#include <string.h>

#include <apr_strings.h>

#include "core/format_parts.h"

const ds_table *ds_format_table(const ds_format *format, const char *id)
{
    return apr_hash_get(format->tables_by_id, id, APR_HASH_KEY_STRING);
}

const ds_section *ds_format_section(const ds_format *format, const char *id)
{
    return apr_hash_get(format->sections_by_id, id, APR_HASH_KEY_STRING);
}

const ds_row *ds_table_row(const ds_table *table, const char *id)
{
    return apr_hash_get(table->rows_by_id, id, APR_HASH_KEY_STRING);
}

const ds_column *ds_table_column(const ds_table *table, const char *id)
{
    return apr_hash_get(table->columns_by_id, id, APR_HASH_KEY_STRING);
}

int ds_format_cell(const ds_format *format, const char *address)
{
    const int *cell = apr_hash_get(format->cells_by_address, address, APR_HASH_KEY_STRING);

    return cell ? *cell : -1;
}

int ds_table_cell(const ds_table *table, int row, int column)
{
    return table->first_cell + row * table->n_columns + column;
}

void ds_format_locate(const ds_format *format, int cell, const ds_table **table,
                      const ds_row **row, const ds_column **column)
{
    const ds_table *t = format->places[cell].table;

    *table = t;
    *row = &t->rows[(cell - t->first_cell) / t->n_columns];
    *column = &t->columns[(cell - t->first_cell) % t->n_columns];
}

const char *ds_format_address(const ds_format *format, int cell)
{
    return format->places[cell].address;
}

const ds_cell_type *ds_format_type(const ds_format *format, int cell)
{
    const ds_table *table = format->places[cell].table;

    return &table->types[cell - table->first_cell];
}

const char *ds_format_cell_name(const ds_format *format, int cell, apr_pool_t *pool)
{
    const ds_table *table;
    const ds_row *row;
    const ds_column *column;

    ds_format_locate(format, cell, &table, &row, &column);
    if (!*row->name) {
        return apr_psprintf(pool, "‘%s’", column->name);
    }
    return apr_psprintf(pool, "‘%s’一行‘%s’", row->name, column->name);
}

/* The text with the first `place` replaced. */
static const char *fill_in(apr_pool_t *pool, const char *text, const char *place,
                           const char *value)
{
    const char *at = strstr(text, place);

    return at ? apr_psprintf(pool, "%.*s%s%s", (int)(at - text), text, value, at + strlen(place))
              : text;
}

const char *ds_format_title(const ds_format *format, const char *organ_name, int year,
                            apr_pool_t *pool)
{
    /* The year first: a name might hold braces of its own. */
    const char *title = fill_in(pool, format->title_pattern, "{year}", apr_itoa(pool, year));

    return fill_in(pool, title, "{organ}", organ_name);
}
