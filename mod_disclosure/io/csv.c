#include "io/csv.h"

#include <string.h>

#include <apr_strings.h>

#define BOM "\xEF\xBB\xBF"
#define START_SIZE 32768

struct ds_csv {
    apr_pool_t *pool;
    char *bytes;
    apr_size_t len;
    apr_size_t size; /* allocated, one more than can be used */
};

static void append(ds_csv *csv, const char *bytes, apr_size_t len)
{
    if (csv->len + len >= csv->size) {
        apr_size_t size = csv->size;
        while (csv->len + len >= size) {
            size *= 2;
        }
        char *grown = apr_palloc(csv->pool, size);
        memcpy(grown, csv->bytes, csv->len);
        csv->bytes = grown;
        csv->size = size;
    }
    memcpy(csv->bytes + csv->len, bytes, len);
    csv->len += len;
    csv->bytes[csv->len] = '\0';
}

static void append_quoted(ds_csv *csv, const char *text)
{
    append(csv, "\"", 1);
    for (const char *quote; (quote = strchr(text, '"')) != NULL; text = quote + 1) {
        append(csv, text, (apr_size_t)(quote - text) + 1);
        append(csv, "\"", 1);
    }
    append(csv, text, strlen(text));
    append(csv, "\"", 1);
}

/* One field and what stands behind it. */
static void field(ds_csv *csv, const char *text, const char *separator)
{
    if (strpbrk(text, ",\"\r\n") != NULL) {
        append_quoted(csv, text);
    } else {
        append(csv, text, strlen(text));
    }
    append(csv, separator, strlen(separator));
}

/* Text that a spreadsheet would take for a formula. */
static const char *guarded(const char *text, apr_pool_t *pool)
{
    if (text == NULL) {
        return "";
    }
    return *text != '\0' && strchr("=+-@\t\r", *text) != NULL ? apr_pstrcat(pool, "'", text, NULL)
                                                              : text;
}

static const char *label_of(const ds_row *row, const ds_column *column, const char *unit,
                            apr_pool_t *pool)
{
    return apr_pstrcat(pool, row->path, *row->path != '\0' ? " " : "", column->path,
                       unit != NULL ? "（" : "", unit != NULL ? unit : "",
                       unit != NULL ? "）" : "", NULL);
}

static void line(ds_csv *csv, const ds_report *report, int cell, const char *year,
                 const char *version, apr_pool_t *scratch_pool)
{
    const ds_cell *value = &report->cells[cell];
    const ds_table *table;
    const ds_row *row;
    const ds_column *column;
    ds_format_locate(report->format, cell, &table, &row, &column);
    field(csv, guarded(report->organ, scratch_pool), ",");
    field(csv, guarded(report->organ_name, scratch_pool), ",");
    field(csv, year, ",");
    field(csv, report->format->id, ",");
    field(csv, version, ",");
    field(csv, table->id, ",");
    field(csv, row->id, ",");
    field(csv, column->id, ",");
    field(csv, guarded(label_of(row, column, value->unit, scratch_pool), scratch_pool), ",");
    field(csv, ds_report_cell_text(report, cell, scratch_pool), ",");
    field(csv, guarded(value->note, scratch_pool), "\r\n");
}

void ds_csv_values(ds_csv *csv, const char *const *values, int n)
{
    apr_pool_t *scratch_pool;
    apr_pool_create(&scratch_pool, csv->pool);
    for (int i = 0; i < n; i++) {
        int is_figure = values[i] && ds_decimal_is_plain(values[i], strlen(values[i]));
        field(csv, is_figure ? values[i] : guarded(values[i], scratch_pool),
              i + 1 < n ? "," : "\r\n");
    }
    apr_pool_destroy(scratch_pool);
}

ds_csv *ds_csv_create_with(const char *const *columns, int n, apr_pool_t *pool)
{
    ds_csv *csv = apr_pcalloc(pool, sizeof(*csv));
    csv->pool = pool;
    csv->size = START_SIZE;
    csv->bytes = apr_palloc(pool, csv->size);
    append(csv, BOM, strlen(BOM));
    ds_csv_values(csv, columns, n);
    return csv;
}

ds_csv *ds_csv_create(apr_pool_t *pool)
{
    static const char *const columns[] = { "organ", "organ_name", "year", "format", "version",
                                           "table", "row", "column", "label", "value", "note" };
    return ds_csv_create_with(columns, (int)(sizeof(columns) / sizeof(columns[0])), pool);
}

static const char *number_or_nothing(int number, apr_pool_t *pool)
{
    return number != 0 ? apr_itoa(pool, number) : "";
}

void ds_csv_report(ds_csv *csv, const ds_report *report, int version)
{
    apr_pool_t *scratch_pool;
    apr_pool_create(&scratch_pool, csv->pool);
    apr_pool_t *iterpool;
    apr_pool_create(&iterpool, scratch_pool);
    const char *year = number_or_nothing(report->year, scratch_pool);
    const char *version_text = number_or_nothing(version, scratch_pool);
    for (int cell = 0; cell < report->format->n_cells; cell++) {
        apr_pool_clear(iterpool);
        line(csv, report, cell, year, version_text, iterpool);
    }
    apr_pool_destroy(scratch_pool);
}

const char *ds_csv_bytes(const ds_csv *csv, apr_size_t *len)
{
    *len = csv->len;
    return csv->bytes;
}

const char *ds_csv_write(const ds_report *report, apr_size_t *len, apr_pool_t *pool)
{
    ds_csv *csv = ds_csv_create(pool);
    ds_csv_report(csv, report, 0);
    return ds_csv_bytes(csv, len);
}
