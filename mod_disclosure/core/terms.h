/* What somebody looks for, and where it stands in a text. */
#ifndef DS_CORE_TERMS_H
#define DS_CORE_TERMS_H

#include <apr_tables.h>

#include "core/bigram.h"

/* Most terms of one query, and most characters of the query. */
#define DS_TERMS_MAX 8
#define DS_TERMS_MAX_CHARACTERS 100

/* The terms of a query, each to be there. */
typedef struct ds_terms {
    int n;
    const ds_folded *term[DS_TERMS_MAX];
} ds_terms;

typedef enum {
    DS_TERMS_FINE,
    DS_TERMS_NONE,      /* nothing but white space */
    DS_TERMS_SHORT,     /* no term has two characters */
    DS_TERMS_LONG,      /* the query is over DS_TERMS_MAX_CHARACTERS */
    DS_TERMS_MANY       /* over DS_TERMS_MAX terms */
} ds_terms_verdict;

/* Reads a query: terms with white space between them, full-width blanks too; a
 * term that comes twice counts once. The query must have passed
 * ds_text_first_bad(). Terms live in pool. */
ds_terms_verdict ds_terms_read(ds_terms *terms, const char *query, apr_pool_t *pool);

/* Bit i is set when term i stands in the text. */
unsigned ds_terms_in(const ds_terms *terms, const ds_folded *text);

/* The bits of all terms. */
unsigned ds_terms_all(const ds_terms *terms);

/* At most `max` different grams that a text with all the terms has; every
 * character of a term is in one of them as far as there is room. Returns how
 * many. */
int ds_terms_grams(const ds_terms *terms, apr_int64_t *grams, int max);

/* A part of a text, shown as found or not. */
typedef struct ds_text_part {
    const char *text;
    int is_hit;
} ds_text_part;

/* The text in parts (array of ds_text_part); where it is over `max` characters,
 * those of it in which most terms stand, "…" where it was cut. 0: all of it. */
apr_array_header_t *ds_terms_passage(const ds_terms *terms, const char *text, int max,
                                     apr_pool_t *pool);

#endif
