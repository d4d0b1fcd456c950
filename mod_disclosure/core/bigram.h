/* Text as search sees it, and the pairs of characters it is found by.
 *
 * Folding makes alike what people take to be the same: full-width forms of
 * ASCII become ASCII, capitals small letters, curly quotation marks straight
 * ones; white space and characters of no width are dropped. So Chinese text is
 * found without a list of words: a term stands in a text only if all its pairs
 * of neighbouring characters (grams) do, whatever the engine that keeps them.
 */
#ifndef DS_CORE_BIGRAM_H
#define DS_CORE_BIGRAM_H

#include <apr_pools.h>

/* Most different grams of one document; what comes after is not found. A
 * report has some thousand. */
#define DS_GRAMS_MAX 65536

/* The text must be valid UTF-8. */
typedef struct ds_folded {
    int n;
    apr_uint32_t *chars;    /* code points */
    apr_uint32_t *at;       /* byte of the text at which each begins */
} ds_folded;

/* In pool. */
ds_folded *ds_fold(const char *text, apr_pool_t *pool);

/* A pair of folded characters as one positive number of 42 bits. */
apr_int64_t ds_gram(apr_uint32_t first, apr_uint32_t second);

/* Different grams of several texts. */
typedef struct ds_grams ds_grams;

/* An empty set; it grows in pool. */
ds_grams *ds_grams_create(apr_pool_t *pool);

/* Adds the grams of a text; none reaches from one text into the next. */
void ds_grams_add(ds_grams *grams, const char *text);

/* All of them, *n in number, in no order; valid until the next is added. */
const apr_int64_t *ds_grams_all(const ds_grams *grams, int *n);

#endif
