/* What the files that make a report of a flow share. For flow_*.c only. */
#ifndef DS_IO_FLOW_PARTS_H
#define DS_IO_FLOW_PARTS_H

#include "io/flow.h"

/* A report being filled. */
typedef struct ds_filling {
    const ds_flow *flow;
    ds_findings *findings;
    ds_report *report;
    const ds_section *first;    /* the one that stands before all headings, or NULL */
    const ds_section *section;  /* the one being read; NULL before the first */
    int has_table;              /* a form's has been read */
    apr_status_t status;        /* the first refusal; DS_ETOOLARGE before any other */
    apr_pool_t *pool;           /* scratch */
} ds_filling;

/* Whether a table has the rows of the section's printed form, each with as many
 * cells beginning in it. */
int ds_flow_has_shape(const ds_flow_item *item, const ds_format *format,
                      const ds_section *section);

/* Fills the section's tables from one that has its shape: every label must be
 * the official one. */
void ds_flow_fill_table(ds_filling *f, const ds_flow_item *item);

/* Where the signature is not marked as such: finds it at the end, fills it, and
 * returns how many items stand before it. */
int ds_flow_signature(ds_filling *f);

/* Name and date out of a signature's item. */
void ds_flow_fill_signature(ds_report *report, const ds_flow_item *item,
                            apr_pool_t *scratch_pool);

#endif
