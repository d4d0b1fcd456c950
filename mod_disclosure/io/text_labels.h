/* The plain-text reader finds the printed labels of a form section.
 *
 * The labels of a section have an order: band, head and rows of its first
 * table, then those of the next. The cells of a document that could be labels
 * are brought into that order as the heaviest chain of (cell, label) pairs in
 * which both go forward; so a word that heads several columns and a row finds
 * its place by its neighbours.
 */
#ifndef DS_IO_TEXT_LABELS_H
#define DS_IO_TEXT_LABELS_H

#include "core/format.h"
#include "io/text_lines.h"

typedef enum { DS_LABEL_BAND, DS_LABEL_CORNER, DS_LABEL_HEAD, DS_LABEL_GROUP, DS_LABEL_ROW }
    ds_label_kind;

/* One printed label of a section, in official order. */
typedef struct ds_form_label {
    ds_label_kind kind;
    const ds_table *table;
    int row;            /* of a row; the first one of a group; else -1 */
    int blanks;         /* of a label that begins a row: empty stub cells before it; else -1 */
    const char *words;  /* normal form, never "" */
    int ordinal;
} ds_form_label;

/* A label found in a document. */
typedef struct ds_anchor {
    int item;      /* its first (or only) cell */
    int label;     /* index among the labels */
    int n_pieces;  /* further cells that it was broken over */
    int pieces[6];
} ds_anchor;

typedef struct ds_labels ds_labels;

/* The labels of a form section, ready to be looked for; in pool. */
ds_labels *ds_labels_of(const ds_format *format, const ds_section *section, apr_pool_t *pool);

int ds_labels_count(const ds_labels *labels);
const ds_form_label *ds_labels_at(const ds_labels *labels, int index);

/* What finding all labels would weigh. */
int ds_labels_weight(const ds_labels *labels);

/* Finds labels among the items from begin to before end. Returns the weight
 * of what was found and, in *anchors (array of ds_anchor, in pool), where.
 * Of equal chains the last in the document is taken. Time is proportional to
 * the number of items. */
int ds_labels_find(apr_array_header_t **anchors, const ds_labels *labels,
                   const ds_document *document, int begin, int end, apr_pool_t *pool);

/* Whether the words are those of some label of the section, and of which
 * (the first); -1 when of none. */
int ds_labels_match(const ds_labels *labels, const ds_words *words);

/* Whether the words are a part of some label of the section: its beginning,
 * where they have an ordinal. */
int ds_labels_has_part(const ds_labels *labels, const ds_words *words);

#endif
