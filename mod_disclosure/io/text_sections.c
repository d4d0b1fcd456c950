/* The plain-text reader finds the headings of a report's sections. */
#include "io/text_sections.h"

#include <string.h>

#include "core/text.h"

/* Lines that are compared with titles they are not equal to: bounded, as
 * comparing is dear. */
#define MAX_TRIES 2000

/* The words of the format's titles. */
typedef struct title {
    const char *words;
    int section;
} title;

static apr_array_header_t *titles_of(const ds_format *format, apr_pool_t *pool)
{
    apr_array_header_t *titles = apr_array_make(pool, 16, sizeof(title));
    int i;

    for (i = 0; i < format->n_sections; i++) {
        const ds_section *section = &format->sections[i];
        const char *const *synonym = section->synonyms;
        const char *text = section->title;

        while (text) {
            ds_words words;
            title *t;

            ds_words_of(&words, text, pool);
            if (*words.full) {
                t = apr_array_push(titles);
                t->words = words.full;
                t->section = i;
            }
            text = synonym && *synonym ? *synonym++ : NULL;
        }
    }
    return titles;
}

static int is_title(const title *t, const ds_words *words)
{
    return strcmp(t->words, words->full) == 0
           || (words->bare && strcmp(t->words, words->bare) == 0)
           || (words->unnumbered && strcmp(t->words, words->unnumbered) == 0);
}

static int section_of(const apr_array_header_t *titles, const ds_words *words)
{
    int i;

    for (i = 0; i < titles->nelts; i++) {
        const title *t = &APR_ARRAY_IDX(titles, i, title);

        if (is_title(t, words)) {
            return t->section;
        }
    }
    return -1;
}

static int is_label(ds_labels *const *labels, int n_sections, const ds_words *words)
{
    int i;

    for (i = 0; i < n_sections; i++) {
        if (labels[i] && ds_labels_match(labels[i], words) >= 0) {
            return 1;
        }
    }
    return 0;
}

/* An ordinal that nothing separates from the words counts too. */
static int ordinal_of(const ds_words *words)
{
    const char *p = words->full;
    char numeral[16];
    apr_size_t n;

    if (words->ordinal || !words->unnumbered) {
        return words->ordinal;
    }
    n = (apr_size_t)(words->unnumbered - p);
    if (n >= sizeof(numeral)) {
        return 0;
    }
    memcpy(numeral, p, n);
    numeral[n] = '\0';
    return ds_words_numeral(numeral);
}

static void add_heading(apr_array_header_t *headings, const ds_document *document, int item,
                        int section, int is_near)
{
    ds_heading *heading = apr_array_push(headings);

    heading->section = section;
    heading->item = item;
    heading->line = document->items[item].line;
    heading->ordinal = ordinal_of(document->items[item].words);
    heading->is_near = is_near;
}

/* The section without heading whose title is nearest to the words. */
static int nearest_section(const apr_array_header_t *titles, const char *found,
                           const ds_words *words)
{
    int best = DS_WORDS_MAX, section = -1, i;

    for (i = 0; i < titles->nelts; i++) {
        const title *t = &APR_ARRAY_IDX(titles, i, title);
        int limit = (int)ds_text_length(t->words) / 4;
        int distance = ds_words_distance(t->words, words->full, limit);

        if (distance <= limit && distance < best) {
            best = distance;
            section = t->section;
        }
    }
    return section >= 0 && !found[section] ? section : -1;
}

/* Adds headings whose words differ slightly, for sections that have none. */
static void add_near(apr_array_header_t *headings, const ds_document *document,
                     const apr_array_header_t *titles, char *found)
{
    int tries = 0, missing = 0, i;

    for (i = 0; i < titles->nelts; i++) {
        missing += !found[APR_ARRAY_IDX(titles, i, title).section];
    }
    for (i = 0; missing && i < document->n_items && tries < MAX_TRIES; i++) {
        const ds_item *item = &document->items[i];
        int section;

        if (!item->words || !item->is_alone
            || (item->words->style != DS_ORDINAL_CHINESE
                && item->words->style != DS_ORDINAL_DIGITS)) {
            continue;
        }
        tries++;
        section = nearest_section(titles, found, item->words);
        if (section >= 0) {
            found[section] = 1;
            add_heading(headings, document, i, section, 1);
        }
    }
}

/* Puts headings into the order of the document; few are out of it. */
static void sort(apr_array_header_t *headings, int from)
{
    int i, k;

    for (i = from; i < headings->nelts; i++) {
        ds_heading heading = APR_ARRAY_IDX(headings, i, ds_heading);

        for (k = i; k > 0 && APR_ARRAY_IDX(headings, k - 1, ds_heading).item > heading.item; k--) {
            APR_ARRAY_IDX(headings, k, ds_heading) = APR_ARRAY_IDX(headings, k - 1, ds_heading);
        }
        APR_ARRAY_IDX(headings, k, ds_heading) = heading;
    }
}

/* Drops headings of a lower level, （一） or (1), of sections that have one of
 * a higher level: they divide prose. */
static void drop_lower(apr_array_header_t *headings, const ds_document *document,
                       const char *has_higher)
{
    int i, kept = 0;

    for (i = 0; i < headings->nelts; i++) {
        ds_heading heading = APR_ARRAY_IDX(headings, i, ds_heading);
        ds_ordinal_style style = document->items[heading.item].words->style;
        int is_lower = style == DS_ORDINAL_BRACKETED || style == DS_ORDINAL_SMALL;

        if (!is_lower || !has_higher[heading.section]) {
            APR_ARRAY_IDX(headings, kept++, ds_heading) = heading;
        }
    }
    headings->nelts = kept;
}

apr_array_header_t *ds_headings_find(const ds_document *document, const ds_format *format,
                                     ds_labels *const *labels, apr_pool_t *pool)
{
    apr_array_header_t *titles = titles_of(format, pool);
    apr_array_header_t *headings = apr_array_make(pool, 16, sizeof(ds_heading));
    char *found = apr_pcalloc(pool, (apr_size_t)format->n_sections);
    char *has_higher = apr_pcalloc(pool, (apr_size_t)format->n_sections);
    int i, exact;

    for (i = 0; i < document->n_items; i++) {
        const ds_item *item = &document->items[i];
        int section;

        if (!item->words || !item->is_alone || (section = section_of(titles, item->words)) < 0
            || (!ordinal_of(item->words) && is_label(labels, format->n_sections, item->words))) {
            continue;
        }
        found[section] = 1;
        has_higher[section] |= item->words->style != DS_ORDINAL_BRACKETED
                               && item->words->style != DS_ORDINAL_SMALL;
        add_heading(headings, document, i, section, 0);
    }
    drop_lower(headings, document, has_higher);
    exact = headings->nelts;
    add_near(headings, document, titles, found);
    sort(headings, exact);
    return headings;
}
