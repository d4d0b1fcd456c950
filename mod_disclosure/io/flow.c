#include "io/flow.h"

#include <stdlib.h>
#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "core/organ.h"
#include "core/text.h"

#define DIGEST_LABEL "数据摘要"
#define ADDRESS_LABEL "原文地址："
#define ADDRESS_END "；"

ds_flow *ds_flow_create(apr_pool_t *pool)
{
    ds_flow *flow = apr_pcalloc(pool, sizeof(*flow));
    flow->pool = pool;
    flow->items = apr_array_make(pool, 64, sizeof(ds_flow_item));
    return flow;
}

static ds_flow_item *push(ds_flow *flow, ds_flow_kind kind)
{
    ds_flow_item *item = apr_array_push(flow->items);
    memset(item, 0, sizeof(*item));
    item->kind = kind;
    return item;
}

ds_flow_item *ds_flow_add(ds_flow *flow, ds_flow_kind kind, const char *text)
{
    const char *tidy = ds_text_tidy(flow->pool, text, strlen(text));
    if (*tidy == '\0') {
        return NULL;
    }
    ds_flow_item *item = push(flow, kind);
    item->text = tidy;
    return item;
}

ds_flow_item *ds_flow_add_table(ds_flow *flow)
{
    ds_flow_item *table = push(flow, DS_FLOW_TABLE);
    table->text = "";
    table->rows = apr_array_make(flow->pool, 16, sizeof(apr_array_header_t *));
    return table;
}

apr_array_header_t *ds_flow_add_row(ds_flow *flow, ds_flow_item *table)
{
    apr_array_header_t *row = apr_array_make(flow->pool, 12, sizeof(ds_flow_cell));
    APR_ARRAY_PUSH(table->rows, apr_array_header_t *) = row;
    return row;
}

/* ---- Addresses ---- */

/* The last segment of path[0..*len), which is cut off; NULL when there is none. */
static const char *last_segment(const char *path, apr_size_t *len, apr_pool_t *pool)
{
    apr_size_t from = *len;
    while (from > 0 && path[from - 1] != '/') {
        from--;
    }
    if (from == 0 || from == *len) {
        return NULL;
    }
    const char *segment = apr_pstrmemdup(pool, path + from, *len - from);
    *len = from - 1;
    return segment;
}

/* The number that the text is, with at most four digits; 0 when it is none. */
static int number_of(const char *text)
{
    apr_size_t len = strlen(text);
    return len > 0 && len <= 4 && strspn(text, "0123456789") == len ? atoi(text) : 0;
}

void ds_flow_take_address(ds_flow *flow, const char *address)
{
    apr_size_t len = strcspn(address, "?#");
    int version = 0;
    const char *last = last_segment(address, &len, flow->pool);
    if (last == NULL || flow->organ != NULL) {
        return;
    }
    last = apr_pstrmemdup(flow->pool, last, strcspn(last, "."));
    if (*last == 'v') {
        version = number_of(last + 1);
        last = last_segment(address, &len, flow->pool);
    }
    int year = last != NULL ? number_of(last) : 0;
    const char *organ = year >= DS_YEAR_MIN && year <= DS_YEAR_MAX
        ? last_segment(address, &len, flow->pool) : NULL;
    if (organ != NULL && ds_organ_key_is_valid(organ)) {
        flow->organ = organ;
        flow->year = year;
        flow->imprint.version = version;
    }
}

/* ---- Digests ---- */

/* What stands in brackets of either width at the beginning, behind which
 * *text is advanced; NULL when nothing does. */
static const char *bracketed(const char **text, apr_pool_t *pool)
{
    const char *narrow = ds_text_narrow(pool, *text);
    const char *close = *narrow == '(' ? strchr(narrow, ')') : NULL;
    if (close == NULL) {
        return NULL;
    }
    *text = close + 1;
    return apr_pstrmemdup(pool, narrow + 1, (apr_size_t)(close - narrow) - 1);
}

/* What stands behind the label of a digest at the beginning of the line, or behind
 * the report's address there, which is taken; NULL. */
static const char *behind_label(ds_flow *flow, const char *line)
{
    if (strncmp(line, ADDRESS_LABEL, strlen(ADDRESS_LABEL)) == 0) {
        const char *address = line + strlen(ADDRESS_LABEL);
        const char *end = strstr(address, ADDRESS_END);
        if (end == NULL) {
            return NULL;
        }
        ds_flow_take_address(flow, apr_pstrmemdup(flow->pool, address,
                                                  (apr_size_t)(end - address)));
        line = end + strlen(ADDRESS_END);
    }
    return strncmp(line, DIGEST_LABEL, strlen(DIGEST_LABEL)) == 0 ? line + strlen(DIGEST_LABEL)
                                                                  : NULL;
}

int ds_flow_take_digest(ds_flow *flow, const char *text)
{
    const char *rest = behind_label(flow, ds_text_squeeze(flow->pool, text));
    const char *algorithm = rest != NULL ? bracketed(&rest, flow->pool) : NULL;
    if (algorithm == NULL) {
        return 0;
    }
    rest += strspn(rest, ":");
    return ds_imprint_take(&flow->imprint, algorithm, rest, flow->pool);
}

/* ---- As text ---- */

static void append(apr_array_header_t *bytes, const char *text)
{
    for (; *text != '\0'; text++) {
        APR_ARRAY_PUSH(bytes, char) = *text;
    }
}

/* A cell or a line of a table is one line of the text. */
static void append_line(apr_array_header_t *bytes, const char *text)
{
    for (; *text != '\0'; text++) {
        APR_ARRAY_PUSH(bytes, char) = *text == '\n' || *text == '\t' ? ' ' : *text;
    }
}

static void append_table(apr_array_header_t *bytes, const ds_flow_item *table)
{
    for (int i = 0; i < table->rows->nelts; i++) {
        const apr_array_header_t *row = APR_ARRAY_IDX(table->rows, i, apr_array_header_t *);
        for (int k = 0; k < row->nelts; k++) {
            append(bytes, k > 0 ? "\t" : "");
            append_line(bytes, APR_ARRAY_IDX(row, k, ds_flow_cell).text);
        }
        append(bytes, "\n");
    }
}

const char *ds_flow_text(const ds_flow *flow, apr_size_t *len, apr_pool_t *pool)
{
    apr_array_header_t *bytes = apr_array_make(pool, 8192, sizeof(char));
    for (int i = 0; i < flow->items->nelts; i++) {
        const ds_flow_item *item = &APR_ARRAY_IDX(flow->items, i, ds_flow_item);
        if (item->kind == DS_FLOW_TABLE) {
            append_table(bytes, item);
        } else {
            append(bytes, item->text);
            append(bytes, "\n");
        }
    }
    *len = (apr_size_t)bytes->nelts;
    APR_ARRAY_PUSH(bytes, char) = '\0';
    return bytes->elts;
}
