#include "io/csv_table.h"

#include <string.h>

#include <apr_strings.h>

#include "core/text.h"

/* The place in the text that is read next. */
typedef struct cursor {
    const char *at, *end;
    int line;
    apr_pool_t *pool;
    const char *error;
} cursor;

static void fail(cursor *c, int line, const char *what)
{
    if (!c->error) {
        c->error = apr_psprintf(c->pool, "第 %d 行：%s", line, what);
    }
}

static const char *quoted(cursor *c)
{
    char *value = apr_palloc(c->pool, c->end - c->at + 1), *to = value;
    c->at++;
    for (;;) {
        if (c->at == c->end) {
            fail(c, c->line, "引号没有成对。");
            break;
        }
        if (*c->at == '"' && (c->at + 1 == c->end || c->at[1] != '"')) {
            c->at++;
            break;
        }
        c->at += *c->at == '"';
        c->line += *c->at == '\n';
        *to++ = *c->at++;
    }
    *to = '\0';
    return apr_pstrdup(c->pool, value);
}

static const char *plain(cursor *c)
{
    const char *from = c->at;
    while (c->at < c->end && *c->at != ',' && *c->at != '\n' && *c->at != '\r') {
        if (*c->at++ == '"') {
            fail(c, c->line, "值里的引号要写成两个，并把整个值放在引号里。");
        }
    }
    return apr_pstrmemdup(c->pool, from, c->at - from);
}

/* Steps over the end of a line; whether there was one. */
static int end_of_line(cursor *c)
{
    const char *from = c->at;
    if (c->at < c->end && *c->at == '\r') {
        c->at++;
    }
    if (c->at < c->end && *c->at == '\n') {
        c->at++;
    }
    c->line += c->at > from;
    return c->at > from || c->at == c->end;
}

/* One line's values (array of const char *); empty for a line with nothing. */
static apr_array_header_t *record(cursor *c)
{
    apr_array_header_t *values = apr_array_make(c->pool, 16, sizeof(const char *));
    while (!c->error) {
        APR_ARRAY_PUSH(values, const char *) = c->at < c->end && *c->at == '"' ? quoted(c) : plain(c);
        if (values->nelts > DS_CSV_MAX_COLUMNS) {
            fail(c, c->line, "列太多。");
        } else if (c->at < c->end && *c->at == ',') {
            c->at++;
        } else if (end_of_line(c)) {
            break;
        } else {
            fail(c, c->line, "引号后面应是逗号或行末。");
        }
    }
    if (values->nelts == 1 && !*APR_ARRAY_IDX(values, 0, const char *)) {
        values->nelts = 0;
    }
    return values;
}

static int column_of(const ds_csv_table *table, const char *name)
{
    for (int i = 0; i < table->columns->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(table->columns, i, const char *), name) == 0) {
            return i;
        }
    }
    return -1;
}

static void read_columns(ds_csv_table *table, cursor *c)
{
    apr_array_header_t *names = record(c);
    for (int i = 0; i < names->nelts; i++) {
        const char *text = APR_ARRAY_IDX(names, i, const char *);
        const char *name = ds_text_tidy(c->pool, text, strlen(text));
        if (column_of(table, name) >= 0) {
            fail(c, 1, apr_psprintf(c->pool, "有两列都叫“%s”。", name));
        }
        APR_ARRAY_PUSH(table->columns, const char *) = name;
    }
    if (names->nelts == 0) {
        fail(c, 1, "第一行应写列名。");
    }
}

static void read_line(ds_csv_table *table, cursor *c)
{
    int number = c->line;
    apr_array_header_t *values = record(c);
    if (values->nelts == 0) {
        return;
    }
    if (values->nelts > table->columns->nelts || table->lines->nelts == DS_CSV_MAX_LINES) {
        fail(c, number, values->nelts > table->columns->nelts ? "值比列名多。" : "行太多。");
        return;
    }
    while (values->nelts < table->columns->nelts) {
        APR_ARRAY_PUSH(values, const char *) = "";
    }
    ds_csv_line *line = apr_array_push(table->lines);
    line->number = number;
    line->values = (const char *const *) values->elts;
}

const char *ds_csv_table_read(ds_csv_table **out, const char *bytes, apr_size_t len,
                              apr_pool_t *pool)
{
    cursor c = { bytes, bytes + len, 1, pool, NULL };
    ds_csv_table *table = apr_pcalloc(pool, sizeof(*table));
    if (ds_text_first_bad(bytes, len) != len) {
        return "文件不是 UTF-8 编码，或含有不允许的字符。";
    }
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        c.at += 3;
    }
    table->columns = apr_array_make(pool, 16, sizeof(const char *));
    table->lines = apr_array_make(pool, 64, sizeof(ds_csv_line));
    read_columns(table, &c);
    while (!c.error && c.at < c.end) {
        read_line(table, &c);
    }
    *out = table;
    return c.error;
}

const char *ds_csv_value(const ds_csv_table *table, const ds_csv_line *line, const char *column,
                         apr_pool_t *pool)
{
    int i = column_of(table, column);
    if (i < 0) {
        return NULL;
    }
    const char *value = ds_text_tidy(pool, line->values[i], strlen(line->values[i]));
    return *value ? value : NULL;
}
