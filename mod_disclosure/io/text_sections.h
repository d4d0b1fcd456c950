/* The plain-text reader finds the headings of a report's sections. */
#ifndef DS_IO_TEXT_SECTIONS_H
#define DS_IO_TEXT_SECTIONS_H

#include "core/format.h"
#include "io/text_labels.h"

/* A heading found: what follows it belongs to the section, up to the next. */
typedef struct ds_heading {
    int section;  /* index in format->sections */
    int item;
    int line;
    int ordinal;  /* as printed, 0 when there is none */
    int is_near;  /* the words differ slightly from the section's title */
} ds_heading;

/* All headings in the order of the document (array of ds_heading, in pool),
 * whatever their ordinals. `labels` are those of the form sections, by section
 * index (NULL for prose): words that a table uses too are a heading only with
 * an ordinal before them. A section may have several headings: a list of
 * contents, or chapters of the report's own. */
apr_array_header_t *ds_headings_find(const ds_document *document, const ds_format *format,
                                     ds_labels *const *labels, apr_pool_t *pool);

#endif
