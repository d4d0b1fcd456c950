/* The plain-text reader finds the printed labels of a form section. */
#include "io/text_labels.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

/* A label may be broken over this many further cells, ... */
#define MAX_PIECES 6
/* ... with this many other words between them, ... */
#define MAX_SKIPPED 3
/* ... all within this many items. */
#define MAX_AHEAD 48

/* One spelling of a label. */
typedef struct spelling {
    const char *words;
    int label;
} spelling;

struct ds_labels {
    apr_array_header_t *labels;    /* of ds_form_label */
    apr_array_header_t *spellings; /* of spelling, sorted by words */
    const char *all;               /* every label's words, with a line feed between them */
    char begins[256];              /* whether some spelling begins so: by begin_of() */
    int weight;
};

/* A cell that may be a label, and the best chain that ends with it. */
typedef struct candidate {
    int item;
    int label;
    int score;
    int before; /* the candidate before it in the chain, or -1 */
} candidate;

/* The best chain that ends at or before a label: a binary indexed tree. */
typedef struct best {
    int score;
    int candidate; /* -1 for none */
} best;

static const int weights[] = { 8, 6, 4, 8, 20 }; /* by ds_label_kind */

/* A small number that depends on the first character of the words alone. */
static unsigned char begin_of(const char *words)
{
    const unsigned char *p = (const unsigned char *)words;

    return (unsigned char)(p[0] < 0x80 ? p[0] : p[0] < 0xE0 ? p[1] : p[1] * 31 + p[2]);
}

static void add_spelling(ds_labels *labels, const char *words, int label)
{
    spelling *s;

    if (words && *words) {
        s = apr_array_push(labels->spellings);
        s->words = words;
        s->label = label;
        labels->begins[begin_of(words)] = 1;
    }
}

static void add_text(ds_labels *labels, const char *text, int label, apr_pool_t *pool)
{
    ds_words words;

    ds_words_of(&words, text, pool);
    add_spelling(labels, words.full, label);
    add_spelling(labels, words.bare, label);
}

/* Adds a label with its synonyms (or NULL); nothing when it has no words. */
static void add_label(ds_labels *labels, ds_label_kind kind, const ds_table *table, int row,
                      int blanks, const char *text, const char *const *synonyms, apr_pool_t *pool)
{
    ds_words words;
    ds_form_label *label;
    int index = labels->labels->nelts;

    if (!text || !*text) {
        return;
    }
    ds_words_of(&words, text, pool);
    if (!*words.full) {
        return;
    }
    label = apr_array_push(labels->labels);
    label->kind = kind;
    label->table = table;
    label->row = row;
    label->blanks = blanks;
    label->words = words.full;
    label->ordinal = words.ordinal;
    labels->weight += weights[kind];
    add_spelling(labels, words.full, index);
    add_spelling(labels, words.bare, index);
    for (; synonyms && *synonyms; synonyms++) {
        add_text(labels, *synonyms, index, pool);
    }
}

static void add_table(ds_labels *labels, const ds_table *table, apr_pool_t *pool)
{
    int level, i, r;

    add_label(labels, DS_LABEL_BAND, table, -1, -1, table->title, NULL, pool);
    add_label(labels, DS_LABEL_CORNER, table, -1, -1, table->corner, NULL, pool);
    for (level = 0; level < table->head_height; level++) {
        for (i = 0; i < table->head_sizes[level]; i++) {
            const ds_label *label = &table->head[level][i];

            add_label(labels, DS_LABEL_HEAD, table, -1, -1, label->text,
                      label->is_group ? NULL : table->columns[label->leaf].synonyms, pool);
        }
    }
    for (r = 0; r < table->n_rows; r++) {
        const ds_row *row = &table->rows[r];
        int blanks = table->stub_width;

        for (i = 0; i < row->n_labels; i++) {
            blanks -= row->labels[i].colspan;
        }
        for (i = 0; i < row->n_labels; i++) {
            const ds_label *label = &row->labels[i];

            add_label(labels, label->is_group ? DS_LABEL_GROUP : DS_LABEL_ROW, table, r,
                      i == 0 ? blanks : -1, label->text, label->is_group ? NULL : row->synonyms,
                      pool);
        }
    }
}

static int compare_spellings(const void *a, const void *b)
{
    const spelling *x = a, *y = b;
    int order = strcmp(x->words, y->words);

    return order ? order : x->label - y->label;
}

