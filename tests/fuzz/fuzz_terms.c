/* A query, a line end, and a text: a text in which a term stands has all its
 * pairs of characters, and a passage is made of pieces of the text.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/terms.h"
#include "core/text.h"

static int has(const apr_int64_t *all, int n, apr_int64_t gram)
{
    int i = 0;
    while (i < n && all[i] != gram) {
        i++;
    }
    return i < n;
}

static void check_grams(const ds_terms *terms, const char *text, unsigned found, apr_pool_t *pool)
{
    ds_grams *grams = ds_grams_create(pool);
    apr_int64_t wanted[32];
    int n, n_wanted = ds_terms_grams(terms, wanted, 32);
    ds_grams_add(grams, text);
    const apr_int64_t *all = ds_grams_all(grams, &n);
    for (int i = 0; i < n_wanted && found == ds_terms_all(terms) && n < DS_GRAMS_MAX; i++) {
        fuzz_require(has(all, n, wanted[i]), "what stands there is found by its pairs");
    }
}

static void check_passage(const ds_terms *terms, const char *text, int max, unsigned found,
                          apr_pool_t *pool)
{
    apr_array_header_t *parts = ds_terms_passage(terms, text, max, pool);
    int hits = 0;
    for (int i = 0; i < parts->nelts; i++) {
        const ds_text_part *part = &APR_ARRAY_IDX(parts, i, ds_text_part);
        hits += part->is_hit;
        fuzz_require(ds_text_first_bad(part->text, strlen(part->text)) == strlen(part->text),
                     "pieces are text");
        fuzz_require(!strcmp(part->text, "…") || strstr(text, part->text),
                     "pieces are pieces of the text");
    }
    fuzz_require(max || !hits == !found, "what stands there is marked");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_begin();
    char *query = apr_pstrmemdup(pool, (const char *)data, size);
    char *text = strchr(query, '\n');
    ds_terms terms;
    if (strlen(query) == size && text && ds_text_first_bad(query, size) == size) {
        *text++ = '\0';
        if (ds_terms_read(&terms, query, pool) == DS_TERMS_FINE) {
            unsigned found = ds_terms_in(&terms, ds_fold(text, pool));
            check_grams(&terms, text, found, pool);
            check_passage(&terms, text, 0, found, pool);
            check_passage(&terms, text, 20, found, pool);
        }
    }
    fuzz_end(pool);
    return 0;
}
