/* What the check says of a relation, in words. */
#include <string.h>

#include <apr_strings.h>

#include "core/check_message.h"
#include "core/evaluation.h"

/* More cells than this are counted rather than named. */
#define MAX_NAMED 3

static int has_cell(const ds_finding *finding, const char *address)
{
    int i;

    for (i = 0; i < finding->cells->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(finding->cells, i, const char *), address) == 0) {
            return 1;
        }
    }
    return 0;
}

void ds_check_add_cells(ds_findings *findings, ds_finding *finding,
                        const ds_condition *condition, const ds_format *format)
{
    const ds_side *sides[] = { &condition->left, &condition->right };
    int side, i;

    for (side = 0; side < 2; side++) {
        for (i = 0; i < sides[side]->n_terms; i++) {
            const ds_term *term = &sides[side]->terms[i];
            const char *address = term->previous ? NULL : ds_format_address(format, term->cell);

            if (address && !has_cell(finding, address)) {
                ds_finding_add_cell(findings, finding, address);
            }
        }
    }
}

/* Names of cells, joined as they are added. */
typedef struct {
    apr_pool_t *pool;
    const char *names;
    int n;
} listing;

static void list_cell(listing *list, const char *prefix, const ds_format *format, int cell)
{
    if (list->n < MAX_NAMED) {
        list->names = apr_pstrcat(list->pool, list->names, list->n ? "、" : "", prefix,
                                  ds_format_cell_name(format, cell, list->pool), NULL);
    }
    list->n++;
}

static void list_blanks_of_side(listing *list, const ds_side *side, const ds_report *report,
                                const ds_report *previous)
{
    int i;

    for (i = 0; i < side->n_terms; i++) {
        const ds_term *term = &side->terms[i];
        const ds_report *of = ds_term_report(term, report, previous);
        int cell = ds_term_cell(term, previous);

        if (cell >= 0 && of->cells[cell].state != DS_CELL_NUMBER) {
            list_cell(list, term->previous ? "上年报告" : "", of->format, cell);
        }
    }
}

static void list_blanks(listing *list, const ds_condition *condition, const ds_report *report,
                        const ds_report *previous)
{
    list_blanks_of_side(list, &condition->left, report, previous);
    list_blanks_of_side(list, &condition->right, report, previous);
}

const char *ds_check_blank_message(const ds_relation *relation, const ds_report *report,
                                   const ds_report *previous, apr_pool_t *pool)
{
    listing list = { pool, "", 0 };
    int i;

    for (i = 0; i < relation->n_guards; i++) {
        list_blanks(&list, &relation->guards[i], report, previous);
    }
    list_blanks(&list, &relation->test, report, previous);
    if (list.n > MAX_NAMED) {
        return apr_psprintf(pool, "%s等 %d 格没有数字，这一项无法核对。填写后请再核对一次。",
                            list.names, list.n);
    }
    return apr_psprintf(pool, "%s没有数字，这一项无法核对。填写后请再核对一次。", list.names);
}

/* A figure inside a message; "？" where a sum shown is not to be had. */
static const char *part_text(const ds_message_part *part, ds_decimal left, ds_decimal right,
                             const ds_report *report, const ds_report *previous,
                             apr_pool_t *pool)
{
    ds_decimal value = 0;
    apr_status_t status = APR_SUCCESS;

    switch (part->kind) {
    case DS_PART_TEXT:
        return part->text;
    case DS_PART_LEFT:
        value = left;
        break;
    case DS_PART_RIGHT:
        value = right;
        break;
    case DS_PART_DIFFERENCE:
        status = ds_decimal_scale(&value, left > right ? right : left, -1);
        if (status == APR_SUCCESS) {
            status = ds_decimal_add(&value, value, left > right ? left : right);
        }
        break;
    case DS_PART_SUM:
        status = ds_side_value(&value, &part->sum, report, previous);
        break;
    }
    return status == APR_SUCCESS ? ds_decimal_format(pool, value) : "？";
}

static const char *suspect_names(const int *cells, int n, const ds_format *format,
                                 apr_pool_t *pool)
{
    listing list = { pool, "", 0 };
    int i;

    if (n < 1 || n > MAX_NAMED) {
        return "相关各格的数字";
    }
    for (i = 0; i < n; i++) {
        list_cell(&list, "", format, cells[i]);
    }
    return list.names;
}

const char *ds_check_failure_message(const ds_relation *relation, ds_decimal left,
                                     ds_decimal right, const int *cells, int n,
                                     const ds_report *report, const ds_report *previous,
                                     apr_pool_t *pool)
{
    apr_array_header_t *texts = apr_array_make(pool, relation->n_parts + 3, sizeof(char *));
    int i;

    for (i = 0; i < relation->n_parts; i++) {
        APR_ARRAY_PUSH(texts, const char *)
            = part_text(&relation->parts[i], left, right, report, previous, pool);
    }
    APR_ARRAY_PUSH(texts, const char *) = "请核对";
    APR_ARRAY_PUSH(texts, const char *) = suspect_names(cells, n, report->format, pool);
    APR_ARRAY_PUSH(texts, const char *) = "。";
    return apr_array_pstrcat(pool, texts, 0);
}
