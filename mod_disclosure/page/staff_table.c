#include "page/staff_table.h"

static void write_head(ds_markup *m, const ds_staff_head *head)
{
    ds_markup_start(m, "th");
    ds_markup_attr(m, "scope", "col");
    ds_markup_attr(m, "aria-sort", head->order);
    if (head->href != NULL) {
        ds_piece_link(m, head->href, "ds-sort", head->text);
    }
    else {
        ds_markup_text(m, head->text);
    }
    ds_markup_end(m, "th");
}

/* Up to and with <tr> of the heads. */
static void begin(ds_markup *m, const char *label)
{
    ds_piece_open(m, "div", "ds-rolls");
    ds_markup_attr(m, "role", "region");
    ds_markup_attr(m, "aria-label", label);
    ds_markup_attr_int(m, "tabindex", 0);
    ds_piece_open(m, "table", "ds-desk");
    ds_markup_element(m, "caption", label);
    ds_markup_start(m, "thead");
    ds_markup_start(m, "tr");
}

static void end_heads(ds_markup *m)
{
    ds_markup_end(m, "tr");
    ds_markup_end(m, "thead");
    ds_markup_start(m, "tbody");
}

void ds_staff_table(ds_markup *m, const char *label, const char *const *heads)
{
    begin(m, label);
    for (; *heads; heads++) {
        write_head(m, &(const ds_staff_head) { .text = *heads });
    }
    end_heads(m);
}

void ds_staff_table_sorted(ds_markup *m, const char *label, const ds_staff_head *heads, int n)
{
    begin(m, label);
    for (int i = 0; i < n; i++) {
        write_head(m, &heads[i]);
    }
    end_heads(m);
}

void ds_staff_table_end(ds_markup *m)
{
    ds_markup_end(m, "tbody");
    ds_markup_end(m, "table");
    ds_markup_end(m, "div");
}

void ds_staff_acts(ds_markup *m, const ds_staff_view *view, const char *const *acts,
                   apr_pool_t *pool)
{
    ds_piece_open(m, "p", "ds-acts");
    for (; *acts; acts += 2) {
        ds_piece_link(m, ds_staff_path(view->site, acts[0], pool), "ds-act", acts[1]);
        ds_markup_text(m, " ");
    }
    ds_markup_end(m, "p");
}
