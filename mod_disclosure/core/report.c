/* A report as a value. */
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/report.h"
#include "core/status.h"
#include "core/text.h"

ds_report *ds_report_create(const ds_format *format, apr_pool_t *pool)
{
    ds_report *report = apr_pcalloc(pool, sizeof(*report));
    int i;

    report->format = format;
    report->pool = pool;
    report->cells = apr_pcalloc(pool, sizeof(*report->cells) * (apr_size_t)format->n_cells);
    report->prose = apr_palloc(pool, sizeof(*report->prose) * (apr_size_t)format->n_prose);
    for (i = 0; i < format->n_prose; i++) {
        report->prose[i] = apr_array_make(pool, 4, sizeof(ds_block));
    }
    report->notes = apr_palloc(pool, sizeof(*report->notes) * (apr_size_t)format->n_tables);
    for (i = 0; i < format->n_tables; i++) {
        report->notes[i] = apr_array_make(pool, 1, sizeof(const char *));
    }
    return report;
}

/* The tidy text, NULL when nothing is left of it. */
static const char *tidy(const ds_report *report, const char *text)
{
    const char *result = text ? ds_text_tidy(report->pool, text, strlen(text)) : "";

    return *result ? result : NULL;
}

void ds_report_set_title(ds_report *report, const char *text)
{
    report->title = tidy(report, text);
}

void ds_report_set_organ_name(ds_report *report, const char *text)
{
    report->organ_name = tidy(report, text);
}

void ds_report_set_signature(ds_report *report, const char *name, const char *date)
{
    report->signature_name = tidy(report, name);
    report->signature_date = ds_date_is_valid(date) ? apr_pstrdup(report->pool, date) : NULL;
}

apr_status_t ds_report_add_paragraph(ds_report *report, int prose, const char *text)
{
    ds_block block = { tidy(report, text), NULL, NULL, NULL };

    if (!block.text) {
        return APR_SUCCESS;
    }
    if (report->prose[prose]->nelts >= DS_REPORT_MAX_BLOCKS) {
        return DS_ETOOLARGE;
    }
    APR_ARRAY_PUSH(report->prose[prose], ds_block) = block;
    return APR_SUCCESS;
}

apr_status_t ds_report_add_figure(ds_report *report, int prose, const char *digest,
                                  const char *alt, const char *caption)
{
    ds_block block = { NULL, digest, tidy(report, alt), tidy(report, caption) };

    if (!digest || !block.alt || strlen(digest) != 64
        || strspn(digest, "0123456789abcdef") != 64) {
        return DS_EINVALID;
    }
    if (report->prose[prose]->nelts >= DS_REPORT_MAX_BLOCKS) {
        return DS_ETOOLARGE;
    }
    block.digest = apr_pstrdup(report->pool, digest);
    APR_ARRAY_PUSH(report->prose[prose], ds_block) = block;
    return APR_SUCCESS;
}

apr_status_t ds_report_add_note(ds_report *report, int table, const char *text)
{
    const char *note = tidy(report, text);

    if (!note) {
        return APR_SUCCESS;
    }
    if (report->notes[table]->nelts >= DS_REPORT_MAX_BLOCKS) {
        return DS_ETOOLARGE;
    }
    APR_ARRAY_PUSH(report->notes[table], const char *) = note;
    return APR_SUCCESS;
}

void ds_report_set_number(ds_report *report, int cell, ds_decimal value)
{
    report->cells[cell].state = DS_CELL_NUMBER;
    report->cells[cell].value = value;
}

void ds_report_set_na(ds_report *report, int cell)
{
    report->cells[cell].state = DS_CELL_NA;
    report->cells[cell].value = 0;
}

void ds_report_set_blank(ds_report *report, int cell)
{
    report->cells[cell].state = DS_CELL_BLANK;
    report->cells[cell].value = 0;
}

void ds_report_set_cell_note(ds_report *report, int cell, const char *text)
{
    report->cells[cell].note = tidy(report, text);
}

void ds_report_set_unit(ds_report *report, int cell, const char *unit)
{
    report->cells[cell].unit = unit ? apr_pstrdup(report->pool, unit) : NULL;
}

static const char *copy_text(apr_pool_t *pool, const char *text)
{
    return text ? apr_pstrdup(pool, text) : NULL;
}

static void copy_prose(ds_report *copy, const ds_report *report, int prose)
{
    int i;

    for (i = 0; i < report->prose[prose]->nelts; i++) {
        const ds_block *from = &APR_ARRAY_IDX(report->prose[prose], i, ds_block);
        ds_block *to = &APR_ARRAY_PUSH(copy->prose[prose], ds_block);

        to->text = copy_text(copy->pool, from->text);
        to->digest = copy_text(copy->pool, from->digest);
        to->alt = copy_text(copy->pool, from->alt);
        to->caption = copy_text(copy->pool, from->caption);
    }
}

static void copy_notes(ds_report *copy, const ds_report *report, int table)
{
    int i;

    for (i = 0; i < report->notes[table]->nelts; i++) {
        APR_ARRAY_PUSH(copy->notes[table], const char *)
            = copy_text(copy->pool, APR_ARRAY_IDX(report->notes[table], i, const char *));
    }
}

ds_report *ds_report_copy(const ds_report *report, apr_pool_t *pool)
{
    ds_report *copy = ds_report_create(report->format, pool);
    int i;

    copy->organ = copy_text(pool, report->organ);
    copy->organ_name = copy_text(pool, report->organ_name);
    copy->year = report->year;
    copy->title = copy_text(pool, report->title);
    copy->signature_name = copy_text(pool, report->signature_name);
    copy->signature_date = copy_text(pool, report->signature_date);
    for (i = 0; i < report->format->n_prose; i++) {
        copy_prose(copy, report, i);
    }
    for (i = 0; i < report->format->n_cells; i++) {
        copy->cells[i] = report->cells[i];
        copy->cells[i].unit = copy_text(pool, report->cells[i].unit);
        copy->cells[i].note = copy_text(pool, report->cells[i].note);
    }
    for (i = 0; i < report->format->n_tables; i++) {
        copy_notes(copy, report, i);
    }
    return copy;
}

const char *ds_report_cell_text(const ds_report *report, int cell, apr_pool_t *pool)
{
    switch (report->cells[cell].state) {
    case DS_CELL_NUMBER:
        return ds_decimal_format(pool, report->cells[cell].value);
    case DS_CELL_NA:
        return "/";
    case DS_CELL_BLANK:
        break;
    }
    return "";
}

int ds_report_is_empty(const ds_report *report)
{
    int i, n = 0;

    if (report->signature_name || report->signature_date) {
        return 0;
    }
    for (i = 0; i < report->format->n_prose; i++) {
        n += report->prose[i]->nelts;
    }
    for (i = 0; i < report->format->n_tables; i++) {
        n += report->notes[i]->nelts;
    }
    for (i = 0; i < report->format->n_cells; i++) {
        const ds_cell *cell = &report->cells[i];

        n += cell->state != DS_CELL_BLANK || cell->note || cell->unit;
    }
    return n == 0;
}
