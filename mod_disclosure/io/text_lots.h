/* What stands between two labels of a table: values, maybe with words before
 * them that no label of the form accounts for.
 */
#ifndef DS_IO_TEXT_LOTS_H
#define DS_IO_TEXT_LOTS_H

#include "io/text_labels.h"

/* What the reader has made out of an item. */
typedef enum {
    DS_MARK_NONE,
    DS_MARK_ANCHOR, /* a label, or a piece of one, in its place */
    DS_MARK_KNOWN,  /* the words of a label that is not in its place: a repeated head */
    DS_MARK_PART    /* part of a label's words: broken over lines */
} ds_mark;

/* Values in a row, with the unknown words that stand before them. */
typedef struct ds_lot {
    const char *words;     /* of the unknown cells before the values, joined; "" for none */
    const char *all_words; /* with the parts of labels around the values */
    int first_text;        /* item of the first unknown cell, -1 for none */
    int known;             /* label index of a known row label before the values, else -1 */
    int first, last;       /* items of the first and last value; -1 where n_values is 0 */
    int n_values;
} ds_lot;

/* The lots among the items from begin to before end (array of ds_lot, in
 * pool); `marks` has a ds_mark for each item of the document. */
apr_array_header_t *ds_lots_of(const ds_document *document, const unsigned char *marks,
                               const ds_labels *labels, int begin, int end, apr_pool_t *pool);

/* How far apart the values of a row stand where each has its own line and an
 * empty line may be an empty cell: learnt from the rows that are complete. */
#define DS_SPACING_CLASSES 17
typedef struct ds_spacing {
    int before;    /* empty lines between label and first value, -1 while unknown, -2 when it
                      varies */
    int inner;     /* between two values: likewise */
    int behind[DS_SPACING_CLASSES]; /* after the last value, by what comes next: likewise */
} ds_spacing;

void ds_spacing_init(ds_spacing *spacing);

/* Learns from the row between begin and end, if it has n values; `next` is
 * the class of what comes next, or -1 when that is not known. */
void ds_spacing_learn(ds_spacing *spacing, const ds_document *document, int begin, int end, int n,
                      int next);

/* Whether the values from the item `first` to `last` stand as far from the
 * label, which `begin` is behind, and from each other as those of a row do, as
 * far as that is known. */
int ds_spacing_is_even(const ds_spacing *spacing, const ds_document *document, int begin,
                       int first, int last);

/* Puts the values of an incomplete row into their columns: cells[c] is an
 * item, or -1 for an empty cell. Returns 0 when the empty lines do not say
 * for certain which cells are empty. */
int ds_spacing_place(int *cells, const ds_spacing *spacing, const ds_document *document, int begin,
                     int end, int n, int next);

/* The first item of the row that the item is in, where its cells are
 * certain; else the item itself. */
int ds_explicit_start(const ds_document *document, int item);

/* Puts the cells of a row whose cells are certain into their columns; begin
 * is behind the label, *end is set behind the row. Returns 1 when that worked
 * (also for a row that is empty, all cells -1), 0 when the number of cells
 * does not fit, -1 when the items are not such a row. */
int ds_explicit_place(int *cells, int *end, const ds_table *table, const ds_document *document,
                      const unsigned char *marks, int begin, int limit);

#endif
