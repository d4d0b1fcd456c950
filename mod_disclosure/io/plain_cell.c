#include "io/plain_cell.h"

#include <string.h>

#include <apr_strings.h>

#define OPEN "（"
#define CLOSE "）"

static int number(ds_report *report, int cell, const char *text, apr_size_t len)
{
    const ds_cell_type *type = ds_format_type(report->format, cell);
    ds_decimal value;
    if (!ds_decimal_is_plain(text, len) || ds_decimal_parse(&value, text, len) != APR_SUCCESS
        || (type->kind != DS_VALUE_AMOUNT && !ds_decimal_is_integer(value))) {
        return 0;
    }
    ds_report_set_number(report, cell, value);
    return 1;
}

int ds_plain_figure(ds_report *report, int cell, const char *text, apr_size_t len)
{
    if (len == 0) {
        ds_report_set_blank(report, cell);
        return 1;
    }
    if (len == 1 && *text == '/') {
        ds_report_set_na(report, cell);
        return 1;
    }
    return number(report, cell, text, len);
}

/* The longest of the cell's units with which the text begins; NULL. */
static const char *unit_at(const ds_report *report, int cell, const char *text)
{
    const char *const *units = ds_format_type(report->format, cell)->units;
    const char *longest = NULL;
    for (; units != NULL && *units != NULL; units++) {
        apr_size_t len = strlen(*units);
        if (strncmp(text, *units, len) == 0 && (longest == NULL || len > strlen(longest))) {
            longest = *units;
        }
    }
    return longest;
}

/* What stands in the brackets that the text is; NULL when it is none. */
static const char *note_of(const char *text, apr_pool_t *pool)
{
    const apr_size_t open = strlen(OPEN), close = strlen(CLOSE), len = strlen(text);
    return len > open + close && strncmp(text, OPEN, open) == 0
            && strcmp(text + len - close, CLOSE) == 0
        ? apr_pstrmemdup(pool, text + open, len - open - close) : NULL;
}

int ds_plain_cell(ds_report *report, int cell, const char *text)
{
    const apr_size_t len = *text == '/' ? 1 : strspn(text, "-0123456789.");
    const char *unit = len > 0 && *text != '/' ? unit_at(report, cell, text + len) : NULL;
    const char *rest = text + len + (unit != NULL ? strlen(unit) : 0);
    const char *note = *rest != '\0' ? note_of(rest, report->pool) : NULL;
    if ((*rest != '\0' && note == NULL) || !ds_plain_figure(report, cell, text, len)) {
        return 0;
    }
    ds_report_set_unit(report, cell, unit);
    ds_report_set_cell_note(report, cell, note);
    return 1;
}
