/* The signature at the end of a flow. */
#include <stdio.h>
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/text.h"
#include "io/flow_parts.h"

/* A longer line is no name. */
#define MAX_NAME 60

/* "2021年1月29日" as 2021-01-29, just as pages and documents print dates; NULL when
 * the text is anything else. */
static const char *date_of(const char *text, apr_pool_t *pool)
{
    int year, month, day;
    if (text == NULL || sscanf(text, "%4d年%2d月%2d日", &year, &month, &day) != 3) {
        return NULL;
    }
    const char *date = apr_psprintf(pool, "%04d-%02d-%02d", year, month, day);
    return ds_date_is_valid(date) && strcmp(ds_date_chinese(pool, date), text) == 0 ? date : NULL;
}

/* A line behind which a date may stand: not a sentence. */
static int may_be_name(const char *text)
{
    static const char stop[] = "。";
    apr_size_t len = strlen(text), stop_len = sizeof(stop) - 1;
    return strchr(text, '\n') == NULL && ds_text_length(text) <= MAX_NAME
        && (len < stop_len || strcmp(text + len - stop_len, stop) != 0);
}

/* Name and date on lines of one paragraph; 0 when it is not that. */
static int take_lines(ds_report *report, const char *text, apr_pool_t *pool)
{
    const char *last = strrchr(text, '\n');
    const char *date = last != NULL ? date_of(last + 1, pool) : NULL;
    const char *name = date != NULL ? apr_pstrmemdup(pool, text, (apr_size_t)(last - text)) : NULL;
    if (date == NULL || !may_be_name(name)) {
        return 0;
    }
    ds_report_set_signature(report, name, date);
    return 1;
}

void ds_flow_fill_signature(ds_report *report, const ds_flow_item *item, apr_pool_t *scratch_pool)
{
    if (item->date == NULL && take_lines(report, item->text, scratch_pool)) {
        return;
    }
    const char *date = date_of(item->date != NULL ? item->date : item->text, scratch_pool);
    const char *name = item->date != NULL || date == NULL ? item->text : NULL;
    if (item->date != NULL && date == NULL) {
        name = apr_pstrcat(scratch_pool, item->text, "\n", item->date, NULL);
    }
    ds_report_set_signature(report, name, date);
}

int ds_flow_signature(ds_filling *f)
{
    const ds_flow_item *items = (const ds_flow_item *)f->flow->items->elts;
    int n = f->flow->items->nelts;
    if (f->flow->is_ours || n == 0 || items[n - 1].kind != DS_FLOW_PARAGRAPH) {
        return n;
    }
    if (take_lines(f->report, items[n - 1].text, f->pool)) {
        return n - 1;
    }
    const char *date = date_of(items[n - 1].text, f->pool);
    if (date == NULL) {
        return n;
    }
    int has_name = n > 1 && items[n - 2].kind == DS_FLOW_PARAGRAPH
        && may_be_name(items[n - 2].text);
    ds_report_set_signature(f->report, has_name ? items[n - 2].text : NULL, date);
    return n - 1 - has_name;
}
