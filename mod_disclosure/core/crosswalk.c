/* The crosswalk between formats: checked and laid once, when they are put
 * together. */
#include <string.h>

#include <apr_strings.h>

#include "core/crosswalk_parts.h"

static ds_format *format_at(const apr_array_header_t *formats, int i)
{
    return APR_ARRAY_IDX(formats, i, ds_format *);
}

const ds_earlier *ds_crosswalk_division(const ds_format *later, const ds_format *earlier,
                                        const char *table, const char *row)
{
    int i;

    for (i = 0; i < later->n_earlier; i++) {
        const ds_earlier *division = &later->earlier[i];
        if (!strcmp(division->format, earlier->id) && !strcmp(division->table->id, table)
            && !strcmp(division->row, row)) {
            return division;
        }
    }
    return NULL;
}

/* The format it speaks of, if it is among those before `index`. */
static const ds_format *find_earlier(const apr_array_header_t *formats, int index, const char *id)
{
    int i;

    for (i = 0; i < index; i++) {
        if (!strcmp(format_at(formats, i)->id, id)) {
            return format_at(formats, i);
        }
    }
    return NULL;
}

static int have_common_column(const ds_table *a, const ds_table *b)
{
    int i;

    for (i = 0; i < a->n_columns; i++) {
        if (ds_table_column(b, a->columns[i].id)) {
            return 1;
        }
    }
    return 0;
}

/* A row that is left out of its own division would be compared with the whole
 * of it. */
static int leaves_itself_out(const ds_earlier *division)
{
    const ds_row *same = ds_table_row(division->table, division->row);
    int i;

    for (i = 0; same && i < division->n_rows; i++) {
        if (division->rows[i] == same) {
            return 0;
        }
    }
    return same != NULL;
}

static const char *check(const apr_array_header_t *formats, int index, const ds_earlier *division,
                         apr_pool_t *pool)
{
    const ds_format *earlier = find_earlier(formats, index, division->format);
    const ds_table *table = earlier ? ds_format_table(earlier, division->table->id) : NULL;
    const char *place = apr_psprintf(pool, "%s:%d", format_at(formats, index)->source,
                                     division->line);

    if (!earlier) {
        return apr_psprintf(pool, "%s: there is no earlier format \"%s\"", place,
                            division->format);
    }
    if (!table || !ds_table_row(table, division->row)) {
        return apr_psprintf(pool, "%s: format \"%s\" has no row \"%s\" in a table \"%s\"", place,
                            earlier->id, division->row, division->table->id);
    }
    if (!have_common_column(table, division->table)) {
        return apr_psprintf(pool, "%s: the tables \"%s\" have no column in common", place,
                            table->id);
    }
    if (leaves_itself_out(division)) {
        return apr_psprintf(pool, "%s: this format has a row \"%s\" too, which is not among those "
                            "it is divided into", place, division->row);
    }
    return NULL;
}

/* Without going through a third format. What is divided can only be followed
 * forward. */
static int direct(const ds_format *from, int cell, const ds_format *to)
{
    int is_forward = from->index < to->index;
    const ds_earlier *division;
    const ds_table *table;
    const ds_row *row;
    const ds_column *column;

    ds_format_locate(from, cell, &table, &row, &column);
    division = is_forward ? ds_crosswalk_division(to, from, table->id, row->id)
                          : ds_crosswalk_division(from, to, table->id, row->id);
    if (!division) {
        return ds_format_cell(to, ds_format_address(from, cell));
    }
    column = is_forward ? ds_table_column(division->table, column->id) : NULL;
    return column ? ds_table_cell(division->table, division->receives->index, column->index) : -1;
}

/* Directly, else by way of the latest format between them that has it.
 * `counterparts` holds those in the formats between. */
static int follow(const apr_array_header_t *formats, const int *const *counterparts,
                  const ds_format *from, int cell, const ds_format *to)
{
    int found = direct(from, cell, to), i;

    for (i = to->index - 1; found < 0 && i > from->index; i--) {
        int between = counterparts[i][cell];
        found = between >= 0 ? direct(format_at(formats, i), between, to) : -1;
    }
    return found;
}

static const int *const *counterparts_of(const apr_array_header_t *formats,
                                         const ds_format *from, apr_pool_t *pool)
{
    int **counterparts = apr_palloc(pool, formats->nelts * sizeof(*counterparts)), i, cell;

    for (i = 0; i < formats->nelts; i++) {
        const ds_format *to = format_at(formats, i);
        counterparts[i] = apr_palloc(pool, (from->n_cells + 1) * sizeof(**counterparts));
        for (cell = 0; cell < from->n_cells; cell++) {
            counterparts[i][cell] = to == from ? cell
                                               : follow(formats, (const int *const *)counterparts,
                                                        from, cell, to);
        }
    }
    return (const int *const *)counterparts;
}

const char *ds_crosswalk_lay(apr_array_header_t *formats, apr_pool_t *pool)
{
    int i, j;

    for (i = 0; i < formats->nelts; i++) {
        ds_format *format = format_at(formats, i);
        format->index = i;
        for (j = 0; j < format->n_earlier; j++) {
            const char *error = check(formats, i, &format->earlier[j], pool);
            if (error) {
                return error;
            }
        }
    }
    for (i = 0; i < formats->nelts; i++) {
        format_at(formats, i)->counterparts = counterparts_of(formats, format_at(formats, i),
                                                              pool);
    }
    return NULL;
}

int ds_crosswalk_cell(const ds_format *from, int cell, const ds_format *to)
{
    return from->counterparts[to->index][cell];
}
