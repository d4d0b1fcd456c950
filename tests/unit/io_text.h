/* What the tests of the plain-text reader share. */
#ifndef DS_TESTS_UNIT_IO_TEXT_H
#define DS_TESTS_UNIT_IO_TEXT_H

#include "unit.h"

#include <string.h>

#include <apr_file_io.h>
#include <apr_strings.h>

#include "core/status.h"
#include "core/text.h"
#include "io/text.h"

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static inline const ds_formats *formats_of(const char *directory)
{
    ds_formats *formats = NULL;
    const char *error = ds_formats_load(&formats, directory, "conf/schema/format.rng", pool, pool);

    ck_assert_msg(!error, "%s", error);
    return formats;
}

/* The bytes of a file, NULL when there is none. */
static inline const char *load(const char *path, apr_size_t *len)
{
    apr_file_t *file;
    apr_finfo_t info;
    char *bytes;

    if (apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_BINARY, 0, pool) != APR_SUCCESS) {
        return NULL;
    }
    ck_assert_int_eq(apr_file_info_get(&info, APR_FINFO_SIZE, file), APR_SUCCESS);
    bytes = apr_palloc(pool, (apr_size_t)info.size + 1);
    ck_assert_int_eq(apr_file_read_full(file, bytes, (apr_size_t)info.size, len), APR_SUCCESS);
    bytes[*len] = '\0';
    apr_file_close(file);
    return bytes;
}

static inline const char *data(const char *name)
{
    apr_size_t len;
    const char *bytes = load(apr_pstrcat(pool, "tests/data/text/", name, NULL), &len);

    ck_assert_msg(bytes != NULL, "no %s", name);
    return bytes;
}

static inline apr_status_t read_as(ds_report **report, ds_findings **findings, const char *bytes,
                            apr_size_t len, int year)
{
    ds_read_context context = { .formats = formats_of("conf/formats"), .year = year };

    *report = NULL;
    *findings = ds_findings_create(pool);
    return ds_text_read(report, *findings, bytes, len, &context, pool, pool);
}

/* Every finding as "severity id", one after the other. */
static inline const char *list_of(ds_findings *findings)
{
    const char *list = "";
    int i;

    for (i = 0; i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);

        list = apr_pstrcat(pool, list, *list ? ", " : "", ds_severity_name(finding->severity), " ",
                           finding->id, NULL);
        ck_assert_msg(!finding->passage || ds_text_length(finding->passage) <= 60, "%s",
                      finding->passage);
    }
    return list;
}

/* A cell as text: figure, unit, note in brackets; "_" when it is blank. */
static inline const char *cell_of(const ds_report *report, const char *address)
{
    int cell = ds_format_cell(report->format, address);
    const ds_cell *c;

    ck_assert_msg(cell >= 0, "no cell %s", address);
    c = &report->cells[cell];
    return c->state == DS_CELL_BLANK ? "_"
           : apr_pstrcat(pool, ds_report_cell_text(report, cell, pool), c->unit ? c->unit : "",
                         c->note ? "(" : "", c->note ? c->note : "", c->note ? ")" : "", NULL);
}

/* Compares with "address=text address=text". */
static inline void check_cells(const ds_report *report, const char *expected, const char *name)
{
    char *copy = apr_pstrdup(pool, expected), *last, *pair;

    for (pair = apr_strtok(copy, " ", &last); pair; pair = apr_strtok(NULL, " ", &last)) {
        char *text = strchr(pair, '=');

        *text++ = '\0';
        ck_assert_msg(strcmp(cell_of(report, pair), text) == 0, "%s: %s is %s, not %s", name, pair,
                      cell_of(report, pair), text);
    }
}

/* That nothing was kept as a note under any table. */
static inline void check_no_notes(const ds_report *report, const char *name)
{
    int i;

    for (i = 0; i < report->format->n_tables; i++) {
        ck_assert_msg(report->notes[i]->nelts == 0, "%s: a note: %s", name,
                      APR_ARRAY_IDX(report->notes[i], 0, const char *));
    }
}

/* The text with the first (or every) occurrence of a part replaced. */
static inline const char *replace(const char *text, const char *from, const char *to, int every)
{
    const char *found = strstr(text, from), *result = "";

    ck_assert_msg(found != NULL, "nothing to replace: %s", from);
    while (found) {
        result = apr_pstrcat(pool, result, apr_pstrmemdup(pool, text, (apr_size_t)(found - text)),
                             to, NULL);
        text = found + strlen(from);
        found = every ? strstr(text, from) : NULL;
    }
    return apr_pstrcat(pool, result, text, NULL);
}

static inline const char *join_paragraphs(const apr_array_header_t *blocks)
{
    const char *text = "";
    int i;

    for (i = 0; i < blocks->nelts; i++) {
        text = apr_pstrcat(pool, text, i ? "/" : "", APR_ARRAY_IDX(blocks, i, ds_block).text, NULL);
    }
    return text;
}

static inline const char *prose_of(const ds_report *report, const char *id)
{
    return join_paragraphs(report->prose[ds_format_section(report->format, id)->prose]);
}

#endif
