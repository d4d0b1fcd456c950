/* Findings in the entry form: where each belongs, and what is said there. */
#include <string.h>

#include <apr_strings.h>

#include "core/derived.h"
#include "core/evaluation.h"
#include "page/form_parts.h"

#define BLANK_RULE "C.blank"

int ds_form_is_blank_finding(const ds_finding *finding)
{
    return strcmp(finding->rule, BLANK_RULE) == 0;
}

/* ---- Places ---- */

/* What the id of a finding says behind "@", without the number that tells
 * findings of one place apart; NULL when there is no such thing. */
static const char *place_in_id(const ds_finding *finding, apr_pool_t *pool)
{
    const char *at = strchr(finding->id, '@');

    return at != NULL ? apr_pstrmemdup(pool, at + 1, strcspn(at + 1, "#")) : NULL;
}

/* By the first id of the place. */
const ds_section *ds_form_section_of(const ds_format *format, const char *place,
                                     apr_pool_t *pool)
{
    static const char *const prefixes[] = { "section/", "notes/", "figure/", DS_FORM_FILE };
    const ds_table *table;
    const char *id;

    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
        if (strncmp(place, prefixes[i], strlen(prefixes[i])) == 0) {
            place += strlen(prefixes[i]);
            break;
        }
    }
    id = apr_pstrmemdup(pool, place, strcspn(place, "/:"));
    table = ds_format_table(format, id);
    return table != NULL ? table->section : ds_format_section(format, id);
}

/* The place as the id of an element of the page; NULL where there is none. */
static const char *element_of(const ds_form_writer *w, const char *place)
{
    static const char *const fields[] = { "title", "organ_name", "signature.name",
                                          "signature.date", NULL };
    const ds_section *section;

    if (strcmp(place, "signature") == 0) {
        return "signature.name";
    }
    for (int i = 0; fields[i] != NULL; i++) {
        if (strcmp(fields[i], place) == 0) {
            return fields[i];
        }
    }
    if (ds_format_cell(w->format, place) >= 0) {
        return place;
    }
    section = ds_form_section_of(w->format, place, w->pool);
    if (section == NULL) {
        return NULL;
    }
    if (section->prose >= 0 && (strncmp(place, "figure/", 7) == 0
                                || strncmp(place, DS_FORM_FILE, strlen(DS_FORM_FILE)) == 0)) {
        return place;
    }
    return apr_pstrcat(w->pool, section->prose >= 0 ? "section/" : "part-", section->id, NULL);
}

static const char *first_of(const apr_array_header_t *addresses)
{
    return addresses->nelts > 0 ? APR_ARRAY_IDX(addresses, 0, const char *) : NULL;
}

const char *ds_form_place(const ds_form_writer *w, const ds_finding *finding)
{
    const char *cell = first_of(finding->suspects);
    const char *place;

    cell = cell != NULL ? cell : first_of(finding->cells);
    if (cell != NULL && ds_format_cell(w->format, cell) >= 0) {
        return cell;
    }
    place = place_in_id(finding, w->pool);
    return place != NULL ? element_of(w, place) : NULL;
}

int ds_form_is_in(const ds_form_writer *w, const ds_finding *finding, const ds_section *section)
{
    const char *place = first_of(finding->cells);

    place = place != NULL ? place : place_in_id(finding, w->pool);
    return place != NULL && ds_form_section_of(w->format, place, w->pool) == section;
}

/* ---- Marks at cells ---- */

static void mark(ds_form_writer *w, const char *address, const ds_finding *finding)
{
    int cell = ds_format_cell(w->format, address);
    ds_form_mark *new_mark, **last;

    if (cell < 0) {
        return;
    }
    for (last = &w->marks[cell]; *last != NULL; last = &(*last)->next) {
        if ((*last)->finding == finding) {
            return;
        }
    }
    new_mark = apr_palloc(w->pool, sizeof(*new_mark));
    *new_mark = (ds_form_mark){ finding, NULL };
    *last = new_mark;
}

/* The suspects are marked; where there are none, the cell the summary leads
 * to. */