ds_labels *ds_labels_of(const ds_format *format, const ds_section *section, apr_pool_t *pool)
{
    ds_labels *labels = apr_pcalloc(pool, sizeof(*labels));
    apr_array_header_t *all = apr_array_make(pool, 64, sizeof(const char *));
    int t, i;

    labels->labels = apr_array_make(pool, 64, sizeof(ds_form_label));
    labels->spellings = apr_array_make(pool, 128, sizeof(spelling));
    for (t = 0; t < section->n_tables; t++) {
        add_table(labels, &format->tables[section->first_table + t], pool);
    }
    for (i = 0; i < labels->labels->nelts; i++) {
        *(const char **)apr_array_push(all) = ds_labels_at(labels, i)->words;
    }
    labels->all = apr_array_pstrcat(pool, all, '\n');
    qsort(labels->spellings->elts, (size_t)labels->spellings->nelts, sizeof(spelling),
          compare_spellings);
    return labels;
}

int ds_labels_count(const ds_labels *labels)
{
    return labels->labels->nelts;
}

const ds_form_label *ds_labels_at(const ds_labels *labels, int index)
{
    return &APR_ARRAY_IDX(labels->labels, index, ds_form_label);
}

int ds_labels_weight(const ds_labels *labels)
{
    return labels->weight;
}

/* Index of the first spelling that is not before the words. */
static int lower_bound(const ds_labels *labels, const char *words)
{
    int low = 0, high = labels->spellings->nelts;

    while (low < high) {
        int middle = (low + high) / 2;

        if (strcmp(APR_ARRAY_IDX(labels->spellings, middle, spelling).words, words) < 0) {
            low = middle + 1;
        }
        else {
            high = middle;
        }
    }
    return low;
}

/* The spelling at the index if it is exactly (or begins with) the words. */
static const spelling *spelling_at(const ds_labels *labels, int index, const char *words,
                                   int is_prefix)
{
    const spelling *s;

    if (index >= labels->spellings->nelts) {
        return NULL;
    }
    s = &APR_ARRAY_IDX(labels->spellings, index, spelling);
    if (is_prefix) {
        return strncmp(s->words, words, strlen(words)) == 0 ? s : NULL;
    }
    return strcmp(s->words, words) == 0 ? s : NULL;
}

static int is_known(const ds_labels *labels, const char *words)
{
    return words && labels->begins[begin_of(words)]
           && spelling_at(labels, lower_bound(labels, words), words, 0) != NULL;
}

/* The form of the words under which they are a label; NULL when they are
 * none. */
static const char *known_form(const ds_labels *labels, const ds_words *words)
{
    return is_known(labels, words->full) ? words->full
           : is_known(labels, words->bare) ? words->bare
           : is_known(labels, words->unnumbered) ? words->unnumbered : NULL;
}

int ds_labels_match(const ds_labels *labels, const ds_words *words)
{
    const char *form = known_form(labels, words);

    return form ? spelling_at(labels, lower_bound(labels, form), form, 0)->label : -1;
}

