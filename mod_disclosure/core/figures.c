#include "core/figures.h"

#include <string.h>

#include <apr_strings.h>

#include "core/status.h"

#define BLANK "-"
#define NOT_APPLICABLE "/"

const char *ds_figures_write(const ds_report *report, apr_pool_t *pool)
{
    int n = report->format->n_cells;
    apr_array_header_t *parts = apr_array_make(pool, n, sizeof(const char *));

    for (int i = 0; i < n; i++) {
        const ds_cell *cell = &report->cells[i];
        const char *text = cell->state == DS_CELL_BLANK ? BLANK
            : ds_report_cell_text(report, i, pool);
        int has_unit = cell->state == DS_CELL_NUMBER && cell->unit;

        APR_ARRAY_PUSH(parts, const char *) =
            has_unit ? apr_pstrcat(pool, text, cell->unit, NULL) : text;
    }
    return apr_array_pstrcat(pool, parts, ' ');
}

static int is_word(const char *text, apr_size_t len, const char *word)
{
    return len == strlen(word) && memcmp(text, word, len) == 0;
}

/* The cell type's unit that stands there, NULL when it has no such unit. */
static const char *unit_of(const ds_cell_type *type, const char *text, apr_size_t len)
{
    for (const char *const *unit = type->units; unit && *unit; unit++)
        if (is_word(text, len, *unit))
            return *unit;
    return NULL;
}

static apr_status_t read_number(ds_report *report, int cell, const char *text, apr_size_t len)
{
    apr_size_t digits = strspn(text, "-0123456789.");
    const char *unit = NULL;
    ds_decimal value;

    if (digits < len)
        unit = unit_of(ds_format_type(report->format, cell), text + digits, len - digits);
    if ((digits < len && !unit) || ds_decimal_parse(&value, text, digits < len ? digits : len))
        return DS_EINVALID;
    ds_report_set_number(report, cell, value);
    if (unit)
        ds_report_set_unit(report, cell, unit);
    return APR_SUCCESS;
}

apr_status_t ds_figures_read(ds_report *report, const char *text)
{
    int n = report->format->n_cells;

    for (int i = 0; i < n; i++) {
        apr_size_t len = strcspn(text, " ");

        if (is_word(text, len, NOT_APPLICABLE))
            ds_report_set_na(report, i);
        else if (!is_word(text, len, BLANK) && read_number(report, i, text, len) != APR_SUCCESS)
            return DS_EINVALID;
        text += len;
        if (*text != (i + 1 < n ? ' ' : '\0'))
            return DS_EINVALID;
        text += *text == ' ';
    }
    return APR_SUCCESS;
}