static void mark_finding(ds_form_writer *w, const ds_finding *finding)
{
    const char *place;

    for (int i = 0; i < finding->suspects->nelts; i++) {
        mark(w, APR_ARRAY_IDX(finding->suspects, i, const char *), finding);
    }
    if (finding->suspects->nelts == 0) {
        place = ds_form_place(w, finding);
        if (place != NULL) {
            mark(w, place, finding);
        }
    }
}

/* What is demanded of sums, where they are not what was typed. Of two sums for
 * one cell the first that differs is shown. */
static void find_sums(ds_form_writer *w)
{
    for (int i = 0; i < w->format->n_relations; i++) {
        const ds_side *sum;
        int cell = ds_sum_cell(&w->format->relations[i], &sum);
        ds_decimal value;
        const ds_cell *typed;

        if (cell < 0 || w->sums[cell] != NULL
            || ds_side_value(&value, sum, w->form->report, NULL) != APR_SUCCESS) {
            continue;
        }
        typed = &w->form->report->cells[cell];
        if (typed->state != DS_CELL_NUMBER || typed->value != value) {
            w->sums[cell] = ds_decimal_format(w->pool, value);
        }
    }
}

void ds_form_find_marks(ds_form_writer *w)
{
    const ds_findings *findings = w->form->findings;
    apr_size_t n = (apr_size_t)w->format->n_cells + 1;

    w->marks = apr_pcalloc(w->pool, sizeof(*w->marks) * n);
    w->sums = apr_pcalloc(w->pool, sizeof(*w->sums) * n);
    for (int i = 0; findings != NULL && i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);

        if (finding->severity <= DS_WARNING && !ds_form_is_blank_finding(finding)) {
            mark_finding(w, finding);
        }
    }
    if (w->form->typed == NULL) {
        find_sums(w);
    }
}

/* ---- Sentences at the fields ---- */

static void write_sentence(const ds_form_writer *w, const ds_finding *finding)
{
    ds_piece_open(w->m, "span",
                  finding->severity == DS_ERROR ? "ds-says-error" : "ds-says-warning");
    ds_markup_attr(w->m, "data-rule", finding->rule);
    ds_markup_element_class(w->m, "b", "ds-says-kind",
                            finding->severity == DS_ERROR ? "错误：" : "提示：");
    ds_markup_text(w->m, finding->message);
    ds_markup_end(w->m, "span");
}

void ds_form_write_cell_says(const ds_form_writer *w, int cell, const char *id)
{
    ds_piece_open(w->m, "span", "ds-says");
    ds_markup_attr(w->m, "id", id);
    for (const ds_form_mark *found = w->marks[cell]; found != NULL; found = found->next) {
        write_sentence(w, found->finding);
    }
    ds_markup_end(w->m, "span");
}

const char *ds_form_write_says(const ds_form_writer *w, const char *name)
{
    const ds_findings *findings = w->form->findings;
    const char *id = NULL;

    for (int i = 0; findings != NULL && i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);
        const char *place = finding->severity <= DS_WARNING && finding->cells->nelts == 0
            ? ds_form_place(w, finding) : NULL;

        if (place == NULL || strcmp(place, name) != 0) {
            continue;
        }
        if (id == NULL) {
            id = apr_pstrcat(w->pool, "says:", name, NULL);
            ds_piece_open(w->m, "p", "ds-says ds-says-field");
            ds_markup_attr(w->m, "id", id);
        }
        write_sentence(w, finding);
    }
    if (id != NULL) {
        ds_markup_end(w->m, "p");
    }
    return id;
}

/* ---- The summary ---- */

typedef struct counts {
    int errors, warnings, blanks, waiting;
} counts;

static counts count(const ds_findings *findings)
{
    counts c = { 0, 0, 0, ds_findings_of(findings, DS_NOT_ASSESSABLE) };

    for (int i = 0; i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);

        if (ds_form_is_blank_finding(finding)) {
            c.blanks++;
        }
        else {
            c.errors += finding->severity == DS_ERROR;
            c.warnings += finding->severity == DS_WARNING;
        }
    }
    return c;
}