int ds_labels_has_part(const ds_labels *labels, const ds_words *words)
{
    apr_size_t len = strlen(words->full);
    int i;

    if (len == 0 || !words->ordinal) {
        return len > 0 && strstr(labels->all, words->full) != NULL;
    }
    for (i = 0; i < ds_labels_count(labels); i++) {
        const ds_form_label *label = ds_labels_at(labels, i);

        if (label->ordinal == words->ordinal && strncmp(label->words, words->full, len) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Joins a cell that begins a label with cells after it until they are a whole
 * label. Returns its words and fills in the pieces, or NULL. */
static const char *join(ds_anchor *anchor, const ds_labels *labels, const ds_document *document,
                        int end, apr_pool_t *pool)
{
    const char *words = document->items[anchor->item].words->full;
    int skipped = 0, i;

    if (!*words || !labels->begins[begin_of(words)]
        || !spelling_at(labels, lower_bound(labels, words), words, 1)) {
        return NULL;
    }
    anchor->n_pieces = 0;
    for (i = anchor->item + 1; i < end && i <= anchor->item + MAX_AHEAD; i++) {
        const ds_item *item = &document->items[i];
        const char *longer;

        if (!item->words || !*item->words->full) {
            continue;
        }
        longer = apr_pstrcat(pool, words, item->words->full, NULL);
        if (spelling_at(labels, lower_bound(labels, longer), longer, 1)) {
            words = longer;
            anchor->pieces[anchor->n_pieces++] = i;
            if (is_known(labels, words)) {
                return words;
            }
            if (anchor->n_pieces == MAX_PIECES) {
                return NULL;
            }
        }
        else if (++skipped > MAX_SKIPPED) {
            return NULL;
        }
    }
    return NULL;
}

/* Best chain that ends before the label. */
static best best_before(const best *tree, int label)
{
    best found = { 0, -1 };
    int i;

    for (i = label; i > 0; i -= i & -i) {
        if (tree[i].score > found.score
            || (tree[i].score == found.score && tree[i].candidate > found.candidate)) {
            found = tree[i];
        }
    }
    return found;
}

static void update(best *tree, int n_labels, int label, int score, int candidate_index)
{
    int i;

    for (i = label + 1; i <= n_labels; i += i & -i) {
        if (score >= tree[i].score) {
            tree[i].score = score;
            tree[i].candidate = candidate_index;
        }
    }
}

/* What it weighs to take the cell for the label. */
static int weigh(const ds_form_label *label, const ds_words *words, int n_pieces)
{
    int weight = 4 * weights[label->kind];

    if (words->ordinal && label->ordinal) {
        weight += words->ordinal == label->ordinal ? 6 : -6;
    }
    return weight - (n_pieces > 0) - (words->ordinal != 0 && label->ordinal == 0);
}

/* Adds a candidate for every label that the item, whole or with the cells it
 * was joined with, may be under that form. */
static void add_candidates(apr_array_header_t *candidates, const ds_anchor *anchor,
                           const ds_labels *labels, const char *form, const ds_words *words,
                           const best *tree)
{
    const spelling *s;
    int at = lower_bound(labels, form), last = -1;

    for (; (s = spelling_at(labels, at, form, 0)) != NULL; at++) {
        best before;
        candidate *c;

        if (s->label == last) {
            continue;
        }
        last = s->label;
        before = best_before(tree, s->label);
        c = apr_array_push(candidates);
        c->item = anchor->item;
        c->label = s->label;
        c->before = before.candidate;
        c->score = before.score + weigh(ds_labels_at(labels, s->label), words, anchor->n_pieces);
    }
}

/* The form under which the item is a label, alone or joined with cells after
 * it, which are the anchor's pieces; NULL when it is none. */
static const char *find_form(ds_anchor *anchor, const ds_labels *labels,
                             const ds_document *document, int end, apr_pool_t *pool)
{
    const char *form = known_form(labels, document->items[anchor->item].words);

    anchor->n_pieces = 0;
    return form ? form : join(anchor, labels, document, end, pool);
}

/* The chain that ends with the candidate, first anchor first, without pieces. */
static void unwind(apr_array_header_t *anchors, const apr_array_header_t *candidates, int last)
{
    int i, length = 0;

    for (i = last; i >= 0; i = APR_ARRAY_IDX(candidates, i, candidate).before) {
        apr_array_push(anchors);
        length++;
    }
    for (i = last; i >= 0; i = APR_ARRAY_IDX(candidates, i, candidate).before) {
        const candidate *c = &APR_ARRAY_IDX(candidates, i, candidate);
        ds_anchor *anchor = &APR_ARRAY_IDX(anchors, --length, ds_anchor);

        anchor->item = c->item;
        anchor->label = c->label;
    }
}

/* All cells that may be labels, each with the best chain that ends with it.
 * Returns the last one of the best chain of all, -1 when there is none. */
static int chain(apr_array_header_t *candidates, const ds_labels *labels,
                 const ds_document *document, int begin, int end, apr_pool_t *pool)
{
    int n = ds_labels_count(labels), i, c;
    best *tree = apr_palloc(pool, sizeof(*tree) * (apr_size_t)(n + 1));
    apr_pool_t *iterpool;

    for (i = 0; i <= n; i++) {
        tree[i] = (best){ 0, -1 };
    }
    apr_pool_create(&iterpool, pool);
    for (i = begin; i < end; i++) {
        ds_anchor anchor = { i, -1, 0, { 0 } };
        int first = candidates->nelts;
        const char *form;

        if (!document->items[i].words) {
            continue;
        }
        apr_pool_clear(iterpool);
        form = find_form(&anchor, labels, document, end, iterpool);
        if (form) {
            add_candidates(candidates, &anchor, labels, form, document->items[i].words, tree);
        }
        for (c = first; c < candidates->nelts; c++) {
            const candidate *added = &APR_ARRAY_IDX(candidates, c, candidate);

            update(tree, n, added->label, added->score, c);
        }
    }
    apr_pool_destroy(iterpool);
    return best_before(tree, n).candidate;
}

int ds_labels_find(apr_array_header_t **anchors, const ds_labels *labels,
                   const ds_document *document, int begin, int end, apr_pool_t *pool)
{
    apr_array_header_t *candidates;
    apr_pool_t *scratch;
    int weight = 0, last, i;

    *anchors = apr_array_make(pool, 64, sizeof(ds_anchor));
    apr_pool_create(&scratch, pool);
    candidates = apr_array_make(scratch, 128, sizeof(candidate));
    last = chain(candidates, labels, document, begin, end, scratch);
    unwind(*anchors, candidates, last);
    for (i = 0; i < (*anchors)->nelts; i++) {
        ds_anchor *anchor = &APR_ARRAY_IDX(*anchors, i, ds_anchor);

        find_form(anchor, labels, document, end, scratch);
        weight += weights[ds_labels_at(labels, anchor->label)->kind];
    }
    apr_pool_destroy(scratch);
    return weight;
}
