/* A document as it is read from top to bottom: headings, paragraphs, pictures and
 * tables, out of a web page or a word processor's file. What makes a report of it
 * is ds_flow_report(); the readers of the files only make the flow.
 */
#ifndef DS_IO_FLOW_H
#define DS_IO_FLOW_H

#include <apr_tables.h>

#include "io/imprint.h"
#include "io/io.h"

typedef enum {
    DS_FLOW_TITLE,
    DS_FLOW_HEADING,
    DS_FLOW_PARAGRAPH,
    DS_FLOW_PICTURE,
    DS_FLOW_TABLE,
    DS_FLOW_NOTE,      /* a paragraph that is known to belong to the table above */
    DS_FLOW_SIGNATURE  /* a paragraph that is known to be the signature's */
} ds_flow_kind;

typedef struct ds_flow_cell {
    const char *text;  /* lines separated by LF; "" for nothing */
    const char *unit;  /* of a cell without a figure, where the file says it; or NULL */
} ds_flow_cell;

typedef struct ds_flow_item {
    ds_flow_kind kind;
    const char *text;           /* lines separated by LF; of a picture: what it shows */
    const char *digest;         /* of a picture, or NULL where the file does not say it */
    const char *caption;        /* of a picture, or NULL */
    const char *table;          /* of a note: the id of its table, or NULL */
    const char *date;           /* of a signature: text that is known to be its date, or NULL */
    apr_array_header_t *rows;   /* of a table: of apr_array_header_t * of ds_flow_cell, those
                                   that begin in the row */
} ds_flow_item;

typedef struct ds_flow {
    apr_pool_t *pool;
    apr_array_header_t *items;  /* of ds_flow_item */
    const char *organ;          /* key, or NULL; likewise: */
    int year;
    const char *format;
    const char *organ_name;
    const char *title;          /* the report's own where another one is shown */
    int is_ours;                /* written by this project: kinds are certain */
    ds_imprint imprint;
} ds_flow;

/* An empty flow in pool. */
ds_flow *ds_flow_create(apr_pool_t *pool);

/* Appends an item, all else NULL; returns it to be completed, valid until the
 * next one. A text with nothing but white space in it is left out: NULL. */
ds_flow_item *ds_flow_add(ds_flow *flow, ds_flow_kind kind, const char *text);

/* Appends an empty table, and an empty row to a table. */
ds_flow_item *ds_flow_add_table(ds_flow *flow);
apr_array_header_t *ds_flow_add_row(ds_flow *flow, ds_flow_item *table);

/* Organ, year and version out of the address of a report or of one of its forms
 * (".../jixia/2020", ".../jixia/2020/v1.xml"), where it is one and they are not
 * known yet. */
void ds_flow_take_address(ds_flow *flow, const char *address);

/* Algorithm and digest out of a line that states them, "数据摘要（SM3）66c7...", and
 * the address that may stand before it, "原文地址：...；"; 0 when it is none. */
int ds_flow_take_digest(ds_flow *flow, const char *text);

/* The report that the flow is. Whatever is in the flow is in the report, or is
 * refused with a finding: DS_EINVALID, DS_ETOOLARGE; a flow that has not the
 * headings and tables of any format is DS_EUNSUPPORTED, with one finding, and may
 * be tried otherwise. A figure that is not written as plainly as it could be is
 * read as ds_cell_read() does. `context->imprint` is filled where it is given. */
apr_status_t ds_flow_report(ds_report **out, ds_findings *findings, const ds_flow *flow,
                            const ds_read_context *context, apr_pool_t *result_pool,
                            apr_pool_t *scratch_pool);

/* As ds_read_fn: the report that the flow is, or, of a flow that is not ours and
 * no report as it stands, what the reader of plain text makes of its text. */
apr_status_t ds_flow_read(ds_report **out, ds_findings *findings, const ds_flow *flow,
                          const ds_read_context *context, apr_pool_t *result_pool,
                          apr_pool_t *scratch_pool);

/* The flow as plain text with the cells of a row separated by tabs, for the
 * reader of plain text; *len without the NUL. */
const char *ds_flow_text(const ds_flow *flow, apr_size_t *len, apr_pool_t *pool);

#endif
