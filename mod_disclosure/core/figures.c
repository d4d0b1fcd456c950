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

/* Whatever stands in one cell. */
static apr_status_t read_word(ds_report *report, int cell, const char *text, apr_size_t *len)
{
    *len = strcspn(text, " ");
    if (is_word(text, *len, BLANK))
        return APR_SUCCESS;
    if (!is_word(text, *len, NOT_APPLICABLE))
        return read_number(report, cell, text, *len);
    ds_report_set_na(report, cell);
    return APR_SUCCESS;
}

/* Digits of a count that is below DS_DECIMAL_MAX whatever they are. */
#define COUNT_DIGITS 11

/* Nearly every figure is a plain count: its length where the text begins with one
 * that ends where a figure ends, else 0. Sums over thousands of reports read a
 * million of them. */
static apr_size_t read_count(ds_report *report, int cell, const char *text)
{
    ds_decimal value = 0;
    apr_size_t len = 0;

    for (; len <= COUNT_DIGITS && text[len] >= '0' && text[len] <= '9'; len++)
        value = value * 10 + (text[len] - '0');
    if (!len || len > COUNT_DIGITS || (text[len] != ' ' && text[len] != '\0'))
        return 0;
    ds_report_set_number(report, cell, value * DS_DECIMAL_ONE);
    return len;
}

apr_status_t ds_figures_read(ds_report *report, const char *text)
{
    int n = report->format->n_cells;

    for (int i = 0; i < n; i++) {
        apr_size_t len = read_count(report, i, text);

        if (!len && read_word(report, i, text, &len) != APR_SUCCESS)
            return DS_EINVALID;
        text += len;
        if (*text != (i + 1 < n ? ' ' : '\0'))
            return DS_EINVALID;
        text += *text == ' ';
    }
    return APR_SUCCESS;
}
