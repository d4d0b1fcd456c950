#include "page/changes_table.h"

#include "page/piece.h"

static void write_side(ds_markup *m, const char *text, const char *absent, apr_pool_t *pool)
{
    ds_markup_start(m, "td");
    ds_piece_lines(m, text != NULL ? text : absent, pool);
    ds_markup_end(m, "td");
}

static void write_change(ds_markup *m, const ds_changes_words *words, const ds_change *change,
                         apr_pool_t *pool)
{
    ds_markup_start(m, "tr");
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "row");
    if (change->part != NULL) {
        ds_markup_element_class(m, "span", words->part_class, change->part);
    }
    ds_markup_text(m, change->what);
    ds_markup_end(m, "th");
    write_side(m, change->before, words->absent_before, pool);
    write_side(m, change->after, words->absent_after, pool);
    ds_markup_end(m, "tr");
}

void ds_changes_table(ds_markup *m, const ds_changes_words *words, const char *caption,
                      const char *class_name, const apr_array_header_t *changes,
                      apr_pool_t *pool)
{
    if (changes->nelts == 0) {
        return;
    }
    ds_piece_open(m, "table", class_name);
    ds_markup_element(m, "caption", caption);
    ds_piece_heads(m, words->heads, 3);
    ds_markup_start(m, "tbody");
    for (int i = 0; i < changes->nelts; i++) {
        write_change(m, words, &APR_ARRAY_IDX(changes, i, const ds_change), pool);
    }
    ds_markup_end(m, "tbody");
    ds_markup_end(m, "table");
}
