/* Small pieces of markup that all public pages are made of.
 *
 * Every class begins with "ds-"; the style sheet (htdocs/assets/disclosure.css)
 * reaches nothing outside the elements that carry one, so that a portal can
 * take it beside its own. */
#ifndef DS_PAGE_PIECE_H
#define DS_PAGE_PIECE_H

#include <apr_tables.h>

#include "core/format.h"
#include "core/markup.h"
#include "core/organ.h"
#include "page/site.h"
#include "page/template.h"

/* A start tag with a class; more attributes may follow. */
void ds_piece_open(ds_markup *m, const char *name, const char *class_name);

/* A part of a report by its name: 一、总体情况; the preface has none and is 引言. */
const char *ds_piece_part(const ds_section *section, apr_pool_t *pool);

/* A link; class_name may be NULL. */
void ds_piece_link(ds_markup *m, const char *href, const char *class_name, const char *text);

/* The one head row of a plain table: n heads of columns. */
void ds_piece_heads(ds_markup *m, const char *const *heads, int n);

/* A civil date as people read it, inside <time>; nothing when date is NULL. */
void ds_piece_date(ds_markup *m, const char *date, apr_pool_t *pool);

/* Text whose lines end with LF, <br> between them. */
void ds_piece_lines(ds_markup *m, const char *text, apr_pool_t *pool);

/* One step of the way from the column's first page down to this one. */
typedef struct ds_crumb {
    const char *href;  /* NULL for the page itself */
    const char *text;
} ds_crumb;

/* The way as a list; the column's first page is put before it. */
void ds_piece_breadcrumb(ds_markup *m, const ds_site *site, const ds_crumb *crumbs, int n_crumbs,
                         apr_pool_t *pool);

/* A script of ours in the head, run when the page has been read. */
void ds_piece_script(ds_markup *m, const ds_site *site, const char *file, apr_pool_t *pool);

/* How the page is to look: size of the text and high contrast. The style sheet
 * reads the boxes itself, so they work without scripts; where it cannot, they
 * are not shown. */
void ds_piece_view(ds_markup *m);

/* The bar of lists and notices that holds nothing but ds_piece_view(). */
void ds_piece_view_bar(ds_markup *m);

/* The years to choose from (array of int), newest first; the chosen one, if it
 * is among them, is marked. Nothing where there are none. */
void ds_piece_years(ds_markup *m, const ds_site *site, int chosen,
                    const apr_array_header_t *years, apr_pool_t *pool);

/* What the shipped template's footer says. */
void ds_piece_footer(ds_markup *m, const ds_site *site, apr_pool_t *pool);

/* The full name an organ has today; of one that is no more, its last; its key
 * when it never had one. */
const char *ds_piece_organ_name(const ds_organ *organ, apr_pool_t *pool);

/* B/{organ}/{year}, for version > 0 B/{organ}/{year}/v{version}, with `suffix`
 * (".xml", "/changes", "") behind it. */
const char *ds_piece_report_path(const ds_site *site, const char *organ, int year, int version,
                                 const char *suffix, apr_pool_t *pool);

/* The address of a picture or attachment. */
const char *ds_piece_file_path(const ds_site *site, const char *digest, apr_pool_t *pool);

/* B/{organ}/ */
const char *ds_piece_organ_path(const ds_site *site, const char *organ, apr_pool_t *pool);

/* B/year/{year}/ */
const char *ds_piece_year_path(const ds_site *site, int year, apr_pool_t *pool);

#endif