static void write_item(const ds_form_writer *w, const char *place, const char *text)
{
    ds_markup_start(w->m, "li");
    if (place != NULL) {
        ds_piece_link(w->m, apr_pstrcat(w->pool, "#", place, NULL), NULL, text);
    }
    else {
        ds_markup_text(w->m, text);
    }
    ds_markup_end(w->m, "li");
}

static void write_list(const ds_form_writer *w, ds_severity severity, const char *head)
{
    const ds_findings *findings = w->form->findings;

    ds_markup_element(w->m, "h3", head);
    ds_markup_start(w->m, "ul");
    for (int i = 0; i < ds_findings_count(findings); i++) {
        const ds_finding *finding = ds_findings_at(findings, i);

        if (finding->severity == severity && !ds_form_is_blank_finding(finding)) {
            write_item(w, ds_form_place(w, finding), finding->message);
        }
    }
    ds_markup_end(w->m, "ul");
}

/* One line per form that has blanks, leading to the first of them. */
static void write_blanks(const ds_form_writer *w)
{
    ds_markup_element(w->m, "h3", "还没有填写的空格");
    ds_markup_start(w->m, "ul");
    for (int s = 0; s < w->format->n_sections; s++) {
        const ds_section *section = &w->format->sections[s];
        const char *first = NULL;
        int n = 0;

        for (int i = 0; i < ds_findings_count(w->form->findings); i++) {
            const ds_finding *finding = ds_findings_at(w->form->findings, i);

            if (ds_form_is_blank_finding(finding) && ds_form_is_in(w, finding, section)) {
                first = first != NULL ? first : ds_form_place(w, finding);
                n++;
            }
        }
        if (n > 0) {
            write_item(w, first, apr_psprintf(w->pool, "‘%s’还有 %d 格没有填写。",
                                              ds_form_part_name(section, w->pool), n));
        }
    }
    ds_markup_end(w->m, "ul");
}

static const char *headline(const counts *c, apr_pool_t *pool)
{
    const char *blanks = c->blanks > 0 ? apr_psprintf(pool, "还有 %d 格没有填写", c->blanks) : NULL;
    const char *errors = c->errors > 0 ? apr_psprintf(pool, "有 %d 处错误需要改正", c->errors) : NULL;

    if (errors == NULL && blanks == NULL) {
        return c->warnings > 0 ? apr_psprintf(pool, "没有错误，有 %d 处需要说明", c->warnings)
                               : "核对完毕，没有发现问题";
    }
    return apr_pstrcat(pool, errors != NULL ? errors : "", errors != NULL && blanks != NULL ? "，" : "",
                       blanks != NULL ? blanks : "", NULL);
}

void ds_form_write_summary(const ds_form_writer *w)
{
    const ds_form *form = w->form;
    ds_markup *m = w->m;
    counts c;

    if (form->findings == NULL) {
        return;
    }
    c = count(form->findings);
    ds_piece_open(m, "section", c.errors > 0 ? "ds-summary" : "ds-summary ds-summary-calm");
    ds_markup_attr(m, "id", "ds-summary");
    ds_markup_attr(m, "aria-labelledby", "ds-summary-head");
    ds_markup_attr(m, "tabindex", "-1");
    ds_markup_attr(m, "autofocus", form->is_checked ? "" : NULL);
    ds_markup_start(m, "h2");
    ds_markup_attr(m, "id", "ds-summary-head");
    ds_markup_text(m, headline(&c, w->pool));
    ds_markup_end(m, "h2");
    if (c.errors > 0) {
        write_list(w, DS_ERROR, "需要改正");
    }
    if (c.blanks > 0) {
        write_blanks(w);
    }
    if (c.warnings > 0) {
        write_list(w, DS_WARNING, "请再核对；确实无误的，送审时写明理由");
    }
    if (c.waiting > 0) {
        ds_markup_element(m, "p", apr_psprintf(w->pool,
                          "另有 %d 项勾稽关系因为还有空格，暂时不能核对。", c.waiting));
    }
    ds_markup_end(m, "section");
}
