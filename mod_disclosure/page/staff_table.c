#include "page/staff_table.h"

static void write_heads(ds_markup *m, const char *const *heads)
{
    ds_markup_start(m, "thead");
    ds_markup_start(m, "tr");
    for (; *heads; heads++) {
        ds_markup_start(m, "th");
        ds_markup_attr(m, "scope", "col");
        ds_markup_text(m, *heads);
        ds_markup_end(m, "th");
    }
    ds_markup_end(m, "tr");
    ds_markup_end(m, "thead");
}

void ds_staff_table(ds_markup *m, const char *label, const char *const *heads)
{
    ds_piece_open(m, "div", "ds-rolls");
    ds_markup_attr(m, "role", "region");
    ds_markup_attr(m, "aria-label", label);
    ds_markup_attr_int(m, "tabindex", 0);
    ds_piece_open(m, "table", "ds-desk");
    ds_markup_element(m, "caption", label);
    write_heads(m, heads);
    ds_markup_start(m, "tbody");
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
